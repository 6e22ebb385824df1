//! The second medium as a window or a script chooses it, and the list of what there is to go back to.

use jiff::SignedDuration;
use kiosk::{Access, Authority, Caller, Kiosk, KioskOptions, Role, api, event_files};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

use crate::{PATIENCE, call, ids, options, standing_clock};

fn check(kiosk: &Kiosk) -> Value {
    let health = call(kiosk, "health", json!({}));
    health["checks"].as_array().unwrap().iter().find(|check| check["check"] == "medium").unwrap().clone()
}

#[test]
fn a_medium_is_chosen_followed_and_left_and_all_backups_are_listed_with_their_counts() {
    let folder = TempDir::new().unwrap();
    let stick = folder.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    let clock = standing_clock();
    let file = folder.path().join("event.ankomst");
    let kiosk = event_files::generate(&file, 30, 2, &options(folder.path(), clock.clone()), &mut |_| {}).unwrap();
    assert_eq!((check(&kiosk)["state"].clone(), check(&kiosk)["found"].clone()), (json!("ok"), json!("none")));
    let refused = |params: Value| api::call(&kiosk, &Caller::default(), "chooseMedium", params).unwrap_err().code();
    assert_eq!(refused(json!({"folder": folder.path().join("nowhere")})), "fileMissing");
    assert_eq!(refused(json!({"folder": 7})), "wrongParameter");
    let found = call(&kiosk, "chooseMedium", json!({"folder": stick}));
    assert_eq!((&found["medium"]["found"], &found["medium"]["inClear"]), (&json!("noWord"), &json!(false)));
    assert_eq!(found["medium"]["sameDisk"], true, "it lies beside the event");
    assert_eq!(check(&kiosk)["state"], "attention");
    // Only the word changes; the folder stays.
    let found = call(&kiosk, "chooseMedium", json!({"inClear": true}));
    assert_eq!((&found["medium"]["found"], &found["medium"]["inClear"]), (&json!("waiting"), &json!(true)));
    assert!(found["medium"].get("at").is_none(), "no copy is claimed");
    let people = ids(&kiosk);
    let mut arrived = Vec::new();
    for (n, id) in people.iter().take(3).enumerate() {
        clock.advance(SignedDuration::from_mins(1));
        call(&kiosk, "checkIn", json!({"attendee": id}));
        clock.advance(SignedDuration::from_mins(1));
        event_files::back_up_for_tests(&kiosk).unwrap();
        if n > 0 {
            assert!(event_files::follow_medium_for_tests(&kiosk));
        }
        arrived.push(n + 1);
    }
    let found = call(&kiosk, "backups", json!({}));
    assert_eq!(found["now"]["arrived"], 3);
    let listed: Vec<_> = found["backups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["holds"]["arrived"].clone(), one["onMedium"].clone()))
        .collect();
    let wanted = [(3, false), (3, true), (2, false), (2, true), (1, false)].map(|(n, on)| (json!(n), json!(on)));
    assert_eq!(listed, wanted, "the newest first");
    assert_eq!(check(&kiosk)["found"], "ok");
    assert_eq!(check(&kiosk)["at"], found["medium"]["at"]);
    // What happened since is not on it for a while, and then that is told.
    clock.advance(SignedDuration::from_secs(1));
    call(&kiosk, "checkIn", json!({"attendee": people[4]}));
    assert_eq!(check(&kiosk)["found"], "ok");
    clock.advance(SignedDuration::from_mins(31));
    assert_eq!(check(&kiosk)["found"], "old");
    std::fs::rename(&stick, folder.path().join("pocket")).unwrap();
    assert_eq!(
        (check(&kiosk)["found"].clone(), check(&kiosk)["at"].clone()),
        (json!("gone"), found["medium"]["at"].clone())
    );
    assert_eq!(call(&kiosk, "backups", json!({}))["backups"].as_array().unwrap().len(), 3, "those here");
    let found = call(&kiosk, "chooseMedium", json!({"folder": null}));
    assert_eq!(found["medium"]["found"], "none");
    assert!(std::fs::read_dir(folder.path().join("pocket")).unwrap().count() > 0, "what lies on it stays there");
    // At a desk it is the lead's.
    kiosk::acts::staff::put(&kiosk, None, "Lone", Role::Lead, Some(&kiosk::Pin::new("4711".to_owned()).unwrap()))
        .unwrap();
    let desk = Caller { authority: Authority::Staff(Role::Desk), ..Caller::default() };
    for (name, params) in [("backups", json!({})), ("chooseMedium", json!({"inClear": true}))] {
        assert_eq!(api::call(&kiosk, &desk, name, params).unwrap_err().code(), "leadNeeded", "{name}");
    }
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn while_the_event_is_open_copies_come_by_themselves() {
    let folder = TempDir::new().unwrap();
    let stick = folder.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    let file = folder.path().join("event.ankomst");
    let quiet = options(folder.path(), Arc::new(kiosk::clock::SystemClock));
    event_files::create_sample(&file, &quiet).unwrap().close(PATIENCE).unwrap();
    let often = KioskOptions { backs_up: Some(Duration::from_millis(50)), ..quiet };
    let kiosk = Kiosk::open(&file, Access::Write, &often).unwrap();
    call(&kiosk, "chooseMedium", json!({"folder": stick, "inClear": true}));
    let wait = |what: &str, found: &str| {
        let until = Instant::now() + PATIENCE;
        while check(&kiosk)["found"] != found {
            assert!(Instant::now() < until, "{what} does not come: {}", check(&kiosk));
            std::thread::sleep(Duration::from_millis(10));
        }
    };
    wait("the first copy", "ok");
    let away = folder.path().join("pocket");
    std::fs::rename(&stick, &away).unwrap();
    wait("the news that it is gone", "gone");
    call(&kiosk, "checkIn", json!({"attendee": ids(&kiosk)[0]}));
    std::fs::rename(&away, &stick).unwrap();
    wait("the stick again", "ok");
    let until = Instant::now() + PATIENCE;
    loop {
        let found = call(&kiosk, "backups", json!({}));
        let on_stick = found["backups"].as_array().unwrap().iter().find(|one| one["onMedium"] == true).unwrap();
        if on_stick["holds"]["arrived"] == 1 {
            break;
        }
        assert!(Instant::now() < until, "what happened meanwhile does not come: {found}");
        std::thread::sleep(Duration::from_millis(10));
    }
    kiosk.close(PATIENCE).unwrap();
}
