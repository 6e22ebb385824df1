//! What label printers get, decoded back to dots: the code is read from them.

use badge::{Bitmap, Dpi};
use printing::brother::{Label, encode};
use printing::{Brother, BrotherAt, Document, Ending, Fault, Printer, Zebra};
use testkit::{FakePrinter, Script, Speaks};

use crate::{CODE, badge, document, quick, read_code};

/// Dots of a label: rows of bytes, the highest bit leftmost.
struct Dots {
    width: u32,
    rows: Vec<Vec<u8>>,
}

impl Dots {
    fn is_black(&self, x: u32, y: u32) -> bool {
        let row = self.rows.get(y as usize);
        row.and_then(|row| row.get(x as usize / 8)).is_some_and(|byte| byte & (0x80 >> (x % 8)) != 0)
    }

    fn height(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap()
    }

    fn codes(&self) -> Vec<String> {
        read_code(self.width, self.height(), |x, y| self.is_black(x, y))
    }
}

/// The picture of a ZPL label: `^GFA,total,total,row,DATA`, as hexadecimal digits or as `:Z64:`.
fn decode_zpl(zpl: &[u8]) -> Dots {
    let text = String::from_utf8(zpl.to_vec()).unwrap();
    let (_, picture) = text.split_once("^GFA,").expect("a picture");
    let mut fields = picture.splitn(4, ',');
    let total: usize = fields.next().unwrap().parse().unwrap();
    assert_eq!(fields.next().unwrap().parse::<usize>().unwrap(), total);
    let row_bytes: usize = fields.next().unwrap().parse().unwrap();
    let data = fields.next().unwrap().split('^').next().unwrap();
    let bytes = if let Some(packed) = data.strip_prefix(":Z64:") {
        let base64 = packed.split(':').next().unwrap();
        let packed = data_encoding::BASE64.decode(base64.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::ZlibDecoder::new(&*packed), &mut bytes).unwrap();
        bytes
    } else {
        data_encoding::HEXUPPER.decode(data.trim().as_bytes()).unwrap()
    };
    assert_eq!(bytes.len(), total, "as many bytes as were announced");
    let width = text.split_once("^PW").map(|(_, rest)| rest.split('^').next().unwrap().parse().unwrap()).unwrap();
    Dots { width, rows: bytes.chunks(row_bytes).map(<[u8]>::to_vec).collect() }
}

/// The pages of a QL raster, each with the label it is for; read by the commands of the reference.
fn decode_ql(mut bytes: &[u8]) -> Vec<(Label, Dots)> {
    let mut pages = Vec::new();
    let (mut label, mut rows) = (None, Vec::new());
    while let Some((first, rest)) = bytes.split_first() {
        let skip = match first {
            0 => 0,
            0x1b if rest[0] == b'@' => 1,
            0x1b if rest.starts_with(b"iz") => {
                label = Some(Label { width_mm: rest[4], length_mm: rest[5] });
                let announced = u32::from_le_bytes(rest[6..10].try_into().unwrap());
                assert!(announced > 0, "a label has rows");
                12
            }
            0x1b if rest.starts_with(b"id") => 4,
            0x1b if rest.starts_with(b"iS") => 2,
            0x1b if rest[0] == b'i' => 3,
            b'M' => 1,
            b'Z' => {
                rows.push(Vec::new());
                0
            }
            b'g' => {
                let length = usize::from(rest[1]);
                rows.push(unpack(&rest[2..2 + length]));
                2 + length
            }
            0x0c | 0x1a => {
                let pins = rows.iter().map(Vec::len).max().unwrap_or(0);
                // The head's first pin is the paper's right edge.
                let turned = |row: &Vec<u8>| -> Vec<u8> { row.iter().rev().map(|byte| byte.reverse_bits()).collect() };
                let rows = std::mem::take(&mut rows).iter().map(turned).collect();
                pages.push((label.expect("what it is for"), Dots { width: u32::try_from(pins * 8).unwrap(), rows }));
                0
            }
            other => panic!("no command of a QL: {other:#x}"),
        };
        bytes = &rest[skip..];
    }
    pages
}

