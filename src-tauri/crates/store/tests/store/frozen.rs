//! Records as each version wrote them, and a file of version 1. They are read for ever: `ANKOMST_BLESS=1` writes them anew, which is
//! right only until the first release.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use checkin::fields::Said;
use checkin::{BadgePlace, DeskId, Direction, Field, FieldValue, JobEnd, Kind, RecordId, Scope};
use serde_json::{Value, json};
use store::{Act, Head, Reader, Sayings, Writer};
use uuid::Uuid;

use crate::bench::{Bench, append, at, attendee, enter, settings, walk_in};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn bless() -> bool {
    std::env::var_os("ANKOMST_BLESS").is_some()
}

/// The kinds of record. The match has no wildcard: a new kind does not compile until it is named here, and then wants
/// an example.
fn kind(act: &Act) -> &'static str {
    match act {
        Act::Settings { .. } => "settings",
        Act::TicketType { .. } => "ticketType",
        Act::Desk { .. } => "desk",
        Act::Listed { .. } => "listed",
        Act::Import { .. } => "import",
        Act::WalkIn { .. } => "walkIn",
        Act::Amended { .. } => "amended",
        Act::Substituted { .. } => "substituted",
        Act::Joined { .. } => "joined",
        Act::CheckIn { .. } => "checkIn",
        Act::Refused { .. } => "refused",
        Act::Undone { .. } => "undone",
        Act::Reissued { .. } => "reissued",
        Act::Acknowledged => "acknowledged",
        Act::Looked => "looked",
        Act::BadgeQueued { .. } => "badgeQueued",
        Act::BadgeAttempt { .. } => "badgeAttempt",
        Act::BadgeEnd { .. } => "badgeEnd",
        Act::Erased { .. } => "erased",
    }
}

const KINDS: usize = 19;

fn id(n: u128) -> RecordId {
    RecordId::from_uuid(Uuid::from_u128(0x0190_b5c0_7c1d_7cc3_98c4_0000_0000_0000 + n))
}

