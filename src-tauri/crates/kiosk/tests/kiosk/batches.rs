//! Badges printed beforehand: who, in which order, in which boxes, and what a desk knows of them afterwards.

use kiosk::batches::{self, Batch, Stage, print_batch};

use super::*;

const EVENT: &str = r#"
title = "Årsmøde"
timeZone = "Europe/Copenhagen"
starts = "2026-11-23"
ends = "2026-11-23"

[[ticketTypes]]
id = "guest"
name = "Deltager"
badgeTemplate = "card"

[[ticketTypes]]
id = "press"
name = "Presse"
badgeTemplate = "card"

[[sessions]]
id = "opening"
title = "Åbning"
room = "Salen"
starts = "2026-11-23T10:00"
ends = "2026-11-23T11:00"
"#;

fn event(folder: &Path) -> Kiosk {
    let file = kiosk::settings::EventFile::from_toml(EVENT).unwrap();
    let kiosk = Kiosk::create(&folder.join("event.ankomst"), &file, &options(folder, standing_clock())).unwrap();
    for (given, family, organisation, kind) in [
        ("Åse", "Østergaard", "Nyborg Kommune", "guest"),
        ("Bo", "Aagaard", "Realdania", "guest"),
        ("Carl", "Ærø", "", "press"),
        ("Dorte", "Andersen", "Ældresagen", "guest"),
        ("EVA", "ZEUTHEN", "Aarhus Universitet", "guest"),
    ] {
        let organisation = Some(organisation).filter(|text| !text.is_empty());
        call(
            &kiosk,
            "addWalkIn",
            json!({"givenName": given, "familyName": family, "organisation": organisation, "ticketType": kind}),
        );
    }
    kiosk
}

