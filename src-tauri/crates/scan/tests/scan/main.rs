//! What a text means, and what a picture says.

// Helpers of tests are tests, which clippy sees only in functions marked as such.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod carriers;
mod codes;
mod pictures;
mod samples;

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
