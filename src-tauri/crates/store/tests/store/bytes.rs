//! A byte of a file changed: `verify` finds it, or it says nothing: every row of every table is as it was.
//!
//! In CI 3,000 bytes drawn by a fixed seed; with `ANKOMST_SOAK` all of them (some 195,000;
//! `cargo xtask soak changed_byte`). Of the 3,000 of 27 November 2026 every one was found or harmless, nine in ten harmless: most of a
//! small file is room for more.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use checkin::{BadgePlace, Direction, Field, FieldValue, JobEnd, Kind, RecordId, Scope};
use rusqlite::types::ValueRef;
use store::{Act, Reader, Sayings};
use uuid::Uuid;

use crate::bench::{Bench, append, at, attendee, enter, faults, raw, said, settings, takes_list, walk_in};

/// Changes in CI.
const CHANGES: usize = 3_000;
/// What `meta` says of this copy alone, not of the event: at the next opening it is written anew, and what does not fit (another
/// desk, another opening) only makes a new desk identity.
const OF_THIS_COPY: [&str; 4] = ["desk", "opening", "closed", "folded"];

/// A closed event of 20 records of all sorts.
fn twenty(bench: &Bench) -> PathBuf {
    let mut writer = bench.create("event.ankomst");
    walk_in(&mut writer, 1, "Karen Blixen");
    let check_in = append(&mut writer, &enter(), Some(attendee(1)));
    let batch = Some((check_in, BadgePlace { box_name: "A".into(), row: 1 }));
    let queued = Act::BadgeQueued { printer: "p".into(), copies: 1, reprint_of: None, check_in: Some(check_in), batch };
    let job = append(&mut writer, &queued, Some(attendee(1)));
    append(&mut writer, &Act::BadgeAttempt { job, printer: "p".into(), number: 1 }, Some(attendee(1)));
    append(&mut writer, &Act::BadgeEnd { job, end: JobEnd::Confirmed, reason: String::new() }, Some(attendee(1)));
    walk_in(&mut writer, 2, "Piet Hein");
    append(&mut writer, &Act::Joined { same: attendee(2) }, Some(attendee(1)));
    let said_of_sessions = Sayings::new([
        (Field::Sessions, FieldValue::List(vec!["talk".into()])),
        (Field::TicketCodes, FieldValue::List(vec!["T-1".into()])),
    ]);
    let amended = Act::Amended { said: said_of_sessions, reason: String::new(), import: None };
    append(&mut writer, &amended, Some(attendee(1)));
    let back = Act::Amended { said: takes_list(Field::Title), reason: "wrong".into(), import: None };
    let back = append(&mut writer, &back, Some(attendee(1)));
    append(&mut writer, &Act::Undone { target: back, reason: "after all".into() }, Some(attendee(1)));
    append(&mut writer, &Act::TicketType { id: "vip".parse().unwrap(), name: "VIP".into() }, None);
    let import = RecordId::from_uuid(Uuid::from_u128(77));
    let listed = Act::Listed { import, line: 2, said: said("Inger Christensen"), number: Some(4_711) };
    append(&mut writer, &listed, Some(attendee(4)));
    append(&mut writer, &Act::Import { import, file_digest: "00".into(), rows: 1 }, None);
    walk_in(&mut writer, 3, "Tove Ditlevsen");
    writer.transact(at(2_000), "", |tx| tx.erase(attendee(3), None)).unwrap();
    let session = Scope::Session("talk".parse().unwrap());
    let to_talk = Act::CheckIn {
        scope: session.clone(),
        direction: Direction::Entry,
        overridden: Some((Kind::SessionFull, "a chair was found".into())),
        import: None,
        day: None,
        enters_event: false,
    };
    append(&mut writer, &to_talk, Some(attendee(4)));
    let refused = Act::Refused {
        outcome: Kind::UnknownCode,
        reason: "damagedCode".into(),
        scope: session,
        scanned: "AK1".into(),
    };
    append(&mut writer, &refused, None);
    append(&mut writer, &Act::Settings { settings: settings() }, None);
    while writer.fold_due(at(3_000), store::is_long).unwrap().value {}
    writer.close().unwrap();
    let file = bench.path("event.ankomst");
    let records: i64 = raw(&file).query_row("SELECT count(*) FROM journal", [], |row| row.get(0)).unwrap();
    assert_eq!(records, 20, "twenty records");
    file
}

