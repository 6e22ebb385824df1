//! `cargo xtask test`: everything CI runs.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::process::Seen;
use crate::summary::Counts;
use crate::{Workspace, lint, page, process, setup};

/// Runs all parts, also after one has failed; then says how long each took, what the tests said, and what failed.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mut parts = Parts::default();
    let mut told = Told::default();
    parts.run("setup", || setup::run(workspace));
    parts.run("lint", || lint::run(workspace));
    let nextest_is_there = process::installed("cargo-nextest");
    if nextest_is_there {
        parts.run("build tests", || process::run(&mut process::cargo(workspace, &nextest("--no-run"))));
    } else {
        parts.run("build tests", || process::run(&mut process::cargo(workspace, &cargo_test("--no-run"))));
    }
    // Before the tests: those of the window use what is fetched here.
    parts.run("page", || {
        let seen = page::run(workspace)?;
        told.by_node(&seen)
    });
    parts.run("page types", || page::types(workspace));
    if nextest_is_there {
        parts.run("tests", || {
            let seen = process::watch(&mut process::cargo(workspace, &nextest("--no-fail-fast")))?;
            told.by_nextest(&seen)
        });
    } else {
        parts.run("tests", || {
            let seen = process::watch(&mut process::cargo(workspace, &cargo_test("--no-fail-fast")))?;
            told.by_cargo_test("tests", &seen)
        });
    }
    // Neither of the two runs the examples in doc comments.
    parts.run("doc tests", || {
        let seen = process::watch(&mut process::cargo(workspace, &["test", "--workspace", "--doc", "--no-fail-fast"]))?;
        told.by_cargo_test("doc tests", &seen)
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
    /// A runner gave no summary, so there is no sum either.
    incomplete: bool,
}

impl Told {
    fn by_nextest(&mut self, seen: &Seen) -> Result<()> {
        let told = Counts::of_nextest(&seen.text);
        self.add(seen, told)
    }

    fn by_node(&mut self, seen: &Seen) -> Result<()> {
        let told = Counts::of_node(&seen.text).map(|counts| (format!("page: {}", counts.line()), counts));
        self.add(seen, told)
    }

    fn by_cargo_test(&mut self, what: &str, seen: &Seen) -> Result<()> {
        let told = Counts::of_cargo_test(&seen.text).map(|counts| (format!("{what}: {}", counts.line()), counts));
        self.add(seen, told)
    }

    fn add(&mut self, seen: &Seen, told: Result<(String, Counts)>) -> Result<()> {
        self.incomplete |= told.is_err();
        let (line, counts) = told?;
        self.lines.push(line);
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
        println!("{}", self.sum());
    }

    fn sum(&self) -> String {
        if self.incomplete || self.lines.is_empty() {
            return "not all tests have run; see above".to_owned();
        }
        self.counts.line()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(success: bool, text: &str) -> Seen {
        Seen { success, text: text.to_owned() }
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
        let told = |success, text| Told::default().by_nextest(&seen(success, text));
        let good = "Summary [ 0.1s] 2 tests run: 2 passed, 0 skipped";
        assert!(told(true, good).is_ok());
        assert!(told(false, good).is_err(), "the runner failed after its summary");
        assert!(told(true, "nothing").is_err(), "no summary is no success");
        assert!(
            told(true, "Summary [ 0.1s] 2 tests run: 2 passed, 1 skipped").is_err(),
            "nothing is skipped in silence"
        );
    }

    #[test]
    fn the_sum_takes_in_doc_tests_and_is_given_only_if_all_have_run() {
        let doc_tests = seen(true, "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured");
        let mut told = Told::default();
        told.by_nextest(&seen(true, "Summary [ 0.1s] 2 tests run: 2 passed, 0 skipped")).unwrap();
        told.by_cargo_test("doc tests", &doc_tests).unwrap();
        assert_eq!(told.sum(), "5 passed, 0 failed");
        let mut told = Told::default();
        assert!(told.by_nextest(&seen(false, "error: could not compile")).is_err(), "no test ran");
        told.by_cargo_test("doc tests", &doc_tests).unwrap();
        assert!(!told.sum().contains("passed"), "three doc tests are not the whole");
    }
}
