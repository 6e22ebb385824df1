//! How people come just now, and how new what is in the file is.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::View;
use crate::error::StoreError;
use crate::tally;

impl View<'_> {
    /// The counts of everybody alone.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn counts(self) -> Result<tally::Counts, StoreError> {
        tally::counts(self.db, self.since())
    }

    /// The counts of each session alone; see [`Tally::by_session`](tally::Tally::by_session).
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn session_counts(self) -> Result<BTreeMap<String, tally::Counts>, StoreError> {
        tally::sessions(self.db, self.since())
    }

    /// Arrivals at the event alone; see [`Tally::arrivals`](tally::Tally::arrivals).
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn arrivals(self) -> Result<Vec<(i64, u32)>, StoreError> {
        tally::arrivals(self.db)
    }

    /// How many came to the event (for the first time, or for the first time that day) from `since` on, until `until`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn arrived_between(self, since: Timestamp, until: Timestamp) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM check_in WHERE arrival = 1 AND at_ms >= ?1 AND at_ms <= ?2";
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

    /// Whether anybody is there; with `not_erased`, whether anybody is whose data are.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn has_anybody(self, not_erased: bool) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM attendee WHERE erased <= ?1)";
        Ok(self.db.prepare_cached(sql)?.query_row([!not_erased], |row| row.get(0))?)
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

    /// How many people who come are registered for a session.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn registered(self, session: &checkin::SessionId) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) - (SELECT count(*) FROM registration WHERE session = ?1 AND attendee IN (
                       SELECT id FROM attendee WHERE status IN ('waitlisted', 'cancelled')
                       UNION SELECT id FROM attendee WHERE joined_into IS NOT NULL))
                   FROM registration WHERE session = ?1";
        Ok(self.db.prepare_cached(sql)?.query_row([session.as_str()], |row| row.get(0))?)
    }

    /// How many people are registered for a session or have been to it.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn using_session(self, session: &str) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM (SELECT attendee FROM registration WHERE session = ?1
                   UNION SELECT attendee FROM check_in WHERE session = ?1)";
        Ok(self.db.query_row(sql, [session], |row| row.get(0))?)
    }

    /// How many people have a ticket type.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn using_ticket_type(self, ticket_type: &str) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM attendee WHERE ticket_type = ?1 AND joined_into IS NULL";
        Ok(self.db.query_row(sql, [ticket_type], |row| row.get(0))?)
    }

    /// How many people have answered a question.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn using_question(self, question: &str) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM attendee, json_each(attendee.answers) WHERE json_each.key = ?1";
        Ok(self.db.query_row(sql, [question], |row| row.get(0))?)
    }
}
