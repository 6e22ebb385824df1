//! A scan while somebody types: what is whose, by real key events.

use crate::desk::{Desk, desk};

#[test]
fn letters_typed_just_before_a_scan_stay_and_capitals_do_not_matter() {
    let desk = desk();
    let code = desk.code_of("Kim Kjær Nielsen").to_lowercase();
    desk.type_text("ni");
    desk.wait("people found", "document.querySelectorAll('.hit').length > 0");
    desk.scan(&code);
    desk.verdict("admitted");
    desk.wait_text(".verdict .name", "Kim Kjær Nielsen");
    assert_eq!(desk.value(Desk::FIELD), "ni", "somebody is still typing");
    // Enter is none of a verdict, and takes nobody whom the screen does not show.
    desk.wait_awake();
    desk.wait_awake();
    desk.key("Return");
    desk.wait("people found again", "document.querySelectorAll('.hit').length > 0");
    desk.wait_arrived(1);
    desk.type_text("enke");
    desk.first_hit("Nienke de Vries");
    assert_eq!(desk.value(Desk::FIELD), "nienke");
    desk.wait_arrived(1);
    desk.close();
}

/// Each answer to a check-in takes a second longer, as on a computer that has much to do.
pub(crate) const SLOW_ANSWERS: &str = "
    const real = globalThis.fetch;
    globalThis.fetch = async (url, init) => {
      if (String(url).endsWith('/checkIn')) await new Promise((done) => setTimeout(done, 1000));
      return real(url, init);
    };
    return true";

#[test]
fn what_is_typed_while_a_scan_is_answered_is_not_lost() {
    let desk = desk();
    let code = desk.code_of("Kim Kjær Nielsen");
    desk.js(SLOW_ANSWERS, &[]);
    desk.scan(&code);
    desk.type_text("nien");
    desk.wait_text(".verdict .name", "Kim Kjær Nielsen");
    assert_eq!(desk.value(Desk::FIELD), "nien", "the next guest's name has begun");
    desk.type_text("ke");
    desk.first_hit("Nienke de Vries");
    desk.wait_awake();
    desk.key("Return");
    desk.type_text("ka");
    desk.wait_text(".verdict .name", "Nienke de Vries");
    assert_eq!(desk.value(Desk::FIELD), "ka", "the name that was answered is gone, and no letter behind it");
    desk.wait_arrived(2);
    desk.close();
}

#[test]
fn a_search_that_nobody_goes_on_with_makes_room_for_the_guest_who_is_scanned() {
    let desk = desk();
    let code = desk.code_of("Nienke de Vries");
    desk.type_text("kim kj");
    desk.first_hit("Kim Kjær Nielsen");
    // Longer than anybody stops in the middle of a name.
    desk.js("return new Promise((done) => setTimeout(() => done(true), 3500))", &[]);
    desk.scan(&code);
    desk.wait_text(".verdict .name", "Nienke de Vries");
    assert_eq!(desk.value(Desk::FIELD), "");
    desk.close();
}

#[test]
fn the_second_key_of_a_scanners_ending_takes_nobody_from_the_list() {
    let desk = desk();
    let codes = ["Nienke de Vries", "Niels Aagaard"].map(|name| (name, desk.code_of(name)));
    desk.js(SLOW_ANSWERS, &[]);
    for ((name, code), ends) in codes.iter().zip([["Return", "Return"], ["Return", "Tab"]]) {
        desk.type_text("kim kj");
        desk.first_hit("Kim Kjær Nielsen");
        // Enter takes whom the list shows, once it is awake.
        desk.wait_awake();
        desk.scan_with_ends(code, ends);
        desk.wait_text(".verdict .name", name);
        desk.js("return new Promise((done) => setTimeout(() => done(true), 1500))", &[]);
        assert_eq!(desk.text(".verdict .name"), *name);
        desk.key("Escape");
        desk.wait("an empty field", "document.querySelector('#field input').value === ''");
    }
    desk.wait_arrived(2);
    // Somebody's own Enter works.
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.wait_arrived(3);
    desk.close();
}

#[test]
fn our_own_code_is_a_scan_however_slowly_it_came_into_a_form() {
    let desk = desk();
    let code = desk.code_of("Kim Kjær Nielsen");
    desk.key("F2");
    desk.wait_focus("[name=givenName]");
    desk.type_text("Lone");
    desk.wait_awake();
    desk.scan_at(50, &code);
    desk.verdict("admitted");
    desk.wait_text(".verdict .name", "Kim Kjær Nielsen");
    desk.wait_focus("[name=givenName]");
    assert_eq!(desk.value("[name=givenName]"), "Lone");
    desk.close();
}
