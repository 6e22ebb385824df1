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
mod place;
mod rpc;
mod text;

use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;
use output::{Failure, Status};

fn main() -> ExitCode {
    let arguments = Arguments::parse_from(arguments::erase_everybody(std::env::args_os()));
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
