//! Who stands at the window, what they may do, and the event's passphrase: as staff meet it.

use std::sync::Arc;

use kiosk::acts::staff;
use kiosk::clock::{Clock, ManualClock, SystemClock};
use kiosk::{Access, Caller, Kiosk, KioskOptions, Passphrase, Pin, Role, Unlock, Wait, api};
use serde_json::json;
use testkit::by_role_part;

use crate::desk::{Desk, Place, desk};

/// The sample event with a lead and two at the desk.
pub(crate) fn with_staff() -> Place {
    let place = Place::new();
    place.make_sample();
    place.with_kiosk(|kiosk| {
        // The lead first: without one nobody is entered.
        let all = [
            ("Lone Krag", Role::Lead, "4711"),
            ("Jakob Vinter", Role::Desk, "1234"),
            ("Amina Rahimi", Role::Desk, "567890"),
        ];
        for (name, role, pin) in all {
            staff::put(kiosk, None, name, role, Some(&Pin::new(pin.to_owned()).unwrap())).unwrap();
        }
    });
    place
}

/// Chooses somebody on the lock screen and enters their PIN.
pub(crate) fn sign_in(app: &testkit::App, name: &str, pin: &str) {
    app.click(by_role_part("button", name));
    app.wait("the name", &format!("document.querySelector('.lock-pin h2').textContent === {}", json!(name)));
    app.type_text(pin);
}

#[test]
fn a_desk_is_locked_until_somebody_signs_in_and_shows_nothing_of_any_guest() {
    let place = with_staff();
    let mut guest = String::new();
    place.with_kiosk(|kiosk| guest = of_name(kiosk, "Nienke de Vries"));
    let app = place.start();
    app.wait_for(".lock");
    app.wait("three names", "document.querySelectorAll('.tile').length === 3");
    assert_eq!(
        app.js("return getComputedStyle(document.querySelector('.app')).display", &[]),
        "none",
        "nothing behind it"
    );
    let answer = app.js(
        "return Promise.all(['listAttendees', 'latest', 'deskState', 'overview', 'importList'].map((call) => \
         globalThis.__TAURI_INTERNALS__.invoke(call, { params: {} }).then(() => 'done', (problem) => problem.code)))",
        &[],
    );
    assert_eq!(answer, json!(["locked", "locked", "locked", "locked", "locked"]), "Rust answers nothing either");
    assert_eq!(badge_pictures(&app, &guest), json!(["nothing", "nothing", "nothing"]), "no badge is drawn");
    for language in ["English", "Dansk"] {
        app.click(by_role_part("button", language));
        app.wait_gone(by_role_part("button", language));
        let faults = app.axe(&json!({}));
        assert!(faults.is_empty(), "{language}: {}", faults.join("\n"));
        let cut = crate::looks::cut_off(&app);
        assert!(cut.is_empty(), "{language}: {cut:#?}");
    }
    if let Some(folder) = std::env::var_os("ANKOMST_LOOK") {
        app.screenshot(&std::path::Path::new(&folder).join("lock.png"));
    }
    app.scan("WEB-2017-00418-K");
    app.wait_text(".lock-said", "Skranken er låst. Lås op, og scan igen.");
    app.scan("123456789012");
    app.wait("no dot of it is left", "document.querySelectorAll('.dots .on').length === 0");
    sign_in(&app, "Jakob Vinter", "9999");
    app.wait_text(".lock-said", "Pinkoden passer ikke");
    sign_in(&app, "Jakob Vinter", "1234");
    app.wait_for(Desk::FIELD);
    app.wait_gone(".lock");
    app.wait_text("#foot", "Jakob Vinter");
    assert_eq!(badge_pictures(&app, &guest), json!(["shown", "shown", "shown"]), "who has signed in sees them");
    app.key("F12");
    app.wait_for(".lock");
    assert_eq!(badge_pictures(&app, &guest), json!(["nothing", "nothing", "nothing"]), "and nobody after them");
    app.close();
}

/// The id of somebody on the list.
fn of_name(kiosk: &Kiosk, name: &str) -> String {
    let found = api::call(kiosk, &Caller::default(), "findAttendees", json!({"text": name})).unwrap();
    let hits = found["hits"].as_array().unwrap();
    let hit = hits.iter().find(|hit| hit["attendee"]["name"] == name).unwrap();
    hit["attendee"]["id"].as_str().unwrap().to_owned()
}

