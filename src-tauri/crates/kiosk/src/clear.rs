//! Where files lie that hold names in clear: badges that no printer takes, lists that were saved on paper.
//!
//! Beside an event without a passphrase they lie in its folder. Beside one with a passphrase nothing with a name may lie on
//! the disk: they go into the user's run-time folder, which the system keeps in memory and empties when the user logs out, and
//! are removed when the event is closed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use checkin::EventId;
use store::Place;

use crate::error::KioskError;

/// The folders of an open event.
#[derive(Clone, Debug)]
pub(crate) struct ClearFolders {
    pub(crate) badges: PathBuf,
    pub(crate) reports: PathBuf,
    /// What goes when the event is closed.
    passing: Option<PathBuf>,
    /// See [`hold`](Self::hold).
    writing: Arc<Mutex<()>>,
}

impl ClearFolders {
    pub(crate) fn of(place: &Place, event: EventId, is_locked: bool) -> Result<Self, KioskError> {
        if !is_locked {
            return Ok(Self {
                badges: place.badges(),
                reports: place.reports(),
                passing: None,
                writing: Arc::default(),
            });
        }
        let folder = run_time_folder().join(format!("ankomst-{event}"));
        make_private(&folder)?;
        let (badges, reports) = (folder.join("badges"), folder.join("reports"));
        Ok(Self { badges, reports, passing: Some(folder), writing: Arc::default() })
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
        if let Some(folder) = &self.passing {
            // One that is left, because the program was killed, goes at the next close or when the user logs out.
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
