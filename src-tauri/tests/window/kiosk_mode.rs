//! Kiosk mode: a guest with a keyboard stays at the window, and the lead gets out.

use kiosk::Passphrase;
use serde_json::json;
use testkit::{App, Display, by_role_part};

use crate::desk::{Desk, Place, USUAL, desk};
use crate::security::{sign_in, with_staff};
use crate::steps::until;

/// With this file in the user's folder it is on at each start.
fn turn_on(place: &Place) {
    std::fs::write(place.home().join("kiosk-mode"), "on\n").unwrap();
}

fn wait_full(app: &App, is_full: bool) {
    let what = if is_full { "full screen" } else { "no full screen" };
    until(what, || app.window_states().contains("FULLSCREEN") == is_full);
}

/// Asks the window to close, as the desktop does.
fn ask_to_close(app: &App) {
    app.activate();
    app.key("alt+F4");
}

/// Enters the lead's PIN in the panel that asks for it.
fn give_word(app: &App, pin: &str) {
    app.wait_text(".lead-word:not(.way-out)", "Lederens pinkode");
    app.wait("the lead chosen", "document.activeElement?.matches('.lead-word .tile')");
    app.type_text(pin);
}

/// All calls that open a dialog of the system, and what a desk is told with an event open.
const DIALOGS: [(&str, &str); 7] = [
    ("chooseList", "leadNeeded"),
    ("chooseTemplate", "leadNeeded"),
    ("choosePicture", "leadNeeded"),
    ("chooseTemplateFile", "leadNeeded"),
    ("chooseFolder", "leadNeeded"),
    // Where an event is open, or only waits for its passphrase, no other one is opened, by the lead either.
    ("openEvent", "busy"),
    ("chooseBackup", "busy"),
];

/// How a call past the page ends.
fn code_of(app: &App, call: &str) -> String {
    let code = app.js(
        "return globalThis.__TAURI_INTERNALS__.invoke(arguments[0], { params: { name: 'a' } }).then(() => 'done', (problem) => problem.code)",
        &[json!(call)],
    );
    code.as_str().unwrap().to_owned()
}

fn wait_ended(app: &App) {
    until("the program's end", || !app.runs());
}

#[test]
fn the_window_does_not_close_without_the_leads_pin() {
    let place = with_staff();
    turn_on(&place);
    let desk = place.open_as("Jakob Vinter", "1234");
    wait_full(&desk, true);
    ask_to_close(&desk);
    desk.wait_focus("[data-way-out=stay]");
    desk.wait_text("[data-who-may=lead]", "kræver lederens pinkode");
    desk.key("Escape");
    desk.wait_gone(".way-out");
    // The guest goes on meanwhile, and a check-in is no way out either.
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.verdict("admitted");
    ask_to_close(&desk);
    desk.click("[data-way-out=end]");
    give_word(&desk, "0000");
    desk.wait_text(".lead-word .lock-said", "Pinkoden passer ikke");
    assert!(desk.runs(), "a wrong PIN lets nobody out");
    desk.key("Escape");
    desk.wait_gone(".lead-word");
    // Whoever calls past the page gets no further.
    let calls = desk.js(
        "const make = (call, params) => globalThis.__TAURI_INTERNALS__.invoke(call, { params }).then(() => 'done', (problem) => problem.code); \
         return [await make('leaveKiosk', { end: true }), await make('leaveKiosk', { end: false }), await make('setKiosk', { on: false })]",
        &[],
    );
    assert_eq!(calls, json!(["leadNeeded", "leadNeeded", "leadNeeded"]));
    // The system's dialogs show the computer's files: none comes up, neither for a moment.
    let windows = desk.windows();
    for (call, code) in DIALOGS {
        assert_eq!(code_of(&desk, call), code, "{call}");
    }
    desk.wait_awake();
    assert_eq!(desk.windows(), windows, "no dialog");
    wait_full(&desk, true);
    ask_to_close(&desk);
    desk.click("[data-way-out=window]");
    give_word(&desk, "4711");
    wait_full(&desk, false);
    // It is left until the next start.
    desk.close().start_in_kiosk_mode();
}

impl Place {
    /// Starts again: the desk is locked, full screen, and its lead ends it.
    fn start_in_kiosk_mode(self) {
        let app = self.start();
        app.wait_for(".lock");
        wait_full(&app, true);
        ask_to_close(&app);
        app.wait_text(".lock-said", "Kun lederen kan lukke vinduet");
        assert_eq!(app.count(".way-out:not([hidden])"), 0);
        let calls = app.js(
            "return globalThis.__TAURI_INTERNALS__.invoke('leaveKiosk', { params: { end: true } }).then(() => 'done', (problem) => problem.code)",
            &[],
        );
        assert_eq!(calls, "locked");
        sign_in(&app, "Lone Krag", "4711");
        app.wait_for(Desk::FIELD);
        ask_to_close(&app);
        app.click("[data-way-out=end]");
        wait_ended(&app);
    }
}

