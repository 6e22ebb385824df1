//! What a window shows around its screens.

use std::path::Path;

use jiff::SignedDuration;
use kiosk::clock::ManualClock;
use kiosk::home;

use super::*;

/// The sample event, open at a desk whose clock is held.
fn sample(folder: &Path) -> (Kiosk, Arc<ManualClock>) {
    let clock = standing_clock();
    (event_files::create_sample(&folder.join("event.ankomst"), &options(folder, clock.clone())).unwrap(), clock)
}

fn person(kiosk: &Kiosk, name: &str) -> Value {
    let found = call(kiosk, "findAttendees", json!({"text": name}));
    let hits = found["hits"].as_array().unwrap();
    hits.iter().map(|hit| hit["attendee"].clone()).find(|person| person["name"] == name).expect("this person")
}

fn check_in(kiosk: &Kiosk, name: &str) -> Value {
    call(kiosk, "checkIn", json!({"attendee": person(kiosk, name)["id"]}))
}

#[test]
fn the_event_tells_what_a_window_shows_of_it() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let event = call(&kiosk, "event", json!({}));
    assert_eq!(event["timeZone"], "Europe/Copenhagen");
    assert_eq!(event["rehearsal"], true);
    assert_eq!(event["desk"]["name"], "Desk A");
    assert_eq!(event["ticketTypes"][0], json!({"id": "deltager", "name": "Deltager", "colour": "#14577a"}));
    assert!(event["file"].as_str().unwrap().ends_with("event.ankomst"));
    assert!(event["badgeFolder"].as_str().unwrap().ends_with("badges"));
    assert_eq!(event["listAt"], "2026-11-23T09:00:00.000+01:00", "when the list came, by the clock of the house");
    kiosk.close(PATIENCE).unwrap();
    let reader =
        Kiosk::open(&folder.path().join("event.ankomst"), Access::Read, &options(folder.path(), standing_clock()))
            .unwrap();
    assert_eq!(call(&reader, "event", json!({}))["desk"], Value::Null, "who only reads has no desk");
    assert_eq!(call(&reader, "latest", json!({})), json!({"latest": []}));
}

#[test]
fn the_state_of_the_desk_changes_with_the_event_and_is_short_when_it_has_not() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let first = call(&kiosk, "deskState", json!({}));
    assert_eq!(first["counts"]["arrived"], 0);
    assert_eq!(first["counts"]["listed"], call(&kiosk, "overview", json!({}))["listed"]);
    let known = call(&kiosk, "deskState", json!({"known": first["changes"]}));
    assert_eq!((&known["counts"], &known["printing"]), (&Value::Null, &Value::Null), "nothing new, nothing said");
    assert_eq!(known["changes"], first["changes"]);
    let admitted = check_in(&kiosk, "Kim Kjær Nielsen");
    let after = call(&kiosk, "deskState", json!({"known": first["changes"]}));
    assert_eq!(after["counts"]["arrived"], 1);
    assert_eq!(after["printing"]["waiting"], 1, "nobody prints here");
    call(&kiosk, "undo", json!({"record": admitted["checkIn"], "reason": "x"}));
    let undone = call(&kiosk, "deskState", json!({"known": after["changes"]}));
    assert_eq!(undone["counts"]["arrived"], 0, "an undo is a change too");
    assert_eq!(undone["printing"]["waiting"], 0, "its badge was called off");
}

#[test]
fn the_counts_of_a_session_are_those_of_its_room() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let niels = person(&kiosk, "Niels Aagaard");
    assert!(niels["sessions"].as_array().unwrap().contains(&json!("break-out-2")));
    let before = call(&kiosk, "deskState", json!({"session": "break-out-2"}))["counts"]["session"].clone();
    assert_eq!((&before["taken"], &before["seats"]), (&json!(0), &json!(60)));
    call(&kiosk, "checkIn", json!({"attendee": niels["id"], "session": "break-out-2"}));
    let after = call(&kiosk, "deskState", json!({"session": "break-out-2"}))["counts"]["session"].clone();
    assert_eq!(after["taken"], 1);
    assert_eq!(after["registered"], before["registered"]);
    let other = call(&kiosk, "deskState", json!({"session": "break-out-1"}))["counts"]["session"].clone();
    assert_eq!(other["taken"], 0);
    let error = api::call(&kiosk, &Caller::default(), "deskState", json!({"session": "nowhere"})).unwrap_err();
    assert_eq!(error.code(), "notFound");
}

