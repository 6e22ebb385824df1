//! The thread that writes: one job after the other, from a queue that has an end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TrySendError};
use std::time::Duration;

use checkin::DeskId;
use store::StoreError;

use crate::desk::Desk;
use crate::error::KioskError;
use crate::kiosk::Shared;

/// After so long without a call the write-ahead log is moved into the file, while nobody waits.
const IDLE: Duration = Duration::from_millis(200);

/// What the thread is to do.
pub(crate) type Job = Box<dyn FnOnce(&mut Desk) + Send>;

/// A way to the writer thread for the kiosk's own threads.
#[derive(Clone)]
pub(crate) struct Remote {
    pub(crate) queue: SyncSender<Job>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) desk: DeskId,
}

impl Remote {
    pub(crate) fn write<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Desk) -> Result<T, KioskError> + Send + 'static,
    ) -> Result<T, KioskError> {
        let (reply, answer) = mpsc::sync_channel(1);
        let waits = Waits::begin(&self.shared);
        let job: Job = Box::new(move |desk| {
            drop(waits);
            // Who asked may have gone; the change is made all the same.
            let _ = reply.send(act(desk));
        });
        match self.queue.try_send(job) {
            Ok(()) => answer.recv().map_err(|_| KioskError::NoAnswer)?,
            Err(TrySendError::Full(_)) => Err(KioskError::Busy),
            Err(TrySendError::Disconnected(_)) => Err(KioskError::NoAnswer),
        }
    }
}

/// Counts one who waits for the writer, until its turn comes or it has gone.
struct Waits(Arc<Shared>);

impl Waits {
    fn begin(shared: &Arc<Shared>) -> Self {
        shared.waiting.fetch_add(1, Ordering::AcqRel);
        Self(Arc::clone(shared))
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::AcqRel);
    }
}

/// The writer thread: one job after the other, and a checkpoint when nobody has called for a while.
pub(crate) fn write_until_closed(mut desk: Desk, jobs: &Receiver<Job>, closing: &AtomicBool) -> Result<(), StoreError> {
    let mut written = true;
    loop {
        match jobs.recv_timeout(IDLE) {
            Ok(job) => {
                written = true;
                // A fault in one call must not stop all others; its transaction was rolled back as it unwound, and
                // whoever asked is told that there is no answer.
                let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(&mut desk)));
                if closing.load(Ordering::SeqCst) {
                    // What was called before this is done; the queue is in order.
                    return desk.close();
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                if written {
                    // It is tried again after the next change; what is committed is safe in the log meanwhile.
                    let _ = desk.checkpoint();
                    written = false;
                }
            }
            Err(RecvTimeoutError::Disconnected) => return desk.close(),
        }
    }
}
