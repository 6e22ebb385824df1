//! What was tampered with shows, each in its way; what was erased is gone and does not count as a fault.

use std::path::{Path, PathBuf};

use checkin::{AttendeeId, Field, Kind, RecordId, Scope};
use rusqlite::Connection;
use store::{Act, Fault, HeadClaim, Reader, Writer, head_text};
use uuid::Uuid;

use crate::bench::{Bench, append, at, attendee, enter, faults, files, raw, said, takes_list, walk_in};

fn refused(attendee: Option<AttendeeId>, scanned: &str) -> (Act, Option<AttendeeId>) {
    let act = Act::Refused {
        outcome: Kind::UnknownCode,
        reason: "damagedCode".into(),
        scope: Scope::Event,
        scanned: scanned.into(),
    };
    (act, attendee)
}

/// A closed event in which every projection table has rows.
fn event(bench: &Bench) -> PathBuf {
    let mut writer = bench.create("event.ankomst");
    walk_in(&mut writer, 1, "Karen Blixen");
    let check_in = append(&mut writer, &enter(), Some(attendee(1)));
    let queued = Act::BadgeQueued {
        printer: "p".into(),
        copies: 1,
        reprint_of: None,
        check_in: Some(check_in),
        batch: Some((check_in, checkin::BadgePlace { box_name: "A".into(), row: 1 })),
    };
    let job = append(&mut writer, &queued, Some(attendee(1)));
    append(&mut writer, &Act::BadgeAttempt { job, printer: "p".into(), number: 1 }, Some(attendee(1)));
    let came_out = Act::BadgeEnd { job, end: checkin::JobEnd::Confirmed, reason: String::new() };
    append(&mut writer, &came_out, Some(attendee(1)));
    walk_in(&mut writer, 2, "Piet Hein");
    append(&mut writer, &Act::Joined { same: attendee(2) }, Some(attendee(1)));
    let amended = Act::Amended {
        said: store::Sayings::new([
            (Field::Sessions, checkin::FieldValue::List(vec!["talk".into()])),
            (Field::TicketCodes, checkin::FieldValue::List(vec!["T-1".into()])),
        ]),
        reason: String::new(),
        import: None,
    };
    let amended = append(&mut writer, &amended, Some(attendee(1)));
    let take_list = Act::Amended { said: takes_list(Field::Title), reason: "wrong".into(), import: None };
    let take_list = append(&mut writer, &take_list, Some(attendee(1)));
    append(&mut writer, &Act::Undone { target: take_list, reason: "after all".into() }, Some(attendee(1)));
    assert_ne!(amended, take_list, "two records");
    let ticket_type = Act::TicketType { id: "vip".parse().unwrap(), name: "VIP".into() };
    append(&mut writer, &ticket_type, None);
    let import = RecordId::from_uuid(Uuid::from_u128(77));
    append(&mut writer, &Act::Import { import, file_digest: "00".into(), rows: 0 }, None);
    walk_in(&mut writer, 3, "Tove Ditlevsen");
    writer.transact(at(2_000), "", |tx| tx.erase(attendee(3), None)).unwrap();
    let (act, who) = refused(None, "AK1 something");
    append(&mut writer, &act, who);
    writer.close().unwrap();
    bench.path("event.ankomst")
}

fn id_of(db: &Connection, condition: &str) -> RecordId {
    let sql = format!("SELECT id FROM journal WHERE {condition} ORDER BY seq LIMIT 1");
    RecordId::from_uuid(Uuid::from_bytes(db.query_row(&sql, [], |row| row.get(0)).unwrap()))
}

/// Breaks a fresh event and looks at what `verify` says.
#[track_caller]
fn check(break_it: impl FnOnce(&Connection) -> Vec<Fault>) {
    let bench = Bench::new();
    let file = event(&bench);
    assert_eq!(faults(&file), [], "the file is clean before it is broken");
    let expected = break_it(&raw(&file));
    let found = faults(&file);
    for fault in expected {
        assert!(found.contains(&fault), "{fault:?} is among what was found: {found:?}");
    }
}

