//! Printing with printers that fail: never lost, never twice, and order stands as people stand.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use kiosk::clock::SystemClock;
use kiosk::{Access, Kiosk, KioskOptions, api};
use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::{FakePrinter, Script, Speaks, Trouble};

use super::{Arc, Caller, call, event_files, ids, options};

/// A desk with its printers, in their order.
pub(crate) struct PrintDesk {
    pub(crate) kiosk: Kiosk,
    pub(crate) printers: Vec<FakePrinter>,
    pub(crate) people: Vec<String>,
    pub(crate) folder: TempDir,
}

/// So long a printer may be silent where it is not, in milliseconds: the machine may be busy.
const SILENCE_MS: u32 = 5_000;
/// The same where printers fail at random.
const IMPATIENT_MS: u32 = 50;

impl PrintDesk {
    pub(crate) fn new(people: u32, printers: Vec<FakePrinter>) -> Self {
        Self::with_silence(people, printers, SILENCE_MS)
    }

    pub(crate) fn with_silence(people: u32, printers: Vec<FakePrinter>, silence_ms: u32) -> Self {
        let folder = TempDir::new().unwrap();
        let named = printers.iter().zip('a'..).map(|(printer, letter)| {
            let kind = if printer.address().starts_with("ipp") { "ipp" } else { "zpl" };
            json!({"id": letter, "name": format!("Printer {}", letter.to_uppercase()), "kind": kind, "address": printer.address()})
        });
        let settings = json!({"printers": named.collect::<Vec<_>>(), "silenceMs": silence_ms, "lookMs": 20});
        let home = folder.path().join("home");
        std::fs::create_dir_all(&home).unwrap();
        std::fs::write(home.join("printers.json"), settings.to_string()).unwrap();
        let options = KioskOptions { prints: true, ..options(folder.path(), Arc::new(SystemClock)) };
        let path = folder.path().join("event.ankomst");
        let kiosk = event_files::generate(&path, people, 9, &options, &mut |_| {}).unwrap();
        // Small labels are quickly drawn and sent.
        call(&kiosk, "amendEvent", json!({"fields": {"badgeTemplate": "card"}}));
        let mut people = ids(&kiosk);
        // Whoever gets a badge when they come in.
        people.retain(|id| call(&kiosk, "getAttendee", json!({"attendee": id}))["status"] == "confirmed");
        Self { kiosk, printers, people, folder }
    }

    pub(crate) fn check_in(&self, people: &[String]) {
        for id in people {
            let answer = call(&self.kiosk, "checkIn", json!({"attendee": id}));
            assert_eq!(answer["outcome"], "admitted", "{answer}");
        }
    }

    fn states(&self) -> BTreeMap<String, Vec<Value>> {
        let mut states: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for job in call(&self.kiosk, "printJobs", json!({})).as_array().unwrap() {
            states.entry(job["state"].as_str().unwrap().to_owned()).or_default().push(job.clone());
        }
        states
    }

    pub(crate) fn count(&self, state: &str) -> usize {
        self.states().get(state).map_or(0, Vec::len)
    }

    pub(crate) fn out(&self) -> Vec<String> {
        self.printers.iter().flat_map(FakePrinter::out).collect()
    }

