//! Who is inside: now, or on the day that is looked at where everybody comes anew each day.

use checkin::presence::{Passage, Presence, Whereabouts};
use checkin::{AttendeeId, DeskId, Scope};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::{View, presence_named, timestamp};
use crate::error::StoreError;
use crate::project;
use crate::project::rows::{attendee_id, scope_text};

/// What somebody is called, as far as [`View::without_badge`] asks.
#[derive(Clone, Debug)]
pub struct Called {
    /// As listed.
    pub name: String,
    /// As on the badge; may be empty.
    pub badge_name: String,
    /// Id of the ticket type; empty if none.
    pub ticket_type: String,
}

impl View<'_> {
    /// The same file, looked at on the day that begins at `day`: who came on an earlier one is expected again. `None`: an
    /// entry holds for all days.
    #[must_use]
    pub fn of_day(self, day: Option<Timestamp>) -> Self {
        Self { day: day.map(Timestamp::as_millisecond), ..self }
    }

    /// From when on an entry counts, in UTC milliseconds.
    pub(super) fn since(self) -> i64 {
        self.day.unwrap_or(i64::MIN)
    }

    /// The first moment of the day that is looked at.
    fn day_start(self) -> Option<Timestamp> {
        self.day.and_then(|day| Timestamp::from_millisecond(day).ok())
    }

    /// Where an attendee is, seen from a scope.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn whereabouts(self, id: AttendeeId, scope: &Scope) -> Result<Whereabouts, StoreError> {
        type Found = (String, Option<[u8; 16]>, Option<[u8; 16]>, Option<[u8; 16]>, u32);
        let found: Option<Found> = self
            .db
            .prepare_cached(
                "SELECT presence, first_record, came_record, latest_record, entries FROM presence
                 WHERE attendee = ?1 AND session = ?2",
            )?
            .query_row(params![id.as_bytes().as_slice(), scope_text(scope)], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            })
            .optional()?;
        let Some((presence, first, came, latest, entries)) = found else { return Ok(Whereabouts::default()) };
        let whereabouts = Whereabouts {
            presence: presence_named(&presence)?,
            first: self.entry(first)?,
            came: self.entry(came)?,
            latest: self.entry(latest)?,
            entries,
        };
        Ok(whereabouts.on(self.day_start(), scope))
    }

    /// Presence and entry as an attendee's own row tells them; the same as [`View::whereabouts`] at the event.
    pub(super) fn at_event(
        self,
        presence: &str,
        first: Option<[u8; 16]>,
        came: Option<[u8; 16]>,
        latest: Option<i64>,
    ) -> Result<(Presence, Option<checkin::Entry>), StoreError> {
        let Some(day) = self.day else { return Ok((presence_named(presence)?, self.entry(first)?)) };
        if latest.is_none_or(|latest| latest < day) {
            return Ok((Presence::Expected, None));
        }
        let came = self.entry(came)?;
        match came {
            Some(came) if came.at.as_millisecond() >= day => Ok((presence_named(presence)?, Some(came))),
            _ => Ok((presence_named(presence)?, self.entry(first)?)),
        }
    }

    /// The check-ins of a person that stand, in no order; those of all who were joined into the person too.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn passages(self, id: AttendeeId) -> Result<Vec<Passage>, StoreError> {
        project::passages(self.db, id)
    }

    /// When a person came to the event: once, or once each day; in the order of time.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn arrivals_of(self, id: AttendeeId) -> Result<Vec<Timestamp>, StoreError> {
        let sql = "SELECT at_ms FROM check_in WHERE attendee = ?1 AND arrival = 1 ORDER BY at_ms";
        let mut statement = self.db.prepare_cached(sql)?;
        let times = statement.query_map([id.as_bytes().as_slice()], |row| timestamp(row, 0))?;
        Ok(times.collect::<Result<_, _>>()?)
    }

    /// Who is inside, came in at this desk, and has an alert that nobody has acknowledged; the longest waiting first, at most
    /// `limit`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn open_alerts(self, desk: DeskId, limit: usize) -> Result<Vec<AttendeeId>, StoreError> {
        let sql = "SELECT attendee.id, name, badge_name, ticket_type FROM attendee
                   JOIN presence ON presence.attendee = attendee.id AND presence.session = ''
                   JOIN check_in ON check_in.record = presence.latest_record
                   WHERE alert <> '' AND acknowledged = 0 AND attendee.presence = 'inside' AND joined_into IS NULL
                       AND attendee.latest_ms >= ?1 AND check_in.desk = ?2 ORDER BY attendee.latest_ms";
        self.waiting(sql, desk, limit, |_| true)
    }

    /// Who is inside, came in at this desk, has had no badge, and passes `filter` (name, badge name and ticket type); the
    /// longest waiting first, at most `limit`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn without_badge(
        self,
        desk: DeskId,
        limit: usize,
        filter: impl Fn(&Called) -> bool,
    ) -> Result<Vec<AttendeeId>, StoreError> {
        let sql = "SELECT attendee.id, name, badge_name, ticket_type FROM attendee
                   JOIN presence ON presence.attendee = attendee.id AND presence.session = ''
                   JOIN check_in ON check_in.record = presence.latest_record
                   WHERE badge = 'none' AND attendee.presence = 'inside' AND joined_into IS NULL
                       AND attendee.latest_ms >= ?1 AND check_in.desk = ?2 ORDER BY attendee.latest_ms";
        self.waiting(sql, desk, limit, filter)
    }

    fn waiting(
        self,
        sql: &str,
        desk: DeskId,
        limit: usize,
        filter: impl Fn(&Called) -> bool,
    ) -> Result<Vec<AttendeeId>, StoreError> {
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(params![self.since(), desk.as_bytes().as_slice()])?;
        let mut waiting = Vec::new();
        while let Some(row) = rows.next()? {
            let called = Called { name: row.get(1)?, badge_name: row.get(2)?, ticket_type: row.get(3)? };
            if filter(&called) {
                waiting.push(attendee_id(row, 0)?);
            }
            if waiting.len() == limit {
                break;
            }
        }
        Ok(waiting)
    }

    /// How many are inside a scope now.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn inside(self, scope: &Scope) -> Result<u32, StoreError> {
        let scope = scope_text(scope);
        let inside = "SELECT count(*) FROM presence WHERE session = ?1 AND presence = 'inside'";
        Ok(match self.day {
            // The index answers this alone.
            None => self.db.prepare_cached(inside)?.query_row([scope], |row| row.get(0))?,
            Some(day) => self
                .db
                .prepare_cached(&format!("{inside} AND latest_ms >= ?2"))?
                .query_row(params![scope, day], |row| row.get(0))?,
        })
    }

    /// Everybody who is inside a scope, with the time of the entry by which they are.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn insiders(self, scope: &Scope) -> Result<Vec<(AttendeeId, Timestamp)>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT attendee, latest_ms FROM presence
             WHERE session = ?1 AND presence = 'inside' AND latest_ms >= ?2 ORDER BY attendee",
        )?;
        let rows = statement.query_map(params![scope_text(scope), self.since()], |row| {
            Ok((attendee_id(row, 0)?, timestamp(row, 1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
