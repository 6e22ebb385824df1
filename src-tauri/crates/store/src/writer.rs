//! The one writer of an event file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use checkin::{AttendeeId, DeskId, EventId, RecordId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use serde_json::Value;
use uuid::Uuid;

use crate::act::{Act, Encoded};
use crate::backup;
use crate::clock::HybridClock;
use crate::error::StoreError;
use crate::journal;
use crate::open::identity::{InFile, Installation};
use crate::open::lock::Lock;
use crate::open::place::Place;
use crate::open::{self, OpenOptions, migrate};
use crate::project;
use crate::record::{ChainKey, Nonce, Part, Record, Sealed, part_digest};
use crate::view::View;

/// An event file open for writing. There is one at a time, in one process.
pub struct Writer {
    db: Connection,
    place: Place,
    chain: ChainKey,
    event: EventId,
    code_key: [u8; 32],
    desk: DeskId,
    opening: String,
    clock: HybridClock,
    installation: Installation,
    _lock: Lock,
}

/// What a transaction did.
#[derive(Debug)]
pub struct Committed<T> {
    /// Its answer.
    pub value: T,
    /// The attendees whose projections changed, so that the search index can follow.
    pub touched: BTreeSet<AttendeeId>,
}

/// A call to be bound to a nonce.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    /// The nonce.
    pub nonce: &'a str,
    /// The call's name.
    pub name: &'a str,
    /// Its parameters, without the nonce, in a form that is the same for the same parameters.
    pub parameters: &'a [u8],
}

/// How many records or attendees one piece of long work takes, so that the writer is free again in well under 50 ms.
pub const PIECE: usize = 100;

impl Writer {
    /// Makes a new event file with its keys and the first records.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if there is a file of that name; else what keeps it from being written.
    pub fn create(path: &Path, settings: Value, options: &OpenOptions, now: Timestamp) -> Result<Self, StoreError> {
        let place = Place::of(path)?;
        place.refuse_shared()?;
        if place.file.exists() {
            return Err(StoreError::Exists { path: place.file });
        }
        let lock = Lock::take(&place)?;
        let created = Self::create_locked(&place, lock, settings, options, now);
        if created.is_err() {
            // Nothing of worth is in a file that could not even be made.
            let _ = std::fs::remove_file(&place.file);
        }
        created
    }

    fn create_locked(
        place: &Place,
        lock: Lock,
        settings: Value,
        options: &OpenOptions,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let db = open::create_file(place, options)?;
        let event = EventId::from_uuid(new_uuid(now)?);
        for key in ["codeKey", "chainKey"] {
            db.execute("INSERT INTO secret (name, value) VALUES (?1, ?2)", (key, random::<32>()?.as_slice()))?;
        }
        put_meta(&db, "eventId", event.as_bytes())?;
        let mut writer = Self::assemble(db, place.clone(), lock, options)?;
        writer.take_identity(options, now)?;
        writer.transact(now, "", |tx| tx.append(&Act::Settings { settings }, None, None, None))?;
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
        let lock = Lock::take(&place)?;
        let db = open::open_for_writing(&place, options, migrations, now)?;
        let mut writer = Self::assemble(db, place, lock, options)?;
        writer.take_identity(options, now)?;
        while writer.fold_due(now)?.value > 0 {}
        Ok(writer)
    }

