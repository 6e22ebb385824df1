//! Guests for whom something is still to be done: a question that is open, an alert, a name. They wait in the strip, whatever
//! happens to the window, and one key brings them back.

use serde_json::{Value, json};

use crate::desk::{Desk, Place};
use crate::rules::QUESTIONS;
use crate::steps::until;

const EVENT: &str = r#"
title = "Ventetid"
timeZone = "Europe/Copenhagen"
starts = "2017-09-18"
ends = "2017-09-18"
rehearsal = true
"#;

fn open(event: &str, names: &[&str]) -> Desk {
    let place = Place::new();
    place.make(event);
    let desk = place.open();
    for name in names {
        desk.call("addWalkIn", &json!({"name": name}));
    }
    desk
}

/// Waits until exactly these wait, the longest first.
#[track_caller]
fn waits(desk: &Desk, expected: &[(&str, &str)]) {
    let shown = "[...document.querySelectorAll('#waiting .chip')].map((chip) => \
                 [chip.dataset.for, chip.querySelector('.who').textContent])";
    let expected: Vec<[&str; 2]> = expected.iter().map(|(kind, name)| [*kind, *name]).collect();
    let wanted = json!(expected).to_string();
    // The strip takes room only while somebody waits.
    let shows = format!("Boolean(page.seen(document.querySelector('#waiting'))) === {}", !expected.is_empty());
    desk.wait(&format!("{wanted} in the strip"), &format!("{shows} && JSON.stringify({shown}) === {}", json!(wanted)));
}

/// Brings somebody to the first question.
#[track_caller]
fn ask(desk: &Desk, typed: &str, name: &str) {
    desk.type_text(typed);
    desk.first_hit(name);
    desk.key("Return");
    desk.verdict("questionsDue");
    desk.wait_text(".verdict .name", name);
    desk.wait_text(".question", "frokost");
}

#[test]
fn who_steps_aside_with_a_question_open_waits_and_comes_back_by_one_key() {
    let desk = open(&format!("{EVENT}{QUESTIONS}"), &["Anna Alfa", "Bent Beta"]);
    ask(&desk, "anna", "Anna Alfa");
    waits(&desk, &[]);
    desk.type_text("2");
    desk.wait_text(".question", "Hvor mange");
    desk.scan("NO-SUCH-CODE-77");
    desk.verdict("unknownCode");
    waits(&desk, &[("question", "Anna Alfa")]);
    assert_eq!(desk.person("Anna Alfa")["presence"], "expected", "nobody in the strip is admitted");
    ask(&desk, "bent", "Bent Beta");
    waits(&desk, &[("question", "Anna Alfa")]);
    // Whoever types another name has let this guest step aside, too.
    desk.type_text("x");
    waits(&desk, &[("question", "Anna Alfa"), ("question", "Bent Beta")]);
    let file = desk.folder().join("home/waiting.json");
    until("both written down", || {
        std::fs::read_to_string(&file).is_ok_and(|text| text.matches("attendee").count() == 2)
    });
    let desk = desk.kill_page();
    waits(&desk, &[("question", "Anna Alfa"), ("question", "Bent Beta")]);
    desk.key("ctrl+b");
    desk.verdict("questionsDue");
    desk.wait_text(".verdict .name", "Anna Alfa");
    desk.wait_text(".question", "Hvor mange");
    waits(&desk, &[("question", "Bent Beta")]);
    desk.wait_focus(".questions input");
    desk.type_text("3");
    desk.key("Return");
    desk.verdict("admitted");
    assert_eq!(
        desk.person("Anna Alfa")["answers"],
        json!({"frokost": "Grønt", "antal": "3"}),
        "the first answer was kept"
    );
    waits(&desk, &[("question", "Bent Beta")]);
    desk.key("ctrl+b");
    desk.verdict("questionsDue");
    desk.wait_text(".verdict .name", "Bent Beta");
    // Who leaves the question by its key has decided.
    desk.key("Escape");
    desk.idle();
    waits(&desk, &[]);
    assert_eq!(desk.person("Bent Beta")["presence"], "expected");
    desk.close();
}

