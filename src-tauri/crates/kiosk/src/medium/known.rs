//! What this computer knows of an event's media: the one that is chosen, and those that were, which may still hold copies.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{MARK, read_short};

/// The largest file of it that is read, in bytes.
const MOST_BYTES: usize = 1 << 20;
/// So many media are remembered that are not chosen any more.
const MOST_BEFORE: usize = 32;

/// A medium that is or was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Chosen {
    /// Where the copies lie.
    pub(super) folder: PathBuf,
    /// What stands in the mark there.
    pub(super) mark: String,
    /// Who gave their word that names may lie there unencrypted; absent: nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) in_clear: Option<String>,
    /// The time in the name of the newest copy that was checked there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last: Option<Timestamp>,
    /// The name of the backup which that is a copy of, where it got another one there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) copy_of: Option<String>,
    /// Everything there holds somebody who was erased, or opens with an old passphrase, but for copies of backups of the event with
    /// this or a later time in their names: it goes when such a copy is there, or at once where none may come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) forget_before: Option<Timestamp>,
}

impl Chosen {
    /// Whether the folder is the one that was chosen.
    pub(super) fn is_there(&self) -> bool {
        read_short(&self.folder.join(MARK), super::MOST_BYTES).is_some_and(|mark| mark == self.mark)
    }

    /// Whether nothing is known of it that anybody has to be told.
    fn is_empty(&self) -> bool {
        self.last.is_none() && self.forget_before.is_none()
    }

    /// Removes all copies; whether none is left.
    pub(super) fn clear_away(&self) -> bool {
        remove_all(store::copies_in(&self.folder))
    }
}

/// Removes these files, also where one of them stays; whether all are gone.
pub(super) fn remove_all(files: impl IntoIterator<Item = PathBuf>) -> bool {
    files.into_iter().filter(|file| std::fs::remove_file(file).is_err()).count() == 0
}

/// All media of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Known {
    /// The one that is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) chosen: Option<Chosen>,
    /// Those that were, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) before: Vec<Chosen>,
}

impl Known {
    pub(super) fn read(file: &Path) -> Self {
        let Some(text) = read_short(file, MOST_BYTES) else { return Self::default() };
        // An earlier program knew one medium, and wrote it as it is.
        let of_one = || serde_json::from_str(&text).ok().map(|one| Self { chosen: Some(one), before: Vec::new() });
        serde_json::from_str(&text).ok().or_else(of_one).unwrap_or_default()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Chosen> {
        self.before.iter().chain(&self.chosen)
    }

    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut Chosen> {
        self.before.iter_mut().chain(&mut self.chosen)
    }

    /// Nothing is chosen any more; what was stays known as long as copies may lie there.
    pub(super) fn leave(&mut self) {
        let Some(left) = self.chosen.take().filter(|left| !left.is_empty()) else { return };
        self.before.push(left);
        while self.before.len() > MOST_BEFORE {
            // Rather one from which nothing has to go.
            let goes = self.before.iter().position(|one| one.forget_before.is_none()).unwrap_or(0);
            self.before.remove(goes);
        }
    }

    /// Takes out what is known of a medium, also if it lies under another path now. A folder that was copied has a mark like
    /// it, and is another.
    pub(super) fn take(&mut self, folder: &Path, mark: &str) -> Option<Chosen> {
        let is_it = |one: &Chosen| one.mark == mark && (one.folder == folder || !one.is_there());
        if self.chosen.as_ref().is_some_and(is_it) {
            return self.chosen.take();
        }
        let place = self.before.iter().position(is_it)?;
        Some(self.before.remove(place))
    }
}
