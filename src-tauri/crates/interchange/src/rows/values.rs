//! What the cells of one row say.

use std::collections::BTreeMap;

use checkin::{Field, FieldValue, Status, names::clean};
use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::header::{Plan, Use};
use crate::names::{Names, names};
use crate::record::{Record, is_blank};
use crate::{Column, Row, WarningReason, doubt, times, words};

/// The values of a row and the remarks on it.
#[derive(Default)]
pub(super) struct Values {
    pub(super) names: Option<Names>,
    pub(super) codes: Vec<String>,
    pub(super) warnings: Vec<WarningReason>,
    /// The own columns in which there is something.
    pub(super) filled: Vec<usize>,
    values: BTreeMap<Field, String>,
    arrived_at: Option<DateTime>,
    arrived_offset: Option<Offset>,
}

/// Cells that only mean something together.
#[derive(Default)]
struct Parts {
    first: String,
    middle: String,
    last: String,
    whole: String,
    status: Option<String>,
    paid: Option<String>,
    cancelled: Option<String>,
    attention: String,
    attention_heading: String,
}

impl Values {
    /// Reads a row.
    pub(super) fn read(record: &Record, plan: &Plan) -> Self {
        let mut values = Self::default();
        let mut parts = Parts::default();
        if record.cut {
            values.warn(WarningReason::TooLong);
        }
        if record.cells.iter().any(|cell| doubt::is_doubtful(cell)) {
            values.warn(WarningReason::UndecodableText);
        }
        let cells = record.cells.iter().map(String::as_str).chain(std::iter::repeat(""));
        for (position, (used, cell)) in plan.uses.iter().zip(cells).enumerate() {
            match used {
                Use::Own(field) => {
                    if !is_blank(cell) {
                        values.filled.push(position);
                        values.put(field.clone(), cell);
                    }
                }
                Use::Whole => parts.whole = values.name(cell),
                Use::Known(column) => {
                    let heading = plan.labels.get(position).map_or("", String::as_str);
                    values.known(column, cell, heading, &mut parts);
                    if *column == Column::Code && record.long_numbers.contains(&position) {
                        values.warn(WarningReason::SuspiciousCode);
                    }
                }
            }
        }
        values.finish(&parts);
        values
    }

    fn known(&mut self, column: &Column, cell: &str, heading: &str, parts: &mut Parts) {
        match column {
            Column::FirstName => parts.first = self.name(cell),
            Column::MiddleName => parts.middle = self.name(cell),
            Column::LastName => parts.last = self.name(cell),
            Column::Name => parts.whole = self.name(cell),
            Column::Organisation | Column::Title => {
                self.mark_formula(cell);
                self.put_known(column, cell);
            }
            Column::Email => {
                self.put_known(column, cell);
                let email = self.text(&Field::Email);
                if !email.is_empty() && !is_email(email) {
                    self.warn(WarningReason::InvalidEmail);
                }
            }
            Column::Code => self.codes(cell),
            Column::Status => parts.status = Some(self.clean(&Field::Order, cell)),
            Column::Paid => parts.paid = Some(self.clean(&Field::Order, cell)),
            Column::Cancelled => parts.cancelled = Some(self.clean(&Field::Order, cell)),
            Column::Attention => {
                parts.attention = self.clean(&Field::Alert, cell);
                heading.clone_into(&mut parts.attention_heading);
            }
            Column::Language => {
                if let Some(tag) = words::language(cell) {
                    self.values.insert(Field::Language, tag.to_owned());
                }
            }
            Column::CheckedInAt => self.arrival(cell),
            Column::Price | Column::No => {}
            Column::BadgeName | Column::Phone | Column::TicketType | Column::Order | Column::Note | Column::Open(_) => {
                self.put_known(column, cell);
            }
        }
    }

    fn put_known(&mut self, column: &Column, cell: &str) {
        if let Some(field) = column.field() {
            self.put(field, cell);
        }
    }

    fn put(&mut self, field: Field, cell: &str) {
        let text = self.clean(&field, cell);
        if !text.is_empty() {
            self.values.insert(field, text);
        }
    }

    fn clean(&mut self, field: &Field, cell: &str) -> String {
        let cleaned = clean(field, cell);
        if cleaned.cut {
            self.warn(WarningReason::TooLong);
        }
        cleaned.text
    }

    fn name(&mut self, cell: &str) -> String {
        let is_formula = self.mark_formula(cell);
        let name = self.clean(&Field::Name, cell);
        // What looks like a formula has semicolons of its own.
        if !is_formula && cell.trim().contains(['\n', '\r', ';']) && !name.is_empty() {
            self.warn(WarningReason::SeveralNames);
        }
        if checkin::names::is_placeholder(&name) {
            self.warn(WarningReason::PlaceholderName);
        }
        name
    }

    fn mark_formula(&mut self, cell: &str) -> bool {
        let is_formula = cell.trim_start().starts_with(['=', '+', '-', '@']);
        if is_formula {
            self.warn(WarningReason::FormulaText);
        }
        is_formula
    }

    /// A cell may hold several codes, one a line or divided by semicolons, as our own export writes them.
    fn codes(&mut self, cell: &str) {
        for part in cell.split(['\n', '\r', ';']) {
            let code = self.clean(&Field::TicketCodes, part);
            if code.is_empty() || self.codes.contains(&code) {
                continue;
            }
            if is_rounded_number(&code) {
                self.warn(WarningReason::SuspiciousCode);
            }
            self.codes.push(code);
        }
    }