/// TIFF `PackBits`.
fn unpack(mut packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some((count, rest)) = packed.split_first() {
        if *count < 128 {
            let many = usize::from(*count) + 1;
            bytes.extend(&rest[..many]);
            packed = &rest[many..];
        } else {
            bytes.extend(std::iter::repeat_n(rest[0], 257 - usize::from(*count)));
            packed = &rest[1..];
        }
    }
    bytes
}

fn bitmap(template: &str, dpi: u32) -> Bitmap {
    badge(template).to_bitmap(Dpi::new(dpi).unwrap()).unwrap()
}

#[test]
fn a_zpl_label_is_the_badge_dot_by_dot_and_its_code_is_read() {
    let fake = FakePrinter::start(Speaks::Zpl, Script::well());
    fake.keep_documents();
    let mut zebra = Zebra::new("127.0.0.1", fake.port(), None, quick());
    assert_eq!(zebra.print(&Document { copies: 2, ..document("job-1") }), Ending::Confirmed);
    let sent = fake.documents().remove(0);
    let dots = decode_zpl(&sent);
    let drawn = bitmap("a6", 203);
    assert_eq!((dots.width, dots.height()), (drawn.width(), drawn.height()));
    let same = (0..drawn.height()).all(|y| (0..drawn.width()).all(|x| dots.is_black(x, y) == drawn.is_black(x, y)));
    assert!(same, "every dot is as it was drawn");
    assert_eq!(dots.codes(), [CODE]);
    let text = String::from_utf8_lossy(&sent).into_owned();
    assert!(
        text.contains("^PQ2") && text.contains("^FXjob-1^FS") && !text.contains("Kim"),
        "two copies, no name: {}",
        &text[..80]
    );
}

#[test]
fn a_ql_label_is_the_badge_upright_or_turned_and_its_code_is_read() {
    for (template, width_mm, length_mm) in [("card", 62, 0), ("card", 102, 0), ("card", 103, 164)] {
        let label = Label { width_mm, length_mm };
        let raster = encode(&bitmap(template, 300), label, 2, (0.0, 0.0))
            .unwrap_or_else(|| panic!("{template} fits on {label:?}"));
        let pages = decode_ql(&raster);
        assert_eq!(pages.len(), 2, "two copies are two pages");
        for (said, dots) in pages {
            assert_eq!(said, label);
            assert_eq!(dots.codes(), [CODE], "{template} on {label:?}");
        }
    }
    assert_eq!(
        encode(&bitmap("a6", 300), Label { width_mm: 29, length_mm: 0 }, 1, (0.0, 0.0)),
        None,
        "it does not fit"
    );
    assert_eq!(
        encode(&bitmap("a6", 300), Label { width_mm: 61, length_mm: 0 }, 1, (0.0, 0.0)),
        None,
        "no roll is so wide"
    );
}

#[test]
fn a_badge_is_moved_by_the_offset_of_its_printer() {
    let label = Label { width_mm: 102, length_mm: 0 };
    let first = |offset| {
        let (_, dots) = decode_ql(&encode(&bitmap("card", 300), label, 1, offset).unwrap()).remove(0);
        let top = (0..dots.height()).find(|y| (0..dots.width).any(|x| dots.is_black(x, *y))).unwrap();
        let left = (0..dots.width).find(|x| (0..dots.height()).any(|y| dots.is_black(*x, y))).unwrap();
        (i64::from(left), i64::from(top))
    };
    let (left, top) = first((0.0, 0.0));
    assert_eq!(first((2.54, 0.0)), (left + 30, top), "2.54 mm are 30 dots to the right");
    assert_eq!(first((0.0, 2.54)), (left, top + 30), "and down");
}

/// A Brother QL as the reference describes it, at a port: it answers questions, and says when a label is out.
struct FakeQl {
    port: u16,
    labels: std::sync::Arc<std::sync::Mutex<Vec<Vec<u8>>>>,
}

