//! A real device of Linux. No test can open one; see the module above.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::{Duration, Instant};

use evdev::raw_stream::RawDevice;
use evdev::{EventType, InputEvent, SynchronizationCode};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

use super::{GrabError, KeyEvent, KeySource};
use crate::gather::LONGEST_WAIT;

/// A grabbed device: its keys come here and nowhere else, until it is dropped.
pub struct Grabbed {
    device: RawDevice,
    lost: Lost,
}

impl Grabbed {
    /// Opens `/dev/input/eventN` and grabs it.
    ///
    /// # Errors
    ///
    /// [`GrabError`] says why it cannot be had.
    pub fn open(path: &Path) -> Result<Self, GrabError> {
        // Without waiting, whatever the path leads to.
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
        let file = rustix::fs::open(path, flags, Mode::empty()).map_err(why)?;
        let mut device = RawDevice::from_fd(file).map_err(|error| why_io(&error))?;
        device.grab().map_err(|error| why_io(&error))?;
        Ok(Self { device, lost: Lost::default() })
    }

    /// Whether something can be read before `timeout` has passed.
    fn wait(&self, timeout: Duration) -> Result<bool, GrabError> {
        let mut waiting = [PollFd::new(&self.device, PollFlags::IN)];
        let timeout = Timespec::try_from(timeout).map_err(|_| GrabError::Unusable)?;
        match poll(&mut waiting, Some(&timeout)) {
            Ok(ready) => Ok(ready > 0),
            // A signal: the caller looks how much time is left.
            Err(Errno::INTR) => Ok(false),
            Err(_) => Err(GrabError::Gone),
        }
    }
}

impl KeySource for Grabbed {
    fn next(&mut self, timeout: Duration) -> Result<Vec<KeyEvent>, GrabError> {
        let timeout = timeout.min(LONGEST_WAIT);
        // The clock only measures how long this has waited.
        let begun = Instant::now();
        loop {
            let left = timeout.saturating_sub(begun.elapsed());
            if self.wait(left)? {
                let keys: Vec<KeyEvent> = match self.device.fetch_events() {
                    Ok(events) => events.filter_map(|event| self.lost.key(event)).collect(),
                    Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => Vec::new(),
                    // The kernel says that there is no such device.
                    Err(_) => return Err(GrabError::Gone),
                };
                if !keys.is_empty() {
                    return Ok(keys);
                }
            }
            if left.is_zero() {
                return Ok(Vec::new());
            }
        }
    }
}

impl fmt::Debug for Grabbed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Grabbed(…)")
    }
}

/// The kernel keeps some events and no more. After it has thrown some away it says so, and what comes up to the next report
/// is the rest of a torn one.
#[derive(Default)]
struct Lost {
    in_torn_report: bool,
}

impl Lost {
    fn key(&mut self, event: InputEvent) -> Option<KeyEvent> {
        match (event.event_type(), event.code()) {
            (EventType::SYNCHRONIZATION, code) if code == SynchronizationCode::SYN_DROPPED.0 => {
                self.in_torn_report = true;
                Some(KeyEvent::Lost)
            }
            (EventType::SYNCHRONIZATION, code) if code == SynchronizationCode::SYN_REPORT.0 => {
                self.in_torn_report = false;
                None
            }
            (EventType::KEY, key) if !self.in_torn_report => KeyEvent::from_linux(key, event.value()),
            _ => None,
        }
    }
}

fn why(error: Errno) -> GrabError {
    match error {
        Errno::NOENT | Errno::NODEV | Errno::NXIO => GrabError::Missing,
        Errno::ACCESS | Errno::PERM => GrabError::NoPermission,
        Errno::BUSY => GrabError::Busy,
        _ => GrabError::Unusable,
    }
}

fn why_io(error: &io::Error) -> GrabError {
    Errno::from_io_error(error).map_or(GrabError::Unusable, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_picked_out_and_torn_reports_skipped() {
        let (syn, key, scan) = (EventType::SYNCHRONIZATION.0, EventType::KEY.0, EventType::MISC.0);
        let report = InputEvent::new(syn, SynchronizationCode::SYN_REPORT.0, 0);
        let events = [
            InputEvent::new(scan, 4, 0x7_0004),
            InputEvent::new(key, 30, 1),
            report,
            InputEvent::new(key, 30, 2),
            InputEvent::new(key, 30, 7),
            InputEvent::new(key, 30, 0),
            report,
            InputEvent::new(syn, SynchronizationCode::SYN_DROPPED.0, 0),
            InputEvent::new(key, 31, 0),
            report,
            InputEvent::new(key, 32, 1),
        ];
        let mut lost = Lost::default();
        let keys: Vec<KeyEvent> = events.into_iter().filter_map(|event| lost.key(event)).collect();
        let expected = [
            KeyEvent::Pressed(30),
            KeyEvent::Repeated(30),
            KeyEvent::Released(30),
            KeyEvent::Lost,
            KeyEvent::Pressed(32),
        ];
        assert!(keys == expected, "{keys:?}");
    }

    #[test]
    fn what_is_no_input_device_is_refused_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        let check = |path: &Path, expected| {
            assert_eq!(Grabbed::open(path).map(|_| ()), Err(expected), "{}", path.display());
        };
        check(&folder.path().join("missing"), GrabError::Missing);
        check(&file, GrabError::Unusable);
        check(folder.path(), GrabError::Unusable);
        check(Path::new("/dev/null"), GrabError::Unusable);
    }

    #[test]
    fn every_refusal_says_what_it_is() {
        for (error, expected) in [
            (Errno::NOENT, GrabError::Missing),
            (Errno::NODEV, GrabError::Missing),
            (Errno::ACCESS, GrabError::NoPermission),
            (Errno::BUSY, GrabError::Busy),
            (Errno::NOTTY, GrabError::Unusable),
        ] {
            assert_eq!(why_io(&error.into()), expected);
        }
    }
}
