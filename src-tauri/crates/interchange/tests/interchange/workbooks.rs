//! XLSX, ODS and XLS, made in the tests.

use std::io::{Cursor, Write};

use checkin::Field;
use interchange::{Cell, Edit, ListError, Listing, ReadOptions, Table, Unreadable, limits, read, to_xlsx};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::{summary, text};

/// A zip file of these parts.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An XLSX workbook with these sheets: name, whether it is hidden, and its rows as XML.
fn xlsx(sheets: &[(&str, bool, &str)]) -> Vec<u8> {
    xlsx_sharing(sheets, "<sst/>")
}

/// An XLSX workbook with these texts shared by its cells.
fn xlsx_sharing(sheets: &[(&str, bool, &str)], shared: &str) -> Vec<u8> {
    let mut listed = String::new();
    let mut related = String::new();
    let mut parts: Vec<(String, String)> = Vec::new();
    for (number, (name, is_hidden, rows)) in sheets.iter().enumerate() {
        let state = if *is_hidden { "hidden" } else { "visible" };
        listed += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" state=\"{state}\" r:id=\"r{number}\"/>");
        related += &format!(
            "<Relationship Id=\"r{number}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/s{number}.xml\"/>"
        );
        let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/s{number}.xml"), sheet));
    }
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy-mm-dd hh:mm:ss\"/></numFmts>\
                  <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>";
    parts.push(("xl/sharedStrings.xml".into(), shared.into()));
    parts.push(("xl/styles.xml".into(), styles.into()));
    related += "<Relationship Id=\"t\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/>";
    parts.push(("xl/_rels/workbook.xml.rels".into(), format!("<Relationships>{related}</Relationships>")));
    parts.push(("xl/workbook.xml".into(), format!("<workbook><sheets>{listed}</sheets></workbook>")));
    let start = "<Relationship Id=\"b\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>";
    parts.push(("_rels/.rels".into(), format!("<Relationships>{start}</Relationships>")));
    parts.push(("[Content_Types].xml".into(), "<Types/>".into()));
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    packed(&parts)
}

/// Rows of texts as XLSX wants them.
fn rows(rows: &[&[&str]]) -> String {
    let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    rows.iter().map(|cells| format!("<row>{}</row>", cells.iter().map(cell).collect::<String>())).collect()
}

