//! What is read: a file or pasted text, with what a person decided about it.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use interchange::{ListError, Listing, ReadOptions, Unreadable, limits};
use sha2::{Digest, Sha256};

use super::remembered::{self, Shape};
use crate::error::KioskError;
use crate::kiosk::{Kiosk, Shared};

/// The largest listing that is kept between a preview and the import, in rows: a larger one is read again, which takes
/// less time than its memory is worth.
const KEPT_ROWS: usize = 20_000;

/// Where a list comes from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// A file.
    File(PathBuf),
    /// Text that was pasted.
    Text(String),
}

/// A list to be read.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub(crate) source: Source,
    pub(crate) options: ReadOptions,
    /// Use what was chosen for a list of the same shape before, and remember what is chosen now.
    pub(crate) remember: bool,
}

/// A list that was read.
pub(crate) struct Opened {
    pub(crate) listing: Arc<Listing>,
    pub(crate) bytes: Vec<u8>,
    /// SHA-256 of the file, hexadecimal.
    pub(crate) digest: String,
    /// Whether columns were taken as for the last list of this shape.
    pub(crate) remembered: bool,
}

/// The list read last, as long as it is small.
#[derive(Default)]
pub(crate) struct LastRead(Option<(String, ReadOptions, Arc<Listing>)>);

impl Input {
    /// Reads the list.
    ///
    /// # Errors
    /// If it cannot be read as one.
    pub(crate) fn read(&self, kiosk: &Kiosk) -> Result<Opened, KioskError> {
        let (name, bytes) = match &self.source {
            Source::File(path) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                (name, read_limited(path)?)
            }
            Source::Text(text) => ("pasted.txt".to_owned(), text.clone().into_bytes()),
        };
        let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
        let shared = kiosk.shared();
        let mut remembered = false;
        let plain = self.listing(shared, &name, &bytes, &digest, &self.options);
        let is_open = self.remember && self.options.mapping.is_empty();
        let shape = match &plain {
            Ok(listing) if is_open => Some(Shape::of(&listing.headings)),
            Err(ListError::NoHeader { headings }) if is_open => Some(Shape::of(headings)),
            _ => None,
        };
        let chosen = shape.and_then(|shape| remembered::look_up(&shared.home, &shape));
        let listing = match chosen {
            Some(mapping) => {
                let options = ReadOptions { mapping, ..self.options.clone() };
                match self.listing(shared, &name, &bytes, &digest, &options) {
                    Ok(listing) => {
                        remembered = true;
                        listing
                    }
                    // What was remembered does not fit after all.
                    Err(_) => plain?,
                }
            }
            None => plain?,
        };
        Ok(Opened { listing, bytes, digest, remembered })
    }

    fn listing(
        &self,
        shared: &Shared,
        name: &str,
        bytes: &[u8],
        digest: &str,
        options: &ReadOptions,
    ) -> Result<Arc<Listing>, ListError> {
        let mut last = shared.last_read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, with, listing)) = &last.0
            && known == digest
            && with == options
        {
            return Ok(Arc::clone(listing));
        }
        let listing = Arc::new(interchange::read(name, bytes, options)?);
        let is_small = listing.rows.len() + listing.rejected.len() <= KEPT_ROWS;
        last.0 = is_small.then(|| (digest.to_owned(), options.clone(), Arc::clone(&listing)));
        Ok(listing)
    }

    /// Remembers the columns that were chosen, for the next list of this shape. A convenience: nothing fails because of it.
    pub(crate) fn remember(&self, kiosk: &Kiosk, listing: &Listing) {
        if self.remember && !self.options.mapping.is_empty() {
            remembered::keep(&kiosk.shared().home, &Shape::of(&listing.headings), &self.options.mapping);
        }
    }
}

/// The bytes of a file, if it is one: a pipe has nobody who writes into it, a device has no end, and both say that they are empty.
fn read_limited(path: &Path) -> Result<Vec<u8>, KioskError> {
    let found = path.metadata().map_err(|error| KioskError::file(path, error))?;
    if !found.is_file() {
        return Err(ListError::Unreadable(Unreadable::Binary).into());
    }
    let max = limits::FILE_BYTES;
    let too_large = |bytes: u64| KioskError::from(ListError::TooLarge { bytes, max });
    if found.len() > max {
        return Err(too_large(found.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).unwrap_or(0));
    // It may have grown since.
    let file = File::open(path).map_err(|error| KioskError::file(path, error))?;
    file.take(max + 1).read_to_end(&mut bytes).map_err(|error| KioskError::file(path, error))?;
    match u64::try_from(bytes.len()) {
        Ok(len) if len <= max => Ok(bytes),
        _ => Err(too_large(max + 1)),
    }
}
