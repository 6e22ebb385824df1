//! What can be asked of an event file. The same questions from a reading connection and inside a writing transaction.

mod desk;
mod lists;
mod numbers;
mod person;
mod presence;

use std::collections::{BTreeMap, BTreeSet};

use checkin::presence::Presence;
use checkin::{AttendeeId, DeskId, JobState, PrintJob, RecordId, Revocation, SessionId, Status};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params, params_from_iter};
use serde_json::Value;

use crate::act::Head;
use crate::error::StoreError;
use crate::journal::{self, record_id};
use crate::project::rows::{attendee_id, fold_code};
use crate::project::{self, fold::Standing};
use crate::record::Sealed;
use crate::tally;

pub use lists::Stand;
pub use presence::Called;

/// A look at an event file; everything seen through one view of a transaction is of one moment.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub(crate) db: &'a Connection,
    /// Where everybody comes anew each day: the first moment of the day that is looked at, in UTC milliseconds.
    pub(crate) day: Option<i64>,
}

/// A number of a badge code, as the file knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberHeld {
    /// Whose.
    pub attendee: AttendeeId,
    /// Why it is no longer good, if so.
    pub revoked: Option<Revocation>,
    /// The record that gave it.
    pub record: RecordId,
}

/// A record of a person's history.
#[derive(Clone, Debug)]
pub struct Told {
    /// The record.
    pub sealed: Sealed,
    /// Whether it stands; `false` once undone.
    pub stands: bool,
}

/// A refused attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// When.
    pub at: Timestamp,
    /// At which desk.
    pub desk: DeskId,
    /// The outcome's name.
    pub outcome: String,
    /// What it said more.
    pub reason: String,
    /// What was scanned.
    pub scanned: String,
    /// Whom it was about, if that is known.
    pub attendee: Option<AttendeeId>,
}

/// Which attendees to list.
#[derive(Clone, Debug, Default)]
pub struct ListFilter {
    /// Only those who have come, or only those who have not.
    pub arrived: Option<bool>,
    /// Only those of this status.
    pub status: Option<Status>,
    /// Only those registered for, or inside, this session.
    pub session: Option<SessionId>,
}

impl<'a> View<'a> {
    /// The attendee of this id as shown: one who was joined into another is that other.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there is none.
    pub fn attendee(self, id: AttendeeId) -> Result<checkin::Attendee, StoreError> {
        let shown = self.shown(id)?;
        self.attendee_row(shown)?.ok_or(StoreError::NotFound)
    }

