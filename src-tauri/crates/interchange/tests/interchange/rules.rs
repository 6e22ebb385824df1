//! A table for each rule of `import-samples/README.md`, and for what we decided beside them.

use std::collections::BTreeMap;

use checkin::{Field, FieldValue};
use interchange::{Column, Listing, ReadOptions, WarningReason, read};

use crate::{check, listing, summary, text};

fn read_bytes(bytes: &[u8]) -> Listing {
    read("list.csv", bytes, &ReadOptions::default()).unwrap()
}

fn utf16(text: &str, mark: impl IntoIterator<Item = u8>, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
}

#[test]
fn the_encoding_is_found_by_mark_then_utf8_then_windows_1252() {
    let check = |bytes: &[u8], encoding: &str, name: &str| {
        let listing = read_bytes(bytes);
        assert_eq!((listing.encoding.as_str(), text(&listing.rows[0], &Field::Name).as_str()), (encoding, name));
        assert!(listing.warnings.is_empty(), "nothing is doubtful in {encoding}");
    };
    check("Navn;Firma\nSøren;".as_bytes(), "utf-8", "Søren");
    check("\u{FEFF}Navn;Firma\nSøren;".as_bytes(), "utf-8 with BOM", "Søren");
    check(b"Navn;Firma\nS\xF8ren;", "windows-1252", "Søren");
    check(b"Navn;Firma\nS\xF8ren \x96 \x80;", "windows-1252", "Søren – €");
    check(&utf16("Navn\tFirma\r\nŁukasz\t", [0xFF, 0xFE], u16::to_le_bytes), "utf-16le with BOM", "Łukasz");
    check(&utf16("Navn\tFirma\r\nŁukasz\t", [0xFE, 0xFF], u16::to_be_bytes), "utf-16be with BOM", "Łukasz");
    // Without a mark it shows in the zeros.
    for list in ["Navn\tFirma\r\nŁukasz\t".to_owned(), format!("Navn\tFirma\r\nŁukasz\t{}", "小明".repeat(100))] {
        let [little, big] = [u16::to_le_bytes, u16::to_be_bytes].map(|bytes| utf16(&list, None, bytes));
        check(&little, "utf-16le", "Łukasz");
        check(&big, "utf-16be", "Łukasz");
        assert!(interchange::encodings(&little).is_empty(), "nothing else is to be chosen");
    }
}

#[test]
fn nothing_is_misread_silently() {
    let check = |bytes: &[u8], encoding: &str, expected: &str| {
        let listing = read_bytes(bytes);
        assert_eq!((listing.encoding.as_str(), summary(&listing).as_str()), (encoding, expected));
    };
    // One broken byte makes a file of UTF-8 one of windows-1252.
    check(b"Navn;Firma\nS\xC3\xB8ren;\nBo;\nJ\xF8rn;", "windows-1252", "2:SÃ¸ren 3:Bo 4:Jørn 2?undecodable_text");
    // 0x81 is no letter in windows-1252.
    check(b"Navn;Firma\n\x81se;\nJ\xF8rn;", "windows-1252", "2:\u{FFFD}se 3:Jørn 2?undecodable_text");
    check(b"\xEF\xBB\xBFNavn;Firma\nS\xF8ren;\n", "utf-8 with BOM", "2:S\u{FFFD}ren 2?undecodable_text");
    // An unpaired surrogate.
    check(
        b"\xFF\xFEN\0a\0v\0n\0;\0E\0-\0m\0a\0i\0l\0\n\0B\0\x00\xD8;\0",
        "utf-16le with BOM",
        "2:B\u{FFFD} 2?undecodable_text",
    );
}

#[test]
fn lines_end_in_crlf_lf_or_cr() {
    for end in ["\r\n", "\n", "\r"] {
        check(&["Navn;Firma", "Bo;A", "", "Ea;B"].join(end), "2:Bo 4:Ea 3-blank");
        let quoted = ["Navn;Note", "Bo;\"a", "b\"", "Ea;B"].join(end);
        check(&quoted, "2:Bo 4:Ea");
    }
}