#[test]
fn the_latest_are_those_of_this_desk_newest_first_with_what_became_of_them() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = sample(folder.path());
    let admitted = check_in(&kiosk, "Kim Kjær Nielsen");
    clock.advance(SignedDuration::from_secs(60));
    check_in(&kiosk, "Anne-Sofie Nielsen");
    clock.advance(SignedDuration::from_secs(60));
    let niels = check_in(&kiosk, "Niels Aagaard");
    call(&kiosk, "checkIn", json!({"attendee": niels["attendee"]["id"], "direction": "exit"}));
    call(&kiosk, "checkIn", json!({"text": "WEB-2017-00418-K"}));
    call(&kiosk, "undo", json!({"record": admitted["checkIn"], "reason": "x"}));
    let told = call(&kiosk, "latest", json!({}));
    let lines: Vec<_> = told["latest"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
            let name = line["attendee"]["name"].as_str().unwrap_or_default().to_owned();
            (name, text("kind"), text("outcome"), line["undone"] == true)
        })
        .collect();
    let line =
        |name: &str, kind: &str, outcome: &str, undone| (name.to_owned(), kind.to_owned(), outcome.to_owned(), undone);
    assert_eq!(
        lines,
        [
            line("Niels Aagaard", "exit", "departed", false),
            line("Niels Aagaard", "entry", "admitted", false),
            line("Anne-Sofie Nielsen", "refused", "paymentDue", false),
            line("Kim Kjær Nielsen", "entry", "admitted", true),
        ],
        "an unknown code is nobody, and an undone act says so"
    );
    assert_eq!(told["latest"][1]["badge"], "queued");
    assert_eq!(told["latest"][3]["record"], admitted["checkIn"], "the record to name in an undo");
    assert_eq!(call(&kiosk, "latest", json!({"limit": 2}))["latest"].as_array().unwrap().len(), 2);
    kiosk.close(PATIENCE).unwrap();
    // The same file at another machine is another desk.
    let elsewhere = KioskOptions { home: folder.path().join("other home"), ..options(folder.path(), standing_clock()) };
    let copy = folder.path().join("copy.ankomst");
    event_files::backup(&folder.path().join("event.ankomst"), &copy).unwrap();
    let kiosk = Kiosk::open(&copy, Access::Write, &elsewhere).unwrap();
    assert_eq!(call(&kiosk, "latest", json!({}))["latest"], json!([]), "nobody has come to that desk");
}

