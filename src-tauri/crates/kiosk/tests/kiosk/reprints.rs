//! A badge printed once more says so; and what somebody did to the queues holds after a restart.

use std::time::Duration;

use kiosk::clock::{ManualClock, SystemClock};
use serde_json::{Value, json};
use testkit::{FakePrinter, Script, Speaks, Trouble};

use super::printing::PrintDesk;
use super::{Access, Arc, Kiosk, KioskOptions, PATIENCE, TempDir, at, call, options};

const SOON: Duration = Duration::from_secs(30);

/// Prints a badge of somebody and returns the job and what was sent, without the job's name.
fn printed(desk: &PrintDesk, person: &str) -> (Value, Vec<u8>) {
    let before = desk.printers[0].documents().len();
    let job = call(&desk.kiosk, "queueBadge", json!({"attendee": person}));
    desk.wait("it is out", SOON, |desk| {
        desk.printers[0].documents().len() > before && desk.count("queued") + desk.count("sent") == 0
    });
    let label = desk.printers[0].documents().pop().unwrap();
    let name = label.windows(3).position(|three| three == b"^FS").unwrap();
    (job, label[name..].to_vec())
}

#[test]
fn a_badge_printed_once_more_has_a_mark_where_the_event_wants_one() {
    let desk = PrintDesk::new(6, vec![FakePrinter::start(Speaks::Zpl, Script::well())]);
    desk.printers[0].keep_documents();
    let (somebody, other) = (desk.people[0].clone(), desk.people[1].clone());
    let (job, first) = printed(&desk, &somebody);
    assert!(job["nth"].is_null() && job["reprintOf"].is_null(), "the first: {job}");
    let (job, second) = printed(&desk, &somebody);
    assert_eq!(job["nth"], 2, "the screen says so: {job}");
    assert!(first == second, "and no mark where nobody asked for one");
    call(&desk.kiosk, "amendEvent", json!({"fields": {"markReprints": true}}));
    assert_eq!(call(&desk.kiosk, "eventSettings", json!({}))["markReprints"], true);
    let (job, third) = printed(&desk, &somebody);
    assert_eq!(job["nth"], 3);
    assert!(third != first, "a mark");
    // The first of somebody else has none, also if an attempt before came to nothing.
    call(&desk.kiosk, "pausePrinter", json!({"printer": "a", "paused": true}));
    let called_off = call(&desk.kiosk, "queueBadge", json!({"attendee": other}));
    call(&desk.kiosk, "cancelJob", json!({"job": called_off["id"]}));
    call(&desk.kiosk, "pausePrinter", json!({"printer": "a", "paused": false}));
    let (job, marked) = printed(&desk, &other);
    assert!(job["nth"].is_null() && !job["reprintOf"].is_null(), "nothing is out: {job}");
    call(&desk.kiosk, "amendEvent", json!({"fields": {"markReprints": false}}));
    assert!(marked == printed(&desk, &other).1, "the first badge that comes out has no mark");
    desk.close();
}

#[test]
fn what_was_paused_and_moved_stays_so_after_a_restart() {
    let desk = PrintDesk::new(
        20,
        vec![
            FakePrinter::start(Speaks::Zpl, Script::well()),
            // So slow that the first one would have time to help.
            FakePrinter::start(Speaks::Zpl, Script::always(Trouble::Slow(Duration::from_millis(50)))),
        ],
    );
    let pause = |kiosk: &Kiosk, printer: &str, paused: bool| {
        call(kiosk, "pausePrinter", json!({"printer": printer, "paused": paused}));
    };
    pause(&desk.kiosk, "a", true);
    pause(&desk.kiosk, "b", true);
    desk.check_in(&desk.people[..4]);
    call(&desk.kiosk, "moveJobs", json!({"from": "a", "to": "b"}));
    let queue = |all: &Value, at: usize| all["printers"][at]["queue"].as_u64().unwrap();
    let told = call(&desk.kiosk, "printers", json!({}));
    assert_eq!((queue(&told, 0), queue(&told, 1)), (0, 4));
    let PrintDesk { kiosk, printers, folder, .. } = desk;
    kiosk.close(Duration::from_secs(10)).unwrap();
    let again = KioskOptions { prints: true, ..options(folder.path(), Arc::new(SystemClock)) };
    let kiosk = Kiosk::open(&folder.path().join("event.ankomst"), Access::Write, &again).unwrap();
    let told = call(&kiosk, "printers", json!({}));
    assert_eq!((&told["printers"][0]["state"], &told["printers"][1]["state"]), (&json!("paused"), &json!("paused")));
    assert_eq!((queue(&told, 0), queue(&told, 1)), (0, 4), "where somebody put them");
    // The first printer is let go on too, and takes nothing of it. (While the second is paused it would: nobody waits for a
    // printer that is paused.)
    pause(&kiosk, "b", false);
    pause(&kiosk, "a", false);
    let until = std::time::Instant::now() + SOON;
    while call(&kiosk, "printJobs", json!({"state": "confirmed"})).as_array().unwrap().len() < 4 {
        assert!(std::time::Instant::now() < until, "{}", call(&kiosk, "printJobs", json!({})));
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!((printers[0].out().len(), printers[1].out().len()), (0, 4));
    kiosk.close(Duration::from_secs(10)).unwrap();
    let kept = std::fs::read_to_string(folder.path().join("home/printer-moves.json")).unwrap();
    assert_eq!(kept, "{}", "nothing is remembered of what is done");
}

/// Doors at half past seven, the first session at half past eight (UTC).
const MORNING: &str = r#"
title = "Årsmøde"
timeZone = "Europe/Copenhagen"
starts = "2026-11-23"
ends = "2026-11-23"
opens = "2026-11-23T08:30"

[[sessions]]
id = "opening"
title = "Åbning"
starts = "2026-11-23T09:30"
ends = "2026-11-23T10:30"
"#;

#[test]
fn a_roll_that_does_not_outlast_the_morning_is_told_of_before_the_rush() {
    let folder = TempDir::new().unwrap();
    let clock = Arc::new(ManualClock::at(at("2026-11-23T07:30:00Z")));
    let file = kiosk::settings::EventFile::from_toml(MORNING).unwrap();
    let kiosk = Kiosk::create(&folder.path().join("event.ankomst"), &file, &options(folder.path(), clock)).unwrap();
    for nth in 0..240 {
        call(&kiosk, "addWalkIn", json!({"givenName": "Bo", "familyName": format!("Ås {nth}")}));
    }
    let roll = |labels: u32| {
        let id = if call(&kiosk, "printers", json!({}))["printers"] == json!([]) { "" } else { "a" };
        let saved = json!({"id": id, "name": "A", "kind": "zpl", "address": "127.0.0.1:9", "rollLabels": labels});
        call(&kiosk, "savePrinter", saved)["printers"][0].clone()
    };
    let short = roll(60);
    assert_eq!(short["left"], 60);
    let ends = short["emptyInMinutes"].as_i64().expect("it ends in the rush");
    let before = at(short["before"].as_str().expect("and the rush is told"));
    let minutes = before.duration_since(at("2026-11-23T07:30:00Z")).as_mins();
    assert!(
        (1..ends).contains(&minutes) && ends < 60,
        "change it before {minutes} minutes from now, it ends in {ends}"
    );
    let long = roll(500);
    assert!(long["emptyInMinutes"].is_null() && long["before"].is_null(), "a new roll outlasts them all: {long}");
    kiosk.close(PATIENCE).unwrap();
}
