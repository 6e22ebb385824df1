//! XLSX workbooks, cell by cell through calamine.
//!
//! Its ranges are not used: they hold the whole rectangle around all cells, which a file with one cell in the last
//! corner makes 17 thousand million.

use std::io::Cursor;
use std::iter::Peekable;

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError};

use crate::record::{Record, Records, is_blank};
use crate::workbook::{Book, Sheet, is_long_number, text};
use crate::{ListError, Unreadable, limits};

/// An XLSX workbook whose zip file has been checked.
pub(crate) struct XlsxBook<'a>(Xlsx<Cursor<&'a [u8]>>);

pub(crate) fn open(bytes: &[u8]) -> Result<XlsxBook<'_>, ListError> {
    Xlsx::new(Cursor::new(bytes)).map(XlsxBook).map_err(|error| why(&error))
}

impl Book for XlsxBook<'_> {
    fn sheets(&self) -> Result<Vec<Sheet>, ListError> {
        let sheets = self.0.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let named =
            sheets.map(|sheet| Sheet { name: sheet.name.clone(), is_visible: sheet.visible == SheetVisible::Visible });
        Ok(named.collect())
    }

    fn records<'a>(&'a mut self, sheet: &str) -> Result<Records<'a>, ListError> {
        let reader = self.0.worksheet_cells_reader(sheet).map_err(|error| why(&error))?;
        Ok(Box::new(Rows { cells: Cells(reader).peekable(), last: None }))
    }
}

/// The cells that are not blank.
struct Cells<'a, 'b>(XlsxCellReader<'b, Cursor<&'a [u8]>>);

impl Iterator for Cells<'_, '_> {
    type Item = Result<Cell, ListError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.0.next_cell() {
                Ok(Some(cell)) => {
                    let text = text(cell.get_value());
                    if !is_blank(&text) {
                        let (row, column) = cell.get_position();
                        let column = usize::try_from(column).unwrap_or(usize::MAX);
                        return Some(Ok(Cell { row, column, text, is_long: is_long_number(cell.get_value()) }));
                    }
                }
                Ok(None) => return None,
                Err(error) => return Some(Err(why(&error))),
            }
        }
    }
}

/// A cell, its place counted from 0.
struct Cell {
    row: u32,
    column: usize,
    text: String,
    /// It is a number of more digits than a sheet keeps.
    is_long: bool,
}

impl Cell {
    fn put(self, record: &mut Record) {
        record.set(self.column, self.text);
        if self.is_long {
            record.long_numbers.push(self.column);
        }
    }
}

struct Rows<'a, 'b> {
    cells: Peekable<Cells<'a, 'b>>,
    last: Option<u32>,
}

impl Iterator for Rows<'_, '_> {
    type Item = Result<Record, ListError>;

    fn next(&mut self) -> Option<Self::Item> {
        let first = match self.cells.next()? {
            Ok(cell) => cell,
            Err(error) => return Some(Err(error)),
        };
        let row = first.row;
        // A sheet goes from top to bottom. A row that comes again, or too late, is no row that anybody would find by its number.
        if self.last.replace(row).is_some_and(|last| row <= last) {
            return Some(Err(Unreadable::Damaged.into()));
        }
        let mut record = Record { line: row.saturating_add(1), ..Record::default() };
        first.put(&mut record);
        while let Some(Ok(cell)) = self.cells.next_if(|cell| cell.as_ref().is_ok_and(|cell| cell.row == row)) {
            // Two in one place: one of them would be lost, and nobody told of it.
            let there = record.cells.get(cell.column);
            if cell.column < limits::COLUMNS && there.is_some_and(|text| !text.is_empty()) {
                return Some(Err(Unreadable::Damaged.into()));
            }
            cell.put(&mut record);
        }
        Some(Ok(record))
    }
}

fn why(error: &XlsxError) -> ListError {
    match error {
        XlsxError::Password => Unreadable::Password,
        _ => Unreadable::Damaged,
    }
    .into()
}
