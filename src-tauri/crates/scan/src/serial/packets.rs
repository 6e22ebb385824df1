//! Texts out of bytes that come in pieces.

use std::fmt;
use std::time::Duration;

use crate::gather::{Gathering, Meaning, meaning};

/// Puts scanned texts together from bytes, however these are cut into packets.
///
/// | bytes | are |
/// | --- | --- |
/// | CR, LF, Tab, NUL, ETX, EOT | the end of a text |
/// | FS, GS, RS, US | part of a text: GS1 codes have them between their fields |
/// | other control characters, such as STX and SOH | noise, and dropped |
/// | all others | part of a text: in UTF-8, or in Windows-1252 if the text is not valid UTF-8 |
///
/// A visiting card (`BEGIN:VCARD`) is one text up to `END:VCARD`: the ends of its lines become LF, and a Tab stays.
///
/// Silence ([`crate::SILENCE`], 100 ms) ends a text too. Blank texts are not reported, nor is any piece of a text of more
/// than 4,300 characters: it is dropped up to its end. At most some 17 kB are kept.
#[derive(Default)]
pub struct Packets(Gathering);

impl Packets {
    /// Nothing has come yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes bytes that came at `at`, a time since some fixed moment, and gives the texts that are over. An earlier time
    /// than before counts as no silence.
    pub fn feed(&mut self, bytes: &[u8], at: Duration) -> Vec<String> {
        let mut texts: Vec<String> = self.rest(at).into_iter().collect();
        for byte in bytes {
            match meaning(*byte) {
                Meaning::Part => self.0.push(&[*byte], at),
                Meaning::End => texts.extend(self.0.ended_by(*byte, at)),
                Meaning::Noise => {}
            }
        }
        texts
    }

    /// The text that silence has ended at `at`, a time as in [`Self::feed`].
    pub fn rest(&mut self, at: Duration) -> Option<String> {
        if self.0.is_over(at) { self.0.end() } else { None }
    }

    /// When silence will have ended the text at hand; `None` if there is none.
    #[must_use]
    pub fn over_at(&self) -> Option<Duration> {
        self.0.over_at()
    }
}

/// Without what was scanned.
impl fmt::Debug for Packets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Packets(…)")
    }
}
