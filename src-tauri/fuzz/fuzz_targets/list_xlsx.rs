#![no_main]
//! `cargo xtask fuzz list_xlsx`; what it does is in `src/lists.rs`.

libfuzzer_sys::fuzz_target!(init: fuzz::lists::let_readers_panic(), |bytes: &[u8]| fuzz::lists::check_xlsx(bytes));
