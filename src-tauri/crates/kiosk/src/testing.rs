//! What the tests within this crate begin with.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use store::Unlock;

use crate::api;
use crate::clock::Clock;
use crate::kiosk::{Caller, Kiosk, KioskOptions};

/// A desk with its user's folder in this one, which does nothing by itself.
pub(crate) fn options(folder: &Path, clock: Arc<dyn Clock>) -> KioskOptions {
    KioskOptions {
        home: folder.join("home"),
        desk: String::new(),
        clock,
        prints: false,
        backs_up: None,
        max_bytes: None,
        unlock: Unlock::Nothing,
    }
}

/// Makes a call that works.
#[track_caller]
pub(crate) fn call(kiosk: &Kiosk, name: &str, params: Value) -> Value {
    api::call(kiosk, &Caller::default(), name, params).unwrap()
}