#[test]
fn badges_in_trouble_are_named_until_a_later_one_takes_their_place() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("event.ankomst");
    let clock = standing_clock();
    event_files::create_sample(&path, &options(folder.path(), clock.clone())).unwrap().close(PATIENCE).unwrap();
    // A file where the folder of badges should be.
    let badges = folder.path().join("event.ankomst-files/badges");
    let _ = std::fs::remove_dir_all(&badges);
    std::fs::write(&badges, "in the way").unwrap();
    let printing = KioskOptions { prints: true, ..options(folder.path(), clock.clone()) };
    let kiosk = Kiosk::open(&path, Access::Write, &printing).unwrap();
    let admitted = check_in(&kiosk, "Kim Kjær Nielsen");
    let failed = || call(&kiosk, "deskState", json!({}))["printing"]["failed"].clone();
    wait(|| failed().as_array().unwrap().len() == 1);
    assert_eq!(failed()[0]["id"], admitted["printJob"]["id"]);
    clock.advance(SignedDuration::from_hours(13));
    assert_eq!(failed(), json!([]), "what went wrong yesterday is no trouble of today");
    clock.advance(SignedDuration::from_hours(-13));
    clock.advance(SignedDuration::from_secs(1));
    std::fs::remove_file(&badges).unwrap();
    call(&kiosk, "queueBadge", json!({"attendee": admitted["attendee"]["id"]}));
    wait(|| call(&kiosk, "deskState", json!({}))["printing"]["waiting"] == 0);
    assert_eq!(failed(), json!([]), "a later badge has taken its place");
    let jobs = call(&kiosk, "printJobs", json!({"attendee": admitted["attendee"]["id"]}));
    assert_eq!(jobs.as_array().unwrap().len(), 2, "of this person only");
    let other = person(&kiosk, "Niels Aagaard");
    assert_eq!(call(&kiosk, "printJobs", json!({"attendee": other["id"]})), json!([]));
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn colleagues_share_an_order_or_else_a_place_and_are_still_to_come() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let add = |name: &str, organisation: &str, order: &str, status: &str| {
        let added = call(&kiosk, "addWalkIn", json!({"name": name, "organisation": organisation, "order": order}));
        call(&kiosk, "setStatus", json!({"attendee": added["id"], "status": status}));
        added["id"].as_str().unwrap().to_owned()
    };
    let of = |id: &str| call(&kiosk, "colleagues", json!({"attendee": id}));
    let names = |told: &Value| -> Vec<String> {
        told["colleagues"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    let anna = add("Anna Zeuthen", "Havnens Hus", "9001", "confirmed");
    let bo = add("Bo Yde", "Et andet sted", "9001", "paymentDue");
    add("Carl Xu", "Havnens Hus", "9002", "confirmed");
    add("Dina West", "Havnens Hus", "9001", "cancelled");
    let told = of(&anna);
    assert_eq!((told["by"].as_str(), names(&told)), (Some("order"), vec!["Bo Yde".to_owned()]));
    call(&kiosk, "checkIn", json!({"attendee": bo, "override": {"reason": "x"}}));
    let told = of(&anna);
    assert_eq!(told["by"], "organisation", "nobody else of the order is expected any more");
    assert_eq!(names(&told), ["Carl Xu"]);
    for number in 0..7 {
        add(&format!("Emil Nr{number}"), "Havnens Hus", "", "confirmed");
    }
    let told = of(&anna);
    assert_eq!((names(&told).len(), told["more"].as_u64()), (5, Some(3)));
    let alone = add("Frida Vang", "", "", "confirmed");
    assert_eq!(names(&of(&alone)), Vec::<String>::new(), "people without a place are no colleagues");
}

#[test]
fn an_answer_names_the_namesake_who_is_expected_too_and_when_things_were() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = sample(folder.path());
    let found = call(&kiosk, "findAttendees", json!({"text": "mette nielsen"}));
    let ids: Vec<&str> =
        found["hits"].as_array().unwrap().iter().filter_map(|hit| hit["attendee"]["id"].as_str()).collect();
    let first = call(&kiosk, "checkIn", json!({"attendee": ids[0]}));
    assert_eq!(first["alike"][0]["id"], ids[1]);
    assert_eq!(first["at"], "2026-11-23T09:00:00.000+01:00");
    let second = call(&kiosk, "checkIn", json!({"attendee": ids[1]}));
    assert_eq!(second["alike"], Value::Null, "the other one has come");

    let cancelled = check_in(&kiosk, "Søren Nielsen");
    assert_eq!(
        (cancelled["outcome"].as_str(), &cancelled["cancelledAt"]),
        (Some("cancelled"), &Value::Null),
        "the list did"
    );
    let kim = person(&kiosk, "Kim Kjær Nielsen");
    clock.advance(SignedDuration::from_hours(1));
    call(&kiosk, "setStatus", json!({"attendee": kim["id"], "status": "cancelled", "reason": "x"}));
    clock.advance(SignedDuration::from_hours(1));
    assert_eq!(check_in(&kiosk, "Kim Kjær Nielsen")["cancelledAt"], "2026-11-23T10:00:00.000+01:00");

    let niels = person(&kiosk, "Niels Aagaard");
    let picture = folder.path().join("badge.png");
    call(&kiosk, "renderBadge", json!({"attendee": niels["id"], "format": "png", "out": picture}));
    let texts = event_files::read_picture(&picture).unwrap();
    let code = texts.iter().find(|text| text.starts_with("AK1")).unwrap();
    call(&kiosk, "reissueBadge", json!({"attendee": niels["id"], "reason": "x"}));
    clock.advance(SignedDuration::from_hours(1));
    let revoked = call(&kiosk, "checkIn", json!({"text": code}));
    assert_eq!(
        (revoked["outcome"].as_str(), revoked["newerAt"].as_str()),
        (Some("revokedCode"), Some("2026-11-23T11:00:00.000+01:00"))
    );
}

#[test]
fn the_event_open_last_is_remembered_in_the_users_folder() {
    let folder = TempDir::new().unwrap();
    let home = folder.path().join("home");
    assert_eq!(home::last_event(&home), None, "nothing was open yet");
    let event = folder.path().join("my event.ankomst");
    home::remember_event(&event, &home);
    assert_eq!(home::last_event(&home), None, "a file that is not there is not remembered");
    std::fs::write(&event, "x").unwrap();
    home::remember_event(&event, &home);
    assert_eq!(home::last_event(&home), Some(event.canonicalize().unwrap()));
}

/// Waits for what another thread does.
#[track_caller]
fn wait(done: impl Fn() -> bool) {
    for _ in 0..200 {
        if done() {
            return;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    panic!("waited in vain");
}
