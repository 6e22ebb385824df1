//! Who is inside, how people come just now, and how new what is in the file is.

use checkin::{AttendeeId, Scope};
use jiff::Timestamp;

use super::{View, timestamp};
use crate::error::StoreError;
use crate::project::rows::{attendee_id, scope_text};

impl View<'_> {
    /// Everybody who is inside a scope, with the time of the entry by which they are.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn insiders(self, scope: &Scope) -> Result<Vec<(AttendeeId, Timestamp)>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT presence.attendee, check_in.at_ms
             FROM presence JOIN check_in ON check_in.record = presence.latest_record
             WHERE presence.session = ?1 AND presence.presence = 'inside' ORDER BY presence.attendee",
        )?;
        let rows = statement.query_map([scope_text(scope)], |row| Ok((attendee_id(row, 0)?, timestamp(row, 1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many came to the event for the first time from `since` on, until `until`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn arrived_between(self, since: Timestamp, until: Timestamp) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM attendee JOIN check_in ON check_in.record = attendee.first_record
                   WHERE attendee.joined_into IS NULL AND check_in.at_ms >= ?1 AND check_in.at_ms <= ?2";
        let times = [since.as_millisecond(), until.as_millisecond()];
        Ok(self.db.prepare_cached(sql)?.query_row(times, |row| row.get(0))?)
    }

    /// How many people who are on no list were added from `since` on and are still there.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn walk_ins_since(self, since: Timestamp) -> Result<u32, StoreError> {
        let sql = "SELECT count(DISTINCT attendee.id) FROM journal JOIN attendee ON attendee.id = journal.attendee
                   WHERE journal.kind = 'walkIn' AND journal.at_ms >= ?1 AND attendee.joined_into IS NULL";
        Ok(self.db.prepare_cached(sql)?.query_row([since.as_millisecond()], |row| row.get(0))?)
    }

    /// The stamp of the newest record, whichever desk made it; `None` in a file without any.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn newest_stamp(self) -> Result<Option<Timestamp>, StoreError> {
        let newest: Option<i64> =
            self.db.prepare_cached("SELECT max(stamp_ms) FROM journal")?.query_row([], |row| row.get(0))?;
        Ok(newest.and_then(|ms| Timestamp::from_millisecond(ms).ok()))
    }
}
