//! Files beside the event that name people: badges, sheets of badges, lists, copies of the event. An erasure takes them.
//!
//! What is compressed inside (a PDF) is not searched: a file goes if it may name who was erased.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use checkin::AttendeeId;
use store::StoreError;

use super::note;
use crate::backups;
use crate::badges::attendee_in_file_name;
use crate::error::KioskError;
use crate::kiosk::Shared;
use crate::printers::PrinterKind;

/// What went, and what could not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Removed {
    /// Badges, each a file.
    pub(crate) badges: u32,
    /// Names of files with badges of several people.
    pub(crate) badge_files: Vec<String>,
    /// Lists and reports.
    pub(crate) lists: u32,
    /// Backups; one without who was erased took their place.
    pub(crate) backups: u32,
    /// Where copies on the second medium still are.
    pub(crate) not_here: Vec<String>,
}

/// Removes every file that may name these people; of an event in which everybody was erased, every file of badges and lists.
pub(super) fn forget(shared: &Shared, people: &BTreeSet<AttendeeId>, all: bool) -> Result<Removed, KioskError> {
    let mut removed = Removed::default();
    forget_badges(shared, people, all, &mut removed)?;
    let _held = shared.clear.hold();
    let kept_paper = shared.has_kept_paper();
    for file in files_of(&shared.clear.reports) {
        if !note::is_note(&file) {
            remove(&file)?;
            removed.lists += 1;
        }
    }
    // The list that is there for when nothing works any more is made anew, for those who are left.
    if kept_paper && !all {
        shared.keep_paper()?;
    }
    let gone = backups::forget_erased(shared)?;
    removed.backups = gone.removed;
    removed.not_here = gone.not_here;
    Ok(removed)
}

/// Replaces the backups by one of now.
pub(super) fn forget_backups(shared: &Shared) -> Result<(), KioskError> {
    let _held = shared.clear.hold();
    backups::forget_erased(shared).map(|_| ())
}

fn forget_badges(
    shared: &Shared,
    people: &BTreeSet<AttendeeId>,
    all: bool,
    removed: &mut Removed,
) -> Result<(), KioskError> {
    for file in files_of(&shared.clear.badges) {
        if let Some(own) = owner(&file) {
            if all || people.contains(&own) {
                remove(&file)?;
                removed.badges += 1;
            }
            continue;
        }
        // A sheet of which nobody knows whose badges are on it may hold anybody's.
        if all || people_of(shared, &file).is_none_or(|on_it| !on_it.is_disjoint(people)) {
            remove(&file)?;
            removed.badge_files.push(name_of(&file).to_owned());
        }
    }
    removed.badge_files.retain(|name| name.ends_with(".pdf"));
    removed.badge_files.sort();
    for list in files_of(&lists_of_people(shared)) {
        // The sheet that it tells of is gone, or was only for as long as the event was open.
        let sheet = shared.clear.badges.join(list.file_stem().unwrap_or_default());
        if !sheet.exists() {
            remove(&list)?;
        }
    }
    // Folders of a person's own in which badges are saved: there only files that bear an id of ours are ours.
    for printer in shared.printers.in_use() {
        let folder = PathBuf::from(&printer.address);
        if printer.kind == PrinterKind::Folder && folder != shared.clear.badges {
            for file in files_of(&folder) {
                if owner(&file).is_some_and(|own| people.contains(&own)) {
                    remove(&file)?;
                    removed.badges += 1;
                }
            }
        }
    }
    Ok(())
}

/// Removes what a printer into a folder, or a batch, has just written of somebody who was erased meanwhile. Whether it did.
pub(crate) fn forget_if_erased(shared: &Shared, file: &Path, people: &[AttendeeId]) -> Result<bool, KioskError> {
    let gone = shared.read(|view| {
        for id in people {
            match view.attendee(*id) {
                Ok(found) if found.erased => return Ok(true),
                Ok(_) | Err(StoreError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(false)
    })?;
    if gone && file.exists() {
        remove(file)?;
    }
    Ok(gone)
}

/// Writes down whose badges are in a file, by their ids, which say nothing about anybody: before the file is written.
pub(crate) fn note_people(shared: &Shared, sheet: &Path, people: &[AttendeeId]) -> Result<(), KioskError> {
    let text: String = people.iter().map(|id| format!("{id}\n")).collect();
    Ok(store::write_atomically(&list_of_people(shared, sheet), text.as_bytes())?)
}

/// Whose badges are in a file; `None` if nobody knows.
fn people_of(shared: &Shared, sheet: &Path) -> Option<BTreeSet<AttendeeId>> {
    let text = std::fs::read_to_string(list_of_people(shared, sheet)).ok()?;
    text.lines().map(|line| line.parse().ok()).collect()
}

fn lists_of_people(shared: &Shared) -> PathBuf {
    shared.place.folder.join("badge-files")
}

fn list_of_people(shared: &Shared, sheet: &Path) -> PathBuf {
    // One that is being written holds what it will hold.
    let name = name_of(sheet);
    lists_of_people(shared).join(format!("{}.ids", name.strip_suffix(".writing").unwrap_or(name)))
}

/// Whose badge a file is, by its name.
fn owner(file: &Path) -> Option<AttendeeId> {
    attendee_in_file_name(name_of(file))?.parse().ok()
}

fn name_of(file: &Path) -> &str {
    file.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

/// The files in a folder, without those in folders of it; none if there is no such folder.
fn files_of(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| !path.is_dir()).collect()
}

pub(super) fn remove(file: &Path) -> Result<(), KioskError> {
    match std::fs::remove_file(file) {
        // Somebody else was quicker.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => other.map_err(|error| KioskError::file(file, error)),
    }
}
