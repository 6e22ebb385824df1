#![no_main]
//! `cargo xtask fuzz interpret`; what it does is in `src/interpret.rs`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::interpret::check(bytes));
