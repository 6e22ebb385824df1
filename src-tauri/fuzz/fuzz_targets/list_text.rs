#![no_main]
//! `cargo xtask fuzz list_text`; what it does is in `src/lists.rs`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::lists::check_text(bytes));
