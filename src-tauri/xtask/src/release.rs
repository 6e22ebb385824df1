//! The app as it is shipped: one way to build it for all who pack or measure it.

use anyhow::Result;

use crate::{Workspace, process};

/// What Tauri's own command line switches on for a program that is shipped.
pub(crate) const SHIPPED: &str = "tauri/custom-protocol";

/// Where the program lies then.
pub(crate) const APP: &str = "target/release/ankomst";

/// The same for one that is measured: a program drives its window.
pub(crate) const MEASURED: &str = "tauri/custom-protocol,e2e";

/// Builds the app for release.
pub(crate) fn app(workspace: &Workspace, features: &str) -> Result<()> {
    println!("building for release; the first time takes some minutes");
    let app = ["--package", "ankomst", "--bins", "--features", features];
    process::run(process::cargo(workspace, &["build", "--release"]).args(app))
}
