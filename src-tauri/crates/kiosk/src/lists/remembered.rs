//! Which column was what, remembered by the shape of a list: its headings in their order.
//!
//! It lies in the user's folder (decision 0023): the next event's list from the same system has the same shape, and
//! headings say nothing about anybody.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Shapes that are remembered; the oldest goes first.
const MOST: usize = 100;
/// The largest file that is read.
const MAX_BYTES: u64 = 4 << 20;

/// A digest of a list's headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape(String);

#[derive(Default, Serialize, Deserialize)]
struct Remembered {
    /// Oldest first.
    lists: Vec<One>,
}

#[derive(Serialize, Deserialize)]
struct One {
    shape: String,
    columns: BTreeMap<String, String>,
}

impl Shape {
    /// The shape of a list with these headings; blank ones do not count.
    pub(super) fn of(headings: &[String]) -> Self {
        let headed = headings.iter().map(String::as_str).filter(|heading| !heading.trim().is_empty());
        Self(data_encoding::HEXLOWER.encode(&Sha256::digest(interchange::shape(headed))))
    }
}

/// What was chosen for the last list of this shape: our column → heading.
pub(super) fn look_up(home: &Path, shape: &Shape) -> Option<BTreeMap<String, String>> {
    load(home).lists.into_iter().find(|one| one.shape == shape.0).map(|one| one.columns)
}

/// Remembers what was chosen.
pub(super) fn keep(home: &Path, shape: &Shape, columns: &BTreeMap<String, String>) {
    let mut known = load(home);
    known.lists.retain(|one| one.shape != shape.0);
    known.lists.push(One { shape: shape.0.clone(), columns: columns.clone() });
    let surplus = known.lists.len().saturating_sub(MOST);
    known.lists.drain(..surplus);
    if let Ok(text) = serde_json::to_vec_pretty(&known) {
        let _ = std::fs::create_dir_all(home);
        let _ = store::write_atomically(&file(home), &text);
    }
}

fn load(home: &Path) -> Remembered {
    let file = file(home);
    if !file.metadata().is_ok_and(|file| file.len() <= MAX_BYTES) {
        return Remembered::default();
    }
    // A file that somebody spoilt is as none.
    std::fs::read(file).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
}

fn file(home: &Path) -> PathBuf {
    home.join("list-columns.json")
}
