//! Everything about one guest.

use serde_json::json;
use testkit::{by_role, by_role_part};

use crate::desk::{Desk, desk};

#[test]
fn a_guest_is_opened_corrected_and_has_a_course_of_events() {
    let desk = desk();
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.key("F4");
    desk.wait_text(".person-title", "Kim Kjær Nielsen");
    desk.wait_text(".history", "Tjekket ind");
    desk.wait_text(".history", "Kom på listen");
    desk.wait_text(".person .pill.seen", "Mødt kl.");
    desk.key("ctrl+e");
    desk.wait_focus("[name=givenName]");
    desk.key("Tab");
    desk.type_text("Ravn-Ødegård");
    desk.key("Return");
    desk.wait_text(".person-title", "Kim Kjær Ravn-Ødegård");
    desk.wait_focus(Desk::FIELD);
    desk.wait_text(".history", "Rettet");
    assert_eq!(desk.person("Kim Kjær Ravn-Ødegård")["familyName"], "Ravn-Ødegård");
    desk.key("Escape");
    desk.wait("Arrivals again", "page.seen(document.querySelector('.main-place'))");
    desk.close();
}

#[test]
fn an_older_check_in_is_undone_with_a_reason_that_stays() {
    let desk = desk();
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.wait_text(".badge-card .pill", "Gemt som PDF");
    desk.key("F4");
    desk.click(by_role_part("button", "Fortryd tjek ind"));
    desk.wait_focus(by_role_part("button", "Forkert person"));
    desk.key("Return");
    desk.wait_text(".toast", "ventes igen");
    desk.wait_text(".toast", "Læg skiltet til side");
    desk.wait_text(".history", "Fortrudt: Forkert person");
    desk.wait_arrived(0);
    desk.close();
}

#[test]
fn a_new_badge_is_made_and_says_where_it_is() {
    let desk = desk();
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.wait_text(".badge-card .pill", "Gemt som PDF");
    desk.key("F4");
    desk.wait_text(".person-title", "Kim Kjær Nielsen");
    desk.key("F6");
    desk.wait_text(".badge-card .pill", "Gemt som PDF");
    desk.wait_text(".history", "Skilt lavet");
    desk.wait("two badges were made", "[...document.querySelectorAll('.history li')].filter((line) => line.textContent.includes('Skilt lavet')).length === 2");
    assert_eq!(desk.pdfs(), 2);
    desk.close();
}

#[test]
fn contact_data_are_masked_until_somebody_asks() {
    let desk = desk();
    let email = desk.person("Anne-Sofie Nielsen")["email"].as_str().unwrap().to_owned();
    desk.type_text("anne-sofie n");
    desk.first_hit("Anne-Sofie Nielsen");
    desk.key("F4");
    desk.wait_text(".person-title", "Anne-Sofie Nielsen");
    assert!(!desk.page_text().contains(&email), "masked");
    desk.click(by_role_part("button", "Vis det skjulte"));
    desk.wait_text(".person", &email);
    desk.wait_text(".history", "Kontaktoplysninger set");
    desk.close();
}

#[test]
fn a_registration_is_cancelled_with_a_reason_and_taken_up_again() {
    let desk = desk();
    desk.type_text("kim kj");
    desk.first_hit("Kim Kjær Nielsen");
    desk.key("F4");
    desk.click(by_role_part("button", "Afmeld"));
    desk.wait_focus(by_role_part("button", "Gæsten har meldt afbud"));
    desk.key("Return");
    desk.wait_text(".person .pill", "Afmeldt");
    desk.key("Escape");
    desk.key("Escape");
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.verdict("cancelled");
    desk.key("F4");
    desk.click(by_role_part("button", "Tilmeld igen"));
    desk.wait_text(".person .pill", "Ventes");
    desk.key("F7");
    desk.verdict("admitted");
    desk.close();
}

#[test]
fn ticket_type_and_language_are_corrected_and_the_course_of_events_says_into_what() {
    let desk = desk();
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.wait_text(".badge-card .pill", "Gemt som PDF");
    desk.key("F4");
    desk.wait_text(".person-title", "Kim Kjær Nielsen");
    desk.key("ctrl+e");
    desk.wait_focus("[name=givenName]");
    desk.tab_to("[name=ticketType]");
    desk.type_text("pre");
    desk.tab_to("[name=language]");
    desk.type_text("eng");
    desk.tab_to("[name=email]");
    desk.key("Return");
    desk.wait_text(".history", "billettype Presse");
    desk.wait_text(".toast", "F6 printer et nyt");
    let person = desk.person("Kim Kjær Nielsen");
    assert_eq!((&person["ticketType"], &person["language"]), (&json!("presse"), &json!("en")));
    // Any act can be taken back from its line, not only the newest.
    let line = "[...document.querySelectorAll('.history li')].find((line) => line.textContent.includes('Presse'))";
    desk.js(&format!("{line}.querySelector('.undo-line').focus()"), &[]);
    desk.key("Return");
    desk.wait_focus(by_role_part("button", "Forkert person"));
    desk.key("Return");
    desk.wait("the line crossed out", &format!("{line}.classList.contains('void')"));
    let person = desk.person("Kim Kjær Nielsen");
    assert_eq!((&person["ticketType"], &person["presence"]), (&json!("deltager"), &json!("inside")));
    desk.close();
}

