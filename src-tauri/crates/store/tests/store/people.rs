//! Cases of the projections that the random histories found or cannot say as plainly.

use checkin::{BadgeState, Direction, Field, FieldValue, JobEnd, JobState, RecordId, Scope};
use store::{Act, Sayings, Sealed, StoreError, Writer};
use uuid::Uuid;

use crate::bench::{Bench, append, at, attendee, enter, faults, takes_list, walk_in};
use crate::history::fold_all;

fn joined() -> Act {
    Act::Joined { same: attendee(2) }
}

fn queue() -> Act {
    Act::BadgeQueued { printer: String::new(), copies: 1, reprint_of: None, check_in: None, batch: None }
}

#[test]
fn a_job_of_somebody_joined_goes_on_under_the_one_kept() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    walk_in(&mut writer, 1, "Karen Blixen");
    walk_in(&mut writer, 2, "Karin Blixen");
    let job = append(&mut writer, &queue(), Some(attendee(2)));
    let join = append(&mut writer, &joined(), Some(attendee(1)));
    let shown = writer.view().print_job(job).unwrap();
    assert_eq!(shown.attendee, attendee(1), "the job is shown with the one kept");
    append(&mut writer, &Act::BadgeAttempt { job, printer: "zebra".into(), number: 1 }, Some(shown.attendee));
    append(&mut writer, &Act::BadgeEnd { job, end: JobEnd::Confirmed, reason: String::new() }, None);
    let job_now = |writer: &Writer| {
        let job = writer.view().print_job(job).unwrap();
        (job.attendee, job.state, job.attempts)
    };
    assert_eq!(job_now(&writer), (attendee(1), JobState::Confirmed, 1), "else it would be printed again and again");
    append(&mut writer, &Act::Undone { target: join, reason: "two people".into() }, Some(attendee(1)));
    assert_eq!(job_now(&writer), (attendee(2), JobState::Confirmed, 1), "the badge is that of the other one");
    assert_eq!(writer.view().attendee(attendee(1)).unwrap().badge, BadgeState::None, "not of the first");
}

#[test]
fn a_reissue_revokes_the_numbers_of_those_joined_too_for_good() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    walk_in(&mut writer, 1, "Karen Blixen");
    walk_in(&mut writer, 2, "Karin Blixen");
    let join = append(&mut writer, &joined(), Some(attendee(1)));
    let revokes: Vec<RecordId> = writer.view().good_numbers(attendee(1)).unwrap().iter().map(|(_, id)| *id).collect();
    assert_eq!(revokes.len(), 2, "both badges admit the one person");
    append(&mut writer, &Act::Reissued { revokes, number: 9_000, reason: "lost".into() }, Some(attendee(1)));
    let revoked = |writer: &Writer, number| writer.view().badge_number(number).unwrap().unwrap().revoked.is_some();
    assert!(revoked(&writer, 1_001) && revoked(&writer, 1_002) && !revoked(&writer, 9_000), "only the new one is good");
    append(&mut writer, &Act::Undone { target: join, reason: "two people".into() }, Some(attendee(1)));
    assert!(revoked(&writer, 1_002), "revoked is revoked, also when they are two again");
}

#[test]
fn a_number_given_twice_is_revoked_once_and_for_all() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let first = walk_in(&mut writer, 1, "Karen Blixen");
    let reissued = Act::Reissued { revokes: vec![first], number: 9_000, reason: "lost".into() };
    append(&mut writer, &reissued, Some(attendee(1)));
    walk_in(&mut writer, 1, "Karen Blixen");
    let held = writer.view().badge_number(1_001).unwrap().unwrap();
    assert!(held.revoked.is_some(), "revoked anywhere is revoked everywhere, whatever the order");
}

