//! A check-in that is on the disk when it is answered, beside the least that a disk can do.

use std::fs::File;
use std::io::Write;
use std::time::Instant;

use kiosk::{Caller, api};
use serde_json::json;

use crate::ground::{self, Ground};
use crate::report::{Comparison, Report, us};

/// How many people are checked in.
const CHECK_INS: usize = 2_000;
/// What is appended beside each.
const PAGE: [u8; 4096] = [7; 4096];

const OURS: &str = "Ankomst";
const BARE: &str = "4 KiB and fdatasync";

pub(crate) fn run(ground: &Ground, report: &mut Report) -> Result<(), String> {
    for (people, written) in [(5_000, "5,000"), (100_000, "100,000")] {
        report.progress(&format!("an event of {written} people"));
        let (ours, bare) = measure(ground, ground.people(people))?;
        let how = "`checkIn` of people who are due, one after the other, through `Kiosk` with its hop to the writer thread and back, \
             answered once it is on the disk; after each, 4 KiB are appended to a file in the same folder and `fdatasync`ed.";
        report.add(
            Comparison::new(&format!("With {written} people on the list"), "µs", how)
                .series(OURS, ours)
                .series(BARE, bare)
                .at_most_times(OURS, "median", 1.3, BARE)
                .at_most_times(OURS, "p99", 4.0, BARE),
        );
    }
    Ok(())
}

fn measure(ground: &Ground, people: u32) -> Result<(Vec<f64>, Vec<f64>), String> {
    let place = ground.event(people)?;
    let kiosk = place.open()?;
    let caller = Caller::default();
    let everybody = kiosk.everybody().map_err(|error| error.to_string())?;
    // From all over the list, as they come to a desk.
    let step = (everybody.len() / 7 * 3) | 1;
    let mut bare_file =
        File::options().create(true).append(true).open(place.folder().join("bare")).map_err(|e| e.to_string())?;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    let wanted = ground.times(CHECK_INS, 50);
    for nth in 0..everybody.len() {
        if ours.len() == wanted {
            break;
        }
        let id = everybody[nth * step % everybody.len()].to_string();
        let start = Instant::now();
        let answer = api::call(&kiosk, &caller, "checkIn", json!({ "attendee": id }));
        let time = start.elapsed();
        // Who may not come in costs less, and would make the figures better than they are.
        if answer.map_err(|error| error.to_string())?["outcome"] != "admitted" {
            continue;
        }
        ours.push(us(time));
        let start = Instant::now();
        bare_file.write_all(&PAGE).and_then(|()| bare_file.sync_data()).map_err(|error| error.to_string())?;
        bare.push(us(start.elapsed()));
    }
    ground::close(kiosk)?;
    Ok((ours, bare))
}
