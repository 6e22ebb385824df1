//! Lists out: exports, reports, what is known of one person, and the paper that is kept.

use kiosk::{Caller, Kiosk, KioskOptions, api, event_files};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

use crate::{PATIENCE, call, options, standing_clock};

fn sample(folder: &TempDir) -> Kiosk {
    event_files::create_sample(&folder.path().join("event.ankomst"), &options(folder.path(), standing_clock())).unwrap()
}

fn everybody(kiosk: &Kiosk) -> Vec<Value> {
    call(kiosk, "listAttendees", json!({"limit": 1000}))["attendees"].as_array().unwrap().clone()
}

/// Some who may come in, checked in.
fn admit(kiosk: &Kiosk, n: usize) -> Vec<Value> {
    let open = everybody(kiosk).into_iter().filter(|person| person["status"] == "confirmed").take(n);
    open.inspect(|person| {
        call(kiosk, "checkIn", json!({"attendee": person["id"]}));
    })
    .collect()
}

fn pdf_text(path: &Path) -> String {
    let document = lopdf::Document::load(path).unwrap();
    document.get_pages().keys().map(|page| document.extract_text(&[*page]).unwrap()).collect()
}

fn heads(kiosk: &Kiosk) -> String {
    let out = kiosk.place().reports().join("heads.csv");
    call(kiosk, "exportList", json!({"out": out}))["heads"].as_str().unwrap().to_owned()
}

#[test]
fn an_export_has_the_people_and_columns_that_were_asked_for() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(&folder);
    let came = admit(&kiosk, 3);
    let out = folder.path().join("out.csv");
    let english = Caller { language: checkin::Language::English, ..Caller::default() };
    let params = json!({"out": out, "columns": ["organisation", "name", "id"], "arrived": true});
    let exported = api::call(&kiosk, &english, "exportList", params).unwrap();
    assert_eq!(exported["attendees"], came.len());
    let text = std::fs::read_to_string(&out).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("Organisation,Name,Id"), "in this order, without a mark");
    let ids: Vec<&str> = lines.map(|line| line.rsplit(',').next().unwrap()).collect();
    assert!(came.iter().all(|person| ids.contains(&person["id"].as_str().unwrap())) && ids.len() == 3, "{text}");
    let danish = call(&kiosk, "exportList", json!({"out": out, "status": "cancelled"}));
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.starts_with("\u{FEFF}Id;Navn;"), "for Danish Excel");
    assert_eq!(danish["attendees"], text.lines().count() - 1);
    let keys = call(&kiosk, "exportColumns", json!({}));
    assert!(keys.as_array().unwrap().iter().any(|column| column["key"].as_str().unwrap().starts_with("session:")));
    for wrong in [json!({"out": out, "columns": ["shoe"]}), json!({"out": out, "status": "x"})] {
        let refused = api::call(&kiosk, &english, "exportList", wrong).unwrap_err();
        assert_eq!(refused.code(), "wrongParameter");
    }
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn a_workbook_has_people_sessions_and_statistics_with_the_heads_of_the_journal() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(&folder);
    admit(&kiosk, 2);
    let out = folder.path().join("out.xlsx");
    let exported = call(&kiosk, "exportList", json!({"out": out}));
    let list = call(&kiosk, "importList", json!({"path": out, "preview": true}));
    assert_eq!(list["sheets"], json!(["Deltagere", "Program", "Tal"]), "a sheet each");
    assert_eq!(list["people"], exported["attendees"], "and the first can be read again");
    let bytes = std::fs::read(&out).unwrap();
    let options = interchange::ReadOptions {
        sheet: Some("Tal".into()),
        any_header: true,
        keep: (1..2_000).collect(),
        ..Default::default()
    };
    let statistics = interchange::read("out.xlsx", &bytes, &options).unwrap();
    let cells: Vec<&str> = statistics.kept.iter().flat_map(|kept| &kept.cells).map(String::as_str).collect();
    assert!(cells.contains(&exported["heads"].as_str().unwrap()), "the heads are at its foot");
    assert!(cells.contains(&"Egehavn Kommune"), "organisations are counted");
    kiosk.close(PATIENCE).unwrap();
    let event = folder.path().join("event.ankomst");
    let verdict = event_files::verify(&event, &kiosk::Unlock::Nothing, exported["heads"].as_str());
    assert!(verdict.unwrap().ok, "and verify takes them");
}

