//! The user's folder and the event open last.

use std::path::{Path, PathBuf};

use crate::output::Failure;

/// The user's folder: `ANKOMST_HOME`, else where the system keeps a program's data.
pub(crate) fn home() -> Result<PathBuf, Failure> {
    if let Some(home) = variable("ANKOMST_HOME") {
        return Ok(home);
    }
    let found = if cfg!(windows) {
        variable("APPDATA").map(|data| data.join("Ankomst"))
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Application Support/Ankomst"))
    } else {
        variable("XDG_DATA_HOME")
            .or_else(|| variable("HOME").map(|home| home.join(".local/share")))
            .map(|data| data.join("ankomst"))
    };
    found.ok_or_else(|| Failure::Usage("no folder for the user's data is known: set ANKOMST_HOME".to_owned()))
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The event of this call: the one named, else the one open last.
pub(crate) fn event(named: Option<&Path>, home: &Path) -> Result<PathBuf, Failure> {
    if let Some(named) = named {
        return Ok(named.to_owned());
    }
    let last = std::fs::read_to_string(last_event(home)).unwrap_or_default();
    let last = last.trim_end_matches('\n');
    if last.is_empty() {
        return Err(Failure::Usage(
            "no event was open before: name one with --event FILE, or make one with `ankomstctl sample FILE`"
                .to_owned(),
        ));
    }
    Ok(last.into())
}

/// Remembers the event for the next call. It is a convenience: a call does not fail because of it.
pub(crate) fn remember(event: &Path, home: &Path) {
    let Ok(event) = event.canonicalize() else { return };
    let path = last_event(home);
    if std::fs::read_to_string(&path).is_ok_and(|known| known == event.to_string_lossy()) {
        return;
    }
    let _ = std::fs::create_dir_all(home).and_then(|()| std::fs::write(path, event.to_string_lossy().as_bytes()));
}

fn last_event(home: &Path) -> PathBuf {
    home.join("last-event")
}
