//! Print jobs from a person's side: asked for, answered, called off.

use checkin::{AttendeeId, JobEnd, JobState, PrintJob, RecordId};
use store::{Act, Tx};

use super::{Answered, Once};
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use crate::printers::Printers;

/// Queues a badge. If the person had one before, it is a reprint of the latest.
///
/// # Errors
/// `notFound`, or if nothing could be written.
pub fn queue_badge(
    kiosk: &Kiosk,
    caller: &Caller,
    attendee: AttendeeId,
    printer: String,
    once: Once,
) -> Result<Answered<PrintJob>, KioskError> {
    let staff = caller.staff.clone();
    let job = kiosk.write(move |desk| {
        let shared = std::sync::Arc::clone(&desk.shared);
        desk.transact(&staff, |tx| {
            if let Some(earlier) = once.repeated(tx)? {
                return Ok(Answered::again(tx.view().print_job(earlier.record.id)?));
            }
            let attendee = tx.view().attendee(attendee)?.id;
            let jobs = tx.view().print_jobs(None, Some(attendee))?;
            let reprint_of = jobs.last().map(|job| job.id);
            for job in jobs {
                out_of_batch(tx, &shared.printers, &job)?;
            }
            let act = Act::BadgeQueued { printer, copies: 1, reprint_of, check_in: None, batch: None };
            let id = tx.append(&act, Some(attendee), None, once.call().as_ref())?;
            Ok(Answered::now(tx.view().print_job(id)?))
        })
    })?;
    kiosk.wake_printer();
    Ok(job)
}

/// Calls a badge off that waits in a batch, because its guest stands here: there it would come out in its turn, and lie in a
/// box. Whether it was one.
pub(super) fn out_of_batch(tx: &mut Tx<'_>, printers: &Printers, job: &PrintJob) -> Result<bool, KioskError> {
    let waits = matches!(job.state, JobState::Queued | JobState::Failed);
    if !waits || !printers.board().of_batch.contains_key(&job.id) {
        return Ok(false);
    }
    let end = Act::BadgeEnd { job: job.id, end: JobEnd::Cancelled, reason: "batch".to_owned() };
    tx.append(&end, Some(job.attendee), None, None)?;
    Ok(true)
}

/// Somebody looked: the badge came out, or it did not.
///
/// # Errors
/// `notFound`, or `jobState` if nobody asked.
pub fn answer_job(
    kiosk: &Kiosk,
    caller: &Caller,
    job: RecordId,
    came_out: bool,
    once: Once,
) -> Result<Answered<PrintJob>, KioskError> {
    let (end, reason) = if came_out { (JobEnd::Confirmed, "seen") } else { (JobEnd::Failed, "notOut") };
    end_job(kiosk, caller, job, end, reason, &[JobState::Unknown], once)
}

/// Calls a job off.
///
/// # Errors
/// `notFound`, or `jobState` once a byte has gone out.
pub fn cancel_job(kiosk: &Kiosk, caller: &Caller, job: RecordId, once: Once) -> Result<Answered<PrintJob>, KioskError> {
    end_job(kiosk, caller, job, JobEnd::Cancelled, "asked", &[JobState::Queued, JobState::Failed], once)
}

fn end_job(
    kiosk: &Kiosk,
    caller: &Caller,
    job: RecordId,
    end: JobEnd,
    reason: &'static str,
    from: &'static [JobState],
    once: Once,
) -> Result<Answered<PrintJob>, KioskError> {
    let staff = caller.staff.clone();
    kiosk.write(move |desk| {
        desk.transact(&staff, |tx| {
            if once.repeated(tx)?.is_some() {
                return Ok(Answered::again(tx.view().print_job(job)?));
            }
            let before = tx.view().print_job(job)?;
            // Asked for twice is done once.
            if before.state.as_str() == end.as_str() {
                return Ok(Answered::now(before));
            }
            if !from.contains(&before.state) {
                return Err(KioskError::JobState(before.state.as_str()));
            }
            let act = Act::BadgeEnd { job, end, reason: reason.to_owned() };
            tx.append(&act, Some(before.attendee), None, once.call().as_ref())?;
            Ok(Answered::now(tx.view().print_job(job)?))
        })
    })
}

/// Writes down an attempt without an end, as a power cut while printing leaves it. For tests of what comes after.
///
/// # Errors
/// `notFound`, or if nothing could be written.
#[doc(hidden)]
pub fn start_attempt_for_tests(kiosk: &Kiosk, job: RecordId) -> Result<(), KioskError> {
    kiosk.write(move |desk| {
        desk.transact("", |tx| {
            let attendee = tx.view().print_job(job)?.attendee;
            let act = Act::BadgeAttempt { job, printer: "folder".to_owned(), number: 1 };
            tx.append(&act, Some(attendee), None, None)?;
            Ok(())
        })
    })
}
