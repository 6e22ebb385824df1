//! The lead's override: what it passes, and what it never does.

use checkin::{Kind, Outcome};
use checkin::{Revocation, UnknownReason};

use crate::given::{Given, admitted, door, let_in_against, person, room};

/// For each outcome that refuses, an attempt that it answers.
fn refused() -> Vec<(Kind, Given)> {
    use Kind::{
        AlreadyCheckedIn, Ambiguous, Cancelled, ForgedCode, NotInSession, NotInside, PaymentDue, QuestionsDue,
        RevokedCode, SessionFull, TooEarly, TooLate, UnknownCode, Waitlisted, WrongEvent, WrongTicketType,
    };
    vec![
        (ForgedCode, door().forged()),
        (WrongEvent, door().of_another_event()),
        (RevokedCode, door().revoked(Revocation::Reissued)),
        (UnknownCode, door().unknown(UnknownReason::ShortCode)),
        (Ambiguous, door().fitting_also(2)),
        (Cancelled, door().replaced_by(2)),
        (Waitlisted, door().waitlisted()),
        (AlreadyCheckedIn, door().inside()),
        (PaymentDue, door().unpaid()),
        (WrongTicketType, room().for_tickets(&["speaker"])),
        (NotInSession, room().registered_only()),
        (TooEarly, room().opens_before(15)),
        (TooLate, room().closes_after(15).at("10:15")),
        (NotInside, room().event_first()),
        (SessionFull, room().seats(1).taken(1)),
        (QuestionsDue, door().asking("lunch")),
    ]
}

/// As the contract says it: everything from `cancelled` to `sessionFull`, and `revokedCode`.
fn passable(kind: Kind) -> bool {
    kind == Kind::RevokedCode || (Kind::Cancelled..=Kind::SessionFull).contains(&kind)
}

#[test]
fn the_table_has_every_refusal() {
    let table = refused();
    for kind in Kind::ALL.into_iter().filter(|kind| !matches!(kind, Kind::Departed | Kind::Admitted)) {
        assert!(table.iter().any(|(refused, _)| *refused == kind), "{} is missing", kind.as_str());
    }
}

#[test]
fn an_override_passes_what_the_contract_names_and_says_so() {
    for (kind, given) in refused() {
        assert_eq!(given.kind(), kind, "{} without an override", kind.as_str());
        let decision = given.clone().overriding().decide();
        if passable(kind) {
            assert_eq!(decision.outcome, let_in_against(kind), "{} is passed, and the answer says so", kind.as_str());
            assert_eq!(decision.attendee, Some(person(1)), "and whom it let in");
        } else {
            assert_eq!(decision, given.decide(), "{} is never passed", kind.as_str());
        }
        assert_eq!(
            kind.can_be_overridden(),
            passable(kind),
            "{}: the screen offers it only where it works",
            kind.as_str()
        );
    }
}

#[test]
fn an_override_passes_several_rules_and_names_the_first() {
    let check = |given: Given, expected: Outcome, why: &str| {
        assert_eq!(given.overriding().decide().outcome, expected, "{why}");
    };
    let hopeless = || room().unpaid().for_tickets(&["speaker"]).registered_only().closes_after(0).seats(0).at("11:00");
    check(hopeless(), let_in_against(Kind::PaymentDue), "unpaid comes first of the five");
    check(hopeless().cancelled(), let_in_against(Kind::Cancelled), "cancelled comes before them");
    check(
        door().replaced_by(2).revoked(Revocation::Replaced),
        let_in_against(Kind::RevokedCode),
        "the replaced person's own badge: code and status are both passed",
    );
    check(
        door().unpaid().asking("lunch"),
        Outcome::QuestionsDue { questions: vec!["lunch".to_owned()] },
        "after the rules that are passed the question still stands",
    );
    check(door().unpaid().asking("lunch").answering("lunch"), let_in_against(Kind::PaymentDue), "until it is answered");
    check(
        door().revoked(Revocation::Reissued).fitting_also(2),
        Outcome::Ambiguous(vec![person(1), person(2)]),
        "a passed code must still name one person",
    );
    check(
        door().revoked(Revocation::Reissued).fitting_nobody(),
        Outcome::UnknownCode(UnknownReason::NotListed),
        "or somebody at all",
    );
    check(door(), admitted(), "where nothing stood in the way nothing was overridden");
}

#[test]
fn an_override_never_turns_an_exit_into_an_entry() {
    for (why, given) in [
        ("inside", door().inside()),
        ("outside", door()),
        ("cancelled", door().cancelled()),
        ("in a full room", room().inside().seats(1).taken(1)),
    ] {
        let exit = given.leaving();
        assert_eq!(exit.clone().overriding().decide(), exit.decide(), "{why}: the answer is that of a plain exit");
    }
}

#[test]
fn an_overridden_double_is_let_into_a_full_room() {
    let inside_a_full_room = room().inside().seats(1).taken(1);
    assert_eq!(
        inside_a_full_room.overriding().decide().outcome,
        let_in_against(Kind::AlreadyCheckedIn),
        "who sits in the room takes no second seat"
    );
}
