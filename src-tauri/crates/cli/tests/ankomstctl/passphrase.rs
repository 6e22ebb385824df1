//! Events with a passphrase, from the command line: no name is in clear anywhere.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use crate::desk::Desk;

const WORDS: &str = "fire ord som ingen kender";

impl Desk {
    fn words(&self, name: &str, words: &str) -> String {
        let file = self.path(name);
        std::fs::write(&file, format!("{words}\n")).unwrap();
        file.to_str().unwrap().to_owned()
    }
}

/// What must be in no file: whole names, addresses and codes of everybody, as UTF-8 and UTF-16.
fn secrets(people: &Value) -> BTreeSet<Vec<u8>> {
    let mut texts = BTreeSet::new();
    for person in people["attendees"].as_array().unwrap() {
        let codes = person["ticketCodes"].as_array().into_iter().flatten();
        for text in [&person["name"], &person["email"], &person["phone"]].into_iter().chain(codes) {
            let text = text.as_str().unwrap_or_default();
            if text.chars().count() >= 6 {
                texts.insert(text.as_bytes().to_vec());
                texts.insert(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
                texts.insert(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
            }
        }
    }
    texts
}

fn files(folder: &Path, found: &mut Vec<(std::path::PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if let Ok(bytes) = std::fs::read(&path) {
            found.push((path, bytes));
        }
    }
}

/// The first file under the folders that holds one of the texts, and which.
fn leak(folders: &[&Path], secrets: &BTreeSet<Vec<u8>>) -> Option<String> {
    let mut found = Vec::new();
    for folder in folders {
        files(folder, &mut found);
    }
    // Most places of a file are passed over by their first two bytes.
    let mut begins: Vec<Vec<&[u8]>> = vec![Vec::new(); 1 << 16];
    let first_two = |bytes: &[u8]| usize::from(u16::from_be_bytes([bytes[0], bytes[1]]));
    for secret in secrets {
        begins[first_two(secret)].push(secret);
    }
    for (path, bytes) in &found {
        for place in 0..bytes.len().saturating_sub(2) {
            let rest = &bytes[place..];
            if let Some(text) = begins[first_two(rest)].iter().find(|text| rest.starts_with(text)) {
                return Some(format!("{}: {}", path.display(), String::from_utf8_lossy(text)));
            }
        }
    }
    None
}

#[test]
fn with_a_passphrase_no_name_is_written_in_clear_anywhere() {
    let desk = Desk::new();
    let words = desk.words("words", WORDS);
    let run_time = desk.path("run");
    std::fs::create_dir(&run_time).unwrap();
    let with = |arguments: &[&str]| {
        let mut all = vec!["--passphrase-file", words.as_str()];
        all.extend(arguments);
        desk.json(&all)
    };
    with(&["generate", "event.ankomst", "--attendees", "40"]).ok();
    let mut rpc = desk.rpc_in(&run_time, &["--passphrase-file", &words, "--lang", "en", "rpc"]);
    let people = rpc.call("listAttendees", &json!({"limit": 1000}));
    let secrets = secrets(&people);
    assert!(secrets.len() > 200, "enough to look for: {}", secrets.len());
    for person in people["attendees"].as_array().unwrap() {
        rpc.call("checkIn", &json!({"attendee": person["id"]}));
    }
    rpc.call("addWalkIn", &json!({"name": "Gudrun Kanariefugl"}));
    rpc.call("saveInside", &json!({}));
    let folder = desk.path("");
    // While it is open: the event's folder. Its badges lie in the run-time folder, which only this user can look into.
    assert_eq!(leak(&[&desk.path("event.ankomst-files"), &desk.path("home")], &secrets), None);
    for file in ["event.ankomst", "event.ankomst-wal"] {
        std::fs::copy(desk.path(file), run_time.join(format!("copy-{file}"))).ok();
    }
    let passing: Vec<_> = std::fs::read_dir(&run_time).unwrap().flatten().filter(|one| one.path().is_dir()).collect();
    assert_eq!(passing.len(), 1, "one folder of this event");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(passing[0].metadata().unwrap().permissions().mode() & 0o777, 0o700, "for this user alone");
    }
    assert_eq!(rpc.close(), 0);
    assert!(!passing[0].path().exists(), "and it is gone when the event is closed");
    with(&["backup", "copy.ankomst"]).ok();
    assert_eq!(
        leak(&[&folder], &secrets),
        None,
        "no file of the event, of the user's folder or of the run-time folder"
    );
    assert!(!desk.path("event.ankomst-files/badges").exists(), "no badge lies beside the event");
    // The test can find what is in clear.
    let opened = with(&["passphrase", "--none"]).ok();
    assert_eq!(opened.json()["left"], json!([]));
    assert!(leak(&[&folder], &secrets).is_some(), "without a passphrase names are there to be read");
}

#[test]
fn a_passphrase_is_asked_for_given_changed_and_never_an_argument() {
    let desk = Desk::with_sample();
    assert_eq!(desk.json(&["--passphrase", "x", "overview"]).status, 2, "others could read it");
    let (first, second) = (desk.words("first", WORDS), desk.words("second", "noget helt andet"));
    let short = desk.words("short", "kort");
    let refused = desk.json(&["passphrase", "--new-file", &short]);
    assert_eq!((refused.status, &refused.problem()["code"]), (1, &json!("unfitPassphrase")));
    std::fs::create_dir_all(desk.path("event.ankomst-files/backups")).unwrap();
    desk.json(&["backup", "event.ankomst-files/backups/20260101T080000.000Z auto x.ankomst"]).ok();
    desk.json(&["passphrase", "--new-file", &first]).ok();
    let without = desk.json(&["overview"]);
    assert_eq!((without.status, &without.problem()["code"]), (1, &json!("passphraseNeeded")));
    let wrong = desk.json(&["--passphrase-file", &second, "overview"]);
    assert_eq!((wrong.status, &wrong.problem()["code"]), (1, &json!("wrongPassphrase")));
    assert!(desk.json(&["--passphrase-file", &first, "overview"]).ok().json()["listed"].as_u64().unwrap() > 200);
    let backups: Vec<_> = std::fs::read_dir(desk.path("event.ankomst-files/backups")).unwrap().flatten().collect();
    assert_eq!(backups.len(), 1, "a new backup has taken the place of the old one, which was in clear");
    desk.json(&["--passphrase-file", &first, "passphrase", "--new-file", &second]).ok();
    assert_eq!(desk.json(&["--passphrase-file", &first, "verify"]).problem()["code"], "wrongPassphrase");
    assert_eq!(desk.json(&["--passphrase-file", &second, "verify"]).ok().json()["ok"], true);
    let copy = backups_of(&desk);
    desk.json(&["--passphrase-file", &second, "restore", copy.to_str().unwrap()]).ok();
    assert_eq!(desk.json(&["--passphrase-file", &second, "verify"]).ok().json()["ok"], true, "a copy is put back");
}

fn backups_of(desk: &Desk) -> std::path::PathBuf {
    let mut found = Vec::new();
    files(&desk.path("event.ankomst-files/backups"), &mut found);
    assert_eq!(found.len(), 1);
    found.remove(0).0
}
