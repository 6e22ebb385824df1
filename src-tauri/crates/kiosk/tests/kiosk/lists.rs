//! What a window needs to know of a list before and while it comes in.

use std::fmt::Write;
use std::time::Instant;

use kiosk::settings::EventFile;
use kiosk::{Kiosk, KioskOptions};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{PATIENCE, call, options, standing_clock};

fn empty(folder: &TempDir) -> Kiosk {
    let event =
        EventFile::from_toml("title = \"Tom\"\ntimeZone = \"UTC\"\nstarts = \"2026-11-23\"\nends = \"2026-11-23\"\n");
    let options: KioskOptions = options(folder.path(), standing_clock());
    Kiosk::create(&folder.path().join("event.ankomst"), &event.unwrap(), &options).unwrap()
}

#[test]
fn a_preview_shows_the_columns_and_how_many_come_in() {
    let folder = TempDir::new().unwrap();
    let kiosk = empty(&folder);
    let list = folder.path().join("list.csv");
    std::fs::write(&list, "Navn;Status;Rum\nBo Ås;Afmeldt;A\nIda Dam;;B\n;;C\n").unwrap();
    let preview = call(&kiosk, "importList", json!({"path": list, "preview": true}));
    assert_eq!((&preview["people"], &preview["cancelled"]), (&json!(2), &json!(1)));
    assert_eq!(
        preview["columns"],
        json!([
            {"heading": "Navn", "field": "name", "samples": ["Bo Ås", "Ida Dam"]},
            {"heading": "Status", "field": "status", "samples": ["Afmeldt"]},
            {"heading": "Rum", "samples": ["A", "B", "C"]},
        ])
    );
    let other = call(&kiosk, "importList", json!({"path": list, "preview": true, "map": {"badge_name": "Rum"}}));
    assert_eq!(other["columns"][2]["field"], "badge_name", "what was asked for");
    assert_eq!(call(&kiosk, "overview", json!({}))["cancelled"], 0, "nothing has changed");
    let report = call(&kiosk, "importList", json!({"path": list}));
    assert_eq!((&report["columns"], &report["people"]), (&Value::Null, &json!(2)), "columns are for choosing");
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn a_line_with_a_quotation_never_closed_is_put_right_and_saved_as_it_stands() {
    let folder = TempDir::new().unwrap();
    let kiosk = empty(&folder);
    let list = json!({"text": "Navn;Firma\nBo;\"A\nEa;B"});
    let lines = call(&kiosk, "listLines", json!({"list": list, "lines": [2]}));
    assert_eq!(lines["lines"], json!([{"line": 2, "cells": ["Bo", "\"A"], "text": "Bo;\"A"}]));
    let out = folder.path().join("afvist.csv");
    call(&kiosk, "saveRejected", json!({"list": list, "out": out}));
    let saved = std::fs::read_to_string(&out).unwrap();
    assert!(saved.lines().any(|line| line.ends_with("Bo;\"\"\"A\"") || line.ends_with("Bo,\"\"\"A\"")), "{saved}");
    kiosk.close(PATIENCE).unwrap();
}

/// In Copenhagen it is an hour later than in UTC.
#[test]
fn arrivals_by_any_clock_are_at_the_same_time_and_a_day_alone_is_none() {
    let folder = TempDir::new().unwrap();
    let event = EventFile::from_toml(
        "title = \"Tom\"\ntimeZone = \"Europe/Copenhagen\"\nstarts = \"2026-11-23\"\nends = \"2026-11-23\"\n",
    );
    let options = options(folder.path(), standing_clock());
    let kiosk = Kiosk::create(&folder.path().join("event.ankomst"), &event.unwrap(), &options).unwrap();
    let times =
        ["2026-11-23T06:12:33+00:00", "2026-11-23T06:12:33Z", "2026-11-23T01:12:33-05:00", "23-11-2026 07:12:33"];
    let mut text = "Navn;Tjekket ind\nUl Dam;23-11-2026\n".to_owned();
    for (n, time) in times.iter().enumerate() {
        let _ = writeln!(text, "Person Nr{n};{time}");
    }
    let report = call(&kiosk, "importList", json!({"text": text}));
    assert_eq!(report["warnings"], json!([{"line": 2, "reason": "unreadable_time"}]));
    assert_eq!(call(&kiosk, "overview", json!({}))["arrived"], times.len());
    let people = call(&kiosk, "listAttendees", json!({"arrived": true}));
    for person in people["attendees"].as_array().unwrap() {
        let answer = call(&kiosk, "checkIn", json!({"attendee": person["id"]}));
        assert_eq!(answer["outcome"], "alreadyCheckedIn");
        let first: jiff::Timestamp = answer["first"]["at"].as_str().unwrap().parse().unwrap();
        assert_eq!(first.to_string(), "2026-11-23T06:12:33Z", "of {person}");
    }
    kiosk.close(PATIENCE).unwrap();
}

/// A device has no end and a pipe nobody who writes into it; both are empty by what they say.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_read() {
    let folder = TempDir::new().unwrap();
    let kiosk = empty(&folder);
    for path in ["/dev/null", "/dev/zero", "/"] {
        let params = json!({"path": path, "preview": true});
        let refused = kiosk::api::call(&kiosk, &kiosk::Caller::default(), "importList", params).unwrap_err();
        assert_eq!(refused.code(), "listUnreadable", "{path}");
    }
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn whoever_waits_for_an_import_is_told_how_far_it_is() {
    let folder = TempDir::new().unwrap();
    let kiosk = empty(&folder);
    assert_eq!(call(&kiosk, "importProgress", json!({})), json!({}), "none is under way");
    let list = folder.path().join("list.csv");
    let mut text = "Navn;Mail\n".to_owned();
    for n in 0..3_000 {
        let _ = writeln!(text, "Person Nr{n};p{n}@example.org");
    }
    std::fs::write(&list, text).unwrap();
    let mut seen = Vec::new();
    let report = std::thread::scope(|scope| {
        let import = scope.spawn(|| call(&kiosk, "importList", json!({"path": list})));
        let until = Instant::now() + PATIENCE;
        while !import.is_finished() && Instant::now() < until {
            seen.push(call(&kiosk, "importProgress", json!({})));
        }
        import.join().unwrap()
    });
    assert_eq!(report["added"], 3_000);
    let under_way: Vec<_> = seen.iter().filter(|now| **now != json!({})).collect();
    assert!(under_way.iter().all(|now| now["of"] == 3_000), "of all rows");
    let done: Vec<u64> = under_way.iter().map(|now| now["done"].as_u64().unwrap()).collect();
    assert!(
        done.is_sorted() && done.contains(&3_000),
        "it only grows, to the end: {:?} … {:?}",
        done.first(),
        done.last()
    );
    assert!(done.iter().any(|done| *done < 3_000), "and is told before the end");
    assert_eq!(call(&kiosk, "importProgress", json!({})), json!({}), "it is over");
    let again = call(&kiosk, "importList", json!({"path": list}));
    assert_eq!((&again["unchanged"], &again["import"]), (&json!(3_000), &Value::Null), "the same again is no act");
    kiosk.close(PATIENCE).unwrap();
}
