//! What a window shows around its screens.

use std::path::Path;

use jiff::SignedDuration;
use kiosk::clock::ManualClock;
use kiosk::home;

use super::*;

/// The sample event, open at a desk whose clock is held.
pub(super) fn sample(folder: &Path) -> (Kiosk, Arc<ManualClock>) {
    let clock = standing_clock();
    (event_files::create_sample(&folder.join("event.ankomst"), &options(folder, clock.clone())).unwrap(), clock)
}

pub(super) fn person(kiosk: &Kiosk, name: &str) -> Value {
    let found = call(kiosk, "findAttendees", json!({"text": name}));
    let hits = found["hits"].as_array().unwrap();
    hits.iter().map(|hit| hit["attendee"].clone()).find(|person| person["name"] == name).expect("this person")
}

pub(super) fn check_in(kiosk: &Kiosk, name: &str) -> Value {
    call(kiosk, "checkIn", json!({"attendee": person(kiosk, name)["id"]}))
}

/// The same event at another machine, where it is another desk.
fn elsewhere(folder: &Path) -> Kiosk {
    let copy = folder.join("copy.ankomst");
    event_files::backup(&folder.join("event.ankomst"), &kiosk::Unlock::Nothing, &copy).unwrap();
    let options = KioskOptions { home: folder.join("other home"), ..options(folder, standing_clock()) };
    Kiosk::open(&copy, Access::Write, &options).unwrap()
}

/// Jobs whose badge nobody knows of, a minute apart, oldest first: as after a power cut. The kiosk is opened anew.
pub(super) fn interrupted(kiosk: Kiosk, clock: &Arc<ManualClock>, people: &[String]) -> (Kiosk, Vec<Value>) {
    let mut jobs = Vec::new();
    for person in people {
        clock.advance(SignedDuration::from_mins(1));
        let job = call(&kiosk, "queueBadge", json!({"attendee": person}))["id"].clone();
        kiosk::acts::jobs::start_attempt_for_tests(&kiosk, job.as_str().unwrap().parse().unwrap()).unwrap();
        jobs.push(job);
    }
    let file = kiosk.place().file.clone();
    let sent = call(&kiosk, "deskState", json!({}))["printing"]["sent"].clone();
    assert_eq!(sent, jobs.len(), "each has gone to the printer");
    kiosk.close(PATIENCE).unwrap();
    let again = Kiosk::open(&file, Access::Write, &options(file.parent().unwrap(), clock.clone())).unwrap();
    (again, jobs)
}

fn ids_of(jobs: &Value) -> Vec<Value> {
    jobs.as_array().unwrap().iter().map(|job| job["id"].clone()).collect()
}

#[test]
fn the_event_tells_what_a_window_shows_of_it() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let event = call(&kiosk, "event", json!({}));
    assert_eq!(event["title"], "Collective impact – muligheder og udfordringer");
    assert_eq!(event["timeZone"], "Europe/Copenhagen");
    assert_eq!((&event["starts"], &event["ends"]), (&json!("2017-09-18"), &json!("2017-09-18")));
    assert_eq!(event["venue"], "Hotel Nyborg Strand, Nyborg");
    assert_eq!(event["organiser"], "Socialt Udviklingscenter SUS");
    assert_eq!(event["supporters"].as_array().unwrap().len(), 6);
    assert_eq!(event["rehearsal"], true);
    assert_eq!(event["desk"]["name"], "Desk A");
    assert_eq!(event["ticketTypes"][0], json!({"id": "deltager", "name": "Deltager", "colour": "#14577a"}));
    assert!(event["file"].as_str().unwrap().ends_with("event.ankomst"));
    assert!(event["badgeFolder"].as_str().unwrap().ends_with("badges"));
    assert_eq!(event["listAt"], "2026-11-23T09:00:00.000+01:00", "when the list came, by the clock of the house");
    kiosk.close(PATIENCE).unwrap();
    let reader =
        Kiosk::open(&folder.path().join("event.ankomst"), Access::Read, &options(folder.path(), standing_clock()))
            .unwrap();
    assert_eq!(call(&reader, "event", json!({}))["desk"], Value::Null, "who only reads has no desk");
    assert_eq!(call(&reader, "latest", json!({})), json!({"latest": []}));
}

