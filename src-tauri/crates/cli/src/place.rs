//! The user's folder and the event of a call.

use std::path::{Path, PathBuf};

use kiosk::home;

use crate::output::Failure;

/// The user's folder.
pub(crate) fn home() -> Result<PathBuf, Failure> {
    home::folder().ok_or_else(|| Failure::Usage("no folder for the user's data is known: set ANKOMST_HOME".to_owned()))
}

/// The event of this call: the one named, else the one open last.
pub(crate) fn event(named: Option<&Path>, home: &Path) -> Result<PathBuf, Failure> {
    named.map(Path::to_owned).or_else(|| home::last_event(home)).ok_or_else(|| {
        Failure::Usage(
            "no event was open before: name one with --event FILE, or make one with `ankomstctl sample FILE`"
                .to_owned(),
        )
    })
}

/// Remembers the event for the next call.
pub(crate) fn remember(event: &Path, home: &Path) {
    home::remember_event(event, home);
}
