//! Who is named by rows that do not come in: one semicolon too many, or a code that stands twice. What such a row says is
//! not taken, but nobody whom it names is gone from the list.

use std::collections::{BTreeSet, HashMap};

use checkin::{Field, Profile, names};

use super::matcher::words_of;

/// What rows that do not come in say. Their cells may have slipped, so that it does not matter in which one it stands.
#[derive(Default)]
pub(super) struct Unread {
    /// Everything that may be a ticket code.
    codes: BTreeSet<String>,
    /// The words of each row.
    rows: Vec<BTreeSet<String>>,
    /// In which rows a word stands.
    by_word: HashMap<String, Vec<usize>>,
}

impl Unread {
    /// Of the cells of each row as they stand.
    pub(super) fn new(rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        let mut unread = Self::default();
        for (place, cells) in rows.into_iter().enumerate() {
            let lines = cells.iter().flat_map(|cell| cell.lines());
            // A note is the longest field; what is cut from a longer line is no name.
            let cleaned: Vec<String> = lines.map(|line| names::clean(&Field::Note, line).text).collect();
            for text in &cleaned {
                // A line whose quotation is never closed is one text, with what divides its cells in it.
                let parts = text.split([';', ',', '\t', '|', '"']).map(str::trim);
                unread.codes.extend(parts.chain([text.as_str()]).filter(|part| !part.is_empty()).map(str::to_owned));
            }
            let words: BTreeSet<String> = cleaned.iter().flat_map(|text| words_of(text)).collect();
            for word in &words {
                unread.by_word.entry(word.clone()).or_default().push(place);
            }
            unread.rows.push(words);
        }
        unread
    }

    /// Whether one of the rows has a code of this person, or all words of the name.
    pub(super) fn names(&self, person: &Profile) -> bool {
        if person.ticket_codes.iter().any(|code| self.codes.contains(code.as_str())) {
            return true;
        }
        let words = words_of(&person.name);
        let rows = words.first().and_then(|word| self.by_word.get(word)).into_iter().flatten();
        rows.filter_map(|place| self.rows.get(*place)).any(|row| words.is_subset(row))
    }
}

#[cfg(test)]
mod tests {
    use checkin::FieldValue;

    use super::*;

    fn person(name: &str, code: &str) -> Profile {
        let mut person = Profile::default();
        person.set(&Field::Name, &FieldValue::Text(name.to_owned()));
        if !code.is_empty() {
            person.set(&Field::TicketCodes, &FieldValue::List(vec![code.to_owned()]));
        }
        person
    }

    #[test]
    fn a_row_that_does_not_come_in_names_by_code_or_by_all_words_of_the_name() {
        let cells = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let unread = Unread::new([
            cells(&["V-1002", "Lund,  OLE", "Havnby", "x"]),
            // One broken line, whose A is a letter with a ring of its own.
            cells(&["\"V-1007;Bo A\u{30A}s;Havnby"]),
        ]);
        for (name, code, is_named) in [
            ("Ole Lund", "", true),
            ("Ole Lund Havn", "", false),
            ("Eva Gram", "V-1002", true),
            ("Eva Gram", "V-100", false),
            ("Bo Ås", "", true),
            ("Kim Dam", "V-1007", true),
            ("Bo Lund", "", false),
            ("", "", false),
        ] {
            assert_eq!(unread.names(&person(name, code)), is_named, "{name} {code}");
        }
    }
}
