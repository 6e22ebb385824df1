//! `cargo xtask bless`: writes checked-in generated files anew.

use anyhow::{Result, bail};

use crate::summary::Counts;
use crate::{Workspace, process};

/// A generated file that a test compares with the truth, and writes when `ANKOMST_BLESS` is set.
struct Blessed {
    package: &'static str,
    /// A part of the test's name.
    test: &'static str,
    file: &'static str,
}

const BLESSED: [Blessed; 4] = [
    Blessed { package: "store", test: "schema", file: "src-tauri/docs/schema.sql" },
    Blessed { package: "kiosk", test: "the_page_has_the_types", file: "ui/types/wire.d.ts" },
    Blessed { package: "kiosk", test: "the_handbook_has_the_table", file: "src-tauri/docs/handbook/roles.md" },
    Blessed {
        package: "ankomst",
        test: "the_handbook_has_the_table_of_the_windows_calls",
        file: "src-tauri/docs/handbook/roles-window.md",
    },
];

/// Lets every such test write its file, then shows what changed.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    for blessed in &BLESSED {
        let mut test = process::cargo(workspace, &["test", "--package", blessed.package]);
        let seen = process::watch(test.args(["--", blessed.test]).env("ANKOMST_BLESS", "1"))?;
        let ran = Counts::of_cargo_test(&seen.text)?;
        if !seen.success || ran.passed == 0 {
            bail!("no test `{}` of {} has written {}", blessed.test, blessed.package, blessed.file);
        }
        let mut status = process::program(workspace, "git");
        let change = process::read(status.args(["status", "--short", "--", blessed.file]))?;
        println!(
            "{}: {}",
            blessed.file,
            if change.is_empty() { "as before" } else { "changed; look at it with git diff" }
        );
    }
    Ok(())
}
