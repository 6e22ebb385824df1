//! Opening an event for writing: with what, and what is done before anybody works with it.

use store::OpenOptions;

use crate::kiosk::{KioskOptions, Shared};
use crate::{erased_ids, rekey};

/// The name of a desk that has none.
const FIRST_DESK: &str = "Skranke 1";

pub(crate) fn open_options(options: &KioskOptions) -> OpenOptions {
    let label = if options.desk.is_empty() { FIRST_DESK } else { &options.desk };
    let mut open = OpenOptions::new(&options.home, label);
    open.unlock = options.unlock.clone();
    if let Some(max_bytes) = options.max_bytes {
        open.max_bytes = max_bytes;
    }
    open
}

/// Clears away what a program left that was killed, and finishes what could not be finished. The writer has the event's lock, so
/// that nobody is at it. None of it is a reason to keep a desk from its guests: what cannot be done is tried at the next opening.
pub(crate) fn tidy(shared: &Shared) {
    shared.place.clear_leftovers();
    shared.clear.begin();
    if let Err(error) = erased_ids::gather(shared) {
        tracing::warn!(code = error.code(), "who was erased is not written down everywhere");
    }
    rekey::finish_if_due(shared);
}
