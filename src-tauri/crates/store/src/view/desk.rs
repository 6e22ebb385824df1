//! What a window asks every second: whether anything has changed, what this desk made, how old the list is.

use checkin::DeskId;
use jiff::Timestamp;
use rusqlite::params;

use super::{Told, View, record_id};
use crate::error::StoreError;

/// How far back [`View::latest_of`] looks, in records of the desk: more than an hour at the busiest door.
const LOOK_BACK: i64 = 2_000;

impl View<'_> {
    /// How many records have arrived in this file; it grows with every change.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn changes(self) -> Result<i64, StoreError> {
        Ok(self.db.prepare_cached("SELECT coalesce(max(seq), 0) FROM journal")?.query_row([], |row| row.get(0))?)
    }

    /// The latest check-ins and refusals of people that a desk made, newest first, at most `limit`. It looks back over
    /// the desk's last [`LOOK_BACK`] records and no further.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn latest_of(self, desk: DeskId, limit: u32) -> Result<Vec<Told>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT id FROM journal
             WHERE desk = ?1 AND number > (SELECT max(number) - ?2 FROM journal WHERE desk = ?1)
               AND kind IN ('checkIn', 'refused') AND attendee IS NOT NULL
             ORDER BY number DESC LIMIT ?3",
        )?;
        let ids =
            statement.query_map(params![desk.as_bytes().as_slice(), LOOK_BACK, limit], |row| record_id(row, 0))?;
        ids.map(|id| self.record(id?)).collect()
    }

    /// When the newest import in effect took place.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn list_time(self) -> Result<Option<Timestamp>, StoreError> {
        let at: Option<i64> = self
            .db
            .prepare_cached("SELECT max(at_ms) FROM import WHERE undone = 0")?
            .query_row([], |row| row.get(0))?;
        Ok(at.and_then(|at| Timestamp::from_millisecond(at).ok()))
    }
}