#[test]
fn a_list_takes_effect_once_and_its_undo_leaves_those_who_came() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let import = RecordId::from_uuid(Uuid::from_u128(5));
    for n in 1..=3 {
        let said = crate::bench::said(&format!("Guest {n}"));
        append(
            &mut writer,
            &Act::Listed { import, line: 1 + u32::from(n), said, number: Some(n.into()) },
            Some(attendee(n)),
        );
    }
    assert_eq!(writer.view().all_attendees().unwrap(), [], "rows wait for the import's last record");
    let effect = append(&mut writer, &Act::Import { import, file_digest: "00".into(), rows: 3 }, None);
    fold_all(&mut writer, at(1_000));
    assert_eq!(writer.view().all_attendees().unwrap().len(), 3, "then all are there");
    append(&mut writer, &enter(), Some(attendee(1)));
    let undo = Act::Undone { target: effect, reason: "wrong list".into() };
    append(&mut writer, &undo, None);
    append(&mut writer, &undo, None);
    fold_all(&mut writer, at(1_000));
    let left = writer.view().all_attendees().unwrap();
    assert_eq!(left.len(), 1, "whoever has come stays");
    assert!(left[0].off_list && left[0].profile.name == "Guest 1", "marked, and with the name that the list gave");
}

/// As [`listed`], and they are put down to be folded.
fn brought(writer: &mut Writer) -> (RecordId, RecordId) {
    let ids = listed(writer);
    assert!(!writer.list_due(at(1_000), |_| true).unwrap(), "four are one piece");
    ids
}

/// Four people whom a list has brought and who are not folded yet, and the record with which it took effect.
fn listed(writer: &mut Writer) -> (RecordId, RecordId) {
    let import = RecordId::from_uuid(Uuid::from_u128(5));
    for n in 1..=4 {
        let said = crate::bench::said(&format!("Guest {n}"));
        append(
            writer,
            &Act::Listed { import, line: 1 + u32::from(n), said, number: Some(n.into()) },
            Some(attendee(n)),
        );
    }
    (import, append(writer, &Act::Import { import, file_digest: "00".into(), rows: 4 }, None))
}

#[test]
fn who_has_come_since_is_not_written_down_as_new() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let (import, _) = brought(&mut writer);
    let (mut page, _) = writer.view().fresh(import, 0, 100).unwrap();
    append(&mut writer, &enter(), Some(attendee(2)));
    let written = writer.put_fresh(at(1_000), &mut page, |_| false).unwrap();
    let written: Vec<_> = written.iter().map(store::Fresh::attendee).collect();
    assert_eq!(written, [attendee(1), attendee(3), attendee(4)]);
    assert!(page.is_empty() && !writer.fold_due(at(1_000), |_| true).unwrap().value, "nobody waits");
    assert_eq!(writer.view().all_attendees().unwrap().len(), 4);
    assert!(writer.view().attendee(attendee(2)).unwrap().first_entry.is_some(), "who has come stays so");
}

#[test]
fn who_was_folded_meanwhile_without_any_record_is_passed_over() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let (import, _) = brought(&mut writer);
    let (mut page, _) = writer.view().fresh(import, 0, 100).unwrap();
    writer.transact(at(1_000), "", |tx| tx.bring_up_to_date(attendee(1))).unwrap();
    assert_eq!(writer.put_fresh(at(1_000), &mut page, |_| false).unwrap().len(), 3, "the others");
    assert_eq!(writer.view().all_attendees().unwrap().len(), 4);
}

#[test]
fn nobody_of_a_list_that_was_undone_meanwhile_is_written_down() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let (import, effect) = brought(&mut writer);
    let (mut page, _) = writer.view().fresh(import, 0, 100).unwrap();
    append(&mut writer, &Act::Undone { target: effect, reason: "wrong list".into() }, None);
    assert!(writer.put_fresh(at(1_000), &mut page, |_| false).unwrap().is_empty());
    fold_all(&mut writer, at(1_000));
    assert_eq!(writer.view().all_attendees().unwrap(), []);
}

#[test]
fn a_folder_of_people_is_brought_up_to_date_before_it_is_asked() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let import = RecordId::from_uuid(Uuid::from_u128(5));
    let said = crate::bench::said("Guest");
    append(&mut writer, &Act::Listed { import, line: 2, said, number: None }, Some(attendee(1)));
    append(&mut writer, &Act::Import { import, file_digest: "00".into(), rows: 1 }, None);
    assert!(writer.view().attendee(attendee(1)).is_err(), "not folded yet");
    let done = writer.transact(at(1_000), "", |tx| tx.bring_up_to_date(attendee(1))).unwrap();
    assert!(done.touched.contains(&attendee(1)), "the index hears of it");
    assert!(writer.view().attendee(attendee(1)).is_ok(), "now it is there");
    fold_all(&mut writer, at(1_000));
    assert_eq!(writer.view().all_attendees().unwrap().len(), 1, "once");
}

