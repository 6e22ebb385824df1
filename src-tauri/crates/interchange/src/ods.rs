//! ODS workbooks, row by row (OASIS OpenDocument 1.2, part 1, chapter 9).
//!
//! Not through calamine, whose reader of ODS (0.38) writes out repeated cells and rows before anybody can count them
//! (100 bytes become a megabyte), and never returns from a sheet that is cut off in the middle.

use std::io::{BufReader, Read};

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::read::ZipFile;

use crate::archive::Archive;
use crate::record::{Record, Records, is_blank};
use crate::workbook::{Book, Sheet, is_long, iso_time, number_text};
use crate::{ListError, Unreadable, limits};

type Xml<'a, 'b> = Reader<BufReader<ZipFile<'b, std::io::Cursor<&'a [u8]>>>>;

/// Rows of a sheet (LibreOffice). What is repeated beyond them is not there.
const SHEET_ROWS: u32 = 1_048_576;
/// Largest manifest that is looked at, in bytes.
const MANIFEST_BYTES: u64 = 1 << 20;

/// An ODS workbook whose zip file has been checked.
pub(crate) struct OdsBook<'a> {
    archive: Archive<'a>,
    sheets: Vec<Sheet>,
}

pub(crate) fn open(mut archive: Archive<'_>) -> Result<OdsBook<'_>, ListError> {
    if is_locked(&mut archive) {
        return Err(Unreadable::Password.into());
    }
    let sheets = sheets(&mut content(&mut archive)?)?;
    Ok(OdsBook { archive, sheets })
}

impl Book for OdsBook<'_> {
    fn sheets(&self) -> Result<Vec<Sheet>, ListError> {
        Ok(self.sheets.clone())
    }

    fn records<'a>(&'a mut self, sheet: &str) -> Result<Records<'a>, ListError> {
        let Some(number) = self.sheets.iter().position(|other| other.name == sheet) else {
            return Err(Unreadable::Damaged.into());
        };
        let mut xml = content(&mut self.archive)?;
        let mut buffer = Vec::new();
        let mut left = number + 1;
        while left > 0 {
            if let Event::Start(start) = event(&mut xml, &mut buffer)?
                && start.local_name().as_ref() == "table"
            {
                left -= 1;
            }
        }
        Ok(Box::new(Rows { xml, buffer, line: 0, repeated: None, is_done: false }))
    }
}

fn is_locked(archive: &mut Archive<'_>) -> bool {
    let Ok(manifest) = archive.by_name("META-INF/manifest.xml") else { return false };
    let mut text = String::new();
    manifest.take(MANIFEST_BYTES).read_to_string(&mut text).is_ok() && text.contains("encryption-data")
}

fn content<'a, 'b>(archive: &'b mut Archive<'a>) -> Result<Xml<'a, 'b>, ListError> {
    let part = archive.by_name("content.xml").map_err(|_| Unreadable::Damaged)?;
    let mut xml = Reader::from_reader(BufReader::new(part));
    xml.config_mut().expand_empty_elements = true;
    Ok(xml)
}

/// The next event; the end of the document comes too early wherever this is asked.
fn event<'x, R: std::io::BufRead>(xml: &mut Reader<R>, buffer: &'x mut Vec<u8>) -> Result<Event<'x>, ListError> {
    buffer.clear();
    match xml.read_event_into(buffer) {
        Ok(Event::Eof) | Err(_) => Err(Unreadable::Damaged.into()),
        Ok(event) => Ok(event),
    }
}

/// The tables in the body, and which of them their style hides.
fn sheets<R: std::io::BufRead>(xml: &mut Reader<R>) -> Result<Vec<Sheet>, ListError> {
    let mut buffer = Vec::new();
    let mut sheets = Vec::new();
    let mut hidden = Vec::new();
    let mut style = None;
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Eof) => return Ok(sheets),
            Ok(Event::Start(start)) => match start.local_name().as_ref() {
                "style" => style = attribute(&start, "name"),
                "table-properties" if attribute(&start, "display").is_some_and(|display| display == "false") => {
                    hidden.extend(style.clone());
                }
                "table" => {
                    let is_hidden = attribute(&start, "style-name").is_some_and(|style| hidden.contains(&style));
                    let name = attribute(&start, "name").unwrap_or_default();
                    sheets.push(Sheet { name, is_visible: !is_hidden });
                }
                _ => {}
            },
            Ok(_) => {}
            Err(_) => return Err(Unreadable::Damaged.into()),
        }
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn count(start: &BytesStart<'_>, name: &str) -> u32 {
    attribute(start, name).and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

struct Rows<'a, 'b> {
    xml: Xml<'a, 'b>,
    buffer: Vec<u8>,
    /// The number of the last row read.
    line: u32,
    /// A row that stands for several, and how many are left of it.
    repeated: Option<(Record, u32)>,
    is_done: bool,
}

impl Iterator for Rows<'_, '_> {
    type Item = Result<Record, ListError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((record, left)) = &mut self.repeated {
                let next = record.clone();
                record.line += 1;
                *left -= 1;
                if *left == 0 {
                    self.repeated = None;
                }
                return Some(Ok(next));
            }
            if self.is_done {
                return None;
            }
            if let Err(error) = self.read_row() {
                self.is_done = true;
                return Some(Err(error));
            }
        }
    }
}

