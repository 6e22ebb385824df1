//! Words of names and organisations that a typed word may have been meant for: by slips of the finger, and by sound.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use crate::hit::Tier;
use crate::slip::{self, slips};
use crate::sound::{self, Spoken};
use crate::spelling::{Typed, letter_by_letter, skeleton};
use crate::word_list::{self, word_of};
use crate::words::MAX_WORD;

/// The most words that one typed word is taken for: with more, nothing has been typed yet that could be a slip.
const MOST: usize = 200;
/// A word that a typed one may have been meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Guess {
    /// Slip or sound.
    pub(crate) tier: Tier,
    /// How near, 0 to [`FARTHEST`]; less is nearer.
    pub(crate) rank: u8,
}

/// The rank of the farthest guess: eight words of it, each with what [`crate::rank::Quality`] adds, fit into its bits.
pub(crate) const FARTHEST: u8 = 19;
/// A word that is spoken alike and not written so is farther than a small slip and nearer than two.
const SPOKEN: u8 = 4;
/// What a word that is only begun by a sound is farther than one that is said whole.
const BEGUN: u8 = 4;

/// A typed word, made ready for guessing what was meant.
pub(crate) struct Sought {
    /// What is compared with listed words: the skeleton, and the letters one by one if a slip may have made one of what the skeleton
    /// takes together (`jenaen`, with æ, for Jensen).
    written: Vec<Written>,
    /// As many letters as were typed; the skeleton may have fewer.
    typed: usize,
    edits: u32,
    spoken: Spoken,
    heard: String,
}

struct Written {
    letters: Vec<char>,
    shape: Shape,
}

/// What can be asked of a word without looking at it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The set of its letters ([`slip::letters`]).
    letters: u32,
    /// How many letters it has.
    len: u8,
    /// The first two, in a byte each that two letters may share; zero where there is none.
    first: [u8; 2],
}

impl Shape {
    /// Of a skeleton.
    pub(crate) fn of(skeleton: &str) -> Self {
        let mut letters = skeleton.chars();
        let mut next = || letters.next().map_or(0, |letter| u8::try_from(u32::from(letter) % 251 + 1).unwrap_or(1));
        let first = [next(), next()];
        let len = u8::try_from(skeleton.chars().count()).unwrap_or(u8::MAX);
        Self { letters: slip::letters(skeleton.chars()), len, first }
    }
}

impl Written {
    fn new(text: &str) -> Self {
        Self { letters: text.chars().collect(), shape: Shape::of(text) }
    }

    fn may_slip(&self, edits: u32, shape: &Shape) -> bool {
        // At most so many letters that the other has not got: a set without its least one, and without the one after it.
        let missing = self.shape.letters & !shape.letters;
        let without_one = missing & missing.wrapping_sub(1);
        let too_many = if edits > 1 { without_one & without_one.wrapping_sub(1) } else { without_one };
        too_many == 0
            && usize::from(shape.len) + edits as usize >= self.letters.len()
            && (edits > 1 || self.letters.len() < 2 || self.begins_alike(shape.first))
    }

    /// One edit leaves one of the first two letters where it was, or moves it by one place.
    fn begins_alike(&self, [first, second]: [u8; 2]) -> bool {
        let [one, other] = self.shape.first;
        first == one || second == other || first == other || second == one
    }
}

impl Sought {
    pub(crate) fn new(typed: &Typed) -> Self {
        let (skeleton, plain) = (skeleton(typed.text()), letter_by_letter(typed.text()));
        let mut written = vec![Written::new(&skeleton)];
        if plain != skeleton {
            written.push(Written::new(&plain));
        }
        let spoken = Spoken::of(typed.text());
        Self { written, typed: typed.len(), edits: slip::allowed(typed.len()), heard: spoken.key(), spoken }
    }

    /// Whether a slip may lead to a word of this shape; most are turned away by that alone.
    pub(crate) fn may_slip(&self, shape: &Shape) -> bool {
        self.edits > 0 && self.written.iter().any(|written| written.may_slip(self.edits, shape))
    }

    /// Whether it is a slip of this word, whose key in a list is given; `sound` is what is heard of it.
    pub(crate) fn slipped(&self, key: &str, sound: &str, letters: &mut Letters) -> Option<Guess> {
        let listed = letters.of(skeleton_of(key));
        let slips = self.written.iter().filter_map(|written| slips(&written.letters, listed, self.edits)).min()?;
        // What is heard alike as well is the nearest there is: Petersen for Pedersen before Vang for Vagn.
        let by_ear = if sound == self.heard { self.far_by_ear(key) } else { FARTHEST };
        Some(Guess { tier: Tier::Slip, rank: slips.rank().min(by_ear) })
    }

    /// How far a word of the same sound is: nothing if it is spoken alike, and more the more its vowels differ.
    fn far_by_ear(&self, key: &str) -> u8 {
        match self.spoken.apart(&Spoken::of(word_of(key))).whole {
            0 => 0,
            far => far.saturating_add(1).min(FARTHEST),
        }
    }

    /// Whether it may have been meant for a word; for highlighting the one that was found.
    pub(crate) fn is_meant(&self, listed: &str) -> bool {
        let key = word_list::key(listed);
        let sound = Spoken::of(listed).key();
        let mut letters = Letters::default();
        self.slipped(&key, &sound, &mut letters).is_some()
            || (self.heard().is_some_and(|heard| heard.finds(&sound)) && self.sounding(&key, &sound).is_some())
    }

