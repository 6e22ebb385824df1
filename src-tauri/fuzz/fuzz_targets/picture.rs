#![no_main]
//! `cargo xtask fuzz picture`; what it does is in `src/picture.rs`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::picture::check(bytes));
