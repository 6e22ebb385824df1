//! An event where everybody comes anew each day, and sessions whose door is the event's too.

use jiff::SignedDuration;
use kiosk::clock::ManualClock;
use kiosk::settings::EventFile;

use super::*;

const THREE_DAYS: &str = r#"
title = "Three days"
timeZone = "Europe/Copenhagen"
starts = "2026-11-23"
ends = "2026-11-25"
entry = "daily"
dayBegins = "04:00"
seats = 2

[[sessions]]
id = "salen"
title = "Salen"
starts = "2026-11-23T10:00"
ends = "2026-11-23T11:00"

[[sessions]]
id = "lukket"
title = "Lukket"
starts = "2026-11-23T10:00"
ends = "2026-11-23T11:00"
eventFirst = true
"#;

/// An event open at nine in the morning (Danish time) of its first day.
fn event(folder: &Path, toml: &str) -> (Kiosk, Arc<ManualClock>) {
    let clock = standing_clock();
    let file = EventFile::from_toml(toml).unwrap();
    (Kiosk::create(&folder.join("event.ankomst"), &file, &options(folder, clock.clone())).unwrap(), clock)
}

fn guest(kiosk: &Kiosk, name: &str) -> Value {
    call(kiosk, "addWalkIn", json!({"name": name}))["id"].clone()
}

#[track_caller]
fn outcome(kiosk: &Kiosk, params: Value) -> String {
    call(kiosk, "checkIn", params)["outcome"].as_str().unwrap().to_owned()
}

fn arrived(kiosk: &Kiosk) -> (Value, Value) {
    let overview = call(kiosk, "overview", json!({}));
    (overview["arrived"].clone(), overview["inside"].clone())
}

#[test]
fn everybody_comes_anew_each_day_and_gets_one_badge() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = event(folder.path(), THREE_DAYS);
    let anna = guest(&kiosk, "Anna Lind");
    // Somebody searches on the first day: what the index learns then is of that day.
    call(&kiosk, "findAttendees", json!({"text": "anna"}));
    let first = call(&kiosk, "checkIn", json!({"attendee": anna}));
    assert_eq!(first["outcome"], "admitted");
    assert!(first["printJob"].is_object(), "a badge on the first day");
    clock.advance(SignedDuration::from_hours(18));
    assert_eq!(outcome(&kiosk, json!({"attendee": anna})), "alreadyCheckedIn", "at three the day before is not over");
    clock.advance(SignedDuration::from_hours(6));
    let state = call(&kiosk, "deskState", json!({}));
    assert_eq!(state["counts"]["arrived"], 0, "a new day");
    assert_eq!(arrived(&kiosk), (json!(0), json!(0)));
    let person = call(&kiosk, "getAttendee", json!({"attendee": anna}));
    assert_eq!((&person["presence"], &person["firstEntry"]), (&json!("expected"), &Value::Null), "expected again");
    let found = call(&kiosk, "findAttendees", json!({"text": "anna"}));
    assert_eq!(found["hits"][0]["attendee"]["presence"], "expected", "the search says so too");
    assert!(
        call(&kiosk, "whoIsInside", json!({}))["inside"].as_array().unwrap().is_empty(),
        "the house was empty at night"
    );
    guest(&kiosk, "Anna Ross");
    let order = |kiosk: &Kiosk| {
        let found = call(kiosk, "findAttendees", json!({"text": "anna"}));
        found["hits"].as_array().unwrap().iter().map(|hit| hit["attendee"]["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(order(&kiosk), ["Anna Lind", "Anna Ross"], "both are expected: by the alphabet");
    let second = call(&kiosk, "checkIn", json!({"attendee": anna}));
    assert_eq!(order(&kiosk), ["Anna Ross", "Anna Lind"], "who has come today is second");
    assert_eq!(second["outcome"], "admitted");
    assert_eq!(second["printJob"], Value::Null, "the badge of yesterday is good");
    assert!(
        second["attendee"]["firstEntry"]["at"].as_str().unwrap().starts_with("2026-11-24T09:00"),
        "came today at nine"
    );
    assert_eq!(arrived(&kiosk), (json!(1), json!(1)));
    assert_eq!(outcome(&kiosk, json!({"attendee": anna})), "alreadyCheckedIn", "once a day");
    let slots = call(&kiosk, "overview", json!({}))["arrivals"].clone();
    assert_eq!(slots.as_array().unwrap().len(), 2, "one arrival on each day: {slots}");
}

#[test]
fn the_turn_of_the_day_is_news_to_a_window_that_looks_on() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = event(folder.path(), THREE_DAYS);
    let anna = guest(&kiosk, "Anna Lind");
    call(&kiosk, "checkIn", json!({"attendee": anna}));
    let known = call(&kiosk, "deskState", json!({}))["changes"].clone();
    clock.advance(SignedDuration::from_hours(2));
    assert_eq!(call(&kiosk, "deskState", json!({"known": known}))["counts"], Value::Null, "nothing has changed");
    clock.advance(SignedDuration::from_hours(22));
    assert_eq!(call(&kiosk, "deskState", json!({"known": known}))["counts"]["arrived"], 0, "the counts begin anew");
}

#[test]
fn undone_on_its_day_an_entry_can_be_made_again() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = event(folder.path(), THREE_DAYS);
    let anna = guest(&kiosk, "Anna Lind");
    call(&kiosk, "checkIn", json!({"attendee": anna}));
    clock.advance(SignedDuration::from_hours(24));
    let second = call(&kiosk, "checkIn", json!({"attendee": anna}));
    let undone = call(&kiosk, "undo", json!({"record": second["checkIn"], "reason": "wrong person"}));
    assert_eq!(undone["now"]["presence"], "expected", "not inside since yesterday");
    assert_eq!(outcome(&kiosk, json!({"attendee": anna})), "admitted");
}

