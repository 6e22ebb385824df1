//! Encrypted connections that are none, or that break off.

use std::io::{Read, Write};
use std::net::TcpListener;

use printing::{Ending, Fault, Ipp, Printer};

use crate::{document, quick};

/// What comes of an IPPS printer that answers the first bytes of a handshake so.
fn against(answer: &'static [u8]) -> (Option<Fault>, Ending) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(answer);
        }
    });
    let mut printer = Ipp::new(format!("ipps://127.0.0.1:{port}/ipp/print").parse().unwrap(), None, quick());
    (printer.status().fault, printer.print(&document("job-1")))
}

#[test]
fn what_is_no_encrypted_printer_gets_nothing() {
    for answer in [&b"HTTP/1.1 200 OK\r\n\r\n"[..], b"", &[0x16; 4096]] {
        let (fault, ending) = against(answer);
        assert!(matches!(fault, Some(Fault::Garbled | Fault::BrokeOff)), "{fault:?}");
        assert!(matches!(ending, Ending::Failed(Fault::Garbled | Fault::BrokeOff)), "nothing was sent: {ending:?}");
    }
}
