//! First, last and whole name of a row → the three names of an attendee.

use checkin::names::{join, split};

/// The names of an attendee. `name` is never blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) name: String,
    pub(crate) given: String,
    pub(crate) family: String,
}

/// The names that a row's cleaned cells give, or nothing if all are blank.
///
/// First and last name go before a whole name, unless that has the same words in another order. Beside one of them alone, a whole name that holds it is the name as
/// listed; a "whole name" that does not hold the family name is the given name (Danish lists head it `Navn`).
pub(crate) fn names(first: &str, last: &str, whole: &str) -> Option<Names> {
    let all = |name: &str, given: &str, family: &str| {
        Some(Names { name: name.to_owned(), given: given.to_owned(), family: family.to_owned() })
    };
    match (first.is_empty(), last.is_empty(), whole.is_empty()) {
        (true, true, true) => None,
        (true, true, false) => {
            let parts = split(whole);
            all(whole, &parts.given, &parts.family)
        }
        (false, true, false) => match whole.strip_prefix(first).filter(|rest| rest.is_empty() || rest.starts_with(' '))
        {
            Some(rest) => all(whole, first, rest.trim_start()),
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
            None => all(&join(whole, last), whole, last),
        },
        // The same words in another order: where the family name stands first, the whole name says so.
        (false, false, false) if same_words(whole, first, last) => all(whole, first, last),
        _ => all(&join(first, last), first, last),
    }
}

fn same_words(whole: &str, first: &str, last: &str) -> bool {
    let sorted = |mut words: Vec<String>| {
        words.sort_unstable();
        words
    };
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    sorted(words(whole)) == sorted([words(first), words(last)].concat())
}
