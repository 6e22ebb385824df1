//! Records → attendees, and what was wrong with the others.

mod pieces;
mod values;

use std::collections::{BTreeSet, HashMap};

use checkin::{Field, FieldValue};

use crate::header::{self, Plan, Use};
use crate::record::{self, Record, Records, is_blank};
use crate::words;
use crate::{
    Column, Kept, ListColumn, ListError, Listing, ReadOptions, Reason, Rejected, SkipReason, Skipped, Warned,
    WarningReason, limits,
};
use pieces::Pieces;
use values::Values;

/// Rows in which the meaning of a column is looked for.
const SAMPLE: usize = 1_000;
/// Characters of a text at fault shown in the report.
const SHOWN: usize = 100;
/// What a value takes in memory beside its text, roughly, in bytes.
const VALUE_BYTES: usize = 64;

/// Where the records come from.
pub(crate) struct Source {
    pub(crate) encoding: &'static str,
    pub(crate) delimiter: Option<char>,
    pub(crate) sheet: Option<String>,
    pub(crate) sheets: Vec<String>,
    /// The number of the first row; one that is left out of the records is blank.
    pub(crate) first_line: u32,
}

/// Makes a listing of records. In each, the line is higher than in the one before; blank ones may be left out.
pub(crate) fn build(records: Records<'_>, options: &ReadOptions, source: Source) -> Result<Listing, ListError> {
    // Asked once more after the end below, which a reader of a workbook would take for a file cut off.
    let mut records = records.fuse();
    let first = record::first(&mut records, SAMPLE)?;
    let found = match header::find(&first, options)? {
        Some(found) => found,
        None if options.any_header => header::first_row(&first, options)?.ok_or(ListError::Empty)?,
        None => return Err(header::not_found(&first, options)),
    };
    let plan = found.plan;
    if let Some(missing) = header::missing(&plan.named, plan.headings.clone(), options) {
        return Err(missing);
    }
    if plan.uses.len() > limits::COLUMNS {
        return Err(ListError::TooManyColumns { max: limits::COLUMNS });
    }
    let pieces = Pieces::new(&plan, options, source.delimiter, source.sheet.is_some())?;
    let mut reading = Reading::new(&plan, options, source, first.get(found.index).map_or(1, |record| record.line));
    for record in &first[..found.index] {
        reading.skip_gap(record.line);
        let reason = if record.is_blank() { SkipReason::Blank } else { SkipReason::Preamble };
        reading.skip(record.line, reason);
    }
    for record in &first[found.index..=found.last] {
        reading.skip_gap(record.line);
    }
    let mut records = first.into_iter().skip(found.last + 1).map(Ok).chain(records);
    pieces.read(&mut records, &mut reading)?;
    reading.finish()
}

struct Reading<'a> {
    plan: &'a Plan,
    keep: &'a BTreeSet<u32>,
    listing: Listing,
    /// The line below the last record.
    next_line: u32,
    /// The last line that is neither blank nor the header again.
    last_line: u32,
    rows: u64,
    /// What is kept of the text, in bytes.
    kept: usize,
    codes: HashMap<String, u32>,
    likes: HashMap<String, u32>,
    emails: HashMap<String, u32>,
    /// Which own columns hold a value.
    filled: Vec<bool>,
}

impl<'a> Reading<'a> {
    fn new(plan: &'a Plan, options: &'a ReadOptions, source: Source, header_line: u32) -> Self {
        let mapping = plan.uses.iter().zip(&plan.labels).filter_map(|(used, heading)| match used {
            Use::Known(column) => Some((column.clone(), heading.clone())),
            _ => None,
        });
        Self {
            plan,
            keep: &options.keep,
            listing: Listing {
                encoding: source.encoding.to_owned(),
                delimiter: source.delimiter,
                sheet: source.sheet,
                sheets: source.sheets,
                headings: plan.headings.clone(),
                header_line,
                mapping: mapping.collect(),
                columns: columns(plan),
                ..Listing::default()
            },
            next_line: source.first_line,
            last_line: 0,
            rows: 0,
            kept: 0,
            codes: HashMap::new(),
            likes: HashMap::new(),
            emails: HashMap::new(),
            filled: vec![false; plan.uses.len()],
        }
    }

