//! Workbooks: which kind, which sheet, and what a cell says as text.

use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataType, ExcelDateTime, ExcelDateTimeType};

use crate::header::Worth;
use crate::record::{self, Records};
use crate::rows::{self, Source};
use crate::{ListError, Listing, ReadOptions, Unreadable, archive, compound, header, limits, ods, xls, xlsx};

/// How a zip file starts, and an empty one (PKWARE APPNOTE 4.3).
const ZIP: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// More bytes than a cell's most characters can have: what is cut to this is still seen to be too long.
const CELL_BYTES: usize = 4 * (limits::CELL_CHARACTERS + 1);

/// A sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) is_visible: bool,
}

/// A workbook of any kind.
pub(crate) trait Book {
    /// Its sheets in order.
    fn sheets(&self) -> Result<Vec<Sheet>, ListError>;
    /// The rows of a sheet that are not blank.
    fn records<'a>(&'a mut self, sheet: &str) -> Result<Records<'a>, ListError>;
}

/// Whether the file is a workbook by its first bytes. Names do not tell: web systems call a CSV file `.xls`.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    ZIP.iter().any(|mark| bytes.starts_with(mark)) || bytes.starts_with(compound::SIGNATURE)
}

/// Reads a workbook.
pub(crate) fn read(bytes: &[u8], options: &ReadOptions) -> Result<Listing, ListError> {
    // A broken file can make a reader of workbooks panic; that must not end more than this import. Everything it
    // touches is made in here and dropped.
    catch_unwind(AssertUnwindSafe(|| read_any(bytes, options))).unwrap_or_else(|_| Err(Unreadable::Damaged.into()))
}

fn read_any(bytes: &[u8], options: &ReadOptions) -> Result<Listing, ListError> {
    if bytes.starts_with(compound::SIGNATURE) {
        return read_book(&mut xls::open(bytes)?, "xls", options);
    }
    let archive = archive::open(bytes)?;
    if archive::has(&archive, "content.xml") {
        return read_book(&mut ods::open(archive)?, "ods", options);
    }
    if archive::has(&archive, "xl/workbook.bin") || !archive::has(&archive, "[Content_Types].xml") {
        return Err(Unreadable::OtherWorkbook.into());
    }
    read_book(&mut xlsx::open(bytes)?, "xlsx", options)
}

fn read_book(book: &mut impl Book, encoding: &'static str, options: &ReadOptions) -> Result<Listing, ListError> {
    let sheets = book.sheets()?;
    let sheet = match &options.sheet {
        Some(wanted) => named(&sheets, wanted)?,
        None => likeliest(book, &sheets, options)?,
    };
    let records = book.records(&sheet)?;
    let visible = sheets.into_iter().filter(|sheet| sheet.is_visible).take(limits::SHEETS).map(|sheet| sheet.name);
    let source = Source { encoding, delimiter: None, sheet: Some(sheet), sheets: visible.collect(), first_line: 1 };
    rows::build(records, options, source)
}

fn named(sheets: &[Sheet], wanted: &str) -> Result<String, ListError> {
    match sheets.iter().find(|sheet| sheet.name.trim().to_lowercase() == wanted.trim().to_lowercase()) {
        Some(sheet) => Ok(sheet.name.clone()),
        None => {
            let sheets = sheets.iter().map(|sheet| sheet.name.clone()).collect();
            Err(ListError::NoSuchSheet { sheet: wanted.to_owned(), sheets })
        }
    }
}