#[test]
fn a_paper_list_of_yesterday_is_judged_by_yesterday() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = event(folder.path(), THREE_DAYS);
    let (anna, bo) = (guest(&kiosk, "Anna Lind"), guest(&kiosk, "Bo Holm"));
    call(&kiosk, "checkIn", json!({"attendee": bo}));
    clock.advance(SignedDuration::from_hours(24));
    call(&kiosk, "checkIn", json!({"attendee": anna}));
    let yesterday = |who: &Value| json!({"attendee": who, "at": "2026-11-23T08:43:00+01:00"});
    assert_eq!(outcome(&kiosk, yesterday(&anna)), "admitted", "she was here yesterday, whatever she is today");
    assert_eq!(outcome(&kiosk, yesterday(&anna)), "alreadyCheckedIn", "once");
    assert_eq!(outcome(&kiosk, yesterday(&bo)), "alreadyCheckedIn", "the paper list says what the desk knew");
    let history = call(&kiosk, "getAttendee", json!({"attendee": anna}));
    assert!(history["firstEntry"]["at"].as_str().unwrap().starts_with("2026-11-24"), "today is as it was");
}

#[test]
fn the_house_is_counted_by_the_day_whichever_door() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = event(folder.path(), THREE_DAYS);
    let people: Vec<Value> = ["Anna Lind", "Bo Holm", "Cilla Krog"].map(|name| guest(&kiosk, name)).into();
    assert_eq!(outcome(&kiosk, json!({"attendee": people[0]})), "admitted");
    assert_eq!(
        outcome(&kiosk, json!({"attendee": people[1], "session": "salen"})),
        "admitted",
        "in by the room's door"
    );
    let full = call(&kiosk, "checkIn", json!({"attendee": people[2], "session": "salen"}));
    assert_eq!((&full["outcome"], &full["reason"]), (&json!("sessionFull"), &json!("houseFull")), "{full}");
    assert_eq!((&full["seats"], &full["taken"]), (&json!(2), &json!(2)), "the house's numbers");
    clock.advance(SignedDuration::from_hours(24));
    assert_eq!(outcome(&kiosk, json!({"attendee": people[2]})), "admitted", "an empty house in the morning");
}

#[test]
fn a_room_that_implies_the_event_lets_in_to_the_event() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = event(folder.path(), THREE_DAYS);
    let anna = guest(&kiosk, "Anna Lind");
    assert_eq!(
        outcome(&kiosk, json!({"attendee": anna, "session": "lukket"})),
        "notInside",
        "one that asks for it first"
    );
    let answer = call(&kiosk, "checkIn", json!({"attendee": anna, "session": "salen"}));
    assert_eq!(answer["attendee"]["presence"], "inside", "who is in the room is in the house");
    assert_eq!(answer["printJob"], Value::Null, "badges are given at the event's own door");
    assert_eq!(arrived(&kiosk), (json!(1), json!(1)));
    assert_eq!(call(&kiosk, "whoIsInside", json!({}))["inside"].as_array().unwrap().len(), 1, "for an evacuation");
    assert_eq!(outcome(&kiosk, json!({"attendee": anna})), "alreadyCheckedIn", "the entrance knows");
    let undone = call(&kiosk, "undo", json!({"record": answer["checkIn"], "reason": "wrong room"}));
    assert_eq!(undone["now"]["presence"], "expected", "one act, undone as one");
    assert_eq!(arrived(&kiosk), (json!(0), json!(0)));
}

