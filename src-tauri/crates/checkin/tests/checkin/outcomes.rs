//! Every outcome by hand, at least four times, with all the data the screen gets.

use checkin::{Kind, Outcome};
use checkin::{Revocation, UnknownReason};

use crate::given::{Given, admitted, door, id, let_in_against, person, room, the_entry, time};

/// Why, what is given, and what the answer must be.
type Case = (&'static str, Given, Outcome);

fn all() -> Vec<Case> {
    [
        about_the_code(),
        exits(),
        about_the_person(),
        about_the_session(),
        about_time(),
        about_seats(),
        questions(),
        welcome(),
    ]
    .concat()
}

#[track_caller]
fn check(cases: Vec<Case>) {
    for (why, given, expected) in cases {
        assert_eq!(given.decide().outcome, expected, "{why}");
    }
}

#[test]
fn the_table_has_each_outcome_at_least_four_times() {
    let cases = all();
    for kind in Kind::ALL {
        let times = cases.iter().filter(|(.., expected)| expected.kind() == kind).count();
        assert!(times >= 4, "{} occurs only {times} times in the table", kind.as_str());
    }
}

#[test]
fn a_code_that_is_no_good() {
    check(about_the_code());
}

fn about_the_code() -> Vec<Case> {
    use Outcome::{Ambiguous, ForgedCode, RevokedCode, UnknownCode, WrongEvent};
    use Revocation::{Reissued, Replaced};
    use UnknownReason::{DamagedCode, NotListed, NotOnThisDesk, ShortCode};
    let both = || Ambiguous(vec![person(1), person(2)]);
    vec![
        ("a wrong signature is never let in", door().forged(), ForgedCode),
        ("nor into a session", room().forged(), ForgedCode),
        ("nor out, for nobody knows who leaves", door().inside().forged().leaving(), ForgedCode),
        ("a forgery is a forgery although it fits nobody", door().forged().fitting_nobody(), ForgedCode),
        ("last year's badge", door().of_another_event(), WrongEvent),
        ("last year's badge at a session", room().of_another_event(), WrongEvent),
        ("last year's badge on the way out", door().inside().of_another_event().leaving(), WrongEvent),
        ("last year's badge fits nobody here", door().of_another_event().fitting_nobody(), WrongEvent),
        ("a lost badge was replaced by a new one", door().revoked(Reissued), RevokedCode(Reissued)),
        ("somebody else came instead", door().revoked(Replaced), RevokedCode(Replaced)),
        ("the lost badge is no good for sessions", room().revoked(Reissued), RevokedCode(Reissued)),
        (
            "nor on the way out: it may be a finder's",
            door().inside().revoked(Reissued).leaving(),
            RevokedCode(Reissued),
        ),
        ("half a code was read", door().fitting_nobody().unknown(DamagedCode), UnknownCode(DamagedCode)),
        (
            "a real badge, but not in this file",
            door().fitting_nobody().unknown(NotOnThisDesk),
            UnknownCode(NotOnThisDesk),
        ),
        ("too short a code to admit alone, though it fits", door().unknown(ShortCode), UnknownCode(ShortCode)),
        ("nothing is equal to it", room().fitting_nobody().unknown(NotListed), UnknownCode(NotListed)),
        ("no person and no reason is unknown too", door().fitting_nobody(), UnknownCode(NotListed)),
        ("nobody can leave with an unknown code", door().fitting_nobody().leaving(), UnknownCode(NotListed)),
        ("an order of two", door().fitting_also(2), both()),
        ("an order of two at a session", room().fitting_also(2), both()),
        ("an order of two on the way out", door().inside().fitting_also(2).leaving(), both()),
        (
            "an order of three, in the order given",
            door().fitting_also(3).fitting_also(2),
            Ambiguous(vec![person(1), person(3), person(2)]),
        ),
        ("no override says which of the two", door().fitting_also(2).overriding(), both()),
    ]
}

#[test]
fn an_exit_is_never_refused_by_a_rule() {
    check(exits());
}

fn exits() -> Vec<Case> {
    let stray = || Outcome::NotInside { event_first: false };
    vec![
        ("out of the event", door().inside().leaving(), Outcome::Departed),
        ("out of a session", room().inside().leaving(), Outcome::Departed),
        ("cancelled while inside: may still go", door().inside().cancelled().leaving(), Outcome::Departed),
        ("has not paid, may still go", door().inside().unpaid().leaving(), Outcome::Departed),
        ("long after closing", door().inside().event_open("08:00", "09:00").at("23:00").leaving(), Outcome::Departed),
        ("out of a full room", room().inside().seats(1).taken(1).leaving(), Outcome::Departed),
        ("with a question open", door().inside().asking("lunch").leaving(), Outcome::Departed),
        ("with the wrong ticket", room().inside().for_tickets(&["speaker"]).leaving(), Outcome::Departed),
        ("out of a session without being registered", room().inside().registered_only().leaving(), Outcome::Departed),
        ("out of a session, never at the event", room().inside().event_first().leaving(), Outcome::Departed),
        ("never came", door().leaving(), stray()),
        ("gone already", door().gone().leaving(), stray()),
        ("at the event, but not in this session", room().inside_the_event().leaving(), stray()),
        ("an override does not make an exit of it", door().leaving().overriding(), stray()),
    ]
}

#[test]
fn who_may_not_come_in_and_who_is_in() {
    check(about_the_person());
}

fn about_the_person() -> Vec<Case> {
    use Outcome::{PaymentDue, Waitlisted};
    let cancelled = || Outcome::Cancelled { replaced_by: None };
    let already = || Outcome::AlreadyCheckedIn { first: the_entry() };
    vec![
        ("does not come", door().cancelled(), cancelled()),
        ("does not come to sessions either", room().cancelled(), cancelled()),
        ("was here this morning and has cancelled since", door().gone().cancelled(), cancelled()),
        ("person 2 came instead", door().replaced_by(2), Outcome::Cancelled { replaced_by: Some(person(2)) }),
        ("waits for a seat", door().waitlisted(), Waitlisted),
        ("waits for a seat, whatever session", room().waitlisted(), Waitlisted),
        ("waits for a seat though there are some", door().waitlisted().event_seats(10), Waitlisted),
        ("waits for a seat again", door().gone().waitlisted(), Waitlisted),
        ("scanned twice", door().inside(), already()),
        ("scanned twice at a session", room().inside(), already()),
        ("scanned twice after closing", door().inside().event_open("08:00", "08:50"), already()),
        ("scanned twice in a full house", door().inside().event_seats(1).taken(1), already()),
        ("has not paid", door().unpaid(), PaymentDue),
        ("has not paid, stands at a session", room().unpaid(), PaymentDue),
        ("has not paid and comes back", door().gone().unpaid(), PaymentDue),
        ("has not paid, whatever was answered", door().unpaid().asking("lunch").answering("lunch"), PaymentDue),
    ]
}

#[test]
fn who_may_come_to_a_session() {
    check(about_the_session());
}

fn about_the_session() -> Vec<Case> {
    let wrong = |wanted: &[&str]| Outcome::WrongTicketType { wanted: wanted.iter().map(|name| id(name)).collect() };
    let elsewhere = |own: &[&str]| Outcome::NotInSession { registered: own.iter().map(|name| id(name)).collect() };
    let event_first = || Outcome::NotInside { event_first: true };
    vec![
        ("speakers only", room().for_tickets(&["speaker"]), wrong(&["speaker"])),
        ("speakers and staff, named in order", room().for_tickets(&["staff", "speaker"]), wrong(&["speaker", "staff"])),
        (
            "no ticket type is none of those wanted",
            room().for_tickets(&["press"]).without_ticket_type(),
            wrong(&["press"]),
        ),
        (
            "being registered does not change the ticket",
            room().for_tickets(&["press"]).registered_for(&["talk"]),
            wrong(&["press"]),
        ),
        ("registered for nothing", room().registered_only(), elsewhere(&[])),
        ("registered for another", room().registered_only().registered_for(&["panel"]), elsewhere(&["panel"])),
        (
            "registered for two others, named in order",
            room().registered_only().registered_for(&["panel", "lab"]),
            elsewhere(&["lab", "panel"]),
        ),
        ("the right ticket is no registration", room().registered_only().for_tickets(&["delegate"]), elsewhere(&[])),
        ("has not come to the event", room().event_first(), event_first()),
        ("has left the event", room().event_first().gone(), event_first()),
        (
            "is registered, but not at the event",
            room().event_first().registered_only().registered_for(&["talk"]),
            event_first(),
        ),
        ("seats are free, but not at the event", room().event_first().seats(5), event_first()),
        ("a speaker among speakers", room().for_tickets(&["speaker"]).with_ticket("speaker"), admitted()),
        ("the right ticket", room().for_tickets(&["delegate", "press"]), admitted()),
        ("registered", room().registered_only().registered_for(&["panel", "talk"]), admitted()),
        ("registered for another, but everybody may come", room().registered_for(&["panel"]), admitted()),
        ("at the event", room().event_first().inside_the_event(), admitted()),
        ("not at the event, and nobody minds", room(), admitted()),
    ]
}

#[test]
fn before_opening_and_after_closing() {
    check(about_time());
}

fn about_time() -> Vec<Case> {
    let early = |opens: &str| Outcome::TooEarly { opens: time(opens) };
    let late = |closed: &str| Outcome::TooLate { closed: time(closed) };
    let open = || door().event_open("08:00", "17:00");
    let lecture = || room().opens_before(15).closes_after(30);
    vec![
        ("a minute before the doors open", open().at("07:59"), early("08:00")),
        ("half a second before", open().at("07:59:59.5"), early("08:00")),
        ("early for a session", lecture().at("09:30"), early("09:45")),
        ("a session that opens after its start", room().opens_before(-5).at("10:00"), early("10:05")),
        ("on the stroke of closing", open().at("17:00"), late("17:00")),
        ("long after", open().at("23:00"), late("17:00")),
        ("late for a session", lecture().at("10:45"), late("10:30")),
        ("a session that closes before its start", room().closes_after(-5).at("09:55"), late("09:55")),
        ("back-dated into opening time", open().at("08:43"), admitted()),
        (
            "a session keeps its own times, not the event's",
            lecture().event_open("12:00", "13:00").inside_the_event().at("10:00"),
            admitted(),
        ),
        ("unless it is the way into the event", lecture().event_open("12:00", "13:00").at("10:00"), early("12:00")),
    ]
}

#[test]
fn when_all_seats_are_taken() {
    check(about_seats());
}

fn about_seats() -> Vec<Case> {
    let full = |seats, taken| Outcome::SessionFull { seats, taken, house: false };
    let house = |seats, taken| Outcome::SessionFull { seats, taken, house: true };
    vec![
        ("one seat left", room().seats(3).taken(2), admitted()),
        ("the last was just taken", room().seats(3).taken(3), full(3, 3)),
        ("one too many is in already", room().seats(3).taken(4), full(3, 4)),
        ("a room without seats", room().seats(0), full(0, 0)),
        ("the house: one left", door().event_seats(200).taken(199), admitted()),
        ("the house is full", door().event_seats(200).taken(200), house(200, 200)),
        ("the house is more than full", door().event_seats(200).taken(201), house(200, 201)),
        ("a room's seats, not the house's", room().event_seats(1).seats(9).taken(5), admitted()),
        (
            "a seat in the room, none in the house",
            room().event_seats(4).taken_at_event(4).seats(9).taken(2),
            house(4, 4),
        ),
        ("who went has given the seat up", room().gone().seats(1).taken(1), full(1, 1)),
        ("no limit, however many", room().taken(u32::MAX), admitted()),
    ]
}

#[test]
fn questions_before_the_welcome() {
    check(questions());
}

fn questions() -> Vec<Case> {
    let due = |ids: &[&str]| Outcome::QuestionsDue { questions: ids.iter().map(|&id| id.to_owned()).collect() };
    let two = || door().asking("photo").asking("lunch");
    vec![
        ("one question", door().asking("lunch"), due(&["lunch"])),
        ("two, in the event's order", two(), due(&["photo", "lunch"])),
        ("one of two answered now", two().answering("photo"), due(&["lunch"])),
        ("one of two answered on the list", two().has_answered("lunch"), due(&["photo"])),
        ("an answer to something else", door().asking("lunch").answering("shirt"), due(&["lunch"])),
        ("comes back with a question open", door().gone().asking("lunch"), due(&["lunch"])),
        ("one on the list, one now", two().has_answered("photo").answering("lunch"), admitted()),
        ("a question that may stay open", door().asking_politely("shirt"), admitted()),
        ("only those that must be answered are named", two().asking_politely("shirt"), due(&["photo", "lunch"])),
        ("questions are for the way in, not for rooms", room().asking("lunch").inside_the_event(), admitted()),
        ("unless the room is the way in", room().asking("lunch"), due(&["lunch"])),
    ]
}

#[test]
fn welcome_in() {
    check(welcome());
}

fn welcome() -> Vec<Case> {
    vec![
        ("the plain guest", door(), admitted()),
        ("the plain guest at a session", room(), admitted()),
        ("back from a walk", door().gone(), admitted()),
        ("within opening hours", door().event_open("08:00", "17:00"), admitted()),
        ("an override that was not needed leaves no trace", door().overriding(), admitted()),
        ("an override that was needed does", door().unpaid().overriding(), let_in_against(Kind::PaymentDue)),
    ]
}

#[test]
fn the_answer_names_the_person_if_there_is_one() {
    let about = |given: Given| given.decide().attendee;
    assert_eq!(about(door()), Some(person(1)), "who comes in");
    assert_eq!(about(door().cancelled()), Some(person(1)), "who may not");
    assert_eq!(about(door().inside().leaving()), Some(person(1)), "who goes");
    assert_eq!(about(door().revoked(Revocation::Reissued)), Some(person(1)), "whose old badge it is");
    assert_eq!(about(door().fitting_nobody()), None, "nobody is nobody");
    assert_eq!(about(door().fitting_also(2)), None, "two people are no answer");
}

#[test]
fn every_kind_has_one_name_and_its_place_in_the_contract() {
    for (place, kind) in Kind::ALL.into_iter().enumerate() {
        assert_eq!(Kind::from_name(kind.as_str()), Some(kind), "{} goes there and back", kind.as_str());
        assert_eq!(kind as usize, place, "{} is sorted as the contract lists it", kind.as_str());
    }
    assert_eq!(Kind::from_name("welcome"), None, "no outcome has this name");
    let names = Kind::ALL.map(Kind::as_str).join(" ");
    assert_eq!(
        names,
        "forgedCode wrongEvent revokedCode unknownCode ambiguous departed cancelled waitlisted alreadyCheckedIn paymentDue \
         wrongTicketType notInSession tooEarly tooLate notInside sessionFull questionsDue admitted",
        "scripts rely on these names"
    );
}
