//! A few words to say what is given: `door().cancelled().overriding()`.

use std::collections::BTreeSet;
use std::str::FromStr;

use checkin::event::{AnswerKind, EntryRule, Question};
use checkin::presence::{Entry, Whereabouts};
use checkin::{
    Attempt, AttendeeId, Candidate, Claim, Decision, DeskId, Direction, Event, Kind, Outcome, Presence, RecordId,
    Session, SessionId, Status, TicketTypeId, decide,
};
use checkin::{Revocation, UnknownReason};
use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// One attempt in the making. What nothing is said about is as harmless as can be.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) claim: Claim,
    pub(crate) event: Event,
    pub(crate) session: Option<Session>,
    pub(crate) direction: Direction,
    pub(crate) at: Timestamp,
    pub(crate) taken: u32,
    pub(crate) taken_at_event: u32,
    pub(crate) override_given: bool,
    pub(crate) answering: BTreeSet<String>,
}

/// A confirmed delegate, person 1, who wants to come in at 9:00 to an event without any rules.
pub(crate) fn door() -> Given {
    Given {
        claim: Claim { people: vec![candidate(1)], ..Claim::default() },
        event: event(),
        session: None,
        direction: Direction::Entry,
        at: time("09:00"),
        taken: 0,
        taken_at_event: 0,
        override_given: false,
        answering: BTreeSet::new(),
    }
}

/// The same person at the door of session `talk`, 10:00 to 11:00, which has no rules either.
pub(crate) fn room() -> Given {
    Given { session: Some(session("talk", "10:00", "11:00")), ..door() }
}

/// What the code turned out to be.
impl Given {
    pub(crate) fn forged(mut self) -> Self {
        self.claim.forged = true;
        self
    }

    pub(crate) fn of_another_event(mut self) -> Self {
        self.claim.wrong_event = true;
        self
    }

    pub(crate) fn revoked(mut self, why: Revocation) -> Self {
        self.claim.revoked = Some(why);
        self
    }

    pub(crate) fn unknown(mut self, why: UnknownReason) -> Self {
        self.claim.unknown = Some(why);
        self
    }

    pub(crate) fn fitting_nobody(mut self) -> Self {
        self.claim.people.clear();
        self
    }

    /// It fits person `number` too, who is in the same state as person 1.
    pub(crate) fn fitting_also(mut self, number: u128) -> Self {
        let like_the_first = Candidate { id: person(number), ..self.claim.people[0].clone() };
        self.claim.people.push(like_the_first);
        self
    }
}

/// Who they are.
impl Given {
    fn each(mut self, change: impl Fn(&mut Candidate)) -> Self {
        self.claim.people.iter_mut().for_each(change);
        self
    }

    pub(crate) fn status(self, status: Status) -> Self {
        self.each(|person| person.status = status)
    }

    pub(crate) fn cancelled(self) -> Self {
        self.status(Status::Cancelled)
    }

    pub(crate) fn waitlisted(self) -> Self {
        self.status(Status::Waitlisted)
    }

    pub(crate) fn unpaid(self) -> Self {
        self.status(Status::PaymentDue)
    }

    pub(crate) fn replaced_by(self, number: u128) -> Self {
        self.cancelled().each(|them| them.replaced_by = Some(person(number)))
    }

    pub(crate) fn with_ticket(self, name: &str) -> Self {
        self.each(|person| person.ticket_type = Some(id(name)))
    }

    pub(crate) fn without_ticket_type(self) -> Self {
        self.each(|person| person.ticket_type = None)
    }

    pub(crate) fn registered_for(self, sessions: &[&str]) -> Self {
        self.each(|person| person.sessions = ids(sessions))
    }

    pub(crate) fn has_answered(self, question: &str) -> Self {
        self.each(|person| _ = person.answered.insert(question.to_owned()))
    }
}

/// Where they are.
impl Given {
    /// Inside what they want to enter (or leave), since 8:40.
    pub(crate) fn inside(self) -> Self {
        let at_the_event = self.session.is_none();
        let given = self.each(|person| person.in_scope = inside_since("08:40"));
        if at_the_event { given.inside_the_event() } else { given }
    }

    pub(crate) fn inside_the_event(self) -> Self {
        self.each(|person| person.at_event = inside_since("08:40"))
    }

    /// Was inside and went.
    pub(crate) fn gone(self) -> Self {
        let gone = Whereabouts { presence: Presence::Left, ..inside_since("08:40") };
        self.each(|person| {
            person.in_scope = gone.clone();
            person.at_event = gone.clone();
        })
    }
}

/// What the event and the session ask for.
impl Given {
    pub(crate) fn event_open(mut self, from: &str, until: &str) -> Self {
        self.event.opens = Some(time(from));
        self.event.closes = Some(time(until));
        self
    }

    pub(crate) fn event_seats(mut self, seats: u32) -> Self {
        self.event.seats = Some(seats);
        self
    }

    pub(crate) fn asking(self, question: &str) -> Self {
        self.question(question, true)
    }

    pub(crate) fn asking_politely(self, question: &str) -> Self {
        self.question(question, false)
    }

    fn question(mut self, id: &str, required: bool) -> Self {
        let question =
            Question { id: id.to_owned(), text: id.to_owned(), answer: AnswerKind::Text, required, private: false };
        self.event.questions.push(question);
        self
    }

    fn the_session(mut self, change: impl FnOnce(&mut Session)) -> Self {
        change(self.session.as_mut().expect("begin with `room()`"));
        self
    }

