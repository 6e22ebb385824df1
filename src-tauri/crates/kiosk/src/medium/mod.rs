//! The second medium: a folder, such as one on a USB stick, to which each backup is copied as it is. It may be taken out at any
//! time; when it is back, copying goes on by itself.
//!
//! A folder is known by a mark that was put into it when it was chosen. A mount point without its stick, or another stick in its
//! place, has no such mark, and nothing is written there.

mod known;
mod media;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use checkin::EventId;
use jiff::Timestamp;
use store::{Place, Reader, StoreError, Unlock};

use crate::erased_ids;
use crate::error::KioskError;
use known::{Chosen, Known};

pub(crate) use media::sticks;

/// How many copies are kept there, as in the event's own folder.
const KEPT: usize = 24;
/// The file by which the folder is known.
const MARK: &str = "ankomst-medium";
/// So much has to be left beside a copy, in bytes.
const MARGIN: u64 = 1 << 20;
/// The largest mark that is read, in bytes.
const MOST_BYTES: usize = 16 << 10;

/// The second medium of one event on this computer. What was chosen lies in the user's folder, for it belongs to the computer.
pub(crate) struct Medium {
    /// The user's folder.
    home: PathBuf,
    file: PathBuf,
    event: EventId,
    known: Mutex<Known>,
    /// How the last attempt ended, as long as it is true.
    trouble: Mutex<Option<Trouble>>,
    /// One copies or removes at a time.
    work: Mutex<()>,
    /// How many people are in which backup; backups never change.
    counts: Mutex<BTreeMap<PathBuf, Held>>,
    /// How many bytes can still be written in a folder; a test says so itself.
    free: fn(&Path) -> Option<u64>,
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
    pub(crate) fn is_locked(&self) -> bool {
        !matches!(self.unlock, Unlock::Nothing)
    }
}

impl Medium {
    /// The medium of an event, as it was chosen on this computer.
    pub(crate) fn of(home: &Path, event: EventId) -> Self {
        let file = home.join("media").join(format!("{event}.json"));
        Self {
            home: home.to_owned(),
            known: Mutex::new(Known::read(&file)),
            file,
            event,
            trouble: Mutex::default(),
            work: Mutex::default(),
            counts: Mutex::default(),
            free: store::free_bytes,
        }
    }

    fn known(&self) -> Known {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn chosen(&self) -> Option<Chosen> {
        self.known().chosen
    }

    /// Takes over what is known now, on the disk first.
    fn keep(&self, known: Known) -> Result<(), KioskError> {
        if known == self.known() {
            return Ok(());
        }
        if known == Known::default() {
            match std::fs::remove_file(&self.file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(KioskError::file(&self.file, error));
                }
                _ => {}
            }
        } else {
            let text = serde_json::to_vec_pretty(&known).map_err(|_| KioskError::NoAnswer)?;
            store::write_atomically(&self.file, &text)?;
        }
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = known;
        Ok(())
    }

    /// Takes over what is known now of the one that is chosen.
    fn keep_chosen(&self, chosen: Chosen) -> Result<(), KioskError> {
        self.keep(Known { chosen: Some(chosen), ..self.known() })
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
        let found = read_short(&own.join(MARK), MOST_BYTES).filter(|text| text.starts_with(&event));
        let mark = found.unwrap_or_else(|| format!("{event} {mark}\n"));
        store::write_atomically(&own.join(MARK), mark.as_bytes())?;
        self.clear_trouble();
        let mut known = self.known();
        let before = known.take(&own, &mark);
        // Another one that was chosen keeps what lies on it, and what has to go from there.
        known.leave();
        let newest = store::backups_in(&own).pop().map(|(made, _)| made);
        let forget_before = match &before {
            Some(before) => before.forget_before,
            // Of another computer, or from before this one knew of it: who was erased here may be in every copy, unless
            // it is known there too. The event's own backups hold nobody who was erased.
            None => self.may_hold_erased(&own).then_some(Timestamp::MIN),
        };
        let (last, copy_of) = before.map_or((None, None), |before| (before.last, before.copy_of));
        known.chosen = Some(Chosen { folder: own, mark, in_clear, last: last.or(newest), copy_of, forget_before });
        self.keep(known)
    }

    /// Whether there are copies in a folder beside which somebody is missing who was erased here.
    fn may_hold_erased(&self, folder: &Path) -> bool {
        let erased = erased_ids::known_here(&self.home, self.event);
        !store::copies_in(folder).is_empty() && !erased.is_subset(&erased_ids::known_beside_copies(folder))
    }

    /// Gives or takes back the word that names may lie there unencrypted.
    pub(crate) fn allow_in_clear(&self, who: Option<String>) -> Result<(), KioskError> {
        let _work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        let chosen = self.chosen().map(|chosen| Chosen { in_clear: who, ..chosen });
        chosen.map_or(Ok(()), |chosen| self.keep_chosen(chosen))
    }

    /// No medium any more; what lies on it stays there, but for what has to go.
    pub(crate) fn leave(&self) -> Result<(), KioskError> {
        let _work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        self.clear_trouble();
        let mut known = self.known();
        known.leave();
        self.keep(known)
    }

    /// Whether copies may lie on any medium.
    pub(crate) fn knows_any(&self) -> bool {
        self.known().all().next().is_some()
    }

