//! Another passphrase for an event, a first one, or none any more.

use std::path::{Path, PathBuf};

use rusqlite::{OpenFlags, params};
use zeroize::Zeroizing;

use crate::cipher::{FileKey, Passphrase, Unlock};
use crate::error::StoreError;
use crate::files::sync_folder_of;
use crate::open::lock::Lock;
use crate::open::migrate::APPLICATION_ID;
use crate::open::place::Place;
use crate::open::{self, connection};
use crate::reader::Reader;

/// Gives the event another passphrase (`None`: none), and returns how it is opened from now on. The event must be closed.
///
/// The file is written anew under a new salt, checked, and takes the old one's place in one step, so that a power cut leaves
/// the old file or the new one. Copies that were made before still open with what they were made with.
///
/// # Errors
/// [`StoreError::InUse`] while somebody has it open; [`StoreError::UnfitPassphrase`]; what opening says.
pub fn change_passphrase(path: &Path, unlock: &Unlock, new: Option<&Passphrase>) -> Result<Unlock, StoreError> {
    if new.is_some_and(|new| !new.may_be_given()) {
        return Err(StoreError::UnfitPassphrase);
    }
    let place = Place::of(path)?;
    place.refuse_shared()?;
    open::refuse_other_files(&place)?;
    let _lock = Lock::take(&place)?;
    let before = Reader::open_with(path, unlock)?;
    let key = new.map(FileKey::make).transpose()?;
    let mut name = place.file.clone().into_os_string();
    name.push(".writing");
    let temporary = PathBuf::from(name);
    if let Err(error) = write_anew(&place, before, key.as_ref(), &temporary) {
        // Nothing half-done is left; the event is as it was.
        let _ = std::fs::remove_file(&temporary);
        return Err(error);
    }
    // Before the file changes places: a salt that is written down and not the file's is passed over, see `Unlock::key_for`.
    FileKey::remember(key.as_ref(), &place)?;
    std::fs::rename(&temporary, &place.file)?;
    // From here on the file has its new passphrase, and nothing may say otherwise. A folder that is not synced may come back as
    // it was after a power cut, with the old file, which its old passphrase opens.
    let _ = sync_folder_of(&place.file);
    // What was once broken off opens as the event did before. What cannot be removed is found by `Place::leftovers`.
    place.clear_leftovers();
    Ok(Unlock::of(key.as_ref()))
}

fn write_anew(place: &Place, before: Reader, key: Option<&FileKey>, temporary: &Path) -> Result<(), StoreError> {
    if temporary.exists() {
        std::fs::remove_file(temporary)?;
    }
    let old = before.file_key();
    drop(before);
    // The new file is made through this connection.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let db = connection(&place.file, flags, old.as_ref())?;
    // What the log holds belongs into the file, and nobody else may have it open.
    let busy: bool = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy {
        return Err(StoreError::InUse);
    }
    let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let literal = key.map_or_else(|| Zeroizing::new(String::new()), FileKey::literal);
    let attach = Zeroizing::new(format!("ATTACH DATABASE ?1 AS anew KEY \"{}\"", literal.as_str()));
    let path = temporary.to_str().ok_or(StoreError::Unexpected("a file name that is no Unicode"))?;
    db.execute(&attach, params![path])?;
    // SQLCipher's own copy from one key to another. Source: zetetic.net/sqlcipher/sqlcipher-api, "sqlcipher_export".
    db.query_row("SELECT sqlcipher_export('anew')", [], |_| Ok(()))?;
    db.pragma_update(Some("anew"), "user_version", version)?;
    db.pragma_update(Some("anew"), "application_id", APPLICATION_ID)?;
    db.execute_batch("DETACH DATABASE anew")?;
    db.close().map_err(|(_, error)| error)?;
    if open::log_bytes(&place.file) > 0 {
        return Err(StoreError::InUse);
    }
    let check = connection(temporary, OpenFlags::SQLITE_OPEN_READ_WRITE, key)?;
    open::quick_check(&check)?;
    check.close().map_err(|(_, error)| error)?;
    std::fs::OpenOptions::new().write(true).open(temporary)?.sync_all()?;
    Ok(())
}
