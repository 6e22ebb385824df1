//! The way of a guest: found, admitted, with a badge; and everything that can come between.

use serde_json::json;
use testkit::by_role_part;

use crate::desk::{Desk, desk};

#[test]
fn somebody_is_found_by_three_letters_and_admitted_with_a_badge_once() {
    let desk = desk();
    desk.type_text("nie");
    desk.wait("people found", "document.querySelectorAll('.hit').length > 5");
    let chosen = "document.querySelector('.hit[aria-selected=true]')?.id";
    desk.wait("the first chosen", &format!("{chosen} === 'hit-0'"));
    desk.key("Down");
    desk.wait("the second chosen", &format!("{chosen} === 'hit-1'"));
    let name = desk.text("#hit-1 .name");
    assert_eq!(desk.text(".chosen-name"), name, "the side shows who is chosen");
    desk.key("Return");
    desk.verdict("admitted");
    desk.wait_text(".verdict .name", &name);
    desk.wait_arrived(1);
    desk.wait_text(".badge-card .pill", "Gemt som PDF");
    desk.wait("the badge's picture", "document.querySelector('.badge-picture img')?.naturalWidth > 0");
    assert_eq!(desk.pdfs(), 1, "one badge in the event's folder");
    assert!(desk.text(".badge-card .where").contains("event.ankomst-files/badges"), "the screen says where");
    desk.key("Escape");
    desk.idle();
    desk.wait_text(".latest li", &name);
    desk.check_in(&name, &name);
    desk.verdict("alreadyCheckedIn");
    desk.wait_arrived(1);
    assert_eq!(desk.pdfs(), 1, "and no second badge");
    desk.close();
}

#[test]
fn enter_means_the_letters_that_stand_in_the_field() {
    let desk = desk();
    // Faster than any answer: the list on the screen is still that of fewer letters.
    desk.type_text("kim kj");
    desk.key("Return");
    desk.verdict("admitted");
    desk.wait_text(".verdict .name", "Kim Kjær Nielsen");
    desk.close();
}

#[test]
fn a_key_after_the_verdict_begins_the_next_guest_and_enter_does_nothing_to_it() {
    let desk = desk();
    desk.check_in("anne-sofie n", "Anne-Sofie Nielsen");
    desk.verdict("paymentDue");
    for _ in 0..3 {
        desk.key("Return");
    }
    desk.wait_awake();
    desk.verdict("paymentDue");
    desk.wait_arrived(0);
    desk.type_text("kim kj");
    desk.first_hit("Kim Kjær Nielsen");
    desk.close();
}

#[test]
fn what_was_done_here_is_undone_by_one_key() {
    let desk = desk();
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.wait_arrived(1);
    desk.key("ctrl+z");
    desk.idle();
    desk.wait_text(".toast", "Kim Kjær Nielsen ventes igen");
    desk.wait_arrived(0);
    desk.wait_text(".latest li.void", "Fortrudt");
    desk.key("ctrl+z");
    desk.wait_text(".toast", "intet at fortryde");
    desk.close();
}

#[test]
fn between_namesakes_nobody_is_chosen_beforehand() {
    let desk = desk();
    desk.type_text("mette n");
    desk.wait("both in one frame", "document.querySelectorAll('.twins .hit').length === 2");
    desk.key("Return");
    desk.wait("two cards", "document.querySelectorAll('.person-card').length === 2");
    desk.key("Return");
    desk.wait_awake();
    assert_eq!(desk.count(".person-card"), 2, "Enter takes nobody");
    let place = desk.text(".person-card:nth-child(2) .difference-value");
    desk.key("ctrl+2");
    desk.verdict("admitted");
    desk.wait_text(".verdict .organisation", &place);
    // The other one is exact now: the first has come.
    desk.key("Escape");
    desk.check_in("mette n", "Mette Nielsen");
    desk.verdict("admitted");
    desk.close();
}

#[test]
fn payment_is_settled_by_one_key_or_passed_over_by_the_lead_with_a_reason() {
    let desk = desk();
    desk.check_in("anne-sofie n", "Anne-Sofie Nielsen");
    desk.verdict("paymentDue");
    desk.key("ctrl+l");
    desk.wait_focus(by_role_part("button", "Betaler senere"));
    desk.key("Return");
    desk.verdict("admitted");
    desk.wait_text(".verdict .why", "Lukket ind af lederen");
    desk.wait_awake();
    desk.key("ctrl+z");
    desk.idle();
    desk.check_in("anne-sofie n", "Anne-Sofie Nielsen");
    desk.key("F7");
    desk.verdict("admitted");
    assert_eq!(desk.person("Anne-Sofie Nielsen")["status"], "confirmed");
    desk.close();
}

