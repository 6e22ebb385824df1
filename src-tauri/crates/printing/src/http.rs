//! As much of HTTP/1.1 as IPP needs: one POST after the other, with limits for everything that comes back.

use std::io::{BufRead, BufReader, Read, Write};

use crate::net::{Line, fault_of};
use crate::tls::{Fingerprint, Tls};
use crate::{Fault, Patience};

/// The largest reply that is read, in bytes: a printer's attributes take some 50 kB.
pub const MOST_REPLY: usize = 1 << 20;
/// The longest line of a reply's head.
const MOST_LINE: usize = 8 << 10;
/// The most lines of a reply's head.
const MOST_LINES: usize = 100;
/// The most interim replies (`100 Continue`) before the real one.
const MOST_INTERIM: usize = 4;

/// Where requests go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) is_encrypted: bool,
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) path: String,
    /// The certificate that somebody accepted.
    pub(crate) pin: Option<Fingerprint>,
}

/// Why there is no good reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoReply {
    pub(crate) fault: Fault,
    /// Whether the printer may have got something to print.
    pub(crate) was_sent: bool,
}

/// A reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpReply {
    /// The status, such as 200.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    /// Whether the connection can take another request.
    pub stays_open: bool,
}

/// A connection that takes several requests, one after the other.
pub(crate) struct Connection {
    stream: BufReader<Box<dyn Wire>>,
    certificate: Option<Fingerprint>,
    pub(crate) is_fresh: bool,
}

trait Wire: Read + Write + Send {}
impl<T: Read + Write + Send> Wire for T {}

impl Connection {
    /// Connects, and checks the certificate if the connection is encrypted.
    pub(crate) fn open(target: &Target, patience: Patience) -> Result<Self, (Fault, Option<Fingerprint>)> {
        let line = Line::open(&target.host, target.port, patience).map_err(|fault| (fault, None))?;
        let (wire, certificate): (Box<dyn Wire>, _) = if target.is_encrypted {
            let (tls, certificate) = Tls::open(line, &target.host, target.pin)?;
            (Box::new(tls), Some(certificate))
        } else {
            (Box::new(line), None)
        };
        Ok(Self { stream: BufReader::with_capacity(16 << 10, wire), certificate, is_fresh: true })
    }

    pub(crate) fn certificate(&self) -> Option<Fingerprint> {
        self.certificate
    }

    /// Sends one request and reads its reply.
    pub(crate) fn post(&mut self, target: &Target, request: &[u8], document: &[u8]) -> Result<HttpReply, NoReply> {
        let was_fresh = std::mem::replace(&mut self.is_fresh, false);
        let head = head(target, request.len() + document.len());
        let wire = self.stream.get_mut();
        let sent = wire
            .write_all(head.as_bytes())
            .and_then(|()| wire.write_all(request))
            .map_err(|error| (error, false))
            .and_then(|()| {
                let rest = wire.write_all(document).and_then(|()| wire.flush());
                rest.map_err(|error| (error, !document.is_empty()))
            });
        // A printer that turns a request down may do so before it has taken all of it: what it says counts.
        let reply = read_reply(&mut self.stream);
        match (reply, sent) {
            (Ok(reply), _) => Ok(reply),
            (Err(error), Ok(())) => {
                Err(NoReply { fault: fault_of(&error, Fault::BrokeOff), was_sent: !document.is_empty() || !was_fresh })
            }
            (Err(_), Err((error, was_sent))) => Err(NoReply { fault: fault_of(&error, Fault::BrokeOff), was_sent }),
        }
    }
}

fn head(target: &Target, length: usize) -> String {
    let host = if target.host.contains(':') { format!("[{}]", target.host) } else { target.host.clone() };
    format!(
        "POST {} HTTP/1.1\r\nHost: {host}:{}\r\nUser-Agent: Ankomst\r\nContent-Type: application/ipp\r\n\
         Content-Length: {length}\r\n\r\n",
        target.path, target.port
    )
}

/// Reads one reply; what is too long or makes no sense is `InvalidData`.
///
/// # Errors
/// What the connection says, or `InvalidData`.
pub fn read_reply(stream: &mut impl BufRead) -> std::io::Result<HttpReply> {
    for _ in 0..=MOST_INTERIM {
        let reply = read_one(stream)?;
        if reply.status >= 200 {
            return Ok(reply);
        }
    }
    Err(senseless())
}

/// How long a body is.
enum Length {
    Bytes(usize),
    Chunks,
    UntilTheEnd,
}

