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

#[test]
fn a_room_that_implies_the_event_keeps_to_the_events_times_and_seats() {
    let house = || room().event_open("09:00", "10:30");
    check(house, &[(JUST_BEFORE_9, Kind::TooEarly), ("09:00", Kind::Admitted), ("10:30", Kind::TooLate)]);
    check(|| house().opens_before(30), &[("09:10", Kind::TooEarly), ("09:30", Kind::Admitted)]);
    check(|| house().inside_the_event(), &[("08:00", Kind::Admitted), ("11:00", Kind::Admitted)]);
    check(|| house().event_first().inside_the_event(), &[("08:00", Kind::Admitted)]);
    let full = || room().event_seats(200).taken_at_event(200);
    assert_eq!(full().kind(), Kind::SessionFull, "no way round the house's limit through a room");
    assert_eq!(full().inside_the_event().kind(), Kind::Admitted, "who is in the house has a seat there");
    assert_eq!(full().overriding().kind(), Kind::Admitted, "the lead may");
    assert_eq!(room().asking("lunch").kind(), Kind::QuestionsDue, "asked on the way into the event, whichever door");
    assert_eq!(room().asking("lunch").inside_the_event().kind(), Kind::Admitted, "and only there");
}

mod days {
    use checkin::EntryRule;
    use jiff::tz::TimeZone;

    use crate::given::door;

    #[track_caller]
    fn day(begins: &str, at: &str) -> (String, String) {
        let mut event = door().event;
        event.time_zone = TimeZone::get("Europe/Copenhagen").expect("known everywhere");
        event.entry = EntryRule::Daily { begins: begins.parse().expect("a time") };
        let day = event.day(at.parse().expect("an instant")).expect("a daily event has days");
        (day.from.to_string(), day.until.to_string())
    }

    #[test]
    fn an_event_whose_entries_hold_has_no_days() {
        assert_eq!(door().event.day("2026-11-20T09:00:00Z".parse().expect("an instant")), None);
    }

    #[test]
    fn a_day_begins_by_the_clock_of_the_house() {
        let winter = ("2026-11-19T23:00:00Z".to_owned(), "2026-11-20T23:00:00Z".to_owned());
        assert_eq!(day("00:00", "2026-11-20T09:00:00Z"), winter);
        assert_eq!(day("00:00", "2026-11-19T23:00:00Z"), winter, "its first moment is in it");
        assert_eq!(day("00:00", "2026-11-20T22:59:59.999Z"), winter, "and its last");
        let four = ("2026-11-20T03:00:00Z".to_owned(), "2026-11-21T03:00:00Z".to_owned());
        assert_eq!(day("04:00", "2026-11-21T01:30:00Z"), four, "half past two at night belongs to the day before");
        assert_eq!(day("04:00", "2026-11-21T03:00:00Z").0, "2026-11-21T03:00:00Z", "four o'clock does not");
    }

    #[test]
    fn days_with_a_change_of_the_clock_are_longer_and_shorter() {
        let spring = day("00:00", "2026-03-29T10:00:00Z");
        assert_eq!(spring, ("2026-03-28T23:00:00Z".to_owned(), "2026-03-29T22:00:00Z".to_owned()), "23 hours");
        let autumn = day("00:00", "2026-10-25T10:00:00Z");
        assert_eq!(autumn, ("2026-10-24T22:00:00Z".to_owned(), "2026-10-25T23:00:00Z".to_owned()), "25 hours");
        // 02:30 does not exist on that night: the clock goes on as if it did.
        assert_eq!(day("02:30", "2026-03-29T10:00:00Z").0, "2026-03-29T01:30:00Z");
    }
}
