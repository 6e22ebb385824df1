//! The backup worker: a copy of the event in its own folder every few minutes and after each import, kept in a ring.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread::JoinHandle;
use std::time::Duration;

use store::{HeadClaim, Reader, StoreError};

use crate::error::KioskError;
use crate::kiosk::Shared;

/// How often a window makes a copy while something changes.
pub const BACKUPS_EVERY: Duration = Duration::from_secs(5 * 60);
/// The first copy after opening comes after such a part of that, so that a start without a backup does not stay one.
const FIRST: u32 = 15;
/// How many of these copies are kept: two hours of changes.
const KEPT: usize = 24;
/// What is in the name of these copies; others (before a migration, of a person's own) are left alone.
pub(crate) const LABEL: &str = "auto";

/// How often it is looked whether the second medium is there and has the newest backup.
const FOLLOWS_EVERY: Duration = Duration::from_secs(3);

/// A thread that makes backups, and one that copies them to the second medium, which may be slow.
pub(crate) struct BackupWorker {
    orders: SyncSender<Order>,
    thread: JoinHandle<()>,
    /// Dropped, it ends the copying.
    follows: SyncSender<()>,
    copying: JoinHandle<()>,
}

enum Order {
    /// Make one now: a list came in.
    Now,
    Stop,
}

impl BackupWorker {
    pub(crate) fn start(shared: Arc<Shared>, every: Duration) -> Result<Self, KioskError> {
        let (orders, inbox) = mpsc::sync_channel(1);
        let (follows, until_closed) = mpsc::sync_channel(0);
        let to_medium = Arc::clone(&shared);
        let copying = started("medium", move || copy(&to_medium, &until_closed, every.min(FOLLOWS_EVERY)))?;
        let thread = started("backups", move || work(&shared, &inbox, every))?;
        Ok(Self { orders, thread, follows, copying })
    }

    /// Asks for a copy now.
    pub(crate) fn wake(&self) {
        // Full: one is on its way.
        let _ = self.orders.try_send(Order::Now);
    }

    /// Ends the thread; a copy under way is made whole.
    pub(crate) fn stop(self) {
        let Self { orders, thread, follows, copying } = self;
        drop(follows);
        let _ = orders.send(Order::Stop);
        let _ = thread.join();
        let _ = copying.join();
    }
}

fn started(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, KioskError> {
    let thread = std::thread::Builder::new().name(name.to_owned()).spawn(run);
    thread.map_err(|error| KioskError::file(Path::new(name), error))
}

fn copy(shared: &Shared, until_closed: &Receiver<()>, every: Duration) {
    while until_closed.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
        // How it ended is looked at by `health`, and it is tried again.
        let copied = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| shared.medium.follow(&shared.source())));
        drop(copied);
    }
}

fn work(shared: &Shared, inbox: &Receiver<Order>, every: Duration) {
    let mut seen = None;
    let mut wait = every / FIRST;
    loop {
        let order = inbox.recv_timeout(wait);
        if matches!(order, Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected)) {
            return;
        }
        wait = every;
        // A disk that is full or a fault in copying: the age of the newest copy tells (`health`), and it is tried again.
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| back_up(shared, &mut seen)));
        drop(made);
    }
}

/// Makes a copy if something has changed since the last one, and removes the oldest of the ring.
pub(crate) fn back_up(shared: &Shared, seen: &mut Option<i64>) -> Result<(), KioskError> {
    // What begins before an erasure is there before it looks for what has to go.
    let _held = shared.clear.hold();
    // A connection of its own: the copy holds nobody up.
    let reader = shared.open_reader()?;
    let changes = reader.view().changes()?;
    if *seen == Some(changes) {
        return Ok(());
    }
    let newest = shared.place.backup_times().pop();
    let changed = reader.view().newest_stamp()?;
    if seen.is_none()
        && let Some((made, path)) = newest
        && changed.is_some_and(|changed| changed <= made)
        && has_same_end(&reader, &path)?
    {
        // Opened again, and nothing has happened since the last copy.
        *seen = Some(changes);
        return Ok(());
    }
    let made = reader.backup_to_folder(LABEL, shared.clock.now())?;
    *seen = Some(changes);
    // The paper that is left when nothing works any more. A copy without it is still a copy.
    let _ = shared.keep_paper();
    let mut copies = ring(shared);
    // Names rise, so it is the last; and whatever they do, it stays.
    copies.retain(|copy| *copy != made);
    copies.truncate((copies.len() + 1).saturating_sub(KEPT));
    for old in copies {
        // One that cannot be removed takes room and does no other harm.
        let _ = std::fs::remove_file(old);
    }
    Ok(())
}

/// Whether a backup ends with the same records as the event does now, by its name. The time in it may be that of a clock which
/// was ahead.
fn has_same_end(reader: &Reader, backup: &Path) -> Result<bool, StoreError> {
    let name = backup.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let Some(claims) = HeadClaim::parse(name) else { return Ok(false) };
    let heads = reader.view().heads()?;
    let holds = |claim: &HeadClaim| {
        heads.iter().any(|head| head.number == claim.number && head.desk.to_string().starts_with(&claim.desk))
    };
    Ok(claims.iter().all(holds))
}

/// The copies of the ring, oldest first.
fn ring(shared: &Shared) -> Vec<PathBuf> {
    let ours = |path: &Path| {
        path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.split(' ').nth(1) == Some(LABEL))
    };
    shared.place.backup_times().into_iter().map(|(_, path)| path).filter(|path| ours(path)).collect()
}

