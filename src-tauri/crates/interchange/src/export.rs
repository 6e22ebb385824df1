//! Tables out: CSV and XLSX.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::limits;

/// A table to be written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Name of the sheet; what Excel does not take in it is left out. CSV has none.
    pub sheet_name: String,
    /// The headings.
    pub headings: Vec<String>,
    /// The rows; a short one ends in empty cells.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Text; never a formula, whatever it starts with. Codes and telephone numbers are text.
    Text(String),
    /// A number; one that is not finite is an empty cell.
    Number(f64),
    /// Nothing.
    Empty,
}

/// How a CSV file is written. Both are UTF-8 with CRLF and quotes as in RFC 4180.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsvDialect {
    /// For Danish Excel: `;`, a byte order mark, decimal comma.
    Danish,
    /// For everything else: `,`, no mark, decimal point.
    Other,
}

/// Why a workbook cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// More than a sheet holds.
    #[error("{rows} rows and {columns} columns do not fit on a sheet")]
    TooBig {
        /// Rows with the header.
        rows: usize,
        /// Columns.
        columns: usize,
    },
    /// The writer failed.
    #[error("the workbook could not be written: {0}")]
    Writer(String),
}

/// Rows of an XLSX sheet (ECMA-376 has no limit; Excel's own).
const SHEET_ROWS: usize = 1_048_576;
/// Columns of an XLSX sheet.
const SHEET_COLUMNS: usize = 16_384;
/// Longest name of a sheet in characters.
const SHEET_NAME: usize = 31;
/// Narrowest and widest column, in characters.
const WIDTHS: (usize, usize) = (6, 48);
/// Rows that the widths are taken from.
const WIDTH_ROWS: usize = 2_000;

/// The table as CSV.
///
/// A text that starts with `=`, `+`, `-`, `@`, tab or carriage return, after any apostrophes, gets one more apostrophe
/// before it, so that no spreadsheet takes it for a formula (OWASP, CSV injection). [`crate::read`] takes exactly that
/// one off again.
#[must_use]
pub fn to_csv(table: &Table, dialect: CsvDialect) -> Vec<u8> {
    let (delimiter, mark) = match dialect {
        CsvDialect::Danish => (';', "\u{FEFF}"),
        CsvDialect::Other => (',', ""),
    };
    let mut csv = mark.to_owned();
    let headings: Vec<Cell> = table.headings.iter().map(|heading| Cell::Text(heading.clone())).collect();
    for row in std::iter::once(&headings).chain(&table.rows) {
        for column in 0..table.headings.len().max(row.len()) {
            if column > 0 {
                csv.push(delimiter);
            }
            match row.get(column) {
                Some(Cell::Text(text)) => push_text(&mut csv, text, delimiter),
                Some(Cell::Number(number)) if number.is_finite() => {
                    let text = number.to_string();
                    csv.push_str(&if dialect == CsvDialect::Danish { text.replace('.', ",") } else { text });
                }
                _ => {}
            }
        }
        csv.push_str("\r\n");
    }
    csv.into_bytes()
}

