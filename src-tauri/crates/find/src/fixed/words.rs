//! Distinct words in the order of the alphabet, with the people who have them, in three blocks of memory.

use std::ops::Range;

use crate::fixed::owned::Owned;
use crate::fixed::strings::Strings;
use crate::hit::Tier;
use crate::spelling::{Typed, skeleton};
use crate::word_list::{tier, word_of};

/// What a word belongs to, in four bytes: its kind in the two upper bits, so that in order all of one kind lie together,
/// and the number of a person (a slot) or of a text that many people share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A person in whose name it stands.
    Name(u32),
    /// An organisation.
    Work(u32),
    /// Another text that many people share.
    Text(u32),
    /// A person who has it elsewhere.
    Elsewhere(u32),
}

/// The bits of the number of a person or a text: a thousand million of them.
const NUMBER: u32 = (1 << KIND) - 1;
const KIND: u32 = 30;

impl Owner {
    pub(crate) fn code(self) -> u32 {
        let (kind, number) = match self {
            Self::Name(slot) => (0, slot),
            Self::Work(text) => (1, text),
            Self::Text(text) => (2, text),
            Self::Elsewhere(slot) => (3, slot),
        };
        kind << KIND | number & NUMBER
    }

    pub(crate) fn of(code: u32) -> Self {
        let number = code & NUMBER;
        match code >> KIND {
            0 => Self::Name(number),
            1 => Self::Work(number),
            2 => Self::Text(number),
            _ => Self::Elsewhere(number),
        }
    }

    /// The slot of a person as it stands among a word's owners of one kind.
    pub(crate) fn slot(code: u32) -> usize {
        (code & NUMBER) as usize
    }

    /// The same in four bytes.
    pub(crate) fn number(code: u32) -> u32 {
        code & NUMBER
    }

    /// Whether it makes the word one of a name or an organisation.
    pub(crate) fn is_named(self) -> bool {
        matches!(self, Self::Name(_) | Self::Work(_))
    }
}

/// The owners of a word, by kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Owners<'a> {
    pub(crate) names: &'a [u32],
    pub(crate) works: &'a [u32],
    pub(crate) texts: &'a [u32],
    pub(crate) elsewhere: &'a [u32],
}

/// Words by number, in the order of their keys ([`crate::word_list::key`]).
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    keys: Strings,
    owners: Owned,
}

impl Words {
    /// Words from their keys in order, with the codes of the owners of each.
    pub(crate) fn new(keys: Strings, owners: Owned) -> Self {
        Self { keys, owners }
    }

    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn key(&self, word: usize) -> &str {
        self.keys.get(word)
    }

    /// The owners of a word.
    pub(crate) fn owners(&self, word: usize) -> Owners<'_> {
        let all = self.owners.of(word);
        // Most words have owners of one kind only.
        let (Some(first), Some(last)) = (all.first(), all.last()) else { return Owners::default() };
        if first >> KIND == last >> KIND {
            return match Owner::of(*first) {
                Owner::Name(_) => Owners { names: all, ..Owners::default() },
                Owner::Work(_) => Owners { works: all, ..Owners::default() },
                Owner::Text(_) => Owners { texts: all, ..Owners::default() },
                Owner::Elsewhere(_) => Owners { elsewhere: all, ..Owners::default() },
            };
        }
        let (names, rest) = all.split_at(all.partition_point(|code| code >> KIND < 1));
        let (works, rest) = rest.split_at(rest.partition_point(|code| code >> KIND < 2));
        let (texts, elsewhere) = rest.split_at(rest.partition_point(|code| code >> KIND < 3));
        Owners { names, works, texts, elsewhere }
    }

    /// The word of exactly this key.
    pub(crate) fn find(&self, key: &str) -> Option<usize> {
        let word = self.first_from(0, |other| other < key);
        (word < self.len() && self.key(word) == key).then_some(word)
    }

    /// Calls `met` for each word that `typed` begins, in any of its spellings; says how many words were looked at.
    pub(crate) fn beginning(&self, typed: &Typed, mut met: impl FnMut(Tier, usize)) -> usize {
        let skeleton = skeleton(typed.text());
        let range = self.range(&skeleton);
        let is_skeleton = skeleton == typed.text();
        for word in range.clone() {
            let key = self.key(word);
            if is_skeleton && !key.as_bytes().contains(&0) {
                // Both are their own skeletons, and the one begins the other.
                met(if key.len() == skeleton.len() { Tier::Exact } else { Tier::Prefix }, word);
            } else if let Some(how) = typed.meets(word_of(key)) {
                met(tier(how), word);
            }
        }
        range.len()
    }

    /// The words whose keys begin so.
    pub(crate) fn range(&self, begin: &str) -> Range<usize> {
        let from = self.first_from(0, |key| key < begin);
        from..self.first_from(from, |key| key.starts_with(begin))
    }

    /// The words that have this skeleton.
    pub(crate) fn with_skeleton(&self, skeleton: &str) -> Range<usize> {
        let from = self.first_from(0, |key| key < skeleton);
        // A zero comes before all letters, so they follow each other.
        let has = |word: &usize| {
            self.key(*word).strip_prefix(skeleton).is_some_and(|rest| rest.is_empty() || rest.starts_with('\0'))
        };
        from..(from..self.len()).find(|word| !has(word)).unwrap_or(self.len())
    }

    /// The first word from `from` on that is not `before`, which no later one is either.
    fn first_from(&self, from: usize, before: impl Fn(&str) -> bool) -> usize {
        let (mut from, mut to) = (from, self.len());
        while from < to {
            let middle = from.midpoint(to);
            if before(self.key(middle)) { from = middle + 1 } else { to = middle }
        }
        from
    }
}
