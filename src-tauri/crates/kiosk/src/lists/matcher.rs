//! Whom a row means.
//!
//! People are matched by ticket code, then order and name, then e-mail and name, then name and organisation; never by
//! e-mail alone. Each way is gone through for all rows before the next one, so that a row that only has a name does not
//! take the person whom another row has the code of.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use checkin::{Field, FieldValue};

use super::listed::Listed;

/// Whom a row means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// The place of a person.
    Person(usize),
    /// The place of a person who was put in beside one who has the row's ticket code.
    Beside(usize),
    /// Nobody; perhaps the one at this place all the same.
    Nobody { perhaps: Option<usize> },
    /// The same ticket code as the one at this place, but no word of the name in common.
    Conflict(usize),
}

/// The ways of matching, the surest first.
const WAYS: [Way; 4] = [Way::Code, Way::Order, Way::Email, Way::Organisation];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Way {
    Code,
    Order,
    Email,
    Organisation,
    /// For a hint only: the e-mail alone.
    SameEmail,
    /// For a hint only: family name and organisation.
    SameFamily,
}

/// 128 bits of a key: 100,000 people have some 400,000 keys, and as texts they would take more room than the people.
type Key = u128;

/// What a row or a person is matched by.
struct Who<'a> {
    codes: Vec<&'a str>,
    order: &'a str,
    email: &'a str,
    name: &'a str,
    family: &'a str,
    given: &'a str,
    organisation: &'a str,
}

/// Matches all rows with the people who are here.
pub(super) fn match_rows(rows: &[interchange::Row], listed: &[Listed]) -> Vec<Match> {
    let people: Vec<Who<'_>> = listed.iter().map(Who::of_person).collect();
    let found: Vec<Who<'_>> = rows.iter().map(|row| Who::of_row(&row.values)).collect();
    let mut matches: Vec<Option<Match>> = vec![None; rows.len()];
    let mut taken = vec![false; listed.len()];
    for way in WAYS {
        let index = Index::new(way, &people, |place| !taken[place]);
        for (row, who) in found.iter().enumerate() {
            if matches!(matches[row], Some(Match::Person(_) | Match::Beside(_))) {
                continue;
            }
            let conflict = matches!(matches[row], Some(Match::Conflict(_)));
            let free = |place: &usize| !taken[*place];
            // One whom another row took already for another of the codes is no conflict: the same person.
            let candidates: Vec<usize> = who.keys(way).into_iter().flat_map(|key| index.at(key)).filter(free).collect();
            let fits = |place: &&usize| match way {
                Way::Code => share_a_word(who.name, people[**place].name),
                // The row of somebody who was put in as another person beside a code that was taken.
                _ if conflict => people[**place].codes.is_empty(),
                _ => true,
            };
            if let Some(place) = candidates.iter().find(fits) {
                taken[*place] = true;
                matches[row] = Some(if conflict { Match::Beside(*place) } else { Match::Person(*place) });
            } else if way == Way::Code
                && let Some(place) = candidates.iter().find(|place| !listed[**place].replaced)
            {
                matches[row] = Some(Match::Conflict(*place));
            }
        }
    }
    let in_conflict: BTreeSet<usize> = matches
        .iter()
        .filter_map(|found| if let Some(Match::Conflict(place)) = found { Some(*place) } else { None })
        .collect();
    let hints = hints(&found, &people, &matches, |place| {
        !taken[place] && listed[place].on_list && !listed[place].replaced && !in_conflict.contains(&place)
    });
    let known = matches.into_iter().zip(hints);
    known.map(|(found, perhaps)| found.unwrap_or(Match::Nobody { perhaps })).collect()
}

