//! The table `journal` and its personal parts: append, and read back.

use std::collections::BTreeSet;

use checkin::{AttendeeId, DeskId, RecordId, Stamp};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::act::Head;
use crate::error::StoreError;
use crate::record::{Nonce, Part, Record, Sealed};

const COLUMNS: &str = "journal.id, journal.desk, journal.number, journal.stamp_ms, journal.stamp_count, journal.at_ms,
    journal.staff, journal.kind, journal.version, journal.attendee, journal.nonce, journal.nonce_call, journal.facts,
    journal.part_digest, journal.previous, journal.digest, personal.salt, personal.body, journal.seq";

const FROM: &str = "FROM journal LEFT JOIN personal ON personal.record = journal.id";

/// Writes a record and its part.
pub(crate) fn insert(db: &Connection, record: &Record, part: Option<&Part>) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO journal (id, desk, number, stamp_ms, stamp_count, at_ms, staff, kind, version, attendee, nonce,
             nonce_call, facts, part_digest, previous, digest)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?
    .execute(params![
        record.id.as_bytes().as_slice(),
        record.stamp.desk.as_bytes().as_slice(),
        to_i64(record.number)?,
        record.stamp.ms,
        record.stamp.counter,
        record.at.as_millisecond(),
        record.staff,
        record.kind,
        record.version,
        record.attendee.as_ref().map(|attendee| attendee.as_bytes().as_slice()),
        record.nonce.as_ref().map(|nonce| nonce.text.as_str()),
        record.nonce.as_ref().map(|nonce| nonce.call.as_slice()),
        record.facts,
        record.part_digest.as_ref().map(<[u8; 32]>::as_slice),
        record.previous.as_slice(),
        record.digest.as_slice(),
    ])?;
    if let Some(part) = part {
        db.prepare_cached("INSERT INTO personal (record, salt, body) VALUES (?1, ?2, ?3)")?.execute(params![
            record.id.as_bytes().as_slice(),
            part.salt.as_slice(),
            part.body
        ])?;
    }
    Ok(())
}

/// The record with this id.
pub(crate) fn get(db: &Connection, id: RecordId) -> Result<Option<Sealed>, StoreError> {
    one(db, "journal.id = ?1", [id.as_bytes().as_slice()])
}

/// The records about an attendee, also those that are about somebody else first.
pub(crate) fn about(db: &Connection, attendee: AttendeeId) -> Result<Vec<Sealed>, StoreError> {
    let id = attendee.as_bytes().as_slice();
    // Two queries over two indexes: SQLite answers an OR over both with a scan when it has no statistics.
    let mut records = all(db, "journal.attendee = ?1", [id])?;
    for other in all(db, "journal.id IN (SELECT record FROM about WHERE attendee = ?1)", [id])? {
        if !records.iter().any(|known| known.record.id == other.record.id) {
            records.push(other);
        }
    }
    Ok(records)
}

/// The records that say that an import takes effect.
pub(crate) fn imports(db: &Connection, import: RecordId) -> Result<Vec<Sealed>, StoreError> {
    // From the few records of this kind: an import has a hundred thousand others.
    let condition = "journal.kind = 'import'
         AND EXISTS (SELECT 1 FROM belongs WHERE belongs.parent = ?1 AND belongs.record = journal.id)";
    all(db, condition, [import.as_bytes().as_slice()])
}

/// The records that belong to a print job (or to an import).
pub(crate) fn belonging(db: &Connection, parent: RecordId) -> Result<Vec<Sealed>, StoreError> {
    all(db, "journal.id IN (SELECT record FROM belongs WHERE parent = ?1)", [parent.as_bytes().as_slice()])
}

/// The records that bound a nonce, oldest first.
pub(crate) fn with_nonce(db: &Connection, nonce: &str) -> Result<Vec<Sealed>, StoreError> {
    all(db, "journal.nonce = ?1 ORDER BY journal.seq", [nonce])
}