#[test]
fn where_no_staff_are_entered_anybody_gets_out_and_it_says_so() {
    let place = Place::new();
    place.make_sample();
    let mut options = place.options().event(&place.event());
    options.args.push("--kiosk".to_owned());
    let app = App::start(&Display::start(USUAL, "dk"), options);
    app.wait_focus(Desk::FIELD);
    wait_full(&app, true);
    ask_to_close(&app);
    app.wait_text("[data-who-may=everybody]", "alle kan komme ud");
    app.click("[data-way-out=end]");
    wait_ended(&app);
    drop(app);
    // The switch was for that run.
    let app = place.start();
    app.wait_focus(Desk::FIELD);
    assert!(!app.window_states().contains("FULLSCREEN"));
    app.close();
}

#[test]
fn the_lead_turns_it_on_and_off_in_settings() {
    let desk = desk();
    desk.to_screen("settings");
    desk.click("[data-choice='tab.security']");
    desk.wait_text("[data-kiosk-is=off]", "kan gøres mindre");
    desk.wait_text(".kiosk-card [data-no-pin]", "ingen pinkode");
    desk.tab_to("[data-choice='kiosk.turnOn']");
    desk.key("Return");
    desk.wait_text("[data-kiosk-is=on]", "uden lederen");
    wait_full(&desk, true);
    ask_to_close(&desk);
    desk.wait_focus("[data-way-out=stay]");
    if let Some(folder) = std::env::var_os("ANKOMST_LOOK") {
        desk.screenshot(&std::path::Path::new(&folder).join("kiosk-mode.png"));
    }
    desk.key("Return");
    desk.wait_gone(".way-out");
    desk.click("[data-choice='kiosk.end']");
    wait_ended(&desk);
    let place = desk.kill();
    let desk = place.open();
    wait_full(&desk, true);
    desk.to_screen("settings");
    desk.click("[data-choice='tab.security']");
    desk.click("[data-choice='kiosk.leave']");
    desk.wait_text("[data-kiosk-is=left]", "Forladt for nu");
    wait_full(&desk, false);
    desk.click("[data-choice='kiosk.turnOff']");
    desk.wait_for("[data-kiosk-is=off]");
    let desk = desk.restart();
    assert!(!desk.window_states().contains("FULLSCREEN"), "off for good");
    desk.close();
}

#[test]
fn keys_of_a_browser_and_of_the_desktop_lead_nowhere() {
    let place = with_staff();
    turn_on(&place);
    let desk = place.open_as("Jakob Vinter", "1234");
    wait_full(&desk, true);
    desk.js("globalThis.mark = 1; return true", &[]);
    let shape = desk.js("return [innerWidth, innerHeight, devicePixelRatio, visualViewport.scale]", &[]);
    let (windows, here) = (desk.windows(), desk.js("return location.href", &[]));
    let keys = [
        "F11",
        "F5",
        "ctrl+r",
        "ctrl+shift+r",
        "ctrl+w",
        "ctrl+q",
        "ctrl+n",
        "ctrl+shift+n",
        "ctrl+o",
        "ctrl+s",
        "ctrl+p",
        "ctrl+f",
        "ctrl+g",
        "ctrl+j",
        "ctrl+h",
        "ctrl+u",
        "ctrl+d",
        "ctrl+shift+i",
        "ctrl+shift+j",
        "ctrl+shift+c",
        "ctrl+shift+Delete",
        "alt+Left",
        "alt+Right",
        "alt+Home",
        "alt+space",
        "ctrl+Tab",
        "F7",
        "F10",
        "shift+F10",
        "Menu",
        "ctrl+period",
        "XF86Back",
        "XF86Forward",
        "XF86Reload",
        "Print",
        "super+d",
        "super+Down",
        "alt+Tab",
        "alt+Escape",
        "ctrl+Escape",
    ];
    for key in keys {
        desk.key(key);
    }
    // The wheel with Ctrl, a menu by the mouse, the mouse's own keys for back and forward, a text that is dragged.
    let field = desk.js("const box = document.querySelector('#field input').getBoundingClientRect(); return [box.x + 80, box.y + box.height / 2]", &[]);
    let (x, y) = (field[0].as_f64().unwrap().to_string(), field[1].as_f64().unwrap().to_string());
    desk.xdotool(&["mousemove", &x, &y, "keydown", "ctrl", "click", "4", "click", "4", "click", "5", "keyup", "ctrl"]);
    desk.xdotool(&["click", "3", "click", "8", "click", "9", "click", "2"]);
    let dropped = desk.js(
        "const told = []; for (const type of ['dragover', 'drop', 'dragstart', 'contextmenu']) { const event = new DragEvent(type, { bubbles: true, cancelable: true }); document.querySelector('#stage').dispatchEvent(event); told.push(event.defaultPrevented); } return told",
        &[],
    );
    assert_eq!(dropped, json!([true, true, true, true]), "a file that is dropped, or a menu");
    desk.wait_awake();
    assert_eq!(
        desk.js("return [globalThis.mark, location.href]", &[]),
        json!([1, here]),
        "the page was not loaded anew"
    );
    assert_eq!(
        desk.js("return [innerWidth, innerHeight, devicePixelRatio, visualViewport.scale]", &[]),
        shape,
        "nor is it larger"
    );
    assert_eq!(desk.windows(), windows, "no other window, menu or dialog came up");
    wait_full(&desk, true);
    assert!(desk.is_active());
    desk.key("Escape");
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.verdict("admitted");
    desk.kill();
}