    fn skip(&mut self, line: u32, reason: SkipReason) {
        self.next_line = line.saturating_add(1);
        if self.listing.skipped.len() < limits::SKIPPED_REPORTED {
            self.listing.skipped.push(Skipped { line, reason });
        }
    }

    /// The rows that a workbook leaves out before this one are blank. In a text none are left out, but records can
    /// have several lines.
    fn skip_gap(&mut self, line: u32) {
        if self.listing.sheet.is_some() {
            let room = limits::SKIPPED_REPORTED.saturating_sub(self.listing.skipped.len());
            for blank in (self.next_line..line).take(room) {
                self.listing.skipped.push(Skipped { line: blank, reason: SkipReason::Blank });
            }
        }
        self.next_line = line.saturating_add(1);
    }

    fn take(&mut self, record: &Record, values: Values) -> Result<(), ListError> {
        self.skip_gap(record.line);
        if self.keep.contains(&record.line) {
            let text = record.broken.as_ref().map(|broken| broken.line.clone());
            self.listing.kept.push(Kept { line: record.line, cells: record.cells.clone(), text });
        }
        if record.is_blank() {
            self.skip(record.line, SkipReason::Blank);
            return Ok(());
        }
        // Beyond the limit rows are only counted, so that the message can say how many there are.
        if self.rows <= limits::ROWS && !record.unclosed && self.plan.is_header(record) {
            self.skip(record.line, SkipReason::RepeatedHeader);
            return Ok(());
        }
        self.rows += 1;
        self.last_line = record.line;
        if self.rows > limits::ROWS {
            return Ok(());
        }
        self.sample(record);
        let line = record.line;
        match self.attendee(record, values) {
            Ok(values) => self.accept(line, values),
            Err(rejected) => {
                self.listing.rejected.push(*rejected);
                Ok(())
            }
        }
    }

    /// Keeps the first values of each column. A record that is broken says nothing about columns.
    fn sample(&mut self, record: &Record) {
        if record.unclosed {
            return;
        }
        let headed = self.plan.labels.iter().enumerate().filter(|(_, heading)| !heading.is_empty());
        for (column, (position, _)) in self.listing.columns.iter_mut().zip(headed) {
            let Some(cell) = record.cells.get(position).filter(|cell| !is_blank(cell)) else { continue };
            if column.samples.len() < limits::COLUMN_SAMPLES {
                let cleaned = checkin::names::clean(&Field::Name, cell).text;
                column.samples.push(cleaned.chars().take(SHOWN).collect());
            }
        }
    }

    fn attendee(&self, record: &Record, values: Values) -> Result<Values, Box<Rejected>> {
        let line = record.line;
        let reject = |reason, column, value: Option<&str>, other_line| {
            let value = value.map(|text| text.trim().chars().take(SHOWN).collect());
            Err(Box::new(Rejected { line, column, reason, value, other_line }))
        };
        if record.unclosed {
            let quotation = record.broken.as_ref().map(|broken| broken.quotation.as_str());
            return reject(Reason::UnclosedQuote, None, quotation, None);
        }
        // In a sheet cells do not slip to the right, so what stands beside the list is a scribble and no fault of a row.
        let extra = record.cells.iter().skip(self.plan.uses.len()).find(|cell| !is_blank(cell));
        if let Some(extra) = extra.filter(|_| self.listing.sheet.is_none()) {
            return reject(Reason::TooManyColumns, None, Some(extra), None);
        }
        if values.names.is_none() {
            return reject(Reason::MissingName, None, None, None);
        }
        for code in &values.codes {
            if let Some(other) = self.codes.get(code) {
                let column = self.plan.heading(&Column::Code);
                return reject(Reason::DuplicateCode, column, Some(code), Some(*other));
            }
        }
        if let Some(other) = self.likes.get(&values.likeness()).filter(|_| values.codes.is_empty()) {
            return reject(Reason::DuplicateRow, None, None, Some(*other));
        }
        Ok(values)
    }

