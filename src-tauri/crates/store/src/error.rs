//! What can break in the event file.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Something broke. Refusals of a guest are no errors; see `checkin::Outcome`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file of that name.
    #[error("there is no event file {}", path.display())]
    Missing {
        /// The path asked for.
        path: PathBuf,
    },
    /// A new event would overwrite a file.
    #[error("{} exists already", path.display())]
    Exists {
        /// The path asked for.
        path: PathBuf,
    },
    /// The file is no event file; it was left as it is.
    #[error("{} is no event file", path.display())]
    NotAnEvent {
        /// The path.
        path: PathBuf,
    },
    /// The file was made by a newer version.
    #[error("the event file has version {found}, this program knows {known}")]
    Newer {
        /// The file's version.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// The file is damaged. It was moved aside, never deleted.
    #[error("the event file was damaged; it lies at {}", aside.display())]
    Damaged {
        /// Where it lies now.
        aside: PathBuf,
        /// The newest backup that was found, if there is one.
        backup: Option<PathBuf>,
    },
    /// The file is damaged and this was a reading access, so it stays where it is.
    #[error("the event file is damaged")]
    DamagedInPlace,
    /// The file has a passphrase, and none was given.
    #[error("the event file has a passphrase")]
    PassphraseNeeded,
    /// The passphrase does not open the file. (If nothing is known of the file beside it, its first page may be damaged.)
    #[error("the passphrase does not open the event file")]
    WrongPassphrase,
    /// A passphrase that is too short or too long was to be given to an event.
    #[error("a passphrase has {} to {} characters", crate::Passphrase::LEAST, crate::Passphrase::MOST)]
    UnfitPassphrase,
    /// The file or its folder may not be written.
    #[error("the event file cannot be written")]
    ReadOnly,
    /// No space is left, or the file has reached its limit.
    #[error("no space is left for the event file")]
    DiskFull,
    /// The folder lies on the network or is synchronised by a cloud service.
    #[error("the folder is kept by {service}, where an event file is not safe")]
    SharedFolder {
        /// What keeps it, such as `nfs4` or `Dropbox`.
        service: String,
    },
    /// Another process writes to the file.
    #[error("the event file is open in another process")]
    InUse,
    /// An import is taking effect; ask again in a moment.
    #[error("an import is taking effect")]
    Settling,
    /// The nonce was used for another call.
    #[error("the nonce was used for another call")]
    NonceReused,
    /// There is no such record, attendee or job.
    #[error("not found")]
    NotFound,
    /// Somebody of that name works here already.
    #[error("somebody of that name works here already")]
    NameTaken,
    /// Where there are staff, one of them must be the lead.
    #[error("one of the staff must be the lead")]
    NoLead,
    /// This act cannot be undone.
    #[error("this cannot be undone")]
    NotUndoable,
    /// A record that was handed in is no record of this event.
    #[error("a record does not belong to this event: {reason}")]
    ForeignRecord {
        /// Why not.
        reason: &'static str,
    },
    /// A file could not be read or written.
    #[error("file: {0}")]
    Io(std::io::Error),
    /// SQLite said something else.
    #[error("SQLite: {0}")]
    Sql(rusqlite::Error),
    /// What lies in the file is not what this program writes.
    #[error("the event file holds something unexpected: {0}")]
    Unexpected(&'static str),
}

impl StoreError {
    /// Whether the file itself is broken, as far as SQLite can tell.
    #[must_use]
    pub(crate) fn is_damage(&self) -> bool {
        match self {
            Self::Sql(error) => {
                matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
            }
            Self::DamagedInPlace => true,
            _ => false,
        }
    }

    pub(crate) fn missing(path: &Path) -> Self {
        Self::Missing { path: path.to_owned() }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            _ if matches!(error, rusqlite::Error::QueryReturnedNoRows) => Self::NotFound,
            _ => Self::Sql(error),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded | std::io::ErrorKind::FileTooLarge => {
                Self::DiskFull
            }
            std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => Self::ReadOnly,
            _ => Self::Io(error),
        }
    }
}
