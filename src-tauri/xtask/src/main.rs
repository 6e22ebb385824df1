//! Ankomst's workshop: `cargo xtask TASK`, the front door for people and for CI alike.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

mod bless;
mod icons;
mod lint;
mod page;
mod process;
mod run;
mod setup;
mod summary;
mod test;
mod tidy;
mod tour;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

/// One verb of the workshop. A new one is a row of [`TASKS`] and a module with its `run`.
struct Task {
    name: &'static str,
    about: &'static str,
    run: fn(&Workspace) -> Result<()>,
}

const TASKS: [Task; 7] = [
    Task { name: "setup", about: "install what the build and the tests need from the system", run: setup::run },
    Task {
        name: "run",
        about: "build the app and open it: the event that was open last, or the sample",
        run: run::run,
    },
    Task { name: "lint", about: "formatting, clippy and our own rules", run: lint::run },
    Task { name: "test", about: "everything CI runs: setup, lint, all tests", run: test::run },
    Task {
        name: "tour",
        about: "drive the app through its main way, one picture a step, into target/tour",
        run: tour::run,
    },
    Task { name: "icons", about: "draw the app icon in all its sizes from icons/icon.svg", run: icons::run },
    Task { name: "bless", about: "rewrite the checked-in files that tests generate", run: bless::run },
];

/// Where the workshop works.
pub(crate) struct Workspace {
    /// The top folder of the repository.
    root: PathBuf,
    /// Whether CI runs this (variable `CI`): the lock file is taken as it is and nothing is kept for the next build.
    ci: bool,
}

fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let task = match arguments.as_slice() {
        [] => return help(),
        [only] if matches!(only.as_str(), "help" | "-h" | "--help") => return help(),
        [only] => {
            TASKS.iter().find(|task| task.name == only).with_context(|| format!("no task `{only}`; see `help`"))?
        }
        [name, rest @ ..] => bail!("`{name}` takes no arguments, but got `{}`", rest.join(" ")),
    };
    (task.run)(&Workspace::find()?)
}

fn help() -> Result<()> {
    println!("cargo xtask TASK\n");
    for task in &TASKS {
        println!("  {:<8} {}", task.name, task.about);
    }
    Ok(())
}

impl Workspace {
    fn find() -> Result<Self> {
        let own = std::env::var_os("CARGO_MANIFEST_DIR").context("start it as `cargo xtask`")?;
        let root = Path::new(&own).ancestors().nth(2).context("xtask lies two folders deep")?;
        Ok(Self { root: root.to_owned(), ci: std::env::var_os("CI").is_some_and(|ci| !ci.is_empty() && ci != "false") })
    }
}
