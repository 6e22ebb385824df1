//! Erasing: nothing of a person is left in any file, the counts stay, and no copy brings anybody back.

use std::path::Path;
use std::time::Duration;

use jiff::SignedDuration;
use kiosk::{Access, Caller, Kiosk, KioskOptions, api, event_files};
use serde_json::json;
use tempfile::TempDir;

use crate::batches::finished;
use crate::{PATIENCE, call, ids, options, standing_clock};

/// Every file under a folder.
fn files(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if let Ok(bytes) = std::fs::read(&path) {
            found.push((path.display().to_string(), bytes));
        }
    }
}

/// The first file that holds one of the texts, as UTF-8 or UTF-16.
fn left_over(folder: &Path, texts: &[String]) -> Option<String> {
    let mut found = Vec::new();
    files(folder, &mut found);
    let forms = |text: &String| {
        let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        [text.as_bytes().to_vec(), wide(u16::to_le_bytes), wide(u16::to_be_bytes)]
    };
    let needles: Vec<Vec<u8>> = texts.iter().flat_map(forms).collect();
    let mut begins: Vec<Vec<&[u8]>> = vec![Vec::new(); 1 << 16];
    for needle in &needles {
        begins[usize::from(u16::from_be_bytes([needle[0], needle[1]]))].push(needle);
    }
    for (path, bytes) in &found {
        for place in 0..bytes.len().saturating_sub(2) {
            let rest = &bytes[place..];
            let candidates = &begins[usize::from(u16::from_be_bytes([rest[0], rest[1]]))];
            if let Some(needle) = candidates.iter().find(|needle| rest.starts_with(needle)) {
                return Some(format!("{path}: {}", String::from_utf8_lossy(needle)));
            }
        }
    }
    None
}

/// What says who somebody is, long enough to be nobody else's by chance.
fn of(person: &serde_json::Value) -> Vec<String> {
    let codes = person["ticketCodes"].as_array().into_iter().flatten();
    let texts = [&person["name"], &person["email"], &person["phone"]].into_iter().chain(codes);
    texts.filter_map(|text| text.as_str()).filter(|text| text.chars().count() >= 6).map(str::to_owned).collect()
}

#[test]
fn nothing_of_an_erased_person_is_left_in_any_file_and_no_backup_brings_them_back() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("event.ankomst");
    let clock = standing_clock();
    let with = options(folder.path(), clock.clone());
    let kiosk = event_files::generate(&file, 60, 5, &with, &mut |_| {}).unwrap();
    let people = ids(&kiosk);
    for id in &people {
        call(&kiosk, "checkIn", json!({"attendee": id}));
    }
    call(
        &kiosk,
        "amendAttendee",
        json!({"attendee": people[0], "fields": {"note": "Kender Xantippe Kvistgaard godt"}}),
    );
    clock.advance(SignedDuration::from_secs(1));
    event_files::back_up_for_tests(&kiosk).unwrap();
    // Somewhere else, as on a stick.
    let elsewhere = TempDir::new().unwrap();
    let kept = elsewhere.path().join("kept.ankomst");
    event_files::backup(&file, &kiosk::Unlock::Nothing, &kept).unwrap();
    clock.advance(SignedDuration::from_secs(1));
    let person = call(&kiosk, "getAttendee", json!({"attendee": people[7]}));
    let texts = of(&person);
    assert!(texts.len() >= 2, "enough to look for: {person}");
    call(&kiosk, "checkIn", json!({"text": format!("{} x", texts[0])}));
    let before = call(&kiosk, "overview", json!({}));
    let inside_copies = folder.path().join("event.ankomst-files");
    assert!(left_over(&inside_copies, &texts).is_some(), "the backup has them");
    let erased = call(&kiosk, "eraseAttendee", json!({"attendee": people[7]}));
    assert_eq!(erased["erased"], 1);
    // The text that was scanned and refused is about nobody known; it goes with the event, or after seven days.
    let all_but_scans = &texts[1..];
    assert_eq!(left_over(folder.path(), all_but_scans), None, "while the event is open");
    let after = call(&kiosk, "overview", json!({}));
    assert_eq!((&after["arrived"], &after["listed"]), (&before["arrived"], &before["listed"]), "the counts stay");
    kiosk.close(PATIENCE).unwrap();
    clock.advance(SignedDuration::from_hours(7 * 24 + 1));
    let kiosk = Kiosk::open(&file, Access::Write, &with).unwrap();
    assert_eq!(left_over(folder.path(), &texts), None, "after seven days not even what was scanned");
    kiosk.close(PATIENCE).unwrap();
    // A copy from before is put back: the same person is erased again.
    event_files::restore(&kept, &file, &with).unwrap();
    let kiosk = Kiosk::open(&file, Access::Write, &with).unwrap();
    assert_eq!(call(&kiosk, "getAttendee", json!({"attendee": people[7]}))["name"], "", "erased again");
    assert_ne!(call(&kiosk, "getAttendee", json!({"attendee": people[8]}))["name"], "", "and nobody else");
    kiosk.close(PATIENCE).unwrap();
    assert!(event_files::verify(&file, &kiosk::Unlock::Nothing, None).unwrap().ok, "the chain still verifies");
}

