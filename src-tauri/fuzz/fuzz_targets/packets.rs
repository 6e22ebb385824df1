#![no_main]
//! `cargo xtask fuzz packets`; what it does is in `src/packets.rs`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::packets::check(bytes));
