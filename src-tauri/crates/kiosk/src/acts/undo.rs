//! Undoing an act: one does not delete it, one says that it is void.

use checkin::{Attendee, JobEnd, JobState, RecordId};
use store::{Act, StoreError, Tx};

use super::{Answered, Once};
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};

/// What holds after an undo.
#[derive(Clone, Debug)]
pub struct Undone {
    /// The act that is void now.
    pub record: RecordId,
    /// The person it was about, as they stand now; `None` if it was about nobody, or nobody is left.
    pub now: Option<Attendee>,
    /// What becomes of the badge that the check-in asked for.
    pub badge: Badge,
}

/// What becomes of a badge when its check-in is undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Badge {
    /// There was none.
    None,
    /// Its printing was called off in time.
    Cancelled,
    /// It is out, or may be: take it back.
    TakeBack,
}

impl Badge {
    /// Its name in JSON; `None` where there is nothing to say.
    #[must_use]
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Cancelled => Some("cancelled"),
            Self::TakeBack => Some("takeBack"),
        }
    }
}

/// Makes an act void. Two undos of one act are one.
///
/// # Errors
/// `notFound`, or `notUndoable` for acts that stay.
pub fn undo(
    kiosk: &Kiosk,
    caller: &Caller,
    record: RecordId,
    reason: String,
    once: Once,
) -> Result<Answered<Undone>, KioskError> {
    if reason.trim().is_empty() {
        return Err(KioskError::typed("reason", "reason", "must say why"));
    }
    let staff = caller.staff.clone();
    let answered = kiosk.write(move |desk| desk.transact(&staff, |tx| make_void(tx, record, reason.trim(), &once)))?;
    // The undo of an import touches many; they are folded in pieces, so that others are served in between.
    while kiosk.write(crate::desk::Desk::fold_piece)? {}
    if answered.value.now.is_none() {
        return Ok(answered);
    }
    let now = kiosk.read(|view| person_now(view, record))?;
    Ok(Answered { value: Undone { now, ..answered.value }, ..answered })
}

fn make_void(tx: &mut Tx<'_>, record: RecordId, reason: &str, once: &Once) -> Result<Answered<Undone>, KioskError> {
    if once.repeated(tx)?.is_some() {
        let badge = badge_now(tx, record)?;
        return Ok(Answered::again(Undone { record, now: person_now(tx.view(), record)?, badge }));
    }
    let told = tx.view().record(record)?;
    let act = told.sealed.act().ok_or(StoreError::NotUndoable)?;
    if !act.can_be_undone() {
        return Err(StoreError::NotUndoable.into());
    }
    if told.stands {
        let attendee = told.sealed.record.attendee;
        let undone = Act::Undone { target: record, reason: reason.to_owned() };
        tx.append(&undone, attendee, None, once.call().as_ref())?;
        cancel_waiting_badges(tx, record)?;
    }
    let badge = badge_now(tx, record)?;
    Ok(Answered::now(Undone { record, now: person_now(tx.view(), record)?, badge }))
}

/// A badge of which no byte has gone out need not be printed any more.
fn cancel_waiting_badges(tx: &mut Tx<'_>, check_in: RecordId) -> Result<(), KioskError> {
    for job in tx.view().jobs_of_check_in(check_in)? {
        if matches!(job.state, JobState::Queued | JobState::Failed) {
            let end = Act::BadgeEnd { job: job.id, end: JobEnd::Cancelled, reason: "undone".to_owned() };
            tx.append(&end, Some(job.attendee), None, None)?;
        }
    }
    Ok(())
}

fn badge_now(tx: &Tx<'_>, check_in: RecordId) -> Result<Badge, KioskError> {
    let jobs = tx.view().jobs_of_check_in(check_in)?;
    let out = |state| matches!(state, JobState::Sent | JobState::Confirmed | JobState::Unknown);
    if jobs.iter().any(|job| out(job.state)) {
        Ok(Badge::TakeBack)
    } else if jobs.iter().any(|job| job.state == JobState::Cancelled) {
        Ok(Badge::Cancelled)
    } else {
        Ok(Badge::None)
    }
}

fn person_now(view: store::View<'_>, record: RecordId) -> Result<Option<Attendee>, StoreError> {
    let Some(id) = view.record(record)?.sealed.record.attendee else { return Ok(None) };
    match view.attendee(id) {
        Ok(attendee) => Ok(Some(attendee)),
        Err(StoreError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
