//! What the lead sees and sets: arrivals of a day, who is inside, whether the desk is ready, names and templates.

use std::time::Instant;

use jiff::SignedDuration;

use super::desk::{check_in, person, sample};
use super::*;

fn check<'a>(health: &'a Value, of: &str) -> &'a Value {
    health["checks"].as_array().unwrap().iter().find(|check| check["check"] == of).expect("this check")
}

#[track_caller]
fn found(kiosk: &Kiosk, of: &str, state: &str, found: &str) {
    let health = call(kiosk, "health", json!({}));
    let check = check(&health, of);
    assert_eq!((check["state"].as_str(), check["found"].as_str()), (Some(state), Some(found)), "{of}: {health}");
}

#[test]
fn arrivals_are_those_of_the_day_with_what_is_expected() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = sample(folder.path());
    let before = call(&kiosk, "arrivals", json!({}));
    assert_eq!(before["busiest"], Value::Null, "nobody has come");
    assert!(before["doors"].as_str().unwrap().starts_with("2026-11-23T08:30"), "a rehearsal plays the day today");
    check_in(&kiosk, "Niels Aagaard");
    check_in(&kiosk, "Kim Kjær Nielsen");
    let now = call(&kiosk, "arrivals", json!({}));
    assert_eq!(now["busiest"]["entries"], 2);
    assert_eq!(now["lastTenMinutes"], 2);
    let sum: u64 = now["slots"].as_array().unwrap().iter().map(|slot| slot["entries"].as_u64().unwrap()).sum();
    assert_eq!(sum, 2, "each in one step");
    assert!(now["shapes"].as_array().unwrap().iter().any(|shape| shape["kind"] == "rectangle"), "a bar");
    assert_eq!(now["svg"], Value::Null, "a file only if it is asked for");
    assert!(call(&kiosk, "arrivals", json!({"svg": true}))["svg"].as_str().unwrap().starts_with("<svg"));
    call(&kiosk, "addWalkIn", json!({"name": "Ny Gæst"}));
    clock.advance(SignedDuration::from_mins(11));
    let later = call(&kiosk, "arrivals", json!({}));
    assert_eq!(later["lastTenMinutes"], 0, "they came longer ago");
    assert_eq!(later["walkIns"], 1);
    let wrong = api::call(&kiosk, &Caller::default(), "arrivals", json!({"width": 3})).unwrap_err();
    assert_eq!(wrong.code(), "wrongParameter");
}

#[test]
fn who_is_inside_are_those_who_entered_and_have_not_left_also_of_a_session() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let names = |params: Value| -> Vec<String> {
        let inside = call(&kiosk, "whoIsInside", params)["inside"].clone();
        inside.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    assert!(names(json!({})).is_empty(), "nobody yet");
    check_in(&kiosk, "Kim Kjær Nielsen");
    check_in(&kiosk, "Niels Aagaard");
    assert_eq!(names(json!({})), ["Kim Kjær Nielsen", "Niels Aagaard"], "aa comes last in Danish");
    let niels = person(&kiosk, "Niels Aagaard")["id"].clone();
    let session = json!({"attendee": niels, "session": "velkomst"});
    assert_eq!(call(&kiosk, "checkIn", session)["outcome"], "admitted");
    assert_eq!(names(json!({"session": "velkomst"})), ["Niels Aagaard"]);
    call(&kiosk, "checkIn", json!({"attendee": niels, "direction": "exit"}));
    assert_eq!(names(json!({})), ["Kim Kjær Nielsen"], "who left is not inside");
    assert!(names(json!({"session": "velkomst"})).is_empty(), "nor in any of its rooms");
    let missing = api::call(&kiosk, &Caller::default(), "whoIsInside", json!({"session": "nowhere"})).unwrap_err();
    assert_eq!(missing.code(), "notFound");
}

#[test]
fn the_list_of_who_is_inside_is_saved_on_paper() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    check_in(&kiosk, "Kim Kjær Nielsen");
    let path = call(&kiosk, "saveInside", json!({}))["path"].as_str().unwrap().to_owned();
    assert!(path.contains("event.ankomst-files/reports/"), "{path}");
    assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF-"));
    let out = folder.path().join("mine.pdf");
    call(&kiosk, "saveInside", json!({"out": out, "session": "velkomst"}));
    assert!(out.exists());
}

