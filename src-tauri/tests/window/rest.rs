//! Nobody has touched the desk for a minute: guests' names leave the screen, and nothing else is lost.

use serde_json::json;

use testkit::{FakePrinter, Script, Speaks, Trouble, by_role_part};

use crate::desk::{Desk, desk};
use crate::printers;

impl Desk {
    /// Lets the minute pass in which nobody touches a key: it takes half a second, from a last key that does nothing.
    #[track_caller]
    fn rests(&self) {
        self.js(
            "globalThis.real ??= globalThis.setTimeout; globalThis.setTimeout = (run, ms, ...more) => globalThis.real(run, ms === 60000 ? 500 : ms, ...more); return true",
            &[],
        );
        self.key("Shift_L");
        self.wait("the desk at rest", "document.documentElement.dataset.rest !== undefined");
        self.js("globalThis.setTimeout = globalThis.real; return true", &[]);
    }

    /// Whether a text can be read anywhere in the window.
    fn reads(&self, text: &str) -> bool {
        self.js("return document.body.innerText.includes(arguments[0])", &[json!(text)]) == json!(true)
    }
}

#[test]
fn after_a_minute_without_a_key_nobody_can_read_who_came() {
    let desk = desk();
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.verdict("admitted");
    assert!(desk.reads("Kim Kjær Nielsen"));
    desk.rests();
    desk.wait_text("#rest", "Klar til næste gæst");
    assert!(!desk.reads("Kim Kjær"), "neither as a verdict, nor among the latest, nor in a message");
    // The first letter is not lost, and the latest are there again.
    desk.type_text("nienke");
    desk.first_hit("Nienke de Vries");
    desk.rests();
    assert!(!desk.reads("Nienke"), "nor as a hit");
    desk.key("Escape");
    desk.wait_text(".latest li", "Kim Kjær Nielsen");
    desk.wait("the field empty", "document.querySelector('[type=search]').value === ''");
    // Somebody's own page too.
    desk.type_text("nienke");
    desk.first_hit("Nienke de Vries");
    desk.key("F4");
    desk.wait_text("#stage h1", "Nienke de Vries");
    desk.rests();
    assert!(!desk.reads("Nienke"));
    desk.close();
}

#[test]
fn a_scan_at_a_desk_at_rest_is_answered_at_once() {
    let desk = desk();
    let code = desk.code_of("Nienke de Vries");
    desk.key("Escape");
    desk.rests();
    desk.scan(&code);
    desk.verdict("admitted");
    desk.wait_text(".verdict .name", "Nienke de Vries");
    assert!(desk.reads("Nienke de Vries"));
    desk.close();
}

#[test]
fn a_form_keeps_its_text_while_it_is_not_shown() {
    let desk = desk();
    desk.key("F2");
    desk.wait_focus("[name=givenName]");
    desk.type_text("Lone");
    desk.rests();
    assert!(!desk.reads("Lone"));
    assert_eq!(
        desk.js("return getComputedStyle(document.querySelector('[name=givenName]')).visibility", &[]),
        "hidden"
    );
    desk.key("F2");
    desk.wait_focus("[name=givenName]");
    assert_eq!(desk.js("return document.querySelector('[name=givenName]').value", &[]), "Lone");
    desk.close();
}

#[test]
fn screens_without_names_stay() {
    let desk = desk();
    desk.to_screen("programme");
    desk.rests();
    desk.wait(
        "the programme",
        "document.querySelector('#rest').hidden && page.seen(document.querySelector('#stage h1'))",
    );
    desk.close();
}

#[test]
fn whose_badge_is_asked_about_is_not_read_on_the_printers_screen_either() {
    let mute = FakePrinter::start(Speaks::Zpl, Script::always(Trouble::Mute));
    let desk = printers::desk(&[&mute]);
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.wait_text(".toast", "Kom skiltet til Kim Kjær Nielsen ud?");
    desk.to_screen("printers");
    desk.wait_text("[data-printer=a] .asked", "Kim Kjær Nielsen");
    desk.rests();
    desk.wait_text("#rest", "Klar til næste gæst");
    assert!(!desk.reads("Kim Kjær"));
    desk.key("Shift_L");
    desk.wait("the question again", "page.seen(document.querySelector('[data-printer=a] .asked'))");
    assert!(desk.reads("Kim Kjær Nielsen"));
    desk.close();
}

#[test]
fn whose_badge_comes_out_elsewhere_is_not_read_after_a_minute() {
    let (first, second) =
        (FakePrinter::start(Speaks::Zpl, Script::well()), FakePrinter::start(Speaks::Ipp, Script::well()));
    let desk = printers::desk(&[&first, &second]);
    desk.wait_text("[data-lamp='printer.a']", "Printer A klar");
    first.play(Script::always(Trouble::PaperOut));
    desk.wait_text("[data-lamp='printer.a']", "Printer A mangler papir");
    desk.check_in("nienke", "Nienke de Vries");
    desk.wait_text(".badge-card", "Kom ud af Printer B");
    desk.to_screen("printers");
    desk.wait_text("[data-printer=a] .moved", "Nienke de Vries");
    desk.rests();
    assert!(!desk.reads("Nienke"));
    desk.close();
}

#[test]
fn what_was_scanned_at_the_scanners_test_is_not_read_after_a_minute() {
    let desk = desk();
    desk.to_screen("settings");
    desk.click(by_role_part("radio", "Skanner"));
    desk.wait_for(".test-code img");
    desk.scan("KAREN-HOLM-20412233");
    desk.wait_text(".came .facts", "KAREN-HOLM-20412233");
    desk.rests();
    assert!(!desk.reads("KAREN-HOLM"));
    desk.close();
}

#[test]
fn a_form_that_was_covered_has_the_keys_again() {
    let desk = desk();
    desk.to_screen("settings");
    desk.click("[name=deskName]");
    desk.wait_focus("[name=deskName]");
    desk.key("End");
    let before = desk.value("[name=deskName]");
    desk.rests();
    desk.key("Shift_L");
    desk.wait_focus("[name=deskName]");
    desk.type_text("x");
    desk.wait_value("[name=deskName]", &format!("{before}x"));
    desk.close();
}
