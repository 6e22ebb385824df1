//! The rules of the kiosk, case by case and as laws.
#![expect(clippy::expect_used, reason = "all of this is test code, helpers too")]

mod given;
mod job;
mod laws;
mod order;
mod outcomes;
mod overrides;
mod presence;
mod undo;
mod windows;