#[test]
fn a_changed_record_is_found_whatever_was_changed() {
    for change in [
        "facts = CAST('{\"direction\":\"exit\"}' AS BLOB)",
        "at_ms = at_ms - 1",
        "stamp_ms = stamp_ms + 1",
        "stamp_count = stamp_count + 1",
        "staff = 'bo'",
        "kind = 'checkOut'",
        "version = 2",
        "attendee = zeroblob(16)",
        "attendee = NULL",
        "nonce = 'n', nonce_call = zeroblob(32)",
        "part_digest = zeroblob(32)",
        "previous = zeroblob(32)",
        "digest = zeroblob(32)",
        "id = zeroblob(16)",
        "desk = zeroblob(16)",
        "number = 1000",
    ] {
        check(|db| {
            db.execute(&format!("UPDATE journal SET {change} WHERE kind = 'checkIn'"), []).unwrap();
            vec![Fault::Changed(id_of(db, "kind IN ('checkIn', 'checkOut')"))]
        });
    }
}

#[test]
fn a_deleted_record_leaves_a_gap() {
    check(|db| {
        let desk: [u8; 16] = db.query_row("SELECT desk FROM journal LIMIT 1", [], |row| row.get(0)).unwrap();
        let number: i64 =
            db.query_row("DELETE FROM journal WHERE kind = 'checkIn' RETURNING number", [], |row| row.get(0)).unwrap();
        let expected = number.unsigned_abs();
        let desk = checkin::DeskId::from_uuid(Uuid::from_bytes(desk));
        vec![Fault::Gap { desk, expected, found: expected + 1 }]
    });
}

#[test]
fn an_inserted_record_is_found() {
    check(|db| {
        db.execute(
            "INSERT INTO journal (id, desk, number, stamp_ms, stamp_count, at_ms, staff, kind, version, attendee, facts,
                 previous, digest)
             SELECT zeroblob(16), desk, number + 1, stamp_ms, stamp_count + 1, at_ms, '', 'checkIn', 1, attendee,
                 CAST('{\"direction\":\"entry\"}' AS BLOB), digest, digest
             FROM journal ORDER BY number DESC LIMIT 1",
            [],
        )
        .unwrap();
        vec![Fault::Changed(RecordId::from_uuid(Uuid::nil()))]
    });
}

#[test]
fn exchanged_numbers_are_found() {
    check(|db| {
        db.execute_batch(
            "UPDATE journal SET number = 1000 WHERE number = 3;
             UPDATE journal SET number = 3 WHERE number = 4;
             UPDATE journal SET number = 4 WHERE number = 1000;",
        )
        .unwrap();
        let (three, four) = (id_of(db, "number = 3"), id_of(db, "number = 4"));
        vec![Fault::Changed(three), Fault::Changed(four), Fault::Chain(three), Fault::Chain(four)]
    });
}

#[test]
fn a_changed_added_or_missing_part_is_found() {
    check(|db| {
        let id = id_of(db, "kind = 'walkIn'");
        db.execute("UPDATE personal SET body = CAST('{}' AS BLOB) WHERE record = ?1", [id.as_bytes()]).unwrap();
        vec![Fault::PartChanged(id)]
    });
    check(|db| {
        let id = id_of(db, "kind = 'walkIn'");
        db.execute("UPDATE personal SET salt = zeroblob(16) WHERE record = ?1", [id.as_bytes()]).unwrap();
        vec![Fault::PartChanged(id)]
    });
    check(|db| {
        let id = id_of(db, "kind = 'walkIn'");
        db.execute("DELETE FROM personal WHERE record = ?1", [id.as_bytes()]).unwrap();
        vec![Fault::PartMissing(id)]
    });
    check(|db| {
        let id = id_of(db, "kind = 'checkIn'");
        add_part(db, id);
        vec![Fault::PartExtra(id)]
    });
    check(|db| {
        let nobody = RecordId::from_uuid(Uuid::from_u128(5));
        add_part(db, nobody);
        vec![Fault::PartExtra(nobody)]
    });
    check(|db| {
        // The one who was erased is written down again.
        let id = id_of(db, "part_digest IS NOT NULL AND id IN (SELECT record FROM erased_part)");
        add_part(db, id);
        vec![Fault::PartChanged(id)]
    });
}