    fn assemble(db: Connection, place: Place, lock: Lock, options: &OpenOptions) -> Result<Self, StoreError> {
        let event: [u8; 16] = db.query_row("SELECT value FROM meta WHERE name = 'eventId'", [], |row| row.get(0))?;
        let event = EventId::from_uuid(Uuid::from_bytes(event));
        let key = |name: &str| -> Result<[u8; 32], StoreError> {
            Ok(db.query_row("SELECT value FROM secret WHERE name = ?1", [name], |row| row.get(0))?)
        };
        let nobody = DeskId::from_uuid(Uuid::nil());
        Ok(Self {
            chain: ChainKey::new(key("chainKey")?),
            code_key: key("codeKey")?,
            db,
            event,
            desk: nobody,
            opening: String::new(),
            clock: HybridClock::new(nobody, None),
            installation: Installation::of(&options.home, event),
            place,
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
    pub fn code_key(&self) -> [u8; 32] {
        self.code_key
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
        View { db: &self.db }
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
        };
        let result = act(&mut tx);
        let touched = std::mem::take(&mut tx.touched);
        let done = result.and_then(|value| {
            transaction.commit()?;
            Ok(Committed { value, touched })
        });
        if done.is_err() {
            self.clock = before;
        }
        done
    }

    /// Folds a piece of what long work has put down as due. Returns how much is left.
    ///
    /// # Errors
    /// What keeps the transaction from the disk.
    pub fn fold_due(&mut self, now: Timestamp) -> Result<Committed<usize>, StoreError> {
        if project::due_left(&self.db)? == 0 {
            return Ok(Committed { value: 0, touched: BTreeSet::new() });
        }
        self.transact(now, "", |tx| project::fold_due(tx.db, PIECE, &mut tx.touched))
    }

    /// Moves what the write-ahead log holds into the file as far as no reader needs it. For moments when nobody waits.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        self.db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// A copy in the event's own folder.
    ///
    /// # Errors
    /// If it cannot be written or does not pass its check.
    pub fn backup_to_folder(&self, label: &str, now: Timestamp) -> Result<PathBuf, StoreError> {
        backup::to_folder(&self.place, label, &journal::heads(&self.db)?, now)
    }

    /// After an erasure: what was deleted also goes from the file's free pages and from its log.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn vacuum(&self) -> Result<(), StoreError> {
        self.db.execute_batch("VACUUM")?;
        self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Closes properly: one file, no log beside it, and the user's folder knows where this desk stopped.
    ///
    /// # Errors
    /// If that cannot be written down; the file is whole all the same.
    pub fn close(self) -> Result<(), StoreError> {
        put_meta(&self.db, "closed", b"1")?;
        self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        let number = journal::head(&self.db, self.desk)?.map_or(0, |(head, _)| head.number);
        let in_file = InFile { desk: self.desk, opening: self.opening.clone(), number };
        self.db.close().map_err(|(_, error)| error)?;
        self.installation.closed(&in_file, &self.place.file)
    }
}

/// A writing transaction.
pub struct Tx<'a> {
    db: &'a Connection,
    chain: &'a ChainKey,
    desk: DeskId,
    clock: &'a mut HybridClock,
    now: Timestamp,
    staff: String,
    /// Number and digest of this desk's last record, once it has been read inside this transaction.
    head: Option<(u64, [u8; 32])>,
    touched: BTreeSet<AttendeeId>,
}

impl Tx<'_> {
    /// What this transaction sees, its own writes included.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View { db: self.db }
    }

    /// The time of this transaction.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Folds an attendee who waits for it, so that what is seen next is of now.
    ///
    /// # Errors
    /// If the file cannot be read or written.
    pub fn bring_up_to_date(&mut self, attendee: AttendeeId) -> Result<(), StoreError> {
        project::fold_if_due(self.db, attendee, &mut self.touched)
    }

    /// The record that bound this nonce here before, if one did.
    ///
    /// # Errors
    /// [`StoreError::NonceReused`] if another call bound it.
    pub fn bound(&self, call: &Call<'_>) -> Result<Option<Sealed>, StoreError> {
        let Some(found) = journal::with_nonce(self.db, call.nonce)?.into_iter().next() else { return Ok(None) };
        let digest = self.chain.call_digest(call.name, call.parameters);
        if found.record.nonce.as_ref().is_some_and(|nonce| nonce.call == digest) {
            Ok(Some(found))
        } else {
            Err(StoreError::NonceReused)
        }
    }

    /// Writes a record and brings the projections up to date. `at` is when the act took place, if that is not now.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn append(
        &mut self,
        act: &Act,
        attendee: Option<AttendeeId>,
        at: Option<Timestamp>,
        call: Option<&Call<'_>>,
    ) -> Result<RecordId, StoreError> {
        let (number, previous) = self.next()?;
        let Encoded { kind, version, facts, part } = act.encode();
        let part = match part {
            Some(body) => Some(Part { salt: random()?, body: body.to_string().into_bytes() }),
            None => None,
        };
        let at = at.unwrap_or(self.now);
        let mut record = Record {
            id: RecordId::from_uuid(new_uuid(self.now)?),
            number,
            stamp: self.clock.tick(self.now),
            // Kept to the millisecond, so that a record is equal to itself when it is read back.
            at: Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at),
            staff: self.staff.clone(),
            kind: kind.to_owned(),
            version,
            attendee,
            nonce: call.map(|call| Nonce {
                text: call.nonce.to_owned(),
                call: self.chain.call_digest(call.name, call.parameters),
            }),
            facts: facts.to_string().into_bytes(),
            part_digest: part.as_ref().map(part_digest),
            previous,
            digest: [0; 32],
        };
        record.digest = self.chain.digest(&record);
        journal::insert(self.db, &record, part.as_ref())?;
        project::apply(self.db, &record, part.as_ref(), &mut self.touched)?;
        self.head = Some((record.number, record.digest));
        Ok(record.id)
    }

    /// Takes in a record of another desk of this event. One that is here already is passed over. Returns whether its
    /// stamp was near enough to be followed.
    ///
    /// # Errors
    /// [`StoreError::ForeignRecord`] if its digest is not made with this event's key, or another record has its id.
    pub fn receive(&mut self, sealed: &Sealed) -> Result<bool, StoreError> {
        let record = &sealed.record;
        if self.chain.digest(record) != record.digest {
            return Err(StoreError::ForeignRecord { reason: "its digest does not fit" });
        }
        if let Some(part) = &sealed.part
            && record.part_digest != Some(part_digest(part))
        {
            return Err(StoreError::ForeignRecord { reason: "its personal part does not fit" });
        }
        if let Some(known) = journal::get(self.db, record.id)? {
            return if known.record == *record {
                self.receive_part(&known, sealed).map(|()| true)
            } else {
                Err(StoreError::ForeignRecord { reason: "another record has its id" })
            };
        }
        let part = sealed.part.as_ref().filter(|_| !self.is_erased(record.id).unwrap_or(false));
        journal::insert(self.db, record, part)?;
        project::apply(self.db, record, part, &mut self.touched)?;
        Ok(self.clock.observe(record.stamp, self.now))
    }

    /// A part that comes after its record; dropped if the record was erased.
    fn receive_part(&mut self, known: &Sealed, sealed: &Sealed) -> Result<(), StoreError> {
        let Some(part) = &sealed.part else { return Ok(()) };
        if known.part.is_some() || self.is_erased(known.record.id)? {
            return Ok(());
        }
        self.db.execute(
            "INSERT INTO personal (record, salt, body) VALUES (?1, ?2, ?3)",
            (known.record.id.as_bytes().as_slice(), part.salt.as_slice(), &part.body),
        )?;
        project::apply(self.db, &known.record, Some(part), &mut self.touched)
    }

    fn is_erased(&self, record: RecordId) -> Result<bool, StoreError> {
        Ok(self
            .db
            .prepare_cached("SELECT 1 FROM erased_part WHERE record = ?1")?
            .exists([record.as_bytes().as_slice()])?)
    }

    /// The next number and the digest before it, read inside this transaction the first time.
    fn next(&mut self) -> Result<(u64, [u8; 32]), StoreError> {
        let (number, digest) = match self.head {
            Some(head) => head,
            None => journal::head(self.db, self.desk)?.map_or((0, [0; 32]), |(head, _)| (head.number, head.digest)),
        };
        Ok((number + 1, digest))
    }

    /// Erases a person: takes the personal parts of all records about them, for good. Counts stay.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn erase(&mut self, attendee: AttendeeId, call: Option<&Call<'_>>) -> Result<RecordId, StoreError> {
        let records = journal::about(self.db, attendee)?
            .into_iter()
            .filter(|sealed| sealed.record.part_digest.is_some())
            .map(|sealed| sealed.record.id)
            .collect();
        self.append(&Act::Erased { records }, Some(attendee), None, call)
    }

    /// Erases what was scanned in refused attempts that are about nobody known.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn erase_scans(&mut self) -> Result<Option<RecordId>, StoreError> {
        let mut statement = self.db.prepare("SELECT record FROM refusal WHERE attendee IS NULL AND scanned <> ''")?;
        let records = statement.query_map([], |row| journal::record_id(row, 0))?.collect::<Result<Vec<_>, _>>()?;
        if records.is_empty() {
            return Ok(None);
        }
        self.append(&Act::Erased { records }, None, None, None).map(Some)
    }

    /// A number for a badge code that this file does not know: 55 random bits, never zero.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn draw_badge_number(&self) -> Result<u64, StoreError> {
        loop {
            let number = u64::from_be_bytes(random()?) >> 9;
            if number != 0 && self.view().badge_number(number)?.is_none() {
                return Ok(number);
            }
        }
    }

    /// A new attendee's id.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn new_attendee(&self) -> Result<AttendeeId, StoreError> {
        Ok(AttendeeId::from_uuid(new_uuid(self.now)?))
    }

    /// A new id for an import.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn new_import(&self) -> Result<RecordId, StoreError> {
        Ok(RecordId::from_uuid(new_uuid(self.now)?))
    }
}

fn put_meta(db: &Connection, name: &str, value: &[u8]) -> Result<(), StoreError> {
    db.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)", (name, value))?;
    Ok(())
}

fn get_meta(db: &Connection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(db.query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0)).optional()?)
}

fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Unexpected("no random bytes from the system"))?;
    Ok(bytes)
}

/// A UUIDv7: the time in milliseconds and 74 random bits (RFC 9562, section 5.7).
fn new_uuid(now: Timestamp) -> Result<Uuid, StoreError> {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random()?).into_uuid())
}
