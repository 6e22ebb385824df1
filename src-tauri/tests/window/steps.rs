//! What tests do and look for again and again.

use std::path::Path;
use std::time::{Duration, Instant};

use kiosk::event_files;
use serde_json::{Value, json};

use testkit::App;

use crate::desk::Desk;

/// Waits for what happens outside the page.
#[track_caller]
pub(crate) fn until(what: &str, done: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !done() {
        assert!(Instant::now() < end, "{what} does not come");
        std::thread::sleep(Duration::from_millis(50));
    }
}

impl Desk {
    /// Waits until the verdict is this outcome.
    #[track_caller]
    pub(crate) fn verdict(&self, outcome: &str) {
        self.wait(
            &format!("the verdict {outcome}"),
            &format!("page.seen(document.querySelector('.verdict')) && document.querySelector('.verdict').dataset.outcome === '{outcome}'"),
        );
    }

    /// Waits until nobody is being served.
    #[track_caller]
    pub(crate) fn idle(&self) {
        self.wait("the idle screen", "page.seen(document.querySelector('.idle .ready'))");
    }

    /// Waits until the first hit is this name.
    #[track_caller]
    pub(crate) fn first_hit(&self, name: &str) {
        self.wait(
            &format!("{name} as the first hit"),
            &format!("document.querySelector('#hit-0 .name')?.textContent === {}", json!(name)),
        );
    }

    /// Searches for somebody and checks in the first one found.
    #[track_caller]
    pub(crate) fn check_in(&self, typed: &str, name: &str) {
        self.type_text(typed);
        self.first_hit(name);
        self.key("Return");
        self.wait_text(".verdict .name", name);
        // Late keys are for nobody; the next one is for this guest.
        self.wait_awake();
    }

    /// Waits until keys act on the verdict.
    pub(crate) fn wait_awake(&self) {
        self.js("return new Promise((done) => setTimeout(() => done(true), 450))", &[]);
    }

    /// Makes a call of the kiosk as the page does.
    #[track_caller]
    pub(crate) fn call(&self, name: &str, params: &Value) -> Value {
        self.js(
            "return globalThis.__TAURI_INTERNALS__.invoke(arguments[0], { params: arguments[1] })",
            &[json!(name), params.clone()],
        )
    }

    /// A person by their name on the list.
    #[track_caller]
    pub(crate) fn person(&self, name: &str) -> Value {
        let found = self.call("findAttendees", &json!({"text": name}));
        let hits = found["hits"].as_array().unwrap();
        hits.iter().map(|hit| &hit["attendee"]).find(|person| person["name"] == name).unwrap().clone()
    }

    /// The text in the QR code of somebody's badge, read from its picture.
    #[track_caller]
    pub(crate) fn code_of(&self, name: &str) -> String {
        let person = self.person(name);
        self.code_of_id(person["id"].as_str().unwrap())
    }

    /// The same of a person by their id.
    #[track_caller]
    pub(crate) fn code_of_id(&self, id: &str) -> String {
        let picture = self.folder().join("badge.png");
        self.badge_into(&json!(id), "png", &picture);
        let texts = event_files::read_picture(&picture).unwrap();
        texts.into_iter().find(|text| text.starts_with("AK1")).expect("a badge has our code")
    }

    /// Draws somebody's badge into a file. The page may not say where one is saved, so the test saves what it gets.
    #[track_caller]
    pub(crate) fn badge_into(&self, id: &Value, format: &str, file: &Path) {
        let bytes = self.js(
            "return globalThis.__TAURI_INTERNALS__.invoke('renderBadge', { params: { attendee: arguments[0], format: arguments[1] } }).then(({ data }) => [...atob(data)].map((byte) => byte.charCodeAt(0)))",
            &[id.clone(), json!(format)],
        );
        let bytes: Vec<u8> = serde_json::from_value(bytes).unwrap();
        std::fs::write(file, bytes).unwrap();
    }

    /// How many have arrived, as the head says.
    #[track_caller]
    pub(crate) fn wait_arrived(&self, n: u32) {
        self.wait(&format!("{n} arrived"), &format!("document.querySelector('#count .n')?.textContent === '{n}'"));
    }

    /// Takes the keys away from the window, as another window in front of it does.
    #[track_caller]
    pub(crate) fn lose_the_keys(&self) {
        let mut away = self.display().command("xdotool");
        let done = away.args(["search", "--onlyvisible", "--name", "^Ankomst", "windowminimize"]).status();
        assert!(done.unwrap().success(), "the window goes away");
        self.wait("the keys gone", "!document.hasFocus()");
    }

    /// How many badges there are in the event's folder.
    pub(crate) fn pdfs(&self) -> usize {
        let folder = self.folder().join("event.ankomst-files/badges");
        std::fs::read_dir(folder).map_or(0, |files| {
            files.flatten().filter(|file| file.path().extension().is_some_and(|ending| ending == "pdf")).count()
        })
    }
}

impl Desk {
    /// Goes to a screen by the key that the rail names.
    #[track_caller]
    pub(crate) fn to_screen(&self, name: &str) {
        let rail = format!("[data-screen={name}]");
        let keys = self.attribute(rail.as_str(), "aria-keyshortcuts").unwrap();
        self.key(&keys.to_lowercase());
        self.wait(&format!("the screen {name}"), &format!("document.querySelector('{rail}[aria-current=page]')"));
    }

    /// Presses Tab until an element has the focus.
    #[track_caller]
    pub(crate) fn tab_to(&self, selector: &str) {
        self.wait_for(selector);
        for _ in 0..MOST_TABS {
            let there = self.js("return document.activeElement.matches(arguments[0])", &[json!(selector)]);
            if there == true {
                return;
            }
            self.key("Tab");
        }
        panic!("Tab does not come to {selector}");
    }

    /// Chooses a file in the dialog of the system that comes up.
    #[track_caller]
    pub(crate) fn choose_in_dialog(&self, file: &Path) {
        choose_in_dialog(self, file);
    }

    /// Says in the dialog of the system where a file is to lie.
    #[track_caller]
    pub(crate) fn save_in_dialog(&self, file: &Path) {
        wait_dialog(self, true);
        self.key("ctrl+a");
        self.type_text(file.to_str().unwrap());
        self.key("Return");
        wait_dialog(self, false);
    }

    /// Closes the dialog of the system without choosing.
    #[track_caller]
    pub(crate) fn leave_dialog(&self) {
        wait_dialog(self, true);
        self.key("Escape");
        wait_dialog(self, false);
    }
}

/// Chooses a file in the dialog of the system: what begins with a slash is a place there.
#[track_caller]
pub(crate) fn choose_in_dialog(app: &App, file: &Path) {
    wait_dialog(app, true);
    app.type_text(file.to_str().unwrap());
    app.key("Return");
    wait_dialog(app, false);
}

/// Waits until a dialog has the keys, or the window has them again.
#[track_caller]
fn wait_dialog(app: &App, is_open: bool) {
    let until = Instant::now() + DIALOG;
    while app.is_active() == is_open {
        assert!(Instant::now() < until, "the dialog does not {}", if is_open { "open" } else { "close" });
        std::thread::sleep(Duration::from_millis(50));
    }
    // It takes keys a moment after it has them.
    std::thread::sleep(Duration::from_millis(500));
}

/// More than any screen has places to stop at.
const MOST_TABS: usize = 80;
/// How long the system may take for a dialog.
const DIALOG: Duration = Duration::from_secs(30);
