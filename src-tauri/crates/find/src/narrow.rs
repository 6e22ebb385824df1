//! What narrows a search: ticket type, organisation, whether somebody has come.

use std::collections::HashMap;
use std::sync::Arc;

use checkin::{Presence, Status};

use crate::query::Standing;
use crate::spelling::Typed;
use crate::words;

/// The ticket types that occur, each once, by number.
#[derive(Clone, Debug, Default)]
pub(crate) struct TicketTypes {
    /// The folded words of each.
    words: Vec<Vec<String>>,
    /// As they were given.
    names: Vec<Vec<String>>,
    numbers: HashMap<Vec<String>, u32>,
}

impl TicketTypes {
    /// The number of a ticket type; there are few, and none is ever forgotten.
    fn number(&mut self, names: &[String]) -> u32 {
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
        self.names.push(names.to_vec());
        self.numbers.insert(names.to_vec(), number);
        number
    }

    /// The number of a ticket type in what may be shared with a part of the index that is being made; nearly always known.
    pub(crate) fn number_in(types: &mut Arc<Self>, names: &[String]) -> u32 {
        match types.numbers.get(names) {
            Some(number) => *number,
            None => Arc::make_mut(types).number(names),
        }
    }

    /// The names of a ticket type by its number.
    pub(crate) fn names(&self, number: u32) -> &[String] {
        self.names.get(number as usize).map_or(&[], Vec::as_slice)
    }

    /// For each number, whether a word begins as it was typed.
    pub(crate) fn meant_by(&self, typed: &Typed) -> Vec<bool> {
        self.words.iter().map(|words| words.iter().any(|word| typed.meets(word).is_some())).collect()
    }
}

/// Whether somebody is in one of these states.
pub(crate) fn stands(presence: Presence, status: Status, wanted: &[Standing]) -> bool {
    wanted.iter().any(|wanted| match wanted {
        Standing::Arrived => presence != Presence::Expected,
        Standing::Is(wanted) => presence == *wanted,
        Standing::Has(wanted) => status == *wanted,
    })
}
