//! Output for people and for programs.

use std::io::Write;

use kiosk::Language;
use kiosk::{KioskError, Problem};
use serde::Serialize;

/// How a command ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Done,
    /// Rows were rejected, faults were found.
    WithProblems,
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It was called wrongly.
    Usage(String),
    /// Something broke.
    Broke(KioskError),
}

impl From<KioskError> for Failure {
    fn from(error: KioskError) -> Self {
        match error {
            KioskError::Parameter { field, problem, .. } => Self::Usage(format!("{field}: {problem}")),
            other => Self::Broke(other),
        }
    }
}

/// Prints lines. A reader that went away (`| head`) is no failure.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// Prints one JSON document.
pub(crate) fn json(value: &impl Serialize) {
    let text = serde_json::to_string(value).unwrap_or_default();
    print(&format!("{text}\n"));
}

/// Prints a failure to standard error, as one line.
pub(crate) fn failure(failure: &Failure, language: Language, as_json: bool) {
    let problem = match failure {
        Failure::Usage(message) => {
            Problem { code: "wrongParameter", message: message.clone(), hint: "ankomstctl --help".to_owned() }
        }
        Failure::Broke(error) => error.problem(language),
    };
    let line = if as_json {
        serde_json::to_string(&problem).unwrap_or_default()
    } else {
        format!("{} {}", problem.message, problem.hint).replace(['\n', '\r'], " ")
    };
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
