//! Undo and doing again: with a record taken away the rules answer as if it had never been.

use checkin::presence::Effect;
use checkin::{Kind, Outcome, Passage, Presence, Scope};

use crate::given::{Given, door, let_in_against, record, room};
use crate::presence::{enters, folded, in_session, leaves, of, overridden};

/// What `given` is answered after these passages.
fn answer(given: &Given, passages: &[Passage]) -> Outcome {
    let folds = folded(passages);
    let scope = given.session.as_ref().map_or(Scope::Event, |session| Scope::Session(session.id.clone()));
    let mut given = given.clone();
    for person in &mut given.claim.people {
        person.at_event = folds.of(&Scope::Event);
        person.in_scope = folds.of(&scope);
    }
    given.decide().outcome
}

/// Does `act` after `before`, takes it back, does it again: the attempts are answered in turn as they should.
#[track_caller]
fn check(why: &str, before: &[Passage], act: &Passage, again: &Passage, attempts: &[(Given, Kind, Kind)]) {
    let with = [before, std::slice::from_ref(act)].concat();
    let redone = [before, std::slice::from_ref(again)].concat();
    for (given, kind_before, kind_after) in attempts {
        let outcome_before = answer(given, before);
        assert_eq!(outcome_before.kind(), *kind_before, "{why}: before");
        assert_eq!(answer(given, &with).kind(), *kind_after, "{why}: done");
        let undone: Vec<Passage> = with.iter().filter(|passage| passage.record != act.record).cloned().collect();
        assert_eq!(answer(given, &undone), outcome_before, "{why}: undone is as before");
        assert_eq!(answer(given, &redone).kind(), *kind_after, "{why}: done again");
    }
}

#[test]
fn an_entry() {
    use Kind::{Admitted, AlreadyCheckedIn, Departed, NotInside};
    check(
        "an entry to the event",
        &[],
        &enters(1, "08:40"),
        &enters(2, "08:45"),
        &[
            (door(), Admitted, AlreadyCheckedIn),
            (door().leaving(), NotInside, Departed),
            (room().event_first(), NotInside, Admitted),
        ],
    );
}

#[test]
fn an_exit() {
    use Kind::{Admitted, AlreadyCheckedIn, Departed, NotInside};
    check(
        "an exit from the event",
        &[enters(1, "08:40"), of("talk", enters(2, "10:00"))],
        &leaves(3, "10:20"),
        &leaves(4, "10:25"),
        &[
            (door(), AlreadyCheckedIn, Admitted),
            (door().leaving(), Departed, NotInside),
            (room(), AlreadyCheckedIn, Admitted),
            (room().leaving(), Departed, NotInside),
        ],
    );
}

#[test]
fn an_override() {
    use Kind::{AlreadyCheckedIn, Departed, NotInside, PaymentDue};
    check(
        "an unpaid guest let in by the lead",
        &[],
        &overridden(enters(1, "08:40")),
        &overridden(enters(2, "08:45")),
        &[(door().unpaid(), PaymentDue, AlreadyCheckedIn), (door().unpaid().leaving(), NotInside, Departed)],
    );
}

#[test]
fn an_override_asked_for_again_gets_the_same_answer() {
    let attempt = door().unpaid().overriding();
    let story = [overridden(enters(1, "08:40"))];
    assert_eq!(answer(&attempt, &[]), let_in_against(Kind::PaymentDue), "let in");
    assert_eq!(answer(&attempt, &story), let_in_against(Kind::AlreadyCheckedIn), "is inside now");
    assert_eq!(answer(&attempt, &[]), let_in_against(Kind::PaymentDue), "undone: unpaid again");
}

#[test]
fn a_double() {
    use Kind::{AlreadyCheckedIn, Departed};
    check(
        "a second scan",
        &[enters(1, "08:40")],
        &enters(2, "08:41"),
        &enters(3, "08:42"),
        &[(door(), AlreadyCheckedIn, AlreadyCheckedIn), (door().leaving(), Departed, Departed)],
    );
    let once = answer(&door(), &[enters(1, "08:40")]);
    let twice = answer(&door(), &[enters(1, "08:40"), enters(2, "08:41")]);
    assert_eq!(once, twice, "a double changes nothing, not even which entry is shown");
}