fn read_one(stream: &mut impl BufRead) -> std::io::Result<HttpReply> {
    let first = read_line(stream)?;
    let mut words = first.split(' ');
    let version = words.next().filter(|word| word.starts_with("HTTP/1.")).ok_or_else(senseless)?;
    let status: u16 = words.next().and_then(|word| word.parse().ok()).ok_or_else(senseless)?;
    let mut stays_open = version != "HTTP/1.0";
    let mut length = Length::UntilTheEnd;
    for at in 0.. {
        let line = read_line(stream)?;
        if line.is_empty() {
            break;
        }
        if at == MOST_LINES {
            return Err(senseless());
        }
        let (name, value) = line.split_once(':').ok_or_else(senseless)?;
        let value = value.trim();
        if name.eq_ignore_ascii_case("content-length") {
            length = Length::Bytes(value.parse().map_err(|_| senseless())?);
        } else if name.eq_ignore_ascii_case("transfer-encoding") && value.eq_ignore_ascii_case("chunked") {
            length = Length::Chunks;
        } else if name.eq_ignore_ascii_case("connection") && value.eq_ignore_ascii_case("close") {
            stays_open = false;
        }
    }
    let mut body = Vec::new();
    match length {
        _ if status < 200 || status == 204 => {}
        Length::Bytes(bytes) if bytes > MOST_REPLY => return Err(senseless()),
        Length::Bytes(bytes) => {
            stream.by_ref().take(u64::try_from(bytes).unwrap_or(0)).read_to_end(&mut body)?;
            if body.len() < bytes {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
        Length::Chunks => read_chunks(stream, &mut body)?,
        Length::UntilTheEnd => {
            stays_open = false;
            stream.by_ref().take(u64::try_from(MOST_REPLY + 1).unwrap_or(0)).read_to_end(&mut body)?;
            if body.len() > MOST_REPLY {
                return Err(senseless());
            }
        }
    }
    Ok(HttpReply { status, body, stays_open })
}

fn read_chunks(stream: &mut impl BufRead, body: &mut Vec<u8>) -> std::io::Result<()> {
    loop {
        let line = read_line(stream)?;
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).map_err(|_| senseless())?;
        if body.len().saturating_add(size) > MOST_REPLY {
            return Err(senseless());
        }
        if size == 0 {
            for _ in 0..MOST_LINES {
                if read_line(stream)?.is_empty() {
                    return Ok(());
                }
            }
            return Err(senseless());
        }
        let before = body.len();
        stream.by_ref().take(u64::try_from(size).unwrap_or(0)).read_to_end(body)?;
        if body.len() - before < size {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if !read_line(stream)?.is_empty() {
            return Err(senseless());
        }
    }
}

/// One line of a head, without its end.
fn read_line(stream: &mut impl BufRead) -> std::io::Result<String> {
    let mut line = Vec::new();
    stream.by_ref().take(u64::try_from(MOST_LINE).unwrap_or(0)).read_until(b'\n', &mut line)?;
    match line.pop() {
        Some(b'\n') => {}
        None => return Err(std::io::ErrorKind::UnexpectedEof.into()),
        Some(_) if line.len() + 1 < MOST_LINE => return Err(std::io::ErrorKind::UnexpectedEof.into()),
        Some(_) => return Err(senseless()),
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    String::from_utf8(line).map_err(|_| senseless())
}

fn senseless() -> std::io::Error {
    std::io::ErrorKind::InvalidData.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<HttpReply, std::io::ErrorKind> {
        read_reply(&mut &*bytes).map_err(|error| error.kind())
    }

    #[test]
    fn replies_of_all_forms_are_read() {
        let reply = read(b"HTTP/1.1 200 OK\r\ncontent-LENGTH: 3\r\n\r\nabcd").unwrap();
        assert_eq!((reply.status, reply.body.as_slice(), reply.stays_open), (200, &b"abc"[..], true));
        let reply =
            read(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n").unwrap();
        assert_eq!(reply.body, b"abc", "in chunks");
        let reply = read(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\n\nabc").unwrap();
        assert_eq!(
            (reply.body.as_slice(), reply.stays_open),
            (&b"abc"[..], false),
            "until the end, after an interim one"
        );
        assert_eq!(
            read(b"HTTP/1.1 302 Found\r\nLocation: http://elsewhere/\r\nContent-Length: 0\r\n\r\n").unwrap().status,
            302
        );
    }

    #[test]
    fn what_is_too_long_or_makes_no_sense_is_turned_down() {
        use std::io::ErrorKind::{InvalidData, UnexpectedEof};
        assert_eq!(read(b"SSH-2.0-OpenSSH\r\n\r\n"), Err(InvalidData));
        assert_eq!(
            read(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\nx"),
            Err(InvalidData),
            "a gigabyte is announced"
        );
        let endless = [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &vec![b'x'; MOST_REPLY + 2]].concat();
        assert_eq!(read(&endless), Err(InvalidData), "a gigabyte that is not announced");
        let chunks =
            [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".as_slice(), &b"FFFFFFFFFFFFFFFF\r\n"[..]]
                .concat();
        assert_eq!(read(&chunks), Err(InvalidData), "a chunk that overflows every count");
        assert_eq!(
            read(&[b"HTTP/1.1 200 OK\r\nX: ".as_slice(), &vec![b'x'; MOST_LINE]].concat()),
            Err(InvalidData),
            "a long line"
        );
        assert_eq!(
            read(&[b"HTTP/1.1 200 OK\r\n".as_slice(), &b"X: y\r\n".repeat(200)].concat()),
            Err(InvalidData),
            "many lines"
        );
        assert_eq!(read(&b"HTTP/1.1 100 Continue\r\n\r\n".repeat(9)), Err(InvalidData), "interim replies without end");
        assert_eq!(read(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), Err(UnexpectedEof), "half a body");
        assert_eq!(read(b"HTTP/1.1 200"), Err(UnexpectedEof));
        assert_eq!(read(b""), Err(UnexpectedEof));
    }
}
