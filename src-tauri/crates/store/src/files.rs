//! Files written so that a power cut leaves the old or the new, never half.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use crate::error::StoreError;

/// Writes a file under a temporary name beside it, syncs it, renames it, and syncs the folder.
///
/// # Errors
/// If the folder cannot be made or the file not written; an older file of that name is then as it was.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    if let Some(folder) = folder_of(path) {
        std::fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".writing");
    let temporary = path.with_file_name(name);
    let mut file = File::create(&temporary)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    if let Err(error) = written.and_then(|()| std::fs::rename(&temporary, path)) {
        // The error that counts is the first; a left-over temporary file is overwritten next time.
        let _ = std::fs::remove_file(&temporary);
        return Err(error.into());
    }
    sync_folder_of(path)
}

/// Makes a rename durable: on Unix the folder's own entry has to be synced.
pub(crate) fn sync_folder_of(path: &Path) -> Result<(), StoreError> {
    if cfg!(unix)
        && let Some(folder) = folder_of(path)
    {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// The folder of a path; none for a bare name, which lies in the folder we are in.
fn folder_of(path: &Path) -> Option<&Path> {
    path.parent().filter(|folder| !folder.as_os_str().is_empty())
}
