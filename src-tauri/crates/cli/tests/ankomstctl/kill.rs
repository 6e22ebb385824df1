//! SIGKILL at random points: nothing acknowledged is lost, and the file is whole.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::time::Duration;

use serde_json::{Value, json};

use crate::desk::Desk;

/// How often the process is killed; a tenth of that in CI.
const KILLS: u32 = 1_000;

/// A small generator (Marsaglia, xorshift64), so that the calls are the same in each run; the moments are not.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

/// What was acknowledged: records that must be in somebody's history, and people who must be there.
#[derive(Default)]
struct Acknowledged {
    records: BTreeMap<String, String>,
    undone: BTreeMap<String, String>,
    names: BTreeMap<String, String>,
    organisations: BTreeMap<String, String>,
    /// Whether a list was put in.
    imported: bool,
}

#[test]
fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let desk = Desk::new();
    desk.run(&["generate", "event.ankomst", "--attendees", "60"]).ok();
    let mut setup = desk.rpc();
    let people: Vec<String> = setup.call("listAttendees", &json!({"limit": 60}))["attendees"]
        .as_array()
        .unwrap()
        .iter()
        .map(|person| person["id"].as_str().unwrap().to_owned())
        .collect();
    setup.close();

    let mut chance = Chance(0x5eed);
    let mut acknowledged = Acknowledged::default();
    // A list that each of the imports reads; it brings the same ten people, told by their codes.
    let list: String = (0..10).map(|n| format!("Listet Gæst {n};LIST-{n:04}\n")).collect();
    std::fs::write(desk.path("list.csv"), format!("Navn;Billetkode\n{list}")).unwrap();
    let kills = if std::env::var_os("ANKOMST_SOAK").is_some() { KILLS } else { KILLS / 10 };
    for round in 0..kills {
        let calls: Vec<Value> =
            (0..60).map(|call| mixed_call(&mut chance, &people, &acknowledged, round, call)).collect();
        // A copy is made now and then, also of a file that was killed just now; each is whole.
        if round % 10 == 5 {
            let copy = format!("copy-{round}.ankomst");
            desk.json(&["backup", &copy]).ok();
            assert_eq!(desk.json(&["--event", &copy, "verify"]).ok().json()["ok"], true, "the copy {copy} is whole");
        }
        run_and_kill(&desk, &calls, Duration::from_micros(chance.next(120_000)), &mut acknowledged);
        if round % 20 == 19 {
            assert_eq!(desk.json(&["verify"]).ok().json()["ok"], true, "whole after {round} kills");
        }
    }
    let done = [&acknowledged.records, &acknowledged.undone, &acknowledged.names, &acknowledged.organisations];
    let done: usize = done.iter().map(|kind| kind.len()).sum();
    assert!(done > 100, "enough was done between the kills: {done}");
    assert!(!acknowledged.undone.is_empty() && !acknowledged.names.is_empty(), "of every kind");
    assert!(acknowledged.imported, "lists too");
    check(&desk, &acknowledged);
    assert_eq!(desk.json(&["verify"]).ok().json()["ok"], true, "whole at the end");
}

fn mixed_call(chance: &mut Chance, people: &[String], before: &Acknowledged, round: u32, call: u32) -> Value {
    if call == 4 && round.is_multiple_of(3) {
        let params = json!({"path": "list.csv", "nonce": format!("import-{round}")});
        return json!({"jsonrpc": "2.0", "id": call, "method": "importList", "params": params});
    }
    let person = &people[usize::try_from(chance.next(people.len() as u64)).unwrap()];
    let nonce = format!("{round}-{call}");
    let (method, params) = match chance.next(8) {
        0..=2 => ("checkIn", json!({"attendee": person, "nonce": nonce})),
        3 => ("checkIn", json!({"attendee": person, "direction": "exit", "nonce": nonce})),
        4 => (
            "amendAttendee",
            json!({"attendee": person, "fields": {"organisation": format!("Organisation {nonce}")}, "nonce": nonce}),
        ),
        5 => ("addWalkIn", json!({"name": format!("Gæst {nonce}"), "nonce": nonce})),
        6 => ("queueBadge", json!({"attendee": person, "nonce": nonce})),
        _ => match before.records.keys().nth(usize::try_from(chance.next(50)).unwrap()) {
            Some(record) => ("undo", json!({"record": record, "reason": "test", "nonce": nonce})),
            None => ("overview", json!({})),
        },
    };
    json!({"jsonrpc": "2.0", "id": call, "method": method, "params": params})
}

