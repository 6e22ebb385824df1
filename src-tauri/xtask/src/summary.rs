//! What the test runners say of themselves, read from their real output and never made up.

use anyhow::{Context, Result, bail};

/// How many tests did what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Counts {
    /// From nextest's line `Summary [   1.2s] 12 tests run: 11 passed (1 slow), 1 failed, 2 skipped`; the line too.
    pub(crate) fn of_nextest(output: &str) -> Result<(String, Self)> {
        let line = output
            .lines()
            .rev()
            .map(str::trim)
            .find(|line| line.starts_with("Summary ["))
            .context("the test runner has written no summary")?;
        let counts = Self::of_summary(line).with_context(|| format!("this summary is not understood: {line}"))?;
        Ok((line.to_owned(), counts))
    }

    fn of_summary(line: &str) -> Result<Self> {
        let (_, rest) = line.split_once("] ").context("no time")?;
        let (run, results) = rest.split_once(" run: ").context("no results")?;
        let mut counts = Self::default();
        for part in without_brackets(results).split(", ") {
            let (number, what) = part.trim().split_once(' ').context("no number")?;
            let number: u64 = number.parse()?;
            match what {
                "passed" => counts.passed += number,
                "failed" | "timed out" | "exec failed" => counts.failed += number,
                "skipped" => counts.skipped += number,
                other => bail!("unknown result `{other}`"),
            }
        }
        // `5/12 tests`: the run was cut short after five.
        let run = run.split([' ', '/']).next().context("no number")?;
        if run.parse::<u64>()? != counts.passed + counts.failed {
            bail!("the parts do not add up");
        }
        Ok(counts)
    }

    /// From the lines `test result: ok. 5 passed; 0 failed; 0 ignored; …`, one a test binary, of `cargo test`.
    pub(crate) fn of_cargo_test(output: &str) -> Result<Self> {
        let mut lines = output.lines().filter_map(|line| line.trim().strip_prefix("test result: ")).peekable();
        if lines.peek().is_none() {
            bail!("the test runner has written no result");
        }
        lines.try_fold(Self::default(), |sum, line| {
            let one = Self::of_result(line).with_context(|| format!("this result is not understood: {line}"))?;
            Ok(sum.and(one))
        })
    }

    fn of_result(line: &str) -> Result<Self> {
        let (_, parts) = line.split_once(". ").context("no counts")?;
        let count = |what: &str| -> Result<u64> {
            let part =
                parts.split("; ").find_map(|part| part.strip_suffix(what)).with_context(|| format!("no{what}"))?;
            Ok(part.trim().parse()?)
        };
        Ok(Self { passed: count(" passed")?, failed: count(" failed")?, skipped: count(" ignored")? })
    }

    /// From the last lines of Node's own test runner: `# pass 5` (TAP) or `ℹ pass 5` (for people), one a count.
    pub(crate) fn of_node(output: &str) -> Result<Self> {
        let count = |what: &str| -> Result<u64> {
            let number = |line: &str| {
                let rest = line.trim().strip_prefix("# ").or_else(|| line.trim().strip_prefix("ℹ "))?;
                rest.strip_prefix(what)?.strip_prefix(' ')?.parse().ok()
            };
            // A test may print such a line too; the runner's own comes last.
            output.lines().rev().find_map(number).with_context(|| format!("node has written no number of `{what}`"))
        };
        let counts = Self {
            passed: count("pass")?,
            failed: count("fail")? + count("cancelled")?,
            skipped: count("skipped")? + count("todo")?,
        };
        if count("tests")? != counts.passed + counts.failed + counts.skipped {
            bail!("node's parts do not add up");
        }
        Ok(counts)
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }

    /// `12 passed, 0 failed`; tests left out are named only where there are any.
    pub(crate) fn line(self) -> String {
        let skipped = if self.skipped > 0 { format!(", {} skipped", self.skipped) } else { String::new() };
        format!("{} passed, {} failed{skipped}", self.passed, self.failed)
    }
}

/// `11 passed (1 slow, 1 flaky), 1 failed` → `11 passed, 1 failed`.
fn without_brackets(text: &str) -> String {
    let mut inside = false;
    let kept = text.chars().filter(|c| {
        inside = (inside || *c == '(') && *c != ')';
        !inside && *c != ')'
    });
    kept.collect::<String>().replace(" ,", ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64, skipped: u64) -> Counts {
        Counts { passed, failed, skipped }
    }

    #[test]
    fn nextest_in_all_its_forms() {
        let check = |line: &str, expected: Counts| {
            let (shown, counts) = Counts::of_nextest(&format!("PASS a\n   {line}\n  FAIL b\n")).unwrap();
            assert_eq!((shown.as_str(), counts), (line, expected), "for {line}");
        };
        check("Summary [   0.123s] 1 test run: 1 passed, 0 skipped", counts(1, 0, 0));
        check("Summary [  61.1s] 12 tests run: 11 passed (2 slow, 1 flaky), 1 failed, 2 skipped", counts(11, 1, 2));
        check(
            "Summary [   3.0s] 4 tests run: 1 passed, 1 failed, 1 timed out, 1 exec failed, 0 skipped",
            counts(1, 3, 0),
        );
        check("Summary [   3.0s] 2/9 tests run: 1 passed, 1 failed, 0 skipped", counts(1, 1, 0));
        check("Summary [   3.0s] 3 tests run: 3 passed (1 slow), 0 skipped", counts(3, 0, 0));
    }

    #[test]
    fn what_is_not_understood_is_an_error_and_never_a_number() {
        for output in [
            "",
            "all is well\n",
            "Summary [ 0.1s] many tests run: 3 passed, 0 skipped",
            "Summary [ 0.1s] 4 tests run: 3 passed, 0 skipped",
            "Summary [ 0.1s] 4 tests run: 4 dreamt, 0 skipped",
        ] {
            assert!(Counts::of_nextest(output).is_err(), "{output:?} tells nothing");
        }
        for output in ["", "test result: ok. some passed; 0 failed; 0 ignored", "test result: ok. 3 passed"] {
            assert!(Counts::of_cargo_test(output).is_err(), "{output:?} tells nothing");
        }
    }

    #[test]
    fn node_in_both_its_forms() {
        let parts =
            [("tests", 9), ("suites", 0), ("pass", 4), ("fail", 1), ("cancelled", 2), ("skipped", 1), ("todo", 1)];
        let written = |sign: &str| parts.map(|(what, number)| format!("{sign} {what} {number}\n")).concat();
        for sign in ["#", "ℹ"] {
            let output = format!("ok 1 - a test\n  # pass 100\n{}{sign} duration_ms 12.5\n", written(sign));
            assert_eq!(Counts::of_node(&output).unwrap(), counts(4, 3, 2), "what was cancelled did not pass");
        }
        assert!(Counts::of_node("").is_err(), "nothing was written");
        assert!(Counts::of_node(&written("#").replace("pass 4", "pass 5")).is_err(), "one too many");
        assert!(Counts::of_node(&written("#").replace("# fail 1\n", "")).is_err(), "no number of failures");
    }

    #[test]
    fn cargo_tests_own_results_are_summed_over_binaries() {
        let output = "running 2 tests\n\
            test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 4 filtered out; finished in 0.10s\n";
        assert_eq!(Counts::of_cargo_test(output).unwrap(), counts(5, 1, 1), "both binaries count");
        assert_eq!(counts(5, 1, 1).line(), "5 passed, 1 failed, 1 skipped");
        assert_eq!(counts(5, 0, 0).line(), "5 passed, 0 failed", "nothing is said of none");
    }
}
