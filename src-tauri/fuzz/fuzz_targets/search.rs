#![no_main]
//! `cargo xtask fuzz search`; what it does is in `src/search.rs`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::search::check(bytes));
