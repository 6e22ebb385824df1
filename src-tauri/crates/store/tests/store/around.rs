//! What a window asks for around its screens.

use checkin::{AttendeeId, Direction, Field, FieldValue, RecordId, Scope};
use store::{Act, Reader, Sayings, StoreError, Writer};
use uuid::Uuid;

use crate::bench::{Bench, append, at, attendee, enter, raw, walk_in};
use crate::history::fold_all;
use crate::identity::kill;

const IMPORT: u128 = 5;

fn import() -> RecordId {
    RecordId::from_uuid(Uuid::from_u128(IMPORT))
}

fn list(writer: &mut Writer, people: u8) {
    for n in 1..=people {
        let said = crate::bench::said(&format!("Guest {n}"));
        let listed = Act::Listed { import: import(), line: 1 + u32::from(n), said, number: Some(n.into()) };
        append(writer, &listed, Some(attendee(n)));
    }
}

#[test]
fn the_changes_grow_while_a_list_takes_effect_piece_by_piece() {
    let bench = Bench::quick();
    let mut writer = bench.create("event.ankomst");
    let mut seen = writer.view().changes().unwrap();
    let mut grows = |writer: &Writer, what: &str| {
        let now = writer.view().changes().unwrap();
        assert!(now > seen, "{what}: {now} after {seen}");
        seen = now;
    };
    list(&mut writer, 250);
    grows(&writer, "rows");
    append(&mut writer, &Act::Import { import: import(), file_digest: "00".into(), rows: 250 }, None);
    grows(&writer, "the import");
    let whole = writer.view().changes().unwrap();
    while writer.list_due(at(1_000), |_| true).unwrap() {
        assert_eq!(writer.view().changes().unwrap(), whole, "who waits is put down: nothing is seen of it");
    }
    let mut pieces = 0;
    loop {
        let more = writer.fold_due(at(1_000), |_| true).unwrap().value;
        pieces += 1;
        grows(&writer, "a piece, which has no record of its own");
        if !more {
            break;
        }
    }
    assert_eq!(pieces, 3, "the list was long enough");
    let still = writer.view().changes().unwrap();
    assert!(!writer.fold_due(at(1_000), |_| true).unwrap().value);
    assert_eq!(writer.view().changes().unwrap(), still, "nothing has changed");
    append(&mut writer, &enter(), Some(attendee(1)));
    grows(&writer, "an entry");
}

/// A list of more people than are put down in one piece, in effect.
fn long_list(writer: &mut Writer) -> (RecordId, Vec<AttendeeId>) {
    let listed = |tx: &mut store::Tx<'_>| {
        let mut people = Vec::new();
        for line in 2..2_502 {
            let person = tx.new_attendee()?;
            let said = crate::bench::said(&format!("Guest {line}"));
            tx.append(&Act::Listed { import: import(), line, said, number: None }, Some(person), None, None)?;
            people.push(person);
        }
        Ok(people)
    };
    let people = writer.transact(at(1_000), "", listed).unwrap().value;
    (append(writer, &Act::Import { import: import(), file_digest: "00".into(), rows: 2_500 }, None), people)
}

#[test]
fn who_waits_because_of_a_long_list_is_put_down_in_pieces() {
    let bench = Bench::quick();
    let mut writer = bench.create("event.ankomst");
    let (effect, people) = long_list(&mut writer);
    let file = writer.place().file.clone();
    let put_down = || -> i64 { raw(&file).query_row("SELECT count(*) FROM refold_due", [], |row| row.get(0)).unwrap() };
    assert_eq!(put_down(), 0, "the record that makes the list count holds nobody up");
    for so_far in [1_000, 2_000] {
        assert!(writer.list_due(at(1_000), |_| true).unwrap());
        // The record with which the list takes effect is one of its own, and about nobody.
        assert!((so_far - 1..=so_far).contains(&put_down()), "{}", put_down());
    }
    assert!(
        matches!(Reader::open(&file).unwrap().verify(&[]), Err(StoreError::Settling)),
        "some are still to be put down"
    );
    // Whoever undoes the list in the midst of it begins anew with all of them, also with those who came before their turn.
    for person in &people[..20] {
        writer.transact(at(1_000), "", |tx| tx.bring_up_to_date(*person)).unwrap();
    }
    assert_eq!(writer.view().all_attendees().unwrap().len(), 20);
    append(&mut writer, &Act::Undone { target: effect, reason: "wrong list".into() }, None);
    fold_all(&mut writer, at(1_000));
    assert_eq!(writer.view().all_attendees().unwrap(), []);
    assert_eq!(put_down(), 0);
}