/// What became of the copies after an erasure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Forgotten {
    /// How many went.
    pub(crate) removed: u32,
    /// Where copies on the second medium still hold who was erased: its folder, if it is not here.
    pub(crate) not_here: Vec<String>,
}

/// After an erasure: every copy still holds who was erased, also those that were made before a migration, and those that
/// were broken off. One without takes their place, and then they go; so it is on the second medium, at once or when it is back.
pub(crate) fn forget_erased(shared: &Shared) -> Result<Forgotten, KioskError> {
    let now = shared.clock.now();
    let folder = shared.place.backups();
    let copies = store::copies_in(&folder);
    let mut forgotten = Forgotten::default();
    if copies.is_empty() && !shared.medium.knows_any() {
        return Ok(forgotten);
    }
    // First, so that a cut in the middle leaves it known what has to go from the media: what was made before the next one.
    shared.medium.must_forget(store::rising(&folder, now))?;
    let reader = shared.open_reader()?;
    let (from, fresh) = match shared.place.backup_times().pop() {
        // Of this moment and with these ends of the chains: it has nothing of anybody who was erased.
        Some((made, path)) if made.as_millisecond() == now.as_millisecond() && has_same_end(&reader, &path)? => {
            (made, path)
        }
        _ => {
            let from = store::rising(&folder, now);
            (from, reader.backup_to_folder(LABEL, now)?)
        }
    };
    for old in copies.into_iter().filter(|old| *old != fresh) {
        std::fs::remove_file(&old).map_err(|error| KioskError::file(&old, error))?;
        forgotten.removed += 1;
    }
    let left = shared.medium.forget(from, &shared.source())?;
    forgotten.not_here = left.iter().map(|path| path.display().to_string()).collect();
    Ok(forgotten)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::clock::ManualClock;
    use crate::testing::options;

    #[test]
    fn copies_give_way_to_one_of_now_and_a_persons_own_stays() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at("2026-11-23T08:00:00Z".parse().unwrap()));
        let options = options(folder.path(), clock.clone());
        let event = folder.path().join("event.ankomst");
        let kiosk = crate::event_files::generate(&event, 3, 1, &options, &mut |_| {}).unwrap();
        let shared = kiosk.shared();
        back_up(shared, &mut None).unwrap();
        let (_, old) = shared.place.backup_times().pop().unwrap();
        let half = old.with_file_name(format!("{}.writing", old.file_name().unwrap().to_string_lossy()));
        std::fs::write(&half, b"broken off").unwrap();
        let own = old.with_file_name("my own copy.ankomst");
        std::fs::copy(&old, &own).unwrap();
        clock.advance(jiff::SignedDuration::from_secs(1));
        assert_eq!(forget_erased(shared).unwrap(), Forgotten { removed: 2, not_here: Vec::new() });
        let (_, fresh) = shared.place.backup_times().pop().unwrap();
        assert_ne!(fresh, old, "a new one took their place");
        assert!(!old.exists() && own.exists() && !half.exists());
        // At the same moment again: the one of now is not taken away by itself.
        assert_eq!(forget_erased(shared).unwrap(), Forgotten::default());
        assert!(fresh.exists());
        kiosk.close(Duration::from_secs(10)).unwrap();
    }

    /// An event of which a copy was made, and something that happens before each further one.
    fn event(folder: &Path) -> (crate::Kiosk, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::at("2026-11-23T08:00:00Z".parse().unwrap()));
        let event = folder.join("event.ankomst");
        let made = crate::event_files::generate(&event, 3, 1, &options(folder, clock.clone()), &mut |_| {});
        (made.unwrap(), clock)
    }

    fn copy_of_a_change(kiosk: &crate::Kiosk, name: &str, seen: &mut Option<i64>) -> PathBuf {
        crate::testing::call(kiosk, "addWalkIn", serde_json::json!({"name": name}));
        back_up(kiosk.shared(), seen).unwrap();
        kiosk.place().newest_backup().unwrap()
    }

    fn listed(copy: &Path) -> u32 {
        Reader::open(copy).unwrap().view().tally().unwrap().all.listed
    }

    #[test]
    fn a_clock_that_is_set_back_never_costs_the_newest_copy() {
        let folder = tempfile::tempdir().unwrap();
        let (kiosk, clock) = event(folder.path());
        let mut seen = None;
        for n in 0..KEPT {
            clock.advance(jiff::SignedDuration::from_mins(5));
            copy_of_a_change(&kiosk, &format!("Gæst {n}"), &mut seen);
        }
        clock.set_by(jiff::SignedDuration::from_hours(-24));
        let mut before = kiosk.place().newest_backup().unwrap();
        for n in 0..3 {
            clock.advance(jiff::SignedDuration::from_mins(5));
            let made = copy_of_a_change(&kiosk, &format!("Senere {n}"), &mut seen);
            assert!(made > before, "the newest has the greatest name: {}", made.display());
            let now = kiosk.read(|view| view.tally()).unwrap().all.listed;
            assert_eq!(listed(&made), now, "and holds what happened last");
            before = made;
        }
        assert_eq!(ring(kiosk.shared()).len(), KEPT);
        // Opened again: what happens before the first look is in a copy too.
        let mut again = None;
        let made = copy_of_a_change(&kiosk, "Efter genstart", &mut again);
        assert!(made > before, "{} after {}", made.display(), before.display());
        // And after an erasure there is one copy, of now.
        assert_eq!(forget_erased(kiosk.shared()).unwrap().removed, u32::try_from(KEPT).unwrap());
        let left = store::copies_in(&kiosk.place().backups());
        assert!(left.len() == 1 && left[0] > made, "{left:?}");
        kiosk.close(Duration::from_secs(10)).unwrap();
    }
}
