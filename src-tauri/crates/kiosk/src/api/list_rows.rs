//! The rows of a list that is being looked through.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use interchange::{Edit, ReadOptions};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::inside::Saved;
use super::params;
use super::wire;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use crate::lists::{self, Input, Source, Which};

/// Cells that can be put right before a list comes in.
const MOST_EDITS: usize = 10_000;
/// Rows that are told at once.
const MOST_ROWS: u32 = 1_000;
/// Lines of which the cells are told at once.
const MOST_LINES: usize = 100;

/// Which list, and how it is read.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ListReading", optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ReadingParams {
    /// The file; or `text`.
    path: Option<String>,
    /// Pasted text.
    text: Option<String>,
    /// Field → heading.
    #[cfg_attr(test, ts(as = "Option<BTreeMap<String, String>>"))]
    #[serde(default)]
    map: BTreeMap<String, String>,
    sheet: Option<String>,
    encoding: Option<String>,
    /// Cells put right.
    #[cfg_attr(test, ts(as = "Option<Vec<EditWire>>"))]
    #[serde(default)]
    edits: Vec<EditWire>,
    /// Where no heading is known, the first row is taken as the headings.
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(default)]
    any_header: bool,
    /// Take the columns as for the last list of this shape, and remember those of this one.
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(default)]
    remember: bool,
}

/// A cell that was put right.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ListEdit", optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct EditWire {
    line: u32,
    /// The column's heading; without it, the whole line of a text file.
    heading: Option<String>,
    text: String,
}

impl ReadingParams {
    pub(super) fn input(self) -> Result<Input, KioskError> {
        let source = match (self.path, self.text) {
            (Some(path), None) => Source::File(PathBuf::from(path)),
            (None, Some(text)) => Source::Text(text),
            (None, None) => return Err(KioskError::parameter("path", "path or text is needed")),
            (Some(_), Some(_)) => return Err(KioskError::parameter("text", "is either a file or text")),
        };
        if self.edits.len() > MOST_EDITS {
            return Err(KioskError::parameter("edits", format!("more than {MOST_EDITS}")));
        }
        let edits = self.edits.into_iter().map(|edit| Edit { line: edit.line, heading: edit.heading, text: edit.text });
        let options = ReadOptions {
            mapping: self.map,
            sheet: self.sheet,
            encoding: self.encoding,
            edits: edits.collect(),
            any_header: self.any_header,
            keep: BTreeSet::new(),
        };
        Ok(Input { source, options, remember: self.remember })
    }
}

/// Which rows.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
enum RowsWanted {
    #[default]
    All,
    Warned,
    Rejected,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ListRowsParams", optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct RowsParams {
    list: ReadingParams,
    #[cfg_attr(test, ts(as = "Option<RowsWanted>"))]
    #[serde(default)]
    which: RowsWanted,
    from: Option<u32>,
    limit: Option<u32>,
}

/// Rows of a list in their order.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ListRows"))]
pub(super) struct RowsWire {
    rows: Vec<RowWire>,
    /// How many there are of this kind.
    total: u32,
}

/// A row as it comes in, or why it does not.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ListRow", optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct RowWire {
    line: u32,
    name: String,
    organisation: String,
    email: String,
    /// As the list calls it.
    ticket_type: String,
    warnings: Vec<&'static str>,
    /// Why it does not come in.
    #[serde(skip_serializing_if = "Option::is_none")]
    rejected: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    other_line: Option<u32>,
}

pub(super) fn list_rows(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: RowsParams = params::read(params)?;
    let limit = params::limit(params.limit, 100, MOST_ROWS)?;
    let which = match params.which {
        RowsWanted::All => Which::All,
        RowsWanted::Warned => Which::Warned,
        RowsWanted::Rejected => Which::Rejected,
    };
    let from = usize::try_from(params.from.unwrap_or(0)).unwrap_or(usize::MAX);
    let (rows, total) = lists::rows(kiosk, &params.list.input()?, which, from, limit)?;
    let row = |row: lists::Shown| {
        let (rejected, column, value, other_line) = match row.rejected {
            Some(row) => (Some(row.reason.as_str()), row.column, row.value, row.other_line),
            None => (None, None, None, None),
        };
        RowWire {
            line: row.line,
            name: row.name,
            organisation: row.organisation,
            email: row.email,
            ticket_type: row.ticket_type,
            warnings: row.warnings.iter().map(|warning| warning.as_str()).collect(),
            rejected,
            column,
            value,
            other_line,
        }
    };
    wire::json(RowsWire { rows: rows.into_iter().map(row).collect(), total: u32::try_from(total).unwrap_or(u32::MAX) })
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ListLinesParams"))]
#[serde(deny_unknown_fields)]
pub(super) struct LinesParams {
    list: ReadingParams,
    lines: Vec<u32>,
}

/// The cells of some lines as they stand in the list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ListLines"))]
pub(super) struct LinesWire {
    /// All headings from the left, blank ones too.
    headings: Vec<String>,
    lines: Vec<LineWire>,
}

/// One line.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ListLine", optional_fields))]
pub(super) struct LineWire {
    line: u32,
    /// Its cells from the left.
    cells: Vec<String>,
    /// The line itself, in a text file.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

pub(super) fn list_lines(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: LinesParams = params::read(params)?;
    if params.lines.len() > MOST_LINES {
        return Err(KioskError::parameter("lines", format!("more than {MOST_LINES}")));
    }
    let lists::Lines { headings, lines } = lists::lines(kiosk, &params.list.input()?, &params.lines)?;
    let lines = lines.into_iter().map(|(line, cells, text)| LineWire { line, cells, text }).collect();
    wire::json(LinesWire { headings, lines })
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SaveRejectedParams", optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct SaveRejectedParams {
    list: ReadingParams,
    out: Option<String>,
}

pub(super) fn save_rejected(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: SaveRejectedParams = params::read(params)?;
    let local = kiosk.shared().clock.now().to_zoned_datetime(kiosk.event().time_zone.clone());
    let name = format!("rejected-{}.csv", local.strftime("%Y%m%dT%H%M%S"));
    let path = params.out.map_or_else(|| kiosk.shared().clear.reports.join(name), PathBuf::from);
    lists::save_rejected(kiosk, &params.list.input()?, caller.language, &path)?;
    wire::json(Saved { path: path.display().to_string() })
}
