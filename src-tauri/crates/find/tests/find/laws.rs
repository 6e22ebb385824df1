//! What holds for every text.

use checkin::Presence;
use find::{Entry, Index};
use proptest::prelude::*;

use crate::{found, id, index_of};

/// Words of letters that have several spellings, and of those that they are spelt with.
fn nordic_word() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select("aaeeoouyshtnæøåüßþÅØéd".chars().collect::<Vec<_>>()), 1..9)
        .prop_map(|letters| letters.into_iter().collect())
}

/// One of the usual spellings of each letter.
fn spelt(word: &str, choices: &[usize]) -> String {
    let spellings = |letter: char| -> Vec<String> {
        let small: String = letter.to_lowercase().collect();
        let other: &[&str] = match small.as_str() {
            "æ" => &["ae", "a", "ä", "Æ"],
            "ø" => &["oe", "o", "ö", "o\u{308}"],
            "å" => &["aa", "a", "a\u{30a}", "Å"],
            "ü" => &["ue", "u", "y"],
            "ß" => &["ss"],
            "þ" => &["th"],
            "é" => &["e", "É", "e\u{301}"],
            _ => &[],
        };
        let cases = [letter.to_string(), small.clone(), letter.to_uppercase().collect()];
        cases.into_iter().chain(other.iter().map(ToString::to_string)).collect()
    };
    word.chars()
        .zip(choices.iter().cycle())
        .map(|(letter, choice)| {
            let spellings = spellings(letter);
            spellings[choice % spellings.len()].clone()
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn every_beginning_in_every_spelling_finds_its_word(
        words in prop::collection::vec(nordic_word(), 1..5),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 4),
        choices in prop::collection::vec(0_usize..8, 1..12),
        turn: usize,
    ) {
        let index = index_of(&[&words.join(" "), "Somebody Else"]);
        let mut typed: Vec<String> = words
            .iter()
            .zip(&cuts)
            .map(|(word, cut)| {
                let letters = cut.index(word.chars().count()) + 1;
                spelt(&word.chars().take(letters).collect::<String>(), &choices)
            })
            .collect();
        let turn = turn % typed.len();
        typed.rotate_left(turn);
        let query = typed.join(" ");
        prop_assert!(found(&index, &query).contains(&id(0)), "{:?} finds {:?}", query, words);
        let joined = typed.join("-");
        prop_assert!(found(&index, &joined).contains(&id(0)), "{:?} finds {:?}", joined, words);
    }

    #[test]
    fn a_list_without_nordic_letters_is_found_by_them(
        word in nordic_word(),
        choices in prop::collection::vec(0_usize..8, 1..12),
    ) {
        let listed = spelt(&word, &choices);
        // Of what is written out, only the letter itself is sure to be meant again.
        prop_assert!(found(&index_of(&[&listed]), &word).contains(&id(0)), "{:?} finds {:?}", word, listed);
    }

    #[test]
    fn no_text_breaks_it_and_ranges_lie_within(name in any::<String>(), other in any::<String>(), query in any::<String>()) {
        let mut index = Index::new();
        index.put(Entry { organisation: other.clone(), phone: other.clone(), email: query.clone(), ..Entry::new(id(0), &name) });
        for typed in [&query, &name, &other] {
            for hit in index.search(typed, 3).hits {
                for matched in hit.matched {
                    let text = match matched.field {
                        checkin::Field::Name => &name,
                        checkin::Field::Email => &query,
                        _ => &other,
                    };
                    let units: Vec<u16> = text.encode_utf16().collect();
                    prop_assert!(matched.start < matched.end && matched.end <= units.len());
                    prop_assert!(String::from_utf16(&units[matched.start..matched.end]).is_ok(), "no letter is cut in two");
                }
            }
        }
        index.remove(id(0));
        prop_assert!(index.search(&name, 3).hits.is_empty());
    }

    #[test]
    fn changes_in_any_order_end_like_a_new_index(
        steps in prop::collection::vec((0_usize..6, prop::option::of("[abø]{1,2} [abø]{1,2}"), any::<bool>()), 0..30),
        query in "[abø]{1,2}",
    ) {
        let mut index = Index::new();
        let mut last = std::collections::BTreeMap::new();
        for (n, name, arrived) in steps {
            match name {
                Some(name) => {
                    let presence = if arrived { Presence::Inside } else { Presence::Expected };
                    let entry = Entry { presence, phone: name.clone(), ..Entry::new(id(n), &name) };
                    index.put(entry.clone());
                    last.insert(n, entry);
                }
                None => {
                    prop_assert_eq!(index.remove(id(n)), last.remove(&n).is_some());
                }
            }
        }
        let mut fresh = Index::new();
        last.values().rev().for_each(|entry| fresh.put(entry.clone()));
        prop_assert_eq!(index.len(), fresh.len());
        prop_assert_eq!(index.search(&query, 4), fresh.search(&query, 4));
    }
}

#[test]
fn a_word_made_to_be_slow_is_not() {
    let nasty = "aaeoeue".repeat(50);
    let index = index_of(&[&nasty, &"ø".repeat(200), &"å".repeat(64), &format!("{} b", "ae".repeat(32))]);
    for query in [&nasty, &"å".repeat(200), &"ø".repeat(64), &"oe".repeat(64), &format!("{}z", "a".repeat(63))] {
        let _ = index.search(query, 10);
    }
}

/// What costs time in a search, whatever the machine: each word and each person is looked at a few times for each word of
/// the query, and no more.
fn most_looked_at(index: &Index, words: usize) -> usize {
    // Three readings, each asked three times (names, all, guesses), of words in a name, an organisation, elsewhere.
    3 * 3 * words.max(1) * (index.len() * 12 + 200)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_a_search_or_makes_it_long(query in "\\PC{0,60}|[\\x00-\\u{ffff}]{0,200}", many in 0_usize..3) {
        let names: Vec<String> = (0..50).map(|n| format!("Karen{n} Hansen{}", n % 7)).collect();
        let index = index_of(&names.iter().map(String::as_str).collect::<Vec<_>>());
        // Ten thousand characters of it.
        let query = if many == 2 { query.chars().cycle().take(10_000).collect() } else { query };
        let found = index.search(&query, 20);
        let words = query.chars().take(64).collect::<String>().split_whitespace().count().min(8) * 3;
        prop_assert!(found.looked_at <= most_looked_at(&index, words), "{} were looked at", found.looked_at);
        prop_assert!(found.hits.len() <= 20);
    }

    #[test]
    fn the_clean_name_is_first_or_as_good(names in prop::collection::vec((nordic_word(), nordic_word()), 1..20), which: prop::sample::Index) {
        let names: Vec<String> = names.iter().map(|(given, family)| format!("{given} {family}")).collect();
        let index = index_of(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let n = which.index(names.len());
        let found = index.search(&names[n], 50);
        let place = found.hits.iter().position(|hit| hit.id == id(n));
        prop_assert!(place.is_some(), "{} finds nobody", names[n]);
        let tier = found.hits[place.unwrap()].tier;
        prop_assert_eq!(found.hits[0].tier, tier, "nobody is better than the name itself");
        prop_assert!(!tier.is_guess());
    }
}
