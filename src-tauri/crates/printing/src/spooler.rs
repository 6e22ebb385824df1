//! A printer of Windows' spooler that takes ZPL. The spooler tells when it has sent a label and not whether it came out, so
//! each is *unknown*. Compiled for Windows only, and never tried on one.

use badge::Dpi;
use printers::common::base::job::PrinterJobOptions;
use printers::common::base::printer::PrinterState;

use crate::{Document, Ending, Fault, Printer, Status, to_zpl};

/// A printer by its name in Windows' list.
pub struct Spooler {
    name: String,
    dpi: u16,
}

impl Spooler {
    /// The printer of that name; 203 dots per inch unless said otherwise.
    #[must_use]
    pub fn new(name: &str, dpi: Option<u16>) -> Self {
        Self { name: name.to_owned(), dpi: dpi.unwrap_or(203) }
    }
}

impl Printer for Spooler {
    fn print(&mut self, document: &Document) -> Ending {
        let Some(printer) = printers::get_printer_by_name(&self.name) else {
            return Ending::Failed(Fault::Unreachable);
        };
        let drawn = Dpi::new(u32::from(self.dpi)).ok().and_then(|dpi| document.badge.to_bitmap(dpi).ok());
        let Some(bitmap) = drawn else { return Ending::Failed(Fault::NotDrawn) };
        let options = PrinterJobOptions { name: Some(&document.name), ..PrinterJobOptions::none() };
        match printer.print(to_zpl(&bitmap, document.copies).as_bytes(), options) {
            Ok(_) => Ending::Unknown(Fault::CannotTell),
            Err(_) => Ending::Failed(Fault::Refused),
        }
    }

    fn status(&mut self) -> Status {
        match printers::get_printer_by_name(&self.name) {
            None => Status::of(Fault::Unreachable),
            Some(printer) => Status {
                fault: matches!(printer.state, PrinterState::OFFLINE | PrinterState::PAUSED).then_some(Fault::Stopped),
                dpi: Some(self.dpi),
                ..Status::default()
            },
        }
    }
}
