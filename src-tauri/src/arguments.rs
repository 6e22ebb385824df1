//! What the program is started with.

use std::ffi::OsString;
use std::path::PathBuf;

pub(crate) const HELP: &str = "\
ankomst [--event FILE | --sample] [--kiosk]

  --event FILE   the event to open; ANKOMST_EVENT says it too. Without it, the one open last;
                 without that, the window asks.
  --sample       where no event is known, open the sample event, made in the user's folder
  --kiosk        kiosk mode for this run: full screen, and no way out without the lead's PIN.
                 Settings turns it on for every start.
  --help         this text

ANKOMST_HOME moves the user's folder. `ankomstctl` does the same work without a window.
";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Arguments {
    /// Open the window on an event; `None`: the one open last.
    Open {
        /// The event named.
        event: Option<PathBuf>,
        /// Whether to open the sample event where none is known.
        sample: bool,
        /// Whether kiosk mode is on for this run.
        kiosk: bool,
    },
    /// Say how it is used.
    Help,
}

impl Arguments {
    /// Reads the arguments without the program's name.
    ///
    /// # Errors
    /// A sentence about the first argument that is not understood.
    pub(crate) fn read(arguments: impl Iterator<Item = OsString>) -> Result<Self, String> {
        let mut arguments = arguments;
        let mut event = None;
        let (mut sample, mut kiosk) = (false, false);
        while let Some(argument) = arguments.next() {
            match argument.to_str() {
                Some("--help" | "-h") => return Ok(Self::Help),
                Some("--sample") => sample = true,
                Some("--kiosk") => kiosk = true,
                Some("--event") => {
                    let file = arguments.next().ok_or("--event needs the name of a file")?;
                    if event.replace(PathBuf::from(file)).is_some() {
                        return Err("--event is given twice".to_owned());
                    }
                }
                _ => return Err(format!("does not know {}", argument.to_string_lossy())),
            }
        }
        Ok(Self::Open { event, sample, kiosk })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Arguments, String> {
        Arguments::read(arguments.iter().map(OsString::from))
    }

    #[test]
    fn the_event_is_named_once_or_not_at_all() {
        let nothing = Arguments::Open { event: None, sample: false, kiosk: false };
        assert_eq!(read(&[]), Ok(nothing));
        assert_eq!(read(&["--sample"]), Ok(Arguments::Open { event: None, sample: true, kiosk: false }));
        assert_eq!(read(&["--kiosk"]), Ok(Arguments::Open { event: None, sample: false, kiosk: true }));
        assert_eq!(
            read(&["--event", "a b.ankomst"]),
            Ok(Arguments::Open { event: Some("a b.ankomst".into()), sample: false, kiosk: false })
        );
        assert!(read(&["--event"]).is_err(), "the file is missing");
        assert!(read(&["--event", "a", "--event", "b"]).is_err(), "which of the two?");
        assert!(read(&["a.ankomst"]).is_err(), "a bare name may be a slip of something else");
        assert_eq!(read(&["--event", "a", "--help"]), Ok(Arguments::Help));
    }
}
