//! Distinct words of a few people in order, with those who have them; they change all the time.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::entry::Place;
use crate::hit::Tier;
use crate::spelling::{Met, Typed, skeleton, write_skeleton};

/// Distinct words, each under its [`key`], so that all that a typed word may begin lie together.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordList(BTreeMap<Box<str>, People>);

/// The people who have a word, by slot: those in whose name it stands, those who work at it, those who have it elsewhere.
#[derive(Clone, Debug, Default)]
pub(crate) struct People {
    in_name: Vec<u32>,
    at_work: Vec<u32>,
    elsewhere: Vec<u32>,
}

impl WordList {
    /// Adds somebody who has a word. Returns whether it is a word of a name or an organisation from now on.
    pub(crate) fn add(&mut self, key: &str, slot: usize, place: Place) -> bool {
        let people = match self.0.get_mut(key) {
            Some(people) => people,
            None => self.0.entry(key.into()).or_default(),
        };
        let before = people.names_something();
        let slots = people.at(place);
        if let Err(at) = slots.binary_search(&number(slot)) {
            slots.insert(at, number(slot));
        }
        !before && people.names_something()
    }

    /// Takes somebody away. Returns whether it is no word of a name or an organisation any more.
    pub(crate) fn take(&mut self, key: &str, slot: usize, place: Place) -> bool {
        let Some(people) = self.0.get_mut(key) else { return false };
        let before = people.names_something();
        let slots = people.at(place);
        if let Ok(at) = slots.binary_search(&number(slot)) {
            slots.remove(at);
        }
        let after = people.names_something();
        if !after && people.elsewhere.is_empty() {
            self.0.remove(key);
        }
        before && !after
    }

    /// The people of exactly this word.
    pub(crate) fn of(&self, key: &str) -> Option<&People> {
        self.0.get(key)
    }

    /// The words that `typed` begins, in any of its spellings.
    pub(crate) fn beginning(&self, typed: &Typed) -> impl Iterator<Item = (Tier, &People)> {
        let skeleton = skeleton(typed.text());
        let range = self.0.range::<str, _>((Bound::Included(skeleton.as_str()), Bound::Unbounded));
        let typed = typed.clone();
        range
            .take_while(move |(key, _)| key.starts_with(&skeleton))
            .filter_map(move |(key, people)| Some((tier(typed.meets(word_of(key))?), people)))
    }
}

/// How a typed word met a listed one.
pub(crate) fn tier(met: Met) -> Tier {
    match (met.literal, met.whole) {
        (true, true) => Tier::Exact,
        (true, false) => Tier::Prefix,
        (false, _) => Tier::Fold,
    }
}

impl People {
    /// The slots of each place.
    pub(crate) fn by_place(&self) -> [(Place, &[u32]); 3] {
        [(Place::Name, &self.in_name), (Place::Work, &self.at_work), (Place::Elsewhere, &self.elsewhere)]
    }

    fn names_something(&self) -> bool {
        !self.in_name.is_empty() || !self.at_work.is_empty()
    }

    fn at(&mut self, place: Place) -> &mut Vec<u32> {
        match place {
            Place::Name => &mut self.in_name,
            Place::Work => &mut self.at_work,
            Place::Elsewhere => &mut self.elsewhere,
        }
    }
}

/// A word's key: its skeleton, so that all that may match lies together, and the word behind a zero if it differs.
pub(crate) fn key(word: &str) -> Box<str> {
    let mut key = String::with_capacity(2 * word.len() + 1);
    write_key(word, &mut key);
    key.into_boxed_str()
}

/// Writes a word's key behind what stands there.
pub(crate) fn write_key(word: &str, text: &mut String) {
    let start = text.len();
    write_skeleton(word, text);
    if text.get(start..) != Some(word) {
        text.push('\0');
        text.push_str(word);
    }
}

/// The word of a key.
pub(crate) fn word_of(key: &str) -> &str {
    key.split_once('\0').map_or(key, |(_, word)| word)
}

/// A slot in four bytes; four thousand million people do not come.
fn number(slot: usize) -> u32 {
    u32::try_from(slot).unwrap_or(u32::MAX)
}
