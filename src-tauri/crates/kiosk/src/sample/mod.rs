//! Invented events: the sample that the kiosk opens with when it has no event of its own, and rehearsals of any size.
//!
//! The sample is data: `event.toml` and `attendees.tsv` are read as they stand. A rehearsal is [`generate`]d from a
//! seed. Both give the same people in the same order every time; ids, keys and times are made where the event is.
//!
//! Everybody here is invented, apart from the two main speakers of the sample, who are named as in the public
//! programme.

mod generate;
mod organisations;
mod people;
mod random;

use std::collections::BTreeMap;

use checkin::{Field, FieldValue};

pub use self::generate::{generate, generated_event_toml};

const EVENT: &str = include_str!("event.toml");
const ATTENDEES: &str = include_str!("attendees.tsv");

/// Somebody invented, as a list would name the person. Name, given name, family name, ticket type, status and language
/// are always there; any other field only if it has a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invented {
    /// What the list says, by field.
    pub values: BTreeMap<Field, FieldValue>,
}

impl Invented {
    fn new() -> Self {
        Self { values: BTreeMap::new() }
    }

    /// Says a text; an empty one says nothing.
    fn say(&mut self, field: Field, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.values.insert(field, FieldValue::Text(text));
        }
    }

    /// Says a list; an empty one says nothing.
    fn say_list(&mut self, field: Field, texts: Vec<String>) {
        if !texts.is_empty() {
            self.values.insert(field, FieldValue::List(texts));
        }
    }
}

/// The sample event, in the form of an `EVENT.toml`.
#[must_use]
pub fn event_toml() -> &'static str {
    EVENT
}

/// The 240 attendees of the sample event, in the order of its list.
#[must_use]
pub fn attendees() -> Vec<Invented> {
    let mut rows = rows(ATTENDEES);
    let fields: Vec<Option<Field>> =
        rows.next().unwrap_or_default().split('\t').map(|key| Field::from_key(key.trim())).collect();
    rows.map(|row| attendee(&fields, row)).collect()
}

fn attendee(fields: &[Option<Field>], row: &str) -> Invented {
    let mut person = Invented::new();
    for (field, cell) in fields.iter().zip(row.split('\t')) {
        match field {
            Some(field) if field.is_list() => {
                person.say_list(field.clone(), cell.split_whitespace().map(str::to_owned).collect());
            }
            Some(field) => person.say(field.clone(), cell),
            // A heading that names no field; a test holds that there is none.
            None => {}
        }
    }
    person
}

/// The lines of a table of ours, without comments. A checkout with CRLF line ends reads the same.
fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

#[cfg(test)]
mod tests;
