//! How the window looks at this desk: language, theme, size. It lies in the user's folder, for it belongs to the
//! machine and not to the event.

use std::path::{Path, PathBuf};

use kiosk::{KioskError, Language};
use serde::{Deserialize, Serialize};

/// What the desk has chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct WindowSettings {
    /// The language of the screen.
    #[serde(default)]
    pub(crate) language: ScreenLanguage,
    /// Light, dark, high contrast, or as the system wishes.
    #[serde(default)]
    pub(crate) theme: Theme,
    /// How large everything is drawn, in percent of the usual.
    #[serde(default)]
    pub(crate) zoom: Zoom,
    /// How loud a verdict is.
    #[serde(default)]
    pub(crate) sound: Sound,
}

/// The languages of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ScreenLanguage {
    /// Danish.
    #[default]
    #[serde(rename = "da")]
    Danish,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// The looks of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Theme {
    /// As the system wishes.
    #[default]
    System,
    /// Dark letters on light.
    Light,
    /// For a dim foyer.
    Dark,
    /// Black on white with strong edges.
    Contrast,
}

/// How loud a verdict is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Sound {
    /// The edge of the screen flashes instead.
    Off,
    /// For a desk beside other desks.
    #[default]
    Low,
    /// For a hall.
    On,
}

/// A size in percent: 80 to 200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub(crate) struct Zoom(u16);

impl Default for Zoom {
    fn default() -> Self {
        Self(100)
    }
}

impl TryFrom<u16> for Zoom {
    type Error = &'static str;

    fn try_from(percent: u16) -> Result<Self, Self::Error> {
        if (80..=200).contains(&percent) { Ok(Self(percent)) } else { Err("must be from 80 to 200") }
    }
}

impl From<Zoom> for u16 {
    fn from(zoom: Zoom) -> Self {
        zoom.0
    }
}

impl Zoom {
    /// As a factor: 1 is the usual size.
    pub(crate) fn factor(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl WindowSettings {
    /// What lies in the user's folder. Settings that cannot be read are no reason not to open: they are the usual ones
    /// then, and the next choice writes them anew.
    pub(crate) fn read(home: &Path) -> Self {
        let text = std::fs::read(file(home)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Puts them into the user's folder.
    pub(crate) fn write(&self, home: &Path) -> Result<(), KioskError> {
        std::fs::create_dir_all(home).map_err(|error| KioskError::file(home, error))?;
        let text = serde_json::to_vec_pretty(self).unwrap_or_default();
        kiosk::write_file(&file(home), &text)
    }

    /// The language of messages.
    pub(crate) fn language(&self) -> Language {
        match self.language {
            ScreenLanguage::Danish => Language::Danish,
            ScreenLanguage::English => Language::English,
        }
    }
}

fn file(home: &Path) -> PathBuf {
    home.join("window.json")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_chosen_is_there_again_and_what_cannot_be_read_is_the_usual() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("new");
        assert_eq!(WindowSettings::read(&folder), WindowSettings::default(), "nothing was chosen yet");
        let chosen = WindowSettings {
            language: ScreenLanguage::English,
            theme: Theme::Contrast,
            zoom: Zoom::try_from(150).unwrap(),
            sound: Sound::Off,
        };
        chosen.write(&folder).unwrap();
        assert_eq!(WindowSettings::read(&folder), chosen);
        std::fs::write(file(&folder), br#"{"zoom": 900}"#).unwrap();
        assert_eq!(WindowSettings::read(&folder), WindowSettings::default(), "a size that would hide everything");
    }
}
