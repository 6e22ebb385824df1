//! A list taken in, beside `sqlite3 .import` of the same file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use calamine::Reader as _;
use checkin::{Field, FieldValue};
use kiosk::{Access, Caller, Kiosk, api, sample};
use serde_json::{Value, json};

use crate::ground::{self, Ground, SEED};
use crate::programs;
use crate::report::{Comparison, Report, us};

use super::badge::{of_own_process, peak_mb};

const OURS: &str = "Ankomst";
const AGAIN: &str = "Ankomst, again";
const SQLITE: &str = "sqlite3 .import";
const CALAMINE: &str = "calamine";
const MEANWHILE: &str = "meanwhile";
const LONGEST: &str = "the longest";
const BEFORE: &str = "before";

/// One person in so many is changed in the later list.
const CHANGED: u32 = 100;

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

/// Reads a list into an event and says the most memory that this took: the flag, the event file, the list.
const PEAK: &str = "--import-peak";

/// What a process does that was started with this part's own flag.
pub(crate) fn in_a_process_of_its_own(arguments: &[String]) -> Option<ExitCode> {
    let [flag, event, list] = arguments else { return None };
    if flag != PEAK {
        return None;
    }
    Some(match peak(Path::new(event), Path::new(list)) {
        Ok(mb) => {
            println!("{mb}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    })
}

fn peak(event: &Path, list: &Path) -> Result<f64, String> {
    let home = event.with_file_name("home");
    let kiosk = Kiosk::open(event, Access::Write, &ground::options(&home)).map_err(|error| error.to_string())?;
    ask(&kiosk, "importList", json!({ "path": list }))?;
    ground::close(kiosk)?;
    peak_mb()
}

pub(crate) fn run(ground: &Ground, report: &mut Report) -> Result<(), String> {
    let rows = ground.people(100_000);
    let folder = ground.new_folder()?;
    let list = folder.path().join("list.csv");
    let later = folder.path().join("later.csv");
    std::fs::write(&list, csv(rows, "")).map_err(|error| error.to_string())?;
    std::fs::write(&later, csv(rows, "Ny titel")).map_err(|error| error.to_string())?;
    let (mut ours, mut again, mut theirs, mut peaks) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let there = programs::installed("sqlite3");
    if !there {
        report.skip("`sqlite3` is not installed, so there is nothing beside it");
    }
    for nth in 1..=ground.times(3, 1) {
        report.progress(&format!("list {nth} of {rows} rows"));
        let place = ground.event(0)?;
        let kiosk = place.open()?;
        ours.push(import(&kiosk, &list, "added", rows)?.as_secs_f64());
        again.push(import(&kiosk, &later, "updated", rows.div_ceil(CHANGED))?.as_secs_f64());
        ground::close(kiosk)?;
        if there {
            theirs.push(plain_import(&list, &folder.path().join(format!("{nth}.sqlite")), rows)?.as_secs_f64());
        }
        let place = ground.event(0)?;
        let paths = [&place.file, &list].map(|path| path.display().to_string());
        peaks.push(of_own_process(&[PEAK, &paths[0], &paths[1]])?);
    }
    let how = "A CSV file in UTF-8 with ten columns. Ankomst finds encoding, delimiter and headings, checks each cell, compares everybody with who is there, \
         and writes a record with its digest and chain for each, in pieces between which a desk can go on; sqlite3 puts the cells as they are into a table \
         with indexes on name, address, code and order. Each into a new file on the same disk. *Again*: the same list with another title for one in a hundred.";
    report.add(
        Comparison::new("100,000 rows", "s", how)
            .series(OURS, ours)
            .series(AGAIN, again)
            .series(SQLITE, theirs)
            .at_most_times(OURS, "median", 6.0, SQLITE)
            .at_most_times(AGAIN, "median", 1.0, OURS),
    );
    let how = "The most memory that a process held (its `VmHWM`) that opened an empty event and put this list in.";
    report.add(Comparison::new("Memory for it", "MB", how).series(OURS, peaks).at_most(OURS, "median", 300.0));
    desks_meanwhile(ground, report, &list)?;
    workbook(ground, report)
}

/// The check-ins of a desk while the list is taken in, beside those before.
fn desks_meanwhile(ground: &Ground, report: &mut Report, list: &Path) -> Result<(), String> {
    report.progress("check-ins meanwhile");
    let place = ground.event(ground.people(5_000))?;
    let kiosk = place.open()?;
    let everybody = kiosk.everybody().map_err(|error| error.to_string())?;
    let mut guests = everybody.iter();
    let mut check_in = || {
        let Some(guest) = guests.next() else { return Err("nobody is left to come".to_owned()) };
        std::thread::sleep(Duration::from_millis(10));
        let start = Instant::now();
        ask(&kiosk, "checkIn", json!({ "attendee": guest.to_string() }))?;
        Ok(us(start.elapsed()) / 1_000.0)
    };
    let before = (0..ground.times(300, 20)).map(|_| check_in()).collect::<Result<Vec<_>, _>>()?;
    let mut meanwhile = Vec::new();
    std::thread::scope(|scope| {
        let importing = scope.spawn(|| ask(&kiosk, "importList", json!({ "path": list })));
        while !importing.is_finished() {
            meanwhile.push(check_in()?);
        }
        importing.join().map_err(|_| "the import broke down".to_owned())?
    })?;
    ground::close(kiosk)?;
    let longest = meanwhile.iter().copied().fold(0.0, f64::max);
    let how = "`checkIn` of one person after the other, 10 ms apart, each answered once it is on the disk; meanwhile 100,000 rows are taken in by another thread of \
         the same program (read, compared, written, folded). *The longest*: of all those.";
    report.add(
        Comparison::new("A check-in while the list is taken in", "ms", how)
            .series(MEANWHILE, meanwhile)
            .series(LONGEST, vec![longest])
            .series(BEFORE, before)
            .at_most(MEANWHILE, "p99", 50.0),
    );
    Ok(())
}

/// A workbook looked at before it is put in, beside reading its cells.
fn workbook(ground: &Ground, report: &mut Report) -> Result<(), String> {
    report.progress("a workbook");
    let place = ground.event(ground.people(100_000))?;
    let file = place.folder().join("people.xlsx");
    let kiosk = place.open()?;
    let columns = COLUMNS.map(|(_, field)| field.key());
    ask(&kiosk, "exportList", json!({ "out": file, "columns": columns }))?;
    ground::close(kiosk)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ground.times(5, 1) {
        let empty = ground.event(0)?;
        let kiosk = empty.open()?;
        let start = Instant::now();
        ask(&kiosk, "importList", json!({ "path": file, "preview": true }))?;
        ours.push(start.elapsed().as_secs_f64());
        ground::close(kiosk)?;
        let start = Instant::now();
        std::hint::black_box(cells(&file)?);
        theirs.push(start.elapsed().as_secs_f64());
    }
    let how = "The export of an event of that size, with the same ten columns. Ankomst shows what it would put in: columns, each row checked, duplicates, and everybody \
         compared with who is there; calamine reads the cells of the same sheet.";
    report.add(
        Comparison::new("A workbook of 100,000 rows, looked at", "s", how)
            .series(OURS, ours)
            .series(CALAMINE, theirs)
            .at_most_times(OURS, "median", 1.5, CALAMINE),
    );
    Ok(())
}

/// How many cells of the first sheet say something.
fn cells(file: &Path) -> Result<usize, String> {
    let mut book: calamine::Xlsx<_> =
        calamine::open_workbook(file).map_err(|error: calamine::XlsxError| error.to_string())?;
    let sheet = book.worksheet_range_at(0).ok_or("a workbook without a sheet")?.map_err(|error| error.to_string())?;
    Ok(sheet.used_cells().count())
}

fn ask(kiosk: &Kiosk, name: &str, params: Value) -> Result<Value, String> {
    api::call(kiosk, &Caller::default(), name, params).map_err(|error| error.to_string())
}

fn import(kiosk: &Kiosk, list: &Path, what: &str, wanted: u32) -> Result<Duration, String> {
    let start = Instant::now();
    let report = ask(kiosk, "importList", json!({ "path": list }))?;
    let took = start.elapsed();
    if report[what] != wanted {
        return Err(format!("{what}: {} instead of {wanted}: {}", report[what], report["rejected"][0]));
    }
    Ok(took)
}

fn plain_import(list: &Path, file: &Path, rows: u32) -> Result<Duration, String> {
    let mut sqlite = programs::command("sqlite3");
    let names = COLUMNS.map(|(heading, _)| format!("\"{heading}\" TEXT")).join(", ");
    let indexes = ["Navn", "E-mail", "Billetkode", "Ordrenummer"]
        .map(|column| format!("CREATE INDEX \"by {column}\" ON people (\"{column}\");"));
    let table = format!("CREATE TABLE people ({names}); {}", indexes.concat());
    let import = format!(".import --skip 1 '{}' people", list.display());
    let start = Instant::now();
    let steps = [table.as_str(), import.as_str(), "SELECT count(*) FROM people"];
    let count = programs::output(sqlite.arg("-csv").arg(file).args(steps))?;
    let took = start.elapsed();
    if count.trim() == rows.to_string() { Ok(took) } else { Err(format!("sqlite3 took in {} rows", count.trim())) }
}

/// The list; one in [`CHANGED`] with this title, if it is one.
pub(super) fn csv(rows: u32, title: &str) -> String {
    let mut text = COLUMNS.map(|(heading, _)| heading).join(",");
    for (line, mut person) in sample::generate(rows, SEED).enumerate() {
        if line % CHANGED as usize == 0 && !title.is_empty() {
            person.values.insert(Field::Title, FieldValue::Text(title.to_owned()));
        }
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
