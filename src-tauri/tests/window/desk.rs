//! A desk for one test: an event of its own, open in a window on a screen of its own.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use kiosk::clock::SystemClock;
use kiosk::settings::EventFile;
use kiosk::{Access, Caller, Kiosk, KioskOptions, api, event_files};
use tempfile::TempDir;
use testkit::{App, AppOptions, Display, Size};

/// The smallest full screen that houses have.
pub(crate) const USUAL: Size = Size::new(1366, 768);

/// The window, and the folder that its event lies in. What [`App`] can do, this can.
pub(crate) struct Desk {
    app: App,
    place: Place,
}

/// Where the event and the user's folder lie.
pub(crate) struct Place {
    folder: TempDir,
}

/// The sample event at a desk with a Danish keyboard, its page ready for the first guest.
pub(crate) fn desk() -> Desk {
    let place = Place::new();
    place.make_sample();
    place.open()
}

impl Place {
    /// A folder without an event.
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn event(&self) -> PathBuf {
        self.folder.path().join("event.ankomst")
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// Puts the sample event there, as `ankomstctl sample` does.
    pub(crate) fn make_sample(&self) {
        std::fs::create_dir_all(self.home()).unwrap();
        event_files::create_sample(&self.event(), &self.kiosk_options())
            .unwrap()
            .close(Duration::from_secs(10))
            .unwrap();
    }

    /// Puts an event of one's own there, with nobody on its list.
    pub(crate) fn make(&self, event_toml: &str) {
        std::fs::create_dir_all(self.home()).unwrap();
        let event = EventFile::from_toml(event_toml).unwrap();
        Kiosk::create(&self.event(), &event, &self.kiosk_options()).unwrap().close(Duration::from_secs(10)).unwrap();
    }

    /// Opens the event that is there.
    pub(crate) fn open(self) -> Desk {
        let app = self.start();
        app.wait_for(Desk::FIELD);
        Desk { app, place: self }
    }

    /// Opens the event that is there and signs somebody in.
    pub(crate) fn open_as(self, name: &str, pin: &str) -> Desk {
        let app = self.start();
        app.click(testkit::by_role_part("button", name));
        app.type_text(pin);
        app.wait_for(Desk::FIELD);
        Desk { app, place: self }
    }

    /// Works on the event without a window, and closes it.
    pub(crate) fn with_kiosk(&self, act: impl FnOnce(&Kiosk)) {
        let kiosk = Kiosk::open(&self.event(), Access::Write, &self.kiosk_options()).unwrap();
        act(&kiosk);
        kiosk.close(Duration::from_secs(10)).unwrap();
    }

    /// Starts the program on the event, whether it can be opened or not.
    pub(crate) fn start(&self) -> App {
        App::start(&Display::start(USUAL, "dk"), self.options().event(&self.event()))
    }

    pub(crate) fn kiosk_options(&self) -> KioskOptions {
        KioskOptions {
            home: self.home(),
            desk: "Skranke 1".to_owned(),
            clock: Arc::new(SystemClock),
            prints: false,
            backs_up: None,
            max_bytes: None,
            unlock: kiosk::Unlock::Nothing,
        }
    }

    /// The log that the test has made names nobody who is on the list.
    fn look_through_the_log(&self) {
        let log = self.log();
        assert!(log.contains("started"), "there is no log to look through");
        let event = Kiosk::open(&self.event(), Access::Read, &self.kiosk_options()).unwrap();
        let mut after = serde_json::Value::Null;
        loop {
            let page = api::call(
                &event,
                &Caller::default(),
                "listAttendees",
                serde_json::json!({"limit": 500, "after": after}),
            );
            let page = page.unwrap();
            for person in page["attendees"].as_array().unwrap() {
                let codes = person["ticketCodes"].as_array().into_iter().flatten();
                let texts = [&person["name"], &person["email"], &person["phone"]].into_iter().chain(codes);
                // A single short word may be one of the program's own.
                for text in texts.filter_map(serde_json::Value::as_str).filter(|text| text.len() > 7) {
                    assert!(!log.contains(text), "{text} stands in the log");
                }
            }
            after = page["next"].clone();
            if after.is_null() {
                return;
            }
        }
    }

    /// All that the program has written into its log.
    pub(crate) fn log(&self) -> String {
        let files = std::fs::read_dir(self.home().join("logs")).into_iter().flatten().flatten();
        files.map(|file| std::fs::read_to_string(file.path()).unwrap()).collect()
    }

    /// The program as a test starts it, without an event.
    pub(crate) fn options(&self) -> AppOptions {
        AppOptions::new(Path::new(env!("CARGO_BIN_EXE_ankomst")), &self.home())
    }
}

impl Desk {
    /// The scan and search field.
    pub(crate) const FIELD: &str = "#field input";

    /// The folder that event and user's folder lie in.
    pub(crate) fn folder(&self) -> &Path {
        self.place.path()
    }

    /// Closes the window as a person does; what happened stays to be looked at.
    pub(crate) fn close(self) -> Place {
        self.app.close();
        self.place.look_through_the_log();
        self.place
    }

    /// Ends the program as a power cut would.
    pub(crate) fn kill(self) -> Place {
        self.app.kill();
        self.place
    }

    /// Ends the process behind the page, as a fault in WebKit would; the program goes on.
    pub(crate) fn kill_page(self) -> Self {
        Self { app: self.app.kill_page(), place: self.place }
    }

    /// Does something that the page's process does not outlive.
    pub(crate) fn page_comes_again(self, end: impl FnOnce(&App)) -> Self {
        Self { app: self.app.page_comes_again(end), place: self.place }
    }

    /// Closes the window and opens it again.
    pub(crate) fn restart(self) -> Self {
        self.close().open()
    }
}

impl Deref for Desk {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

/// A folder of files that lie beside the workspace; where it is missing a test says so, and fails in CI.
pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let path = workspace.parent().expect("its parent").join("shared").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "in CI the folder {} must be there", path.display());
    #[expect(clippy::print_stderr, reason = "whoever runs the tests sees what was not tried")]
    {
        eprintln!("skipped: the folder shared/{folder} beside the project is missing");
    }
    None
}