#[test]
fn a_file_that_is_gone_or_another_is_said_at_once_and_nobody_is_admitted_into_it() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    found(&kiosk, "file", "ok", "ok");
    let guest = ids(&kiosk)[3].clone();
    let refused = || {
        let answer = api::call(&kiosk, &Caller::default(), "checkIn", json!({"attendee": guest}));
        answer.err().map(|error| error.code())
    };
    let file = kiosk.place().file.clone();
    let aside = folder.path().join("aside");
    std::fs::rename(&file, &aside).unwrap();
    found(&kiosk, "file", "blocked", "gone");
    assert_eq!(refused(), Some("fileGone"), "it would be lost with the program's end");
    assert_eq!(call(&kiosk, "health", json!({}))["state"], "blocked", "the worst is that of the whole");
    std::fs::copy(&aside, &file).unwrap();
    found(&kiosk, "file", "blocked", "replaced");
    assert_eq!(refused(), Some("fileGone"));
    std::fs::rename(&aside, &file).unwrap();
    found(&kiosk, "file", "ok", "ok");
    assert_eq!(call(&kiosk, "overview", json!({}))["arrived"], 0);
    assert_eq!(call(&kiosk, "checkIn", json!({"attendee": guest}))["outcome"], "admitted", "it goes on by itself");
}

#[test]
fn a_backup_is_old_only_if_something_has_happened_since() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = sample(folder.path());
    found(&kiosk, "backup", "attention", "none");
    clock.advance(SignedDuration::from_secs(1));
    event_files::back_up_for_tests(&kiosk).unwrap();
    found(&kiosk, "backup", "ok", "ok");
    clock.advance(SignedDuration::from_hours(2));
    found(&kiosk, "backup", "ok", "ok");
    check_in(&kiosk, "Niels Aagaard");
    found(&kiosk, "backup", "attention", "old");
    event_files::back_up_for_tests(&kiosk).unwrap();
    found(&kiosk, "backup", "ok", "ok");
}

#[test]
fn the_ring_keeps_the_newest_backups_and_no_others_are_touched() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = sample(folder.path());
    let own = kiosk.place().backups().join("20200101T000000.000Z mine abc.ankomst");
    std::fs::create_dir_all(kiosk.place().backups()).unwrap();
    std::fs::write(&own, b"").unwrap();
    let mut made = Vec::new();
    for n in 0..27 {
        clock.advance(SignedDuration::from_mins(1));
        call(&kiosk, "addWalkIn", json!({"name": format!("Gæst {n}")}));
        event_files::back_up_for_tests(&kiosk).unwrap();
        made.push(kiosk.place().newest_backup().unwrap());
    }
    let left: Vec<_> = kiosk.place().backup_times().into_iter().map(|(_, path)| path).collect();
    let wanted: Vec<_> = std::iter::once(own).chain(made[3..].iter().cloned()).collect();
    assert_eq!(left, wanted, "the newest 24, and what is not of the ring");
    let last = kiosk.place().newest_backup().unwrap();
    let copy = Kiosk::open(&last, Access::Read, &options(folder.path(), standing_clock())).unwrap();
    assert_eq!(call(&copy, "findAttendees", json!({"text": "Gæst 26"}))["hits"].as_array().unwrap().len(), 1);
}

