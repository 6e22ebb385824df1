//! The lines that `ankomstctl rpc` reads, and with them the parameters of every call.
//!
//! `@0` to `@9` in a line stand for guests whom the event has.

use std::cell::RefCell;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use jiff::Timestamp;
use kiosk::clock::ManualClock;
use kiosk::{Access, Caller, Kiosk, KioskOptions, Unlock, api, event_files};
use serde_json::Value;
use tempfile::TempDir;

use crate::folder;

// A program is no library; what reads its lines knows nothing of the rest of it.
#[path = "../../crates/cli/src/rpc.rs"]
mod lines;

/// Lines of an input: more say nothing new.
const MOST_LINES: usize = 6;
/// After so many inputs the event is a new one, so that it does not grow.
const INPUTS: u32 = 200;
/// Guests of the event.
const GUESTS: u32 = 12;
/// Calls that look around in the network, or go on in a thread of their own.
const LEFT_OUT: [&str; 2] = ["findPrinters", "printBadges"];
/// Parameters that name a place on the disk or a machine.
const PLACES: [&str; 3] = ["out", "path", "address"];

/// A closed event file.
static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = folder();
    let file = folder.path().join("event.ankomst");
    let kiosk = event_files::generate(&file, GUESTS, 7, &options(folder.path()), &mut |_| {}).unwrap();
    kiosk.close(PATIENCE).unwrap();
    std::fs::read(file).unwrap()
});

thread_local! {
    /// The desk of the input before, unless that has broken it.
    static DESK: RefCell<Option<Desk>> = const { RefCell::new(None) };
}

const PATIENCE: Duration = Duration::from_secs(10);

struct Desk {
    kiosk: Kiosk,
    guests: Vec<String>,
    inputs: u32,
    folder: TempDir,
}

fn options(folder: &Path) -> KioskOptions {
    KioskOptions {
        home: folder.join("home"),
        desk: "A".to_owned(),
        clock: Arc::new(ManualClock::at(Timestamp::from_second(1_804_147_200).unwrap())),
        prints: false,
        backs_up: None,
        max_bytes: None,
        unlock: Unlock::Nothing,
    }
}

impl Desk {
    fn new() -> Self {
        let folder = folder();
        let file = folder.path().join("event.ankomst");
        std::fs::write(&file, &*WHOLE).unwrap();
        std::fs::write(folder.path().join("list.csv"), "Navn;E-mail\nÅse Å;aase@firma.example\n;x\n").unwrap();
        let kiosk = Kiosk::open(&file, Access::Write, &options(folder.path())).unwrap();
        let guests = kiosk.everybody().unwrap().iter().map(ToString::to_string).collect();
        Self { kiosk, guests, inputs: 0, folder }
    }

    /// Closes the event, which must be whole whatever was asked of it.
    fn close(self) {
        let file = self.kiosk.place().file.clone();
        self.kiosk.close(PATIENCE).unwrap();
        let verdict = event_files::verify(&file, &Unlock::Nothing, None).unwrap();
        assert!(verdict.ok, "the journal and what follows from it: {:?}", verdict.faults);
    }

    /// A line as it is given to the desk: with ids of this event, and without a way out of its folder. `None` for one that is left
    /// out.
    fn line(&self, line: &str) -> Option<String> {
        let ids = self.guests.iter().enumerate().take(10);
        let line = ids.fold(line.to_owned(), |line, (n, id)| line.replace(&format!("@{n}"), id));
        let Ok(mut request) = serde_json::from_str::<Value>(&line) else { return Some(line) };
        if request.get("method").and_then(Value::as_str).is_some_and(|method| LEFT_OUT.contains(&method)) {
            return None;
        }
        self.keep_inside(&mut request);
        Some(request.to_string())
    }

    fn keep_inside(&self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    match value {
                        Value::String(text) if PLACES.contains(&key.as_str()) => *text = self.place(key, text),
                        value => self.keep_inside(value),
                    }
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|value| self.keep_inside(value)),
            _ => {}
        }
    }

    fn place(&self, key: &str, text: &str) -> String {
        let ending = text.rsplit('.').next().unwrap_or_default();
        let ending: String = ending.chars().filter(char::is_ascii_alphanumeric).take(5).collect();
        match key {
            "out" => self.folder.path().join(format!("out.{ending}")).display().to_string(),
            "path" => self.folder.path().join("list.csv").display().to_string(),
            _ => "127.0.0.1:9".to_owned(),
        }
    }
}

/// Each line has one answer of the right form, whatever it is; what only asks changes nothing; the journal is whole afterwards.
pub fn check(bytes: &[u8]) {
    let mut desk = match DESK.take() {
        Some(desk) if desk.inputs < INPUTS => desk,
        old => {
            if let Some(old) = old {
                old.close();
            }
            Desk::new()
        }
    };
    desk.inputs += 1;
    desk.answer(bytes);
    DESK.set(Some(desk));
}

impl Desk {
    fn answer(&self, bytes: &[u8]) {
        let (kiosk, text) = (&self.kiosk, String::from_utf8_lossy(bytes));
        for line in text.split('\n').take(MOST_LINES).filter_map(|line| self.line(line)) {
            let before = kiosk.read(|view| view.changes()).unwrap();
            let mut answers = Vec::new();
            lines::serve(kiosk, &Caller::default(), &mut format!("{line}\n").as_bytes(), &mut answers);
            let answers: Vec<Value> = answers
                .split(|byte| *byte == b'\n')
                .filter(|line| !line.is_empty())
                .map(|line| serde_json::from_slice(line).unwrap())
                .collect();
            let request = serde_json::from_str::<Value>(&line);
            assert_eq!(answers.len(), usize::from(is_answered(&line, request.as_ref().ok())), "one answer: {line}");
            for answer in &answers {
                holds(answer);
            }
            let method = request.ok().and_then(|request| request.get("method")?.as_str().and_then(api::method));
            if method.is_some_and(|method| !method.writes) {
                assert_eq!(
                    kiosk.read(|view| view.changes()).unwrap(),
                    before,
                    "what only asks changes nothing: {line}"
                );
            }
        }
    }
}

/// Whether a line wants an answer: not a blank one, and not a notification.
fn is_answered(line: &str, request: Option<&Value>) -> bool {
    let Some(request) = request else { return !line.trim_ascii().is_empty() };
    let is_call = request["jsonrpc"] == "2.0" && request["method"].is_string();
    !is_call || request.get("id").is_some()
}

fn holds(answer: &Value) {
    assert_eq!(answer["jsonrpc"], "2.0");
    assert!(answer.get("id").is_some(), "it says to what: {answer}");
    assert_ne!(answer.get("result").is_some(), answer.get("error").is_some(), "one of the two: {answer}");
    if let Some(error) = answer.get("error") {
        let known = [-32_700, -32_600, -32_601, -32_602, -32_000];
        assert!(error["code"].as_i64().is_some_and(|code| known.contains(&code)), "a known code: {answer}");
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "it says why: {answer}");
        let code = &error["data"]["code"];
        assert_ne!(code, "unexpected", "nothing panics: {answer}");
    }
}
