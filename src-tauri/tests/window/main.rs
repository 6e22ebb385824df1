//! The app as staff meet it: the real program in a real window, with real keys.
//!
//! Only under Linux: elsewhere nothing drives the window from outside.
#![cfg(target_os = "linux")]
// Helpers of tests are not seen as tests by clippy's own exception.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod arrivals;
mod attendee;
mod backups;
mod badges;
mod batches;
mod desk;
mod devices;
mod finding;
mod first_start;
mod hangs;
mod kiosk_mode;
mod lamps;
mod list;
mod looks;
mod overview;
mod printers;
mod programme;
mod rest;
mod rules;
mod safety;
mod scanners;
mod scanning;
mod screens;
mod security;
mod settings;
mod start;
mod steps;
mod trouble;
mod typing;
mod waiting;
