//! The fold of one attendee's passages, by hand.

use checkin::presence::{Effect, Folded, fold};
use checkin::{Direction, Passage, Presence, Scope, Session, SessionId, Stamp};

use crate::given::{desk, id, record, session, time};

/// The programme of all stories: `talk` and `lab` overlap, `panel` follows at once.
pub(crate) fn programme() -> Vec<Session> {
    vec![session("talk", "10:00", "11:00"), session("lab", "10:30", "12:00"), session("panel", "12:00", "13:00")]
}

/// Folds with the overlaps of [`programme`].
pub(crate) fn folded(passages: &[Passage]) -> Folded {
    let programme = programme();
    let find = |id: &SessionId| programme.iter().find(|session| session.id == *id);
    fold(passages, |a, b| matches!((find(a), find(b)), (Some(a), Some(b)) if a.overlaps(b)))
}

/// A passage at the event's door. Its stamp follows its number, whatever `clock` says: records are numbered in the
/// order in which they were made.
pub(crate) fn passage(number: u128, direction: Direction, clock: &str) -> Passage {
    Passage {
        record: record(number),
        scope: Scope::Event,
        direction,
        at: time(clock),
        stamp: Stamp { ms: i64::try_from(number).expect("a small number"), counter: 0, desk: desk(1) },
        desk: desk(1),
        staff: "Mette".to_owned(),
        overridden: false,
        day: None,
        enters_event: false,
    }
}

pub(crate) fn enters(number: u128, clock: &str) -> Passage {
    passage(number, Direction::Entry, clock)
}

pub(crate) fn leaves(number: u128, clock: &str) -> Passage {
    passage(number, Direction::Exit, clock)
}

pub(crate) fn of(name: &str, passage: Passage) -> Passage {
    Passage { scope: in_session(name), ..passage }
}

pub(crate) fn overridden(passage: Passage) -> Passage {
    Passage { overridden: true, ..passage }
}

pub(crate) fn in_session(name: &str) -> Scope {
    Scope::Session(id(name))
}

use Effect::{Double, Entered, Left, Stray};

/// What each passage did, in the order of their numbers, and where it leaves the person; in whatever order they come.
#[track_caller]
fn check(why: &str, passages: &[Passage], effects: &[Effect], presence: Presence, entries: u32) {
    let folds = folded(passages);
    let found: Vec<Effect> = folds.effects.values().copied().collect();
    assert_eq!(found, effects, "{why}: what each did");
    let whereabouts = folds.of(&passages[0].scope);
    assert_eq!((whereabouts.presence, whereabouts.entries), (presence, entries), "{why}: the end");
    let mut turned = passages.to_vec();
    turned.reverse();
    assert_eq!(folded(&turned), folds, "{why}: whatever the order of arrival");
}

#[test]
fn coming_and_going() {
    use Presence::{Expected, Inside, Left as Gone};
    assert_eq!(folded(&[]).of(&Scope::Event).presence, Expected, "who has done nothing is expected");
    check("in", &[enters(1, "08:40")], &[Entered], Inside, 1);
    check("in, out", &[enters(1, "08:40"), leaves(2, "12:00")], &[Entered, Left], Gone, 1);
    check(
        "in, out, in",
        &[enters(1, "08:40"), leaves(2, "12:00"), enters(3, "13:00")],
        &[Entered, Left, Entered],
        Inside,
        2,
    );
    check("a double", &[enters(1, "08:40"), enters(2, "08:41")], &[Entered, Double], Inside, 1);
    check(
        "two doubles",
        &[enters(1, "08:40"), enters(2, "08:41"), enters(3, "08:42")],
        &[Entered, Double, Double],
        Inside,
        1,
    );
    check(
        "a double, out",
        &[enters(1, "08:40"), enters(2, "08:41"), leaves(3, "09:00")],
        &[Entered, Double, Left],
        Gone,
        1,
    );
    check(
        "an overridden double counts",
        &[enters(1, "08:40"), overridden(enters(2, "08:41"))],
        &[Entered, Entered],
        Inside,
        2,
    );
    check("an override outside is an entry", &[overridden(enters(1, "08:40"))], &[Entered], Inside, 1);
    check("a stray", &[leaves(1, "08:40")], &[Stray], Expected, 0);
    check("a stray, in", &[leaves(1, "08:40"), enters(2, "08:50")], &[Stray, Entered], Inside, 1);
    check("out twice", &[enters(1, "08:40"), leaves(2, "12:00"), leaves(3, "12:01")], &[Entered, Left, Stray], Gone, 1);
    // An override lets somebody in; a stray stays one.
    check("an overridden stray", &[overridden(leaves(1, "08:40"))], &[Stray], Expected, 0);
}