    /// Waits until something holds.
    #[track_caller]
    pub(crate) fn wait(&self, what: &str, limit: Duration, mut holds: impl FnMut(&Self) -> bool) {
        let until = Instant::now() + limit;
        while !holds(self) {
            assert!(
                Instant::now() < until,
                "{what} within {limit:?}: {:?}, {}",
                self.states(),
                call(&self.kiosk, "printers", json!({}))
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub(crate) fn printer(&self, id: &str) -> Value {
        let all = call(&self.kiosk, "printers", json!({}));
        all["printers"].as_array().unwrap().iter().find(|printer| printer["id"] == id).unwrap().clone()
    }

    /// What holds whatever has happened: a badge that is confirmed is out, unless its printer lied; one that failed or waits is
    /// not; one that nobody knows of is out once at the most; and what is open can be seen.
    #[track_caller]
    pub(crate) fn check(&self, context: &str, may_lie: bool) {
        let out = self.out();
        let states = self.states();
        for (state, jobs) in &states {
            for job in jobs {
                let id = job["id"].as_str().unwrap();
                let times = out.iter().filter(|name| name.ends_with(id)).count();
                let fits = match state.as_str() {
                    "confirmed" => times == 1 || (may_lie && times == 0),
                    "unknown" => times <= 1,
                    "queued" | "failed" | "cancelled" => times == 0,
                    _ => false,
                };
                assert!(fits, "{context}: a job that is {state} came out {times} times: {job}");
            }
        }
        let printing = call(&self.kiosk, "deskState", json!({}))["printing"].clone();
        let seen = |name: &str| printing[name].as_array().map_or(0, Vec::len);
        let waiting = usize::try_from(printing["waiting"].as_u64().unwrap()).unwrap();
        let of = |state: &str| states.get(state).map_or(0, Vec::len);
        assert_eq!(seen("unknown"), of("unknown").min(20), "{context}: whoever is asked about is seen");
        assert_eq!(waiting + seen("failed"), of("queued") + of("failed"), "{context}: what has not come out is seen");
    }

    pub(crate) fn close(self) -> TempDir {
        self.kiosk.close(Duration::from_secs(10)).unwrap();
        self.folder
    }
}

fn labels(script: Script) -> FakePrinter {
    FakePrinter::start(Speaks::Zpl, script)
}

/// The attendees whose badges these are, in order.
fn attendees(out: &[String]) -> Vec<&str> {
    out.iter().map(|name| &name[..36]).collect()
}

#[test]
fn out_of_paper_in_the_middle_of_fifty_the_next_takes_over_and_the_first_comes_back() {
    let out_after_20 = Script { trouble: Trouble::PaperOut, after: 20, lasts: None };
    let desk = PrintDesk::new(70, vec![labels(out_after_20), labels(Script::well())]);
    let people = desk.people.clone();
    desk.check_in(&people[..50]);
    desk.wait("all are out", Duration::from_secs(30), |desk| desk.count("confirmed") == 50);
    let (first, second) = (desk.printers[0].out(), desk.printers[1].out());
    assert_eq!((first.len(), second.len()), (20, 30));
    assert_eq!([attendees(&first), attendees(&second)].concat(), people[..50], "in the order in which people stand");
    let a = desk.printer("a");
    assert_eq!(a["state"], "paperOut");
    let moved = &a["moved"][0];
    assert_eq!(moved["to"], "Printer B");
    let name = call(&desk.kiosk, "getAttendee", json!({"attendee": people[49]}))["name"].clone();
    assert!(moved["names"].as_array().unwrap().len() <= 20, "named, and not without end: {moved}");
    assert_eq!(desk.printer("b")["state"], "ready");
    // A new roll: the first prints again.
    desk.printers[0].play(Script::well());
    call(&desk.kiosk, "rollChanged", json!({"printer": "a"}));
    desk.wait("the first is well", Duration::from_secs(10), |desk| desk.printer("a")["state"] == "ready");
    assert_eq!(desk.printer("a")["moved"], json!([]), "told no longer");
    desk.check_in(&people[50..52]);
    desk.wait("two more", Duration::from_secs(10), |desk| desk.count("confirmed") == 52);
    assert_eq!(desk.printers[0].out().len(), 22, "back to the first");
    assert!(!name.is_null());
    desk.check("at the end", false);
    desk.close();
}

#[test]
fn a_silent_printer_hands_over_and_its_own_badge_is_asked_about() {
    let silent_after_2 = Script { trouble: Trouble::Silent, after: 2, lasts: None };
    let ipp = FakePrinter::start(Speaks::Ipp, silent_after_2);
    let desk = PrintDesk::with_silence(20, vec![ipp, labels(Script::well())], 1_500);
    let pause =
        |printer: &str, paused: bool| call(&desk.kiosk, "pausePrinter", json!({"printer": printer, "paused": paused}));
    pause("a", true);
    pause("b", true);
    desk.check_in(&desk.people[..6]);
    pause("a", false);
    pause("b", false);
    desk.wait("all have ended", Duration::from_secs(20), |desk| {
        desk.count("confirmed") == 5 && desk.count("unknown") == 1
    });
    // The second came out, and the printer fell silent before it had said so.
    assert_eq!((desk.printers[0].out().len(), desk.printers[1].out().len()), (2, 4));
    let asked = desk.printer("a")["unknown"][0].clone();
    assert_eq!(asked["attendee"], json!(desk.people[1]), "nobody but a person knows");
    // Somebody says it did not: a new job, marked as a reprint, on the other printer.
    call(&desk.kiosk, "answerJob", json!({"job": asked["job"], "cameOut": false}));
    let again = call(&desk.kiosk, "queueBadge", json!({"attendee": asked["attendee"], "printer": "b"}));
    assert_eq!((&again["reprintOf"], &again["comesFrom"]), (&asked["job"], &json!("Printer B")));
    desk.wait("it is out", Duration::from_secs(10), |desk| desk.count("confirmed") == 6);
    assert_eq!(desk.printers[1].out().len(), 5);
    desk.close();
}

#[test]
fn check_ins_go_on_while_all_printers_hang() {
    let hangs = || labels(Script::always(Trouble::HalfOpen));
    let desk = PrintDesk::with_silence(60, vec![hangs(), hangs()], 2_000);
    let started = Instant::now();
    desk.check_in(&desk.people[..50]);
    assert!(started.elapsed() < Duration::from_secs(10), "fifty check-ins took {:?}", started.elapsed());
    assert_eq!(desk.out().len(), 0);
    assert_eq!(desk.count("queued") + desk.count("sent") + desk.count("failed"), 50, "each waits in the event file");
    let closing = Instant::now();
    // A printer that hangs keeps nobody from closing.
    desk.kiosk.close(Duration::from_millis(200)).unwrap();
    assert!(closing.elapsed() < Duration::from_secs(5), "closing took {:?}", closing.elapsed());
}

#[test]
fn a_desk_prints_by_itself_as_it_is_told() {
    let desk = PrintDesk::new(20, vec![labels(Script::well())]);
    let people = desk.people.clone();
    let set = |auto: &str| call(&desk.kiosk, "setPrinting", json!({"auto": auto}));
    set("twice");
    desk.check_in(&people[..1]);
    desk.wait("two copies", Duration::from_secs(10), |desk| desk.count("confirmed") == 1);
    assert_eq!(desk.states()["confirmed"][0]["copies"], 2);
    set("onRequest");
    desk.check_in(&people[1..2]);
    assert_eq!(call(&desk.kiosk, "printJobs", json!({})).as_array().unwrap().len(), 1, "nobody has asked");
    call(&desk.kiosk, "queueBadge", json!({"attendee": people[1]}));
    desk.wait("asked for", Duration::from_secs(10), |desk| desk.count("confirmed") == 2);
    set("off");
    desk.check_in(&people[2..3]);
    assert_eq!(call(&desk.kiosk, "printJobs", json!({})).as_array().unwrap().len(), 2);
    assert_eq!(call(&desk.kiosk, "deskState", json!({}))["printers"], json!([]), "no lamp for what is not used");
    desk.close();
}

#[test]
fn a_paused_printer_keeps_its_queue_until_it_is_moved_called_off_or_let_go_on() {
    let desk = PrintDesk::new(20, vec![labels(Script::well()), labels(Script::well())]);
    let people = desk.people.clone();
    call(&desk.kiosk, "setPrinting", json!({"order": ["a"]}));
    let paused = call(&desk.kiosk, "pausePrinter", json!({"printer": "a", "paused": true}));
    assert_eq!(paused["printers"][0]["state"], "paused");
    desk.check_in(&people[..3]);
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!((desk.out().len(), desk.printer("a")["queue"].as_u64()), (0, Some(3)));
    let job = desk.states()["queued"][0]["id"].clone();
    call(&desk.kiosk, "cancelJob", json!({"job": job}));
    call(&desk.kiosk, "moveJobs", json!({"from": "a", "to": "b"}));
    desk.wait("two on the other", Duration::from_secs(10), |desk| desk.printers[1].out().len() == 2);
    call(&desk.kiosk, "pausePrinter", json!({"printer": "a", "paused": false}));
    desk.check_in(&people[3..4]);
    desk.wait("it goes on", Duration::from_secs(10), |desk| desk.count("confirmed") == 3);
    assert_eq!(desk.printers[0].out().len(), 1);
    desk.check("at the end", false);
    desk.close();
}

#[test]
fn labels_are_counted_down_and_a_test_label_is_no_badge() {
    let desk = PrintDesk::new(20, vec![labels(Script::well())]);
    let a = desk.printer("a");
    let saved = json!({"id": "a", "name": "Printer A", "kind": "zpl", "address": a["address"], "rollLabels": 12});
    let all = call(&desk.kiosk, "savePrinter", saved.clone());
    assert_eq!(
        (&all["printers"][0]["left"], &all["printers"][0]["isLow"]),
        (&json!(12), &json!(true)),
        "few labels are low"
    );
    desk.check_in(&desk.people[..3]);
    desk.wait("three are out", Duration::from_secs(10), |desk| desk.count("confirmed") == 3);
    // The journal knows of a badge a moment before the roll does.
    desk.wait("three labels are gone", Duration::from_secs(10), |desk| desk.printer("a")["left"] == 9);
    assert_eq!(desk.printer("a")["today"], 3);
    let nonce = json!({"printer": "a", "page": "label", "nonce": "n"});
    call(&desk.kiosk, "testPrint", nonce.clone());
    desk.wait("the test label", Duration::from_secs(10), |desk| desk.printer("a")["tested"] == "confirmed");
    call(&desk.kiosk, "testPrint", nonce);
    call(&desk.kiosk, "testPrint", json!({"printer": "a", "page": "alignment"}));
    desk.wait("the alignment page", Duration::from_secs(10), |desk| desk.printers[0].out().len() == 5);
    desk.wait("both are counted", Duration::from_secs(10), |desk| desk.printer("a")["left"] == 7);
    assert_eq!(desk.printers[0].out().len(), 5, "test labels are labels, and the same call prints once");
    assert_eq!(call(&desk.kiosk, "printJobs", json!({})).as_array().unwrap().len(), 3, "and no jobs");
    // The printer knows better than the count.
    desk.printers[0].play(Script::always(Trouble::PaperOut));
    desk.wait("none is left", Duration::from_secs(10), |desk| desk.printer("a")["left"] == 0);
    desk.printers[0].play(Script::well());
    call(&desk.kiosk, "rollChanged", json!({"printer": "a"}));
    assert_eq!(desk.printer("a")["left"], 12, "a new roll");
    let folder = desk.close();
    let kept = std::fs::read_to_string(folder.path().join("home/printer-rolls.json")).unwrap();
    assert!(kept.contains("\"a\":12"), "it is known at the next start: {kept}");
}

#[test]
fn settings_that_make_no_sense_are_refused_and_bad_files_are_survived() {
    let desk = PrintDesk::new(5, vec![labels(Script::well())]);
    let refused = |method: &str, params: Value, field: &str| {
        let error = api::call(&desk.kiosk, &Caller::default(), method, params).unwrap_err().to_string();
        assert!(error.starts_with(field), "{method}: {error}");
    };
    refused("savePrinter", json!({"name": "", "kind": "zpl", "address": "p:9100"}), "name");
    refused("savePrinter", json!({"name": "B", "kind": "ipp", "address": "p:9100"}), "address");
    refused("savePrinter", json!({"name": "B", "kind": "brother", "address": "/etc/hostname"}), "address");
    refused("savePrinter", json!({"name": "Printer A", "kind": "zpl", "address": "p:9100"}), "name");
    refused("savePrinter", json!({"name": "B", "kind": "zpl", "address": "p:9100", "offsetMm": [99, 0]}), "offsetMm");
    refused("setPrinting", json!({"silenceMs": 5}), "silenceMs");
    for method in ["removePrinter", "rollChanged"] {
        let error = api::call(&desk.kiosk, &Caller::default(), method, json!({"printer": "gone"})).unwrap_err();
        assert_eq!(error.code(), "notFound", "{method}");
    }
    let removed = call(&desk.kiosk, "removePrinter", json!({"printer": "a"}));
    assert_eq!(removed["printers"], json!([]), "badges go to the folder again");
    desk.check_in(&desk.people[..1]);
    desk.wait("it is in the folder", Duration::from_secs(10), |desk| desk.count("confirmed") == 1);
    let folder = desk.close();
    for senseless in [
        "",
        "{",
        "[]",
        "{\"printers\": [{\"id\": \"x\", \"name\": \"X\", \"kind\": \"brother\", \"address\": \"/etc/passwd\"}]}",
    ] {
        std::fs::write(folder.path().join("home/printers.json"), senseless).unwrap();
        let again = KioskOptions { prints: true, ..options(folder.path(), Arc::new(SystemClock)) };
        let kiosk = Kiosk::open(&folder.path().join("event.ankomst"), Access::Write, &again).unwrap();
        assert_eq!(call(&kiosk, "printers", json!({}))["printers"], json!([]), "{senseless}");
        kiosk.close(Duration::from_secs(5)).unwrap();
    }
}

/// A small generator (Marsaglia, xorshift64), so that a script that fails fails again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

const TROUBLES: [Trouble; 12] = [
    Trouble::None,
    Trouble::PaperOut,
    Trouble::CoverOpen,
    Trouble::Silent,
    Trouble::Mute,
    Trouble::HalfOpen,
    Trouble::Reset,
    Trouble::ResetAfter,
    Trouble::Lies,
    Trouble::Garbage,
    Trouble::Flood,
    Trouble::Off,
];

fn random_script(chance: &mut Chance) -> (Speaks, Script) {
    let speaks = if chance.below(2) == 0 { Speaks::Zpl } else { Speaks::Ipp };
    let trouble = match chance.below(13) {
        12 => Trouble::Slow(Duration::from_millis(chance.below(40))),
        which => TROUBLES[usize::try_from(which).unwrap()],
    };
    let lasts = (chance.below(2) == 0).then(|| Duration::from_millis(chance.below(150)));
    (speaks, Script { trouble, after: usize::try_from(chance.below(4)).unwrap(), lasts })
}

#[test]
fn whatever_printers_do_no_badge_is_lost_and_none_comes_twice() {
    let scripts = if std::env::var_os("ANKOMST_SOAK").is_some() { 1_000 } else { 100 };
    let mut chance = Chance(0x9_5eed);
    let mut desk = PrintDesk::with_silence(400, Vec::new(), IMPATIENT_MS);
    let mut next = 0;
    let mut ends: BTreeMap<String, usize> = BTreeMap::new();
    for script in 0..scripts {
        let played: Vec<(Speaks, Script)> = (0..2).map(|_| random_script(&mut chance)).collect();
        let context = format!("script {script}: {played:?}");
        let printers: Vec<FakePrinter> =
            played.iter().map(|(speaks, script)| FakePrinter::start(*speaks, *script)).collect();
        let last = FakePrinter::start(Speaks::Zpl, Script::well());
        desk.printers = printers.into_iter().chain([last]).collect();
        // The printers of this script, under names of their own.
        for (at, printer) in desk.printers.iter().enumerate() {
            let kind = if printer.address().starts_with("ipp") { "ipp" } else { "zpl" };
            let saved = json!({"name": format!("P{script}-{at}"), "kind": kind, "address": printer.address()});
            call(&desk.kiosk, "savePrinter", saved);
        }
        let known = call(&desk.kiosk, "printers", json!({}));
        let known: Vec<&str> =
            known["printers"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        for old in known.iter().filter(|id| !id.starts_with(&format!("p{script}-"))) {
            call(&desk.kiosk, "removePrinter", json!({"printer": old}));
        }
        let wanted: Vec<String> = (0..4)
            .map(|_| {
                next += 1;
                desk.people[next % desk.people.len()].clone()
            })
            .collect();
        let jobs: Vec<String> = wanted
            .iter()
            .map(|id| call(&desk.kiosk, "queueBadge", json!({"attendee": id}))["id"].as_str().unwrap().to_owned())
            .collect();
        let until = Instant::now() + Duration::from_secs(20);
        let states = loop {
            let all = call(&desk.kiosk, "printJobs", json!({}));
            let of = |id: &String| all.as_array().unwrap().iter().find(|job| job["id"] == json!(id)).unwrap().clone();
            let states: Vec<Value> = jobs.iter().map(of).collect();
            // The last printer is well: everything ends.
            if states.iter().all(|job| job["state"] == "confirmed" || job["state"] == "unknown") {
                break states;
            }
            assert!(Instant::now() < until, "{context}: it does not end: {states:?}");
            std::thread::sleep(Duration::from_millis(5));
        };
        let out = desk.out();
        let asked = call(&desk.kiosk, "deskState", json!({}))["printing"]["unknown"].clone();
        for job in &states {
            let times = out.iter().filter(|name| name.ends_with(job["id"].as_str().unwrap())).count();
            let lied = played.iter().any(|(_, script)| script.trouble == Trouble::Lies);
            let fits = match job["state"].as_str().unwrap() {
                "confirmed" => times == 1 || (lied && times == 0),
                _ => times <= 1,
            };
            assert!(fits, "{context}: {job} came out {times} times");
            if job["state"] == "unknown" {
                // It is seen, a person looks, and what they say ends it: nothing is printed by itself after that.
                assert!(
                    asked.to_string().contains(job["id"].as_str().unwrap()),
                    "{context}: {job} is not seen: {asked}"
                );
                let end = call(&desk.kiosk, "answerJob", json!({"job": job["id"], "cameOut": times == 1}));
                assert_eq!(end["state"], if times == 1 { "confirmed" } else { "failed" }, "{context}");
            }
            *ends.entry(job["state"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    // What a person has called lost stays so until a person wants another one.
    let failed = call(&desk.kiosk, "printJobs", json!({"state": "failed"}));
    assert!(failed.as_array().unwrap().iter().all(|job| job["reason"] == "notOut"), "{failed}");
    assert!(ends["confirmed"] > ends.get("unknown").copied().unwrap_or(0), "most badges come out: {ends:?}");
    desk.close();
}
