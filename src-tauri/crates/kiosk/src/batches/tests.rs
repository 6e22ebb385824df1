//! The program ends in the middle of a file of a batch.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::run::Printing;
use super::{Batch, put_together};
use crate::clock::SystemClock;
use crate::event_files;
use crate::kiosk::{Access, Kiosk};
use crate::testing::{call, options};

/// A batch whose badges are spoken for, and its file.
fn spoken_for(kiosk: &Kiosk) -> (usize, PathBuf) {
    let plan = put_together(kiosk, &Batch::new()).unwrap();
    let path = kiosk.place().badges().join("badges 2026-11-27 08.00.00.pdf");
    let remote = kiosk.remote().unwrap();
    let id = remote.write(|desk| desk.transact("", |tx| Ok(tx.new_import()?))).unwrap();
    let printing = Printing { remote, batch: Batch::new(), staff: String::new(), begun: kiosk.shared().clock.now() };
    let wanted = plan.people.len();
    assert_eq!(printing.speak_for(&path, id, &plan.people).unwrap().len(), wanted);
    (wanted, path)
}

fn jobs(kiosk: &Kiosk, state: &str) -> usize {
    call(kiosk, "printJobs", json!({"state": state})).as_array().unwrap().len()
}

fn after_a_crash(has_file: bool) -> (usize, Kiosk, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("event.ankomst");
    let options = options(folder.path(), Arc::new(SystemClock));
    let kiosk = event_files::generate(&file, 30, 1, &options, &mut |_| {}).unwrap();
    let (wanted, path) = spoken_for(&kiosk);
    assert_eq!(jobs(&kiosk, "sent"), wanted);
    let guest = call(&kiosk, "listAttendees", json!({}))["attendees"][0]["id"].clone();
    assert!(call(&kiosk, "checkIn", json!({"attendee": guest}))["printJob"].is_null(), "it will be in the file");
    if has_file {
        store::write_atomically(&path, b"%PDF").unwrap();
    }
    kiosk.close(Duration::from_secs(5)).unwrap();
    (wanted, Kiosk::open(&file, Access::Write, &options).unwrap(), folder)
}

#[test]
fn badges_of_a_file_that_was_written_are_out_after_a_crash() {
    let (wanted, kiosk, _folder) = after_a_crash(true);
    assert_eq!((jobs(&kiosk, "confirmed"), jobs(&kiosk, "unknown")), (wanted, 0), "and nobody is asked");
    assert_eq!(put_together(&kiosk, &Batch::new()).unwrap().badges(), 0, "nobody is printed twice");
}

#[test]
fn badges_of_a_file_that_was_not_written_are_printed_by_the_next_batch() {
    let (wanted, kiosk, _folder) = after_a_crash(false);
    assert_eq!((jobs(&kiosk, "cancelled"), jobs(&kiosk, "unknown")), (wanted, 0), "and nobody is asked");
    assert_eq!(put_together(&kiosk, &Batch::new()).unwrap().badges(), wanted, "nobody is forgotten");
}