#[test]
fn what_happened_goes_by_its_time_and_not_by_its_record() {
    use Presence::{Inside, Left as Gone};
    let reentered = [enters(1, "08:50"), enters(2, "08:43")];
    check("a paper list entered later came first", &reentered, &[Double, Entered], Inside, 1);
    assert_eq!(
        folded(&reentered).of(&Scope::Event).first.map(|first| first.at),
        Some(time("08:43")),
        "the earlier time"
    );
    check(
        "an exit given later lies between",
        &[enters(1, "08:40"), enters(2, "13:00"), leaves(3, "12:00")],
        &[Entered, Entered, Left],
        Inside,
        2,
    );
    check("an exit dated before the entry", &[enters(1, "08:40"), leaves(2, "08:30")], &[Entered, Stray], Inside, 1);
    check(
        "same time: the stamp decides, in then out",
        &[enters(1, "08:40"), leaves(2, "08:40")],
        &[Entered, Left],
        Gone,
        1,
    );
    check(
        "same time: the stamp decides, out then in",
        &[leaves(1, "08:40"), enters(2, "08:40")],
        &[Stray, Entered],
        Inside,
        1,
    );
}

#[test]
fn of_one_time_and_one_millisecond_counter_then_desk_decide() {
    let stamped =
        |passage: Passage, counter, from| Passage { stamp: Stamp { ms: 5, counter, desk: desk(from) }, ..passage };
    let by_counter = [stamped(leaves(1, "08:40"), 1, 1), stamped(enters(2, "08:40"), 0, 2)];
    check("the lower counter is first", &by_counter, &[Left, Entered], Presence::Left, 1);
    let by_desk = [stamped(leaves(1, "08:40"), 0, 2), stamped(enters(2, "08:40"), 0, 1)];
    check("then the lower desk", &by_desk, &[Left, Entered], Presence::Left, 1);
}

#[test]
fn the_first_entry_and_the_one_that_counts_now() {
    let story = [enters(1, "08:40"), enters(2, "08:41"), leaves(3, "12:00"), enters(4, "13:00"), enters(5, "13:01")];
    let whereabouts = folded(&story).of(&Scope::Event);
    assert_eq!(whereabouts.first.map(|first| first.record), Some(record(1)), "the first that stands");
    assert_eq!(whereabouts.latest.map(|latest| latest.record), Some(record(4)), "the one inside by, not its double");
    let whereabouts = folded(&[leaves(1, "08:40")]).of(&Scope::Event);
    assert_eq!((whereabouts.first, whereabouts.latest), (None, None), "a stray is no entry");
}

#[test]
fn sessions_and_the_event_are_counted_apart() {
    let folds = folded(&[enters(1, "08:40"), of("talk", enters(2, "10:00")), of("talk", leaves(3, "10:30"))]);
    assert_eq!(folds.of(&Scope::Event).presence, Presence::Inside, "leaving a session is not leaving the event");
    assert_eq!(folds.of(&in_session("talk")).presence, Presence::Left, "the session is left");
    let folds = folded(&[of("talk", enters(1, "10:00"))]);
    assert_eq!(folds.of(&Scope::Event).presence, Presence::Expected, "a session is not the event");
}

