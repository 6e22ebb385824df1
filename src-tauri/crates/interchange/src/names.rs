//! First, last and whole name of a row → the three names of an attendee.

use checkin::names::{join, split};

/// The names of an attendee. `name` is never blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) name: String,
    pub(crate) given: String,
    pub(crate) family: String,
}

/// The names that a row's cleaned cells give, or nothing if first, last and whole name are blank.
///
/// First and last name go before a whole name, unless that has the same words in another order. Beside one of them alone, a
/// whole name that holds it is the name as listed. One that does not is the other half: the given name beside a family
/// name (Danish lists head it `Navn`), the family name beside a given name (German ones head it `Name`). A middle name is
/// a part of the whole name alone.
pub(crate) fn names(first: &str, middle: &str, last: &str, whole: &str) -> Option<Names> {
    let all = |name: &str, given: &str, family: &str| {
        Some(Names { name: name.to_owned(), given: given.to_owned(), family: family.to_owned() })
    };
    let full = |given: &str, family: &str| join(&join(given, between(given, middle, family)), family);
    match (first.is_empty(), last.is_empty(), whole.is_empty()) {
        (true, true, true) => None,
        (true, true, false) => {
            let parts = split(whole);
            all(whole, &parts.given, &parts.family)
        }
        (false, true, false) => match whole.strip_prefix(first).filter(|rest| rest.is_empty() || rest.starts_with(' '))
        {
            Some(rest) => all(whole, first, rest.trim_start()),
            None if !share_a_word(first, whole) => all(&full(first, whole), first, whole),
            None => {
                let parts = split(whole);
                all(whole, &parts.given, &parts.family)
            }
        },
        (true, false, false) => match whole.strip_suffix(last).filter(|rest| rest.is_empty() || rest.ends_with(' ')) {
            Some(rest) => all(whole, rest.trim_end(), last),
            None if whole.contains(last) => {
                let parts = split(whole);
                all(whole, &parts.given, &parts.family)
            }
            None => all(&full(whole, last), whole, last),
        },
        // The same words in another order: where the family name stands first, the whole name says so.
        (false, false, false) if same_words(whole, first, last) || same_words(whole, &join(first, middle), last) => {
            all(whole, first, last)
        }
        _ => all(&full(first, last), first, last),
    }
}

/// The middle name, if neither of the others has it already.
fn between<'a>(given: &str, middle: &'a str, family: &str) -> &'a str {
    let ends = given.strip_suffix(middle).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '));
    let begins = family.strip_prefix(middle).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    if ends || begins { "" } else { middle }
}

/// Whether two names have a word in common, case aside.
fn share_a_word(one: &str, other: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|letter: char| letter.is_whitespace() || letter == ',');
        words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let others = words(other);
    words(one).iter().any(|word| others.contains(word))
}

fn same_words(whole: &str, first: &str, last: &str) -> bool {
    let sorted = |mut words: Vec<String>| {
        words.sort_unstable();
        words
    };
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    sorted(words(whole)) == sorted([words(first), words(last)].concat())
}
