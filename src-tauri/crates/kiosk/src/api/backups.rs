//! The backups of the event, here and on the second medium, and which medium that is.

use std::path::{Path, PathBuf};

use checkin::Event;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::overview::NoParams;
use super::params;
use super::wire;
use crate::error::KioskError;
use crate::file_id::FileId;
use crate::kiosk::{Caller, Kiosk};
use crate::medium::{Held, State, sticks};

/// What there is to go back to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct BackupsWire {
    /// What the event holds now.
    now: HeldWire,
    /// All backups, the newest first; one that lies here and on the medium is named twice.
    backups: Vec<BackupWire>,
    /// The second medium.
    medium: MediumWire,
}

/// How many people something holds.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub(super) struct HeldWire {
    /// Confirmed, or with a payment due.
    listed: u32,
    /// Have come.
    arrived: u32,
    /// When the last thing in it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

/// A backup.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct BackupWire {
    path: String,
    /// When it was made, by its name.
    at: String,
    /// Whether it lies on the second medium.
    on_medium: bool,
    /// What it holds; absent: it does not open with what the event opens with.
    #[serde(skip_serializing_if = "Option::is_none")]
    holds: Option<HeldWire>,
}

/// The second medium.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct MediumWire {
    /// The folder of the copies; absent: none was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    folder: Option<String>,
    /// As `found` of the check `medium` in `health`.
    #[cfg_attr(test, ts(type = "'none' | 'waiting' | 'ok' | 'gone' | 'other' | 'full' | 'failed' | 'noWord'"))]
    found: &'static str,
    /// When the newest copy on it was made; absent: none is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    /// Names may lie there unencrypted: a lead gave their word.
    in_clear: bool,
    /// Whether it lies on the same disk as the event, and so is lost with it.
    same_disk: bool,
    /// What is plugged in, as far as the system tells.
    sticks: Vec<StickWire>,
}

/// Something that is plugged in.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub(super) struct StickWire {
    folder: String,
    /// Bytes that can still be written.
    #[cfg_attr(test, ts(as = "Option<u32>"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    free: Option<u64>,
}

pub(super) fn backups(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let NoParams {} = params::read(params)?;
    all(kiosk)
}

fn all(kiosk: &Kiosk) -> Result<Value, KioskError> {
    let shared = kiosk.shared();
    let event = kiosk.event();
    let (source, medium) = (shared.source(), &shared.medium);
    let (counts, until) = kiosk.read(|view| Ok((view.tally()?.all, view.newest_stamp()?)))?;
    let now = Held { listed: counts.listed, arrived: counts.arrived, until };
    let here = shared.place.backup_times().into_iter().map(|(at, path)| (at, path, false));
    let there = medium.copies().into_iter().map(|(at, path)| (at, path, true));
    let mut found: Vec<_> = here.chain(there).collect();
    // The newest first, and of two copies of one the one that lies here.
    found.sort_by(|(a, _, medium_a), (b, _, medium_b)| b.cmp(a).then(medium_a.cmp(medium_b)));
    let backups = found.into_iter().map(|(at, path, on_medium)| BackupWire {
        at: wire::instant(&event, at),
        holds: medium.held(&path, &source.unlock).map(|held| HeldWire::new(&event, held)),
        path: path.to_string_lossy().into_owned(),
        on_medium,
    });
    wire::json(BackupsWire {
        now: HeldWire::new(&event, now),
        backups: backups.collect(),
        medium: MediumWire::of(kiosk, &event),
    })
}

impl HeldWire {
    fn new(event: &Event, held: Held) -> Self {
        let until = held.until.map(|until| wire::instant(event, until));
        Self { listed: held.listed, arrived: held.arrived, until }
    }
}

impl MediumWire {
    fn of(kiosk: &Kiosk, event: &Event) -> Self {
        let (shared, medium) = (kiosk.shared(), &kiosk.shared().medium);
        let (found, at) = match medium.look(&shared.source()) {
            State::None => ("none", None),
            State::Ready(None) => ("waiting", None),
            State::Ready(at) => ("ok", at),
            State::Gone(at) => ("gone", at),
            State::Other(at) => ("other", at),
            State::Full(at) => ("full", at),
            State::Failed(at) => ("failed", at),
            State::NoWord(at) => ("noWord", at),
        };
        let folder = medium.folder();
        let sticks = sticks()
            .into_iter()
            .map(|stick| StickWire { folder: stick.folder.to_string_lossy().into_owned(), free: stick.free });
        Self {
            found,
            at: at.map(|at| wire::instant(event, at)),
            in_clear: medium.in_clear().is_some(),
            same_disk: folder.as_deref().is_some_and(|folder| is_same_disk(folder, &shared.place.file)),
            folder: folder.map(|folder| folder.to_string_lossy().into_owned()),
            sticks: sticks.collect(),
        }
    }
}

/// Whether two paths lie on one file system; where the system does not say, it is not claimed.
fn is_same_disk(one: &Path, other: &Path) -> bool {
    let disk = |path: &Path| FileId::of(&std::fs::metadata(path).ok()?).map(FileId::disk);
    disk(one).is_some_and(|found| disk(other) == Some(found))
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct MediumParams {
    /// The folder under which the copies are to lie, such as that of a stick; null: none any more; absent: as it was.
    #[serde(default, deserialize_with = "given")]
    #[cfg_attr(test, ts(as = "Option<Option<String>>"))]
    folder: Option<Option<PathBuf>>,
    /// Whether names may lie there unencrypted, where the event has no passphrase; absent: as it was.
    in_clear: Option<bool>,
}

/// Tells `null` from what is not there.
fn given<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<PathBuf>>, D::Error> {
    Option::deserialize(from).map(Some)
}

pub(super) fn choose_medium(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    // What is chosen belongs to the computer and not to the journal: nothing is bound to the nonce.
    let params: MediumParams = params::read(params::without_nonce(params))?;
    let shared = kiosk.shared();
    let word = |yes: bool| yes.then(|| caller.staff.clone());
    match params.folder {
        Some(None) => shared.medium.leave()?,
        Some(Some(folder)) => {
            let in_clear = params.in_clear.map_or_else(|| shared.medium.in_clear(), word);
            shared.medium.choose(&shared.place, &folder, in_clear, &shared.clock.now().to_string())?;
        }
        None => {
            if let Some(yes) = params.in_clear {
                shared.medium.allow_in_clear(word(yes))?;
            }
        }
    }
    // The first copy is there soon, and not only after the next change.
    kiosk.wake_backups();
    all(kiosk)
}
