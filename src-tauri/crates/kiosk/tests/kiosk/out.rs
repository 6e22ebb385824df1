//! Lists out: exports, reports, what is known of one person, and the paper that is kept.

use kiosk::{Caller, Kiosk, KioskOptions, api, event_files};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

use crate::{PATIENCE, call, options, standing_clock};

fn sample(folder: &TempDir) -> Kiosk {
    event_files::create_sample(&folder.path().join("event.ankomst"), &options(folder.path(), standing_clock())).unwrap()
}

fn everybody(kiosk: &Kiosk) -> Vec<Value> {
    call(kiosk, "listAttendees", json!({"limit": 1000}))["attendees"].as_array().unwrap().clone()
}

/// Some who may come in, checked in.
fn admit(kiosk: &Kiosk, n: usize) -> Vec<Value> {
    let open = everybody(kiosk).into_iter().filter(|person| person["status"] == "confirmed").take(n);
    open.inspect(|person| {
        call(kiosk, "checkIn", json!({"attendee": person["id"]}));
    })
    .collect()
}

fn pdf_text(path: &Path) -> String {
    let document = lopdf::Document::load(path).unwrap();
    document.get_pages().keys().map(|page| document.extract_text(&[*page]).unwrap()).collect()
}

fn heads(kiosk: &Kiosk) -> String {
    let out = kiosk.place().reports().join("heads.csv");
    call(kiosk, "exportList", json!({"out": out}))["heads"].as_str().unwrap().to_owned()
}

#[test]
fn an_export_has_the_people_and_columns_that_were_asked_for() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(&folder);
    let came = admit(&kiosk, 3);
    let out = folder.path().join("out.csv");
    let english = Caller { language: checkin::Language::English, ..Caller::default() };
    let params = json!({"out": out, "columns": ["organisation", "name", "id"], "arrived": true});
    let exported = api::call(&kiosk, &english, "exportList", params).unwrap();
    assert_eq!(exported["attendees"], came.len());
    let text = std::fs::read_to_string(&out).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("Organisation,Name,Id"), "in this order, without a mark");
    let ids: Vec<&str> = lines.map(|line| line.rsplit(',').next().unwrap()).collect();
    assert!(came.iter().all(|person| ids.contains(&person["id"].as_str().unwrap())) && ids.len() == 3, "{text}");
    let danish = call(&kiosk, "exportList", json!({"out": out, "status": "cancelled"}));
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.starts_with("\u{FEFF}Id;Navn;"), "for Danish Excel");
    assert_eq!(danish["attendees"], text.lines().count() - 1);
    let keys = call(&kiosk, "exportColumns", json!({}));
    assert!(keys.as_array().unwrap().iter().any(|column| column["key"].as_str().unwrap().starts_with("session:")));
    for wrong in [json!({"out": out, "columns": ["shoe"]}), json!({"out": out, "status": "x"})] {
        let refused = api::call(&kiosk, &english, "exportList", wrong).unwrap_err();
        assert_eq!(refused.code(), "wrongParameter");
    }
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn a_workbook_has_people_sessions_and_statistics_with_the_heads_of_the_journal() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(&folder);
    admit(&kiosk, 2);
    let out = folder.path().join("out.xlsx");
    let exported = call(&kiosk, "exportList", json!({"out": out}));
    let list = call(&kiosk, "importList", json!({"path": out, "preview": true}));
    assert_eq!(list["sheets"], json!(["Deltagere", "Program", "Tal"]), "a sheet each");
    assert_eq!(list["people"], exported["attendees"], "and the first can be read again");
    let bytes = std::fs::read(&out).unwrap();
    let options = interchange::ReadOptions {
        sheet: Some("Tal".into()),
        any_header: true,
        keep: (1..2_000).collect(),
        ..Default::default()
    };
    let statistics = interchange::read("out.xlsx", &bytes, &options).unwrap();
    let cells: Vec<&str> = statistics.kept.iter().flat_map(|kept| &kept.cells).map(String::as_str).collect();
    assert!(cells.contains(&exported["heads"].as_str().unwrap()), "the heads are at its foot");
    assert!(cells.contains(&"Egehavn Kommune"), "organisations are counted");
    kiosk.close(PATIENCE).unwrap();
    let event = folder.path().join("event.ankomst");
    let verdict = event_files::verify(&event, &kiosk::Unlock::Nothing, exported["heads"].as_str());
    assert!(verdict.unwrap().ok, "and verify takes them");
}