#[test]
fn the_delimiter_is_the_one_of_the_header() {
    let check = |text: &str, delimiter: Option<char>, header_line: u32, name: &str| {
        let listing = listing(text);
        let found = (listing.delimiter, listing.header_line, crate::text(&listing.rows[0], &Field::Name));
        assert_eq!(found, (delimiter, header_line, name.to_owned()), "for {text:?}");
    };
    check("Navn;Firma\nBo, Ea;A,B", Some(';'), 1, "Bo, Ea");
    check("Navn,Firma\nBo;A,", Some(','), 1, "Bo;A");
    check("Navn\tFirma\nBo\tA;B;C", Some('\t'), 1, "Bo");
    check("Navn|Firma\nBo|A", Some('|'), 1, "Bo");
    check("sep=;\nNavn;Firma\nBo;A", Some(';'), 2, "Bo");
    check("\"sep=,\"\r\nNavn,Firma\r\nBo,A", Some(','), 2, "Bo");
    check("SEP=\t\rNavn\tFirma\rBo\tA", Some('\t'), 2, "Bo");
    check("sep=^\nNavn^Firma\nBo^A", Some('^'), 2, "Bo");
    check("Navn\nHansen, Bo; Ea", None, 1, "Hansen, Bo; Ea");
    check("\n\nNavn\nBo", None, 3, "Bo");
}

#[test]
fn the_header_is_the_first_row_with_known_headings() {
    check("Velfærdens Dag;;\n\nNavn;E-mail;\nBo;;", "4:Bo 1-preamble 2-blank");
    // A preamble may use a word that is a heading too.
    check("Navn;Velfærdens Dag\nNavn;E-mail\nBo;", "3:Bo 1-preamble");
    // What a ticket type is called is no header.
    assert!(matches!(
        crate::refusal("Hvem;Hvad\nBo;Deltager".as_bytes()),
        interchange::ListError::NoHeader { headings } if headings == ["Hvem", "Hvad"]
    ));
    assert!(listing("Navn;E-mail").rows.is_empty(), "a header alone is a list without people");
    check("E-mail;Firma\na@b.example;B", "2!missing_name");
}

#[test]
fn quotes_open_a_cell_only_at_its_start() {
    check("Navn;Firma\nAksel \"Bølle\" Bruun;\"A;B\"", "2:Aksel \"Bølle\" Bruun");
    check("Navn;Firma\n\"Bo \"\"B\"\" As\";A", "2:Bo \"B\" As");
    check("Navn;Firma\n\"Bo\" As;A", "2:Bo As");
    check("Navn;Firma\n \"Bo\";A", "2:\"Bo\"");
    check("Navn;Firma\n\"Bo\" ;A\n\"\";B\n\"Ea\"", "2:Bo 4:Ea 3!missing_name");
    let row = &listing("Navn;Note\nBo;\"a\r\nb\n\"\"c\"\"\"").rows[0];
    assert_eq!(text(row, &Field::Note), "a\nb\n\"c\"", "a note keeps its lines");
}

#[test]
fn a_quotation_never_closed_costs_one_row_and_not_the_rest() {
    check("Navn;Firma\nBo;\"A\nEa;B\nIb;C", "3:Ea 4:Ib 2!unclosed_quote");
    check("Navn;Firma\nBo;\"A\nEa;B\n\"Ib;C", "3:Ea 2!unclosed_quote 4!unclosed_quote");
    // It is not closed by the quotation of a later row, which would swallow all between.
    check("Navn;Firma\nBo;\"A\nEa;B\nIb;\"C\"\nUl;D", "3:Ea 4:Ib 5:Ul 2!unclosed_quote");
    check("Navn;Firma\n\"Bo;A\n\"Ea\";B\n\"Ib\";\"C\"", "3:Ea 4:Ib 2!unclosed_quote");
    // The line is the record's first, what is below the broken line is taken up again.
    check("Navn;Note;Firma\nBo;\"a\nb\";\"A\nEa;;B", "4:Ea 2!unclosed_quote");
    let rejected = &listing("Navn;Firma\nBo;\"A\nEa;B").rejected[0];
    assert_eq!(rejected.value.as_deref(), Some("\"A"), "the text where it begins");
}

