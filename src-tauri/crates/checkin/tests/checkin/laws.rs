//! What holds for every attempt and every story, not only for those that somebody thought of.

use std::collections::BTreeSet;

use checkin::{Candidate, Decision, Direction, Kind, Outcome, Passage, Presence, Scope, Session, Status};
use checkin::{Revocation, UnknownReason};
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::given::{Given, candidate, door, id, person, room, time};
use crate::presence::{folded, of, overridden, passage};

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Total, and exactly as the contract says: of all that applies, the first that no override passes.
    #[test]
    fn decide_gives_the_first_that_applies(given in attempts()) {
        let (passed, standing): (Vec<Applies>, Vec<Applies>) =
            applying(&given).into_iter().partition(|applies| given.override_given && applies.can_be_passed);
        let outcome = given.decide().outcome;
        prop_assert_eq!(outcome.kind(), standing[0].kind, "the first that applies and is not passed is the answer");
        if let Outcome::Admitted { overridden } = outcome {
            prop_assert_eq!(overridden, passed.first().map(|passed| passed.kind), "the first rule passed is named");
        }
    }

    #[test]
    fn decide_is_the_same_twice_and_whatever_the_order_of_people(given in attempts()) {
        let mut turned = given.clone();
        turned.claim.people.reverse();
        prop_assert_eq!(given.decide(), given.decide(), "nothing is remembered");
        prop_assert_eq!(sorted(given.decide()), sorted(turned.decide()), "people have no rank");
    }

    #[test]
    fn an_override_never_admits_what_it_must_not(given in attempts()) {
        let leaving = given.direction == Direction::Exit;
        let plain = Given { override_given: false, ..given.clone() }.kind();
        let answer = given.overriding().kind();
        if answer == Kind::Admitted {
            prop_assert!(plain == Kind::Admitted || plain.can_be_overridden(), "{} was passed", plain.as_str());
        }
        if !plain.can_be_overridden() || (leaving && plain != Kind::RevokedCode) {
            prop_assert_eq!(answer, plain, "an override changes no answer that it may not pass");
        }
    }

    #[test]
    fn nobody_comes_in_beyond_the_seats_without_an_override(given in attempts()) {
        let Outcome::Admitted { overridden: None } = given.decide().outcome else { return Ok(()) };
        let was_inside = given.claim.people[0].at_event.presence == Presence::Inside;
        let house = if given.session.is_some() { given.taken_at_event } else { given.taken };
        if let Some(seats) = given.session.as_ref().and_then(|session| session.seats) {
            prop_assert!(given.taken < seats, "{} of {seats} seats of the session were taken", given.taken);
        }
        if let Some(seats) = given.event.seats {
            prop_assert!(was_inside || house < seats, "{house} of {seats} seats of the house were taken");
        }
    }

    #[test]
    fn an_exit_is_never_refused_by_a_rule(given in attempts()) {
        let [person] = given.claim.people.as_slice() else { return Ok(()) };
        let inside = person.in_scope.presence == Presence::Inside;
        let kind = given.clone().leaving().kind();
        let about_the_code = kind <= Kind::Ambiguous;
        let expected = if inside { Kind::Departed } else { Kind::NotInside };
        prop_assert!(about_the_code || kind == expected, "an exit was answered {}", kind.as_str());
    }

    #[test]
    fn the_answer_is_about_a_person_only_if_there_is_one(given in attempts()) {
        let decision = given.decide();
        match given.claim.people.as_slice() {
            [only] => prop_assert_eq!(decision.attendee, Some(only.id), "the one it fits"),
            _ => prop_assert_eq!(decision.attendee, None, "nobody, or nobody in particular"),
        }
    }

    #[test]
    fn a_fold_does_not_depend_on_the_order_of_arrival((story, shuffled) in shuffled_stories()) {
        prop_assert_eq!(folded(&story), folded(&shuffled), "a function of the set of records");
    }

    #[test]
    fn a_fold_keeps_its_books(story in stories()) {
        use checkin::presence::Effect::Entered;
        let folds = folded(&story);
        prop_assert_eq!(folds.effects.len(), story.len(), "every passage is kept");
        for (scope, whereabouts) in &folds.scopes {
            let of_scope = story.iter().filter(|passage| passage.scope == *scope);
            let counted: Vec<_> = of_scope.filter(|passage| folds.effects[&passage.record] == Entered).collect();
            let through_rooms = story.iter().filter(|passage| *scope == Scope::Event && passage.enters_event).count();
            let entries = whereabouts.entries as usize;
            prop_assert!((counted.len()..=counted.len() + through_rooms).contains(&entries), "entries are what counted");
            prop_assert_eq!(whereabouts.presence == Presence::Expected, entries == 0, "expected is who never came");
            if through_rooms == 0 {
                let first = counted.iter().min_by_key(|passage| (passage.at, passage.stamp)).map(|passage| passage.record);
                prop_assert_eq!(whereabouts.first.as_ref().map(|entry| entry.record), first, "the earliest of them is first");
            }
        }
    }

    #[test]
    fn whoever_is_in_a_room_that_implies_the_event_has_been_at_the_event(story in stories()) {
        let folds = folded(&story);
        let implied = story.iter().any(|passage| passage.enters_event && passage.direction == Direction::Entry);
        prop_assert!(!implied || folds.of(&Scope::Event).presence != Presence::Expected, "who is in the house is known");
    }

    #[test]
    fn everybody_arrives_once_a_day(story in stories()) {
        let folds = folded(&story);
        let days = |passage: &&Passage| folds.arrivals.contains(&passage.record);
        let mut arrived: Vec<_> = story.iter().filter(days).map(|passage| passage.at.as_second() / 86_400).collect();
        let all = arrived.len();
        arrived.sort_unstable();
        arrived.dedup();
        prop_assert_eq!(arrived.len(), all, "nobody arrives twice on a day");
        let came = folds.of(&Scope::Event).entries > 0;
        prop_assert_eq!(all > 0, came, "whoever came has arrived");
    }

    #[test]
    fn nobody_is_in_two_overlapping_sessions(story in stories()) {
        let folds = folded(&story);
        let inside = |name: &str| folds.of(&Scope::Session(id(name))).presence == Presence::Inside;
        prop_assert!(!(inside("talk") && inside("lab")), "talk and lab overlap");
    }
}

