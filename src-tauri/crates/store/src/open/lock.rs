//! One writing process per event file: an operating-system lock, which goes with the process however it ends.

use std::fs::{File, OpenOptions, TryLockError};

use super::place::Place;
use crate::error::StoreError;

/// The lock; let go when dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the event, making its folder if need be.
    ///
    /// # Errors
    /// [`StoreError::InUse`] if another process (or another opening in this one) has it.
    pub(crate) fn take(place: &Place) -> Result<Self, StoreError> {
        std::fs::create_dir_all(&place.folder)?;
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(place.lock())?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}