#[test]
fn a_lost_badge_is_replaced_and_its_code_is_good_no_more() {
    let desk = desk();
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.wait_text(".badge-card .pill", "Gemt som PDF");
    let old = desk.code_of("Kim Kjær Nielsen");
    desk.key("F4");
    desk.wait_text(".person-title", "Kim Kjær Nielsen");
    desk.click(by_role_part("button", "tabt eller stjålet"));
    desk.wait_focus(by_role("button", "Tabt"));
    desk.key("Return");
    desk.wait_text(".toast", "Den gamle kode virker ikke mere");
    desk.wait_text(".history", "Tabt");
    desk.key("Escape");
    desk.scan(&old);
    desk.verdict("revokedCode");
    desk.key("Escape");
    desk.scan(&desk.code_of("Kim Kjær Nielsen"));
    desk.verdict("alreadyCheckedIn");
    desk.close();
}

#[test]
fn a_walk_in_who_was_on_the_list_all_along_is_joined_and_both_codes_admit() {
    let desk = desk();
    let walk_in = desk.call("addWalkIn", &json!({"name": "Kim K. Nielsen", "organisation": "Sent ude"}));
    let code = desk.code_of("Kim K. Nielsen");
    desk.type_text("kim k. niel");
    desk.first_hit("Kim K. Nielsen");
    desk.key("F4");
    desk.wait_text(".person-title", "Kim K. Nielsen");
    desk.click(by_role_part("button", "Samme person som"));
    desk.wait_focus(".join-form input");
    desk.key("ctrl+a");
    desk.type_text("kim kjær");
    desk.wait_text(".join-form .offer", "Kim Kjær Nielsen");
    desk.key("Down");
    desk.key("Return");
    desk.wait_text(".toast", "kun på listen én gang");
    // The line of the list is the one that is kept.
    desk.wait_text(".person-title", "Kim Kjær Nielsen");
    assert_eq!(desk.call("getAttendee", &json!({"attendee": walk_in["id"]}))["name"], "Kim Kjær Nielsen");
    desk.key("Escape");
    desk.scan(&code);
    desk.verdict("admitted");
    desk.wait_text(".verdict .name", "Kim Kjær Nielsen");
    desk.key("Escape");
    desk.scan(&desk.code_of("Kim Kjær Nielsen"));
    desk.verdict("alreadyCheckedIn");
    desk.key("F4");
    let line = "[...document.querySelectorAll('.history li')].find((line) => line.textContent.includes('Lagt sammen'))";
    desk.wait("the line of the joining", line);
    desk.js(&format!("{line}.querySelector('.undo-line').click()"), &[]);
    desk.click(by_role_part("button", "Scannet ved en fejl"));
    desk.wait("it is void", &format!("{line}?.classList.contains('void')"));
    assert_eq!(desk.call("getAttendee", &json!({"attendee": walk_in["id"]}))["name"], "Kim K. Nielsen", "two again");
    desk.close();
}

#[test]
fn what_only_some_need_is_covered_until_somebody_asks() {
    let desk = desk();
    let id = desk.person("Kim Kjær Nielsen")["id"].clone();
    let event = desk.call("amendEvent", &json!({"fields": {"privateFields": ["Kost"]}}));
    assert_eq!(event["privateFields"], json!(["Kost"]));
    let fields = json!({"fields": {"Kost": "Ingen nødder", "Bus": "Kl. 16"}});
    desk.call("amendAttendee", &json!({"attendee": id, "fields": fields}));
    // What the desk was told when it started is asked for again.
    let desk = desk.restart();
    desk.type_text("kim kj");
    desk.first_hit("Kim Kjær Nielsen");
    desk.key("F4");
    desk.wait_text(".facts", "Kl. 16");
    desk.wait_text(".facts", "Skjult");
    assert!(!desk.text(".attendee-screen").contains("nødder"), "neither in the facts nor in the course of events");
    desk.tab_to("[data-keep=unmask]");
    desk.key("Return");
    desk.wait_text(".facts", "Ingen nødder");
    desk.close();
}

#[test]
fn a_guest_is_erased_once_the_lead_has_seen_where_others_name_them() {
    let desk = desk();
    let (kim, other) = (desk.person("Kim Kjær Nielsen")["id"].clone(), desk.person("Anne-Sofie Nielsen")["id"].clone());
    desk.call("amendAttendee", &json!({"attendee": other, "fields": {"note": "Kører med Kim Kjær Nielsen"}}));
    let before = desk.call("overview", &json!({}))["listed"].clone();
    desk.type_text("kim kj");
    desk.first_hit("Kim Kjær Nielsen");
    desk.key("F4");
    desk.wait_text(".person-title", "Kim Kjær Nielsen");
    desk.tab_to("[data-keep=erase]");
    desk.key("Return");
    desk.wait_text(".erase-form", "Anne-Sofie Nielsen");
    // Enter alone goes back, and erases nobody.
    desk.wait_focus(by_role_part("button", "Fortryd"));
    desk.key("Return");
    desk.wait_gone(".erase-form");
    desk.tab_to("[data-keep=erase]");
    desk.key("Return");
    desk.wait_text(".erase-form", "Anne-Sofie Nielsen");
    desk.tab_to("[data-choice=eraseGuest]");
    desk.key("Return");
    desk.wait_text("#toast", "Gæstens data er slettet. Notat:");
    assert_eq!(desk.call("getAttendee", &json!({"attendee": kim}))["name"], "");
    assert_eq!(desk.call("overview", &json!({}))["listed"], before, "the count stays");
    desk.close();
}
