//! Own columns: those of the list that are none of ours, kept under their heading.

use std::collections::BTreeSet;

use checkin::{Field, names};

use crate::limits::HEADING_CHARACTERS;

/// Gives each own column a field. Two columns of the same heading become `Heading` and `Heading (2)`.
#[derive(Default)]
pub(crate) struct OwnFields {
    given: BTreeSet<String>,
}

impl OwnFields {
    /// The field for a heading that is not blank.
    pub(crate) fn field(&mut self, heading: &str) -> Field {
        let heading = names::clean(&Field::Name, heading).text;
        let mut name = shortened(&heading, HEADING_CHARACTERS);
        let mut number = 2_usize;
        while !self.given.insert(name.clone()) {
            let suffix = format!(" ({number})");
            name = shortened(&heading, HEADING_CHARACTERS - suffix.len()) + &suffix;
            number += 1;
        }
        Field::Own(name)
    }
}

fn shortened(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect::<String>().trim_end().to_owned()
}
