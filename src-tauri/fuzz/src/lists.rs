//! Lists of attendees, one target for each kind of file. What is packed in a zip file is invented unpacked, or nothing that
//! is invented would ever be a zip file.

use std::io::{Cursor, Write};

use checkin::{Field, FieldValue};
use interchange::{Edit, ListError, Listing, ReadOptions, limits, read};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A text: in the encoding that shows, and in each that somebody may choose.
pub fn check_text(bytes: &[u8]) {
    check(bytes);
    let chosen = interchange::ENCODINGS.into_iter().map(|encoding| Some(encoding.to_owned()));
    for encoding in chosen {
        let edits = vec![Edit { line: 2, heading: None, text: String::from_utf8_lossy(bytes).into_owned() }];
        let options = ReadOptions { encoding, edits, any_header: true, ..ReadOptions::default() };
        holds(&read("list.csv", bytes, &options));
    }
    for guess in interchange::encodings(bytes) {
        assert!(guess.samples.len() <= 3, "few places are shown");
    }
}

/// For the engine, which ends at the first panic: here it goes on where the program does. A reader of workbooks that panics is
/// caught, and says that the file is damaged; a panic that is not caught still ends the engine.
pub fn let_readers_panic() {
    std::panic::set_hook(Box::new(|_| ()));
}

/// A workbook of old Excel.
pub fn check_xls(bytes: &[u8]) {
    let mut file = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    file.extend_from_slice(bytes);
    check(&file);
    check(bytes);
}

/// The sheet of an Excel workbook.
pub fn check_xlsx(bytes: &[u8]) {
    const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let related = format!(
        "<Relationships><Relationship Id=\"r0\" Type=\"{RELATED}/worksheet\" Target=\"worksheets/s0.xml\"/></Relationships>"
    );
    let start = format!(
        "<Relationships><Relationship Id=\"b\" Type=\"{RELATED}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    check(&packed(&[
        ("xl/worksheets/s0.xml", bytes),
        ("xl/_rels/workbook.xml.rels", related.as_bytes()),
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"a\" sheetId=\"0\" r:id=\"r0\"/></sheets></workbook>"),
        ("_rels/.rels", start.as_bytes()),
        ("[Content_Types].xml", b"<Types/>"),
    ]));
}

/// The content of a LibreOffice workbook.
pub fn check_ods(bytes: &[u8]) {
    check(&packed(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", bytes)]));
}

fn check(bytes: &[u8]) {
    holds(&read("list.csv", bytes, &ReadOptions::default()));
}

/// What must hold for every list: whoever comes in has a name, lines rise, texts have an end.
fn holds(listing: &Result<Listing, ListError>) {
    let Ok(listing) = listing else { return };
    let lines: Vec<u32> = listing.rows.iter().map(|row| row.line).collect();
    assert!(lines.is_sorted_by(|a, b| a < b), "each line once, in order");
    assert!(lines.iter().all(|line| *line > listing.header_line), "nobody stands above the headings");
    for row in &listing.rows {
        assert!(row.values.get(&Field::Name).is_some_and(|name| !name.to_text().is_empty()), "everybody has a name");
        for (field, value) in &row.values {
            let texts = match value {
                FieldValue::Text(text) => std::slice::from_ref(text),
                FieldValue::List(texts) => texts,
            };
            assert!(texts.iter().all(|text| text.chars().count() <= field.limit()), "a text has an end");
        }
    }
    assert!(listing.rejected.iter().all(|row| !lines.contains(&row.line)), "a row comes in or does not");
    assert!(listing.headings.len() <= limits::COLUMNS, "columns have an end");
}

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
