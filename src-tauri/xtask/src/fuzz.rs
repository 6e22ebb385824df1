//! `cargo xtask fuzz TARGET [SECONDS]`: lets libFuzzer invent inputs for something that is read from outside.

use anyhow::{Context, Result, bail};

use crate::{Workspace, process};

/// Where the targets lie; see there for what they are.
const FOLDER: &str = "src-tauri/fuzz";
/// How long, if nothing is said.
const SECONDS: &str = "60";
/// Bytes of an input: more says nothing new about any of the targets, and takes longer.
const MOST_BYTES: &str = "4096";

/// What makes the compiler count which code is reached and what is compared with what. All of it is on in the stable compiler; the
/// address sanitizer is not, and with `unsafe` forbidden it would say little.
const COUNTED: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing";

/// Builds a target with its code counted, and lets it run. What breaks it is saved among its inputs, and fails the tests from then on.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let (target, seconds) = match arguments {
        [target] => (target.as_str(), SECONDS),
        [target, seconds] => (target.as_str(), seconds.as_str()),
        _ => bail!("say which: fuzz TARGET [SECONDS]; the targets are in {FOLDER}/src/lib.rs"),
    };
    let seconds: u32 = seconds.parse().with_context(|| format!("`{seconds}` is no number of seconds"))?;
    let saved = workspace.root.join(FOLDER).join("saved").join(target);
    if !saved.is_dir() {
        bail!("there is no target `{target}`; see {FOLDER}/src/lib.rs");
    }
    let found = workspace.root.join("target/fuzz/found").join(target);
    std::fs::create_dir_all(&found).with_context(|| format!("{} cannot be made", found.display()))?;
    let host = host(workspace)?;
    // For the host by name: then build scripts and macros, which run while building, are not counted.
    let flags = ["build", "--package", "fuzz", "--features", "engine", "--profile", "fuzz", "--target-dir"];
    let mut build = process::cargo(workspace, &flags);
    build.args(["target/fuzz", "--target", &host, "--bin", target]).env("RUSTFLAGS", COUNTED);
    process::run(&mut build)?;
    let program = workspace.root.join("target/fuzz").join(&host).join("fuzz").join(target);
    let mut engine = process::program(workspace, program);
    engine.arg(&found).arg(&saved).args([
        format!("-max_total_time={seconds}"),
        format!("-max_len={MOST_BYTES}"),
        format!("-artifact_prefix={}/", saved.display()),
        "-print_final_stats=1".to_owned(),
        "-timeout=10".to_owned(),
    ]);
    process::run(&mut engine).with_context(|| format!("what broke it is in {FOLDER}/saved/{target}"))
}

/// The machine's own target, as the compiler calls it.
fn host(workspace: &Workspace) -> Result<String> {
    let told = process::read(process::program(workspace, "rustc").arg("-vV"))?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not say for which machine it builds")?.to_owned())
}
