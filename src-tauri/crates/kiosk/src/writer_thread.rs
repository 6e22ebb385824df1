//! The thread that writes, one job after the other from a queue that has an end, and the one that clears up behind it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TrySendError};
use std::thread::JoinHandle;
use std::time::Duration;

use checkin::DeskId;
use store::{LogKeeper, StoreError};

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
        self.begin(act)?.wait()
    }

    /// As [`Remote::write`], for a caller who has something else to do until the answer comes.
    pub(crate) fn begin<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Desk) -> Result<T, KioskError> + Send + 'static,
    ) -> Result<Pending<T>, KioskError> {
        let (reply, answer) = mpsc::sync_channel(1);
        let waits = Waits::begin(&self.shared);
        let job: Job = Box::new(move |desk| {
            drop(waits);
            // Who asked may have gone; the change is made all the same.
            let _ = reply.send(act(desk));
        });
        match self.queue.try_send(job) {
            Ok(()) => Ok(Pending(answer)),
            Err(TrySendError::Full(_)) => Err(KioskError::Busy),
            Err(TrySendError::Disconnected(_)) => Err(KioskError::NoAnswer),
        }
    }
}

/// What the writer thread was asked and has yet to answer.
pub(crate) struct Pending<T>(Receiver<Result<T, KioskError>>);

impl<T> Pending<T> {
    pub(crate) fn wait(self) -> Result<T, KioskError> {
        self.0.recv().map_err(|_| KioskError::NoAnswer)?
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

/// The writer thread: one job after the other. `log` keeps its write-ahead log short.
pub(crate) fn write_until_closed(
    mut desk: Desk,
    log: LogThread,
    jobs: &Receiver<Job>,
    closing: &AtomicBool,
) -> Result<(), StoreError> {
    while let Ok(job) = jobs.recv() {
        // A fault in one call must not stop all others; its transaction was rolled back as it unwound, and
        // whoever asked is told that there is no answer.
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(&mut desk)));
        log.tell();
        if closing.load(Ordering::SeqCst) {
            // What was called before this is done; the queue is in order.
            break;
        }
    }
    log.end();
    desk.close()
}

/// The thread that moves the write-ahead log into the file: when it has grown, and when nobody has called for a while.
pub(crate) struct LogThread {
    written: SyncSender<()>,
    thread: JoinHandle<()>,
}

impl LogThread {
    pub(crate) fn start(mut log: LogKeeper) -> std::io::Result<Self> {
        let (written, news) = mpsc::sync_channel(1);
        let thread = std::thread::Builder::new().name("log".to_owned()).spawn(move || keep_short(&mut log, &news))?;
        Ok(Self { written, thread })
    }

    /// Something may have been written.
    fn tell(&self) {
        // If it has not looked yet since the last time, it will see this too.
        let _ = self.written.try_send(());
    }

    /// Before the writer closes the file: whoever closes it last writes the log into it and takes the log away.
    fn end(self) {
        drop(self.written);
        let _ = self.thread.join();
    }
}

/// What cannot be moved now is safe in the log, and is tried again after the next change.
fn keep_short(log: &mut LogKeeper, news: &Receiver<()>) {
    while news.recv().is_ok() {
        let _ = log.keep_short();
        loop {
            match news.recv_timeout(IDLE) {
                Ok(()) => {
                    let _ = log.keep_short();
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        let _ = log.checkpoint();
    }
}
