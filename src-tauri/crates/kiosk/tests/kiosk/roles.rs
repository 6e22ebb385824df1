//! Roles: who may do what is one table, held for every call, and what the window says who stands at it counts.

use jiff::SignedDuration;
use kiosk::acts::staff::{self, SignIn};
use kiosk::api::{METHODS, Need};
use kiosk::{Authority, Caller, Kiosk, Pin, Role, api, event_files};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{PATIENCE, call, ids, options, standing_clock};

fn caller(name: &str, authority: Authority) -> Caller {
    Caller { staff: name.to_owned(), authority, ..Caller::default() }
}

fn desk() -> Caller {
    caller("Jakob Vinter", Authority::Staff(Role::Desk))
}

fn lead() -> Caller {
    caller("Lone Krag", Authority::Staff(Role::Lead))
}

fn code(kiosk: &Kiosk, caller: &Caller, method: &str, params: Value) -> &'static str {
    match api::call(kiosk, caller, method, params) {
        Ok(_) => "ok",
        Err(error) => error.code(),
    }
}

#[test]
fn every_call_is_held_to_its_row_of_the_table() {
    let folder = TempDir::new().unwrap();
    let kiosk =
        event_files::create_sample(&folder.path().join("event.ankomst"), &options(folder.path(), standing_clock()))
            .unwrap();
    let nobody = caller("", Authority::Nobody);
    // Without staff everybody may do everything.
    for method in METHODS {
        let answer = code(&kiosk, &nobody, method.name, json!({"no such parameter": 1}));
        assert!(!["locked", "leadNeeded"].contains(&answer), "{} without staff: {answer}", method.name);
    }
    let first = code(&kiosk, &nobody, "putStaff", json!({"name": "Jakob Vinter", "role": "desk", "pin": "1234"}));
    assert_eq!(first, "noLead", "the first one is the lead");
    assert_eq!(
        code(&kiosk, &nobody, "putStaff", json!({"name": "Bodil Tiedemann", "role": "lead", "pin": "4711"})),
        "ok"
    );
    for method in METHODS {
        let with = |caller: &Caller| code(&kiosk, caller, method.name, json!({"no such parameter": 1}));
        let gate = |answer: &'static str| ["locked", "leadNeeded"].contains(&answer).then_some(answer);
        assert_eq!(gate(with(&lead())), None, "{}: the lead may do everything", method.name);
        assert_eq!(gate(with(&Caller::default())), None, "{}: so may who has the file", method.name);
        let (before, at_desk) = match method.need {
            Need::Anyone => (None, None),
            // What the case is about is missing here, and the call itself says so.
            Need::Desk | Need::DeskIf(_) => (Some("locked"), with(&desk()).eq("leadNeeded").then_some("leadNeeded")),
            Need::Lead => (Some("locked"), Some("leadNeeded")),
        };
        assert_eq!(gate(with(&nobody)), before, "{} before signing in", method.name);
        assert_eq!(gate(with(&desk())), at_desk, "{} at the desk", method.name);
    }
    let open: Vec<&str> =
        METHODS.iter().filter(|method| matches!(method.need, Need::Anyone)).map(|method| method.name).collect();
    assert_eq!(open, ["event", "staff"], "nothing else is answered before signing in");
    let shown = format!("{}{}", call(&kiosk, "event", json!({})), call(&kiosk, "staff", json!({})));
    for attendee in call(&kiosk, "listAttendees", json!({"limit": 1000}))["attendees"].as_array().unwrap() {
        let (name, email) = (attendee["name"].as_str().unwrap(), attendee["email"].as_str().unwrap());
        assert!(email.is_empty() || !shown.contains(email), "and no guest is in either: {email}");
        // People of the programme are in the event's own words.
        assert!(name.chars().count() < 6 || !shown.contains(&format!("\"{name}\"")), "nor their name: {name}");
    }
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn the_desk_undoes_its_own_for_a_quarter_of_an_hour_lets_nobody_past_a_refusal_and_takes_payments() {
    let folder = TempDir::new().unwrap();
    let clock = standing_clock();
    let kiosk =
        event_files::create_sample(&folder.path().join("event.ankomst"), &options(folder.path(), clock.clone()))
            .unwrap();
    call(&kiosk, "putStaff", json!({"name": "Lone Krag", "role": "lead", "pin": "4711"}));
    let people = ids(&kiosk);
    let of_status = |status: &str| {
        call(&kiosk, "listAttendees", json!({"status": status, "limit": 5}))["attendees"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let check_in = |caller: &Caller, id: &str| {
        api::call(&kiosk, caller, "checkIn", json!({"attendee": id})).unwrap()["checkIn"].as_str().unwrap().to_owned()
    };
    let confirmed: Vec<&String> = people
        .iter()
        .filter(|id| call(&kiosk, "getAttendee", json!({"attendee": id}))["status"] == "confirmed")
        .take(3)
        .collect();
    let own = check_in(&desk(), confirmed[0]);
    let later = check_in(&desk(), confirmed[1]);
    let of_lead = check_in(&lead(), confirmed[2]);
    let undo = |caller: &Caller, record: &str| code(&kiosk, caller, "undo", json!({"record": record, "reason": "x"}));
    assert_eq!(undo(&desk(), &of_lead), "leadNeeded", "another's act");
    assert_eq!(undo(&desk(), &own), "ok", "one's own");
    clock.advance(SignedDuration::from_secs(15 * 60 + 1));
    assert_eq!(undo(&desk(), &later), "leadNeeded", "after a quarter of an hour");
    assert_eq!(undo(&lead(), &later), "ok");
    let cancelled = of_status("cancelled");
    let over = json!({"attendee": cancelled, "override": {"reason": "x"}});
    assert_eq!(code(&kiosk, &desk(), "checkIn", json!({"attendee": cancelled})), "ok", "a refusal is an answer");
    assert_eq!(code(&kiosk, &desk(), "checkIn", over.clone()), "leadNeeded");
    assert_eq!(code(&kiosk, &lead(), "checkIn", over), "ok");
    let due = of_status("paymentDue");
    let status = |id: &str, status: &str| json!({"attendee": id, "status": status, "reason": "x"});
    assert_eq!(code(&kiosk, &desk(), "setStatus", status(&due, "cancelled")), "leadNeeded");
    assert_eq!(code(&kiosk, &desk(), "setStatus", status(&due, "confirmed")), "ok", "has paid");
    assert_eq!(code(&kiosk, &desk(), "setStatus", status(&cancelled, "confirmed")), "leadNeeded");
    let person = call(&kiosk, "getAttendee", json!({"attendee": confirmed[0]}));
    let who: Vec<&str> =
        person["history"].as_array().unwrap().iter().filter_map(|line| line["staff"].as_str()).collect();
    assert!(who.contains(&"Jakob Vinter"), "who did it is in the journal: {person}");
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn a_pin_is_tried_through_the_kiosk_and_the_wait_is_told() {
    let folder = TempDir::new().unwrap();
    let clock = standing_clock();
    let kiosk =
        event_files::create_sample(&folder.path().join("event.ankomst"), &options(folder.path(), clock.clone()))
            .unwrap();
    let pin = |text: &str| Pin::new(text.to_owned()).unwrap();
    let member = staff::put(&kiosk, None, " Lone  Krag ", Role::Lead, Some(&pin("4711"))).unwrap();
    assert_eq!(member.name, "Lone Krag");
    let attempt = |digits: &str| staff::sign_in(&kiosk, member.id, &pin(digits)).unwrap();
    assert!(matches!(attempt("4711"), SignIn::Right(found) if found.role == Role::Lead));
    for _ in 0..2 {
        assert_eq!(attempt("4712"), SignIn::Wrong(SignedDuration::ZERO));
    }
    assert_eq!(attempt("4712"), SignIn::Wrong(SignedDuration::from_secs(5)));
    assert_eq!(attempt("4711"), SignIn::Wait(SignedDuration::from_secs(5)));
    clock.advance(SignedDuration::from_secs(5));
    assert!(matches!(attempt("4711"), SignIn::Right(_)));
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn a_certificate_is_accepted_by_the_lead_only() {
    let folder = TempDir::new().unwrap();
    let kiosk =
        event_files::create_sample(&folder.path().join("event.ankomst"), &options(folder.path(), standing_clock()))
            .unwrap();
    call(&kiosk, "putStaff", json!({"name": "Lone Krag", "role": "lead", "pin": "4711"}));
    let digest = "ab".repeat(32);
    let printer = |id: &str, certificate: Option<&str>| json!({"id": id, "name": "A", "kind": "ipp", "address": "ipps://127.0.0.1:9/ipp/print", "certificate": certificate});
    let save = |caller: &Caller, printer: Value| code(&kiosk, caller, "savePrinter", printer);
    assert_eq!(save(&desk(), printer("", None)), "ok", "a printer is added at the desk");
    assert_eq!(save(&desk(), printer("a", Some(&digest))), "leadNeeded");
    assert_eq!(call(&kiosk, "printers", json!({}))["printers"][0]["certificate"], Value::Null);
    assert_eq!(save(&lead(), printer("a", Some(&digest))), "ok");
    // What the lead has accepted stays accepted when the desk changes something else.
    let shown: String = digest
        .to_uppercase()
        .as_bytes()
        .chunks(2)
        .map(|two| std::str::from_utf8(two).unwrap())
        .collect::<Vec<_>>()
        .join(":");
    assert_eq!(save(&desk(), printer("a", Some(&shown))), "ok");
    assert_eq!(save(&desk(), printer("a", Some(&"cd".repeat(32)))), "leadNeeded", "another printer in its place");
    assert_eq!(call(&kiosk, "printers", json!({}))["printers"][0]["certificate"], json!(digest));
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn the_desk_lets_nobody_in_by_amending_them() {
    let folder = TempDir::new().unwrap();
    let kiosk =
        event_files::create_sample(&folder.path().join("event.ankomst"), &options(folder.path(), standing_clock()))
            .unwrap();
    call(&kiosk, "putStaff", json!({"name": "Lone Krag", "role": "lead", "pin": "4711"}));
    let of_status = |status: &str| {
        call(&kiosk, "listAttendees", json!({"status": status, "limit": 5}))["attendees"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (cancelled, due) = (of_status("cancelled"), of_status("paymentDue"));
    let amend = |caller: &Caller, id: &str, fields: Value| {
        code(&kiosk, caller, "amendAttendee", json!({"attendee": id, "fields": fields}))
    };
    let status_of = |id: &str| call(&kiosk, "getAttendee", json!({"attendee": id}))["status"].clone();
    for fields in [
        json!({"status": "confirmed"}),
        json!({"status": null}),
        json!({"organisation": "Ny", "status": "confirmed"}),
        json!({"ticketCodes": ["WEB-1"]}),
        json!({"ticketCodes": null}),
    ] {
        assert_eq!(amend(&desk(), &cancelled, fields.clone()), "leadNeeded", "{fields}");
    }
    assert_eq!(status_of(&cancelled), "cancelled");
    assert_eq!(amend(&desk(), &cancelled, json!({"organisation": "Ny", "email": "a@b.dk"})), "ok", "who they are");
    assert_eq!(amend(&desk(), &due, json!({"status": "cancelled"})), "leadNeeded");
    assert_eq!(amend(&desk(), &due, json!({"status": "confirmed"})), "ok", "has paid, as with setStatus");
    let walk_in = |more: Value| {
        let mut person = json!({"name": "Anna Lind"});
        person.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        code(&kiosk, &desk(), "addWalkIn", person)
    };
    assert_eq!(walk_in(json!({"ticketCodes": ["WEB-2"]})), "leadNeeded");
    assert_eq!(walk_in(json!({"status": "paymentDue"})), "leadNeeded");
    assert_eq!(walk_in(json!({"organisation": "Lind"})), "ok");
    let instead = |more: Value| {
        let mut person = json!({"attendee": cancelled, "name": "Bo Lind"});
        person.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        code(&kiosk, &desk(), "substituteAttendee", person)
    };
    assert_eq!(instead(json!({"ticketCodes": ["WEB-3"]})), "leadNeeded");
    assert_eq!(amend(&lead(), &cancelled, json!({"status": "confirmed", "ticketCodes": ["WEB-4"]})), "ok");
    assert_eq!(status_of(&cancelled), "confirmed");
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn names_go_into_a_folder_that_the_lead_has_chosen_and_into_no_other() {
    let folder = TempDir::new().unwrap();
    let kiosk =
        event_files::create_sample(&folder.path().join("event.ankomst"), &options(folder.path(), standing_clock()))
            .unwrap();
    call(&kiosk, "putStaff", json!({"name": "Lone Krag", "role": "lead", "pin": "4711"}));
    let printer = |id: &str, name: &str, into: &str| json!({"id": id, "name": name, "kind": "folder", "address": folder.path().join(into)});
    let save = |caller: &Caller, printer: Value| code(&kiosk, caller, "savePrinter", printer);
    assert_eq!(save(&desk(), printer("", "A", "one")), "leadNeeded");
    assert_eq!(save(&lead(), printer("", "A", "one")), "ok");
    assert_eq!(save(&desk(), printer("a", "Mappen", "one")), "ok", "its name is the desk's to change");
    assert_eq!(save(&desk(), printer("a", "Mappen", "two")), "leadNeeded", "where it lies is not");
    kiosk.close(PATIENCE).unwrap();
}
