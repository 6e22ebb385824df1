//! Backups on a stick, the way back to one, and the spare laptop: as the lead meets them.

use std::path::{Path, PathBuf};

use kiosk::{Access, Caller, Kiosk, KioskOptions, Passphrase, Unlock, api, event_files};
use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::{App, Display};

use crate::desk::{Desk, Place, USUAL, desk};
use crate::looks::cut_off;
use crate::security::{sign_in, with_staff};
use crate::steps::{choose_in_dialog, until};

/// Opens the part of the settings about backups.
fn to_backups(desk: &Desk) {
    desk.to_screen("settings");
    desk.tab_to("[data-choice='tab.backups']");
    desk.key("Return");
    desk.wait_for(".medium-card");
}

/// Lets a backup be made now, with all that has happened.
fn back_up(desk: &Desk, stick: &Path, arrived: u32) -> Value {
    // The page names only a folder that was chosen in the window's own dialog.
    let medium = json!({"folder": stick, "inClear": true});
    let refused = desk.js(
        "return globalThis.__TAURI_INTERNALS__.invoke('chooseMedium', { params: arguments[0] }).then(() => 'done', (problem) => problem.code)",
        std::slice::from_ref(&medium),
    );
    assert_eq!(refused, "wrongParameter", "nobody chose it yet");
    desk.js(
        "globalThis.chosen = undefined; globalThis.__TAURI_INTERNALS__.invoke('chooseFolder', { params: {} }).then((folder) => { globalThis.chosen = folder; }); return true",
        &[],
    );
    desk.choose_in_dialog(stick);
    desk.wait("the folder", &format!("globalThis.chosen === {}", json!(stick)));
    desk.call("chooseMedium", &medium);
    let newest = || {
        let found = desk.call("backups", &json!({}));
        found["backups"].as_array().unwrap().iter().find(|one| one["onMedium"] == true).cloned().unwrap_or_default()
    };
    until("the backup", || newest()["holds"]["arrived"] == arrived);
    newest()
}

fn wait_banner(app: &App, key: &str) {
    app.wait(key, &format!("document.querySelector('#banner')?.dataset.says === '{key}'"));
}

#[test]
fn a_stick_is_chosen_by_the_lead_and_what_stands_there_is_true_when_it_is_pulled_out() {
    let desk = desk();
    let stick = desk.folder().join("stick");
    std::fs::create_dir(&stick).unwrap();
    to_backups(&desk);
    desk.wait_text(".medium-card", "ligger på denne computer");
    desk.tab_to("[data-choice='medium.folder']");
    desk.key("Return");
    desk.choose_in_dialog(&stick);
    desk.wait_text("[data-medium=noWord]", "ingen adgangssætning");
    desk.wait_text(".medium-card", "samme disk");
    desk.wait("no copy is claimed", "document.querySelector('[data-last]').dataset.last === ''");
    desk.tab_to("[data-choice='medium.inClear']");
    desk.key("space");
    desk.wait_for("[data-medium=ok]");
    desk.wait("when it was made", "document.querySelector('[data-last]').dataset.last !== ''");
    desk.wait_for("[data-on=medium]");
    let faults = desk.axe(&json!({}));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(cut_off(&desk).is_empty(), "{:#?}", cut_off(&desk));
    if let Some(folder) = std::env::var_os("ANKOMST_LOOK") {
        desk.screenshot(&Path::new(&folder).join("backups.png"));
    }
    let away = desk.folder().join("pocket");
    std::fs::rename(&stick, &away).unwrap();
    desk.wait_text("[data-medium=gone]", "ikke i computeren");
    desk.wait("the last good copy", "document.querySelector('[data-last]').dataset.last !== ''");
    wait_banner(&desk, "banner.medium.gone");
    assert_eq!(desk.count("[data-on=medium]"), 0, "what is not here is not offered");
    std::fs::rename(&away, &stick).unwrap();
    desk.wait_for("[data-medium=ok]");
    wait_banner(&desk, "banner.rehearsal");
    desk.close();
}

