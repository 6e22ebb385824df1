//! The sheets beside the people: sessions, and statistics with the heads of the journal at their foot.

use checkin::{Event, Language};
use interchange::{Cell, Table};
use jiff::Timestamp;
use store::{Counts, Tally};

use super::local;
use crate::words::say;

pub(super) fn sessions(event: &Event, tally: &Tally, language: Language) -> Table {
    let heading = |key: &str| say(language, &format!("column.{key}"), &[]);
    let keys = ["session", "room", "starts", "ends", "seats", "registered", "attended", "inside"];
    let rows = event.sessions.iter().map(|session| {
        let counts = tally.by_session.get(session.id.as_str()).copied().unwrap_or_default();
        vec![
            text(&session.title),
            text(&session.room),
            text(&local(event, session.starts)),
            text(&local(event, session.ends)),
            session.seats.map_or(Cell::Empty, number),
            number(counts.listed),
            number(counts.arrived),
            number(counts.inside),
        ]
    });
    Table { sheet_name: heading("sessions"), headings: keys.map(heading).to_vec(), rows: rows.collect() }
}

pub(super) fn statistics(event: &Event, tally: &Tally, heads: &str, now: Timestamp, language: Language) -> Table {
    let heading = |key: &str| say(language, &format!("column.{key}"), &[]);
    let keys = ["group", "name", "listed", "arrived", "inside", "left"];
    let line = |group: &str, name: &str, counts: &Counts| {
        let numbers = [counts.listed, counts.arrived, counts.inside, counts.left].map(number);
        [text(group), text(name)].into_iter().chain(numbers).collect::<Vec<Cell>>()
    };
    let mut rows = vec![line(&heading("all"), &event.title, &tally.all)];
    for (status, n) in [("cancelled", tally.cancelled), ("waitlisted", tally.waitlisted)] {
        rows.push(vec![text(&heading("all")), text(&say(language, &format!("status.{status}"), &[])), number(n)]);
    }
    let type_name = |id: &str| {
        let known = id.parse().ok().and_then(|id| event.ticket_type(&id).map(|known| known.name.clone()));
        known.unwrap_or_else(|| id.to_owned())
    };
    rows.extend(tally.by_ticket_type.iter().map(|(id, counts)| line(&heading("ticketType"), &type_name(id), counts)));
    rows.extend(tally.by_organisation.iter().map(|(name, counts)| line(&heading("organisation"), name, counts)));
    rows.extend(tally.arrivals.iter().filter_map(|(ms, n)| {
        let at = local(event, Timestamp::from_millisecond(*ms).ok()?);
        Some(vec![text(&heading("arrivals")), text(&at), Cell::Empty, number(*n)])
    }));
    rows.push(Vec::new());
    rows.push(vec![text(&heading("made")), text(&local(event, now))]);
    rows.push(vec![text(&heading("heads")), text(heads)]);
    Table { sheet_name: heading("statistics"), headings: keys.map(heading).to_vec(), rows }
}

fn text(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn number(n: u32) -> Cell {
    Cell::Number(f64::from(n))
}