fn add_part(db: &Connection, record: RecordId) {
    db.execute(
        "INSERT INTO personal (record, salt, body) VALUES (?1, zeroblob(16), CAST('{}' AS BLOB))",
        [record.as_bytes()],
    )
    .unwrap();
}

#[test]
fn a_part_may_be_missing_only_if_the_chain_says_that_it_was_erased() {
    check(|db| {
        // Written into the projection, as somebody would who wants a part to be gone.
        let id = id_of(db, "kind = 'walkIn'");
        db.execute("DELETE FROM personal WHERE record = ?1", [id.as_bytes()]).unwrap();
        db.execute("INSERT INTO erased_part (record, erased_by) VALUES (?1, zeroblob(16))", [id.as_bytes()]).unwrap();
        vec![Fault::PartMissing(id)]
    });
}

#[test]
fn a_changed_projection_is_found_in_every_table() {
    let bench = Bench::new();
    let tables = crate::tables::dump(&event(&bench), checkin::DeskId::from_uuid(Uuid::nil()));
    for (table, rows) in &tables {
        assert!(!rows.is_empty(), "the test's event has rows in {table}");
        let count = rows.len() as u64;
        let name: &'static str = String::leak(table.clone());
        check(|db| {
            db.execute(&format!("DELETE FROM {table}"), []).unwrap();
            vec![Fault::Projection { table: name, missing: count, extra: 0 }]
        });
    }
}

#[test]
fn a_changed_or_added_row_is_found() {
    check(|db| {
        db.execute("UPDATE attendee SET name = 'Isak Dinesen' WHERE name = 'Karen Blixen'", []).unwrap();
        vec![Fault::Projection { table: "attendee", missing: 1, extra: 1 }]
    });
    check(|db| {
        db.execute("INSERT INTO undone (target, record) VALUES (zeroblob(16), zeroblob(16))", []).unwrap();
        vec![Fault::Projection { table: "undone", missing: 0, extra: 1 }]
    });
}

#[test]
fn a_changed_key_or_id_or_definition_is_found() {
    for change in [
        "UPDATE secret SET value = zeroblob(32) WHERE name = 'codeKey'",
        "UPDATE meta SET value = zeroblob(16) WHERE name = 'eventId'",
    ] {
        check(|db| {
            db.execute(change, []).unwrap();
            vec![Fault::Keys]
        });
    }
    check(|db| {
        db.pragma_update(None, "writable_schema", true).unwrap();
        let change =
            "UPDATE sqlite_schema SET sql = replace(sql, 'the desk that made it', 'a desk') WHERE name = 'journal'";
        assert_eq!(db.execute(change, []).unwrap(), 1);
        vec![Fault::Schema("journal".to_owned())]
    });
}

#[test]
fn a_backup_with_other_keys_is_no_good_backup() {
    let bench = Bench::new();
    let file = event(&bench);
    let copy = bench.path("copy.ankomst");
    Reader::open(&file).unwrap().backup(&copy).unwrap();
    assert!(Reader::open(&copy).unwrap().check_copy().is_ok(), "a copy keeps the seal");
    raw(&copy).execute("UPDATE secret SET value = zeroblob(32) WHERE name = 'codeKey'", []).unwrap();
    assert!(Reader::open(&copy).unwrap().check_copy().is_err());
}

