//! How every screen looks and reads: three themes, two languages, small and large.

use serde_json::{Value, json};
use testkit::{App, Size, by_role, by_role_part};

use crate::desk::{Desk, desk};
use crate::screens::SCREENS;

const LANGUAGES: [&str; 2] = ["da", "en"];
/// The last is the one in which the way to the next screen is gone.
const THEMES: [&str; 3] = ["dark", "contrast", "light"];

/// Back to the idle screen from wherever one is.
fn leave(desk: &Desk) {
    for _ in 0..5 {
        desk.key("Escape");
    }
    desk.idle();
}

/// Shows the page anew in a language and a size, in light colours, on the idle screen.
fn show_in(desk: &Desk, language: &str, zoom: u32) {
    desk.call("keepWindow", &json!({"language": language, "theme": "light", "zoom": zoom}));
    desk.js("location.reload(); return true", &[]);
    desk.wait(
        "the look",
        &format!(
            "document.documentElement.lang === '{language}' && document.documentElement.dataset.theme === 'light' \
             && Math.abs(innerWidth - {}) < 30",
            136_600 / zoom
        ),
    );
    desk.wait_for(Desk::FIELD);
    leave(desk);
}

#[test]
fn every_screen_is_whole_and_keeps_nobody_out_in_danish() {
    keeps_nobody_out("da");
}

#[test]
fn every_screen_is_whole_and_keeps_nobody_out_in_english() {
    keeps_nobody_out("en");
}

/// Every screen on the smallest full screen: nothing is cut off, and axe-core finds nothing wrong in any theme. The way to
/// a screen takes longer than looking at it, so it is gone once for all themes; `dataset.theme` is all that they differ by
/// (`ui/src/look.js`).
#[track_caller]
fn keeps_nobody_out(language: &str) {
    let desk = desk();
    let mut faults = Vec::new();
    show_in(&desk, language, 100);
    for (screen, go) in SCREENS {
        go(&desk);
        for fault in cut_off(&desk) {
            faults.push(format!("{screen}, {language}: {fault}"));
        }
        for theme in THEMES {
            put_on(&desk, theme);
            for fault in desk.axe(&json!({})) {
                faults.push(format!("{screen}, {language}, {theme}: {fault}"));
            }
        }
        leave(&desk);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    desk.close();
}

/// Puts a theme on the page as it is, and lets colours that fade arrive.
fn put_on(desk: &Desk, theme: &str) {
    desk.js(
        "document.documentElement.dataset.theme = arguments[0];
         return new Promise((done) => requestAnimationFrame(() => {
           for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish();
           requestAnimationFrame(() => done(true));
         }))",
        &[json!(theme)],
    );
}

#[test]
fn nothing_is_cut_off_at_twice_the_size() {
    let desk = desk();
    let mut faults = Vec::new();
    for language in LANGUAGES {
        show_in(&desk, language, 200);
        for (screen, go) in SCREENS {
            go(&desk);
            for fault in cut_off(&desk) {
                faults.push(format!("{screen}, {language}, twice the size: {fault}"));
            }
            leave(&desk);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    desk.close();
}

/// What can be seen only in part: texts wider than their box that are not meant to end in an ellipsis, and controls that
/// lie outside of the window and of everything that scrolls.
pub(crate) fn cut_off(desk: &App) -> Vec<String> {
    let found = desk.js(
        "const faults = [];
         const scrolls = (element) => { for (let at = element.parentElement; at; at = at.parentElement) {
           const style = getComputedStyle(at);
           if (/auto|scroll/.test(style.overflowY) && at.scrollHeight > at.clientHeight + 1) return true;
           if (/auto|scroll/.test(style.overflowX) && at.scrollWidth > at.clientWidth + 1) return true;
         } return false; };
         for (const element of document.querySelectorAll('body *')) {
           if (!element.checkVisibility() || element.closest('.for-readers, svg')) continue;
           const box = element.getBoundingClientRect();
           if (!box.width || !box.height) continue;
           const style = getComputedStyle(element);
           const name = element.tagName.toLowerCase() + '.' + element.className + ' ' + element.textContent.trim().slice(0, 40);
           const ellipsis = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
           const wide = style.overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 2;
           const high = style.overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 2;
           if (!ellipsis && element.clientWidth && (wide || high)) {
             const edge = box.bottom - element.clientTop;
             const out = [...element.querySelectorAll('*')].filter((one) => one.checkVisibility() && (one.getBoundingClientRect().bottom > edge + 2 || one.getBoundingClientRect().right > box.right + 2));
             faults.push('cut: ' + name + ' by ' + out.slice(0, 3).map((one) => one.tagName + '.' + one.className).join(' '));
           }
           if (element.matches('button, input, textarea, kbd, h1, h2, .step, .word, .name')) {
             const outside = box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > innerHeight + 1;
             if (outside && !scrolls(element)) faults.push('outside: ' + name + ' ' + JSON.stringify([box.left, box.top, box.right, box.bottom].map(Math.round)));
           }
         }
         return faults",
        &[],
    );
    found.as_array().unwrap().iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn language_and_look_are_chosen_and_stay() {
    let desk = desk();
    assert_eq!(desk.attribute("html", "lang").as_deref(), Some("da"), "Danish first");
    desk.to_screen("settings");
    desk.click(by_role("radio", "English"));
    desk.wait("English", "document.documentElement.lang === 'en'");
    desk.wait_text("h1", "Settings");
    desk.click(by_role_part("radio", "Dark"));
    desk.wait("dark", "document.documentElement.dataset.theme === 'dark'");
    desk.key("Escape");
    desk.wait_text(".ready", "Ready for the next guest");
    let desk = desk.restart();
    desk.wait_text(".ready", "Ready for the next guest");
    desk.wait("dark", "document.documentElement.dataset.theme === 'dark'");
    desk.close();
}

#[test]
fn a_larger_screen_shows_the_same_larger() {
    let desk = desk();
    let small = desk.js("return parseFloat(getComputedStyle(document.documentElement).fontSize)", &[]);
    assert_eq!(small, json!(16), "at 1366 pixels a rem is 16");
    desk.resize(Size::new(1280, 720));
    assert!(cut_off(&desk).is_empty(), "the least window: {:#?}", cut_off(&desk));
    desk.close();
}

#[test]
fn one_gets_everywhere_with_the_keyboard() {
    let desk = desk();
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    let mut seen = Vec::new();
    for _ in 0..40 {
        desk.key("Tab");
        let at = desk.js("const at = document.activeElement; return at.closest('.verdict, .side, .foot, .rail, .field, #scope')?.className || at.id || at.tagName", &[]);
        seen.push(at.as_str().unwrap_or_default().to_owned());
    }
    for place in ["verdict", "side", "foot", "rail", "field"] {
        assert!(seen.iter().any(|at| at.contains(place)), "Tab comes to {place}: {seen:?}");
    }
    desk.close();
}