/// One or more of every kind.
fn examples() -> Vec<Act> {
    let text = |text: &str| FieldValue::Text(text.into());
    let mut said = Sayings::new([
        (Field::Name, text("Karen Blixen")),
        (Field::GivenName, text("Karen")),
        (Field::FamilyName, text("Blixen")),
        (Field::BadgeName, text("Tania")),
        (Field::Organisation, text("Rungstedlund")),
        (Field::Title, text("Baronesse")),
        (Field::Email, text("karen@example.org")),
        (Field::Phone, text("+45 65 31 31 31")),
        (Field::TicketType, text("oplaegsholder")),
        (Field::TicketCodes, FieldValue::List(vec!["T-1".into(), "T-2".into()])),
        (Field::Order, text("O-7")),
        (Field::Status, text("paymentDue")),
        (Field::Language, text("da")),
        (Field::Note, text("Østers\nog druer")),
        (Field::Alert, text("VIP")),
        (Field::Sessions, FieldValue::List(vec!["break-out-2".into()])),
        (Field::Own("T-shirt".into()), text("M")),
        (Field::Answer("frokost".into()), text("fisk")),
    ]);
    said.replaces.insert(Field::Name, vec![id(1), id(2)]);
    said.replaces.insert(Field::Status, vec![id(3)]);
    let mut back = Sayings { values: [(Field::Email, Said::TakeList)].into(), ..Sayings::default() };
    back.replaces.insert(Field::Email, vec![id(4)]);
    let session = Scope::Session("break-out-2".parse().unwrap());
    let head = Head { desk: DeskId::from_uuid(Uuid::from_u128(9)), number: 12, digest: [0xAB; 32] };
    vec![
        Act::Settings { settings: settings() },
        Act::TicketType { id: "vip".parse().unwrap(), name: "Æresgæst".into() },
        Act::Desk { label: "Skranke A".into(), heads: vec![head] },
        Act::Desk { label: String::new(), heads: Vec::new() },
        Act::Listed { import: id(5), line: 17, said: said.clone(), number: Some(36_028_797_018_963_967) },
        Act::Listed { import: id(5), line: 18, said: Sayings::default(), number: None },
        Act::Import { import: id(5), file_digest: "0f".repeat(32), rows: 240 },
        Act::WalkIn { said: said.clone(), number: 1 },
        Act::Amended { said: back.clone(), reason: "stavefejl".into(), import: None },
        Act::Amended { said: Sayings::default(), reason: String::new(), import: None },
        Act::Amended { said: back, reason: String::new(), import: Some(id(5)) },
        Act::Substituted { replaces: attendee(3), said: said.clone(), number: 2, import: None },
        Act::Substituted { replaces: attendee(3), said, number: 2, import: Some(id(5)) },
        Act::Joined { same: attendee(4) },
        Act::CheckIn {
            scope: Scope::Event,
            direction: Direction::Entry,
            overridden: None,
            import: None,
            day: None,
            enters_event: false,
        },
        Act::CheckIn {
            scope: session.clone(),
            direction: Direction::Exit,
            overridden: Some((Kind::SessionFull, "står op".into())),
            import: Some(id(5)),
            day: None,
            enters_event: false,
        },
        Act::CheckIn {
            scope: Scope::Event,
            direction: Direction::Exit,
            overridden: None,
            import: None,
            day: Some(at(0)),
            enters_event: false,
        },
        Act::CheckIn {
            scope: session.clone(),
            direction: Direction::Entry,
            overridden: None,
            import: None,
            day: Some(at(0)),
            enters_event: true,
        },
        Act::Refused {
            outcome: Kind::UnknownCode,
            reason: "damagedCode".into(),
            scope: session,
            scanned: "AK1".into(),
        },
        Act::Refused { outcome: Kind::Cancelled, reason: String::new(), scope: Scope::Event, scanned: String::new() },
        Act::Undone { target: id(6), reason: "forkert person".into() },
        Act::Reissued { revokes: vec![id(7), id(8)], number: 3, reason: "tabt".into() },
        Act::Acknowledged,
        Act::Looked,
        Act::BadgeQueued {
            printer: "zebra".into(),
            copies: 2,
            reprint_of: Some(id(9)),
            check_in: Some(id(10)),
            batch: None,
        },
        Act::BadgeQueued { printer: String::new(), copies: 1, reprint_of: None, check_in: None, batch: None },
        Act::BadgeQueued {
            printer: String::new(),
            copies: 1,
            reprint_of: None,
            check_in: None,
            batch: Some((id(14), BadgePlace { box_name: "C".into(), row: 12 })),
        },
        Act::BadgeQueued {
            printer: String::new(),
            copies: 1,
            reprint_of: None,
            check_in: None,
            batch: Some((id(14), BadgePlace { box_name: String::new(), row: 3 })),
        },
        Act::BadgeAttempt { job: id(11), printer: "zebra".into(), number: 2 },
        Act::BadgeEnd { job: id(11), end: JobEnd::Unknown, reason: "offline".into() },
        Act::Erased { records: vec![id(12), id(13)], organisation: String::new() },
        Act::Erased { records: vec![id(12)], organisation: "Rungstedlund".into() },
    ]
}

/// Lets the store write every example down and notes what it wrote.
fn written() -> Value {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let mut list = Vec::new();
    for act in examples() {
        let id = append(&mut writer, &act, None);
        let sealed = writer.view().record(id).unwrap().sealed;
        let json = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap();
        list.push(json!({
            "kind": sealed.record.kind,
            "version": sealed.record.version,
            "facts": json(&sealed.record.facts),
            "part": sealed.part.map(|part| json(&part.body)),
            "says": format!("{act:?}"),
        }));
    }
    list.into()
}

