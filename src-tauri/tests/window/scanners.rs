//! What the desk learns of its scanner, cards with commands, and two hundred codes in a row.

use std::path::Path;

use kiosk::event_files;
use serde_json::json;
use testkit::by_role_part;

use crate::desk::{Desk, desk};

/// The code on the test page, as a camera sees it on the screen.
fn shown_code(desk: &Desk) -> String {
    let picture = desk.folder().join("screen.png");
    desk.screenshot(&picture);
    event_files::read_picture(&picture)
        .unwrap()
        .into_iter()
        .find(|text| text.starts_with("AKT1"))
        .expect("the test code")
}

fn to_test(desk: &Desk) {
    desk.to_screen("settings");
    desk.click(by_role_part("radio", "Skanner"));
    desk.wait_text("#field", "");
    desk.wait("the picture of the code", "document.querySelector('.test-code img')?.naturalWidth > 0");
}

fn saved(home: &Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(home.join("scanners.json")).unwrap()).unwrap()
}

/// Scans until two readings in a row are alike and as fast as a scanner's: a machine that is busy tears letters apart.
fn read_twice(desk: &Desk, scan: impl Fn()) {
    for _ in 0..10 {
        scan();
        desk.wait_awake();
        let sure = "return !document.querySelector('[data-choice=useScanner]').disabled";
        if desk.js(sure, &[]) == true {
            return;
        }
    }
    panic!("two readings in ten are alike");
}

#[test]
fn a_scanner_of_another_country_is_learnt_from_two_readings_and_put_right_from_then_on() {
    let desk = desk();
    desk.call("addWalkIn", &json!({"name": "Anna Lind", "ticketCodes": ["WEB/12-A=3:7_x+y"]}));
    desk.keyboard("dk");
    to_test(&desk);
    assert_eq!(desk.attribute("#field input", "placeholder").unwrap(), "Prøven lytter til skanneren");
    let code = shown_code(&desk);
    desk.scan_as("us", &code);
    desk.wait_text(".came .pill", "Læst 1 gang");
    let tiles = |kind: &str| desk.js(&format!("return document.querySelectorAll('.tile{kind}').length"), &[]);
    assert_eq!(tiles(""), code.len());
    assert_eq!(tiles(".other"), 6, "- : / = + _ lie elsewhere");
    assert_eq!(desk.count("[data-choice=useScanner]:disabled"), 1, "one reading may be a wrong one");
    read_twice(&desk, || desk.scan_as("us", &code));
    desk.wait_text(".came .facts", "Enter");
    desk.wait_text(".came .note", "amerikansk tastatur");
    desk.wait_text(".came .facts", &code);
    // Who wants to see the keys themselves unfolds them.
    desk.click(".raw-keys summary");
    desk.wait("the keys as they came", "document.querySelector('.raw-keys tbody')?.offsetHeight > 0");
    let raw = desk.js(
        "const cells = [...document.querySelectorAll('.raw-keys tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent));
         return [cells.at(0), cells.at(-1).slice(0, 2), cells.length, cells.slice(1).every(([, , ms]) => /^[0-9]+$/.test(ms))]",
        &[],
    );
    // All letters and Enter; on a machine that is busy those after the last pause.
    assert_eq!(raw[0][2], "", "nothing came before the first: {raw}");
    assert_eq!(raw[1], json!(["Enter", "Enter"]));
    assert!(raw[2].as_u64().unwrap() > 6, "{raw}");
    assert_eq!(raw[3], true, "each has its time: {raw}");
    desk.click(by_role_part("button", "Brug denne skanner"));
    desk.wait_text(".toast", "Skanneren er lært");
    let learnt = saved(&desk.folder().join("home"));
    assert_eq!(learnt["keyboards"], json!({"scanner": "us", "computer": "da"}), "{learnt}");
    assert_eq!(learnt["ending"], "enter");
    desk.wait_arrived(0);

    // From then on, also after a new start: right, and without a word.
    let desk = desk.restart();
    desk.keyboard("dk");
    desk.scan_as("us", "WEB/12-A=3:7_x+y");
    desk.verdict("admitted");
    desk.wait_text(".verdict .name", "Anna Lind");
    assert_eq!(desk.count(".verdict .keyboards"), 0, "nothing has to be said of it");
    desk.close();
}

