//! Opening is a protocol: where the file lies, who else has it, whether it is ours, whole, and of a version we know;
//! a copy before it is migrated; and only then is it written to. Nothing is ever deleted.

pub(crate) mod identity;
pub(crate) mod lock;
pub(crate) mod migrate;
pub(crate) mod place;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::backup;
use crate::cipher::{FileKey, PAGE_BYTES, Seal, Unlock};
use crate::error::StoreError;
use crate::files::sync_folder_of;
use migrate::{APPLICATION_ID, MIGRATIONS};
use place::Place;

/// How an event file is opened for writing.
#[derive(Clone, Debug)]
pub struct OpenOptions {
    /// The user's folder, where desk identities lie.
    pub home: PathBuf,
    /// The desk's name on screen, used when a new identity is made.
    pub desk_label: String,
    /// How large the event file may grow, in bytes.
    pub max_bytes: u64,
    /// With what the file is opened, or what a new one is locked with.
    pub unlock: Unlock,
}

impl OpenOptions {
    /// The usual limits: an event file may grow to 8 GiB, far beyond 200,000 attendees.
    #[must_use]
    pub fn new(home: &Path, desk_label: &str) -> Self {
        Self { home: home.to_owned(), desk_label: desk_label.to_owned(), max_bytes: 8 << 30, unlock: Unlock::Nothing }
    }
}

/// Up to this size a file is checked in full at each opening; a larger one only after it was not closed properly.
const ALWAYS_CHECKED_BYTES: u64 = 32 << 20;

/// Opens a file that exists, for writing. The caller has the lock.
pub(crate) fn open_for_writing(
    place: &Place,
    options: &OpenOptions,
    migrations: &[&str],
    now: Timestamp,
) -> Result<Opened, StoreError> {
    refuse_other_files(place)?;
    if place.file.metadata()?.permissions().readonly() {
        return Err(StoreError::ReadOnly);
    }
    let opened = options.unlock.key_for(place).and_then(|key| {
        let db = open_whole(place, options, key.as_ref(), migrations, now)?;
        FileKey::remember(key.as_ref(), place)?;
        Ok(Opened { db, key })
    });
    match opened {
        Err(error) if error.is_damage() => Err(move_aside(place, now)),
        result => result,
    }
}

/// A connection, and the key that others to the same file need.
pub(crate) struct Opened {
    pub(crate) db: Connection,
    pub(crate) key: Option<FileKey>,
}

/// Takes the name of a new event file, which must be free. The caller has the lock.
pub(crate) fn claim_name(place: &Place, now: Timestamp) -> Result<(), StoreError> {
    if place.file.exists() {
        return Err(StoreError::Exists { path: place.file.clone() });
    }
    make_room(place, "left", now)?;
    match std::fs::File::create_new(&place.file) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(StoreError::Exists { path: place.file.clone() }),
        Err(error) => Err(error.into()),
    }
}

/// Makes a new file of one that is empty so far. The caller has the lock.
pub(crate) fn create_file(place: &Place, options: &OpenOptions) -> Result<Opened, StoreError> {
    let key = options.unlock.key_to_make()?;
    let mut db = connection(&place.file, OpenFlags::SQLITE_OPEN_READ_WRITE, key.as_ref())?;
    set_up(&db, options)?;
    migrate::migrate(&mut db, MIGRATIONS)?;
    FileKey::remember(key.as_ref(), place)?;
    sync_folder_of(&place.file)?;
    Ok(Opened { db, key })
}

/// A connection to a file that is there. Each is used by one thread at a time (Rust sees to it), so SQLite need not lock it
/// at every step.
pub(crate) fn connection(file: &Path, flags: OpenFlags, key: Option<&FileKey>) -> Result<Connection, StoreError> {
    let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_NO_MUTEX | flags)?;
    if let Some(key) = key {
        key.give(&db)?;
    }
    Ok(db)
}

/// A connection that reads the file alone, without its log, and changes nothing on the disk.
pub(crate) fn unchanged_connection(file: &Path) -> Result<Connection, StoreError> {
    let uri = format!("file:{}?immutable=1", percent_encoded(file));
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    Ok(Connection::open_with_flags(uri, flags)?)
}

/// Opens a file for reading only, beside a writer or alone.
pub(crate) fn open_for_reading(place: &Place, unlock: &Unlock) -> Result<Opened, StoreError> {
    refuse_other_files(place)?;
    let result = unlock.key_for(place).and_then(|key| {
        let db = reading_connection(&place.file, key.as_ref())?;
        refuse_strangers(&db, &place.file)?;
        refuse_newer(&db, MIGRATIONS)?;
        leave_log(&db, false)?;
        Ok(Opened { db, key })
    });
    match result {
        Err(error) if error.is_damage() => Err(StoreError::DamagedInPlace),
        result => result,
    }
}

