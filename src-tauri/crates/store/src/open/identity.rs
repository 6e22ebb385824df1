//! Whose file this is: a desk identity belongs to one installation and one opening lineage.
//!
//! Two files that went on under one identity would give the same running numbers to different records. So the identity
//! lies in the event file *and* in the user's folder, with a token made anew at each opening, and is kept only if both
//! agree. A copied, restored or older file does not agree and gets a new identity.

use std::path::{Path, PathBuf};

use checkin::{DeskId, EventId};
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::files::write_atomically;

/// What the user's folder knows about this installation's desk in one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Known {
    desk: String,
    /// The token of the last opening.
    opening: String,
    /// The last running number at the last opening or closing.
    number: u64,
    /// It was opened and not closed since: the program runs, or was killed.
    open: bool,
    /// Where the file was.
    file: PathBuf,
}

/// What the event file knows about its desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InFile {
    pub(crate) desk: DeskId,
    pub(crate) opening: String,
    pub(crate) number: u64,
}

/// The desk's place in the user's folder.
#[derive(Clone, Debug)]
pub(crate) struct Installation {
    path: PathBuf,
}

impl Installation {
    /// The place of one event in the user's folder.
    pub(crate) fn of(home: &Path, event: EventId) -> Self {
        Self { path: home.join("desks").join(format!("{event}.json")) }
    }

    /// Whether the file's desk may go on under its identity.
    pub(crate) fn agrees(&self, in_file: &InFile, file: &Path) -> bool {
        let Some(known) = self.read() else { return false };
        let same = known.desk == in_file.desk.to_string() && known.opening == in_file.opening;
        if known.open {
            // Killed: what it wrote since is in the file, and a copy made meanwhile would lie somewhere else.
            same && in_file.number >= known.number && known.file == file
        } else {
            same && in_file.number == known.number
        }
    }

    /// Writes down that the file is open under this identity.
    pub(crate) fn opened(&self, in_file: &InFile, file: &Path) -> Result<(), StoreError> {
        self.write(in_file, file, true)
    }

    /// Writes down that the file was closed.
    pub(crate) fn closed(&self, in_file: &InFile, file: &Path) -> Result<(), StoreError> {
        self.write(in_file, file, false)
    }

    fn write(&self, in_file: &InFile, file: &Path, open: bool) -> Result<(), StoreError> {
        let known = Known {
            desk: in_file.desk.to_string(),
            opening: in_file.opening.clone(),
            number: in_file.number,
            open,
            file: file.to_owned(),
        };
        let text = serde_json::to_vec_pretty(&known).map_err(|error| StoreError::Io(error.into()))?;
        write_atomically(&self.path, &text)
    }

    /// A file that cannot be read or understood agrees with nothing, and so leads to a new identity, never to a fork.
    fn read(&self) -> Option<Known> {
        serde_json::from_slice(&std::fs::read(&self.path).ok()?).ok()
    }
}
