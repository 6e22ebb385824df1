//! Whose badge is a printer's next. Order stands as people stand: a printer takes the badge that has waited longest of those
//! that are its own.

use checkin::{JobState, PrintJob};
use jiff::{SignedDuration, Timestamp};
use printing::Fault;
use store::{StoreError, View};

use super::board::{Moved, Readiness};
use crate::badges;
use crate::error::KioskError;
use crate::kiosk::{Remote, Shared};

/// How often a badge is tried by itself; then a person has to say so.
const MOST_ATTEMPTS: u32 = 5;
/// A badge that failed so long ago is not tried by itself any more: its guest has been helped otherwise.
const STILL_WANTED: SignedDuration = SignedDuration::from_hours(12);

/// Whether a badge that failed is tried again by itself: no printer has let it out, another one or the same, once it is well,
/// will do better, and nobody has asked for a new one since.
pub(crate) fn is_tried_again(view: View<'_>, job: &PrintJob, now: Timestamp) -> Result<bool, StoreError> {
    let is_printers_fault = Fault::from_name(&job.reason).is_some_and(Fault::passes);
    Ok(job.state == JobState::Failed
        && is_printers_fault
        && job.attempts < MOST_ATTEMPTS
        && now.duration_since(job.at) < STILL_WANTED
        && !view.has_later_job(job)?)
}

/// This desk's badges that wait for a printer, as people stand.
pub(super) fn waiting(shared: &Shared, remote: &Remote) -> Result<Vec<PrintJob>, KioskError> {
    let now = shared.clock.now();
    let mut jobs = shared.read(|view| {
        let mut jobs = view.print_jobs(Some(JobState::Queued), None)?;
        for job in view.print_jobs(Some(JobState::Failed), None)? {
            if is_tried_again(view, &job, now)? {
                jobs.push(job);
            }
        }
        jobs.retain(|job| job.desk == remote.desk);
        Ok(jobs)
    })?;
    // Guests who stand here go before a batch for those who have not come yet.
    let board = shared.printers.board();
    jobs.sort_by_key(|job| (board.of_batch.get(&job.id).map(|one| one.number), job.at, job.id));
    Ok(jobs)
}

/// The template of a job's badge, if some template has printers of its own. (The file is read before the board is looked at,
/// here as everywhere, so that nobody waits for each other.)
pub(crate) fn template_for(view: View<'_>, shared: &Shared, job: &PrintJob) -> Result<Option<String>, StoreError> {
    if !shared.printers.has_templates() {
        return Ok(None);
    }
    let attendee = view.attendee(view.shown(job.attendee)?)?;
    Ok(Some(badges::template_of(&shared.event(), &attendee).to_owned()))
}

/// The next badge for this printer; it is in its hand from now on.
pub(super) fn next(remote: &Remote, id: &str) -> Result<Option<PrintJob>, KioskError> {
    let shared = &remote.shared;
    let _one_at_a_time = shared.printers.choosing.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    for job in waiting(shared, remote)? {
        let template = shared.read(|view| template_for(view, shared, &job))?;
        let mut board = shared.printers.board();
        // A worker of the settings before may still hold the printer, with a badge that takes long.
        if board.states.get(id).is_some_and(|state| state.printing.is_some()) {
            return Ok(None);
        }
        if board.in_hand.contains_key(&job.id) {
            continue;
        }
        let asked_for = if job.attempts == 0 { job.printer.as_str() } else { "" };
        let order = board.order_for(job.id, asked_for, template.as_deref());
        // The first that may; one of which nobody knows yet is waited for.
        let first = order.iter().find(|printer| board.readiness(printer) != Readiness::Away);
        if first.is_none_or(|first| first != id || board.readiness(id) != Readiness::Ready) {
            continue;
        }
        if let Some(from) = order.first().filter(|from| *from != id) {
            let moved = Moved { job: job.id, attendee: job.attendee, from: from.clone(), to: id.to_owned() };
            board.note_moved(moved);
        }
        board.in_hand.insert(job.id, id.to_owned());
        board.states.entry(id.to_owned()).or_default().printing = Some(job.id);
        return Ok(Some(job));
    }
    Ok(None)
}
