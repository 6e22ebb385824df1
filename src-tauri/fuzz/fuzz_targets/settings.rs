#![no_main]
//! `cargo xtask fuzz settings`; what it does is in `src/settings.rs`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::settings::check(bytes));
