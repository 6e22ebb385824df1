//! A worker whose printer breaks down in the program itself.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use printing::{Document, Ending, Printer, Status};
use serde_json::json;

use crate::clock::SystemClock;
use crate::event_files;
use crate::kiosk::Kiosk;
use crate::testing::{call, options};

fn desk(folder: &Path) -> Kiosk {
    let options = options(folder, Arc::new(SystemClock));
    event_files::generate(&folder.join("event.ankomst"), 10, 1, &options, &mut |_| {}).unwrap()
}

/// Panics when it gets its first badge.
struct Breaks(Arc<AtomicU32>);

impl Printer for Breaks {
    fn print(&mut self, _: &Document) -> Ending {
        assert!(self.0.fetch_add(1, Ordering::SeqCst) > 0, "a fault in the driver");
        Ending::Confirmed
    }

    fn status(&mut self) -> Status {
        Status { tells: true, ..Status::default() }
    }
}

#[test]
fn a_worker_goes_on_after_a_panic_and_the_badge_in_its_hand_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let mut kiosk = desk(folder.path());
    let calls = Arc::new(AtomicU32::new(0));
    let opened = Arc::new(AtomicU32::new(0));
    let (printed, count) = (Arc::clone(&calls), Arc::clone(&opened));
    let opener = Box::new(move |_: &super::PrinterFile| {
        count.fetch_add(1, Ordering::SeqCst);
        let printer: Box<dyn Printer> = Box::new(Breaks(Arc::clone(&printed)));
        Some(printer)
    });
    assert!(kiosk.shared().printers.opener.set(opener).is_ok());
    call(&kiosk, "savePrinter", json!({"name": "A", "kind": "zpl", "address": "nowhere:9100"}));
    kiosk.shared().printers.board().settings.look_ms = 20;
    kiosk.start_printing_for_tests();
    let people: Vec<String> = kiosk.everybody().unwrap().iter().map(ToString::to_string).collect();
    for person in &people[..3] {
        call(&kiosk, "queueBadge", json!({"attendee": person}));
    }
    let until = Instant::now() + Duration::from_secs(10);
    let states = loop {
        let jobs = call(&kiosk, "printJobs", json!({}));
        let states: Vec<String> =
            jobs.as_array().unwrap().iter().map(|job| job["state"].as_str().unwrap().to_owned()).collect();
        if states.iter().filter(|state| *state == "confirmed").count() == 2 {
            break states;
        }
        assert!(Instant::now() < until, "the worker has not come back: {states:?}");
        std::thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(states, ["unknown", "confirmed", "confirmed"], "nobody knows what the first came to");
    assert!(opened.load(Ordering::SeqCst) >= 2, "the printer was opened anew");
    kiosk.close(Duration::from_secs(5)).unwrap();
}
