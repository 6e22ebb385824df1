//! SIGKILL while badges are printed: each is out once, or somebody is asked; none is lost, none comes twice.

use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::{FakePrinter, Script, Speaks, Trouble};

use crate::desk::Desk;
use crate::kill::Chance;

/// Badges that are wanted.
const BADGES: usize = 200;
/// How often the process is killed.
const KILLS: u32 = 30;

#[test]
fn no_badge_is_lost_or_printed_twice_when_the_process_is_killed() {
    let desk = Desk::new();
    let slow = Script::always(Trouble::Slow(Duration::from_millis(4)));
    let printers = [FakePrinter::start(Speaks::Zpl, slow), FakePrinter::start(Speaks::Ipp, slow)];
    let [zpl, ipp] = [0, 1].map(|at| printers[at].address());
    std::fs::create_dir_all(desk.path("home")).unwrap();
    let settings = json!({"silenceMs": 2000, "lookMs": 50, "order": ["a"], "templates": {"card": ["b"]}, "printers": [
        {"id": "a", "name": "A", "kind": "zpl", "address": zpl},
        {"id": "b", "name": "B", "kind": "ipp", "address": ipp}]});
    std::fs::write(desk.path("home/printers.json"), settings.to_string()).unwrap();
    desk.run(&["generate", "event.ankomst", "--attendees", &BADGES.to_string()]).ok();
    let mut setup = desk.rpc();
    let listed = setup.call("listAttendees", &json!({"limit": BADGES}));
    let people: Vec<String> = listed["attendees"]
        .as_array()
        .unwrap()
        .iter()
        .map(|person| person["id"].as_str().unwrap().to_owned())
        .collect();
    setup.close();

    // Every other badge is asked for on the second printer.
    let calls: Vec<Value> = people
        .iter()
        .enumerate()
        .map(|(at, id)| {
            let params =
                json!({"attendee": id, "printer": if at % 2 == 0 { "a" } else { "b" }, "nonce": format!("badge-{at}")});
            json!({"jsonrpc": "2.0", "id": at, "method": "queueBadge", "params": params})
        })
        .collect();
    let lines: String = calls.iter().map(|call| format!("{call}\n")).collect();
    let mut chance = Chance(0x9_4b11);
    for _ in 0..KILLS {
        let (mut child, mut input, mut output) = desk.rpc().apart();
        let lines = lines.clone();
        let talking = std::thread::spawn(move || {
            // Whoever is killed stops listening.
            let _ = input.write_all(lines.as_bytes()).and_then(|()| input.flush());
            input
        });
        let mut first = String::new();
        output.read_line(&mut first).expect("an answer");
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_micros(chance.next(150_000)));
            child.kill().expect("killed");
            child.wait().expect("gone");
            chance
        });
        while output.read_line(&mut first).is_ok_and(|read| read > 0) {}
        chance = killer.join().unwrap();
        drop(talking.join().unwrap());
    }
    let killed_with = printers.iter().map(|printer| printer.out().len()).sum::<usize>();

    // The same calls once more, this time to the end.
    let mut rpc = desk.rpc();
    for call in &calls {
        rpc.call("queueBadge", &call["params"]);
    }
    let until = Instant::now() + Duration::from_secs(60);
    let jobs = loop {
        let jobs = rpc.call("printJobs", &json!({}));
        let all = jobs.as_array().unwrap();
        if all.iter().all(|job| job["state"] == "confirmed" || job["state"] == "unknown") {
            break all.clone();
        }
        assert!(Instant::now() < until, "not all have ended: {jobs}");
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(jobs.len(), BADGES, "every badge that was wanted has one job");
    let out: Vec<String> = printers.iter().flat_map(FakePrinter::out).collect();
    let mut asked = 0;
    for job in &jobs {
        let id = job["id"].as_str().unwrap();
        let times = out.iter().filter(|name| name.ends_with(id)).count();
        match job["state"].as_str().unwrap() {
            "confirmed" => assert_eq!(times, 1, "{job}"),
            _ => {
                asked += 1;
                assert!(times <= 1, "{job} came out {times} times");
            }
        }
    }
    let seen = rpc.call("deskState", &json!({}))["printing"]["unknown"].as_array().unwrap().len();
    assert_eq!(seen, asked.min(20), "whoever is asked about is seen");
    assert!(
        asked > 0 && killed_with > 20,
        "it was killed while it printed: {killed_with} were out, {asked} are asked about"
    );
    assert_eq!(rpc.close(), 0);
    assert_eq!(desk.json(&["verify"]).ok().json()["ok"], true, "and the file is whole");
}
