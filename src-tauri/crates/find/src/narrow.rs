//! What narrows a search: ticket type, organisation, whether somebody has come.

use std::collections::HashMap;

use checkin::Presence;

use crate::entry::Entry;
use crate::query::Standing;
use crate::spelling::Typed;
use crate::words;

/// The ticket types that occur, each once, by number.
#[derive(Clone, Debug, Default)]
pub(crate) struct TicketTypes {
    /// The folded words of each.
    words: Vec<Vec<String>>,
    numbers: HashMap<Vec<String>, u32>,
}

impl TicketTypes {
    /// The number of a ticket type; there are few, and none is ever forgotten.
    pub(crate) fn number(&mut self, names: &[String]) -> u32 {
        if let Some(number) = self.numbers.get(names) {
            return *number;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let parts = names.iter().map(|name| words::parts(name));
        let words = parts.flat_map(|parts| {
            let joined = words::joined(&parts).text();
            parts.into_iter().map(|part| part.word.text()).chain([joined]).collect::<Vec<_>>()
        });
        self.words.push(words.collect());
        self.numbers.insert(names.to_vec(), number);
        number
    }

    /// For each number, whether a word begins as it was typed.
    pub(crate) fn meant_by(&self, typed: &Typed) -> Vec<bool> {
        self.words.iter().map(|words| words.iter().any(|word| typed.meets(word).is_some())).collect()
    }
}

/// Whether somebody is in one of these states.
pub(crate) fn stands(entry: &Entry, wanted: &[Standing]) -> bool {
    wanted.iter().any(|wanted| match wanted {
        Standing::Arrived => entry.presence != Presence::Expected,
        Standing::Is(presence) => entry.presence == *presence,
        Standing::Has(status) => entry.status == *status,
    })
}
