//! What a scanned text means, our own signed codes, and the codes in pictures.
//!
//! Nothing here reads a device, the clock or a random source: bytes, texts, keys and random bits come in as values.
//!
//! - [`code`]: the code on our badges, 29 characters, made and checked.
//! - [`interpret`]: a scanned text → exactly one [`ScannedCode`].
//! - [`layout`]: what a text may have been before scanner and computer disagreed about the keyboard.
//! - [`picture`]: a picture or a camera frame → the texts of the QR codes in it.

mod carrier;
pub mod code;
pub mod interpret;
pub mod layout;
mod letters;
mod luma;
pub mod picture;
mod reader;

pub use code::{BadgeCode, BadgeNumber, CodeKey, EventTag, MalformedNumber, badge_code};
pub use interpret::{ScannedCode, ScannedText, interpret};
pub use layout::{Crossed, Layout, uncross};
pub use picture::{PictureError, read_luma, read_picture};
