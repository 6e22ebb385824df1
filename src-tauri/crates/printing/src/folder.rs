//! The folder of PDFs: the printer that is always there.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::{Document, Ending, Fault, Printer, Status};

/// Writes each badge as a PDF into a folder, whole or not at all.
#[derive(Clone, Debug)]
pub struct Folder {
    folder: PathBuf,
}

impl Folder {
    /// The name under which records know it.
    pub const NAME: &'static str = "folder";

    /// A printer into this folder, which is made when the first badge comes.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where the PDF of this document lies once it is printed.
    #[must_use]
    pub fn file(&self, document_name: &str) -> PathBuf {
        self.folder.join(format!("{document_name}.pdf"))
    }

    fn write(&self, name: &str, pdf: &[u8]) -> std::io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let temporary = self.folder.join(format!("{name}.pdf.writing"));
        let written = write_and_sync(&temporary, pdf).and_then(|()| std::fs::rename(&temporary, self.file(name)));
        if written.is_err() {
            // Half a badge helps nobody; why it failed is said by the first error.
            let _ = std::fs::remove_file(&temporary);
        }
        written
    }
}

fn write_and_sync(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

impl Printer for Folder {
    fn print(&mut self, document: &Document) -> Ending {
        let Ok(pdf) = document.to_pdf() else { return Ending::Failed(Fault::NotDrawn) };
        match self.write(&document.name, &pdf) {
            Ok(()) => Ending::Confirmed,
            Err(error) => Ending::Failed(fault(&error)),
        }
    }

    fn status(&mut self) -> Status {
        // What is wrong with a folder is said of the badge that it does not take: there is nothing to wait for.
        Status { tells: true, ..Status::default() }
    }
}

fn fault(error: &std::io::Error) -> Fault {
    if error.kind() == std::io::ErrorKind::StorageFull { Fault::DiskFull } else { Fault::FolderNotWritable }
}
