//! `cargo xtask icons`: the app icon in all its sizes, from `icons/icon.svg`.

use anyhow::Result;

use crate::{Workspace, process};

/// Draws the sizes anew; only after a change of the drawing.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    process::run(&mut process::cargo(workspace, &["run", "--quiet", "--package", "badge", "--example", "icons"]))
}
