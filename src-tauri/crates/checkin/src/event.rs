//! The event: its name and dates, sessions, ticket types, questions and settings.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::{SessionId, TicketTypeId};

/// The conference.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its title.
    pub title: String,
    /// The time zone of the house, in which every time is shown.
    pub time_zone: TimeZone,
    /// First day.
    pub starts: Date,
    /// Last day.
    pub ends: Date,
    /// Where it takes place.
    pub venue: String,
    /// Who organises it.
    pub organiser: String,
    /// Who supports it, in the order in which they want to be named.
    pub supporters: Vec<String>,
    /// A note about the event.
    pub note: String,
    /// Nothing here counts: badges say so, and no clock is checked against the dates.
    pub rehearsal: bool,
    /// The kinds of ticket.
    pub ticket_types: Vec<TicketType>,
    /// The programme, by time.
    pub sessions: Vec<Session>,
    /// What is asked at check-in.
    pub questions: Vec<Question>,
    /// From when on people may enter; `None`: always.
    pub opens: Option<Timestamp>,
    /// Until when people may enter; `None`: always.
    pub closes: Option<Timestamp>,
    /// How many people the house holds; `None`: no limit.
    pub seats: Option<u32>,
    /// Whether one entry holds for all days.
    pub entry: EntryRule,
    /// Whether badges are printed at all: where not, everybody comes in without paper.
    pub badges: bool,
    /// Whether a badge that is not the first of its person gets a small mark.
    pub mark_reprints: bool,
    /// Headings of own fields of the list that only those who need them see, such as diets.
    pub private_fields: BTreeSet<String>,
    /// The badge template used where the ticket type names none.
    pub badge_template: String,
    /// Whether people are checked out: where they are not, no screen speaks of it. No rule depends on it.
    pub exits: bool,
    /// So many seconds the same code from the same scanner is our own double scan, 0 to 10.
    pub bounce_seconds: u8,
}

impl Event {
    /// The session with this id.
    #[must_use]
    pub fn session(&self, id: &SessionId) -> Option<&Session> {
        self.sessions.iter().find(|session| session.id == *id)
    }

    /// The day to which `at` belongs, where everybody comes anew each day; `None` where an entry holds for all days.
    ///
    /// A beginning that summer time skips or doubles is taken as the house's clock would: the first of two.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> Option<EventDay> {
        let EntryRule::Daily { begins } = self.entry else { return None };
        let start = |date: Date| {
            let zoned = self.time_zone.to_ambiguous_zoned_datetime(date.to_datetime(begins)).compatible();
            // At the two ends of time.
            let end = if date.year() > 0 { Timestamp::MAX } else { Timestamp::MIN };
            zoned.map_or(end, |zoned| zoned.timestamp())
        };
        let date = self.time_zone.to_datetime(at).date();
        let date = if start(date) > at { date.yesterday().unwrap_or(date) } else { date };
        Some(EventDay { from: start(date), until: date.tomorrow().map_or(Timestamp::MAX, start) })
    }

    /// The ticket type with this id.
    #[must_use]
    pub fn ticket_type(&self, id: &TicketTypeId) -> Option<&TicketType> {
        self.ticket_types.iter().find(|ticket_type| ticket_type.id == *id)
    }
}

/// For how long an entry to the event holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EntryRule {
    /// For the whole event: whoever has come on one day has come.
    #[default]
    Once,
    /// For one day: everybody is expected again the next.
    Daily {
        /// When the day begins, by the clock of the house; a party until two belongs to the day before.
        begins: Time,
    },
}

/// One day of an event at which everybody is expected anew: from `from` on, until just before `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventDay {
    /// Its first moment.
    pub from: Timestamp,
    /// The first moment of the day after.
    pub until: Timestamp,
}

/// A kind of ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketType {
    /// Its id.
    pub id: TicketTypeId,
    /// Its name as people read it.
    pub name: String,
    /// Colour on badge and screen, `#rrggbb`; empty: the template's own.
    pub colour: String,
    /// Badge template; empty: the event's.
    pub badge_template: String,
    /// Whether an entry asks for a badge.
    pub badge: bool,
}

/// A scheduled talk, panel or breakout, or another item of the programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Its title.
    pub title: String,
    /// The room.
    pub room: String,
    /// Who speaks, as text.
    pub speakers: Vec<String>,
    /// When it starts.
    pub starts: Timestamp,
    /// When it ends; not before it starts.
    pub ends: Timestamp,
    /// Whether people check in to it at all (nobody checks in to lunch).
    pub check_in: bool,
    /// Only people registered for it may enter.
    pub registered_only: bool,
    /// Only these ticket types may enter; empty: all.
    pub ticket_types: BTreeSet<TicketTypeId>,
    /// How many people it holds; `None`: no limit.
    pub seats: Option<u32>,
    /// It opens so long before its start; `None`: at any time.
    pub opens_before: Option<SignedDuration>,
    /// It closes so long after its start; `None`: never.
    pub closes_after: Option<SignedDuration>,
    /// Whether one has to be inside the event first; if not, who enters from outside enters the event with it.
    pub event_first: bool,
}

impl Session {
    /// From when on people may enter.
    #[must_use]
    pub fn opens(&self) -> Option<Timestamp> {
        self.opens_before.map(|before| self.starts.saturating_sub(before).unwrap_or(Timestamp::MIN))
    }

    /// Until when people may enter.
    #[must_use]
    pub fn closes(&self) -> Option<Timestamp> {
        self.closes_after.map(|after| self.starts.saturating_add(after).unwrap_or(Timestamp::MAX))
    }

    /// Whether both take place at the same time for a while.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.starts < other.ends && other.starts < self.ends
    }
}

/// A question asked at check-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its id, as answers name it.
    pub id: String,
    /// The question.
    pub text: String,
    /// What an answer may be.
    pub answer: AnswerKind,
    /// Whether nobody comes in without an answer.
    pub required: bool,
    /// Whether only those who need it see the answer.
    pub private: bool,
}

/// What an answer may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    /// One of these.
    Choice(Vec<String>),
    /// `yes` or `no`.
    YesNo,
    /// Any text.
    Text,
    /// A number.
    Number,
}

impl AnswerKind {
    /// Whether `answer` is one.
    #[must_use]
    pub fn accepts(&self, answer: &str) -> bool {
        match self {
            Self::Choice(choices) => choices.iter().any(|choice| choice == answer),
            Self::YesNo => matches!(answer, "yes" | "no"),
            Self::Text => !answer.trim().is_empty(),
            Self::Number => answer.replace(',', ".").parse::<f64>().is_ok_and(f64::is_finite),
        }
    }
}