pub(crate) fn finished(kiosk: &Kiosk, params: Value) -> Value {
    call(kiosk, "printBadges", params);
    for _ in 0..600 {
        let state = call(kiosk, "badgeBatch", json!({}));
        if state["state"] != "running" {
            return state;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the batch does not end");
}

fn place(kiosk: &Kiosk, family: &str) -> Value {
    let found = call(kiosk, "listAttendees", json!({}));
    let all = found["attendees"].as_array().unwrap();
    all.iter().find(|one| one["familyName"] == family).unwrap()["place"].clone()
}

#[test]
fn badges_lie_in_boxes_in_danish_order_and_no_entry_asks_for_another() {
    let folder = TempDir::new().unwrap();
    let kiosk = event(folder.path());
    let order = json!({"sheet": "durable-1445", "boxes": 2});
    let plan = call(&kiosk, "planBadges", order.clone());
    assert_eq!((&plan["badges"], &plan["skipped"], &plan["sheets"]), (&json!(5), &json!(0), &json!(2)), "{plan}");
    let spans: Vec<_> =
        plan["boxes"].as_array().unwrap().iter().map(|span| (span["first"].clone(), span["last"].clone())).collect();
    assert_eq!(
        spans,
        [(json!("Andersen"), json!("Ærø")), (json!("Østergaard"), json!("Aagaard"))],
        "æ ø å come last, and aa is å"
    );
    let look: Vec<_> = plan["lookAt"].as_array().unwrap().iter().map(|one| one["what"].clone()).collect();
    assert!(look.contains(&json!("noOrganisation")) && look.contains(&json!("allCapitals")), "{look:?}");

    let state = finished(&kiosk, order);
    assert_eq!((&state["state"], &state["done"]), (&json!("done"), &json!(5)), "{state}");
    assert_eq!(state["files"].as_array().unwrap().len(), 2, "a file a box: {state}");
    for file in state["files"].as_array().unwrap() {
        let bytes = std::fs::read(kiosk.place().badges().join(file.as_str().unwrap())).unwrap();
        assert!(bytes.starts_with(b"%PDF"), "{file} is a PDF");
    }
    assert_eq!(place(&kiosk, "Ærø"), json!({"box": "A", "row": 3}), "the third badge of the first box");
    assert_eq!(place(&kiosk, "Aagaard"), json!({"box": "B", "row": 2}), "the last one of the second");

    let found = call(&kiosk, "findAttendees", json!({"text": "østergaard"}));
    let hit = &found["hits"][0]["attendee"];
    assert_eq!(hit["place"], json!({"box": "B", "row": 1}), "the search says where the badge lies");
    assert_eq!(hit["badge"], "printed", "and that there is one");
    let entered = call(&kiosk, "checkIn", json!({"attendee": hit["id"]}));
    assert_eq!(entered["outcome"], "admitted");
    assert!(entered["printJob"].is_null(), "no other badge is asked for: {entered}");
    assert_eq!(entered["attendee"]["place"]["box"], "B", "the verdict says where it lies");

    let again = call(&kiosk, "planBadges", json!({}));
    assert_eq!((&again["badges"], &again["skipped"]), (&json!(0), &json!(5)), "nobody is printed twice");
    let more = call(&kiosk, "planBadges", json!({"again": true, "boxes": 1}));
    assert_eq!(more["boxes"][0]["name"], "C", "letters in use are left to the badges that lie there");
}

#[test]
fn places_survive_in_the_file_and_a_reprint_or_new_code_ends_them() {
    let folder = TempDir::new().unwrap();
    let kiosk = event(folder.path());
    finished(&kiosk, json!({"boxes": 2}));
    kiosk.close(PATIENCE).unwrap();
    let kiosk =
        Kiosk::open(&folder.path().join("event.ankomst"), Access::Write, &options(folder.path(), standing_clock()))
            .unwrap();
    assert_eq!(place(&kiosk, "Andersen"), json!({"box": "A", "row": 1}), "after opening anew");
    let id = |family: &str| {
        let all = call(&kiosk, "listAttendees", json!({}));
        all["attendees"].as_array().unwrap().iter().find(|one| one["familyName"] == family).unwrap()["id"].clone()
    };
    let job = call(&kiosk, "queueBadge", json!({"attendee": id("Andersen")}));
    assert_eq!(place(&kiosk, "Andersen"), Value::Null, "the new badge is the one to hand out");
    call(&kiosk, "cancelJob", json!({"job": job["id"]}));
    assert_eq!(place(&kiosk, "Andersen"), json!({"box": "A", "row": 1}), "called off: the old one again");
    call(&kiosk, "reissueBadge", json!({"attendee": id("Ærø"), "reason": "tabt"}));
    assert_eq!(place(&kiosk, "Ærø"), Value::Null, "the code on the badge in the box is no good any more");
    kiosk.close(PATIENCE).unwrap();
    let report = event_files::verify(&folder.path().join("event.ankomst"), &kiosk::Unlock::Nothing, None).unwrap();
    assert!(report.faults.is_empty(), "the journal gives the same tables: {:?}", report.faults);
}

#[test]
fn filters_choose_and_bad_orders_are_answered() {
    let folder = TempDir::new().unwrap();
    let kiosk = event(folder.path());
    let badges = |params: Value| call(&kiosk, "planBadges", params)["badges"].clone();
    assert_eq!(badges(json!({"ticketTypes": ["press"]})), 1);
    assert_eq!(badges(json!({"organisation": "Realdania"})), 1);
    assert_eq!(badges(json!({"session": "opening"})), 0, "nobody is registered");
    let by_organisation = call(&kiosk, "planBadges", json!({"order": "organisation", "boxes": 1}));
    assert_eq!(by_organisation["boxes"][0]["last"], "Aarhus Universitet", "aa is å, behind æ");
    let refused = |params: Value| api::call(&kiosk, &Caller::default(), "planBadges", params).unwrap_err().to_string();
    assert!(refused(json!({"sheet": "a3"})).contains("a3"), "an unknown sheet is named");
    assert!(refused(json!({"sheet": "durable-1453"})).contains("does not fit"), "86 mm are too wide for 75");
    assert!(refused(json!({"boxes": 27})).contains("boxes"), "more boxes than letters");
    assert!(refused(json!({"shiftMm": [90.0, 0.0]})).contains("shiftMm"), "no printer is off by that much");
    let picture = call(&kiosk, "sheetPicture", json!({"batch": {"sheet": "durable-1445"}, "number": 0}));
    assert!(picture["data"].as_str().unwrap().starts_with("iVBOR"), "a PNG");
    let none = api::call(&kiosk, &Caller::default(), "sheetPicture", json!({"batch": {}, "number": 9}));
    assert!(none.is_err(), "there is no tenth sheet");
}

#[test]
fn a_batch_waits_goes_on_and_ends_when_told() {
    let folder = TempDir::new().unwrap();
    let options = options(folder.path(), standing_clock());
    let kiosk = event_files::generate(&folder.path().join("event.ankomst"), 120, 3, &options, &mut |_| {}).unwrap();
    call(&kiosk, "printBadges", json!({"sheet": "a4-4xa6", "boxes": 3}));
    let busy = api::call(&kiosk, &Caller::default(), "printBadges", json!({}));
    assert!(matches!(busy, Err(KioskError::Busy)), "one batch at a time");
    let paused = call(&kiosk, "steerBadges", json!({"to": "pause"}));
    assert_eq!(paused["state"], "paused", "{paused}");
    std::thread::sleep(Duration::from_millis(400));
    let (one, two) = (call(&kiosk, "badgeBatch", json!({})), {
        std::thread::sleep(Duration::from_millis(400));
        call(&kiosk, "badgeBatch", json!({}))
    });
    assert_eq!(one["done"], two["done"], "nothing is drawn while it waits");
    call(&kiosk, "steerBadges", json!({"to": "continue"}));
    call(&kiosk, "steerBadges", json!({"to": "stop"}));
    let stopped = call(&kiosk, "badgeBatch", json!({}));
    assert_eq!(stopped["state"], "stopped", "{stopped}");
    std::thread::sleep(Duration::from_millis(600));
    let plan = call(&kiosk, "planBadges", json!({}));
    let left = plan["badges"].as_u64().unwrap();
    assert!(left > 0, "what was not finished is printed by the next batch");
    let finished = print_batch(&kiosk, &Caller::default(), Batch::new(), |_| {}).unwrap();
    assert_eq!((finished.stage, finished.done as u64), (Stage::Done, left), "and only that");
    assert_eq!(batches::plan(&kiosk, &Batch::new()).unwrap().badges(), 0, "now everybody has one");
}

/// How many pages a PDF of ours has.
fn pages(kiosk: &Kiosk, file: &Value) -> usize {
    let bytes = std::fs::read(kiosk.place().badges().join(file.as_str().unwrap())).unwrap();
    let count = |word: &[u8]| bytes.windows(word.len()).filter(|window| *window == word).count();
    count(b"/Type /Page") - count(b"/Type /Pages")
}

#[test]
fn a_guest_who_gets_a_badge_while_the_batch_is_drawn_is_in_no_file() {
    let folder = TempDir::new().unwrap();
    let options = options(folder.path(), standing_clock());
    let kiosk = event_files::generate(&folder.path().join("event.ankomst"), 120, 3, &options, &mut |_| {}).unwrap();
    let plan = call(&kiosk, "planBadges", json!({"boxes": 2}));
    call(&kiosk, "printBadges", json!({"boxes": 2}));
    assert_eq!(call(&kiosk, "steerBadges", json!({"to": "pause"}))["state"], "paused");
    // Nobody has got one so far who lies in the second box.
    let order = batches::plan(&kiosk, &Batch { boxes: 2, ..Batch::new() }).unwrap();
    assert_eq!(json!(order.badges()), plan["badges"], "no badge is out yet");
    let all = call(&kiosk, "listAttendees", json!({"limit": 1000}));
    let (first, last) = (&plan["boxes"][1]["first"], &plan["boxes"][1]["last"]);
    let is_certainly_there =
        |one: &&Value| one["status"] == "confirmed" && one["familyName"] == *last && one["familyName"] != *first;
    let guest = all["attendees"].as_array().unwrap().iter().find(is_certainly_there).unwrap()["id"].clone();
    let entered = call(&kiosk, "checkIn", json!({"attendee": guest}));
    assert!(!entered["printJob"].is_null(), "the guest stands here and gets one: {entered}");
    call(&kiosk, "steerBadges", json!({"to": "continue"}));
    let state = loop {
        let state = call(&kiosk, "badgeBatch", json!({}));
        if state["state"] != "running" {
            break state;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!((&state["state"], &state["done"]), (&json!("done"), &plan["badges"]), "{state}");
    let files = state["files"].as_array().unwrap();
    let of_box = |nth: usize| plan["boxes"][nth]["badges"].as_u64().unwrap();
    let pages: Vec<u64> = files.iter().map(|file| pages(&kiosk, file) as u64).collect();
    assert_eq!(pages, [of_box(0), of_box(1) - 1], "the guest is in no file");
    let person = call(&kiosk, "getAttendee", json!({"attendee": guest}));
    assert!(person["place"].is_null(), "and lies in no box: {person}");
    assert_eq!(batches::plan(&kiosk, &Batch::new()).unwrap().badges(), 0, "everybody has one");
}

#[test]
fn a_file_that_cannot_be_written_lets_go_of_its_badges() {
    let folder = TempDir::new().unwrap();
    let kiosk = event(folder.path());
    // A file lies where the folder should be.
    let badges = kiosk.place().badges();
    let _ = std::fs::remove_dir_all(&badges);
    std::fs::write(&badges, "in the way").unwrap();
    let state = finished(&kiosk, json!({}));
    assert_eq!(state["state"], "failed", "{state}");
    for wanted in ["sent", "queued", "confirmed", "unknown"] {
        assert_eq!(call(&kiosk, "printJobs", json!({"state": wanted})), json!([]), "{wanted}");
    }
    let guest = call(&kiosk, "listAttendees", json!({}))["attendees"][0]["id"].clone();
    let entered = call(&kiosk, "checkIn", json!({"attendee": guest}));
    assert!(!entered["printJob"].is_null(), "a guest gets one at the desk: {entered}");
    std::fs::remove_file(&badges).unwrap();
    let state = finished(&kiosk, json!({}));
    assert_eq!((&state["state"], &state["done"]), (&json!("done"), &json!(4)), "and the others in the next batch");
}

#[test]
fn the_programme_is_a_pdf() {
    let folder = TempDir::new().unwrap();
    let kiosk = event(folder.path());
    let out = folder.path().join("programme.pdf");
    call(&kiosk, "renderProgramme", json!({"out": out}));
    assert!(std::fs::read(&out).unwrap().starts_with(b"%PDF"));
}
