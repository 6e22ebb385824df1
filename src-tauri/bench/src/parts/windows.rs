//! The app's window and the empty one, each on a screen that nobody sees.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use testkit::{App, AppOptions, Display, Size};

use crate::ground::{EventPlace, Ground};
use crate::programs;

/// The smallest full screen that houses have.
pub(crate) const USUAL: Size = Size::new(1366, 768);

/// Waits for the mark that both pages make once their first frame is drawn, and gives its time since 1970 in ms.
const USABLE: &str = "return new Promise((done) => {
    const look = () => {
      const mark = performance.getEntriesByName('usable')[0];
      if (mark) done(performance.timeOrigin + mark.startTime);
      else setTimeout(look, 10);
    };
    look();
  })";

/// Starts the app or the empty window.
pub(crate) struct Starter<'a> {
    ground: &'a Ground,
    display: Display,
}

/// A window that can be used, and how long that took since its program was started.
pub(crate) struct Started {
    pub(crate) app: App,
    pub(crate) took: Duration,
}

impl<'a> Starter<'a> {
    /// With a screen and a Danish keyboard.
    pub(crate) fn new(ground: &'a Ground) -> Self {
        Self { ground, display: Display::start(USUAL, "dk") }
    }

    /// The app on an event.
    pub(crate) fn app(&self, place: &EventPlace) -> Result<Started, String> {
        let program = self.ground.program("ankomst")?;
        self.start(&program, |script| AppOptions::new(script, &place.home()).event(&place.file))
    }

    /// The empty window.
    pub(crate) fn empty(&self) -> Result<Started, String> {
        let program = self.ground.program("examples/empty_window")?;
        self.start(&program, |script| AppOptions::new(script, script.parent().unwrap_or(script)))
    }

    fn start(&self, program: &Path, options: impl FnOnce(&Path) -> AppOptions) -> Result<Started, String> {
        let folder = self.ground.new_folder()?;
        let (script, stamp) = (folder.path().join("start"), folder.path().join("stamp"));
        // The driver starts the program at a moment that nobody else knows; so a script in front of it looks at the clock and
        // becomes the program.
        let text = format!("#!/bin/sh\ndate +%s%N > {}\nexec {} \"$@\"\n", quoted(&stamp), quoted(program));
        std::fs::write(&script, text).map_err(|error| error.to_string())?;
        programs::make_executable(&script)?;
        let app = App::start(&self.display, options(&script));
        let usable_ms = app.js(USABLE, &[]);
        let started = std::fs::read_to_string(&stamp).map_err(|error| error.to_string())?;
        let started: f64 = started.trim().parse().map_err(|_| format!("`date` says {started}"))?;
        let usable_ms = usable_ms.as_f64().ok_or("the page does not say when it could be used")?;
        let took = usable_ms / 1e3 - started / 1e9;
        Ok(Started { app, took: Duration::try_from_secs_f64(took).map_err(|error| error.to_string())? })
    }
}

fn quoted(path: &Path) -> String {
    format!("'{}'", path.to_string_lossy().replace('\'', r"'\''"))
}

/// Makes a call of the kiosk as the page does.
pub(crate) fn call(app: &App, name: &str, params: Value) -> Value {
    app.js(
        "return globalThis.__TAURI_INTERNALS__.invoke(arguments[0], { params: arguments[1] })",
        &[name.into(), params],
    )
}
