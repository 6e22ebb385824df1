//! `cargo xtask bench`: honest figures, side by side, into `src-tauri/docs/benchmarks.md`.

mod page;
mod results;
mod statistics;
mod table;

use anyhow::{Context, Result, bail};

use crate::{Workspace, process, release, setup};
use results::Results;

const PAGE: &str = "src-tauri/docs/benchmarks.md";

/// With this, few repetitions are made and nothing is written: to see whether a part works.
const QUICK: &str = "--quick";

/// Builds what is shipped and what it is measured against, lets the program `bench` measure all parts or those named, and
/// writes the page.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    // Known before minutes of building; the names of the parts are the other program's.
    if let Some(unknown) = arguments.iter().find(|argument| argument.starts_with('-') && *argument != QUICK) {
        bail!("{unknown} is not known; cargo xtask bench [{QUICK}] [PART…]");
    }
    setup::run(workspace)?;
    build(workspace)?;
    let quick = arguments.iter().any(|argument| argument == QUICK);
    let mut command = process::program(workspace, workspace.root.join("target/release/bench"));
    let heard = process::listen(command.args(arguments))?;
    let Results { machine, parts } = results::read(&heard.text)?;
    let measured = format!("Measured on {machine}; {}.", commit(workspace)?);
    if quick {
        println!("{}", page::page("", &parts, &measured));
        println!("bench: a quick look; nothing was written");
    } else if !parts.is_empty() {
        let path = workspace.root.join(PAGE);
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        let page = page::page(&before, &parts, &measured);
        std::fs::write(&path, &page).with_context(|| format!("{PAGE} cannot be written"))?;
        println!("{page}\nbench: written to {PAGE}");
        for part in page::without_a_word(&page) {
            println!("bench: {part} misses an aim: write into its notes what was tried");
        }
    }
    if !heard.success {
        bail!("a part broke; see above");
    }
    Ok(())
}

/// The app as it is shipped, and in further steps what only the bench needs, so that nothing of that is in the app.
fn build(workspace: &Workspace) -> Result<()> {
    release::app(workspace, release::MEASURED)?;
    let others = ["--package", "ankomst", "--example", "empty_window", "--features", release::MEASURED];
    process::run(process::cargo(workspace, &["build", "--release"]).args(others))?;
    process::run(&mut process::cargo(workspace, &["build", "--release", "--package", "bench"]))
}

/// What was measured, by git.
fn commit(workspace: &Workspace) -> Result<String> {
    let git = |arguments: &[&str]| process::read(process::program(workspace, "git").args(arguments));
    let commit = git(&["rev-parse", "--short=10", "HEAD"])?;
    // The page itself changes with every run.
    let changed = git(&["status", "--porcelain", "--untracked-files=no", "--", ".", &format!(":(exclude){PAGE}")])?;
    let changed = if changed.trim().is_empty() { "" } else { " with changes that are not committed" };
    Ok(format!("commit {}{changed}", commit.trim()))
}
