//! A serial port with nothing but a test behind it: a pseudo-terminal.

use std::fs::File;
use std::io::Write;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::must;

/// A port that a scanner of the test is plugged into; dropping it pulls the scanner out.
pub struct Port {
    end: File,
    path: String,
}

impl Port {
    /// Plugs it in.
    #[must_use]
    #[track_caller]
    pub fn plug_in() -> Self {
        must(Self::open().map_err(|error| format!("no pseudo-terminal: {error}")))
    }

    fn open() -> std::io::Result<Self> {
        let end = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&end)?;
        unlockpt(&end)?;
        let path = ptsname(&end, Vec::new())?.to_string_lossy().into_owned();
        Ok(Self { end: File::from(end), path })
    }

    /// Where the program finds it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The scanner sends these bytes.
    #[track_caller]
    pub fn send(&mut self, bytes: &[u8]) {
        must(self.end.write_all(bytes).map_err(|error| format!("the port takes nothing: {error}")));
    }
}
