#![no_main]
//! `cargo xtask fuzz template`; what it does is in `src/template.rs`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::template::check(bytes));
