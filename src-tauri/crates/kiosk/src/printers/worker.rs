//! A worker for each printer: takes the badges that are its own, one after the other, while everybody else goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use checkin::{JobEnd, JobState, PrintJob};
use printing::{Document, Ending, Fault, Folder, Printer, Status};
use store::Act;

use super::board::{Printers, Wake};
use super::choose;
use super::settings::{PrinterFile, PrinterKind};
use crate::acts::erase::files;
use crate::badges;
use crate::error::KioskError;
use crate::kiosk::Remote;

/// After a panic or a file that cannot be read it is tried again so much later.
const AFTER_TROUBLE: Duration = Duration::from_millis(250);

/// The workers of all printers.
pub(crate) struct PrintWorkers {
    remote: Remote,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl PrintWorkers {
    pub(crate) fn start(remote: Remote) -> Result<Self, KioskError> {
        let workers = Self { remote, threads: Mutex::new(Vec::new()) };
        workers.follow_settings()?;
        Ok(workers)
    }

    /// Starts a worker for each printer; those of the settings before end by themselves.
    pub(crate) fn follow_settings(&self) -> Result<(), KioskError> {
        let printers = &self.remote.shared.printers;
        let version = printers.board().version;
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        threads.retain(|thread| !thread.is_finished());
        for file in printers.in_use() {
            let remote = self.remote.clone();
            let thread = std::thread::Builder::new()
                .name("printing".to_owned())
                .spawn(move || Worker { remote, file, version, seen: 0, printer: None }.run())
                .map_err(|error| KioskError::file(std::path::Path::new("printing"), error))?;
            threads.push(thread);
        }
        Ok(())
    }

    /// Prints what waits and can be printed, for at most `patience`. What is left waits in the event file; an attempt that a
    /// printer holds up is asked about at the next start.
    pub(crate) fn finish(self, patience: Duration) {
        let shared = Arc::clone(&self.remote.shared);
        shared.printers.stop();
        let threads = self.threads.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (done, finished) = mpsc::sync_channel(1);
        let joiner = std::thread::Builder::new().name("printing-ends".to_owned()).spawn(move || {
            for thread in threads {
                let _ = thread.join();
            }
            let _ = done.send(());
        });
        if joiner.is_ok() {
            let _ = finished.recv_timeout(patience);
        }
        shared.printers.keep();
    }
}

struct Worker {
    remote: Remote,
    file: PrinterFile,
    /// Of the settings that it follows.
    version: u64,
    seen: u64,
    printer: Option<Box<dyn Printer>>,
}

impl Worker {
    fn run(mut self) {
        loop {
            // A fault in drawing or printing one badge must not stop all others.
            let done = catch_unwind(AssertUnwindSafe(|| self.work()));
            if !matches!(done, Ok(Ok(()))) {
                // Opened anew: nobody knows in which state the panic has left it.
                self.printer = None;
                std::thread::sleep(AFTER_TROUBLE);
            }
            let printers = &self.remote.shared.printers;
            if printers.is_stopping() {
                return;
            }
            let look = printers.board().settings.look();
            match printers.wait(&self.file.id, self.version, &mut self.seen, look) {
                Wake::End => return,
                Wake::Look => {}
            }
            printers.keep();
        }
    }

    fn printers(&self) -> &Printers {
        &self.remote.shared.printers
    }

    fn is_outdated(&self) -> bool {
        self.printers().board().version != self.version
    }

    /// Everything that there is to do for this printer now.
    fn work(&mut self) -> Result<(), KioskError> {
        if self.file.paused {
            return Ok(());
        }
        self.look();
        self.test();
        while !self.is_outdated()
            && let Some(job) = choose::next(&self.remote, &self.file.id)?
        {
            self.print(&job)?;
            self.test();
        }
        Ok(())
    }

    fn open(&mut self) -> Option<&mut Box<dyn Printer>> {
        if self.printer.is_none() {
            self.printer = self.printers().open_printer(&self.file);
        }
        self.printer.as_mut()
    }

    /// Asks the printer how it is, if that is not known of just now.
    fn look(&mut self) {
        let look = {
            let board = self.printers().board();
            let known = board.states.get(&self.file.id).filter(|state| state.status.is_some());
            let is_fresh =
                known.and_then(|state| state.looked).is_some_and(|looked| looked.elapsed() < board.settings.look());
            let is_busy = board.states.get(&self.file.id).is_some_and(|state| state.printing.is_some());
            !is_fresh && !is_busy
        };
        if look {
            let status = match self.open() {
                Some(printer) => printer.status(),
                None => Status::of(Fault::Unreachable),
            };
            let now = self.remote.shared.clock.now();
            self.printers().note(&self.file.id, status, now);
        }
    }

