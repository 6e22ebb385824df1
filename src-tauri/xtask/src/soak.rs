//! `cargo xtask soak`: the tests that draw lots, with all the lots there are; CI draws a tenth of them.

use anyhow::Result;

use crate::{Workspace, process};

/// A test that reads it draws ten times as many.
pub(crate) const VARIABLE: &str = "ANKOMST_SOAK";

/// Runs the tests of the library crates, or those whose names have one of the words in them.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    // Without the window, whose tests draw none.
    let mut tests = process::cargo(workspace, &["test", "--no-fail-fast"]);
    tests.env(VARIABLE, "1").arg("--").args(arguments);
    process::run(&mut tests)
}
