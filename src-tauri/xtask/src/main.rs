//! Ankomst's workshop: `cargo xtask TASK`, the front door for people and for CI alike.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

mod bench;
mod bless;
mod bundle;
mod fuzz;
mod icons;
mod lint;
mod page;
mod process;
mod release;
mod run;
mod setup;
mod soak;
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
    run: Run,
}

/// What a task is started with.
enum Run {
    /// Nothing.
    Plain(fn(&Workspace) -> Result<()>),
    /// Whatever stands behind its name.
    With(fn(&Workspace, &[String]) -> Result<()>),
}

const TASKS: [Task; 12] = [
    plain("setup", "install what the build and the tests need from the system", setup::run),
    plain("run", "build the app and open it: the event that was open last, or the sample", run::run),
    plain("lint", "formatting, clippy and our own rules", lint::run),
    plain("test", "everything CI runs: setup, lint, all tests", test::run),
    plain("tour", "drive the app through its main way, one picture a step, into target/tour", tour::run),
    Task {
        name: "bench",
        about: "measure the app beside what it is compared with: bench [--quick] [PART…]",
        run: Run::With(bench::run),
    },
    Task {
        name: "bundle",
        about: "make the Debian package: bundle [--try]; with --try it is installed on a clean Debian and started there",
        run: Run::With(bundle::run),
    },
    Task {
        name: "fuzz",
        about: "invent inputs for something that is read from outside: fuzz TARGET [SECONDS]",
        run: Run::With(fuzz::run),
    },
    Task {
        name: "soak",
        about: "tests that draw lots, with ten times as many as in CI: soak [FILTER…]",
        run: Run::With(soak::run),
    },
    plain("sbom", "list every crate in the programs, with version, licence and digest, as CycloneDX", bundle::sbom),
    plain("icons", "draw the app icon in all its sizes from icons/icon.svg", icons::run),
    plain("bless", "rewrite the checked-in files that tests generate", bless::run),
];

const fn plain(name: &'static str, about: &'static str, run: fn(&Workspace) -> Result<()>) -> Task {
    Task { name, about, run: Run::Plain(run) }
}

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
    let (name, rest) = match arguments.as_slice() {
        [] => return help(),
        [only] if matches!(only.as_str(), "help" | "-h" | "--help") => return help(),
        [name, rest @ ..] => (name, rest),
    };
    let task = TASKS.iter().find(|task| task.name == name).with_context(|| format!("no task `{name}`; see `help`"))?;
    match task.run {
        Run::Plain(_) if !rest.is_empty() => bail!("`{name}` takes no arguments, but got `{}`", rest.join(" ")),
        Run::Plain(run) => run(&Workspace::find()?),
        Run::With(run) => run(&Workspace::find()?, rest),
    }
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