#[test]
fn the_lead_goes_back_to_a_backup_by_one_act_and_nothing_is_deleted() {
    let desk = with_staff().open_as("Lone Krag", "4711");
    desk.call("nameDesk", &json!({"name": "Foyer 2"}));
    let stick = desk.folder().join("stick");
    std::fs::create_dir(&stick).unwrap();
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    let backup = back_up(&desk, &stick, 1);
    desk.key("Escape");
    desk.check_in("niels aag", "Niels Aagaard");
    desk.wait_arrived(2);
    to_backups(&desk);
    desk.wait_text(".backups-card", "2 af 229 er mødt");
    let path = backup["path"].as_str().unwrap();
    let row = format!("[data-choice={}]", json!(format!("back.{path}")));
    desk.tab_to(&row);
    desk.key("Return");
    desk.wait_text(".backup-question", "I kopien er 1 mødt, nu er 2");
    desk.wait_focus("[data-choice='backups.no']");
    desk.key("Escape");
    desk.wait_gone(".backup-question");
    desk.wait_focus(row.as_str());
    desk.key("Return");
    desk.tab_to("[data-choice='backups.yes']");
    desk.key("Return");
    desk.wait_text("[data-back] h1", "Arrangementet er som");
    let told = desk.text("[data-back]");
    desk.key("Return");
    // Who works here is what the backup says: everybody signs in again.
    desk.wait_for(".lock");
    sign_in(&desk, "Lone Krag", "4711");
    desk.wait_focus(Desk::FIELD);
    desk.wait_arrived(1);
    desk.wait_text("#foot", "Foyer 2");
    assert_eq!(desk.person("Niels Aagaard")["presence"], "expected");
    assert_eq!(desk.person("Kim Kjær Nielsen")["presence"], "inside");
    // The desk goes on, and what was there before is a whole event.
    desk.check_in("nienke", "Nienke de Vries");
    desk.wait_arrived(2);
    let aside = std::fs::read_dir(desk.folder()).unwrap().flatten().map(|file| file.path());
    let aside: Vec<PathBuf> = aside.filter(|path| path.to_string_lossy().contains(".replaced-")).collect();
    let [aside] = aside.as_slice() else { panic!("one file put aside: {aside:?}") };
    assert!(told.contains(aside.file_name().unwrap().to_str().unwrap()), "{told} names it");
    let place = desk.close();
    assert!(event_files::verify(&place.event(), &Unlock::Nothing, None).unwrap().ok);
    assert!(event_files::verify(aside, &Unlock::Nothing, None).unwrap().ok);
    let before = Kiosk::open(aside, Access::Read, &place.kiosk_options()).unwrap();
    assert_eq!(api::call(&before, &Caller::default(), "overview", json!({})).unwrap()["arrived"], 2);
}

/// Names of desks and the numbers that their chains have come to.
fn heads(file: &Path, unlock: &Unlock) -> Vec<(String, u64)> {
    let verdict = event_files::verify(file, unlock, None).unwrap();
    assert!(verdict.ok, "{:?}", verdict.faults);
    let head = |text: &str| {
        let mut parts = text.split(':');
        (parts.next().unwrap().to_owned(), parts.next().unwrap().parse().unwrap())
    };
    verdict.heads.split(',').map(head).collect()
}