    fn accept(&mut self, line: u32, mut values: Values) -> Result<(), ListError> {
        if values.codes.is_empty() {
            self.likes.insert(values.likeness(), line);
        }
        for code in &values.codes {
            self.codes.insert(code.clone(), line);
        }
        let email = values.text(&Field::Email).to_lowercase();
        if !email.is_empty() && self.emails.insert(email, line).is_some() {
            values.warn(WarningReason::SharedEmail);
        }
        for column in &values.filled {
            if let Some(filled) = self.filled.get_mut(*column) {
                *filled = true;
            }
        }
        let warnings = values.warnings.iter().map(|reason| Warned { line, reason: *reason });
        self.listing.warnings.extend(warnings);
        let row = values.into_row(line);
        self.kept += row.values.values().map(size).sum::<usize>();
        if self.kept > limits::LISTING_BYTES {
            return Err(ListError::UnpacksTooLarge { max: limits::UNPACKED_BYTES });
        }
        self.listing.rows.push(row);
        Ok(())
    }

    fn finish(mut self) -> Result<Listing, ListError> {
        if self.rows > limits::ROWS {
            return Err(ListError::TooBig { rows: self.rows, max: limits::ROWS });
        }
        self.reject_total();
        let own = self.plan.uses.iter().zip(&self.plan.headings).zip(&self.filled);
        let own = own.filter_map(|((used, heading), filled)| match used {
            Use::Own(field) => Some((field.clone(), heading.clone(), *filled)),
            _ => None,
        });
        for (field, heading, is_filled) in own {
            self.listing.own_fields.insert(field.clone());
            if is_filled {
                let letter = || if let Field::Own(name) = &field { name.clone() } else { String::new() };
                let heading = if heading.is_empty() { letter() } else { heading };
                self.listing.own.push((field, heading));
            }
        }
        Ok(self.listing)
    }

    /// A last row that only says "I alt" and numbers is nobody.
    fn reject_total(&mut self) {
        let Some(row) = self.listing.rows.last().filter(|row| row.line == self.last_line && row.arrived_at.is_none())
        else {
            return;
        };
        let name = row.values.get(&Field::Name).map(FieldValue::to_text).unwrap_or_default();
        let is_name =
            |field: &Field| matches!(field, Field::Name | Field::GivenName | Field::FamilyName | Field::Status);
        let has_more = row.values.iter().any(|(field, value)| {
            !is_name(field)
                && (matches!(field, Field::Email | Field::TicketCodes) || !words::is_amount(&value.to_text()))
        });
        if has_more || self.listing.rows.len() < 2 || !words::is_total(&name) {
            return;
        }
        let line = row.line;
        self.listing.rows.pop();
        self.listing.warnings.retain(|warned| warned.line != line);
        let (column, value) = (self.plan.name_heading(), Some(name));
        self.listing.rejected.push(Rejected { line, column, reason: Reason::MissingName, value, other_line: None });
    }
}

/// The columns with a heading, without values yet.
fn columns(plan: &Plan) -> Vec<ListColumn> {
    let headed = plan.uses.iter().zip(&plan.labels).filter(|(_, heading)| !heading.is_empty());
    let column = |(used, heading): (&Use, &String)| ListColumn {
        heading: heading.clone(),
        column: match used {
            Use::Known(column) => Some(column.clone()),
            Use::Whole => Some(Column::Name),
            Use::Own(_) => None,
        },
        samples: Vec::new(),
    };
    headed.map(column).collect()
}

fn size(value: &FieldValue) -> usize {
    VALUE_BYTES
        + match value {
            FieldValue::Text(text) => text.len(),
            FieldValue::List(texts) => texts.iter().map(|text| VALUE_BYTES + text.len()).sum(),
        }
}