fn answer(kind: u8, first: u8, second: u8) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..5].copy_from_slice(&[0x80, 0x20, b'B', b'4', 0x41]);
    (bytes[8], bytes[9], bytes[10], bytes[11], bytes[18]) = (first, second, 102, 0x0a, kind);
    bytes
}

fn fake_ql(answers: bool, error: Option<(u8, u8)>) -> FakeQl {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let labels = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let out = std::sync::Arc::clone(&labels);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let out = std::sync::Arc::clone(&out);
            std::thread::spawn(move || {
                let (mut heard, mut piece) = (Vec::new(), [0; 4096]);
                while let Ok(read @ 1..) = stream.read(&mut piece) {
                    heard.extend(&piece[..read]);
                    if heard.ends_with(b"\x1biS") {
                        heard.clear();
                        if answers {
                            stream.write_all(&answer(0, 0, 0)).unwrap();
                        }
                    } else if heard.last() == Some(&0x1a) && heard.len() > 1_000 {
                        match error {
                            Some((first, second)) => stream.write_all(&answer(2, first, second)).unwrap(),
                            None => {
                                out.lock().unwrap().push(std::mem::take(&mut heard));
                                if answers {
                                    stream.write_all(&answer(6, 0, 0)).unwrap();
                                    stream.write_all(&answer(1, 0, 0)).unwrap();
                                }
                            }
                        }
                    }
                }
            });
        }
    });
    FakeQl { port, labels }
}

/// A badge that fits on a roll.
fn label(name: &str) -> Document {
    Document::new(name, badge("card"))
}

fn ql(fake: &FakeQl) -> Brother {
    Brother::new(BrotherAt::Network { host: "127.0.0.1".into(), port: fake.port }, quick())
}

#[test]
fn a_ql_that_answers_confirms_and_one_that_does_not_cannot_tell() {
    let fake = fake_ql(true, None);
    let mut printer = ql(&fake);
    let status = printer.status();
    assert_eq!((status.fault, status.tells, status.media_mm), (None, true, Some((102.0, 0.0))));
    assert_eq!(printer.print(&label("job-1")), Ending::Confirmed);
    let sent = fake.labels.lock().unwrap().remove(0);
    assert_eq!(decode_ql(&sent)[0].1.codes(), [CODE], "what it got is the badge");
    assert_eq!(printer.print(&document("job-2")), Ending::Failed(Fault::WrongMedia), "A6 is wider than any roll");
    let mute = fake_ql(false, None);
    assert_eq!(ql(&mute).print(&label("job-1")), Ending::Unknown(Fault::CannotTell));
}

#[test]
fn the_errors_of_a_ql_are_told_and_nothing_is_printed_later() {
    for (error, fault) in [
        ((0x02, 0), Fault::PaperOut),
        ((0, 0x10), Fault::CoverOpen),
        ((0x04, 0), Fault::Jam),
        ((0, 0x01), Fault::WrongMedia),
    ] {
        let fake = fake_ql(true, Some(error));
        assert_eq!(ql(&fake).print(&label("job-1")), Ending::Failed(fault));
        assert_eq!(fake.labels.lock().unwrap().len(), 0);
    }
}

#[cfg(unix)]
#[test]
fn a_ql_on_a_cable_is_written_to_and_answers() {
    // A pseudo-terminal stands for `/dev/usb/lp0`: a device file that is written to and read from.
    let device = testkit::Port::plug_in();
    let path = std::path::PathBuf::from(device.path());
    assert!(printing::is_printer_device(&path));
    let mut printer = Brother::new(BrotherAt::Device(path.clone()), quick());
    let status = printer.status();
    assert_eq!((status.fault, status.tells), (None, false), "a cable at whose end nobody answers cannot tell");
    drop(device);
    assert_eq!(
        Brother::new(BrotherAt::Device(path), quick()).status().fault,
        Some(Fault::Unreachable),
        "it is pulled out"
    );
}
