//! Who waits to be folded again. A long act (an import taking effect, its undo, new session times) only puts itself down
//! as a source, `refold_source`; its people are put down one piece after the other, `refold_due`, and then folded in
//! pieces, so that the writer is free in between however many they are.

use std::collections::BTreeSet;

use checkin::{AttendeeId, RecordId};
use rusqlite::{Connection, OptionalExtension, params};

use super::{refold, rows};
use crate::error::StoreError;

/// So many records of a source are looked at in a piece: one takes a few millionths of a second.
const LISTED: i64 = 1_000;

/// Stands for everybody who has been to a session, in place of an import.
const SESSIONS: &[u8] = b"";

/// Everybody whom an import is about.
const OF_IMPORT: &str = "INSERT OR IGNORE INTO refold_due (attendee)
     SELECT journal.attendee FROM belongs JOIN journal ON journal.id = belongs.record
     WHERE belongs.parent = ?1 AND belongs.record > ?2 AND belongs.record <= ?3 AND journal.attendee IS NOT NULL
     UNION SELECT about.attendee FROM belongs JOIN about ON about.record = belongs.record
     WHERE belongs.parent = ?1 AND belongs.record > ?2 AND belongs.record <= ?3";
const END_OF_IMPORT: &str = "SELECT max(record), count(*) FROM
     (SELECT record FROM belongs WHERE parent = ?1 AND record > ?2 ORDER BY record LIMIT ?3)";

/// Everybody who has been to a session.
const OF_SESSIONS: &str = "INSERT OR IGNORE INTO refold_due (attendee)
     SELECT attendee FROM check_in WHERE attendee > ?1 AND attendee <= ?2 AND session <> ''";
const END_OF_SESSIONS: &str = "SELECT max(attendee), count(*) FROM (SELECT attendee FROM check_in WHERE attendee > ?1 ORDER BY attendee LIMIT ?2)";

/// Whether somebody waits, put down or not yet. `CROSS JOIN`: from the few records of the person to the source, not the
/// other way round.
const WAITS: &str = "SELECT 1 FROM refold_due WHERE attendee = ?1
     UNION ALL SELECT 1 FROM refold_source CROSS JOIN journal CROSS JOIN belongs
         WHERE journal.attendee = ?1 AND belongs.parent = refold_source.source AND belongs.record = journal.id
     UNION ALL SELECT 1 FROM refold_source CROSS JOIN about CROSS JOIN belongs
         WHERE about.attendee = ?1 AND belongs.parent = refold_source.source AND belongs.record = about.record
     UNION ALL SELECT 1 FROM refold_source CROSS JOIN check_in
         WHERE refold_source.source = x'' AND check_in.attendee = ?1 AND check_in.session <> ''
     LIMIT 1";

/// The import counts now, or counts no more: everybody whom it is about is to be folded again.
pub(super) fn of_import(db: &Connection, import: RecordId) -> Result<(), StoreError> {
    // The first that is found is nearly always about somebody.
    let anybody = "SELECT 1 FROM belongs JOIN journal ON journal.id = belongs.record
         WHERE belongs.parent = ?1 AND journal.attendee IS NOT NULL LIMIT 1";
    let anybody = db.prepare_cached(anybody)?.exists([import.as_bytes().as_slice()])?;
    if anybody { put_source(db, import.as_bytes()) } else { Ok(()) }
}

/// Sessions take place at other times now: which one leaves by entering another may have changed.
pub(super) fn of_sessions(db: &Connection) -> Result<(), StoreError> {
    // Whoever was at a session is folded, or waits already.
    let anybody = db.prepare_cached("SELECT 1 FROM presence WHERE session > '' LIMIT 1")?.exists([])?;
    if anybody { put_source(db, SESSIONS) } else { Ok(()) }
}

/// A source that is put down already begins anew.
fn put_source(db: &Connection, source: &[u8]) -> Result<(), StoreError> {
    db.prepare_cached("INSERT OR REPLACE INTO refold_source (source, after) VALUES (?1, x'')")?.execute([source])?;
    Ok(())
}

/// Puts a piece of those down who are to be folded again. Returns whether others may be left.
pub(crate) fn list(db: &Connection) -> Result<bool, StoreError> {
    let source: Option<(Vec<u8>, Vec<u8>)> = db
        .prepare_cached("SELECT source, after FROM refold_source LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((source, after)) = source else { return Ok(false) };
    let piece = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let (end, records): (Option<Vec<u8>>, i64) = if source == SESSIONS {
        let end = db.prepare_cached(END_OF_SESSIONS)?.query_row(params![after, LISTED], piece)?;
        db.prepare_cached(OF_SESSIONS)?.execute(params![after, end.0])?;
        end
    } else {
        let end = db.prepare_cached(END_OF_IMPORT)?.query_row(params![source, after, LISTED], piece)?;
        db.prepare_cached(OF_IMPORT)?.execute(params![source, after, end.0])?;
        end
    };
    if records < LISTED {
        db.prepare_cached("DELETE FROM refold_source WHERE source = ?1")?.execute([source])?;
    } else {
        db.prepare_cached("UPDATE refold_source SET after = ?2 WHERE source = ?1")?.execute(params![source, end])?;
    }
    is_listing(db)
}

/// Whether somebody may have to be folded who is not put down yet.
pub(crate) fn is_listing(db: &Connection) -> Result<bool, StoreError> {
    Ok(db.prepare_cached("SELECT 1 FROM refold_source LIMIT 1")?.exists([])?)
}

/// Folds up to `limit` attendees that wait, once all are put down, or puts a piece of them down. Returns whether
/// others are left.
pub(crate) fn fold(db: &Connection, limit: usize, touched: &mut BTreeSet<AttendeeId>) -> Result<bool, StoreError> {
    if is_listing(db)? {
        list(db)?;
        return is_any(db);
    }
    let mut statement = db.prepare_cached("SELECT attendee FROM refold_due LIMIT ?1")?;
    let due = statement
        .query_map([i64::try_from(limit).unwrap_or(i64::MAX)], |row| rows::attendee_id(row, 0))?
        .collect::<Result<BTreeSet<_>, _>>()?;
    refold(db, &due, touched)?;
    is_any(db)
}

/// Folds one attendee now if it waits.
pub(crate) fn fold_one(
    db: &Connection,
    attendee: AttendeeId,
    touched: &mut BTreeSet<AttendeeId>,
) -> Result<(), StoreError> {
    let waits = db.prepare_cached(WAITS)?.exists([attendee.as_bytes().as_slice()])?;
    if waits { refold(db, &BTreeSet::from([attendee]), touched) } else { Ok(()) }
}

/// Whether anybody waits. Not how many: counting a hundred thousand after each piece takes longer than the piece.
pub(crate) fn is_any(db: &Connection) -> Result<bool, StoreError> {
    let any = "SELECT 1 FROM refold_source UNION ALL SELECT 1 FROM refold_due LIMIT 1";
    Ok(db.prepare_cached(any)?.exists([])?)
}
