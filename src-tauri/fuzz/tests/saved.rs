//! The saved inputs, as ordinary tests; and that each target is whole.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use fuzz::{TARGETS, Target};

/// The inputs of a target, by their names.
fn saved(target: &Target) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("saved").join(target.name);
    let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| (file.clone(), std::fs::read(file).unwrap())).collect()
}

#[test]
fn what_was_saved_holds() {
    let mut broken = Vec::new();
    for target in TARGETS {
        let inputs = saved(&target);
        assert!(!inputs.is_empty(), "{} has no saved input to begin with", target.name);
        for (file, bytes) in inputs {
            if catch_unwind(|| (target.check)(&bytes)).is_err() {
                broken.push(file);
            }
        }
    }
    assert!(broken.is_empty(), "broken by {broken:?}");
}

#[test]
fn short_and_broken_inputs_hold_everywhere() {
    for target in TARGETS {
        (target.check)(b"");
        for byte in 0..=u8::MAX {
            (target.check)(&[byte]);
            (target.check)(&[byte, 0xff, b'\n', byte]);
        }
        for (_, bytes) in saved(&target) {
            // Cut off, and with a bit turned here and there.
            for place in (0..bytes.len()).step_by(bytes.len() / 16 + 1) {
                (target.check)(&bytes[..place]);
                let mut turned = bytes.clone();
                turned[place] ^= 1 << (place % 8);
                (target.check)(&turned);
            }
        }
    }
}

#[test]
fn each_target_has_all_its_parts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    for Target { name, .. } in TARGETS {
        let (bin, path) = (format!("name = \"{name}\""), format!("path = \"fuzz_targets/{name}.rs\""));
        assert!(manifest.contains(&bin) && manifest.contains(&path), "{name} has no [[bin]] in Cargo.toml");
        let start = std::fs::read_to_string(folder.join(format!("fuzz_targets/{name}.rs"))).unwrap();
        // A module may have several targets, such as one for each form of a list.
        let starts = match name.split_once('_') {
            Some((module, form)) => format!("fuzz::{module}s::check_{form}"),
            None => format!("fuzz::{name}::check"),
        };
        assert!(start.contains(&starts), "fuzz_targets/{name}.rs starts something else");
    }
    let starts = std::fs::read_dir(folder.join("fuzz_targets")).unwrap().count();
    assert_eq!(starts, TARGETS.len(), "a file in fuzz_targets/ is no row of TARGETS");
    assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len(), "a [[bin]] is no row of TARGETS");
}
