//! What an answer to a check-in says beside its outcome: when things were, and who has nearly the same name.

use jiff::SignedDuration;

use super::desk::{check_in, interrupted, person, sample};
use super::*;

fn hour(clock: &ManualClock) {
    clock.advance(SignedDuration::from_hours(1));
}

/// The code on somebody's badge.
pub(super) fn code_of(kiosk: &Kiosk, folder: &Path, attendee: &Value) -> String {
    let picture = folder.join("badge.png");
    call(kiosk, "renderBadge", json!({"attendee": attendee, "format": "png", "out": picture}));
    let texts = event_files::read_picture(&picture).unwrap();
    texts.into_iter().find(|text| text.starts_with("AK1")).unwrap()
}

#[test]
fn an_answer_says_when_the_guest_went_in_or_out() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = sample(folder.path());
    let kim = person(&kiosk, "Kim Kjær Nielsen")["id"].clone();
    let earlier = call(&kiosk, "checkIn", json!({"attendee": kim, "at": "2026-11-23T07:30:00Z"}));
    assert_eq!(earlier["at"], "2026-11-23T08:30:00.000+01:00", "when it took place, not when it was written down");
    hour(&clock);
    let left = call(&kiosk, "checkIn", json!({"attendee": kim, "direction": "exit"}));
    assert_eq!((&left["outcome"], &left["at"]), (&json!("departed"), &json!("2026-11-23T10:00:00.000+01:00")));
    assert_eq!(check_in(&kiosk, "Søren Nielsen")["at"], Value::Null, "nothing took place");
}

#[test]
fn an_answer_names_at_most_three_namesakes_who_are_expected_too() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let add = |name: &str, status: &str| {
        let added = call(&kiosk, "addWalkIn", json!({"name": name}));
        call(&kiosk, "setStatus", json!({"attendee": added["id"], "status": status}));
        added["id"].clone()
    };
    let alike = |answer: &Value| -> Vec<Value> {
        answer["alike"].as_array().into_iter().flatten().map(|one| one["id"].clone()).collect()
    };
    let enter = |id: &Value| call(&kiosk, "checkIn", json!({"attendee": id}));
    let first = add("Zara Ørum", "confirmed");
    let second = add("Zara Orum", "paymentDue");
    let cancelled = add("Zara Ørum", "cancelled");
    add("Zara Ørum", "waitlisted");
    add("Zara Ørum Holm", "confirmed");
    assert_eq!(alike(&enter(&first)), std::slice::from_ref(&second), "another spelling; neither cancelled nor waiting");
    let leaves = call(&kiosk, "checkIn", json!({"attendee": first, "direction": "exit"}));
    assert_eq!((&leaves["outcome"], alike(&leaves)), (&json!("departed"), vec![]), "who leaves is not mistaken");
    let refused = enter(&cancelled);
    assert_eq!((&refused["outcome"], alike(&refused)), (&json!("cancelled"), vec![second.clone()]), "it may be them");
    call(&kiosk, "checkIn", json!({"attendee": second, "override": {"reason": "paid"}}));
    assert_eq!(alike(&enter(&cancelled)), Vec::<Value>::new(), "they have come");
    let more: Vec<Value> = (0..4).map(|_| add("Zara Ørum", "confirmed")).collect();
    let named = alike(&enter(&cancelled));
    assert_eq!(named.len(), 3);
    assert!(named.iter().all(|id| more.contains(id)));
}

