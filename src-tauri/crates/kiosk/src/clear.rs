//! Where files lie that hold names in clear: badges that no printer takes, lists that were saved on paper.
//!
//! Beside an event without a passphrase they lie in its folder. Beside one with a passphrase nothing with a name may lie on
//! the disk: they go into the user's run-time folder, which the system keeps in memory and empties when the user logs out, and
//! are removed when the event is closed, or, after a cut, when one is opened.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use checkin::EventId;
use store::Place;

use crate::error::KioskError;

/// What the names of these folders begin with, before the event's id.
const PREFIX: &str = "ankomst-";
/// The file in such a folder that is locked as long as a program uses it.
const IN_USE: &str = "in-use";

/// The folders of an open event.
#[derive(Clone, Debug)]
pub(crate) struct ClearFolders {
    pub(crate) badges: PathBuf,
    pub(crate) reports: PathBuf,
    /// What goes when the event is closed.
    passing: Option<Passing>,
    /// The folders beside the event, of one with a passphrase: what lies there is from before it had one.
    beside: Option<(PathBuf, PathBuf)>,
    /// See [`hold`](Self::hold).
    writing: Arc<Mutex<()>>,
}

/// A folder that must not outlive the open event.
#[derive(Clone, Debug)]
struct Passing {
    folder: PathBuf,
    /// Held, it says that somebody uses the folder.
    in_use: Arc<Mutex<Option<File>>>,
}

impl ClearFolders {
    pub(crate) fn of(place: &Place, event: EventId, is_locked: bool) -> Result<Self, KioskError> {
        Self::within(&run_time_folder(), place, event, is_locked)
    }

    fn within(run_time: &Path, place: &Place, event: EventId, is_locked: bool) -> Result<Self, KioskError> {
        let (badges, reports, writing) = (place.badges(), place.reports(), Arc::default());
        if !is_locked {
            return Ok(Self { badges, reports, passing: None, beside: None, writing });
        }
        let folder = run_time.join(format!("{PREFIX}{event}"));
        let mut in_use = use_folder(&folder)?;
        if !folder.join(IN_USE).exists() {
            // Somebody took it for one that nobody uses, in the moment between its making and its use.
            in_use = use_folder(&folder)?;
        }
        Ok(Self {
            badges: folder.join("badges"),
            reports: folder.join("reports"),
            passing: Some(Passing { folder, in_use: Arc::new(Mutex::new(Some(in_use))) }),
            beside: Some((badges, reports)),
            writing,
        })
    }

    /// Where badges may lie.
    pub(crate) fn all_badges(&self) -> Vec<PathBuf> {
        let beside = self.beside.iter().map(|(badges, _)| badges.clone());
        std::iter::once(self.badges.clone()).chain(beside).collect()
    }

    /// Where lists may lie.
    pub(crate) fn all_reports(&self) -> Vec<PathBuf> {
        let beside = self.beside.iter().map(|(_, reports)| reports.clone());
        std::iter::once(self.reports.clone()).chain(beside).collect()
    }

    /// Empties what a program left that was killed: of this event, which is opened now by the only one who writes to it, and of
    /// events that nobody has open. The folder for temporary files may be a disk.
    pub(crate) fn begin(&self) {
        if let Some(Passing { folder, .. }) = &self.passing {
            for name in ["badges", "reports"] {
                // What cannot be removed is tried again at the next opening.
                let _ = std::fs::remove_dir_all(folder.join(name));
            }
        }
        let (one, other) = (run_time_folder(), std::env::temp_dir());
        clear_unused(&one);
        if other != one {
            clear_unused(&other);
        }
    }