/// Whether a desk's record of this number is here.
pub(crate) fn has_number(db: &Connection, desk: DeskId, number: u64) -> Result<bool, StoreError> {
    Ok(db
        .prepare_cached("SELECT 1 FROM journal WHERE desk = ?1 AND number = ?2")?
        .exists(params![desk.as_bytes().as_slice(), to_i64(number)?])?)
}

/// The records with a personal part that are about this attendee in the first place, and those that undo one of them:
/// their reason is about the same person.
pub(crate) fn parts_of(db: &Connection, attendee: AttendeeId) -> Result<BTreeSet<RecordId>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT id FROM journal WHERE attendee = ?1 AND part_digest IS NOT NULL
         UNION SELECT undone.record FROM undone JOIN journal AS target ON target.id = undone.target
             JOIN journal AS own ON own.id = undone.record
             WHERE target.attendee = ?1 AND own.part_digest IS NOT NULL",
    )?;
    let records = statement.query_map([attendee.as_bytes().as_slice()], |row| record_id(row, 0))?;
    Ok(records.collect::<Result<_, _>>()?)
}

/// Up to `limit` records that arrived after `seq`, in order of arrival, each with its place.
pub(crate) fn page_after(db: &Connection, seq: i64, limit: usize) -> Result<Vec<(i64, Sealed)>, StoreError> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE journal.seq > ?1 ORDER BY journal.seq LIMIT {limit}");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([seq])?;
    let mut page = Vec::new();
    while let Some(row) = rows.next()? {
        page.push((row.get(18)?, sealed(row)?));
    }
    Ok(page)
}

/// The record that arrived at this place.
pub(crate) fn at_place(db: &Connection, seq: i64) -> Result<Option<Sealed>, StoreError> {
    one(db, "journal.seq = ?1", [seq])
}

/// A desk's records by number.
pub(crate) fn of_desk_after(
    db: &Connection,
    desk: DeskId,
    number: u64,
    limit: usize,
) -> Result<Vec<Sealed>, StoreError> {
    let condition = format!("journal.desk = ?1 AND journal.number > ?2 ORDER BY journal.number LIMIT {limit}");
    all(db, &condition, params![desk.as_bytes().as_slice(), to_i64(number)?])
}

/// Gives `each` every record that says something of a person's fields, person by person, each person's in the order of
/// arrival.
pub(crate) fn each_saying(
    db: &Connection,
    mut each: impl FnMut(Sealed) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} {FROM} WHERE journal.attendee IS NOT NULL
             AND journal.kind IN ('listed', 'walkIn', 'amended', 'substituted')
         ORDER BY journal.attendee, journal.seq"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(sealed(row)?)?;
    }
    Ok(())
}

/// Gives `each` every record with a personal part about somebody of whom nothing counts, nor will once those who wait for it
/// are folded.
pub(crate) fn each_hidden(
    db: &Connection,
    mut each: impl FnMut(Sealed) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM journal JOIN personal ON personal.record = journal.id
         WHERE journal.attendee IS NOT NULL AND NOT EXISTS (SELECT 1 FROM attendee WHERE attendee.id = journal.attendee)
             AND NOT EXISTS (SELECT 1 FROM refold_due WHERE refold_due.attendee = journal.attendee)"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(sealed(row)?)?;
    }
    Ok(())
}

/// Up to `limit` records with a personal part that arrived at the place `until` or before.
pub(crate) fn with_part(db: &Connection, until: i64, limit: usize) -> Result<Vec<RecordId>, StoreError> {
    let sql = format!(
        "SELECT record FROM personal WHERE (SELECT seq FROM journal WHERE journal.id = personal.record) <= ?1 LIMIT {limit}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let records = statement.query_map([until], |row| record_id(row, 0))?;
    Ok(records.collect::<Result<_, _>>()?)
}

/// The ends of all chains, by desk.
pub(crate) fn heads(db: &Connection) -> Result<Vec<Head>, StoreError> {
    let mut statement = db.prepare_cached(
        // Steps from desk to desk along the index; a plain GROUP BY would read it from end to end.
        "WITH RECURSIVE known (id) AS (
             SELECT min(desk) FROM journal
             UNION ALL SELECT (SELECT min(desk) FROM journal WHERE desk > known.id) FROM known WHERE known.id IS NOT NULL
         )
         SELECT desk, number, digest FROM known JOIN journal ON journal.desk = known.id
             AND number = (SELECT max(number) FROM journal WHERE desk = known.id) ORDER BY desk",
    )?;
    let heads = statement.query_map([], |row| {
        let number: i64 = row.get(1)?;
        Ok(Head { desk: desk_id(row, 0)?, number: number.unsigned_abs(), digest: row.get(2)? })
    })?;
    Ok(heads.collect::<Result<_, _>>()?)
}

