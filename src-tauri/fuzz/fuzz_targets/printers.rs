#![no_main]
//! `cargo xtask fuzz printers`; what it does is in `src/printers.rs`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::printers::check(bytes));
