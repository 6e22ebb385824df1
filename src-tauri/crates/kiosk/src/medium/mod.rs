//! The second medium: a folder, such as one on a USB stick, to which each backup is copied as it is. It may be taken out at any
//! time; when it is back, copying goes on by itself.
//!
//! A folder is known by a mark that was put into it when it was chosen. A mount point without its stick, or another stick in its
//! place, has no such mark, and nothing is written there.

mod media;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use checkin::EventId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{Place, Reader, StoreError, Unlock};

use crate::error::KioskError;

pub(crate) use media::sticks;

/// How many copies are kept there, as in the event's own folder.
const KEPT: usize = 24;
/// The file by which the folder is known.
const MARK: &str = "ankomst-medium";
/// So much has to be left beside a copy, in bytes.
const MARGIN: u64 = 1 << 20;
/// The largest mark and settings that are read, in bytes.
const MOST_BYTES: usize = 16 << 10;

/// The second medium of one event on this computer. What was chosen lies in the user's folder, for it belongs to the computer.
pub(crate) struct Medium {
    file: PathBuf,
    event: EventId,
    chosen: Mutex<Option<Chosen>>,
    /// How the last attempt ended, as long as it is true.
    trouble: Mutex<Option<Trouble>>,
    /// One copies or removes at a time.
    work: Mutex<()>,
    /// How many people are in which backup; backups never change.
    counts: Mutex<BTreeMap<PathBuf, Held>>,
    /// How many bytes can still be written in a folder; a test says so itself.
    free: fn(&Path) -> Option<u64>,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Chosen {
    /// Where the copies lie.
    folder: PathBuf,
    /// What stands in the mark there.
    mark: String,
    /// Who gave their word that names may lie there unencrypted; absent: nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    in_clear: Option<String>,
    /// When the newest copy was made that was checked there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<Timestamp>,
    /// Copies made before that hold somebody who was erased, or open with an old passphrase: they go when one without is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    forget_before: Option<Timestamp>,
}

/// Why the last copy was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    /// There is no room.
    Full,
    /// Something else.
    Failed,
}

/// How the medium is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// None was chosen.
    None,
    /// It is there, and the newest copy on it is this old.
    Ready(Option<Timestamp>),
    /// It is not there; the newest copy on it was made then.
    Gone(Option<Timestamp>),
    /// Another one lies in its place.
    Other(Option<Timestamp>),
    /// It is full; the newest copy on it was made then.
    Full(Option<Timestamp>),
    /// It cannot be written; the newest copy on it was made then.
    Failed(Option<Timestamp>),
    /// The event has no passphrase, and no lead has given their word.
    NoWord(Option<Timestamp>),
}

/// How many people are in a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) listed: u32,
    pub(crate) arrived: u32,
    /// When the last thing in it happened.
    pub(crate) until: Option<Timestamp>,
}

/// What a copy is made of: the event's own backups, and with what they open.
pub(crate) struct Source<'a> {
    pub(crate) place: &'a Place,
    pub(crate) unlock: Unlock,
}

impl Source<'_> {
    fn is_locked(&self) -> bool {
        !matches!(self.unlock, Unlock::Nothing)
    }
}

impl Medium {
    /// The medium of an event, as it was chosen on this computer.
    pub(crate) fn of(home: &Path, event: EventId) -> Self {
        let file = home.join("media").join(format!("{event}.json"));
        let chosen = read_short(&file).and_then(|text| serde_json::from_str(&text).ok());
        Self {
            file,
            event,
            chosen: Mutex::new(chosen),
            trouble: Mutex::default(),
            work: Mutex::default(),
            counts: Mutex::default(),
            free: store::free_bytes,
        }
    }

    fn chosen(&self) -> Option<Chosen> {
        self.chosen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes over what is chosen now, on the disk first.
    fn keep(&self, chosen: Option<Chosen>) -> Result<(), KioskError> {
        match &chosen {
            Some(chosen) => {
                let text = serde_json::to_vec_pretty(chosen).map_err(|_| KioskError::NoAnswer)?;
                store::write_atomically(&self.file, &text)?;
            }
            None => match std::fs::remove_file(&self.file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(KioskError::file(&self.file, error));
                }
                _ => {}
            },
        }
        *self.chosen.lock().unwrap_or_else(PoisonError::into_inner) = chosen;
        Ok(())
    }