/// For each row that means nobody: one who is gone from the list and much like it.
fn hints(
    rows: &[Who<'_>],
    people: &[Who<'_>],
    matches: &[Option<Match>],
    is_gone: impl Fn(usize) -> bool,
) -> Vec<Option<usize>> {
    let mut hints = vec![None; rows.len()];
    let mut used = BTreeSet::new();
    for way in [Way::SameEmail, Way::SameFamily] {
        let index = Index::new(way, people, &is_gone);
        for (row, who) in rows.iter().enumerate() {
            if matches[row].is_some() || hints[row].is_some() {
                continue;
            }
            let alike = |place: &usize| match way {
                Way::SameEmail => share_a_word(who.name, people[*place].name),
                _ => is_alike(who.given, people[*place].given),
            };
            let places = who.keys(way).into_iter().flat_map(|key| index.at(key));
            if let Some(place) = places.filter(|place| !used.contains(place)).find(alike) {
                used.insert(place);
                hints[row] = Some(place);
            }
        }
    }
    hints
}

/// People by key.
struct Index(Vec<(Key, u32)>);

impl Index {
    fn new(way: Way, people: &[Who<'_>], is_free: impl Fn(usize) -> bool) -> Self {
        let mut keys: Vec<(Key, u32)> = Vec::new();
        for (place, who) in people.iter().enumerate().filter(|(place, _)| is_free(*place)) {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            keys.extend(who.keys(way).into_iter().map(|key| (key, place)));
        }
        keys.sort_unstable();
        Self(keys)
    }

    /// The places of the people of this key, in their order.
    fn at(&self, key: Key) -> Vec<usize> {
        let from = self.0.partition_point(|(other, _)| *other < key);
        let same = self.0.get(from..).unwrap_or_default().iter().take_while(|(other, _)| *other == key);
        same.filter_map(|(_, place)| usize::try_from(*place).ok()).collect()
    }
}

impl<'a> Who<'a> {
    fn of_person(person: &'a Listed) -> Self {
        let profile = &person.profile;
        Self {
            codes: profile.ticket_codes.iter().map(checkin::TicketCode::as_str).collect(),
            order: &profile.order,
            email: &profile.email,
            name: &profile.name,
            family: &profile.family_name,
            given: &profile.given_name,
            organisation: &profile.organisation,
        }
    }

    fn of_row(values: &'a BTreeMap<Field, FieldValue>) -> Self {
        let text = |field: &Field| match values.get(field) {
            Some(FieldValue::Text(text)) => text.as_str(),
            _ => "",
        };
        let codes = match values.get(&Field::TicketCodes) {
            Some(FieldValue::List(codes)) => codes.iter().map(String::as_str).collect(),
            Some(FieldValue::Text(code)) if !code.is_empty() => vec![code.as_str()],
            _ => Vec::new(),
        };
        Self {
            codes,
            order: text(&Field::Order),
            email: text(&Field::Email),
            name: text(&Field::Name),
            family: text(&Field::FamilyName),
            given: text(&Field::GivenName),
            organisation: text(&Field::Organisation),
        }
    }

    /// A key needs both of its parts; only the organisation may be empty: the same name twice without one is the same
    /// person twice.
    fn keys(&self, way: Way) -> Vec<Key> {
        let with_name = |part: &str| {
            let is_whole = !self.name.is_empty() && (!part.is_empty() || way == Way::Organisation);
            is_whole.then(|| key(way, part, self.name)).into_iter().collect()
        };
        match way {
            Way::Code => self.codes.iter().map(|code| exact(way, code)).collect(),
            Way::Order => with_name(self.order),
            Way::Email => with_name(self.email),
            Way::Organisation => with_name(self.organisation),
            Way::SameEmail if self.email.is_empty() => Vec::new(),
            Way::SameEmail => vec![key(way, self.email, "")],
            Way::SameFamily if self.family.is_empty() || self.organisation.is_empty() => Vec::new(),
            Way::SameFamily => vec![key(way, self.organisation, self.family)],
        }
    }
}

fn key(way: Way, part: &str, name: &str) -> Key {
    let part = if way == Way::Order { part.to_owned() } else { part.to_lowercase() };
    digest(&(way, part, name.to_lowercase()))
}

fn exact(way: Way, code: &str) -> Key {
    digest(&(way, code))
}

fn digest(of: &impl Hash) -> Key {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        of.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

/// Whether two names have a word in common.
pub(super) fn share_a_word(a: &str, b: &str) -> bool {
    !words_of(a).is_disjoint(&words_of(b))
}

/// The words of a text in small letters.
pub(super) fn words_of(text: &str) -> BTreeSet<String> {
    text.to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether two given names may be one: `Kristian` and `Christian`, `Anne` and `Anne-Sofie`, `K.` and `Karen`.
fn is_alike(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let short = a.trim_end_matches('.').len().min(b.trim_end_matches('.').len());
    if short == 0 {
        return false;
    }
    a.starts_with(b.trim_end_matches('.')) || b.starts_with(a.trim_end_matches('.')) || changes(&a, &b) <= 2
}

/// How many letters have to be changed, put in or left out to make one text of the other (Levenshtein).
fn changes(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (down, letter) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = down + 1;
        for (across, other) in b.iter().enumerate() {
            let same = corner + usize::from(letter != *other);
            corner = row[across + 1];
            row[across + 1] = same.min(row[across] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_that_may_be_one() {
        for (a, b, alike) in [
            ("Kristian", "Christian", true),
            ("Anne", "Anne-Sofie", true),
            ("K.", "Karen", true),
            ("Karen", "Kirsten", false),
            ("Bo", "", false),
            ("Peter", "Birgit", false),
        ] {
            assert_eq!(is_alike(a, b), alike, "{a} and {b}");
        }
    }
}
