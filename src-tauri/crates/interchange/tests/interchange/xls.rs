//! Old workbooks: a compound file of one stream of records, written by hand.

use checkin::Field;
use interchange::{ListError, Unreadable};

use crate::workbooks::read_book;
use crate::{summary, text};

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let len = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes()[..], &len.to_le_bytes(), data].concat()
}

fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let count = u16::try_from(units.len() / 2).unwrap();
    let head = [row, column, 0, count].map(u16::to_le_bytes).concat();
    record(0x0204, &[&head, &[1][..], &units].concat())
}

fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    record(0x0203, &[&[row, column, 0].map(u16::to_le_bytes).concat()[..], &value.to_le_bytes()].concat())
}

/// A workbook with one sheet of these records.
fn stream(cells: &[Vec<u8>]) -> Vec<u8> {
    let begin = record(0x0809, &[0x00, 0x06, 0x05, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end = record(0x000A, &[]);
    let sheet = |start: u32| record(0x0085, &[&start.to_le_bytes()[..], &[0, 0, 3, 0], b"Ark"].concat());
    let start = u32::try_from(begin.len() + sheet(0).len() + end.len()).unwrap();
    [begin.clone(), sheet(start), end.clone(), begin, cells.concat(), end].concat()
}

/// A compound file with sectors of 512 bytes: table, directory, then the stream, linked by `chain`.
fn compound(mut stream: Vec<u8>, chain: impl Fn(u32, u32) -> u32) -> Vec<u8> {
    stream.resize(stream.len().max(4_096).next_multiple_of(512), 0);
    let sectors = u32::try_from(stream.len() / 512).unwrap();
    let mut file = vec![0; 512];
    file[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    file[24..34].copy_from_slice(&[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    for (at, value) in [(44, 1), (48, 1), (56, 4_096), (60, 0xFFFF_FFFE), (68, 0xFFFF_FFFE), (76, 0)] {
        file[at..at + 4].copy_from_slice(&u32::to_le_bytes(value));
    }
    file[80..].fill(0xFF);
    let mut table = vec![0xFFFF_FFFD, chain(1, 0xFFFF_FFFE)];
    table.extend((2..sectors + 2).map(|id| chain(id, if id == sectors + 1 { 0xFFFF_FFFE } else { id + 1 })));
    table.resize(128, u32::MAX);
    file.extend(table.into_iter().flat_map(u32::to_le_bytes));
    for (name, kind, start, len) in [("Root Entry", 5, u32::MAX - 1, 0), ("Workbook", 2, 2, sectors * 512)] {
        let mut entry = [0; 128];
        for (place, letter) in name.bytes().enumerate() {
            entry[2 * place] = letter;
        }
        entry[64] = u8::try_from(name.len()).unwrap() * 2 + 2;
        entry[66] = kind;
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&u32::to_le_bytes(len));
        file.extend(entry);
    }
    file.resize(512 * 3, 0);
    file.extend(stream);
    file
}

fn straight(_id: u32, next: u32) -> u32 {
    next
}

#[test]
fn cells_are_read() {
    let cells = [
        [label(2, 1, "Navn"), label(2, 2, "Telefon"), label(2, 3, "Stregkode")],
        [label(4, 1, "Søren"), number(4, 2, 20_123_456.0), number(4, 3, 12_345_678.0)],
        [label(5, 1, "Åse"), number(5, 2, 1e15), number(5, 3, 1e15)],
    ];
    let listing = read_book(&compound(stream(&cells.concat()), straight)).unwrap();
    assert_eq!((listing.encoding.as_str(), listing.sheet.as_deref()), ("xls", Some("Ark")));
    assert_eq!(
        (listing.header_line, summary(&listing).as_str()),
        (3, "5:Søren 6:Åse 6?suspicious_code 1-blank 2-blank 4-blank")
    );
    assert_eq!(text(&listing.rows[0], &Field::Phone), "20123456");
}

#[test]
fn a_large_one_is_read() {
    let mut cells = vec![label(0, 0, "Navn"), label(0, 1, "Firma")];
    cells.extend((1..1_500).map(|row| label(row, 0, &format!("Bo {row}"))));
    let stream = stream(&cells);
    assert!(stream.len() < 126 * 512, "one table is enough for the test: {}", stream.len());
    assert_eq!(read_book(&compound(stream, straight)).unwrap().rows.len(), 1_499);
}

#[test]
fn bombs_do_not_go_off() {
    let header = [label(0, 0, "Navn"), label(0, 1, "Firma"), label(1, 0, "Bo")].concat();
    let corner = compound(stream(&[header.clone(), label(65_535, 255, "x")]), straight);
    let size = [&[0, 0, 0, 0][..], &[0xFF; 4], &[0, 0, 0xFF, 0xFF, 0, 0]].concat();
    let lie = compound(stream(&[record(0x0200, &size), header.clone()]), straight);
    for bomb in [corner, lie] {
        assert!(matches!(read_book(&bomb), Err(ListError::UnpacksTooLarge { .. })));
    }
    let circle = |_, _| 1;
    let damaged = Err(ListError::Unreadable(Unreadable::Damaged));
    assert_eq!(read_book(&compound(stream(std::slice::from_ref(&header)), circle)), damaged, "a chain without end");
    let whole = compound(stream(&[header]), straight);
    for len in (8..whole.len()).step_by(61) {
        let _ = read_book(&whole[..len]);
    }
}

#[test]
fn a_locked_workbook_says_so() {
    let mut file = compound(stream(&[]), straight);
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    file[1_024 + 128..1_024 + 128 + name.len()].copy_from_slice(&name);
    assert_eq!(read_book(&file), Err(ListError::Unreadable(Unreadable::Password)));
}
