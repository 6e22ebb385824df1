//! The printers of this computer as they lie in the user's folder: they belong to the machine, not to an event.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use printing::{Brother, BrotherAt, Folder, Ipp, IppAddress, Patience, Printer, Zebra};
use serde::{Deserialize, Serialize};

use crate::error::KioskError;

/// The most printers of a computer.
pub(crate) const MOST_PRINTERS: usize = 12;
/// The longest name and place.
pub(crate) const LONGEST_NAME: usize = 60;
const LONGEST_ADDRESS: usize = 500;
/// The largest settings file that is read.
const MOST_BYTES: u64 = 1 << 20;
/// So far a badge can be moved, in millimetres.
const FARTHEST_MM: f32 = 20.0;

/// What is printed where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PrinterSettings {
    /// All printers.
    pub(crate) printers: Vec<PrinterFile>,
    /// The order in which they are tried, by id; the first that is well prints.
    pub(crate) order: Vec<String>,
    /// The same for single badge templates.
    pub(crate) templates: BTreeMap<String, Vec<String>>,
    /// What prints by itself.
    pub(crate) auto: AutoPrint,
    /// So long a printer may be silent before the next takes over, in milliseconds.
    pub(crate) silence_ms: u32,
    /// A printer is asked how it is so often while nothing is printed, in milliseconds.
    pub(crate) look_ms: u32,
}

impl Default for PrinterSettings {
    fn default() -> Self {
        Self {
            printers: Vec::new(),
            order: Vec::new(),
            templates: BTreeMap::new(),
            auto: AutoPrint::default(),
            silence_ms: 8_000,
            look_ms: 2_000,
        }
    }
}

/// When this desk prints by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum AutoPrint {
    /// Who comes in gets a badge.
    #[default]
    OnCheckIn,
    /// Who comes in gets two.
    Twice,
    /// Badges are printed when somebody asks for one.
    OnRequest,
    /// No printer is used here.
    Off,
}

impl AutoPrint {
    /// How many copies a check-in asks for.
    pub(crate) fn copies(self) -> u32 {
        match self {
            Self::OnCheckIn => 1,
            Self::Twice => 2,
            Self::OnRequest | Self::Off => 0,
        }
    }
}

/// How a printer is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum PrinterKind {
    /// IPP or IPPS, also a queue of CUPS: `ipp://host:631/ipp/print`.
    Ipp,
    /// ZPL at a port: `host:9100`.
    Zpl,
    /// Brother QL at a port or a device file: `host:9100`, `/dev/usb/lp0`.
    Brother,
    /// PDFs in a folder.
    Folder,
    /// A ZPL printer of Windows' spooler, by its name.
    Windows,
}

/// One printer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "PrinterChoice", optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PrinterFile {
    /// By which records know it: small letters, digits and hyphens. Empty in `savePrinter`: a new one.
    #[serde(default)]
    pub(crate) id: String,
    /// What staff call it, such as `Printer A`.
    pub(crate) name: String,
    /// Where it stands, such as `Skranke 2, til højre`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(test, ts(as = "Option<String>"))]
    pub(crate) place: String,
    pub(crate) kind: PrinterKind,
    /// Its address, path or name.
    pub(crate) address: String,
    /// Dots per inch, if it does not tell; 36 to 1200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) dpi: Option<u16>,
    /// Labels on a new roll, if they are to be counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) roll_labels: Option<u32>,
    /// Moves every badge to the right and down, in millimetres.
    #[serde(default, skip_serializing_if = "is_nothing")]
    #[cfg_attr(test, ts(as = "Option<(f32, f32)>"))]
    pub(crate) offset_mm: (f32, f32),
    /// The SHA-256 digest of the certificate that was accepted, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) certificate: Option<String>,
    /// Nothing is printed on it for now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    pub(crate) paused: bool,
}

fn is_nothing(offset: &(f32, f32)) -> bool {
    *offset == (0.0, 0.0)
}

impl PrinterFile {
    /// The folder of PDFs that takes the badges where there is no printer.
    pub(crate) fn folder(path: &Path) -> Self {
        Self {
            id: Folder::NAME.to_owned(),
            name: Folder::NAME.to_owned(),
            place: String::new(),
            kind: PrinterKind::Folder,
            address: path.display().to_string(),
            dpi: None,
            roll_labels: None,
            offset_mm: (0.0, 0.0),
            certificate: None,
            paused: false,
        }
    }

