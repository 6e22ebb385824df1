//! The samples of `shared/import-samples`, held exactly to their `expected.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use checkin::{Field, Status};
use interchange::{Listing, ReadOptions, Row, read};
use serde_json::Value;

use crate::text;

#[test]
fn all_samples_are_read_as_expected() {
    let Some(folder) = folder() else {
        assert!(std::env::var_os("CI").is_none(), "the samples are missing in CI");
        println!("SKIPPED: no folder shared/import-samples beside the workspace");
        return;
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".expected.json"));
    files.sort();
    assert!(files.len() >= 11, "all eleven samples are there");
    for expected in files {
        let name = expected.file_name().unwrap().to_string_lossy().replace(".expected.json", "");
        let bytes = std::fs::read(expected.with_file_name(&name)).unwrap();
        let listing = read(&name, &bytes, &ReadOptions::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
        check(&name, &listing, &serde_json::from_slice(&std::fs::read(&expected).unwrap()).unwrap());
    }
}

/// The folder beside the workspace's root.
fn folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().find(|folder| folder.join("Cargo.lock").is_file())?;
    let folder = root.parent()?.join("shared/import-samples");
    folder.is_dir().then_some(folder)
}

fn check(name: &str, listing: &Listing, expected: &Value) {
    assert_eq!(listing.encoding, expected["encoding"], "{name}: encoding");
    assert_eq!(listing.delimiter.map(String::from).as_deref(), expected["delimiter"].as_str(), "{name}: delimiter");
    assert_eq!(listing.sheet.as_deref(), expected["sheet"].as_str(), "{name}: sheet");
    assert_eq!(u64::from(listing.header_line), expected["header_line"], "{name}: line of the header");

    let mapping: BTreeMap<String, String> =
        listing.mapping.iter().map(|(column, heading)| (column.key(), heading.clone())).collect();
    let wanted: BTreeMap<String, String> = serde_json::from_value(expected["mapping"].clone()).unwrap();
    assert_eq!(mapping, wanted, "{name}: mapping");

    assert_eq!(listing.rows.len() as u64, expected["valid"], "{name}: attendees");
    let rejected = listing.rejected.iter().map(|rejected| (rejected.line, rejected.reason.as_str()));
    assert_eq!(rejected.collect::<BTreeSet<_>>(), reasons(&expected["rejected"]), "{name}: rejected");
    let warnings = listing.warnings.iter().map(|warned| (warned.line, warned.reason.as_str()));
    assert_eq!(warnings.collect::<BTreeSet<_>>(), reasons(&expected["warnings"]), "{name}: warnings");
    let skipped = listing.skipped.iter().map(|skipped| (skipped.line, skipped.reason.as_str()));
    assert_eq!(skipped.collect::<BTreeSet<_>>(), reasons(&expected["skipped"]), "{name}: skipped");

    let cancelled: Vec<u32> = listing.rows.iter().filter(|row| is_cancelled(row)).map(|row| row.line).collect();
    let wanted: Vec<u32> = serde_json::from_value(expected["cancelled"].clone()).unwrap();
    assert_eq!(cancelled, wanted, "{name}: cancelled");

    for spot in expected["spot_checks"].as_array().unwrap() {
        let row = listing.rows.iter().find(|row| u64::from(row.line) == spot["line"]);
        let row = row.unwrap_or_else(|| panic!("{name}: no attendee on line {}", spot["line"]));
        for (key, wanted) in spot.as_object().unwrap().iter().filter(|(key, _)| *key != "line") {
            spot_check(&format!("{name}, line {}, {key}", row.line), row, key, wanted);
        }
    }
}

fn reasons(list: &Value) -> BTreeSet<(u32, &str)> {
    let reason = |entry: &'_ Value| u32::try_from(entry["line"].as_u64().unwrap()).unwrap();
    list.as_array().unwrap().iter().map(|entry| (reason(entry), entry["reason"].as_str().unwrap())).collect()
}

fn is_cancelled(row: &Row) -> bool {
    text(row, &Field::Status) == Status::Cancelled.as_str()
}

/// Some spot checks are of the cell and not of the field that came of it; those are asked in the field's words.
fn spot_check(place: &str, row: &Row, key: &str, wanted: &Value) {
    let field = match key {
        "name" => Field::Name,
        "email" => Field::Email,
        "organisation" => Field::Organisation,
        "title" => Field::Title,
        "phone" => Field::Phone,
        "note" => Field::Note,
        "code" => Field::TicketCodes,
        "ticket_type" => Field::TicketType,
        "status" => Field::Status,
        "paid" => {
            let status = if wanted == "Nej" { "paymentDue" } else { "confirmed" };
            return assert_eq!(text(row, &Field::Status), status, "{place}");
        }
        "attention" => {
            assert_eq!(wanted, "Yes", "{place}");
            return assert!(!text(row, &Field::Alert).is_empty(), "{place}");
        }
        "checked_in_at" => {
            let arrived = row.arrived_at.expect("an arrival").strftime("%Y-%m-%d %H:%M:%S").to_string();
            return assert_eq!(arrived, *wanted, "{place}");
        }
        "nfc" => {
            let name = text(row, &Field::Name);
            return assert!(!name.chars().any(|letter| ('\u{300}'..='\u{36F}').contains(&letter)), "{place}: {name}");
        }
        other => panic!("{place}: no spot check {other}"),
    };
    assert_eq!(text(row, &field), *wanted, "{place}");
}