fn sorted(decision: Decision) -> Decision {
    match decision.outcome {
        Outcome::Ambiguous(mut people) => {
            people.sort();
            Decision { outcome: Outcome::Ambiguous(people), ..decision }
        }
        _ => decision,
    }
}

/// An outcome that applies to an attempt.
struct Applies {
    kind: Kind,
    /// Whether an override passes it, as the contract has it.
    can_be_passed: bool,
}

/// Everything that applies, in the contract's order, told once more and as plainly as can be.
fn applying(given: &Given) -> Vec<Applies> {
    let mut all = Vec::new();
    let mut when = |applies: bool, kind: Kind, can_be_passed: bool| {
        if applies {
            all.push(Applies { kind, can_be_passed });
        }
    };
    let claim = &given.claim;
    when(claim.forged, Kind::ForgedCode, false);
    when(claim.wrong_event, Kind::WrongEvent, false);
    when(claim.revoked.is_some(), Kind::RevokedCode, true);
    when(claim.unknown.is_some() || claim.people.is_empty(), Kind::UnknownCode, false);
    when(claim.people.len() >= 2, Kind::Ambiguous, false);
    let [who] = claim.people.as_slice() else { return all };
    let inside = who.in_scope.presence == Presence::Inside;
    if given.direction == Direction::Exit {
        when(inside, Kind::Departed, false);
        when(!inside, Kind::NotInside, false);
        return all;
    }
    when(who.status == Status::Cancelled, Kind::Cancelled, true);
    when(who.status == Status::Waitlisted, Kind::Waitlisted, true);
    when(inside, Kind::AlreadyCheckedIn, true);
    when(who.status == Status::PaymentDue, Kind::PaymentDue, true);
    let mut opens = Vec::new();
    let mut closes = Vec::new();
    let mut seats = Vec::new();
    // A room that does not ask for event admission first is the event's own door for whoever is not inside.
    let at_the_house = match &given.session {
        None => true,
        Some(session) => !session.event_first && who.at_event.presence != Presence::Inside,
    };
    if at_the_house {
        opens.extend(given.event.opens);
        closes.extend(given.event.closes);
        let taken = if given.session.is_none() { given.taken } else { given.taken_at_event };
        seats.extend(given.event.seats.map(|seats| taken >= seats));
    }
    if let Some(session) = &given.session {
        let wanted = &session.ticket_types;
        let fits = who.ticket_type.as_ref().is_some_and(|own| wanted.contains(own));
        when(!wanted.is_empty() && !fits, Kind::WrongTicketType, true);
        when(session.registered_only && !who.sessions.contains(&session.id), Kind::NotInSession, true);
        opens.extend(session.opens());
        closes.extend(session.closes());
        seats.extend(session.seats.map(|seats| given.taken >= seats));
    }
    when(opens.iter().any(|opens| given.at < *opens), Kind::TooEarly, true);
    when(closes.iter().any(|closes| given.at >= *closes), Kind::TooLate, true);
    let event_first = given.session.as_ref().is_some_and(|session| session.event_first);
    when(event_first && who.at_event.presence != Presence::Inside, Kind::NotInside, true);
    when(seats.contains(&true), Kind::SessionFull, true);
    let mut required = given.event.questions.iter().filter(|question| question.required);
    let is_open = |id: &String| !who.answered.contains(id) && !given.answering.contains(id);
    when(at_the_house && required.any(|question| is_open(&question.id)), Kind::QuestionsDue, false);
    when(true, Kind::Admitted, false);
    all
}

