//! A long day: check-ins, searches and badges through `rpc`, and nothing grows but the event file.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::desk::Desk;

/// Check-ins of a whole soak; a fiftieth of them in CI, which shows that it works and measures nothing.
const CHECK_INS: usize = 100_000;
/// Looks at memory and time.
const LOOKS: usize = 20;
/// What memory may grow from the middle of the day to its end, in KiB: a few pages of SQLite's cache and of the allocator.
const NOISE_KIB: i64 = 8 * 1024;

/// Memory that a process holds, in KiB.
fn resident(process: u32) -> i64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}

/// Everybody who may come in, as the export has them.
fn everybody(desk: &Desk) -> Vec<String> {
    desk.run(&["export", "everybody.csv"]).ok();
    let csv = std::fs::read_to_string(desk.path("everybody.csv")).unwrap();
    let may_come = csv.lines().filter(|line| line.contains(";Tilmeldt;Ventes;"));
    may_come.map(|line| line.split(';').next().unwrap().to_owned()).collect()
}

#[test]
#[cfg(target_os = "linux")]
fn a_long_day_takes_no_more_memory_and_no_more_time_than_a_short_one() {
    let whole = std::env::var_os("ANKOMST_SOAK").is_some();
    let check_ins = if whole { CHECK_INS } else { CHECK_INS / 50 };
    let desk = Desk::new();
    // As many as come: whoever goes in and out fifty times has a history that takes its time to read, at any hour of the day.
    desk.run(&["generate", "event.ankomst", "--attendees", &check_ins.to_string()]).ok();
    let people = everybody(&desk);
    let mut rpc = desk.rpc();
    let mut looks: Vec<(i64, Duration)> = Vec::new();
    let each = check_ins / LOOKS;
    for look in 0..LOOKS {
        let mut times = Vec::with_capacity(each);
        for nth in look * each..(look + 1) * each {
            let person = &people[nth % people.len()];
            // Some tickets are not confirmed: in their stead the first ones go out again.
            let direction = if (nth / people.len()).is_multiple_of(2) { "entry" } else { "exit" };
            let start = Instant::now();
            let answer = rpc.call("checkIn", &json!({"attendee": person, "direction": direction}));
            times.push(start.elapsed());
            assert!(["admitted", "departed"].contains(&answer["outcome"].as_str().unwrap()), "{answer}");
            if nth % 10 == 0 {
                let text = ["niels", "an", "mette h", "kommune"][nth / 10 % 4];
                rpc.call("findAttendees", &json!({"text": text}));
            }
            if nth % 100 == 0 {
                rpc.call("queueBadge", &json!({"attendee": person}));
            }
        }
        times.sort();
        looks.push((resident(rpc.process()), times[times.len() / 2]));
    }
    let (middle, end) = (looks[LOOKS / 2].0, looks[LOOKS - 1].0);
    if whole {
        assert!(end - middle < NOISE_KIB, "memory grows: {looks:?}");
        // The first look has the index to make and every page to read.
        let (first, last) = (looks[1].1, looks[LOOKS - 1].1);
        assert!(last.as_secs_f64() <= first.as_secs_f64() * 1.2, "calls take longer: {looks:?}");
    }
    assert!(middle > 0, "the memory of the process is seen");
    assert_eq!(rpc.close(), 0);
    assert_eq!(desk.json(&["verify"]).ok().json()["ok"], true);
}
