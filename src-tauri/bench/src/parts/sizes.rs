//! How large the program is, beside the empty window, and what is downloaded to install it.

use std::path::{Path, PathBuf};

use crate::ground::Ground;
use crate::report::{Comparison, Report};

use super::memory::mb;

pub(crate) fn run(ground: &Ground, report: &mut Report) -> Result<(), String> {
    let (ours, empty) = (size(&ground.program("ankomst")?)?, size(&ground.program("examples/empty_window")?)?);
    let how = "The program as it is shipped: built for release, without symbols, with page, typefaces, SQLCipher and its OpenSSL in it. The empty window \
         is built in the same way.";
    report.add(
        Comparison::new("The program", "MB", how).series("Ankomst", [ours]).series("an empty Tauri window", [empty]),
    );
    match deb(&ground.kept().join("release/bundle/deb"))? {
        Some(package) => {
            let how = "The Debian package that `cargo xtask bundle` has made last.";
            report.add(Comparison::new("The package", "MB", how).series(&name(&package), [size(&package)?]));
        }
        None => report.skip("there is no .deb yet: `cargo xtask bundle` makes it"),
    }
    Ok(())
}

fn size(path: &Path) -> Result<f64, String> {
    path.metadata().map(|about| mb(about.len())).map_err(|error| format!("{}: {error}", path.display()))
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The newest package in a folder, if there is any.
fn deb(folder: &Path) -> Result<Option<PathBuf>, String> {
    let Ok(files) = folder.read_dir() else { return Ok(None) };
    let packages =
        files.flatten().map(|file| file.path()).filter(|path| path.extension().is_some_and(|ending| ending == "deb"));
    let mut dated = Vec::new();
    for path in packages {
        let made = path.metadata().and_then(|about| about.modified()).map_err(|error| error.to_string())?;
        dated.push((made, path));
    }
    Ok(dated.into_iter().max().map(|(_, path)| path))
}
