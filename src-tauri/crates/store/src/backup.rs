//! Copies of an event file: complete, checked, and there as a whole or not at all.

use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{OpenFlags, backup::Backup};

use crate::act::Head;
use crate::cipher::{FileKey, Unlock};
use crate::error::StoreError;
use crate::files::sync_folder_of;
use crate::open::connection;
use crate::open::place::{Place, backups_in};
use crate::reader::Reader;
use crate::verify::check_copy;

/// A text that names the ends of all chains, for the foot of reports and for `verify --against`:
/// `DESK:NUMBER:DIGEST` of each desk, joined by commas.
#[must_use]
pub fn head_text(heads: &[Head]) -> String {
    let text = |head: &Head| format!("{}:{}:{}", head.desk, head.number, HEXLOWER.encode(&head.digest));
    heads.iter().map(text).collect::<Vec<_>>().join(",")
}

/// What somebody wrote down about the end of a desk's chain: desk and digest may be cut short, as in a backup's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadClaim {
    /// The first letters of the desk's id, at least 8.
    pub desk: String,
    /// The number of its record.
    pub number: u64,
    /// The first letters of the record's digest, at least 16 hexadecimal ones.
    pub digest: String,
}

impl HeadClaim {
    /// Reads claims as [`head_text`] writes them, or those in the name of a backup. `None` if there is none or one is malformed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Vec<Self>> {
        // A backup's name has time and label before the claims, with blanks between.
        let text = match text.trim().strip_suffix(".ankomst") {
            Some(name) => name.rsplit([' ', '/', '\\']).next()?,
            None => text,
        };
        text.split(',').map(|claim| Self::one(claim.trim())).collect()
    }

    fn one(text: &str) -> Option<Self> {
        let mut parts = text.split([':', '_']);
        let claim = Self {
            desk: parts.next()?.to_lowercase(),
            number: parts.next()?.parse().ok()?,
            digest: parts.next()?.to_lowercase(),
        };
        let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        let good = claim.desk.len() >= 8 && claim.digest.len() >= 16 && hex(&claim.desk) && hex(&claim.digest);
        (good && parts.next().is_none()).then_some(claim)
    }
}

/// The heads as a part of a file name: short, and without letters that file systems forbid.
fn head_name(heads: &[Head]) -> String {
    let name = |head: &Head| {
        let digest = HEXLOWER.encode(&head.digest);
        format!("{}_{}_{}", &head.desk.to_string()[..8], head.number, &digest[..16])
    };
    // More than three desks would make the name too long; the file itself has them all.
    heads.iter().take(3).map(name).collect::<Vec<_>>().join(",")
}

/// Copies the event file as it is at this moment to `to`, which must not exist.
pub(crate) fn copy(from: &Path, to: &Path, key: Option<&FileKey>) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::Exists { path: to.to_owned() });
    }
    copy_after(from, to, key, || Ok(()))
}

/// Copies the event file; `make_room` is called when the copy is complete and checked, before it gets its name.
pub(crate) fn copy_after(
    from: &Path,
    to: &Path,
    key: Option<&FileKey>,
    make_room: impl FnOnce() -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut name = to.file_name().ok_or_else(|| StoreError::missing(to))?.to_owned();
    name.push(".writing");
    let temporary = to.with_file_name(name);
    if let Err(error) = copy_and_check(from, &temporary, key).and_then(|()| make_room()) {
        // Nothing half-done is left under any name; the error says why.
        let _ = std::fs::remove_file(&temporary);
        return Err(error);
    }
    std::fs::rename(&temporary, to)?;
    sync_folder_of(to)
}

