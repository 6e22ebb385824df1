//! Brother's QL label printers: raster over TCP or through the device file of the USB cable.
//!
//! The printer answers with 32 bytes (Brother, *Raster Command Reference QL-800/810W/820NWB*, "Status"). Over the network many
//! models never answer; those cannot tell.

mod raster;

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use badge::{Bitmap, Dpi};

use crate::net::{Line, fault_of};
use crate::{Document, Ending, Fault, Patience, Printer, Status};

pub use raster::{Label, encode};

/// Resolution of all QL printers.
const DPI: u32 = 300;

/// Where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BrotherAt {
    /// In the network.
    Network {
        /// Its name or number.
        host: String,
        /// 9100 as a rule.
        port: u16,
    },
    /// On a cable: a device file such as `/dev/usb/lp0`.
    Device(PathBuf),
}

/// A QL printer.
pub struct Brother {
    at: BrotherAt,
    patience: Patience,
    answers: Option<bool>,
    media: Option<Label>,
}

/// What the 32 bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QlStatus {
    /// What is the matter.
    pub fault: Option<Fault>,
    /// Width and length of what is in it, in millimetres; length 0: a roll without end.
    pub label: Label,
    /// What made it answer.
    pub kind: QlAnswer,
    /// The model's code.
    pub model: u8,
}

/// Why a QL printer answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QlAnswer {
    /// It was asked.
    Asked,
    /// A label has come out.
    Printed,
    /// Something is the matter.
    Error,
    /// It goes from one phase to the next, or says something else.
    Other,
}

impl QlStatus {
    /// Reads one answer.
    #[must_use]
    pub fn read(bytes: &[u8; 32]) -> Option<Self> {
        let [0x80, 0x20, b'B', _, model, _, _, _, first, second, width, kind, _, _, _, _, _, length, answer, ..] =
            *bytes
        else {
            return None;
        };
        let fault = if first & 0x01 != 0 || first & 0x02 != 0 {
            Some(Fault::PaperOut)
        } else if first & 0x04 != 0 {
            Some(Fault::Jam)
        } else if second & 0x10 != 0 {
            Some(Fault::CoverOpen)
        } else if second & 0x01 != 0 {
            Some(Fault::WrongMedia)
        } else if second & 0x40 != 0 {
            Some(Fault::Jam)
        } else if first != 0 || second != 0 || answer == 0x02 {
            Some(Fault::Stopped)
        } else if width == 0 || kind == 0 {
            Some(Fault::PaperOut)
        } else {
            None
        };
        let kind = match answer {
            0x00 => QlAnswer::Asked,
            0x01 => QlAnswer::Printed,
            0x02 => QlAnswer::Error,
            _ => QlAnswer::Other,
        };
        Some(Self { fault, label: Label { width_mm: width, length_mm: length }, kind, model })
    }

    fn model_name(self) -> Option<&'static str> {
        Some(match self.model {
            0x38 => "Brother QL-800",
            0x39 => "Brother QL-810W",
            0x41 => "Brother QL-820NWB",
            0x43 => "Brother QL-1100",
            0x44 => "Brother QL-1110NWB",
            0x45 => "Brother QL-1115NWB",
            0x47 => "Brother QL-600",
            _ => return None,
        })
    }
}

enum Wire {
    Line(Line),
    Device { file: File, silence: Duration },
}

impl Wire {
    fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        match self {
            Self::Line(line) => {
                line.write_all(bytes).and_then(|()| line.flush()).map_err(|error| fault_of(&error, Fault::BrokeOff))
            }
            Self::Device { file, silence } => write_device(file, bytes, *silence),
        }
    }

    /// One answer, waited for at most so long; `None`: none came.
    fn answer(&mut self, silence: Duration) -> Result<Option<QlStatus>, Fault> {
        let until = Instant::now() + silence;
        let mut bytes = [0; 32];
        let mut filled = 0;
        while filled < bytes.len() {
            let free = bytes.get_mut(filled..).unwrap_or_default();
            let read = match self {
                Self::Line(line) => {
                    line.set_silence(until.saturating_duration_since(Instant::now()).max(Duration::from_millis(1)));
                    line.read(free)
                }
                Self::Device { file, .. } => file.read(free),
            };
            match read {
                // A device file that has nothing to say reads as empty; a line that ends is gone.
                Ok(0) if matches!(self, Self::Line(_)) => return Err(Fault::BrokeOff),
                Ok(0) => {}
                Ok(read) => filled += read,
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted) => {
                }
                Err(error) => return Err(fault_of(&error, Fault::BrokeOff)),
            }
            if Instant::now() >= until && filled < bytes.len() {
                return if filled == 0 { Ok(None) } else { Err(Fault::Garbled) };
            }
            if filled < bytes.len() && matches!(self, Self::Device { .. }) {
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        QlStatus::read(&bytes).map(Some).ok_or(Fault::Garbled)
    }
}

