//! A scanner as settings remember it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// An input device that has the keys of a keyboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputDevice {
    /// What `Grabbed::open` takes, such as `/dev/input/event5`; another one each time it is plugged in.
    pub path: PathBuf,
    /// What it is.
    pub id: DeviceId,
}

/// What a device is known by: its name, its numbers, and where it is plugged in. As text, `05e0:1200 usb-0000:00:14.0-2/input0
/// Symbol Bar Code Scanner`; the place is `-` if there is none.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeviceId {
    vendor: u16,
    product: u16,
    place: String,
    name: String,
}

/// Not the text of a [`DeviceId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the identity of an input device")]
pub struct MalformedId;

/// Characters of a name, and of a place.
const MAX_TEXT: usize = 200;

impl DeviceId {
    /// The identity of a device: the numbers of its maker and product, its name, and where it is plugged in (Linux calls
    /// it `phys`). Runs of blanks and control characters become one blank, in a place none; both end at 200 characters.
    #[must_use]
    pub fn new(vendor: u16, product: u16, place: &str, name: &str) -> Self {
        let words = |text: &str, between: &str| {
            let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
            let text = words.collect::<Vec<_>>().join(between);
            text.chars().take(MAX_TEXT).collect::<String>().trim_end().to_owned()
        };
        let place = words(place, "");
        Self { vendor, product, place: if place == "-" { String::new() } else { place }, name: words(name, " ") }
    }

    /// What a person knows it by; empty if the device does not say.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// This device among those that there are: the one that is plugged in where it was, else the only one that differs in
    /// nothing but that. `None` if there is none, or if nobody can tell which of several it is.
    #[must_use]
    pub fn find<'a>(&self, devices: &'a [InputDevice]) -> Option<&'a InputDevice> {
        if let Some(same) = devices.iter().find(|device| device.id == *self) {
            return Some(same);
        }
        let mut alike = devices.iter().filter(|device| self.is_like(&device.id));
        alike.next().filter(|_| alike.next().is_none())
    }

    fn is_like(&self, other: &Self) -> bool {
        // Behind the last slash: one device can be several keyboards, of which one types the codes.
        let part = |id: &Self| id.place.rsplit_once('/').map(|(_, part)| part.to_owned());
        (self.vendor, self.product, &self.name) == (other.vendor, other.product, &other.name)
            && part(self) == part(other)
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.place.is_empty() { "-" } else { &self.place };
        write!(f, "{:04x}:{:04x} {place} {}", self.vendor, self.product, self.name)
    }
}

impl FromStr for DeviceId {
    type Err = MalformedId;

    fn from_str(text: &str) -> Result<Self, MalformedId> {
        let number = |hex: &str| {
            let is_number = hex.len() == 4 && hex.bytes().all(|digit| digit.is_ascii_hexdigit());
            is_number.then(|| u16::from_str_radix(hex, 16).ok()).flatten()
        };
        let mut parts = text.splitn(3, ' ');
        let id = (|| {
            let (vendor, product) = parts.next()?.split_once(':')?;
            Some(Self::new(number(vendor)?, number(product)?, parts.next()?, parts.next()?))
        })();
        // One device has one text.
        id.filter(|id| id.to_string() == text).ok_or(MalformedId)
    }
}