#[test]
fn a_crash_while_people_are_put_down_loses_nobody() {
    let bench = Bench::quick();
    let mut writer = bench.create("event.ankomst");
    long_list(&mut writer);
    assert!(writer.list_due(at(1_000), |_| true).unwrap());
    kill(writer);
    let writer = bench.open("event.ankomst").unwrap();
    assert_eq!(writer.view().all_attendees().unwrap().len(), 2_500);
}

#[test]
fn arrivals_that_a_list_brought_are_not_the_latest_of_the_desk() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    walk_in(&mut writer, 9, "Karen Blixen");
    let own = append(&mut writer, &enter(), Some(attendee(9)));
    list(&mut writer, 3);
    let arrived = Act::CheckIn {
        scope: Scope::Event,
        direction: Direction::Entry,
        overridden: None,
        import: Some(import()),
        day: None,
        enters_event: false,
    };
    for n in 1..=3 {
        append(&mut writer, &arrived, Some(attendee(n)));
    }
    append(&mut writer, &Act::Import { import: import(), file_digest: "00".into(), rows: 3 }, None);
    let latest = writer.view().latest_of(writer.desk(), 2).unwrap();
    let latest: Vec<_> = latest.iter().map(|told| told.sealed.record.id).collect();
    assert_eq!(latest, [own], "they came elsewhere, and take nobody's place here");
}

#[test]
fn an_organisation_is_the_same_in_every_case_and_with_every_blank() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let names = ["Ærø Kommune", "ÆRØ  KOMMUNE", "ærøkommune", "Ærø Kommune, Skoler", " "];
    for (n, organisation) in (1..).zip(names) {
        let said = Sayings::new([
            (Field::Name, FieldValue::Text(format!("Guest {n}"))),
            (Field::Organisation, FieldValue::Text(organisation.to_owned())),
        ]);
        append(&mut writer, &Act::WalkIn { said, number: 1_000 + u64::from(n) }, Some(attendee(n)));
    }
    let from = |organisation: &str| writer.view().with_organisation(organisation).unwrap();
    assert_eq!(from("ærø kommune"), [1, 2, 3].map(attendee));
    assert_eq!(from("Ærø Kommune, skoler"), [attendee(4)]);
    assert_eq!(from(" "), [], "those from nowhere do not belong together");
    append(&mut writer, &Act::Joined { same: attendee(2) }, Some(attendee(1)));
    let from = |organisation: &str| writer.view().with_organisation(organisation).unwrap();
    assert_eq!(from("Ærø Kommune"), [1, 3].map(attendee), "who was joined into another is that other");
}

#[test]
fn a_later_job_is_later_by_the_journal_and_not_by_the_clock() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    walk_in(&mut writer, 1, "Karen Blixen");
    walk_in(&mut writer, 2, "Karin Blixen");
    let queue = Act::BadgeQueued { printer: String::new(), copies: 1, reprint_of: None, check_in: None, batch: None };
    let queued = |writer: &mut Writer, n: u8, ms: i64| {
        let job = writer.transact(at(ms), "", |tx| tx.append(&queue, Some(attendee(n)), None, None)).unwrap().value;
        writer.view().print_job(job).unwrap()
    };
    let first = queued(&mut writer, 1, 9_000);
    queued(&mut writer, 2, 9_500);
    assert!(!writer.view().has_later_job(&first).unwrap(), "another person's job is none");
    let second = queued(&mut writer, 1, 2_000);
    assert!(second.at < first.at, "the clock was set back");
    assert!(writer.view().has_later_job(&first).unwrap());
    assert!(!writer.view().has_later_job(&second).unwrap());
}
