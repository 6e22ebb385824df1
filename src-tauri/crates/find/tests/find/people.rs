//! A small list, and who is found in it, best first.

use checkin::{Presence, Status};
use find::{Entry, Found, Index, Tier};

use crate::{found, id, index_of};

const NAMES: [&str; 22] = [
    "Jens Sørensen",
    "Åge Holm",
    "Jørgen Ærø",
    "Anna Müller",
    "Anne-Marie Lund",
    "Anne Marie Bach",
    "Annemarie Dahl",
    "Boris Bo",
    "Bo Hansen",
    "Søren Hansson",
    "Hans Boe",
    "Łukasz Żak",
    "Þóra Guðmundsdóttir",
    "Peter O'Brien",
    "Weiß, Karl",
    "Mette Kjær",
    "Mikkel Kjaer",
    "René Aagaard",
    "Ludwig van Beethoven",
    "Jens Myller",
    "Эльза Ёлкина",
    "王 小明",
];

#[track_caller]
fn check(query: &str, expected: &[&str]) {
    let index = index_of(&NAMES);
    // What was typed; guesses have tests of their own.
    let hits = index.search(query, 100).hits.into_iter().filter(|hit| !hit.tier.is_guess());
    let names: Vec<&str> = hits
        .map(|hit| hit.id)
        .map(|hit| NAMES.iter().enumerate().find(|(n, _)| id(*n) == hit).map_or("nobody", |(_, name)| *name))
        .collect();
    assert_eq!(names, expected, "for {query:?}");
}

#[test]
fn words_are_begun_in_any_order() {
    check("jens", &["Jens Myller", "Jens Sørensen"]);
    check("JENS sø", &["Jens Sørensen"]);
    check("sø jens", &["Jens Sørensen"]);
    check("van lud", &["Ludwig van Beethoven"]);
    check("karl w", &["Weiß, Karl"]);
    check("jens hansen", &[]);
    check("ens", &[]);
}

#[test]
fn nordic_letters_are_found_in_every_spelling() {
    for query in ["sørens", "sörens", "soerens", "sorens", "SØRENS", "so\u{308}rens"] {
        check(query, &["Jens Sørensen"]);
    }
    for query in ["åge", "aage", "age", "A\u{30a}ge", "aag holm"] {
        let hits = found(&index_of(&NAMES), query);
        assert!(hits.contains(&id(1)), "{query:?} finds Åge");
    }
    for query in ["jørgen", "jorgen", "joergen", "jörgen", "joe"] {
        check(query, &["Jørgen Ærø"]);
    }
    for query in ["ærø", "aeroe", "aero", "aroe", "äro", "ar"] {
        check(query, &["Jørgen Ærø"]);
    }
    check("aag", &["René Aagaard", "Åge Holm"]);
    check("ågård", &["René Aagaard"]);
    check("agard", &["René Aagaard"]);
    check("kjær", &["Mette Kjær", "Mikkel Kjaer"]);
    check("kjaer", &["Mikkel Kjaer", "Mette Kjær"]);
    check("kjar", &["Mikkel Kjaer", "Mette Kjær"]);
}

#[test]
fn german_letters_too() {
    check("müller", &["Anna Müller", "Jens Myller"]);
    check("mueller", &["Anna Müller"]);
    check("muller", &["Anna Müller"]);
    check("myller", &["Jens Myller", "Anna Müller"]);
    check("weiss", &["Weiß, Karl"]);
    check("weis", &["Weiß, Karl"]);
    check("weiß", &["Weiß, Karl"]);
}

#[test]
fn accents_strokes_and_other_scripts() {
    check("rene", &["René Aagaard"]);
    check("rené aa", &["René Aagaard"]);
    check("lukasz zak", &["Łukasz Żak"]);
    check("łu żak", &["Łukasz Żak"]);
    check("thora gudm", &["Þóra Guðmundsdóttir"]);
    check("t", &["Þóra Guðmundsdóttir"]);
    check("эльза елк", &["Эльза Ёлкина"]);
    check("小明", &["王 小明"]);
}

#[test]
fn another_spelling_is_not_any_other_letter() {
    // A person who types two letters means two letters.
    check("boe", &["Hans Boe"]);
    check("bor", &["Boris Bo"]);
    check("hanson", &[]);
    check("hanss", &["Søren Hansson"]);
    check("tora", &[]);
}

#[test]
fn double_names_with_a_hyphen_a_blank_or_nothing() {
    check("anne marie", &["Anne Marie Bach", "Anne-Marie Lund"]);
    check("annemarie", &["Anne Marie Bach", "Annemarie Dahl", "Anne-Marie Lund"]);
    check("anne-marie", &["Anne Marie Bach", "Annemarie Dahl", "Anne-Marie Lund"]);
    check("annem l", &["Anne-Marie Lund"]);
    check("marie", &["Anne Marie Bach", "Anne-Marie Lund"]);
    for query in ["o'brien", "obrien", "brien", "O’Brien", "o brien"] {
        check(query, &["Peter O'Brien"]);
    }
}

#[test]
fn whole_words_before_begun_ones_before_other_spellings() {
    check("hans", &["Hans Boe", "Bo Hansen", "Søren Hansson"]);
    check("bo", &["Boris Bo", "Bo Hansen", "Hans Boe"]);
    let index = index_of(&NAMES);
    let tier = |query: &str| index.search(query, 1).hits[0].tier;
    assert_eq!(tier("hans"), Tier::Exact);
    assert_eq!(tier("hans b"), Tier::Prefix, "the worst word decides");
    assert_eq!(tier("bori"), Tier::Prefix);
    assert_eq!(tier("soerensen"), Tier::Fold);
    assert_eq!(Tier::ALL.map(Tier::as_str), ["exact", "prefix", "fold", "slip", "sound"]);
}