const LANGUAGES: [checkin::Language; 2] = [checkin::Language::Danish, checkin::Language::English];

/// The whole list as a file in a language.
fn exported(kiosk: &Kiosk, out: &Path, language: checkin::Language) -> Value {
    api::call(kiosk, &Caller { language, ..Caller::default() }, "exportList", json!({"out": out})).unwrap()
}

#[test]
fn what_was_exported_and_read_into_the_same_event_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(&folder);
    admit(&kiosk, 3);
    for (language, ending) in
        LANGUAGES.into_iter().flat_map(|language| ["csv", "xlsx"].map(|ending| (language, ending)))
    {
        let out = folder.path().join(format!("out-{}.{ending}", language.tag()));
        exported(&kiosk, &out, language);
        let report = call(&kiosk, "importList", json!({"path": out, "preview": true, "differences": true}));
        let counts = ["added", "updated", "conflicts", "gone"].map(|count| report[count].as_u64().unwrap());
        assert_eq!(counts, [0; 4], "{} {ending}: nothing differs: {}", language.tag(), report["differences"]);
        assert_eq!(report["unchanged"], everybody(&kiosk).len(), "everybody is known again");
        let own: Vec<&String> =
            report["mapping"].as_object().unwrap().keys().filter(|key| key.starts_with("field:")).collect();
        assert!(own.is_empty(), "{} {ending}: every heading of ours is known: {own:?}", language.tag());
    }
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn what_was_exported_and_read_into_an_empty_event_is_whole() {
    let folder = TempDir::new().unwrap();
    let toml = format!(
        "{}\n[[questions]]\nid = \"mad\"\ntext = \"Hvad vil du spise?\"\nanswer = \"choice\"\nchoices = [\"Fisk\", \"Grønt\"]\n",
        include_str!("../../src/sample/event.toml")
    );
    let event = kiosk::settings::EventFile::from_toml(&toml).unwrap();
    let made = |name: &str| {
        Kiosk::create(&folder.path().join(name), &event, &options(folder.path(), standing_clock())).unwrap()
    };
    let from = sample(&folder);
    exported(&from, &folder.path().join("sample.xlsx"), checkin::Language::Danish);
    from.close(PATIENCE).unwrap();
    let first = made("first.ankomst");
    call(&first, "importList", json!({"path": folder.path().join("sample.xlsx")}));
    let came = admit(&first, 3);
    call(&first, "amendAttendee", json!({"attendee": came[0]["id"], "fields": {"answers": {"mad": "Fisk"}}}));
    // Nothing of this is the other event's: its own ids, its own desk.
    let whole = |kiosk: &Kiosk| {
        let people = everybody(kiosk).into_iter().map(|mut person| {
            let fields = person.as_object_mut().unwrap();
            fields.remove("id");
            fields.remove("badge");
            let at = fields.remove("firstEntry").map(|entry| entry["at"].clone());
            fields.insert("arrived".to_owned(), at.unwrap_or_default());
            person
        });
        let mut people: Vec<Value> = people.collect();
        people.sort_by_key(ToString::to_string);
        people
    };
    let wanted = whole(&first);
    let has = |field: &str| wanted.iter().any(|person| !matches!(person[field].as_str(), None | Some("")));
    assert!(has("alert") && has("language") && has("badgeName") && has("arrived"), "there is something to lose");
    assert!(wanted.iter().any(|person| !person["sessions"].as_array().unwrap().is_empty()), "sign-ups too");
    assert!(wanted.iter().any(|person| person["answers"] == json!({"mad": "Fisk"})), "and an answer");
    for (language, ending) in
        LANGUAGES.into_iter().flat_map(|language| ["csv", "xlsx"].map(|ending| (language, ending)))
    {
        let name = format!("{}-{ending}", language.tag());
        let out = folder.path().join(format!("{name}.{ending}"));
        exported(&first, &out, language);
        let second = made(&format!("{name}.ankomst"));
        let report = call(&second, "importList", json!({"path": out}));
        assert_eq!((&report["added"], &report["rejected"]), (&json!(wanted.len()), &json!([])), "{name}: {report}");
        for (found, wanted) in whole(&second).iter().zip(&wanted) {
            assert_eq!(found, wanted, "{name}");
        }
        second.close(PATIENCE).unwrap();
    }
    first.close(PATIENCE).unwrap();
}