const QUESTIONS: [&str; 2] = ["lunch", "photo"];
const TICKETS: [&str; 3] = ["delegate", "press", "speaker"];
const SESSIONS: [&str; 3] = ["lab", "panel", "talk"];

/// Any attempt at all, though most are of one person with a good code, so that every rule is reached.
fn attempts() -> impl Strategy<Value = Given> {
    let when_and_how = (instants(), bools(0.2), (0..4_u32, 0..4_u32), bools(0.3), some_of(&QUESTIONS));
    (claims(), places(), when_and_how).prop_map(
        |(claim, place, (at, leaving, (taken, taken_at_event), override_given, answering))| {
            let direction = if leaving { Direction::Exit } else { Direction::Entry };
            let mut given = Given { claim, direction, at, taken, taken_at_event, override_given, ..place };
            given.answering = answering.into_iter().map(str::to_owned).collect();
            if given.session.is_none() {
                // Seen from the event, scope and event are the same.
                given.claim.people.iter_mut().for_each(|person| person.in_scope = person.at_event.clone());
            }
            given
        },
    )
}

fn claims() -> impl Strategy<Value = checkin::Claim> {
    let revoked = option::weighted(0.1, select(vec![Revocation::Reissued, Revocation::Replaced]));
    let reasons = vec![UnknownReason::DamagedCode, UnknownReason::NotOnThisDesk, UnknownReason::ShortCode];
    let unknown = option::weighted(0.05, select(reasons));
    let people = prop_oneof![8 => vec(people(), 1), 1 => vec(people(), 0), 1 => vec(people(), 2..4)];
    (bools(0.05), bools(0.05), revoked, unknown, people).prop_map(
        |(forged, wrong_event, revoked, unknown, mut people)| {
            for (number, candidate) in (1..).zip(&mut people) {
                candidate.id = person(number);
            }
            checkin::Claim { forged, wrong_event, revoked, unknown, people }
        },
    )
}

