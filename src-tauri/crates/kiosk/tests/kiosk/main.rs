//! The kiosk without a window: many at once, a full disk, a jumping clock, an interrupted printer.

// Helpers of tests are not seen as tests by clippy's own exception.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod batch_printer;
mod batches;
mod compare;
mod days;
mod desk;
mod erasing;
mod keyboards;
mod lead;
mod lists;
mod medium;
mod merging;
mod out;
mod printing;
mod rekeying;
mod reprints;
mod roles;
mod scanners;
mod templates;
mod typed;
mod waiting;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use checkin::Language;
use jiff::{SignedDuration, Timestamp};
use kiosk::clock::{Clock, ManualClock};
use kiosk::{Access, Caller, Kiosk, KioskError, KioskOptions, api, event_files};
use serde_json::{Value, json};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(30);

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn options(folder: &Path, clock: Arc<dyn Clock>) -> KioskOptions {
    KioskOptions {
        home: folder.join("home"),
        desk: "Desk A".to_owned(),
        clock,
        prints: false,
        backs_up: None,
        max_bytes: None,
        unlock: kiosk::Unlock::Nothing,
    }
}

fn standing_clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::at(at("2026-11-23T08:00:00Z")))
}

#[track_caller]
fn call(kiosk: &Kiosk, method: &str, params: Value) -> Value {
    api::call(kiosk, &Caller::default(), method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
}

fn ids(kiosk: &Kiosk) -> Vec<String> {
    kiosk.everybody().unwrap().iter().map(ToString::to_string).collect()
}

#[test]
fn eight_desks_at_once_admit_each_person_exactly_once() {
    let folder = TempDir::new().unwrap();
    let options = options(folder.path(), standing_clock());
    let kiosk = event_files::generate(&folder.path().join("event.ankomst"), 500, 3, &options, &mut |_| {}).unwrap();
    let people = ids(&kiosk);
    let admitted: Vec<Vec<String>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|thread| {
                let (kiosk, people) = (&kiosk, &people);
                scope.spawn(move || {
                    let mut admitted = Vec::new();
                    // Each begins at another place, so that they meet everywhere.
                    for place in 0..people.len() {
                        let id = &people[(place + thread * 61) % people.len()];
                        let answer = call(kiosk, "checkIn", json!({"attendee": id}));
                        match answer["outcome"].as_str() {
                            Some("admitted") => admitted.push(id.clone()),
                            Some("alreadyCheckedIn" | "cancelled" | "waitlisted" | "paymentDue") => {}
                            other => panic!("{other:?} for {id}"),
                        }
                    }
                    admitted
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let mut all: Vec<String> = admitted.concat();
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count, "nobody was admitted twice");
    let open = call(&kiosk, "listAttendees", json!({"status": "confirmed", "limit": 1000}));
    assert_eq!(count, open["attendees"].as_array().unwrap().len(), "everybody who may come in came in once");
    assert_eq!(call(&kiosk, "overview", json!({}))["inside"], count, "the count agrees");
    let jobs = call(&kiosk, "printJobs", json!({}));
    assert_eq!(jobs.as_array().unwrap().len(), count, "one badge each");
    kiosk.close(PATIENCE).unwrap();
    assert!(
        event_files::verify(&folder.path().join("event.ankomst"), &kiosk::Unlock::Nothing, None).unwrap().ok,
        "and the chain is whole"
    );
}

#[test]
fn a_full_disk_loses_nothing_and_goes_on_when_there_is_room() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("event.ankomst");
    let roomy = options(folder.path(), standing_clock());
    event_files::create_sample(&path, &roomy).unwrap().close(PATIENCE).unwrap();
    let size = path.metadata().unwrap().len();
    let tight = KioskOptions { max_bytes: Some(size + 32 * 1024), ..roomy.clone() };
    let kiosk = Kiosk::open(&path, Access::Write, &tight).unwrap();
    let (mut admitted, mut refused) = (Vec::new(), None);
    for id in ids(&kiosk) {
        match api::call(&kiosk, &Caller::default(), "checkIn", json!({"attendee": id})) {
            Ok(answer) if answer["outcome"] == "admitted" => admitted.push(id),
            Ok(_) => {}
            Err(error) => {
                refused = Some(error);
                break;
            }
        }
    }
    let error: KioskError = refused.expect("the room was too small for everybody");
    assert_eq!(error.code(), "diskFull");
    for language in [Language::Danish, Language::English] {
        let problem = error.problem(language);
        assert!(!problem.message.is_empty() && !problem.hint.contains("error."), "in words: {problem:?}");
    }
    let arrived = |kiosk: &Kiosk| call(kiosk, "overview", json!({}))["arrived"].clone();
    assert_eq!(arrived(&kiosk), admitted.len(), "what was acknowledged counts, what was not does not");
    let checks = call(&kiosk, "health", json!({}))["checks"].clone();
    let file = checks.as_array().unwrap().iter().find(|check| check["check"] == "file").unwrap().clone();
    assert_eq!(file["found"], "diskFull", "the banner says so as long as it is so");
    kiosk.close(PATIENCE).ok();
    let kiosk = Kiosk::open(&path, Access::Write, &roomy).unwrap();
    assert_eq!(arrived(&kiosk), admitted.len(), "also after a restart");
    let next = ids(&kiosk).into_iter().find(|id| !admitted.contains(id)).unwrap();
    call(&kiosk, "checkIn", json!({"attendee": next}));
    kiosk.close(PATIENCE).unwrap();
    assert!(event_files::verify(&path, &kiosk::Unlock::Nothing, None).unwrap().ok);
}

#[test]
fn a_clock_set_back_breaks_no_order() {
    let folder = TempDir::new().unwrap();
    let clock = standing_clock();
    let kiosk =
        event_files::create_sample(&folder.path().join("event.ankomst"), &options(folder.path(), clock.clone()))
            .unwrap();
    let id = &ids(&kiosk)[3];
    let entry = call(&kiosk, "checkIn", json!({"attendee": id}));
    assert_eq!(entry["outcome"], "admitted");
    clock.advance(SignedDuration::from_hours(-2));
    let undone = call(&kiosk, "undo", json!({"record": entry["checkIn"], "reason": "x"}));
    assert_eq!(undone["now"]["presence"], "expected", "an undo is an undo at whatever time");
    let again = call(&kiosk, "checkIn", json!({"attendee": id}));
    assert_eq!(again["outcome"], "admitted");
    assert_eq!(call(&kiosk, "checkIn", json!({"attendee": id}))["outcome"], "alreadyCheckedIn", "and stands");
    kiosk.close(PATIENCE).unwrap();
    assert!(event_files::verify(&folder.path().join("event.ankomst"), &kiosk::Unlock::Nothing, None).unwrap().ok);
}

#[test]
fn a_job_that_was_interrupted_is_asked_about_and_never_printed_again_by_itself() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("event.ankomst");
    let quiet = options(folder.path(), standing_clock());
    let kiosk = event_files::create_sample(&path, &quiet).unwrap();
    let people = ids(&kiosk);
    let job = call(&kiosk, "queueBadge", json!({"attendee": people[3]}))["id"].clone();
    // The attempt is on the disk, its end is not: as after a power cut while the printer had the badge.
    kiosk::acts::jobs::start_attempt_for_tests(&kiosk, job.as_str().unwrap().parse().unwrap()).unwrap();
    kiosk.close(PATIENCE).unwrap();

    let printing = KioskOptions { prints: true, ..quiet };
    let kiosk = Kiosk::open(&path, Access::Write, &printing).unwrap();
    let other = call(&kiosk, "queueBadge", json!({"attendee": people[4]}));
    kiosk.close(PATIENCE).unwrap();
    let badges = folder.path().join("event.ankomst-files/badges");
    let printed: Vec<String> = std::fs::read_dir(badges)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(printed.len(), 1, "only the other badge was printed: {printed:?}");
    assert!(printed[0].contains(other["id"].as_str().unwrap()));

    let kiosk = Kiosk::open(&path, Access::Write, &printing).unwrap();
    let unknown = call(&kiosk, "printJobs", json!({"state": "unknown"}));
    assert_eq!((&unknown[0]["id"], unknown.as_array().unwrap().len()), (&job, 1), "somebody is asked");
    assert_eq!(call(&kiosk, "getAttendee", json!({"attendee": people[3]}))["badge"], "unknown");
    let answered = call(&kiosk, "answerJob", json!({"job": job, "cameOut": false}));
    assert_eq!((&answered["state"], &answered["reason"]), (&"failed".into(), &"notOut".into()));
    let entry = call(&kiosk, "checkIn", json!({"attendee": people[3]}));
    assert!(entry["printJob"].is_object() || entry["outcome"] != "admitted", "a failed badge may be queued again");
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn a_badge_that_has_not_gone_out_is_cancelled_by_an_undo() {
    let folder = TempDir::new().unwrap();
    let kiosk =
        event_files::create_sample(&folder.path().join("event.ankomst"), &options(folder.path(), standing_clock()))
            .unwrap();
    let id = &ids(&kiosk)[3];
    let entry = call(&kiosk, "checkIn", json!({"attendee": id}));
    let undone = call(&kiosk, "undo", json!({"record": entry["checkIn"], "reason": "x"}));
    assert_eq!(undone["badge"], "cancelled", "no byte had gone out");
    assert_eq!(call(&kiosk, "printJobs", json!({}))[0]["state"], "cancelled");
    let again = call(&kiosk, "checkIn", json!({"attendee": id}));
    assert_eq!(again["printJob"]["state"], "queued", "the next entry asks for a badge anew");
    let cancelled = call(&kiosk, "cancelJob", json!({"job": again["printJob"]["id"]}));
    assert_eq!(cancelled["state"], "cancelled", "or somebody calls it off");
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn a_find_after_an_act_always_sees_it() {
    let folder = TempDir::new().unwrap();
    let kiosk =
        event_files::create_sample(&folder.path().join("event.ankomst"), &options(folder.path(), standing_clock()))
            .unwrap();
    for round in 0..50 {
        let name = format!("Zacharias Nummer{round:02}");
        let guest = call(&kiosk, "addWalkIn", json!({"name": name}));
        let found = call(&kiosk, "findAttendees", json!({"text": format!("zach nummer{round:02}")}));
        assert_eq!(found["hits"][0]["attendee"]["id"], guest["id"], "found as soon as it is acknowledged");
    }
    kiosk.close(PATIENCE).unwrap();
}
