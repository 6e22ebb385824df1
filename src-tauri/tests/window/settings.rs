//! Settings: the desk's name, its badge, its sound, and whether it is ready.

use crate::desk::{Desk, desk};

fn check(of: &str) -> String {
    format!(".checks [data-check={of}]")
}

/// Waits until a check is in this state.
#[track_caller]
fn wait_check(desk: &Desk, of: &str, state: &str) {
    desk.wait_for(format!("{}[data-state={state}]", check(of)).as_str());
}

#[test]
fn a_desk_gets_its_name_by_the_keyboard_and_keeps_it() {
    let desk = desk();
    desk.to_screen("settings");
    desk.tab_to("[name=deskName]");
    desk.key("ctrl+a");
    desk.type_text("Foyer 2");
    desk.key("Return");
    desk.wait_text(".toast-place", "Gemt.");
    desk.wait_text("#foot", "Foyer 2");
    // What cannot be a name is said where it was typed, and the name stays.
    desk.key("ctrl+a");
    desk.key("space");
    desk.key("Return");
    desk.wait_text(".settings-screen .field-error", "40");
    desk.wait_text("#foot", "Foyer 2");
    let again = desk.restart();
    again.wait_text("#foot", "Foyer 2");
    again.close();
}

#[test]
fn the_badge_of_the_event_is_chosen_and_the_next_one_is_drawn_so() {
    let desk = desk();
    desk.to_screen("settings");
    desk.wait_for("[data-choice='settings.template.a6'][aria-checked=true]");
    desk.tab_to("[data-choice='settings.template.card']");
    desk.key("Return");
    desk.wait_for("[data-choice='settings.template.card'][aria-checked=true]");
    desk.wait_focus("[data-choice='settings.template.card']");
    let out = desk.folder().join("badge.svg");
    let person = desk.person("Niels Aagaard");
    desk.badge_into(&person["id"], "svg", &out);
    assert!(std::fs::read_to_string(out).unwrap().contains("width=\"86mm\""), "the card");
    desk.close();
}

#[test]
fn without_sound_the_edge_of_the_screen_is_lit_once() {
    let desk = desk();
    desk.js(
        "globalThis.lit = []; new MutationObserver(() => globalThis.lit.push(document.getElementById('flash').className))
         .observe(document.getElementById('flash'), { attributes: true }); return true",
        &[],
    );
    desk.to_screen("settings");
    desk.tab_to("[data-choice='settings.sound.off']");
    desk.key("Return");
    desk.wait_for("[data-choice='settings.sound.off'][aria-checked=true]");
    desk.key("Escape");
    desk.check_in("niels aag", "Niels Aagaard");
    desk.wait("the edge lit", "globalThis.lit.includes('edge-flash go')");
    desk.wait("and dark again", "document.getElementById('flash').className === 'edge-flash'");
    let again = desk.restart();
    again.to_screen("settings");
    again.wait_for("[data-choice='settings.sound.off'][aria-checked=true]");
    again.close();
}

#[test]
fn the_desk_says_whether_it_is_ready_and_what_is_wrong() {
    let desk = desk();
    desk.to_screen("settings");
    for of in ["file", "disk", "list", "clock"] {
        wait_check(&desk, of, "ok");
    }
    desk.wait_text(check("journal").as_str(), "Ikke prøvet");
    desk.tab_to("[data-choice=allChecks]");
    desk.key("Return");
    wait_check(&desk, "journal", "ok");
    desk.wait_text(check("journal").as_str(), "ubrudt");
    // The file goes away under the program.
    let file = desk.folder().join("event.ankomst");
    let aside = desk.folder().join("aside.ankomst");
    std::fs::rename(&file, &aside).unwrap();
    wait_check(&desk, "file", "blocked");
    desk.wait_text(".health-is", "Ret det røde");
    std::fs::rename(&aside, &file).unwrap();
    wait_check(&desk, "file", "ok");
    desk.close();
}

#[test]
fn checks_that_nobody_answers_are_not_shown_as_good() {
    let desk = desk();
    desk.to_screen("settings");
    wait_check(&desk, "file", "ok");
    desk.js(
        "const answer = globalThis.fetch;
         globalThis.fetch = (to, ...rest) => String(to).endsWith('/health') ? new Promise(() => undefined) : answer(to, ...rest); return true",
        &[],
    );
    // So long an answer may take before what stands there is called old.
    std::thread::sleep(std::time::Duration::from_secs(5));
    desk.wait_text(".health .note.stop", "Skranken svarer ikke");
    assert_eq!(desk.count(".health-is"), 0, "nothing is called ready");
    desk.close();
}