#[test]
fn a_column_that_is_only_called_like_one_of_our_export_stays_an_own_column() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(&folder);
    let list = "Navn;Fremmøde;Tilmeldt til;Velkomst\nBo Ås;fredag;middag;ja\nIda Dam;Ventes;;\n";
    let report = call(&kiosk, "importList", json!({"text": list}));
    assert_eq!(report["added"], 2, "{report}");
    let bo = everybody(&kiosk).into_iter().find(|person| person["name"] == "Bo Ås").unwrap();
    assert_eq!(bo["fields"], json!({"Fremmøde": "fredag", "Tilmeldt til": "middag", "Velkomst": "ja"}));
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn each_report_names_whom_it_is_about_and_carries_the_heads() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(&folder);
    let came = admit(&kiosk, 5);
    let all = everybody(&kiosk);
    let family = |person: &Value| person["familyName"].as_str().unwrap().to_owned();
    let report = |kind: &str| {
        let saved = call(&kiosk, "saveReport", json!({"report": kind}));
        pdf_text(&PathBuf::from(saved["path"].as_str().unwrap()))
    };
    let digest: String = heads(&kiosk).rsplit(':').next().unwrap().chars().take(12).collect();
    let arrivals = report("arrivals");
    // A script that is written from right to left, or that no typeface here has, is not read back as one word.
    let latin = |name: &str| name.chars().all(|letter| (letter as u32) < 0x250);
    let missed: Vec<String> =
        all.iter().map(family).filter(|name| latin(name) && !arrivals.contains(name.as_str())).collect();
    assert!(missed.is_empty(), "everybody by family name: {missed:?}");
    let inside = report("inside");
    let organisation = came[0]["organisation"].as_str().unwrap();
    assert!(came.iter().all(|person| inside.contains(&family(person))) && inside.contains(organisation));
    let missing = report("noShows");
    let absent =
        all.iter().find(|one| one["status"] == "confirmed" && !came.iter().any(|came| came["id"] == one["id"]));
    assert!(missing.contains(&family(absent.unwrap())), "who has not come");
    let cancelled = all.iter().filter(|one| one["status"] == "cancelled").count();
    let expected =
        all.iter().filter(|one| ["confirmed", "paymentDue"].contains(&one["status"].as_str().unwrap())).count();
    assert!(
        cancelled > 0 && missing.contains(&format!("{} gæster", expected - came.len())),
        "and nobody who was cancelled"
    );
    let statistics = report("statistics");
    assert!(statistics.contains("er mødt") && statistics.contains("Egehavn Kommune"));
    for (text, what) in [(arrivals, "arrivals"), (inside, "inside"), (missing, "no-shows"), (statistics, "statistics")]
    {
        assert!(text.contains(&digest), "the head stands in the foot of {what}");
    }
    kiosk.close(PATIENCE).unwrap();
}

