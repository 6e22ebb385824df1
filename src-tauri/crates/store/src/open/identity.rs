//! Whose file this is: a desk identity belongs to one installation and one opening lineage.
//!
//! Two files that went on under one identity would give the same running numbers to different records. So the identity
//! lies in the event file *and* in the user's folder, with a token made anew at each opening, and is kept only if both
//! agree. A copied, restored or older file does not agree and gets a new identity.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
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
    /// The last running number at the last opening or closing. While the file is open the number lies in a file of its
    /// own; see [`Installation::reached`].
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
#[derive(Debug)]
pub(crate) struct Installation {
    path: PathBuf,
    /// The file of the running number, while the event is open.
    number: Option<File>,
}

impl Installation {
    /// The place of one event in the user's folder.
    pub(crate) fn of(home: &Path, event: EventId) -> Self {
        Self { path: home.join("desks").join(format!("{event}.json")), number: None }
    }

    /// Whether the file's desk may go on under its identity.
    pub(crate) fn agrees(&self, in_file: &InFile, file: &Path) -> bool {
        let Some(known) = self.read() else { return false };
        let same = known.desk == in_file.desk.to_string() && known.opening == in_file.opening;
        if known.open {
            // Killed: what it wrote since is in the file. A copy made meanwhile lies somewhere else, or, if it was put in
            // the file's place, stops at a lower number.
            same && known.file == file && self.read_number().is_some_and(|number| in_file.number >= number)
        } else {
            same && in_file.number == known.number
        }
    }

    /// Writes down that the file is open under this identity.
    pub(crate) fn opened(&mut self, in_file: &InFile, file: &Path) -> Result<(), StoreError> {
        let path = self.number_path();
        write_atomically(&path, number_text(in_file.number).as_bytes())?;
        self.write(in_file, file, true)?;
        self.number = Some(std::fs::OpenOptions::new().write(true).open(&path)?);
        Ok(())
    }

    /// Writes down the running number after a transaction. It is not synced: it has to outlive this process, which
    /// needs no more, and a sync would double the time of a check-in. After a power cut the number may be too low; then
    /// only the token and the place tell an older copy.
    pub(crate) fn reached(&mut self, number: u64) {
        if let Some(file) = &mut self.number {
            let written = file.seek(SeekFrom::Start(0)).and_then(|_| file.write_all(number_text(number).as_bytes()));
            if written.is_err() {
                // The records are on disk, so this is no failure of theirs. A number that cannot be trusted is taken
                // away: after a kill the file then gets a new identity.
                self.number = None;
                let _ = std::fs::remove_file(self.number_path());
            }
        }
    }

    fn number_path(&self) -> PathBuf {
        self.path.with_extension("number")
    }

    fn read_number(&self) -> Option<u64> {
        std::fs::read_to_string(self.number_path()).ok()?.trim().parse().ok()
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

/// Always as long, so that writing over it leaves nothing of the number before.
fn number_text(number: u64) -> String {
    format!("{number:020}\n")
}
