//! Text → records: delimiters, quotes and line ends (RFC 4180, and what people make of it).
//!
//! The `csv` crate does not say that a quotation was never closed (it hands out the rest of the file as one cell) and
//! counts lines by LF only, while a rejected row has to be found again by its physical line. Hence our own.

use std::ops::Range;

use crate::record::{Broken, Record, is_blank};
use crate::{ListError, limits};

/// The records of a text.
///
/// A quote opens a quotation only as the first character of a cell; anywhere else it is a letter. After a quotation
/// never closed the text is taken up again on the line below the one where it was opened, so that the rest of the list
/// is not lost; on its own line the quotes are letters. A quotation also counts as never closed if it runs over a line end and is then followed by anything but
/// the end of the cell: the quote that seems to close it opens one of a later row.
///
/// No line is passed over more than twice: one that a quotation runs through has its quotes in pairs, and so opens none
/// itself.
pub(crate) struct Splitter<'a> {
    text: &'a str,
    delimiter: Option<u8>,
    at: usize,
    line: u32,
}

/// What stands behind a cell.
#[derive(PartialEq)]
enum End {
    Cell,
    Record,
}

impl<'a> Splitter<'a> {
    /// Splits a text whose first line is number `line`. The delimiter is ASCII; without one a line is a cell.
    pub(crate) fn new(text: &'a str, delimiter: Option<char>, line: u32) -> Self {
        Self { text, delimiter: delimiter.and_then(|letter| u8::try_from(letter).ok()), at: 0, line }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn unquoted(&mut self) -> Range<usize> {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let len = rest.iter().position(|byte| self.ends_cell(*byte)).unwrap_or(rest.len());
        self.at = start + len;
        start..self.at
    }

    fn ends_cell(&self, byte: u8) -> bool {
        byte == b'\n' || byte == b'\r' || Some(byte) == self.delimiter
    }

    /// The cell that opens with the quote here, or nothing if the quotation is never closed.
    fn quoted(&mut self) -> Option<String> {
        let first_line = self.line;
        let mut cell = String::new();
        self.at += 1;
        loop {
            let start = self.at;
            while self.byte(self.at).is_some_and(|byte| byte != b'"') {
                self.step();
            }
            cell.push_str(self.text.get(start..self.at)?);
            // End of the text: never closed.
            self.byte(self.at)?;
            self.at += 1;
            if self.byte(self.at) != Some(b'"') {
                break;
            }
            cell.push('"');
            self.at += 1;
        }
        let tail = self.unquoted();
        let tail = self.text.get(tail)?;
        if is_blank(tail) {
            return Some(cell);
        }
        cell.push_str(tail);
        (self.line == first_line).then_some(cell)
    }

    /// Over one byte, counting line ends: CRLF, LF or CR.
    fn step(&mut self) {
        let byte = self.byte(self.at);
        self.at += 1;
        if byte == Some(b'\n') || (byte == Some(b'\r') && self.byte(self.at) != Some(b'\n')) {
            self.line = self.line.saturating_add(1);
        }
    }

    fn end(&mut self) -> End {
        match self.byte(self.at) {
            Some(b'\r') if self.byte(self.at + 1) == Some(b'\n') => {
                self.step();
                self.step();
                End::Record
            }
            Some(b'\r' | b'\n') => {
                self.step();
                End::Record
            }
            Some(_) => {
                self.at += 1;
                End::Cell
            }
            None => End::Record,
        }
    }

    /// A record that began at `start`, and in which the quotation that opens here is never closed.
    fn broken(&mut self, mut record: Record, start: usize) -> Record {
        let opened = self.at;
        loop {
            let cell = self.unquoted();
            record.push(self.text.get(cell).unwrap_or_default().to_owned());
            if matches!(self.byte(self.at), None | Some(b'\r' | b'\n')) {
                break;
            }
            self.at += 1;
        }
        let text = |from: usize| -> String {
            let text = self.text.get(from..self.at).unwrap_or_default();
            text.chars().take(limits::CELL_CHARACTERS).collect()
        };
        record.broken = Some(Box::new(Broken { line: text(start), quotation: text(opened) }));
        record.unclosed = true;
        self.end();
        record
    }
}

impl Iterator for Splitter<'_> {
    type Item = Result<Record, ListError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.byte(self.at)?;
        let begin = self.at;
        let mut record = Record { line: self.line, ..Record::default() };
        loop {
            let (start, start_line) = (self.at, self.line);
            let cell = if self.byte(start) == Some(b'"') {
                self.quoted()
            } else {
                let cell = self.unquoted();
                self.text.get(cell).map(str::to_owned)
            };
            let Some(cell) = cell else {
                self.at = start;
                self.line = start_line;
                return Some(Ok(self.broken(record, begin)));
            };
            record.push(cell);
            if self.end() == End::Record {
                return Some(Ok(record));
            }
        }
    }
}
