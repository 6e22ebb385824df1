//! Erasing: nothing of a person is left in any file, the counts stay, and no copy brings anybody back.

use std::path::Path;

use jiff::SignedDuration;
use kiosk::{Access, Caller, Kiosk, api, event_files};
use serde_json::json;
use tempfile::TempDir;

use crate::{PATIENCE, call, ids, options, standing_clock};

/// Every file under a folder.
fn files(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if let Ok(bytes) = std::fs::read(&path) {
            found.push((path.display().to_string(), bytes));
        }
    }
}

/// The first file that holds one of the texts, as UTF-8 or UTF-16.
fn left_over(folder: &Path, texts: &[String]) -> Option<String> {
    let mut found = Vec::new();
    files(folder, &mut found);
    let forms = |text: &String| {
        let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        [text.as_bytes().to_vec(), wide(u16::to_le_bytes), wide(u16::to_be_bytes)]
    };
    let needles: Vec<Vec<u8>> = texts.iter().flat_map(forms).collect();
    let mut begins: Vec<Vec<&[u8]>> = vec![Vec::new(); 1 << 16];
    for needle in &needles {
        begins[usize::from(u16::from_be_bytes([needle[0], needle[1]]))].push(needle);
    }
    for (path, bytes) in &found {
        for place in 0..bytes.len().saturating_sub(2) {
            let rest = &bytes[place..];
            let candidates = &begins[usize::from(u16::from_be_bytes([rest[0], rest[1]]))];
            if let Some(needle) = candidates.iter().find(|needle| rest.starts_with(needle)) {
                return Some(format!("{path}: {}", String::from_utf8_lossy(needle)));
            }
        }
    }
    None
}

/// What says who somebody is, long enough to be nobody else's by chance.
fn of(person: &serde_json::Value) -> Vec<String> {
    let codes = person["ticketCodes"].as_array().into_iter().flatten();
    let texts = [&person["name"], &person["email"], &person["phone"]].into_iter().chain(codes);
    texts.filter_map(|text| text.as_str()).filter(|text| text.chars().count() >= 6).map(str::to_owned).collect()
}

#[test]
fn nothing_of_an_erased_person_is_left_in_any_file_and_no_backup_brings_them_back() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("event.ankomst");
    let clock = standing_clock();
    let with = options(folder.path(), clock.clone());
    let kiosk = event_files::generate(&file, 60, 5, &with, &mut |_| {}).unwrap();
    let people = ids(&kiosk);
    for id in &people {
        call(&kiosk, "checkIn", json!({"attendee": id}));
    }
    call(
        &kiosk,
        "amendAttendee",
        json!({"attendee": people[0], "fields": {"note": "Kender Xantippe Kvistgaard godt"}}),
    );
    clock.advance(SignedDuration::from_secs(1));
    event_files::back_up_for_tests(&kiosk).unwrap();
    // Somewhere else, as on a stick.
    let elsewhere = TempDir::new().unwrap();
    let kept = elsewhere.path().join("kept.ankomst");
    event_files::backup(&file, &kiosk::Unlock::Nothing, &kept).unwrap();
    clock.advance(SignedDuration::from_secs(1));
    let person = call(&kiosk, "getAttendee", json!({"attendee": people[7]}));
    let texts = of(&person);
    assert!(texts.len() >= 2, "enough to look for: {person}");
    call(&kiosk, "checkIn", json!({"text": format!("{} x", texts[0])}));
    let before = call(&kiosk, "overview", json!({}));
    let inside_copies = folder.path().join("event.ankomst-files");
    assert!(left_over(&inside_copies, &texts).is_some(), "the backup has them");
    let erased = call(&kiosk, "eraseAttendee", json!({"attendee": people[7]}));
    assert_eq!(erased["erased"], 1);
    // The text that was scanned and refused is about nobody known; it goes with the event, or after seven days.
    let all_but_scans = &texts[1..];
    assert_eq!(left_over(folder.path(), all_but_scans), None, "while the event is open");
    let after = call(&kiosk, "overview", json!({}));
    assert_eq!((&after["arrived"], &after["listed"]), (&before["arrived"], &before["listed"]), "the counts stay");
    kiosk.close(PATIENCE).unwrap();
    clock.advance(SignedDuration::from_hours(7 * 24 + 1));
    let kiosk = Kiosk::open(&file, Access::Write, &with).unwrap();
    assert_eq!(left_over(folder.path(), &texts), None, "after seven days not even what was scanned");
    kiosk.close(PATIENCE).unwrap();
    // A copy from before is put back: the same person is erased again.
    event_files::restore(&kept, &file, &with).unwrap();
    let kiosk = Kiosk::open(&file, Access::Write, &with).unwrap();
    assert_eq!(call(&kiosk, "getAttendee", json!({"attendee": people[7]}))["name"], "", "erased again");
    assert_ne!(call(&kiosk, "getAttendee", json!({"attendee": people[8]}))["name"], "", "and nobody else");
    kiosk.close(PATIENCE).unwrap();
    assert!(event_files::verify(&file, &kiosk::Unlock::Nothing, None).unwrap().ok, "the chain still verifies");
}