/// Copies a backup, which is one file and complete in itself, byte by byte into another folder, as it is: one with a passphrase
/// stays encrypted. What lies there then is read back from the medium, opened, looked through, and its chain checked; only then
/// it has its name.
///
/// # Errors
/// [`StoreError::Exists`]; [`StoreError::DiskFull`]; [`StoreError::DamagedInPlace`] if what was written is not what was read;
/// what keeps it from being written. Nothing half-done is left then, if the medium is still there.
pub fn copy_backup(from: &Path, to: &Path, unlock: &Unlock) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::Exists { path: to.to_owned() });
    }
    let mut name = to.file_name().ok_or_else(|| StoreError::missing(to))?.to_owned();
    name.push(".writing");
    let temporary = to.with_file_name(name);
    let copied = write_through(from, &temporary).and_then(|()| Reader::open_with(&temporary, unlock)?.check_copy());
    if let Err(error) = copied {
        let _ = std::fs::remove_file(&temporary);
        return Err(error);
    }
    std::fs::rename(&temporary, to)?;
    sync_folder_of(to)
}

/// Writes a copy to the medium itself, and forgets it in memory, so that whoever reads it reads the medium.
fn write_through(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut source = std::fs::File::open(from)?;
    let mut target = std::fs::File::create(to)?;
    std::io::copy(&mut source, &mut target)?;
    target.sync_all()?;
    // A wish: where the system does not follow it, the check reads what memory has.
    #[cfg(target_os = "linux")]
    let _ = rustix::fs::fadvise(&target, 0, None, rustix::fs::Advice::DontNeed);
    Ok(())
}

fn copy_and_check(from: &Path, temporary: &Path, key: Option<&FileKey>) -> Result<(), StoreError> {
    if temporary.exists() {
        std::fs::remove_file(temporary)?;
    }
    let source = connection(from, OpenFlags::SQLITE_OPEN_READ_WRITE, key)?;
    // Both with the same key: SQLite copies pages, and each is encrypted anew.
    let mut copy = connection(temporary, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE, key)?;
    // In one step, under one look at the source: in small steps it would begin anew with each write beside it.
    Backup::new(&source, &mut copy)?.step(-1)?;
    // A copy is one file, complete in itself.
    let _: String = copy.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get(0))?;
    check_copy(&copy)?;
    // A copy belongs to no desk: two files that went on under one identity would fork its chain.
    copy.execute("DELETE FROM meta WHERE name IN ('desk', 'opening')", [])?;
    copy.close().map_err(|(_, error)| error)?;
    std::fs::OpenOptions::new().write(true).open(temporary)?.sync_all()?;
    Ok(())
}

/// The time with which a backup's name begins.
fn name_time(at: Timestamp) -> String {
    format!("{}.{:03}Z", at.strftime("%Y%m%dT%H%M%S"), at.as_millisecond().rem_euclid(1000))
}

/// The name of a backup with another time.
#[must_use]
pub fn name_at(name: &str, at: Timestamp) -> String {
    match name.split_once(' ') {
        Some((_, rest)) => format!("{} {rest}", name_time(at)),
        None => format!("{}.ankomst", name_time(at)),
    }
}

/// The time for the next copy's name in a folder: now, or the next moment after the newest name there. Names rise also where
/// the clock was set back: whoever looks for the newest copy, or for the oldest, goes by them.
#[must_use]
pub fn rising(folder: &Path, now: Timestamp) -> Timestamp {
    let newest = backups_in(folder).pop().map(|(made, _)| made);
    match newest {
        Some(made) if made.as_millisecond() >= now.as_millisecond() => {
            made.checked_add(SignedDuration::from_millis(1)).unwrap_or(made)
        }
        _ => now,
    }
}

/// A copy in the event's own folder, named by time, by what it is for, and by the ends of the chains in it.
pub(crate) fn to_folder(
    place: &Place,
    key: Option<&FileKey>,
    label: &str,
    heads: &[Head],
    now: Timestamp,
) -> Result<PathBuf, StoreError> {
    let at = rising(&place.backups(), now);
    let to = place.backups().join(format!("{} {label} {}.ankomst", name_time(at), head_name(heads)));
    copy(&place.file, &to, key)?;
    Ok(to)
}

/// The copy that is made before a file is migrated. It has no heads in its name: an older file's journal may have
/// another form.
pub(crate) fn before_migration(
    place: &Place,
    key: Option<&FileKey>,
    version: i64,
    now: Timestamp,
) -> Result<PathBuf, StoreError> {
    to_folder(place, key, &format!("before-migration-from-{version}"), &[], now)
}