#[test]
fn who_is_folded_before_being_put_down_is_there_once() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let (import, _) = listed(&mut writer);
    let (mut page, _) = writer.view().fresh(import, 0, 100).unwrap();
    writer.transact(at(1_000), "", |tx| tx.bring_up_to_date(attendee(1))).unwrap();
    while writer.list_due(at(1_000), |_| true).unwrap() {}
    assert_eq!(writer.put_fresh(at(1_000), &mut page, |_| false).unwrap().len(), 3, "the others");
    fold_all(&mut writer, at(1_000));
    assert_eq!(writer.view().all_attendees().unwrap().len(), 4);
    assert_eq!(faults(&writer.place().file), []);
}

#[test]
fn taking_the_lists_value_uncovers_it() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let import = RecordId::from_uuid(Uuid::from_u128(5));
    append(&mut writer, &Act::Import { import, file_digest: "00".into(), rows: 1 }, None);
    let said = crate::bench::said("Karen");
    append(&mut writer, &Act::Listed { import, line: 2, said, number: None }, Some(attendee(1)));
    let name = |writer: &Writer| writer.view().attendee(attendee(1)).unwrap().profile.name;
    let tania = Sayings::new([(Field::Name, FieldValue::Text("Tania".into()))]);
    let amended =
        append(&mut writer, &Act::Amended { said: tania, reason: String::new(), import: None }, Some(attendee(1)));
    assert_eq!(name(&writer), "Tania", "staff's word covers the list's");
    let mut back = takes_list(Field::Name);
    back.replaces.insert(Field::Name, vec![amended]);
    append(&mut writer, &Act::Amended { said: back, reason: String::new(), import: None }, Some(attendee(1)));
    assert_eq!(name(&writer), "Karen", "the list's holds again");
}

#[test]
fn records_from_elsewhere_are_checked() {
    let bench = Bench::new();
    let mut here = bench.create("a.ankomst");
    let mut there = here.create_joining(&bench.path("b.ankomst"), &bench.options("b"), at(0)).unwrap();
    let stranger = bench.path("c.ankomst");
    let mut stranger = Writer::create(&stranger, crate::bench::settings(), &bench.options("c"), at(0)).unwrap();
    let made = |writer: &mut Writer| {
        let id = walk_in(writer, 1, "Karen Blixen");
        writer.view().record(id).unwrap().sealed
    };
    let mut take = |sealed: &Sealed| here.transact(at(2_000), "", |tx| tx.receive(sealed)).map(|done| done.value);
    let foreign = |result: Result<bool, StoreError>| matches!(result, Err(StoreError::ForeignRecord { .. }));
    assert!(foreign(take(&made(&mut stranger))), "a record of another event");
    let good = made(&mut there);
    let mut changed = good.clone();
    changed.record.staff = "bo".into();
    assert!(foreign(take(&changed)), "a changed record");
    let mut changed = good.clone();
    changed.part.as_mut().unwrap().body = b"{}".to_vec();
    assert!(foreign(take(&changed)), "a changed personal part");
    assert!(take(&good).unwrap(), "the good one is taken in");
    assert!(take(&good).unwrap(), "and passed over the second time");

    // The same desk and number, in another record: somebody went on with a copy of the file by other means.
    let mut newer = crate::chain::NewerDesk::new(crate::chain::chain_key(&bench.path("a.ankomst")));
    let mut forked = crate::chain::NewerDesk::new(crate::chain::chain_key(&bench.path("a.ankomst")));
    let one = newer.seal(("seatGiven", 1), 0, None, &serde_json::json!({ "seat": 1 }));
    forked.seal(("seatGiven", 1), 0, None, &serde_json::json!({ "seat": 2 }));
    let mut two = forked.seal(("seatGiven", 1), 0, None, &serde_json::json!({ "seat": 3 }));
    two.record.number = 1;
    two.record.digest = crate::chain::digest(&crate::chain::chain_key(&bench.path("a.ankomst")), &two.record);
    assert!(take(&one).is_ok(), "the first one is known");
    assert!(foreign(take(&two)), "the other is a fork");
}

