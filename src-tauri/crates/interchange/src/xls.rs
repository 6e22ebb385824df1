//! Old XLS workbooks (MS-XLS), through calamine.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Range, Reader, SheetType, SheetVisible, Xls, XlsError};

use crate::compound::{self, long, short};
use crate::record::{Record, Records};
use crate::workbook::{Book, Sheet, is_long_number, text};
use crate::{ListError, Unreadable, limits};

/// Types of records (MS-XLS 2.3).
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
/// Records of a cell, which begin with its row and column: formula, number, label, rich string, boolean, RK, label of
/// the shared table, and several RK.
const CELLS: [u16; 8] = [0x0006, 0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD, SEVERAL];
const SEVERAL: u16 = 0x00BD;

/// An XLS workbook whose size has been checked.
pub(crate) struct XlsBook {
    sheets: Vec<Sheet>,
    ranges: BTreeMap<String, Range<Data>>,
}

pub(crate) fn open(bytes: &[u8]) -> Result<XlsBook, ListError> {
    let stream = compound::workbook_stream(bytes)?;
    check_size(&stream)?;
    let file = compound::container(stream).ok_or(Unreadable::Damaged)?;
    let mut book = Xls::new(Cursor::new(file)).map_err(|error| why(&error))?;
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let sheets: Vec<Sheet> = sheets
        .map(|sheet| Sheet { name: sheet.name.clone(), is_visible: sheet.visible == SheetVisible::Visible })
        .collect();
    Ok(XlsBook { sheets, ranges: book.worksheets().into_iter().collect() })
}

impl Book for XlsBook {
    fn sheets(&self) -> Result<Vec<Sheet>, ListError> {
        Ok(self.sheets.clone())
    }

    fn records<'a>(&'a mut self, sheet: &str) -> Result<Records<'a>, ListError> {
        let range = self.ranges.get(sheet).ok_or(Unreadable::Damaged)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let first_column = usize::try_from(first_column).unwrap_or(usize::MAX);
        let records = (first_row.saturating_add(1)..).zip(range.rows()).map(move |(line, cells)| {
            let mut record = Record { line, ..Record::default() };
            for (column, cell) in cells.iter().enumerate() {
                let text = text(cell);
                if !text.is_empty() {
                    let column = first_column.saturating_add(column);
                    record.set(column, text);
                    if is_long_number(cell) {
                        record.long_numbers.push(column);
                    }
                }
            }
            record
        });
        Ok(Box::new(records.filter(|record| !record.is_blank()).map(Ok)))
    }
}

/// calamine (0.38) makes room for the rectangle around all cells of a sheet and for what the sheet says of its size,
/// for each sheet that is named: a few hundred bytes can ask for more memory than there is, which ends the program.
fn check_size(stream: &[u8]) -> Result<(), ListError> {
    let mut cells = 0_u64;
    for (kind, data) in Parts(stream).take_while(|(kind, _)| *kind != END) {
        if kind == SHEET {
            let start = long(data, 0).and_then(|start| usize::try_from(start).ok()).ok_or(Unreadable::Damaged)?;
            cells = cells.saturating_add(sheet_cells(stream.get(start..).ok_or(Unreadable::Damaged)?));
        }
        if cells > limits::XLS_CELLS {
            return Err(ListError::UnpacksTooLarge { max: limits::UNPACKED_BYTES });
        }
    }
    Ok(())
}

/// The larger of what a sheet says it has and what is around its cells.
fn sheet_cells(sheet: &[u8]) -> u64 {
    let mut said = 0;
    let mut corner: Option<[u64; 4]> = None;
    let mut depth = 0_u32;
    for (kind, data) in Parts(sheet) {
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            DIMENSIONS => said = said.max(said_cells(data)),
            _ if CELLS.contains(&kind) => {
                let (Some(row), Some(column)) = (short(data, 0), short(data, 2)) else { continue };
                let last = match kind {
                    SEVERAL => short(data, data.len().saturating_sub(2)).unwrap_or(column).max(column),
                    _ => column,
                };
                let [top, left, bottom, right] = corner.unwrap_or([u64::MAX, u64::MAX, 0, 0]);
                let (row, column, last) = (u64::from(row), u64::from(column), u64::from(last));
                corner = Some([top.min(row), left.min(column), bottom.max(row), right.max(last)]);
            }
            _ => {}
        }
    }
    let around = corner.map_or(0, |[top, left, bottom, right]| (bottom - top + 1) * (right - left + 1));
    said.max(around)
}

/// Rows times columns of a dimensions record: of 10 bytes in old versions, of 14 in BIFF8.
fn said_cells(data: &[u8]) -> u64 {
    let product = |rows: u32, columns: u16| u64::from(rows).saturating_mul(u64::from(columns));
    let said = match data.len() {
        10 => short(data, 2).map(u32::from).zip(short(data, 6)),
        _ => long(data, 4).zip(short(data, 10)),
    };
    said.map_or(0, |(rows, columns)| product(rows, columns))
}

/// The records of a stream: type and data.
struct Parts<'a>(&'a [u8]);

impl<'a> Iterator for Parts<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, len) = (short(self.0, 0)?, usize::from(short(self.0, 2)?));
        let data = self.0.get(4..4 + len)?;
        self.0 = self.0.get(4 + len..)?;
        Some((kind, data))
    }
}

fn why(error: &XlsError) -> ListError {
    match error {
        XlsError::Password => Unreadable::Password,
        _ => Unreadable::Damaged,
    }
    .into()
}
