//! What changes something: each act is one transaction on the writer thread.

pub mod check_in;
pub mod erase;
pub mod event;
pub mod jobs;
mod meant;
pub mod people;
pub mod staff;
pub mod templates;
pub mod undo;

use store::{Call, Sealed, Tx};

use crate::error::KioskError;

/// A nonce with the call that it is for. Without a nonce every call is a new one.
#[derive(Clone, Debug, Default)]
pub struct Once {
    nonce: Option<String>,
    name: &'static str,
    parameters: Vec<u8>,
}

impl Once {
    /// The longest nonce, in characters.
    pub const MAX: usize = 64;

    /// A call that may be repeated under `nonce`; `parameters` are those of the call without the nonce, in a form that
    /// is the same for the same parameters.
    ///
    /// # Errors
    /// [`KioskError::Parameter`] for an empty nonce or one that is too long.
    pub fn new(nonce: Option<String>, name: &'static str, parameters: Vec<u8>) -> Result<Self, KioskError> {
        if let Some(nonce) = &nonce
            && !(1..=Self::MAX).contains(&nonce.chars().count())
        {
            return Err(KioskError::parameter("nonce", format!("1 to {} characters", Self::MAX)));
        }
        Ok(Self { nonce, name, parameters })
    }

    pub(crate) fn call(&self) -> Option<Call<'_>> {
        let nonce = self.nonce.as_deref()?;
        Some(Call { nonce, name: self.name, parameters: &self.parameters })
    }

    /// The record that an earlier, equal call made.
    pub(crate) fn repeated(&self, tx: &Tx<'_>) -> Result<Option<Sealed>, KioskError> {
        match self.call() {
            Some(call) => Ok(tx.bound(&call)?),
            None => Ok(None),
        }
    }
}

/// An answer, and whether it is that of an earlier call with the same nonce.
#[derive(Clone, Debug)]
pub struct Answered<T> {
    /// The answer.
    pub value: T,
    /// An earlier call made the change.
    pub repeated: bool,
}

impl<T> Answered<T> {
    pub(crate) fn now(value: T) -> Self {
        Self { value, repeated: false }
    }

    pub(crate) fn again(value: T) -> Self {
        Self { value, repeated: true }
    }
}
