//! Real pseudo-terminals, with a scanner played at the other end.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use scan::{Baud, Packets, SILENCE, SerialError, SerialScanner};
use serialport::{SerialPort, TTYPort};

/// More than any of this takes, also on a busy machine.
const LONG: Duration = Duration::from_secs(20);

/// The end at which a scanner sends, and what reads at the other.
fn pair() -> (TTYPort, SerialScanner) {
    let (sender, ours) = TTYPort::pair().expect("the system has pseudo-terminals");
    let path = ours.name().expect("it has a path");
    // Opened before the pair's own end is closed: a terminal that nobody has open has gone.
    let scanner = SerialScanner::open(&path, Baud::default()).expect("it can be opened");
    (sender, scanner)
}

/// Reads until there are so many texts.
#[track_caller]
fn read(scanner: &mut SerialScanner, count: usize) -> Vec<String> {
    let (begun, mut texts) = (Instant::now(), Vec::new());
    while texts.len() < count {
        assert!(begun.elapsed() < LONG, "{count} texts were sent, {} came", texts.len());
        texts.extend(scanner.read(LONG).expect("the port is there"));
    }
    assert!(begun.elapsed() < LONG, "no text is held back until the wait is over");
    texts
}

/// Reads until the port has gone; nothing may come before.
#[track_caller]
fn read_until_gone(scanner: &mut SerialScanner) {
    let begun = Instant::now();
    loop {
        match scanner.read(LONG) {
            Ok(texts) => assert_eq!(texts, [""; 0], "a piece is no scan"),
            Err(error) => return assert_eq!(error, SerialError::Gone),
        }
        assert!(begun.elapsed() < LONG, "the port never goes");
    }
}

#[test]
fn split_and_joined_packets_are_the_same_scans() {
    let (mut sender, mut scanner) = pair();
    sender.write_all(b"\x02TICKET-1\r\n\x02TICKET-2\r\nTICK").unwrap();
    assert_eq!(read(&mut scanner, 2), ["TICKET-1", "TICKET-2"]);
    // Nobody reads for longer than silence lasts, as when the program is busy: that is no silence of the scanner's.
    std::thread::sleep(SILENCE * 2);
    for piece in [&b"ET"[..], b"-", b"3", b"\r"] {
        sender.write_all(piece).unwrap();
        sender.flush().unwrap();
    }
    assert_eq!(read(&mut scanner, 1), ["TICKET-3"]);
    for byte in "S\u{f8}ren\t".bytes() {
        sender.write_all(&[byte]).unwrap();
    }
    assert_eq!(read(&mut scanner, 1), ["Søren"]);
}

#[test]
fn noise_does_not_come_through_and_nothing_is_changed_on_the_way() {
    let (mut sender, mut scanner) = pair();
    // XON, XOFF, the interrupt and the end of file of a terminal, and what it would make of CR: all of it must be raw.
    sender.write_all(b"\x11\x13A\x13B\x11\x1c1\x1d2\x1a\x7f\x15\r\0\0\x01C\n").unwrap();
    assert_eq!(read(&mut scanner, 2), ["AB\u{1c}1\u{1d}2", "C"]);
}

#[test]
fn a_scan_without_an_ending_is_over_when_the_scanner_is_silent() {
    let (mut sender, mut scanner) = pair();
    sender.write_all(b"no ending").unwrap();
    assert_eq!(read(&mut scanner, 1), ["no ending"]);
    sender.write_all(b"again").unwrap();
    // Short waits add up.
    let (begun, mut texts) = (Instant::now(), Vec::new());
    while texts.is_empty() && begun.elapsed() < LONG {
        texts.extend(scanner.read(Duration::from_millis(7)).unwrap());
    }
    assert_eq!(texts, ["again"]);
    assert_eq!(scanner.read(Duration::ZERO).unwrap(), [""; 0], "nothing is left");
}

