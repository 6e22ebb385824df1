//! The contract's order: where two outcomes apply, the first is the answer.

use checkin::Kind;
use checkin::{Revocation, UnknownReason};

use crate::given::{Given, door, room};

/// Two outcomes of one attempt. That the second applies too is shown by taking the first away: then it is the answer.
/// (An exit is taken away by entering instead.)
struct Both {
    first: Kind,
    second: Kind,
    given: Given,
    without_the_first: Given,
}

fn both(first: Kind, second: Kind, given: Given, without_the_first: Given) -> Both {
    Both { first, second, given, without_the_first }
}

/// Neighbours of the contract that exclude each other, and why.
const NEVER_BOTH: [(Kind, Kind, &str); 1] = [(Kind::Cancelled, Kind::Waitlisted, "a person has one status")];

#[test]
fn of_two_that_apply_the_first_in_the_contract_wins() {
    for both in all() {
        let names = format!("{} before {}", both.first.as_str(), both.second.as_str());
        assert_eq!(both.given.kind(), both.first, "{names}");
        assert_eq!(both.without_the_first.kind(), both.second, "{names}: the second applies too");
    }
}

#[test]
fn every_two_neighbours_have_a_case() {
    let cases = all();
    for pair in Kind::ALL.windows(2) {
        let has = cases.iter().any(|both| [both.first, both.second] == pair);
        let excused = NEVER_BOTH.iter().any(|(first, second, _)| [*first, *second] == pair);
        assert!(has != excused, "{} and {} need one case, or a reason for none", pair[0].as_str(), pair[1].as_str());
    }
    for both in &cases {
        // `notInside` stands in two places of the contract: for an exit right after the codes, for an entry late.
        let is_exit = both.second == Kind::NotInside && both.first == Kind::Ambiguous;
        assert!(is_exit || both.first < both.second || both.given.direction == checkin::Direction::Exit, "in order");
    }
}

fn all() -> Vec<Both> {
    [codes(), exits(), entries()].into_iter().flatten().collect()
}

fn codes() -> Vec<Both> {
    use Kind::{Ambiguous, Cancelled, Departed, ForgedCode, NotInside, RevokedCode, UnknownCode, WrongEvent};
    let old = || door().revoked(Revocation::Reissued);
    let short = || door().unknown(UnknownReason::ShortCode);
    vec![
        both(ForgedCode, WrongEvent, door().of_another_event().forged(), door().of_another_event()),
        both(WrongEvent, RevokedCode, old().of_another_event(), old()),
        both(
            RevokedCode,
            UnknownCode,
            old().fitting_nobody().unknown(UnknownReason::NotOnThisDesk),
            door().fitting_nobody().unknown(UnknownReason::NotOnThisDesk),
        ),
        // A short code that fits two people.
        both(UnknownCode, Ambiguous, short().fitting_also(2), door().fitting_also(2)),
        both(Ambiguous, Departed, door().inside().fitting_also(2).leaving(), door().inside().leaving()),
        both(Ambiguous, NotInside, door().fitting_also(2).leaving(), door().leaving()),
        both(Ambiguous, Cancelled, door().cancelled().fitting_also(2), door().cancelled()),
    ]
}

/// For an exit nothing after `departed` and `notInside` is ever the answer, although it would be for an entry.
fn exits() -> Vec<Both> {
    use Kind::{Cancelled, Departed, NotInside, PaymentDue, TooLate};
    let late = || door().event_open("08:00", "08:30");
    vec![
        both(Departed, Cancelled, door().inside().cancelled().leaving(), door().inside().cancelled()),
        both(NotInside, Cancelled, door().cancelled().leaving(), door().cancelled()),
        both(NotInside, PaymentDue, door().unpaid().leaving(), door().unpaid()),
        both(NotInside, TooLate, late().leaving(), late()),
    ]
}

fn entries() -> Vec<Both> {
    use Kind::{
        Admitted, AlreadyCheckedIn, Cancelled, NotInSession, NotInside, PaymentDue, QuestionsDue, SessionFull,
        TooEarly, TooLate, Waitlisted, WrongTicketType,
    };
    let speakers = || room().for_tickets(&["speaker"]);
    let early = || room().opens_before(15);
    let late = || room().closes_after(0).at("10:00");
    let absent = || room().event_first();
    let full = || room().seats(1).taken(1);
    vec![
        both(Cancelled, AlreadyCheckedIn, door().inside().cancelled(), door().inside()),
        both(Waitlisted, AlreadyCheckedIn, door().inside().waitlisted(), door().inside()),
        both(AlreadyCheckedIn, PaymentDue, door().unpaid().inside(), door().unpaid()),
        both(PaymentDue, WrongTicketType, speakers().unpaid(), speakers()),
        both(WrongTicketType, NotInSession, speakers().registered_only(), room().registered_only()),
        both(NotInSession, TooEarly, early().registered_only(), early()),
        // A session that has closed before it opens: set up wrongly, and still one answer.
        both(TooEarly, TooLate, early().closes_after(-60).at("09:30"), room().closes_after(-60).at("09:30")),
        both(TooLate, NotInside, late().event_first(), absent()),
        both(NotInside, SessionFull, absent().seats(1).taken(1), full()),
        both(SessionFull, QuestionsDue, door().asking("lunch").event_seats(1).taken(1), door().asking("lunch")),
        both(QuestionsDue, Admitted, door().asking("lunch"), door()),
    ]
}