    /// Chooses a folder, in which a folder of this event's own is made. `in_clear`: whose word it is that names may lie there
    /// unencrypted.
    pub(crate) fn choose(
        &self,
        place: &Place,
        folder: &Path,
        in_clear: Option<String>,
        mark: &str,
    ) -> Result<(), KioskError> {
        let _work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        if !folder.is_dir() {
            return Err(StoreError::Missing { path: folder.to_owned() }.into());
        }
        let stem = place.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let event = self.event.to_string();
        // Two events may have one name.
        let own = folder.join(format!("{stem}-{}.ankomst-backups", event.split('-').next_back().unwrap_or_default()));
        std::fs::create_dir_all(&own).map_err(|error| KioskError::file(&own, error))?;
        let own = own.canonicalize().map_err(|error| KioskError::file(&own, error))?;
        // Where SQLite is not safe nothing of it is kept; the chosen medium is one that is carried about.
        Place { file: own.join("backup.ankomst"), folder: own.clone() }.refuse_shared()?;
        let known = read_short(&own.join(MARK)).filter(|text| text.starts_with(&event));
        let mark = known.unwrap_or_else(|| format!("{event} {mark}\n"));
        store::write_atomically(&own.join(MARK), mark.as_bytes())?;
        self.clear_trouble();
        let before = self.chosen().filter(|chosen| chosen.folder == own && chosen.mark == mark);
        let (last, forget_before) = before.map_or((None, None), |before| (before.last, before.forget_before));
        let last = last.or_else(|| store::backups_in(&own).pop().map(|(made, _)| made));
        self.keep(Some(Chosen { folder: own, mark, in_clear, last, forget_before }))
    }

    /// Gives or takes back the word that names may lie there unencrypted.
    pub(crate) fn allow_in_clear(&self, who: Option<String>) -> Result<(), KioskError> {
        let _work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        let chosen = self.chosen().map(|chosen| Chosen { in_clear: who, ..chosen });
        if chosen.is_some() { self.keep(chosen) } else { Ok(()) }
    }

    /// No medium any more; what lies on it stays there.
    pub(crate) fn leave(&self) -> Result<(), KioskError> {
        let _work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        self.clear_trouble();
        self.keep(None)
    }