/// What comes of each way to somebody's badge as a picture: their own, and the two sides of a template.
fn badge_pictures(app: &testkit::App, id: &str) -> serde_json::Value {
    app.js(
        "return Promise.all(['', '?template=a6&dpi=96', '?template=a6-programme&dpi=96&side=back'].map((how) => new Promise((done) => { \
         const image = new Image(); image.onload = () => done('shown'); image.onerror = () => done('nothing'); \
         image.src = `badge://localhost/${arguments[0]}${how}${how ? '&' : '?'}v=${crypto.randomUUID()}`; })))",
        &[json!(id)],
    )
}

#[test]
fn a_locked_window_keeps_no_scanners_and_opens_no_dialog() {
    let app = with_staff().start();
    app.wait_for(".lock");
    let windows = app.windows();
    let answer = app.js(
        "const make = (call, params) => globalThis.__TAURI_INTERNALS__.invoke(call, { params }).then(() => 'done', (problem) => problem.code); \
         const calls = ['keepScanners', 'pluggedIn', 'chooseList', 'chooseTemplate', 'choosePicture', 'chooseTemplateFile', 'chooseFolder', 'bringBack', 'changePassphrase', 'setKiosk', 'leaveKiosk']; \
         return Promise.all(calls.map((call) => make(call, {})))",
        &[],
    );
    assert!(answer.as_array().unwrap().iter().all(|code| code == "locked"), "{answer}");
    assert_eq!(app.windows(), windows);
    app.kill();
}

#[test]
fn the_page_reads_and_writes_no_file_that_nobody_chose() {
    let desk = desk();
    let (list, out) = (desk.folder().join("list.csv"), desk.folder().join("out.svg"));
    std::fs::write(&list, "Navn\nKaren Holm\n").unwrap();
    let guest = desk.person("Nienke de Vries")["id"].clone();
    let answer = desk.js(
        "const [list, out, guest] = arguments; \
         const make = (call, params) => globalThis.__TAURI_INTERNALS__.invoke(call, { params }).then(() => 'done', (problem) => problem.code); \
         return Promise.all([ \
           make('importList', { path: list, preview: true }), make('listRows', { list: { path: list } }), make('saveRejected', { list: { path: list }, out }), \
           make('makeTemplate', { path: list }), make('renderBadge', { attendee: guest, format: 'svg', out }), make('savePerson', { attendee: guest, out }), \
           make('saveReport', { report: 'arrivals', out }), make('saveInside', { out }), make('saveSupport', { out }), make('saveTemplate', { template: 'card', out }), \
           make('chooseMedium', { folder: list }), make('bringBack', { path: list })])",
        &[json!(list), json!(out), guest],
    );
    assert!(answer.as_array().unwrap().iter().all(|code| code == "wrongParameter"), "{answer}");
    assert!(!out.exists());
    // Without a file of its own each works as before.
    assert!(desk.call("saveTemplate", &json!({"template": "card"}))["svg"].as_str().unwrap().contains("<svg"));
    desk.close();
}

#[test]
fn staff_change_by_f12_and_the_journal_says_who_did_what() {
    let desk = with_staff().open_as("Jakob Vinter", "1234");
    assert_eq!(
        desk.count("#rail [data-screen=settings], #rail [data-screen=list]"),
        0,
        "the desk sees its own screens"
    );
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.verdict("admitted");
    desk.key("F12");
    desk.wait_for(".lock");
    assert_eq!(
        desk.js("return getComputedStyle(document.querySelector('.app')).display", &[]),
        "none",
        "the guest is gone"
    );
    // The last one is first; the keypad does for those without a keyboard.
    desk.click(by_role_part("button", "Amina Rahimi"));
    for digit in "567890".chars() {
        desk.click(format!("[data-digit='{digit}']").as_str());
    }
    desk.wait_gone(".lock");
    desk.wait_text("#foot", "Amina Rahimi");
    desk.check_in("nienke", "Nienke de Vries");
    desk.verdict("admitted");
    let history = desk.call("getAttendee", &json!({"attendee": desk.person("Kim Kjær Nielsen")["id"]}));
    assert!(history["history"].to_string().contains("Jakob Vinter"), "{history}");
    let history = desk.call("getAttendee", &json!({"attendee": desk.person("Nienke de Vries")["id"]}));
    assert!(history["history"].to_string().contains("Amina Rahimi"), "{history}");
    // Another's act is the lead's to undo: the lead says so here, and it is done in their name.
    let record = desk.call("latest", &json!({"limit": 5}))["latest"][1]["record"].clone();
    let refused = desk.js(
        "return globalThis.__TAURI_INTERNALS__.invoke('undo', { params: { record: arguments[0], reason: 'x' } }).then(() => 'done', (problem) => problem.code)",
        &[record],
    );
    assert_eq!(refused, "leadNeeded");
    desk.close();
}

