//! Bad input: a clear `{code, message, hint}` in both languages, and nothing lost.

use std::io::Write;

use serde_json::Value;

use crate::desk::{Desk, Ran};

/// The command fails with this code, in both languages, with different words, and as one line without `--json`.
#[track_caller]
fn fails(desk: &Desk, arguments: &[&str], code: &str) -> Value {
    let run = |language: &str| -> Ran {
        let mut all = vec!["--json", "--lang", language];
        all.extend(arguments);
        desk.run(&all)
    };
    let (danish, english) = (run("da"), run("en"));
    for ran in [&danish, &english] {
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{arguments:?}: {ran:?}");
        let problem = ran.problem();
        assert_eq!(problem["code"], code, "{arguments:?}: {problem}");
        for part in ["message", "hint"] {
            let text = problem[part].as_str().unwrap_or_default();
            assert!(text.len() > 10 && !text.contains("error.") && !text.contains('{'), "a whole sentence: {problem}");
        }
    }
    assert_ne!(danish.problem()["message"], english.problem()["message"], "each language has its own words");
    english.problem()
}

#[test]
fn files_that_are_no_event_are_left_alone() {
    let desk = Desk::with_sample();
    std::fs::write(desk.path("thesis.docx"), b"PK\x03\x04 not an event at all").unwrap();
    std::fs::write(desk.path("empty.ankomst"), b"").unwrap();
    std::fs::create_dir(desk.path("folder.ankomst")).unwrap();
    for command in [vec!["find", "a"], vec!["overview"], vec!["verify"], vec!["check-in", "--code", "x"], vec!["rpc"]] {
        for (file, code) in [
            ("thesis.docx", "notAnEvent"),
            ("empty.ankomst", "notAnEvent"),
            ("folder.ankomst", "notAnEvent"),
            ("none.ankomst", "fileMissing"),
        ] {
            let mut arguments = vec!["--event", file];
            arguments.extend(&command);
            fails(&desk, &arguments, code);
        }
    }
    assert_eq!(std::fs::read(desk.path("thesis.docx")).unwrap(), b"PK\x03\x04 not an event at all", "untouched");
    fails(&desk, &["sample", "thesis.docx"], "fileExists");
    fails(&desk, &["sample", "event.ankomst"], "fileExists");
    fails(&desk, &["backup", "thesis.docx"], "fileExists");
    fails(&desk, &["restore", "thesis.docx"], "notAnEvent");
    assert_eq!(desk.json(&["--event", "event.ankomst", "verify"]).ok().json()["ok"], true, "the event is as it was");
}

#[test]
fn a_truncated_event_is_moved_aside_and_the_copy_comes_back() {
    let desk = Desk::with_sample();
    let id = desk.find("mette nielsen egehavn");
    desk.json(&["check-in", "--attendee", &id]).ok();
    std::fs::create_dir_all(desk.path("event.ankomst-files/backups")).unwrap();
    desk.json(&["backup", "event.ankomst-files/backups/copy.ankomst"]).ok();
    let whole = std::fs::read(desk.path("event.ankomst")).unwrap();
    let broken = &whole[..whole.len() / 2];
    std::fs::write(desk.path("event.ankomst"), broken).unwrap();

    let ran = desk.json(&["--event", "event.ankomst", "check-in", "--attendee", &id]);
    let problem = ran.problem();
    assert_eq!((ran.status, problem["code"].as_str()), (1, Some("fileDamaged")), "{problem}");
    assert!(problem["hint"].as_str().unwrap().contains("copy.ankomst"), "the copy is named: {problem}");
    let aside: Vec<_> = std::fs::read_dir(desk.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains("damaged"))
        .collect();
    assert_eq!(aside.len(), 1, "one file was moved aside: {aside:?}");
    assert_eq!(std::fs::read(&aside[0]).unwrap(), broken, "byte for byte: nothing was deleted");
    desk.json(&["--event", "event.ankomst", "restore", "event.ankomst-files/backups/copy.ankomst"]).ok();
    assert_eq!(desk.json(&["--event", "event.ankomst", "overview"]).ok().json()["arrived"], 1, "as it was");
}

#[test]
fn newer_read_only_shared_and_full() {
    let desk = Desk::with_sample();
    let id = desk.find("mette nielsen egehavn");
    // A newer version: the number at byte 60 of the header is `user_version` (sqlite.org/fileformat2.html).
    let mut newer = std::fs::read(desk.path("event.ankomst")).unwrap();
    newer[60..64].copy_from_slice(&99u32.to_be_bytes());
    std::fs::write(desk.path("newer.ankomst"), &newer).unwrap();
    fails(&desk, &["--event", "newer.ankomst", "overview"], "fileNewer");
    fails(&desk, &["--event", "newer.ankomst", "check-in", "--attendee", &id], "fileNewer");
    assert_eq!(std::fs::read(desk.path("newer.ankomst")).unwrap(), newer, "untouched");

    let event = desk.path("event.ankomst");
    let mut permissions = event.metadata().unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&event, permissions.clone()).unwrap();
    fails(&desk, &["check-in", "--attendee", &id, "--event", "event.ankomst"], "readOnly");
    desk.json(&["--event", "event.ankomst", "overview"]).ok();

    std::fs::create_dir(desk.path("Dropbox")).unwrap();
    let problem = fails(&desk, &["sample", "Dropbox/event.ankomst"], "sharedFolder");
    assert!(problem["message"].as_str().unwrap().contains("Dropbox"), "it says which: {problem}");
}

