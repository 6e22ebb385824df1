//! A line to a printer: a connection on which no wait is without end.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use crate::{Fault, Patience};

/// The most addresses of one name that are tried.
const MOST_ADDRESSES: usize = 4;

/// An open connection. Each read and write waits at most for the silence allowed, all of them together at most until the
/// end.
pub(crate) struct Line {
    stream: TcpStream,
    silence: Duration,
    until: Instant,
}

impl Line {
    /// Connects to a printer.
    ///
    /// # Errors
    /// [`Fault::Unreachable`] if nobody is there, [`Fault::Silent`] if nobody answers.
    pub(crate) fn open(host: &str, port: u16, patience: Patience) -> Result<Self, Fault> {
        let addresses = (host, port).to_socket_addrs().map_err(|_| Fault::Unreachable)?;
        let mut fault = Fault::Unreachable;
        for address in addresses.take(MOST_ADDRESSES) {
            match TcpStream::connect_timeout(&address, patience.connecting()) {
                Ok(stream) => {
                    // A label is small and waited for; if the system does not know the option it is only slower.
                    let _ = stream.set_nodelay(true);
                    return Ok(Self { stream, silence: patience.silence, until: Instant::now() + patience.whole() });
                }
                Err(error) => fault = fault_of(&error, Fault::Unreachable),
            }
        }
        Err(fault)
    }

    /// Waits at most so long for each answer from now on.
    pub(crate) fn set_silence(&mut self, silence: Duration) {
        self.silence = silence;
    }

    /// Says that nothing more will be sent; what was sent is on its way.
    pub(crate) fn finish_sending(&self) {
        // A line that is gone already says so when it is read.
        let _ = self.stream.shutdown(std::net::Shutdown::Write);
    }

    fn time_left(&self) -> std::io::Result<Duration> {
        let left = self.until.saturating_duration_since(Instant::now()).min(self.silence);
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

impl Read for Line {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.stream.set_read_timeout(Some(self.time_left()?))?;
        self.stream.read(buffer)
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.stream.set_write_timeout(Some(self.time_left()?))?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.stream.flush()
    }
}

/// What an error on a line says of the printer; `otherwise` if it says that the line is gone.
pub(crate) fn fault_of(error: &std::io::Error, otherwise: Fault) -> Fault {
    match error.kind() {
        ErrorKind::TimedOut | ErrorKind::WouldBlock => Fault::Silent,
        ErrorKind::PermissionDenied => Fault::NoPermission,
        ErrorKind::InvalidData => Fault::Garbled,
        _ => otherwise,
    }
}