#[test]
fn what_makes_the_window_small_or_puts_it_away_is_taken_back() {
    let place = with_staff();
    turn_on(&place);
    let desk = place.open_as("Jakob Vinter", "1234");
    wait_full(&desk, true);
    let window = desk.window().to_owned();
    desk.xdotool(&["windowminimize", &window]);
    until("the window in front again", || desk.is_active() && desk.window_states().contains("FULLSCREEN"));
    desk.key("super+F11");
    until("full screen again", || desk.is_active() && desk.window_states().contains("FULLSCREEN"));
    desk.wait_focus(Desk::FIELD);
    desk.kill();
}

#[test]
fn no_dialog_of_webkits_comes_up_whatever_the_page_asks_for() {
    let desk = desk();
    let windows = desk.windows();
    // WebKit does some of it only where somebody has clicked. (While a driver is there it keeps the choosing of files and `prompt` to
    // itself, and Tauri has a `print` of its own, so of these three the test only says that nothing comes up.)
    desk.js(
        "globalThis.asked = {}; const button = document.createElement('button'); button.id = 'try'; button.textContent = 'try'; \
         Object.assign(button.style, { position: 'fixed', inset: '0 auto auto 0', width: '80px', height: '60px', zIndex: 999 }); \
         const input = document.createElement('input'); input.type = 'file'; document.body.append(button, input); \
         const acts = { print: () => print(), file: () => input.click(), prompt: () => prompt('a'), close: () => close(), \
           full: () => document.documentElement.requestFullscreen?.().then(() => 'full', () => 'refused') ?? 'refused' }; \
         button.onclick = async () => { const act = button.dataset.act; globalThis.asked[act] = await acts[act]() ?? null; }; return true",
        &[],
    );
    for act in ["print", "file", "prompt", "full", "close"] {
        desk.js("document.getElementById('try').dataset.act = arguments[0]; return true", &[json!(act)]);
        desk.click("#try");
        desk.wait("an answer", &format!("'{act}' in globalThis.asked"));
        desk.wait_awake();
        assert_eq!(desk.windows(), windows, "{act} opens nothing");
        assert!(desk.is_active(), "{act} takes the keys");
    }
    let asked = json!({"print": null, "file": null, "prompt": null, "full": "refused", "close": null});
    assert_eq!(desk.js("return globalThis.asked", &[]), asked);
    desk.js("document.getElementById('try').remove(); document.querySelector('input[type=file]').remove(); document.querySelector('#field input').focus(); return true", &[]);
    desk.wait_focus(Desk::FIELD);
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.close();
}

#[test]
fn behind_a_passphrase_nobody_gets_out_and_without_an_event_anybody() {
    let place = with_staff();
    let words = Passphrase::new("fire ord som ingen kender".to_owned());
    kiosk::event_files::change_passphrase(&place.event(), Some(&words), &place.kiosk_options()).unwrap();
    turn_on(&place);
    let app = place.start();
    app.wait_focus("[name=passphrase]");
    wait_full(&app, true);
    ask_to_close(&app);
    app.wait_text("[data-who-may=nobody]", "Åbn det først");
    assert_eq!(app.count("[data-way-out=end]"), 0);
    let call = app.js(
        "return globalThis.__TAURI_INTERNALS__.invoke('leaveKiosk', { params: { end: true } }).then(() => 'done', (problem) => problem.code)",
        &[],
    );
    assert_eq!(call, "passphraseNeeded");
    let windows = app.windows();
    for (call, _) in DIALOGS {
        let code = code_of(&app, call);
        assert!(["passphraseNeeded", "busy"].contains(&code.as_str()), "{call}: {code}");
    }
    assert_eq!(app.windows(), windows, "no dialog");
    app.kill();
    let place = Place::new();
    std::fs::create_dir_all(place.home()).unwrap();
    turn_on(&place);
    let app = App::start(&Display::start(USUAL, "dk"), place.options());
    app.wait_text("h1", "Velkommen");
    ask_to_close(&app);
    app.wait_text("[data-who-may=noEvent]", "Intet arrangement er åbent");
    app.click(by_role_part("button", "Luk programmet"));
    wait_ended(&app);
}
