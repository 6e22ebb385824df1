//! The page's process dies, hangs, is slow, or stands still with the whole computer.

use std::time::Duration;

use crate::desk::{Desk, desk};

/// More than a page may compute without answering, and what its process had done before it hung at the same time.
const COMPUTES_AT_MOST: Duration = Duration::from_secs(3);

/// A desk with one guest inside and half a form.
fn at_a_form() -> Desk {
    let desk = desk();
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.key("F2");
    desk.wait_focus("[name=givenName]");
    // The form has long been open, so that what is kept is what was typed.
    desk.wait_awake();
    desk.type_text("Lone");
    desk.wait_awake();
    desk
}

/// The page is there again, with all that it showed.
fn goes_on(desk: &Desk) {
    desk.wait_focus("[name=givenName]");
    desk.wait("the draft", "document.querySelector('[name=givenName]')?.value === 'Lone'");
    desk.wait_arrived(1);
}

/// Whether the page is the one that was marked.
fn is_marked(desk: &Desk) -> bool {
    desk.js("return globalThis.marked === true", &[]) == true
}

fn mark(desk: &Desk) {
    desk.js("globalThis.marked = true; return true", &[]);
}

/// The page computes for so long at a stretch, a little later.
fn compute(desk: &Desk, ms: &str) {
    desk.js(
        &format!("setTimeout(() => {{ const end = performance.now() + {ms}; while (performance.now() < end); }}, 50); return true"),
        &[],
    );
}

/// How many tenths of a second this test got until `done`, of at most so many; where the computer has no time, it gets less too.
fn tenths_until(most: u32, done: impl Fn() -> bool) -> Option<u32> {
    (0..most).find(|_| {
        std::thread::sleep(Duration::from_millis(100));
        done()
    })
}

#[test]
fn the_page_comes_back_after_its_process_has_died() {
    let desk = at_a_form();
    let desk = desk.kill_page();
    goes_on(&desk);
    desk.close();
}

#[test]
fn the_page_comes_back_when_it_computes_without_end() {
    let desk = at_a_form();
    let page = desk.page_process();
    let before = testkit::computed(page);
    compute(&desk, "Infinity");
    let desk = desk.page_comes_again(|desk| {
        // Nobody touches a key: it is noticed all the same.
        let mut computed = before;
        while testkit::children(desk.process()).iter().any(|(id, _)| *id == page) {
            computed = computed.max(testkit::computed(page));
            assert!(computed - before < COMPUTES_AT_MOST, "it has computed for {:?}", computed - before);
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    goes_on(&desk);
    desk.close();
}

#[test]
fn the_page_comes_back_when_its_process_was_stopped() {
    let desk = at_a_form();
    let page = desk.page_process();
    let desk = desk.page_comes_again(|desk| {
        desk.signal("STOP", page);
        let is_gone = || testkit::children(desk.process()).iter().all(|(id, _)| *id != page);
        assert!(tenths_until(60, is_gone).is_some(), "it stands there still");
    });
    goes_on(&desk);
    desk.close();
}

#[test]
fn a_page_that_is_slow_or_behind_another_window_is_left_alone() {
    let desk = at_a_form();
    mark(&desk);
    for _ in 0..3 {
        compute(&desk, "1000");
        assert!(is_marked(&desk), "it answers when it has done");
    }
    desk.xdotool(&["windowminimize", desk.window()]);
    std::thread::sleep(Duration::from_secs(4));
    desk.activate();
    assert!(is_marked(&desk), "nobody looked at it");
    goes_on(&desk);
    desk.close();
}

#[test]
fn a_computer_that_slept_finds_the_page_as_it_was() {
    let desk = at_a_form();
    mark(&desk);
    let all: Vec<u32> = testkit::children(desk.process()).into_iter().map(|(id, _)| id).collect();
    for process in all.iter().chain([&desk.process()]) {
        desk.signal("STOP", *process);
    }
    std::thread::sleep(Duration::from_secs(10));
    // The page is the last to go on, as it may be where memory has to come back from the disk.
    desk.signal("CONT", desk.process());
    std::thread::sleep(Duration::from_millis(500));
    for process in all {
        desk.signal("CONT", process);
    }
    std::thread::sleep(Duration::from_secs(3));
    assert!(is_marked(&desk), "it was ended for having slept");
    goes_on(&desk);
    desk.close();
}

#[test]
fn a_page_that_does_not_outlive_what_it_shows_begins_anew() {
    let desk = at_a_form();
    let desk = desk.page_comes_again(|desk| {
        for _ in 0..2 {
            let page = desk.page_process();
            desk.signal("KILL", page);
            // Another one, and far enough: where one dies before it has said who it is, WebKit ends the whole program.
            let is_another = || {
                let children = testkit::children(desk.process()).into_iter();
                let mut pages = children.filter(|(id, name)| name.starts_with("WebKitWebProces") && *id != page);
                pages.any(|(id, _)| testkit::computed(id) >= Duration::from_millis(100))
            };
            assert!(tenths_until(100, is_another).is_some(), "it does not come back");
        }
    });
    desk.wait_for(Desk::FIELD);
    desk.wait_arrived(1);
    assert_eq!(desk.count("[name=givenName]"), 0, "the form could be what it died of");
    desk.close();
}
