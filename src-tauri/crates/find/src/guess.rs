//! Words of names and organisations that a typed word may have been meant for: by slips of the finger, and by sound.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use crate::hit::Tier;
use crate::slip::{self, Slips, slips};
use crate::sound;
use crate::spelling::{Typed, skeleton};
use crate::words::MAX_WORD;

/// The most words that one typed word is taken for: with more, nothing has been typed yet that could be a slip.
const MOST: usize = 200;
/// Of a word that was heard, so many letters of the typed one may be written otherwise: half of them, and at least two; one
/// more if the whole word is heard (`smith` for Schmidt).
fn written_otherwise(letters: usize, whole: bool) -> u32 {
    u32::try_from((letters / 2).max(2) + usize::from(whole)).unwrap_or(2)
}

/// A word that a typed one may have been meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Guess {
    /// Slip or sound.
    pub(crate) tier: Tier,
    /// How near, 0 to 7; less is nearer.
    pub(crate) rank: u8,
}

/// A typed word, made ready for guessing what was meant.
pub(crate) struct Sought {
    written: Vec<char>,
    /// As many letters as were typed; the skeleton may have fewer.
    typed: usize,
    edits: u32,
    letters: u32,
    heard: String,
}

impl Sought {
    pub(crate) fn new(typed: &Typed) -> Self {
        let skeleton = skeleton(typed.text());
        let written: Vec<char> = skeleton.chars().collect();
        Self {
            typed: typed.len(),
            edits: slip::allowed(typed.len()),
            letters: slip::letters(&written),
            heard: sound::key(&skeleton),
            written,
        }
    }

    /// Whether a slip may lead to a word that has these letters ([`slip::letters`]), so many of them; most are turned away by
    /// that alone.
    pub(crate) fn may_slip(&self, letters: u32, len: u8) -> bool {
        self.edits > 0
            && (self.letters & !letters).count_ones() <= self.edits
            && usize::from(len) + self.edits as usize >= self.written.len()
    }

    /// Whether it is a slip of this word, whose skeleton is given; `sound` is its key.
    pub(crate) fn slipped(&self, listed: &str, sound: &str) -> Option<Guess> {
        let slips = Letters::of(listed).slips(&self.written, self.edits)?;
        // What is heard alike as well is the nearest there is: Petersen for Pedersen before Vang for Vagn.
        let rank = if sound == self.heard { 0 } else { slips.rank() };
        Some(Guess { tier: Tier::Slip, rank })
    }

    /// Whether it may have been meant for a word; for highlighting the one that was found.
    pub(crate) fn is_meant(&self, listed: &str) -> bool {
        let listed = skeleton(listed);
        let sound = sound::key(&listed);
        let sounds = self.heard().is_some_and(|heard| sound.starts_with(heard));
        self.slipped(&listed, &sound).is_some() || (sounds && self.sounding(&listed, &sound).is_some())
    }

    /// With what the sounds begin that may have been heard; `None` if too little was typed.
    pub(crate) fn heard(&self) -> Option<&str> {
        (self.typed >= sound::FROM && self.heard.chars().count() > 1).then_some(self.heard.as_str())
    }

    /// Whether it is heard like this word, whose skeleton is given; `sound` is its key and begins with what was heard.
    pub(crate) fn sounding(&self, listed: &str, sound: &str) -> Option<Guess> {
        let whole = sound == self.heard;
        // The beginning of a sound says something from one more letter on.
        if !whole && self.typed <= sound::FROM {
            return None;
        }
        let slips = Letters::of(listed).slips(&self.written, written_otherwise(self.written.len(), whole))?;
        // Whole words first, then by letters.
        let near = u8::try_from(slips.weight.div_ceil(4).min(3)).unwrap_or(3);
        Some(Guess { tier: Tier::Sound, rank: near + if whole { 0 } else { 4 } })
    }
}

