//! The wave of arrivals, its chart, and the list of who is inside.

// Helpers of tests are not seen as tests by clippy's own exception.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod chart;
mod codes;
mod days;
mod erasure;
mod inside;
mod paper;

use checkin::{Event, Session};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// An instant of a Danish summer's clock.
fn at(local: &str) -> Timestamp {
    let local: jiff::civil::DateTime = local.parse().unwrap();
    TimeZone::get("Europe/Copenhagen").unwrap().to_ambiguous_zoned_datetime(local).compatible().unwrap().timestamp()
}

fn session(id: &str, starts: &str, check_in: bool) -> Session {
    Session {
        id: id.parse().unwrap(),
        title: id.to_owned(),
        room: String::new(),
        speakers: Vec::new(),
        starts: at(starts),
        ends: at(starts),
        check_in,
        registered_only: false,
        ticket_types: std::collections::BTreeSet::new(),
        seats: None,
        opens_before: None,
        closes_after: None,
        event_first: false,
    }
}

/// Two days in September with registration at 8.30 and welcome at 9.30 on the first, and a talk at 10 on the second.
fn event() -> Event {
    Event {
        title: "T".to_owned(),
        time_zone: TimeZone::get("Europe/Copenhagen").unwrap(),
        starts: "2026-09-18".parse().unwrap(),
        ends: "2026-09-19".parse().unwrap(),
        venue: String::new(),
        organiser: String::new(),
        supporters: Vec::new(),
        note: String::new(),
        rehearsal: false,
        exits: true,
        bounce_seconds: 3,
        ticket_types: Vec::new(),
        sessions: vec![
            session("registration", "2026-09-18T08:30", false),
            session("welcome", "2026-09-18T09:30", true),
            session("talk", "2026-09-19T10:00", true),
        ],
        questions: Vec::new(),
        opens: None,
        closes: None,
        seats: None,
        entry: checkin::EntryRule::Once,
        badges: true,
        mark_reprints: false,
        private_fields: std::collections::BTreeSet::new(),
        badge_template: String::new(),
    }
}