    /// Keeps others from writing copies and lists by themselves while this is held: an erasure takes those that are there, and
    /// none that was begun before it comes after it.
    pub(crate) fn hold(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether these are the folders beside the event, where files stay.
    pub(crate) fn lies_beside_the_event(&self) -> bool {
        self.passing.is_none()
    }

    /// Removes what must not outlive the open event.
    pub(crate) fn forget(&self) {
        if let Some(Passing { folder, in_use }) = &self.passing {
            // Not every system removes a file that is open.
            drop(in_use.lock().unwrap_or_else(PoisonError::into_inner).take());
            // One that is left, because the program was killed, goes at the next opening of any event or when the user logs out.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// The user's own folder that lives in memory; else the system's folder for temporary files.
/// Source: specifications.freedesktop.org/basedir, `XDG_RUNTIME_DIR`.
fn run_time_folder() -> PathBuf {
    std::env::var_os("XDG_RUNTIME_DIR")
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute() && folder.is_dir())
        .unwrap_or_else(std::env::temp_dir)
}

/// Makes the folder if need be, and says that it is in use, for as long as the file lives.
fn use_folder(folder: &Path) -> Result<File, KioskError> {
    make_private(folder)?;
    let open = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join(IN_USE));
    // Shared, as some read beside the one who writes. While another looks whether the folder is unused it waits a moment.
    let used = open.and_then(|file| file.lock_shared().map(|()| file));
    used.map_err(|error| KioskError::file(folder, error))
}

/// Removes folders of events that no program uses any more. Of another user's none can be removed.
fn clear_unused(run_time: &Path) {
    for entry in std::fs::read_dir(run_time).into_iter().flatten().flatten() {
        let folder = entry.path();
        let name = entry.file_name();
        let event = name.to_str().and_then(|name| name.strip_prefix(PREFIX)).and_then(|id| id.parse::<EventId>().ok());
        if event.is_none() || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        // One without the file is of an earlier program, or being made: that is told by its being empty.
        let used = OpenOptions::new().write(true).open(folder.join(IN_USE));
        let is_unused = match &used {
            Ok(file) => file.try_lock().is_ok(),
            Err(_) => folder.join("badges").exists() || folder.join("reports").exists(),
        };
        if is_unused {
            if cfg!(windows) {
                // It removes no file that is open; elsewhere nobody begins to use the folder meanwhile.
                drop(used);
            }
            let _ = std::fs::remove_dir_all(&folder);
        }
    }
}

/// Makes a folder that nobody but this user can look into. One that is there and is somebody else's, or a link, is refused.
fn make_private(folder: &Path) -> Result<(), KioskError> {
    let broke = |error| KioskError::file(folder, error);
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    match builder.create(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(broke(error)),
        _ => {}
    }
    let found = std::fs::symlink_metadata(folder).map_err(broke)?;
    if !found.is_dir() {
        return Err(broke(std::io::Error::other("is no folder")));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Fails on a folder that belongs to somebody else, which is as it should be.
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).map_err(broke)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// As one that was killed leaves it: its files are there, and nobody holds them.
    fn killed(run_time: &Path, place: &Place, event: EventId) -> PathBuf {
        let open = ClearFolders::within(run_time, place, event, true).unwrap();
        std::fs::create_dir_all(&open.badges).unwrap();
        std::fs::write(open.badges.join("Ane Bo.pdf"), "a name").unwrap();
        open.badges
    }

    #[test]
    fn what_a_killed_program_left_in_the_run_time_folder_goes_and_what_is_open_stays() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of(&folder.path().join("event.ankomst")).unwrap();
        let id = |n: u32| format!("0190b5c0-7c1d-7cc3-98c4-{n:012}").parse::<EventId>().unwrap();
        let dead = killed(folder.path(), &place, id(1));
        let own = killed(folder.path(), &place, id(2));
        let open = ClearFolders::within(folder.path(), &place, id(3), true).unwrap();
        std::fs::create_dir_all(&open.reports).unwrap();
        let list = open.reports.join("list.pdf");
        std::fs::write(&list, "names").unwrap();
        let other = folder.path().join("ankomst-something-else");
        std::fs::create_dir(&other).unwrap();
        let again = ClearFolders::within(folder.path(), &place, id(2), true).unwrap();
        again.begin();
        assert!(!own.exists(), "this event's, whatever is left of it");
        clear_unused(folder.path());
        assert!(!dead.parent().unwrap().exists(), "another's that nobody has open");
        assert!(list.exists() && other.exists(), "what is open, and what is not ours, stays");
        open.forget();
        assert!(!list.exists());
        drop(again);
    }
}