#[test]
fn nothing_finds_nobody() {
    for query in ["", "  ", "-", "'", "@ .", "\u{301}", "\u{0}\n", "🙂"] {
        assert_eq!(index_of(&NAMES).search(query, 10), Found::default(), "for {query:?}");
    }
}

fn everything() -> Entry {
    Entry {
        badge_name: "Professor Tuborg".into(),
        organisation: "Bjørn & Co A/S".into(),
        title: "Head of R&D".into(),
        email: "kabo@bjorn-co.dk".into(),
        phone: "+45 20 30 41 52".into(),
        order: "ORD-2026-1047".into(),
        ticket_codes: vec!["TK77-QX".into(), "https://t.example/9".into()],
        fields: vec![("Allergi".into(), "Nødder".into())],
        ..Entry::new(id(1), "Karen Bøgelund")
    }
}

#[test]
fn every_field_is_searched() {
    let mut index = index_of(&["Somebody Else"]);
    index.put(everything());
    for query in [
        "bøge",
        "tuborg",
        "bjorn",
        "a/s",
        "head",
        "kabo",
        "kabo@bjorn-co.dk",
        "bjornco",
        "ord-2026",
        "1047",
        "ord20261047",
        "tk77-qx",
        "tk77qx",
        "nødder",
        "karen co 1047",
        "4152",
        "+4520304152",
        "20 30 41 52",
        "+45 20 30 41 52",
        "304",
        "004520304152",
    ] {
        assert_eq!(found(&index, query), [id(1)], "for {query:?}");
    }
    for query in ["999", "2031", "karen holm", "allergi"] {
        assert_eq!(found(&index, query), [], "for {query:?}");
    }
}

#[test]
fn names_before_other_fields() {
    let mut index = index_of(&["Carla Holm", "Bo Lund"]);
    index.put(Entry { organisation: "Car Rental".into(), ..Entry::new(id(2), "Anna Aa") });
    index.put(Entry { badge_name: "Car".into(), ..Entry::new(id(3), "Zoe Zimmer") });
    assert_eq!(found(&index, "car"), [id(3), id(0), id(2)], "whole in a name, begun in a name, whole elsewhere");
}

#[test]
fn expected_before_arrived_before_cancelled_then_by_the_alphabet() {
    let mut index = Index::new();
    let put = |index: &mut Index, n, name, arrived, cancelled| {
        let presence = if arrived { Presence::Inside } else { Presence::Expected };
        let status = if cancelled { Status::Cancelled } else { Status::Confirmed };
        index.put(Entry { presence, status, ..Entry::new(id(n), name) });
    };
    put(&mut index, 1, "Jens Aa", true, false);
    put(&mut index, 2, "Jens Åby", false, false);
    put(&mut index, 3, "Jens Ørum", false, false);
    put(&mut index, 4, "Jens Zink", false, false);
    put(&mut index, 5, "Jens Aa", false, true);
    put(&mut index, 6, "Anders Jens Zink", false, false);
    put(&mut index, 8, "Jens Abel", false, false);
    put(&mut index, 7, "Jens Abel", false, false);
    put(&mut index, 9, "Jensine Abel", false, false);
    put(&mut index, 10, "Jens Abe", true, true);
    assert_eq!(found(&index, "jens"), [7, 8, 6, 4, 3, 2, 1, 5, 10, 9].map(id));
    for limit in 0..=11 {
        let some = index.search("jens", limit);
        let all = found(&index, "jens");
        let ids: Vec<_> = some.hits.iter().map(|hit| hit.id).collect();
        assert_eq!(ids, all[..limit.min(10)], "the first {limit}");
        assert_eq!(some.more, limit < 10, "more than {limit}");
    }
}

#[test]
fn namesakes_are_named() {
    let mut index = index_of(&["Jens Sørensen", "jens soerensen", "Sorensen, Jens", "Jens Sørensen Holm", "Bo Boe"]);
    let alike = |index: &Index, n: usize| {
        index.search("jens", 10).hits.iter().find(|hit| hit.id == id(n)).unwrap().alike.clone()
    };
    assert_eq!(alike(&index, 0), [id(1), id(2)], "in the order of a list");
    assert_eq!(alike(&index, 3), [], "one more word is another name");
    index.remove(id(1));
    assert_eq!(alike(&index, 0), [id(2)]);
}

#[test]
fn namesakes_are_named_without_a_search_too() {
    let mut index = index_of(&["Jens Sørensen", "jens soerensen", "Sorensen, Jens", "Jens Sørensen Holm", "Bo Boe"]);
    assert_eq!(index.alike_of(id(0)), [id(1), id(2)], "as with a hit");
    assert_eq!(index.alike_of(id(3)), []);
    index.put(Entry::new(id(4), "Jens Sørensen"));
    assert_eq!(index.alike_of(id(0)), [id(1), id(2), id(4)], "as they are called now");
    index.remove(id(0));
    assert_eq!(index.alike_of(id(0)), [], "nobody is like one who is not here");
    assert_eq!(index.alike_of(id(99)), []);
}

#[test]
fn only_so_much_of_a_query_counts() {
    let index = index_of(&["Jens Sørensen"]);
    let words = |count: usize| vec!["jens"; count].join(" ");
    assert_eq!(found(&index, &format!("{} nobody", words(8))), [id(0)], "eight words");
    assert_eq!(found(&index, &format!("{} nobody", words(7))), []);
    assert_eq!(found(&index, &format!("jens{}nobody", " ".repeat(60))), [id(0)], "sixty-four characters");
    assert_eq!(found(&index, &format!("jens{}nobody", " ".repeat(54))), []);
}