#[test]
fn a_key_that_comes_too_early_does_not_hit_the_guest_who_has_just_come_up() {
    let desk = desk();
    // The verdict is put up and the key comes in the same breath.
    desk.type_text("anne-sofie n");
    desk.first_hit("Anne-Sofie Nielsen");
    desk.js(
        "const verdict = document.querySelector('.verdict');
         new MutationObserver((_, observer) => {
           const button = verdict.querySelector('[data-act=paid]');
           if (button) { observer.disconnect(); button.click(); }
         }).observe(verdict, { childList: true, subtree: true });
         return true",
        &[],
    );
    desk.key("Return");
    desk.verdict("paymentDue");
    desk.wait_awake();
    desk.verdict("paymentDue");
    desk.wait_arrived(0);
    desk.key("F7");
    desk.verdict("admitted");
    desk.close();
}

#[test]
fn a_colleague_comes_instead_of_one_who_cancelled() {
    let desk = desk();
    desk.type_text("søren nielsen");
    desk.first_hit("Søren Nielsen");
    desk.key("Return");
    desk.verdict("cancelled");
    desk.wait_awake();
    desk.key("F7");
    desk.wait_focus("[name=givenName]");
    desk.type_text("Lone");
    desk.key("Tab");
    desk.type_text("Ny");
    desk.wait_awake();
    desk.key("Return");
    desk.key("Return");
    desk.key("Return");
    desk.verdict("admitted");
    desk.wait_text(".verdict .name", "Lone Ny");
    assert_eq!(desk.person("Søren Nielsen")["replacedBy"], desk.person("Lone Ny")["id"]);
    desk.close();
}

#[test]
fn a_walk_in_is_added_and_admitted_and_a_look_alike_is_pointed_out() {
    let desk = desk();
    desk.key("F2");
    desk.wait_focus("[name=givenName]");
    desk.type_text("Gitte");
    desk.key("Return");
    desk.wait_focus("[name=familyName]");
    desk.type_text("Holst");
    desk.wait_text(".guest-form .note.calm", "Ligner Gitte Holst");
    desk.key("ctrl+a");
    desk.type_text("Ø. Ravn");
    desk.key("Return");
    desk.wait_focus("[name=organisation]");
    desk.type_text("Egehavn Kommune");
    desk.key("Return");
    desk.wait_focus("[name=email]");
    desk.key("Return");
    desk.verdict("admitted");
    desk.wait_text(".verdict .name", "Gitte Ø. Ravn");
    assert_eq!(desk.person("Gitte Ø. Ravn")["organisation"], "Egehavn Kommune");
    // What was typed to search is the beginning of the form.
    desk.key("Escape");
    desk.type_text("qwerty zz");
    desk.wait("nobody found", "page.seen(document.querySelector('.no-hits'))");
    desk.key("F2");
    desk.wait("the name in the form", "document.querySelector('[name=givenName]')?.value === 'Qwerty' && document.querySelector('[name=familyName]').value === 'Zz'");
    desk.close();
}

#[test]
fn a_session_lets_in_those_who_are_registered_and_says_where_the_others_belong() {
    let desk = desk();
    let sessions = desk.call("programme", &json!({}));
    let of = |id: &str| sessions["sessions"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone();
    let seats = of("break-out-1")["seats"].as_u64().unwrap();
    let niels = desk.person("Niels Aagaard");
    assert!(niels["sessions"].as_array().unwrap().contains(&json!("break-out-2")), "as the sample has it");
    choose(&desk, "Break-out 1");
    desk.wait_text("#count", &format!("af {seats} i salen"));
    desk.check_in("niels aag", "Niels Aagaard");
    desk.verdict("notInSession");
    desk.wait_text(".verdict .step", of("break-out-2")["room"].as_str().unwrap());
    desk.key("Escape");
    choose(&desk, "Break-out 2");
    desk.check_in("niels aag", "Niels Aagaard");
    desk.verdict("admitted");
    desk.wait_text(".verdict .word", "Ind i salen");
    desk.wait_text("#count .n", "1");
    assert_eq!(desk.pdfs(), 0, "only an entry to the event makes a badge");
    desk.close();
}

#[test]
fn leaving_is_recorded_in_the_direction_out() {
    let desk = desk();
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.key("F8");
    desk.click(by_role_part("radio", "Ud"));
    desk.wait_text("#scope", "Ud");
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.verdict("departed");
    desk.key("F7");
    desk.verdict("admitted");
    desk.wait_text("#scope", "Ud");
    desk.key("Escape");
    desk.check_in("nienke", "Nienke de Vries");
    desk.verdict("notInside");
    desk.close();
}

fn choose(desk: &Desk, session: &str) {
    desk.key("F8");
    desk.click(by_role_part("radio", session));
    desk.wait_text("#scope", session);
}

#[test]
fn colleagues_who_are_here_too_come_in_together() {
    let desk = desk();
    desk.check_in("niels aag", "Niels Aagaard");
    desk.wait("colleagues", "document.querySelectorAll('.colleagues input').length > 0");
    let n = desk.count(".colleagues input");
    desk.key("F9");
    desk.wait_focus(".colleagues input");
    desk.key("ctrl+a");
    desk.key("Return");
    let all = u32::try_from(n).unwrap() + 1;
    desk.wait_arrived(all);
    desk.verdict("admitted");
    if n > 1 {
        desk.wait_text(".verdict .word", &format!("{n} tjekket ind"));
    }
    desk.close();
}