    /// Prints the page that somebody wants.
    fn test(&mut self) {
        let wanted = self.printers().take_wanted(&self.file.id);
        let Some(page) = wanted else { return };
        let drawn = self.remote.shared.default_template().and_then(|template| page.draw(&template));
        let offset_mm = self.file.offset_mm;
        let ending = match (drawn, self.open()) {
            (Ok(badge), Some(printer)) => {
                let document = Document { offset_mm, ..Document::new("test", badge) };
                catch_unwind(AssertUnwindSafe(|| printer.print(&document))).unwrap_or(Ending::Unknown(Fault::BrokeOff))
            }
            (Err(_), _) => Ending::Failed(Fault::NotDrawn),
            (_, None) => Ending::Failed(Fault::Unreachable),
        };
        let now = self.remote.shared.clock.now();
        self.printers().tested(&self.file.id, ending, now);
    }

    /// One job: drawn, written down as attempted, printed, and its end written down.
    fn print(&mut self, job: &PrintJob) -> Result<(), KioskError> {
        let printed = self.attempt(job);
        let now = self.remote.shared.clock.now();
        match printed {
            Ok(Some(ending)) => self.printers().ended(&self.file.id, job.id, job.copies, ending, now),
            // Called off meanwhile, or nothing could be written.
            Ok(None) | Err(_) => self.printers().let_go(&self.file.id, job.id),
        }
        printed.map(|_| ())
    }

    fn attempt(&mut self, job: &PrintJob) -> Result<Option<Ending>, KioskError> {
        let drawn = catch_unwind(AssertUnwindSafe(|| self.draw(job)));
        let document = match drawn {
            Ok(Ok(document)) => document,
            Ok(Err(KioskError::Store(error))) => return Err(error.into()),
            Ok(Err(_)) | Err(_) => {
                let ending = Ending::Failed(Fault::NotDrawn);
                end(&self.remote, job, ending)?;
                return Ok(Some(ending));
            }
        };
        if !start_attempt(&self.remote, &self.file.id, job)? {
            return Ok(None);
        }
        let ending = match self.open() {
            Some(printer) => catch_unwind(AssertUnwindSafe(|| printer.print(&document))),
            None => Ok(Ending::Failed(Fault::Unreachable)),
        };
        let ending = ending.unwrap_or_else(|_| {
            self.printer = None;
            Ending::Unknown(Fault::BrokeOff)
        });
        end_surely(&self.remote, job, ending)?;
        if self.file.kind == PrinterKind::Folder {
            // Somebody may have been erased while the badge was drawn.
            let file = Folder::new(PathBuf::from(&self.file.address)).file(&document.name);
            files::forget_if_erased(&self.remote.shared, &file, &[job.attendee])?;
        }
        Ok(Some(ending))
    }

    fn draw(&self, job: &PrintJob) -> Result<Document, KioskError> {
        let ((mut attendee, number), nth) = self.remote.shared.read(|view| {
            Ok((badges::who_and_number(view, job.attendee)?, badges::nth_badge(view, job.attendee, Some(job.id))?))
        })?;
        let of_batch = self.printers().board().of_batch.get(&job.id).cloned();
        let template = of_batch.as_ref().and_then(|known| known.template.clone());
        if let Some(known) = of_batch {
            attendee.place = known.place;
        }
        let badge = self.remote.shared.draw_nth(&attendee, number, template.as_deref(), nth)?;
        let name = format!("{}-{}", attendee.id, job.id);
        Ok(Document { copies: job.copies, offset_mm: self.file.offset_mm, ..Document::new(name, badge) })
    }
}

/// Writes down that a printer is about to get the first byte, unless the job was called off or is another's by now.
fn start_attempt(remote: &Remote, printer: &str, job: &PrintJob) -> Result<bool, KioskError> {
    let (id, printer, was) = (job.id, printer.to_owned(), (job.state, job.attempts));
    remote.write(move |desk| {
        desk.transact("", |tx| {
            let job = tx.view().print_job(id)?;
            if (job.state, job.attempts) != was || !matches!(job.state, JobState::Queued | JobState::Failed) {
                return Ok(false);
            }
            let attempt = Act::BadgeAttempt { job: id, printer, number: job.attempts + 1 };
            tx.append(&attempt, Some(job.attendee), None, None)?;
            Ok(true)
        })
    })
}

/// Writes an end down, and tries again while the writer is only busy: what a printer has said must not be lost.
fn end_surely(remote: &Remote, job: &PrintJob, ending: Ending) -> Result<(), KioskError> {
    const TRIES: u32 = 50;
    for _ in 0..TRIES {
        match end(remote, job, ending) {
            Err(KioskError::Busy) => std::thread::sleep(Duration::from_millis(20)),
            other => return other,
        }
    }
    end(remote, job, ending)
}

fn end(remote: &Remote, job: &PrintJob, ending: Ending) -> Result<(), KioskError> {
    let (id, attendee) = (job.id, job.attendee);
    let (end, reason) = match ending {
        Ending::Confirmed => (JobEnd::Confirmed, ""),
        Ending::Failed(fault) => (JobEnd::Failed, fault.as_str()),
        Ending::Unknown(fault) => (JobEnd::Unknown, fault.as_str()),
    };
    let reason = reason.to_owned();
    remote.write(move |desk| {
        desk.transact("", |tx| {
            tx.append(&Act::BadgeEnd { job: id, end, reason }, Some(attendee), None, None)?;
            Ok(())
        })
    })
}