/// What was scanned and is on no list.
const SCANNED: &str = "Xantippe Kanariefugl 4711";

#[test]
fn what_was_scanned_and_refused_goes_after_a_week_also_where_the_event_stays_open() {
    let folder = TempDir::new().unwrap();
    let clock = standing_clock();
    let with = KioskOptions { backs_up: Some(Duration::from_millis(30)), ..options(folder.path(), clock.clone()) };
    let kiosk = event_files::generate(&folder.path().join("event.ankomst"), 30, 7, &with, &mut |_| {}).unwrap();
    // More than one piece.
    for number in 0..250 {
        call(&kiosk, "checkIn", json!({"text": format!("{SCANNED} {number}")}));
    }
    event_files::back_up_for_tests(&kiosk).unwrap();
    let scanned = [SCANNED.to_owned()];
    assert!(left_over(&folder.path().join("event.ankomst-files"), &scanned).is_some(), "the backup has it");
    // It looks many times meanwhile.
    for _ in 0..6 {
        clock.advance(SignedDuration::from_hours(24));
        std::thread::sleep(Duration::from_millis(150));
    }
    assert!(left_over(folder.path(), &scanned).is_some(), "six days are no week");
    clock.advance(SignedDuration::from_hours(25));
    let is_gone = |_: &u32| {
        std::thread::sleep(Duration::from_millis(100));
        left_over(folder.path(), &scanned).is_none()
    };
    assert!((0..300).any(|tenth| is_gone(&tenth)), "{:?}", left_over(folder.path(), &scanned));
    // The desk went on, and what was refused is still counted.
    let person = ids(&kiosk).remove(0);
    assert_eq!(call(&kiosk, "checkIn", json!({"attendee": person}))["outcome"], "admitted");
    let refused = kiosk.read(|view| view.refusals(None, 1000)).unwrap();
    assert_eq!((refused.len(), refused.iter().filter(|refusal| !refusal.scanned.is_empty()).count()), (250, 0));
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn a_cut_between_erasing_what_was_scanned_and_sweeping_it_away_is_made_good_at_the_next_opening() {
    let folder = TempDir::new().unwrap();
    let clock = standing_clock();
    let with = options(folder.path(), clock.clone());
    let file = folder.path().join("event.ankomst");
    let kiosk = event_files::generate(&file, 30, 8, &with, &mut |_| {}).unwrap();
    call(&kiosk, "checkIn", json!({"text": SCANNED}));
    event_files::back_up_for_tests(&kiosk).unwrap();
    kiosk.close(PATIENCE).unwrap();
    clock.advance(SignedDuration::from_hours(8 * 24));
    // Not all copies can be replaced: what looks like one of them is no file.
    let stuck = folder.path().join("event.ankomst-files/backups/20261101T000000Z auto.ankomst");
    std::fs::create_dir(&stuck).unwrap();
    let copies = folder.path().join("event.ankomst-files");
    Kiosk::open(&file, Access::Write, &with).unwrap().close(PATIENCE).unwrap();
    assert!(copies.join("sweep-due").exists(), "the desk opens, and it is known what is left to do");
    std::fs::remove_dir(&stuck).unwrap();
    Kiosk::open(&file, Access::Write, &with).unwrap().close(PATIENCE).unwrap();
    assert!(!copies.join("sweep-due").exists());
    assert_eq!(left_over(folder.path(), &[SCANNED.to_owned()]), None, "the copy went at last");
}

#[test]
fn everybody_is_erased_only_by_the_events_title_and_what_was_put_aside_is_named() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("event.ankomst");
    let with = options(folder.path(), standing_clock());
    let kiosk = event_files::generate(&file, 30, 6, &with, &mut |_| {}).unwrap();
    let mut texts = Vec::new();
    for id in ids(&kiosk) {
        call(&kiosk, "checkIn", json!({"attendee": id}));
        texts.extend(of(&call(&kiosk, "getAttendee", json!({"attendee": id}))));
    }
    call(&kiosk, "checkIn", json!({"text": "Gudrun Kanariefugl 12"}));
    texts.push("Gudrun Kanariefugl 12".to_owned());
    let wrong = api::call(&kiosk, &Caller::default(), "eraseEvent", json!({"title": "noget andet"}));
    assert_eq!(wrong.err().map(|error| error.code()), Some("wrongParameter"));
    let aside = folder.path().join("event.replaced-20260101T000000Z.ankomst");
    std::fs::write(&aside, b"SQLite format 3\0").unwrap();
    let title = call(&kiosk, "event", json!({}))["title"].clone();
    let erased = call(&kiosk, "eraseEvent", json!({"title": title}));
    assert_eq!(erased["erased"], 30);
    assert_eq!(erased["left"], json!([aside]), "named, and left to a person");
    assert_eq!(left_over(folder.path(), &texts), None, "while it is open");
    kiosk.close(PATIENCE).unwrap();
    assert_eq!(left_over(folder.path(), &texts), None, "and closed");
    assert!(event_files::verify(&file, &kiosk::Unlock::Nothing, None).unwrap().ok);
}

