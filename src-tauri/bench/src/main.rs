//! What `cargo xtask bench` starts: it measures, and writes samples as JSON lines to its standard output.
//!
//! Progress goes to standard error. Judging is not done here: medians, aims and the page are the workshop's
//! (`xtask/src/bench`). A part that cannot run says why and the others go on.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

mod ground;
mod machine;
mod parts;
mod programs;
mod report;

use std::process::ExitCode;

use ground::Ground;
use parts::{PARTS, Part};
use report::Report;

/// Few repetitions, to see whether a part works.
const QUICK: &str = "--quick";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let of_its_own = parts::badge::in_a_process_of_its_own(&arguments);
    let of_its_own = of_its_own.or_else(|| parts::import::in_a_process_of_its_own(&arguments));
    if let Some(ending) = of_its_own.or_else(|| parts::find::in_a_process_of_its_own(&arguments)) {
        return ending;
    }
    let (flags, names): (Vec<&String>, Vec<&String>) = arguments.iter().partition(|word| word.starts_with('-'));
    let known = |name: &&String| PARTS.iter().any(|part| part.name == name.as_str());
    if flags.iter().any(|flag| *flag != QUICK) || !names.iter().all(known) {
        eprintln!("bench [{QUICK}] [PART…]; without a PART all of them:");
        for part in &PARTS {
            eprintln!("  {:<10} {}", part.name, part.title);
        }
        return ExitCode::from(2);
    }
    let ground = match Ground::new(!flags.is_empty()) {
        Ok(ground) => ground,
        Err(why) => {
            eprintln!("bench: {why}");
            return ExitCode::FAILURE;
        }
    };
    println!("{}", serde_json::json!({ "machine": machine::sentence(ground.folder()) }));
    let wanted = PARTS.iter().filter(|part| names.is_empty() || names.iter().any(|name| *name == part.name));
    let broken: Vec<&str> = wanted.filter(|part| !measure(part, &ground)).map(|part| part.name).collect();
    if broken.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("bench: broke: {}", broken.join(", "));
    ExitCode::FAILURE
}

/// Runs a part and writes down what it found; `false` if it broke.
fn measure(part: &Part, ground: &Ground) -> bool {
    eprintln!("bench: {}: {}", part.name, part.title);
    let mut report = Report::begin(part.name, part.title);
    // The window's helpers fail as tests do, by a panic that says what was missing; the other parts do not need it.
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (part.run)(ground, &mut report)));
    let why = match done {
        Ok(done) => done.err(),
        Err(panic) => Some(report::words_of(panic.as_ref())),
    };
    if let Some(why) = &why {
        report.skip(why);
    }
    report.end();
    why.is_none()
}
