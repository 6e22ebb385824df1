//! Tickets without a name, events without badges, alerts that nobody has seen, and rooms with more guests than seats.

use jiff::SignedDuration;

use super::desk::{check_in, person, sample};
use super::*;

fn waiting(kiosk: &Kiosk) -> Vec<(String, String)> {
    let state = call(kiosk, "deskState", json!({}));
    let waiting = state["waiting"].as_array().unwrap().iter();
    let of = |one: &Value| {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&one["forWhat"]), text(&one["attendee"]["name"]))
    };
    waiting.map(of).collect()
}

fn jobs(kiosk: &Kiosk, attendee: &Value) -> usize {
    call(kiosk, "printJobs", json!({"attendee": attendee})).as_array().unwrap().len()
}

#[test]
fn a_ticket_without_a_name_lets_in_and_its_badge_waits_for_the_name() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let guest = call(&kiosk, "addWalkIn", json!({"name": "Gæst 2 af Nyborg Kommune"}));
    assert_eq!(guest["nameDue"], true);
    let id = &guest["id"];
    let answer = call(&kiosk, "checkIn", json!({"attendee": id}));
    assert_eq!(answer["outcome"], "admitted", "the ticket is good");
    assert_eq!((&answer["printJob"], &answer["attendee"]["nameDue"]), (&Value::Null, &json!(true)), "no such badge");
    assert_eq!(waiting(&kiosk), [("name".to_owned(), "Gæst 2 af Nyborg Kommune".to_owned())]);
    call(&kiosk, "amendAttendee", json!({"attendee": id, "fields": {"organisation": "Nyborg Kommune"}}));
    assert_eq!(jobs(&kiosk, id), 0, "anything else does not make a badge");
    let named =
        call(&kiosk, "amendAttendee", json!({"attendee": id, "fields": {"givenName": "Karen", "familyName": "Holm"}}));
    assert_eq!(
        (&named["name"], &named["badge"], &named["nameDue"]),
        (&json!("Karen Holm"), &json!("queued"), &Value::Null)
    );
    assert_eq!(jobs(&kiosk, id), 1, "the badge comes with the name");
    assert!(waiting(&kiosk).is_empty());
    call(&kiosk, "amendAttendee", json!({"attendee": id, "fields": {"familyName": "Holme"}}));
    assert_eq!(jobs(&kiosk, id), 1, "a correction later prints nothing by itself");
}

#[test]
fn a_name_that_is_given_before_the_guest_comes_is_on_the_badge_at_once() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let id = call(&kiosk, "addWalkIn", json!({"name": "Gæst 3"}))["id"].clone();
    call(&kiosk, "amendAttendee", json!({"attendee": id, "fields": {"badgeName": "Karen Holm"}}));
    assert_eq!(jobs(&kiosk, &id), 0, "who has not come gets no badge");
    assert!(call(&kiosk, "checkIn", json!({"attendee": id}))["printJob"].is_object());
}

#[test]
fn an_event_without_badges_prints_none_and_waits_for_no_name() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let event = call(&kiosk, "amendEvent", json!({"fields": {"badges": false}}));
    assert_eq!(event["badges"], false);
    assert_eq!(check_in(&kiosk, "Niels Aagaard")["printJob"], Value::Null, "arrivals without paper");
    let id = call(&kiosk, "addWalkIn", json!({"name": "Gæst 3"}))["id"].clone();
    assert_eq!(call(&kiosk, "checkIn", json!({"attendee": id}))["attendee"]["nameDue"], Value::Null);
    assert!(waiting(&kiosk).is_empty());
    let asked = call(&kiosk, "queueBadge", json!({"attendee": person(&kiosk, "Niels Aagaard")["id"]}));
    assert_eq!(asked["state"], "queued", "one that is asked for is made all the same");
}

#[test]
fn an_alert_waits_at_the_desk_where_the_guest_came_in_until_somebody_has_seen_it() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = sample(folder.path());
    let id = person(&kiosk, "Niels Aagaard")["id"].clone();
    let alert = json!({"attendee": id, "fields": {"alert": "Giv mappen til oplægsholderen"}});
    call(&kiosk, "amendAttendee", alert);
    assert!(waiting(&kiosk).is_empty(), "who has not come does not wait");
    let entry = check_in(&kiosk, "Niels Aagaard");
    assert_eq!(entry["outcome"], "admitted", "an alert is never in the way");
    let one = [("alert".to_owned(), "Niels Aagaard".to_owned())];
    assert_eq!(waiting(&kiosk), one);
    clock.advance(SignedDuration::from_hours(3));
    let file = kiosk.place().file.clone();
    kiosk.close(PATIENCE).unwrap();
    let kiosk = Kiosk::open(&file, Access::Write, &options(folder.path(), clock.clone())).unwrap();
    assert_eq!(waiting(&kiosk), one, "it never empties itself, not by a restart either");
    let home = folder.path().join("other home");
    let copy = folder.path().join("copy.ankomst");
    event_files::backup(&file, &kiosk::Unlock::Nothing, &copy).unwrap();
    let other = Kiosk::open(&copy, Access::Write, &KioskOptions { home, ..options(folder.path(), clock) }).unwrap();
    assert!(waiting(&other).is_empty(), "another desk did not let the guest in");
    call(&kiosk, "acknowledgeAlert", json!({"attendee": id}));
    assert!(waiting(&kiosk).is_empty(), "seen");
    call(&kiosk, "undoCheckIn", json!({"checkIn": entry["checkIn"], "reason": "r"}));
    call(&kiosk, "amendAttendee", json!({"attendee": id, "fields": {"alert": "Rampe ved norddøren"}}));
    assert!(waiting(&kiosk).is_empty(), "a new alert of somebody who is not here");
    check_in(&kiosk, "Niels Aagaard");
    assert_eq!(waiting(&kiosk), one, "has to be seen anew");
}

#[test]
fn more_guests_than_seats_are_told_by_number_and_by_who_came_last() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = sample(folder.path());
    let mut settings = call(&kiosk, "eventSettings", json!({}));
    let sessions = settings["sessions"].as_array_mut().unwrap();
    let welcome = sessions.iter_mut().find(|session| session["id"] == "velkomst").unwrap();
    welcome["seats"] = json!(1);
    let fields = json!({"sessions": sessions.clone(), "seats": 1});
    call(&kiosk, "amendEvent", json!({"fields": fields}));
    for name in ["Niels Aagaard", "Kim Kjær Nielsen"] {
        clock.advance(SignedDuration::from_mins(1));
        let id = person(&kiosk, name)["id"].clone();
        call(
            &kiosk,
            "checkIn",
            json!({"attendee": id, "session": "velkomst", "override": {"reason": "the lead says so"}}),
        );
    }
    let of_session = || {
        let programme = call(&kiosk, "programme", json!({}));
        programme["sessions"].as_array().unwrap().iter().find(|one| one["id"] == "velkomst").unwrap()["beyond"].clone()
    };
    for beyond in [of_session(), call(&kiosk, "overview", json!({}))["beyond"].clone()] {
        assert_eq!(beyond["by"], 1);
        assert_eq!(beyond["last"][0]["attendee"]["name"], "Kim Kjær Nielsen", "{beyond}");
    }
    let id = person(&kiosk, "Niels Aagaard")["id"].clone();
    call(&kiosk, "checkIn", json!({"attendee": id, "direction": "exit"}));
    assert_eq!(of_session(), Value::Null, "one went: there is a seat for each");
}