/// A list that was put in and undone, a walk-in that was undone, and one person of them who came in all the same.
fn undone(folder: &Path, kiosk: &Kiosk) -> (serde_json::Value, Vec<String>) {
    let list = folder.join("wrong.csv");
    std::fs::write(&list, "Navn;E-mail;Billetkode\nXantippe Kvistgaard;x@kvistgaard.example;WRONG-4711-X\n").unwrap();
    let import = call(kiosk, "importList", json!({"path": list}));
    call(kiosk, "undoImport", json!({"import": import["import"]}));
    let walk_in = call(kiosk, "addWalkIn", json!({"name": "Perpetua Gudenaa", "email": "p@gudenaa.example"}));
    let history = call(kiosk, "getAttendee", json!({"attendee": walk_in["id"]}))["history"].clone();
    call(kiosk, "undo", json!({"record": history[0]["record"], "reason": "Perpetua Gudenaa kom ikke"}));
    std::fs::remove_file(&list).unwrap();
    let there = call(kiosk, "addWalkIn", json!({"name": "xantippe kvistgaard", "email": "other@kvistgaard.example"}));
    let texts = ["Xantippe Kvistgaard", "x@kvistgaard.example", "WRONG-4711-X"];
    (there["id"].clone(), texts.map(str::to_owned).to_vec())
}

