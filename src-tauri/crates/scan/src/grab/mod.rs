//! Hand scanners that pretend to be a keyboard, kept from everything else on the computer.
//!
//! A scanner that types into whatever has the focus also types into the wrong window, in the letters of the wrong country. On Linux
//! such a device can be grabbed: its keys then come here and nowhere else.
//!
//! - [`Typist`]: keys as they are pressed → scanned texts, by the keyboard that the *scanner* is set to. Pure.
//! - [`KeySource`]: where keys come from. [`KeyScanner`] joins it with a [`Typist`].
//! - `Grabbed` (Linux): the real device behind it. `devices` (Linux): what there is, without opening anything.
//! - [`DeviceId`]: a scanner as settings remember it, to be found again when it was plugged in anew.
//!
//! **What is not tested:** the machines on which the tests run have no input devices and cannot make any. Everything up to
//! [`KeySource`] is tested with invented keys, the list of devices with an invented `/sys`; opening, grabbing and reading a
//! real device is not.
//!
//! # Permission
//!
//! Listing needs none. To grab a device the user must be in the group `input`, which may read every keyboard, or better, a
//! udev rule gives the person at the desk this one device (numbers as [`DeviceId`] shows them):
//!
//! ```text
//! SUBSYSTEM=="input", ATTRS{idVendor}=="05e0", ATTRS{idProduct}=="1200", TAG+="uaccess"
//! ```

#[cfg(target_os = "linux")]
mod device;
#[cfg(target_os = "linux")]
mod devices;
mod identity;
mod keys;
mod source;
mod typist;

#[cfg(target_os = "linux")]
pub use device::Grabbed;
#[cfg(target_os = "linux")]
pub use devices::devices;
pub use identity::{DeviceId, InputDevice, MalformedId};
pub use keys::KeyEvent;
pub use source::{KeyScanner, KeySource};
pub use typist::Typist;

/// Why a device cannot be grabbed or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GrabError {
    /// There is no device at this path.
    #[error("there is no such scanner: plug it in, or choose another")]
    Missing,
    /// The device is there, but not for this user.
    #[error(
        "this user may not read the scanner: add the user to the group input, or a udev rule for it, then sign out and in again"
    )]
    NoPermission,
    /// Somebody else has grabbed it.
    #[error("another program has the scanner: close it, then try again")]
    Busy,
    /// The path leads to something else, or the device refuses.
    #[error("this is no scanner that types, or it does not work: plug it in again, or choose another")]
    Unusable,
    /// The device was there and is no more.
    #[error("the scanner has gone: plug it in again")]
    Gone,
    /// The computer does not say which devices it has.
    #[error("the input devices of this computer cannot be listed")]
    Unlisted,
}