/// Cells as one line of a text file, without its end: what somebody sees who opens the list in an editor.
#[must_use]
pub fn line_text(cells: &[String], delimiter: Option<char>) -> String {
    let delimiter = delimiter.unwrap_or('\n');
    let mut text = String::new();
    for (column, cell) in cells.iter().enumerate() {
        if column > 0 {
            text.push(delimiter);
        }
        // A quote inside an unquoted cell is a letter; only one at the start opens a quotation.
        if cell.contains([delimiter, '\r', '\n']) || cell.starts_with('"') {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text
}

/// Whether a cell starts with an apostrophe that [`to_csv`] put there.
pub(crate) fn is_escaped(cell: &str) -> bool {
    cell.starts_with('\'') && looks_like_formula(cell)
}

/// Apostrophes before it count, or a text that really starts with `'=` would lose its own on the way back.
fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn push_text(csv: &mut String, text: &str, delimiter: char) {
    let apostrophe = if looks_like_formula(text) { "'" } else { "" };
    let needs_quotes = |letter: char| letter == delimiter || matches!(letter, '"' | '\r' | '\n' | '\t' | ';');
    if text.contains(needs_quotes) || text.starts_with(' ') || text.ends_with(' ') {
        csv.push('"');
        csv.push_str(apostrophe);
        csv.push_str(&text.replace('"', "\"\""));
        csv.push('"');
    } else {
        csv.push_str(apostrophe);
        csv.push_str(text);
    }
}

/// The table as an XLSX workbook: bold frozen header, filters, widths by content. The same table gives the same bytes.
///
/// # Errors
/// [`ExportError::TooBig`] for what does not fit on a sheet. Texts longer than Excel takes (32,767 characters) are cut.
pub fn to_xlsx(table: &Table) -> Result<Vec<u8>, ExportError> {
    to_workbook(std::slice::from_ref(table))
}

/// Tables as an XLSX workbook, each on a sheet of its own as [`to_xlsx`] writes it.
///
/// # Errors
/// As [`to_xlsx`]; [`ExportError::Writer`] for two sheets of one name.
pub fn to_workbook(tables: &[Table]) -> Result<Vec<u8>, ExportError> {
    for table in tables {
        let (rows, columns) = size(table);
        if rows > SHEET_ROWS || columns > SHEET_COLUMNS {
            return Err(ExportError::TooBig { rows, columns });
        }
    }
    fill(tables).map_err(|error| ExportError::Writer(error.to_string()))
}

/// Rows with the header, and columns.
fn size(table: &Table) -> (usize, usize) {
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(table.headings.len());
    (table.rows.len() + 1, columns)
}

fn fill(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Otherwise the writer reads the clock, and the same export would differ each time.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    for table in tables {
        add_sheet(&mut workbook, table)?;
    }
    workbook.save_to_buffer()
}

fn add_sheet(workbook: &mut Workbook, table: &Table) -> Result<(), XlsxError> {
    let (rows, columns) = size(table);
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(&table.sheet_name))?;
    let bold = Format::new().set_bold();
    for (column, heading) in (0_u16..).zip(&table.headings) {
        sheet.write_string_with_format(0, column, cut(heading), &bold)?;
    }
    for (row, cells) in (1_u32..).zip(&table.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Text(text) if !text.is_empty() => {
                    sheet.write_string(row, column, cut(text))?;
                }
                Cell::Number(number) if number.is_finite() => {
                    sheet.write_number(row, column, *number)?;
                }
                _ => {}
            }
        }
    }
    for (position, column) in (0..columns).zip(0_u16..) {
        sheet.set_column_width(column, width(table, position))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    if let (Ok(last_row), Ok(last_column)) = (u32::try_from(rows - 1), u16::try_from(columns.saturating_sub(1)))
        && columns > 0
    {
        sheet.autofilter(0, 0, last_row, last_column)?;
    }
    Ok(())
}

/// Excel takes no `[]:*?/\`, no apostrophe at the ends, no empty name and no more than 31 characters.
fn sheet_name(name: &str) -> String {
    let kept: String = name.chars().filter(|letter| !letter.is_control() && !"[]:*?/\\".contains(*letter)).collect();
    let mut units = 0;
    // Counted in UTF-16 as Excel does: a smiley is two.
    let short: String = kept
        .chars()
        .take_while(|letter| {
            units += letter.len_utf16();
            units <= SHEET_NAME
        })
        .collect();
    let name = short.trim().trim_matches('\'').trim();
    if name.is_empty() { "Sheet1".to_owned() } else { name.to_owned() }
}

/// The text as far as a cell holds it, in Excel's count of UTF-16 units.
fn cut(text: &str) -> &str {
    let mut units = 0;
    let too_far = text.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units > limits::CELL_CHARACTERS
    });
    too_far.map_or(text, |(end, _)| &text[..end])
}

fn width(table: &Table, column: usize) -> f64 {
    let cells = table.rows.iter().take(WIDTH_ROWS).filter_map(|row| row.get(column)).map(|cell| match cell {
        Cell::Text(text) => text.lines().map(|line| line.chars().count()).max().unwrap_or(0),
        Cell::Number(number) => number.to_string().len(),
        Cell::Empty => 0,
    });
    // The heading is bold and has the filter's button.
    let heading = table.headings.get(column).map_or(0, |heading| heading.chars().count() + 3);
    let characters = cells.max().unwrap_or(0).max(heading).clamp(WIDTHS.0, WIDTHS.1);
    u32::try_from(characters).map_or(10.0, f64::from) + 1.0
}
