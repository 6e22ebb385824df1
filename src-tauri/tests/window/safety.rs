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
    desk.js("globalThis.refused = []; addEventListener('securitypolicyviolation', (event) => globalThis.refused.push(event.blockedURI)); return true", &[]);
    for address in ["https://example.org/", "http://localhost:1/", "file:///etc/hostname"] {
        let fetched = desk.js("return fetch(arguments[0]).then(() => 'came', () => 'refused')", &[json!(address)]);
        assert_eq!(fetched, "refused", "{address}");
    }
    for address in [
        "javascript:globalThis.ran=true",
        "file:///etc/passwd",
        "data:text/html,<p>x",
        "about:blank",
        "badge://localhost/scanner-test",
    ] {
        desk.js("location.href = arguments[0]; return true", &[json!(address)]);
        for tag in ["iframe", "object", "embed", "script", "img", "link"] {
            desk.js("const one = document.createElement(arguments[0]); one[{ object: 'data', link: 'href' }[arguments[0]] ?? 'src'] = arguments[1]; one.rel = 'stylesheet'; document.body.append(one); setTimeout(() => one.remove(), 200); return true", &[json!(tag), json!(address)]);
        }
    }
    desk.wait_awake();
    assert_eq!(
        desk.js("return [location.href, globalThis.ran === undefined]", &[]),
        json!([here, true]),
        "nothing of it"
    );
    let told = desk.js("return globalThis.refused.length", &[]).as_u64().unwrap();
    assert!(told >= 10, "each refusal is told, none is silent: {told}");
    let inline = desk.js(
        "const script = document.createElement('script'); script.textContent = 'globalThis.ran = true'; document.body.append(script); return Boolean(globalThis.ran)",
        &[],
    );
    assert_eq!(inline, Value::Bool(false), "no inline script runs");
    desk.wait_focus(Desk::FIELD);
    // What was refused is told to the page as an event of its policy, which is no fault of ours.
    desk.kill();
}

/// Every command that Tauri and its plugins have in this program, from the list that its build makes.
fn commands_of_plugins() -> Vec<String> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/gen/schemas/acl-manifests.json");
    let manifests: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let mut commands = Vec::new();
    for (plugin, manifest) in manifests.as_object().unwrap() {
        // Ours have no plugin's name; the staff's window may make them.
        if plugin == "__app-acl__" {
            continue;
        }
        let plugin = plugin.trim_start_matches("core:");
        let permissions = manifest["permissions"].as_object().unwrap().values();
        let allowed = permissions.flat_map(|one| one["commands"]["allow"].as_array().unwrap());
        commands.extend(allowed.map(|command| format!("plugin:{plugin}|{}", command.as_str().unwrap())));
    }
    commands.sort();
    commands.dedup();
    commands
}

#[test]
fn no_command_can_be_called_that_is_not_listed() {
    let desk = desk();
    let mut commands = commands_of_plugins();
    assert!(commands.len() > 100, "only {} commands are known", commands.len());
    assert!(commands.iter().any(|command| command == "plugin:window|close"), "{commands:?}");
    commands.extend(
        ["plugin:fs|read_file", "plugin:shell|execute", "open", "eval", "run", "constructor"].map(str::to_owned),
    );
    let done = desk.js(
        "const done = []; for (const command of arguments[0]) await globalThis.__TAURI_INTERNALS__.invoke(command, {}).then(() => done.push(command), () => undefined); return done",
        &[json!(commands)],
    );
    assert_eq!(done, json!([]), "of {} commands", commands.len());
    // What is listed reads its parameters strictly.
    let answer = desk.js("return globalThis.__TAURI_INTERNALS__.invoke('overview', { params: { x: 1 } }).then(() => 'done', (problem) => problem.code)", &[]);
    assert_eq!(answer, "wrongParameter");
    desk.close();
}

/// What a list or a guest may bring that is no name.
fn hostile() -> Vec<String> {
    let mut names = vec![
        "\"><svg onload=globalThis.ran=true>".to_owned(),
        "javascript:globalThis.ran=true".to_owned(),
        "'); DROP TABLE attendee; --".to_owned(),
        "=HYPERLINK(\"http://example.org\",\"x\")".to_owned(),
        "{{constructor.constructor('globalThis.ran=true')()}}".to_owned(),
        "${globalThis.ran=true}".to_owned(),
        "Åse\u{202e}neslO\u{2066}\u{200f} Ud".to_owned(),
        "a\u{0}b\u{8}c\u{1b}[31m d".to_owned(),
        format!("Z{}", "\u{0300}".repeat(150)),
    ];
    names.push("Wæver ".repeat(20_000));
    names
}