#[test]
fn blanks_and_line_breaks_are_cleaned() {
    check("Navn;Firma\n \u{a0}Bo \u{200b} As\u{a0};", "2:Bo As");
    check("Navn;Firma\nA\u{30a}se;", "2:Åse");
    let row = &listing("Navn;Firma;Titel;Note\nBo;\"A\nB\";\"C\r\nD\";\"E\nF\"").rows[0];
    let texts = [Field::Organisation, Field::Title, Field::Note].map(|field| text(row, &field));
    assert_eq!(texts, ["A B", "C D", "E\nF"], "a line break is a blank, but not in a note");
}

#[test]
fn blank_rows_and_headers_are_skipped() {
    check("Navn;Firma\nBo;\n\n;\n\u{a0};\u{200b}\nEa;", "2:Bo 6:Ea 3-blank 4-blank 5-blank");
    check("Navn;Firma\nBo;\nNAVN ;firma\nEa;", "2:Bo 4:Ea 3-repeated_header");
}

#[test]
fn short_rows_are_filled_and_long_ones_rejected_if_there_is_something() {
    check("Navn;Firma;Titel\nBo\nEa;A;B;; ;\nIb;A;B;C", "2:Bo 3:Ea 4!too_many_columns");
    check("Navn;Firma;;\nBo;A;B;", "2:Bo");
    let rejected = &listing("Navn;Firma\nIb;A;;C").rejected[0];
    assert_eq!(rejected.value.as_deref(), Some("C"), "the text beyond the header");
}

#[test]
fn a_name_is_needed_and_nothing_else() {
    check("Fornavn;Efternavn;E-mail\nBo;;\n;As;\n;;a@b.example", "2:Bo 3:As 4!missing_name");
    check("Navn;E-mail\nBo;\n\u{200b};a@b.example", "2:Bo 3!missing_name");
}

#[test]
fn names_are_split_and_joined() {
    let check = |header: &str, cells: &str, expected: [&str; 3]| {
        let listing = listing(&format!("{header};Firma\n{cells};"));
        let fields = [Field::Name, Field::GivenName, Field::FamilyName];
        assert!(fields.iter().all(|field| listing.rows[0].values.contains_key(field)), "all three are set");
        assert_eq!(fields.map(|field| text(&listing.rows[0], &field)), expected, "for {header} {cells}");
    };
    check("Fornavn;Efternavn", "Bo;As", ["Bo As", "Bo", "As"]);
    check("Fornavn;Efternavn", ";As", ["As", "", "As"]);
    check("Navn", "Ludwig van Beethoven", ["Ludwig van Beethoven", "Ludwig", "van Beethoven"]);
    check("Navn", "As, Bo", ["As, Bo", "Bo", "As"]);
    check("Navn", "Bo", ["Bo", "Bo", ""]);
    // First and last name go before the whole one, which helps where they are blank.
    check("Fornavn;Efternavn;Navn", "Bo;As;Xx Yy", ["Bo As", "Bo", "As"]);
    check("Fornavn;Efternavn;Navn", ";;Xx Yy", ["Xx Yy", "Xx", "Yy"]);
    // A Danish list with "Navn" for the given name.
    check("Navn;Efternavn", "Bo;As", ["Bo As", "Bo", "As"]);
    check("Navn;Efternavn", "Bo As;As", ["Bo As", "Bo", "As"]);
    check("Navn;Efternavn", "As, Bo;As", ["As, Bo", "Bo", "As"]);
    check("Navn;Fornavn", "Bo Ib As;Bo Ib", ["Bo Ib As", "Bo Ib", "As"]);
    // A German list with "Name" for the family name.
    check("Vorname;Name", "Anna;Müller", ["Anna Müller", "Anna", "Müller"]);
    check("Vorname;Name", "Anna;Anna Müller", ["Anna Müller", "Anna", "Müller"]);
    check("Vorname;Name", "Anna;Müller, Anna", ["Müller, Anna", "Anna", "Müller"]);
    check("Vorname;Name", "Anna;MÜLLER ANNA", ["MÜLLER ANNA", "MÜLLER", "ANNA"]);
}

