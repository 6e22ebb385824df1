//! A batch on a printer of this desk: its badges are print jobs like all others, a few at a time, so that guests who stand
//! at the desk go before it and a batch that is paused or stopped leaves nothing waiting.

use std::collections::VecDeque;
use std::time::Duration;

use checkin::{Attendee, BadgeState, JobEnd, JobState, RecordId};
use store::Act;

use super::Plan;
use super::run::{Printing, Stage};
use crate::error::KioskError;
use crate::printers::{OfBatch, is_tried_again};

/// Badges that wait for the printer at a time: enough that it never waits for us.
const FED: usize = 5;
/// Their ends are looked for so often.
const LOOK: Duration = Duration::from_millis(50);

/// A badge that waits for the printer or is in its hand.
struct Fed<'a> {
    job: RecordId,
    wanted: Wanted<'a>,
}

/// A badge of the plan, with its number in it.
type Wanted<'a> = (usize, &'a Attendee);

impl Printing {
    /// Prints the badges of a plan on a printer, in their order, until all have come out or it is stopped.
    pub(super) fn on_printer(&self, plan: &Plan, batch: RecordId, printer: &str) -> Result<(), KioskError> {
        let shared = &self.remote.shared;
        let mut left: VecDeque<Wanted<'_>> = plan.people.iter().enumerate().collect();
        let mut fed: VecDeque<Fed<'_>> = VecDeque::new();
        while (!left.is_empty() || !fed.is_empty()) && !shared.printers.is_stopping() {
            let mut stage = shared.batches.now().stage;
            if shared.printers.board().settings.find(printer).is_none() {
                // Nobody prints on a printer that was removed.
                shared.batches.set(|state| state.stage = Stage::Stopped);
                stage = Stage::Stopped;
            }
            match stage {
                Stage::Running => {
                    let more: Vec<Wanted<'_>> = left.drain(..left.len().min(FED - fed.len())).collect();
                    if !more.is_empty() {
                        fed.extend(self.feed(more, batch, printer)?);
                        shared.printers.wake();
                    }
                }
                _ => {
                    // What no byte has gone out for waits with the others.
                    for wanted in self.call_off(&mut fed)?.into_iter().rev() {
                        left.push_front(wanted);
                    }
                    if stage != Stage::Paused {
                        left.clear();
                    }
                }
            }
            self.gather(&mut fed)?;
            if !fed.is_empty() || stage == Stage::Paused {
                shared.batches.wait(LOOK);
            }
        }
        Ok(())
    }

    /// Writes down that these badges are wanted. The workers know whose they are before they can see them. Who has got a badge
    /// at the desk since the batch was begun gets no other one.
    fn feed<'a>(&self, people: Vec<Wanted<'a>>, batch: RecordId, printer: &str) -> Result<Vec<Fed<'a>>, KioskError> {
        let (staff, printer, template) = (self.staff.clone(), printer.to_owned(), self.batch.template.clone());
        let again = self.batch.again;
        let wanted: Vec<_> = people.iter().map(|(number, one)| (*number, one.id, one.place.clone())).collect();
        let jobs = self.remote.write(move |desk| {
            let shared = std::sync::Arc::clone(&desk.shared);
            desk.transact(&staff, |tx| {
                let mut jobs = Vec::with_capacity(wanted.len());
                for (number, attendee, place) in wanted {
                    if !again && tx.view().attendee(attendee)?.badge != BadgeState::None {
                        jobs.push(None);
                        continue;
                    }
                    let queued = Act::BadgeQueued {
                        printer: printer.clone(),
                        copies: 1,
                        reprint_of: tx.view().print_jobs(None, Some(attendee))?.last().map(|job| job.id),
                        check_in: None,
                        batch: place.clone().map(|place| (batch, place)),
                    };
                    let job = tx.append(&queued, Some(attendee), None, None)?;
                    let known = OfBatch { printer: printer.clone(), number, place, template: template.clone() };
                    shared.printers.board().of_batch.insert(job, known);
                    jobs.push(Some(job));
                }
                Ok(jobs)
            })
        })?;
        let mut fed = Vec::with_capacity(jobs.len());
        for (job, wanted) in jobs.into_iter().zip(people) {
            match job {
                Some(job) => fed.push(Fed { job, wanted }),
                None => self.one_more(),
            }
        }
        Ok(fed)
    }

    /// Takes out what has ended, and counts it.
    fn gather(&self, fed: &mut VecDeque<Fed<'_>>) -> Result<(), KioskError> {
        let shared = &self.remote.shared;
        let now = shared.clock.now();
        let ids: Vec<RecordId> = fed.iter().map(|one| one.job).collect();
        let ended = shared.read(|view| {
            let mut ended = Vec::new();
            for id in ids {
                let job = view.print_job(id)?;
                let is_over = match job.state {
                    JobState::Queued | JobState::Sent => false,
                    JobState::Failed => !is_tried_again(view, &job, now)?,
                    JobState::Confirmed | JobState::Unknown | JobState::Cancelled => true,
                };
                if is_over {
                    ended.push((id, job.state));
                }
            }
            Ok(ended)
        })?;
        for (id, state) in ended {
            fed.retain(|one| one.job != id);
            shared.printers.board().of_batch.remove(&id);
            shared.batches.set(|batch| match state {
                JobState::Unknown => batch.asked += 1,
                JobState::Failed => batch.failed += 1,
                _ => {}
            });
            // Somebody has called it off at the printer's card: it is no badge of this batch any more.
            self.one_more();
        }
        Ok(())
    }

    /// Calls off what no byte has gone out for, and returns whose badges these are, in their order.
    fn call_off<'a>(&self, fed: &mut VecDeque<Fed<'a>>) -> Result<Vec<Wanted<'a>>, KioskError> {
        let jobs: Vec<RecordId> = fed.iter().map(|one| one.job).collect();
        if jobs.is_empty() {
            return Ok(Vec::new());
        }
        let staff = self.staff.clone();
        let called_off: Vec<RecordId> = self.remote.write(move |desk| {
            desk.transact(&staff, |tx| {
                let mut called_off = Vec::new();
                for id in jobs {
                    let job = tx.view().print_job(id)?;
                    if matches!(job.state, JobState::Queued | JobState::Failed) {
                        let end = Act::BadgeEnd { job: id, end: JobEnd::Cancelled, reason: "batch".to_owned() };
                        tx.append(&end, Some(job.attendee), None, None)?;
                        called_off.push(id);
                    }
                }
                Ok(called_off)
            })
        })?;
        let mut people = Vec::new();
        fed.retain(|one| {
            let is_off = called_off.contains(&one.job);
            if is_off {
                people.push(one.wanted);
                self.remote.shared.printers.board().of_batch.remove(&one.job);
            }
            !is_off
        });
        Ok(people)
    }
}
