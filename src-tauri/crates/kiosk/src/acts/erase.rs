//! Erasing people: their data goes, the counts stay.
//!
//! Who was erased is remembered beside the event by id, so that a backup which is put back does not bring them back. Files
//! beside the event go too ([`files`]), and a note without names says what was done ([`note`]).

pub(crate) mod files;
mod note;
pub(crate) mod scans;
mod unfinished;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use checkin::{AttendeeId, JobEnd, JobState};
use jiff::SignedDuration;
use serde::Serialize;
use store::{Act, ListFilter, StoreError, Tx};

use crate::desk::Desk;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use files::Removed;
use unfinished::Unfinished;

/// What erasing did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Erased {
    /// How many people were erased.
    pub erased: u32,
    /// Files beside the event that were it once and still hold them: this program never deletes those.
    #[cfg_attr(test, ts(as = "Vec<String>"))]
    pub left: Vec<PathBuf>,
    /// Where copies on the second medium still hold them: its folder, if it is not here, and then they go when it is back.
    pub not_here: Vec<String>,
    /// Names of files with badges of several people that went because one of those was erased. The badges of the others have
    /// to be made anew if they are not on paper yet.
    pub badge_files: Vec<String>,
    /// The note of what was done; none if nobody was erased.
    #[cfg_attr(test, ts(as = "Option<String>"))]
    pub note: Option<PathBuf>,
}

/// Who was erased, for the note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whom {
    One(AttendeeId),
    Everybody,
    /// Those who came back with a backup that was put back.
    Again,
}

/// Erases one person.
///
/// # Errors
/// `notFound`, or if nothing could be written.
pub fn erase_attendee(kiosk: &Kiosk, caller: &Caller, attendee: AttendeeId) -> Result<Erased, KioskError> {
    // Nobody is half erased: who does not exist is said before anything is done.
    let shown = kiosk.read(|view| Ok(view.attendee(attendee)?.id))?;
    erase(kiosk, caller, Whom::One(shown), &[shown])
}

/// Erases everybody, and what was scanned by people who are not known.
///
/// # Errors
/// If nothing could be written.
pub fn erase_event(kiosk: &Kiosk, caller: &Caller) -> Result<Erased, KioskError> {
    let everybody = kiosk.read(|view| view.attendee_ids(&ListFilter::default()))?;
    erase(kiosk, caller, Whom::Everybody, &everybody)
}

