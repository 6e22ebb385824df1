//! `cargo xtask lint`: everything that can be said about the code without running it.

use anyhow::{Result, bail};

use crate::{Workspace, process, tidy};

type Step = (&'static str, fn(&Workspace) -> Result<()>);

/// The quick ones first.
const STEPS: [Step; 4] =
    [("formatting", formatting), ("our own rules", tidy::run), ("cargo deny", deny), ("clippy", clippy)];

/// Runs every step, also after one has failed, and says which did.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mut failed = Vec::new();
    for (name, step) in STEPS {
        if let Err(error) = step(workspace) {
            eprintln!("lint: {name}: {error:#}");
            failed.push(name);
        }
    }
    if !failed.is_empty() {
        bail!("lint found faults in: {}", failed.join(", "));
    }
    Ok(())
}

fn formatting(workspace: &Workspace) -> Result<()> {
    process::run(&mut process::cargo(workspace, &["fmt", "--all", "--check"]))
}

fn clippy(workspace: &Workspace) -> Result<()> {
    let mut clippy = process::cargo(workspace, &["clippy", "--workspace", "--all-targets"]);
    process::run(clippy.args(["--", "-D", "warnings"]))
}

/// A second pair of eyes on `deny.toml`, where it is installed; our own rules hold the same lists without it. Its list
/// of advisories is left out: it needs the network and changes under an unchanged commit.
fn deny(workspace: &Workspace) -> Result<()> {
    if !process::installed("cargo-deny") {
        println!("cargo-deny is not installed; our own rules have checked licences and sources");
        return Ok(());
    }
    process::run(&mut process::cargo(workspace, &["deny", "check", "bans", "licenses", "sources"]))
}
