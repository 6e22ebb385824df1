//! Words of names and organisations that a typed word may have been meant for: by slips of the finger, and by sound.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use crate::hit::Tier;
use crate::slip::{self, slips};
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
    shape: Shape,
    heard: String,
}

/// What can be asked of a word without looking at it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The set of its letters ([`slip::letters`]).
    letters: u32,
    /// How many letters it has.
    len: u8,
    /// The first two; zero where there is none.
    first: [char; 2],
}

impl Shape {
    /// Of a skeleton.
    pub(crate) fn of(skeleton: &str) -> Self {
        let mut letters = skeleton.chars();
        let first = [letters.next().unwrap_or_default(), letters.next().unwrap_or_default()];
        let len = u8::try_from(skeleton.chars().count()).unwrap_or(u8::MAX);
        Self { letters: slip::letters(skeleton.chars()), len, first }
    }
}

impl Sought {
    pub(crate) fn new(typed: &Typed) -> Self {
        let skeleton = skeleton(typed.text());
        let written: Vec<char> = skeleton.chars().collect();
        Self {
            typed: typed.len(),
            edits: slip::allowed(typed.len()),
            shape: Shape::of(&skeleton),
            heard: sound::key(&skeleton),
            written,
        }
    }

    /// Whether a slip may lead to a word of this shape; most are turned away by that alone.
    pub(crate) fn may_slip(&self, shape: &Shape) -> bool {
        self.edits > 0
            && (self.shape.letters & !shape.letters).count_ones() <= self.edits
            && usize::from(shape.len) + self.edits as usize >= self.written.len()
            && (self.edits > 1 || self.written.len() < 2 || self.begins_alike(shape.first))
    }

    /// One edit leaves one of the first two letters where it was, or moves it by one place.
    fn begins_alike(&self, [first, second]: [char; 2]) -> bool {
        let [one, other] = self.shape.first;
        first == one || second == other || first == other || second == one
    }

    /// Whether it is a slip of this word, whose skeleton is given; `sound` is its key.
    pub(crate) fn slipped(&self, listed: &str, sound: &str, letters: &mut Letters) -> Option<Guess> {
        let slips = slips(&self.written, letters.of(listed), self.edits)?;
        // What is heard alike as well is the nearest there is: Petersen for Pedersen before Vang for Vagn.
        let rank = if sound == self.heard { 0 } else { slips.rank() };
        Some(Guess { tier: Tier::Slip, rank })
    }

    /// Whether it may have been meant for a word; for highlighting the one that was found.
    pub(crate) fn is_meant(&self, listed: &str) -> bool {
        let listed = skeleton(listed);
        let sound = sound::key(&listed);
        let sounds = self.heard().is_some_and(|heard| sound.starts_with(heard));
        let mut letters = Letters::default();
        self.slipped(&listed, &sound, &mut letters).is_some()
            || (sounds && self.sounding(&listed, &sound, &mut letters).is_some())
    }

    /// With what the sounds begin that may have been heard; `None` if too little was typed.
    pub(crate) fn heard(&self) -> Option<&str> {
        (self.typed >= sound::FROM && self.heard.chars().count() > 1).then_some(self.heard.as_str())
    }

    /// Whether it is heard like this word, whose skeleton is given; `sound` is its key and begins with what was heard.
    pub(crate) fn sounding(&self, listed: &str, sound: &str, letters: &mut Letters) -> Option<Guess> {
        let whole = sound == self.heard;
        // The beginning of a sound says something from one more letter on.
        if !whole && self.typed <= sound::FROM {
            return None;
        }
        let slips = slips(&self.written, letters.of(listed), written_otherwise(self.written.len(), whole))?;
        // Whole words first, then by letters.
        let near = slips.weight.div_ceil(4).min(3);
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
        let mut letters = Letters::default();
        for known in self.words.iter().filter(|known| sought.may_slip(&known.shape)) {
            let skeleton = skeleton_of(&known.key);
            if let Some(guess) = sought.slipped(skeleton, &sound::key(skeleton), &mut letters) {
                best.insert(&known.key, guess);
            }
        }
        if let Some(heard) = sought.heard() {
            let range = self.sounds.range::<str, _>((Bound::Included(heard), Bound::Unbounded));
            for (sound, keys) in range.take_while(|(sound, _)| sound.starts_with(heard)) {
                for key in keys {
                    if let Some(guess) = sought.sounding(skeleton_of(key), sound, &mut letters) {
                        best.entry(key).or_insert(guess);
                    }
                }
            }
        }
        found.extend(best.into_iter().map(|(key, guess)| (guess, key)));
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
            let listed = skeleton(&listed);
            let is_slip = sought.slipped(&listed, "", &mut Letters::default()).is_some();
            prop_assert!(!is_slip || sought.may_slip(&Shape::of(&listed)), "{} for {}", typed, listed);
        }
    }
}
