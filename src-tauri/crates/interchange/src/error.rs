//! Why a list as a whole cannot be read.

/// A list that cannot be read as a whole. What is wrong with single rows is in [`crate::Listing::rejected`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ListError {
    /// There is nothing in it.
    #[error("the list is empty")]
    Empty,
    /// The file is larger than is read.
    #[error("the file has {bytes} bytes, more than {max}")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The largest size.
        max: u64,
    },
    /// What is packed inside the file, or what it would take in memory, is larger than is read.
    #[error("the file unpacks to more than {max} bytes")]
    UnpacksTooLarge {
        /// The largest size.
        max: u64,
    },
    /// More rows than are read.
    #[error("the list has {rows} rows, more than {max}")]
    TooBig {
        /// Rows that are neither blank nor the header.
        rows: u64,
        /// Most rows.
        max: u64,
    },
    /// More columns than are read.
    #[error("the list has more than {max} columns")]
    TooManyColumns {
        /// Most columns.
        max: usize,
    },
    /// No known kind of list.
    #[error("the file is no list that can be read: {0}")]
    Unreadable(Unreadable),
    /// No row has headings that are known. The caller can ask which column is the name.
    #[error("no row with known headings was found")]
    NoHeader {
        /// The cells of the first row that is not blank, so that somebody can say what they are.
        headings: Vec<String>,
    },
    /// A heading given in [`crate::ReadOptions::mapping`] is not in the list.
    #[error("the list has no column {heading:?}")]
    NoSuchColumn {
        /// Our column.
        field: String,
        /// The heading given.
        heading: String,
        /// The headings there are.
        headings: Vec<String>,
    },
    /// A key in [`crate::ReadOptions::mapping`] names no column of ours.
    #[error("there is no field {field:?}")]
    NoSuchField {
        /// The key given.
        field: String,
    },
    /// An encoding that is not read.
    #[error("there is no encoding {encoding:?}")]
    NoSuchEncoding {
        /// The name given.
        encoding: String,
    },
    /// The sheet asked for is not in the workbook.
    #[error("the workbook has no sheet {sheet:?}")]
    NoSuchSheet {
        /// The name given.
        sheet: String,
        /// The sheets there are.
        sheets: Vec<String>,
    },
}

/// Why a file is no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not text and not a workbook.
    #[error("it is not text")]
    Binary,
    /// A document of another kind: a web page (which some systems name `.xls`), PDF, RTF, XML.
    #[error("it is a document of another kind")]
    OtherDocument,
    /// A kind of workbook that is not read (XLSB, Numbers).
    #[error("it is a kind of workbook that is not read")]
    OtherWorkbook,
    /// A workbook that is broken or cut off.
    #[error("it is damaged")]
    Damaged,
    /// A workbook that needs a password.
    #[error("it is locked by a password")]
    Password,
}

impl From<Unreadable> for ListError {
    fn from(why: Unreadable) -> Self {
        Self::Unreadable(why)
    }
}