/// Every row of every table, and the schema; `None` if they cannot be read.
fn dump(file: &Path) -> Option<BTreeMap<String, BTreeSet<String>>> {
    let db = rusqlite::Connection::open(file).ok()?;
    let mut dump = BTreeMap::new();
    let mut tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").ok()?;
    let mut names: Vec<String> = tables.query_map([], |row| row.get(0)).ok()?.collect::<Result<_, _>>().ok()?;
    names.push("sqlite_schema".to_owned());
    for name in names {
        let mut statement = db.prepare(&format!("SELECT * FROM \"{name}\"")).ok()?;
        let columns = statement.column_count();
        let mut rows = statement.query([]).ok()?;
        let mut lines = BTreeSet::new();
        while let Some(row) = rows.next().ok()? {
            let cells: Vec<String> = (0..columns).map(|at| row.get_ref(at).map(cell)).collect::<Result<_, _>>().ok()?;
            if name != "meta" || !OF_THIS_COPY.iter().any(|own| cells[0] == format!("{own:?}")) {
                lines.insert(cells.join(" | "));
            }
        }
        dump.insert(name, lines);
    }
    Some(dump)
}

fn cell(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Text(text) => format!("{:?}", String::from_utf8_lossy(text)),
        other => format!("{other:?}"),
    }
}

/// A step of a fixed stream of numbers (Steele, Lea and Flood: SplitMix64), so that CI draws the same bytes each time.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// What became of the changes.
#[derive(Debug, Default)]
struct Tried {
    found: usize,
    harmless: usize,
    /// Place and new byte of those that were neither.
    missed: Vec<(usize, u8)>,
}

/// Changes one byte after the other in a copy of its own.
fn try_all(whole: &[u8], changes: &[(usize, u8)], copy: &Path, rows: &BTreeMap<String, BTreeSet<String>>) -> Tried {
    let mut tried = Tried::default();
    let mut bytes = whole.to_vec();
    for (place, byte) in changes {
        let before = std::mem::replace(&mut bytes[*place], *byte);
        for beside in ["-wal", "-shm", "-journal"] {
            let _ = std::fs::remove_file(format!("{}{beside}", copy.display()));
        }
        std::fs::write(copy, &bytes).unwrap();
        bytes[*place] = before;
        let found = catch_unwind(AssertUnwindSafe(|| {
            Reader::open(copy).and_then(|mut reader| reader.verify(&[])).map_or(true, |faults| !faults.is_empty())
        }));
        match found {
            Ok(true) => tried.found += 1,
            Ok(false) if dump(copy).as_ref() == Some(rows) => tried.harmless += 1,
            // Also a check that panics.
            Ok(false) | Err(_) => tried.missed.push((*place, *byte)),
        }
    }
    tried
}

#[test]
fn a_changed_byte_is_found_or_changes_no_row() {
    let bench = Bench::quick();
    let file = twenty(&bench);
    assert_eq!(faults(&file), [], "the file is clean before it is changed");
    let rows = dump(&file).unwrap();
    assert!(rows["journal"].len() == 20 && rows["secret"].len() == 2, "all rows are seen");
    let whole = std::fs::read(&file).unwrap();
    let mut state = 20_261_127;
    let mut other = |place: usize| {
        let turned = u8::try_from(next(&mut state) % 255 + 1).unwrap();
        (place, whole[place] ^ turned)
    };
    let changes: Vec<(usize, u8)> = if std::env::var_os("ANKOMST_SOAK").is_some() {
        (0..whole.len()).map(&mut other).collect()
    } else {
        let mut places = 20_261_127;
        let place = |_| usize::try_from(next(&mut places) % whole.len() as u64).unwrap();
        (0..CHANGES).map(place).map(&mut other).collect()
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let each = changes.len().div_ceil(threads);
    let tried: Vec<Tried> = std::thread::scope(|scope| {
        let (whole, rows) = (&whole, &rows);
        let workers: Vec<_> = changes
            .chunks(each)
            .enumerate()
            .map(|(nth, piece)| {
                let copy = bench.path(&format!("changed-{nth}.ankomst"));
                scope.spawn(move || try_all(whole, piece, &copy, rows))
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    let (found, harmless) = tried.iter().fold((0, 0), |sum, tried| (sum.0 + tried.found, sum.1 + tried.harmless));
    println!("{} bytes: {found} found, {harmless} harmless", changes.len());
    let missed: Vec<_> = tried.into_iter().flat_map(|tried| tried.missed).collect();
    assert_eq!(missed, [], "{found} were found and {harmless} changed no row");
    assert_eq!(found + harmless, changes.len());
    assert!(found > changes.len() / 20 && harmless > 0, "the test sees both: {found} found, {harmless} harmless");
}