#[test]
fn where_nobody_is_checked_out_no_screen_speaks_of_it() {
    let desk = desk();
    desk.key("F8");
    desk.wait_text(".scope-list", "Ud");
    assert_eq!(desk.count(".scope-list [role=radiogroup]"), 2, "in or out, and to what");
    desk.key("Escape");
    desk.to_screen("settings");
    desk.tab_to("[data-choice='settings.exits.false']");
    desk.key("Return");
    desk.wait_for("[data-choice='settings.exits.false'][aria-checked=true]");
    desk.key("Escape");
    desk.wait_text("#scope", "Skift med F8");
    desk.key("F8");
    desk.wait_for(".scope-list .choices");
    assert_eq!(desk.count(".scope-list [role=radiogroup]"), 1, "only to what");
    desk.key("Escape");
    desk.check_in("niels aag", "Niels Aagaard");
    desk.key("F4");
    desk.wait_for(".person-title");
    assert_eq!(desk.count("[data-keep=checkIn]"), 0, "whoever is inside stays inside");
    desk.key("F7");
    assert_eq!(desk.person("Niels Aagaard")["presence"], "inside");
    desk.close();
}

#[test]
fn the_time_of_our_own_double_scan_is_a_setting_and_nought_makes_every_scan_a_new_one() {
    let desk = desk();
    let code = desk.code_of("Kim Kjær Nielsen");
    desk.to_screen("settings");
    desk.wait_for("[data-choice='settings.bounce.3'][aria-checked=true]");
    desk.tab_to("[data-choice='settings.bounce.0']");
    desk.key("Return");
    desk.wait_for("[data-choice='settings.bounce.0'][aria-checked=true]");
    desk.key("Escape");
    desk.scan(&code);
    desk.verdict("admitted");
    desk.scan(&code);
    desk.verdict("alreadyCheckedIn");
    desk.close();
}

/// Opens a part of the event's settings.
fn part(desk: &Desk, name: &str) {
    desk.to_screen("settings");
    desk.wait_for(".event-card form, .event-card .set-items");
    desk.tab_to(&format!("[data-choice=\"set.{name}\"]"));
    desk.key("Return");
}

#[test]
fn a_session_and_a_question_are_added_on_screen_and_hold_at_once() {
    let desk = desk();
    part(&desk, "sessions");
    desk.tab_to("[data-choice=\"set.add\"]");
    desk.key("Return");
    desk.wait_focus("#set-sessions-title");
    desk.type_text("Aftenens koncert");
    desk.tab_to("#set-sessions-starts");
    desk.key("ctrl+a");
    desk.type_text("2017-09-18 20:00");
    desk.tab_to("#set-sessions-ends");
    desk.key("ctrl+a");
    desk.type_text("2017-09-18 19:00");
    desk.key("Return");
    desk.wait_text(".event-card .field-error", "Punktet slutter, før det begynder");
    assert_eq!(desk.value("#set-sessions-title"), "Aftenens koncert", "what was typed stays");
    desk.tab_to("#set-sessions-ends");
    desk.key("ctrl+a");
    desk.type_text("2017-09-18 21.30");
    desk.key("Return");
    desk.wait_text(".set-items", "Aftenens koncert");
    desk.wait_focus("[data-choice=\"set.add\"]");
    desk.to_screen("programme");
    desk.wait_text(".programme", "20.00–21.30");

    part(&desk, "questions");
    desk.tab_to("[data-choice=\"set.add\"]");
    desk.key("Return");
    desk.wait_focus("#set-questions-text");
    desk.type_text("Vil du med til middagen?");
    desk.key("Return");
    desk.wait_text(".set-items", "middagen");
    desk.to_screen("arrivals");
    desk.type_text("kim kj");
    desk.first_hit("Kim Kjær Nielsen");
    desk.key("Return");
    desk.verdict("questionsDue");
    desk.wait_text(".question", "middagen");
    desk.type_text("1");
    desk.verdict("admitted");

    // It has been answered; it cannot be taken away any more.
    part(&desk, "questions");
    desk.tab_to("[data-choice=\"item.vil-du-med-til-middagen\"]");
    desk.key("Return");
    desk.tab_to("[data-choice=\"set.remove\"]");
    desk.key("Return");
    desk.wait_text(".event-card .field-error", "1 gæster har det");
    desk.key("Escape");
    desk.wait_text(".set-items", "middagen");
    desk.close();
}

#[test]
fn an_event_without_badges_speaks_of_none() {
    let desk = desk();
    part(&desk, "event");
    desk.tab_to("#set-event-title");
    desk.key("Return");
    desk.wait_text("#toast", "Gemt");
    desk.tab_to(".event-card [name=badges]");
    desk.key("space");
    desk.tab_to("[data-choice=\"set.save\"]");
    desk.key("Return");
    desk.wait("no lamp for badges", "!document.querySelector('[data-lamp=printer]')");
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.verdict("admitted");
    desk.wait_text(".verdict .step", "Vis vej ind");
    assert_eq!(desk.count(".badge-card"), 0);
    assert_eq!(desk.count(".verdict [data-act=badge]"), 0);
    assert_eq!(desk.pdfs(), 0);
    desk.key("F4");
    desk.wait_text(".person-title", "Kim");
    assert_eq!(desk.count(".attendee-screen .badge-card"), 0);
    // One that somebody asks for is made all the same.
    desk.key("F6");
    desk.wait_text(".history", "Skilt lavet");
    assert_eq!(desk.pdfs(), 1);
    desk.close();
}
