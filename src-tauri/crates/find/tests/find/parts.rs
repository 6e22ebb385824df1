//! The index has parts: a fixed one, one with the last changes. Nobody can tell from what is found who is in which.

use checkin::{Presence, Status};
use find::{Entry, Found, Index};
use proptest::prelude::*;

use crate::id;

/// A step of a day at a desk.
#[derive(Clone, Debug)]
enum Step {
    Put(usize, Box<Entry>),
    /// Only where somebody is, which is not a change of words.
    Move(usize, Presence, Status),
    Remove(usize),
    Merge,
    /// What comes before it ends is done meanwhile.
    BeginMerge,
    EndMerge,
}

fn word() -> impl Strategy<Value = String> {
    let names = [
        "Anna",
        "Aase",
        "Bo",
        "Ea",
        "Eeva",
        "Hans",
        "Søren",
        "Soeren",
        "Jaa",
        "Chr",
        "Britt",
        "Hh",
        "王小明",
        "Åse",
        "S",
    ];
    let made = prop::collection::vec(prop::sample::select("aeøosht".chars().collect::<Vec<_>>()), 1..4);
    prop_oneof![
        prop::sample::select(names.to_vec()).prop_map(str::to_owned),
        made.prop_map(|letters| letters.into_iter().collect()),
    ]
}

/// A few words behind each other, some of them linked.
fn text() -> impl Strategy<Value = String> {
    let link = prop::sample::select(vec![" ", " ", "-", "'", ". "]);
    prop::collection::vec((word(), link), 0..4)
        .prop_map(|words| words.into_iter().map(|(word, link)| word + link).collect())
}

fn entry() -> impl Strategy<Value = Box<Entry>> {
    let email =
        prop_oneof![Just(String::new()), (text(), text()).prop_map(|(one, other)| format!("{one}@{other}")), text()];
    let phone = prop::sample::select(vec!["", "20 30 40 50", "+45 2030", "30402030"]);
    let fields = prop::collection::vec((word(), text()), 0..2);
    let kinds = prop::collection::vec(prop::sample::select(vec!["Presse", "Gæst"]), 0..2);
    let (own, codes) = (any::<bool>(), prop::collection::vec("[a-b]{1,2}[0-9-]{0,3}", 0..3));
    (
        (text(), text(), text(), email),
        (phone, codes, fields, kinds),
        (text(), text(), text(), own),
        (presence(), status()),
    )
        .prop_map(
            |((name, organisation, badge_name, email), (phone, codes, fields, kinds), texts, (presence, status))| {
                let (title, order, family, own) = texts;
                let plain = Entry::new(id(0), &name);
                Box::new(Entry {
                    organisation,
                    badge_name,
                    title,
                    email,
                    phone: phone.into(),
                    order,
                    ticket_codes: codes,
                    fields,
                    ticket_type: kinds.into_iter().map(str::to_owned).collect(),
                    presence,
                    status,
                    family_name: if own { family } else { plain.family_name.clone() },
                    ..plain
                })
            },
        )
}

fn presence() -> impl Strategy<Value = Presence> {
    prop::sample::select(Presence::ALL.to_vec())
}

fn status() -> impl Strategy<Value = Status> {
    prop::sample::select(Status::ALL.to_vec())
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0_usize..8, entry()).prop_map(|(n, entry)| Step::Put(n, entry)),
        2 => (0_usize..8, presence(), status()).prop_map(|(n, presence, status)| Step::Move(n, presence, status)),
        1 => (0_usize..8).prop_map(Step::Remove),
        1 => Just(Step::Merge),
        2 => Just(Step::BeginMerge),
        2 => Just(Step::EndMerge),
    ]
}

fn query() -> impl Strategy<Value = String> {
    let narrowing = prop::sample::select(vec!["", "", "", " #pre", " !mødt", " !afm", " @s", " @ha"]);
    let digits = prop::sample::select(vec!["203", "4050", "a1"]).prop_map(str::to_owned);
    let joined = (word(), word()).prop_map(|(one, other)| one + &other);
    (prop_oneof![4 => text(), 3 => joined, 1 => digits], narrowing).prop_map(|(text, narrowing)| text + narrowing)
}

/// What a search answers, but for its cost, which may depend on the parts.
fn answer(index: &Index, query: &str, limit: usize) -> Found {
    Found { looked_at: 0, ..index.search(query, limit) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn after_any_changes_and_merges_it_answers_like_a_new_one(
        steps in prop::collection::vec(step(), 0..25),
        queries in prop::collection::vec(query(), 1..6),
        limit in 0_usize..9,
    ) {
        let mut index = Index::new();
        let mut people = std::collections::BTreeMap::<usize, Entry>::new();
        for step in steps {
            match step {
                Step::Put(n, entry) => {
                    let entry = Entry { id: id(n), ..*entry };
                    index.put(entry.clone());
                    people.insert(n, entry);
                }
                Step::Move(n, presence, status) => {
                    if let Some(entry) = people.get_mut(&n) {
                        (entry.presence, entry.status) = (presence, status);
                        index.put(entry.clone());
                    }
                }
                Step::Remove(n) => prop_assert_eq!(index.remove(id(n)), people.remove(&n).is_some()),
                Step::Merge => index.merge(),
                Step::BeginMerge => index.begin_merge(),
                Step::EndMerge => index.end_merge(),
            }
        }
        let at_once = Index::of(people.values().rev().cloned());
        let mut one_by_one = Index::new();
        people.values().for_each(|entry| one_by_one.put(entry.clone()));
        prop_assert_eq!((index.len(), at_once.len()), (people.len(), people.len()));
        let names = people.values().map(|entry| entry.name.clone());
        for query in queries.into_iter().chain(names) {
            let changed = answer(&index, &query, limit);
            prop_assert_eq!(&changed, &answer(&at_once, &query, limit), "{:?} as all at once", query);
            prop_assert_eq!(&changed, &answer(&one_by_one, &query, limit), "{:?} as one by one", query);
        }
        for n in 0..8 {
            prop_assert_eq!(index.alike_of(id(n)), at_once.alike_of(id(n)));
        }
    }
}

#[test]
fn of_several_with_one_id_the_last_counts() {
    let index = Index::of([Entry::new(id(1), "Bo Holm"), Entry::new(id(2), "Ib Ask"), Entry::new(id(1), "Bo Lund")]);
    assert_eq!(index.len(), 2);
    assert!(index.search("holm", 5).hits.is_empty(), "what was said before");
    assert_eq!(index.search("lund", 5).hits[0].id, id(1));
}