#[test]
fn a_cut_end_is_found_only_with_a_head() {
    let bench = Bench::new();
    let file = event(&bench);
    let mut reader = Reader::open(&file).unwrap();
    let claims = HeadClaim::parse(&head_text(&reader.view().heads().unwrap())).unwrap();
    assert_eq!(reader.verify(&claims).unwrap(), [], "the head that was written down is there");
    let db = raw(&file);
    let last = id_of(&db, "kind = 'refused'");
    for sql in [
        "DELETE FROM personal WHERE record = ?1",
        "DELETE FROM refusal WHERE record = ?1",
        "DELETE FROM journal WHERE id = ?1",
    ] {
        db.execute(sql, [last.as_bytes()]).unwrap();
    }
    assert_eq!(reader.verify(&[]).unwrap(), [], "without a head nothing tells that there was more");
    assert_eq!(reader.verify(&claims).unwrap(), [Fault::HeadMissing(claims[0].clone())], "the head tells");
}

#[test]
fn a_damaged_page_is_found() {
    let bench = Bench::new();
    let file = event(&bench);
    let pages = std::fs::metadata(&file).unwrap().len() / 4096;
    let mut found_some = 0;
    for page in 1..pages {
        let broken = bench.path(&format!("broken-{page}.ankomst"));
        let mut bytes = std::fs::read(&file).unwrap();
        let start = usize::try_from(page).unwrap() * 4096;
        bytes[start..start + 4096].fill(0xA5);
        std::fs::write(&broken, bytes).unwrap();
        // A page of the schema keeps the file from being opened at all; that is an answer too.
        let Ok(mut reader) = Reader::open(&broken) else { continue };
        if let Ok(faults) = reader.verify(&[]) {
            assert!(faults.iter().any(|fault| matches!(fault, Fault::File(_))), "page {page} is damaged: {faults:?}");
            found_some += 1;
        }
    }
    assert!(found_some > pages / 2, "most pages are found: {found_some} of {pages}");
}

/// Whether any file under the folder holds the text, in any form in which SQLite keeps texts.
fn lies_in(folder: &Path, text: &str) -> bool {
    let wide: Vec<u16> = text.encode_utf16().collect();
    let forms = [
        text.as_bytes().to_vec(),
        wide.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
        wide.iter().flat_map(|unit| unit.to_be_bytes()).collect::<Vec<u8>>(),
    ];
    files(folder)
        .iter()
        .any(|(_, bytes)| forms.iter().any(|form| bytes.0.windows(form.len()).any(|piece| piece == form)))
}

#[test]
fn of_somebody_who_was_erased_no_byte_is_left() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    walk_in(&mut writer, 1, "Karen Blixen");
    walk_in(&mut writer, 2, "Karin Blixen");
    walk_in(&mut writer, 3, "Piet Hein");
    append(&mut writer, &Act::Joined { same: attendee(2) }, Some(attendee(1)));
    let (act, who) = refused(Some(attendee(1)), "Frk. Blixen");
    append(&mut writer, &act, who);
    let wrong = append(
        &mut writer,
        &Act::Amended { said: said("Blixen, K."), reason: "typo".into(), import: None },
        Some(attendee(1)),
    );
    append(&mut writer, &Act::Undone { target: wrong, reason: "Tania is right".into() }, None);
    let new = Act::Substituted { replaces: attendee(1), said: said("Thorkild Bjornvig"), number: 4_000, import: None };
    append(&mut writer, &new, Some(attendee(4)));
    append(&mut writer, &enter(), Some(attendee(1)));
    let before = writer.view().tally().unwrap().all;
    let (gone, kept) = (["Karen", "Karin", "blixen", "Blixen", "Tania"], ["Piet Hein", "Thorkild Bjornvig"]);
    for text in gone {
        assert!(lies_in(&bench.path(""), text), "{text} is in the file before");
    }
    writer.transact(at(3_000), "anna", |tx| tx.erase(attendee(1), None)).unwrap();
    writer.vacuum().unwrap();
    let after = writer.view().tally().unwrap().all;
    assert_eq!(after, before, "counts stay");
    assert!(writer.view().attendee(attendee(1)).unwrap().erased, "the person is marked");
    assert_eq!(writer.view().good_numbers(attendee(4)).unwrap()[0].0, 4_000, "who came instead keeps the badge");
    writer.close().unwrap();
    for text in gone {
        assert!(!lies_in(&bench.path(""), text), "{text} is nowhere afterwards");
    }
    for text in kept {
        assert!(lies_in(&bench.path(""), text), "{text} is somebody else");
    }
    assert_eq!(faults(&bench.path("event.ankomst")), [], "the chain says that it was erased");
}

