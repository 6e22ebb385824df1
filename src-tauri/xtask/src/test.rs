//! `cargo xtask test`: everything CI runs.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::summary::Counts;
use crate::{Workspace, lint, process, setup};

/// Runs all parts, also after one has failed; then says how long each took, what the tests said, and what failed.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mut parts = Parts::default();
    let mut told = Told::default();
    parts.run("setup", || setup::run(workspace));
    parts.run("lint", || lint::run(workspace));
    if process::installed("cargo-nextest") {
        parts.run("build tests", || process::run(&mut process::cargo(workspace, &nextest("--no-run"))));
        parts.run("tests", || {
            told.add(true, &process::watch(&mut process::cargo(workspace, &nextest("--no-fail-fast")))?)
        });
    } else {
        parts.run("build tests", || process::run(&mut process::cargo(workspace, &cargo_test("--no-run"))));
        parts.run("tests", || {
            told.add(false, &process::watch(&mut process::cargo(workspace, &cargo_test("--no-fail-fast")))?)
        });
    }
    // Neither of the two runs the examples in doc comments.
    parts.run("doc tests", || {
        let mut command = process::cargo(workspace, &["test", "--workspace", "--doc", "--no-fail-fast"]);
        told.add(false, &process::watch(&mut command)?)
    });
    println!("\n{}", parts.table());
    told.print();
    parts.verdict()
}

const fn nextest(how: &'static str) -> [&'static str; 5] {
    ["nextest", "run", "--workspace", "--all-targets", how]
}

const fn cargo_test(how: &'static str) -> [&'static str; 4] {
    ["test", "--workspace", "--all-targets", how]
}

/// The parts that ran, how long each took, and whether it failed.
#[derive(Default)]
struct Parts(Vec<(&'static str, Duration, bool)>);

impl Parts {
    fn run(&mut self, name: &'static str, part: impl FnOnce() -> Result<()>) {
        println!("\n== {name}");
        let start = Instant::now();
        let result = part();
        if let Err(error) = &result {
            eprintln!("{name}: {error:#}");
        }
        self.0.push((name, start.elapsed(), result.is_err()));
    }

    fn table(&self) -> String {
        let row =
            |name: &str, time: Duration, note: &str| format!("{name:<12} {:>7.1}{note}\n", time.as_secs_f64() / 60.0);
        let rows = self.0.iter().map(|(name, time, failed)| row(name, *time, if *failed { "  FAILED" } else { "" }));
        let whole = self.0.iter().map(|(_, time, _)| *time).sum();
        format!("{:<12} {:>7}\n", "part", "minutes") + &rows.collect::<String>() + &row("all", whole, "")
    }

    fn verdict(&self) -> Result<()> {
        let failed: Vec<&str> = self.0.iter().filter(|(.., failed)| *failed).map(|(name, ..)| *name).collect();
        if !failed.is_empty() {
            bail!("failed: {}", failed.join(", "));
        }
        Ok(())
    }
}

/// What the test runners said.
#[derive(Default)]
struct Told {
    lines: Vec<String>,
    counts: Counts,
}

impl Told {
    fn add(&mut self, nextest: bool, seen: &process::Seen) -> Result<()> {
        let counts = if nextest {
            let (line, counts) = Counts::of_nextest(&seen.text)?;
            self.lines.push(line);
            counts
        } else {
            let counts = Counts::of_cargo_test(&seen.text)?;
            self.lines.push(format!("cargo test: {}", counts.line()));
            counts
        };
        self.counts = self.counts.and(counts);
        if !seen.success || counts.failed > 0 {
            bail!("{}", counts.line());
        }
        if counts.skipped > 0 {
            bail!("{}: no test may be left out", counts.line());
        }
        Ok(())
    }

    /// The runners' own lines, then the sum of all as the last line on standard output.
    fn print(&self) {
        for line in &self.lines {
            println!("{line}");
        }
        if self.lines.is_empty() {
            println!("no test has run");
        } else {
            println!("{}", self.counts.line());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(success: bool, text: &str) -> process::Seen {
        process::Seen { success, text: text.to_owned() }
    }

    #[test]
    fn a_part_that_fails_does_not_stop_the_others_and_is_named() {
        let mut parts = Parts::default();
        parts.run("first", || bail!("broken on purpose"));
        parts.run("second", || Ok(()));
        let table = parts.table();
        assert_eq!(table.lines().count(), 4, "heading, two parts and the whole:\n{table}");
        assert_eq!(parts.verdict().unwrap_err().to_string(), "failed: first");
    }

    #[test]
    fn a_run_counts_as_good_only_if_runner_and_numbers_both_say_so() {
        let good = "Summary [ 0.1s] 2 tests run: 2 passed, 0 skipped";
        assert!(Told::default().add(true, &seen(true, good)).is_ok());
        assert!(Told::default().add(true, &seen(false, good)).is_err(), "the runner failed after its summary");
        assert!(Told::default().add(true, &seen(true, "nothing")).is_err(), "no summary is no success");
        let skipped = "Summary [ 0.1s] 2 tests run: 2 passed, 1 skipped";
        assert!(Told::default().add(true, &seen(true, skipped)).is_err(), "nothing is skipped in silence");
    }

    #[test]
    fn the_sum_takes_in_doc_tests() {
        let mut told = Told::default();
        told.add(true, &seen(true, "Summary [ 0.1s] 2 tests run: 2 passed, 0 skipped")).unwrap();
        told.add(false, &seen(true, "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured")).unwrap();
        assert_eq!(told.counts.line(), "5 passed, 0 failed");
    }
}