/// Statements are prepared once. Without the stability guarantee SQLite plans a statement anew each time a value is bound
/// that statistics might have a say about, and there are none in our files. Source: sqlite.org/queryplanner-ng.html,
/// section 6, and `SQLITE_DBCONFIG_ENABLE_QPSG`.
fn keep_statements(db: &Connection) -> Result<(), StoreError> {
    db.set_prepared_statement_cache_capacity(128);
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

fn reading_connection(file: &Path, key: Option<&FileKey>) -> Result<Connection, StoreError> {
    let read_only = file.metadata()?.permissions().readonly();
    // A write-ahead log can be read only by one who may write its index. Of a file that nobody may write there is none.
    let log = log_bytes(file) > 0;
    let db = if read_only {
        let db = unchanged_connection(file)?;
        key.map_or(Ok(()), |key| key.give(&db))?;
        db
    } else {
        connection(file, OpenFlags::SQLITE_OPEN_READ_WRITE, key)?
    };
    db.busy_timeout(BUSY)?;
    keep_statements(&db)?;
    leave_log(&db, log)?;
    db.pragma_update(None, "query_only", true)?;
    Ok(db)
}

fn percent_encoded(file: &Path) -> String {
    file.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}

/// How long a connection waits for another one inside SQLite. Writers are kept apart by the lock, so this is about
/// recovery after a crash and the moment of a checkpoint.
pub(crate) const BUSY: std::time::Duration = std::time::Duration::from_secs(5);

/// A file that is there but no event file is left exactly as it is: it may be somebody's thesis.
pub(crate) fn refuse_other_files(place: &Place) -> Result<(), StoreError> {
    Seal::of(place).map(|_| ())
}

fn read_up_to(file: &mut std::fs::File, buffer: &mut [u8]) -> Result<usize, StoreError> {
    use std::io::Read;
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

fn open_whole(
    place: &Place,
    options: &OpenOptions,
    key: Option<&FileKey>,
    migrations: &[&str],
    now: Timestamp,
) -> Result<Connection, StoreError> {
    let log = log_bytes(&place.file) > 0;
    let mut db = connection(&place.file, OpenFlags::SQLITE_OPEN_READ_WRITE, key)?;
    db.busy_timeout(BUSY)?;
    leave_log(&db, log)?;
    refuse_strangers(&db, &place.file)?;
    refuse_newer(&db, migrations)?;
    if log_bytes(&place.file) <= LOG_HEADER_BYTES {
        refuse_short(&place.file, key.is_some())?;
    }
    if place.file.metadata()?.len() <= ALWAYS_CHECKED_BYTES || !was_closed(&db)? {
        quick_check(&db)?;
    }
    leave_log(&db, false)?;
    if migrate::version(&db)? < migrate::newest(migrations) {
        backup::before_migration(place, key, migrate::version(&db)?, now)?;
        migrate::migrate(&mut db, migrations)?;
    }
    set_up(&db, options)?;
    Ok(db)
}

/// Until a file is known to be ours, whole and not newer, closing it must not write its log into it: it stays, or is
/// moved aside, byte for byte as it was found.
pub(crate) fn leave_log(db: &Connection, leave: bool) -> Result<(), StoreError> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave)?;
    Ok(())
}

/// How large the log is that the file was left with, by a kill or because it is open.
pub(crate) fn log_bytes(file: &Path) -> u64 {
    beside(file, "-wal").metadata().map_or(0, |log| log.len())
}

/// A log of no more than its header holds no page. Source: sqlite.org/fileformat.html, section 4.1.
pub(crate) const LOG_HEADER_BYTES: u64 = 32;

/// How much of the file the writer keeps at hand, in KiB: the pages of its indexes that a long list changes in one
/// transaction. It takes as much only if it has read as much.
const CACHE_KIB: i64 = 48 * 1024;

/// The pragmas of every writing connection; why each is so stands in `journal.md` and in the decision on durability.
fn set_up(db: &Connection, options: &OpenOptions) -> Result<(), StoreError> {
    db.busy_timeout(BUSY)?;
    keep_statements(db)?;
    let mode: String = db.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::Unexpected("a journal mode other than WAL"));
    }
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "secure_delete", true)?;
    // In KiB. With SQLite's own two megabytes a list of many thousands reads every page of its indexes many times over.
    db.pragma_update(None, "cache_size", -CACHE_KIB)?;
    // What VACUUM and large sorts put down meanwhile is personal data: not into a temporary file somewhere else.
    db.pragma_update(None, "temp_store", "MEMORY")?;
    // SQLCipher gives the size of its pages as a text.
    let page: rusqlite::types::Value = db.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let page = match page {
        rusqlite::types::Value::Integer(page) => u64::try_from(page).unwrap_or(PAGE_BYTES),
        rusqlite::types::Value::Text(page) => page.parse().unwrap_or(PAGE_BYTES),
        _ => PAGE_BYTES,
    };
    let pages = i64::try_from(options.max_bytes / page.max(1)).unwrap_or(i64::MAX);
    let _: i64 = db.pragma_update_and_check(None, "max_page_count", pages, |row| row.get(0))?;
    Ok(())
}