    /// What was heard; `None` if too little was typed.
    pub(crate) fn heard(&self) -> Option<Heard<'_>> {
        let is_short = self.heard.chars().nth(2).is_none();
        (self.typed >= sound::FROM && !self.heard.is_empty()).then_some(Heard { key: &self.heard, is_whole: is_short })
    }

    /// Whether it is heard like this word, whose key in a list is given; `sound` is found by what was heard.
    pub(crate) fn sounding(&self, key: &str, sound: &str) -> Option<Guess> {
        let whole = sound == self.heard;
        // The beginning of a sound says something from one more letter on.
        if !whole && self.typed <= sound::FROM {
            return None;
        }
        let apart = self.spoken.apart(&Spoken::of(word_of(key)));
        let far = if whole { apart.whole } else { apart.begun };
        // Most vowels may be others; of what is only begun or hardly heard, hardly any.
        let most = match whole && self.heard.len() > 1 {
            true => 2 + self.spoken.len() * 2 / 3,
            false => self.spoken.len() / 4,
        };
        (usize::from(far) <= most).then(|| Guess {
            tier: Tier::Sound,
            rank: far.saturating_add(SPOKEN + if whole { 0 } else { BEGUN }).min(FARTHEST),
        })
    }
}

/// What is heard of a typed word.
#[derive(Clone, Copy)]
pub(crate) struct Heard<'a> {
    pub(crate) key: &'a str,
    /// Nothing else is: two consonants begin a tenth of all words.
    pub(crate) is_whole: bool,
}

impl Heard<'_> {
    /// Whether a word of this sound may be meant.
    pub(crate) fn finds(&self, sound: &str) -> bool {
        if self.is_whole { sound == self.key } else { sound.starts_with(self.key) }
    }
}

/// A word that a typed one may have been meant for, by its key, and its number in the fixed part if it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Meant<'a> {
    pub(crate) guess: Guess,
    pub(crate) key: &'a str,
    pub(crate) word: Option<u32>,
}

/// The nearest of the words that one typed word may have been meant for, each once.
pub(crate) fn nearest(mut found: Vec<Meant<'_>>) -> Vec<Meant<'_>> {
    // The same word in two parts of the index is the same guess.
    found.sort_unstable();
    found.dedup_by(|later, earlier| {
        let same = later.key == earlier.key;
        if same {
            earlier.word = earlier.word.or(later.word);
        }
        same
    });
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
    shape: Shape,
    /// The word's key in the list of words; its skeleton is what stands before a zero.
    key: Box<str>,
}

impl Vocabulary {
    /// Takes a word in, by its key in the list of words.
    pub(crate) fn add(&mut self, key: &str) {
        if self.places.contains_key(key) {
            return;
        }
        self.places.insert(key.into(), self.words.len());
        self.words.push(Known { shape: Shape::of(skeleton_of(key)), key: key.into() });
        self.sounds.entry(Spoken::of(word_of(key)).key().into_boxed_str()).or_default().push(key.into());
    }

    /// Takes a word out.
    pub(crate) fn take(&mut self, key: &str) {
        let Some(place) = self.places.remove(key) else { return };
        self.words.swap_remove(place);
        if let Some(moved) = self.words.get(place) {
            self.places.insert(moved.key.clone(), place);
        }
        let heard = Spoken::of(word_of(key)).key();
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
    pub(crate) fn meant_by<'a>(&'a self, sought: &Sought, found: &mut Vec<Meant<'a>>) {
        let mut best: BTreeMap<&str, Guess> = BTreeMap::new();
        let mut letters = Letters::default();
        for known in self.words.iter().filter(|known| sought.may_slip(&known.shape)) {
            let sound = Spoken::of(word_of(&known.key)).key();
            if let Some(guess) = sought.slipped(&known.key, &sound, &mut letters) {
                best.insert(&known.key, guess);
            }
        }
        if let Some(heard) = sought.heard() {
            let range = self.sounds.range::<str, _>((Bound::Included(heard.key), Bound::Unbounded));
            for (sound, keys) in range.take_while(|(sound, _)| heard.finds(sound)) {
                for key in keys {
                    if let Some(guess) = sought.sounding(key, sound) {
                        best.entry(key).or_insert(guess);
                    }
                }
            }
        }
        found.extend(best.into_iter().map(|(key, guess)| Meant { guess, key, word: None }));
    }
}

/// The letters of one listed word after the other, side by side: thousands of words are looked at for one that is typed.
#[derive(Debug, Default)]
pub(crate) struct Letters(Vec<char>);

impl Letters {
    fn of(&mut self, word: &str) -> &[char] {
        self.0.clear();
        self.0.extend(word.chars().take(MAX_WORD));
        &self.0
    }
}

/// The skeleton of a word by its key in the list of words.
pub(crate) fn skeleton_of(key: &str) -> &str {
    key.split_once('\0').map_or(key, |(skeleton, _)| skeleton)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 5_000, ..ProptestConfig::default() })]

        #[test]
        fn the_shape_never_hides_a_slip(typed in "[abc]{4,9}", listed in "[abc]{1,9}") {
            let sought = Sought::new(&Typed::new(&typed));
            let key = word_list::key(&listed);
            let is_slip = sought.slipped(&key, "", &mut Letters::default()).is_some();
            prop_assert!(!is_slip || sought.may_slip(&Shape::of(skeleton_of(&key))), "{} for {}", typed, listed);
        }
    }
}
