//! What a passphrase costs: the same event with one and without, in turn.

use std::path::Path;
use std::time::Instant;

use kiosk::{Caller, Kiosk, Passphrase, Unlock, api, event_files};
use serde_json::json;

use super::import::csv;
use crate::ground::{self, EventPlace, Ground};
use crate::report::{Comparison, Report, ms, us};

const WITH: &str = "with a passphrase";
const WITHOUT: &str = "without";
/// Words that nobody has to keep secret.
const WORDS: &str = "what a passphrase costs";

/// People on the list, of whom so many are checked in, and searches.
const PEOPLE: u32 = 5_000;
const CHECK_INS: usize = 2_000;
const SEARCHES: usize = 2_000;
/// People of the event that is copied, and copies.
const PEOPLE_COPIED: u32 = 100_000;
const COPIES: usize = 11;
/// Rows of the list that is taken in, and how often.
const ROWS: u32 = 20_000;
const IMPORTS: usize = 5;

pub(crate) fn run(ground: &Ground, report: &mut Report) -> Result<(), String> {
    report.progress("check-ins and searches");
    let (check_ins, searches) = at_the_desk(ground)?;
    let how = "Two events of 5,000 invented people, equal but for the passphrase, both open at once. `checkIn` of people who are due, one \
         in the one event and one in the other in turn, each answered once it is on the disk.";
    report.add(comparison("A check-in", "µs", how, check_ins, 2.0));
    let how = "`findAttendees` for the first four letters of two names of somebody, in the two events of the check-ins in turn; all \
         people are in memory, and whoever is found is read from the file.";
    report.add(comparison("A search", "µs", how, searches, 1.0));
    report.progress("lists");
    let how = "The list of *Taking in a list* with 20,000 rows, into a new event with a passphrase and into one without, in turn.";
    report.add(comparison("A list of 20,000 rows taken in", "s", how, lists(ground)?, 1.3));
    report.progress("copies");
    let how = "A copy of an event of 100,000 people: written, checked (SQLite's check and the whole chain), on the disk; with and without in \
         turn. The passphrase is known already: deriving its key takes a time of its own, once when an event is opened.";
    report.add(comparison("A backup", "ms", how, copies(ground)?, 2.5));
    Ok(())
}

/// Samples with a passphrase and without.
type Both = (Vec<f64>, Vec<f64>);

fn comparison(title: &str, unit: &str, how: &str, (with, without): Both, times: f64) -> Comparison {
    Comparison::new(title, unit, how)
        .series(WITH, with)
        .series(WITHOUT, without)
        .at_most_times(WITH, "median", times, WITHOUT)
}

/// An event with a passphrase, and how it is opened.
fn locked(ground: &Ground, people: u32) -> Result<(EventPlace, Unlock), String> {
    let place = ground.event(people)?;
    let options = ground::options(&place.home());
    let words = Passphrase::new(WORDS.to_owned());
    let rekeyed = event_files::change_passphrase(&place.file, Some(&words), &options);
    Ok((place, rekeyed.map_err(|error| error.to_string())?.unlock))
}

fn at_the_desk(ground: &Ground) -> Result<(Both, Both), String> {
    let people = ground.people(PEOPLE);
    let (place, unlock) = locked(ground, people)?;
    let open_place = ground.event(people)?;
    let (with, without) = (place.open_with(unlock)?, open_place.open()?);
    // The same people in the same order: one file is a copy of the other.
    let everybody = without.everybody().map_err(|error| error.to_string())?;
    let step = (everybody.len() / 7 * 3) | 1;
    let mut check_ins = Both::default();
    let wanted = ground.times(CHECK_INS, 50);
    for nth in 0..everybody.len() {
        if check_ins.0.len() == wanted {
            break;
        }
        let id = everybody[nth * step % everybody.len()].to_string();
        let (there, here) = in_turn(nth, || check_in(&with, &id), || check_in(&without, &id))?;
        // Who may not come in costs less.
        if let (Some(there), Some(here)) = (there, here) {
            check_ins.0.push(there);
            check_ins.1.push(here);
        }
    }
    let mut searches = Both::default();
    for nth in 0..ground.times(SEARCHES, 50) {
        let text = typed(&without, everybody[nth * step % everybody.len()])?;
        let (there, here) = in_turn(nth, || find(&with, &text), || find(&without, &text))?;
        searches.0.push(there);
        searches.1.push(here);
    }
    ground::close(with)?;
    ground::close(without)?;
    Ok((check_ins, searches))
}

