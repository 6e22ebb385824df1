//! Tables out.

use std::io::{Cursor, Read};

use interchange::{Cell, CsvDialect, ExportError, Table, to_csv, to_xlsx};

fn table(rows: Vec<Vec<Cell>>) -> Table {
    Table { sheet_name: "Gæster".into(), headings: vec!["Navn".into(), "Pris".into()], rows }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

#[test]
fn csv_has_a_danish_and_another_dialect() {
    let table =
        table(vec![vec![text("Bo"), Cell::Number(1.5)], vec![text("Ea")], vec![Cell::Empty, Cell::Number(f64::NAN)]]);
    let csv = |dialect| String::from_utf8(to_csv(&table, dialect)).unwrap();
    assert_eq!(csv(CsvDialect::Danish), "\u{FEFF}Navn;Pris\r\nBo;1,5\r\nEa;\r\n;\r\n");
    assert_eq!(csv(CsvDialect::Other), "Navn,Pris\r\nBo,1.5\r\nEa,\r\n,\r\n");
}

#[test]
fn csv_cells_are_quoted_and_made_harmless() {
    let check = |cell: &str, expected: &str| {
        let csv = to_csv(&table(vec![vec![text(cell)]]), CsvDialect::Other);
        let csv = String::from_utf8(csv).unwrap();
        assert_eq!(csv, format!("Navn,Pris\r\n{expected},\r\n"), "for {cell:?}");
    };
    check("a,b", "\"a,b\"");
    check("a;b", "\"a;b\"");
    check("a\"b", "\"a\"\"b\"");
    check("a\nb", "\"a\nb\"");
    check(" a", "\" a\"");
    check("=1+1", "'=1+1");
    check("=\"a\"", "\"'=\"\"a\"\"\"");
    check("+45 20", "'+45 20");
    check("-", "'-");
    check("@a", "'@a");
    check("\ta", "\"'\ta\"");
    check("\ra", "\"'\ra\"");
    check("'=a", "''=a");
    check("'a", "'a");
    check("a=b", "a=b");
}

/// The XML of a part of a workbook.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut xml).unwrap();
    xml
}

#[test]
fn xlsx_has_a_frozen_header_with_filters_and_no_formulas() {
    let cells = ["=1+1", "+1", "-1", "@A1", "\tx", "https://a.example"].map(|cell| vec![text(cell), Cell::Number(2.0)]);
    let bytes = to_xlsx(&table(cells.to_vec())).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("state=\"frozen\"") && sheet.contains("ySplit=\"1\""), "frozen: {sheet}");
    assert!(sheet.contains("<autoFilter ref=\"A1:B7\""), "filters: {sheet}");
    assert!(!sheet.contains("<f>") && !sheet.contains("hyperlink"), "no formulas nor links: {sheet}");
    assert!(part(&bytes, "xl/sharedStrings.xml").contains("<t>=1+1</t>"), "the text as it is");
    assert!(part(&bytes, "xl/styles.xml").contains("<b/>"), "the header is bold");
}

#[test]
fn the_same_table_gives_the_same_bytes() {
    let table = table(vec![vec![text("Bo"), Cell::Number(1.0)]]);
    let first = to_xlsx(&table).unwrap();
    assert!(part(&first, "docProps/core.xml").contains("2000-01-01T00:00:00Z"), "the clock is not read");
    // Zip files and the clock of documents count in seconds.
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    assert_eq!(to_xlsx(&table).unwrap(), first);
}

#[test]
fn what_excel_does_not_take_is_left_out() {
    let named = |name: &str| {
        let bytes = to_xlsx(&Table { sheet_name: name.into(), ..table(Vec::new()) }).unwrap();
        let book = part(&bytes, "xl/workbook.xml");
        let start = book.find("<sheet name=\"").unwrap() + "<sheet name=\"".len();
        book[start..].split('"').next().unwrap().to_owned()
    };
    assert_eq!(named("a/b:c[d]*?\\"), "abcd");
    assert_eq!(named("'Ark'"), "Ark");
    assert_eq!(named(" : "), "Sheet1");
    assert_eq!(named(&"å".repeat(40)), "å".repeat(31));
    assert_eq!(named(&"🙂".repeat(40)), "🙂".repeat(15));

    let long = to_xlsx(&table(vec![vec![text(&"🙂".repeat(20_000)), Cell::Number(f64::INFINITY)]])).unwrap();
    assert!(part(&long, "xl/sharedStrings.xml").contains(&"🙂".repeat(16_383)), "cut at 32,767 units");

    let wide = Table { headings: vec![String::new(); 16_385], ..Table::default() };
    assert_eq!(to_xlsx(&wide), Err(ExportError::TooBig { rows: 1, columns: 16_385 }));
    assert!(to_xlsx(&Table::default()).is_ok(), "an empty table is a table");
    assert_eq!(to_csv(&Table::default(), CsvDialect::Other), b"\r\n");
}
