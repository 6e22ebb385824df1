//! How every screen looks and reads: three themes, two languages, small and large.

use serde_json::{Value, json};
use testkit::{App, Size, by_role, by_role_part};

use crate::desk::{Desk, desk};
use crate::screens::SCREENS;

const LANGUAGES: [&str; 2] = ["da", "en"];

/// Back to the idle screen from wherever one is.
fn leave(desk: &Desk) {
    for _ in 0..5 {
        desk.key("Escape");
    }
    desk.idle();
}

fn show_as(desk: &Desk, language: &str, theme: &str) {
    let settings = json!({"language": language, "theme": theme, "zoom": 100});
    desk.call("keepWindow", &settings);
    desk.js("location.reload(); return true", &[]);
    desk.wait(
        "the look",
        &format!(
            "document.documentElement.lang === '{language}' && document.documentElement.dataset.theme === '{theme}'"
        ),
    );
    desk.wait_for(Desk::FIELD);
    leave(desk);
}

#[test]
fn nothing_on_any_screen_keeps_people_with_disabilities_out_when_it_is_light() {
    keeps_nobody_out("light");
}

#[test]
fn nothing_on_any_screen_keeps_people_with_disabilities_out_when_it_is_dark() {
    keeps_nobody_out("dark");
}

#[test]
fn nothing_on_any_screen_keeps_people_with_disabilities_out_in_high_contrast() {
    keeps_nobody_out("contrast");
}

#[track_caller]
fn keeps_nobody_out(theme: &str) {
    let desk = desk();
    let mut faults = Vec::new();
    for language in LANGUAGES {
        show_as(&desk, language, theme);
        for (screen, go) in SCREENS {
            go(&desk);
            for fault in desk.axe(&json!({})) {
                faults.push(format!("{screen}, {language}, {theme}: {fault}"));
            }
            leave(&desk);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    desk.close();
}

#[test]
fn nothing_is_cut_off_on_the_smallest_full_screen() {
    shows_everything_at(100);
}

#[test]
fn nothing_is_cut_off_at_twice_the_size() {
    shows_everything_at(200);
}

#[track_caller]
fn shows_everything_at(zoom: u32) {
    let desk = desk();
    let mut faults = Vec::new();
    for language in LANGUAGES {
        desk.call("keepWindow", &json!({"language": language, "theme": "light", "zoom": zoom}));
        desk.js("location.reload(); return true", &[]);
        desk.wait(
            "the size",
            &format!(
                "document.documentElement.lang === '{language}' && Math.abs(innerWidth - {}) < 30",
                136_600 / zoom
            ),
        );
        desk.wait_for(Desk::FIELD);
        leave(&desk);
        for (screen, go) in SCREENS {
            go(&desk);
            for fault in cut_off(&desk) {
                faults.push(format!("{screen}, {language}, {zoom} %: {fault}"));
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
