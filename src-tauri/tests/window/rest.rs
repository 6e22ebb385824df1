//! Nobody has touched the desk for a minute: guests' names leave the screen, and nothing else is lost.

use serde_json::json;

use crate::desk::{Desk, desk};

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