    /// The folders of all media that are known, here or not.
    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        self.known().all().map(|one| one.folder.clone()).collect()
    }

    /// The folders of those that are here.
    pub(crate) fn folders_here(&self) -> Vec<PathBuf> {
        self.known().all().filter(|one| one.is_there()).map(|one| one.folder.clone()).collect()
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
        match read_short(&chosen.folder.join(MARK), MOST_BYTES) {
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
        if chosen.is_there() { store::backups_in(&chosen.folder) } else { Vec::new() }
    }

    /// Copies the newest backup of the event to the medium, if it is there and does not have it yet; whether it has it now. What has
    /// to go from any medium that is there goes.
    pub(crate) fn follow(&self, source: &Source<'_>) -> bool {
        let _work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        self.clear_left();
        let Some(chosen) = self.chosen().filter(Chosen::is_there) else { return false };
        if !source.is_locked() && chosen.in_clear.is_none() {
            // No copy may take the place of what has to go.
            if chosen.forget_before.is_some() && chosen.clear_away() {
                let cleared = Chosen { last: None, copy_of: None, forget_before: None, ..chosen };
                // Not written down: it is cleared once more at the next look.
                let _ = self.keep_chosen(cleared);
            }
            return false;
        }
        let Some((made, newest)) = source.place.backup_times().pop() else { return false };
        let Some(name) = newest.file_name().and_then(|name| name.to_str()) else { return false };
        let at = time_there(&chosen, made, name);
        let target = chosen.folder.join(if at == made { name.to_owned() } else { store::name_at(name, at) });
        let forgets = chosen.forget_before.is_some_and(|from| made >= from);
        let copied = if target.exists() { Ok(()) } else { self.copy(&chosen, &newest, &target, source, forgets) };
        let trouble = match copied {
            Ok(()) => {
                let copy_of = (at != made).then(|| name.to_owned());
                self.copied(Chosen { last: Some(at), copy_of, ..chosen }, &target, forgets);
                None
            }
            // It was taken out while it was written: that is no fault of its own.
            Err(_) if !chosen.is_there() => None,
            Err(StoreError::DiskFull) => Some(Trouble::Full),
            Err(_) => Some(Trouble::Failed),
        };
        let done = trouble.is_none();
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
        done && target.exists()
    }

    /// Media that are chosen no more get no copy: there what has to go is all that is there.
    fn clear_left(&self) {
        let mut known = self.known();
        known.before.retain(|one| one.forget_before.is_none() || !one.is_there() || !one.clear_away());
        // Not written down: it is looked for once more.
        let _ = self.keep(known);
    }

    fn copy(
        &self,
        chosen: &Chosen,
        newest: &Path,
        target: &Path,
        source: &Source<'_>,
        forgets: bool,
    ) -> Result<(), StoreError> {
        // Before there is a copy that brings somebody back.
        let erased = erased_ids::known_here(&self.home, self.event);
        erased_ids::put_beside_copies(&chosen.folder, &erased);
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
                forgets || others.as_slice().last().is_some_and(|(newest, _)| made < newest)
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
                Some((_, oldest)) if others.len() > 0 || forgets => std::fs::remove_file(oldest)?,
                _ => return Err(StoreError::DiskFull),
            }
        }
    }

    /// A copy is there and was checked: what is older than the ring, or must go, goes; never the copy itself.
    fn copied(&self, mut now: Chosen, target: &Path, forgets: bool) {
        if forgets {
            // All others, whatever the time in their names: a clock may have been ahead.
            let others = store::copies_in(&now.folder).into_iter().filter(|path| path != target);
            if known::remove_all(others) {
                now.forget_before = None;
            }
        } else {
            let mut others = store::backups_in(&now.folder);
            others.retain(|(_, path)| path != target);
            others.truncate((others.len() + 1).saturating_sub(KEPT));
            for (_, old) in others {
                // One that cannot be removed takes room and does no other harm.
                let _ = std::fs::remove_file(old);
            }
        }
        // Not written down: the copy is there all the same, and is found again at the next look.
        let _ = self.keep_chosen(now);
    }

    /// Writes down that everything on all media has to go that is not of a backup with this or a later time in its name.
    pub(crate) fn must_forget(&self, from: Timestamp) -> Result<(), KioskError> {
        let _work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = self.known();
        known.all_mut().for_each(|one| one.forget_before = Some(from));
        self.keep(known)
    }

    /// The same, and does it where that can be done now. Returns what is there still, and the folders of media that cannot be
    /// looked at.
    pub(crate) fn forget(&self, from: Timestamp, source: &Source<'_>) -> Result<Vec<PathBuf>, KioskError> {
        self.must_forget(from)?;
        self.follow(source);
        let mut left = Vec::new();
        for one in self.known().all().filter(|one| one.forget_before.is_some()) {
            if one.is_there() {
                left.extend(store::copies_in(&one.folder));
            } else {
                left.push(one.folder.clone());
            }
        }
        Ok(left)
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

/// The time in the name of a backup's copy on a medium: the backup's own, if that is or will be the last there. A stick that was at
/// another computer, or at this one while its clock was ahead, has later ones.
fn time_there(chosen: &Chosen, made: Timestamp, name: &str) -> Timestamp {
    let copies = store::backups_in(&chosen.folder);
    let has = |at: Timestamp| copies.iter().any(|(other, _)| *other == at);
    match chosen.last {
        Some(last) if chosen.copy_of.as_deref() == Some(name) && has(last) => last,
        _ if chosen.folder.join(name).exists() => made,
        _ => store::rising(&chosen.folder, made),
    }
}

/// A short text file; `None` if it cannot be read or is none.
fn read_short(path: &Path, most: usize) -> Option<String> {
    use std::io::Read;
    let mut text = String::new();
    let file = std::fs::File::open(path).ok()?;
    file.take(u64::try_from(most).ok()?).read_to_string(&mut text).ok()?;
    Some(text)
}
