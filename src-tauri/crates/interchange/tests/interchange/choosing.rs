//! What a person decides about a list before it comes in: encoding, cells put right, headings that nobody knows.

use std::collections::BTreeSet;

use checkin::Field;
use interchange::{Edit, Kept, ListError, ReadOptions, encodings, line_text, read, shape};

use crate::{summary, text};

fn with(change: impl FnOnce(&mut ReadOptions)) -> ReadOptions {
    let mut options = ReadOptions::default();
    change(&mut options);
    options
}

fn edit(line: u32, heading: Option<&str>, text: &str) -> Edit {
    Edit { line, heading: heading.map(str::to_owned), text: text.to_owned() }
}

#[test]
fn each_encoding_reads_the_letters_that_it_wrote() {
    // Søren Åkjær, Łódź where the encoding has it.
    let cases: [(&str, &[u8], &str); 8] = [
        ("utf-8", "Navn\nSøren Åkjær".as_bytes(), "Søren Åkjær"),
        ("windows-1252", b"Navn\nS\xF8ren \xC5kj\xE6r", "Søren Åkjær"),
        ("macintosh", b"Navn\nS\xBFren \x81kj\xBEr", "Søren Åkjær"),
        ("ibm850", b"Navn\nS\x9Bren \x8Fkj\x91r", "Søren Åkjær"),
        ("iso-8859-15", b"Navn\nS\xF8ren \xC5kj\xE6r", "Søren Åkjær"),
        ("windows-1250", b"Navn\n\xA3\xF3d\x9F", "Łódź"),
        ("utf-16le", b"N\0a\0v\0n\0\n\0S\0\xF8\0", "Sø"),
        ("utf-16be", b"\0N\0a\0v\0n\0\n\0S\0\xF8", "Sø"),
    ];
    for (encoding, bytes, name) in cases {
        let listing = read("list.csv", bytes, &with(|it| it.encoding = Some(encoding.into()))).unwrap();
        assert_eq!((listing.encoding.as_str(), text(&listing.rows[0], &Field::Name).as_str()), (encoding, name));
    }
    let wrong = read("list.csv", b"Navn\nBo", &with(|it| it.encoding = Some("klingon".into()))).unwrap_err();
    assert_eq!(wrong, ListError::NoSuchEncoding { encoding: "klingon".into() });
}

#[test]
fn other_encodings_are_shown_by_what_they_make_of_the_letters() {
    let guesses = encodings(b"Navn;Firma\nS\x9Bren;Br\x9Bd\n");
    let of = |name: &str| guesses.iter().find(|guess| guess.encoding == name).unwrap().samples.clone();
    assert_eq!(of("ibm850"), ["Søren", "Brød"]);
    assert_ne!(of("windows-1252"), of("ibm850"));
    assert!(encodings(b"Navn\nBo").is_empty(), "nothing differs");
    assert!(encodings(b"PK\x03\x04\xF8").is_empty(), "a workbook has none");
}

#[test]
fn a_cell_put_right_is_read_as_if_it_stood_there() {
    let list = "Navn;Mail\n;bo@a.example\nIda;ida@a.example\nIda;ida@a.example\nEva;x;for meget\n\"Ole;x\n";
    let plain = read("list.csv", list.as_bytes(), &ReadOptions::default()).unwrap();
    assert_eq!(summary(&plain), "3:Ida 2!missing_name 4!duplicate_row 5!too_many_columns 6!unclosed_quote");
    let edits = vec![
        edit(2, Some(" NAVN "), "Bo"),
        edit(4, Some("Mail"), "ida2@a.example"),
        edit(5, None, "Eva;eva@a.example"),
        edit(6, None, "Ole;ole@a.example"),
    ];
    let fixed = read("list.csv", list.as_bytes(), &with(|it| it.edits = edits)).unwrap();
    assert_eq!(summary(&fixed), "2:Bo 3:Ida 4:Ida 5:Eva 6:Ole");
    assert_eq!(text(&fixed.rows[4], &Field::Email), "ole@a.example");
    let none = read("list.csv", list.as_bytes(), &with(|it| it.edits = vec![edit(2, Some("Skostørrelse"), "x")]));
    assert!(matches!(none, Err(ListError::NoSuchColumn { .. })), "{none:?}");
}

