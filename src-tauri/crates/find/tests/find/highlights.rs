//! The letters highlighted, cut out of the original spelling as JavaScript would.

use checkin::Field;
use find::{Entry, Index};

use crate::id;

fn original(entry: &Entry, field: &Field) -> String {
    match field {
        Field::Name => entry.name.clone(),
        Field::BadgeName => entry.badge_name.clone(),
        Field::Organisation => entry.organisation.clone(),
        Field::Email => entry.email.clone(),
        Field::Phone => entry.phone.clone(),
        Field::Order => entry.order.clone(),
        Field::TicketCodes => entry.ticket_codes.join(" "),
        Field::Own(_) => entry.fields[0].1.clone(),
        other => panic!("{other:?} is not in these tests"),
    }
}

#[track_caller]
fn check_entry(entry: &Entry, query: &str, expected: &[(Field, &str)]) {
    let mut index = Index::new();
    index.put(entry.clone());
    let found = index.search(query, 1);
    let matched = found.hits.first().map(|hit| hit.matched.clone()).unwrap_or_default();
    let cut: Vec<(Field, String)> = matched
        .iter()
        .map(|matched| {
            let units: Vec<u16> = original(entry, &matched.field).encode_utf16().collect();
            (matched.field.clone(), String::from_utf16(&units[matched.start..matched.end]).unwrap())
        })
        .collect();
    let cut: Vec<(Field, &str)> = cut.iter().map(|(field, text)| (field.clone(), text.as_str())).collect();
    assert_eq!(cut, expected, "for {query:?} in {entry:?}");
}

#[track_caller]
fn check(name: &str, query: &str, expected: &[&str]) {
    let expected: Vec<_> = expected.iter().map(|text| (Field::Name, *text)).collect();
    check_entry(&Entry::new(id(0), name), query, &expected);
}

#[test]
fn names() {
    check("Jens Sørensen", "sor", &["Sør"]);
    check("Jens Sørensen", "soer", &["Sør"]);
    check("Jens Sørensen", "so", &["Sø"]);
    check("Jens Soerensen", "sør", &["Soer"]);
    check("Jens Soerensen", "sor", &["Soer"]);
    check("Mette Kjær", "kjaer me", &["Me", "Kjær"]);
    check("Karl Weiß", "weis", &["Weiß"]);
    check("Åge Aagaard", "aag", &["Åg", "Aag"]);
    check("Åge Aagaard", "a", &["Å", "A"]);
    check("Jens Jensen", "jens jense", &["Jens", "Jense"]);
}

#[test]
fn decomposed_letters_and_letters_outside_the_first_plane() {
    check("So\u{308}ren A\u{30a}se", "so as", &["So\u{308}", "A\u{30a}s"]);
    check("So\u{308}ren", "s", &["S"]);
    check("Rene\u{301} Holm", "rene", &["Rene\u{301}"]);
    check("🙂 Smilla 🙂 Holm", "smil holm", &["Smil", "Holm"]);
    check("𝐉𝐞𝐧𝐬 Holm", "jen", &["𝐉𝐞𝐧"]);
    check("ﬁnn Holm", "fi", &["ﬁ"]);
    check("ﬁnn Holm", "f", &["ﬁ"]);
    check("İpek Holm", "ipek", &["İpek"]);
}

#[test]
fn words_as_one() {
    check("Anne-Marie Lund", "annemarie", &["Anne-Marie"]);
    check("Anne-Marie Lund", "annem", &["Anne-M"]);
    check("Anne Marie Lund", "anne-marie", &["Anne Marie"]);
    check("Peter O’Brien", "obri", &["O’Bri"]);
}

#[test]
fn other_fields_when_the_name_has_not_got_it() {
    let entry = Entry {
        badge_name: "Karen B.".into(),
        organisation: "Bjørn Holm A/S".into(),
        email: "karen@holm.dk".into(),
        phone: "🙂 +45 20-30 41 52".into(),
        order: "H-7".into(),
        ticket_codes: vec!["AB12".into(), "CD34".into()],
        fields: vec![("Hotel".into(), "Nyborg Strand".into())],
        ..Entry::new(id(0), "Karen Lund")
    };
    check_entry(&entry, "kar", &[(Field::Name, "Kar"), (Field::BadgeName, "Kar")]);
    check_entry(&entry, "holm", &[(Field::Organisation, "Holm")]);
    check_entry(
        &entry,
        "karen@holm.dk",
        &[(Field::Name, "Karen"), (Field::BadgeName, "Karen"), (Field::Organisation, "Holm"), (Field::Email, "dk")],
    );
    check_entry(&entry, "3041", &[(Field::Phone, "30 41")]);
    check_entry(&entry, "20 30 41 52", &[(Field::Phone, "20-30 41 52")]);
    check_entry(&entry, "cd34", &[(Field::TicketCodes, "CD34")]);
    check_entry(&entry, "strand", &[(Field::Own("Hotel".into()), "Strand")]);
}
