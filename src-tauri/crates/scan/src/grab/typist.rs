//! Texts out of keys.

use std::fmt;
use std::time::Duration;

use encoding_rs::WINDOWS_1252;

use super::KeyEvent;
use super::keys::{
    ALT_GR, CAPS_LOCK, ENTER, KEYPAD_ENTER, LEFT_ALT, LEFT_CTRL, LEFT_SHIFT, RIGHT_CTRL, RIGHT_SHIFT, SPACE, TAB,
    keypad_digit, keypad_sign,
};
use crate::gather::{Gathering, Meaning, meaning};
use crate::layout::Layout;

/// Reads what a scanner types: keys → texts.
///
/// | keys | are |
/// | --- | --- |
/// | those with letters | the letter printed on them, by shift, Caps Lock (letters only) and AltGr. No key is dead: the layout is the scanner's |
/// | Enter, Tab | the end of a text |
/// | Ctrl and a letter | the control character, as scanners type GS with Ctrl and `]`; it counts as in [`crate::Packets`] |
/// | Alt and digits of the keypad | the character of this number, in Windows-1252 if it begins with 0 or is below 128 |
/// | all others, and repeats | nothing |
///
/// A visiting card is one text, as in [`crate::Packets`].
///
/// What has a letter that cannot be known (Alt and a letter, an AltGr that the layout lacks, lost keys) tears its text, which is
/// then dropped up to its end: a piece of a code is a wrong code. Silence ([`crate::SILENCE`], 100 ms) ends a text too. Blank
/// texts are not reported, nor is any piece of a text of more than 4,300 characters. At most some 17 kB are kept.
pub struct Typist {
    layout: Layout,
    text: Gathering,
    held: Held,
    caps_lock: bool,
}

/// The keys that are down.
#[derive(Default)]
struct Held {
    left_shift: bool,
    right_shift: bool,
    left_ctrl: bool,
    right_ctrl: bool,
    alt_gr: bool,
    /// Alt, and the number typed meanwhile.
    alt: Option<Number>,
}