/// An ODS workbook with this body.
fn ods(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name=\"off\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    );
    packed(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

/// A row of text cells as ODS wants them.
fn ods_row(cells: &[&str]) -> String {
    let cell = |text: &&str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    format!("<table:table-row>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
}

pub(crate) fn read_book(bytes: &[u8]) -> Result<Listing, ListError> {
    read("list", bytes, &ReadOptions::default())
}

fn read_sheet(bytes: &[u8], sheet: &str) -> Result<Listing, ListError> {
    read("list", bytes, &ReadOptions { sheet: Some(sheet.into()), ..ReadOptions::default() })
}

#[test]
fn the_first_visible_sheet_with_a_header_is_read() {
    let list = rows(&[&["Navn", "Firma"], &["Bo", "A"]]);
    let other = rows(&[&["Navn", "Firma"], &["Ea", "B"]]);
    let lunch = rows(&[&["Frokost kl. 12"]]);
    let book = xlsx(&[("Noter", false, &lunch), ("Gammel", true, &other), ("Liste", false, &list)]);
    let listing = read_book(&book).unwrap();
    assert_eq!((listing.encoding.as_str(), listing.sheet.as_deref()), ("xlsx", Some("Liste")));
    assert_eq!(summary(&listing), "2:Bo");
    assert_eq!(summary(&read_sheet(&book, " gammel").unwrap()), "2:Ea", "a hidden sheet by its name");
    let sheets = ["Noter", "Gammel", "Liste"].map(String::from).to_vec();
    assert_eq!(read_sheet(&book, "Ny"), Err(ListError::NoSuchSheet { sheet: "Ny".into(), sheets }));
    let headings = vec!["Frokost kl. 12".to_owned()];
    assert_eq!(read_sheet(&book, "Noter"), Err(ListError::NoHeader { headings }));
    assert_eq!(read_book(&xlsx(&[("Tom", false, "")])), Err(ListError::Empty));
}

#[test]
fn the_sheet_with_the_people_is_read() {
    let list = rows(&[&["Fornavn", "Efternavn", "E-mail"], &["Bo", "Ås", ""]]);
    let cover = rows(&[&["Billettype", "Pris", "Antal"], &["Deltager", "250", "40"]]);
    let facts = rows(&[&["Navn", "Velfærdens Dag"], &["Dato", "1. oktober"]]);
    let empty = rows(&[&["Navn", "E-mail", "Firma"]]);
    let names = rows(&[&["Navn"], &["Ea"]]);
    for (first, what) in [(&cover, "ticket types"), (&facts, "a cover"), (&empty, "a form without people")] {
        let listing = read_book(&xlsx(&[("Først", false, first), ("Deltagere", false, &list)])).unwrap();
        assert_eq!(listing.sheet.as_deref(), Some("Deltagere"), "{what} before it");
        assert_eq!(summary(&listing), "2:Bo Ås");
        let alone = read_book(&xlsx(&[("Først", false, first)])).unwrap();
        assert_eq!(alone.sheet.as_deref(), Some("Først"), "{what} alone");
    }
    let listing = read_book(&xlsx(&[("Navne", false, &names), ("Deltagere", false, &list)])).unwrap();
    assert_eq!(listing.sheet.as_deref(), Some("Navne"), "a column of names is a list, and the first");
    // One that cannot be read is no reason to leave the others.
    let listing = read_book(&xlsx(&[("Først", false, &cover), ("Brudt", false, "<row><c><v>")])).unwrap();
    assert_eq!(listing.sheet.as_deref(), Some("Først"));
}

#[test]
fn cells_of_xlsx_are_read_as_somebody_would_type_them() {
    let header = rows(&[&["Navn", "Nr.", "Telefon", "Betalt", "Ankomst", "Fuldt navn", "Note"]]);
    let row = "<row><c r=\"A5\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> Bo\u{a0}As </t></is></c>\
        <c r=\"B5\"><v>4501890000000</v></c><c r=\"C5\" t=\"n\"><v>20123456.0</v></c><c r=\"D5\" t=\"b\"><v>0</v></c>\
        <c r=\"E5\" s=\"1\"><v>46267.39583333334</v></c><c r=\"F5\"><f>A5</f><v/></c><c r=\"G5\" t=\"e\"><v>#N/A</v></c>\
        <c r=\"J5\"><v>7</v></c></row>";
    let listing = read_book(&xlsx(&[("S", false, &format!("{header}{row}"))])).unwrap();
    assert_eq!(summary(&listing), "5:Bo As 2-blank 3-blank 4-blank", "what stands beside a list is no fault of a row");
    let row = &listing.rows[0];
    let texts = [Field::TicketCodes, Field::Phone, Field::Status, Field::Note].map(|field| text(row, &field));
    assert_eq!(texts, ["4501890000000", "20123456", "paymentDue", ""]);
    assert_eq!(row.arrived_at.unwrap().to_string(), "2026-09-02T09:30:00");
}

#[test]
fn days_counted_from_1904_are_four_years_later() {
    let body = rows(&[&["Navn", "Ankomst", "Dato"]])
        + "<row><c t=\"inlineStr\"><is><t>Bo</t></is></c><c s=\"1\"><v>44805.39583333334</v></c><c s=\"1\"><v>44805</v></c></row>";
    let plain = xlsx(&[("S", false, &body)]);
    let mac = with_part(&plain, "xl/workbook.xml", |part| {
        part.replace("<workbook>", "<workbook><workbookPr date1904=\"1\"/>")
    });
    for (book, date) in [(plain, "2022-09-01"), (mac, "2026-09-02")] {
        let row = &read_book(&book).unwrap().rows[0];
        assert_eq!(row.arrived_at.unwrap().to_string(), format!("{date}T09:30:00"));
        assert_eq!(text(row, &Field::Own("Dato".into())), date);
    }
}

/// A sheet keeps 15 digits of a number: nobody can see that the last ones of a longer code are others.
#[test]
fn codes_that_are_long_numbers_have_a_remark() {
    let row = |line: u32, number: &str| format!("<row><c t=\"inlineStr\"><is><t>P{line}</t></is></c>{number}</row>");
    let numbers = [
        "<c><v>999999999999999</v></c>",
        "<c><v>1234567890123456789</v></c>",
        "<c><v>1.23456789012345E+15</v></c>",
        "<c t=\"inlineStr\"><is><t>1234567890123450000</t></is></c>",
    ];
    let body = rows(&[&["Navn", "Billetnr."]]) + &(2..).zip(numbers).map(|(n, it)| row(n, it)).collect::<String>();
    let book = xlsx(&[("S", false, &body)]);
    let listing = read_book(&book).unwrap();
    assert_eq!(summary(&listing), "2:P2 3:P3 4:P4 5:P5 3?suspicious_code 4?suspicious_code");
    let edits = vec![Edit { line: 3, heading: Some("Billetnr.".into()), text: "1234567890123456789".into() }];
    let fixed = read("list", &book, &ReadOptions { edits, ..ReadOptions::default() }).unwrap();
    assert_eq!(summary(&fixed), "2:P2 3:P3 4:P4 5:P5 4?suspicious_code", "put right, it is what somebody typed");

    let cell = |value: &str| {
        let text = "<table:table-cell office:value-type=\"string\"><text:p>Bo</text:p></table:table-cell>";
        let cell = format!("<table:table-cell office:value-type=\"float\" office:value=\"{value}\"/>");
        let row = format!("<table:table-row>{text}{cell}</table:table-row>");
        let body = format!("<table:table table:name=\"S\">{}{row}</table:table>", ods_row(&["Navn", "Billetnr."]));
        let listing = read_book(&ods(&body)).unwrap();
        (summary(&listing), text_of_code(&listing))
    };
    assert_eq!(cell("999999999999999"), ("2:Bo".into(), "999999999999999".into()));
    let remarked = "2:Bo 2?suspicious_code".to_owned();
    assert_eq!(cell("1234567890123456789"), (remarked.clone(), "1234567890123456789".into()), "as it is written");
    assert_eq!(cell("1.23456789012346E+018"), (remarked, "1234567890123460000".into()));
}

fn text_of_code(listing: &Listing) -> String {
    text(&listing.rows[0], &Field::TicketCodes)
}

#[test]
fn a_cell_in_the_last_corner_takes_no_memory() {
    let header = rows(&[&["Navn", "Firma"]]);
    let corner = "<row r=\"1048576\"><c r=\"A1048576\" t=\"inlineStr\"><is><t>Bo</t></is></c><c r=\"XFD1048576\"><v>1</v></c></row>";
    let listing = read_book(&xlsx(&[("S", false, &format!("{header}{corner}"))])).unwrap();
    assert_eq!(listing.rows[0].line, 1_048_576);
    assert_eq!(listing.skipped.len(), limits::SKIPPED_REPORTED, "of a million blank rows not all are named");
}

#[test]
fn cells_of_ods_are_read_as_somebody_would_type_them() {
    let body = format!(
        "<table:table table:name=\"Skjult\" table:style-name=\"off\">{}</table:table><table:table table:name=\"Ark\"><table:shapes><draw:frame><text:p>Tegning</text:p></draw:frame></table:shapes>{}\
         <table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"string\"><office:annotation><text:p>Nej!</text:p></office:annotation><text:p>Bo &amp;<text:s text:c=\"9\"/><text:span>A&#248;s</text:span></text:p></table:table-cell>\
         <table:table-cell office:value-type=\"float\" office:value=\"20123456\"><text:p>20.123.456</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"date\" office:date-value=\"2026-09-02T09:30:00\"><text:p>2. sept.</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>SAND</text:p></table:table-cell>\
         <table:table-cell/><table:table-cell office:value-type=\"string\"><text:p>a</text:p><text:p>b</text:p></table:table-cell></table:table-row></table:table>",
        ods_row(&["Navn", "Firma"]),
        ods_row(&["Navn", "Telefon", "Ankomst", "Betalt", "Nr.", "Note"]),
    );
    let listing = read_book(&ods(&body)).unwrap();
    assert_eq!((listing.encoding.as_str(), listing.sheet.as_deref()), ("ods", Some("Ark")));
    assert_eq!(summary(&listing), "4:Bo & Aøs 5!duplicate_row 2-blank 3-blank");
    let row = &listing.rows[0];
    let texts = [Field::Phone, Field::Status, Field::Note].map(|field| text(row, &field));
    assert_eq!(texts, ["20123456", "confirmed", "a\nb"]);
    assert_eq!(row.arrived_at.unwrap().to_string(), "2026-09-02T09:30:00");
}

#[test]
fn rows_out_of_order_or_beyond_all_numbers_are_damage() {
    let row = |number: &str, cells: [&str; 2]| {
        let cell = |text| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
        format!("<row r=\"{number}\">{}{}</row>", cell(cells[0]), cell(cells[1]))
    };
    let with = |numbers: [&str; 3]| {
        let [first, second, third] = numbers;
        let body = [row(first, ["Navn", "Firma"]), row(second, ["Bo", "A"]), row(third, ["Ea", "B"])].concat();
        read_book(&xlsx(&[("S", false, &body)])).map(|listing| summary(&listing))
    };
    let damaged = Err(ListError::Unreadable(Unreadable::Damaged));
    assert_eq!(with(["1", "2", "4"]).as_deref(), Ok("2:Bo 4:Ea 3-blank"));
    assert_eq!(with(["1", "9", "4"]), damaged, "too late");
    assert_eq!(with(["1", "2", "2"]), damaged, "one of two would be lost");
    assert_eq!(with(["6", "3", "7"]), damaged, "above the headings");
    assert_eq!(with(["1", "3", "99999999999"]), damaged, "no row has that number");
}

#[test]
fn broken_workbooks_are_refused() {
    let whole = xlsx(&[("S", false, &rows(&[&["Navn", "Firma"], &["Bo", "A"]]))]);
    for len in (4..whole.len()).step_by(97) {
        assert!(read_book(&whole[..len]).is_err(), "cut at {len}");
    }
    let damaged = Err(ListError::Unreadable(Unreadable::Damaged));
    let other = Err(ListError::Unreadable(Unreadable::OtherWorkbook));
    assert_eq!(read_book(&packed(&[("hej.txt", b"hej")])), other);
    assert_eq!(read_book(&packed(&[("xl/workbook.bin", b""), ("[Content_Types].xml", b"")])), other);
    assert_eq!(read_book(&xlsx(&[("S", false, "<row><c><v>")])), damaged);
    // A sheet that is cut off; calamine's reader of ODS never returns from it.
    assert_eq!(read_book(&packed(&[("content.xml", b"<a><table:table table:name=\"S\"><table:table-row>")])), damaged);
    let manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>";
    let locked = packed(&[("content.xml", b"x"), ("META-INF/manifest.xml", manifest)]);
    assert_eq!(read_book(&locked), Err(ListError::Unreadable(Unreadable::Password)));
}

#[test]
fn bombs_do_not_go_off() {
    let too_large = |bytes: &[u8]| assert!(matches!(read_book(bytes), Err(ListError::UnpacksTooLarge { .. })));
    too_large(&packed(&[("xl/worksheets/s.xml", &vec![b' '; 17 << 20])]));
    // One long text in many cells.
    let shared = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1 << 20));
    let row = format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(400));
    let sheet = format!("{}{}", rows(&[&["Navn", "Firma"]]), row.repeat(100));
    too_large(&xlsx_sharing(&[("S", false, &sheet)], &shared));
    // Repeated cells and rows of ODS.
    let long = "x".repeat(30_000);
    let row = format!(
        "<table:table-row table:number-rows-repeated=\"9\"><table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"16384\"><text:p>{long}</text:p></table:table-cell></table:table-row>"
    );
    let body = format!("<table:table table:name=\"S\">{}{}</table:table>", ods_row(&["Navn", "Firma"]), row.repeat(90));
    too_large(&ods(&body));
    let row = ods_row(&["Bo", "A"])
        .replace("<table:table-row>", "<table:table-row table:number-rows-repeated=\"4000000000\">");
    let body = format!("<table:table table:name=\"S\">{}{row}</table:table>", ods_row(&["Navn", "Firma"]));
    assert!(
        matches!(read_book(&ods(&body)), Err(ListError::TooBig { rows: 1_048_575, .. })),
        "no more rows than a sheet has"
    );
}