#[test]
fn broken_empty_and_huge_lists() {
    let desk = Desk::with_sample();
    std::fs::write(desk.path("empty.csv"), b"").unwrap();
    std::fs::write(desk.path("binary.csv"), [0u8, 1, 2, 255, 0, 3].repeat(100)).unwrap();
    std::fs::write(desk.path("broken.xlsx"), b"PK\x03\x04 broken").unwrap();
    std::fs::write(desk.path("noheader.csv"), b"1;2\n3;4\n").unwrap();
    let mut huge = std::io::BufWriter::new(std::fs::File::create(desk.path("huge.csv")).unwrap());
    writeln!(huge, "Navn;Organisation").unwrap();
    for row in 0..=200_000 {
        writeln!(huge, "Gæst {row};Havnby").unwrap();
    }
    huge.flush().unwrap();
    let giant = std::fs::File::create(desk.path("giant.csv")).unwrap();
    giant.set_len(65 << 20).unwrap();
    for (file, code) in [
        ("empty.csv", "listEmpty"),
        ("binary.csv", "listUnreadable"),
        ("broken.xlsx", "listUnreadable"),
        ("noheader.csv", "listNoHeader"),
        ("huge.csv", "listTooBig"),
        ("giant.csv", "listTooLarge"),
        ("missing.csv", "fileUnreadable"),
        (".", "listUnreadable"),
    ] {
        fails(&desk, &["import", file], code);
    }
    assert_eq!(desk.json(&["overview"]).ok().json()["listed"], 229, "nobody came in and nobody went");
}

#[test]
fn settings_pictures_formats() {
    let desk = Desk::with_sample();
    let id = desk.find("mette nielsen egehavn");
    std::fs::write(
        desk.path("EVENT.toml"),
        "title = \"T\"\ntimeZone = \"Nyborg\"\nstarts = \"2026-01-01\"\nends = \"2026-01-01\"\n",
    )
    .unwrap();
    let problem = fails(&desk, &["create", "new.ankomst", "--from", "EVENT.toml"], "badSettings");
    assert!(problem["message"].as_str().unwrap().contains("Nyborg"), "it says what: {problem}");
    assert!(!desk.path("new.ankomst").exists(), "nothing half-made is left");
    std::fs::write(desk.path("EVENT.toml"), "title = \"T\"\ntimeZon = 1\n").unwrap();
    let problem = fails(&desk, &["create", "new.ankomst", "--from", "EVENT.toml"], "badSettings");
    assert!(problem["message"].as_str().unwrap().contains("line 2, column 1"), "it says where: {problem}");
    fails(&desk, &["create", "new.ankomst", "--from", "none.toml"], "fileUnreadable");
    std::fs::write(desk.path("no.png"), b"no picture").unwrap();
    fails(&desk, &["read", "no.png"], "pictureUnreadable");
    fails(&desk, &["read", "none.png"], "fileUnreadable");
    fails(&desk, &["export", "list.pdf"], "noSuchFormat");
    fails(&desk, &["badge", "--attendee", &id, "--out", "badge.gif"], "noSuchFormat");
    fails(&desk, &["badge", "--attendee", &id, "--out", "badge.pdf", "--template", "gold"], "noSuchTemplate");
    fails(&desk, &["badge", "--attendee", &id, "--out", "badge.pdf", "--sheet", "a0"], "noSuchSheet");
}

#[test]
fn wrong_usage_is_status_two() {
    let desk = Desk::with_sample();
    for arguments in [
        vec![],
        vec!["fly"],
        vec!["find"],
        vec!["check-in"],
        vec!["check-in", "--code", "a", "--attendee", "0190b5c0-7c1d-7cc3-98c4-dc0c0c07398f"],
        vec!["check-in", "--attendee", "x"],
        vec!["undo", "0190b5c0-7c1d-7cc3-98c4-dc0c0c07398f"],
        vec!["--lang", "fr", "overview"],
        vec!["badge", "--out", "x.pdf"],
        vec!["erase"],
        vec!["verify", "--against", "nonsense"],
        vec!["undo", "0190b5c0-7c1d-7cc3-98c4-dc0c0c07398f", "--reason", " "],
    ] {
        let ran = desk.run(&arguments);
        assert_eq!(ran.status, 2, "{arguments:?}: {ran:?}");
        assert!(ran.out.is_empty(), "nothing on standard output: {arguments:?}");
        assert_eq!(ran.err.trim_end().lines().count(), 1, "one line on standard error: {arguments:?}: {ran:?}");
        let mut as_json = vec!["--json"];
        as_json.extend(arguments);
        assert_eq!(desk.run(&as_json).problem()["code"], "wrongParameter", "also as JSON");
    }
    assert_eq!((desk.run(&["--help"]).status, desk.run(&["--version"]).status), (0, 0), "help is no fault");
    let nowhere = Desk::new();
    assert_eq!(nowhere.run(&["overview"]).status, 2, "no event was open before");
    let ran = desk.json(&["undo", "0190b5c0-7c1d-7cc3-98c4-dc0c0c07398f", "--reason", "x"]);
    assert_eq!((ran.status, ran.problem()["code"].as_str()), (1, Some("notFound")), "right usage, nothing there");
}
