//! What reading a list gives.

use std::collections::{BTreeMap, BTreeSet};

use checkin::{Field, FieldValue};
use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::Column;

/// A list that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// What the file turned out to be: `utf-8`, `utf-8 with BOM`, `utf-16le with BOM`, `utf-16be with BOM`, `utf-16le`,
    /// `utf-16be`, `windows-1252`, `xlsx`, `ods` or `xls`.
    pub encoding: String,
    /// What stands between the cells of a text file; none in a workbook or a list of one column.
    pub delimiter: Option<char>,
    /// The sheet that was read.
    pub sheet: Option<String>,
    /// All sheets of the workbook that are not hidden, in its order.
    pub sheets: Vec<String>,
    /// The line of the header, from 1.
    pub header_line: u32,
    /// Which heading was taken for which of our columns, in the list's order. Own columns are in `own`.
    pub mapping: Vec<(Column, String)>,
    /// The own columns in which there is a value: the field and the list's heading, in the list's order.
    pub own: Vec<(Field, String)>,
    /// The fields of all own columns, with a value or without.
    pub own_fields: BTreeSet<Field>,
    /// Every column with a heading, from the left, used or not. One without a heading that has values stands here under
    /// its letter.
    pub columns: Vec<ListColumn>,
    /// All headings from the left, blank ones too.
    pub headings: Vec<String>,
    /// The lines asked for in [`crate::ReadOptions::keep`].
    pub kept: Vec<Kept>,
    /// The attendees, in the list's order.
    pub rows: Vec<Row>,
    /// Rows that do not come in.
    pub rejected: Vec<Rejected>,
    /// Rows that are no attendee and no fault; at most [`crate::limits::SKIPPED_REPORTED`].
    pub skipped: Vec<Skipped>,
    /// Remarks on rows that come in, each reason once a row.
    pub warnings: Vec<Warned>,
}

impl Listing {
    /// The fields this list speaks about. One that is here and not in a row is empty in that row, so that a later
    /// version of a list can take a value away.
    #[must_use]
    pub fn fields(&self) -> BTreeSet<Field> {
        let mapped = self.mapping.iter().filter_map(|(column, _)| column.field());
        let own = self.own_fields.iter().cloned();
        let names = [Field::Name, Field::GivenName, Field::FamilyName];
        mapped.chain(own).chain(names).collect()
    }
}

/// A line as it stands in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The line.
    pub line: u32,
    /// Its cells from the left.
    pub cells: Vec<String>,
    /// All of it as one text, where that is more than [`crate::line_text`] makes of the cells: a quotation in it is never
    /// closed.
    pub text: Option<String>,
}

/// A column of the list, for whoever decides what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListColumn {
    /// The list's heading.
    pub heading: String,
    /// Which of ours it was taken for; `None`: an own column, or one that is not read.
    pub column: Option<Column>,
    /// The first values that are not blank, cleaned and cut; at most [`crate::limits::COLUMN_SAMPLES`].
    pub samples: Vec<String>,
}

/// One attendee as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The physical line on which the record starts, from 1; in a workbook the sheet's row number.
    pub line: u32,
    /// What the list says, cleaned. `Name`, `GivenName` and `FamilyName` are always here (the last may be empty),
    /// other fields only with a value; see [`Listing::fields`]. `TicketType` is the text as listed, no id.
    pub values: BTreeMap<Field, FieldValue>,
    /// When the person has already arrived.
    pub arrived_at: Option<DateTime>,
    /// How far the clock of that is from UTC, if the list says so; if not, it is the clock of the place.
    pub arrived_offset: Option<Offset>,
}

/// A row that does not come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The line on which the record starts.
    pub line: u32,
    /// The heading of the column at fault, if it is one.
    pub column: Option<String>,
    /// Why.
    pub reason: Reason,
    /// The text at fault, at most 100 characters.
    pub value: Option<String>,
    /// The earlier line that this one repeats.
    pub other_line: Option<u32>,
}

/// Why a row does not come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Neither first, last nor whole name.
    MissingName,
    /// The ticket code was on an earlier row.
    DuplicateCode,
    /// Without a ticket code: same name, address, organisation and ticket as an earlier row.
    DuplicateRow,
    /// A filled cell beyond the header's last.
    TooManyColumns,
    /// A quotation that is never closed.
    UnclosedQuote,
}

impl Reason {
    /// The word in reports, as in `import-samples`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MissingName => "missing_name",
            Self::DuplicateCode => "duplicate_code",
            Self::DuplicateRow => "duplicate_row",
            Self::TooManyColumns => "too_many_columns",
            Self::UnclosedQuote => "unclosed_quote",
        }
    }
}

/// A row that is no attendee and no fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The line.
    pub line: u32,
    /// What it is.
    pub reason: SkipReason,
}

/// What a skipped row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkipReason {
    /// All its cells are blank.
    Blank,
    /// It stands above the header.
    Preamble,
    /// It is the header once more.
    RepeatedHeader,
}

impl SkipReason {
    /// The word in reports, as in `import-samples`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Preamble => "preamble",
            Self::RepeatedHeader => "repeated_header",
        }
    }
}

/// A remark on a row that comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warned {
    /// The line.
    pub line: u32,
    /// The remark.
    pub reason: WarningReason,
}

/// What deserves a remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WarningReason {
    /// The e-mail address is none; it is kept as it is.
    InvalidEmail,
    /// An earlier row has the same e-mail address: one booker for several people.
    SharedEmail,
    /// A name holds a line break or a semicolon: perhaps several people.
    SeveralNames,
    /// A name, organisation or title starts with `=`, `+`, `-` or `@`. It is text, and made harmless on export.
    FormulaText,
    /// The name stands for one that is still to come ("Info Requested").
    PlaceholderName,
    /// The ticket code is what a spreadsheet makes of a long number: `4,50189E+12`, or a number of more than 15 digits.
    SuspiciousCode,
    /// A value was longer than its field allows and was cut.
    TooLong,
    /// Letters were lost or look as if read in the wrong encoding.
    UndecodableText,
    /// An arrival is recorded, but not when in a way that has one meaning, or only the day.
    UnreadableTime,
    /// The status is a word that is not known; the row says nothing about the status.
    UnknownStatus,
}

impl WarningReason {
    /// The word in reports: those of `import-samples` and `contract.md`, and three of our own.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidEmail => "invalid_email",
            Self::SharedEmail => "shared_email",
            Self::SeveralNames => "several_names",
            Self::FormulaText => "formula_text",
            Self::PlaceholderName => "placeholder_name",
            Self::SuspiciousCode => "suspicious_code",
            Self::TooLong => "too_long",
            Self::UndecodableText => "undecodable_text",
            Self::UnreadableTime => "unreadable_time",
            Self::UnknownStatus => "unknown_status",
        }
    }
}