/// Packed, a hundred megabytes of one letter are a hundred kilobytes.
#[test]
fn a_cell_of_a_hundred_megabytes_is_refused() {
    let cell = format!("<row><c t=\"inlineStr\"><is><t>{}</t></is></c></row>", "x".repeat(100 << 20));
    let book = xlsx(&[("S", false, &format!("{}{cell}", rows(&[&["Navn", "Firma"]])))]);
    assert!(book.len() < 1 << 20, "it is small: {}", book.len());
    assert!(matches!(read_book(&book), Err(ListError::UnpacksTooLarge { .. })));
}

/// A title over all columns, a heading over two of them, and the headings themselves: the last are the list's.
#[test]
fn merged_cells_above_the_headings_do_no_harm() {
    let body = rows(&[
        &["Deltagere, konferencen", "", "", ""],
        &["Person", "", "Arbejde", ""],
        &["Fornavn", "Efternavn", "Organisation", "Titel"],
        &["Bo", "Ås", "Havnby", "Chef"],
    ]);
    let plain = xlsx(&[("S", false, &body)]);
    // As Excel writes it: behind the rows, the ranges that are one cell.
    let merged = "</sheetData><mergeCells><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"A2:B2\"/><mergeCell ref=\"C2:D2\"/></mergeCells>";
    let book = with_part(&plain, "xl/worksheets/s0.xml", |sheet| sheet.replace("</sheetData>", merged));
    for book in [plain, book] {
        let listing = read_book(&book).unwrap();
        assert_eq!((listing.header_line, summary(&listing).as_str()), (3, "4:Bo Ås 1-preamble 2-preamble"));
        assert_eq!(text(&listing.rows[0], &Field::Organisation), "Havnby");
    }
}

