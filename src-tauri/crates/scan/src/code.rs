//! Our own code, as it stands in the QR code of a badge (`journal.md`, Codes).
//!
//! | characters | what | bits |
//! | --- | --- | --- |
//! | 2 | `AK` | |
//! | 1 | format, `1` | |
//! | 2 | event tag: the first bits of SHA-256 of the event id | 10 |
//! | 11 | badge number, random | 55 |
//! | 13 | HMAC-SHA-256 under the event's code key over the 16 characters before, its first bits | 65 |
//!
//! 29 characters that all lie in QR's alphanumeric mode: version 2 at error correction Q. Every letter counts five
//! bits and none is left over, so that one number has one spelling. Nothing in it tells anything about a person, and a
//! valid code alone admits nobody: the number must be in the event's file.

use std::fmt;
use std::str::FromStr;

use checkin::EventId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

use crate::letters;

/// What every code of this format begins with.
pub(crate) const PREFIX: &[u8; 3] = b"AK1";
/// Characters of a code.
pub(crate) const LENGTH: usize = SIGNED + SIGN;

const TAG: usize = 2;
const NUMBER: usize = 11;
const SIGNED: usize = PREFIX.len() + TAG + NUMBER;
/// Letters of a signature: 65 bits.
pub(crate) const SIGN: usize = 13;

/// The secret under which one event's codes are signed, 32 bytes. `Debug` does not show them, and their memory is wiped.
#[derive(Clone)]
pub struct CodeKey([u8; 32]);

impl CodeKey {
    /// The key with these bytes, which were drawn at random when the event was made.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl Drop for CodeKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for CodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeKey(…)")
    }
}

/// Two characters that tell codes of one event from those of another. Only a hint for a better answer (one pair of
/// events in 1,024 shares it): what keeps another event's code out is the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EventTag([u8; TAG]);

impl EventTag {
    /// The tag of this event: the first ten bits of SHA-256 of the id's 16 bytes.
    #[must_use]
    pub fn of(event: EventId) -> Self {
        Self(letters::spell(first_bits(&Sha256::digest(event.as_bytes()), 10)))
    }

    /// As they stand in a code.
    pub(crate) const fn letters(&self) -> &[u8; TAG] {
        &self.0
    }
}

/// The random number of a badge, 55 bits. It stands for a badge in journal and tables; shown as its 11 letters, and
/// not at all by `Debug`, since whoever knows it is halfway to a forged badge.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BadgeNumber(u64);

impl BadgeNumber {
    /// The largest number.
    pub const MAX: Self = Self((1 << 55) - 1);

    /// The number made of the lowest 55 of these bits, which the caller draws from the system's random source.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits & Self::MAX.0)
    }

    /// The number's 55 bits.
    #[must_use]
    pub const fn to_bits(self) -> u64 {
        self.0
    }

    fn letters(self) -> [u8; NUMBER] {
        letters::spell(u128::from(self.0))
    }

    fn from_letters(letters: &[u8]) -> Option<Self> {
        if letters.len() != NUMBER {
            return None;
        }
        letters::bits(letters).and_then(|bits| u64::try_from(bits).ok()).map(Self)
    }
}

impl fmt::Display for BadgeNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&text(&self.letters()))
    }
}

impl fmt::Debug for BadgeNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BadgeNumber(…)")
    }
}

impl FromStr for BadgeNumber {
    type Err = MalformedNumber;

    fn from_str(text: &str) -> Result<Self, MalformedNumber> {
        Self::from_letters(text.as_bytes()).ok_or(MalformedNumber)
    }
}

/// A text that is not the 11 capital letters and digits of a badge number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a badge number: 11 letters of 0-9 and A-X without I and O expected")]
pub struct MalformedNumber;

/// A whole signed code. `Debug` does not show it: it opens the door.
#[derive(Clone, PartialEq, Eq)]
pub struct BadgeCode(String);

impl BadgeCode {
    /// The 29 characters, all capitals and digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for BadgeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BadgeCode(…)")
    }
}

/// The code for the badge with this number at this event.
#[must_use]
pub fn badge_code(key: &CodeKey, event: EventId, number: BadgeNumber) -> BadgeCode {
    let signed = [PREFIX.as_slice(), &EventTag::of(event).0, &number.letters()].concat();
    BadgeCode(text(&[signed.as_slice(), &sign(key, &signed)].concat()))
}

/// What a text turned out to be that begins like a code of ours.
pub(crate) enum Checked<T> {
    Good(T),
    /// Wrong length, or a letter that is not of the alphabet.
    Damaged,
    /// Made for another event.
    OtherEvent,
    /// Right in form, but not signed with this event's key.
    Forged,
}

/// Checks a code. `code` is in capitals and begins with [`PREFIX`].
pub(crate) fn check(code: &[u8], key: &CodeKey, event: EventId) -> Checked<BadgeNumber> {
    let Some((signed, claimed)) = code.split_at_checked(SIGNED).filter(|_| code.len() == LENGTH) else {
        return Checked::Damaged;
    };
    let (tag, number) = signed[PREFIX.len()..].split_at(TAG);
    let (Some(_), Some(number), Some(_)) =
        (letters::bits(tag), BadgeNumber::from_letters(number), letters::bits(claimed))
    else {
        return Checked::Damaged;
    };
    if tag != EventTag::of(event).0 {
        return Checked::OtherEvent;
    }
    // In constant time, and all of it, so that nobody learns letter by letter how far a guess was right.
    if bool::from(sign(key, signed).as_slice().ct_eq(claimed)) { Checked::Good(number) } else { Checked::Forged }
}

pub(crate) fn sign(key: &CodeKey, signed: &[u8]) -> [u8; SIGN] {
    // A key of the block's length or less is taken as it is (RFC 2104), so zeros behind it change nothing; written out
    // like this because the general constructor has an error that cannot occur.
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(&key.0);
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    mac.update(signed);
    letters::spell(first_bits(&mac.finalize().into_bytes(), 65))
}

/// The first `count` bits of `digest`; at most 128.
pub(crate) fn first_bits(digest: &[u8], count: u32) -> u128 {
    let head = digest.iter().take(16).fold(0, |head: u128, byte| head << 8 | u128::from(*byte));
    head >> (128 - count)
}

fn text(letters: &[u8]) -> String {
    letters.iter().map(|letter| char::from(*letter)).collect()
}