fn refuse_strangers(db: &Connection, file: &Path) -> Result<(), StoreError> {
    let id: i32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if id == APPLICATION_ID { Ok(()) } else { Err(StoreError::NotAnEvent { path: file.to_owned() }) }
}

fn refuse_newer(db: &Connection, migrations: &[&str]) -> Result<(), StoreError> {
    let (found, known) = (migrate::version(db)?, migrate::newest(migrations));
    if found > known { Err(StoreError::Newer { found, known }) } else { Ok(()) }
}

/// A file that is shorter than its header says was cut. SQLite itself takes what is missing of the last page for zeros.
/// With a log beside it a file may be shorter: the log has the rest.
/// Source: sqlite.org/fileformat.html, sections 1.3.2 (page size), 1.3.7 (size of the file in pages).
fn refuse_short(file: &Path, is_locked: bool) -> Result<(), StoreError> {
    if is_locked {
        // Its header cannot be read; SQLite counts the pages itself, and a page that lacks its end does not fit its HMAC.
        let whole = file.metadata()?.len().is_multiple_of(PAGE_BYTES);
        return if whole { Ok(()) } else { Err(StoreError::DamagedInPlace) };
    }
    let mut head = [0; 100];
    let mut opened = std::fs::File::open(file)?;
    let read = read_up_to(&mut opened, &mut head)?;
    let [.., a, b, c, d] = head[..32] else { return Ok(()) };
    let pages = u64::from(u32::from_be_bytes([a, b, c, d]));
    let page_size = match u64::from(u16::from_be_bytes([head[16], head[17]])) {
        1 => 65_536,
        size => size,
    };
    // The number of pages counts only if it was written together with the change counter.
    let counts = head[24..28] == head[92..96];
    if read < head.len() || (counts && opened.metadata()?.len() < pages * page_size) {
        return Err(StoreError::DamagedInPlace);
    }
    Ok(())
}

fn was_closed(db: &Connection) -> Result<bool, StoreError> {
    let closed: Option<Vec<u8>> =
        db.query_row("SELECT value FROM meta WHERE name = 'closed'", [], |row| row.get(0)).optional()?;
    Ok(closed.is_some_and(|value| value == b"1"))
}

/// Lets SQLite look through the whole file.
pub(crate) fn quick_check(db: &Connection) -> Result<(), StoreError> {
    match db.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)) {
        Ok(answer) if answer == "ok" => Ok(()),
        Ok(_) => Err(StoreError::DamagedInPlace),
        // The check has no mistake of its own: SQLite stumbles over a definition of a table whose text is damaged.
        Err(rusqlite::Error::SqlInputError { .. }) => Err(StoreError::DamagedInPlace),
        Err(error) => Err(error.into()),
    }
}

/// Moves a damaged file, with its log, out of the way.
pub(crate) fn move_aside(place: &Place, now: Timestamp) -> StoreError {
    match set_aside(place, "damaged", now) {
        Ok(aside) => StoreError::Damaged { aside, backup: place.newest_backup() },
        Err(error) => error,
    }
}

/// Moves whatever lies under the event's name out of the way: the file, or a log that a file left behind, which SQLite
/// would apply to the next file of that name. Returns where the file lies now.
pub(crate) fn make_room(place: &Place, why: &str, now: Timestamp) -> Result<Option<PathBuf>, StoreError> {
    let there = place.file.exists();
    if there || beside(&place.file, "-wal").exists() {
        let aside = set_aside(place, why, now)?;
        return Ok(there.then_some(aside));
    }
    Ok(None)
}

/// Gives an event file, with its log, another name. It is evidence and may yet be mended; it is never deleted.
pub(crate) fn set_aside(place: &Place, why: &str, now: Timestamp) -> Result<PathBuf, StoreError> {
    let stem = place.file.file_stem().unwrap_or_default().to_string_lossy();
    let stamp = now.strftime("%Y%m%dT%H%M%SZ");
    let aside = (0..)
        .map(|attempt| if attempt == 0 { String::new() } else { format!("-{attempt}") })
        .map(|number| place.file.with_file_name(format!("{stem}.{why}-{stamp}{number}.ankomst")))
        .find(|path| !path.exists() && !beside(path, "-wal").exists())
        .ok_or(StoreError::Unexpected("no free name"))?;
    rename_if_there(&place.file, &aside)?;
    for ending in ["-wal", "-shm"] {
        rename_if_there(&beside(&place.file, ending), &beside(&aside, ending))?;
    }
    sync_folder_of(&place.file)?;
    Ok(aside)
}

fn rename_if_there(from: &Path, to: &Path) -> Result<(), StoreError> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        result => Ok(result?),
    }
}

/// The file of SQLite's beside an event file.
pub(crate) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
