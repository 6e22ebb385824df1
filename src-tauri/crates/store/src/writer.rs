//! The one writer of an event file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use checkin::{AttendeeId, DeskId, EventId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use serde_json::Value;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::act::Act;
use crate::backup;
use crate::cipher::FileKey;
use crate::clock::HybridClock;
use crate::error::StoreError;
use crate::journal;
use crate::log::{Log, LogKeeper};
use crate::open::identity::{InFile, Installation};
use crate::open::lock::Lock;
use crate::open::place::Place;
use crate::open::{self, OpenOptions, Opened, migrate};
use crate::project::{self, fresh::Fresh, fresh::FreshPage};
use crate::random::{new_uuid, random};
use crate::record::ChainKey;
use crate::tx::Tx;
use crate::verify::secret;
use crate::view::View;

/// An event file open for writing. There is one at a time, in one process.
pub struct Writer {
    db: Connection,
    key: Option<FileKey>,
    place: Place,
    chain: ChainKey,
    event: EventId,
    code_key: Zeroizing<[u8; 32]>,
    desk: DeskId,
    opening: String,
    clock: HybridClock,
    installation: Installation,
    log: Log,
    _lock: Lock,
}

/// What an event has once, made with it.
struct Keys {
    event: EventId,
    code: Zeroizing<[u8; 32]>,
    chain: Zeroizing<[u8; 32]>,
}

/// What a transaction did.
#[derive(Debug)]
pub struct Committed<T> {
    /// Its answer.
    pub value: T,
    /// The attendees whose projections changed, so that the search index can follow.
    pub touched: BTreeSet<AttendeeId>,
}

/// How many records or attendees one piece of long work takes at least.
pub const PIECE: usize = 100;

/// How many people who are new are written down at a time, table by table: each index is gone through in its order.
const FRESH: usize = 100;

/// For how long a transaction of long work goes on at most, piece by piece, if nobody waits for the writer; the rule is that
/// it never holds it for more than 50 ms (`journal.md`). Longer ones would write fewer pages, and whoever comes in the middle of
/// one would wait for its commit.
pub const PIECE_TIME: Duration = Duration::from_millis(40);

/// Whether a transaction of long work has gone on for long enough where nobody can wait for it.
#[must_use]
pub fn is_long(so_far: Duration) -> bool {
    so_far >= PIECE_TIME
}

impl Writer {
    /// Makes a new event file with its keys and the first records.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if there is a file of that name; else what keeps it from being written.
    pub fn create(path: &Path, settings: Value, options: &OpenOptions, now: Timestamp) -> Result<Self, StoreError> {
        let keys = Keys {
            event: EventId::from_uuid(new_uuid(now)?),
            code: Zeroizing::new(random()?),
            chain: Zeroizing::new(random()?),
        };
        Self::create_with(path, &keys, options, now, |tx| {
            tx.append(&Act::Settings { settings }, None, None, None).map(|_| ())
        })
    }

    /// Makes a new file of the same event as this one, with its keys and, but for the new desk's first record, an
    /// empty journal: for a desk that is then sent the records.
    ///
    /// # Errors
    /// As [`Writer::create`].
    pub fn create_joining(&self, path: &Path, options: &OpenOptions, now: Timestamp) -> Result<Self, StoreError> {
        let keys = Keys { event: self.event, code: self.code_key.clone(), chain: self.chain.bytes() };
        Self::create_with(path, &keys, options, now, |_| Ok(()))
    }

    fn create_with(
        path: &Path,
        keys: &Keys,
        options: &OpenOptions,
        now: Timestamp,
        first: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError>,
    ) -> Result<Self, StoreError> {
        let place = Place::of(path)?;
        place.refuse_shared()?;
        if place.file.exists() {
            return Err(StoreError::Exists { path: place.file });
        }
        let lock = Lock::take(&place)?;
        // Claimed only now, under the lock: what another process has made meanwhile is never touched.
        open::claim_name(&place, now)?;
        let file = place.file.clone();
        let created = Self::create_locked(place, lock, keys, options, now, first);
        if created.is_err() {
            // Nothing of worth is in a file that could not even be made.
            let _ = std::fs::remove_file(&file);
        }
        created
    }

