//! `ankomstctl`: every call of the kiosk without a window.
//!
//! - [`arguments`]: what may be said on the command line.
//! - [`commands`]: what each command does.
//! - [`rpc`]: all calls as JSON-RPC 2.0, a line each.
//! - [`place`]: the user's folder and the event open last.
//! - [`output`]: for people and, with `--json`, for programs.

mod arguments;
mod commands;
mod output;
mod passphrase;
mod place;
mod rpc;
mod text;

use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;
use kiosk::Language;
use output::{Failure, Status};

fn main() -> ExitCode {
    let given = arguments::erase_everybody(std::env::args_os());
    let arguments = match Arguments::try_parse_from(&given) {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => {
            let json = given.iter().any(|argument| argument == "--json");
            output::failure(&Failure::Usage(arguments::one_line(&error)), Language::English, json);
            return ExitCode::from(2);
        }
        Err(help) => {
            output::print(&help.to_string());
            return ExitCode::SUCCESS;
        }
    };
    let (language, json) = (arguments.language(), arguments.json);
    match commands::run(arguments) {
        Ok(Status::Done) => ExitCode::SUCCESS,
        Ok(Status::WithProblems) => ExitCode::from(3),
        Err(failure) => {
            output::failure(&failure, language, json);
            ExitCode::from(if matches!(failure, Failure::Usage(_)) { 2 } else { 1 })
        }
    }
}