#[test]
fn lines_are_kept_as_they_stand_and_written_as_they_stood() {
    let list = "Navn;Note\nBo;\"a;b\"\n;uden navn\n";
    let listing = read("list.csv", list.as_bytes(), &with(|it| it.keep = BTreeSet::from([2, 3, 9]))).unwrap();
    assert_eq!(listing.headings, ["Navn", "Note"]);
    assert_eq!(listing.kept, [kept(2, &["Bo", "a;b"], None), kept(3, &["", "uden navn"], None)]);
    let lines: Vec<String> = listing.kept.iter().map(|kept| line_text(&kept.cells, listing.delimiter)).collect();
    assert_eq!(lines, ["Bo;\"a;b\"", ";uden navn"]);
}

fn kept(line: u32, cells: &[&str], text: Option<&str>) -> Kept {
    Kept { line, cells: cells.iter().map(|cell| (*cell).to_owned()).collect(), text: text.map(str::to_owned) }
}

#[test]
fn a_line_with_a_quotation_never_closed_is_kept_from_its_start() {
    let read = |list: &str, keep: u32, edits: Vec<Edit>| {
        let options = with(|it| {
            it.keep = BTreeSet::from([keep]);
            it.edits = edits;
        });
        read("list.csv", list.as_bytes(), &options).unwrap()
    };
    let list = "Navn;Firma\nBo;\"A\nEa;B";
    let plain = read(list, 2, Vec::new());
    assert_eq!(plain.kept, [kept(2, &["Bo", "\"A"], Some("Bo;\"A"))]);
    assert_eq!(plain.rejected[0].value.as_deref(), Some("\"A"), "at fault is what begins with the quote");
    let whole = read(list, 2, vec![edit(2, None, "Bo;A")]);
    assert_eq!((summary(&whole).as_str(), text(&whole.rows[0], &Field::Organisation).as_str()), ("2:Bo 3:Ea", "A"));
    assert_eq!(whole.kept, [kept(2, &["Bo", "A"], None)], "put right, it is a line as any other");
    let cell = read(list, 2, vec![edit(2, Some("Firma"), "A")]);
    assert_eq!((summary(&cell), cell.kept), (summary(&whole), whole.kept), "one cell is enough");

    // Cells behind the quote, lines before it, and no line end.
    let list = "Navn;Note;Firma;Titel\nEa;;B;\nBo;\"a\r\nb\";\"A \"\"x\"\" y;T ; ";
    let listing = read(list, 3, Vec::new());
    let cells = ["Bo", "a\r\nb", "\"A \"\"x\"\" y", "T ", " "];
    assert_eq!(listing.kept, [kept(3, &cells, Some("Bo;\"a\r\nb\";\"A \"\"x\"\" y;T ; "))]);
    assert_eq!(listing.rejected[0].value.as_deref(), Some("\"A \"\"x\"\" y;T ;"));
}

#[test]
fn headings_that_nobody_knows_are_shown_to_be_chosen_from() {
    let list = b"\nHvem;Hvor\nBo;Havnby\n";
    assert!(matches!(read("list.csv", list, &ReadOptions::default()), Err(ListError::NoHeader { .. })));
    let listing = read("list.csv", list, &with(|it| it.any_header = true)).unwrap();
    assert_eq!((listing.header_line, summary(&listing).as_str()), (2, "3!missing_name 1-blank"));
    assert_eq!(listing.columns[0].samples, ["Bo"]);
    let mapping = [("name".to_owned(), "Hvem".to_owned())].into();
    let chosen = read("list.csv", list, &with(|it| it.mapping = mapping)).unwrap();
    assert_eq!(text(&chosen.rows[0], &Field::Name), "Bo");
}

#[test]
fn lists_with_the_same_headings_have_the_same_shape() {
    assert_eq!(shape(["Navn:", " E-MAIL"]), shape(["navn", "e mail"]));
    assert_ne!(shape(["Navn", "Mail"]), shape(["Mail", "Navn"]), "in another order it is another list");
}
