//! What has to be done once a day, in an event that stays open for weeks: texts of refused scans go after seven days, not only at
//! the next opening.
//!
//! Nobody at a desk waits for it: texts go in small pieces between check-ins, and what keeps everybody from writing (rewriting
//! the file without what was deleted) is done when nobody has written for a while.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::acts::erase::scans;
use crate::error::KioskError;
use crate::kiosk::Remote;

/// How often it is looked whether a day has passed, and whether anybody has written since.
const LOOKS_EVERY: Duration = Duration::from_secs(60);
/// What counts as a day, by what runs without being set.
const DAY: Duration = Duration::from_secs(24 * 3600);
/// Between two pieces.
const PAUSE: Duration = Duration::from_millis(100);

/// The thread.
pub(crate) struct Upkeep {
    /// Dropped, it ends the thread.
    open: SyncSender<()>,
    thread: JoinHandle<()>,
}

impl Upkeep {
    /// Starts it; it looks at least as often as `every`.
    pub(crate) fn start(remote: Remote, every: Duration) -> Result<Self, KioskError> {
        let (open, until_closed) = mpsc::sync_channel(0);
        let run = move || work(&remote, &until_closed, every.min(LOOKS_EVERY));
        let thread = std::thread::Builder::new().name("upkeep".to_owned()).spawn(run);
        Ok(Self { open, thread: thread.map_err(|error| KioskError::file(Path::new("upkeep"), error))? })
    }

    /// Ends it; a piece under way is finished.
    pub(crate) fn stop(self) {
        drop(self.open);
        let _ = self.thread.join();
    }
}

fn work(remote: &Remote, until_closed: &Receiver<()>, every: Duration) {
    let mut at = At::default();
    while until_closed.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
        // A disk that is full, or a fault: it is tried again at the next look.
        let looked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| at.look(remote)));
        drop(looked);
    }
}

/// How far it has come.
#[derive(Default)]
struct At {
    /// When it was done last; `None`: since the opening not yet, where it may have failed.
    done: Option<Duration>,
    /// The state of the event at the last look.
    changes: Option<i64>,
}

impl At {
    fn look(&mut self, remote: &Remote) -> Result<(), KioskError> {
        let shared = &remote.shared;
        let changes = shared.read(|view| view.changes())?;
        let is_quiet = self.changes.replace(changes) == Some(changes);
        let now = shared.clock.running();
        if self.done.is_none_or(|done| now.saturating_sub(done) >= DAY) {
            scans::erase_old(remote, scans::KEPT, PAUSE)?;
            self.done = Some(now);
        } else if is_quiet {
            scans::sweep(remote)?;
        }
        Ok(())
    }
}
