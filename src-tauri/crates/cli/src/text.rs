//! Results as lines for people.

use std::fmt::Write;
use std::path::Path;

use kiosk::Language;
use kiosk::event_files::{RescuedWire, Verdict};
use kiosk::words::{has, say};
use serde_json::Value;

/// A member as text; empty if there is none.
fn member<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn line(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}

pub(crate) fn written(path: &Path, _: Language) -> String {
    format!("{}\n", path.display())
}

pub(crate) fn saved(result: &Value, _: Language) -> String {
    format!("{}\n", member(result, "path"))
}

pub(crate) fn hits(result: &Value, language: Language) -> String {
    let mut text = String::new();
    for hit in result["hits"].as_array().into_iter().flatten() {
        let attendee = &hit["attendee"];
        let presence = say(language, &format!("presence.{}", member(attendee, "presence")), &[]);
        let parts =
            [member(attendee, "name"), member(attendee, "organisation"), member(attendee, "ticketType"), &presence];
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}  {}", member(attendee, "id"), line(&parts));
    }
    text
}

pub(crate) fn outcome(result: &Value, language: Language) -> String {
    let outcome = member(result, "outcome");
    let attendee = &result["attendee"];
    let mut text = format!("{outcome}  ");
    let word = say(language, &format!("outcome.{outcome}.word"), &[]);
    let _ = writeln!(text, "{}", line(&[&word, member(attendee, "name"), member(attendee, "organisation")]));
    let first = &result["first"];
    if first.is_object() {
        let _ = writeln!(text, "  {}", line(&[member(first, "at"), member(first, "desk"), member(first, "staff")]));
    }
    for name in ["reason", "checkIn", "opens", "closed", "alert"] {
        if !member(result, name).is_empty() {
            let _ = writeln!(text, "  {name}: {}", member(result, name));
        }
    }
    for candidate in result["candidates"].as_array().into_iter().flatten() {
        let parts = [member(candidate, "name"), member(candidate, "organisation")];
        let _ = writeln!(text, "  {}  {}", member(candidate, "id"), line(&parts));
    }
    for question in result["questions"].as_array().into_iter().flatten() {
        let _ = writeln!(text, "  {}: {}", member(question, "id"), member(question, "text"));
    }
    if let Some(job) = result["printJob"].as_object() {
        let _ = writeln!(text, "  printJob: {}", job["id"].as_str().unwrap_or_default());
    }
    text
}

pub(crate) fn undone(result: &Value, language: Language) -> String {
    let now = &result["now"];
    let presence = match member(now, "presence") {
        "" => String::new(),
        presence => say(language, &format!("presence.{presence}"), &[]),
    };
    let badge = match member(result, "badge") {
        "" => String::new(),
        badge => format!("badge: {badge}"),
    };
    format!("undone  {}\n", line(&[member(now, "name"), &presence, &badge]))
}

pub(crate) fn import(result: &Value, language: Language) -> String {
    let mut text = String::new();
    let counts: Vec<String> = ["added", "updated", "unchanged", "gone", "conflicts"]
        .iter()
        .map(|name| format!("{name} {}", result[*name]))
        .collect();
    let read = [member(result, "encoding"), member(result, "sheet")];
    let _ = writeln!(text, "{}  ({})", counts.join(" · "), line(&read));
    for (list, kind) in [("rejected", "reason"), ("warnings", "warning")] {
        for row in result[list].as_array().into_iter().flatten() {
            let reason = member(row, "reason");
            let key = format!("list.{kind}.{reason}");
            let other = row["otherLine"].to_string();
            let said = say(language, &key, &[("n", &other)]);
            // Where the sentence wants more than the report holds, the short word says it too.
            let said = if !has(&key) || said.contains('{') || said.contains("null") { reason.to_owned() } else { said };
            let _ = writeln!(text, "  {list} {}: {}", row["line"], line(&[&said, member(row, "value")]));
        }
    }
    if !member(result, "import").is_empty() {
        let _ = writeln!(text, "  import: {}", member(result, "import"));
    }
    text
}

pub(crate) fn overview(result: &Value, _: Language) -> String {
    let mut text = String::new();
    for name in ["listed", "arrived", "inside", "left", "cancelled", "waitlisted"] {
        let _ = writeln!(text, "{name:<12}{:>7}", result[name].to_string());
    }
    for groups in ["byTicketType", "bySession", "byOrganisation"] {
        let _ = writeln!(text, "\n{groups}");
        for group in result[groups].as_array().into_iter().flatten() {
            let counts = [&group["listed"], &group["arrived"], &group["inside"]].map(ToString::to_string);
            let _ = writeln!(text, "  {:>6} {:>6} {:>6}  {}", counts[0], counts[1], counts[2], member(group, "name"));
        }
    }
    text
}

/// One line a code. Line breaks and tabs inside a code are written `\n`, `\r` and `\t`; with `--json` nothing is changed.
pub(crate) fn codes(picture: &Path, texts: &[String]) -> String {
    let mut text = String::new();
    for code in texts {
        let code = code.replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t");
        let _ = writeln!(text, "{}\t{code}", picture.display());
    }
    text
}

pub(crate) fn verdict(verdict: &Verdict, _: Language) -> String {
    let mut text = if verdict.ok { "ok\n".to_owned() } else { String::new() };
    for fault in &verdict.faults {
        let _ = writeln!(text, "{}: {}", fault.kind, fault.place);
    }
    let _ = writeln!(text, "heads: {}", verdict.heads);
    text
}

pub(crate) fn rescued(path: &Path, rescued: &RescuedWire, language: Language) -> String {
    let (made, until) = (rescued.made.as_deref().unwrap_or("–"), rescued.until.as_deref().unwrap_or("–"));
    let saved = rescued.saved.to_string();
    let fill = [("made", made), ("n", saved.as_str()), ("until", until)];
    let rest = if rescued.missing { "rescue.missing" } else { "rescue.whole" };
    format!("{}  {}\n  {}\n", written(path, language), say(language, "rescue.saved", &fill), say(language, rest, &fill))
}

pub(crate) fn rekeyed(path: &Path, left: &[std::path::PathBuf], language: Language) -> String {
    let mut text = written(path, language);
    for copy in left {
        let _ = writeln!(text, "  {}", say(language, "ctl.passphrase.left", &[("file", &copy.display().to_string())]));
    }
    text
}

pub(crate) fn erased(erased: &kiosk::acts::erase::Erased, language: Language) -> String {
    let mut text = format!("erased {}\n", erased.erased);
    let mut line = |key: &str, name: &str, value: &str| {
        // Writing into a text never fails.
        let _ = writeln!(text, "  {}", say(language, key, &[(name, value)]));
    };
    for file in &erased.badge_files {
        line("erase.badgeFile", "file", file);
    }
    for file in &erased.left {
        line("erase.left", "file", &file.display().to_string());
    }
    for place in &erased.not_here {
        line("erase.notHere", "place", place);
    }
    if let Some(note) = &erased.note {
        line("erase.note", "file", &note.display().to_string());
    }
    text
}