#[test]
fn a_code_seen_before_is_a_duplicate() {
    check("Kode;Navn;Firma\n01;Bo;A\n1;Ea;A\n01;Ib;A\nx;Ul;A\nX;Ul;A", "2:Bo 3:Ea 5:Ul 6:Ul 4!duplicate_code");
    let rejected = &listing("Billetkode;Navn\nA1;Bo\nA1;Ea").rejected[0];
    assert_eq!(
        (rejected.column.as_deref(), rejected.value.as_deref(), rejected.other_line),
        (Some("Billetkode"), Some("A1"), Some(2)),
        "the report says which code and where it was before"
    );
    // Only rows that come in count as seen.
    check("Kode;Navn\nA1;\nA1;Bo", "3:Bo 2!missing_name");
    // Rows without a code are compared as in a list without codes.
    check("Kode;Navn\n;Bo\n;bo\nA;Bo", "2:Bo 4:Bo 3!duplicate_row");
}

#[test]
fn without_a_code_the_same_person_again_is_a_duplicate() {
    let header = "Navn;E-mail;Firma;Billet\n";
    check(&format!("{header}Bo;a@b.cd;F;T\nBO;A@B.CD;f;t"), "2:Bo 3!duplicate_row");
    check(&format!("{header}Bo;a@b.cd;F;T\nBo;a@b.cd;F;U"), "2:Bo 3:Bo 3?shared_email");
    check(&format!("{header}Bo;;F;T\nBo;;G;T"), "2:Bo 3:Bo");
    check(&format!("{header}Bo;a@b.cd;F;T\nEa;a@b.cd;F;T"), "2:Bo 3:Ea 3?shared_email");
    assert_eq!(listing(&format!("{header}Bo;;;\nEa;;;\nBo;;;")).rejected[0].other_line, Some(2), "the earlier line");
}

#[test]
fn addresses_are_looked_at() {
    let good = ["a@b.example", "å.b+c@d-e.example", "A@B.EXAMPLE", "a@b.c.d", "o'a@b.example"];
    let bad = ["a", "a@b", "a@@b.c", "a@b.c; d@e.f", "@b.c", "a@.c", "a@b.", "a b@c.d", "a(at)b.c", "A <a@b.c>"];
    for (addresses, warned) in [(&good[..], false), (&bad[..], true)] {
        for address in addresses {
            let listing = listing(&format!("Navn,E-mail\nBo,{address}"));
            let warnings: Vec<_> = listing.warnings.iter().map(|warned| warned.reason).collect();
            assert_eq!(warnings == [WarningReason::InvalidEmail], warned, "for {address}: {warnings:?}");
            assert_eq!(text(&listing.rows[0], &Field::Email), *address, "it is kept");
        }
    }
}

#[test]
fn odd_names_and_codes_come_in_with_a_remark() {
    check("Navn;Firma\n\"Bo\nEa\";\n\"Bo; Ea\";\n\"Bo\n\";", "2:Bo Ea 4:Bo; Ea 5:Bo 2?several_names 4?several_names");
    check(
        "Navn|Firma|Titel\n=1+1|A|B\n=A(1;2)|+A|-\nEa|@A|\nIb||A-B",
        "2:=1+1 3:=A(1;2) 4:Ea 5:Ib 2?formula_text 3?formula_text 4?formula_text",
    );
    check(
        "Navn;Firma\nInfo Requested;\nNavn følger;\nNull;",
        "2:Info Requested 3:Navn følger 4:Null 2?placeholder_name 3?placeholder_name",
    );
    check(
        "Kode;Navn\n4,50189E+12;A\n4.5e+3;B\n45E12;C\nE+12;D\n1E+5;E",
        "2:A 3:B 4:C 5:D 6:E 2?suspicious_code 3?suspicious_code 6?suspicious_code",
    );
    let long = "å".repeat(201);
    check(&format!("Navn;Firma\n{long};\nBo;{long}"), &format!("2:{} 3:Bo 2?too_long", "å".repeat(200)));
    // First and last name fit, together they do not.
    let half = "x".repeat(150);
    check(&format!("Fornavn;Efternavn\n{half};{half}"), &format!("2:{half} {} 2?too_long", "x".repeat(49)));
}