    /// Says what is wrong with it.
    pub(crate) fn check(&self) -> Result<(), KioskError> {
        let wrong = |word: &'static str, field: &str, problem: &str| Err(KioskError::typed(word, field, problem));
        if self.name.trim().is_empty() || self.name.chars().count() > LONGEST_NAME {
            return wrong("printerName", "name", "must have 1 to 60 characters");
        }
        if self.place.chars().count() > LONGEST_NAME {
            return wrong("printerName", "place", "has more than 60 characters");
        }
        if self.address.is_empty() || self.address.len() > LONGEST_ADDRESS || self.address.chars().any(char::is_control)
        {
            return wrong("printerAddress", "address", "must have 1 to 500 characters");
        }
        if self.dpi.is_some_and(|dpi| !(badge::Dpi::MIN..=badge::Dpi::MAX).contains(&dpi)) {
            return wrong("printerDpi", "dpi", "is not 36 to 1200");
        }
        if self.roll_labels.is_some_and(|labels| !(1..=100_000).contains(&labels)) {
            return wrong("printerRoll", "rollLabels", "is not 1 to 100000");
        }
        let (right, down) = self.offset_mm;
        if !(right.abs() <= FARTHEST_MM && down.abs() <= FARTHEST_MM) {
            return wrong("printerOffset", "offsetMm", "is not −20 to 20 millimetres");
        }
        if self.certificate.as_ref().is_some_and(|text| text.parse::<printing::Fingerprint>().is_err()) {
            return wrong("printerCertificate", "certificate", "is not a SHA-256 digest of 64 hexadecimal digits");
        }
        match self.open(Patience::default()) {
            Some(_) => Ok(()),
            None => wrong(
                "printerAddress",
                "address",
                match self.kind {
                    PrinterKind::Ipp => "is not like ipp://host:631/ipp/print or ipps://…",
                    PrinterKind::Zpl => "is not like host:9100",
                    PrinterKind::Brother => "is neither like host:9100 nor the path of a device such as /dev/usb/lp0",
                    PrinterKind::Folder => "is not the full path of a folder",
                    PrinterKind::Windows => "there is no such spooler on this system",
                },
            ),
        }
    }

    /// The printer, if its address makes sense.
    pub(crate) fn open(&self, patience: Patience) -> Option<Box<dyn Printer>> {
        Some(match self.kind {
            PrinterKind::Ipp => {
                let address: IppAddress = self.address.parse().ok()?;
                let pin = self.certificate.as_ref().map(|text| text.parse()).transpose().ok()?;
                Box::new(Ipp::new(address, pin, patience))
            }
            PrinterKind::Zpl => {
                let (host, port) = printing::host_and_port(&self.address, printing::RAW_PORT)?;
                Box::new(Zebra::new(&host, port, self.dpi, patience))
            }
            PrinterKind::Brother if Path::new(&self.address).is_absolute() => {
                // Only what is a printer's device: another file would be written over.
                let is_device = printing::is_printer_device(Path::new(&self.address));
                let device = BrotherAt::Device(PathBuf::from(&self.address));
                is_device.then(|| Box::new(Brother::new(device, patience)))?
            }
            PrinterKind::Brother => {
                let (host, port) = printing::host_and_port(&self.address, printing::RAW_PORT)?;
                Box::new(Brother::new(BrotherAt::Network { host, port }, patience))
            }
            PrinterKind::Folder => {
                let path = PathBuf::from(&self.address);
                path.is_absolute().then(|| Box::new(Folder::new(path)))?
            }
            PrinterKind::Windows => return self.spooler(),
        })
    }

    #[cfg(windows)]
    fn spooler(&self) -> Option<Box<dyn Printer>> {
        Some(Box::new(printing::Spooler::new(&self.address, self.dpi)))
    }

    #[cfg(not(windows))]
    #[expect(clippy::unused_self, reason = "there is a spooler on Windows only")]
    fn spooler(&self) -> Option<Box<dyn Printer>> {
        None
    }
}

impl PrinterSettings {
    /// Reads them; a file that makes no sense counts as none, so that badges go to the folder.
    pub(crate) fn read(home: &Path) -> Self {
        let path = file(home);
        let small = std::fs::metadata(&path).is_ok_and(|known| known.len() <= MOST_BYTES);
        let text = if small { std::fs::read_to_string(&path).unwrap_or_default() } else { String::new() };
        let mut settings: Self = serde_json::from_str(&text).unwrap_or_default();
        settings.printers.retain(|printer| printer.check().is_ok() && !printer.id.is_empty());
        settings.printers.truncate(MOST_PRINTERS);
        settings.settle();
        settings
    }