impl Rows<'_, '_> {
    /// Reads up to the end of the next row, or of the table.
    fn read_row(&mut self) -> Result<(), ListError> {
        loop {
            match event(&mut self.xml, &mut self.buffer)? {
                Event::Start(start) if start.local_name().as_ref() == "table-row" => {
                    let repeats = count(&start, "number-rows-repeated").min(SHEET_ROWS - self.line);
                    let mut record = self.read_cells()?;
                    record.line = self.line + 1;
                    self.line += repeats;
                    self.is_done = self.line >= SHEET_ROWS;
                    if repeats > 0 && !record.is_blank() {
                        self.repeated = Some((record, repeats));
                    }
                    return Ok(());
                }
                // Drawings and charts beside the cells have text of their own.
                Event::Start(start) if start.local_name().as_ref() == "shapes" => {
                    let name = start.to_end().into_owned();
                    self.pass(name.name().as_ref())?;
                }
                Event::End(end) if end.local_name().as_ref() == "table" => {
                    self.is_done = true;
                    return Ok(());
                }
                _ => {}
            }
        }
    }

    fn read_cells(&mut self) -> Result<Record, ListError> {
        let mut record = Record::default();
        let mut column: usize = 0;
        loop {
            match event(&mut self.xml, &mut self.buffer)? {
                Event::Start(start) if matches!(start.local_name().as_ref(), "table-cell" | "covered-table-cell") => {
                    let repeats = usize::try_from(count(&start, "number-columns-repeated")).unwrap_or(usize::MAX);
                    let value = value(&start);
                    let is_long = number(&start).and_then(|number| number.parse().ok()).is_some_and(is_long);
                    let shown = self.read_text()?;
                    let text = value.unwrap_or(shown);
                    if !is_blank(&text) {
                        let end = column.saturating_add(repeats).min(limits::COLUMNS + 1);
                        // Cut before it is repeated.
                        let text = record.cut(text);
                        for place in column..end.max(column + 1) {
                            record.set(place, text.clone());
                            if is_long {
                                record.long_numbers.push(place);
                            }
                        }
                    }
                    column = column.saturating_add(repeats).min(limits::COLUMNS + 1);
                }
                Event::End(end) if end.local_name().as_ref() == "table-row" => return Ok(record),
                _ => {}
            }
        }
    }

    /// The text shown in a cell, up to its end: a line break between paragraphs, without comments and drawings.
    fn read_text(&mut self) -> Result<String, ListError> {
        let mut text = String::new();
        let mut paragraphs = 0;
        loop {
            match event(&mut self.xml, &mut self.buffer)? {
                Event::Text(part) if paragraphs > 0 => text.push_str(&part.xml10_content()),
                Event::GeneralRef(part) if paragraphs > 0 => push_reference(&mut text, &part),
                Event::Start(start) => match start.local_name().as_ref() {
                    "p" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                    }
                    // However many blanks it says: of several only one is kept in the end.
                    "s" | "tab" => text.push(' '),
                    "line-break" => text.push('\n'),
                    "annotation" | "frame" | "custom-shape" => {
                        let end = start.to_end().into_owned();
                        self.pass(end.name().as_ref())?;
                    }
                    _ => {}
                },
                Event::End(end) if matches!(end.local_name().as_ref(), "table-cell" | "covered-table-cell") => {
                    return Ok(text);
                }
                _ => {}
            }
        }
    }

    /// Passes over an element that has just started.
    fn pass(&mut self, name: &str) -> Result<(), ListError> {
        let mut depth = 1;
        while depth > 0 {
            match event(&mut self.xml, &mut self.buffer)? {
                Event::Start(start) if start.name().as_ref() == name => depth += 1,
                Event::End(end) if end.name().as_ref() == name => depth -= 1,
                _ => {}
            }
        }
        Ok(())
    }
}

/// The number that a cell holds.
fn number(start: &BytesStart<'_>) -> Option<String> {
    let is_number = matches!(attribute(start, "value-type")?.as_str(), "float" | "currency" | "percentage");
    if is_number { attribute(start, "value") } else { None }
}

/// The value that a cell's attributes hold; a text is in its paragraphs instead.
fn value(start: &BytesStart<'_>) -> Option<String> {
    if let Some(number) = number(start) {
        // One that somebody wrote out in full is not rounded.
        let is_whole = number.bytes().all(|byte| byte.is_ascii_digit());
        return Some(if is_whole { number } else { number.parse().map_or(number, number_text) });
    }
    match attribute(start, "value-type")?.as_str() {
        "date" => attribute(start, "date-value").map(|time| iso_time(&time)),
        "boolean" => attribute(start, "boolean-value"),
        "string" => attribute(start, "string-value"),
        _ => None,
    }
}

fn push_reference(text: &mut String, reference: &BytesRef<'_>) {
    if let Some(known) = resolve_xml_entity(reference.as_ref()) {
        text.push_str(known);
    } else if let Ok(Some(letter)) = reference.resolve_char_ref() {
        text.push(letter);
    }
}
