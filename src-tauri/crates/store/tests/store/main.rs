//! The event file from outside: what goes in comes out, in any order; what was tampered with shows; no file is lost.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod around;
mod bench;
mod bytes;
mod chain;
mod frozen;
mod history;
mod identity;
mod log;
mod naive;
mod nonces;
mod opening;
mod passphrase;
mod people;
mod power;
mod replay;
mod rescue;
mod schema;
mod staff;
mod tables;
mod templates;
mod verify;