#[test]
fn an_overridden_double() {
    let count = |story: &[Passage]| folded(story).of(&Scope::Event).entries;
    let story = [enters(1, "08:40"), overridden(enters(2, "08:41"))];
    assert_eq!(count(&story), 2, "counted by the lead's word");
    assert_eq!(count(&story[..1]), 1, "undone: one entry");
    assert_eq!(count(&story[1..]), 1, "the other undone: one entry too");
    check(
        "an overridden double",
        &story[..1],
        &story[1],
        &overridden(enters(3, "08:42")),
        &[(door(), Kind::AlreadyCheckedIn, Kind::AlreadyCheckedIn), (door().leaving(), Kind::Departed, Kind::Departed)],
    );
}

#[test]
fn an_entry_to_a_session() {
    use Kind::{Admitted, AlreadyCheckedIn, Departed, NotInside};
    check(
        "an entry to a session",
        &[enters(1, "08:40")],
        &of("talk", enters(2, "10:00")),
        &of("talk", enters(3, "10:05")),
        &[
            (room(), Admitted, AlreadyCheckedIn),
            (room().leaving(), NotInside, Departed),
            (door(), AlreadyCheckedIn, AlreadyCheckedIn),
        ],
    );
}

#[test]
fn an_exit_from_a_session() {
    use Kind::{Admitted, AlreadyCheckedIn, Departed, NotInside};
    check(
        "an exit from a session",
        &[enters(1, "08:40"), of("talk", enters(2, "10:00"))],
        &of("talk", leaves(3, "10:20")),
        &of("talk", leaves(4, "10:25")),
        &[
            (room(), AlreadyCheckedIn, Admitted),
            (room().leaving(), Departed, NotInside),
            (door().leaving(), Departed, Departed),
        ],
    );
}

#[test]
fn an_entry_to_an_overlapping_session() {
    use Kind::{Admitted, AlreadyCheckedIn, Departed, NotInside};
    check(
        "moving to the lab",
        &[of("talk", enters(1, "10:00"))],
        &of("lab", enters(2, "10:40")),
        &of("lab", enters(3, "10:45")),
        &[(room(), AlreadyCheckedIn, Admitted), (room().leaving(), Departed, NotInside)],
    );
}

#[test]
fn undoing_the_counted_entry_makes_the_next_double_count() {
    let story = [enters(1, "08:40"), enters(2, "08:41"), enters(3, "08:42")];
    let effects = |story: &[Passage]| folded(story).effects.into_values().collect::<Vec<_>>();
    assert_eq!(effects(&story), [Effect::Entered, Effect::Double, Effect::Double], "one counts");
    let undone = folded(&story[1..]);
    assert_eq!(effects(&story[1..]), [Effect::Entered, Effect::Double], "the next counts");
    let event = undone.of(&Scope::Event);
    assert_eq!(event.presence, Presence::Inside, "still inside");
    assert_eq!(event.entries, 1, "still counted once");
    assert_eq!(event.first.map(|first| first.record), Some(record(2)), "by the entry that stands");
}

#[test]
fn undoing_an_exit_makes_the_entry_after_it_a_double() {
    let story = [enters(1, "08:40"), leaves(2, "12:00"), enters(3, "13:00")];
    assert_eq!(folded(&story).effects[&record(3)], Effect::Entered, "came back");
    let undone = [story[0].clone(), story[2].clone()];
    assert_eq!(folded(&undone).effects[&record(3)], Effect::Double, "never went");
}

#[test]
fn undoing_an_entry_makes_its_exit_a_stray_and_brings_back_the_room() {
    let story = [enters(1, "08:40"), of("talk", enters(2, "10:00")), leaves(3, "10:20")];
    let folds = folded(&story[1..]);
    assert_eq!(folds.effects[&record(3)], Effect::Stray, "who never came cannot go");
    assert_eq!(folds.of(&in_session("talk")).presence, Presence::Inside, "and a stray exit empties no room");
}
