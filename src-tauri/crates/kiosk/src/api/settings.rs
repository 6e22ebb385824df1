//! Settings of the event and of this desk, and whether all is well.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::desk;
use super::params;
use super::wire;
use crate::acts::{Once, event};
use crate::error::KioskError;
use crate::health::{self, Check, State};
use crate::kiosk::{Caller, Kiosk};
use crate::settings::EventFile;

/// Whether this desk is ready.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct HealthWire {
    /// The worst of all checks: `ok`, `attention` or `blocked`.
    #[cfg_attr(test, ts(type = "'ok' | 'attention' | 'blocked'"))]
    state: &'static str,
    /// Each check, always in the same order.
    checks: Vec<CheckWire>,
}

/// A check.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct CheckWire {
    /// Of what: `file`, `disk`, `backup`, `medium`, `list`, `clock`, `retention`, `journal`.
    #[cfg_attr(test, ts(type = "'file' | 'disk' | 'backup' | 'medium' | 'list' | 'clock' | 'retention' | 'journal'"))]
    check: &'static str,
    /// How it is.
    #[cfg_attr(test, ts(type = "'ok' | 'attention' | 'blocked'"))]
    state: &'static str,
    /// What it found, as a short word; the page has the sentence.
    found: &'static str,
    /// A time that belongs to it: of the newest backup, list or record.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    /// Bytes that are free, or that the file has.
    #[cfg_attr(test, ts(as = "Option<u32>"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    /// How many faults there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    faults: Option<u32>,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct HealthParams {
    /// Also reads the whole journal and compares.
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(default)]
    all: bool,
}

pub(super) fn health(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: HealthParams = params::read(params)?;
    let event = kiosk.event();
    let checks = health::checks(kiosk, params.all);
    let state = checks.iter().map(|check| check.state).max().unwrap_or(State::Ok);
    let check = |check: &Check| CheckWire {
        check: check.of,
        state: check.state.as_str(),
        found: check.found,
        at: check.at.map(|at| wire::instant(&event, at)),
        bytes: check.bytes,
        faults: check.faults,
    };
    wire::json(HealthWire { state: state.as_str(), checks: checks.iter().map(check).collect() })
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct NameDeskParams {
    name: String,
}

pub(super) fn name_desk(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (NameDeskParams, Once) = params::read_once("nameDesk", params)?;
    let answered = event::name_desk(kiosk, caller, &params.name, once)?;
    wire::answered(answered, |()| desk::event_info(kiosk))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AmendEventParams {
    fields: Map<String, Value>,
}

pub(super) fn amend_event(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (AmendEventParams, Once) = params::read_once("amendEvent", params)?;
    let answered = event::amend(kiosk, caller, params.fields, once)?;
    wire::answered(answered, |()| desk::event_info(kiosk))
}

/// All settings of the event, as `EVENT.toml` has them.
pub(super) fn event_settings(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let super::overview::NoParams {} = params::read(params)?;
    let settings = kiosk.read(|view| view.settings())?;
    // Read and written anew, so that an older file shows what it leaves to defaults.
    wire::json(EventFile::from_json(&settings)?)
}
