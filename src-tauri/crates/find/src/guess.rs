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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Guess {
    /// Slip or sound.
    pub(crate) tier: Tier,
    /// How near, 0 to 7; less is nearer.
    pub(crate) rank: u8,
}

/// The distinct words of names and organisations, as far as guessing needs them.
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

impl Vocabulary {
    /// Takes a word in, by its key in the list of words.
    pub(crate) fn add(&mut self, key: &str) {
        if self.places.contains_key(key) {
            return;
        }
        let letters: Vec<char> = skeleton_of(key).chars().collect();
        self.places.insert(key.into(), self.words.len());
        let len = u8::try_from(letters.len()).unwrap_or(u8::MAX);
        self.words.push(Known { letters: slip::letters(&letters), len, key: key.into() });
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

    /// The keys of the words that `typed` may have been meant for, the nearest first; at most [`MOST`].
    pub(crate) fn meant_by(&self, typed: &Typed) -> Vec<(Guess, &str)> {
        let mut found: BTreeMap<&str, Guess> = BTreeMap::new();
        let written: Vec<char> = skeleton(typed.text()).chars().collect();
        let edits = slip::allowed(typed.len());
        let heard = sound::key(&written.iter().collect::<String>());
        if edits > 0 {
            let letters = slip::letters(&written);
            let least = written.len().saturating_sub(edits as usize);
            let may =
                |known: &&Known| (letters & !known.letters).count_ones() <= edits && usize::from(known.len) >= least;
            for known in self.words.iter().filter(may) {
                if let Some(mut guess) = slipped(&written, skeleton_of(&known.key), edits) {
                    // What is heard alike as well is the nearest there is: Petersen for Pedersen before Vang for Vagn.
                    if sound::key(skeleton_of(&known.key)) == heard {
                        guess.rank = 0;
                    }
                    found.insert(&known.key, guess);
                }
            }
        }
        if typed.len() >= sound::FROM && heard.chars().count() > 1 {
            let range = self.sounds.range::<str, _>((Bound::Included(heard.as_str()), Bound::Unbounded));
            for (sound, keys) in range.take_while(|(sound, _)| sound.starts_with(&heard)) {
                let whole = **sound == *heard;
                for key in keys.iter().filter(|_| whole || typed.len() > sound::FROM) {
                    if let Some(guess) = sounding(&written, skeleton_of(key), whole) {
                        found.entry(key).or_insert(guess);
                    }
                }
            }
        }
        let mut found: Vec<(Guess, &str)> = found.into_iter().map(|(key, guess)| (guess, key)).collect();
        found.sort_by_key(|(guess, key)| (guess.tier, guess.rank, *key));
        found.truncate(MOST);
        found
    }
}

/// Whether one word was meant for another; for highlighting the word that was found.
pub(crate) fn is_meant(typed: &Typed, listed: &str) -> bool {
    let written: Vec<char> = skeleton(typed.text()).chars().collect();
    let listed = skeleton(listed);
    let heard = sound::key(&written.iter().collect::<String>());
    let key = sound::key(&listed);
    let sounds = typed.len() >= sound::FROM && heard.chars().count() > 1 && key.starts_with(&heard);
    slipped(&written, &listed, slip::allowed(typed.len())).is_some()
        || (sounds && sounding(&written, &listed, key == heard).is_some())
}

fn slipped(written: &[char], listed: &str, edits: u32) -> Option<Guess> {
    let slips = Letters::of(listed).slips(written, edits)?;
    Some(Guess { tier: Tier::Slip, rank: slips.rank() })
}

fn sounding(written: &[char], listed: &str, whole: bool) -> Option<Guess> {
    let slips = Letters::of(listed).slips(written, written_otherwise(written.len(), whole))?;
    // Whole words first, then by letters.
    let near = u8::try_from(slips.weight.div_ceil(4).min(3)).unwrap_or(3);
    Some(Guess { tier: Tier::Sound, rank: near + if whole { 0 } else { 4 } })
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
fn skeleton_of(key: &str) -> &str {
    key.split_once('\0').map_or(key, |(skeleton, _)| skeleton)
}
