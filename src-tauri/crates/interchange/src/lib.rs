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

use std::collections::BTreeMap;

pub use column::Column;
pub use error::{ListError, Unreadable};
pub use export::{Cell, CsvDialect, ExportError, Table, to_csv, to_xlsx};
pub use listing::{ListColumn, Listing, Reason, Rejected, Row, SkipReason, Skipped, Warned, WarningReason};

/// What the person importing has decided about a list beforehand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Our column (a key of [`Column::from_key`]) → the list's heading, blanks and case aside. It goes before what
    /// the heading would mean by itself. An empty heading says that the list has no such column.
    pub mapping: BTreeMap<String, String>,
    /// The sheet to read; without it, the first visible one in which known headings are found.
    pub sheet: Option<String>,
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
    if workbook::is_workbook(bytes) { workbook::read(bytes, options) } else { dialect::read(file_name, bytes, options) }
}
