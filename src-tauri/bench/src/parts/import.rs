//! A list taken in, beside `sqlite3 .import` of the same file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use checkin::{Field, FieldValue};
use kiosk::{Caller, api, sample};
use serde_json::json;

use crate::ground::{self, Ground, SEED};
use crate::programs;
use crate::report::{Comparison, Report};

const OURS: &str = "Ankomst";
const SQLITE: &str = "sqlite3 .import";

/// What the list says of everybody, and its headings.
const COLUMNS: [(&str, Field); 10] = [
    ("Navn", Field::Name),
    ("Fornavn", Field::GivenName),
    ("Efternavn", Field::FamilyName),
    ("Organisation", Field::Organisation),
    ("Titel", Field::Title),
    ("E-mail", Field::Email),
    ("Telefon", Field::Phone),
    ("Billettype", Field::TicketType),
    ("Billetkode", Field::TicketCodes),
    ("Ordrenummer", Field::Order),
];

pub(crate) fn run(ground: &Ground, report: &mut Report) -> Result<(), String> {
    let rows = ground.people(100_000);
    let folder = ground.new_folder()?;
    let list = folder.path().join("list.csv");
    std::fs::write(&list, csv(rows)).map_err(|error| error.to_string())?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let there = programs::installed("sqlite3");
    if !there {
        report.skip("`sqlite3` is not installed, so there is nothing beside it");
    }
    for nth in 1..=ground.times(3, 1) {
        report.progress(&format!("list {nth} of {rows} rows"));
        ours.push(import(ground, &list, rows)?.as_secs_f64());
        if there {
            theirs.push(plain_import(&list, &folder.path().join(format!("{nth}.sqlite")), rows)?.as_secs_f64());
        }
    }
    let how = "A CSV file in UTF-8 with ten columns. Ankomst finds encoding, delimiter and headings, checks each cell, compares everybody with who is there, \
         and writes a record with its digest and chain for each, in pieces between which a desk can go on; sqlite3 puts the cells into a table as they \
         are. Each into a new file on the same disk.";
    report.add(Comparison::new("100,000 rows", "s", how).series(OURS, ours).series(SQLITE, theirs));
    Ok(())
}

fn import(ground: &Ground, list: &Path, rows: u32) -> Result<Duration, String> {
    let place = ground.event(0)?;
    let kiosk = place.open()?;
    let start = Instant::now();
    let report = api::call(&kiosk, &Caller::default(), "importList", json!({ "path": list }))
        .map_err(|error| error.to_string())?;
    let took = start.elapsed();
    ground::close(kiosk)?;
    if report["added"] != rows {
        return Err(format!("of {rows} rows {} came in: {}", report["added"], report["rejected"][0]));
    }
    Ok(took)
}

fn plain_import(list: &Path, file: &Path, rows: u32) -> Result<Duration, String> {
    let mut sqlite = programs::command("sqlite3");
    let import = format!(".import '{}' people", list.display());
    let start = Instant::now();
    let count = programs::output(sqlite.arg("-csv").arg(file).args([import.as_str(), "SELECT count(*) FROM people"]))?;
    let took = start.elapsed();
    if count.trim() == rows.to_string() { Ok(took) } else { Err(format!("sqlite3 took in {} rows", count.trim())) }
}

pub(super) fn csv(rows: u32) -> String {
    let mut text = COLUMNS.map(|(heading, _)| heading).join(",");
    for person in sample::generate(rows, SEED) {
        text.push('\n');
        for (nth, (_, field)) in COLUMNS.iter().enumerate() {
            let comma = if nth == 0 { "" } else { "," };
            // A `String` takes everything.
            let _ = write!(text, "{comma}{}", cell(&person.values, field));
        }
    }
    text.push('\n');
    text
}

fn cell(values: &BTreeMap<Field, FieldValue>, field: &Field) -> String {
    let text = values.get(field).map(FieldValue::to_text).unwrap_or_default();
    if text.contains([',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