/// A heading over two columns in the row of the headings, what it is about in the row below.
#[test]
fn merged_cells_among_the_headings_do_no_harm() {
    let header = "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>Navn</t></is></c><c r=\"C2\" t=\"inlineStr\"><is><t>E-mail</t></is></c></row>";
    let below = "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>Fornavn</t></is></c><c r=\"B3\" t=\"inlineStr\"><is><t>Efternavn</t></is></c></row>";
    let people = "<row r=\"5\"><c r=\"A5\" t=\"inlineStr\"><is><t>Bo</t></is></c><c r=\"B5\" t=\"inlineStr\"><is><t>Ås</t></is></c></row>";
    let listing = read_book(&xlsx(&[("S", false, &format!("{header}{below}{people}"))])).unwrap();
    assert_eq!((listing.header_line, summary(&listing).as_str()), (2, "5:Bo Ås 1-blank 4-blank"));
    assert_eq!(text(&listing.rows[0], &Field::FamilyName), "Ås");
}

/// What stands in a workbook beside its cells is never run nor read.
#[test]
fn macros_are_not_looked_at() {
    let plain = xlsx(&[("S", false, &rows(&[&["Navn", "Firma"], &["Bo", "A"]]))]);
    let mut source = zip::ZipArchive::new(Cursor::new(&plain)).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part in 0..source.len() {
        zip.raw_copy_file(source.by_index_raw(part).unwrap()).unwrap();
    }
    zip.start_file("xl/vbaProject.bin", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"\xd0\xcf\x11\xe0 Sub Auto_Open()").unwrap();
    assert_eq!(summary(&read_book(&zip.finish().unwrap().into_inner()).unwrap()), "2:Bo");
}

