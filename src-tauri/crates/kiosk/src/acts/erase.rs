//! Erasing people: their data goes, the counts stay.
//!
//! Who was erased is remembered beside the event by id, so that a backup which is put back does not bring them back.

use std::collections::BTreeSet;
use std::path::PathBuf;

use checkin::AttendeeId;
use jiff::SignedDuration;
use serde::Serialize;
use store::{ListFilter, StoreError};

use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};

/// So long the text of a refused scan is kept: it may be somebody's name or code.
const SCANS_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What erasing did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Erased {
    /// How many people were erased.
    pub erased: u32,
    /// Files beside the event that were it once and still hold them: this program never deletes those. And the second medium's
    /// folder, if it is not here: its copies go when it is back.
    #[cfg_attr(test, ts(as = "Vec<String>"))]
    pub left: Vec<PathBuf>,
}

/// Erases one person.
///
/// # Errors
/// `notFound`, or if nothing could be written.
pub fn erase_attendee(kiosk: &Kiosk, caller: &Caller, attendee: AttendeeId) -> Result<Erased, KioskError> {
    // Nobody is half erased: who does not exist is said before anything is done.
    kiosk.read(|view| view.attendee(attendee))?;
    let erased = erase(kiosk, caller, &[attendee])?;
    let left = forget_copies(kiosk)?;
    Ok(Erased { erased, left })
}

/// Erases everybody, and what was scanned by people who are not known.
///
/// # Errors
/// If nothing could be written.
pub fn erase_event(kiosk: &Kiosk, caller: &Caller) -> Result<Erased, KioskError> {
    let everybody = kiosk.read(|view| view.attendee_ids(&ListFilter::default()))?;
    let erased = erase(kiosk, caller, &everybody)?;
    let staff = caller.staff.clone();
    kiosk.write(move |desk| desk.transact(&staff, |tx| Ok(tx.erase_scans()?)))?;
    erase_old_scans(kiosk, SignedDuration::ZERO)?;
    kiosk.write(|desk| desk.vacuum())?;
    let left = forget_copies(kiosk)?;
    Ok(Erased { erased, left })
}

/// What is done at each opening: who was erased once stays erased, whatever was put back, and old scans go.
pub(crate) fn keep_erased(kiosk: &Kiosk) -> Result<(), KioskError> {
    let known = remembered(kiosk);
    let back = kiosk.read(|view| {
        let mut back = Vec::new();
        for id in &known {
            match view.attendee(*id) {
                Ok(found) if !found.erased => back.push(*id),
                Ok(_) | Err(StoreError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(back)
    })?;
    if !back.is_empty() {
        erase(kiosk, &Caller::default(), &back)?;
        forget_copies(kiosk)?;
    }
    if erase_old_scans(kiosk, SCANS_FOR)? {
        kiosk.write(|desk| desk.vacuum())?;
        crate::backups::forget_erased(kiosk.shared())?;
    }
    Ok(())
}

/// Erases the texts of scans that were refused longer ago than this; whether there were any.
fn erase_old_scans(kiosk: &Kiosk, ago: SignedDuration) -> Result<bool, KioskError> {
    // One more than now, so that nothing of this moment stays.
    let now = kiosk.shared().clock.now().saturating_add(SignedDuration::from_millis(1)).unwrap_or_default();
    let before = now.saturating_sub(ago).unwrap_or_default();
    let mut any = false;
    while kiosk.write(move |desk| desk.transact("", |tx| Ok(tx.erase_old_scans(before)?)))?.is_some() {
        any = true;
    }
    Ok(any)
}

/// Lists of who was inside carry names, and so do the backups that were made by themselves. Returns what is left.
fn forget_copies(kiosk: &Kiosk) -> Result<Vec<PathBuf>, KioskError> {
    let reports = kiosk.shared().clear.reports.clone();
    for entry in std::fs::read_dir(&reports).into_iter().flatten().flatten() {
        std::fs::remove_file(entry.path()).map_err(|error| KioskError::file(&entry.path(), error))?;
    }
    let mut left = kiosk.place().set_aside();
    left.extend(crate::backups::forget_erased(kiosk.shared())?);
    Ok(left)
}

fn erase(kiosk: &Kiosk, caller: &Caller, people: &[AttendeeId]) -> Result<u32, KioskError> {
    // First, so that a cut in the middle is made good at the next opening.
    remember(kiosk, people)?;
    let mut erased = 0;
    for piece in people.chunks(store::PIECE) {
        let (staff, piece) = (caller.staff.clone(), piece.to_vec());
        erased += kiosk.write(move |desk| {
            desk.transact(&staff, |tx| {
                let mut erased = 0;
                for attendee in &piece {
                    match tx.view().attendee(*attendee) {
                        Ok(found) if found.erased => continue,
                        Ok(_) => {}
                        Err(StoreError::NotFound) => continue,
                        Err(error) => return Err(error.into()),
                    }
                    tx.erase(*attendee, None)?;
                    erased += 1;
                }
                Ok(erased)
            })
        })?;
    }
    remove_badge_files(kiosk, people)?;
    kiosk.write(|desk| desk.vacuum())?;
    Ok(erased)
}

fn list_file(kiosk: &Kiosk) -> PathBuf {
    kiosk.place().folder.join("erased")
}

/// The ids of those who were erased, a line each: an id says nothing about anybody.
fn remembered(kiosk: &Kiosk) -> BTreeSet<AttendeeId> {
    let text = std::fs::read_to_string(list_file(kiosk)).unwrap_or_default();
    text.lines().filter_map(|line| line.parse().ok()).collect()
}

fn remember(kiosk: &Kiosk, people: &[AttendeeId]) -> Result<(), KioskError> {
    let mut known = remembered(kiosk);
    known.extend(people);
    let text: String = known.iter().map(|id| format!("{id}\n")).collect();
    Ok(store::write_atomically(&list_file(kiosk), text.as_bytes())?)
}

/// Badges that lie in the event's folder carry the names.
fn remove_badge_files(kiosk: &Kiosk, people: &[AttendeeId]) -> Result<(), KioskError> {
    let folder = kiosk.shared().clear.badges.clone();
    let Ok(entries) = std::fs::read_dir(&folder) else { return Ok(()) };
    let wanted: BTreeSet<String> = people.iter().map(ToString::to_string).collect();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let of = crate::badges::attendee_in_file_name(&name);
        if of.is_some_and(|attendee| wanted.contains(attendee)) {
            std::fs::remove_file(entry.path()).map_err(|error| KioskError::file(&entry.path(), error))?;
        }
    }
    Ok(())
}
