//! What is typed into the search field.

use std::sync::LazyLock;

use checkin::AttendeeId;
use find::{Entry, Index};
use uuid::Uuid;

const NAMES: [&str; 12] = [
    "Anne-Marie Ærø Sørensen",
    "Åse Aagaard",
    "Christian Lauridsen",
    "Jürgen Weiß",
    "Łukasz Þór Đorđe",
    "Эльза Ёлкина",
    "Hans Hansen",
    "Hanne Hanssen",
    "O'Brien von der Leyen",
    "Jo Ha",
    "X Æ A-12",
    "李 小龍",
];

static PEOPLE: LazyLock<Index> = LazyLock::new(|| Index::of((0..).zip(NAMES).map(|(n, name)| entry(n, name))));

fn entry(n: u128, name: &str) -> Entry {
    Entry {
        organisation: "Københavns Kommune".into(),
        email: "navn@firma.example".into(),
        phone: "+45 12 34 56 78".into(),
        order: "AB12-3".into(),
        ..Entry::new(AttendeeId::from_uuid(Uuid::from_u128(n)), name)
    }
}

/// The first line is a name that is added, the rest is typed: what is shown is in order, says rightly by which letters it
/// was found, and does not cost more the stranger the text is.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (name, typed) = text.split_once('\n').unwrap_or(("", &text));
    let mut people = PEOPLE.clone();
    let added = entry(100, name);
    people.put(added.clone());
    let found = people.search(typed, 10);
    assert!(found.hits.len() <= 10, "no more than were asked for");
    assert!(found.hits.is_sorted_by_key(|hit| hit.tier.is_guess()), "no guess before what was typed");
    // Twelve people and eight words: a text made to be slow would look at each again and again.
    assert!(found.looked_at < 20_000, "{} looked at", found.looked_at);
    for hit in found.hits.iter().filter(|hit| hit.id == added.id) {
        let letters = name.encode_utf16().count();
        for matched in hit.matched.iter().filter(|matched| matched.field == checkin::Field::Name) {
            assert!(matched.start < matched.end && matched.end <= letters, "marked outside of the name");
        }
    }
    assert_eq!(people.search(typed, 10), found, "the same again");
}