#[test]
fn a_room_that_implies_the_event_is_its_door() {
    let through = |passage: Passage| Passage { enters_event: true, ..passage };
    let story = [of("talk", through(enters(1, "10:00")))];
    let folds = folded(&story);
    assert_eq!(folds.of(&Scope::Event).presence, Presence::Inside, "who is in the room is in the house");
    assert_eq!(folds.of(&Scope::Event).first.map(|first| first.record), Some(record(1)), "since then");
    assert_eq!(folds.of(&in_session("talk")).presence, Presence::Inside, "and in the room");
    assert_eq!(folds.arrivals, [record(1)].into(), "this is the arrival");
    let late = folded(&[enters(1, "09:00"), of("talk", through(enters(2, "10:00")))]);
    assert_eq!(
        late.of(&Scope::Event).entries,
        1,
        "another desk saw the guest come in before: nothing is counted twice"
    );
    let twice = folded(&[of("talk", through(enters(1, "10:00"))), enters(2, "10:05")]);
    assert_eq!(twice.effects[&record(2)], Double, "the entrance says that the guest is inside already");
    let lead = folded(&[of("talk", overridden(through(enters(1, "10:00")))), enters(2, "10:05")]);
    assert_eq!(lead.of(&Scope::Event).entries, 1, "the override was for the room");
}

/// A passage of a day of an event where everybody comes anew each day; the day begins at midnight.
fn on_day(number: u8, passage: Passage) -> Passage {
    let midnight = |at: jiff::Timestamp| at.as_second().div_euclid(86_400) * 86_400;
    let at = passage.at + jiff::SignedDuration::from_hours(24 * i64::from(number - 1));
    let day = jiff::Timestamp::from_second(midnight(at)).expect("a time of this age");
    Passage { at, day: Some(day), ..passage }
}

#[test]
fn a_new_day_finds_everybody_outside() {
    let days = [
        on_day(1, enters(1, "09:00")),
        on_day(1, of("talk", enters(2, "10:00"))),
        on_day(1, enters(3, "11:00")),
        on_day(2, enters(4, "08:55")),
        on_day(2, enters(5, "09:10")),
        on_day(2, leaves(6, "16:00")),
        on_day(3, leaves(7, "09:00")),
    ];
    let folds = folded(&days);
    let effects: Vec<Effect> = folds.effects.values().copied().collect();
    assert_eq!(effects, [Entered, Entered, Double, Entered, Double, Left, Stray], "what each did");
    let whereabouts = folds.of(&Scope::Event);
    assert_eq!(whereabouts.first.map(|first| first.record), Some(record(1)), "the first of all days");
    assert_eq!(whereabouts.came.map(|came| came.record), Some(record(4)), "and of the day of the latest");
    assert_eq!(folds.arrivals, [record(1), record(4)].into(), "once a day");
    assert_eq!(folded(&days[..4]).of(&in_session("talk")).presence, Presence::Left, "nobody sat in the room all night");
    assert_eq!(folded(&days[..3]).of(&in_session("talk")).presence, Presence::Inside, "nor left it at noon");
}

#[test]
fn seen_on_another_day_nobody_has_come_yet() {
    let whereabouts = folded(&[on_day(1, enters(1, "09:00")), on_day(1, of("talk", enters(2, "10:00")))]);
    let first_day = on_day(1, enters(9, "09:00")).day;
    let second_day = on_day(2, enters(9, "09:00")).day;
    let event = whereabouts.of(&Scope::Event);
    assert_eq!(event.clone().on(None, &Scope::Event), event, "where an entry holds for all days nothing changes");
    assert_eq!(event.clone().on(first_day, &Scope::Event), event, "nor on the same day");
    let next = event.on(second_day, &Scope::Event);
    assert_eq!((next.presence, next.came, next.latest), (Presence::Expected, None, None), "expected again");
    assert_eq!(next.first.map(|first| first.record), Some(record(1)), "what was is not forgotten");
    let room = whereabouts.of(&in_session("talk")).on(second_day, &in_session("talk"));
    assert_eq!(room.presence, Presence::Left, "the room of yesterday is empty");
}

