//! Lists in.

use std::collections::BTreeMap;
use std::path::Path;

use checkin::RecordId;
use interchange::ReadOptions;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::overview::NoParams;
use super::params::{self, Id};
use super::wire;
use crate::acts::Once;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use crate::lists::{self, Report};

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
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
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
    fn new(report: &Report, preview: bool) -> Self {
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
            undone: report.undone,
        }
    }
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ImportParams {
    path: String,
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(default)]
    preview: bool,
    #[cfg_attr(test, ts(as = "Option<BTreeMap<String, String>>"))]
    #[serde(default)]
    map: BTreeMap<String, String>,
    sheet: Option<String>,
}

pub(super) fn import_list(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (ImportParams, Once) = params::read_once("importList", params)?;
    let options = ReadOptions { mapping: params.map, sheet: params.sheet };
    let report = lists::import_list(kiosk, caller, Path::new(&params.path), &options, params.preview, &once)?;
    wire::answered(report, |report| Ok(ImportReport::new(&report, params.preview)))
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
    wire::answered(report, |report| Ok(ImportReport::new(&report, false)))
}