#[test]
fn the_lead_gives_their_word_at_the_desk_and_it_is_good_once() {
    let desk = with_staff().open_as("Jakob Vinter", "1234");
    let people = desk.call("listAttendees", &json!({"status": "cancelled", "limit": 2}));
    let ids = [people["attendees"][0]["id"].clone(), people["attendees"][1]["id"].clone()];
    // The page's own door asks; the answer comes once the lead has answered.
    let ask = "globalThis.answer = null; import('/host.js').then(({ call }) => call('checkIn', { attendee: arguments[0], override: { reason: 'x' } })).then((result) => { globalThis.answer = result.outcome; }, (problem) => { globalThis.answer = problem.code; }); return true";
    desk.js(ask, &[ids[0].clone()]);
    desk.wait_for(".lead-word:not([hidden])");
    desk.type_text("0000");
    desk.wait_text(".lead-word .lock-said", "Pinkoden passer ikke");
    desk.type_text("4711");
    desk.wait("let in", "globalThis.answer === 'admitted'");
    let told = desk.call("getAttendee", &json!({"attendee": ids[0]}));
    assert!(told["history"].to_string().contains("Lone Krag"), "in the lead's name: {told}");
    desk.js(ask, &[ids[1].clone()]);
    desk.wait_for(".lead-word:not([hidden])");
    desk.key("Escape");
    desk.wait("not without another word", "globalThis.answer === 'leadNeeded'");
    // Whoever scans goes on.
    desk.js(ask, &[ids[1].clone()]);
    desk.wait_for(".lead-word:not([hidden])");
    desk.scan("WEB-2017-00418-K");
    desk.verdict("unknownCode");
    desk.close();
}

#[test]
fn wrong_pins_have_to_be_waited_for_in_the_window_and_after_a_restart() {
    let place = with_staff();
    let app = place.start();
    app.wait_for(".lock");
    for _ in 0..3 {
        sign_in(&app, "Lone Krag", "0000");
        app.wait(
            "looked at",
            "document.querySelectorAll('.dots .on').length === 0 && document.querySelector('.lock-said').textContent !== ''",
        );
    }
    app.wait_text(".lock-said", "Vent ");
    app.kill();
    // Seven wrong ones in all, the last of them just now: 80 seconds.
    let clock = Arc::new(ManualClock::at(SystemClock.now()));
    clock.advance(Wait::from_secs(-75));
    let options = KioskOptions { clock: clock.clone(), ..place.kiosk_options() };
    let kiosk = Kiosk::open(&place.event(), Access::Write, &options).unwrap();
    let lead = kiosk.read(|view| view.staff()).unwrap().into_iter().find(|one| one.name == "Amina Rahimi").unwrap();
    for seconds in [0, 0, 0, 5, 10, 20, 40] {
        clock.advance(Wait::from_secs(seconds));
        staff::sign_in(&kiosk, lead.id, &Pin::new("0000".to_owned()).unwrap()).unwrap();
    }
    kiosk.close(std::time::Duration::from_secs(10)).unwrap();
    let app = place.start();
    app.wait_for(".lock");
    sign_in(&app, "Amina Rahimi", "567890");
    app.wait_text(".lock-said", "Vent ");
    sign_in(&app, "Jakob Vinter", "1234");
    app.wait_for(Desk::FIELD);
    app.close();
}

