//! `cargo xtask tour`: the main way through the app in pictures.

use anyhow::Result;

use crate::{Workspace, process, setup};

const PICTURES: &str = "target/tour";

/// Builds the app and lets the example `tour` drive it on a screen that nobody sees, one PNG for each step.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    setup::run(workspace)?;
    let package = ["--package", "ankomst"];
    process::run(process::cargo(workspace, &["build"]).args(package).args(["--bins", "--example", "tour"]))?;
    let folder = workspace.root.join(PICTURES);
    process::run(
        process::cargo(workspace, &["run", "--quiet"]).args(package).args(["--example", "tour", "--"]).arg(&folder),
    )?;
    println!("tour: the pictures are in {PICTURES}");
    Ok(())
}
