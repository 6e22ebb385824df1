//! Laws: what goes out comes in the same, and nothing from outside makes a panic.

use checkin::{Field, names};
use interchange::{Cell, Column, CsvDialect, ReadOptions, Table, read, to_csv, to_xlsx};
use proptest::prelude::*;

use crate::text;

const FIELDS: [(&str, Field); 6] = [
    ("Given name", Field::GivenName),
    ("Family name", Field::FamilyName),
    ("Organisation", Field::Organisation),
    ("Title", Field::Title),
    ("Note", Field::Note),
    ("T-shirt", Field::Own(String::new())),
];

/// Texts as people write them, and as they should not: quotes, delimiters, formulas, line breaks.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[A-Za-zÆØÅæøå ]{0,12}",
        2 => "['=+@;,\"\t\n\r|-]{0,3}[a-zæ0-9;,\"'=\n]{0,8}",
        1 => any::<String>(),
    ]
}

fn person() -> impl Strategy<Value = [String; 6]> {
    let cells = [(); 6].map(|()| cell());
    cells.prop_map(|cells| {
        let mut cells: Vec<String> =
            cells.iter().zip(FIELDS).map(|(cell, (_, field))| names::clean(&field, cell).text).collect();
        if cells[0].is_empty() && cells[1].is_empty() {
            cells[0] = "Bo".into();
        }
        cells.try_into().expect("six cells")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn export_then_import_is_the_same(people in prop::collection::vec(person(), 0..8)) {
        // A code each, so that two alike are two.
        let mut headings: Vec<String> = FIELDS.iter().map(|(heading, _)| (*heading).to_owned()).collect();
        headings.push("Ticket code".into());
        let rows = people.iter().enumerate().map(|(number, person)| {
            let code = Cell::Text(format!("0{number}"));
            person.iter().map(|text| Cell::Text(text.clone())).chain([code]).collect()
        });
        let table = Table { sheet_name: "People".into(), headings, rows: rows.collect() };
        let files = [to_csv(&table, CsvDialect::Danish), to_csv(&table, CsvDialect::Other), to_xlsx(&table).unwrap()];
        for (kind, file) in files.iter().enumerate() {
            let listing = read("list", file, &ReadOptions::default()).unwrap();
            prop_assert_eq!(&listing.rejected, &Vec::new(), "kind {}", kind);
            prop_assert_eq!(listing.rows.len(), people.len());
            for (number, (row, person)) in listing.rows.iter().zip(&people).enumerate() {
                for (wanted, (heading, field)) in person.iter().zip(FIELDS) {
                    let field = if heading == "T-shirt" { Field::Own(heading.into()) } else { field };
                    prop_assert_eq!(&text(row, &field), wanted, "{} in kind {}", heading, kind);
                }
                prop_assert_eq!(text(row, &Field::TicketCodes), format!("0{number}"));
            }
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read("list.csv", &bytes, &ReadOptions::default());
    }

    #[test]
    fn arbitrary_lists_never_panic_and_lose_no_line(body in "[a-z;,\"'=\n\r\t|ÆØÅ\u{200b}🙂]{0,200}") {
        let text = format!("Navn;Firma;Note\n{body}");
        if let Ok(listing) = read("list.csv", text.as_bytes(), &ReadOptions::default()) {
            let rows = listing.rows.iter().map(|row| row.line);
            let lines = rows.chain(listing.rejected.iter().map(|rejected| rejected.line));
            let mut lines: Vec<u32> = lines.chain(listing.skipped.iter().map(|skipped| skipped.line)).collect();
            lines.sort_unstable();
            prop_assert!(lines.windows(2).all(|pair| pair[0] < pair[1]), "a line has one fate: {:?}", lines);
        }
    }

    #[test]
    fn arbitrary_changes_to_a_workbook_never_panic(changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..8)) {
        let table = Table {
            sheet_name: "S".into(),
            headings: vec!["Name".into(), "Note".into()],
            rows: vec![vec![Cell::Text("Bo".into()), Cell::Number(1.0)]],
        };
        let mut bytes = to_xlsx(&table).unwrap();
        let len = bytes.len();
        for (place, byte) in changes {
            bytes[place % len] = byte;
        }
        let _ = read("list.xlsx", &bytes, &ReadOptions::default());
    }

    #[test]
    fn names_of_columns_are_read_back(key in "[a-z_:A-Z]{0,12}") {
        if let Some(column) = Column::from_key(&key) {
            prop_assert_eq!(Column::from_key(&column.key()), Some(column));
        }
    }
}