#[test]
fn the_spare_laptop_goes_on_from_a_stick_as_a_desk_of_its_own() {
    let stick = TempDir::new().unwrap();
    // The first computer: staff, a passphrase, somebody who has come, and a copy on the stick.
    let first = with_staff();
    let words = "fire ord som ingen kender";
    let passphrase = Unlock::Passphrase(Passphrase::new(words.to_owned()));
    event_files::change_passphrase(&first.event(), Some(&Passphrase::new(words.to_owned())), &first.kiosk_options())
        .unwrap();
    let options = KioskOptions { unlock: passphrase.clone(), ..first.kiosk_options() };
    let on_first = |act: &dyn Fn(&Kiosk)| {
        let kiosk = Kiosk::open(&first.event(), Access::Write, &options).unwrap();
        act(&kiosk);
        kiosk.close(std::time::Duration::from_secs(10)).unwrap();
    };
    let ask = |kiosk: &Kiosk, name: &str, params: Value| api::call(kiosk, &Caller::default(), name, params).unwrap();
    let check_in = |kiosk: &Kiosk, name: &str| {
        let hits = ask(kiosk, "findAttendees", json!({"text": name}));
        ask(kiosk, "checkIn", json!({"attendee": hits["hits"][0]["attendee"]["id"]}));
    };
    on_first(&|kiosk| {
        check_in(kiosk, "Kim Kjær Nielsen");
        ask(kiosk, "chooseMedium", json!({"folder": stick.path()}));
        event_files::back_up_for_tests(kiosk).unwrap();
        assert!(event_files::follow_medium_for_tests(kiosk));
    });
    let own = std::fs::read_dir(stick.path()).unwrap().flatten().next().unwrap().path();
    let copies = std::fs::read_dir(&own).unwrap().flatten().map(|file| file.path());
    let copy = copies.filter(|path| path.extension().is_some_and(|ending| ending == "ankomst")).max().unwrap();
    let before = std::fs::read(&copy).unwrap();

    // The second one has only the stick.
    let second = Place::new();
    let app = App::start(&Display::start(USUAL, "dk"), second.options());
    app.wait_focus("[data-way=sample]");
    for _ in 0..3 {
        app.key("Tab");
    }
    app.wait_focus("[data-way=backup]");
    app.key("Return");
    choose_in_dialog(&app, &copy);
    app.wait_focus("[name=passphrase]");
    app.type_text("noget helt andet");
    app.key("Return");
    app.wait_text("[role=alert]", "åbner ikke filen");
    app.wait_focus("[name=passphrase]");
    app.type_text(words);
    app.key("Return");
    app.wait_text("[data-from-backup]", "1 af 229 er mødt");
    app.wait_text("[data-from-backup]", "ikke med");
    if let Some(folder) = std::env::var_os("ANKOMST_LOOK") {
        app.screenshot(&Path::new(&folder).join("spare-laptop.png"));
    }
    app.key("Return");
    app.wait_for(".lock");
    sign_in(&app, "Jakob Vinter", "1234");
    app.wait_focus(Desk::FIELD);
    app.wait_text("#count", "1 af 229 er mødt");
    app.type_text("niels aag");
    app.wait("the first hit", "document.querySelector('#hit-0 .name')?.textContent === 'Niels Aagaard'");
    app.key("Return");
    app.wait("the first check-in", "document.querySelector('.verdict')?.dataset.outcome === 'admitted'");
    app.wait_text("#count", "2 af 229 er mødt");
    app.close();

    assert_eq!(std::fs::read(&copy).unwrap(), before, "the stick is as it was");
    let events = std::fs::read_dir(second.home()).unwrap().flatten().map(|file| file.path());
    let events: Vec<PathBuf> =
        events.filter(|path| path.extension().is_some_and(|ending| ending == "ankomst")).collect();
    let [event] = events.as_slice() else { panic!("one event: {events:?}") };
    // The first one comes back to life and goes on too: the two chains have nothing in common but what was on the stick.
    on_first(&|kiosk| check_in(kiosk, "Nienke de Vries"));
    let (old, new) = (heads(&first.event(), &passphrase), heads(event, &passphrase));
    let added: Vec<_> = new.iter().filter(|(desk, _)| !old.iter().any(|(known, _)| known == desk)).collect();
    assert_eq!(added.len(), 1, "a desk of its own: {new:?} beside {old:?}");
    for (desk, number) in &new {
        if let Some((_, reached)) = old.iter().find(|(known, _)| known == desk) {
            assert!(number < reached, "of the first desk it has what was on the stick, and has added nothing: {desk}");
        }
    }
    let common = event_files::verify(event, &passphrase, None).unwrap().heads;
    let common = common.split(',').filter(|head| !head.starts_with(&added[0].0)).collect::<Vec<_>>().join(",");
    assert!(event_files::verify(&first.event(), &passphrase, Some(&common)).unwrap().ok, "no number means two things");
}