#[test]
fn what_was_undone_goes_too_with_the_person_and_with_everybody() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("event.ankomst");
    let with = options(folder.path(), standing_clock());
    let kiosk = event_files::generate(&file, 5, 6, &with, &mut |_| {}).unwrap();
    let (there, texts) = undone(folder.path(), &kiosk);
    let perpetua = ["Perpetua Gudenaa".to_owned(), "p@gudenaa.example".to_owned()];
    assert!(left_over(folder.path(), &texts).is_some(), "an undone list is still written down");
    call(&kiosk, "eraseAttendee", json!({"attendee": there}));
    assert_eq!(left_over(folder.path(), &texts), None, "the same person on the list that was undone");
    assert!(left_over(folder.path(), &perpetua).is_some(), "nobody else");
    let title = call(&kiosk, "event", json!({}))["title"].clone();
    call(&kiosk, "eraseEvent", json!({"title": title}));
    assert_eq!(left_over(folder.path(), &perpetua), None, "of everybody nothing is left, nor why a walk-in was undone");
    let later = call(&kiosk, "addWalkIn", json!({"name": "Cordelia Senere"}));
    kiosk.close(PATIENCE).unwrap();
    assert!(event_files::verify(&file, &kiosk::Unlock::Nothing, None).unwrap().ok);
    let kiosk = Kiosk::open(&file, Access::Write, &with).unwrap();
    let found = call(&kiosk, "getAttendee", json!({"attendee": later["id"]}));
    assert_eq!(found["name"], "Cordelia Senere", "who came afterwards stays");
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn an_erasure_that_was_cut_off_goes_on_at_the_next_opening_and_its_note_is_written() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("event.ankomst");
    let with = options(folder.path(), standing_clock());
    let kiosk = event_files::generate(&file, 5, 6, &with, &mut |_| {}).unwrap();
    let id = ids(&kiosk)[0].clone();
    let texts = of(&call(&kiosk, "getAttendee", json!({"attendee": id})));
    event_files::back_up_for_tests(&kiosk).unwrap();
    // A copy that cannot be removed: a folder of its name, with something in it.
    let stuck = folder.path().join("event.ankomst-files/backups/20261101T000000Z auto.ankomst");
    std::fs::create_dir(&stuck).unwrap();
    std::fs::write(stuck.join("x"), b"x").unwrap();
    let refused = api::call(&kiosk, &Caller::default(), "eraseAttendee", json!({"attendee": id}));
    assert!(refused.is_err(), "not everything could be removed");
    let notes = || {
        let mut names = names_in(&folder.path().join("event.ankomst-files/reports"));
        names.retain(|name| name.starts_with("erased-"));
        names
    };
    assert_eq!(notes(), [""; 0], "so it is not said that it was");
    kiosk.close(PATIENCE).unwrap();
    // It does not keep the desk from its guests while the cause stays.
    Kiosk::open(&file, Access::Write, &with).unwrap().close(PATIENCE).unwrap();
    std::fs::remove_dir_all(&stuck).unwrap();
    Kiosk::open(&file, Access::Write, &with).unwrap().close(PATIENCE).unwrap();
    assert_eq!(left_over(folder.path(), &texts), None);
    let note = notes();
    assert_eq!(note.len(), 1, "{note:?}");
    Kiosk::open(&file, Access::Write, &with).unwrap().close(PATIENCE).unwrap();
    assert_eq!(notes(), note, "once is enough");
}