#[test]
fn the_rule_can_be_changed_while_the_event_is_open() {
    let folder = TempDir::new().unwrap();
    let once = THREE_DAYS.replace("entry = \"daily\"\ndayBegins = \"04:00\"\n", "");
    let (kiosk, clock) = event(folder.path(), &once);
    let anna = guest(&kiosk, "Anna Lind");
    call(&kiosk, "checkIn", json!({"attendee": anna}));
    clock.advance(SignedDuration::from_hours(24));
    assert_eq!(outcome(&kiosk, json!({"attendee": anna})), "alreadyCheckedIn", "one entry holds for all days");
    let settled = call(&kiosk, "amendEvent", json!({"fields": {"entry": "daily", "dayBegins": "05:00"}}));
    assert_eq!(settled["daily"], true);
    assert_eq!(outcome(&kiosk, json!({"attendee": anna})), "admitted", "now each day is a new one");
    call(&kiosk, "amendEvent", json!({"fields": {"entry": "once", "dayBegins": null}}));
    assert_eq!(arrived(&kiosk), (json!(1), json!(1)), "and back");
    let nonsense = json!({"fields": {"dayBegins": "05:00"}});
    assert_eq!(api::call(&kiosk, &Caller::default(), "amendEvent", nonsense).unwrap_err().code(), "badSettings");
}

#[test]
fn an_export_has_a_column_for_each_day_on_which_somebody_came() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = event(folder.path(), THREE_DAYS);
    let anna = guest(&kiosk, "Anna Lind");
    call(&kiosk, "checkIn", json!({"attendee": anna}));
    clock.advance(SignedDuration::from_hours(48));
    call(&kiosk, "checkIn", json!({"attendee": anna}));
    clock.advance(SignedDuration::from_hours(17));
    call(&kiosk, "addWalkIn", json!({"name": "Bo Holm"}));
    let file = folder.path().join("all.csv");
    kiosk::export(&kiosk, &file, &kiosk::ExportOrder { language: Language::English, ..Default::default() }).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    let head = text.lines().next().unwrap();
    assert!(head.contains("Arrived 2026-11-23,Arrived 2026-11-25"), "no column for a day without anybody: {head}");
    let line = text.lines().find(|line| line.contains("Anna")).unwrap();
    assert!(line.contains("2026-11-23 09:00:00") && line.ends_with("2026-11-25 09:00:00"), "both days: {line}");
}

#[test]
fn sessions_ticket_types_and_questions_are_changed_but_not_taken_from_people() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = event(folder.path(), THREE_DAYS);
    let mut settings = call(&kiosk, "eventSettings", json!({}));
    assert_eq!(settings["sessions"][0]["id"], "salen");
    settings["sessions"][0]["title"] = json!("Den store sal");
    settings["sessions"][0]["starts"] = json!("2026-11-23T09:45");
    let ask = json!([{"id": "foto", "text": "Må vi tage billeder?", "answer": "yesNo", "required": true}]);
    let types = json!([{"id": "gaest", "name": "Gæst"}]);
    let fields = json!({"sessions": settings["sessions"], "questions": ask, "ticketTypes": types});
    let event = call(&kiosk, "amendEvent", json!({"fields": fields}));
    assert_eq!((&event["questions"][0]["id"], &event["ticketTypes"][0]["name"]), (&json!("foto"), &json!("Gæst")));
    assert_eq!(call(&kiosk, "programme", json!({}))["sessions"][0]["title"], "Den store sal", "the earlier one first");
    let anna = call(&kiosk, "addWalkIn", json!({"name": "Anna Lind", "ticketType": "gaest"}))["id"].clone();
    let entry = json!({"attendee": anna, "session": "salen", "answers": {"foto": true}});
    assert_eq!(outcome(&kiosk, entry), "admitted");
    let refused = |fields: Value| {
        let error = api::call(&kiosk, &Caller::default(), "amendEvent", json!({"fields": fields})).unwrap_err();
        (error.code(), error.problem(Language::English).message)
    };
    for (fields, what) in [
        (json!({"sessions": []}), "sessions salen"),
        (json!({"questions": []}), "questions foto"),
        (json!({"ticketTypes": []}), "ticketTypes gaest"),
    ] {
        let (code, message) = refused(fields);
        assert_eq!(code, "stillUsed");
        assert!(message.contains(what) && message.contains('1'), "{message}");
    }
    assert_eq!(
        refused(json!({"ticketTypes": [{"id": "gaest", "name": "G", "badgeTemplate": "nowhere"}]})).0,
        "noSuchTemplate"
    );
    assert_eq!(refused(json!({"sessions": [{"id": "x", "title": "X"}]})).0, "badSettings");
    let without = json!({"fields": {"sessions": [settings["sessions"][0]]}});
    call(&kiosk, "amendEvent", without);
    assert_eq!(call(&kiosk, "programme", json!({}))["sessions"].as_array().unwrap().len(), 1, "one nobody has may go");
}
