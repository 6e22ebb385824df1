//! Gathering a scanned text piece by piece, whatever it comes from: when it ends, and what is too much.

use std::time::Duration;

use encoding_rs::WINDOWS_1252;

use crate::interpret::MAX_TEXT;

/// A text without an ending is over when nothing more has come for this long. Scanners pause for a few milliseconds
/// between two letters, at most for some fifty; nobody holds up the next badge within a tenth of a second.
pub const SILENCE: Duration = Duration::from_millis(100);

/// The longest that a scanner is waited for in one call.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Bytes that are kept: what the longest text can take in UTF-8.
const MAX_BYTES: usize = MAX_TEXT * 4;

/// What one byte below 128 means.
pub(crate) enum Meaning {
    /// It is part of a text.
    Part,
    /// It ends a text.
    End,
    /// It says nothing.
    Noise,
}

/// What a byte means. Scanners end a text with CR, LF, both, Tab, NUL, ETX or EOT. The separators FS, GS, RS and US are
/// part of a text: GS1 codes and ISO/IEC 15434 put them between their fields. At the ends of a text
/// [`crate::interpret()`] takes them off.
pub(crate) fn meaning(byte: u8) -> Meaning {
    match byte {
        b'\r' | b'\n' | b'\t' | 0x00 | 0x03 | 0x04 => Meaning::End,
        0x1c..=0x1f => Meaning::Part,
        0x00..=0x1f | 0x7f => Meaning::Noise,
        _ => Meaning::Part,
    }
}

/// The first line of a visiting card, and its last (RFC 6350). It has an end at each of its lines.
const CARD_BEGINS: &[u8] = b"BEGIN:VCARD";
const CARD_ENDS: &[u8] = b"END:VCARD";
/// What scanners put before a code: an AIM identifier and an ECI marker.
const MAX_BEFORE: usize = 10;

/// A text that is not over. It takes at most [`MAX_BYTES`], however much comes.
#[derive(Default)]
pub(crate) struct Gathering {
    bytes: Vec<u8>,
    /// Something of the text is missing: it will not be reported.
    torn: bool,
    /// It is a visiting card: the ends of its lines end no text. Silence does, and its own end.
    card: bool,
    /// When something of this text came last; `None` if nothing has.
    last: Option<Duration>,
}

impl Gathering {
    pub(crate) fn push(&mut self, bytes: &[u8], at: Duration) {
        self.last = Some(at);
        // Of a torn card the last line is kept, or nobody would see its end.
        if self.torn && !self.card {
            return;
        }
        if self.bytes.len() + bytes.len() > MAX_BYTES {
            self.tear(at);
        } else {
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// Something of the text cannot be known. What comes up to its end is dropped too: a piece of a code is a wrong code.
    pub(crate) fn tear(&mut self, at: Duration) {
        let card = self.card || self.is_card();
        *self = Self { bytes: Vec::new(), torn: true, card, last: Some(at) };
    }

    /// The scanner is still busy with this text.
    pub(crate) fn keep_up(&mut self, at: Duration) {
        if self.last.is_some() {
            self.last = Some(at);
        }
    }

    /// When silence will have ended this text; `None` if there is none.
    pub(crate) fn over_at(&self) -> Option<Duration> {
        Some(self.last?.saturating_add(SILENCE))
    }

    /// Whether silence has ended this text.
    pub(crate) fn is_over(&self, at: Duration) -> bool {
        self.over_at().is_some_and(|over| over <= at)
    }

    /// A byte has come that ends a text ([`Meaning::End`]): it ends this one, unless it stands within a visiting card.
    pub(crate) fn ended_by(&mut self, byte: u8, at: Duration) -> Option<String> {
        self.card = self.card || self.is_card();
        let within = self.card && !self.last_line().eq_ignore_ascii_case(CARD_ENDS);
        match byte {
            _ if !within => return self.end(),
            b'\r' | b'\n' if self.torn => {
                self.bytes.clear();
                self.last = Some(at);
            }
            // CR and LF are one end of a line.
            b'\r' | b'\n' if self.bytes.ends_with(b"\n") => self.last = Some(at),
            b'\r' | b'\n' => self.push(b"\n", at),
            // A folded line may begin with one.
            b'\t' => self.push(b"\t", at),
            _ => return self.end(),
        }
        None
    }

    /// Whether the first line, as far as it has come, is that of a visiting card.
    fn is_card(&self) -> bool {
        let line = self.bytes.trim_ascii();
        line.len() <= MAX_BEFORE + CARD_BEGINS.len()
            && line
                .get(line.len().saturating_sub(CARD_BEGINS.len())..)
                .is_some_and(|end| end.eq_ignore_ascii_case(CARD_BEGINS))
    }

    fn last_line(&self) -> &[u8] {
        self.bytes.rsplit(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii()
    }

    /// Ends the text. `None` if there is nothing to report: it is blank, torn or too long.
    pub(crate) fn end(&mut self) -> Option<String> {
        let Self { bytes, torn, .. } = std::mem::take(self);
        (!torn).then(|| decode(bytes)).filter(|text| !is_blank(text) && text.chars().nth(MAX_TEXT).is_none())
    }
}

/// UTF-8, else Windows-1252, in which every byte is a letter; it holds Latin-1, except for that one's control characters.
fn decode(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0.into_owned());
    // Those of 128 to 159: noise, as the others were.
    let is_noise = |letter: char| matches!(letter, '\u{80}'..='\u{9f}');
    if text.contains(is_noise) { text.replace(is_noise, "") } else { text }
}

/// Nothing of it would be left when it is interpreted.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || c == '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_much_comes_little_is_kept() {
        let mut text = Gathering::default();
        for _ in 0..1 << 20 {
            text.push(b"x", Duration::ZERO);
            assert!(text.bytes.capacity() <= 2 * MAX_BYTES, "a Vec doubles, and no more than that");
        }
        text.push(&[b'x'; MAX_BYTES + 1], Duration::ZERO);
        assert!(text.bytes.capacity() <= 2 * MAX_BYTES, "nor of one large piece");
        assert_eq!(text.end(), None);
        assert_eq!(text.bytes.capacity(), 0, "and then nothing");
    }
}
