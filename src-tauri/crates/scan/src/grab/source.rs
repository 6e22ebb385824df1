//! Where keys come from, and a scanner on it.

use std::fmt;
use std::time::Duration;

use super::{GrabError, KeyEvent, Typist};
use crate::gather::LONGEST_WAIT;
use crate::layout::Layout;

/// Something whose keys come one after the other: a grabbed device, or a test.
pub trait KeySource {
    /// Waits for keys, at most for `timeout`. Returns as soon as there are some; none means that all this time has passed
    /// without any.
    ///
    /// # Errors
    ///
    /// [`GrabError::Gone`] if none will come any more.
    fn next(&mut self, timeout: Duration) -> Result<Vec<KeyEvent>, GrabError>;
}

/// A scanner that types, on any [`KeySource`].
pub struct KeyScanner<S> {
    source: S,
    typist: Typist,
    /// How long the source was waited for in vain. This is the clock of `typist`, and it stands still while nobody waits: a text
    /// whose second half lay ready while the program was busy is not cut in two.
    waited: Duration,
    gone: bool,
}

impl<S: KeySource> KeyScanner<S> {
    /// A scanner that is set to this keyboard.
    #[must_use]
    pub fn new(source: S, layout: Layout) -> Self {
        Self { source, typist: Typist::new(layout), waited: Duration::ZERO, gone: false }
    }

    /// Waits for the scanner, and gives the texts that are over. Returns as soon as keys came, which need not be a whole
    /// text, and after `timeout` (at most a minute) with nothing. Silence is counted only while this waits, so that it is to be
    /// called again and again, with some milliseconds and more.
    ///
    /// # Errors
    ///
    /// [`GrabError::Gone`] from the moment on at which the scanner has gone. A text that had begun is forgotten.
    pub fn read(&mut self, timeout: Duration) -> Result<Vec<String>, GrabError> {
        let mut left = timeout.min(LONGEST_WAIT);
        loop {
            let over_in = self.typist.over_at().map(|over| over.saturating_sub(self.waited));
            let wait = over_in.map_or(left, |over_in| over_in.min(left));
            let events = self.events(wait)?;
            if !events.is_empty() {
                return Ok(self.typist.feed(&events, self.waited));
            }
            self.waited += wait;
            left -= wait;
            let text = self.typist.rest(self.waited);
            if text.is_some() || left.is_zero() {
                return Ok(text.into_iter().collect());
            }
        }
    }

    fn events(&mut self, wait: Duration) -> Result<Vec<KeyEvent>, GrabError> {
        if self.gone {
            return Err(GrabError::Gone);
        }
        self.source.next(wait).inspect_err(|_| self.gone = true)
    }
}

/// Without what was scanned.
impl<S> fmt::Debug for KeyScanner<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyScanner({:?})", self.typist)
    }
}
