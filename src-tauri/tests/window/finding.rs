//! Finding somebody in the window: guesses say that they are some, Enter takes only whoever is clearly meant, and a long list
//! is narrowed.

use serde_json::json;
use testkit::by_role;

use crate::desk::desk;

#[test]
fn a_slip_of_the_finger_is_asked_about_before_anybody_is_checked_in() {
    let desk = desk();
    desk.type_text("karen bøeglund");
    desk.first_hit("Karen Bøgelund");
    desk.wait_text(".tier-band", "Måske tastefejl");
    desk.key("Return");
    desk.wait_text(".hits-card .ask", "Mente du Karen Bøgelund?");
    assert_eq!(desk.person("Karen Bøgelund")["presence"], "expected", "the first Enter asks");
    // One that is held too long is no answer.
    desk.wait_awake();
    desk.key("Return");
    desk.verdict("admitted");
    desk.wait_text(".verdict .name", "Karen Bøgelund");
    desk.close();
}

#[test]
fn of_several_who_fit_equally_well_nobody_is_taken_unasked() {
    let desk = desk();
    for name in ["Signe Ravnholt", "Signe Birkeland"] {
        desk.call("addWalkIn", &json!({"name": name}));
    }
    desk.type_text("signe");
    desk.wait("hits", "document.querySelectorAll('.hit').length > 1");
    for _ in 0..2 {
        desk.key("Return");
        desk.wait_text(".hits-card .ask", "Flere passer lige godt");
        desk.wait_awake();
    }
    assert_eq!(desk.count(".verdict:not([hidden])"), 0, "Enter takes nobody, however often");
    let second = desk.text("#hit-1 .name");
    desk.key("Down");
    desk.key("Return");
    desk.wait_text(".verdict .name", &second);
    desk.key("Escape");
    desk.idle();
    // More letters make it plain.
    desk.type_text("signe b");
    desk.first_hit("Signe Birkeland");
    desk.key("Return");
    desk.wait_text(".verdict .name", "Signe Birkeland");
    desk.close();
}

#[test]
fn what_is_heard_alike_comes_last_and_says_so() {
    let desk = desk();
    desk.call("addWalkIn", &json!({"name": "Cecilie Qvistorff"}));
    desk.type_text("sesilie kvist");
    desk.first_hit("Cecilie Qvistorff");
    desk.wait_text(".tier-band", "Lyder ens");
    desk.close();
}

#[test]
fn a_long_list_is_narrowed_by_buttons_and_by_words() {
    let desk = desk();
    desk.type_text("nie");
    desk.wait("many", "document.querySelectorAll('.hit').length > 7");
    desk.click(by_role("button", "Oplægsholder"));
    desk.wait_value("#field input", "nie #oplaegsholder");
    desk.wait(
        "only speakers",
        "[...document.querySelectorAll('.hit .type')].every((type) => type.textContent === 'Oplægsholder')",
    );
    desk.wait_focus("#field input");
    desk.wait(
        "it shows that it is on",
        "document.querySelector('.chip-button[aria-pressed=true]')?.textContent === 'Oplægsholder'",
    );
    desk.key("Escape");
    desk.idle();
    let all = desk.call("findAttendees", &json!({"text": "#oplægs !ventes", "limit": 100}));
    let hits = all["hits"].as_array().unwrap();
    assert!(!hits.is_empty() && hits.iter().all(|hit| hit["attendee"]["presence"] == "expected"));
    desk.close();
}

#[test]
fn an_answer_to_older_letters_never_takes_the_place_of_a_newer_one() {
    let desk = desk();
    // The first search is answered only when the test says so.
    desk.js(
        "const real = globalThis.fetch; let first = true;
         globalThis.fetch = async (url, init) => {
           if (!first || !String(url).endsWith('/findAttendees')) return real(url, init);
           first = false;
           const answer = await real(url, init);
           await new Promise((done) => { globalThis.release = done; });
           globalThis.late = true;
           return answer;
         };
         return true",
        &[],
    );
    desk.type_text("n");
    desk.wait("the first search on its way", "globalThis.release");
    desk.type_text("iels aag");
    desk.first_hit("Niels Aagaard");
    desk.js("globalThis.release(); return true", &[]);
    desk.wait("the late answer", "globalThis.late");
    desk.js("return new Promise((done) => setTimeout(() => done(true), 300))", &[]);
    assert_eq!(desk.count(".hit"), 1, "the hits are still those of the letters in the field");
    assert_eq!(desk.text("#hit-0 .name"), "Niels Aagaard");
    desk.close();
}
