//! In the window: from a key to the list that it brings, from the last key of a scan to the verdict.

use std::time::Duration;

use kiosk::{Caller, Kiosk, api, event_files};
use serde_json::{Value, json};
use testkit::App;

use crate::ground::{self, EventPlace, Ground};
use crate::report::{Comparison, Report};

use super::windows::{Starter, call};

/// Watches keys and what the page shows for them, for as long as the page is there.
const WATCH: &str = include_str!("watch.js");

/// Between two keys of a typist; by then the list is there.
const TYPIST: Duration = Duration::from_millis(130);
/// From the end of a scan to the next guest's.
const NEXT_GUEST: Duration = Duration::from_millis(500);

const NAMES: usize = 60;
const SCANS: usize = 60;
/// Letters typed of a name.
const LETTERS: usize = 5;

const OURS: &str = "Ankomst";

const HOW: &str = "Real keys of X in the shipped program under Xvfb, one at a time: from the key event's own time stamp until the page has drawn the \
     frame with the first rows of the list for just that text (for a scan: from its closing Enter until the frame with the verdict and the guest's \
     name). Not counted: the way from the keyboard to the window and from the drawn frame to the screen. Frames come 60 times a second, so a \
     change waits up to 17 ms for its frame.";

pub(crate) fn run(ground: &Ground, report: &mut Report) -> Result<(), String> {
    for (people, written, aim) in [(5_000, "5,000", 50.0), (100_000, "100,000", 33.0)] {
        report.progress(&format!("an event of {written} people"));
        let place = ground.event(ground.people(people))?;
        let (keys, scans) = measure(ground, report, &place)?;
        report.add(
            Comparison::new(&format!("A key to its list, {written} people"), "ms", HOW)
                .series(OURS, keys)
                .at_most(OURS, "p95", aim),
        );
        report.add(
            Comparison::new(&format!("A scan to its verdict, {written} people"), "ms", "As above.")
                .series(OURS, scans)
                .at_most(OURS, "p95", 50.0),
        );
    }
    Ok(())
}

/// From key to list and from scan to verdict, each in ms.
fn measure(ground: &Ground, report: &mut Report, place: &EventPlace) -> Result<(Vec<f64>, Vec<f64>), String> {
    let kiosk = place.open()?;
    let guests = guests(&kiosk, place, ground.times(SCANS, 3))?;
    ground::close(kiosk)?;
    let starter = Starter::new(ground);
    let app = starter.app(place)?.app;
    app.js(WATCH, &[]);

    report.progress("typing");
    let mut keys = Vec::new();
    for guest in guests.iter().cycle().take(ground.times(NAMES, 3)) {
        for letter in guest.typed.chars().take(LETTERS) {
            app.key(&key_of(letter));
            std::thread::sleep(TYPIST);
            keys.extend(seen(&app, "lists"));
        }
        app.key("Escape");
        std::thread::sleep(TYPIST);
        seen(&app, "lists");
    }
    report.progress("scanning");
    let mut scans = Vec::new();
    for guest in &guests {
        app.js("globalThis.bench.expected = arguments[0]; return true", &[json!(guest.name)]);
        app.scan(&guest.code);
        std::thread::sleep(NEXT_GUEST);
        scans.extend(seen(&app, "verdicts"));
    }
    let admitted = call(&app, "overview", json!({}));
    app.close();
    if scans.len() < guests.len() {
        report.skip(&format!(
            "{} of {} scans brought no verdict in time; {} have arrived",
            guests.len() - scans.len(),
            guests.len(),
            admitted["arrived"]
        ));
    }
    Ok((keys, scans))
}

/// Somebody who is due.
struct Guest {
    name: String,
    typed: String,
    /// The text in the code of their badge.
    code: String,
}

/// So many people who are due, with different names, from all over the list.
fn guests(kiosk: &Kiosk, place: &EventPlace, wanted: usize) -> Result<Vec<Guest>, String> {
    let ask = |name: &str, params: Value| {
        api::call(kiosk, &Caller::default(), name, params).map_err(|error| error.to_string())
    };
    let everybody = kiosk.everybody().map_err(|error| error.to_string())?;
    let picture = place.folder().join("badge.png");
    let mut guests: Vec<Guest> = Vec::new();
    for id in everybody.iter().step_by((everybody.len() / (wanted * 2).max(1)).max(1)) {
        let person = ask("getAttendee", json!({ "attendee": id.to_string() }))?;
        let name = person["name"].as_str().unwrap_or_default();
        let is_plain = person["status"] == "confirmed" && person["alert"] == "" && person["badgeName"] == "";
        if !is_plain || name.chars().count() < LETTERS || guests.iter().any(|guest| guest.name == name) {
            continue;
        }
        ask("renderBadge", json!({ "attendee": id.to_string(), "format": "png", "out": picture }))?;
        let texts = event_files::read_picture(&picture).map_err(|error| error.to_string())?;
        if let Some(code) = texts.into_iter().find(|text| text.starts_with("AK1")) {
            guests.push(Guest { name: name.to_owned(), typed: name.to_lowercase(), code });
        }
        if guests.len() == wanted {
            break;
        }
    }
    Ok(guests)
}

/// A letter as X calls its key.
fn key_of(letter: char) -> String {
    match letter {
        ' ' => "space".to_owned(),
        '-' => "minus".to_owned(),
        '\'' => "apostrophe".to_owned(),
        letter if letter.is_ascii_alphanumeric() => letter.to_string(),
        letter => format!("U{:04X}", u32::from(letter)),
    }
}

/// What the page has shown since it was asked last, in ms.
fn seen(app: &App, what: &str) -> Vec<f64> {
    let times = app.js("return globalThis.bench[arguments[0]].splice(0)", &[json!(what)]);
    times.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}