/// Device files are written without waiting in the system, so that a printer that takes nothing is given up in time.
fn write_device(file: &mut File, mut bytes: &[u8], silence: Duration) -> Result<(), Fault> {
    let mut heard = Instant::now();
    while !bytes.is_empty() {
        match file.write(bytes) {
            Ok(written) if written > 0 => {
                bytes = bytes.get(written..).unwrap_or_default();
                heard = Instant::now();
            }
            Ok(_) => {}
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
            Err(error) => return Err(fault_of(&error, Fault::BrokeOff)),
        }
        if heard.elapsed() >= silence {
            return Err(Fault::Silent);
        }
        if !bytes.is_empty() {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    Ok(())
}

impl Brother {
    /// A printer in the network or on a cable.
    #[must_use]
    pub fn new(at: BrotherAt, patience: Patience) -> Self {
        Self { at, patience, answers: None, media: None }
    }

    fn open(&self) -> Result<Wire, Fault> {
        match &self.at {
            BrotherAt::Network { host, port } => Line::open(host, *port, self.patience).map(Wire::Line),
            BrotherAt::Device(path) => {
                let file = open_device(path).map_err(|error| match error.kind() {
                    ErrorKind::PermissionDenied => Fault::NoPermission,
                    _ => Fault::Unreachable,
                })?;
                Ok(Wire::Device { file, silence: self.patience.silence })
            }
        }
    }

    fn meet(&mut self) -> Result<Option<QlStatus>, Fault> {
        let mut wire = self.open()?;
        wire.write(&raster::ask())?;
        match wire.answer(self.patience.silence.min(Duration::from_secs(2)))? {
            Some(status) => {
                self.answers = Some(true);
                self.media = Some(status.label);
                Ok(Some(status))
            }
            None if self.answers == Some(true) => Err(Fault::Silent),
            None => {
                self.answers = Some(false);
                Ok(None)
            }
        }
    }

    fn follow(&self, wire: &mut Wire, mut to_come: u32) -> Ending {
        let until = Instant::now() + self.patience.whole();
        let all = to_come;
        while to_come > 0 {
            match wire.answer(self.patience.silence) {
                Ok(Some(QlStatus { kind: QlAnswer::Printed, .. })) => to_come -= 1,
                Ok(Some(QlStatus { kind: QlAnswer::Error, fault, .. })) => {
                    let fault = fault.unwrap_or(Fault::Stopped);
                    // Thrown away, so that it is not printed once the fault is mended; half a label may be out, none is whole.
                    let is_gone = wire.write(&raster::ask()).is_ok()
                        && matches!(
                            wire.answer(self.patience.silence),
                            Ok(Some(QlStatus { kind: QlAnswer::Asked, .. }))
                        );
                    return if to_come == all && is_gone { Ending::Failed(fault) } else { Ending::Unknown(fault) };
                }
                Ok(Some(_)) => {}
                Ok(None) => return Ending::Unknown(Fault::Silent),
                Err(fault) => return Ending::Unknown(fault),
            }
            if Instant::now() >= until {
                return Ending::Unknown(Fault::Silent);
            }
        }
        Ending::Confirmed
    }
}

impl Printer for Brother {
    fn print(&mut self, document: &Document) -> Ending {
        if self.answers.is_none() {
            match self.meet() {
                Ok(Some(QlStatus { fault: Some(fault), .. })) | Err(fault) => return Ending::Failed(fault),
                Ok(_) => {}
            }
        }
        let Ok(bitmap) = Dpi::new(DPI).map_err(|_| ()).and_then(|dpi| document.badge.to_bitmap(dpi).map_err(|_| ()))
        else {
            return Ending::Failed(Fault::NotDrawn);
        };
        let Some(label) = self.media.or_else(|| Label::for_badge(&bitmap)) else {
            return Ending::Failed(Fault::WrongMedia);
        };
        let Some(bytes) = encode(&bitmap, label, document.copies, document.offset_mm) else {
            return Ending::Failed(Fault::WrongMedia);
        };
        let mut wire = match self.open() {
            Ok(wire) => wire,
            Err(fault) => return Ending::Failed(fault),
        };
        let answers = self.answers == Some(true);
        if answers {
            let asked = wire.write(&raster::ask()).and_then(|()| wire.answer(self.patience.silence));
            match asked {
                Ok(Some(QlStatus { fault: None, label: now, .. })) if now == label => {}
                Ok(Some(QlStatus { fault: None, .. })) => {
                    self.answers = None;
                    return Ending::Failed(Fault::WrongMedia);
                }
                Ok(Some(QlStatus { fault: Some(fault), .. })) | Err(fault) => return Ending::Failed(fault),
                Ok(None) => return Ending::Failed(Fault::Silent),
            }
        }
        if let Err(fault) = wire.write(&bytes) {
            return Ending::Unknown(fault);
        }
        if answers { self.follow(&mut wire, document.copies.max(1)) } else { Ending::Unknown(Fault::CannotTell) }
    }

    fn status(&mut self) -> Status {
        match self.meet() {
            Ok(None) => Status { dpi: u16::try_from(DPI).ok(), ..Status::default() },
            Ok(Some(answer)) => Status {
                fault: answer.fault,
                tells: true,
                labels_left: (answer.fault == Some(Fault::PaperOut)).then_some(0),
                media_mm: Some((f32::from(answer.label.width_mm), f32::from(answer.label.length_mm))),
                dpi: u16::try_from(DPI).ok(),
                model: answer.model_name().map(ToOwned::to_owned),
                ..Status::default()
            },
            Err(fault) => Status::of(fault),
        }
    }
}

/// Whether a path is that of a printer's device: what is there and no device is never written to.
#[must_use]
pub fn is_printer_device(path: &std::path::Path) -> bool {
    match std::fs::metadata(path) {
        Ok(known) => is_device(&known),
        // Its cable is out.
        Err(_) => {
            path.starts_with("/dev") && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("lp"))
        }
    }
}

#[cfg(unix)]
fn is_device(known: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    known.file_type().is_char_device()
}

#[cfg(not(unix))]
fn is_device(_: &std::fs::Metadata) -> bool {
    false
}

#[cfg(unix)]
fn open_device(path: &std::path::Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    // O_NONBLOCK: a printer that takes or says nothing must not hold the thread.
    let flags = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or(0);
    File::options().read(true).write(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
fn open_device(path: &std::path::Path) -> std::io::Result<File> {
    File::options().read(true).write(true).open(path)
}

/// Turns a picture by a quarter, as labels run through a printer.
pub(crate) fn turned(bitmap: &Bitmap) -> (u32, u32, impl Fn(u32, u32) -> bool) {
    let (width, height) = (bitmap.width(), bitmap.height());
    let bitmap = bitmap.clone();
    (height, width, move |x, y| bitmap.is_black(y, height - 1 - x))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(first: u8, second: u8, answer: u8) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes[..5].copy_from_slice(&[0x80, 0x20, b'B', b'4', 0x41]);
        (bytes[8], bytes[9], bytes[10], bytes[11], bytes[17], bytes[18]) = (first, second, 62, 0x0a, 0, answer);
        bytes
    }

    #[test]
    fn the_answer_of_a_ql_is_read_as_the_reference_says() {
        let of = |first, second, answer| QlStatus::read(&bytes(first, second, answer)).unwrap();
        assert_eq!(of(0, 0, 0).fault, None);
        assert_eq!(of(0, 0, 0).label, Label { width_mm: 62, length_mm: 0 });
        assert_eq!(of(1, 0, 0).fault, Some(Fault::PaperOut), "no media");
        assert_eq!(of(2, 0, 2).fault, Some(Fault::PaperOut), "end of media");
        assert_eq!(of(4, 0, 2).fault, Some(Fault::Jam), "the cutter");
        assert_eq!(of(0, 0x10, 2).fault, Some(Fault::CoverOpen));
        assert_eq!(of(0, 0x01, 2).fault, Some(Fault::WrongMedia));
        assert_eq!(of(0, 0, 1).kind, QlAnswer::Printed);
        assert_eq!(of(0, 0, 6).kind, QlAnswer::Other);
        assert_eq!(QlStatus::read(&[0; 32]), None, "zeros are no answer");
        assert_eq!(QlStatus::read(b"HTTP/1.1 400 Bad Request\r\n\r\nabcd"), None);
    }
}
