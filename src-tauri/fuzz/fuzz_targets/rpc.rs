#![no_main]
//! `cargo xtask fuzz rpc`; what it does is in `src/rpc.rs`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::rpc::check(bytes));