#[test]
fn whatever_a_guest_is_called_stays_a_text() {
    let desk = desk();
    desk.js(
        "globalThis.refused = []; addEventListener('securitypolicyviolation', (event) => globalThis.refused.push(event.violatedDirective)); return true",
        &[],
    );
    for (number, name) in hostile().iter().enumerate() {
        let person = desk.call(
            "addWalkIn",
            &json!({"name": name, "organisation": name, "note": name, "email": format!("h{number}@b.example")}),
        );
        let shown = person["name"].as_str().unwrap();
        assert!(shown.chars().count() <= 200, "{} letters of a name", shown.chars().count());
        let hidden = |letter: char| {
            letter.is_control()
                || ('\u{202a}'..='\u{202e}').contains(&letter)
                || ('\u{2066}'..='\u{2069}').contains(&letter)
        };
        assert!(!shown.contains(hidden), "{shown:?}");
        // Typed by its address, shown everywhere a person is shown.
        desk.type_text(&format!("h{number}@b.example"));
        desk.first_hit(shown);
        desk.key("Return");
        desk.wait_text(".verdict .name", shown);
        desk.wait_awake();
        desk.key("F4");
        desk.wait_text(".person-title", shown);
        desk.key("Escape");
        desk.key("Escape");
        desk.idle();
    }
    desk.to_screen("overview");
    desk.wait_for(".overview-body h2");
    let after = desk.js(
        "return [globalThis.ran === undefined, globalThis.refused, document.querySelectorAll('script:not([src]), svg[onload], iframe, object, embed').length, document.documentElement.scrollWidth <= innerWidth]",
        &[],
    );
    assert_eq!(
        after,
        json!([true, [], 0, true]),
        "nothing ran, nothing had to be refused, nothing is wider than the window"
    );
    let people = desk.call("listAttendees", &json!({"limit": 1}));
    assert!(people["attendees"].as_array().is_some_and(|some| !some.is_empty()), "the people are still there");
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

#[test]
fn the_report_for_whoever_helps_says_what_happened_and_names_nobody() {
    let desk = desk();
    desk.call(
        "addWalkIn",
        &json!({"name": "Kanariefugl Gulvinge", "email": "kanarie.gul@fugl.example", "organisation": "Voliererne ApS"}),
    );
    desk.check_in("gulvinge", "Kanariefugl Gulvinge");
    desk.scan("KANARIE-KODE-4711");
    desk.verdict("unknownCode");
    // Two things that go wrong.
    desk.js("return globalThis.__TAURI_INTERNALS__.invoke('getAttendee', { params: { attendee: '0190b5c0-7c1d-7cc3-98c4-0000000000aa' } }).catch((problem) => problem.code)", &[]);
    desk.js("return globalThis.__TAURI_INTERNALS__.invoke('checkIn', { params: { text: 'KANARIE-2', colour: 'Gulvinge' } }).catch((problem) => problem.code)", &[]);
    desk.key("Escape");
    desk.to_screen("settings");
    desk.wait_for("[data-choice=support]");
    desk.click("[data-choice=support]");
    desk.wait_text(".health", "Gemt uden navne");
    let reports = desk.folder().join("event.ankomst-files/reports");
    let report = std::fs::read_dir(reports)
        .unwrap()
        .flatten()
        .find(|file| file.file_name().to_string_lossy().starts_with("support-"));
    let text = std::fs::read_to_string(report.expect("a report").path()).unwrap();
    for told in [
        "Ankomst ",
        "listed ",
        "heads ",
        "check file: ok",
        "call=\"checkIn\"",
        "outcome=\"admitted\"",
        "outcome=\"unknownCode\"",
        "code=\"notFound\"",
        "code=\"wrongParameter\"",
    ] {
        assert!(text.contains(told), "{told} in {text}");
    }
    for secret in ["Kanarie", "Gulvinge", "KANARIE", "kanarie", "fugl.example", "Volierer"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    desk.close();
}
