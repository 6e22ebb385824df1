//! The shape of the workspace: which of our crates may know which, and where outside things are at home.

use super::packages::{Kind, Package};
use super::repository::Repository;

/// Our crates and what each may depend on (`design.md`, Layout). Tests may add [`TESTKIT`].
const DIRECTIONS: [(&str, &[&str]); 15] = [
    ("checkin", &[]),
    ("badge", &[]),
    ("store", &["checkin"]),
    ("find", &["checkin"]),
    ("scan", &["checkin"]),
    ("interchange", &["checkin"]),
    ("printing", &["badge"]),
    ("report", &["badge", "checkin"]),
    ("kiosk", &["checkin", "badge", "store", "find", "scan", "interchange", "printing", "report"]),
    ("cli", &["kiosk"]),
    (SHELL, &["kiosk"]),
    // For tests only, so it may know whatever tests build on, but no program.
    (TESTKIT, &["checkin", "badge", "store", "find", "scan", "interchange", "printing", "report", "kiosk"]),
    // It measures the crates themselves and the app from outside, and nothing depends on it.
    (BENCH, &["checkin", "badge", "store", "find", "scan", "interchange", "printing", "report", "kiosk", TESTKIT]),
    // What is read from outside, wherever it is read.
    ("fuzz", &["checkin", "badge", "store", "find", "scan", "interchange", "printing", "report", "kiosk", "cli"]),
    // The workshop must build before anything else does.
    ("xtask", &[]),
];

/// The desktop shell, `src-tauri/src`.
const SHELL: &str = "ankomst";
const TESTKIT: &str = "testkit";
/// What `cargo xtask bench` starts.
const BENCH: &str = "bench";

/// What ours is measured beside, though its home is elsewhere: other ways to search and to read a workbook, typefaces for another
/// program, the index of pictures.
const MEASURED_BESIDE: [&str; 4] = ["rusqlite", "notosans", "calamine", "csv"];

/// An outside crate (or all whose names begin so, with `*`) and the one of ours that may know it. Tests elsewhere may
/// use those that `tests` says.
struct Home {
    outside: &'static str,
    home: &'static str,
    tests: bool,
}

const HOMES: [Home; 37] = [
    at("rusqlite", "store"),
    at("libsqlite3-sys", "store"),
    at("argon2", "store"),
    at("rpassword", "cli"),
    at("tauri*", SHELL),
    at("wry", SHELL),
    at("tao", SHELL),
    at("webkit2gtk*", SHELL),
    at("gtk*", SHELL),
    at("zbus*", SHELL),
    at("tracing-subscriber", "kiosk"),
    tests_too("calamine", "interchange"),
    tests_too("csv", "interchange"),
    tests_too("rust_xlsxwriter", "interchange"),
    tests_too("pdf-writer", "badge"),
    tests_too("subsetter", "badge"),
    tests_too("usvg", "badge"),
    tests_too("resvg", "badge"),
    tests_too("tiny-skia", "badge"),
    tests_too("fontdb", "badge"),
    tests_too("notosans", "badge"),
    tests_too("rxing", "scan"),
    tests_too("zxing-cpp", "scan"),
    tests_too("rqrr", "scan"),
    at("serialport", "scan"),
    at("evdev", "scan"),
    at("clap*", "cli"),
    at("indicatif", "cli"),
    at("ipp", "printing"),
    at("brother_ql", "printing"),
    at("printers", "printing"),
    tests_too("socket2", "printing"),
    at("mdns*", "printing"),
    at("rustls*", "printing"),
    at("tokio-postgres", "desk-sync"),
    at("thirtyfour", TESTKIT),
    at("libfuzzer-sys", "fuzz"),
];

const fn at(outside: &'static str, home: &'static str) -> Home {
    Home { outside, home, tests: false }
}

const fn tests_too(outside: &'static str, home: &'static str) -> Home {
    Home { outside, home, tests: true }
}

/// Our crates depend on each other only in the direction of the design.
pub(crate) fn directions(repository: &Repository) -> Vec<String> {
    let names: Vec<&str> = ours(repository).map(|package| package.name.as_str()).collect();
    let mut faults = Vec::new();
    for package in ours(repository) {
        let Some((_, allowed)) = DIRECTIONS.iter().find(|(name, _)| *name == package.name) else {
            faults
                .push(format!("{} is not in the table of directions; put it into xtask and the design", package.name));
            continue;
        };
        for dependency in package.dependencies.iter().filter(|dependency| names.contains(&dependency.name.as_str())) {
            let for_tests = dependency.kind == Kind::Tests && dependency.name == TESTKIT;
            if !for_tests && !allowed.contains(&dependency.name.as_str()) {
                faults.push(format!("{} may not depend on {}", package.name, dependency.name));
            }
        }
    }
    faults
}

/// Each outside thing is known by one of our crates.
pub(crate) fn homes(repository: &Repository) -> Vec<String> {
    let mut faults = Vec::new();
    for package in ours(repository) {
        for dependency in &package.dependencies {
            let Some(home) = HOMES.iter().find(|home| home.is_for(&dependency.name)) else { continue };
            let in_tests = dependency.kind == Kind::Tests || package.name == TESTKIT;
            let beside = package.name == BENCH && MEASURED_BESIDE.contains(&dependency.name.as_str());
            if package.name != home.home && !(home.tests && in_tests) && !beside {
                faults.push(format!("{} is at home in {}, not in {}", dependency.name, home.home, package.name));
            }
        }
    }
    faults
}

