//! Printers and what they answer.
//!
//! A [`Printer`] gets one [`Document`] at a time and says how that ended, and when asked how it is. Only this crate opens
//! sockets and devices. Its caller writes down the attempt *before* calling [`Printer::print`] and the end after; see
//! `checkin::job`. [`Ending::Failed`] is said only where it is certain that no badge came out, [`Ending::Confirmed`] only
//! where the printer has said so itself; everything else is [`Ending::Unknown`], and a person is asked.
//!
//! Nothing that a printer says is trusted: sizes, counts and times have limits, redirects are not followed.

pub mod brother;
pub mod find;
mod folder;
mod http;
pub mod ipp;
mod net;
pub mod pwg;
#[cfg(windows)]
mod spooler;
mod tls;
mod zebra;
mod zpl;

use std::time::Duration;

pub use brother::{Brother, BrotherAt, is_printer_device};
pub use folder::Folder;
pub use http::{HttpReply, MOST_REPLY, read_reply};
pub use ipp::{Ipp, IppAddress, host_and_port};
#[cfg(windows)]
pub use spooler::Spooler;
pub use tls::Fingerprint;
pub use zebra::{HostStatus, Zebra};
pub use zpl::to_zpl;

/// The port of label printers.
pub const RAW_PORT: u16 = 9100;

/// What is printed.
#[derive(Clone)]
pub struct Document {
    /// A name for the file and the printer's queue, of letters, digits and hyphens: ids, never a person's name.
    pub name: String,
    /// The badge.
    pub badge: badge::Badge,
    /// How often, at least once.
    pub copies: u32,
    /// How far everything is moved to the right and down, in millimetres; −20 to 20.
    pub offset_mm: (f32, f32),
}

impl Document {
    /// One copy, where the printer puts it.
    #[must_use]
    pub fn new(name: impl Into<String>, badge: badge::Badge) -> Self {
        Self { name: name.into(), badge, copies: 1, offset_mm: (0.0, 0.0) }
    }

    /// The badge as a PDF, moved by the offset.
    pub(crate) fn to_pdf(&self) -> Result<Vec<u8>, badge::RenderError> {
        let (right, down) = self.offset_mm;
        if right == 0.0 && down == 0.0 {
            return self.badge.to_pdf();
        }
        let (size, none) = (self.badge.size(), badge::Size::mm(0.0, 0.0));
        let sheet =
            badge::Sheet { page: size, place: size, columns: 1, rows: 1, margin: none, gap: none, folded: false };
        let setup = badge::Setup { shift_mm: self.offset_mm, ..badge::Setup::default() };
        badge::sheet_pdf([&self.badge], &sheet, &setup)
    }
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It came out: the printer said so.
    Confirmed,
    /// It did not come out.
    Failed(Fault),
    /// The printer cannot tell, or has not told.
    Unknown(Fault),
}

