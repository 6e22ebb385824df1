//! Erasures that have begun and not ended: what they have to do is written down first, so that a cut, or a file that could not be
//! removed, is made good later.
//!
//! One file each, with ids and nothing else about anybody.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use checkin::AttendeeId;
use serde::{Deserialize, Serialize};

use super::Whom;
use super::files;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};

/// How many of them are looked at; each takes a lead's word.
const MOST: usize = 100;

/// An erasure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unfinished {
    pub(super) whom: Whom,
    /// Who are erased, as they are shown.
    pub(super) people: BTreeSet<AttendeeId>,
    /// Who asked for it.
    pub(super) staff: String,
    /// The place of the last record of which everything goes, where everybody is erased.
    pub(super) until: i64,
}

/// As it lies on the disk.
#[derive(Serialize, Deserialize)]
struct Written {
    whom: String,
    people: Vec<String>,
    staff: String,
    until: i64,
}

const EVERYBODY: &str = "everybody";
const AGAIN: &str = "again";

impl Unfinished {
    /// Writes down what is to be done, with what is left of an erasure of the same people.
    pub(super) fn begin(mut self, kiosk: &Kiosk) -> Result<Self, KioskError> {
        if let Some(before) = read(&self.file(kiosk)) {
            self.people.extend(before.people);
        }
        let written = Written {
            whom: self.name(),
            people: self.people.iter().map(AttendeeId::to_string).collect(),
            staff: self.staff.clone(),
            until: self.until,
        };
        let text = serde_json::to_vec(&written).map_err(|_| KioskError::Export)?;
        store::write_atomically(&self.file(kiosk), &text)?;
        Ok(self)
    }

    /// It is done.
    pub(super) fn end(&self, kiosk: &Kiosk) -> Result<(), KioskError> {
        files::remove(&self.file(kiosk))
    }

    /// As whom it was begun.
    pub(super) fn caller(&self) -> Caller {
        Caller { staff: self.staff.clone(), ..Caller::default() }
    }

    fn name(&self) -> String {
        match self.whom {
            Whom::One(id) => id.to_string(),
            Whom::Everybody => EVERYBODY.to_owned(),
            Whom::Again => AGAIN.to_owned(),
        }
    }

    fn file(&self, kiosk: &Kiosk) -> PathBuf {
        folder(kiosk).join(self.name())
    }
}

/// Those that have not ended.
pub(super) fn all(kiosk: &Kiosk) -> Vec<Unfinished> {
    let entries = std::fs::read_dir(folder(kiosk)).into_iter().flatten().flatten();
    entries.take(MOST).filter_map(|entry| read(&entry.path())).collect()
}

fn read(file: &Path) -> Option<Unfinished> {
    let Written { whom, people, staff, until } = serde_json::from_slice(&std::fs::read(file).ok()?).ok()?;
    let whom = match whom.as_str() {
        EVERYBODY => Whom::Everybody,
        AGAIN => Whom::Again,
        id => Whom::One(id.parse().ok()?),
    };
    let people = people.iter().filter_map(|id| id.parse().ok()).collect();
    Some(Unfinished { whom, people, staff, until })
}

fn folder(kiosk: &Kiosk) -> PathBuf {
    kiosk.place().folder.join("erasing")
}
