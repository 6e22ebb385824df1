//! The page's own tests: Node's test runner over `ui/tests/unit`, TypeScript over the comments.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::Seen;
use crate::{Workspace, process};

const FOLDER: &str = "ui/tests";

/// Fetches what the checks need and runs the unit tests.
pub(crate) fn run(workspace: &Workspace) -> Result<Seen> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    process::run(in_folder(workspace, npm).args(["ci", "--no-audit", "--no-fund"]))?;
    // Named one by one: what Node makes of a folder differs from version to version.
    let tests = unit_tests(workspace)?;
    process::watch(in_folder(workspace, "node").args(["--test", "--test-reporter=spec"]).args(tests))
}

/// Compares the page with its types.
pub(crate) fn types(workspace: &Workspace) -> Result<()> {
    process::run(in_folder(workspace, "node").args(["node_modules/typescript/bin/tsc", "--project", "."]))
}

fn in_folder(workspace: &Workspace, name: &str) -> Command {
    let mut command = process::program(workspace, name);
    command.current_dir(workspace.root.join(FOLDER));
    command
}

fn unit_tests(workspace: &Workspace) -> Result<Vec<String>> {
    let folder = workspace.root.join(FOLDER).join("unit");
    let mut tests = Vec::new();
    for file in std::fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let name = file?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".test.js") {
            tests.push(format!("unit/{name}"));
        }
    }
    if tests.is_empty() {
        bail!("no tests in {}", folder.display());
    }
    tests.sort();
    Ok(tests)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_tests_and_they_are_found() {
        let tests = unit_tests(&Workspace::find().unwrap()).unwrap();
        assert!(tests.contains(&"unit/i18n.test.js".to_owned()), "{tests:?}");
    }
}