#[test]
fn an_organisation_stays_in_the_counts_only_where_five_people_share_it() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let mut number = 0;
    let mut guest = |writer: &mut Writer, organisation: &str, status: &str| {
        number += 1;
        let text = |text: &str| checkin::FieldValue::Text(text.into());
        let said = store::Sayings::new([
            (Field::Name, text(&format!("Guest {number}"))),
            (Field::Organisation, text(organisation)),
            (Field::Status, text(status)),
        ]);
        append(writer, &Act::WalkIn { said, number: u64::from(number) }, Some(attendee(number)));
        append(writer, &enter(), Some(attendee(number)));
        attendee(number)
    };
    let mut everybody: Vec<AttendeeId> = (0..6).map(|_| guest(&mut writer, "Mange", "confirmed")).collect();
    everybody.extend((0..4).map(|_| guest(&mut writer, "Faa", "confirmed")));
    // Who stays away hides nobody among the others.
    everybody.push(guest(&mut writer, "Faa", "cancelled"));
    let before = writer.view().tally().unwrap();
    // One alone, then all the others.
    for piece in [&everybody[..1], &everybody[1..]] {
        for who in piece {
            writer.transact(at(3_000), "", |tx| tx.erase(*who, None)).unwrap();
        }
        assert_eq!(writer.view().tally().unwrap().by_organisation["Mange"], before.by_organisation["Mange"]);
    }
    writer.vacuum().unwrap();
    let after = writer.view().tally().unwrap();
    assert_eq!((after.all, after.cancelled), (before.all, before.cancelled), "the sums stay");
    assert_eq!(after.by_organisation.keys().collect::<Vec<_>>(), ["", "Mange"], "four are nobody's organisation");
    assert_eq!(after.by_organisation[""], before.by_organisation["Faa"]);
    assert_eq!(writer.view().with_organisation("Mange").unwrap(), [], "who was erased is found by nothing");
    writer.close().unwrap();
    assert!(!lies_in(&bench.path(""), "Faa"), "and its name is nowhere");
    assert_eq!(faults(&bench.path("event.ankomst")), [], "the projections follow from the journal");
}

#[test]
fn what_was_scanned_of_nobody_known_is_erased_too() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let (act, who) = refused(None, "https://tickets.example/karen-blixen");
    append(&mut writer, &act, who);
    let mut erase = || writer.transact(at(3_000), "", |tx| tx.erase_scans().map(|id| id.is_some())).unwrap().value;
    assert!(erase(), "there was something to erase");
    assert!(!erase(), "and then nothing more");
    writer.vacuum().unwrap();
    writer.close().unwrap();
    assert!(!lies_in(&bench.path(""), "karen-blixen"), "it is nowhere afterwards");
    assert_eq!(faults(&bench.path("event.ankomst")), [], "and the file is clean");
}

#[test]
fn verify_beside_a_busy_writer_finds_nothing() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let file = bench.path("event.ankomst");
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let done = scope.spawn(|| {
            let mut number = 0;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                walk_in(&mut writer, number, "Busy");
                number = number.wrapping_add(1) % 200;
            }
            writer
        });
        let results: Vec<_> = (0..8).map(|_| Reader::open(&file).unwrap().verify(&[])).collect();
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        let writer: Writer = done.join().unwrap();
        for result in results {
            assert_eq!(result.unwrap(), [], "what is written meanwhile is seen as a whole or not at all");
        }
        writer.close().unwrap();
    });
}
