//! Guests who step aside at this desk with a question open, remembered over a restart of the program: ids and times in the
//! user's folder, never a name and never an answer. Nobody of these is admitted; the event file knows nothing of them.

use std::path::{Path, PathBuf};

use kiosk::{AttendeeId, SessionId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The most that are remembered: more than ever stand beside one desk.
const MOST: usize = 50;
/// The longest file that is read, in bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// One guest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Guest {
    attendee: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    direction: String,
    at: String,
}

/// Of one event: another event's guests are none of this one's.
#[derive(Default, Serialize, Deserialize)]
struct Remembered {
    event: PathBuf,
    guests: Vec<Guest>,
}

/// Those of `screen`, as the page describes itself; what does not look like one is left out.
pub(crate) fn of_screen(screen: &Value) -> Vec<Guest> {
    let parked = screen.get("parked").and_then(Value::as_array).into_iter().flatten();
    parked.filter_map(guest).take(MOST).collect()
}

fn guest(parked: &Value) -> Option<Guest> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let attendee = text(parked.get("attendee").and_then(|attendee| attendee.get("id")))?;
    attendee.parse::<AttendeeId>().ok()?;
    let session = text(parked.get("session")).filter(|session| session.parse::<SessionId>().is_ok());
    let direction = text(parked.get("direction")).filter(|direction| matches!(direction.as_str(), "entry" | "exit"))?;
    let at = text(parked.get("at")).filter(|at| at.len() <= 40)?;
    Some(Guest { attendee, session, direction, at })
}

/// Writes them down. What cannot be written is told to nobody: the page still shows them.
pub(crate) fn remember(home: &Path, event: &Path, guests: &[Guest]) {
    let remembered = Remembered { event: event.to_owned(), guests: guests.to_vec() };
    if let Ok(text) = serde_json::to_vec(&remembered) {
        let _ = std::fs::create_dir_all(home).and_then(|()| std::fs::write(file(home), text));
    }
}

/// Those of this event who were written down.
pub(crate) fn recall(home: &Path, event: &Path) -> Vec<Guest> {
    let file = file(home);
    let short = file.metadata().is_ok_and(|found| found.len() <= MAX_BYTES);
    let text = if short { std::fs::read(&file).unwrap_or_default() } else { Vec::new() };
    let remembered: Remembered = serde_json::from_slice(&text).unwrap_or_default();
    if remembered.event == event { remembered.guests } else { Vec::new() }
}

fn file(home: &Path) -> PathBuf {
    home.join("waiting.json")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ID: &str = "0190b5c0-7c1d-7cc3-98c4-0000000000aa";

    #[test]
    fn guests_are_remembered_without_name_and_answer_and_only_for_their_event() {
        let folder = tempfile::tempdir().unwrap();
        let (home, event) = (folder.path().join("home"), folder.path().join("a.ankomst"));
        assert!(recall(&home, &event).is_empty(), "nobody has written anything yet");
        let parked = json!({"attendee": {"id": ID, "name": "Karen Holm"}, "direction": "entry", "answers": {"diet": "none"}, "at": "2026-11-26T08:35:00Z"});
        let guests =
            of_screen(&json!({"parked": [parked, {"attendee": {"id": "../x"}, "direction": "entry", "at": ""}, 7]}));
        assert_eq!(guests.len(), 1, "what is no guest is left out");
        remember(&home, &event, &guests);
        let text = std::fs::read_to_string(home.join("waiting.json")).unwrap();
        assert!(!text.contains("Karen") && !text.contains("diet"), "{text}");
        assert_eq!(recall(&home, &event), guests, "after a restart");
        assert!(recall(&home, &folder.path().join("b.ankomst")).is_empty(), "another event");
        remember(&home, &event, &[]);
        assert!(recall(&home, &event).is_empty(), "everybody was served");
    }

    #[test]
    fn a_file_that_makes_no_sense_is_nobody() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("waiting.json"), b"{\"event\":").unwrap();
        assert!(recall(folder.path(), Path::new("a.ankomst")).is_empty());
    }
}
