//! An open serial port with a scanner behind it.

use std::fmt;
use std::io::{ErrorKind, Read};
use std::time::Duration;

use serialport::ClearBuffer;

use super::{Packets, SerialError};
use crate::gather::LONGEST_WAIT;

/// Bits a second of a serial port: one of [`Baud::ALL`], 9,600 unless said otherwise. Scanners on USB take any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Baud(u32);

impl Baud {
    /// The rates that scanners can be set to.
    pub const ALL: [Self; 5] = [Self(9_600), Self(19_200), Self(38_400), Self(57_600), Self(115_200)];

    /// The rate of so many bits a second; `None` if it is not one of [`Self::ALL`].
    #[must_use]
    pub fn new(rate: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.0 == rate)
    }

    /// Bits a second.
    #[must_use]
    pub const fn rate(self) -> u32 {
        self.0
    }
}

/// As scanners with RS-232 leave the factory.
impl Default for Baud {
    fn default() -> Self {
        Self(9_600)
    }
}

/// An open port. Nobody else can open it meanwhile; dropping it closes it.
pub struct SerialScanner {
    port: Box<dyn serialport::SerialPort>,
    packets: Packets,
    /// How long the port was waited for in vain. This is the clock of `packets`, and it stands still while nobody waits: a text
    /// whose second half lay ready while the program was busy is not cut in two.
    waited: Duration,
    gone: bool,
}

impl SerialScanner {
    /// Opens a port: 8 bits, no parity, one stop bit, no flow control. What came before is thrown away: nobody knows where it
    /// began.
    ///
    /// # Errors
    ///
    /// [`SerialError`] says why it cannot be opened.
    pub fn open(path: &str, baud: Baud) -> Result<Self, SerialError> {
        // Scanners that ask whether somebody listens see it by DTR.
        let port = serialport::new(path, baud.rate()).dtr_on_open(true).open().map_err(|error| why(&error, path))?;
        port.clear(ClearBuffer::Input).map_err(|_| SerialError::Unusable)?;
        Ok(Self { port, packets: Packets::new(), waited: Duration::ZERO, gone: false })
    }

    /// Waits for the scanner, and gives the texts that are over. Returns as soon as something came, which need not be a
    /// whole text, and after `timeout` (at most a minute) with nothing. Silence is counted only while this waits, so that it is
    /// to be called again and again, with some milliseconds and more.
    ///
    /// # Errors
    ///
    /// [`SerialError::Gone`] from the moment on at which the port has gone. A text that had begun is forgotten.
    pub fn read(&mut self, timeout: Duration) -> Result<Vec<String>, SerialError> {
        let mut left = timeout.min(LONGEST_WAIT);
        loop {
            let over_in = self.packets.over_at().map(|over| over.saturating_sub(self.waited));
            let wait = over_in.map_or(left, |over_in| over_in.min(left));
            match self.come(wait)? {
                Came::Something(texts) => return Ok(texts),
                Came::Interruption => return Ok(Vec::new()),
                Came::Nothing => {
                    self.waited += wait;
                    left -= wait;
                }
            }
            let text = self.packets.rest(self.waited);
            if text.is_some() || left.is_zero() {
                return Ok(text.into_iter().collect());
            }
        }
    }

    fn come(&mut self, wait: Duration) -> Result<Came, SerialError> {
        let mut bytes = [0; 4096];
        if self.gone {
            return Err(SerialError::Gone);
        }
        let read = self.port.set_timeout(wait).map_err(std::io::Error::from).and_then(|()| self.port.read(&mut bytes));
        match read {
            // A port that is there has bytes or makes one wait.
            Ok(0) => {}
            Ok(count) => {
                let came = bytes.get(..count).unwrap_or_default();
                return Ok(Came::Something(self.packets.feed(came, self.waited)));
            }
            Err(error) => match error.kind() {
                ErrorKind::TimedOut => return Ok(Came::Nothing),
                ErrorKind::Interrupted | ErrorKind::WouldBlock => return Ok(Came::Interruption),
                _ => {}
            },
        }
        self.gone = true;
        self.packets = Packets::new();
        Err(SerialError::Gone)
    }
}

enum Came {
    Something(Vec<String>),
    Nothing,
    /// A signal: less time has passed than was to be waited.
    Interruption,
}

/// Without what was scanned.
impl fmt::Debug for SerialScanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SerialScanner(…)")
    }
}

fn why(error: &serialport::Error, path: &str) -> SerialError {
    match error.kind() {
        serialport::ErrorKind::Io(ErrorKind::NotFound) => SerialError::Missing,
        serialport::ErrorKind::Io(ErrorKind::PermissionDenied) => SerialError::NoPermission,
        // The crate means a port that somebody has locked. On Windows it means that or no port.
        serialport::ErrorKind::NoDevice if !cfg!(windows) || is_listed(path) => SerialError::Busy,
        serialport::ErrorKind::NoDevice => SerialError::Missing,
        _ => SerialError::Unusable,
    }
}

fn is_listed(path: &str) -> bool {
    super::ports().is_ok_and(|ports| ports.iter().any(|port| port.path.eq_ignore_ascii_case(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_says_what_it_is() {
        let check = |kind, expected| {
            assert_eq!(why(&serialport::Error::new(kind, ""), "/dev/ttyACM0"), expected, "{kind:?}");
        };
        check(serialport::ErrorKind::Io(ErrorKind::NotFound), SerialError::Missing);
        check(serialport::ErrorKind::Io(ErrorKind::PermissionDenied), SerialError::NoPermission);
        check(serialport::ErrorKind::Io(ErrorKind::Other), SerialError::Unusable);
        check(serialport::ErrorKind::Unknown, SerialError::Unusable);
        if !cfg!(windows) {
            check(serialport::ErrorKind::NoDevice, SerialError::Busy);
        }
    }

    #[test]
    fn only_the_usual_rates_are_rates() {
        for baud in Baud::ALL {
            assert_eq!(Baud::new(baud.rate()), Some(baud));
        }
        for rate in [0, 300, 9_601, 1_000_000, u32::MAX] {
            assert_eq!(Baud::new(rate), None, "{rate}");
        }
        assert_eq!(Baud::default().rate(), 9_600);
    }
}
