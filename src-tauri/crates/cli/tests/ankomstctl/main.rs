//! `ankomstctl` as a newcomer, a script and a power cut meet it: always through the binary.

// Helpers of tests are not seen as tests by clippy's own exception.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod bad_input;
mod desk;
mod kill;
mod lists;
mod newcomer;
mod passphrase;
mod people;
mod print_kill;
mod rpc;
mod soak;
