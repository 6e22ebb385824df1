//! Lists in.

use std::collections::BTreeMap;

use checkin::RecordId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::differences::{ChoiceWire, DifferenceWire, choices};
use super::list_rows::ReadingParams;
use super::overview::NoParams;
use super::params::{self, Id};
use super::wire;
use crate::acts::Once;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use crate::lists::{self, Order, Report};

/// What became of a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ImportReport", optional_fields))]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each field is described in `contract.md`")]
pub struct ImportReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import: Option<String>,
    pub added: u32,
    pub updated: u32,
    pub unchanged: u32,
    pub gone: u32,
    pub conflicts: u32,
    pub rejected: Vec<RejectedWire>,
    pub warnings: Vec<WarningWire>,
    pub encoding: String,
    #[cfg_attr(test, ts(as = "Option<String>"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    pub header_line: u32,
    pub mapping: BTreeMap<String, String>,
    #[cfg_attr(test, ts(as = "Option<Vec<ListColumnWire>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ListColumnWire>,
    pub people: u32,
    pub cancelled: u32,
    pub kept: u32,
    pub digest: String,
    #[cfg_attr(test, ts(as = "Option<Vec<String>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<String>,
    #[cfg_attr(test, ts(as = "Option<Vec<EncodingWire>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub encodings: Vec<EncodingWire>,
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub remembered: bool,
    pub differing: BTreeMap<&'static str, u32>,
    #[cfg_attr(test, ts(as = "Option<Vec<DifferenceWire>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<DifferenceWire>,
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
}

/// What an encoding would make of the list's letters (only in a preview).
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ListEncoding"))]
pub struct EncodingWire {
    /// As `encoding` names it.
    pub encoding: &'static str,
    /// The first places with other letters than A to Z, at most three.
    pub samples: Vec<String>,
}

/// A column of the list (only in a preview).
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ListColumn", optional_fields))]
pub struct ListColumnWire {
    /// The list's heading.
    pub heading: String,
    /// The field it was taken for, as `map` names it; own columns and those that are not read have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The first values in it, at most three.
    pub samples: Vec<String>,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ImportProgress", optional_fields))]
pub(super) struct ImportProgressWire {
    /// Rows written.
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<u32>,
    /// Rows there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<u32>,
}

/// A row that does not come in.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Rejected", optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct RejectedWire {
    pub line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    pub reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The line on which the same code or guest stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_line: Option<u32>,
}

/// A remark on a row that comes in.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Warning", optional_fields))]
pub struct WarningWire {
    pub line: u32,
    pub reason: &'static str,
}

impl ImportReport {
    fn new(report: &Report, preview: bool, kiosk: &Kiosk) -> Self {
        let event = kiosk.event();
        let columns = report.columns.iter().filter(|_| preview).map(|column| ListColumnWire {
            heading: column.heading.clone(),
            field: column.column.as_ref().map(interchange::Column::key),
            samples: column.samples.clone(),
        });
        let rejected = report.rejected.iter().map(|row| RejectedWire {
            line: row.line,
            column: row.column.clone(),
            reason: row.reason.as_str(),
            value: row.value.clone(),
            other_line: row.other_line,
        });
        let encodings = report
            .encodings
            .iter()
            .map(|guess| EncodingWire { encoding: guess.encoding, samples: guess.samples.clone() });
        let warnings = report.warnings.iter().map(|row| WarningWire { line: row.line, reason: row.reason.as_str() });
        Self {
            import: report.import.map(|id| id.to_string()),
            added: report.added,
            updated: report.updated,
            unchanged: report.unchanged,
            gone: report.gone,
            conflicts: report.conflicts,
            rejected: rejected.collect(),
            warnings: warnings.collect(),
            encoding: report.encoding.clone(),
            delimiter: report.delimiter,
            sheet: report.sheet.clone(),
            header_line: report.header_line,
            mapping: report.mapping.iter().cloned().collect(),
            columns: columns.collect(),
            people: report.people,
            cancelled: report.cancelled,
            kept: report.kept,
            digest: report.digest.clone(),
            sheets: report.sheets.clone(),
            encodings: encodings.collect(),
            remembered: report.remembered,
            differing: report.kinds.iter().map(|(kind, n)| (kind.as_str(), *n)).collect(),
            differences: report.differences.iter().map(|one| DifferenceWire::new(one, &event)).collect(),
            undone: report.undone,
        }
    }
}

/// What is said beside how the list is read. (`serde` cannot flatten one strict type into another.)
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ImportOrder", optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct OrderParams {
    /// Only say what it would do.
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(default)]
    preview: bool,
    /// Tell each difference.
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(default)]
    differences: bool,
    /// What was decided about them.
    #[cfg_attr(test, ts(as = "Option<Vec<ChoiceWire>>"))]
    #[serde(default)]
    choices: Vec<ChoiceWire>,
    /// The digest of the file that was looked at.
    digest: Option<String>,
}

impl OrderParams {
    const NAMES: [&str; 4] = ["preview", "differences", "choices", "digest"];

    /// Both parts of the parameters, each read strictly.
    fn split(mut params: Value) -> Result<(Self, ReadingParams), KioskError> {
        let mut own = serde_json::Map::new();
        if let Some(object) = params.as_object_mut() {
            own.extend(Self::NAMES.into_iter().filter_map(|name| object.remove_entry(name)));
        }
        Ok((params::read(Value::Object(own))?, params::read(params)?))
    }
}

pub(super) fn import_list(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (Value, Once) = params::read_once("importList", params)?;
    let (params, reading) = OrderParams::split(params)?;
    let preview = params.preview;
    let order = Order {
        input: reading.input()?,
        preview,
        differences: params.differences,
        choices: choices(params.choices)?,
        digest: params.digest,
    };
    let report = lists::import_list(kiosk, caller, &order, &once)?;
    wire::answered(report, |report| Ok(ImportReport::new(&report, preview, kiosk)))
}

/// Whether an import under way was asked to stop in time.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ImportCancelled"))]
pub(super) struct CancelledWire {
    /// It stops, and nothing of it counts.
    cancelled: bool,
}

pub(super) fn cancel_import(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let NoParams {} = params::read(params)?;
    wire::json(CancelledWire { cancelled: kiosk.shared().progress.cancel() })
}

pub(super) fn import_progress(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let NoParams {} = params::read(params)?;
    let now = kiosk.shared().progress.now();
    wire::json(ImportProgressWire { done: now.map(|rows| rows.done), of: now.map(|rows| rows.of) })
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct UndoImportParams {
    import: Id<RecordId>,
}

pub(super) fn undo_import(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (UndoImportParams, Once) = params::read_once("undoImport", params)?;
    let report = lists::undo_import(kiosk, caller, params.import.0, once)?;
    wire::answered(report, |report| Ok(ImportReport::new(&report, false, kiosk)))
}
