//! Attendee lists in and out.
//!
//! [`read`] takes the bytes of a list as it arrived (CSV in any usual encoding and delimiter, XLSX, ODS, XLS) and gives
//! a [`Listing`]: the attendees it names, field by field, and everything that was wrong, line by line. A bad row never
//! stops the list; `Err` means that the file as a whole cannot be read. [`to_csv`] and [`to_xlsx`] write a [`Table`].
//!
//! The rules are those of `import-samples/README.md`. On the way from bytes to a listing:
//!
//! - bytes → text (`encoding`) → records (`dialect`, `delimited`), or a workbook's sheet → records (`workbook`);
//! - records → which row is the header and which column is what (`header`, `headings`, `column`);
//! - a record → an attendee, or the reason why not (`rows`, with `names`, `words`, `times` for what cells mean).
//!
//! Nothing here knows files, the clock or the event. Limits on everything read from outside are in [`limits`].

mod archive;
mod column;
mod compound;
mod delimited;
mod dialect;
mod doubt;
mod encoding;
mod error;
mod export;
mod header;
mod headings;
pub mod limits;
mod listing;
mod names;
mod ods;
mod own;
mod record;
mod rows;
mod times;
mod words;
mod workbook;
mod xls;
mod xlsx;

use std::collections::{BTreeMap, BTreeSet};

pub use column::Column;
pub use encoding::{ENCODINGS, Guess, encodings};
pub use error::{ListError, Unreadable};
pub use export::{Cell, CsvDialect, ExportError, Table, line_text, to_csv, to_workbook, to_xlsx};
pub use listing::{Kept, ListColumn, Listing, Reason, Rejected, Row, SkipReason, Skipped, Warned, WarningReason};

/// What the person importing has decided about a list beforehand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Our column (a key of [`Column::from_key`]) → the list's heading, blanks and case aside. It goes before what
    /// the heading would mean by itself. An empty heading says that the list has no such column.
    pub mapping: BTreeMap<String, String>,
    /// The sheet to read; without it, the first visible one in which known headings are found.
    pub sheet: Option<String>,
    /// The encoding of a text file, one of [`ENCODINGS`]; without it, rule 1 of `import-samples`. A workbook has none.
    pub encoding: Option<String>,
    /// Cells that somebody put right before the list comes in, in the order in which that was done.
    pub edits: Vec<Edit>,
    /// Where no heading is known, take the first row that is not blank as the headings, so that somebody can say what
    /// they are. No row comes in until one of them is a name.
    pub any_header: bool,
    /// Lines of which the cells shall be in [`Listing::kept`] as they stand.
    pub keep: BTreeSet<u32>,
}

/// A cell that was put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The line on which the record starts.
    pub line: u32,
    /// The heading of its column, blanks and case aside; of several the leftmost. None: the whole line of a text file.
    pub heading: Option<String>,
    /// What shall stand there.
    pub text: String,
}

/// The shape of a list: equal for lists with the same headings in the same order, blanks, case and punctuation aside.
#[must_use]
pub fn shape<'a>(headings: impl IntoIterator<Item = &'a str>) -> String {
    headings.into_iter().map(headings::fold).collect::<Vec<_>>().join("\n")
}

/// Reads a list. What kind of file it is shows in its first bytes; the name only breaks ties between delimiters
/// (`.tsv`).
///
/// # Errors
/// [`ListError`], if nothing can be made of the file as a whole.
pub fn read(file_name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Listing, ListError> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > limits::FILE_BYTES {
        return Err(ListError::TooLarge { bytes: size, max: limits::FILE_BYTES });
    }
    if let Some(wanted) = &options.encoding
        && !ENCODINGS.contains(&wanted.as_str())
    {
        return Err(ListError::NoSuchEncoding { encoding: wanted.clone() });
    }
    if workbook::is_workbook(bytes) { workbook::read(bytes, options) } else { dialect::read(file_name, bytes, options) }
}
