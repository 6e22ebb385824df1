//! The counts of *Overview*: queries over the projections, never running totals.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::error::StoreError;

/// People counted by where they are. `listed` are those confirmed or with a payment due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Confirmed or payment due.
    pub listed: u32,
    /// Have come (on the day looked at, where everybody comes anew each day), whatever their status.
    pub arrived: u32,
    /// Are inside.
    pub inside: u32,
    /// Were inside and went.
    pub left: u32,
}

/// The counts of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Everybody.
    pub all: Counts,
    /// Cancelled.
    pub cancelled: u32,
    /// Waitlisted.
    pub waitlisted: u32,
    /// By id of the ticket type (`""`: none).
    pub by_ticket_type: BTreeMap<String, Counts>,
    /// By organisation as written (`""`: none).
    pub by_organisation: BTreeMap<String, Counts>,
    /// By session: registered, ever inside, inside, left.
    pub by_session: BTreeMap<String, Counts>,
    /// Arrivals at the event, of all days: the start of the five minutes in UTC milliseconds, and how many came.
    pub arrivals: Vec<(i64, u32)>,
}

/// So many people must share an organisation for it to stay in the counts when one of them is erased: the count of fewer
/// would tell who it is of.
pub const SHARED_BY: u32 = 5;

/// Five minutes.
const SLOT_MS: i64 = 5 * 60 * 1000;

/// Whoever came before `?1` came on an earlier day, where everybody comes anew each day.
const COUNTS: &str = "count(*) FILTER (WHERE status IN ('confirmed', 'paymentDue')),
    count(*) FILTER (WHERE latest_ms >= ?1), count(*) FILTER (WHERE presence = 'inside' AND latest_ms >= ?1),
    count(*) FILTER (WHERE presence = 'left' AND latest_ms >= ?1)";

/// Counts; `since` (UTC milliseconds) is from when on an entry counts.
pub(crate) fn tally(db: &Connection, since: i64) -> Result<Tally, StoreError> {
    let (cancelled, waitlisted) = db.query_row(
        "SELECT count(*) FILTER (WHERE status = 'cancelled'), count(*) FILTER (WHERE status = 'waitlisted')
         FROM attendee WHERE joined_into IS NULL",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let by_ticket_type = grouped(db, "ticket_type", since)?;
    let all = by_ticket_type.values().fold(Counts::default(), |sum, counts| Counts {
        listed: sum.listed + counts.listed,
        arrived: sum.arrived + counts.arrived,
        inside: sum.inside + counts.inside,
        left: sum.left + counts.left,
    });
    Ok(Tally {
        all,
        cancelled,
        waitlisted,
        by_ticket_type,
        by_organisation: grouped(db, "organisation", since)?,
        by_session: sessions(db, since)?,
        arrivals: arrivals(db)?,
    })
}

fn grouped(db: &Connection, column: &'static str, since: i64) -> Result<BTreeMap<String, Counts>, StoreError> {
    let sql = format!("SELECT {column}, {COUNTS} FROM attendee WHERE joined_into IS NULL GROUP BY {column}");
    let mut statement = db.prepare_cached(&sql)?;
    let groups = statement.query_map([since], |row| {
        let counts = Counts { listed: row.get(1)?, arrived: row.get(2)?, inside: row.get(3)?, left: row.get(4)? };
        Ok((row.get::<_, String>(0)?, counts))
    })?;
    Ok(groups.collect::<Result<_, _>>()?)
}

fn sessions(db: &Connection, since: i64) -> Result<BTreeMap<String, Counts>, StoreError> {
    let mut sessions: BTreeMap<String, Counts> = BTreeMap::new();
    let mut registered = db.prepare_cached(
        "SELECT registration.session, count(*) FROM registration JOIN attendee ON attendee.id = registration.attendee
         WHERE attendee.status IN ('confirmed', 'paymentDue') AND attendee.joined_into IS NULL
         GROUP BY registration.session",
    )?;
    for row in registered.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))? {
        let (session, listed) = row?;
        sessions.entry(session).or_default().listed = listed;
    }
    let mut present = db.prepare_cached(
        // A session takes place once: whoever sat in it yesterday has left it, and has been there.
        "SELECT session, count(first_record), count(*) FILTER (WHERE presence = 'inside' AND latest_ms >= ?1),
             count(*) FILTER (WHERE presence = 'left' OR (presence = 'inside' AND latest_ms < ?1))
         FROM presence WHERE session <> '' GROUP BY session",
    )?;
    let rows =
        present.query_map([since], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    for row in rows {
        let (session, arrived, inside, left) = row?;
        let counts = sessions.entry(session).or_default();
        *counts = Counts { arrived, inside, left, ..*counts };
    }
    Ok(sessions)
}

fn arrivals(db: &Connection) -> Result<Vec<(i64, u32)>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT at_ms - at_ms % ?1, count(*) FROM check_in WHERE arrival = 1 GROUP BY 1 ORDER BY 1")?;
    let slots = statement.query_map([SLOT_MS], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(slots.collect::<Result<_, _>>()?)
}
