//! The page does what it is for, and nothing else can be done with it.

use serde_json::{Value, json};

use crate::desk::{Desk, desk};

const MARKUP: &str = "<img src=x onerror=alert(1)>";

#[test]
fn a_name_that_is_markup_is_a_name() {
    let desk = desk();
    let person = desk
        .call("addWalkIn", &json!({"name": MARKUP, "organisation": "<script>alert(2)</script>", "title": "{name}"}));
    let named = person["name"].as_str().unwrap();
    desk.js("globalThis.alerts = []; globalThis.alert = (text) => globalThis.alerts.push(text); return true", &[]);
    desk.type_text("onerror");
    desk.first_hit(named);
    desk.key("Return");
    desk.verdict("admitted");
    desk.wait_text(".verdict .name", named);
    desk.wait_text(".badge-card .pill", "Gemt som PDF");
    desk.key("F4");
    desk.wait_text(".person-title", named);
    desk.key("Escape");
    desk.key("Escape");
    desk.idle();
    desk.wait_text(".latest", named);
    let made = desk.js(
        "return [document.querySelectorAll('img[src=x], script:not([src])').length, globalThis.alerts.length]",
        &[],
    );
    assert_eq!(made, json!([0, 0]), "no element was made of it, and nothing ran");
    desk.close();
}

#[test]
fn the_window_goes_nowhere_else_opens_nothing_and_fetches_nothing() {
    let desk = desk();
    let here = desk.js("return location.href", &[]);
    desk.js("location.href = 'https://example.org/'; return true", &[]);
    desk.js("const link = document.createElement('a'); link.href = 'data:text/plain,x'; link.download = 'x.txt'; document.body.append(link); link.click(); link.remove(); return true", &[]);
    let opened = desk.js("return window.open('https://example.org/') === null", &[]);
    assert_eq!(opened, Value::Bool(true), "no second window");
    desk.wait_awake();
    assert_eq!(desk.js("return location.href", &[]), here, "still the page");
    for address in ["https://example.org/", "http://localhost:1/", "file:///etc/hostname"] {
        let fetched = desk.js("return fetch(arguments[0]).then(() => 'came', () => 'refused')", &[json!(address)]);
        assert_eq!(fetched, "refused", "{address}");
    }
    let inline = desk.js(
        "const script = document.createElement('script'); script.textContent = 'globalThis.ran = true'; document.body.append(script); return Boolean(globalThis.ran)",
        &[],
    );
    assert_eq!(inline, Value::Bool(false), "no inline script runs");
    desk.wait_focus(Desk::FIELD);
    // What was refused is told to the page as an event of its policy, which is no fault of ours.
    desk.kill();
}

#[test]
fn no_command_can_be_called_that_is_not_listed() {
    let desk = desk();
    for command in [
        "plugin:event|listen",
        "plugin:window|close",
        "plugin:webview|create_webview_window",
        "plugin:single-instance|x",
        "plugin:fs|read_file",
        "open",
        "eval",
    ] {
        let answer = desk.js(
            "return globalThis.__TAURI_INTERNALS__.invoke(arguments[0], {}).then(() => 'done', () => 'refused')",
            &[json!(command)],
        );
        assert_eq!(answer, "refused", "{command}");
    }
    // What is listed reads its parameters strictly.
    let answer = desk.js("return globalThis.__TAURI_INTERNALS__.invoke('overview', { params: { x: 1 } }).then(() => 'done', (problem) => problem.code)", &[]);
    assert_eq!(answer, "wrongParameter");
    desk.close();
}

#[test]
fn keys_of_a_browser_do_nothing() {
    let desk = desk();
    desk.js("globalThis.mark = 1; return true", &[]);
    for key in ["F5", "ctrl+r", "ctrl+p", "ctrl+f", "ctrl+shift+i", "alt+Left", "ctrl+u", "F11"] {
        desk.key(key);
    }
    desk.wait_awake();
    assert_eq!(desk.js("return globalThis.mark", &[]), json!(1), "the page was not loaded anew");
    desk.type_text("kim kj");
    desk.first_hit("Kim Kjær Nielsen");
    desk.close();
}