#[test]
fn the_test_sheet_opens_the_test_wherever_it_is_scanned_and_a_wrong_reading_teaches_nothing() {
    let desk = desk();
    desk.keyboard("us");
    desk.key("F2");
    desk.wait_focus("[name=givenName]");
    desk.scan("AKT1-TEST:Zy/=0+X_7");
    desk.wait_text(".came .pill", "Læst 1 gang");
    desk.wait_text(".came .note", "enige");
    desk.scan("AKT1-TEST:Zy/=0+X_8");
    desk.wait_text(".came .pill", "forskelligt");
    desk.wait_text(".came .note", "ikke ens");
    assert_eq!(desk.count("[data-choice=useScanner]:disabled"), 1);
    desk.scan("AKT1-TEST:Zy/=0+X_8");
    desk.wait_text(".came .note", "kom ikke rigtigt frem");
    assert_eq!(desk.count("[data-choice=useScanner]:disabled"), 1, "twice the same wrong reading is still wrong");
    // Somebody's badge is shown here, and checks nobody in.
    desk.scan(&desk.code_of("Kim Kjær Nielsen"));
    desk.wait_text(".came .note", "ikke prøvekoden");
    desk.wait_text(".came .facts", "AK1");
    desk.wait_arrived(0);
    // Away from the test the same code is at the door again.
    desk.to_screen("arrivals");
    desk.scan(&desk.code_of("Kim Kjær Nielsen"));
    desk.verdict("admitted");
    desk.close();
}

#[test]
fn a_scanner_that_is_slow_is_learnt_and_then_heard() {
    let desk = desk();
    let code = desk.code_of("Kim Kjær Nielsen");
    to_test(&desk);
    let test = shown_code(&desk);
    read_twice(&desk, || desk.scan_at(30, &test));
    desk.click(by_role_part("button", "Brug denne skanner"));
    desk.wait_text(".toast", "Skanneren er lært");
    let gap = saved(&desk.folder().join("home"))["gap"].as_u64().unwrap();
    assert!((36..=60).contains(&gap), "{gap} ms");
    desk.to_screen("arrivals");
    desk.scan_at(30, &code);
    desk.verdict("admitted");
    desk.close();
}

#[test]
fn digits_of_a_code_that_a_pause_tore_are_no_pin() {
    let place = crate::security::with_staff();
    let app = place.start();
    app.wait_for(".lock");
    app.click(by_role_part("button", "Lone Krag"));
    // Too few letters for a scan, and in them the digits of Lone's PIN.
    app.type_quickly("47-11", &[]);
    app.js("return new Promise((done) => setTimeout(() => done(true), 1000))", &[]);
    assert_eq!(app.count(".lock"), 1, "nobody has signed in");
    assert_eq!(app.count(".dots .on"), 0, "nothing of it is left");
    crate::security::sign_in(&app, "Lone Krag", "4711");
    app.wait_for(Desk::FIELD);
    app.close();
}

/// The command that a card of the desk's holds, read from the card's own call.
fn card(desk: &Desk, wanted: &str) -> String {
    let pdf = desk.call("saveDeskCodes", &json!({"codes": "cards"}));
    let folder = desk.folder().join("cards");
    std::fs::create_dir_all(&folder).unwrap();
    #[allow(clippy::disallowed_methods, reason = "the printed page is looked at by another program than ours")]
    let drawn = std::process::Command::new("pdftoppm")
        .args(["-png", "-r", "200", pdf["path"].as_str().unwrap()])
        .arg(folder.join("page"))
        .status();
    assert!(drawn.unwrap().success());
    let mut texts = Vec::new();
    for page in std::fs::read_dir(folder).unwrap() {
        texts.extend(event_files::read_picture(&page.unwrap().path()).unwrap());
    }
    texts
        .into_iter()
        .find(|text| desk.call("deskCommand", &json!({"text": text}))["command"] == wanted)
        .unwrap_or_else(|| panic!("no card for {wanted}"))
}