/// What is the matter with a printer or a badge, as somebody at the desk can act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// No paper or labels are left.
    PaperOut,
    /// A cover, door or print head is open.
    CoverOpen,
    /// Something is stuck.
    Jam,
    /// What is in it is not what the badge needs.
    WrongMedia,
    /// Ribbon, toner or ink is used up.
    SupplyOut,
    /// It was stopped or paused at the printer itself.
    Stopped,
    /// Nobody is at its address, or the cable is out.
    Unreachable,
    /// It turned the badge down.
    Refused,
    /// It does not answer.
    Silent,
    /// It answers what makes no sense.
    Garbled,
    /// Its certificate is not one to trust, or not the one that was accepted.
    Certificate,
    /// This computer may not use it.
    NoPermission,
    /// The connection ended in the middle.
    BrokeOff,
    /// It never says whether something came out.
    CannotTell,
    /// The badge could not be drawn.
    NotDrawn,
    /// The folder cannot be written.
    FolderNotWritable,
    /// No space is left on the disk.
    DiskFull,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::PaperOut,
        Self::CoverOpen,
        Self::Jam,
        Self::WrongMedia,
        Self::SupplyOut,
        Self::Stopped,
        Self::Unreachable,
        Self::Refused,
        Self::Silent,
        Self::Garbled,
        Self::Certificate,
        Self::NoPermission,
        Self::BrokeOff,
        Self::CannotTell,
        Self::NotDrawn,
        Self::FolderNotWritable,
        Self::DiskFull,
    ];

    /// Its name in JSON and in the journal.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PaperOut => "paperOut",
            Self::CoverOpen => "coverOpen",
            Self::Jam => "jam",
            Self::WrongMedia => "wrongMedia",
            Self::SupplyOut => "supplyOut",
            Self::Stopped => "stopped",
            Self::Unreachable => "unreachable",
            Self::Refused => "refused",
            Self::Silent => "silent",
            Self::Garbled => "garbled",
            Self::Certificate => "certificate",
            Self::NoPermission => "noPermission",
            Self::BrokeOff => "brokeOff",
            Self::CannotTell => "cannotTell",
            Self::NotDrawn => "notDrawn",
            Self::FolderNotWritable => "folderNotWritable",
            Self::DiskFull => "diskFull",
        }
    }

    /// The fault of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.as_str() == name)
    }

    /// Whether another printer, or the same once it is well, may do better by itself. A badge that cannot be drawn, or a
    /// folder that cannot be written, needs a person first.
    #[must_use]
    pub const fn passes(self) -> bool {
        !matches!(self, Self::NotDrawn | Self::FolderNotWritable | Self::DiskFull)
    }
}

/// How a printer is, as far as it tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    /// What is the matter; `None`: it can print.
    pub fault: Option<Fault>,
    /// Whether it confirms what comes out.
    pub tells: bool,
    /// Paper or labels are nearly used up.
    pub is_low: bool,
    /// How many labels or sheets are left, if it counts them.
    pub labels_left: Option<u32>,
    /// Width and length of what is in it, in millimetres; a length of 0 is a roll without end.
    pub media_mm: Option<(f32, f32)>,
    /// Dots per inch.
    pub dpi: Option<u16>,
    /// What it calls itself; at most [`MOST_LETTERS`] letters.
    pub model: Option<String>,
    /// Its certificate, if the connection is encrypted.
    pub certificate: Option<Fingerprint>,
}

impl Status {
    /// Something is the matter.
    #[must_use]
    pub fn of(fault: Fault) -> Self {
        Self { fault: Some(fault), ..Self::default() }
    }
}

/// The longest text of a printer that is shown.
pub const MOST_LETTERS: usize = 100;

/// A printer's text as it may be shown: no control characters, not long.
pub(crate) fn shown(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(MOST_LETTERS).collect::<String>().trim().to_owned()
}

/// How long a printer is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// So long it may be silent while something is expected of it; 20 ms to 2 minutes.
    pub silence: Duration,
}

impl Patience {
    /// Patience for so long a silence.
    #[must_use]
    pub fn new(silence: Duration) -> Self {
        Self { silence: silence.clamp(Duration::from_millis(20), Duration::from_mins(2)) }
    }

    /// The longest time a whole badge may take, however lively the printer seems.
    #[must_use]
    pub fn whole(self) -> Duration {
        self.silence * 6
    }

    /// The time between two questions about the same badge.
    pub(crate) fn pause(self) -> Duration {
        (self.silence / 100).clamp(Duration::from_millis(2), Duration::from_millis(100))
    }

    /// The time in which somebody is at an address.
    pub(crate) fn connecting(self) -> Duration {
        self.silence.min(Duration::from_secs(3))
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self::new(Duration::from_secs(8))
    }
}

/// Something that puts badges on paper, or into a folder.
pub trait Printer: Send {
    /// Prints one document; returns once the printer has said how that ended, or has been silent for too long.
    fn print(&mut self, document: &Document) -> Ending;

    /// How it is; nothing is printed by this.
    fn status(&mut self) -> Status;
}
