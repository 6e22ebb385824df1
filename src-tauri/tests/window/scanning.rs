//! Scans by real key events, whatever has the focus.

use serde_json::json;

use crate::desk::{Desk, desk};

#[test]
fn a_badge_is_scanned_with_the_focus_on_nothing_in_the_field_and_on_a_button() {
    let desk = desk();
    let code = desk.code_of("Kim Kjær Nielsen");
    desk.js("document.activeElement.blur(); return true", &[]);
    desk.scan(&code);
    desk.verdict("admitted");
    desk.wait_text(".verdict .name", "Kim Kjær Nielsen");
    desk.wait_focus(Desk::FIELD);
    assert_eq!(desk.value(Desk::FIELD), "", "the code stays nowhere");

    desk.scan(&desk.code_of("Nienke de Vries"));
    desk.wait_text(".verdict .name", "Nienke de Vries");

    desk.js("document.querySelector('[data-screen=settings]').focus(); return true", &[]);
    desk.scan(&desk.code_of("Niels Aagaard"));
    desk.wait_text(".verdict .name", "Niels Aagaard");
    desk.wait("the button was not pressed", "!document.querySelector('.settings-screen')");
    desk.wait_arrived(3);
    desk.close();
}

#[test]
fn a_guest_whose_call_broke_is_tried_again() {
    let desk = desk();
    let codes = ["Kim Kjær Nielsen", "Nienke de Vries"].map(|name| desk.code_of(name));
    desk.scan(&codes[0]);
    desk.verdict("admitted");
    desk.wait_awake();
    // One call breaks.
    desk.js(
        "const real = globalThis.fetch;
         globalThis.fetch = async (url, init) => {
           if (!String(url).endsWith('/checkIn')) return real(url, init);
           globalThis.fetch = real;
           const problem = { code: 'busy', message: 'Arrangementet har travlt.', hint: 'Scan igen.' };
           return new Response(JSON.stringify(problem), { headers: { 'Content-Type': 'application/json', 'Tauri-Response': 'error' } });
         };
         return true",
        &[],
    );
    desk.scan(&codes[1]);
    desk.wait_text(".toast", "har travlt");
    desk.scan(&codes[1]);
    desk.wait_text(".verdict .name", "Nienke de Vries");
    desk.verdict("admitted");
    desk.wait_arrived(2);
    desk.close();
}

#[test]
fn a_scan_changes_no_list_that_has_the_focus() {
    let desk = desk();
    let code = desk.code_of("Kim Kjær Nielsen");
    desk.to_screen("printers");
    desk.click("[data-deed=add]");
    desk.wait_for("select[name=kind]");
    desk.js(
        "globalThis.list = document.querySelector('select[name=kind]');
         // Choices that the letters of any code would find.
         for (const letter of '0123456789ABCDEFGHJKLMNPQRSTUVWX') list.add(new Option(letter));
         globalThis.changes = 0;
         list.addEventListener('change', () => { changes += 1; });
         globalThis.chosen = list.selectedIndex;
         list.focus();
         return true",
        &[],
    );
    desk.scan(&code);
    desk.wait_text(".verdict .name", "Kim Kjær Nielsen");
    assert_eq!(desk.js("return list.selectedIndex === chosen && changes === 0", &[]), true);
    assert_eq!(desk.value(Desk::FIELD), "");
    desk.close();
}

#[test]
fn an_accent_at_the_beginning_of_a_code_is_not_lost_with_the_focus_on_nothing_and_on_a_button() {
    let desk = desk();
    add_guests_with(&desk, &["=a+B/c.d-e", "=Q/12-x"]);
    desk.keyboard("dk");
    for (focus, code) in [
        ("document.activeElement.blur()", "=a+B/c.d-e"),
        ("document.querySelector('[data-screen=settings]').focus()", "=Q/12-x"),
    ] {
        desk.wait_awake();
        desk.js(&format!("{focus}; return true"), &[]);
        desk.scan_as("us", code);
        desk.wait_text(".verdict .name", &format!("Gæst {code}"));
        assert_eq!(desk.value(Desk::FIELD), "");
    }
    desk.wait_arrived(2);
    desk.close();
}

#[test]
fn a_scan_without_an_ending_ends_by_itself() {
    let desk = desk();
    desk.scan_without_end(&desk.code_of("Kim Kjær Nielsen"));
    desk.verdict("admitted");
    desk.close();
}