#[test]
fn the_strip_is_there_again_after_the_program_was_killed() {
    let desk = open(&format!("{EVENT}{QUESTIONS}"), &["Anna Alfa"]);
    ask(&desk, "anna", "Anna Alfa");
    desk.to_screen("overview");
    desk.scan("NO-SUCH-CODE-77");
    desk.verdict("unknownCode");
    waits(&desk, &[("question", "Anna Alfa")]);
    let file = desk.folder().join("home/waiting.json");
    until("the file", || std::fs::read_to_string(&file).is_ok_and(|text| text.contains("attendee")));
    assert!(!std::fs::read_to_string(&file).unwrap().contains("Anna"), "no name lies in the user's folder");
    let desk = desk.kill().open();
    waits(&desk, &[("question", "Anna Alfa")]);
    desk.check_in("anna", "Anna Alfa");
    desk.verdict("questionsDue");
    waits(&desk, &[]);
    desk.close();
}

#[test]
fn an_alert_is_acknowledged_by_one_key_or_waits_until_it_is() {
    let desk = open(EVENT, &["Anna Alfa", "Bent Beta"]);
    for (name, alert) in [("Anna Alfa", "Giv mappen til oplægsholderen"), ("Bent Beta", "Rampe ved norddøren")] {
        let fields = json!({"alert": alert});
        desk.call("amendAttendee", &json!({"attendee": desk.person(name)["id"], "fields": fields}));
    }
    let seen = |name: &str| desk.person(name)["alertAcknowledged"].clone();
    desk.check_in("anna", "Anna Alfa");
    desk.wait_text(".alert-note", "mappen");
    desk.wait_arrived(1);
    waits(&desk, &[]);
    desk.key("ctrl+k");
    desk.wait("the alert gone", "!document.querySelector('.alert-note')");
    assert_eq!(seen("Anna Alfa"), true, "it is written down");
    desk.key("Escape");
    desk.check_in("bent", "Bent Beta");
    desk.wait_text(".alert-note", "Rampe");
    // The next guest is not kept waiting by it.
    desk.key("Escape");
    desk.idle();
    waits(&desk, &[("alert", "Bent Beta")]);
    desk.key("ctrl+b");
    desk.wait_text(".attendee-screen", "Rampe");
    waits(&desk, &[]);
    desk.key("Escape");
    waits(&desk, &[("alert", "Bent Beta")]);
    assert_eq!(seen("Bent Beta"), Value::Null, "looking at it is not acknowledging it");
    desk.key("ctrl+b");
    desk.key("ctrl+k");
    desk.wait_text(".alert-line .pill", "Set");
    assert_eq!(seen("Bent Beta"), true);
    desk.key("Escape");
    waits(&desk, &[]);
    desk.close();
}

#[test]
fn a_ticket_without_a_name_is_asked_for_one_and_its_badge_comes_then() {
    let desk = open(EVENT, &["Gæst 1 af Nyborg Kommune", "Gæst 2 af Nyborg Kommune"]);
    desk.type_text("gæst 1");
    desk.first_hit("Gæst 1 af Nyborg Kommune");
    desk.key("Return");
    desk.verdict("admitted");
    desk.wait_text(".verdict .step", "Hvad hedder du");
    desk.wait_focus(".name-form [name=givenName]");
    desk.wait_awake();
    desk.type_text("Karen");
    desk.key("Return");
    desk.wait_focus(".name-form [name=familyName]");
    desk.type_text("Holm");
    desk.key("Return");
    desk.wait_text(".verdict .name", "Karen Holm");
    desk.wait_text(".badge-card", "Gemt");
    assert_eq!(desk.pdfs(), 1, "one badge, with the name");
    desk.wait_focus("#field input");
    // The next one steps aside to telephone, and a scan comes up meanwhile.
    desk.type_text("gæst 2");
    desk.first_hit("Gæst 2 af Nyborg Kommune");
    desk.key("Return");
    desk.wait_focus(".name-form [name=givenName]");
    desk.scan("NO-SUCH-CODE-77");
    desk.verdict("unknownCode");
    waits(&desk, &[("name", "Gæst 2 af Nyborg Kommune")]);
    desk.key("ctrl+b");
    desk.wait_focus(".name-form [name=givenName]");
    desk.wait_awake();
    waits(&desk, &[]);
    desk.type_text("Ib");
    desk.key("Return");
    desk.key("Return");
    desk.wait_text("#toast", "Ib");
    waits(&desk, &[]);
    until("the second badge", || desk.pdfs() == 2);
    assert_eq!(desk.person("Ib")["presence"], "inside");
    desk.close();
}
