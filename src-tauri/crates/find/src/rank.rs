//! Which of two people comes first.

use checkin::{AttendeeId, Presence, Status};

use crate::entry::{Entry, Place};
use crate::fold::{Piece, pieces};
use crate::guess::Guess;
use crate::hit::Tier;

/// How one person met a query: by which words, and where they stand; less is better, and the greatest is not at all. One
/// byte, so that a search over everybody stays in the processor's cache.
///
/// A guess weighs more than the place, or a slip in a name would come before a word of an organisation that was typed in
/// full. The place weighs more than the tier, or everybody at some "Car A/S" would come before Carla when `car` is typed.
///
/// | bits | |
/// | --- | --- |
/// | 7, 6 | 0 no guess, 1 slip, 2 sound |
/// | 5 | the word stands elsewhere than in the name |
/// | 2–0 | exact, begun, other spelling; of a guess, how near it is |
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Quality(u8);

impl Quality {
    pub(crate) const NONE: Self = Self(u8::MAX);
    const GUESS: u8 = 0b1100_0000;
    const PLACE: u8 = 0b0010_0000;
    const NEAR: u8 = 0b0000_0111;

    /// A word that was met as it was typed.
    pub(crate) fn new(place: Place, tier: Tier) -> Self {
        let tier = match tier {
            Tier::Exact => 0,
            Tier::Prefix => 1,
            Tier::Fold | Tier::Slip | Tier::Sound => 2,
        };
        Self(Self::place(place) | tier)
    }

    /// A word that may have been meant.
    pub(crate) fn guessed(place: Place, guess: Guess) -> Self {
        let tier = if guess.tier == Tier::Slip { 0b0100_0000 } else { 0b1000_0000 };
        Self(tier | Self::place(place) | guess.rank.min(Self::NEAR))
    }

    fn place(place: Place) -> u8 {
        if place == Place::Name { 0 } else { Self::PLACE }
    }

    pub(crate) fn tier(self) -> Tier {
        match (self.0 & Self::GUESS, self.0 & Self::NEAR) {
            (0, 0) => Tier::Exact,
            (0, 1) => Tier::Prefix,
            (0, _) => Tier::Fold,
            (0b0100_0000, _) => Tier::Slip,
            _ => Tier::Sound,
        }
    }

    /// The better of two ways to meet the same word.
    pub(crate) fn or(self, other: Self) -> Self {
        self.min(other)
    }

    /// Both words: the worse of each; none if one is none.
    pub(crate) fn and(self, other: Self) -> Self {
        if self == Self::NONE || other == Self::NONE {
            return Self::NONE;
        }
        let worse = |bits: u8| (self.0 & bits).max(other.0 & bits);
        // How near an exact word is says nothing beside a guess.
        let guess = worse(Self::GUESS);
        let near = |quality: Self| if quality.0 & Self::GUESS == guess { quality.0 & Self::NEAR } else { 0 };
        Self(guess | worse(Self::PLACE) | near(self).max(near(other)))
    }
}

/// Whether a person is still expected, has arrived or does not come; less comes first.
pub(crate) fn standing(entry: &Entry) -> u8 {
    if entry.status == Status::Cancelled { 2 } else { u8::from(entry.presence != Presence::Expected) }
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