#[test]
fn the_event_tells_its_questions_and_when_the_newest_list_in_effect_came() {
    let folder = TempDir::new().unwrap();
    let clock = standing_clock();
    let settings = kiosk::settings::EventFile::from_toml(
        "title = \"T\"\ntimeZone = \"Europe/Copenhagen\"\nstarts = \"2026-11-23\"\nends = \"2026-11-24\"\n\
         [[questions]]\nid = \"lunch\"\ntext = \"Lunch?\"\nanswer = \"choice\"\nchoices = [\"Fish\", \"Greens\"]\n",
    )
    .unwrap();
    let options = options(folder.path(), clock.clone());
    let kiosk = Kiosk::create(&folder.path().join("event.ankomst"), &settings, &options).unwrap();
    call(&kiosk, "addWalkIn", json!({"name": "Anna Zeuthen"}));
    let event = call(&kiosk, "event", json!({}));
    assert_eq!(
        event["questions"],
        json!([{"id": "lunch", "text": "Lunch?", "answer": "choice", "choices": ["Fish", "Greens"]}])
    );
    assert_eq!(event["listAt"], Value::Null, "a walk-in is no list");
    let import = |name: &str| {
        clock.advance(SignedDuration::from_hours(1));
        let list = folder.path().join(name);
        std::fs::write(&list, format!("Name,Email,Ticket type\n{name},{name}@example.org,Press\n")).unwrap();
        call(&kiosk, "importList", json!({"path": list}))["import"].clone()
    };
    import("bo.csv");
    let second = import("carl.csv");
    let event = call(&kiosk, "event", json!({}));
    assert_eq!(event["listAt"], "2026-11-23T11:00:00.000+01:00");
    assert!(event["ticketTypes"].as_array().unwrap().iter().any(|one| one["name"] == "Press"), "the list brought it");
    clock.advance(SignedDuration::from_hours(1));
    call(&kiosk, "undoImport", json!({"import": second}));
    assert_eq!(call(&kiosk, "event", json!({}))["listAt"], "2026-11-23T10:00:00.000+01:00", "the one that stands");
    let known = call(&kiosk, "deskState", json!({}))["changes"].clone();
    import("dina.csv");
    let news = call(&kiosk, "deskState", json!({"known": known}));
    assert_eq!(news["counts"]["listed"], 3, "who is on a new list counts at once");
}

#[test]
fn the_state_of_the_desk_changes_with_the_event_and_is_short_when_it_has_not() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let first = call(&kiosk, "deskState", json!({}));
    assert_eq!(first["counts"]["arrived"], 0);
    assert_eq!(first["counts"]["listed"], call(&kiosk, "overview", json!({}))["listed"]);
    let known = call(&kiosk, "deskState", json!({"known": first["changes"]}));
    assert_eq!((&known["counts"], &known["printing"]), (&Value::Null, &Value::Null), "nothing new, nothing said");
    assert_eq!(known["changes"], first["changes"]);
    assert_eq!(known["now"], "2026-11-23T09:00:00.000+01:00");
    let admitted = check_in(&kiosk, "Kim Kjær Nielsen");
    let after = call(&kiosk, "deskState", json!({"known": first["changes"]}));
    assert_eq!(after["counts"]["arrived"], 1);
    assert_eq!(after["counts"]["inside"], 1);
    assert_eq!(after["printing"]["waiting"], 1, "nobody prints here");
    assert!(after["printing"]["folder"].as_str().unwrap().ends_with("badges"));
    assert!(after["changes"].as_i64() > first["changes"].as_i64(), "it grows");
    call(&kiosk, "undo", json!({"record": admitted["checkIn"], "reason": "x"}));
    let undone = call(&kiosk, "deskState", json!({"known": after["changes"]}));
    assert_eq!(undone["counts"]["arrived"], 0, "an undo is a change too");
    assert!(undone["changes"].as_i64() > after["changes"].as_i64());
    assert_eq!(undone["printing"]["waiting"], 0, "its badge was called off");
}

