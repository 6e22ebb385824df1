//! What is known of the scanners at this desk. It lies in the user's folder, for it belongs to the machine and what is plugged
//! into it, not to the event.

use std::path::{Path, PathBuf};

use kiosk::scanners::{Chosen, MOST_SCANNERS};
use kiosk::{Baud, KioskError, Layout};
use serde::{Deserialize, Serialize};

/// What the desk has learnt of its scanners.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ScannerSettings {
    /// Scanner and computer, where they are known to disagree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) keyboards: Option<Keyboards>,
    /// What the scanner that types ends a code with; nothing if it was never tested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ending: Option<Ending>,
    /// The longest time between two of its letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) gap: Option<Gap>,
    /// The camera that reads codes, by the id that the page knows it by; empty: any; nothing: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) camera: Option<CameraId>,
    /// Scanners on ports and grabbed ones, at most four.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) devices: Vec<DeviceChoice>,
}

/// Keyboards that disagree, each by its name in `checkIn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Keyboards {
    scanner: Country,
    computer: Country,
}

/// A scanner that does not type into the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum DeviceChoice {
    /// On a serial port: the device's own id or the port's path, and bits a second.
    Serial { id: String, baud: u32 },
    /// One that types, kept from all other windows: its identity, and the keyboard that it is set to.
    Grabbed { id: String, layout: Country },
}

impl DeviceChoice {
    /// What is to be opened; none for a rate or an identity that makes no sense, as after an edit by hand.
    fn chosen(&self) -> Option<Chosen> {
        match self {
            Self::Serial { id, baud } => Some(Chosen::Serial { id: id.clone(), baud: Baud::new(*baud)? }),
            Self::Grabbed { id, layout } => Some(Chosen::Grabbed { id: id.parse().ok()?, layout: layout.layout() }),
        }
    }
}

/// A country's keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Country {
    Us,
    Da,
    De,
    Sv,
}

impl Country {
    const fn layout(self) -> Layout {
        match self {
            Self::Us => Layout::Us,
            Self::Da => Layout::Danish,
            Self::De => Layout::German,
            Self::Sv => Layout::Swedish,
        }
    }
}

/// What a scanner ends a code with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Ending {
    /// The Enter key.
    Enter,
    /// The Tab key.
    Tab,
    /// Silence.
    None,
}

/// The longest time between two letters of a scan, in milliseconds: 35 to 60. People are slower.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub(crate) struct Gap(u16);

impl TryFrom<u16> for Gap {
    type Error = &'static str;

    fn try_from(milliseconds: u16) -> Result<Self, Self::Error> {
        if (35..=60).contains(&milliseconds) { Ok(Self(milliseconds)) } else { Err("must be from 35 to 60") }
    }
}

impl From<Gap> for u16 {
    fn from(gap: Gap) -> Self {
        gap.0
    }
}

/// The id of a camera, at most 200 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct CameraId(String);

impl TryFrom<String> for CameraId {
    type Error = &'static str;

    fn try_from(id: String) -> Result<Self, Self::Error> {
        if id.chars().count() <= 200 { Ok(Self(id)) } else { Err("at most 200 characters") }
    }
}

impl From<CameraId> for String {
    fn from(camera: CameraId) -> Self {
        camera.0
    }
}

impl ScannerSettings {
    /// The scanners that are to be opened.
    pub(crate) fn chosen(&self) -> Vec<Chosen> {
        self.devices.iter().filter_map(DeviceChoice::chosen).take(MOST_SCANNERS).collect()
    }

    /// What lies in the user's folder. What cannot be read counts as never learnt: codes are understood without it.
    pub(crate) fn read(home: &Path) -> Self {
        let text = std::fs::read(file(home)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Puts it into the user's folder.
    pub(crate) fn write(&self, home: &Path) -> Result<(), KioskError> {
        std::fs::create_dir_all(home).map_err(|error| KioskError::file(home, error))?;
        let text = serde_json::to_vec_pretty(self).unwrap_or_default();
        kiosk::write_file(&file(home), &text)
    }
}

fn file(home: &Path) -> PathBuf {
    home.join("scanners.json")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_learnt_is_there_again_and_what_cannot_be_read_was_never_learnt() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(ScannerSettings::read(home.path()), ScannerSettings::default(), "nothing was learnt yet");
        let learnt = ScannerSettings {
            keyboards: Some(Keyboards { scanner: Country::Us, computer: Country::Da }),
            ending: Some(Ending::Tab),
            gap: Some(Gap::try_from(42).unwrap()),
            camera: Some(CameraId::try_from(String::new()).unwrap()),
            devices: vec![
                DeviceChoice::Serial { id: "/dev/ttyACM0".to_owned(), baud: 9_600 },
                DeviceChoice::Serial { id: "/dev/ttyACM1".to_owned(), baud: 1 },
                DeviceChoice::Serial { id: "usb:05f9:4204:S1".to_owned(), baud: 9_600 },
                DeviceChoice::Grabbed { id: "05e0:1200 - Scanner".to_owned(), layout: Country::Us },
                DeviceChoice::Grabbed { id: "nonsense".to_owned(), layout: Country::Us },
            ],
        };
        learnt.write(home.path()).unwrap();
        assert_eq!(ScannerSettings::read(home.path()), learnt);
        let chosen: Vec<String> = learnt.chosen().iter().map(Chosen::id).collect();
        assert_eq!(
            chosen,
            ["/dev/ttyACM0", "usb:05f9:4204:S1", "05e0:1200 - Scanner"],
            "and what makes no sense is left out"
        );
        for bad in [r#"{"gap": 500}"#, r#"{"keyboards": {"scanner": "fr", "computer": "da"}}"#, "[", r#"{"x": 1}"#] {
            std::fs::write(file(home.path()), bad).unwrap();
            assert_eq!(ScannerSettings::read(home.path()), ScannerSettings::default(), "{bad}");
        }
    }
}