#[test]
fn backups_come_by_themselves_after_an_import() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("event.ankomst");
    let quiet = options(folder.path(), Arc::new(kiosk::clock::SystemClock));
    event_files::create_sample(&file, &quiet).unwrap().close(PATIENCE).unwrap();
    // Only a list brings one so soon.
    let rarely = KioskOptions { backs_up: Some(Duration::from_secs(24 * 3600)), ..quiet };
    let kiosk = Kiosk::open(&file, Access::Write, &rarely).unwrap();
    let list = folder.path().join("list.csv");
    std::fs::write(&list, "Name\nNy Person\n").unwrap();
    call(&kiosk, "importList", json!({"path": list}));
    let until = Instant::now() + PATIENCE;
    while kiosk.place().backup_times().is_empty() {
        assert!(Instant::now() < until, "no backup came");
        std::thread::sleep(Duration::from_millis(20));
    }
    found(&kiosk, "backup", "ok", "ok");
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn backups_come_by_themselves_while_something_changes() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("event.ankomst");
    let quiet = options(folder.path(), Arc::new(kiosk::clock::SystemClock));
    event_files::create_sample(&file, &quiet).unwrap().close(PATIENCE).unwrap();
    let often = KioskOptions { backs_up: Some(Duration::from_millis(50)), ..quiet };
    let kiosk = Kiosk::open(&file, Access::Write, &often).unwrap();
    let wait = |n: usize| {
        let until = Instant::now() + PATIENCE;
        while kiosk.place().backup_times().len() < n {
            assert!(Instant::now() < until, "backup {n} did not come");
            std::thread::sleep(Duration::from_millis(10));
        }
    };
    wait(1);
    check_in(&kiosk, "Niels Aagaard");
    wait(2);
    // Nothing happens, so nothing is copied: each copy would be another turn of the worker.
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(kiosk.place().backup_times().len(), 2);
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn the_age_of_the_list_counts_on_a_day_of_the_event() {
    let folder = TempDir::new().unwrap();
    let clock = standing_clock();
    let toml = "title = \"T\"\ntimeZone = \"Europe/Copenhagen\"\nstarts = \"2026-11-25\"\nends = \"2026-11-25\"\n";
    let event = kiosk::settings::EventFile::from_toml(toml).unwrap();
    let kiosk =
        Kiosk::create(&folder.path().join("event.ankomst"), &event, &options(folder.path(), clock.clone())).unwrap();
    found(&kiosk, "list", "attention", "none");
    let list = folder.path().join("list.csv");
    std::fs::write(&list, "Name\nNy Person\n").unwrap();
    call(&kiosk, "importList", json!({"path": list}));
    found(&kiosk, "list", "ok", "ok");
    clock.advance(SignedDuration::from_hours(48));
    found(&kiosk, "list", "attention", "old");
}

#[test]
fn a_clock_that_is_wrong_is_said_both_ways() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = sample(folder.path());
    found(&kiosk, "clock", "ok", "ok");
    clock.advance(SignedDuration::from_hours(19));
    found(&kiosk, "clock", "ok", "ok");
    check_in(&kiosk, "Niels Aagaard");
    clock.advance(SignedDuration::from_hours(19));
    found(&kiosk, "clock", "attention", "ahead");
    clock.advance(-SignedDuration::from_hours(20));
    found(&kiosk, "clock", "blocked", "behind");
}

#[test]
fn all_checks_read_the_journal_too() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    assert_eq!(call(&kiosk, "health", json!({}))["checks"].as_array().unwrap().len(), 7);
    let all = call(&kiosk, "health", json!({"all": true}));
    assert_eq!(check(&all, "journal")["found"], "ok");
}

#[test]
fn a_desk_gets_another_name_once_and_keeps_it() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let renamed = call(&kiosk, "nameDesk", json!({"name": "  Skranke\u{202e} 2 ", "nonce": "n"}));
    assert_eq!(renamed["desk"]["name"], "Skranke 2", "without blanks and hidden letters");
    assert_eq!(call(&kiosk, "nameDesk", json!({"name": "  Skranke\u{202e} 2 ", "nonce": "n"}))["repeated"], true);
    for wrong in ["", "   ", &"x".repeat(41)] {
        let error = api::call(&kiosk, &Caller::default(), "nameDesk", json!({"name": wrong})).unwrap_err();
        assert_eq!(error.code(), "wrongParameter", "{wrong:?}");
    }
    let file = kiosk.place().file.clone();
    kiosk.close(PATIENCE).unwrap();
    let unnamed = KioskOptions { desk: String::new(), ..options(folder.path(), standing_clock()) };
    let again = Kiosk::open(&file, Access::Write, &unnamed).unwrap();
    assert_eq!(call(&again, "event", json!({}))["desk"]["name"], "Skranke 2");
    check_in(&again, "Niels Aagaard");
    let niels = call(&again, "getAttendee", json!({"attendee": person(&again, "Niels Aagaard")["id"]}));
    assert_eq!(niels["firstEntry"]["desk"], "Skranke 2");
}