/// A part of a page as a picture, in millimetres. Nothing on a machine without poppler, except in CI.
#[allow(clippy::disallowed_methods, reason = "a test starts poppler")]
fn drawn(pdf: &Path, page: usize, [left, top, width, height]: [usize; 4]) -> Option<PathBuf> {
    let to = pdf.with_extension("part");
    let mut poppler = std::process::Command::new("pdftoppm");
    poppler.args(["-r", "300", "-gray", "-png", "-singlefile"]);
    let dots = |mm: usize| mm * 3_000 / 254;
    for (option, number) in
        [("-f", page), ("-l", page), ("-x", dots(left)), ("-y", dots(top)), ("-W", dots(width)), ("-H", dots(height))]
    {
        poppler.args([option, &number.to_string()]);
    }
    let Ok(output) = poppler.arg(pdf).arg(&to).output() else {
        assert!(std::env::var_os("CI").is_none(), "pdftoppm is missing; `cargo xtask setup` installs it");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(to.with_extension("part.png"))
}

#[test]
fn each_row_of_the_paper_list_has_the_code_of_its_own_person_and_no_other_strip_has_one() {
    let folder = TempDir::new().unwrap();
    let event = kiosk::settings::EventFile::from_toml(
        "title = \"Tom\"\ntimeZone = \"UTC\"\nstarts = \"2026-11-23\"\nends = \"2026-11-23\"\n",
    );
    let path = folder.path().join("event.ankomst");
    let kiosk = Kiosk::create(&path, &event.unwrap(), &options(folder.path(), standing_clock())).unwrap();
    let names: Vec<String> = (1..=15).map(|n| format!("Ane Nr{n:02}")).collect();
    call(&kiosk, "importList", json!({"text": format!("Navn\n{}\n", names.join("\n"))}));
    let saved = call(&kiosk, "saveReport", json!({"report": "arrivals"}));
    let pdf = PathBuf::from(saved["path"].as_str().unwrap());
    // A page is 15 strips of 18 mm: a head, 13 people, a foot. The code stands at the right.
    let mut found = Vec::new();
    for (page, strip) in (1..=2).flat_map(|page| (0..15).map(move |strip| (page, strip))) {
        let Some(picture) = drawn(&pdf, page, [177, 13 + strip * 18, 24, 18]) else { return };
        let codes = event_files::read_picture(&picture).unwrap();
        assert!(codes.len() <= 1, "page {page}, strip {strip}: {codes:?}");
        found.extend(codes.into_iter().map(|code| (page, strip, code)));
    }
    let places: Vec<(usize, usize)> = found.iter().map(|(page, strip, _)| (*page, *strip)).collect();
    let wanted: Vec<(usize, usize)> = (1..=13).map(|strip| (1, strip)).chain([(2, 1), (2, 2)]).collect();
    assert_eq!(places, wanted, "a code beside each person, and nowhere else");
    for ((_, _, code), name) in found.iter().zip(&names) {
        let entry = call(&kiosk, "checkIn", json!({"text": code}));
        assert_eq!((&entry["outcome"], &entry["attendee"]["name"]), (&json!("admitted"), &json!(name)), "{entry}");
    }
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn the_codes_of_the_paper_list_are_read_back_with_the_written_times() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(&folder);
    let person = everybody(&kiosk).into_iter().find(|person| person["status"] == "confirmed").unwrap();
    let badge = folder.path().join("badge.png");
    call(&kiosk, "renderBadge", json!({"attendee": person["id"], "format": "png", "out": badge}));
    let texts = event_files::read_picture(&badge).unwrap();
    let code = texts.iter().find(|text| text.starts_with("AK1")).unwrap();
    let entry = call(&kiosk, "checkIn", json!({"text": code, "at": "2026-11-23T07:43:00Z"}));
    assert_eq!((&entry["outcome"], &entry["attendee"]["id"]), (&json!("admitted"), &person["id"]));
    let first = call(&kiosk, "getAttendee", json!({"attendee": person["id"]}))["firstEntry"]["at"].clone();
    assert!(first.as_str().unwrap().contains(":43:00"), "as it was written down: {first}");
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn the_paper_list_lies_beside_the_event_and_follows_it() {
    let folder = TempDir::new().unwrap();
    let quick = KioskOptions { backs_up: Some(Duration::from_millis(150)), ..options(folder.path(), standing_clock()) };
    let kiosk = event_files::create_sample(&folder.path().join("event.ankomst"), &quick).unwrap();
    let paper = kiosk.place().reports().join("arrivals.pdf");
    let until = |wanted: &str| {
        let end = std::time::Instant::now() + PATIENCE;
        while !(paper.is_file()
            && std::fs::read(&paper).is_ok_and(|pdf| lopdf::Document::load_mem(&pdf).is_ok())
            && pdf_text(&paper).contains(wanted))
        {
            assert!(std::time::Instant::now() < end, "{wanted} does not come onto the paper");
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    until("Ankomstliste");
    call(&kiosk, "addWalkIn", json!({"givenName": "Zacharias", "familyName": "Nummer"}));
    until("Nummer, Zacharias");
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn one_persons_data_is_a_file_with_the_course_of_events() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(&folder);
    let came = admit(&kiosk, 1);
    let out = folder.path().join("person.json");
    call(&kiosk, "savePerson", json!({"attendee": came[0]["id"], "out": out}));
    let file: Value = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
    assert_eq!(file["person"]["email"], came[0]["email"]);
    let kinds: Vec<&str> =
        file["person"]["history"].as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"listed") && kinds.contains(&"checkIn"), "{kinds:?}");
    let others = everybody(&kiosk);
    let text = std::fs::read_to_string(&out).unwrap();
    let other = others.iter().find(|one| one["id"] != came[0]["id"] && one["email"] != came[0]["email"]).unwrap();
    assert!(!text.contains(other["email"].as_str().unwrap()), "and nobody else's");
    kiosk.close(PATIENCE).unwrap();
}
