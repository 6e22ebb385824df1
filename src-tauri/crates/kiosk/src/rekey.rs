//! Another passphrase: what is left to do when the file has it.
//!
//! Before the file is written anew a mark is put into the event's folder. It goes when everything is done; until then each opening
//! tries again. Nothing of this makes the change fail: the file has its passphrase.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use store::{Place, Reader};

use crate::acts::erase::files::{files_of, is_note};
use crate::backups::LABEL;
use crate::error::KioskError;
use crate::kiosk::Shared;
use crate::medium::{Medium, Source};

/// The mark that something may be left to do.
pub(crate) struct Due {
    file: PathBuf,
    /// It was there before.
    was_due: bool,
}

impl Due {
    /// Puts the mark down.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn begin(place: &Place) -> Result<Self, KioskError> {
        let file = due(place);
        let was_due = file.exists();
        // Where there is no event nothing is made either; that is said by whoever looks for the event.
        if !was_due && let Some(head) = head(place) {
            store::write_atomically(&file, head.as_bytes())?;
        }
        Ok(Self { file, was_due })
    }

    /// The event has its new passphrase.
    pub(crate) fn changed(&self) {
        // Else what the file began with says so, unless it begins with that again.
        let _ = store::write_atomically(&self.file, b"");
    }

    /// The event has the passphrase that it had.
    pub(crate) fn call_off(self) {
        if !self.was_due {
            let _ = std::fs::remove_file(self.file);
        }
    }
}

fn due(place: &Place) -> PathBuf {
    place.folder.join("rekey-due")
}

/// With what the file begins: the salt of its passphrase, or that it has none. It changes with the passphrase.
fn head(place: &Place) -> Option<String> {
    use std::io::Read;
    let mut head = [0; 16];
    std::fs::File::open(&place.file).and_then(|mut file| file.read_exact(&mut head)).ok()?;
    Some(head.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// At an opening: goes on with what could not be done.
pub(crate) fn finish_if_due(shared: &Shared) {
    let Ok(before) = std::fs::read_to_string(due(&shared.place)) else { return };
    if Some(&before) == head(&shared.place).as_ref() {
        // Cut off before the file changed: its backups are those of the passphrase that it has.
        let _ = std::fs::remove_file(due(&shared.place));
    } else {
        let left = finish(&shared.source(), &shared.medium, shared.clock.now());
        tracing::info!(left = left.len(), "went on after another passphrase");
    }
}

/// Puts one backup in the place of those that open as the event did before, takes what lies in clear beside an event that has a
/// passphrase, and returns what is left.
pub(crate) fn finish(source: &Source<'_>, medium: &Medium, now: Timestamp) -> Vec<PathBuf> {
    let place = source.place;
    let mut left = replace_backups(source, now);
    left.extend(place.leftovers());
    if source.is_locked() {
        left.extend(clear_names(place));
    }
    let mut is_done = left.is_empty();
    let from = place.backup_times().pop().map_or(now, |(made, _)| made);
    match medium.forget(from, source) {
        // A medium that is not here is remembered by itself.
        Ok(there) => left.extend(there),
        Err(_) => {
            is_done = false;
            left.extend(medium.folders());
        }
    }
    if is_done {
        let _ = std::fs::remove_file(due(place));
    }
    left.extend(place.set_aside());
    if source.is_locked() {
        // Folders that somebody made among our files are not ours to empty.
        left.extend([place.badges(), place.reports()].iter().flat_map(|folder| folders_in(folder)));
    }
    left.sort();
    left.dedup();
    left
}

fn replace_backups(source: &Source<'_>, now: Timestamp) -> Vec<PathBuf> {
    let before = store::copies_in(&source.place.backups());
    let made =
        Reader::open_with(&source.place.file, &source.unlock).and_then(|reader| reader.backup_to_folder(LABEL, now));
    // The new copy is whole and checked; the old ones hold the same under what nobody shall know any more. Without it they stay.
    if made.is_err() {
        return before;
    }
    before.into_iter().filter(|old| std::fs::remove_file(old).is_err()).collect()
}

/// Badges, whose they are, lists, and what was broken off. Notes of erasures name nobody, and stay.
fn clear_names(place: &Place) -> Vec<PathBuf> {
    let half = |file: &PathBuf| file.extension().is_some_and(|ending| ending == "writing");
    let mut files = files_of(&place.badges());
    files.extend(files_of(&place.folder.join("badge-files")));
    files.extend(files_of(&place.reports()).into_iter().filter(|file| !is_note(file)));
    files.extend(files_of(&place.folder).into_iter().filter(half));
    files.into_iter().filter(|file| std::fs::remove_file(file).is_err()).collect()
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}
