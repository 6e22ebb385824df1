//! Erasing people: their data goes, the counts stay.

use checkin::AttendeeId;
use store::{ListFilter, StoreError};

use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};

/// Erases one person.
///
/// # Errors
/// `notFound`, or if nothing could be written.
pub fn erase_attendee(kiosk: &Kiosk, caller: &Caller, attendee: AttendeeId) -> Result<u32, KioskError> {
    // Nobody is half erased: who does not exist is said before anything is done.
    kiosk.read(|view| view.attendee(attendee))?;
    let erased = erase(kiosk, caller, &[attendee])?;
    forget_copies(kiosk)?;
    Ok(erased)
}

/// Erases everybody, and what was scanned by people who are not known.
///
/// # Errors
/// If nothing could be written.
pub fn erase_event(kiosk: &Kiosk, caller: &Caller) -> Result<u32, KioskError> {
    let everybody = kiosk.read(|view| view.attendee_ids(&ListFilter::default()))?;
    let erased = erase(kiosk, caller, &everybody)?;
    let staff = caller.staff.clone();
    kiosk.write(move |desk| desk.transact(&staff, |tx| Ok(tx.erase_scans()?)))?;
    kiosk.write(|desk| desk.vacuum())?;
    forget_copies(kiosk)?;
    Ok(erased)
}

/// Lists of who was inside carry names, and so do the backups that were made by themselves.
fn forget_copies(kiosk: &Kiosk) -> Result<(), KioskError> {
    let reports = kiosk.place().reports();
    for entry in std::fs::read_dir(&reports).into_iter().flatten().flatten() {
        std::fs::remove_file(entry.path()).map_err(|error| KioskError::file(&entry.path(), error))?;
    }
    crate::backups::forget_erased(kiosk.shared())
}

fn erase(kiosk: &Kiosk, caller: &Caller, people: &[AttendeeId]) -> Result<u32, KioskError> {
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

/// Badges that lie in the event's folder carry the names.
fn remove_badge_files(kiosk: &Kiosk, people: &[AttendeeId]) -> Result<(), KioskError> {
    let folder = kiosk.place().badges();
    let Ok(entries) = std::fs::read_dir(&folder) else { return Ok(()) };
    let wanted: std::collections::BTreeSet<String> = people.iter().map(ToString::to_string).collect();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let of = crate::badges::attendee_in_file_name(&name);
        if of.is_some_and(|attendee| wanted.contains(attendee)) {
            std::fs::remove_file(entry.path()).map_err(|error| KioskError::file(&entry.path(), error))?;
        }
    }
    Ok(())
}