    /// Where the copies lie, if one is chosen.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        self.chosen().map(|chosen| chosen.folder)
    }

    /// Who gave their word that names may lie there unencrypted.
    pub(crate) fn in_clear(&self) -> Option<String> {
        self.chosen()?.in_clear
    }

    /// How it is now: looked at, not remembered.
    pub(crate) fn look(&self, source: &Source<'_>) -> State {
        let Some(chosen) = self.chosen() else { return State::None };
        let last = chosen.last;
        match read_short(&chosen.folder.join(MARK)) {
            None => return State::Gone(last),
            Some(mark) if mark != chosen.mark => return State::Other(last),
            Some(_) => {}
        }
        // Somebody may have removed some of them.
        let newest = store::backups_in(&chosen.folder).pop().map(|(made, _)| made);
        if !source.is_locked() && chosen.in_clear.is_none() {
            return State::NoWord(newest);
        }
        match *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(Trouble::Full) => State::Full(newest),
            Some(Trouble::Failed) => State::Failed(newest),
            None => State::Ready(newest),
        }
    }

    /// The copies on the medium, oldest first; none while it is not there.
    pub(crate) fn copies(&self) -> Vec<(Timestamp, PathBuf)> {
        let Some(chosen) = self.chosen() else { return Vec::new() };
        if is_there(&chosen) { store::backups_in(&chosen.folder) } else { Vec::new() }
    }

    /// Copies the newest backup of the event to the medium, if it is there and does not have it yet; whether it has it now.
    pub(crate) fn follow(&self, source: &Source<'_>) -> bool {
        let _work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(chosen) = self.chosen().filter(is_there) else { return false };
        if !source.is_locked() && chosen.in_clear.is_none() {
            return false;
        }
        let Some((made, newest)) = source.place.backup_times().pop() else { return false };
        let Some(name) = newest.file_name() else { return false };
        let target = chosen.folder.join(name);
        let copied = if target.exists() { Ok(()) } else { self.copy(&chosen, &newest, &target, source) };
        let trouble = match copied {
            Ok(()) => {
                self.copied(&chosen, made);
                None
            }
            // It was taken out while it was written: that is no fault of its own.
            Err(_) if !is_there(&chosen) => None,
            Err(StoreError::DiskFull) => Some(Trouble::Full),
            Err(_) => Some(Trouble::Failed),
        };
        let done = trouble.is_none();
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
        done && target.exists()
    }

    fn copy(&self, chosen: &Chosen, newest: &Path, target: &Path, source: &Source<'_>) -> Result<(), StoreError> {
        let size = std::fs::metadata(newest)?.len() + MARGIN;
        // Half a copy from a stick that was pulled out takes room; it is ours by its name.
        for entry in std::fs::read_dir(&chosen.folder)?.flatten() {
            if entry.file_name().to_string_lossy().ends_with(".ankomst.writing") {
                let _ = std::fs::remove_file(entry.path());
            }
        }
        let mut others = store::backups_in(&chosen.folder).into_iter();
        let bytes = |path: &Path| std::fs::metadata(path).map_or(0, |found| found.len());
        loop {
            let free = (self.free)(&chosen.folder);
            let has_room = free.is_none_or(|free| free >= size);
            let may_go = |(made, _): &&(Timestamp, PathBuf)| {
                others.as_slice().last().is_some_and(|(newest, _)| made < newest)
                    || chosen.forget_before.is_some_and(|from| *made < from)
            };
            let could_have = others.as_slice().iter().filter(may_go).map(|(_, path)| bytes(path)).sum::<u64>();
            if free.is_some_and(|free| free.saturating_add(could_have) < size) {
                // Something else fills it: our older copies would go for nothing.
                return Err(StoreError::DiskFull);
            }
            let copied =
                if has_room { store::copy_backup(newest, target, &source.unlock) } else { Err(StoreError::DiskFull) };
            match copied {
                Err(StoreError::DiskFull) => {}
                ended => return ended,
            }
            // The oldest make room, and the last good one stays until a newer one is there; but not one that has to go anyway.
            match others.next() {
                Some((made, oldest)) if others.len() > 0 || chosen.forget_before.is_some_and(|from| made < from) => {
                    std::fs::remove_file(oldest)?;
                }
                _ => return Err(StoreError::DiskFull),
            }
        }
    }

    /// A copy is there and was checked: what is older than the ring, or must go, goes.
    fn copied(&self, chosen: &Chosen, made: Timestamp) {
        let copies = store::backups_in(&chosen.folder);
        let surplus = copies.len().saturating_sub(KEPT);
        let mut all_gone = true;
        for (place, (other, old)) in copies.into_iter().enumerate() {
            let must_go = other < made && chosen.forget_before.is_some_and(|from| other < from);
            if must_go || place < surplus {
                all_gone &= std::fs::remove_file(old).is_ok() || !must_go;
            }
        }
        let forget_before = chosen.forget_before.filter(|_| !all_gone);
        let now = Chosen { last: Some(made), forget_before, ..chosen.clone() };
        if now != *chosen {
            // Not written down: the copy is there all the same, and is found again at the next look.
            let _ = self.keep(Some(now));
        }
    }

    /// What was copied before `from` must not stay: it goes as soon as there is one made since. Returns what is there still, the
    /// medium's folder if it cannot be looked at.
    pub(crate) fn forget(&self, from: Timestamp, source: &Source<'_>) -> Result<Vec<PathBuf>, KioskError> {
        let work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(chosen) = self.chosen() else { return Ok(Vec::new()) };
        self.keep(Some(Chosen { forget_before: Some(from), ..chosen.clone() }))?;
        drop(work);
        if !is_there(&chosen) {
            return Ok(vec![chosen.folder]);
        }
        self.follow(source);
        let left = self.copies().into_iter().filter(|(made, _)| *made < from);
        Ok(left.map(|(_, path)| path).collect())
    }

    /// How many people are in a backup; `None` if it does not open with what the event opens with.
    pub(crate) fn held(&self, backup: &Path, unlock: &Unlock) -> Option<Held> {
        let known = self.counts.lock().unwrap_or_else(PoisonError::into_inner).get(backup).copied();
        if known.is_some() {
            return known;
        }
        let reader = Reader::open_with(backup, unlock).ok()?;
        let view = reader.view();
        let all = view.tally().ok()?.all;
        let held = Held { listed: all.listed, arrived: all.arrived, until: view.newest_stamp().ok()? };
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).insert(backup.to_owned(), held);
        Some(held)
    }

    fn clear_trouble(&self) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Whether the folder is the one that was chosen.
fn is_there(chosen: &Chosen) -> bool {
    read_short(&chosen.folder.join(MARK)).is_some_and(|mark| mark == chosen.mark)
}

/// A short text file; `None` if it cannot be read or is none.
fn read_short(path: &Path) -> Option<String> {
    use std::io::Read;
    let mut text = String::new();
    let file = std::fs::File::open(path).ok()?;
    file.take(u64::try_from(MOST_BYTES).ok()?).read_to_string(&mut text).ok()?;
    Some(text)
}
