//! Lists of numbers by number, in two blocks of memory.

use crate::fixed::build::halves;
use crate::fixed::number;

/// For each number, the numbers that belong to it, in order and each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Owned {
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl Owned {
    /// From pairs (number, what belongs to it) in order, each as one number; there are `count` numbers.
    pub(crate) fn new(pairs: &[u64], count: usize) -> Self {
        let mut starts = Vec::with_capacity(count + 1);
        let mut values = Vec::with_capacity(pairs.len());
        for (owner, value) in pairs.iter().map(|pair| halves(*pair)) {
            while starts.len() <= owner as usize {
                starts.push(number(values.len()));
            }
            values.push(value);
        }
        while starts.len() <= count {
            starts.push(number(values.len()));
        }
        Self { starts, values }
    }

    /// What belongs to a number.
    pub(crate) fn of(&self, owner: usize) -> &[u32] {
        let start = |at: usize| self.starts.get(at).map_or(self.values.len(), |start| *start as usize);
        self.values.get(start(owner)..start(owner + 1)).unwrap_or_default()
    }
}