    /// The id under which somebody is shown.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn shown(self, id: AttendeeId) -> Result<AttendeeId, StoreError> {
        let into: Option<Option<[u8; 16]>> = self
            .db
            .prepare_cached("SELECT joined_into FROM attendee WHERE id = ?1")?
            .query_row([id.as_bytes().as_slice()], |row| row.get(0))
            .optional()?;
        Ok(into.flatten().map_or(id, |bytes| AttendeeId::from_uuid(uuid::Uuid::from_bytes(bytes))))
    }

    /// An attendee and all who were joined into them.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn shown_as(self, shown: AttendeeId) -> Result<Vec<AttendeeId>, StoreError> {
        let mut joined = self.db.prepare_cached("SELECT id FROM attendee WHERE joined_into = ?1 ORDER BY id")?;
        let joined = joined.query_map([shown.as_bytes().as_slice()], |row| attendee_id(row, 0))?;
        std::iter::once(Ok(shown)).chain(joined.map(|id| Ok(id?))).collect()
    }

    /// The ids of all attendees shown, by id.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn attendee_ids(self, filter: &ListFilter) -> Result<Vec<AttendeeId>, StoreError> {
        let mut sql = "SELECT id FROM attendee WHERE joined_into IS NULL".to_owned();
        let mut parameters: Vec<String> = Vec::new();
        if let Some(arrived) = filter.arrived {
            // A number, not a text from outside.
            let came = format!("coalesce(latest_ms >= {}, false)", self.since());
            sql.push_str(if arrived { " AND " } else { " AND NOT " });
            sql.push_str(&came);
        }
        if let Some(status) = filter.status {
            parameters.push(status.as_str().to_owned());
            sql.push_str(" AND status = ?");
        }
        if let Some(session) = &filter.session {
            parameters.push(session.to_string());
            parameters.push(session.to_string());
            sql.push_str(
                " AND (id IN (SELECT attendee FROM registration WHERE session = ?)
                   OR id IN (SELECT attendee FROM presence WHERE session = ?))",
            );
        }
        sql.push_str(" ORDER BY id");
        let mut statement = self.db.prepare_cached(&sql)?;
        let ids = statement.query_map(params_from_iter(parameters), |row| attendee_id(row, 0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Who holds this number of a badge code, and whether it is still good.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn badge_number(self, number: u64) -> Result<Option<NumberHeld>, StoreError> {
        let number = i64::try_from(number).unwrap_or(-1);
        // A number is drawn at random, so two holders are next to impossible; the good one counts.
        let held = self
            .db
            .prepare_cached(
                "SELECT attendee, revoked, record FROM badge_number WHERE number = ?1 ORDER BY revoked, attendee LIMIT 1",
            )?
            .query_row([number], |row| {
                let revoked: String = row.get(1)?;
                Ok(NumberHeld {
                    attendee: attendee_id(row, 0)?,
                    revoked: [Revocation::Reissued, Revocation::Replaced]
                        .into_iter()
                        .find(|why| why.as_str() == revoked),
                    record: record_id(row, 2)?,
                })
            })
            .optional()?;
        Ok(held)
    }

    /// The numbers of a person that are still good, the one to print first, with the records that gave them.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn good_numbers(self, attendee: AttendeeId) -> Result<Vec<(u64, RecordId)>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT number, record FROM badge_number WHERE attendee = ?1 AND revoked = '' ORDER BY order_key DESC",
        )?;
        let numbers = statement.query_map([attendee.as_bytes().as_slice()], |row| {
            let number: i64 = row.get(0)?;
            Ok((number.unsigned_abs(), record_id(row, 1)?))
        })?;
        Ok(numbers.collect::<Result<_, _>>()?)
    }

    /// Who has exactly this ticket code.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn with_ticket_code(self, code: &str) -> Result<Vec<AttendeeId>, StoreError> {
        self.ids("SELECT attendee FROM ticket_code WHERE code = ?1 ORDER BY attendee", code)
    }

    /// Who has this ticket code, without regard to case.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn with_folded_ticket_code(self, code: &str) -> Result<Vec<AttendeeId>, StoreError> {
        self.ids("SELECT DISTINCT attendee FROM ticket_code WHERE folded = ?1 ORDER BY attendee", &fold_code(code))
    }

    /// Who has this order number.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn with_order(self, order: &str) -> Result<Vec<AttendeeId>, StoreError> {
        if order.is_empty() {
            return Ok(Vec::new());
        }
        self.ids(
            "SELECT id FROM attendee WHERE order_number = ?1 AND order_number <> '' AND joined_into IS NULL ORDER BY id",
            order,
        )
    }

    /// Print jobs, oldest first; of one state, or of one attendee, or all.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn print_jobs(
        self,
        state: Option<JobState>,
        attendee: Option<AttendeeId>,
    ) -> Result<Vec<PrintJob>, StoreError> {
        // Conditions are put together, not switched off by a parameter: SQLite would read the whole table for those.
        let mut sql = format!("{JOBS} WHERE true");
        let mut parameters: Vec<&dyn ToSql> = Vec::new();
        let state = state.map(JobState::as_str);
        let attendee = attendee.map(|id| *id.as_bytes());
        let attendee = attendee.as_ref().map(<[u8; 16]>::as_slice);
        if let Some(state) = &state {
            sql.push_str(" AND state = ?");
            parameters.push(state);
        }
        if let Some(attendee) = &attendee {
            sql.push_str(" AND attendee = ?");
            parameters.push(attendee);
        }
        sql.push_str(" ORDER BY at_ms, id");
        let mut statement = self.db.prepare_cached(&sql)?;
        let jobs = statement.query_map(parameters.as_slice(), job)?;
        Ok(jobs.collect::<Result<_, _>>()?)
    }

    /// One print job.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there is none.
    pub fn print_job(self, id: RecordId) -> Result<PrintJob, StoreError> {
        let sql = format!("{JOBS} WHERE id = ?1");
        Ok(self.db.prepare_cached(&sql)?.query_row([id.as_bytes().as_slice()], job)?)
    }

    /// The print jobs that a check-in queued.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn jobs_of_check_in(self, check_in: RecordId) -> Result<Vec<PrintJob>, StoreError> {
        let sql = format!("{JOBS} WHERE check_in = ?1 ORDER BY at_ms, id");
        let mut statement = self.db.prepare_cached(&sql)?;
        Ok(statement.query_map([check_in.as_bytes().as_slice()], job)?.collect::<Result<_, _>>()?)
    }

    /// One record, and whether it stands.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if there is none.
    pub fn record(self, id: RecordId) -> Result<Told, StoreError> {
        let sealed = journal::get(self.db, id)?.ok_or(StoreError::NotFound)?;
        self.told(sealed)
    }

    /// Everything that happened about a person, by the time it took place; records of an import that has not taken
    /// effect left out.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn history(self, attendee: AttendeeId) -> Result<Vec<Told>, StoreError> {
        let mut seen = BTreeSet::new();
        let mut history = Vec::new();
        for person in self.shown_as(attendee)? {
            for sealed in journal::about(self.db, person)? {
                if seen.insert(sealed.record.id) && !self.waits(&sealed)? {
                    history.push(self.told(sealed)?);
                }
            }
        }
        history.sort_by_key(|told| (told.sealed.record.at, told.sealed.record.stamp));
        Ok(history)
    }

    /// Up to `limit` records that arrived in this file after the place `after` (0: from the start), in the order of
    /// arrival, each with its place.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn journal_after(self, after: i64, limit: usize) -> Result<Vec<(i64, Sealed)>, StoreError> {
        journal::page_after(self.db, after, limit)
    }

    /// The records that bound a nonce, oldest first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn with_nonce(self, nonce: &str) -> Result<Vec<Sealed>, StoreError> {
        journal::with_nonce(self.db, nonce)
    }

    /// The event's settings, as JSON.
    ///
    /// # Errors
    /// If the file cannot be read or has none.
    pub fn settings(self) -> Result<Value, StoreError> {
        let text: String =
            self.db.prepare_cached("SELECT settings FROM event_settings")?.query_row([], |row| row.get(0))?;
        serde_json::from_str(&text).map_err(|_| StoreError::Unexpected("settings that are no JSON"))
    }

    /// Ticket types that lists brought: id and name.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn listed_ticket_types(self) -> Result<BTreeMap<checkin::TicketTypeId, String>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT id, name FROM listed_ticket_type")?;
        let mut types = BTreeMap::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            if let Ok(id) = id.parse() {
                types.insert(id, row.get(1)?);
            }
        }
        Ok(types)
    }

    /// A desk's name on screen.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn desk_label(self, desk: DeskId) -> Result<String, StoreError> {
        let label = self
            .db
            .prepare_cached("SELECT label FROM desk WHERE id = ?1")?
            .query_row([desk.as_bytes().as_slice()], |row| row.get(0))
            .optional()?;
        Ok(label.unwrap_or_default())
    }

    /// Whether a refusal of before then still has the text that was scanned.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn has_old_scans(self, before: Timestamp) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM refusal WHERE scanned <> '' AND at_ms < ?1)";
        Ok(self.db.prepare_cached(sql)?.query_row([before.as_millisecond()], |row| row.get(0))?)
    }

    /// Refused attempts, latest first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn refusals(self, since: Option<Timestamp>, limit: u32) -> Result<Vec<Refusal>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT at_ms, desk, outcome, reason, scanned, attendee FROM refusal WHERE at_ms >= ?1
             ORDER BY at_ms DESC, record DESC LIMIT ?2",
        )?;
        let since = since.map_or(i64::MIN, Timestamp::as_millisecond);
        let refusals = statement.query_map(params![since, limit], |row| {
            let attendee: Option<[u8; 16]> = row.get(5)?;
            Ok(Refusal {
                at: timestamp(row, 0)?,
                desk: journal::desk_id(row, 1)?,
                outcome: row.get(2)?,
                reason: row.get(3)?,
                scanned: row.get(4)?,
                attendee: attendee.map(|bytes| AttendeeId::from_uuid(uuid::Uuid::from_bytes(bytes))),
            })
        })?;
        Ok(refusals.collect::<Result<_, _>>()?)
    }

    /// The counts of *Overview*.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn tally(self) -> Result<tally::Tally, StoreError> {
        tally::tally(self.db, self.since())
    }

    /// The ends of all chains, for backups, exports and `verify --against`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn heads(self) -> Result<Vec<Head>, StoreError> {
        journal::heads(self.db)
    }

    /// The record with which an import took effect, which is the one to name in an undo.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn import_record(self, import: RecordId) -> Result<RecordId, StoreError> {
        Ok(self
            .db
            .prepare_cached("SELECT record FROM import WHERE id = ?1")?
            .query_row([import.as_bytes().as_slice()], |row| record_id(row, 0))?)
    }

    /// Every attendee shown, one after the other, in the order of ids.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn all_attendees(self) -> Result<Vec<checkin::Attendee>, StoreError> {
        self.attendee_ids(&ListFilter::default())?
            .into_iter()
            .filter_map(|id| self.attendee_row(id).transpose())
            .collect()
    }

    fn ids(self, sql: &str, parameter: &str) -> Result<Vec<AttendeeId>, StoreError> {
        let mut statement = self.db.prepare_cached(sql)?;
        let ids = statement.query_map([parameter], |row| attendee_id(row, 0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    fn told(self, sealed: Sealed) -> Result<Told, StoreError> {
        let stands = match sealed.act() {
            Some(act) => project::standing(self.db, &sealed.record, &act)? == Standing::Stands,
            None => true,
        };
        Ok(Told { sealed, stands })
    }

    fn waits(self, sealed: &Sealed) -> Result<bool, StoreError> {
        match sealed.act() {
            Some(act) => Ok(project::standing(self.db, &sealed.record, &act)? == Standing::Waits),
            None => Ok(false),
        }
    }
}

const JOBS: &str =
    "SELECT id, attendee, desk, state, reason, printer, attempts, copies, reprint_of, at_ms FROM print_job";

fn job(row: &Row<'_>) -> Result<PrintJob, rusqlite::Error> {
    let state: String = row.get(3)?;
    let reprint_of: Option<[u8; 16]> = row.get(8)?;
    Ok(PrintJob {
        id: record_id(row, 0)?,
        attendee: attendee_id(row, 1)?,
        desk: journal::desk_id(row, 2)?,
        // The column's CHECK allows the names of `JobState` only.
        state: JobState::from_name(&state).unwrap_or(JobState::Unknown),
        reason: row.get(4)?,
        printer: row.get(5)?,
        attempts: row.get(6)?,
        copies: row.get(7)?,
        reprint_of: reprint_of.map(|bytes| RecordId::from_uuid(uuid::Uuid::from_bytes(bytes))),
        at: timestamp(row, 9)?,
    })
}

fn timestamp(row: &Row<'_>, column: usize) -> Result<Timestamp, rusqlite::Error> {
    let ms: i64 = row.get(column)?;
    Timestamp::from_millisecond(ms).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, ms))
}

fn presence_named(name: &str) -> Result<Presence, StoreError> {
    Presence::ALL.into_iter().find(|presence| presence.as_str() == name).ok_or(StoreError::Unexpected("a presence"))
}
