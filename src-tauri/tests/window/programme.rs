//! The programme: who is where, and a desk set to a session from it, by the keyboard alone.

use serde_json::json;

use crate::desk::{Desk, Place, desk};

const TWO_SEATS: &str = "title = \"Lille\"\ntimeZone = \"Europe/Copenhagen\"\nstarts = \"2026-10-01\"\nends = \"2026-10-01\"\n\
    [[sessions]]\nid = \"lab\"\ntitle = \"Lab\"\nroom = \"B\"\nstarts = \"2026-10-01T10:00\"\nends = \"2026-10-01T11:00\"\nseats = 2\n\
    [[sessions]]\nid = \"tea\"\ntitle = \"Te\"\nstarts = \"2026-10-01T11:00\"\nends = \"2026-10-01T11:30\"\ncheckIn = false\n";

fn seats(session: &str) -> String {
    format!("[data-session='{session}'] .fullness")
}

/// Somebody goes into a session, as at another call of this desk.
fn enter(desk: &Desk, name: &str, session: &str) {
    let person = desk.call("addWalkIn", &json!({"name": name}));
    let entered = json!({"attendee": person["id"], "session": session, "override": {"reason": "plads"}});
    assert_eq!(desk.call("checkIn", &entered)["outcome"], "admitted");
}

#[test]
fn a_desk_is_set_to_a_session_from_the_programme_and_the_number_follows() {
    let desk = desk();
    assert_eq!(desk.attribute("#stage", "aria-label").as_deref(), Some("Ankomster"));
    desk.to_screen("programme");
    assert_eq!(desk.attribute("#stage", "aria-label").as_deref(), Some("Program"), "a reader hears which screen it is");
    desk.wait_text(".programme", "Registrering og morgenkaffe");
    desk.wait_text("[data-session=break-out-2]", "13.15–14.30");
    desk.wait_text("[data-session=break-out-2] .room", "Storebælt");
    desk.wait_text(seats("break-out-2").as_str(), "0 af 60 pladser er taget");
    desk.wait_focus("[data-session=velkomst]");
    for _ in 0..5 {
        desk.key("Down");
    }
    desk.wait_focus("[data-session=break-out-2]");
    desk.key("Return");
    desk.wait_text("#scope", "Break-out 2");
    desk.wait_focus(Desk::FIELD);
    desk.check_in("niels aag", "Niels Aagaard");
    desk.verdict("admitted");
    desk.to_screen("programme");
    desk.wait_focus("[data-session=break-out-2]");
    desk.wait_text("[data-session=break-out-2] .here", "Denne skranke");
    desk.wait_text(seats("break-out-2").as_str(), "1 af 60 pladser er taget");
    // The field listens here as everywhere.
    desk.scan(&desk.code_of("Kim Kjær Nielsen"));
    desk.wait_text(".verdict .name", "Kim Kjær Nielsen");
    desk.close();
}

#[test]
fn the_programme_follows_by_itself_and_says_when_a_room_is_full_or_over_full() {
    let place = Place::new();
    place.make(TWO_SEATS);
    let desk = place.open();
    desk.to_screen("programme");
    desk.wait_text(seats("lab").as_str(), "0 af 2 pladser");
    assert_eq!(desk.count("[data-session=tea]"), 0, "nobody checks in to tea");
    desk.wait_text(".programme .quiet", "Uden tjek ind");
    enter(&desk, "Anna Zeuthen", "lab");
    desk.wait_text(seats("lab").as_str(), "1 af 2 pladser");
    assert_eq!(desk.count(".fullness.full"), 0);
    enter(&desk, "Bo Yde", "lab");
    desk.wait_text(format!("{}.full", seats("lab")).as_str(), "Fyldt");
    enter(&desk, "Carl Xu", "lab");
    desk.wait_text(seats("lab").as_str(), "Fyldt: 1 for mange");
    desk.wait_text("[data-session=lab] .last-in", "Carl Xu kl.");
    desk.wait_focus("[data-session=lab]");
    desk.close();
}

#[test]
fn an_event_without_sessions_says_so() {
    let place = Place::new();
    place.make(&TWO_SEATS[..TWO_SEATS.find("[[").unwrap()]);
    let desk = place.open();
    desk.to_screen("programme");
    desk.wait_text(".programme-screen", "Programmet er tomt.");
    desk.key("Escape");
    desk.idle();
    desk.close();
}
