//! Everything about one guest.

use testkit::by_role_part;

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
    desk.click(by_role_part("button", "Vis mail"));
    desk.wait_text(".person", &email);
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
