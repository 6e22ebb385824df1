//! IPP and IPPS (RFC 8011, PWG 5100.14): driverless printers, and the queues of CUPS.

pub mod codec;
mod printer;
mod reasons;

use std::fmt;
use std::str::FromStr;

use crate::Fingerprint;
use crate::http::Target;

pub use printer::Ipp;

/// The port of IPP.
const PORT: u16 = 631;
/// The longest address.
const LONGEST: usize = 500;

/// Where an IPP printer is: `ipp://host:631/ipp/print` or `ipps://…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IppAddress {
    is_encrypted: bool,
    host: String,
    port: u16,
    path: String,
}

/// An address that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAddress;

impl IppAddress {
    /// The address of a queue of the CUPS on this computer.
    #[must_use]
    pub fn of_queue(server: &str, port: u16, queue: &str) -> Self {
        Self { is_encrypted: false, host: server.to_owned(), port, path: format!("/printers/{queue}") }
    }

    /// Whether the connection is encrypted.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.is_encrypted
    }

    pub(crate) fn target(&self, pin: Option<Fingerprint>) -> Target {
        Target {
            is_encrypted: self.is_encrypted,
            host: self.host.clone(),
            port: self.port,
            path: self.path.clone(),
            pin,
        }
    }
}

impl FromStr for IppAddress {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, NoAddress> {
        if text.len() > LONGEST || text.bytes().any(|byte| !byte.is_ascii_graphic()) {
            return Err(NoAddress);
        }
        let (scheme, rest) = text.split_once("://").ok_or(NoAddress)?;
        let is_encrypted = match scheme {
            "ipp" | "http" => false,
            "ipps" | "https" => true,
            _ => return Err(NoAddress),
        };
        let (place, path) = match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, "/ipp/print"),
        };
        let (host, port) = host_and_port(place, if scheme == "https" { 443 } else { PORT }).ok_or(NoAddress)?;
        Ok(Self { is_encrypted, host, port, path: path.to_owned() })
    }
}

impl fmt::Display for IppAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_encrypted { "ipps" } else { "ipp" };
        let (open, close) = if self.host.contains(':') { ("[", "]") } else { ("", "") };
        write!(f, "{scheme}://{open}{}{close}:{}{}", self.host, self.port, self.path)
    }
}

/// Host and port of `host`, `host:port`, `[v6]` or `[v6]:port`; no user, no password.
#[must_use]
pub fn host_and_port(place: &str, otherwise: u16) -> Option<(String, u16)> {
    let (host, port) = if let Some(rest) = place.strip_prefix('[') {
        let (host, after) = rest.split_once(']')?;
        host.parse::<std::net::Ipv6Addr>().ok()?;
        (host, after.strip_prefix(':').map_or(Some(otherwise), |port| port.parse().ok())?)
    } else {
        match place.split_once(':') {
            Some((host, port)) => (host, port.parse().ok()?),
            None => (place, otherwise),
        }
    };
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':' | b'%');
    (!host.is_empty() && port != 0 && host.bytes().all(is_host)).then(|| (host.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_written() {
        let read = |text: &str| text.parse::<IppAddress>().map(|address| address.to_string());
        assert_eq!(read("ipp://printer.local/ipp/print"), Ok("ipp://printer.local:631/ipp/print".to_owned()));
        assert_eq!(read("ipps://10.0.0.7:8631/x"), Ok("ipps://10.0.0.7:8631/x".to_owned()));
        assert_eq!(read("ipp://[fe80::1]/ipp"), Ok("ipp://[fe80::1]:631/ipp".to_owned()));
        assert_eq!(read("ipp://printer"), Ok("ipp://printer:631/ipp/print".to_owned()));
        for bad in [
            "printer",
            "ftp://p/",
            "ipp://user:pw@p/",
            "ipp://p:99999/",
            "ipp://p:0/",
            "ipp:///x",
            "ipp://p/a b",
            "ipp://p/\r\nX:",
        ] {
            assert_eq!(read(bad), Err(NoAddress), "{bad}");
        }
    }
}