/// A workbook with one of its parts written anew.
fn with_part(book: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut source = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let names: Vec<String> = source.file_names().map(|name| name.unwrap().into_owned()).collect();
    let parts: Vec<(String, Vec<u8>)> = names
        .into_iter()
        .map(|part| {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut source.by_name(&part).unwrap(), &mut text).unwrap();
            let text = if part == name { change(text) } else { text };
            (part, text.into_bytes())
        })
        .collect();
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    packed(&parts)
}

/// A part of that size with some mark-up in it.
fn part(bytes: u64) -> Vec<u8> {
    let mut part = format!("<a>{}</a>", " ".repeat(1_000)).repeat(usize::try_from(bytes).unwrap() / 1_000).into_bytes();
    part.truncate(usize::try_from(bytes).unwrap());
    part
}

/// The parts hold as much as is allowed, together they do not. They are packed once and listed several times.
#[test]
fn bombs_of_many_parts_do_not_go_off() {
    let part = part(limits::PART_BYTES);
    let one = packed(&[("xl/a.xml", &part)]);
    assert!(one.len() < 1 << 20, "it is small: {}", one.len());
    let mut source = zip::ZipArchive::new(Cursor::new(&one)).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..=limits::UNPACKED_BYTES / limits::PART_BYTES {
        zip.raw_copy_file_rename(source.by_index_raw(0).unwrap(), format!("xl/{number}.xml")).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    assert_eq!(read_book(&bomb), Err(ListError::UnpacksTooLarge { max: limits::UNPACKED_BYTES }));
}

#[test]
fn a_part_that_is_held_in_memory_may_be_less() {
    let part = part(limits::PART_BYTES + 1);
    let bomb = packed(&[("xl/sharedStrings.xml", &part)]);
    assert_eq!(read_book(&bomb), Err(ListError::UnpacksTooLarge { max: limits::PART_BYTES }));
}

#[test]
fn an_xlsx_of_ours_is_read_back() {
    let table = Table {
        sheet_name: "Gæster".into(),
        headings: vec!["Name".into(), "Ticket codes".into(), "Note".into()],
        rows: vec![vec![Cell::Text("=1+1".into()), Cell::Text("007".into()), Cell::Text("a\nb".into())]],
    };
    let listing = read_book(&to_xlsx(&table).unwrap()).unwrap();
    assert_eq!(listing.sheet.as_deref(), Some("Gæster"));
    assert_eq!(summary(&listing), "2:=1+1 2?formula_text");
    assert_eq!(text(&listing.rows[0], &Field::TicketCodes), "007");
    assert_eq!(text(&listing.rows[0], &Field::Note), "a\nb");
}