#[test]
fn a_scan_every_three_tenths_of_a_second_is_answered_each() {
    let desk = desk();
    let all = desk.call("listAttendees", &json!({"status": "confirmed"}));
    let people: Vec<String> =
        all["attendees"].as_array().unwrap().iter().map(|person| person["id"].as_str().unwrap().to_owned()).collect();
    let guests = &people[..20];
    let codes: Vec<String> = guests.iter().map(|id| desk.code_of_id(id)).collect();
    // Who is shown, one after the other.
    desk.js(
        "globalThis.answered = [];
         new MutationObserver(() => {
           const id = document.querySelector('.verdict')?.dataset.attendee;
           if (id && answered.at(-1) !== id) answered.push(id);
         }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-attendee'] });
         return true",
        &[],
    );
    // 29 letters and Enter at 5 ms each, and as long again.
    desk.scan_each("0.15", &codes);
    desk.wait("an answer to each", &format!("answered.length >= {}", guests.len()));
    let answered = desk.js("return answered", &[]);
    let answered: Vec<&str> = answered.as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    assert_eq!(answered, guests, "each in its turn");
    assert_eq!(desk.value(Desk::FIELD), "");
    desk.close();
}

#[test]
fn letters_of_a_scan_are_kept_out_of_the_field_and_those_of_quick_hands_are_not_lost() {
    let desk = desk();
    desk.js("globalThis.inputs = 0; document.querySelector('#field input').addEventListener('input', () => { inputs += 1; }); return true", &[]);
    desk.scan(&desk.code_of("Kim Kjær Nielsen"));
    desk.wait_text(".verdict .name", "Kim Kjær Nielsen");
    let inputs = desk.js("return inputs", &[]).as_u64().unwrap();
    assert!(inputs <= 3, "{inputs} letters of 29 were drawn into the field");
    assert_eq!(desk.value(Desk::FIELD), "");
    // As quick as a scanner, and a name: somebody whose fingers roll over the keys.
    desk.key("Escape");
    desk.scan_without_end("nienke");
    desk.first_hit("Nienke de Vries");
    assert_eq!(desk.value(Desk::FIELD), "nienke", "no letter is lost");
    // A key that is no letter finds all of them in the field.
    desk.key("Escape");
    desk.type_quickly("nienkx", &["BackSpace"]);
    desk.type_text("e");
    desk.wait("the text", "document.querySelector('#field input').value === 'nienke'");
    desk.close();
}

#[test]
fn a_scan_is_whole_however_busy_the_page_is_and_wherever_it_is_torn() {
    let desk = desk();
    let busy = "setTimeout(() => { const until = performance.now() + 300; while (performance.now() < until); }, 40);
                return true";
    for name in ["Kim Kjær Nielsen", "Nienke de Vries"] {
        let code = desk.code_of(name);
        desk.js(busy, &[]);
        desk.scan(&code);
        desk.wait_text(".verdict .name", name);
    }
    let code = desk.code_of("Niels Aagaard");
    for letters in ["AK", &code[2..4]] {
        // Longer than any gap of a scanner: the first letters stand in the field as if somebody had typed them.
        desk.type_text(letters);
        desk.wait(
            "the letters in the field",
            &format!("document.querySelector('#field input').value.endsWith('{letters}')"),
        );
    }
    desk.scan(&code[4..]);
    desk.wait_text(".verdict .name", "Niels Aagaard");
    assert_eq!(desk.value(Desk::FIELD), "", "nothing of it is left");
    desk.wait_arrived(3);
    desk.close();
}

#[test]
fn a_page_that_is_busy_all_the_time_still_finds_and_scans() {
    let desk = desk();
    desk.scan(&desk.code_of("Kim Kjær Nielsen"));
    desk.verdict("admitted");
    // No clock of the page's rings in time any more.
    desk.js(
        "setInterval(() => { const until = performance.now() + 25; while (performance.now() < until); }, 1); return true",
        &[],
    );
    desk.type_text("nienke");
    desk.first_hit("Nienke de Vries");
    desk.scan_without_end(&desk.code_of("Niels Aagaard"));
    desk.wait_text(".verdict .name", "Niels Aagaard");
    desk.close();
}

#[test]
fn our_own_double_scan_is_no_second_arrival_and_makes_no_fraud_of_a_guest() {
    let desk = desk();
    let code = desk.code_of("Kim Kjær Nielsen");
    desk.scan(&code);
    desk.verdict("admitted");
    desk.scan(&code);
    desk.wait_text(".verdict .again", "Scannet igen");
    desk.verdict("admitted");
    let other = desk.code_of("Nienke de Vries");
    desk.scan(&other);
    desk.wait_text(".verdict .name", "Nienke de Vries");
    desk.scan(&code);
    desk.verdict("alreadyCheckedIn");
    desk.wait_text(".verdict .why", "denne skranke");
    desk.wait_arrived(2);
    desk.close();
}

#[test]
fn a_scan_leaves_an_open_form_as_it_is() {
    let desk = desk();
    let code = desk.code_of("Kim Kjær Nielsen");
    desk.key("F2");
    desk.wait_focus("[name=givenName]");
    desk.type_text("Lone");
    desk.wait_awake();
    desk.scan(&code);
    desk.verdict("admitted");
    desk.wait_focus("[name=givenName]");
    assert_eq!(desk.value("[name=givenName]"), "Lone", "the scan was taken out of the form");
    assert_eq!(desk.value(Desk::FIELD), "");
    desk.close();
}

#[test]
fn every_code_has_its_answer() {
    let desk = desk();
    let code = desk.code_of("Kim Kjær Nielsen");
    desk.scan("WEB-2017-00418-K");
    desk.verdict("unknownCode");
    desk.wait_text(".verdict .read", "WEB-2017-00418-K");
    desk.scan(&code[..28]);
    desk.verdict("unknownCode");
    desk.wait_text(".verdict .why", "ikke læst helt");
    let last = if code.ends_with('7') { '8' } else { '7' };
    desk.scan(&format!("{}{last}", &code[..28]));
    desk.verdict("forgedCode");
    let tag = if code[3..4] == *"2" { "3" } else { "2" };
    desk.scan(&format!("AK1{tag}{}", &code[4..]));
    desk.verdict("wrongEvent");
    desk.call("reissueBadge", &json!({"attendee": desk.person("Kim Kjær Nielsen")["id"], "reason": "tabt"}));
    desk.scan(&code);
    desk.verdict("revokedCode");
    desk.wait_awake();
    desk.key("F7");
    desk.first_hit("Kim Kjær Nielsen");
    desk.close();
}

#[test]
fn a_scanned_name_becomes_a_search() {
    let desk = desk();
    desk.scan("Nienke de Vries");
    desk.first_hit("Nienke de Vries");
    desk.wait_arrived(0);
    desk.close();
}

#[test]
fn a_code_that_scanner_and_computer_disagree_about_is_put_right_and_said() {
    let desk = desk();
    desk.call("addWalkIn", &json!({"name": "Anna Lind", "ticketCodes": ["WEB/12:7"]}));
    // What arrives on a Danish computer of a scanner that is set to an American keyboard.
    desk.scan("WEB-12Æ7");
    desk.verdict("admitted");
    desk.wait_text(".verdict .name", "Anna Lind");
    desk.wait_text(".verdict .keyboards", "sat til amerikansk tastatur");
    // Whoever wants no guessing teaches the desk its scanner.
    desk.wait_awake();
    desk.click(testkit::by_role_part("button", "Prøv skanneren under Indstillinger"));
    desk.wait_for(".test-code img");
    desk.close();
}

/// Codes with the letters that move between keyboards, and those that an American or German scanner makes dead keys of.
const FOREIGN: [&str; 5] =
    ["W/1-A_3=7+y:z", "https://t.example/?ticket=Zy.19_x", "=a+B/c.d-e", "Y:8/z=e-Q+1", "QUJD/y+9=="];

fn add_guests_with(desk: &Desk, codes: &[&str]) {
    for code in codes {
        let code = code.rsplit_once("ticket=").map_or(*code, |(_, code)| code);
        desk.call("addWalkIn", &json!({"name": format!("Gæst {code}"), "ticketCodes": [code]}));
    }
}

#[test]
fn codes_of_other_systems_come_through_crossed_keyboards() {
    let desk = desk();
    add_guests_with(&desk, &FOREIGN);
    for (scanner, computer) in [("us", "dk"), ("de", "dk"), ("us", "de")] {
        desk.keyboard(computer);
        for code in FOREIGN {
            desk.wait_awake();
            desk.scan_as(scanner, code);
            let code = code.rsplit_once("ticket=").map_or(code, |(_, code)| code);
            desk.wait_text(".verdict .name", &format!("Gæst {code}"));
            assert_eq!(desk.value(Desk::FIELD), "", "{scanner} on {computer}: nothing is left in the field");
        }
    }
    desk.wait_arrived(5);
    desk.close();
}

#[test]
fn a_code_whose_letters_became_accents_is_taken_out_of_a_form() {
    let desk = desk();
    add_guests_with(&desk, &FOREIGN);
    desk.keyboard("dk");
    desk.key("F2");
    desk.wait_focus("[name=givenName]");
    desk.type_text("Andr");
    desk.key("dead_acute");
    desk.key("e");
    desk.wait("an accent as people type it", "document.querySelector('[name=givenName]').value === 'André'");
    for code in ["W/1-A_3=7+y:z", "Y:8/z=e-Q+1"] {
        desk.wait_awake();
        desk.scan_as("us", code);
        desk.wait_text(".verdict .name", &format!("Gæst {code}"));
        desk.wait_focus("[name=givenName]");
        assert_eq!(
            desk.value("[name=givenName]"),
            "André",
            "the form keeps what was typed and gets nothing of the scan"
        );
    }
    desk.wait_arrived(2);
    desk.close();
}

#[test]
fn a_code_of_another_system_that_a_pause_tore_is_put_together() {
    let desk = desk();
    add_guests_with(&desk, &["WEB/1234"]);
    desk.keyboard("us");
    desk.scan_torn("WE", "B/1234");
    desk.wait_text(".verdict .name", "Gæst WEB/1234");
    assert_eq!(desk.value(Desk::FIELD), "");
    desk.close();
}

/// Longer than the silence that ends a scan, in seconds.
const LONG: &str = "0.15";

#[test]
fn a_scan_whose_end_comes_late_takes_nobody_from_the_list_that_its_first_letters_brought() {
    let desk = desk();
    let code = desk.code_of("Kim Kjær Nielsen");
    // The answer waits until the scanner's late Enter has come.
    desk.js(crate::typing::SLOW_ANSWERS, &[]);
    desk.type_text("ak");
    desk.first_hit("Göran Åkerblom");
    desk.wait_awake();
    desk.key("BackSpace");
    desk.key("BackSpace");
    desk.scan_in_pieces(LONG, &["AK", &code[2..], ""]);
    desk.wait_text(".verdict .name", "Kim Kjær Nielsen");
    desk.js("return new Promise((done) => setTimeout(() => done(true), 1500))", &[]);
    desk.wait_arrived(1);
    assert_eq!(desk.text(".verdict .name"), "Kim Kjær Nielsen");
    desk.close();
}

#[test]
fn the_last_letters_of_a_scan_that_come_late_are_put_to_it() {
    let desk = desk();
    add_guests_with(&desk, &["WEB-1234-NI"]);
    let code = desk.code_of("Kim Kjær Nielsen");
    for (name, pieces) in [
        ("Kim Kjær Nielsen", [&code[..26], &code[26..]]),
        ("Gæst WEB-1234-NI", ["WEB-1234-", "NI"]),
        ("Kim Kjær Nielsen", [&code[..10], &code[10..]]),
        ("Gæst WEB-1234-NI", ["WEB-12", "34-NI"]),
        ("Kim Kjær Nielsen", [&code[..25], &code[25..]]),
        // Neither piece looks like a scan by itself.
        ("Gæst WEB-1234-NI", ["WEB-1", "234-NI"]),
    ] {
        desk.scan_in_pieces(LONG, &pieces);
        desk.wait_text(".verdict .name", name);
        assert_eq!(desk.value(Desk::FIELD), "", "nothing of {pieces:?} is left");
    }
    desk.wait_arrived(2);
    desk.close();
}

#[test]
fn a_scan_in_short_pieces_leaves_a_form_as_it_was() {
    let desk = desk();
    add_guests_with(&desk, &["WEB/1234"]);
    desk.keyboard("us");
    desk.key("F2");
    desk.wait_focus("[name=givenName]");
    desk.type_text("Lone");
    desk.wait_awake();
    desk.wait_awake();
    desk.scan_torn("WEB/", "1234");
    desk.wait_text(".verdict .name", "Gæst WEB/1234");
    desk.wait_focus("[name=givenName]");
    assert_eq!(desk.value("[name=givenName]"), "Lone");
    desk.close();
}

#[test]
fn our_own_code_is_read_where_the_computer_has_other_letters_on_its_keys() {
    let desk = desk();
    for (country, name) in [("fr", "Kim Kjær Nielsen"), ("gr", "Nienke de Vries")] {
        let code = desk.code_of(name);
        desk.keyboard(country);
        desk.scan_as("us", &code);
        desk.verdict("admitted");
        desk.wait_text(".verdict .name", name);
        desk.key("Escape");
    }
    desk.close();
}

#[test]
fn a_visiting_card_from_a_scanner_that_types_becomes_one_search() {
    let desk = desk();
    for line in ["BEGIN:VCARD", "VERSION:3.0", "N:Nielsen;Kim Kjær", "END:VCARD"] {
        desk.scan(line);
    }
    desk.wait_text("#hit-0 .name", "Kim Kjær Nielsen");
    assert_eq!(desk.count(".verdict:not([hidden])"), 0, "nobody is refused");
    desk.close();
}
