//! Files of which nothing can be made.

use std::fmt::Write as _;

use interchange::{ListError, ReadOptions, Unreadable, limits, read};

use crate::refusal;

#[test]
fn empty_files() {
    for text in ["", "\u{FEFF}", " \r\n\n", "\u{FEFF}\n"] {
        assert_eq!(refusal(text.as_bytes()), ListError::Empty, "for {text:?}");
    }
}

#[test]
fn files_that_are_no_lists() {
    let check = |bytes: &[u8], why: Unreadable| {
        assert_eq!(refusal(bytes), ListError::Unreadable(why), "for {:?}", String::from_utf8_lossy(bytes));
    };
    check(b"Navn;Firma\nBo\0;A", Unreadable::Binary);
    check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Unreadable::Binary);
    check(&(0..=255).filter(|byte| *byte != 0).cycle().take(4_000).collect::<Vec<u8>>(), Unreadable::Binary);
    // Neither are bytes of which every other one is zero only at first.
    check(&[&b"N\0a\0v\0n\0;\0".repeat(20)[..], b"\0\0\0\0"].concat(), Unreadable::Binary);
    check(&b"Navn\0\0Firma\0\0\n".repeat(20), Unreadable::Binary);
    check(b"%PDF-1.7\nNavn;Firma", Unreadable::OtherDocument);
    check(b"  <!DOCTYPE html><table><tr><td>Navn</td></tr></table>", Unreadable::OtherDocument);
    check(b"<?xml version=\"1.0\"?>", Unreadable::OtherDocument);
    check(b"PK\x03\x04 and then nothing", Unreadable::Damaged);
    check(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and then nothing", Unreadable::Damaged);
}

#[test]
fn lists_without_a_header() {
    let headings = vec!["Hvem".to_owned(), "Hvor".to_owned()];
    assert_eq!(refusal(b"Hvem;Hvor\nBo;A"), ListError::NoHeader { headings });
    let headings = vec!["et brev til alle".to_owned()];
    assert_eq!(refusal(b"\net brev til alle\n"), ListError::NoHeader { headings });
}

#[test]
fn wishes_that_cannot_be_met() {
    let refusal = |text: &str, field: &str, heading: &str| {
        let mapping = [(field.to_owned(), heading.to_owned())].into();
        read("list.csv", text.as_bytes(), &ReadOptions { mapping, ..ReadOptions::default() }).unwrap_err()
    };
    let missing = |headings: &[&str]| ListError::NoSuchColumn {
        field: "organisation".into(),
        heading: "Sted".into(),
        headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
    };
    assert_eq!(refusal("Navn;Firma\nBo;A", "organisation", "Sted"), missing(&["Navn", "Firma"]));
    assert_eq!(refusal("Hvem;Hvor\nBo;A", "organisation", "Sted"), missing(&["Hvem", "Hvor"]));
    for field in ["firma", "sessions", ""] {
        assert_eq!(refusal("Navn;Firma", field, "Firma"), ListError::NoSuchField { field: field.into() });
    }
}

#[test]
fn more_rows_than_are_read() {
    // Rows that are rejected count too, and are quickly read.
    let list = |rows: u64| {
        let mut list = "Navn;Nr\n".to_owned();
        for row in 0..rows {
            writeln!(list, ";;{row}").unwrap();
        }
        read("list.csv", list.as_bytes(), &ReadOptions::default())
    };
    assert_eq!(list(limits::ROWS).unwrap().rejected.len() as u64, limits::ROWS);
    assert_eq!(list(limits::ROWS + 1), Err(ListError::TooBig { rows: limits::ROWS + 1, max: limits::ROWS }));
}

/// Two million short lines fit into a file; they are refused when the first row too many is seen.
#[test]
fn two_million_rows_are_refused_with_the_number_that_is_read() {
    let list = format!("Navn;Nr\n{}", "Bo;1\nEa;2\n".repeat(1_000_000));
    let error = refusal(list.as_bytes());
    assert!(matches!(error, ListError::TooBig { rows, max } if rows > max && max == limits::ROWS), "{error}");
    assert!(error.to_string().ends_with("more than 200000"), "{error}");
}

/// A cell of sixty megabytes is cut like any other that is too long; one of a hundred is a file that is too large.
#[test]
fn a_cell_as_long_as_a_file_is_cut_and_said() {
    let list = |bytes: usize| format!("Navn;Note\nBo;{}\nEa;kort\n", "x".repeat(bytes));
    let listing = crate::listing(&list(60_000_000));
    assert_eq!(crate::summary(&listing), "2:Bo 3:Ea 2?too_long");
    let note = crate::text(&listing.rows[0], &checkin::Field::Note);
    assert!(note.chars().count() <= limits::CELL_CHARACTERS, "{} characters", note.chars().count());
    assert!(matches!(refusal(list(100_000_000).as_bytes()), ListError::TooLarge { .. }));
}

#[test]
fn more_columns_than_are_read() {
    let list = |columns: usize| format!("Navn{}\nBo", ";x".repeat(columns - 1));
    assert!(read("list.csv", list(limits::COLUMNS).as_bytes(), &ReadOptions::default()).is_ok());
    assert_eq!(refusal(list(limits::COLUMNS + 1).as_bytes()), ListError::TooManyColumns { max: limits::COLUMNS });
    let blank = format!("Navn;Firma\nBo;A{}", ";".repeat(1_000_000));
    assert_eq!(crate::listing(&blank).rows.len(), 1, "empty cells do not count, however many");
    let one = format!("Navn;Firma\nBo;A{}x", ";".repeat(1_000_000));
    crate::check(&one, "2!too_many_columns");
}

#[test]
fn files_that_are_too_large() {
    let bytes = vec![b' '; usize::try_from(limits::FILE_BYTES).unwrap() + 1];
    let expected = ListError::TooLarge { bytes: limits::FILE_BYTES + 1, max: limits::FILE_BYTES };
    assert_eq!(refusal(&bytes), expected);
}

/// Quotes that open on every line and never close cost no more than reading the file twice.
#[test]
fn quotes_cannot_make_reading_slow() {
    for line in ["x\",\"\"\"\n", "\"\n", "\"a\n", "a,\"b\n", "a,\"\"\"\"\n", "\"\"\"\n"] {
        let text = format!("Navn,Firma\n{}", line.repeat(40_000));
        let _ = read("list.csv", text.as_bytes(), &ReadOptions::default());
    }
}

#[test]
fn messages_are_short_and_carry_their_data() {
    let check = |error: ListError, message: &str| assert_eq!(error.to_string(), message);
    check(ListError::Empty, "the list is empty");
    check(ListError::TooBig { rows: 200_001, max: 200_000 }, "the list has 200001 rows, more than 200000");
    check(Unreadable::Password.into(), "the file is no list that can be read: it is locked by a password");
}