#[test]
fn everybody_is_erased_only_by_the_events_title_and_what_was_put_aside_is_named() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("event.ankomst");
    let with = options(folder.path(), standing_clock());
    let kiosk = event_files::generate(&file, 30, 6, &with, &mut |_| {}).unwrap();
    let mut texts = Vec::new();
    for id in ids(&kiosk) {
        call(&kiosk, "checkIn", json!({"attendee": id}));
        texts.extend(of(&call(&kiosk, "getAttendee", json!({"attendee": id}))));
    }
    call(&kiosk, "checkIn", json!({"text": "Gudrun Kanariefugl 12"}));
    texts.push("Gudrun Kanariefugl 12".to_owned());
    let wrong = api::call(&kiosk, &Caller::default(), "eraseEvent", json!({"title": "noget andet"}));
    assert_eq!(wrong.err().map(|error| error.code()), Some("wrongParameter"));
    let aside = folder.path().join("event.replaced-20260101T000000Z.ankomst");
    std::fs::write(&aside, b"SQLite format 3\0").unwrap();
    let title = call(&kiosk, "event", json!({}))["title"].clone();
    let erased = call(&kiosk, "eraseEvent", json!({"title": title}));
    assert_eq!(erased["erased"], 30);
    assert_eq!(erased["left"], json!([aside]), "named, and left to a person");
    assert_eq!(left_over(folder.path(), &texts), None, "while it is open");
    kiosk.close(PATIENCE).unwrap();
    assert_eq!(left_over(folder.path(), &texts), None, "and closed");
    assert!(event_files::verify(&file, &kiosk::Unlock::Nothing, None).unwrap().ok);
}

#[test]
fn free_text_that_names_somebody_is_listed_and_the_period_reminds() {
    let folder = TempDir::new().unwrap();
    let clock = standing_clock();
    let toml = "title = \"T\"\ntimeZone = \"Europe/Copenhagen\"\nstarts = \"2026-11-23\"\nends = \"2026-11-23\"\nkeepDays = 10\n";
    let event = kiosk::settings::EventFile::from_toml(toml).unwrap();
    let kiosk =
        Kiosk::create(&folder.path().join("event.ankomst"), &event, &options(folder.path(), clock.clone())).unwrap();
    let xantippe = call(&kiosk, "addWalkIn", json!({"name": "Xantippe Kvistgaard", "email": "x@example.org"}));
    let other = call(&kiosk, "addWalkIn", json!({"name": "Ane Bo", "note": "sidder ved XANTIPPE KVISTGAARD"}));
    let found = call(&kiosk, "mentions", json!({"attendee": xantippe["id"]}));
    assert_eq!(found, json!([{"attendee": other["id"], "name": "Ane Bo", "field": "note"}]));
    let retention = |kiosk: &Kiosk| {
        let checks = call(kiosk, "health", json!({}))["checks"].clone();
        checks.as_array().unwrap().iter().find(|check| check["check"] == "retention").unwrap()["found"].clone()
    };
    assert_eq!(retention(&kiosk), "ok");
    clock.advance(SignedDuration::from_hours(24 * 12));
    assert_eq!(retention(&kiosk), "due");
    call(&kiosk, "eraseEvent", json!({"title": "T"}));
    assert_eq!(retention(&kiosk), "ok", "nobody is left");
    kiosk.close(PATIENCE).unwrap();
}