#[test]
fn the_counts_of_a_session_are_those_of_its_room() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let niels = person(&kiosk, "Niels Aagaard");
    assert!(niels["sessions"].as_array().unwrap().contains(&json!("break-out-2")));
    let before = call(&kiosk, "deskState", json!({"session": "break-out-2"}))["counts"]["session"].clone();
    assert_eq!((&before["taken"], &before["seats"]), (&json!(0), &json!(60)));
    call(&kiosk, "checkIn", json!({"attendee": niels["id"], "session": "break-out-2"}));
    let after = call(&kiosk, "deskState", json!({"session": "break-out-2"}))["counts"]["session"].clone();
    assert_eq!(after["taken"], 1);
    assert_eq!(after["registered"], before["registered"]);
    let other = call(&kiosk, "deskState", json!({"session": "break-out-1"}))["counts"]["session"].clone();
    assert_eq!(other["taken"], 0);
    let error = api::call(&kiosk, &Caller::default(), "deskState", json!({"session": "nowhere"})).unwrap_err();
    assert_eq!(error.code(), "notFound");
}

#[test]
fn the_latest_are_those_of_this_desk_newest_first_with_what_became_of_them() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = sample(folder.path());
    let admitted = check_in(&kiosk, "Kim Kjær Nielsen");
    clock.advance(SignedDuration::from_secs(60));
    check_in(&kiosk, "Anne-Sofie Nielsen");
    clock.advance(SignedDuration::from_secs(60));
    let niels = check_in(&kiosk, "Niels Aagaard");
    call(&kiosk, "checkIn", json!({"attendee": niels["attendee"]["id"], "direction": "exit"}));
    call(&kiosk, "checkIn", json!({"text": "WEB-2017-00418-K"}));
    call(&kiosk, "undo", json!({"record": admitted["checkIn"], "reason": "x"}));
    let told = call(&kiosk, "latest", json!({}));
    let lines: Vec<_> = told["latest"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
            let name = line["attendee"]["name"].as_str().unwrap_or_default().to_owned();
            (name, text("kind"), text("outcome"), line["undone"] == true)
        })
        .collect();
    let line =
        |name: &str, kind: &str, outcome: &str, undone| (name.to_owned(), kind.to_owned(), outcome.to_owned(), undone);
    assert_eq!(
        lines,
        [
            line("Niels Aagaard", "exit", "departed", false),
            line("Niels Aagaard", "entry", "admitted", false),
            line("Anne-Sofie Nielsen", "refused", "paymentDue", false),
            line("Kim Kjær Nielsen", "entry", "admitted", true),
        ],
        "an unknown code is nobody, and an undone act says so"
    );
    assert_eq!(told["latest"][1]["badge"], "queued");
    assert_eq!(told["latest"][3]["record"], admitted["checkIn"], "the record to name in an undo");
    assert_eq!(call(&kiosk, "latest", json!({"limit": 2}))["latest"].as_array().unwrap().len(), 2);
    kiosk.close(PATIENCE).unwrap();
    let kiosk = elsewhere(folder.path());
    assert_eq!(call(&kiosk, "latest", json!({}))["latest"], json!([]), "nobody has come to that desk");
    assert_eq!(call(&kiosk, "deskState", json!({}))["printing"]["waiting"], 0, "and the badges are the other one's");
    check_in(&kiosk, "Søren Nielsen");
    let told = call(&kiosk, "latest", json!({}));
    assert_eq!(told["latest"].as_array().unwrap().len(), 1, "what the first desk refused is not told here");
    assert_eq!(told["latest"][0]["outcome"], "cancelled");
}

#[test]
fn the_latest_say_where_to_and_how_many_one_wants() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let niels = person(&kiosk, "Niels Aagaard")["id"].clone();
    call(&kiosk, "checkIn", json!({"attendee": niels, "session": "break-out-2"}));
    let sofie = person(&kiosk, "Anne-Sofie Nielsen")["id"].clone();
    call(&kiosk, "checkIn", json!({"attendee": sofie, "override": {"reason": "has paid"}}));
    let told = call(&kiosk, "latest", json!({}))["latest"].clone();
    assert_eq!(
        (&told[0]["outcome"], &told[0]["session"]),
        (&json!("admitted"), &Value::Null),
        "overridden, to the event"
    );
    assert_eq!(told[0]["at"], "2026-11-23T09:00:00.000+01:00");
    assert_eq!(told[0]["attendee"]["organisation"], person(&kiosk, "Anne-Sofie Nielsen")["organisation"]);
    assert_eq!(told[1]["session"], "break-out-2");
    for _ in 0..30 {
        call(&kiosk, "checkIn", json!({"attendee": niels, "direction": "exit"}));
        call(&kiosk, "checkIn", json!({"attendee": niels}));
    }
    let count = |params: Value| call(&kiosk, "latest", params)["latest"].as_array().unwrap().len();
    assert_eq!((count(json!({})), count(json!({"limit": 9})), count(json!({"limit": 1_000}))), (6, 9, 50));
    let niels = niels.as_str().unwrap().parse().unwrap();
    kiosk::acts::erase::erase_attendee(&kiosk, &Caller::default(), niels).unwrap();
    let told = call(&kiosk, "latest", json!({"limit": 1}))["latest"][0].clone();
    assert_eq!((&told["outcome"], &told["attendee"]), (&json!("admitted"), &Value::Null), "nobody is named any more");
}