    fn arrival(&mut self, cell: &str) {
        let text = clean(&Field::Order, cell).text;
        if text.is_empty() || words::yes_or_no(&text) == Some(false) {
            return;
        }
        match times::parse(&text) {
            Some((time, offset)) => {
                self.arrived_at = Some(time);
                self.arrived_offset = offset;
            }
            None => self.warn(WarningReason::UnreadableTime),
        }
    }

    fn finish(&mut self, parts: &Parts) {
        self.names = names(&parts.first, &parts.middle, &parts.last, &parts.whole);
        if let Some(names) = &mut self.names {
            let whole = clean(&Field::Name, &names.name);
            names.name = whole.text;
            if whole.cut {
                self.warn(WarningReason::TooLong);
            }
        }
        if let Some(status) = self.standing(parts) {
            self.values.insert(Field::Status, status.as_str().to_owned());
        }
        let alert = match words::yes_or_no(&parts.attention) {
            Some(false) => "",
            None => &parts.attention,
            Some(true) if self.text(&Field::Note).is_empty() => &parts.attention_heading,
            Some(true) => self.text(&Field::Note),
        };
        // A note that is cut here is still whole as the note.
        let alert = clean(&Field::Alert, alert).text;
        if !alert.is_empty() {
            self.values.insert(Field::Alert, alert);
        }
    }

    /// The status of all columns together. Whoever has cancelled has, whatever else is said of them.
    fn standing(&mut self, parts: &Parts) -> Option<Status> {
        let said = self.status(parts.status.as_deref(), parts.paid.as_deref());
        let Some(text) = parts.cancelled.as_deref() else { return said };
        let cancelled = words::is_cancelled(text);
        if cancelled.is_none() && !text.is_empty() {
            self.warn(WarningReason::UnknownStatus);
        }
        match cancelled {
            Some(true) => Some(Status::Cancelled),
            _ if parts.status.is_none() => Some(said.unwrap_or(Status::Confirmed)),
            _ => said,
        }
    }

    /// The status that the two columns give, if the list has one of them. That something is unpaid only changes
    /// "confirmed".
    fn status(&mut self, status: Option<&str>, paid: Option<&str>) -> Option<Status> {
        let said = match status {
            Some(text) => {
                let known = words::status(text);
                if known.is_none() {
                    self.warn(WarningReason::UnknownStatus);
                }
                known
            }
            None => None,
        };
        let unpaid = paid.is_some_and(|text| words::yes_or_no(text) == Some(false));
        match said {
            None | Some(Status::Confirmed) if unpaid => Some(Status::PaymentDue),
            None if status.is_none() && paid.is_some() => Some(Status::Confirmed),
            said => said,
        }
    }

    pub(super) fn warn(&mut self, reason: WarningReason) {
        if !self.warnings.contains(&reason) {
            self.warnings.push(reason);
        }
    }

    /// The text of a field, empty if there is none.
    pub(super) fn text(&self, field: &Field) -> &str {
        self.values.get(field).map_or("", String::as_str)
    }

    /// Equal for rows that are the same attendee twice: name, address, organisation and ticket, case aside.
    pub(super) fn likeness(&self) -> String {
        let name = self.names.as_ref().map_or("", |names| &names.name);
        let parts = [name, self.text(&Field::Email), self.text(&Field::Organisation), self.text(&Field::TicketType)];
        // No cleaned text holds a line break here, so that parts cannot run into each other.
        parts.join("\n").to_lowercase()
    }

    /// The row, with its three names.
    pub(super) fn into_row(self, line: u32) -> Row {
        let mut values: BTreeMap<Field, FieldValue> =
            self.values.into_iter().map(|(field, text)| (field, FieldValue::Text(text))).collect();
        if let Some(names) = self.names {
            values.insert(Field::Name, FieldValue::Text(names.name));
            values.insert(Field::GivenName, FieldValue::Text(names.given));
            values.insert(Field::FamilyName, FieldValue::Text(names.family));
        }
        if !self.codes.is_empty() {
            values.insert(Field::TicketCodes, FieldValue::List(self.codes));
        }
        Row { line, values, arrived_at: self.arrived_at, arrived_offset: self.arrived_offset }
    }
}

/// Whether a text can be an e-mail address: one `@` with something before and a domain of at least two parts behind, no
/// blanks nor list separators. What is really deliverable only sending shows.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let parts: Vec<&str> = domain.split('.').collect();
    !local.is_empty()
        && parts.len() >= 2
        && parts.iter().all(|part| !part.is_empty())
        && !text.contains(|letter: char| letter.is_whitespace() || matches!(letter, ';' | ',' | '<' | '>' | '(' | ')'))
        && !domain.contains('@')
}

/// Whether a code is what a spreadsheet shows for a long number: `4,50189E+12`. The last digits are lost.
fn is_rounded_number(code: &str) -> bool {
    let Some((mantissa, exponent)) = code.split_once(['E', 'e']) else { return false };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole_and_rest = mantissa.split_once([',', '.']);
    exponent.strip_prefix('+').is_some_and(is_digits)
        && whole_and_rest.map_or(is_digits(mantissa), |(whole, rest)| is_digits(whole) && is_digits(rest))
}
