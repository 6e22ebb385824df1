//! How a passphrase gets in: a file, a variable, or the terminal, which does not show it. Never an argument: every user of the
//! computer can read those.

use std::io::IsTerminal;
use std::path::Path;

use kiosk::{KioskError, Passphrase, Unlock};

use crate::output::Failure;

/// A passphrase file is short; more is something else.
const MAX_FILE: u64 = 4096;

/// Where a passphrase comes from.
pub(crate) struct From<'a> {
    pub(crate) file: Option<&'a Path>,
    pub(crate) variable: &'static str,
}

impl From<'_> {
    /// What is given without asking anybody.
    pub(crate) fn given(&self) -> Result<Option<Passphrase>, Failure> {
        if let Some(file) = self.file {
            return read(file).map(Some);
        }
        match std::env::var(self.variable) {
            Ok(text) if !text.is_empty() => Ok(Some(Passphrase::new(text))),
            _ => Ok(None),
        }
    }

    /// What is given, else what a person types.
    pub(crate) fn given_or_typed(&self, question: &str) -> Result<Option<Passphrase>, Failure> {
        if let Some(given) = self.given()? {
            return Ok(Some(given));
        }
        if !std::io::stdin().is_terminal() {
            return Ok(None);
        }
        match rpassword::prompt_password(question) {
            Ok(text) => Ok(Some(Passphrase::new(text))),
            Err(error) => Err(KioskError::file(Path::new("terminal"), error).into()),
        }
    }
}

/// With what an event file is opened: nobody is asked about one without a passphrase.
pub(crate) fn unlock(event: &Path, from: &From<'_>, question: &str) -> Result<Unlock, Failure> {
    // What is no event at all is said by the call itself.
    if !kiosk::has_passphrase(event).unwrap_or(false) {
        return Ok(Unlock::Nothing);
    }
    Ok(from.given_or_typed(question)?.map_or(Unlock::Nothing, Unlock::Passphrase))
}

fn read(file: &Path) -> Result<Passphrase, Failure> {
    use std::io::Read;
    let broke = |error| Failure::Broke(KioskError::file(file, error));
    let mut text = String::new();
    let opened = std::fs::File::open(file).map_err(broke)?;
    opened.take(MAX_FILE).read_to_string(&mut text).map_err(broke)?;
    // Editors end a file with a line break, which nobody means.
    let line = text.strip_suffix('\n').unwrap_or(&text);
    Ok(Passphrase::new(line.strip_suffix('\r').unwrap_or(line).to_owned()))
}
