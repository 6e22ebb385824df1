//! Which of two people comes first.

use checkin::AttendeeId;

use crate::entry::{Entry, Place};
use crate::fold::{Piece, pieces};
use crate::hit::Tier;

/// How one person met a query: by which words, and where they stand; less is better, and the greatest is not at all. One
/// byte, so that a search over everybody stays in the processor's cache.
///
/// The place weighs more than the tier, or everybody at some "Car A/S" would come before Carla when `car` is typed.
/// Tiers that only guess (slips, sound) will have to weigh more than the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Quality(u8);

impl Quality {
    pub(crate) const NONE: Self = Self(u8::MAX);
    /// The bits of the tier; those above are the place's.
    const TIER: u8 = 7;

    pub(crate) fn new(place: Place, tier: Tier) -> Self {
        let place = if place == Place::Name { 0 } else { Self::TIER + 1 };
        let tier = match tier {
            Tier::Exact => 0,
            Tier::Prefix => 1,
            Tier::Fold => 2,
        };
        Self(place | tier)
    }

    pub(crate) fn tier(self) -> Tier {
        match self.0 & Self::TIER {
            0 => Tier::Exact,
            1 => Tier::Prefix,
            _ => Tier::Fold,
        }
    }

    /// The better of two ways to meet the same word.
    pub(crate) fn or(self, other: Self) -> Self {
        self.min(other)
    }

    /// Both words: the worse place and the worse tier; none if one is none.
    pub(crate) fn and(self, other: Self) -> Self {
        let place = (self.0 & !Self::TIER).max(other.0 & !Self::TIER);
        let tier = (self.0 & Self::TIER).max(other.0 & Self::TIER);
        Self(place | tier)
    }
}

/// Whether a person is still expected, has arrived or does not come; less comes first.
pub(crate) fn standing(entry: &Entry) -> u8 {
    if entry.cancelled { 2 } else { u8::from(entry.arrived) }
}

/// The place of a person in a list: by family name, then name, then id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ListPlace {
    key: Box<str>,
    id: AttendeeId,
}

impl ListPlace {
    pub(crate) fn of(entry: &Entry) -> Self {
        let key = format!("{}\0{}", alphabetical(&entry.family_name), alphabetical(&entry.name));
        Self { key: key.into_boxed_str(), id: entry.id }
    }

    /// The first sixteen bytes of the key as a number: whoever has less comes first; equal ones need the whole.
    pub(crate) fn head(&self) -> u128 {
        (0..16).fold(0, |head, place| head << 8 | u128::from(self.key.as_bytes().get(place).copied().unwrap_or(0)))
    }
}

/// Letters in the order of the Danish alphabet: æ, ø, å after z (ä as æ, ö as ø, ü as y).
fn alphabetical(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Letter(letter) => key.push(place_in_alphabet(letter.folded)),
            Piece::Letters(letters) => key.extend(letters.iter().map(|letter| place_in_alphabet(letter.folded))),
            Piece::Link | Piece::Gap => key.push(' '),
        }
    }
    key
}

fn place_in_alphabet(letter: char) -> char {
    match letter {
        'æ' => '{',
        'ø' => '|',
        'å' => '}',
        'ü' => 'y',
        other => other,
    }
}
