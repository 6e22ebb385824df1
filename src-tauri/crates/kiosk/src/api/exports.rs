//! Lists out: everyone or some as a table, reports on paper, and what is known of one person.

use std::path::{Path, PathBuf};

use checkin::{AttendeeId, SessionId, Status, TicketTypeId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::attendees;
use super::inside::Saved;
use super::overview::NoParams;
use super::params::{self, Id};
use super::wire;
use crate::error::KioskError;
use crate::export::{ExportOrder, columns, export};
use crate::kiosk::{Caller, Kiosk};
use crate::reports::ReportKind;

/// A kind of file.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ExportFormat"))]
#[serde(rename_all = "camelCase")]
enum Format {
    #[default]
    Xlsx,
    Csv,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ExportParams", optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ExportParams {
    /// The file; its ending decides: `.csv` or `.xlsx`. Without one, an XLSX file beside the event.
    out: Option<String>,
    /// What kind, where no file is named.
    format: Option<Format>,
    /// The columns by their keys, in this order; without, all of them.
    columns: Option<Vec<String>>,
    arrived: Option<bool>,
    status: Option<String>,
    session: Option<Id<SessionId>>,
    ticket_type: Option<Id<TicketTypeId>>,
}

/// What was written.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Exported"))]
pub(super) struct ExportedWire {
    path: String,
    attendees: u32,
    /// The ends of all chains at that moment, for `verify --against`.
    heads: String,
}

pub(super) fn export_list(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: ExportParams = params::read(params)?;
    let status = match params.status.as_deref().map(|name| (name, Status::from_name(name))) {
        Some((_, None)) => return Err(KioskError::parameter("status", "is no status")),
        Some((_, status)) => status,
        None => None,
    };
    let order = ExportOrder {
        columns: params.columns,
        filter: store::ListFilter { arrived: params.arrived, status, session: params.session.map(|id| id.0) },
        ticket_type: params.ticket_type.map(|id| id.0),
        language: caller.language,
    };
    let local = kiosk.shared().clock.now().to_zoned_datetime(kiosk.event().time_zone.clone());
    let ending = match params.format.unwrap_or_default() {
        Format::Xlsx => "xlsx",
        Format::Csv => "csv",
    };
    let usual = || kiosk.shared().clear.reports.join(format!("attendees-{}.{ending}", local.strftime("%Y%m%dT%H%M%S")));
    let path = params.out.map_or_else(usual, PathBuf::from);
    let exported = export(kiosk, &path, &order)?;
    wire::json(ExportedWire { path: path.display().to_string(), attendees: exported.people, heads: exported.heads })
}

/// A column that can be written.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ExportColumn"))]
pub(super) struct ColumnWire {
    key: String,
    heading: String,
}

pub(super) fn export_columns(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let NoParams {} = params::read(params)?;
    let columns = columns(kiosk, caller.language)?;
    wire::json(columns.into_iter().map(|(key, heading)| ColumnWire { key, heading }).collect::<Vec<_>>())
}

/// Which report.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
enum Report {
    Arrivals,
    Inside,
    NoShows,
    Statistics,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ReportParams", optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct ReportParams {
    report: Report,
    out: Option<String>,
}

pub(super) fn save_report(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: ReportParams = params::read(params)?;
    let kind = match params.report {
        Report::Arrivals => ReportKind::Arrivals,
        Report::Inside => ReportKind::Inside,
        Report::NoShows => ReportKind::NoShows,
        Report::Statistics => ReportKind::Statistics,
    };
    let pdf = kiosk.shared().report(kind, caller.language)?;
    save(&params.out.map_or_else(|| kiosk.shared().report_file(kind), PathBuf::from), &pdf)
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SavePersonParams", optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct PersonParams {
    attendee: Id<AttendeeId>,
    out: Option<String>,
}

/// Everything that is known of a person, as the person may ask for it (GDPR, article 15): the fields, and the course of
/// events with what each record says.
pub(super) fn save_person(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: PersonParams = params::read(params)?;
    let id = params.attendee.0;
    let person = attendees::get(kiosk, caller, json!({"attendee": id.to_string()}))?;
    let event = kiosk.event();
    let heads = kiosk.read(|view| Ok(store::head_text(&view.heads()?)))?;
    let at = wire::instant(&event, kiosk.shared().clock.now());
    let file = json!({"event": event.title, "at": at, "person": person, "heads": heads});
    let text = serde_json::to_vec_pretty(&file).map_err(|_| KioskError::Export)?;
    save(
        &params.out.map_or_else(|| kiosk.shared().clear.reports.join(format!("person-{id}.json")), PathBuf::from),
        &text,
    )
}

fn save(path: &Path, bytes: &[u8]) -> Result<Value, KioskError> {
    store::write_atomically(path, bytes)?;
    wire::json(Saved { path: path.display().to_string() })
}
