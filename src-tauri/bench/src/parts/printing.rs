//! From a check-in to a printer, and how fast badges follow each other.

use std::time::{Duration, Instant};

use kiosk::{Access, Caller, Kiosk, KioskOptions, api};
use serde_json::{Value, json};
use testkit::{FakePrinter, Script, Speaks, Trouble};

use crate::ground::{self, EventPlace, Ground};
use crate::report::{Comparison, Report, us};

const OURS: &str = "Ankomst";
const NONE: &str = "no printer";
const HANGING: &str = "all printers hang";
const ZPL: &str = "ZPL at a port";
const IPP: &str = "IPP";
/// Badges that wait when the printer begins.
const QUEUE: usize = 200;
/// Longer than any measurement should take.
const LIMIT: Duration = Duration::from_secs(120);

pub(crate) fn run(ground: &Ground, report: &mut Report) -> Result<(), String> {
    first_byte(ground, report)?;
    queue(ground, report)?;
    hanging(ground, report)
}

fn first_byte(ground: &Ground, report: &mut Report) -> Result<(), String> {
    let mut comparison = Comparison::new(
        "From a check-in to the first byte of its badge",
        "ms",
        "`checkIn` of one person after the other, warm, to the moment in which a printer in the same computer has received the beginning of the label \
         (ZPL: `^XA`; IPP: the head of `Print-Job`). In between: the check-in and the attempt are on the disk, the badge is drawn, the printer was asked how it is.",
    );
    for (name, speaks) in [(ZPL, Speaks::Zpl), (IPP, Speaks::Ipp)] {
        let printer = FakePrinter::start(speaks, Script::well());
        let place = ground.event(ground.people(2_000))?;
        let kiosk = open(&place, &[&printer])?;
        let mut times = Vec::new();
        for id in people(&kiosk)? {
            let _ = printer.take_first_byte();
            let out = printer.out().len();
            let start = Instant::now();
            if call(&kiosk, "checkIn", json!({"attendee": id}))?["printJob"].is_null() {
                continue;
            }
            wait("a badge", || printer.out().len() > out)?;
            let first = printer.take_first_byte().ok_or("a badge without a first byte")?;
            times.push(us(first.duration_since(start)) / 1_000.0);
            if times.len() == ground.times(300, 20) {
                break;
            }
        }
        ground::close(kiosk)?;
        comparison = comparison.series(name, times);
    }
    report.add(comparison.at_most(ZPL, "median", 15.0).at_most(IPP, "median", 15.0));
    Ok(())
}

fn queue(ground: &Ground, report: &mut Report) -> Result<(), String> {
    let mut rates = Vec::new();
    for _ in 0..ground.times(5, 1) {
        let printer = FakePrinter::start(Speaks::Zpl, Script::well());
        let place = ground.event(ground.people(2_000))?;
        let kiosk = open(&place, &[&printer])?;
        call(&kiosk, "pausePrinter", json!({"printer": "a", "paused": true}))?;
        let people = people(&kiosk)?;
        for id in people.iter().take(QUEUE) {
            call(&kiosk, "queueBadge", json!({"attendee": id}))?;
        }
        let start = Instant::now();
        call(&kiosk, "pausePrinter", json!({"printer": "a", "paused": false}))?;
        let confirmed = || {
            call(&kiosk, "printJobs", json!({"state": "confirmed"}))
                .is_ok_and(|jobs| jobs.as_array().is_some_and(|jobs| jobs.len() >= QUEUE))
        };
        wait("the queue", || printer.out().len() >= QUEUE && confirmed())?;
        let badges = u32::try_from(QUEUE).unwrap_or(u32::MAX);
        rates.push(f64::from(badges) / start.elapsed().as_secs_f64());
        ground::close(kiosk)?;
    }
    report.add(
        Comparison::new(
            "200 badges through one label printer that answers at once",
            "badges a second",
            "From *go on* to the last end on the disk: each drawn, its attempt and its end on the disk, the printer asked before and after.",
        )
        .series(OURS, rates)
        .at_least(OURS, "median", 100.0),
    );
    Ok(())
}

fn hanging(ground: &Ground, report: &mut Report) -> Result<(), String> {
    let mut comparison = Comparison::new(
        "Check-ins while all printers hang",
        "µs",
        "`checkIn` of one person after the other: without a printer (badges are not printed), and with two printers that take the connection and never read.",
    );
    for (name, hangs) in [(NONE, false), (HANGING, true)] {
        let printers: Vec<FakePrinter> =
            (0..2).map(|_| FakePrinter::start(Speaks::Zpl, Script::always(Trouble::HalfOpen))).collect();
        let place = ground.event(ground.people(5_000))?;
        let kiosk = if hangs { open(&place, &printers.iter().collect::<Vec<_>>())? } else { place.open()? };
        let mut times = Vec::new();
        for id in people(&kiosk)? {
            let start = Instant::now();
            let answer = call(&kiosk, "checkIn", json!({"attendee": id}))?;
            if answer["outcome"] == "admitted" {
                times.push(us(start.elapsed()));
            }
            if times.len() == ground.times(1_000, 50) {
                break;
            }
        }
        kiosk.close(Duration::from_millis(100)).map_err(|error| error.to_string())?;
        comparison = comparison.series(name, times);
    }
    report.add(comparison.at_most_times(HANGING, "median", 1.3, NONE));
    Ok(())
}

/// Opens the event for printing on these printers.
fn open(place: &EventPlace, printers: &[&FakePrinter]) -> Result<Kiosk, String> {
    let home = place.home();
    let listed = printers.iter().zip('a'..).map(|(printer, id)| {
        let kind = if printer.address().starts_with("ipp") { "ipp" } else { "zpl" };
        json!({"id": id, "name": format!("Printer {id}"), "kind": kind, "address": printer.address()})
    });
    let settings = json!({"printers": listed.collect::<Vec<_>>()});
    std::fs::create_dir_all(&home)
        .and_then(|()| std::fs::write(home.join("printers.json"), settings.to_string()))
        .map_err(|error| error.to_string())?;
    let options = KioskOptions { prints: true, ..ground::options(&home) };
    Kiosk::open(&place.file, Access::Write, &options).map_err(|error| error.to_string())
}

fn people(kiosk: &Kiosk) -> Result<Vec<String>, String> {
    Ok(kiosk.everybody().map_err(|error| error.to_string())?.iter().map(ToString::to_string).collect())
}

fn call(kiosk: &Kiosk, name: &str, params: Value) -> Result<Value, String> {
    api::call(kiosk, &Caller::default(), name, params).map_err(|error| error.to_string())
}

fn wait(what: &str, mut holds: impl FnMut() -> bool) -> Result<(), String> {
    let until = Instant::now() + LIMIT;
    while !holds() {
        if Instant::now() > until {
            return Err(format!("{what} has not come"));
        }
        std::thread::sleep(Duration::from_micros(200));
    }
    Ok(())
}
