//! What is read from outside, each as one function of bytes that must hold for all bytes.
//!
//! `cargo xtask fuzz TARGET` lets libFuzzer invent inputs for one of them, led by which code they reach. What breaks it is
//! saved under `saved/TARGET/` and from then on runs, with the other saved inputs there, as an ordinary test (`tests/saved.rs`).
//!
//! A new one is a module here with `check`, a row of [`TARGETS`], a file in `fuzz_targets/`, a `[[bin]]` in the manifest and
//! at least one input in `saved/`; a test compares them.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test in all but its name: what does not hold is a panic")]

pub mod interpret;
pub mod lists;
pub mod opening;
pub mod packets;
pub mod picture;
pub mod printers;
pub mod records;
pub mod rpc;
pub mod search;
pub mod settings;
pub mod template;

/// A folder in memory, where the system has one: thousands of event files are made, and none is about the disk.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// Something that is read from outside.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Name of the module, the file in `fuzz_targets/` and the folder in `saved/`.
    pub name: &'static str,
    /// Panics if what must hold for all bytes does not hold for these.
    pub check: fn(&[u8]),
}

/// All of them.
pub const TARGETS: [Target; 14] = [
    Target { name: "interpret", check: interpret::check },
    Target { name: "list_ods", check: lists::check_ods },
    Target { name: "list_text", check: lists::check_text },
    Target { name: "list_xls", check: lists::check_xls },
    Target { name: "list_xlsx", check: lists::check_xlsx },
    Target { name: "opening", check: opening::check },
    Target { name: "packets", check: packets::check },
    Target { name: "picture", check: picture::check },
    Target { name: "printers", check: printers::check },
    Target { name: "records", check: records::check },
    Target { name: "rpc", check: rpc::check },
    Target { name: "search", check: search::check },
    Target { name: "settings", check: settings::check },
    Target { name: "template", check: template::check },
];
