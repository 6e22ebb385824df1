//! The keyboards of a scanner and a computer, as calls name them.

use scan::Layout;
use serde::{Deserialize, Serialize};

use crate::acts::check_in::Keyboards;
use crate::error::KioskError;

/// Two keyboards that disagree: `us`, `da`, `de` or `sv`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Keyboards"))]
pub struct KeyboardsWire {
    /// What the scanner is set to.
    pub scanner: &'static str,
    /// What the computer is set to.
    pub computer: &'static str,
}

impl From<Keyboards> for KeyboardsWire {
    fn from((scanner, computer): Keyboards) -> Self {
        Self { scanner: scanner.as_str(), computer: computer.as_str() }
    }
}

/// The keyboards of scanner and computer, each `us`, `da`, `de` or `sv`. Twice the same: they agree, or nothing was typed.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct KnownKeyboards {
    scanner: String,
    computer: String,
}

impl KnownKeyboards {
    pub(super) fn layouts(&self) -> Result<Keyboards, KioskError> {
        let layout = |name: &str, field| {
            Layout::named(name).ok_or_else(|| KioskError::parameter(field, "must be `us`, `da`, `de` or `sv`"))
        };
        Ok((layout(&self.scanner, "keyboards.scanner")?, layout(&self.computer, "keyboards.computer")?))
    }
}
