//! Slips of the finger and names that are heard alike: found, said to be guesses, and never before what was typed.

use find::{Entry, Index, Tier};

use crate::{id, index_of};

const NAMES: [&str; 20] = [
    "Mette Hansen",
    "Jens Pedersen",
    "Christian Lauridsen",
    "Sophie Mathiasen",
    "Cathrine Schmidt",
    "Anne-Marie Thomsen",
    "Henning Vestergaard",
    "Bo Kjær",
    "Walter Quist",
    "Cecilie Hjort",
    "Kristoffer Nørregaard",
    "Bente Aagaard",
    "Lars Jakobsen",
    "Michael Eriksen",
    "Ida Lund",
    "Zakarias Madsen",
    "Philip Johansen",
    "Yvonne Bach",
    "Charlotte Hvid",
    "Эльза Ёлкина",
];

fn index() -> Index {
    index_of(&NAMES)
}

/// The names found, best first, with how.
fn hits(index: &Index, query: &str) -> Vec<(&'static str, Tier)> {
    let found = index.search(query, 20).hits;
    found.iter().map(|hit| (NAMES[(0..NAMES.len()).find(|n| id(*n) == hit.id).unwrap()], hit.tier)).collect()
}

#[track_caller]
fn first(query: &str, name: &str, tier: Tier) {
    assert_eq!(hits(&index(), query).first(), Some(&(name, tier)), "for {query:?}");
}

#[test]
fn a_slip_of_each_kind_is_forgiven_from_four_letters_on() {
    for query in ["hasnen", "hannsen", "hanen", "hamsen", "jansen mette", "ansen", "hqnsen", "hansem", "mette hnsen"] {
        first(query, "Mette Hansen", Tier::Slip);
    }
    for query in ["vesteragrd", "vestegard", "vesterfaard", "nestergaard", "vestrgrd"] {
        first(query, "Henning Vestergaard", Tier::Slip);
    }
    first("noerregrad", "Kristoffer Nørregaard", Tier::Slip);
    first("aagaadr", "Bente Aagaard", Tier::Slip);
    first("krsit", "Kristoffer Nørregaard", Tier::Slip);
    assert!(hits(&index(), "ldu").is_empty(), "three letters may be anything");
    assert!(hits(&index(), "xansxn").is_empty(), "two slips in six letters are another name");
}

#[test]
fn what_is_heard_alike_is_found_last() {
    for (query, name) in [
        ("kristian", "Christian Lauridsen"),
        ("lauritsen", "Christian Lauridsen"),
        ("sofie matiasen", "Sophie Mathiasen"),
        ("katrine", "Cathrine Schmidt"),
        ("smith", "Cathrine Schmidt"),
        ("smidt", "Cathrine Schmidt"),
        ("tomsen", "Anne-Marie Thomsen"),
        ("petersen", "Jens Pedersen"),
        ("valter kvist", "Walter Quist"),
        ("sesilie jort", "Cecilie Hjort"),
        ("jacopsen", "Lars Jakobsen"),
        ("mikael erichsen", "Michael Eriksen"),
        ("sakarias matsen", "Zakarias Madsen"),
        ("filip", "Philip Johansen"),
        ("ivonne", "Yvonne Bach"),
        ("sjarlotte vid", "Charlotte Hvid"),
    ] {
        let hits = hits(&index(), query);
        let found = hits.first().unwrap_or_else(|| panic!("nobody for {query:?}"));
        assert_eq!(found.0, name, "for {query:?}: {hits:?}");
        assert!(found.1.is_guess(), "{query:?} is heard or a slip");
    }
}

#[test]
fn a_guess_never_comes_before_what_was_typed() {
    let index = index_of(&["Karen Holm", "Karin Holm", "Bo Karens", "Karan Berg"]);
    let found = index.search("karen", 10);
    let tiers: Vec<Tier> = found.hits.iter().map(|hit| hit.tier).collect();
    assert_eq!(found.hits[0].id, id(0));
    assert_eq!(found.hits[1].id, id(2), "a word that begins so before a slip");
    assert!(tiers.is_sorted(), "{tiers:?}");
    assert!(tiers[2].is_guess() && tiers.len() == 4, "the others are offered, as guesses");
    // Nor in an organisation before a guess in a name.
    let mut index = index_of(&["Hansine Bo"]);
    index.put(Entry { organisation: "Hansens Fond".into(), ..Entry::new(id(9), "Ib Ask") });
    assert_eq!(index.search("hansen", 10).hits[0].id, id(9));
}

