//! Who was erased, by id: an id says nothing about anybody. A copy from before brings people back, under whatever name and on whatever
//! computer it is opened; so their ids lie in several places, and all of them are read when an event is opened.
//!
//! The places: beside the event, in the user's folder by the event's id, and beside the copies on each medium. An act of erasing
//! writes the first; [`gather`] brings them to one state.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use checkin::{AttendeeId, EventId};
use store::Place;

use crate::error::KioskError;
use crate::kiosk::Shared;

/// The file beside copies on a medium.
const BESIDE_COPIES: &str = "ankomst-erased";
/// The largest file that is read, in bytes: more people than any event has.
const MOST_BYTES: u64 = 32 << 20;

/// Brings the ids that are known in any place to all of them.
///
/// # Errors
/// If the event's folder or the user's cannot be written. A medium may be gone at any moment.
pub(crate) fn gather(shared: &Shared) -> Result<(), KioskError> {
    let own = [beside_event(&shared.place), of_user(&shared.home, shared.event_id)];
    let media = shared.medium.folders_here();
    let mut known = BTreeSet::new();
    for file in &own {
        known.extend(read(file));
    }
    // The event may itself be a copy on a stick that was opened there.
    let lies_in = shared.place.file.parent().map(Path::to_owned);
    for folder in media.iter().chain(&lies_in) {
        known.extend(read(&folder.join(BESIDE_COPIES)));
    }
    for file in &own {
        add(file, &known)?;
    }
    for folder in &media {
        put_beside_copies(folder, &known);
    }
    Ok(())
}

/// What this computer knows of an event by its id.
pub(crate) fn known_here(home: &Path, event: EventId) -> BTreeSet<AttendeeId> {
    read(&of_user(home, event))
}

/// What lies beside copies in a folder.
pub(crate) fn known_beside_copies(folder: &Path) -> BTreeSet<AttendeeId> {
    read(&folder.join(BESIDE_COPIES))
}

/// Puts the ids beside copies. A medium that is full or was pulled out gets them the next time.
pub(crate) fn put_beside_copies(folder: &Path, known: &BTreeSet<AttendeeId>) {
    if let Err(error) = add(&folder.join(BESIDE_COPIES), known) {
        tracing::warn!(code = error.code(), "who was erased is not written down beside copies");
    }
}

/// Takes the ids along that lie with a backup which is about to be put into a place.
///
/// # Errors
/// If the place cannot be written.
pub(crate) fn carry(backup: &Path, to: &Place) -> Result<(), KioskError> {
    let Some(folder) = backup.parent() else { return Ok(()) };
    let mut known = read(&folder.join(BESIDE_COPIES));
    // In the folder of another event file: `NAME.ankomst-files/backups`.
    if folder.ends_with("backups")
        && let Some(files) = folder.parent()
    {
        known.extend(read(&files.join("erased")));
    }
    add(&beside_event(to), &known)
}

fn beside_event(place: &Place) -> PathBuf {
    place.folder.join("erased")
}

fn of_user(home: &Path, event: EventId) -> PathBuf {
    home.join("erased").join(event.to_string())
}

/// An id a line; what is none is passed over.
fn read(file: &Path) -> BTreeSet<AttendeeId> {
    use std::io::Read;
    let mut text = String::new();
    let read = std::fs::File::open(file).and_then(|file| file.take(MOST_BYTES).read_to_string(&mut text));
    if read.is_err() {
        return BTreeSet::new();
    }
    text.lines().filter_map(|line| line.parse().ok()).collect()
}

/// Adds ids to a file, if it lacks any.
fn add(file: &Path, more: &BTreeSet<AttendeeId>) -> Result<(), KioskError> {
    let mut known = read(file);
    if more.is_subset(&known) {
        return Ok(());
    }
    known.extend(more);
    let text: String = known.iter().map(|id| format!("{id}\n")).collect();
    Ok(store::write_atomically(file, text.as_bytes())?)
}
