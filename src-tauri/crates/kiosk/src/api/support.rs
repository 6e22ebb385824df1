//! What somebody who helps from afar needs to see, as one readable text: no names, no addresses, no codes.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

use super::inside::Saved;
use super::params;
use super::wire;
use crate::error::KioskError;
use crate::health;
use crate::kiosk::{Caller, Kiosk};
use crate::log;

/// How much of each day's log is taken, its end, in bytes.
const MOST_OF_A_LOG: usize = 256 * 1024;
/// How many days.
const LOGS: usize = 3;

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct SupportParams {
    out: Option<String>,
}

/// Writes the report and says where it lies.
pub(super) fn save_support(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: SupportParams = params::read(params)?;
    let now = kiosk.shared().clock.now();
    let name = format!("support-{}.txt", now.strftime("%Y%m%dT%H%M%SZ"));
    let path = params.out.map_or_else(|| kiosk.shared().clear.reports.join(name), PathBuf::from);
    store::write_atomically(&path, report(kiosk)?.as_bytes())?;
    wire::json(Saved { path: path.display().to_string() })
}

fn report(kiosk: &Kiosk) -> Result<String, KioskError> {
    let shared = kiosk.shared();
    let (all, heads) = kiosk.read(|view| Ok((view.counts()?, view.heads()?)))?;
    let event = kiosk.event();
    let mut text = String::new();
    // Writing into a string does not fail.
    let _ =
        writeln!(text, "Ankomst {} on {} {}", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH);
    let _ = writeln!(text, "written {}, running for {} s", shared.clock.now(), shared.clock.running().as_secs());
    let _ = writeln!(text, "event {}", shared.event_id);
    let _ = writeln!(text, "listed {}, arrived {}, inside {}", all.listed, all.arrived, all.inside);
    let (sessions, types) = (event.sessions.len(), event.ticket_types.len());
    let _ = writeln!(text, "sessions {sessions}, ticket types {types}, questions {}", event.questions.len());
    let _ = writeln!(text, "heads {}", store::head_text(&heads));
    for check in health::checks(kiosk, false) {
        let (of, state, found) = (check.of, check.state.as_str(), check.found);
        let _ = writeln!(text, "check {of}: {state} ({found}) {:?} {:?}", check.at, check.bytes);
    }
    let files = log::files(&shared.home);
    for file in files.iter().skip(files.len().saturating_sub(LOGS)) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let bytes = std::fs::read(file).unwrap_or_default();
        let end = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(MOST_OF_A_LOG)..]).into_owned();
        let _ = writeln!(text, "\n--- {name}\n{end}");
    }
    Ok(text)
}
