//! Ankomst, the check-in kiosk: the desktop shell.
//!
//! It opens a window on the page in `ui/src`, hands the page's calls to `kiosk::api` and shows badges. Nothing else
//! knows Tauri; nothing here decides anything about guests.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod app;
mod arguments;
mod backup_calls;
mod calls;
mod desk;
mod driven;
mod event;
mod kiosk_calls;
mod kiosk_mode;
mod needs;
mod page_guard;
mod page_watch;
mod paths;
mod pictures;
mod power;
mod scanner_calls;
mod scanner_settings;
mod shell_calls;
mod sign_calls;
mod start_calls;
mod waiting;
mod window;
mod window_settings;

use std::process::ExitCode;

use arguments::Arguments;

fn main() -> ExitCode {
    if let Some(why) = driven::refusal() {
        say(&mut std::io::stderr(), &format!("ankomst: {why}\n"));
        return ExitCode::FAILURE;
    }
    match Arguments::read(std::env::args_os().skip(1)) {
        Ok(Arguments::Help) => {
            say(&mut std::io::stdout(), arguments::HELP);
            ExitCode::SUCCESS
        }
        Ok(Arguments::Open { event, sample, kiosk }) => app::run(event, sample, kiosk),
        Err(problem) => {
            say(&mut std::io::stderr(), &format!("ankomst: {problem}\n\n{}", arguments::HELP));
            ExitCode::from(2)
        }
    }
}

/// Writes to a terminal that may be gone.
fn say(to: &mut impl std::io::Write, text: &str) {
    let _ = to.write_all(text.as_bytes());
}