#[test]
fn records_are_read_for_ever() {
    let path = data("records.json");
    if bless() {
        std::fs::write(&path, serde_json::to_string_pretty(&written()).unwrap() + "\n").unwrap();
    }
    let frozen: Vec<Value> = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let newest = |kind: &str| {
        let of_kind = frozen.iter().filter(|example| example["kind"] == kind);
        u32::try_from(of_kind.filter_map(|example| example["version"].as_u64()).max().unwrap()).unwrap()
    };
    for example in &frozen {
        let kind = example["kind"].as_str().unwrap();
        let version = u32::try_from(example["version"].as_u64().unwrap()).unwrap();
        let facts = example["facts"].to_string();
        let part = Some(&example["part"]).filter(|part| !part.is_null()).map(ToString::to_string);
        let act = Act::decode(kind, version, facts.as_bytes(), part.as_ref().map(String::as_bytes)).unwrap();
        assert_eq!(format!("{act:?}"), example["says"].as_str().unwrap(), "what a record of kind {kind} says");
        let erased = Act::decode(kind, version, facts.as_bytes(), None);
        assert!(erased.is_some_and(|act| act.kind() == kind), "{kind} is read when its part was erased, too");
        let later = Act::decode(kind, newest(kind) + 1, facts.as_bytes(), part.as_ref().map(String::as_bytes));
        assert_eq!(later, None, "a later form of {kind} is not guessed at");
    }
}

#[test]
fn every_kind_has_a_frozen_example() {
    let frozen: Vec<Value> = serde_json::from_slice(&std::fs::read(data("records.json")).unwrap()).unwrap();
    let frozen: BTreeSet<&str> = frozen.iter().map(|example| example["kind"].as_str().unwrap()).collect();
    assert_eq!(frozen.len(), KINDS, "one or more of every kind lies in tests/data");
    for act in examples() {
        assert_eq!(kind(&act), act.kind(), "the name of a kind never changes");
        assert!(frozen.contains(act.kind()), "there is a frozen example of {}", act.kind());
    }
}

#[test]
fn what_is_written_today_is_what_was_frozen() {
    let frozen: Value = serde_json::from_slice(&std::fs::read(data("records.json")).unwrap()).unwrap();
    assert_eq!(written(), frozen, "a form once released is never rewritten; another one gets the next version");
}

/// A small event: a list, a walk-in, a check-in, somebody erased.
fn make(bench: &Bench) -> PathBuf {
    let mut writer = bench.create("event.ankomst");
    let import = id(5);
    let listed = |name: &str| Act::Listed { import, line: 2, said: crate::bench::said(name), number: Some(77) };
    append(&mut writer, &listed("Inger Christensen"), Some(attendee(1)));
    append(&mut writer, &Act::Import { import, file_digest: "00".into(), rows: 1 }, None);
    crate::history::fold_all(&mut writer, at(1_000));
    walk_in(&mut writer, 2, "Benny Andersen");
    walk_in(&mut writer, 3, "Tove Ditlevsen");
    append(&mut writer, &enter(), Some(attendee(1)));
    writer.transact(at(2_000), "", |tx| tx.erase(attendee(3), None)).unwrap();
    writer.vacuum().unwrap();
    writer.close().unwrap();
    bench.path("event.ankomst")
}

#[test]
fn a_file_of_version_1_still_opens() {
    let frozen = data("version-1.ankomst");
    if bless() {
        std::fs::copy(make(&Bench::new()), &frozen).unwrap();
    }
    let bench = Bench::new();
    let file = bench.path("event.ankomst");
    std::fs::copy(&frozen, &file).unwrap();
    let options = bench.options("home");
    let writer = Writer::open(&file, &options, at(60_000)).unwrap();
    let names: Vec<(String, bool)> = writer
        .view()
        .all_attendees()
        .unwrap()
        .into_iter()
        .map(|attendee| (attendee.profile.name, attendee.first_entry.is_some()))
        .collect();
    let expected = [("Inger Christensen", true), ("Benny Andersen", false), ("", false)];
    assert_eq!(names, expected.map(|(name, came)| (name.to_owned(), came)), "the people are there");
    writer.close().unwrap();
    assert_eq!(Reader::open(&file).unwrap().verify(&[]).unwrap(), [], "and the chain holds");
}
