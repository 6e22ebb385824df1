#![no_main]
//! `cargo xtask fuzz opening`; what it does is in `src/opening.rs`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::opening::check(bytes));
