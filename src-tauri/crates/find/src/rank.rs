//! Which of two people comes first.

use checkin::{AttendeeId, Presence, Status};

use crate::entry::{Entry, Place};
use crate::fold::{Piece, is_danish, pieces};
use crate::guess::{FARTHEST, Guess};
use crate::hit::Tier;

/// How one person met a query: by which words, and where they stand; less is better, and the greatest is not at all. Two
/// bytes, so that a search over everybody stays in the processor's cache.
///
/// A guess weighs more than the place, or a slip in a name would come before a word of an organisation that was typed in
/// full. The place weighs more than the tier, or everybody at some "Car A/S" would come before Carla when `car` is typed.
///
/// Of one word, every slip comes before every sound. Where others were typed, these say too who is meant, and the sum of all distances
/// decides: `kai mortensen` is rather Kaj Mortensen than Kai Jørgensen.
///
/// | bits | of all words |
/// | --- | --- |
/// | 15, 14 | 0 no guess; 1 a slip, or any guess among several words; 2 a sound |
/// | 13–6 | how far the guessed ones are, together |
/// | 5, 4 | the worst: in the name, in the organisation, elsewhere |
/// | 3 | of a guess: words of the name are left over |
/// | 2 | one is a sound |
/// | 1, 0 | the worst: exact, begun, other spelling |
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Quality(u16);

impl Quality {
    pub(crate) const NONE: Self = Self(u16::MAX);
    /// Worse than any way to meet a word, and better than none: it is open yet.
    pub(crate) const OPEN: Self = Self(u16::MAX - 1);
    const GUESS: u16 = 0b11 << 14;
    const ONE: u16 = 1 << 14;
    const FAR: u16 = 0b1111_1111 << 6;
    const LEFT_OVER: u16 = 1 << 3;
    const SOUND: u16 = 1 << 2;
    /// How far a guess is, beside its rank. Two small slips in two words are further than one of any kind in one word; but two
    /// words that are only written otherwise, as they are heard, are nearer than one with two strange letters.
    const EACH: u16 = 2;
    const PLACE: u16 = 0b11 << 4;
    const TIER: u16 = 0b11;

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
        let tier = if guess.tier == Tier::Slip { Self::ONE } else { (2 * Self::ONE) | Self::SOUND };
        Self(tier | (Self::EACH + u16::from(guess.rank.min(FARTHEST))) << 6 | Self::place(place))
    }

    /// The same for somebody whose name has more words than were typed: who is meant by a guess has rather been named in full.
    pub(crate) fn with_left_over(self) -> Self {
        Self(self.0 | Self::LEFT_OVER)
    }

    fn place(place: Place) -> u16 {
        match place {
            Place::Name => 0,
            Place::Work => 1 << 4,
            Place::Elsewhere => 2 << 4,
        }
    }

    pub(crate) fn tier(self) -> Tier {
        match (self.0 & (Self::GUESS | Self::SOUND), self.0 & Self::TIER) {
            (0, 0) => Tier::Exact,
            (0, 1) => Tier::Prefix,
            (0, _) => Tier::Fold,
            (Self::ONE, _) => Tier::Slip,
            _ => Tier::Sound,
        }
    }

    /// The better of two ways to meet the same word.
    pub(crate) fn or(self, other: Self) -> Self {
        self.min(other)
    }

    /// Both words: the worse of each, and what is guessed together; none if one is none.
    pub(crate) fn and(self, other: Self) -> Self {
        if self == Self::NONE || other == Self::NONE {
            return Self::NONE;
        }
        let worse = |bits: u16| (self.0 & bits).max(other.0 & bits);
        let guess = worse(Self::GUESS).min(Self::ONE);
        // Eight words at most count, so the sum does not leave its bits.
        let far = (self.0 & Self::FAR) + (other.0 & Self::FAR);
        Self(guess | far.min(Self::FAR) | worse(Self::PLACE) | worse(Self::SOUND) | worse(Self::TIER))
    }
}

/// Whether a person is still expected, has arrived or does not come; less comes first.
pub(crate) fn standing(presence: Presence, status: Status) -> u8 {
    if status == Status::Cancelled { 2 } else { u8::from(presence != Presence::Expected) }
}

/// The place of a person in a list: by family name, then name, then id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ListPlace {
    key: Box<str>,
    id: AttendeeId,
}

impl ListPlace {
    pub(crate) fn of(entry: &Entry) -> Self {
        let mut key = String::with_capacity(entry.family_name.len() + entry.name.len() + 1);
        write_list_key(entry, &mut key);
        Self { key: key.into_boxed_str(), id: entry.id }
    }

    /// The first bytes of the key as a number.
    pub(crate) fn head(&self) -> u64 {
        head(&self.key)
    }
}

/// The first [`HEAD`] bytes of a key as a number: whoever has less comes first; equal ones need the whole.
pub(crate) fn head(key: &str) -> u64 {
    (0..HEAD).fold(0, |head, place| head << 8 | u64::from(key.as_bytes().get(place).copied().unwrap_or(0)))
}

/// So many bytes leave room for what weighs more than the place in a list.
pub(crate) const HEAD: usize = 5;

/// The key by which people are in the order of a list; of equal ones, the id decides.
pub(crate) fn write_list_key(entry: &Entry, key: &mut String) {
    alphabetical(&entry.family_name, key);
    key.push('\0');
    alphabetical(&entry.name, key);
}

/// Letters in the order of the Danish alphabet: æ, ø, å after z (ä as æ, ö as ø, ü as y).
fn alphabetical(text: &str, key: &mut String) {
    let start = key.len();
    for letter in text.chars() {
        key.push(match letter {
            'a'..='z' | '0'..='9' => letter,
            'A'..='Z' => letter.to_ascii_lowercase(),
            _ if letter.is_ascii() => ' ',
            _ => match is_danish(letter) {
                Some(danish) => place_in_alphabet(danish),
                // Any other letter has to be taken apart, or belongs to the one before.
                None => {
                    key.truncate(start);
                    return alphabetical_of_any(text, key);
                }
            },
        });
    }
}

fn alphabetical_of_any(text: &str, key: &mut String) {
    for piece in pieces(text) {
        match piece {
            Piece::Letter(letter) => key.push(place_in_alphabet(letter.folded)),
            Piece::Letters(letters) => key.extend(letters.iter().map(|letter| place_in_alphabet(letter.folded))),
            Piece::Link | Piece::Gap => key.push(' '),
        }
    }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{alphabetical, alphabetical_of_any};

    proptest! {
        #[test]
        fn the_quick_way_leads_to_the_same_place(text in "\\PC{0,30}|[a-zA-Z0-9æøåÆØÅ '’.@\u{301}\u{30a}-]{0,30}") {
            let (mut quick, mut slow) = (String::new(), String::new());
            alphabetical(&text, &mut quick);
            alphabetical_of_any(&text, &mut slow);
            prop_assert_eq!(quick, slow);
        }
    }
}
