//! The user's folder: which event was open last, and what belongs to this machine and not to an event.

use std::path::{Path, PathBuf};

/// Where the user's folder lies: `ANKOMST_HOME`, else where the system keeps a program's data; `None` if it says nothing.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    if let Some(home) = variable("ANKOMST_HOME") {
        return Some(home);
    }
    if cfg!(windows) {
        variable("APPDATA").map(|data| data.join("Ankomst"))
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Application Support/Ankomst"))
    } else {
        variable("XDG_DATA_HOME")
            .or_else(|| variable("HOME").map(|home| home.join(".local/share")))
            .map(|data| data.join("ankomst"))
    }
}

/// The event open last.
#[must_use]
pub fn last_event(home: &Path) -> Option<PathBuf> {
    let last = std::fs::read_to_string(last_event_file(home)).unwrap_or_default();
    let last = last.trim_end_matches('\n');
    (!last.is_empty()).then(|| last.into())
}

/// Remembers the event for the next start. It is a convenience: nothing fails because of it.
pub fn remember_event(event: &Path, home: &Path) {
    let Ok(event) = event.canonicalize() else { return };
    let path = last_event_file(home);
    if std::fs::read_to_string(&path).is_ok_and(|known| known == event.to_string_lossy()) {
        return;
    }
    let _ = std::fs::create_dir_all(home).and_then(|()| std::fs::write(path, event.to_string_lossy().as_bytes()));
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn last_event_file(home: &Path) -> PathBuf {
    home.join("last-event")
}