    fn create_locked(
        place: Place,
        lock: Lock,
        keys: &Keys,
        options: &OpenOptions,
        now: Timestamp,
        first: impl FnOnce(&mut Tx<'_>) -> Result<(), StoreError>,
    ) -> Result<Self, StoreError> {
        let Opened { db, key } = open::create_file(&place, options)?;
        for (name, key) in [("codeKey", &keys.code), ("chainKey", &keys.chain)] {
            db.execute("INSERT INTO secret (name, value) VALUES (?1, ?2)", (name, key.as_slice()))?;
        }
        put_meta(&db, "eventId", keys.event.as_bytes())?;
        put_meta(&db, "folded", project::FORM)?;
        put_meta(&db, SEAL, &ChainKey::new(keys.chain.clone()).seal(keys.event, &keys.code))?;
        let mut writer = Self::assemble(Opened { db, key }, place, lock, options)?;
        writer.take_identity(options, now)?;
        writer.transact(now, "", first)?;
        Ok(writer)
    }

    /// Opens an event file for writing.
    ///
    /// # Errors
    /// See [`StoreError`]; a damaged file is moved aside first.
    pub fn open(path: &Path, options: &OpenOptions, now: Timestamp) -> Result<Self, StoreError> {
        Self::open_with(path, options, migrate::MIGRATIONS, now)
    }

    pub(crate) fn open_with(
        path: &Path,
        options: &OpenOptions,
        migrations: &[&str],
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let place = Place::of(path)?;
        if !place.file.exists() {
            return Err(StoreError::Missing { path: place.file });
        }
        place.refuse_shared()?;
        // Before anything is made beside it, the lock's folder too.
        open::refuse_other_files(&place)?;
        let lock = Lock::take(&place)?;
        let opened = open::open_for_writing(&place, options, migrations, now)?;
        // SQLite's check does not read what stands in an index: that may turn out to be damaged only when it is used.
        match Self::begin(opened, place.clone(), lock, options, now) {
            Err(error) if error.is_damage() => Err(open::move_aside(&place, now)),
            begun => begun,
        }
    }

    fn begin(
        opened: Opened,
        place: Place,
        lock: Lock,
        options: &OpenOptions,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let mut writer = Self::assemble(opened, place, lock, options)?;
        writer.take_identity(options, now)?;
        writer.seal_if_needed(now)?;
        writer.fold_anew_if_needed(now)?;
        while writer.fold_due(now, is_long)?.value {}
        Ok(writer)
    }

    fn assemble(opened: Opened, place: Place, lock: Lock, options: &OpenOptions) -> Result<Self, StoreError> {
        let Opened { mut db, key } = opened;
        let log = Log::default();
        log.follow(&mut db)?;
        let event: [u8; 16] = db.query_row("SELECT value FROM meta WHERE name = 'eventId'", [], |row| row.get(0))?;
        let event = EventId::from_uuid(Uuid::from_bytes(event));
        let nobody = DeskId::from_uuid(Uuid::nil());
        Ok(Self {
            chain: ChainKey::new(secret(&db, "chainKey")?),
            code_key: secret(&db, "codeKey")?,
            db,
            key,
            event,
            desk: nobody,
            opening: String::new(),
            clock: HybridClock::new(nobody, None),
            installation: Installation::of(&options.home, event),
            place,
            log,
            _lock: lock,
        })
    }

    /// Goes on under the file's desk identity if this installation may, else makes a new one. Either way a new token
    /// goes to the user's folder and to the file.
    fn take_identity(&mut self, options: &OpenOptions, now: Timestamp) -> Result<(), StoreError> {
        let kept = match self.identity_in_file()? {
            Some(in_file) if self.installation.agrees(&in_file, &self.place.file) => Some(in_file),
            _ => None,
        };
        self.desk = match &kept {
            Some(in_file) => in_file.desk,
            None => DeskId::from_uuid(Uuid::from_bytes(random()?)),
        };
        self.opening = data_encoding::HEXLOWER.encode(&random::<16>()?);
        let number = kept.as_ref().map_or(0, |in_file| in_file.number);
        let in_file = InFile { desk: self.desk, opening: self.opening.clone(), number };
        self.installation.opened(&in_file, &self.place.file)?;
        let until = now.as_millisecond().saturating_add(crate::clock::MAX_AHEAD_MS);
        let own = journal::head(&self.db, self.desk)?.map(|(_, stamp)| stamp);
        self.clock = HybridClock::new(self.desk, own.max(journal::latest_stamp(&self.db, until)?));
        let (desk, opening) = (self.desk, self.opening.clone());
        let label = options.desk_label.clone();
        self.transact(now, "", |tx| {
            put_meta(tx.db, "desk", desk.as_bytes())?;
            put_meta(tx.db, "opening", opening.as_bytes())?;
            put_meta(tx.db, "closed", b"0")?;
            if kept.is_none() {
                let heads = journal::heads(tx.db)?;
                tx.append(&Act::Desk { label, heads }, None, None, None)?;
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Seals the keys of a file from before there was a seal.
    fn seal_if_needed(&mut self, now: Timestamp) -> Result<(), StoreError> {
        if get_meta(&self.db, SEAL)?.is_none() {
            let seal = self.chain.seal(self.event, &self.code_key);
            self.transact(now, "", |tx| put_meta(tx.db, SEAL, &seal))?;
        }
        Ok(())
    }

    /// Makes the projections again if another version of this program made them: it may not have known every kind of
    /// record, or folded otherwise.
    fn fold_anew_if_needed(&mut self, now: Timestamp) -> Result<(), StoreError> {
        if get_meta(&self.db, "folded")?.as_deref() == Some(project::FORM) {
            return Ok(());
        }
        self.transact(now, "", |tx| {
            project::rebuild(tx.db)?;
            put_meta(tx.db, "folded", project::FORM)
        })?;
        Ok(())
    }

    fn identity_in_file(&self) -> Result<Option<InFile>, StoreError> {
        let Some(desk) = get_meta(&self.db, "desk")? else { return Ok(None) };
        let Ok(desk) = <[u8; 16]>::try_from(desk) else { return Ok(None) };
        let desk = DeskId::from_uuid(Uuid::from_bytes(desk));
        let opening = get_meta(&self.db, "opening")?.unwrap_or_default();
        let number = journal::head(&self.db, desk)?.map_or(0, |(head, _)| head.number);
        Ok(Some(InFile { desk, opening: String::from_utf8(opening).unwrap_or_default(), number }))
    }

    /// The event's id.
    #[must_use]
    pub fn event(&self) -> EventId {
        self.event
    }

    /// The key that signs badge codes.
    #[must_use]
    pub fn code_key(&self) -> Zeroizing<[u8; 32]> {
        self.code_key.clone()
    }

    /// The key of the file, which other connections to it need; `None` if it has no passphrase.
    #[must_use]
    pub fn file_key(&self) -> Option<FileKey> {
        self.key.clone()
    }

    /// This desk.
    #[must_use]
    pub fn desk(&self) -> DeskId {
        self.desk
    }

    /// Where the file and its folder lie.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// A look at the file outside any transaction.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View { db: &self.db, day: None }
    }

    /// Runs `act` in one immediate transaction, which is on the disk when this returns. If `act` fails, nothing is
    /// changed.
    ///
    /// # Errors
    /// What `act` says, or what keeps the transaction from the disk.
    pub fn transact<T>(
        &mut self,
        now: Timestamp,
        staff: &str,
        act: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<Committed<T>, StoreError> {
        let before = self.clock.clone();
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut tx = Tx {
            db: &transaction,
            chain: &self.chain,
            desk: self.desk,
            clock: &mut self.clock,
            now,
            staff: staff.to_owned(),
            head: None,
            touched: BTreeSet::new(),
            day: None,
        };
        let result = act(&mut tx);
        let touched = std::mem::take(&mut tx.touched);
        let head = tx.head;
        let done = result.and_then(|value| {
            transaction.commit()?;
            Ok(Committed { value, touched })
        });
        match (&done, head) {
            (Ok(_), Some((number, _))) => self.installation.reached(number),
            (Ok(_), None) => {}
            (Err(_), _) => self.clock = before,
        }
        done
    }

    /// Writes a few pages and takes them back in one transaction, to see whether the disk takes them.
    ///
    /// # Errors
    /// What keeps them from the disk.
    pub fn try_writing(&mut self) -> Result<(), StoreError> {
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('tried', zeroblob(65536))", [])?;
        transaction.execute("DELETE FROM meta WHERE name = 'tried'", [])?;
        Ok(transaction.commit()?)
    }

    /// Folds what long work has put down as due, piece by piece until `enough` says that it has gone on for long enough.
    /// Returns whether more is left.
    ///
    /// # Errors
    /// What keeps the transaction from the disk.
    pub fn fold_due(
        &mut self,
        now: Timestamp,
        enough: impl Fn(Duration) -> bool,
    ) -> Result<Committed<bool>, StoreError> {
        if !project::due::is_any(&self.db)? {
            return Ok(Committed { value: false, touched: BTreeSet::new() });
        }
        let start = Instant::now();
        self.transact(now, "", |tx| {
            let mut more = true;
            while more {
                more = project::due::fold(tx.db, PIECE, &mut tx.touched)?;
                if enough(start.elapsed()) {
                    break;
                }
            }
            Ok(more)
        })
    }

    /// Puts those down whom long work has made due, piece by piece until `enough` says that it has gone on for long enough.
    /// Returns whether more is left. [`fold_due`](Self::fold_due) does it too; this is for those who fold some of them beside
    /// the writer.
    ///
    /// # Errors
    /// What keeps the transaction from the disk.
    pub fn list_due(&mut self, now: Timestamp, enough: impl Fn(Duration) -> bool) -> Result<bool, StoreError> {
        if !project::due::is_listing(&self.db)? {
            return Ok(false);
        }
        let start = Instant::now();
        let committed = self.transact(now, "", |tx| {
            while project::due::list(tx.db)? {
                if enough(start.elapsed()) {
                    return Ok(true);
                }
            }
            Ok(false)
        })?;
        Ok(committed.value)
    }

    /// Writes down people who are new with a list, [`FRESH`] by [`FRESH`] until `enough` says that it has gone on for long
    /// enough: whom it wrote down. Those of whom more is known by now are passed over and go on waiting.
    ///
    /// # Errors
    /// What keeps the transaction from the disk.
    pub fn put_fresh(
        &mut self,
        now: Timestamp,
        page: &mut FreshPage,
        enough: impl Fn(Duration) -> bool,
    ) -> Result<Vec<Fresh>, StoreError> {
        let start = Instant::now();
        let committed = self.transact(now, "", |tx| {
            let mut written = Vec::new();
            while !page.is_empty() {
                written.extend(project::fresh::put(tx.db, page, FRESH)?);
                if enough(start.elapsed()) {
                    break;
                }
            }
            Ok(written)
        })?;
        Ok(committed.value)
    }

    /// What moves the write-ahead log into the file beside this writer.
    ///
    /// # Errors
    /// If the file cannot be opened once more.
    pub fn log_keeper(&self) -> Result<LogKeeper, StoreError> {
        LogKeeper::open(&self.place, self.key.as_ref(), self.log.clone())
    }

    /// A copy in the event's own folder.
    ///
    /// # Errors
    /// If it cannot be written or does not pass its check.
    pub fn backup_to_folder(&self, label: &str, now: Timestamp) -> Result<PathBuf, StoreError> {
        backup::to_folder(&self.place, self.key.as_ref(), label, &journal::heads(&self.db)?, now)
    }

    /// After an erasure: what was deleted also goes from the file's free pages and from its log.
    ///
    /// # Errors
    /// [`StoreError::Settling`] if a reader holds on to the log for long; else if the file cannot be written.
    pub fn vacuum(&self) -> Result<(), StoreError> {
        let _turn = self.log.turn();
        self.db.execute_batch("VACUUM")?;
        let busy: bool = self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        // The log still holds what was to go, and nothing but a second attempt takes it away.
        if busy { Err(StoreError::Settling) } else { Ok(()) }
    }

    /// Closes properly: one file, no log beside it, and the user's folder knows where this desk stopped.
    ///
    /// # Errors
    /// If that cannot be written down; the file is whole all the same.
    pub fn close(self) -> Result<(), StoreError> {
        put_meta(&self.db, "closed", b"1")?;
        let log = self.log.clone();
        let _turn = log.turn();
        self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        let number = journal::head(&self.db, self.desk)?.map_or(0, |(head, _)| head.number);
        let in_file = InFile { desk: self.desk, opening: self.opening.clone(), number };
        self.db.close().map_err(|(_, error)| error)?;
        self.installation.closed(&in_file, &self.place.file)
    }
}

fn put_meta(db: &Connection, name: &str, value: &[u8]) -> Result<(), StoreError> {
    db.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)", (name, value))?;
    Ok(())
}

/// The name in `meta` of what shows that event id and code key were not changed; `verify` compares it.
pub(crate) const SEAL: &str = "seal";

pub(crate) fn get_meta(db: &Connection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(db.query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0)).optional()?)
}

#[cfg(test)]
mod tests;
