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
    let of_status = |status: &'static str| -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM attendee WHERE status IN ('waitlisted', 'cancelled') AND status = ?1
                   AND joined_into IS NULL";
        Ok(db.prepare_cached(sql)?.query_row([status], |row| row.get(0))?)
    };
    let by_ticket_type = grouped(db, "ticket_type", since)?;
    Ok(Tally {
        all: sum(&by_ticket_type),
        cancelled: of_status("cancelled")?,
        waitlisted: of_status("waitlisted")?,
        by_ticket_type,
        by_organisation: grouped(db, "organisation", since)?,
        by_session: sessions(db, since)?,
        arrivals: arrivals(db)?,
    })
}

/// The counts of everybody alone, which a desk asks for after every change.
pub(crate) fn counts(db: &Connection, since: i64) -> Result<Counts, StoreError> {
    Ok(sum(&grouped(db, "ticket_type", since)?))
}

fn sum(groups: &BTreeMap<String, Counts>) -> Counts {
    groups.values().fold(Counts::default(), |sum, counts| Counts {
        listed: sum.listed + counts.listed,
        arrived: sum.arrived + counts.arrived,
        inside: sum.inside + counts.inside,
        left: sum.left + counts.left,
    })
}

/// By a column with an index that holds all that is counted.
fn grouped(db: &Connection, column: &'static str, since: i64) -> Result<BTreeMap<String, Counts>, StoreError> {
    let mut statement = db.prepare_cached(&grouping(column))?;
    let groups = statement.query_map([since], |row| {
        let counts = Counts { listed: row.get(1)?, arrived: row.get(2)?, inside: row.get(3)?, left: row.get(4)? };
        Ok((row.get::<_, String>(0)?, counts))
    })?;
    Ok(groups.collect::<Result<_, _>>()?)
}

fn grouping(column: &'static str) -> String {
    format!("SELECT {column}, {COUNTS} FROM attendee WHERE joined_into IS NULL GROUP BY {column}")
}

/// See [`Tally::by_session`].
pub(crate) fn sessions(db: &Connection, since: i64) -> Result<BTreeMap<String, Counts>, StoreError> {
    let mut sessions: BTreeMap<String, Counts> = BTreeMap::new();
    let registered = [
        // Everybody, by the index alone; then, one by one, the few who do not come are taken off.
        "SELECT session, count(*) FROM registration GROUP BY session",
        "SELECT registration.session, -count(*) FROM registration WHERE attendee IN (
             SELECT id FROM attendee WHERE status IN ('waitlisted', 'cancelled')
             UNION SELECT id FROM attendee WHERE joined_into IS NOT NULL)
         GROUP BY registration.session",
    ];
    for sql in registered {
        let mut statement = db.prepare_cached(sql)?;
        for row in statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i32>(1)?)))? {
            let (session, people) = row?;
            let counts = sessions.entry(session).or_default();
            counts.listed = counts.listed.saturating_add_signed(people);
        }
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

/// See [`Tally::arrivals`].
pub(crate) fn arrivals(db: &Connection) -> Result<Vec<(i64, u32)>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT at_ms - at_ms % ?1, count(*) FROM check_in WHERE arrival = 1 GROUP BY 1 ORDER BY 1")?;
    let slots = statement.query_map([SLOT_MS], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(slots.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::migrate::{MIGRATIONS, migrate};

    #[test]
    fn what_is_counted_after_every_change_is_counted_without_reading_a_person() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db, MIGRATIONS).unwrap();
        for column in ["ticket_type", "organisation"] {
            let plan: String = db
                .query_row(&format!("EXPLAIN QUERY PLAN {}", grouping(column)), [0], |row| row.get("detail"))
                .unwrap();
            assert_eq!(plan, format!("SCAN attendee USING COVERING INDEX attendee_by_{column}"));
        }
    }
}
