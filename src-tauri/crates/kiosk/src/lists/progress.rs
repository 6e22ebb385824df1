//! How far an import has come, for whoever waits for it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// Rows written of an import that is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rows {
    /// How many lie in the file.
    pub(crate) done: u32,
    /// How many there are. Once all are done, people still have to be counted in.
    pub(crate) of: u32,
}

/// The import under way; there is at most one.
#[derive(Debug, Default)]
pub(crate) struct Progress(Mutex<Option<Rows>>, AtomicBool);

impl Progress {
    /// An import of so many rows begins. It is over when the answer is dropped, however it ends.
    pub(crate) fn begin(&self, of: u32) -> UnderWay<'_> {
        self.1.store(false, Ordering::Release);
        self.set(Some(Rows { done: 0, of }));
        UnderWay(self)
    }

    /// So many rows more are written.
    pub(crate) fn done(&self, more: u32) {
        if let Some(rows) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            rows.done = rows.done.saturating_add(more).min(rows.of);
        }
    }

    /// Asks the import under way to stop. Whether there is one that can still be stopped.
    pub(crate) fn cancel(&self) -> bool {
        let can = self.now().is_some_and(|rows| rows.done < rows.of);
        if can {
            self.1.store(true, Ordering::Release);
        }
        can
    }

    /// Whether the import under way is to stop.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.1.load(Ordering::Acquire)
    }

    /// How far it is; `None`: nothing is under way.
    pub(crate) fn now(&self) -> Option<Rows> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, rows: Option<Rows>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = rows;
    }
}

/// An import under way.
pub(crate) struct UnderWay<'a>(&'a Progress);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.set(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_that_is_over_has_no_progress_however_it_ended() {
        let progress = Progress::default();
        assert_eq!(progress.now(), None);
        let under_way = progress.begin(3);
        progress.done(2);
        assert_eq!(progress.now(), Some(Rows { done: 2, of: 3 }));
        progress.done(2);
        assert_eq!(progress.now(), Some(Rows { done: 3, of: 3 }), "never more than there are");
        drop(under_way);
        assert_eq!(progress.now(), None);
        progress.done(1);
        assert_eq!(progress.now(), None, "a late word begins nothing");
    }
}