#[test]
fn a_gigantic_cell_is_cut() {
    let listing = listing(&format!("Navn;Bemærkning\nBo;{}\nEa;", "å".repeat(5_000_000)));
    assert_eq!(text(&listing.rows[0], &Field::Note).chars().count(), 4_000, "as long as a note may be");
    assert_eq!(listing.warnings[0].reason, WarningReason::TooLong, "and said so");
}

#[test]
fn status_words_are_understood() {
    let check = |header: &str, cells: &str, expected: &str| {
        let listing = listing(&format!("Navn;{header}\nBo;{cells}"));
        assert_eq!(text(&listing.rows[0], &Field::Status), expected, "for {header} {cells}");
    };
    for word in [
        "Not Attending",
        "Afmeldt",
        "Refunded",
        "Cancelled",
        "Deleted",
        "Annulleret",
        "CANCELED",
        "storniert",
        "Afbud",
        "Frameldt",
        "Udmeldt",
        "cancel",
        "INVALIDATED",
        "RELEASED",
    ] {
        check("Status", word, "cancelled");
    }
    for word in ["Attending", "Tilmeldt", "", "paid", "Bekræftet"] {
        check("Status", word, "confirmed");
    }
    for word in ["Venteliste", "waitlist", "Waitlisted", "på venteliste", "Warteliste"] {
        check("Status", word, "waitlisted");
    }
    check("Status", "pending", "paymentDue");
    check("Status", "Måske", "");
    check("Betalt", "Ja", "confirmed");
    for word in ["Nej", "no", "0", "false"] {
        check("Betalt", word, "paymentDue");
    }
    check("Betalt;Status", "Nej;Tilmeldt", "paymentDue");
    check("Betalt;Status", "Nej;Afmeldt", "cancelled");
    check("Betalt;Status", "Nej;Venteliste", "waitlisted");
    check("Firma", "A", "");
    for (word, status) in [("Ja", "cancelled"), ("Nej", "confirmed"), ("", "confirmed"), ("2026-08-01", "cancelled")] {
        check("Annulleret", word, status);
    }
    check("Annulleret;Status", "Ja;Tilmeldt", "cancelled");
    check("Annulleret;Status", "Nej;Venteliste", "waitlisted");
    check("Annulleret;Betalt", ";Nej", "paymentDue");
    crate::check("Navn;Status\nBo;Måske", "2:Bo 2?unknown_status");
}

#[test]
fn amounts_paid_are_no_status() {
    let listing = listing("Navn;Betalt\nBo;0,00\nEa;250,00");
    assert_eq!(text(&listing.rows[0], &Field::Status), "", "an amount is no yes or no");
    assert_eq!(text(&listing.rows[0], &Field::Own("Betalt".into())), "0,00", "it is an own column");
}

#[test]
fn attention_becomes_an_alert_and_the_note_stays() {
    let check = |cells: &str, alert: &str, note: &str| {
        let row = &listing(&format!("Navn;Requires special attention;Comment\nBo;{cells}")).rows[0];
        assert_eq!((text(row, &Field::Alert).as_str(), text(row, &Field::Note).as_str()), (alert, note), "for {cells}");
    };
    check("Yes;Høreapparat", "Høreapparat", "Høreapparat");
    check("1;", "Requires special attention", "");
    check("ja;", "Requires special attention", "");
    check("No;Høreapparat", "", "Høreapparat");
    check(";Høreapparat", "", "Høreapparat");
    check("Ring til Bo;Høreapparat", "Ring til Bo", "Høreapparat");
}