#[test]
fn free_text_that_names_somebody_is_listed_and_the_period_reminds() {
    let folder = TempDir::new().unwrap();
    let clock = standing_clock();
    let toml = "title = \"T\"\ntimeZone = \"Europe/Copenhagen\"\nstarts = \"2026-11-23\"\nends = \"2026-11-23\"\nkeepDays = 10\n";
    let event = kiosk::settings::EventFile::from_toml(toml).unwrap();
    let kiosk =
        Kiosk::create(&folder.path().join("event.ankomst"), &event, &options(folder.path(), clock.clone())).unwrap();
    let xantippe = call(&kiosk, "addWalkIn", json!({"name": "Xantippe Kvistgaard", "email": "x@example.org"}));
    let other = call(&kiosk, "addWalkIn", json!({"name": "Ane Bo", "note": "sidder ved XANTIPPE KVISTGAARD"}));
    let found = call(&kiosk, "mentions", json!({"attendee": xantippe["id"]}));
    assert_eq!(found, json!([{"attendee": other["id"], "name": "Ane Bo", "field": "note"}]));
    let amend = json!({"attendee": other["id"], "fields": {"note": ""}, "reason": "plads"});
    call(&kiosk, "amendAttendee", amend);
    let found = call(&kiosk, "mentions", json!({"attendee": xantippe["id"]}));
    assert_eq!(
        found,
        json!([{"attendee": other["id"], "name": "Ane Bo", "field": "history"}]),
        "what stood there before"
    );
    let retention = |kiosk: &Kiosk| {
        let checks = call(kiosk, "health", json!({}))["checks"].clone();
        checks.as_array().unwrap().iter().find(|check| check["check"] == "retention").unwrap()["found"].clone()
    };
    assert_eq!(retention(&kiosk), "ok");
    clock.advance(SignedDuration::from_hours(24 * 12));
    assert_eq!(retention(&kiosk), "due");
    call(&kiosk, "eraseEvent", json!({"title": "T"}));
    assert_eq!(retention(&kiosk), "ok", "nobody is left");
    kiosk.close(PATIENCE).unwrap();
}

/// Everything in which an event of invented people can name them: badges, sheets of badges, lists, reports, a file of all that is
/// known of somebody, a template with a sample, a backup, and copies that were broken off.
fn everything(folder: &Path, kiosk: &Kiosk, elsewhere: &Path) {
    call(kiosk, "savePrinter", json!({"name": "Mappe", "kind": "folder", "address": elsewhere.display().to_string()}));
    let badges = folder.join("event.ankomst-files/badges");
    for id in ids(kiosk) {
        call(kiosk, "checkIn", json!({"attendee": id}));
        // As the printer into a folder calls them.
        for folder in [&badges, elsewhere] {
            let file = folder.join(format!("{id}-0190b5c0-7c1d-7cc3-98c4-0000000000aa.pdf"));
            call(kiosk, "renderBadge", json!({"attendee": id, "format": "pdf", "out": file.display().to_string()}));
        }
    }
    std::fs::write(elsewhere.join("mine.pdf"), b"somebody's own").unwrap();
    finished(kiosk, json!({"again": true, "boxes": 3, "template": "a6", "sheet": "a4-4xa6"}));
    for report in ["arrivals", "inside", "noShows", "statistics"] {
        call(kiosk, "saveReport", json!({"report": report}));
    }
    call(kiosk, "exportList", json!({"format": "csv"}));
    call(kiosk, "exportList", json!({"format": "xlsx"}));
    call(kiosk, "saveInside", json!({}));
    call(kiosk, "savePerson", json!({"attendee": ids(kiosk)[0]}));
    call(kiosk, "saveDeskCodes", json!({"codes": "cards"}));
    event_files::back_up_for_tests(kiosk).unwrap();
    let backup = kiosk.place().backup_times().pop().unwrap().1;
    std::fs::copy(&backup, format!("{}.writing", backup.display())).unwrap();
    std::fs::write(badges.join("half.pdf.writing"), b"a badge that was broken off").unwrap();
}

/// The names of the files in a folder.
fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    names
}

fn pages_of(pdf: &str) -> String {
    let document = lopdf::Document::load(pdf).unwrap();
    document.get_pages().keys().map(|page| document.extract_text(&[*page]).unwrap()).collect()
}