    pub(crate) fn for_tickets(self, names: &[&str]) -> Self {
        self.the_session(|session| session.ticket_types = ids(names))
    }

    pub(crate) fn registered_only(self) -> Self {
        self.the_session(|session| session.registered_only = true)
    }

    pub(crate) fn seats(self, seats: u32) -> Self {
        self.the_session(|session| session.seats = Some(seats))
    }

    pub(crate) fn opens_before(self, minutes: i64) -> Self {
        self.the_session(|session| session.opens_before = Some(SignedDuration::from_mins(minutes)))
    }

    pub(crate) fn closes_after(self, minutes: i64) -> Self {
        self.the_session(|session| session.closes_after = Some(SignedDuration::from_mins(minutes)))
    }

    pub(crate) fn event_first(self) -> Self {
        self.the_session(|session| session.event_first = true)
    }
}

/// How they try.
impl Given {
    pub(crate) fn leaving(mut self) -> Self {
        self.direction = Direction::Exit;
        self
    }

    pub(crate) fn at(mut self, clock: &str) -> Self {
        self.at = time(clock);
        self
    }

    pub(crate) fn taken(mut self, taken: u32) -> Self {
        self.taken = taken;
        self
    }

    pub(crate) fn taken_at_event(mut self, taken: u32) -> Self {
        self.taken_at_event = taken;
        self
    }

    pub(crate) fn overriding(mut self) -> Self {
        self.override_given = true;
        self
    }

    pub(crate) fn answering(mut self, question: &str) -> Self {
        self.answering.insert(question.to_owned());
        self
    }

    pub(crate) fn decide(&self) -> Decision {
        decide(&Attempt {
            claim: &self.claim,
            event: &self.event,
            session: self.session.as_ref(),
            direction: self.direction,
            at: self.at,
            taken: self.taken,
            // Seen from the event, scope and event are the same.
            taken_at_event: if self.session.is_some() { self.taken_at_event } else { self.taken },
            override_given: self.override_given,
            answering: &self.answering,
        })
    }

    pub(crate) fn kind(&self) -> Kind {
        self.decide().outcome.kind()
    }
}

pub(crate) fn admitted() -> Outcome {
    Outcome::Admitted { overridden: None }
}

pub(crate) fn let_in_against(kind: Kind) -> Outcome {
    Outcome::Admitted { overridden: Some(kind) }
}

pub(crate) fn person(number: u128) -> AttendeeId {
    AttendeeId::from_uuid(Uuid::from_u128(number))
}

pub(crate) fn record(number: u128) -> RecordId {
    RecordId::from_uuid(Uuid::from_u128(number))
}

pub(crate) fn desk(number: u128) -> DeskId {
    DeskId::from_uuid(Uuid::from_u128(number))
}

/// A time of the one day on which all of this happens, `08:40` or `08:40:30.5`, in UTC.
pub(crate) fn time(clock: &str) -> Timestamp {
    let seconds = if clock.len() == 5 { ":00" } else { "" };
    format!("2026-11-20T{clock}{seconds}Z").parse().expect("a time such as 08:40")
}

pub(crate) fn id<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a readable id")
}

pub(crate) fn ids<T: FromStr<Err: std::fmt::Debug> + Ord>(texts: &[&str]) -> BTreeSet<T> {
    texts.iter().map(|text| id(text)).collect()
}

pub(crate) fn entry(number: u128, clock: &str) -> Entry {
    Entry { record: record(number), at: time(clock), desk: desk(1), staff: "Mette".to_owned() }
}

/// The entry of everybody who is inside because `inside()` says so.
pub(crate) fn the_entry() -> Entry {
    entry(7, "08:40")
}

fn inside_since(clock: &str) -> Whereabouts {
    let entry = entry(7, clock);
    Whereabouts {
        presence: Presence::Inside,
        first: Some(entry.clone()),
        came: Some(entry.clone()),
        latest: Some(entry),
        entries: 1,
    }
}

pub(crate) fn candidate(number: u128) -> Candidate {
    Candidate {
        id: person(number),
        status: Status::Confirmed,
        replaced_by: None,
        ticket_type: Some(id::<TicketTypeId>("delegate")),
        sessions: BTreeSet::new(),
        at_event: Whereabouts::default(),
        in_scope: Whereabouts::default(),
        answered: BTreeSet::new(),
    }
}

pub(crate) fn session(name: &str, starts: &str, ends: &str) -> Session {
    Session {
        id: id::<SessionId>(name),
        title: name.to_owned(),
        room: String::new(),
        speakers: Vec::new(),
        starts: time(starts),
        ends: time(ends),
        check_in: true,
        registered_only: false,
        ticket_types: BTreeSet::new(),
        seats: None,
        opens_before: None,
        closes_after: None,
        event_first: false,
    }
}

fn event() -> Event {
    Event {
        title: "Conference".to_owned(),
        time_zone: TimeZone::UTC,
        starts: date(2026, 11, 20),
        ends: date(2026, 11, 20),
        venue: String::new(),
        organiser: String::new(),
        supporters: Vec::new(),
        note: String::new(),
        rehearsal: false,
        exits: true,
        bounce_seconds: 3,
        ticket_types: Vec::new(),
        sessions: Vec::new(),
        questions: Vec::new(),
        opens: None,
        closes: None,
        seats: None,
        entry: EntryRule::Once,
        badges: true,
        mark_reprints: false,
        private_fields: BTreeSet::new(),
        badge_template: String::new(),
    }
}