#[test]
fn arrivals_come_in_if_their_time_has_one_meaning() {
    let check = |text: &str, expected: Option<&str>, warned: bool| {
        let listing = listing(&format!("Navn|Checked in\nBo|{text}"));
        let time = listing.rows[0].arrived_at.map(|time| time.to_string());
        assert_eq!(time.as_deref(), expected, "for {text}");
        assert_eq!(listing.rows[0].arrived_offset, None, "for {text}");
        assert_eq!(!listing.warnings.is_empty(), warned, "for {text}");
    };
    check("2026-10-01 08:12:33", Some("2026-10-01T08:12:33"), false);
    check("2026-10-01T08:12", Some("2026-10-01T08:12:00"), false);
    // A day alone is when somebody travels, or nobody knows when they came.
    for day in ["2026-10-01", "30-09-2026", "1.10.26", "2026-10-01 00:00:00", "30-09-2026 00:00", "2026-10-01T00:00Z"] {
        check(day, None, true);
    }
    check("01-10-2026 08:12", Some("2026-10-01T08:12:00"), false);
    check("1.10.2026 kl. 8.12", Some("2026-10-01T08:12:00"), false);
    check("14/08/2026 10:28", Some("2026-08-14T10:28:00"), false);
    check("8/14/26 10:28 PM", Some("2026-08-14T22:28:00"), false);
    check("2026/10/01 12:05 am", Some("2026-10-01T00:05:00"), false);
    check("8/9/2026 10:28", None, true);
    check("01-10-2026 08:12-09:30", None, true);
    check("2026-10-01 08:12:33[America/New_York]", None, true);
    check("2026-10-01 08:12:33 CEST", None, true);
    check("Yes", None, true);
    check("31-02-2026", None, true);
    check("No", None, false);
    check("", None, false);
}

#[test]
fn arrivals_by_another_clock_say_how_far_it_is_from_utc() {
    let check = |text: &str, time: &str, seconds: i32| {
        let row = &listing(&format!("Navn|Checked in\nBo|{text}")).rows[0];
        let found = (row.arrived_at.map(|time| time.to_string()), row.arrived_offset.map(|offset| offset.seconds()));
        assert_eq!(found, (Some(time.to_owned()), Some(seconds)), "for {text}");
    };
    check("2026-10-01T06:12:33+00:00", "2026-10-01T06:12:33", 0);
    check("2026-10-01T06:12:33.250Z", "2026-10-01T06:12:33.25", 0);
    check("2026-10-01 06:12:33 UTC", "2026-10-01T06:12:33", 0);
    check("2026-10-01T08:12:33+02:00[Europe/Copenhagen]", "2026-10-01T08:12:33", 7_200);
    check("01-10-2026 08:12 +0200", "2026-10-01T08:12:00", 7_200);
    check("2026-10-01T02:42:33-03:30", "2026-10-01T02:42:33", -12_600);
    check("2026-10-01 01:12:33-05", "2026-10-01T01:12:33", -18_000);
}

#[test]
fn other_columns_become_own_fields() {
    let listing = listing("Navn;T-shirt;T-shirt;Tom;;Price\nBo;M;L;;x;0.00\nEa;;;;;");
    let own = |name: &str| text(&listing.rows[0], &Field::Own(name.into()));
    assert_eq!([own("T-shirt"), own("T-shirt (2)"), own("Price")], ["M", "L", "0.00"]);
    assert_eq!(own("E"), "x", "without a heading under the letter of the column");
    assert_eq!(listing.rows[0].values.len(), 7, "three names and four own columns");
    assert_eq!(listing.rows[1].values.len(), 3, "nothing for an empty cell");
    let headings: Vec<&str> = listing.own.iter().map(|(_, heading)| heading.as_str()).collect();
    assert_eq!(headings, ["T-shirt", "T-shirt", "E", "Price"], "own columns with a value");
    assert!(listing.fields().contains(&Field::Own("T-shirt (2)".into())), "the list speaks about it");
    assert!(listing.fields().contains(&Field::Own("Tom".into())), "and takes away what an earlier one had there");
    assert!(!listing.fields().contains(&Field::Email), "and not about what it has no column for");
    let long = "x".repeat(150);
    let listing = crate::listing(&format!("Navn;{long};{long}\nBo;a;b"));
    let Field::Own(second) = &listing.own[1].0 else { panic!("an own field") };
    assert!(second.ends_with("x (2)") && second.chars().count() == 100, "{second}");
}

#[test]
fn several_codes_in_a_cell_are_several_codes() {
    let row = &listing("Navn|Billetkoder\nBo|\"A1; B2\nA1\"").rows[0];
    assert_eq!(row.values[&Field::TicketCodes], FieldValue::List(vec!["A1".into(), "B2".into()]));
}

