//! Hand scanners on a serial port: USB (CDC, or with a converter inside) and RS-232.
//!
//! - [`Packets`]: bytes as they come → scanned texts. Pure.
//! - [`ports`]: what is plugged in. [`port_path`]: where a scanner that settings remember is plugged in now.
//! - [`SerialScanner`]: an open port. It is read by one thread of the caller's, a call at a time.
//!
//! A port that has gone is opened again by making a new [`SerialScanner`]; nothing of the old one is kept.

mod packets;
mod ports;
mod scanner;

pub use packets::Packets;
pub use ports::{SerialPort, port_path, ports};
pub use scanner::{Baud, SerialScanner};

/// Why a serial port cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SerialError {
    /// There is no port of this name.
    #[error("there is no such serial port: plug the scanner in, or choose another port")]
    Missing,
    /// The port is there, but not for this user.
    #[error("this user may not read the serial port: add the user to the group dialout, then sign out and in again")]
    NoPermission,
    /// Somebody else has the port.
    #[error("another program has the serial port: close it, then try again")]
    Busy,
    /// The path leads to something else, or the port refuses to be set up.
    #[error("this is no serial port, or it does not work: plug the scanner in again, or choose another port")]
    Unusable,
    /// The port was there and is no more.
    #[error("the scanner has gone: plug it in again")]
    Gone,
    /// The computer does not say which ports it has.
    #[error("the serial ports of this computer cannot be listed")]
    Unlisted,
}