/// The nearest of the words that one typed word may have been meant for, each once, by their keys.
pub(crate) fn nearest(mut found: Vec<(Guess, &str)>) -> Vec<(Guess, &str)> {
    found.sort_unstable_by_key(|(guess, key)| (*guess, *key));
    // The same word in two parts of the index is the same guess.
    found.dedup();
    found.truncate(MOST);
    found
}

/// The distinct words of names and organisations of a few people, as far as guessing needs them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    /// One after the other and close together: all of them are looked at, most by their set of letters alone.
    words: Vec<Known>,
    /// Where each lies.
    places: HashMap<Box<str>, usize>,
    /// Keys of words by their sound.
    sounds: BTreeMap<Box<str>, Vec<Box<str>>>,
}

#[derive(Clone, Debug)]
struct Known {
    letters: u32,
    /// How many letters it has.
    len: u8,
    /// The word's key in the list of words; its skeleton is what stands before a zero.
    key: Box<str>,
}

/// The set of letters of a skeleton, and how many they are.
pub(crate) fn letters_of(skeleton: &str) -> (u32, u8) {
    let letters = Letters::of(skeleton);
    let letters = &letters.letters[..letters.len];
    (slip::letters(letters), u8::try_from(letters.len()).unwrap_or(u8::MAX))
}

impl Vocabulary {
    /// Takes a word in, by its key in the list of words.
    pub(crate) fn add(&mut self, key: &str) {
        if self.places.contains_key(key) {
            return;
        }
        self.places.insert(key.into(), self.words.len());
        let (letters, len) = letters_of(skeleton_of(key));
        self.words.push(Known { letters, len, key: key.into() });
        self.sounds.entry(sound::key(skeleton_of(key)).into_boxed_str()).or_default().push(key.into());
    }

    /// Takes a word out.
    pub(crate) fn take(&mut self, key: &str) {
        let Some(place) = self.places.remove(key) else { return };
        self.words.swap_remove(place);
        if let Some(moved) = self.words.get(place) {
            self.places.insert(moved.key.clone(), place);
        }
        let heard = sound::key(skeleton_of(key));
        if let Some(keys) = self.sounds.get_mut(heard.as_str()) {
            keys.retain(|other| **other != *key);
            if keys.is_empty() {
                self.sounds.remove(heard.as_str());
            }
        }
    }

    /// How many words it holds.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// The keys of the words that may have been meant, in any order.
    pub(crate) fn meant_by<'a>(&'a self, sought: &Sought, found: &mut Vec<(Guess, &'a str)>) {
        let mut best: BTreeMap<&str, Guess> = BTreeMap::new();
        for known in self.words.iter().filter(|known| sought.may_slip(known.letters, known.len)) {
            let skeleton = skeleton_of(&known.key);
            if let Some(guess) = sought.slipped(skeleton, &sound::key(skeleton)) {
                best.insert(&known.key, guess);
            }
        }
        if let Some(heard) = sought.heard() {
            let range = self.sounds.range::<str, _>((Bound::Included(heard), Bound::Unbounded));
            for (sound, keys) in range.take_while(|(sound, _)| sound.starts_with(heard)) {
                for key in keys {
                    if let Some(guess) = sought.sounding(skeleton_of(key), sound) {
                        best.entry(key).or_insert(guess);
                    }
                }
            }
        }
        found.extend(best.into_iter().map(|(key, guess)| (guess, key)));
    }
}

/// The letters of a listed word, side by side; thousands of words are looked at for one that is typed.
struct Letters {
    letters: [char; MAX_WORD],
    len: usize,
}

impl Letters {
    fn of(word: &str) -> Self {
        let mut letters = ['\0'; MAX_WORD];
        let len = word.chars().zip(&mut letters).map(|(from, to)| *to = from).count();
        Self { letters, len }
    }

    fn slips(&self, written: &[char], edits: u32) -> Option<Slips> {
        slips(written, &self.letters[..self.len], edits)
    }
}

/// The skeleton of a word by its key in the list of words.
pub(crate) fn skeleton_of(key: &str) -> &str {
    key.split_once('\0').map_or(key, |(skeleton, _)| skeleton)
}