impl Typist {
    /// Reads a scanner that is set to this keyboard. No key is down, and Caps Lock is off.
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        Self { layout, text: Gathering::default(), held: Held::default(), caps_lock: false }
    }

    /// Takes keys that came at `at`, a time since some fixed moment, and gives the texts that are over. An earlier time
    /// than before counts as no silence.
    pub fn feed(&mut self, events: &[KeyEvent], at: Duration) -> Vec<String> {
        let mut texts: Vec<String> = self.rest(at).into_iter().collect();
        for event in events {
            self.text.keep_up(at);
            match *event {
                KeyEvent::Pressed(key) => texts.extend(self.press(key, at)),
                KeyEvent::Released(key) => texts.extend(self.release(key, at)),
                KeyEvent::Repeated(_) => {}
                KeyEvent::Lost => {
                    self.held = Held::default();
                    self.text.tear(at);
                }
            }
        }
        texts
    }

    /// The text that silence has ended at `at`, a time as in [`Self::feed`].
    pub fn rest(&mut self, at: Duration) -> Option<String> {
        if !self.text.is_over(at) {
            return None;
        }
        if self.held.alt.as_ref().is_some_and(|number| number.digits > 0) {
            self.held.alt = Some(Number::default());
            self.text.tear(at);
        }
        self.text.end()
    }

    /// When silence will have ended the text at hand; `None` if there is none.
    #[must_use]
    pub fn over_at(&self) -> Option<Duration> {
        self.text.over_at()
    }

    fn press(&mut self, key: u16, at: Duration) -> Option<String> {
        match key {
            LEFT_SHIFT => self.held.left_shift = true,
            RIGHT_SHIFT => self.held.right_shift = true,
            LEFT_CTRL => self.held.left_ctrl = true,
            RIGHT_CTRL => self.held.right_ctrl = true,
            ALT_GR => self.held.alt_gr = true,
            LEFT_ALT => self.held.alt = Some(Number::default()),
            CAPS_LOCK => self.caps_lock = !self.caps_lock,
            ENTER | KEYPAD_ENTER => return self.text.ended_by(b'\r', at),
            TAB => return self.text.ended_by(b'\t', at),
            _ => return self.letter(key, at),
        }
        None
    }

    fn release(&mut self, key: u16, at: Duration) -> Option<String> {
        match key {
            LEFT_SHIFT => self.held.left_shift = false,
            RIGHT_SHIFT => self.held.right_shift = false,
            LEFT_CTRL => self.held.left_ctrl = false,
            RIGHT_CTRL => self.held.right_ctrl = false,
            ALT_GR => self.held.alt_gr = false,
            LEFT_ALT => {
                let number = self.held.alt.take()?;
                return if number.digits == 0 { None } else { self.take(number.character(), at) };
            }
            _ => {}
        }
        None
    }

    fn letter(&mut self, key: u16, at: Duration) -> Option<String> {
        let (digit, sign) = (keypad_digit(key), keypad_sign(key, self.layout));
        let letters = self.layout.letters(key);
        // A key that only another country's keyboard has is a letter too, if one that cannot be known.
        let is_letter = || Layout::ALL.iter().any(|layout| layout.letters(key).is_some());
        if digit.is_none() && sign.is_none() && key != SPACE && !is_letter() {
            return None;
        }
        let held = &mut self.held;
        let meant = match (&mut held.alt, digit) {
            (Some(number), Some(digit)) => {
                number.push(digit);
                return None;
            }
            (Some(_), None) => None,
            (None, _) if held.left_ctrl || held.right_ctrl => letters.and_then(|[plain, _]| control(plain)),
            (None, _) if held.alt_gr => self.layout.letter_behind_alt_gr(key),
            (None, Some(digit)) => Some(char::from(b'0' + digit)),
            (None, None) if key == SPACE => Some(' '),
            (None, None) => sign.or_else(|| {
                let shift = held.left_shift || held.right_shift;
                letters.map(|[plain, shifted]| {
                    // ß and ? lie on one key: Caps Lock does nothing to it.
                    let has_capital = plain.is_alphabetic() && shifted.is_alphabetic();
                    if shift != (self.caps_lock && has_capital) { shifted } else { plain }
                })
            }),
        };
        self.take(meant, at)
    }

    /// A character of the text, or its end, or something that cannot be known.
    fn take(&mut self, character: Option<char>, at: Duration) -> Option<String> {
        let Some(character) = character else {
            self.text.tear(at);
            return None;
        };
        let mut bytes = [0; 4];
        let bytes = character.encode_utf8(&mut bytes).as_bytes();
        let first = *bytes.first()?;
        match meaning(first) {
            Meaning::Part => self.text.push(bytes, at),
            Meaning::End => return self.text.ended_by(first, at),
            Meaning::Noise => {}
        }
        None
    }
}

/// Without what was scanned.
impl fmt::Debug for Typist {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Typist({:?})", self.layout)
    }
}

/// The control character of a letter: of `M` it is CR.
fn control(letter: char) -> Option<char> {
    let letter = u8::try_from(letter.to_ascii_uppercase()).ok()?;
    matches!(letter, b'@'..=b'_').then(|| char::from(letter & 0x1f))
}

/// A character's number as it is typed with Alt.
#[derive(Default)]
struct Number {
    digits: u32,
    begins_with_zero: bool,
    value: u32,
}

impl Number {
    fn push(&mut self, digit: u8) {
        if self.digits == 0 {
            self.begins_with_zero = digit == 0;
        }
        self.digits = self.digits.saturating_add(1);
        self.value = self.value.saturating_mul(10).saturating_add(u32::from(digit));
    }

    /// `None` where it depends on the computer: above 127 a number without 0 is of one of many old code pages.
    fn character(&self) -> Option<char> {
        let byte = u8::try_from(self.value).ok().filter(|byte| byte.is_ascii() || self.begins_with_zero)?;
        WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next()
    }
}
