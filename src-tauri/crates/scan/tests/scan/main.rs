//! What a text means, what a picture says, and what scanners send.

// Helpers of tests are tests, which clippy sees only in functions marked as such.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod carriers;
mod codes;
mod expected;
mod frames;
mod grab;
mod identity;
mod packets;
mod pictures;
mod samples;
#[cfg(unix)]
mod serial;

use checkin::EventId;
use scan::CodeKey;
use uuid::Uuid;

fn event(last: u128) -> EventId {
    EventId::from_uuid(Uuid::from_u128(0x0190_b5c0_7c1d_7cc3_98c4_dc0c_0c07_3900 | last))
}

/// The event of most tests.
fn here() -> EventId {
    event(0x8f)
}

/// The bytes 0, 1, 2 … 31.
fn key() -> CodeKey {
    CodeKey::from_bytes(std::array::from_fn(|place| u8::try_from(place).unwrap()))
}

/// Whether no control characters are in a scanned text but the separators of GS1 and ISO/IEC 15434.
fn is_clean(text: &str) -> bool {
    text.chars().all(|c| !c.is_control() || matches!(c, '\u{1c}'..='\u{1f}'))
}
