//! A writing transaction: records are appended, taken in from elsewhere, erased.

use std::collections::BTreeSet;

use checkin::{AttendeeId, DeskId, RecordId, StaffId};
use jiff::Timestamp;
use rusqlite::Connection;

use crate::act::Act;
use crate::clock::HybridClock;
use crate::error::StoreError;
use crate::journal;
use crate::project;
use crate::random::{new_uuid, random_badge_number};
use crate::record::{Body, ChainKey, Nonce, Record, Sealed, part_digest};
use crate::staff::{self, PinAttempt, PinDigest, Role, StaffMember};
use crate::view::View;

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

/// A writing transaction.
pub struct Tx<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) chain: &'a ChainKey,
    pub(crate) desk: DeskId,
    pub(crate) clock: &'a mut HybridClock,
    pub(crate) now: Timestamp,
    pub(crate) staff: String,
    /// Number and digest of this desk's last record, once it has been read inside this transaction.
    pub(crate) head: Option<(u64, [u8; 32])>,
    pub(crate) touched: BTreeSet<AttendeeId>,
    pub(crate) day: Option<Timestamp>,
}

impl Tx<'_> {
    /// What this transaction sees, its own writes included.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View { db: self.db, day: None }.of_day(self.day)
    }

    /// Looks at the file on the day that begins at `day` from here on; see [`View::of_day`].
    pub fn look_at_day(&mut self, day: Option<Timestamp>) {
        self.day = day;
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
        project::due::fold_one(self.db, attendee, &mut self.touched)
    }

    /// The record that bound this nonce here before, if one did.
    ///
    /// # Errors
    /// [`StoreError::NonceReused`] if another call bound it.
    pub fn bound(&self, call: &Call<'_>) -> Result<Option<Sealed>, StoreError> {
        let found = journal::with_nonce(self.db, call.nonce)?;
        if found.is_empty() {
            return Ok(None);
        }
        let digest = self.chain.call_digest(call.name, call.parameters);
        // Two desks may have bound the same nonce, even to different calls; this desk's own word comes first.
        let same =
            found.into_iter().filter(|found| found.record.nonce.as_ref().is_some_and(|nonce| nonce.call == digest));
        same.min_by_key(|found| found.record.stamp.desk != self.desk).map(Some).ok_or(StoreError::NonceReused)
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
        self.append_body(act, Body::of(act)?, attendee, at, call)
    }

    /// Writes a record whose act is encoded.
    pub(crate) fn append_body(
        &mut self,
        act: &Act,
        body: Body,
        attendee: Option<AttendeeId>,
        at: Option<Timestamp>,
        call: Option<&Call<'_>>,
    ) -> Result<RecordId, StoreError> {
        let (number, previous) = self.next()?;
        let Body { kind, version, facts, part, part_digest } = body;
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
            facts,
            part_digest,
            previous,
            digest: [0; 32],
        };
        record.digest = self.chain.digest(&record);
        journal::insert(self.db, &record, part.as_ref())?;
        project::apply(self.db, &record, act, &mut self.touched)?;
        self.head = Some((record.number, record.digest));
        Ok(record.id)
    }

    /// Takes in a record of another desk of this event. One that is here already is passed over. Returns whether its
    /// stamp was near enough to be followed.
    ///
    /// # Errors
    /// [`StoreError::ForeignRecord`] if its digest is not made with this event's key, or another record has its id or
    /// its number.
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
        if journal::has_number(self.db, record.stamp.desk, record.number)? {
            // A file that went on under an identity which was not its own: never by this program.
            return Err(StoreError::ForeignRecord { reason: "another record has its number" });
        }
        let erased = self.is_erased(record.id)?;
        let part = sealed.part.as_ref().filter(|_| !erased);
        if record.stamp.desk == self.desk {
            self.head = None;
        }
        journal::insert(self.db, record, part)?;
        project::apply_read(self.db, record, part, &mut self.touched)?;
        Ok(self.clock.observe(record.stamp, self.now))
    }

    /// Takes over records that a damaged file of this event still had, each only if it follows from what is here. Returns how
    /// many, and whether there were others that are not here.
    pub(crate) fn take_over(&mut self, records: &[Sealed]) -> Result<(u64, bool), StoreError> {
        let (mut taken, mut left) = (0, false);
        for sealed in records {
            let record = &sealed.record;
            if journal::get(self.db, record.id)?.is_some() {
                continue;
            }
            let head = journal::head(self.db, record.stamp.desk)?;
            let (number, digest) = head.map_or((0, [0; 32]), |(head, _)| (head.number, head.digest));
            let follows = record.number == number + 1 && record.previous == digest;
            let is_whole = record.part_digest.is_none() || sealed.part.is_some();
            if follows && is_whole && self.receive(sealed).is_ok() {
                taken += 1;
            } else {
                left = true;
            }
        }
        Ok((taken, left))
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
        project::apply_read(self.db, &known.record, Some(part), &mut self.touched)
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

    /// A number for a badge code that this file does not know: 55 random bits, never zero.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn draw_badge_number(&self) -> Result<u64, StoreError> {
        loop {
            let number = random_badge_number()?;
            if self.is_free(number)? {
                return Ok(number);
            }
        }
    }

    /// Whether this file knows no such number yet.
    pub(crate) fn is_free(&self, number: u64) -> Result<bool, StoreError> {
        Ok(self.view().badge_number(number)?.is_none())
    }

    /// Adds somebody to the staff (`id` is `None`; then with a PIN), or changes them; without a PIN they keep theirs.
    ///
    /// # Errors
    /// [`StoreError::NameTaken`], [`StoreError::NoLead`], [`StoreError::NotFound`]; if the file cannot be written.
    pub fn put_staff(
        &self,
        id: Option<StaffId>,
        name: &str,
        role: Role,
        pin: Option<&PinDigest>,
    ) -> Result<StaffMember, StoreError> {
        staff::put(self.db, id, name, role, pin, self.now)
    }

    /// Takes somebody from the staff. What they did stays in the journal under their name.
    ///
    /// # Errors
    /// [`StoreError::NoLead`] for the only lead while there are others; [`StoreError::NotFound`].
    pub fn remove_staff(&self, id: StaffId) -> Result<(), StoreError> {
        staff::remove(self.db, id)
    }

    /// Begins an attempt to sign in, which counts as wrong from here on.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; if the file cannot be written.
    pub fn begin_pin(&self, id: StaffId) -> Result<PinAttempt, StoreError> {
        staff::begin(self.db, id, self.now)
    }

    /// The attempt that was begun was a right one.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn pin_was_right(&self, id: StaffId) -> Result<(), StoreError> {
        staff::was_right(self.db, id, self.now)
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