#[test]
fn what_is_asked_for_goes_before_what_a_heading_means() {
    let options = |pairs: &[(&str, &str)]| ReadOptions {
        mapping: pairs.iter().map(|(field, heading)| ((*field).into(), (*heading).into())).collect::<BTreeMap<_, _>>(),
        ..ReadOptions::default()
    };
    let read = |text: &str, pairs: &[(&str, &str)]| read("list.csv", text.as_bytes(), &options(pairs)).unwrap();

    let listing = read("Hvem;Hvor\nBo;A", &[("name", " HVEM "), ("organisation", "Hvor")]);
    assert_eq!(summary(&listing), "2:Bo");
    assert_eq!(text(&listing.rows[0], &Field::Organisation), "A");

    let listing = read("Navn;Hvem\nX;Bo", &[("name", "Hvem")]);
    assert_eq!(text(&listing.rows[0], &Field::Name), "Bo");
    assert_eq!(text(&listing.rows[0], &Field::Own("Navn".into())), "X", "the other is an own column");

    for key in ["organisation", "field:Sted"] {
        let listing = read("Navn;Firma\nBo;A", &[(key, "firma")]);
        let field = Column::from_key(key).unwrap().field().unwrap();
        assert_eq!(text(&listing.rows[0], &field), "A", "for {key}");
    }
    for (sample, contract) in [("first_name", "givenName"), ("ticket_type", "ticketType"), ("code", "ticketCodes")] {
        assert_eq!(Column::from_key(sample), Column::from_key(contract), "both names mean one column");
        assert!(Column::from_key(sample).is_some());
    }
    let listing = read("Navn;Firma\nBo;A", &[("organisation", "")]);
    assert!(!listing.fields().contains(&Field::Organisation), "an empty heading says that there is no such column");
    let listing = read("Navn;Betalt\nBo;0\nEa;250", &[("paid", "Betalt")]);
    assert_eq!(text(&listing.rows[0], &Field::Status), "paymentDue", "asked for, it is what it is said to be");
}

#[test]
fn every_column_has_its_names() {
    for column in Column::FIXED {
        assert_eq!(Column::from_key(&column.key()), Some(column.clone()), "for {}", column.key());
        let contract = Column::from_key(&column.contract_key()).unwrap();
        assert_eq!(contract.field(), column.field(), "for {}", column.contract_key());
    }
    assert_eq!(Column::from_key("sessions"), None, "sessions are no column");
}

#[test]
fn every_column_says_what_it_was_taken_for_and_shows_its_first_values() {
    let list = "Navn;Firma/Org.;;Rum\n\nBo  Ås;;x;A\nIda;Havnby;;B\n;Nordfjord;;C\n\"Åse;;;\n";
    let columns = read_bytes(list.as_bytes()).columns;
    let shown: Vec<_> = columns
        .iter()
        .map(|column| (column.heading.as_str(), column.column.clone(), column.samples.join("|")))
        .collect();
    assert_eq!(
        shown,
        [
            ("Navn", Some(Column::Name), "Bo Ås|Ida".to_owned()),
            ("Firma/Org.", Some(Column::Organisation), "Havnby|Nordfjord".to_owned()),
            ("C", None, "x".to_owned()),
            ("Rum", None, "A|B|C".to_owned()),
        ],
        "blank values are passed over, a rejected row shows what it has, a broken one nothing; no heading, its letter"
    );
    let closed = read_bytes(b"Navn;Rum;;\nBo;A;;\nIda;B;;\n");
    assert_eq!(closed.columns.len(), 2, "nothing above and nothing below is no column");
    assert_eq!(closed.headings, ["Navn", "Rum", "", ""]);
    let many: String = (0..9).map(|n| format!("Person {n}\n")).collect();
    assert_eq!(read_bytes(format!("Navn\n{many}").as_bytes()).columns[0].samples.len(), 3);
    let long = format!("Navn;Note\nBo;{}\n", "ø".repeat(500));
    assert_eq!(read_bytes(long.as_bytes()).columns[1].samples[0].chars().count(), 100, "cut for the screen");
}