/// Talks and listens at once, and kills the process after `life` from its first answer.
fn run_and_kill(desk: &Desk, calls: &[Value], life: Duration, acknowledged: &mut Acknowledged) {
    let (mut child, mut input, mut output) = desk.rpc().apart();
    let lines: String = calls.iter().map(|call| format!("{call}\n")).collect();
    let talking = std::thread::spawn(move || {
        // Whoever is killed stops listening.
        let _ = input.write_all(lines.as_bytes()).and_then(|()| input.flush());
        input
    });
    let mut first = String::new();
    output.read_line(&mut first).expect("an answer");
    let killer = std::thread::spawn(move || {
        std::thread::sleep(life);
        child.kill().expect("killed");
        child.wait().expect("gone");
    });
    let mut line = first;
    // A last line without its end was not acknowledged in full.
    while line.ends_with('\n') {
        note(&serde_json::from_str(&line).expect("an answer is JSON"), calls, acknowledged);
        line.clear();
        if output.read_line(&mut line).is_err() {
            break;
        }
    }
    killer.join().unwrap();
    drop(talking.join().unwrap());
}

fn note(answer: &Value, calls: &[Value], acknowledged: &mut Acknowledged) {
    let Some(call) = answer["id"].as_u64().and_then(|id| calls.get(usize::try_from(id).unwrap())) else { return };
    let (params, result) = (&call["params"], &answer["result"]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match call["method"].as_str().unwrap() {
        "checkIn" if result["checkIn"].is_string() => {
            acknowledged.records.insert(text(&result["checkIn"]), text(&result["attendee"]["id"]));
        }
        "amendAttendee" if result["id"].is_string() => {
            acknowledged.organisations.insert(text(&result["id"]), text(&params["fields"]["organisation"]));
        }
        "addWalkIn" if result["id"].is_string() => {
            acknowledged.names.insert(text(&result["id"]), text(&params["name"]));
        }
        "importList" if result["added"].is_number() => acknowledged.imported = true,
        "undo" if result["undone"] == true => {
            let record = text(&params["record"]);
            let attendee = acknowledged.records.get(&record).cloned().unwrap_or_default();
            acknowledged.undone.insert(record, attendee);
        }
        _ => assert!(answer["error"]["code"] != -32000 || answer["error"]["data"]["code"] == "notUndoable", "{answer}"),
    }
}

fn check(desk: &Desk, acknowledged: &Acknowledged) {
    let mut rpc = desk.rpc();
    for (record, attendee) in &acknowledged.records {
        let person = rpc.call("getAttendee", &json!({"attendee": attendee}));
        let found = person["history"].as_array().unwrap().iter().find(|line| line["record"] == record.as_str());
        let found = found.unwrap_or_else(|| panic!("the check-in {record} of {attendee} is lost"));
        if acknowledged.undone.contains_key(record) {
            assert_eq!(found["undone"], true, "the undo of {record} is lost");
        }
    }
    for (id, name) in &acknowledged.names {
        assert_eq!(rpc.call("getAttendee", &json!({"attendee": id}))["name"], name.as_str(), "a walk-in is lost");
    }
    if acknowledged.imported {
        let found = rpc.call("findAttendees", &json!({"text": "Listet Gæst 7"}));
        assert_eq!(found["hits"].as_array().unwrap().len(), 1, "who was listed is there, once: {found}");
    }
    // The last acknowledged amendment of each person holds, or a later one that was not acknowledged in time.
    for (id, organisation) in &acknowledged.organisations {
        let person = rpc.call("getAttendee", &json!({"attendee": id}));
        let history = person["history"].as_array().unwrap();
        let said = history.iter().any(|line| line["fields"]["organisation"] == organisation.as_str());
        assert!(said, "the amendment of {id} to {organisation} is lost");
    }
    assert_eq!(rpc.close(), 0);
}