#[test]
fn where_many_are_found_nobody_is_guessed() {
    let names: Vec<String> = (0..30).map(|n| format!("Karen Nummer{n}")).chain(["Karin Holm".into()]).collect();
    let index = index_of(&names.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(index.search("karen", 50).hits.iter().all(|hit| !hit.tier.is_guess()));
    assert_eq!(index.search("karen holm", 50).hits[0].id, id(30), "one more word and it is plain who was meant");
}

#[test]
fn slips_and_sound_hold_for_names_and_organisations_only() {
    let mut index = Index::new();
    index.put(Entry {
        organisation: "Lauridsens Legat".into(),
        title: "Direktør".into(),
        email: "pernille@svendsen.example".into(),
        order: "ORDRE7788".into(),
        ..Entry::new(id(1), "Ib Ask")
    });
    let finds = |query: &str| !index.search(query, 5).hits.is_empty();
    assert!(finds("lauritsens") && finds("laurisdens"), "the organisation");
    assert!(finds("direktør") && !finds("direkotr"), "a title as it is typed");
    assert!(finds("pernille") && !finds("pernilel"), "an address too");
    assert!(!finds("ordre7878"), "and an order");
    // Nor by a word that is somebody else's name.
    index.put(Entry::new(id(2), "Lene Madsen"));
    index.put(Entry { title: "Ansat hos Madsen".into(), ..Entry::new(id(3), "Bo Elm") });
    assert_eq!(index.search("madsne", 5).hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [id(2)]);
}

#[test]
fn one_word_that_was_guessed_before_two() {
    // Each of the two slips is a smaller one, and still they are two.
    let index = index_of(&["Singe Holm", "Signe Hold"]);
    assert_eq!(index.search("signe holn", 5).hits[0].id, id(1));
}

#[test]
fn two_words_written_as_they_are_heard_before_one_with_two_strange_letters() {
    // The second has the given name as it was typed.
    let index = index_of(&["Klaus Vesterskåw", "Claus Vesterxkkv"]);
    assert_eq!(index.search("claus vesterskov", 5).hits[0].id, id(0));
}

#[test]
fn of_several_words_the_sum_of_all_distances_decides() {
    let index = index_of(&["Kai Jørgensen", "Kaj Mortensen"]);
    let found = index.search("kai mortensen", 5).hits;
    assert_eq!((found[0].id, found[0].tier), (id(1), Tier::Sound), "two slips are farther than a name spoken alike");
    // Of one word, the slip comes first whatever its kind.
    let index = index_of(&["Christoffer Dam", "Kristhffexsen Dam"]);
    let tiers: Vec<Tier> = index.search("kristoffe", 5).hits.iter().map(|hit| hit.tier).collect();
    assert!(tiers.is_sorted(), "{tiers:?}");
}

#[test]
fn of_names_with_the_same_consonants_the_one_with_the_same_vowels() {
    let index = index_of(&["Karsten Dam", "Christine Dam", "Kirstin Dam", "Christian Dam"]);
    for (query, expected) in [("kristian dam", 3), ("carsten dam", 0), ("kirsten dam", 2), ("kristine dam", 1)] {
        assert_eq!(index.search(query, 5).hits[0].id, id(expected), "for {query:?}");
    }
}

#[test]
fn a_slip_that_makes_two_letters_read_as_one_is_forgiven_too() {
    for query in ["jenaen", "jaensen", "soerensaen"] {
        let index = index_of(&["Ida Jensen", "Ida Sørensen", "Bo Kvist"]);
        let found = index.search(query, 5).hits;
        assert_eq!(found.first().map(|hit| hit.tier), Some(Tier::Slip), "for {query:?}");
    }
}

#[test]
fn of_two_guesses_the_one_whose_whole_name_was_said() {
    let mut index = index_of(&["Mette Anna Hansen", "Mette Hansen Aa", "Mette Hansen"]);
    assert_eq!(index.search("mette hasnen", 5).hits[0].id, id(2), "nothing of the name is left over");
    index.merge();
    assert_eq!(index.search("mette hasnen", 5).hits[0].id, id(2));
    assert_eq!(index.search("mette hansen", 5).hits[0].id, id(1), "what was typed is in the order of a list");
}

#[test]
fn words_that_nobody_has_any_more_cost_nothing() {
    let mut index = index_of(&["Bo Elm"]);
    let cost = |index: &Index| index.search("qqqq", 5).looked_at;
    let before = cost(&index);
    for n in 0..500 {
        index.put(Entry::new(id(1), &format!("Gæst Nummer{n}")));
    }
    index.remove(id(1));
    assert!(cost(&index) <= before, "{} are looked at", cost(&index));
}

#[test]
fn the_word_that_was_guessed_is_shown() {
    let index = index();
    let hit = &index.search("mette hasnen", 5).hits[0];
    let shown: Vec<&str> = hit.matched.iter().map(|part| &NAMES[0][part.start..part.end]).collect();
    assert_eq!(shown, ["Mette", "Hansen"], "the one typed and the one meant");
}

#[test]
fn guesses_follow_every_change() {
    let mut index = index_of(&["Mette Hansen"]);
    assert_eq!(index.search("hasnen", 5).hits.len(), 1);
    index.put(Entry::new(id(0), "Mette Holm"));
    assert!(index.search("hasnen", 5).hits.is_empty(), "nobody is called so any more");
    assert_eq!(index.search("hlom", 5).hits.len(), 1);
    index.put(Entry::new(id(1), "Bo Holm"));
    index.remove(id(0));
    assert_eq!(index.search("hlom", 5).hits.len(), 1, "somebody else still is");
    index.remove(id(1));
    assert!(index.search("hlom", 5).hits.is_empty());
}

#[test]
fn short_forms_initials_and_other_alphabets_are_no_guesses() {
    let mut index = index_of(&["Chr. Dahl", "王 小明", "Эльза Ёлкина", "Георгий", "محمد علي"]);
    index.put(Entry { organisation: "Københavns Kommune".into(), ..Entry::new(id(10), "Ib Ask") });
    index.put(Entry { organisation: "Copenhagen Business School".into(), ..Entry::new(id(11), "Bo Elm") });
    index.put(Entry { organisation: "Kbh. Universitet".into(), ..Entry::new(id(12), "Ida Gran") });
    for (query, expected) in [
        ("christian dahl", 0),
        ("kristian dahl", 0),
        ("wang", 1),
        ("xiaoming", 1),
        ("ming wang", 1),
        ("小明", 1),
        ("elza", 2),
        ("эльза", 2),
        ("georgi", 3),
        ("kbh komm", 10),
        ("cbs", 11),
        ("københavns univ", 12),
    ] {
        let found = index.search(query, 5);
        let hit = found.hits.first().unwrap_or_else(|| panic!("nobody for {query:?}"));
        assert_eq!(hit.id, id(expected), "for {query:?}");
        assert!(!hit.tier.is_guess(), "{query:?} is no guess");
    }
    // Arabic is written without its short vowels; what is heard has them.
    assert_eq!(index.search("muhammad", 5).hits[0].id, id(4));
}

#[test]
fn the_first_is_clearly_the_one_or_not() {
    let mut index = index_of(&["Mette Nielsen", "Mette Holm", "Karen Bøgelund", "Mette Nielsen"]);
    let clear = |index: &Index, query: &str| index.search(query, 5).clear;
    assert!(clear(&index, "kar"), "one person");
    assert!(clear(&index, "mette h"), "one person");
    assert!(!clear(&index, "mette"), "three as good");
    assert!(!clear(&index, "mette nielsen"), "two namesakes");
    assert!(!clear(&index, "bøglund"), "a guess has to be confirmed");
    assert!(!clear(&index, "nobody"), "nobody");
    index.put(Entry { presence: checkin::Presence::Inside, ..Entry::new(id(3), "Mette Nielsen") });
    assert!(clear(&index, "mette nielsen"), "the other one is here already");
}
