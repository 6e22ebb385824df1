#![no_main]
//! `cargo xtask fuzz records`; what it does is in `src/records.rs`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::records::check(bytes));