#[test]
fn an_answer_says_when_staff_cancelled_and_nothing_when_the_list_did() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = sample(folder.path());
    let cancelled_at = |name: &str| {
        let answer = check_in(&kiosk, name);
        assert_eq!(answer["outcome"], "cancelled", "{name}");
        answer["cancelledAt"].clone()
    };
    let set = |name: &str, status: Value| {
        hour(&clock);
        call(&kiosk, "amendAttendee", json!({"attendee": person(&kiosk, name)["id"], "fields": {"status": status}}));
    };
    assert_eq!(cancelled_at("Søren Nielsen"), Value::Null, "the list did");
    set("Søren Nielsen", json!("confirmed"));
    set("Søren Nielsen", Value::Null);
    assert_eq!(cancelled_at("Søren Nielsen"), Value::Null, "the list's word holds again");
    set("Kim Kjær Nielsen", json!("cancelled"));
    hour(&clock);
    assert_eq!(cancelled_at("Kim Kjær Nielsen"), "2026-11-23T12:00:00.000+01:00", "when it was said, not now");
    set("Kim Kjær Nielsen", json!("confirmed"));
    set("Kim Kjær Nielsen", json!("cancelled"));
    assert_eq!(cancelled_at("Kim Kjær Nielsen"), "2026-11-23T15:00:00.000+01:00", "the one that holds");
    set("Preben Udsen", json!("confirmed"));
    let preben = person(&kiosk, "Preben Udsen")["id"].clone();
    let history = call(&kiosk, "getAttendee", json!({"attendee": preben}))["history"].clone();
    let amended = history.as_array().unwrap().iter().find(|line| line["kind"] == "amended").unwrap();
    call(&kiosk, "undo", json!({"record": amended["record"], "reason": "x"}));
    assert_eq!(cancelled_at("Preben Udsen"), Value::Null, "a word that was undone is none");
    let instead = call(&kiosk, "substituteAttendee", json!({"attendee": preben, "name": "Ib Ulv"}));
    let history = call(&kiosk, "getAttendee", json!({"attendee": instead["id"]}))["history"].clone();
    call(&kiosk, "undo", json!({"record": history[0]["record"], "reason": "x"}));
    assert_eq!(cancelled_at("Preben Udsen"), Value::Null, "nor is a substitution");
    hour(&clock);
    let niels = person(&kiosk, "Niels Aagaard")["id"].clone();
    call(&kiosk, "substituteAttendee", json!({"attendee": niels, "name": "Rut Vig"}));
    hour(&clock);
    assert_eq!(cancelled_at("Niels Aagaard"), "2026-11-23T17:00:00.000+01:00", "when somebody else was put in");
}

#[test]
fn an_answer_to_an_old_code_says_when_a_newer_one_was_made_or_printed() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = sample(folder.path());
    let niels = person(&kiosk, "Niels Aagaard")["id"].clone();
    let code = code_of(&kiosk, folder.path(), &niels);
    let print = |kiosk: Kiosk| {
        let (kiosk, jobs) = interrupted(kiosk, &clock, &[niels.as_str().unwrap().to_owned()]);
        call(&kiosk, "answerJob", json!({"job": jobs[0], "cameOut": true}));
        kiosk
    };
    let newer_at = |kiosk: &Kiosk, code: &str| {
        let answer = call(kiosk, "checkIn", json!({"text": code}));
        assert_eq!(answer["outcome"], "revokedCode");
        answer["newerAt"].clone()
    };
    let kiosk = print(kiosk);
    hour(&clock);
    call(&kiosk, "reissueBadge", json!({"attendee": niels, "reason": "lost"}));
    hour(&clock);
    assert_eq!(newer_at(&kiosk, &code), "2026-11-23T10:01:00.000+01:00", "the new code; the print was of the old one");
    let kiosk = print(kiosk);
    hour(&clock);
    assert_eq!(newer_at(&kiosk, &code), "2026-11-23T11:02:00.000+01:00", "a badge with it came out");
    // Somebody comes instead: the code is no longer good, and there is no newer one of this person.
    let kim = person(&kiosk, "Kim Kjær Nielsen")["id"].clone();
    let code = code_of(&kiosk, folder.path(), &kim);
    let (kiosk, jobs) = interrupted(kiosk, &clock, &[kim.as_str().unwrap().to_owned()]);
    call(&kiosk, "answerJob", json!({"job": jobs[0], "cameOut": true}));
    call(&kiosk, "substituteAttendee", json!({"attendee": kim, "name": "Rut Vig"}));
    assert_eq!(newer_at(&kiosk, &code), Value::Null, "the badge that was printed is the one that is shown");
}
