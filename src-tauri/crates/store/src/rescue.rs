//! After damage: the newest good backup, and whatever the damaged file's journal still gives beyond it.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};

use crate::cipher::FileKey;
use crate::error::StoreError;
use crate::journal;
use crate::open::place::Place;
use crate::open::{self, OpenOptions, connection};
use crate::reader::{Reader, restore};
use crate::record::Sealed;
use crate::writer::Writer;

/// After so many places of the journal in a row without a readable record its end is taken for reached.
const MOST_MISSES: u32 = 200;
/// Records that are taken over in one transaction.
const PIECE: usize = 100;

/// What was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescued {
    /// The backup that took the event's place.
    pub backup: PathBuf,
    /// When it was made, by its name.
    pub made: Option<Timestamp>,
    /// How many records beyond it were saved from the damaged file.
    pub saved: u64,
    /// When the last act took place that is in the file now.
    pub until: Option<Timestamp>,
    /// Whether the damaged file had more that could not be read, or that does not follow from what was saved.
    pub missing: bool,
}

/// Puts the newest good backup in the event's place, and adds the records that the file which was put `aside` still has.
/// The damaged file is not touched; a copy of it is read.
///
/// # Errors
/// [`StoreError::Missing`] if there is no good backup; what keeps the place from being written.
pub fn rescue(path: &Path, aside: &Path, options: &OpenOptions, now: Timestamp) -> Result<Rescued, StoreError> {
    let place = Place::of(path)?;
    let (made, backup) = newest_good(&place, options)?;
    restore(&backup, &place.file, &options.unlock, now)?;
    let mut writer = Writer::open(&place.file, options, now)?;
    let key = writer.file_key();
    let found = with_copy(&place, aside, |copy| salvage(copy, key.as_ref(), &mut writer, now));
    // A file of which nothing at all can be read leaves what the backup had.
    let (saved, missing) = found.unwrap_or((0, true));
    while writer.fold_due(now, crate::writer::is_long)?.value {}
    let until = writer.view().newest_stamp()?;
    writer.close()?;
    Ok(Rescued { backup, made, saved, until, missing })
}

/// The newest backup that opens, is whole, and whose chain holds.
fn newest_good(place: &Place, options: &OpenOptions) -> Result<(Option<Timestamp>, PathBuf), StoreError> {
    let mut backups: Vec<_> = place.backup_times().into_iter().map(|(at, path)| (Some(at), path)).collect();
    for entry in std::fs::read_dir(place.backups()).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_copy = path.extension().is_some_and(|ending| ending == "ankomst");
        if is_copy && !backups.iter().any(|(_, known)| *known == path) {
            // Under a name of its own: after those that say when they were made.
            backups.insert(0, (None, path));
        }
    }
    // By what is in it: a clock that was ahead has put later times into the names of older copies, and stamps stand still until
    // it is that time again.
    let held = |path: &Path| {
        let reader = Reader::open_with(path, &options.unlock).ok()?;
        let records: u64 = reader.view().heads().ok()?.iter().map(|head| head.number).sum();
        Some((reader.view().newest_stamp().ok()?, records))
    };
    backups.sort_by_cached_key(|(made, path)| (made.is_some(), held(path), *made));
    let is_good = |path: &Path| {
        let reader = Reader::open_with(path, &options.unlock)?;
        reader.check_copy()
    };
    let good = backups.into_iter().rev().find(|(_, path)| is_good(path).is_ok());
    good.ok_or_else(|| StoreError::missing(&place.backups()))
}

/// Runs `act` on a copy of the damaged file and its log, which is removed then.
fn with_copy<T>(
    place: &Place,
    aside: &Path,
    act: impl FnOnce(&Path) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let folder = place.folder.join("rescue");
    std::fs::create_dir_all(&folder)?;
    let copy = folder.join("copy.ankomst");
    let result = std::fs::copy(aside, &copy).map_err(StoreError::from).and_then(|_| {
        let log = open::beside(aside, "-wal");
        if log.exists() {
            std::fs::copy(log, open::beside(&copy, "-wal"))?;
        }
        act(&copy)
    });
    let _ = std::fs::remove_dir_all(&folder);
    result
}

/// Adds the records of the damaged file that follow from what the event has. Returns how many, and whether there were others.
fn salvage(copy: &Path, key: Option<&FileKey>, writer: &mut Writer, now: Timestamp) -> Result<(u64, bool), StoreError> {
    let mut damaged = Damaged { copy, key, db: None };
    let (mut saved, mut missing, mut misses) = (0, false, 0);
    // Both files gave their records places in the order of arrival; the backup's were the damaged file's.
    let mut seq = 0;
    while misses < MOST_MISSES {
        let mut piece: Vec<Sealed> = Vec::new();
        while piece.len() < PIECE && misses < MOST_MISSES {
            seq += 1;
            match damaged.record(seq) {
                Ok(Some(sealed)) => {
                    misses = 0;
                    piece.push(sealed);
                }
                Ok(None) => misses += 1,
                Err(_) => {
                    misses += 1;
                    missing = true;
                }
            }
        }
        let (more, left) = writer.transact(now, "", |tx| tx.take_over(&piece))?.value;
        saved += more;
        missing |= left;
    }
    Ok((saved, missing))
}

/// A damaged file, opened anew after each fault: a page that cannot be decrypted spoils its connection.
struct Damaged<'a> {
    copy: &'a Path,
    key: Option<&'a FileKey>,
    db: Option<Connection>,
}

impl Damaged<'_> {
    fn record(&mut self, seq: i64) -> Result<Option<Sealed>, StoreError> {
        let db = match self.db.take() {
            Some(db) => db,
            None => {
                let db = connection(self.copy, OpenFlags::SQLITE_OPEN_READ_WRITE, self.key)?;
                db.pragma_update(None, "query_only", true)?;
                db
            }
        };
        let found = journal::at_place(&db, seq);
        if found.is_ok() {
            self.db = Some(db);
        }
        found
    }
}