impl Home {
    fn is_for(&self, name: &str) -> bool {
        self.outside.strip_suffix('*').map_or(self.outside == name, |start| name.starts_with(start))
    }
}

/// The standard library's sockets are no dependency, so they are looked for in the text.
pub(crate) fn sockets(repository: &Repository) -> Vec<String> {
    let may = |path: &str| path.contains("/crates/printing/") || path.contains("/testkit/") || path.contains("/tests/");
    let library = repository.files.iter().filter(|file| file.ending() == "rs" && !may(&file.path));
    library
        .filter(|file| file.text.contains(concat!("std::", "net")))
        .map(|file| format!("{}: only printing opens sockets", file.path))
        .collect()
}

fn ours(repository: &Repository) -> impl Iterator<Item = &Package> {
    repository.packages.iter().filter(|package| package.ours)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::packages::Dependency;
    use crate::tidy::repository::TextFile;

    fn workspace(edges: &[(&str, &str, Kind)]) -> Repository {
        let names = edges.iter().flat_map(|(from, to, _)| [*from, *to]).filter(|name| !name.starts_with("theirs-"));
        let names: std::collections::BTreeSet<&str> = names.collect();
        let package = |name: &str| Package {
            name: name.to_owned(),
            ours: !HOMES.iter().any(|home| home.outside == name),
            dependencies: edges
                .iter()
                .filter(|(from, ..)| *from == name)
                .map(|(_, to, kind)| Dependency { name: (*to).to_owned(), kind: *kind })
                .collect(),
            ..Package::default()
        };
        Repository { packages: names.into_iter().map(package).collect(), ..Repository::default() }
    }

    #[test]
    fn only_the_directions_of_the_design_are_let_through() {
        let faults = |from, to, kind| directions(&workspace(&[(from, to, kind)])).len();
        for (from, to) in [("store", "checkin"), ("printing", "badge"), ("kiosk", "store"), ("cli", "kiosk")] {
            assert_eq!(faults(from, to, Kind::Product), 0, "{from} → {to} is in the design");
            assert_eq!(faults(to, from, Kind::Product), 1, "{to} → {from} goes the wrong way");
            assert_eq!(faults(to, from, Kind::Tests), 1, "{to} → {from} is wrong in tests too");
        }
        for (from, to) in [("badge", "checkin"), ("find", "store"), ("cli", "checkin"), ("xtask", "checkin")] {
            assert_eq!(faults(from, to, Kind::Product), 1, "{from} → {to} is not in the design");
        }
        assert_eq!(faults("store", "testkit", Kind::Tests), 0, "tests may use testkit");
        assert_eq!(faults("store", "testkit", Kind::Product), 1, "the product may not");
        assert_eq!(faults("bench", "testkit", Kind::Product), 0, "the bench drives the window too");
        assert_eq!(faults("kiosk", "bench", Kind::Tests), 1, "nothing builds on the bench");
    }

    #[test]
    fn a_crate_that_nobody_has_placed_is_found() {
        let faults = directions(&workspace(&[("gadgets", "checkin", Kind::Product)]));
        assert!(faults.iter().any(|fault| fault.starts_with("gadgets is not in the table")), "{faults:?}");
    }

    #[test]
    fn outside_things_stay_at_home() {
        let faults = |from, to, kind| homes(&workspace(&[(from, to, kind)])).len();
        assert_eq!(faults("store", "rusqlite", Kind::Product), 0, "store is SQL's home");
        assert_eq!(faults("kiosk", "rusqlite", Kind::Product), 1, "nobody else knows SQL");
        assert_eq!(faults("kiosk", "rusqlite", Kind::Tests), 1, "not even in tests");
        assert_eq!(faults("kiosk", "tauri-build", Kind::Product), 1, "a star takes in the whole family");
        assert_eq!(faults("ankomst", "webkit2gtk", Kind::Product), 0, "the shell is the window's home");
        assert_eq!(faults("kiosk", "webkit2gtk", Kind::Product), 1, "the use cases know no window");
        assert_eq!(faults("badge", "rxing", Kind::Tests), 0, "another's test may read a code back");
        assert_eq!(faults("badge", "rxing", Kind::Product), 1, "the product reads codes in scan");
        assert_eq!(faults("bench", "rusqlite", Kind::Product), 0, "the bench measures other ways to search");
        assert_eq!(faults("bench", "tauri", Kind::Product), 1, "and is no second window");
    }

    #[test]
    fn a_socket_outside_printing_is_found() {
        let file =
            |path: &str| TextFile { path: path.to_owned(), text: concat!("use std::", "net::TcpStream;").to_owned() };
        let faults = |path| sockets(&Repository { files: vec![file(path)], ..Repository::default() }).len();
        assert_eq!(faults("src-tauri/crates/printing/src/zpl.rs"), 0, "printing talks to printers");
        assert_eq!(faults("src-tauri/crates/kiosk/src/api.rs"), 1, "the kiosk has no network");
    }
}
