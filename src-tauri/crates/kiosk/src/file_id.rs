//! Whether a file is still the one that was opened, and takes what is written.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::KioskError;

/// Device and number of a file; other systems than Unix hold an open file in its place themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileId(u64, u64);

impl FileId {
    #[cfg(unix)]
    pub(crate) fn of(found: &std::fs::Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Self(found.dev(), found.ino()))
    }

    /// The file system it lies on.
    pub(crate) fn disk(self) -> u64 {
        self.0
    }

    #[cfg(not(unix))]
    pub(crate) fn of(_: &std::fs::Metadata) -> Option<Self> {
        None
    }
}

/// An event file that was opened, in its place.
pub(crate) struct InPlace {
    file: PathBuf,
    /// Which file it was, whatever lies there later.
    opened: Option<FileId>,
    /// The last change did not reach the disk.
    failed: AtomicBool,
}

/// What lies in the place of an event file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The file that was opened, of so many bytes.
    Same(u64),
    Gone,
    Another,
}

impl InPlace {
    pub(crate) fn new(file: &Path) -> Self {
        let opened = std::fs::metadata(file).ok().as_ref().and_then(FileId::of);
        Self { file: file.to_owned(), opened, failed: AtomicBool::new(false) }
    }

    pub(crate) fn look(&self) -> Found {
        match std::fs::metadata(&self.file) {
            Err(_) => Found::Gone,
            Ok(found) if self.opened.is_none() || self.opened == FileId::of(&found) => Found::Same(found.len()),
            Ok(_) => Found::Another,
        }
    }

    /// That what is written now is there at the next opening: on Unix a file that was moved away or deleted takes it all the
    /// same, and is lost with the program's end.
    ///
    /// # Errors
    /// [`KioskError::FileGone`].
    pub(crate) fn check(&self) -> Result<(), KioskError> {
        if matches!(self.look(), Found::Same(_)) { Ok(()) } else { Err(KioskError::FileGone) }
    }

    /// Whether the last change reached the disk.
    pub(crate) fn wrote(&self, failed: bool) {
        self.failed.store(failed, Ordering::Release);
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Acquire)
    }
}
