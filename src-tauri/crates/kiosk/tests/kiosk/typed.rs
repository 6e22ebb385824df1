//! What a person types wrong in a form is said in their language.

use std::collections::BTreeMap;

use kiosk::{Caller, Kiosk, Language, api, event_files};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{PATIENCE, call, options, standing_clock};

const DANISH: &str = include_str!("../../../../../ui/src/i18n/da.json");
const ENGLISH: &str = include_str!("../../../../../ui/src/i18n/en.json");

/// What the screen says of a call that is refused.
fn said(kiosk: &Kiosk, language: Language, call: &str, params: &Value) -> String {
    let caller = Caller { language, ..Caller::default() };
    api::call(kiosk, &caller, call, params.clone()).expect_err(call).problem(language).message
}

#[test]
fn what_is_typed_wrong_in_a_form_is_said_in_the_readers_language() {
    let words = |text: &str| serde_json::from_str::<BTreeMap<String, String>>(text).unwrap();
    let (danish, english) = (words(DANISH), words(ENGLISH));
    let folder = TempDir::new().unwrap();
    let kiosk =
        event_files::create_sample(&folder.path().join("event.ankomst"), &options(folder.path(), standing_clock()))
            .unwrap();
    let somebody = call(&kiosk, "listAttendees", json!({"limit": 1}))["attendees"][0]["id"].clone();
    let settings = call(&kiosk, "eventSettings", json!({}));
    let changed = |list: &str, field: &str, value: Value| {
        let mut items = settings[list].clone();
        items[0][field] = value;
        json!({"fields": {list: items}})
    };
    let printer = |field: &str, value: Value| {
        let mut printer = json!({"name": "A", "kind": "zpl", "address": "host:9100"});
        printer[field] = value;
        printer
    };
    let mut begun_after_its_end = changed("sessions", "ends", json!("2017-09-18T01:00:00"));
    begun_after_its_end["fields"]["sessions"][0]["starts"] = json!("2017-09-18T02:00:00");
    let wrong = [
        ("putStaff", json!({"name": "Lone Krag", "role": "lead", "pin": "12"}), "pin"),
        ("putStaff", json!({"name": "Lone Krag", "role": "lead"}), "pinMissing"),
        ("putStaff", json!({"name": " ", "role": "lead", "pin": "1234"}), "staffName"),
        ("eraseEvent", json!({"title": "Et helt andet"}), "eraseTitle"),
        ("nameDesk", json!({"name": "x".repeat(41)}), "deskName"),
        ("amendEvent", json!({"fields": {"title": " "}}), "title"),
        ("amendEvent", json!({"fields": {"opens": "i morgen"}}), "setting"),
        ("amendEvent", json!({"fields": {"lockAfterMinutes": 61}}), "lock"),
        ("amendEvent", json!({"fields": {"bounceSeconds": 11}}), "bounce"),
        ("amendEvent", json!({"fields": {"seats": "mange"}}), "setting"),
        ("amendEvent", begun_after_its_end, "sessionEnds"),
        ("amendEvent", changed("ticketTypes", "colour", json!("rød")), "colour"),
        ("savePrinter", printer("name", json!(" ")), "printerName"),
        ("savePrinter", printer("address", json!("http://x")), "printerAddress"),
        ("savePrinter", printer("dpi", json!(10)), "printerDpi"),
        ("savePrinter", printer("rollLabels", json!(0)), "printerRoll"),
        ("savePrinter", printer("offsetMm", json!([90, 0])), "printerOffset"),
        ("reissueBadge", json!({"attendee": somebody, "reason": " "}), "reason"),
        ("reissueBadge", json!({"attendee": somebody, "reason": "x".repeat(2000)}), "tooLong"),
        ("addWalkIn", json!({"name": " "}), "nameMissing"),
    ];
    for (name, params, word) in &wrong {
        let key = format!("typed.{word}");
        assert_eq!(said(&kiosk, Language::Danish, name, params), danish[&key], "{name} {params}");
        assert_eq!(said(&kiosk, Language::English, name, params), english[&key], "{name} {params}");
    }
    // What no form lets anybody type is told by a plain sentence; the detail is for whoever makes the calls.
    let params = json!({"attendee": somebody, "fields": {"no such": 1}});
    assert_eq!(said(&kiosk, Language::Danish, "amendAttendee", &params), danish["error.wrongParameter"]);
    let error = api::call(&kiosk, &Caller::default(), "amendAttendee", params).unwrap_err().to_string();
    assert!(error.contains("no such"), "{error}");
    kiosk.close(PATIENCE).unwrap();
}
