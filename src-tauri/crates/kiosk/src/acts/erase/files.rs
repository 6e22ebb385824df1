//! Files beside the event that name people: badges, sheets of badges, lists, copies of the event. An erasure takes them.
//!
//! What is compressed inside (a PDF) is not searched: a file goes if it may name who was erased.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use checkin::{AttendeeId, RecordId};
use store::StoreError;

use super::note;
use crate::backups;
use crate::badges::attendee_in_file_name;
use crate::erased_ids;
use crate::error::KioskError;
use crate::kiosk::Shared;
use crate::printers::PrinterKind;

/// Before the batch's id in a list of whose badges are in a file.
const BATCH: &str = "batch ";
/// How the names of these lists end.
const IDS: &str = ".ids";

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
    // A copy from before may be opened anywhere, and under any name.
    erased_ids::gather(shared)?;
    forget_badges(shared, people, all, &mut removed)?;
    let _held = shared.clear.hold();
    let kept_paper = shared.has_kept_paper();
    for file in shared.clear.all_reports().iter().flat_map(|folder| files_of(folder)) {
        if !is_note(&file) {
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

/// Whether a file beside the event is a note of an erasure, which names nobody and stays.
pub(crate) fn is_note(file: &Path) -> bool {
    note::is_note(file)
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
    let folders = shared.clear.all_badges();
    for file in folders.iter().flat_map(|folder| files_of(folder)) {
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
        let sheet = list.file_stem().unwrap_or_default();
        if !folders.iter().any(|folder| folder.join(sheet).exists()) {
            remove(&list)?;
        }
    }
    // Folders of a person's own in which badges are saved: there only files that bear an id of ours are ours.
    for printer in shared.printers.in_use() {
        let folder = PathBuf::from(&printer.address);
        if printer.kind == PrinterKind::Folder && !folders.contains(&folder) {
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

/// Writes down whose badges are in a file of a batch, by their ids, which say nothing about anybody: before the file is written.
pub(crate) fn note_people(
    shared: &Shared,
    sheet: &Path,
    batch: RecordId,
    people: &[AttendeeId],
) -> Result<(), KioskError> {
    let ids: String = people.iter().map(|id| format!("{id}\n")).collect();
    Ok(store::write_atomically(&list_of_people(shared, sheet), format!("{BATCH}{batch}\n{ids}").as_bytes())?)
}

/// Whose badges are in a file; `None` if nobody knows.
fn people_of(shared: &Shared, sheet: &Path) -> Option<BTreeSet<AttendeeId>> {
    read_list(&list_of_people(shared, sheet)).map(|(_, people)| people)
}

/// A file of a batch, there or not.
pub(crate) struct BatchFile {
    batch: String,
    people: BTreeSet<AttendeeId>,
    path: PathBuf,
}

impl BatchFile {
    /// Whether it holds the badge of somebody, or was to hold it.
    pub(crate) fn is_for(&self, batch: RecordId, attendee: AttendeeId) -> bool {
        self.batch == batch.to_string() && self.people.contains(&attendee)
    }

    /// Whether it was written.
    pub(crate) fn is_there(&self) -> bool {
        self.path.exists()
    }
}

/// The files of batches that were written, or were to be.
pub(crate) fn files_of_batches(shared: &Shared) -> Vec<BatchFile> {
    let lists = files_of(&lists_of_people(shared)).into_iter().filter(|list| name_of(list).ends_with(IDS));
    lists
        .filter_map(|list| {
            let (Some(batch), people) = read_list(&list)? else { return None };
            Some(BatchFile { batch, people, path: shared.clear.badges.join(list.file_stem()?) })
        })
        .collect()
}

/// The batch, which files of earlier programs do not name, and whose badges.
fn read_list(list: &Path) -> Option<(Option<String>, BTreeSet<AttendeeId>)> {
    let text = std::fs::read_to_string(list).ok()?;
    let (batch, ids) = match text.strip_prefix(BATCH).and_then(|rest| rest.split_once('\n')) {
        Some((batch, ids)) => (Some(batch.to_owned()), ids),
        None => (None, text.as_str()),
    };
    Some((batch, ids.lines().map(|line| line.parse().ok()).collect::<Option<_>>()?))
}

fn lists_of_people(shared: &Shared) -> PathBuf {
    shared.place.folder.join("badge-files")
}

fn list_of_people(shared: &Shared, sheet: &Path) -> PathBuf {
    // One that is being written holds what it will hold.
    let name = name_of(sheet);
    lists_of_people(shared).join(format!("{}{IDS}", name.strip_suffix(".writing").unwrap_or(name)))
}

/// Whose badge a file is, by its name.
fn owner(file: &Path) -> Option<AttendeeId> {
    attendee_in_file_name(name_of(file))?.parse().ok()
}

fn name_of(file: &Path) -> &str {
    file.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

/// The files in a folder, without those in folders of it; none if there is no such folder.
pub(crate) fn files_of(folder: &Path) -> Vec<PathBuf> {
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
