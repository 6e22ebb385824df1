//! For tests and the tour only: the real program in a real window, on a screen that nobody sees, with real keys.
//!
//! ```no_run
//! use testkit::{App, AppOptions, Display, Size, by_role};
//!
//! let display = Display::start(Size::new(1366, 768), "dk");
//! let app = App::start(&display, AppOptions::new("ankomst".as_ref(), "folder".as_ref()));
//! app.type_text("nielsen");
//! app.wait_text(by_role("option", "Mette Nielsen"), "ventes");
//! app.key("Return");
//! app.close();
//! ```
//!
//! Every call blocks, every wait has a limit, and whatever cannot be done fails the test with a sentence that says what
//! it was: calls panic and return nothing to be handled. All programs that are started end with the values here, also
//! when a test panics.
#![expect(clippy::panic, reason = "for tests: what cannot be done fails the test")]

mod app;
mod display;
mod eyes;
mod hands;
#[cfg(unix)]
mod port;
mod printers;
mod program;
mod target;
mod webdriver;

pub use app::{App, AppOptions, Stopped};
pub use display::{Display, Size};
#[cfg(unix)]
pub use port::Port;
pub use printers::{CupsServer, FakePrinter, IppPrinterProgram, Script, Speaks, Trouble};
pub use program::{children, computed};
pub use target::{Target, by_role, by_role_part};

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a test waits for what should happen at once.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// What was done, or a sentence about why not.
type Done<T> = Result<T, String>;

/// The value, or a failed test.
#[track_caller]
fn must<T>(done: Done<T>) -> T {
    match done {
        Ok(value) => value,
        Err(why) => panic!("{why}"),
    }
}

/// Asks again and again until there is an answer; `None` if there is none in time.
fn until<T>(limit: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + limit;
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if Instant::now() > end {
            return None;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The top folder of the repository.
fn repository() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.ancestors().nth(3).unwrap_or(own).to_owned()
}
