//! The writer at work: a transaction, then the search index, then the reply.

use std::collections::BTreeSet;
use std::sync::Arc;

use checkin::{AttendeeId, JobEnd, JobState};
use store::{Act, Committed, FreshPage, LogKeeper, StoreError, Tx, Writer};

use crate::acts::erase::files::files_of_batches;
use crate::acts::{Answered, Once};
use crate::batches::sheets;
use crate::error::KioskError;
use crate::kiosk::Shared;
use crate::look;

/// The writer with what it has to keep up to date.
pub(crate) struct Desk {
    writer: Writer,
    pub(crate) shared: Arc<Shared>,
}

impl Desk {
    pub(crate) fn new(writer: Writer, shared: Arc<Shared>) -> Self {
        Self { writer, shared }
    }

    /// One transaction. When this returns, it is on the disk and the search index knows of it.
    ///
    /// # Errors
    /// What `act` says (then nothing is changed), or what keeps the transaction from the disk.
    pub(crate) fn transact<T>(
        &mut self,
        staff: &str,
        act: impl FnOnce(&mut Tx<'_>) -> Result<T, KioskError>,
    ) -> Result<T, KioskError> {
        self.shared.file.check()?;
        let now = self.shared.clock.now();
        let mut refused = None;
        let day = self.shared.day_start(now);
        let committed = self.writer.transact(now, staff, |tx| {
            tx.look_at_day(day);
            act(tx).map_err(|error| match error {
                KioskError::Store(error) => error,
                // The store rolls back on any error; which one it was is kept here.
                other => {
                    refused = Some(other);
                    StoreError::NotFound
                }
            })
        });
        let Committed { value, touched } = match (committed, refused) {
            (_, Some(refused)) => return Err(refused),
            (committed, None) => self.told(committed)?,
        };
        self.follow(&touched)?;
        Ok(value)
    }

    /// Puts some of those down whom an import is about. Returns whether more is left.
    pub(crate) fn list_piece(&mut self) -> Result<bool, KioskError> {
        let shared = Arc::clone(&self.shared);
        Ok(self.writer.list_due(shared.clock.now(), |so_far| shared.is_long(so_far))?)
    }

    /// Folds some of what an import put down as due. Returns whether more is left.
    pub(crate) fn fold_piece(&mut self) -> Result<bool, KioskError> {
        let shared = Arc::clone(&self.shared);
        let Committed { value, touched } = self.writer.fold_due(shared.clock.now(), |so_far| shared.is_long(so_far))?;
        self.follow(&touched)?;
        Ok(value)
    }

    /// Writes down some of the people who are new with a list. Returns who is left.
    pub(crate) fn put_fresh(&mut self, mut page: FreshPage) -> Result<FreshPage, KioskError> {
        let shared = Arc::clone(&self.shared);
        let written = self.writer.put_fresh(shared.clock.now(), &mut page, |so_far| shared.is_long(so_far))?;
        let event = shared.event();
        shared.update_index(|index| {
            for person in &written {
                index.put(look::expected(&event, person.attendee(), person.profile()));
            }
        });
        Ok(page)
    }

    /// Ticket types or settings changed.
    pub(crate) fn refresh_event(&self) -> Result<(), KioskError> {
        self.shared.set_event(look::event_now(self.writer.view())?);
        Ok(())
    }

    pub(crate) fn log_keeper(&self) -> Result<LogKeeper, StoreError> {
        self.writer.log_keeper()
    }

    pub(crate) fn vacuum(&self) -> Result<(), KioskError> {
        Ok(self.writer.vacuum()?)
    }

    pub(crate) fn close(self) -> Result<(), StoreError> {
        self.writer.close()
    }

    /// Gives this desk another name, if one is given.
    pub(crate) fn name(&mut self, label: &str) -> Result<(), KioskError> {
        let known = self.writer.view().desk_label(self.writer.desk())?;
        if label.is_empty() || label == known {
            return Ok(());
        }
        let label = label.to_owned();
        self.transact("", |tx| {
            let heads = tx.view().heads()?;
            tx.append(&Act::Desk { label, heads }, None, None, None)?;
            Ok(())
        })
    }

    /// Gives this desk another name, as one call.
    pub(crate) fn rename(&mut self, staff: &str, label: String, once: &Once) -> Result<Answered<()>, KioskError> {
        let id = self.writer.desk();
        self.transact(staff, |tx| {
            if once.repeated(tx)?.is_some() {
                return Ok(Answered::again(()));
            }
            if label != tx.view().desk_label(id)? {
                let heads = tx.view().heads()?;
                tx.append(&Act::Desk { label, heads }, None, None, once.call().as_ref())?;
            }
            Ok(Answered::now(()))
        })
    }

    /// Remembers whether the disk took a change.
    fn told<T>(&self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        match &done {
            Ok(_) => self.shared.file.wrote(false),
            Err(StoreError::DiskFull | StoreError::ReadOnly | StoreError::Io(_) | StoreError::Sql(_)) => {
                self.shared.file.wrote(true);
            }
            Err(_) => {}
        }
        done
    }

    /// Whether changes reach the disk; nothing is changed. After one that did not, a page is really written: a disk that is
    /// full or was taken out lets a transaction without changes begin and end.
    pub(crate) fn can_write(&mut self) -> Result<(), KioskError> {
        if self.shared.file.has_failed() {
            let tried = self.writer.try_writing();
            return Ok(self.told(tried)?);
        }
        self.transact("", |_| Ok(()))
    }

    /// After a restart: an attempt of this desk without an end may or may not have come out. It becomes *unknown*, and
    /// somebody is asked; it is never printed again by itself. Of a badge in a file of a batch the file tells.
    pub(crate) fn settle_interrupted_jobs(&mut self) -> Result<(), KioskError> {
        let desk = self.writer.desk();
        let interrupted = self.writer.view().print_jobs(Some(JobState::Sent), None)?;
        let own: Vec<_> = interrupted.into_iter().filter(|job| job.desk == desk).collect();
        let files = if own.is_empty() { Vec::new() } else { files_of_batches(&self.shared) };
        let mut ends = Vec::with_capacity(own.len());
        for job in own {
            let told = sheets::end_after_a_crash(self.writer.view(), &files, job.id)?;
            let (end, reason) = told.map_or((JobEnd::Unknown, "interrupted"), |end| (end, sheets::REASON));
            ends.push((job.attendee, Act::BadgeEnd { job: job.id, end, reason: reason.to_owned() }));
        }
        if ends.is_empty() {
            return Ok(());
        }
        self.transact("", |tx| {
            for (attendee, end) in &ends {
                tx.append(end, Some(*attendee), None, None)?;
            }
            Ok(())
        })
    }

    /// Lets the search index follow.
    fn follow(&self, touched: &BTreeSet<AttendeeId>) -> Result<(), KioskError> {
        if touched.is_empty() || !self.shared.has_index() {
            return Ok(());
        }
        let mut entries = Vec::with_capacity(touched.len());
        let view = self.writer.view().of_day(self.shared.day_start(self.shared.clock.now()));
        for id in touched {
            let found = match view.attendee(*id) {
                Ok(attendee) => Some(attendee),
                Err(StoreError::NotFound) => None,
                Err(error) => return Err(error.into()),
            };
            entries.push((*id, found));
        }
        let event = self.shared.event();
        self.shared.update_index(|index| {
            for (id, found) in &entries {
                match found {
                    Some(attendee) if attendee.id == *id => index.put(look::entry(&event, attendee)),
                    // Gone from the list, or shown as somebody else now.
                    _ => {
                        index.remove(*id);
                    }
                }
            }
        });
        Ok(())
    }
}