#[test]
fn every_file_that_names_somebody_goes_and_a_note_without_names_says_so() {
    let (folder, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let file = folder.path().join("event.ankomst");
    let clock = standing_clock();
    let with = options(folder.path(), clock.clone());
    let kiosk = event_files::generate(&file, 24, 8, &with, &mut |_| {}).unwrap();
    everything(folder.path(), &kiosk, elsewhere.path());
    let people = ids(&kiosk);
    let placed = people.iter().find(|id| call(&kiosk, "getAttendee", json!({"attendee": id}))["place"].is_object());
    let one = placed.expect("somebody's badge lies in a box").clone();
    let person = call(&kiosk, "getAttendee", json!({"attendee": one}));
    let texts = of(&person);
    let the_box = person["place"]["box"].as_str().unwrap().to_owned();
    let event = folder.path().join("event.ankomst-files");
    let sheets = |kiosk: &Kiosk| -> Vec<String> {
        let all = names_in(&kiosk.place().badges());
        all.into_iter().filter(|name| name.starts_with("badges ")).collect()
    };
    let before = sheets(&kiosk);
    assert_eq!(before.len(), 3, "a sheet for each box: {before:?}");
    let waits = call(&kiosk, "queueBadge", json!({"attendee": one}))["id"].clone();

    let caller = Caller { staff: "Lone Leder".to_owned(), ..Caller::default() };
    let erased = api::call(&kiosk, &caller, "eraseAttendee", json!({"attendee": one})).unwrap();
    assert_eq!(erased["erased"], 1, "{erased}");
    assert_eq!(left_over(folder.path(), &texts), None, "no byte is left");
    let gone: Vec<_> = before.iter().filter(|name| !sheets(&kiosk).contains(name)).cloned().collect();
    assert_eq!(erased["badgeFiles"], json!(gone), "the sheet went, and is named");
    assert_eq!(gone.len(), 1, "that of box {the_box} alone: {gone:?}");
    assert!(gone[0].ends_with(&format!(" {the_box}.pdf")));
    let own = |folder: &Path, id: &str| names_in(folder).iter().any(|name| name.starts_with(id));
    for folder in [kiosk.place().badges().as_path(), elsewhere.path()] {
        assert!(!own(folder, &one), "no badge of theirs lies in {}", folder.display());
        assert!(own(folder, people.iter().find(|id| **id != one).unwrap()), "those of others do");
    }
    assert!(!names_in(&event).iter().any(|name| name.ends_with(".writing")));
    let state = call(&kiosk, "printJobs", json!({"state": "cancelled"}));
    assert!(state.as_array().unwrap().iter().any(|job| job["id"] == waits), "what waited is called off: {state}");
    let reports = names_in(&kiosk.place().reports());
    assert_eq!(reports, ["arrivals.pdf", "erased-20261123T090000.pdf"], "the paper for the worst case is made anew");
    let paper = pages_of(&kiosk.place().reports().join("arrivals.pdf").display().to_string());
    let listed = format!("{}, {}", person["familyName"].as_str().unwrap(), person["givenName"].as_str().unwrap());
    assert!(paper.len() > 100 && !paper.contains(&listed), "without {listed}: {paper}");

    let note = erased["note"].as_str().unwrap().to_owned();
    let said = pages_of(&note);
    for words in ["Slettede oplysninger", one.as_str(), "Lone Leder", "Desk A", "23.11.2026 kl. 09.00"] {
        assert!(said.contains(words), "the note says {words}: {said}");
    }
    for id in &people {
        let name = call(&kiosk, "getAttendee", json!({"attendee": id}))["name"].as_str().unwrap().to_owned();
        assert!(name.is_empty() || !said.contains(&name), "the note names nobody");
    }
    assert!(texts.iter().all(|text| !said.contains(text)), "not the one who was erased either");
    let again = api::call(&kiosk, &caller, "eraseAttendee", json!({"attendee": one})).unwrap();
    assert_eq!((&again["erased"], again.get("note")), (&json!(0), Some(&json!(null))), "who is erased is erased");

    let texts: Vec<String> =
        people.iter().flat_map(|id| of(&call(&kiosk, "getAttendee", json!({"attendee": id})))).collect();
    let title = call(&kiosk, "event", json!({}))["title"].clone();
    let all = api::call(&kiosk, &caller, "eraseEvent", json!({"title": title})).unwrap();
    assert_eq!(all["erased"], 23, "everybody else: {all}");
    assert_eq!(all["badgeFiles"].as_array().unwrap().len(), 2, "the other sheets");
    assert_eq!(left_over(folder.path(), &texts), None, "while it is open");
    assert_eq!(names_in(&kiosk.place().badges()), Vec::<String>::new());
    assert_eq!(names_in(&event.join("badge-files")), Vec::<String>::new(), "nor who was on which");
    assert_eq!(names_in(&kiosk.place().reports()), ["erased-20261123T090000-2.pdf", "erased-20261123T090000.pdf"]);
    assert_eq!(names_in(elsewhere.path()), ["mine.pdf"], "a file of somebody's own is left");
    let heads = call(&kiosk, "exportList", json!({"out": folder.path().join("counts.csv").display().to_string()}));
    kiosk.close(PATIENCE).unwrap();
    assert_eq!(left_over(folder.path(), &texts), None, "and closed");
    let said = pages_of(all["note"].as_str().unwrap()).replace(char::is_whitespace, "");
    let heads = heads["heads"].as_str().unwrap();
    assert!(said.contains(heads), "the note ends with the journal's head {heads}: {said}");
    let verdict = event_files::verify(&file, &kiosk::Unlock::Nothing, Some(heads)).unwrap();
    assert!(verdict.ok, "and the journal holds it");
}

#[test]
fn somebody_who_was_on_the_list_twice_is_erased_whole_and_stays_so() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("event.ankomst");
    let clock = standing_clock();
    let with = options(folder.path(), clock.clone());
    let kiosk = event_files::generate(&file, 5, 9, &with, &mut |_| {}).unwrap();
    let guest = |name: &str| call(&kiosk, "addWalkIn", json!({"name": name}))["id"].as_str().unwrap().to_owned();
    let (keep, same) = (guest("Xantippe Kvistgaard"), guest("X. Kvistgaard-Kanariefugl"));
    let stays = guest("Gudrun Blivende");
    // From before they were one.
    let elsewhere = TempDir::new().unwrap();
    let kept = elsewhere.path().join("kept.ankomst");
    event_files::backup(&file, &kiosk::Unlock::Nothing, &kept).unwrap();
    call(&kiosk, "joinAttendees", json!({"keep": keep, "same": same}));
    let badge = kiosk.place().badges().join(format!("{same}-0190b5c0-7c1d-7cc3-98c4-0000000000aa.pdf"));
    call(&kiosk, "renderBadge", json!({"attendee": stays, "format": "pdf", "out": badge.display().to_string()}));
    call(&kiosk, "eraseAttendee", json!({"attendee": same}));
    assert!(!badge.exists(), "a badge under the other id goes too");
    let names = ["Xantippe", "Kanariefugl"].map(str::to_owned);
    assert_eq!(left_over(folder.path(), &names), None);
    kiosk.close(PATIENCE).unwrap();
    event_files::restore(&kept, &file, &with).unwrap();
    let kiosk = Kiosk::open(&file, Access::Write, &with).unwrap();
    for id in [&keep, &same] {
        assert_eq!(call(&kiosk, "getAttendee", json!({"attendee": id}))["name"], "", "{id} is erased again");
    }
    assert_eq!(call(&kiosk, "getAttendee", json!({"attendee": stays}))["name"], "Gudrun Blivende");
    let reports = names_in(&kiosk.place().reports());
    assert_eq!(
        reports.iter().filter(|name| name.starts_with("erased-")).count(),
        2,
        "a note of each time: {reports:?}"
    );
    kiosk.close(PATIENCE).unwrap();
}
