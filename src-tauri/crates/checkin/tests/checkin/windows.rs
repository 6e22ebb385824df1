//! The edges of opening times and of seats: opening counts as open, closing counts as closed.

use checkin::Kind;

use crate::given::{Given, door, room};

#[track_caller]
fn check(given: impl Fn() -> Given, cases: &[(&str, Kind)]) {
    for (clock, expected) in cases {
        assert_eq!(given().at(clock).kind(), *expected, "at {clock}");
    }
}

const JUST_BEFORE_9: &str = "08:59:59.999999999";

#[test]
fn the_event_opens_inclusive_and_closes_exclusive() {
    check(
        || door().event_open("09:00", "17:00"),
        &[
            (JUST_BEFORE_9, Kind::TooEarly),
            ("09:00", Kind::Admitted),
            ("16:59:59.999999999", Kind::Admitted),
            ("17:00", Kind::TooLate),
        ],
    );
}

#[test]
fn a_session_opens_and_closes_by_its_start() {
    check(
        || room().opens_before(60).closes_after(15),
        &[
            (JUST_BEFORE_9, Kind::TooEarly),
            ("09:00", Kind::Admitted),
            ("10:00", Kind::Admitted),
            ("10:14:59.999999999", Kind::Admitted),
            ("10:15", Kind::TooLate),
        ],
    );
}

#[test]
fn a_session_that_opens_with_its_start() {
    check(
        || room().opens_before(0).closes_after(0),
        // Opening and closing at once it is never open: too early until then, too late from then on.
        &[("09:59:59.999999999", Kind::TooEarly), ("10:00", Kind::TooLate)],
    );
}

#[test]
fn half_a_window() {
    check(
        || room().opens_before(0),
        &[("09:59", Kind::TooEarly), ("10:00", Kind::Admitted), ("23:59", Kind::Admitted)],
    );
    check(|| room().closes_after(0), &[("00:00", Kind::Admitted), ("09:59", Kind::Admitted), ("10:00", Kind::TooLate)]);
    check(room, &[("00:00", Kind::Admitted), ("23:59", Kind::Admitted)]);
}

#[test]
fn seats_at_one_less_just_and_one_more() {
    for seats in [1, 2, 40, u32::MAX] {
        let with = |taken| (door().event_seats(seats).taken(taken).kind(), room().seats(seats).taken(taken).kind());
        assert_eq!(with(seats - 1), (Kind::Admitted, Kind::Admitted), "the last of {seats} seats");
        assert_eq!(with(seats), (Kind::SessionFull, Kind::SessionFull), "no seat left of {seats}");
        if let Some(more) = seats.checked_add(1) {
            assert_eq!(with(more), (Kind::SessionFull, Kind::SessionFull), "more than {seats} came in by override");
        }
    }
}

#[test]
fn windows_at_the_end_of_time_are_still_windows() {
    let far = |given: Given, opens, closes| {
        let mut given = given;
        if let Some(session) = &mut given.session {
            session.opens_before = opens;
            session.closes_after = closes;
        }
        given.kind()
    };
    let forever = jiff::SignedDuration::MAX;
    assert_eq!(far(room(), Some(forever), Some(forever)), Kind::Admitted, "open since ever and for ever");
    assert_eq!(far(room(), Some(jiff::SignedDuration::MIN), None), Kind::TooEarly, "never opens");
    assert_eq!(far(room(), None, Some(jiff::SignedDuration::MIN)), Kind::TooLate, "closed since ever");
}
