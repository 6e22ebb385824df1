//! What a scanned text means, our own signed codes, the codes in pictures, and scanners that hang on a cable.
//!
//! Nothing here reads the clock or a random source: times, pictures and random bits come in as values. Devices are read in
//! [`serial`] and [`grab`] alone, one call at a time; threads belong to the caller.
//!
//! - [`code`]: the code on our badges, 29 characters, made and checked.
//! - [`command`]: the desk's own command codes, made and checked.
//! - [`interpret()`]: a scanned text → exactly one [`ScannedCode`].
//! - [`layout`]: what a text may have been before scanner and computer disagreed about the keyboard.
//! - [`calibration`]: how a scanner and the computer get on, from what arrives of the test code.
//! - [`picture`]: a picture or a camera frame → the texts of the QR codes in it.
//! - [`serial`]: a scanner on a serial port → the texts that it scans.
//! - [`grab`]: a scanner that pretends to be a keyboard, kept from everything else on the computer → the texts that it scans.

pub mod calibration;
mod carrier;
pub mod code;
pub mod command;
mod gather;
pub mod grab;
pub mod interpret;
pub mod layout;
mod letters;
mod luma;
pub mod picture;
mod reader;
pub mod serial;

pub use code::{BadgeCode, BadgeNumber, CodeKey, EventTag, MalformedNumber, badge_code};
pub use command::{Command, SessionMark, command_code};
pub use gather::SILENCE;
pub use grab::{DeviceId, GrabError, InputDevice, KeyEvent, KeyScanner, KeySource, MalformedId, Typist};
#[cfg(target_os = "linux")]
pub use grab::{Grabbed, devices};
pub use interpret::{ScannedCode, ScannedText, interpret};
pub use layout::{Crossed, Layout, meant_on, uncross};
pub use picture::{PictureError, read_frame, read_luma, read_picture};
pub use serial::{Baud, Packets, SerialError, SerialPort, SerialScanner, port_path, ports};
