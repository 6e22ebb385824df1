//! What a passphrase costs: the same work on the same event with and without one, in turn.

use std::time::Instant;

use kiosk::{Access, Caller, Kiosk, KioskOptions, Passphrase, Unlock, api, event_files};
use serde_json::json;

use crate::ground::{self, EventPlace, Ground};
use crate::report::{Comparison, Report, us};

const PLAIN: &str = "without";
const LOCKED: &str = "with a passphrase";
const PEOPLE: u32 = 5_000;
const CHECK_INS: usize = 2_000;

/// An event with a passphrase, and one without.
struct Pair {
    plain: (EventPlace, Unlock),
    locked: (EventPlace, Unlock),
}

pub(crate) fn run(ground: &Ground, report: &mut Report) -> Result<(), String> {
    let people = ground.people(PEOPLE);
    let pair = Pair::new(ground, people)?;
    report.progress("check-ins");
    let (mut plain, mut locked) = (Vec::new(), Vec::new());
    let (one, other) = (pair.plain.open()?, pair.locked.open()?);
    let everybody = one.everybody().map_err(|error| error.to_string())?;
    let wanted = ground.times(CHECK_INS, 50);
    for id in everybody.iter().take(wanted * 2) {
        for (kiosk, samples) in [(&one, &mut plain), (&other, &mut locked)] {
            let start = Instant::now();
            let answer = api::call(kiosk, &Caller::default(), "checkIn", json!({"attendee": id.to_string()}));
            let took = us(start.elapsed());
            // Who may not come in costs less, and would make the figures better than they are.
            if answer.map_err(|error| error.to_string())?["outcome"] == "admitted" {
                samples.push(took);
            }
        }
    }
    let how = "`checkIn` of the same people, one event after the other, through `Kiosk` with its hop to the writer thread and back, answered once it is on the disk.";
    report.add(compare("A check-in", "µs", how, plain, locked, 2.0));

    report.progress("finding");
    let (mut plain, mut locked) = (Vec::new(), Vec::new());
    for nth in 0..ground.times(2_000, 50) {
        let text = ["niel", "mette n", "an", "kommune", "soren"][nth % 5];
        for (kiosk, samples) in [(&one, &mut plain), (&other, &mut locked)] {
            let start = Instant::now();
            let found = api::call(kiosk, &Caller::default(), "findAttendees", json!({"text": text, "limit": 20}));
            samples.push(us(start.elapsed()));
            found.map_err(|error| error.to_string())?;
        }
    }
    let how = "`findAttendees` with its people read from the file; the index lies in memory.";
    report.add(compare("Finding", "µs", how, plain, locked, 1.0));
    ground::close(one)?;
    ground::close(other)?;

    report.progress("copies");
    let (mut plain, mut locked) = (Vec::new(), Vec::new());
    for nth in 0..ground.times(9, 2) {
        for ((place, unlock), samples) in [(&pair.plain, &mut plain), (&pair.locked, &mut locked)] {
            let to = place.folder().join(format!("copy-{nth}.ankomst"));
            let start = Instant::now();
            event_files::backup(&place.file, unlock, &to).map_err(|error| error.to_string())?;
            samples.push(start.elapsed().as_secs_f64() * 1e3);
        }
    }
    let how = "A copy of that event, checked (SQLite's quick check, the chain from end to end), synced and renamed.";
    report.add(compare("A backup", "ms", how, plain, locked, 2.5));

    report.progress("lists");
    let list = list(ground, people)?;
    let (mut plain, mut locked) = (Vec::new(), Vec::new());
    for _ in 0..ground.times(5, 1) {
        let pair = Pair::new(ground, 0)?;
        for (event, samples) in [(&pair.plain, &mut plain), (&pair.locked, &mut locked)] {
            let kiosk = event.open()?;
            let start = Instant::now();
            api::call(&kiosk, &Caller::default(), "importList", json!({ "path": list }))
                .map_err(|error| error.to_string())?;
            samples.push(start.elapsed().as_secs_f64() * 1e3);
            ground::close(kiosk)?;
        }
    }
    let how = "`importList` of a CSV file with as many people into an empty event.";
    report.add(compare("Taking in a list", "ms", how, plain, locked, 1.3));
    Ok(())
}

fn compare(title: &str, unit: &str, how: &str, plain: Vec<f64>, locked: Vec<f64>, most: f64) -> Comparison {
    Comparison::new(title, unit, how)
        .series(PLAIN, plain)
        .series(LOCKED, locked)
        .at_most_times(LOCKED, "median", most, PLAIN)
}

impl Pair {
    fn new(ground: &Ground, people: u32) -> Result<Self, String> {
        let locked = ground.event(people)?;
        let words = Passphrase::new("a passphrase of the bench".to_owned());
        let rekeyed = event_files::change_passphrase(&locked.file, Some(&words), &ground::options(&locked.home()))
            .map_err(|error| error.to_string())?;
        Ok(Self { plain: (ground.event(people)?, Unlock::Nothing), locked: (locked, rekeyed.unlock) })
    }
}

/// Opening one of the two.
trait Open {
    fn open(&self) -> Result<Kiosk, String>;
}

impl Open for (EventPlace, Unlock) {
    fn open(&self) -> Result<Kiosk, String> {
        let options = KioskOptions { unlock: self.1.clone(), ..ground::options(&self.0.home()) };
        Kiosk::open(&self.0.file, Access::Write, &options).map_err(|error| error.to_string())
    }
}

/// A list of so many people, as an export writes it.
fn list(ground: &Ground, people: u32) -> Result<std::path::PathBuf, String> {
    let place = ground.event(people)?;
    let kiosk = place.open()?;
    let path = ground.folder().join("encryption.csv");
    kiosk::export(&kiosk, &path, kiosk::Language::English).map_err(|error| error.to_string())?;
    ground::close(kiosk)?;
    Ok(path)
}