/// Does the one and the other, each first every second time: what comes second finds the processor's memory warm.
fn in_turn<T>(
    nth: usize,
    one: impl FnOnce() -> Result<T, String>,
    other: impl FnOnce() -> Result<T, String>,
) -> Result<(T, T), String> {
    if nth.is_multiple_of(2) {
        let first = one()?;
        return Ok((first, other()?));
    }
    let first = other()?;
    Ok((one()?, first))
}

/// The time of a check-in in microseconds; `None` if the person was not admitted.
fn check_in(kiosk: &Kiosk, id: &str) -> Result<Option<f64>, String> {
    let start = Instant::now();
    let answer = api::call(kiosk, &Caller::default(), "checkIn", json!({ "attendee": id }));
    let took = us(start.elapsed());
    Ok((answer.map_err(|error| error.to_string())?["outcome"] == "admitted").then_some(took))
}

/// What somebody types to find a person: the beginnings of the names.
fn typed(kiosk: &Kiosk, id: kiosk::AttendeeId) -> Result<String, String> {
    let person = kiosk.read(|view| view.attendee(id)).map_err(|error| error.to_string())?;
    let begin = |name: &str| name.chars().take(4).collect::<String>();
    Ok(format!("{} {}", begin(&person.profile.given_name), begin(&person.profile.family_name)))
}

fn find(kiosk: &Kiosk, text: &str) -> Result<f64, String> {
    let start = Instant::now();
    let found = api::call(kiosk, &Caller::default(), "findAttendees", json!({ "text": text }));
    let took = us(start.elapsed());
    found.map(|_| took).map_err(|error| error.to_string())
}

fn lists(ground: &Ground) -> Result<Both, String> {
    let rows = ground.people(ROWS);
    let folder = ground.new_folder()?;
    let list = folder.path().join("list.csv");
    std::fs::write(&list, csv(rows, "")).map_err(|error| error.to_string())?;
    let mut both = Both::default();
    for _ in 0..ground.times(IMPORTS, 1) {
        let (place, unlock) = locked(ground, 0)?;
        both.0.push(import(place.open_with(unlock)?, &list)?);
        both.1.push({
            let place = ground.event(0)?;
            import(place.open()?, &list)?
        });
    }
    Ok(both)
}

fn import(kiosk: Kiosk, list: &Path) -> Result<f64, String> {
    let start = Instant::now();
    let report = api::call(&kiosk, &Caller::default(), "importList", json!({ "path": list }));
    let took = start.elapsed().as_secs_f64();
    ground::close(kiosk)?;
    report.map(|_| took).map_err(|error| error.to_string())
}

fn copies(ground: &Ground) -> Result<Both, String> {
    let people = ground.people(PEOPLE_COPIED);
    let (place, unlock) = locked(ground, people)?;
    let open_place = ground.event(people)?;
    let mut both = Both::default();
    for nth in 0..ground.times(COPIES, 1) {
        both.0.push(copy(&place, &unlock, nth)?);
        both.1.push(copy(&open_place, &Unlock::Nothing, nth)?);
    }
    Ok(both)
}

fn copy(place: &EventPlace, unlock: &Unlock, nth: usize) -> Result<f64, String> {
    let to = place.folder().join(format!("{nth}-copy.ankomst"));
    let start = Instant::now();
    let done = event_files::backup(&place.file, unlock, &to);
    let took = ms(start.elapsed());
    done.map_err(|error| error.to_string())?;
    std::fs::remove_file(&to).map_err(|error| error.to_string())?;
    Ok(took)
}