#[test]
fn what_was_exported_and_read_into_the_same_event_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(&folder);
    for ending in ["csv", "xlsx"] {
        let out = folder.path().join(format!("out.{ending}"));
        call(&kiosk, "exportList", json!({"out": out}));
        let report = call(&kiosk, "importList", json!({"path": out, "preview": true, "differences": true}));
        let counts = ["added", "conflicts", "gone"].map(|count| report[count].as_u64().unwrap());
        assert_eq!(counts, [0, 0, 0], "{ending}: everybody is known again: {}", report["differences"]);
        let changed: Vec<&Value> = report["differences"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|one| one["fields"].as_array().unwrap())
            .filter(|field| !field["field"].as_str().unwrap().starts_with("field:") && field["field"] != "ticketCodes")
            .collect();
        assert!(changed.is_empty(), "{ending}: {changed:?}");
    }
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn each_report_names_whom_it_is_about_and_carries_the_heads() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(&folder);
    let came = admit(&kiosk, 5);
    let all = everybody(&kiosk);
    let family = |person: &Value| person["familyName"].as_str().unwrap().to_owned();
    let report = |kind: &str| {
        let saved = call(&kiosk, "saveReport", json!({"report": kind}));
        pdf_text(&PathBuf::from(saved["path"].as_str().unwrap()))
    };
    let digest: String = heads(&kiosk).rsplit(':').next().unwrap().chars().take(12).collect();
    let arrivals = report("arrivals");
    // A script that is written from right to left, or that no typeface here has, is not read back as one word.
    let latin = |name: &str| name.chars().all(|letter| (letter as u32) < 0x250);
    let missed: Vec<String> =
        all.iter().map(family).filter(|name| latin(name) && !arrivals.contains(name.as_str())).collect();
    assert!(missed.is_empty(), "everybody by family name: {missed:?}");
    let inside = report("inside");
    let organisation = came[0]["organisation"].as_str().unwrap();
    assert!(came.iter().all(|person| inside.contains(&family(person))) && inside.contains(organisation));
    let missing = report("noShows");
    let absent =
        all.iter().find(|one| one["status"] == "confirmed" && !came.iter().any(|came| came["id"] == one["id"]));
    assert!(missing.contains(&family(absent.unwrap())), "who has not come");
    let cancelled = all.iter().filter(|one| one["status"] == "cancelled").count();
    let expected =
        all.iter().filter(|one| ["confirmed", "paymentDue"].contains(&one["status"].as_str().unwrap())).count();
    assert!(
        cancelled > 0 && missing.contains(&format!("{} gæster", expected - came.len())),
        "and nobody who was cancelled"
    );
    let statistics = report("statistics");
    assert!(statistics.contains("er mødt") && statistics.contains("Egehavn Kommune"));
    for (text, what) in [(arrivals, "arrivals"), (inside, "inside"), (missing, "no-shows"), (statistics, "statistics")]
    {
        assert!(text.contains(&digest), "the head stands in the foot of {what}");
    }
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn the_codes_of_the_paper_list_are_read_back_with_the_written_times() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(&folder);
    let person = everybody(&kiosk).into_iter().find(|person| person["status"] == "confirmed").unwrap();
    let badge = folder.path().join("badge.png");
    call(&kiosk, "renderBadge", json!({"attendee": person["id"], "format": "png", "out": badge}));
    let texts = event_files::read_picture(&badge).unwrap();
    let code = texts.iter().find(|text| text.starts_with("AK1")).unwrap();
    let entry = call(&kiosk, "checkIn", json!({"text": code, "at": "2026-11-23T07:43:00Z"}));
    assert_eq!((&entry["outcome"], &entry["attendee"]["id"]), (&json!("admitted"), &person["id"]));
    let first = call(&kiosk, "getAttendee", json!({"attendee": person["id"]}))["firstEntry"]["at"].clone();
    assert!(first.as_str().unwrap().contains(":43:00"), "as it was written down: {first}");
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn the_paper_list_lies_beside_the_event_and_follows_it() {
    let folder = TempDir::new().unwrap();
    let quick = KioskOptions { backs_up: Some(Duration::from_millis(150)), ..options(folder.path(), standing_clock()) };
    let kiosk = event_files::create_sample(&folder.path().join("event.ankomst"), &quick).unwrap();
    let paper = kiosk.place().reports().join("arrivals.pdf");
    let until = |wanted: &str| {
        let end = std::time::Instant::now() + PATIENCE;
        while !(paper.is_file()
            && std::fs::read(&paper).is_ok_and(|pdf| lopdf::Document::load_mem(&pdf).is_ok())
            && pdf_text(&paper).contains(wanted))
        {
            assert!(std::time::Instant::now() < end, "{wanted} does not come onto the paper");
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    until("Ankomstliste");
    call(&kiosk, "addWalkIn", json!({"givenName": "Zacharias", "familyName": "Nummer"}));
    until("Nummer, Zacharias");
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn one_persons_data_is_a_file_with_the_course_of_events() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(&folder);
    let came = admit(&kiosk, 1);
    let out = folder.path().join("person.json");
    call(&kiosk, "savePerson", json!({"attendee": came[0]["id"], "out": out}));
    let file: Value = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
    assert_eq!(file["person"]["email"], came[0]["email"]);
    let kinds: Vec<&str> =
        file["person"]["history"].as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"listed") && kinds.contains(&"checkIn"), "{kinds:?}");
    let others = everybody(&kiosk);
    let text = std::fs::read_to_string(&out).unwrap();
    let other = others.iter().find(|one| one["id"] != came[0]["id"] && one["email"] != came[0]["email"]).unwrap();
    assert!(!text.contains(other["email"].as_str().unwrap()), "and nobody else's");
    kiosk.close(PATIENCE).unwrap();
}