/// Milliseconds and counter of a stamp.
pub(crate) type StampTime = (i64, u32);

/// The end of one desk's chain, with the stamp of that record.
pub(crate) fn head(db: &Connection, desk: DeskId) -> Result<Option<(Head, StampTime)>, StoreError> {
    let head = db
        .prepare_cached(
            "SELECT number, digest, stamp_ms, stamp_count FROM journal WHERE desk = ?1 ORDER BY number DESC LIMIT 1",
        )?
        .query_row([desk.as_bytes().as_slice()], |row| {
            let number: i64 = row.get(0)?;
            let head = Head { desk, number: number.unsigned_abs(), digest: row.get(1)? };
            Ok((head, (row.get(2)?, row.get(3)?)))
        })
        .optional()?;
    Ok(head)
}

/// The latest stamp that is at most `until_ms`.
pub(crate) fn latest_stamp(db: &Connection, until_ms: i64) -> Result<Option<StampTime>, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT stamp_ms, stamp_count FROM journal WHERE stamp_ms <= ?1
             ORDER BY stamp_ms DESC, stamp_count DESC LIMIT 1",
        )?
        .query_row([until_ms], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

fn one(db: &Connection, condition: &str, parameters: impl rusqlite::Params) -> Result<Option<Sealed>, StoreError> {
    Ok(all(db, condition, parameters)?.into_iter().next())
}

fn all(db: &Connection, condition: &str, parameters: impl rusqlite::Params) -> Result<Vec<Sealed>, StoreError> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} {FROM} WHERE {condition}"))?;
    let mut rows = statement.query(parameters)?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.push(sealed(row)?);
    }
    Ok(records)
}

fn sealed(row: &Row<'_>) -> Result<Sealed, StoreError> {
    let number: i64 = row.get(2)?;
    let at_ms: i64 = row.get(5)?;
    let nonce: Option<String> = row.get(10)?;
    let call: Option<[u8; 32]> = row.get(11)?;
    let attendee: Option<[u8; 16]> = row.get(9)?;
    let salt: Option<[u8; 16]> = row.get(16)?;
    let body: Option<Vec<u8>> = row.get(17)?;
    let record = Record {
        id: record_id(row, 0)?,
        number: number.unsigned_abs(),
        stamp: Stamp { ms: row.get(3)?, counter: row.get(4)?, desk: desk_id(row, 1)? },
        at: Timestamp::from_millisecond(at_ms).map_err(|_| StoreError::Unexpected("a time out of range"))?,
        staff: row.get(6)?,
        kind: row.get(7)?,
        version: row.get(8)?,
        attendee: attendee.map(|bytes| AttendeeId::from_uuid(Uuid::from_bytes(bytes))),
        nonce: nonce.zip(call).map(|(text, call)| Nonce { text, call }),
        facts: row.get(12)?,
        part_digest: row.get(13)?,
        previous: row.get(14)?,
        digest: row.get(15)?,
    };
    Ok(Sealed { record, part: salt.zip(body).map(|(salt, body)| Part { salt, body }) })
}

pub(crate) fn record_id(row: &Row<'_>, column: usize) -> Result<RecordId, rusqlite::Error> {
    Ok(RecordId::from_uuid(Uuid::from_bytes(row.get(column)?)))
}

pub(crate) fn desk_id(row: &Row<'_>, column: usize) -> Result<DeskId, rusqlite::Error> {
    Ok(DeskId::from_uuid(Uuid::from_bytes(row.get(column)?)))
}

fn to_i64(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Unexpected("a number out of range"))
}