fn people() -> impl Strategy<Value = Candidate> {
    let statuses = prop_oneof![3 => Just(Status::Confirmed), 2 => select(Status::ALL.to_vec())];
    let tickets = option::of(select(TICKETS.to_vec()));
    (statuses, tickets, some_of(&SESSIONS), stories(), some_of(&QUESTIONS)).prop_map(
        |(status, ticket, sessions, story, answered)| {
            let folds = folded(&story);
            Candidate {
                status,
                ticket_type: ticket.map(id),
                sessions: sessions.into_iter().map(id).collect(),
                at_event: folds.of(&Scope::Event),
                in_scope: folds.of(&Scope::Session(id("talk"))),
                answered: answered.into_iter().map(str::to_owned).collect(),
                ..candidate(1)
            }
        },
    )
}

/// An event, with a session in half of all cases.
fn places() -> impl Strategy<Value = Given> {
    let event =
        (option::of(instants()), option::of(instants()), option::of(0..4_u32), some_of(&QUESTIONS), any::<bool>());
    (event, option::of(sessions())).prop_map(|((opens, closes, seats, questions, required), session)| {
        let mut given = door();
        for question in questions {
            given = if required { given.asking(question) } else { given.asking_politely(question) };
        }
        (given.event.opens, given.event.closes, given.event.seats) = (opens, closes, seats);
        Given { session, ..given }
    })
}

fn sessions() -> impl Strategy<Value = Session> {
    let wants = (bools(0.3), prop_oneof![Just(Vec::new()), some_of(&TICKETS)], bools(0.3));
    (wants, option::of(0..4_u32), option::of(durations()), option::of(durations())).prop_map(
        |((registered_only, tickets, event_first), seats, opens_before, closes_after)| {
            let ticket_types: BTreeSet<_> = tickets.into_iter().map(id).collect();
            let plain = room().session.expect("a room has a session");
            Session { registered_only, ticket_types, seats, opens_before, closes_after, event_first, ..plain }
        },
    )
}

/// Up to a dozen passages of one person, many at the same time.
fn stories() -> impl Strategy<Value = Vec<Passage>> {
    let one = (any::<bool>(), 600..630_u32, option::of(select(SESSIONS.to_vec())), bools(0.2), bools(0.3), 0..3_i64);
    vec(one, 0..12).prop_map(|story| {
        (1..)
            .zip(story)
            .map(|(number, (entry, minute, at, by_lead, enters_event, day))| {
                let passage = one_passage(number, entry, minute, at, by_lead);
                let at = passage.at.saturating_add(SignedDuration::from_hours(24 * day)).expect("a time of this age");
                Passage { at, day: Some(time_of_day(at)), enters_event: enters_event && entry, ..passage }
            })
            .collect()
    })
}

/// Midnight before.
fn time_of_day(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second() / 86_400 * 86_400).expect("a time of this age")
}

fn shuffled_stories() -> impl Strategy<Value = (Vec<Passage>, Vec<Passage>)> {
    stories().prop_flat_map(|story| (Just(story.clone()), Just(story).prop_shuffle()))
}

fn one_passage(number: u128, entry: bool, minute: u32, session: Option<&str>, by_lead: bool) -> Passage {
    let direction = if entry { Direction::Entry } else { Direction::Exit };
    let plain = passage(number, direction, &clock(minute));
    let lead = if by_lead { overridden(plain) } else { plain };
    session.map_or(lead.clone(), |name| of(name, lead))
}

/// Around the session's ten o'clock, and at both ends of time.
fn instants() -> impl Strategy<Value = Timestamp> {
    prop_oneof![20 => (540..660_u32).prop_map(|minute| time(&clock(minute))), 1 => Just(Timestamp::MIN), 1 => Just(Timestamp::MAX)]
}

fn durations() -> impl Strategy<Value = SignedDuration> {
    prop_oneof![
        20 => (-60..60_i64).prop_map(SignedDuration::from_mins),
        1 => Just(SignedDuration::MIN),
        1 => Just(SignedDuration::MAX),
    ]
}

fn bools(probability: f64) -> impl Strategy<Value = bool> {
    proptest::bool::weighted(probability)
}

fn some_of(names: &[&'static str]) -> impl Strategy<Value = Vec<&'static str>> + use<> {
    subsequence(names.to_vec(), 0..=names.len())
}

fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