#[test]
fn badges_in_trouble_are_named_until_a_later_one_takes_their_place() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("event.ankomst");
    let clock = standing_clock();
    event_files::create_sample(&path, &options(folder.path(), clock.clone())).unwrap().close(PATIENCE).unwrap();
    // A file where the folder of badges should be.
    let badges = folder.path().join("event.ankomst-files/badges");
    let _ = std::fs::remove_dir_all(&badges);
    std::fs::write(&badges, "in the way").unwrap();
    let printing = KioskOptions { prints: true, ..options(folder.path(), clock.clone()) };
    let kiosk = Kiosk::open(&path, Access::Write, &printing).unwrap();
    let admitted = check_in(&kiosk, "Kim Kjær Nielsen");
    let failed = || call(&kiosk, "deskState", json!({}))["printing"]["failed"].clone();
    wait(|| failed().as_array().unwrap().len() == 1);
    assert_eq!(failed()[0]["id"], admitted["printJob"]["id"]);
    clock.advance(SignedDuration::from_hours(13));
    assert_eq!(failed(), json!([]), "what went wrong yesterday is no trouble of today");
    clock.advance(SignedDuration::from_hours(-13));
    clock.advance(SignedDuration::from_secs(1));
    std::fs::remove_file(&badges).unwrap();
    call(&kiosk, "queueBadge", json!({"attendee": admitted["attendee"]["id"]}));
    wait(|| call(&kiosk, "deskState", json!({}))["printing"]["waiting"] == 0);
    assert_eq!(failed(), json!([]), "a later badge has taken its place");
    let jobs = call(&kiosk, "printJobs", json!({"attendee": admitted["attendee"]["id"]}));
    assert_eq!(jobs.as_array().unwrap().len(), 2, "of this person only");
    let other = person(&kiosk, "Niels Aagaard");
    assert_eq!(call(&kiosk, "printJobs", json!({"attendee": other["id"]})), json!([]));
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn at_most_twenty_badges_in_trouble_are_named_the_newest_first() {
    let folder = TempDir::new().unwrap();
    let (kiosk, clock) = sample(folder.path());
    let people = ids(&kiosk);
    let (kiosk, jobs) = interrupted(kiosk, &clock, &people[..22]);
    let printing = |kiosk: &Kiosk| call(kiosk, "deskState", json!({}))["printing"].clone();
    let newest: Vec<Value> = jobs.iter().rev().take(20).cloned().collect();
    assert_eq!(ids_of(&printing(&kiosk)["unknown"]), newest, "nobody knows of them");
    assert_eq!((&printing(&kiosk)["sent"], &printing(&kiosk)["failed"]), (&json!(0), &json!([])));
    for job in &jobs {
        call(&kiosk, "answerJob", json!({"job": job, "cameOut": false}));
    }
    assert_eq!(ids_of(&printing(&kiosk)["failed"]), newest, "they did not come out");
    assert_eq!(printing(&kiosk)["unknown"], json!([]));
    // By the clock alone the new job would be the older one.
    clock.advance(SignedDuration::from_hours(-1));
    call(&kiosk, "queueBadge", json!({"attendee": people[21]}));
    assert_eq!(ids_of(&printing(&kiosk)["failed"])[0], jobs[20], "the latest is followed by another one");
    assert_eq!(call(&kiosk, "printJobs", json!({"state": "failed", "attendee": people[21]}))[0]["id"], jobs[21]);
    kiosk.close(PATIENCE).unwrap();
    let kiosk = elsewhere(folder.path());
    assert_eq!(printing(&kiosk)["failed"], json!([]), "another desk has its own trouble");
}