#[test]
fn settings_change_while_the_event_is_open_and_what_makes_no_sense_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let niels = person(&kiosk, "Niels Aagaard")["id"].clone();
    let width = |kiosk: &Kiosk| {
        let svg = kiosk::render_badges(
            kiosk,
            &kiosk::BadgeOrder {
                attendees: vec![niels.as_str().unwrap().parse().unwrap()],
                format: kiosk::BadgeFormat::Svg,
                template: None,
                sheet: None,
            },
        );
        let svg = String::from_utf8(svg.unwrap()).unwrap();
        svg.split("width=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    assert_eq!(width(&kiosk), "105mm");
    let changed = call(&kiosk, "amendEvent", json!({"fields": {"badgeTemplate": "card", "venue": "Salen"}}));
    assert_eq!((changed["badgeTemplate"].as_str(), changed["venue"].as_str()), (Some("card"), Some("Salen")));
    assert_eq!(width(&kiosk), "86mm", "the next badge is drawn so");
    for (fields, code) in [
        (json!({"badgeTemplate": "nothing"}), "noSuchTemplate"),
        (json!({"starts": "2020-01-01"}), "wrongParameter"),
        (json!({"title": " "}), "badSettings"),
        (json!({"seats": "many"}), "badSettings"),
        (json!({"bounceSeconds": 11}), "badSettings"),
        (json!({"exits": "no"}), "badSettings"),
        (json!({"title": "Good", "opens": "noon"}), "badSettings"),
    ] {
        let error = api::call(&kiosk, &Caller::default(), "amendEvent", json!({"fields": fields})).unwrap_err();
        assert_eq!(error.code(), code, "{fields}");
    }
    assert_eq!(call(&kiosk, "event", json!({}))["title"], "Collective impact – muligheder og udfordringer");
    let desk = call(&kiosk, "amendEvent", json!({"fields": {"exits": false, "bounceSeconds": 0}}));
    assert_eq!((desk["exits"].as_bool(), desk["bounceSeconds"].as_u64()), (Some(false), Some(0)));
    assert_eq!(call(&kiosk, "checkIn", json!({"attendee": niels}))["outcome"], "admitted");
    let exit = call(&kiosk, "checkIn", json!({"attendee": niels, "direction": "exit"}));
    assert_eq!(exit["outcome"], "departed", "no rule keeps anybody in; a script may still say that somebody left");
    let back = call(&kiosk, "amendEvent", json!({"fields": {"badgeTemplate": null}}));
    assert_eq!(back["badgeTemplate"], "a6", "the default again");
    let verdict = event_files::verify(&kiosk.place().file, &kiosk::Unlock::Nothing, None).unwrap();
    assert!(verdict.ok, "{:?}", verdict.faults);
}

#[test]
fn who_is_erased_is_in_no_list_and_no_backup_that_came_by_itself() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = sample(folder.path());
    check_in(&kiosk, "Kim Kjær Nielsen");
    event_files::back_up_for_tests(&kiosk).unwrap();
    let before = kiosk.place().newest_backup().unwrap();
    let list = call(&kiosk, "saveInside", json!({}))["path"].as_str().unwrap().to_owned();
    let kim = person(&kiosk, "Kim Kjær Nielsen")["id"].as_str().unwrap().parse().unwrap();
    clock.advance(SignedDuration::from_secs(1));
    kiosk::acts::erase::erase_attendee(&kiosk, &Caller::default(), kim).unwrap();
    assert!(!Path::new(&list).exists(), "the list has the name");
    assert!(!before.exists(), "and so had the backup");
    let copy =
        Kiosk::open(&kiosk.place().newest_backup().unwrap(), Access::Read, &options(folder.path(), clock)).unwrap();
    let found = call(&copy, "findAttendees", json!({"text": "Kim Kjær"}));
    assert!(
        found["hits"].as_array().unwrap().iter().all(|hit| hit["attendee"]["name"] != "Kim Kjær Nielsen"),
        "{found}"
    );
    assert_eq!(call(&copy, "overview", json!({}))["arrived"], 1, "the counts stay");
}
