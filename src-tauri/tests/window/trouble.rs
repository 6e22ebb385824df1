//! What goes wrong with files and processes.

use std::process::Stdio;

use testkit::{App, Display, by_role_part};

use crate::desk::{Desk, Place, USUAL, desk};
use crate::looks::cut_off;
use crate::steps::choose_in_dialog;

#[test]
fn closing_and_opening_again_keeps_everything() {
    let desk = desk();
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.wait_text(".badge-card .pill", "Gemt som PDF");
    let desk = desk.restart();
    desk.wait_arrived(1);
    desk.wait_text(".latest li", "Kim Kjær Nielsen");
    // So does pulling the plug.
    desk.check_in("nienke", "Nienke de Vries");
    desk.verdict("admitted");
    let desk = desk.kill().open();
    desk.wait_arrived(2);
    desk.wait_text(".latest li", "Nienke de Vries");
    desk.close();
}

#[test]
fn a_damaged_file_is_said_plainly_and_the_newest_copy_is_one_key_away() {
    let place = Place::new();
    place.make_sample();
    let copy = place.event().with_file_name("event.ankomst-files").join("backups");
    std::fs::create_dir_all(&copy).unwrap();
    kiosk::event_files::backup(&place.event(), &kiosk::Unlock::Nothing, &copy.join("copy.ankomst")).unwrap();
    damage(&place);
    let app = place.start();
    app.wait_text("[role=alert]", "Filen er beskadiget");
    app.wait_text("[role=alert]", "lagt til side");
    app.wait_focus(by_role_part("button", "Hent den nyeste kopi frem"));
    app.key("Return");
    // What was saved and what is missing is said before anybody goes on.
    app.wait_text("[data-rescued]", "hentet frem");
    app.wait_focus(by_role_part("button", "Fortsæt"));
    app.key("Return");
    app.wait_for(Desk::FIELD);
    app.wait_text("#count", "af 229 er mødt");
    app.close();
}

#[test]
fn a_damaged_file_without_a_copy_is_kept_and_nothing_is_promised() {
    let place = Place::new();
    place.make_sample();
    damage(&place);
    let app = place.start();
    app.wait_text("[role=alert]", "Filen er beskadiget");
    app.wait_text("[role=alert]", "ingen kopi");
    assert_eq!(app.count("[data-way=restore]"), 0, "there is nothing to bring back");
    let aside = std::fs::read_dir(place.path())
        .unwrap()
        .flatten()
        .filter(|file| file.file_name().to_string_lossy().contains("damaged"))
        .count();
    assert_eq!(aside, 1, "it was moved aside, not deleted");
    app.close();
}

#[test]
fn where_the_event_is_damaged_or_gone_another_one_is_opened_from_here_and_is_there_at_the_next_start() {
    let place = Place::new();
    place.make_sample();
    let stick = place.path().join("stick");
    std::fs::create_dir_all(&stick).unwrap();
    let copy = stick.join("copy.ankomst");
    kiosk::event_files::backup(&place.event(), &kiosk::Unlock::Nothing, &copy).unwrap();
    std::fs::write(stick.join("other.ankomst"), "no event").unwrap();
    damage(&place);
    // The event that was open last, as the desk's own start finds it.
    std::fs::write(place.home().join("last-event"), place.event().to_str().unwrap()).unwrap();
    let app = App::start(&Display::start(USUAL, "dk"), place.options());
    app.wait_for("[data-code=fileDamaged]");
    app.wait_focus("[data-way=event]");
    assert_eq!(app.count("[data-way]"), 2, "another event, or a copy from a stick");
    assert!(cut_off(&app).is_empty(), "{:#?}", cut_off(&app));
    // What is no event leaves everything as it was.
    app.key("Return");
    choose_in_dialog(&app, &stick.join("other.ankomst"));
    app.wait_for("[data-code=fileDamaged] [data-also=notAnEvent]");
    // The next start finds no file at all: the damaged one was moved aside.
    let app = app.restart();
    app.wait_for("[data-code=fileMissing]");
    app.wait_focus("[data-way=event]");
    app.key("Tab");
    app.wait_focus("[data-way=backup]");
    app.key("Return");
    choose_in_dialog(&app, &copy);
    app.wait_text("[data-from-backup]", "af 229 er mødt");
    app.key("Return");
    app.wait_for(Desk::FIELD);
    let app = app.restart();
    app.wait_for(Desk::FIELD);
    app.wait_text("#count", "af 229 er mødt");
    app.close();
}

#[test]
fn a_second_start_with_the_same_event_brings_the_first_window_to_the_front() {
    let desk = desk();
    desk.lose_the_keys();
    let mut second = desk.display().command(env!("CARGO_BIN_EXE_ankomst"));
    let second =
        second.arg("--event").arg(desk.folder().join("event.ankomst")).env("ANKOMST_HOME", desk.folder().join("home"));
    let ended = second.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    assert!(ended.success(), "it hands over and ends");
    desk.wait("the first in front", "document.hasFocus()");
    desk.close();
}

/// Writes over the middle of the event file.
fn damage(place: &Place) {
    let mut bytes = std::fs::read(place.event()).unwrap();
    let middle = bytes.len() / 2;
    bytes[4096..middle].fill(0xA5);
    std::fs::write(place.event(), bytes).unwrap();
}

#[test]
fn a_file_that_is_gone_is_said_in_the_banner_and_so_is_its_coming_back() {
    let desk = desk();
    desk.wait("the rehearsal", "document.querySelector('#banner')?.dataset.says === 'banner.rehearsal'");
    let file = desk.folder().join("event.ankomst");
    let away = desk.folder().join("away.ankomst");
    std::fs::rename(&file, &away).unwrap();
    desk.wait_text("#banner.stop", "Arrangementets fil er væk");
    // Nothing moves while somebody types, but what stands there changes.
    std::fs::rename(&away, &file).unwrap();
    desk.wait("the rehearsal again", "document.querySelector('#banner')?.dataset.says === 'banner.rehearsal'");
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.verdict("admitted");
    desk.close();
}
