//! Printers and what they answer.
//!
//! A [`Printer`] gets one [`Document`] at a time and says how that ended. Only it opens sockets and devices. Its caller
//! writes down the attempt *before* calling [`Printer::print`] and the end after; see `checkin::job`.

mod folder;
mod zpl;

pub use folder::Folder;
pub use zpl::to_zpl;

/// What is printed.
#[derive(Clone)]
pub struct Document {
    /// A name for the file, without ending, of letters, digits and hyphens: ids, never a person's name.
    pub name: String,
    /// The badge.
    pub badge: badge::Badge,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It came out.
    Confirmed,
    /// It did not come out.
    Failed(Reason),
    /// The printer cannot tell.
    Unknown(Reason),
}

/// Why a badge did not come out, or why nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The badge could not be drawn.
    NotDrawn,
    /// The folder cannot be written.
    FolderNotWritable,
    /// No space is left.
    DiskFull,
}

impl Reason {
    /// Its name in JSON and in the journal.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotDrawn => "notDrawn",
            Self::FolderNotWritable => "folderNotWritable",
            Self::DiskFull => "diskFull",
        }
    }
}

/// Something that puts badges on paper, or into a folder.
pub trait Printer: Send {
    /// Its name, as records and screens say it.
    fn name(&self) -> &str;

    /// Prints one document.
    fn print(&self, document: &Document) -> Ending;
}
