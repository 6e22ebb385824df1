//! What a window asks for around its screens: whether anything has changed, what this desk made, how old the list is, who
//! else comes from somewhere.

use std::collections::{BTreeMap, BTreeSet};

use checkin::{AttendeeId, DeskId, PrintJob, RecordId};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::{Told, View, record_id};
use crate::act::Act;
use crate::error::StoreError;
use crate::project::rows::attendee_id;
use crate::staff::{self, StaffMember};
use crate::tally::SHARED_BY;

/// How far back [`View::latest_of`] looks, in records of the desk: more than an hour at the busiest door.
const LOOK_BACK: i64 = 2_000;

/// More people than a file can have waiting to be folded.
const MOST_DUE: i64 = 1_000_000;

impl View<'_> {
    /// Who works at the desks, whoever signed in last first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn staff(&self) -> Result<Vec<StaffMember>, StoreError> {
        staff::all(self.db)
    }

    /// A number that grows with every change of this file that can be seen.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn changes(self) -> Result<i64, StoreError> {
        // The people of an import are folded after its record, in transactions that write none: each makes fewer wait. While
        // they are being put down nothing can be seen to change.
        Ok(self
            .db
            .prepare_cached(
                "SELECT (SELECT coalesce(max(seq), 0) FROM journal) * ?1
                     + CASE WHEN EXISTS (SELECT 1 FROM refold_source) THEN 0
                       ELSE max(0, ?1 - 1 - (SELECT count(*) FROM refold_due)) END",
            )?
            .query_row([MOST_DUE], |row| row.get(0))?)
    }

    /// The latest check-ins and refusals of people that a desk made, newest first, at most `limit`; arrivals that a list
    /// brought are left out. It looks back over the desk's last [`LOOK_BACK`] records and no further.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn latest_of(self, desk: DeskId, limit: usize) -> Result<Vec<Told>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT id FROM journal
             WHERE desk = ?1 AND number > (SELECT max(number) - ?2 FROM journal WHERE desk = ?1)
               AND kind IN ('checkIn', 'refused') AND attendee IS NOT NULL
             ORDER BY number DESC",
        )?;
        let ids = statement.query_map(params![desk.as_bytes().as_slice(), LOOK_BACK], |row| record_id(row, 0))?;
        // Nothing is read beyond what is asked for: rows come one by one.
        ids.map(|id| self.record(id?)).filter(|told| !told.as_ref().is_ok_and(came_with_a_list)).take(limit).collect()
    }

    /// How many badges each printer has confirmed of those queued since `from`, and when the last of them was queued.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn printed_since(self, from: Timestamp) -> Result<BTreeMap<String, (u32, Timestamp)>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT printer, count(*), max(at_ms) FROM print_job WHERE state = 'confirmed' AND at_ms >= ?1 GROUP BY printer",
        )?;
        let rows = statement.query_map([from.as_millisecond()], |row| {
            let at = Timestamp::from_millisecond(row.get(2)?).unwrap_or(from);
            Ok((row.get(0)?, (row.get(1)?, at)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether another job of the same person was queued after this one, on whichever desk.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn has_later_job(self, job: &PrintJob) -> Result<bool, StoreError> {
        // By stamp: a clock that was set back must not make an old job the latest.
        Ok(self
            .db
            .prepare_cached(
                "SELECT 1 FROM print_job JOIN journal AS later ON later.id = print_job.id
                     JOIN journal AS this ON this.id = ?1
                 WHERE print_job.attendee = ?2
                   AND (later.stamp_ms, later.stamp_count, later.desk) > (this.stamp_ms, this.stamp_count, this.desk)",
            )?
            .exists(params![job.id.as_bytes().as_slice(), job.attendee.as_bytes().as_slice()])?)
    }

    /// The organisations, as written, that so many people share that the count of one does not tell who it is of: those who
    /// are expected, at least [`SHARED_BY`]. An erased person still counts for one of these.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn shared_organisations(self) -> Result<BTreeSet<String>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT organisation FROM attendee
             WHERE organisation <> '' AND joined_into IS NULL AND status IN ('confirmed', 'paymentDue')
             GROUP BY organisation HAVING count(*) >= ?1",
        )?;
        Ok(statement.query_map([SHARED_BY], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// The organisation of somebody as written; empty for one who has none or is not there.
    pub(crate) fn organisation_of(self, id: AttendeeId) -> Result<String, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT organisation FROM attendee WHERE id = ?1")?;
        let found = statement.query_row([id.as_bytes().as_slice()], |row| row.get(0)).optional()?;
        Ok(found.unwrap_or_default())
    }

    /// Who comes from this organisation, without regard to case and blanks; nobody for one without a name, and nobody who was
    /// erased.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn with_organisation(self, organisation: &str) -> Result<Vec<AttendeeId>, StoreError> {
        let wanted = organisation_key(organisation);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        // Compared here: SQLite knows the case of a to z only, and organisations are in Ærø and Aarhus.
        let mut statement = self.db.prepare_cached(
            "SELECT id, organisation FROM attendee WHERE organisation <> '' AND joined_into IS NULL AND erased = 0
             ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        let mut people = Vec::new();
        while let Some(row) = rows.next()? {
            if organisation_key(row.get_ref(1)?.as_str().unwrap_or_default()) == wanted {
                people.push(attendee_id(row, 0)?);
            }
        }
        Ok(people)
    }

    /// The newest import in effect that came from a file, for undoing it; people who were made with the event are none.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn newest_list(self) -> Result<Option<RecordId>, StoreError> {
        let sql =
            "SELECT id FROM import WHERE undone = 0 AND file_digest <> '' ORDER BY at_ms DESC, record DESC LIMIT 1";
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_row([], |row| record_id(row, 0)).optional()?)
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

fn came_with_a_list(told: &Told) -> bool {
    matches!(told.sealed.act(), Some(Act::CheckIn { import: Some(_), .. }))
}

fn organisation_key(organisation: &str) -> String {
    organisation.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect()
}