#[test]
fn a_card_undoes_prints_again_and_turns_the_desk_to_a_session() {
    let desk = desk();
    let reprint = card(&desk, "reprint");
    let undo = card(&desk, "undo");
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.wait_text(".badge-card .pill", "Gemt som PDF");
    let before = desk.pdfs();
    desk.scan(&reprint);
    let patience = std::time::Instant::now();
    while desk.pdfs() == before {
        assert!(patience.elapsed().as_secs() < 10, "one more badge lies in the folder");
        desk.wait_awake();
    }
    desk.scan(&undo);
    desk.wait_arrived(0);
    desk.wait_text(".toast", "ventes igen");
    // The card still lies under the lens.
    desk.scan(&undo);
    desk.scan(&card(&desk, "session"));
    desk.wait_text(".toast", "tjekker nu ind til");
    desk.wait_for(".scope.session");
    desk.scan(&card(&desk, "event"));
    desk.wait_text("#scope", "Hele konferencen");
    desk.scan(&reprint);
    desk.wait_text(".toast", "ingen på skærmen");
    desk.scan("AKC1ABC");
    desk.wait_text(".toast", "ikke læst helt");
    desk.close();
}

#[test]
fn whom_the_first_letter_of_a_torn_card_finds_gets_no_badge() {
    let desk = desk();
    let reprint = card(&desk, "reprint");
    // Nobody has come: the desk has nobody to print for.
    desk.scan_in_pieces("0.8", &[&reprint[..1], &reprint[1..]]);
    desk.wait_text(".toast", "ingen på skærmen");
    assert_eq!(desk.count(".hits-card:not([hidden])"), 0, "what the letter found is gone with it");
    assert_eq!(desk.value(Desk::FIELD), "");
    assert_eq!(desk.pdfs(), 0, "nobody's badge came out");
    // Another card, or this one would be taken for one that still lies under the lens.
    desk.scan(&card(&desk, "event"));
    desk.wait_text(".toast", "hele arrangementet");
    // Whom somebody looks for is meant.
    desk.type_text("kim kj");
    desk.first_hit("Kim Kjær Nielsen");
    // Somebody looks, and reaches for the scanner: by then the list is that of the last letter too.
    desk.wait_awake();
    // The first letter of the card is looked for too, before it is clear that it is one.
    desk.scan_in_pieces("0.05", &[&reprint[..1], &reprint[1..]]);
    desk.wait_text(".badge-card .pill", "Gemt som PDF");
    assert_eq!(desk.pdfs(), 1);
    desk.close();
}

/// The codes that one run scans.
const CODES: usize = 200;

/// Scans the codes of two hundred guests one after the other and looks at each answer.
fn two_hundred(layout: &str, focus: &[&str]) {
    let desk = desk();
    desk.keyboard(layout);
    let all = desk.call("listAttendees", &json!({"status": "confirmed"}));
    let people: Vec<String> =
        all["attendees"].as_array().unwrap().iter().map(|person| person["id"].as_str().unwrap().to_owned()).collect();
    let mut codes = Vec::new();
    for id in people.iter().cycle().take(CODES) {
        codes.push((id.clone(), desk.code_of_id(id)));
    }
    for (n, (id, code)) in codes.iter().enumerate() {
        desk.js(focus[n % focus.len()], &[]);
        // As fast and as slow as hand scanners are: 5 to 15 ms a key.
        desk.scan_at(5 + u32::try_from(n % 11).unwrap(), code);
        desk.wait(&format!("the answer to code {n}"), &format!("document.querySelector('.verdict')?.dataset.attendee === '{id}' && page.seen(document.querySelector('.verdict'))"));
        assert_eq!(desk.value(Desk::FIELD), "", "nothing of code {n} is left in the field");
    }
    desk.close();
}

const NOWHERE: &str = "document.activeElement.blur(); return true";
const FIELD: &str = "document.querySelector('#field input').focus(); return true";
/// A list that is open over the page.
const DIALOG: &str = "if (document.querySelector('#scope button').getAttribute('aria-expanded') !== 'true') document.querySelector('#scope button').click(); return true";
const BUTTON: &str = "document.querySelector('[data-screen=settings]').focus(); return true";

#[test]
fn two_hundred_codes_on_an_american_keyboard_are_right() {
    two_hundred("us", &[NOWHERE, FIELD, BUTTON, DIALOG]);
}

#[test]
fn two_hundred_codes_on_a_danish_keyboard_are_right() {
    two_hundred("dk", &[FIELD, DIALOG, BUTTON, NOWHERE]);
}

#[test]
fn two_hundred_codes_on_a_german_keyboard_are_right() {
    two_hundred("de", &[BUTTON, NOWHERE, DIALOG, FIELD]);
}