#[test]
fn the_rule_may_change_on_the_day() {
    // Made while one entry held for all days; then, on the second day, the lead changes it.
    let by_old_rule = |number, passage: Passage| Passage { day: None, ..on_day(number, passage) };
    let story =
        [by_old_rule(1, enters(1, "09:00")), by_old_rule(1, leaves(2, "17:00")), by_old_rule(2, enters(3, "08:50"))];
    let today = on_day(2, enters(9, "09:00")).day;
    let whereabouts = folded(&story).of(&Scope::Event).on(today, &Scope::Event);
    assert_eq!(whereabouts.presence, Presence::Inside, "whoever is here is not sent out by a setting");
    assert_eq!(whereabouts.came.map(|came| came.record), Some(record(3)), "came today at ten to nine");
}

#[test]
fn leaving_the_event_leaves_its_sessions() {
    let story =
        [enters(1, "08:40"), of("talk", enters(2, "10:00")), leaves(3, "10:20"), of("talk", leaves(4, "10:21"))];
    let folds = folded(&story);
    assert_eq!(folds.of(&in_session("talk")).presence, Presence::Left, "gone from the house, gone from the room");
    assert_eq!(folds.effects[&record(4)], Stray, "the exit from the room comes too late to count");
    let back = folded(&[&story[..3], &[enters(5, "10:40")]].concat());
    assert_eq!(
        back.of(&in_session("talk")).presence,
        Presence::Left,
        "coming back to the house is not entering the room"
    );
    let stray = folded(&[of("talk", enters(1, "10:00")), leaves(2, "10:20")]);
    assert_eq!(stray.of(&in_session("talk")).presence, Presence::Inside, "a stray exit leaves nothing");
}

#[test]
fn entering_a_session_leaves_an_overlapping_one() {
    let presence = |passages: &[Passage], name: &str| folded(passages).of(&in_session(name)).presence;
    let moved = [of("talk", enters(1, "10:00")), of("lab", enters(2, "10:40"))];
    assert_eq!(presence(&moved, "talk"), Presence::Left, "nobody sits in two rooms");
    assert_eq!(presence(&moved, "lab"), Presence::Inside, "the later one holds");
    let next = [of("lab", enters(1, "10:40")), of("panel", enters(2, "12:00"))];
    assert_eq!(presence(&next, "lab"), Presence::Inside, "one that ends as the other begins does not overlap");
    let double = [of("talk", enters(1, "10:00")), of("lab", enters(2, "10:40")), of("lab", enters(3, "10:41"))];
    assert_eq!(folded(&double).effects[&record(3)], Double, "a second scan at the new room is a double");
    let back_dated = [of("lab", enters(1, "10:40")), of("talk", enters(2, "10:00"))];
    assert_eq!(presence(&back_dated, "lab"), Presence::Inside, "by time the lab was entered last");
    assert_eq!(presence(&back_dated, "talk"), Presence::Left, "and the talk before it");
}

#[test]
fn a_double_at_one_session_does_not_leave_another() {
    // In the lab by override, while the talk's entry stands: the order makes the second talk scan an entry again.
    let story = [of("talk", enters(1, "10:00")), of("lab", enters(2, "10:40")), of("talk", enters(3, "10:45"))];
    let folds = folded(&story);
    assert_eq!(folds.effects[&record(3)], Entered, "back from the lab is a new entry");
    assert_eq!(folds.of(&in_session("lab")).presence, Presence::Left, "which leaves the lab");
    assert_eq!(folds.of(&in_session("talk")).entries, 2, "both entries to the talk count");
}
