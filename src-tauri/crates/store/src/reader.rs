//! An event file open for reading, beside its writer or alone.

use std::path::Path;

use checkin::EventId;
use rusqlite::Connection;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::backup;
use crate::cipher::{FileKey, Unlock};
use crate::error::StoreError;
use crate::open::{self, Opened, place::Place};
use crate::record::ChainKey;
use crate::verify::{self, Fault};
use crate::view::View;

/// A reading connection.
pub struct Reader {
    db: Connection,
    key: Option<FileKey>,
    place: Place,
}

impl Reader {
    /// Opens an event file for reading.
    ///
    /// # Errors
    /// See [`StoreError`]; a damaged file stays where it is.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, &Unlock::Nothing)
    }

    /// Opens an event file that may have a passphrase for reading.
    ///
    /// # Errors
    /// As [`Reader::open`]; [`StoreError::PassphraseNeeded`], [`StoreError::WrongPassphrase`].
    pub fn open_with(path: &Path, unlock: &Unlock) -> Result<Self, StoreError> {
        let place = Place::of(path)?;
        place.refuse_shared()?;
        let Opened { db, key } = open::open_for_reading(&place, unlock)?;
        Ok(Self { db, key, place })
    }

    /// The key of the file; `None` if it has no passphrase.
    #[must_use]
    pub fn file_key(&self) -> Option<FileKey> {
        self.key.clone()
    }

    /// Where the file and its folder lie.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The event's id.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn event(&self) -> Result<EventId, StoreError> {
        let id: [u8; 16] = self.db.query_row("SELECT value FROM meta WHERE name = 'eventId'", [], |row| row.get(0))?;
        Ok(EventId::from_uuid(Uuid::from_bytes(id)))
    }

    /// The key that signs badge codes.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn code_key(&self) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        verify::secret(&self.db, "codeKey")
    }

    /// A look at the file; each question sees the file as it is then.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View { db: &self.db, day: None }
    }

    /// Asks several questions of one moment.
    ///
    /// # Errors
    /// What `ask` says, or if the file cannot be read.
    pub fn at_one_moment<T>(&mut self, ask: impl FnOnce(View<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let transaction = self.db.transaction()?;
        let answer = ask(View { db: &transaction, day: None })?;
        // Read only: there is nothing to keep.
        transaction.rollback()?;
        Ok(answer)
    }

    /// Checks file, chain and projections; names each fault.
    ///
    /// # Errors
    /// [`StoreError::Settling`] while an import takes effect; else if the check itself cannot be made.
    pub fn verify(&mut self, against: &[backup::HeadClaim]) -> Result<Vec<Fault>, StoreError> {
        let chain = ChainKey::new(verify::secret(&self.db, "chainKey")?);
        verify::verify(&self.db, (&self.place.file, self.key.as_ref()), &chain, against)
    }

    /// Whether this copy can take an event's place: whole, and its chain holds.
    ///
    /// # Errors
    /// [`StoreError::DamagedInPlace`] if not.
    pub fn check_copy(&self) -> Result<(), StoreError> {
        verify::check_copy(&self.db)
    }

    /// Copies the event, as it is at this moment, to a new file.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if there is a file of that name; else what keeps it from being written.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        backup::copy(&self.place.file, &Place::of(to)?.file, self.key.as_ref())
    }

    /// Copies the event, as it is at this moment, into its own folder of backups.
    ///
    /// # Errors
    /// If it cannot be written or does not pass its check; nothing half-done is left then.
    pub fn backup_to_folder(&self, label: &str, now: jiff::Timestamp) -> Result<std::path::PathBuf, StoreError> {
        backup::to_folder(&self.place, self.key.as_ref(), label, &self.view().heads()?, now)
    }
}

/// Puts a backup in the place of an event file. A file that is there is moved aside, never deleted.
///
/// # Errors
/// If the backup is no whole event file, or the place cannot be written.
pub fn restore(
    backup_file: &Path,
    to: &Path,
    unlock: &Unlock,
    now: jiff::Timestamp,
) -> Result<Option<std::path::PathBuf>, StoreError> {
    // Opening it checks that it is ours and whole enough to be read.
    let source = Reader::open_with(backup_file, unlock)?;
    open::quick_check(&source.db)?;
    let place = Place::of(to)?;
    place.refuse_shared()?;
    let _lock = open::lock::Lock::take(&place)?;
    let mut aside = None;
    backup::copy_after(&source.place.file, &place.file, source.key.as_ref(), || {
        aside = open::make_room(&place, "replaced", now)?;
        Ok(())
    })?;
    FileKey::remember(source.key.as_ref(), &place)?;
    Ok(aside)
}