#[test]
fn waiting_ends_with_nothing() {
    let (_sender, mut scanner) = pair();
    let begun = Instant::now();
    assert_eq!(scanner.read(Duration::from_millis(30)).unwrap(), [""; 0]);
    assert!(begun.elapsed() >= Duration::from_millis(30), "it waited");
    assert!(begun.elapsed() < LONG, "and no longer than that");
}

#[test]
fn after_a_megabyte_without_an_end_a_good_scan_is_read() {
    let (mut sender, mut scanner) = pair();
    let send = std::thread::spawn(move || {
        sender.set_timeout(LONG).unwrap();
        sender.write_all(&vec![b'x'; 1 << 20]).unwrap();
        sender.write_all(b"\rAB12\r").unwrap();
        sender
    });
    assert_eq!(read(&mut scanner, 1), ["AB12"], "and nothing of the other");
    send.join().unwrap();
}

#[test]
fn a_scanner_unplugged_in_the_middle_of_a_code_has_said_nothing() {
    let (mut sender, mut scanner) = pair();
    sender.write_all(b"WHOLE\rAK1PIECE").unwrap();
    assert_eq!(read(&mut scanner, 1), ["WHOLE"]);
    drop(sender);
    read_until_gone(&mut scanner);
    assert_eq!(scanner.read(SILENCE * 3), Err(SerialError::Gone), "and stays gone, silence or not");

    // Plugged in again.
    let (mut sender, mut scanner) = pair();
    sender.write_all(b"OF A CODE\r").unwrap();
    assert_eq!(read(&mut scanner, 1), ["OF A CODE"], "nothing is left of the piece");
}

#[test]
fn a_port_can_be_opened_again_and_begins_anew() {
    let (mut sender, ours) = TTYPort::pair().unwrap();
    let path = ours.name().unwrap();
    let mut scanner = SerialScanner::open(&path, Baud::default()).unwrap();
    sender.write_all(b"FIRST\rPIE").unwrap();
    assert_eq!(read(&mut scanner, 1), ["FIRST"]);
    drop(scanner);
    sender.write_all(b"CE\rLOST\rHAL").unwrap();
    let mut scanner = SerialScanner::open(&path, Baud::new(115_200).unwrap()).unwrap();
    sender.write_all(b"SECOND\r").unwrap();
    assert_eq!(read(&mut scanner, 1), ["SECOND"], "what was sent while nobody listened is no scan");
}

#[test]
fn a_port_that_cannot_be_opened_says_why() {
    let (_sender, ours) = TTYPort::pair().unwrap();
    let path = ours.name().unwrap();
    let scanner = SerialScanner::open(&path, Baud::default()).unwrap();
    let check = |path: &str, expected: SerialError| {
        assert_eq!(SerialScanner::open(path, Baud::default()).map(|_| ()), Err(expected), "{path}");
    };
    check(&path, SerialError::Busy);
    drop(scanner);
    assert!(SerialScanner::open(&path, Baud::default()).is_ok(), "free again");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "TICKET\r").unwrap();
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    check(&text(&folder.path().join("missing")), SerialError::Missing);
    check(&text(&file), SerialError::Unusable);
    check(&text(folder.path()), SerialError::Unusable);
    check("", SerialError::Missing);
    check("a\0b", SerialError::Unusable);
}

#[test]
fn every_refusal_says_what_to_do() {
    for (error, advice) in [
        (SerialError::Missing, "plug the scanner in"),
        (SerialError::NoPermission, "add the user to the group dialout"),
        (SerialError::Busy, "close it"),
        (SerialError::Unusable, "choose another port"),
        (SerialError::Gone, "plug it in again"),
    ] {
        assert!(error.to_string().contains(advice), "{error}");
    }
}

#[test]
fn debug_shows_nothing_that_was_scanned() {
    let (mut sender, mut scanner) = pair();
    sender.write_all(b"SECRET").unwrap();
    assert_eq!(scanner.read(Duration::from_millis(50)).unwrap(), [""; 0]);
    assert!(!format!("{scanner:?} {:?}", Packets::new()).contains("SECRET"));
}