/// The visible sheet that looks most like a list of people, of equals the first: with a name and with rows, so that a
/// cover with ticket types and their prices does not come before the guests. Hidden ones are read only by name: they hold
/// old lists and what drop-downs choose from.
fn likeliest(book: &mut impl Book, sheets: &[Sheet], options: &ReadOptions) -> Result<String, ListError> {
    let mut failure = ListError::Empty;
    let mut filled = None;
    let mut best: Option<(Worth, String)> = None;
    for sheet in sheets.iter().filter(|sheet| sheet.is_visible).take(limits::SHEETS) {
        let rows = book.records(&sheet.name);
        // One more than a header can be in, to see whether there is anything below it.
        let first = match rows.and_then(|mut rows| record::first(&mut rows, limits::HEADER_WITHIN + 1)) {
            Ok(first) => first,
            // There is one that can be read.
            Err(_) if best.is_some() => continue,
            Err(error) => return Err(error),
        };
        if let Some(found) = header::find(&first, options)? {
            let worth = found.worth();
            if best.as_ref().is_none_or(|(other, _)| worth > *other) {
                best = Some((worth, sheet.name.clone()));
            }
            if worth == Worth::BEST {
                break;
            }
        }
        if filled.is_none() && first.iter().any(|record| !record.is_blank()) {
            filled = Some(sheet.name.clone());
        }
        if failure == ListError::Empty {
            failure = header::not_found(&first, options);
        }
    }
    match (best, filled) {
        (Some((_, sheet)), _) => Ok(sheet),
        (None, Some(sheet)) if options.any_header => Ok(sheet),
        _ => Err(failure),
    }
}

/// What a cell says: numbers without decimals they do not have, dates as ISO 8601, errors and formulas without a stored
/// result as nothing.
pub(crate) fn text(cell: &impl DataType) -> String {
    if let Some(text) = cell.get_string() {
        // A text that many cells share is not copied for each of them beyond what a cell may hold.
        text[..text.floor_char_boundary(CELL_BYTES)].to_owned()
    } else if let Some(time) = cell.get_datetime() {
        date_and_time(&time)
    } else if let Some(text) = cell.get_datetime_iso() {
        iso_time(text)
    } else if let Some(number) = cell.get_float() {
        number_text(number)
    } else if let Some(number) = cell.get_int() {
        number.to_string()
    } else if let Some(truth) = cell.get_bool() {
        truth.to_string()
    } else {
        cell.get_duration_iso().unwrap_or_default().to_owned()
    }
}

/// Digits that a spreadsheet keeps of a number are 15: from here on the last ones may be others than somebody typed.
const LONG_NUMBER: f64 = 1e15;

/// Whether a cell holds a number that is too long for a spreadsheet.
pub(crate) fn is_long_number(cell: &impl DataType) -> bool {
    let whole = || cell.get_int().is_some_and(|number| number.unsigned_abs() >= 1_000_000_000_000_000);
    cell.get_float().is_some_and(is_long) || whole()
}

/// Whether a number has more digits than a spreadsheet keeps.
pub(crate) fn is_long(number: f64) -> bool {
    number.is_finite() && number.abs() >= LONG_NUMBER
}

/// A number as somebody would type it: 20123456, not 20123456.0.
pub(crate) fn number_text(number: f64) -> String {
    if number.is_finite() { number.to_string() } else { String::new() }
}

/// `2026-10-01T08:12:33` with a blank, and no fractions of seconds. An offset from UTC stays.
pub(crate) fn iso_time(text: &str) -> String {
    let text = text.replacen('T', " ", 1);
    match text.split_once('.') {
        Some((time, rest)) => time.to_owned() + rest.trim_start_matches(|letter: char| letter.is_ascii_digit()),
        None => text,
    }
}

fn date_and_time(time: &ExcelDateTime) -> String {
    let serial = time.as_f64();
    let from = |serial, is_1904| ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, is_1904);
    // Whether days are counted from 1904, as Excel for Macs did, calamine keeps to itself; it shows in the day.
    let is_1904 = time.to_ymd_hms_milli() != from(serial, false).to_ymd_hms_milli();
    // Half a second more, because Excel's 09:30 is 09:29:59.9999 in floating point.
    let rounded = from(serial + 0.5 / 86_400.0, is_1904);
    let (year, month, day, hour, minute, second, _) = rounded.to_ymd_hms_milli();
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    if time.is_duration() || (0.0..1.0).contains(&serial) {
        return clock;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if clock == "00:00:00" { date } else { format!("{date} {clock}") }
}