#[test]
fn what_a_window_asks_wrongly_is_said() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let code = |method: &str, params: Value| api::call(&kiosk, &Caller::default(), method, params).unwrap_err().code();
    for method in ["event", "deskState", "latest", "colleagues", "printJobs"] {
        assert_eq!(code(method, json!({"colour": "red"})), "wrongParameter", "{method}");
    }
    assert_eq!(code("deskState", json!({"known": "all"})), "wrongParameter");
    assert_eq!(code("latest", json!({"limit": 0})), "wrongParameter");
    assert_eq!(code("colleagues", json!({})), "wrongParameter");
    let nobody = "0199b8f0-0000-7000-8000-000000000000";
    assert_eq!(code("colleagues", json!({"attendee": nobody})), "notFound");
    assert_eq!(code("printJobs", json!({"attendee": nobody})), "notFound");
}

#[test]
fn colleagues_share_an_order_or_else_a_place_and_are_still_to_come() {
    let folder = TempDir::new().unwrap();
    let (kiosk, _) = sample(folder.path());
    let add = |name: &str, organisation: &str, order: &str, status: &str| {
        let added = call(&kiosk, "addWalkIn", json!({"name": name, "organisation": organisation, "order": order}));
        call(&kiosk, "setStatus", json!({"attendee": added["id"], "status": status}));
        added["id"].as_str().unwrap().to_owned()
    };
    let of = |id: &str| call(&kiosk, "colleagues", json!({"attendee": id}));
    let names = |told: &Value| -> Vec<String> {
        told["colleagues"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    let anna = add("Anna Zeuthen", "Havnens Hus", "9001", "confirmed");
    let bo = add("Bo Yde", "Et andet sted", "9001", "paymentDue");
    add("Carl Xu", "HAVNENSHUS", "9002", "confirmed");
    add("Dina West", "Havnens Hus", "9001", "cancelled");
    add("Dorte Wad", "Havnens Hus", "9001", "waitlisted");
    let told = of(&anna);
    assert_eq!((told["by"].as_str(), names(&told)), (Some("order"), vec!["Bo Yde".to_owned()]));
    call(&kiosk, "checkIn", json!({"attendee": bo, "override": {"reason": "x"}}));
    let told = of(&anna);
    assert_eq!(told["by"], "organisation", "nobody else of the order is expected any more");
    assert_eq!(told["organisation"], "Havnens Hus", "as it is written");
    assert_eq!(names(&told), ["Carl Xu"], "without regard to case and blanks");
    add("Ea Ågård", "havnens hus", "", "confirmed");
    add("Ea Østergård", "Havnens Hus", "", "confirmed");
    add("Ea Berg", "Havnens Hus", "", "paymentDue");
    let order = ["Ea Berg", "Carl Xu", "Ea Østergård", "Ea Ågård"];
    assert_eq!(names(&of(&anna)), order, "in the order of a Danish list");
    for number in 0..7 {
        add(&format!("Emil Nr{number}"), "Havnens Hus", "", "confirmed");
    }
    let told = of(&anna);
    assert_eq!((names(&told).len(), told["more"].as_u64()), (5, Some(6)));
    let alone = add("Frida Vang", "", "", "confirmed");
    add("Gry Uhre", "", "", "confirmed");
    let told = of(&alone);
    assert_eq!((names(&told), &told["more"]), (Vec::new(), &json!(0)), "people without a place are no colleagues");
}

#[test]
fn the_event_open_last_is_remembered_in_the_users_folder() {
    let folder = TempDir::new().unwrap();
    let home = folder.path().join("home");
    assert_eq!(home::last_event(&home), None, "nothing was open yet");
    let event = folder.path().join("my event.ankomst");
    home::remember_event(&event, &home);
    assert_eq!(home::last_event(&home), None, "a file that is not there is not remembered");
    std::fs::write(&event, "x").unwrap();
    home::remember_event(&event, &home);
    assert_eq!(home::last_event(&home), Some(event.canonicalize().unwrap()));
}

/// Waits for what another thread does.
#[track_caller]
fn wait(done: impl Fn() -> bool) {
    for _ in 0..200 {
        if done() {
            return;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    panic!("waited in vain");
}