#[test]
fn the_first_of_the_staff_is_entered_in_settings_and_has_to_sign_in() {
    let place = Place::new();
    place.make_sample();
    let desk = place.open();
    desk.key("F12");
    desk.wait_text("#toast", "ikke oprettet personale");
    desk.to_screen("settings");
    desk.click("[data-choice='tab.security']");
    desk.wait_text("[data-no-staff]", "alle ved skranken må alt");
    desk.click("[data-choice=addStaff]");
    desk.wait_focus("[name=staffName]");
    desk.type_text("Lone Krag");
    desk.click("[name=staffPin]");
    desk.type_text("47");
    desk.key("Return");
    desk.wait_text(".staff-form .field-error", "Pinkoden skal have 4 til 8 cifre");
    desk.click("[name=staffPin]");
    desk.type_text("11");
    desk.key("Return");
    desk.wait_for(".lock");
    desk.type_text("4711");
    desk.wait_gone(".lock");
    desk.wait_text("#foot", "Lone Krag");
    desk.close();
}

#[test]
fn an_event_with_a_passphrase_asks_for_it_and_the_lead_takes_it_away() {
    let place = Place::new();
    place.make_sample();
    let words = Passphrase::new("fire ord som ingen kender".to_owned());
    kiosk::event_files::change_passphrase(&place.event(), Some(&words), &place.kiosk_options()).unwrap();
    let app = place.start();
    app.wait_focus("[name=passphrase]");
    app.wait_text("h1", "Arrangementet er låst");
    app.type_text("noget helt andet");
    app.key("Return");
    app.wait_text("[role=alert]", "åbner ikke filen");
    app.wait_focus("[name=passphrase]");
    app.type_text("fire ord som ingen kender");
    app.key("Return");
    app.wait_for(Desk::FIELD);
    app.wait_text("#count", "af 229 er mødt");
    app.click("#rail [data-screen=settings]");
    app.click("[data-choice='tab.security']");
    app.wait_text("[data-locked-event=true]", "krypteret");
    app.click("[name=current-words]");
    app.type_text("fire ord som ingen kender");
    app.click("[data-choice=noWords]");
    // The file is written anew in the background; the window opens it again.
    crate::steps::until("the file without a passphrase", || !kiosk::has_passphrase(&place.event()).unwrap_or(true));
    app.wait_for(Desk::FIELD);
    app.close();
    assert!(!kiosk::has_passphrase(&place.event()).unwrap());
    let kiosk = Kiosk::open(&place.event(), Access::Read, &place.kiosk_options()).unwrap();
    assert!(matches!(kiosk.unlock(), Unlock::Nothing));
}

#[test]
fn everybody_is_erased_by_the_events_title_and_a_note_says_so() {
    let place = Place::new();
    place.make_sample();
    let reports = place.event().with_extension("ankomst-files").join("reports");
    let desk = place.open();
    desk.to_screen("settings");
    desk.click("[data-choice='tab.security']");
    desk.click("[name=eraseTitle]");
    let title = desk.call("event", &json!({}))["title"].as_str().unwrap().to_owned();
    // No keyboard has its dash.
    assert!(title.contains('–'), "{title}");
    desk.type_text(&title.replace('–', "-"));
    desk.key("Return");
    // 240 people take their time.
    crate::steps::until("that nobody is named any more", || {
        let left = desk.call("listAttendees", &json!({"limit": 300}));
        left["attendees"].as_array().unwrap().iter().all(|one| one["name"] == "")
    });
    desk.wait_text(".security", "240 er slettet");
    desk.wait_text(".security", "Notat om sletningen:");
    assert_eq!(std::fs::read_dir(reports).unwrap().count(), 1, "the note alone is left of the reports");
    desk.close();
}

#[test]
fn cards_about_security_are_as_far_apart_downwards_as_sideways() {
    let desk = desk();
    desk.to_screen("settings");
    desk.click("[data-choice='tab.security']");
    desk.wait_for(".security > .lane");
    let gaps = desk.js(
        "const box = (one) => one.getBoundingClientRect();
         const between = (all, end, start) => all.slice(1).map((one, at) => Math.round(box(one)[start] - box(all[at])[end]));
         const lanes = [...document.querySelectorAll('.security > .lane')];
         return [between(lanes, 'right', 'left'), ...lanes.map((lane) => between([...lane.children], 'bottom', 'top'))].flat()",
        &[],
    );
    let gaps = gaps.as_array().unwrap();
    assert!(gaps.len() == 4 && gaps.iter().all(|gap| gap == &gaps[0] && gap.as_i64() > Some(0)), "{gaps:?}");
    desk.close();
}
