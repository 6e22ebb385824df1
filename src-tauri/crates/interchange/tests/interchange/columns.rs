//! What stands above and below the columns of a list: headings in two rows or none, a sum at the end.

use std::collections::BTreeMap;

use checkin::Field;
use interchange::{ReadOptions, read};

use crate::{check, listing, text};

#[test]
fn a_middle_name_is_a_part_of_the_whole_name() {
    let check = |header: &str, cells: &str, expected: [&str; 3]| {
        let row = &listing(&format!("{header}\n{cells}")).rows[0];
        let fields = [Field::Name, Field::GivenName, Field::FamilyName];
        assert_eq!(fields.map(|field| text(row, &field)), expected, "for {header} {cells}");
    };
    let header = "Fornavn;Mellemnavn;Efternavn";
    check(header, "Bo;Ib;As", ["Bo Ib As", "Bo", "As"]);
    check(header, "Bo;;As", ["Bo As", "Bo", "As"]);
    check(header, "Bo;Ib;", ["Bo Ib", "Bo", ""]);
    check(header, "Bo Ib;Ib;As", ["Bo Ib As", "Bo Ib", "As"]);
    check(header, "Bo;Ib;Ib As", ["Bo Ib As", "Bo", "Ib As"]);
    check("Vorname;Zweiter Vorname;Name", "Bo;Ib;As", ["Bo Ib As", "Bo", "As"]);
    check("First name;Middle name;Last name;Name", "Bo;Ib;As;As Bo Ib", ["As Bo Ib", "Bo", "As"]);
    crate::check("Fornavn;Mellemnavn;Efternavn\n;Ib;", "2!missing_name");
}

#[test]
fn a_sum_below_the_list_is_nobody() {
    check("Navn;Firma;E-mail;Antal\nBo;A;;1\nI alt;;;240", "2:Bo 3!missing_name");
    check(
        "Fornavn;Efternavn;Pris;Pladser\nBo;As;1;1\nTotal:;;1.250,00 kr.;2 stk.\n;;;",
        "2:Bo As 3!missing_name 4-blank",
    );
    let rejected = &listing("Nr;Navn;Antal\n1;Bo;1\n;Sum;1").rejected[0];
    assert_eq!((rejected.column.as_deref(), rejected.value.as_deref()), (Some("Navn"), Some("Sum")));
    // Anybody may be called so.
    check("Navn;Firma;E-mail\nBo;A;\nSum;;sum@a.example", "2:Bo 3:Sum");
    check("Navn;Firma;E-mail\nBo;A;\nTotal;Havnby Kommune;", "2:Bo 3:Total");
    check("Navn;Firma;E-mail\nSum;;\nBo;A;", "2:Sum 3:Bo");
    check("Navn;Firma\nSum;", "2:Sum");
}

#[test]
fn a_column_without_a_heading_can_be_chosen() {
    let list = b"Navn;;C;\nBo;bo@a.example;M;x\n".as_slice();
    let mapping = BTreeMap::from([("email".to_owned(), "b".to_owned())]);
    let listing = read("list.csv", list, &ReadOptions { mapping, ..ReadOptions::default() }).unwrap();
    let row = &listing.rows[0];
    assert_eq!(text(row, &Field::Email), "bo@a.example");
    assert_eq!(text(row, &Field::Own("C".into())), "M", "a heading goes before a letter");
    assert_eq!(text(row, &Field::Own("D".into())), "x");
    // Beyond the rows in which the meaning of columns is looked for.
    let late = format!("Navn;;Rum\n{}Bo;x;\n", "Ib;;A\n".repeat(1_100));
    let listing = crate::listing(&late);
    assert_eq!(text(listing.rows.last().unwrap(), &Field::Own("B".into())), "x");
    assert!(listing.own.contains(&(Field::Own("B".into()), "B".into())), "it is told of");
}

#[test]
fn headings_can_stand_in_two_rows() {
    let list = "Navn;;E-mail;Firma\nFornavn;Efternavn;;\nBo;Ås;bo@a.example;Havnby\nNavn;;E-mail;Firma\nFornavn;Efternavn;;\nIb;By;;\n";
    check(list, "3:Bo Ås 6:Ib By 4-repeated_header 5-repeated_header");
    let row = &listing(list).rows[0];
    let texts = [Field::GivenName, Field::FamilyName, Field::Email, Field::Organisation].map(|field| text(row, &field));
    assert_eq!(texts, ["Bo", "Ås", "bo@a.example", "Havnby"]);
    assert_eq!(listing(list).headings, ["Fornavn", "Efternavn", "E-mail", "Firma"]);
    // A second row that goes on to the right of the first.
    check("E-mail;Navn\n;Fornavn;Efternavn\n;Bo;Ås", "3:Bo Ås");
    // An attendee has something below the headings, or in it a word that is none.
    check("Navn;;E-mail\nName;Kontakt;", "2:Name");
    check("Navn;Firma;E-mail\nName;Kontakt;", "2:Name");
    check("Navn;;E-mail\nDeltager;;", "2:Deltager");
    check("Navn;;E-mail\nBo;Deltager;", "2:Bo");
}

#[test]
fn a_row_of_somebody_who_cancelled_is_no_header() {
    let listing = listing("Hvem;E-mail;Billettype;Status\nBo;a@b.example;Deltager;Afmeldt");
    assert_eq!(listing.header_line, 1);
}