    pub(crate) fn write(&self, home: &Path) -> Result<(), KioskError> {
        std::fs::create_dir_all(home).map_err(|error| KioskError::file(home, error))?;
        let text = serde_json::to_vec_pretty(self).map_err(|_| KioskError::Export)?;
        Ok(store::write_atomically(&file(home), &text)?)
    }

    pub(crate) fn patience(&self) -> Patience {
        Patience::new(Duration::from_millis(u64::from(self.silence_ms)))
    }

    pub(crate) fn look(&self) -> Duration {
        Duration::from_millis(u64::from(self.look_ms.clamp(10, 600_000)))
    }

    pub(crate) fn find(&self, id: &str) -> Option<&PrinterFile> {
        self.printers.iter().find(|printer| printer.id == id)
    }

    /// Orders name every printer that is in use once, and no other.
    pub(crate) fn settle(&mut self) {
        let known: Vec<String> = self.printers.iter().map(|printer| printer.id.clone()).collect();
        let only_known = |order: &mut Vec<String>| {
            let mut seen = Vec::new();
            order.retain(|id| {
                known.contains(id) && !seen.contains(id) && {
                    seen.push(id.clone());
                    true
                }
            });
        };
        only_known(&mut self.order);
        self.templates.values_mut().for_each(only_known);
        self.templates.retain(|_, order| !order.is_empty());
        if self.order.is_empty() {
            self.order.clone_from(&known);
        }
    }

    /// An id that no printer has, made of a name.
    pub(crate) fn free_id(&self, name: &str) -> String {
        let mut id: String = name
            .to_lowercase()
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
            .take(40)
            .collect();
        id = id.trim_matches('-').to_owned();
        if id.is_empty() || id == Folder::NAME {
            id = "printer".to_owned();
        }
        let free = |id: &String| self.find(id).is_none();
        let names = std::iter::once(id.clone()).chain((2..).map(|number| format!("{id}-{number}")));
        // Of so many names more than there may be printers one is free.
        names.take(MOST_PRINTERS + 2).find(free).unwrap_or(id)
    }
}

fn file(home: &Path) -> PathBuf {
    home.join("printers.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printer_that_makes_no_sense_is_told_why() {
        let printer = |kind, address: &str| PrinterFile {
            id: String::new(),
            kind,
            address: address.to_owned(),
            name: "A".to_owned(),
            ..PrinterFile::folder(Path::new("/x"))
        };
        let fine = |kind, address| printer(kind, address).check().is_ok();
        assert!(fine(PrinterKind::Ipp, "ipp://10.0.0.7/ipp/print") && fine(PrinterKind::Zpl, "zebra:9100"));
        assert!(fine(PrinterKind::Zpl, "10.0.0.7") && fine(PrinterKind::Brother, "10.0.0.7:9100"));
        assert!(!fine(PrinterKind::Ipp, "10.0.0.7") && !fine(PrinterKind::Zpl, "10.0.0.7:x"));
        assert!(!fine(PrinterKind::Brother, "/etc/passwd"), "a file that is no printer is never written");
        assert!(!fine(PrinterKind::Folder, "here") && !fine(PrinterKind::Ipp, ""));
        let far = PrinterFile { offset_mm: (f32::NAN, 0.0), ..printer(PrinterKind::Zpl, "p") };
        assert!(far.check().is_err(), "what is no number is no offset");
    }

    #[test]
    fn orders_name_what_there_is_and_ids_are_new() {
        let named = |id: &str| PrinterFile { id: id.to_owned(), ..PrinterFile::folder(Path::new("/x")) };
        let mut settings = PrinterSettings {
            printers: vec![named("a"), named("printer")],
            order: vec!["b".into(), "a".into(), "a".into()],
            templates: BTreeMap::from([("a6".into(), vec!["gone".into()])]),
            ..PrinterSettings::default()
        };
        settings.settle();
        assert_eq!(settings.order, ["a"]);
        assert_eq!(settings.templates, BTreeMap::new());
        assert_eq!(settings.free_id("A"), "a-2");
        assert_eq!(settings.free_id("Æ"), "printer-2");
        assert_eq!(settings.free_id("Printer C"), "printer-c");
    }
}