#[test]
fn a_stamp_from_far_ahead_is_kept_and_not_followed() {
    let bench = Bench::new();
    let mut here = bench.create("a.ankomst");
    let mut there = here.create_joining(&bench.path("b.ankomst"), &bench.options("b"), at(0)).unwrap();
    let year = 365 * 86_400_000;
    let id = there.transact(at(year), "", |tx| tx.append(&enter(), Some(attendee(1)), None, None)).unwrap().value;
    let sealed = there.view().record(id).unwrap().sealed;
    assert!(!here.transact(at(0), "", |tx| tx.receive(&sealed)).unwrap().value, "it is said to be too far ahead");
    let own = append(&mut here, &enter(), Some(attendee(2)));
    assert!(here.view().record(own).unwrap().sealed.record.stamp < sealed.record.stamp, "our clock is as before");
    here.close().unwrap();
    let mut here = bench.open("a.ankomst").unwrap();
    let own = append(&mut here, &enter(), Some(attendee(3)));
    let stamp = here.view().record(own).unwrap().sealed.record.stamp;
    assert!(stamp < sealed.record.stamp, "also after opening again");
    assert!(here.view().record(id).is_ok(), "the record is kept");
}

#[test]
fn counts_follow_from_the_rows() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    for n in 1..=4 {
        walk_in(&mut writer, n, "Guest");
    }
    append(&mut writer, &enter(), Some(attendee(1)));
    append(&mut writer, &enter(), Some(attendee(1)));
    let second = append(&mut writer, &enter(), Some(attendee(2)));
    let leave = Act::CheckIn {
        scope: Scope::Event,
        direction: Direction::Exit,
        overridden: None,
        import: None,
        day: None,
        enters_event: false,
    };
    append(&mut writer, &enter(), Some(attendee(3)));
    append(&mut writer, &leave, Some(attendee(3)));
    let tally = writer.view().tally().unwrap();
    assert_eq!(
        (tally.all.listed, tally.all.arrived, tally.all.inside, tally.all.left),
        (4, 3, 2, 1),
        "a double is one"
    );
    append(&mut writer, &Act::Undone { target: second, reason: "wrong".into() }, Some(attendee(2)));
    let tally = writer.view().tally().unwrap();
    assert_eq!((tally.all.arrived, tally.all.inside), (2, 1), "undone is as if it had not been");
    assert_eq!(tally.arrivals.iter().map(|(_, count)| count).sum::<u32>(), 2, "arrivals are first entries");
}

#[test]
fn whoever_does_not_come_takes_no_seat_in_a_session() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let session = || FieldValue::List(vec!["break-out-1".into()]);
    for n in 1..=5 {
        walk_in(&mut writer, n, &format!("Guest {n}"));
        let said = Sayings::new([(Field::Sessions, session())]);
        append(&mut writer, &Act::Amended { said, reason: String::new(), import: None }, Some(attendee(n)));
    }
    let status = |status: &str| Sayings::new([(Field::Status, FieldValue::Text(status.into()))]);
    let amended = |said| Act::Amended { said, reason: String::new(), import: None };
    append(&mut writer, &amended(status("cancelled")), Some(attendee(1)));
    append(&mut writer, &amended(status("waitlisted")), Some(attendee(2)));
    append(&mut writer, &Act::Joined { same: attendee(3) }, Some(attendee(4)));
    let registered = |writer: &Writer| {
        let listed = writer.view().tally().unwrap().by_session["break-out-1"].listed;
        let alone = writer.view().registered(&"break-out-1".parse().unwrap()).unwrap();
        assert_eq!(listed, alone, "both ways to count agree");
        listed
    };
    assert_eq!(registered(&writer), 2, "the one kept of two, and the last");
    let tally = writer.view().tally().unwrap();
    assert_eq!((tally.all.listed, tally.cancelled, tally.waitlisted), (2, 1, 1));
    assert_eq!(writer.view().counts().unwrap(), tally.all);
    append(&mut writer, &amended(status("confirmed")), Some(attendee(2)));
    assert_eq!(registered(&writer), 3);
}
