//! What desks do with people: corrected, added, substituted, joined, let in, their badges.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::desk::{Desk, Rpc};

fn code(desk: &Desk, rpc: &mut Rpc, id: &Value) -> String {
    let out = desk.path("code.png");
    rpc.call("renderBadge", &json!({"attendee": id, "format": "png", "out": out}));
    let read = desk.json(&["read", "code.png"]).ok().json();
    read[0]["texts"][0].as_str().expect("a code on the badge").to_owned()
}

fn scan(rpc: &mut Rpc, text: &str) -> Value {
    rpc.call("checkIn", &json!({"text": text}))
}

#[test]
fn a_correction_covers_the_list_until_the_list_is_taken_again() {
    let desk = Desk::with_sample();
    let id = desk.find("mette nielsen egehavn");
    let mut rpc = desk.rpc();
    let amend = |rpc: &mut Rpc, fields: Value| rpc.call("amendAttendee", &json!({"attendee": id, "fields": fields}));
    let amended = amend(&mut rpc, json!({"familyName": "Nielsen-Holm", "organisation": "  Havnby   Kommune "}));
    assert_eq!(amended["name"], "Mette Nielsen-Holm", "name and parts change together");
    assert_eq!(amended["organisation"], "Havnby Kommune", "cleaned");
    assert_eq!(
        rpc.call("findAttendees", &json!({"text": "holm havnby"}))["hits"][0]["attendee"]["id"],
        id.as_str(),
        "found at once"
    );
    let again = amend(&mut rpc, json!({"organisation": null}));
    assert_eq!((&again["organisation"], &again["name"]), (&"Egehavn Kommune".into(), &"Mette Nielsen-Holm".into()));
    let split = amend(&mut rpc, json!({"name": "Mette von Holm"}));
    assert_eq!((&split["givenName"], &split["familyName"]), (&"Mette".into(), &"von Holm".into()));
    let history = rpc.call("getAttendee", &json!({"attendee": id}))["history"].clone();
    let kinds: Vec<&str> = history.as_array().unwrap().iter().map(|line| line["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["listed", "amended", "amended", "amended"], "the history says what happened");
    let same = amend(&mut rpc, json!({"name": "Mette von Holm"}));
    assert_eq!(same["name"], "Mette von Holm");
    assert_eq!(rpc.call("getAttendee", &json!({"attendee": id}))["history"], history, "no change, no record");
    let record = history[3]["record"].clone();
    let now = rpc.call("undo", &json!({"record": record, "reason": "x"}))["now"].clone();
    assert_eq!(now["name"], "Mette Nielsen-Holm", "an undone correction uncovers the one before");
    rpc.close();
}

#[test]
fn a_walk_in_comes_in_like_anyone() {
    let desk = Desk::with_sample();
    let mut rpc = desk.rpc();
    let guest = rpc.call("addWalkIn", &json!({"givenName": "Nanna", "familyName": "Ny", "organisation": "Havnby"}));
    assert_eq!(
        (&guest["name"], &guest["presence"], &guest["ticketType"]),
        (&"Nanna Ny".into(), &"expected".into(), &"deltager".into())
    );
    assert_eq!(rpc.call("findAttendees", &json!({"text": "nan ny"}))["hits"][0]["attendee"]["id"], guest["id"]);
    let code = code(&desk, &mut rpc, &guest["id"]);
    let entry = scan(&mut rpc, &code.to_lowercase());
    assert_eq!(
        (&entry["outcome"], &entry["attendee"]["id"]),
        (&"admitted".into(), &guest["id"]),
        "the case does not matter"
    );

    let record = rpc.call("getAttendee", &json!({"attendee": guest["id"]}))["history"][0]["record"].clone();
    let undone = rpc.call("undo", &json!({"record": record, "reason": "x"}));
    assert_eq!(undone["now"]["offList"], true, "who has come stays, marked");
    assert_eq!(undone["now"]["name"], "Nanna Ny", "with the name");
    let other = rpc.call("addWalkIn", &json!({"name": "Otto"}));
    let record = rpc.call("getAttendee", &json!({"attendee": other["id"]}))["history"][0]["record"].clone();
    assert_eq!(rpc.call("undo", &json!({"record": record, "reason": "x"}))["now"], Value::Null, "who has not, goes");
    assert_eq!(rpc.broken("getAttendee", &json!({"attendee": other["id"]})), "notFound");
    assert!(
        rpc.call("findAttendees", &json!({"text": "otto"}))["hits"]
            .as_array()
            .unwrap()
            .iter()
            .all(|hit| hit["attendee"]["id"] != other["id"])
    );
    rpc.close();
}

#[test]
fn a_colleague_comes_instead_with_the_same_ticket() {
    let desk = Desk::with_sample();
    let mut rpc = desk.rpc();
    let old = rpc.call("findAttendees", &json!({"text": "mette nielsen egehavn"}))["hits"][0]["attendee"].clone();
    let ticket = old["ticketCodes"][0].as_str().expect("a ticket code").to_owned();
    let badge = code(&desk, &mut rpc, &old["id"]);
    let new = rpc.call("substituteAttendee", &json!({"attendee": old["id"], "name": "Karen Ravn"}));
    assert_eq!(
        (&new["replaces"], &new["order"], &new["sessions"], &new["organisation"]),
        (&old["id"], &old["order"], &old["sessions"], &old["organisation"])
    );
    let gone = rpc.call("getAttendee", &json!({"attendee": old["id"]}));
    assert_eq!((&gone["status"], &gone["replacedBy"]), (&"cancelled".into(), &new["id"]));
    assert_eq!(rpc.broken("substituteAttendee", &json!({"attendee": old["id"], "name": "A B"})), "isReplaced");
    let refused = scan(&mut rpc, &badge);
    assert_eq!(
        (&refused["outcome"], &refused["reason"]),
        (&"revokedCode".into(), &"replaced".into()),
        "the old badge is dead"
    );
    let entry = scan(&mut rpc, &ticket);
    assert_eq!(
        (&entry["outcome"], &entry["attendee"]["id"]),
        (&"admitted".into(), &new["id"]),
        "the e-ticket lets Karen in"
    );
    assert_eq!(rpc.broken("substituteAttendee", &json!({"attendee": new["id"], "name": "A B"})), "hasArrived");
    rpc.close();
}

#[test]
fn two_entries_of_one_person_are_joined() {
    let desk = Desk::with_sample();
    let mut rpc = desk.rpc();
    let listed = rpc.call("findAttendees", &json!({"text": "mette nielsen egehavn"}))["hits"][0]["attendee"].clone();
    let walk_in = rpc.call("addWalkIn", &json!({"name": "Mette Nielsen"}));
    let walk_in_code = code(&desk, &mut rpc, &walk_in["id"]);
    rpc.call("checkIn", &json!({"attendee": walk_in["id"]}));
    let joined = rpc.call("joinAttendees", &json!({"keep": listed["id"], "same": walk_in["id"]}));
    assert_eq!((&joined["id"], &joined["presence"]), (&listed["id"], &"inside".into()), "who came came");
    assert_eq!(rpc.call("overview", &json!({}))["arrived"], 1, "and counts once");
    let again = scan(&mut rpc, &walk_in_code);
    assert_eq!(
        (&again["outcome"], &again["attendee"]["id"]),
        (&"alreadyCheckedIn".into(), &listed["id"]),
        "both codes are good"
    );
    assert_eq!(rpc.call("getAttendee", &json!({"attendee": walk_in["id"]}))["id"], listed["id"], "shown as one");
    let record = rpc.call("getAttendee", &json!({"attendee": listed["id"]}))["history"]
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["kind"] == "joined")
        .expect("it is in the history")["record"]
        .clone();
    rpc.call("undo", &json!({"record": record, "reason": "x"}));
    assert_eq!(rpc.call("getAttendee", &json!({"attendee": listed["id"]}))["presence"], "expected", "two again");
    rpc.close();
}

#[test]
fn a_lost_badge_is_reissued_and_the_old_one_revoked_for_good() {
    let desk = Desk::with_sample();
    let mut rpc = desk.rpc();
    let id: Value = desk_id(&mut rpc, "mette nielsen egehavn");
    let old = code(&desk, &mut rpc, &id);
    rpc.call("reissueBadge", &json!({"attendee": id, "reason": "tabt"}));
    let new = code(&desk, &mut rpc, &id);
    assert_ne!(old, new);
    let refused = scan(&mut rpc, &old);
    assert_eq!((&refused["outcome"], &refused["reason"]), (&"revokedCode".into(), &"reissued".into()));
    assert_eq!(scan(&mut rpc, &new)["outcome"], "admitted");
    let reissue = rpc.call("getAttendee", &json!({"attendee": id}))["history"][1]["record"].clone();
    assert_eq!(rpc.broken("undo", &json!({"record": reissue, "reason": "x"})), "notUndoable");
    let refusals = rpc.call("refusals", &json!({}));
    assert_eq!((&refusals[0]["reason"], &refusals[0]["text"]), (&"revokedCode".into(), &old.into()), "remembered");
    rpc.close();
}

fn desk_id(rpc: &mut Rpc, text: &str) -> Value {
    rpc.call("findAttendees", &json!({"text": text}))["hits"][0]["attendee"]["id"].clone()
}

#[test]
fn the_lead_lets_in_with_a_reason_that_stays() {
    let desk = Desk::with_sample();
    let mut rpc = desk.rpc();
    for status in ["cancelled", "waitlisted", "paymentDue"] {
        let id = rpc.call("listAttendees", &json!({"status": status}))["attendees"][0]["id"].clone();
        assert_eq!(rpc.call("checkIn", &json!({"attendee": id}))["outcome"], status);
        let entry = rpc.call("checkIn", &json!({"attendee": id, "override": {"reason": "Arrangøren har sagt ja"}}));
        assert_eq!(
            (&entry["outcome"], &entry["overridden"], &entry["reason"]),
            (&"admitted".into(), &true.into(), &status.into())
        );
        let history = rpc.call("getAttendee", &json!({"attendee": id}))["history"].clone();
        let line = history.as_array().unwrap().iter().find(|line| line["record"] == entry["checkIn"]).unwrap();
        assert_eq!((&line["overridden"], &line["reason"]), (&status.into(), &"Arrangøren har sagt ja".into()));
    }
    let full = rpc.call("programme", &json!({}))["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|session| session["registeredOnly"] == true)
        .expect("a break-out")["id"]
        .clone();
    let stranger = rpc.call("addWalkIn", &json!({"name": "Ikke Tilmeldt"}));
    let refused = rpc.call("checkIn", &json!({"attendee": stranger["id"], "session": full}));
    assert_eq!(refused["outcome"], "notInSession", "{refused}");
    assert!(refused["session"]["seats"].is_number(), "the seats are named: {refused}");
    let forged = rpc.call("checkIn", &json!({"text": "AK100000000000000000000000000", "override": {"reason": "x"}}));
    assert!(matches!(forged["outcome"].as_str(), Some("forgedCode" | "wrongEvent")), "never a forged code: {forged}");
    rpc.close();
}

#[test]
fn codes_of_other_systems_admit_and_short_ones_do_not() {
    let desk = Desk::with_sample();
    let mut rpc = desk.rpc();
    let with_code = |rpc: &mut Rpc, name: &str, code: &str| {
        rpc.call("addWalkIn", &json!({"name": name, "ticketCodes": [code]}))["id"].clone()
    };
    let upper = with_code(&mut rpc, "Anna Stor", "ABCdef12");
    let lower = with_code(&mut rpc, "Anna Lille", "abcDEF12");
    let short = with_code(&mut rpc, "Kort Kode", "17");
    assert_eq!(scan(&mut rpc, "ABCdef12")["attendee"]["id"], upper, "equal letter by letter");
    assert_eq!(scan(&mut rpc, " abcDEF12\n")["attendee"]["id"], lower);
    let both = scan(&mut rpc, "abcdef12");
    assert_eq!((&both["outcome"], both["candidates"].as_array().unwrap().len()), (&"ambiguous".into(), 2));
    let refused = scan(&mut rpc, "17");
    assert_eq!(
        (&refused["outcome"], &refused["reason"], &refused["attendee"]),
        (&"unknownCode".into(), &"shortCode".into(), &Value::Null)
    );
    assert_eq!(refused["candidates"][0]["id"], short, "but it is said whose it is");
    let url = scan(&mut rpc, "https://tickets.example/show?ticket=ABCdef12");
    assert_eq!(url["attendee"]["id"], upper, "a URL that holds one");
    assert_eq!(scan(&mut rpc, "nobody has this")["reason"], "notListed");
    let other = Desk::with_sample();
    let mut elsewhere = other.rpc();
    let id = desk_id(&mut elsewhere, "mette nielsen egehavn");
    let foreign = code(&other, &mut elsewhere, &id);
    // One in 1,024 events has the same tag; then the signature tells.
    let refused = scan(&mut rpc, &foreign);
    assert!(matches!(refused["outcome"].as_str(), Some("wrongEvent" | "forgedCode")), "{refused}");
    elsewhere.close();
    rpc.close();
}

#[test]
fn print_jobs_end_confirmed_and_are_queued_once() {
    let desk = Desk::with_sample();
    let mut rpc = desk.rpc();
    let id = desk_id(&mut rpc, "mette nielsen egehavn");
    let entry = rpc.call("checkIn", &json!({"attendee": id}));
    let job = entry["printJob"]["id"].clone();
    let ended = wait_for(&mut rpc, &job, "confirmed");
    assert_eq!((&ended["printer"], &ended["attendee"]), (&"folder".into(), &id));
    assert_eq!(rpc.broken("cancelJob", &json!({"job": job})), "jobState", "a byte has gone out");
    assert_eq!(rpc.broken("answerJob", &json!({"job": job, "cameOut": false})), "jobState", "nobody asked");
    rpc.call("checkIn", &json!({"attendee": id, "direction": "exit"}));
    let back = rpc.call("checkIn", &json!({"attendee": id}));
    assert_eq!((&back["outcome"], &back["printJob"]), (&"admitted".into(), &Value::Null), "a badge once");
    let reprint = rpc.call("queueBadge", &json!({"attendee": id}));
    assert_eq!(reprint["reprintOf"], job, "a new job that says what it repeats");
    wait_for(&mut rpc, &reprint["id"], "confirmed");
    assert_eq!(rpc.call("getAttendee", &json!({"attendee": id}))["badge"], "printed");
    rpc.close();
}

/// Printing goes on in the background: asks until the job has ended, a hundred times at most.
fn wait_for(rpc: &mut Rpc, job: &Value, state: &str) -> Value {
    let start = Instant::now();
    loop {
        let jobs = rpc.call("printJobs", &json!({}));
        let found = jobs.as_array().unwrap().iter().find(|found| found["id"] == *job).expect("the job").clone();
        if found["state"] == state {
            return found;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "the job never became {state}: {found}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn an_alert_is_shown_until_it_is_acknowledged() {
    let desk = Desk::with_sample();
    let mut rpc = desk.rpc();
    let guest = rpc.call("addWalkIn", &json!({"name": "Anna Alarm", "alert": "Kørestol: rampe ved nordindgangen"}));
    let entry = rpc.call("checkIn", &json!({"attendee": guest["id"]}));
    assert_eq!(entry["alert"], "Kørestol: rampe ved nordindgangen");
    rpc.call("acknowledgeAlert", &json!({"attendee": guest["id"]}));
    assert_eq!(rpc.call("checkIn", &json!({"attendee": guest["id"]}))["alert"], Value::Null);
    let other = json!({"attendee": guest["id"], "fields": {"alert": "Giv oplægsholdermappen"}});
    rpc.call("amendAttendee", &other);
    let again = rpc.call("checkIn", &json!({"attendee": guest["id"]}));
    assert_eq!(again["alert"], "Giv oplægsholdermappen", "a new alert has to be seen anew");
    rpc.close();
}

#[test]
fn questions_come_before_the_welcome() {
    let desk = Desk::new();
    let toml = "title = \"Prøve\"\ntimeZone = \"Europe/Copenhagen\"\nstarts = 2026-11-23\nends = 2026-11-24\n\
        [[questions]]\nid = \"lunch\"\ntext = \"Frokost?\"\nanswer = \"choice\"\nchoices = [\"fisk\", \"grønt\"]\nrequired = true\n";
    std::fs::write(desk.path("EVENT.toml"), toml).unwrap();
    desk.json(&["create", "event.ankomst", "--from", "EVENT.toml"]).ok();
    let mut rpc = desk.rpc();
    let guest = rpc.call("addWalkIn", &json!({"name": "Anna Ask"}))["id"].clone();
    let asked = rpc.call("checkIn", &json!({"attendee": guest}));
    assert_eq!((&asked["outcome"], &asked["questions"][0]["id"]), (&"questionsDue".into(), &"lunch".into()));
    assert_eq!(
        rpc.answer("checkIn", &json!({"attendee": guest, "answers": {"lunch": "kød"}}))["error"]["data"]["field"],
        "answers.lunch"
    );
    let entry = rpc.call("checkIn", &json!({"attendee": guest, "answers": {"lunch": "fisk"}}));
    assert_eq!((&entry["outcome"], &entry["attendee"]["answers"]["lunch"]), (&"admitted".into(), &"fisk".into()));
    assert_eq!(rpc.call("refusals", &json!({})), json!([]), "a question is no refusal");
    rpc.close();
}

#[test]
fn a_time_that_is_given_is_the_time_of_the_act() {
    let desk = Desk::with_sample();
    let mut rpc = desk.rpc();
    let id = desk_id(&mut rpc, "mette nielsen egehavn");
    let entry = rpc.call("checkIn", &json!({"attendee": id, "at": "2026-01-05T08:43:00+01:00"}));
    assert_eq!(entry["attendee"]["firstEntry"]["at"], "2026-01-05T08:43:00.000+01:00");
    let arrivals = rpc.call("overview", &json!({}))["arrivals"].clone();
    assert_eq!(arrivals, json!([{"at": "2026-01-05T08:40:00.000+01:00", "entries": 1}]), "per five minutes");
    rpc.close();
}
