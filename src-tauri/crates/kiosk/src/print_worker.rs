//! The print worker: takes the jobs of this desk, one after the other, while everybody else goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread::JoinHandle;
use std::time::Duration;

use checkin::{JobEnd, JobState, PrintJob};
use printing::{Document, Ending, Folder, Printer};
use store::Act;

use crate::badges;
use crate::error::KioskError;
use crate::kiosk::Remote;

/// How often it looks for jobs when nobody wakes it; another call may have queued one.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// A thread that prints.
pub(crate) struct PrintWorker {
    orders: SyncSender<Order>,
    thread: JoinHandle<()>,
}

enum Order {
    /// A job may wait.
    Look,
    /// Print what waits now, then stop.
    Finish,
}

impl PrintWorker {
    pub(crate) fn start(remote: Remote) -> Result<Self, KioskError> {
        // One order is enough: the worker looks for all jobs each time.
        let (orders, inbox) = mpsc::sync_channel(1);
        let printer = Folder::new(remote.shared.place.badges());
        let thread = std::thread::Builder::new()
            .name("printing".to_owned())
            .spawn(move || work(&remote, &printer, &inbox))
            .map_err(|error| KioskError::file(std::path::Path::new("printing"), error))?;
        let worker = Self { orders, thread };
        worker.wake();
        Ok(worker)
    }

    /// Says that a job may wait.
    pub(crate) fn wake(&self) {
        // Full: it will look anyway.
        let _ = self.orders.try_send(Order::Look);
    }

    /// Prints what waits, for at most `patience`. What is left waits in the event file.
    pub(crate) fn finish(self, patience: Duration) {
        let Self { orders, thread } = self;
        let (done, finished) = mpsc::sync_channel(1);
        // The wait has an end even if a printer hangs; the thread then ends with the process, and its job, attempted
        // and without an end, is asked about at the next start.
        let joiner = std::thread::Builder::new().name("printing-ends".to_owned()).spawn(move || {
            let _ = orders.send(Order::Finish);
            drop(orders);
            let _ = thread.join();
            let _ = done.send(());
        });
        if joiner.is_ok() {
            let _ = finished.recv_timeout(patience);
        }
    }
}

fn work(remote: &Remote, printer: &dyn Printer, inbox: &Receiver<Order>) {
    loop {
        let order = inbox.recv_timeout(LOOK_AGAIN);
        // A fault in drawing or printing one badge must not stop all others.
        let _ = catch_unwind(AssertUnwindSafe(|| print_what_waits(remote, printer)));
        match order {
            Ok(Order::Look) | Err(RecvTimeoutError::Timeout) => {}
            Ok(Order::Finish) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn print_what_waits(remote: &Remote, printer: &dyn Printer) -> Result<(), KioskError> {
    let desk = remote.desk;
    let waiting = remote.shared.read(|view| view.print_jobs(Some(JobState::Queued), None))?;
    for job in waiting.into_iter().filter(|job| job.desk == desk) {
        print(remote, printer, &job)?;
    }
    Ok(())
}

/// One job: drawn, written down as attempted, printed, and its end written down.
fn print(remote: &Remote, printer: &dyn Printer, job: &PrintJob) -> Result<(), KioskError> {
    let drawn = catch_unwind(AssertUnwindSafe(|| draw(remote, job)));
    let document = match drawn {
        Ok(Ok(document)) => document,
        Ok(Err(KioskError::Store(error))) => return Err(error.into()),
        Ok(Err(_)) | Err(_) => return end(remote, job, JobEnd::Failed, "notDrawn"),
    };
    if !start_attempt(remote, printer.name(), job)? {
        // Called off meanwhile.
        return Ok(());
    }
    let ending = catch_unwind(AssertUnwindSafe(|| printer.print(&document)));
    match ending {
        Ok(Ending::Confirmed) => end(remote, job, JobEnd::Confirmed, ""),
        Ok(Ending::Failed(reason)) => end(remote, job, JobEnd::Failed, reason.as_str()),
        Ok(Ending::Unknown(reason)) => end(remote, job, JobEnd::Unknown, reason.as_str()),
        Err(_) => end(remote, job, JobEnd::Unknown, "interrupted"),
    }
}

fn draw(remote: &Remote, job: &PrintJob) -> Result<Document, KioskError> {
    let (attendee, number) = remote.shared.read(|view| badges::who_and_number(view, job.attendee))?;
    let badge = remote.shared.draw(&attendee, number, None)?;
    Ok(Document { name: format!("{}-{}", attendee.id, job.id), badge })
}

/// The person in the name of a badge's file, for erasing it.
pub(crate) fn attendee_in_file_name(name: &str) -> Option<&str> {
    name.get(..36)
}

/// Writes down that a printer is about to get the first byte, unless the job was called off.
fn start_attempt(remote: &Remote, printer: &str, job: &PrintJob) -> Result<bool, KioskError> {
    let (id, printer) = (job.id, printer.to_owned());
    remote.write(move |desk| {
        desk.transact("", |tx| {
            let job = tx.view().print_job(id)?;
            if job.state != JobState::Queued {
                return Ok(false);
            }
            let attempt = Act::BadgeAttempt { job: id, printer, number: job.attempts + 1 };
            tx.append(&attempt, Some(job.attendee), None, None)?;
            Ok(true)
        })
    })
}

fn end(remote: &Remote, job: &PrintJob, end: JobEnd, reason: &str) -> Result<(), KioskError> {
    let (id, attendee, reason) = (job.id, job.attendee, reason.to_owned());
    remote.write(move |desk| {
        desk.transact("", |tx| {
            tx.append(&Act::BadgeEnd { job: id, end, reason }, Some(attendee), None, None)?;
            Ok(())
        })
    })
}
