//! The answers of an event with rules of its own.

use serde_json::json;
use testkit::by_role_part;

use crate::desk::{Desk, Place};
use crate::steps::until;

const EVENT: &str = r#"
title = "Regler"
timeZone = "Europe/Copenhagen"
starts = "2017-09-18"
ends = "2017-09-18"

[[ticketTypes]]
id = "gaest"
name = "Gæst"

[[ticketTypes]]
id = "presse"
name = "Presse"

[[sessions]]
id = "lille"
title = "Lille sal"
room = "Lillesal"
starts = "2017-09-18T10:00"
ends = "2017-09-18T11:00"
seats = 1

[[sessions]]
id = "stor"
title = "Stor sal"
room = "Storesal"
starts = "2017-09-18T10:00"
ends = "2017-09-18T11:00"

[[sessions]]
id = "pressemoede"
title = "Pressemøde"
starts = "2017-09-18T12:00"
ends = "2017-09-18T13:00"
ticketTypes = ["presse"]

[[sessions]]
id = "snart"
title = "Langt ude i fremtiden"
starts = "2077-09-18T12:00"
ends = "2077-09-18T13:00"
opensBeforeMinutes = 10

[[sessions]]
id = "forbi"
title = "Forbi"
starts = "2007-09-18T12:00"
ends = "2007-09-18T13:00"
closesAfterMinutes = 10

[[sessions]]
id = "efter"
title = "Efter indgangen"
starts = "2017-09-18T14:00"
ends = "2017-09-18T15:00"
eventFirst = true
"#;

/// Two questions that must be answered before anybody is in.
pub(crate) const QUESTIONS: &str = r#"
[[questions]]
id = "frokost"
text = "Hvad vil du have til frokost?"
answer = "choice"
choices = ["Fisk", "Grønt"]
required = true

[[questions]]
id = "antal"
text = "Hvor mange kommer I?"
answer = "number"
required = true
"#;

fn open(event: &str) -> Desk {
    let place = Place::new();
    place.make(event);
    let desk = place.open();
    for name in ["Anna Alfa", "Bent Beta", "Clara Gamma"] {
        desk.call("addWalkIn", &json!({"name": name, "ticketType": "gaest"}));
    }
    desk
}

fn to(desk: &Desk, session: &str) {
    desk.key("F8");
    desk.click(by_role_part("radio", session));
    desk.wait_text("#scope", session);
}

#[test]
fn each_rule_of_a_session_has_its_screen_and_its_way_on() {
    let desk = open(EVENT);
    assert_eq!(desk.count("#banner"), 0, "this is no rehearsal");
    to(&desk, "Lille sal");
    desk.check_in("anna", "Anna Alfa");
    desk.verdict("admitted");
    desk.key("Escape");
    desk.check_in("bent", "Bent Beta");
    desk.verdict("sessionFull");
    desk.wait_text(".verdict .why", "1 af 1 pladser");
    desk.wait_text(".verdict .step", "Storesal");
    desk.key("F7");
    desk.key("Return");
    desk.verdict("admitted");
    desk.wait_text("#count .n", "2");
    for (session, outcome, says) in [
        ("Pressemøde", "wrongTicketType", "Presse"),
        ("Langt ude", "tooEarly", "18. september"),
        ("Forbi", "tooLate", "18. september"),
        ("Efter indgangen", "notInside", "konferencen først"),
    ] {
        to(&desk, session);
        desk.check_in("clara", "Clara Gamma");
        desk.verdict(outcome);
        desk.wait_text(".verdict .why", says);
        desk.key("Escape");
        desk.idle();
    }
    desk.close();
}

#[test]
fn questions_are_answered_by_numbers_and_a_scan_is_no_answer() {
    let desk = open(&format!("{EVENT}{QUESTIONS}"));
    desk.type_text("anna");
    desk.first_hit("Anna Alfa");
    desk.key("Return");
    desk.verdict("questionsDue");
    desk.wait_text(".question", "frokost");
    // The codes of some systems begin with a digit.
    desk.scan("20417-118");
    desk.verdict("unknownCode");
    assert_eq!(desk.person("Anna Alfa")["answers"], json!({}), "the scan answered nothing");
    desk.check_in("anna", "Anna Alfa");
    desk.verdict("questionsDue");
    desk.type_text("2");
    desk.wait_text(".question", "Hvor mange");
    desk.wait_focus(".questions input");
    desk.type_text("3");
    desk.key("Return");
    desk.verdict("admitted");
    assert_eq!(desk.person("Anna Alfa")["answers"], json!({"frokost": "Grønt", "antal": "3"}));
    desk.close();
}

const OPTIONAL: &str = r#"
[[questions]]
id = "foto"
text = "Må vi tage billeder?"
answer = "yesNo"

[[questions]]
id = "bus"
text = "Tager du bussen hjem?"
answer = "yesNo"

[[questions]]
id = "hilsen"
text = "Er der noget, vi skal vide?"
answer = "text"
"#;

#[test]
fn a_question_that_may_stay_open_is_asked_of_whoever_is_in_and_is_never_in_the_way() {
    let desk = open(&format!("{EVENT}{OPTIONAL}"));
    desk.check_in("anna", "Anna Alfa");
    desk.verdict("admitted");
    desk.wait_text(".question", "billeder");
    // The field keeps the keys: the next guest may be typed or scanned, and a number answers.
    desk.wait_focus(Desk::FIELD);
    desk.type_text("2");
    desk.wait_text(".question", "bussen");
    desk.click(by_role_part("button", "Spring over"));
    desk.wait_text(".question", "vi skal vide");
    desk.key("Escape");
    desk.wait("the panel gone", "!document.querySelector('.question')");
    desk.verdict("admitted");
    // What was answered is kept, the rest stays open.
    until("one answer", || desk.person("Anna Alfa")["answers"] == json!({"foto": "no"}));
    desk.key("Escape");
    desk.idle();
    // The next guest comes while the first question is open.
    desk.check_in("bent", "Bent Beta");
    desk.wait_text(".question", "billeder");
    desk.check_in("clara", "Clara Gamma");
    desk.verdict("admitted");
    desk.wait_text(".verdict .name", "Clara Gamma");
    assert_eq!(desk.person("Bent Beta")["answers"], json!({}));
    assert_eq!(desk.count("#waiting .chip"), 0, "nobody waits for a question that may stay open");
    desk.close();
}