/// What is done at each opening: an erasure that was cut off goes on, who was erased once stays erased, whatever was put back,
/// and old scans go.
pub(crate) fn keep_erased(kiosk: &Kiosk) -> Result<(), KioskError> {
    // No reason to keep a desk from its guests: it is tried again at the next opening, and when somebody erases again.
    for unfinished in unfinished::all(kiosk) {
        let caller = unfinished.caller();
        if let Err(error) = go_on(kiosk, &caller, &unfinished) {
            tracing::warn!(code = error.code(), "an erasure is not finished yet");
        }
    }
    let known = remembered(kiosk);
    let back = kiosk.read(|view| {
        let mut back = Vec::new();
        for id in &known {
            match view.attendee(*id) {
                // Somebody who is shown as another now is erased with that other, if that other was.
                Ok(found) if !found.erased && found.id == *id => back.push(*id),
                Ok(_) | Err(StoreError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(back)
    })?;
    if !back.is_empty() {
        erase(kiosk, &Caller::default(), Whom::Again, &back)?;
    }
    let remote = kiosk.remote()?;
    let scans = scans::erase_old(&remote, scans::KEPT, Duration::ZERO).and_then(|()| scans::sweep(&remote));
    if let Err(error) = scans {
        // No reason to keep a desk from its guests: it is tried again while the event is open, and at the next opening.
        tracing::warn!(code = error.code(), "old scans are not erased yet");
    }
    Ok(())
}

/// Erases people who are shown, with all who were joined into them, and every file in which they are named.
fn erase(kiosk: &Kiosk, caller: &Caller, whom: Whom, people: &[AttendeeId]) -> Result<Erased, KioskError> {
    // A list that comes in meanwhile would bring again who goes.
    let _one = kiosk.shared().importing.lock().unwrap_or_else(PoisonError::into_inner);
    while kiosk.write(Desk::list_piece)? {}
    while kiosk.write(Desk::fold_piece)? {}
    let begun = kiosk.read(|view| {
        let mut shown = BTreeSet::new();
        for id in people {
            match view.attendee(*id) {
                Ok(found) if !found.erased => {
                    shown.insert(*id);
                }
                Ok(_) | Err(StoreError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Unfinished { whom, people: shown, staff: caller.staff.clone(), until: view.journal_end()? })
    })?;
    // First, so that a cut in the middle is made good at the next opening.
    let begun = begun.begin(kiosk)?;
    go_on(kiosk, caller, &begun)
}

/// Does what is left of an erasure to be done.
fn go_on(kiosk: &Kiosk, caller: &Caller, begun: &Unfinished) -> Result<Erased, KioskError> {
    let (ids, shared) = kiosk.read(|view| {
        let mut ids = BTreeSet::new();
        for id in &begun.people {
            ids.extend(view.shown_as(*id)?);
        }
        Ok((ids, Arc::new(view.shared_organisations()?)))
    })?;
    remember(kiosk, &ids)?;
    let everybody = matches!(begun.whom, Whom::Everybody);
    let people: Vec<AttendeeId> = begun.people.iter().copied().collect();
    for piece in people.chunks(store::PIECE) {
        let (staff, piece, shared) = (caller.staff.clone(), piece.to_vec(), Arc::clone(&shared));
        kiosk.write(move |desk| {
            desk.transact(&staff, |tx| {
                if !everybody {
                    tx.erase_hidden(&piece)?;
                }
                for attendee in &piece {
                    erase_one(tx, *attendee, &shared)?;
                }
                Ok(())
            })
        })?;
    }
    if everybody {
        let until = begun.until;
        let staff = caller.staff.clone();
        kiosk.write(move |desk| desk.transact(&staff, |tx| Ok(tx.erase_scans()?)))?;
        scans::erase_old(&kiosk.remote()?, SignedDuration::ZERO, Duration::ZERO)?;
        // Also what nothing counts of any more: lists and walk-ins that were undone, lists that were broken off.
        let left = |kiosk: &Kiosk, staff: String| {
            kiosk.write(move |desk| desk.transact(&staff, |tx| Ok(tx.erase_left(until)?)))
        };
        while left(kiosk, caller.staff.clone())?.is_some() {}
    }
    kiosk.write(|desk| desk.vacuum())?;
    let removed = files::forget(kiosk.shared(), &ids, everybody)?;
    scans::swept(kiosk.shared())?;
    let left = kiosk.place().set_aside();
    let erased = u32::try_from(begun.people.len()).unwrap_or(u32::MAX);
    let note = if erased > 0 { Some(note::write(kiosk, caller, begun.whom, erased, &removed, &left)?) } else { None };
    begun.end(kiosk)?;
    let Removed { not_here, badge_files, .. } = removed;
    Ok(Erased { erased, left, not_here, badge_files, note })
}

/// Erases one person and calls off what waits for a printer. Nothing, if it is done already.
fn erase_one(tx: &mut Tx<'_>, attendee: AttendeeId, shared: &BTreeSet<String>) -> Result<(), KioskError> {
    match tx.view().attendee(attendee) {
        Ok(found) if found.erased => return Ok(()),
        Ok(_) => {}
        Err(StoreError::NotFound) => return Ok(()),
        Err(error) => return Err(error.into()),
    }
    for job in tx.view().print_jobs(None, Some(attendee))? {
        if matches!(job.state, JobState::Queued | JobState::Failed) {
            let end = Act::BadgeEnd { job: job.id, end: JobEnd::Cancelled, reason: "erased".to_owned() };
            tx.append(&end, Some(job.attendee), None, None)?;
        }
    }
    tx.erase_of(attendee, shared, None)?;
    Ok(())
}

fn list_file(kiosk: &Kiosk) -> PathBuf {
    kiosk.place().folder.join("erased")
}

/// The ids of those who were erased, a line each: an id says nothing about anybody.
fn remembered(kiosk: &Kiosk) -> BTreeSet<AttendeeId> {
    let text = std::fs::read_to_string(list_file(kiosk)).unwrap_or_default();
    text.lines().filter_map(|line| line.parse().ok()).collect()
}

fn remember(kiosk: &Kiosk, people: &BTreeSet<AttendeeId>) -> Result<(), KioskError> {
    let mut known = remembered(kiosk);
    known.extend(people);
    let text: String = known.iter().map(|id| format!("{id}\n")).collect();
    Ok(store::write_atomically(&list_file(kiosk), text.as_bytes())?)
}
