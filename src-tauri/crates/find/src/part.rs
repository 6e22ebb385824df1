//! What a search asks of a part of the index: of the fixed one, or of that with the last changes.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::entry::Entry;
use crate::guess::{Meant, Sought};
use crate::query::Filter;
use crate::rank::Quality;
use crate::spelling::Typed;

/// A part of the index. People are known by their slots in it.
pub(crate) trait Part {
    /// How many slots there are, some of them free.
    fn slots(&self) -> usize;

    /// Whether the person at a slot is expected, has come or does not come ([`crate::rank::standing`]); `None` if nobody is
    /// there.
    fn standing(&self, slot: u32) -> Option<u8>;

    /// How many words the person's name has.
    fn name_words(&self, slot: u32) -> usize;

    /// The beginning of the person's place in a list as a number of at most [`crate::rank::HEAD`] bytes.
    fn head(&self, slot: u32) -> u64;

    /// Which of two people comes first in a list.
    fn in_list(&self, one: u32, other: u32) -> Ordering;

    /// What is known of the person at a slot, who is there.
    fn entry(&self, slot: u32) -> Option<Cow<'_, Entry>>;

    /// Adds those who are met by a word that stands in their names, or those who are met by any other.
    fn meeting<'a>(&'a self, typed: &Typed, reach: Reach, lists: &mut Lists<'a>);

    /// Adds the words of names and organisations, by their keys, that may have been meant; says how many it looked at.
    fn meant<'a>(&'a self, sought: &Sought, words: &mut Vec<Meant<'a>>) -> usize;

    /// Adds those in whose name or organisation a word stands that may have been meant.
    fn guessed<'a>(&'a self, meant: &Meant<'_>, lists: &mut Lists<'a>);

    /// What decides for each slot whether its person is of the kind asked for; for ticket types, those meant are given.
    fn filter<'a>(&'a self, filter: &'a Filter, types: &'a [bool]) -> Box<dyn Fn(u32) -> bool + 'a>;
}

/// Which words are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Those of names: whoever is met by them comes before everybody else.
    Names,
    /// All others.
    Others,
}

/// The people who meet one typed word: lists of slots, each with how well, and a person may be in several.
#[derive(Default)]
pub(crate) struct Lists<'a> {
    lists: Vec<(Quality, Cow<'a, [u32]>)>,
    people: usize,
    words: usize,
}

impl<'a> Lists<'a> {
    /// Adds people who meet the word equally well.
    pub(crate) fn add(&mut self, quality: Quality, slots: impl Into<Cow<'a, [u32]>>) {
        let slots = slots.into();
        if !slots.is_empty() {
            self.people += slots.len();
            self.lists.push((quality, slots));
        }
    }

    /// Counts words that were looked at.
    pub(crate) fn looked_at(&mut self, words: usize) {
        self.words += words;
    }

    /// How many people and words there are to look at.
    pub(crate) fn cost(&self) -> usize {
        self.people + self.words
    }

    /// How many people are in all lists together.
    pub(crate) fn people(&self) -> usize {
        self.people
    }

    /// The lists.
    pub(crate) fn lists(&self) -> impl Iterator<Item = (Quality, &[u32])> {
        self.lists.iter().map(|(quality, slots)| (*quality, &**slots))
    }
}
