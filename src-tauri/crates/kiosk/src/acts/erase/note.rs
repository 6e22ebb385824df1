//! The note of an erasure: what, when, by whom, how many, and the journal's head. It holds no name of anybody who was erased, so
//! it lies beside the event and stays.

use std::path::{Path, PathBuf};

use checkin::Language;
use report::{ErasureNote, NotePart, erasure_pdf};

use super::Whom;
use super::files::Removed;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use crate::words;

/// How the names of these files begin.
const PREFIX: &str = "erased-";
/// Notes of one second; more than that nobody makes.
const MOST_OF_A_SECOND: u32 = 1_000;

/// Whether a file beside the event is such a note.
pub(super) fn is_note(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.starts_with(PREFIX) && name.ends_with(".pdf")
}

/// Writes the note where reports go. Also beside an event with a passphrase: nothing in it is secret.
pub(super) fn write(
    kiosk: &Kiosk,
    caller: &Caller,
    whom: Whom,
    erased: u32,
    removed: &Removed,
    left: &[PathBuf],
) -> Result<PathBuf, KioskError> {
    let note = said(kiosk, caller, whom, erased, removed, left)?;
    let pdf = erasure_pdf(&note).map_err(|error| KioskError::Badge(error.to_string()))?;
    let file = free_name(kiosk);
    store::write_atomically(&file, &pdf)?;
    Ok(file)
}

/// A name that no other note has.
fn free_name(kiosk: &Kiosk) -> PathBuf {
    let local = kiosk.shared().clock.now().to_zoned_datetime(kiosk.event().time_zone.clone());
    let time = local.strftime("%Y%m%dT%H%M%S").to_string();
    let name = |nth: u32| match nth {
        1 => format!("{PREFIX}{time}.pdf"),
        nth => format!("{PREFIX}{time}-{nth}.pdf"),
    };
    let folder = kiosk.place().reports();
    let mut names = (1..MOST_OF_A_SECOND).map(|nth| folder.join(name(nth)));
    names.find(|file| !file.exists()).unwrap_or_else(|| folder.join(name(MOST_OF_A_SECOND)))
}

fn said(
    kiosk: &Kiosk,
    caller: &Caller,
    whom: Whom,
    erased: u32,
    removed: &Removed,
    left: &[PathBuf],
) -> Result<ErasureNote, KioskError> {
    let event = kiosk.event();
    let say = |key: &str, fill: &[(&str, &str)]| words::say(caller.language, key, fill);
    let (heads, desk) = kiosk.read(|view| {
        let desk = kiosk.desk().map(|desk| view.desk_label(desk)).transpose()?.unwrap_or_default();
        Ok((store::head_text(&view.heads()?), desk))
    })?;
    let now = kiosk.shared().clock.now().to_zoned_datetime(event.time_zone.clone());
    let day = now.strftime("%-d.%-m.%Y").to_string();
    let time = now.strftime(clock(caller.language)).to_string();
    let what = match whom {
        Whom::One(id) => say("erasure.one", &[("id", &id.to_string())]),
        Whom::Everybody => say("erasure.everybody", &[]),
        Whom::Again => say("erasure.again", &[]),
    };
    let nobody = say("erasure.nobody", &[]);
    let staff = if caller.staff.is_empty() { &nobody } else { &caller.staff };
    let files = [
        ("badges", removed.badges.to_string()),
        ("sheets", removed.badge_files.len().to_string()),
        ("lists", removed.lists.to_string()),
        ("backups", removed.backups.to_string()),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, n)| (*name, n.as_str())).collect();
    let shared_by = store::SHARED_BY.to_string();
    let mut parts = vec![
        part(say("erasure.what", &[]), [what, say("erasure.data", &[])]),
        part(say("erasure.howMany", &[]), [erased.to_string()]),
        part(say("erasure.when", &[]), [say("erasure.at", &[("day", &day), ("time", &time)])]),
        part(say("erasure.who", &[]), [say("erasure.by", &[("staff", staff), ("desk", &desk)])]),
        part(say("erasure.files", &[]), [say("erasure.removed", &files)]),
        part(
            say("erasure.stays", &[]),
            [say("erasure.counts", &[]), say("erasure.organisation", &[("n", &shared_by)])],
        ),
    ];
    // Names of files only: a path may say who uses the computer.
    let left = left.iter().map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned());
    let still = left.chain(removed.not_here.iter().map(|place| say("erasure.notHere", &[("place", place)])));
    let still: Vec<String> = still.collect();
    if !still.is_empty() {
        parts.push(NotePart { label: say("erasure.left", &[]), lines: still });
    }
    let heads = heads.split(',').map(str::to_owned).collect();
    parts.push(NotePart { label: say("erasure.head", &[]), lines: heads });
    let foot = say("erasure.foot", &[("title", &event.title), ("day", &day), ("time", &time)]);
    Ok(ErasureNote { title: say("erasure.title", &[]), about: event.title.clone(), parts, foot })
}

fn part<const N: usize>(label: String, lines: [String; N]) -> NotePart {
    NotePart { label, lines: lines.into() }
}

/// How a time of day is written.
fn clock(language: Language) -> &'static str {
    match language {
        Language::Danish => "%H.%M",
        Language::English => "%H:%M",
    }
}
