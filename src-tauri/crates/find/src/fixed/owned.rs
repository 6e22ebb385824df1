//! Lists of numbers by number, in two blocks of memory.

use crate::fixed::number;

/// For each number, the numbers that belong to it, in order and each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Owned {
    /// Where each list begins; one more than there are lists.
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl Owned {
    /// From pairs (number, what belongs to it) in any order; there are `count` numbers.
    pub(crate) fn new(pairs: impl Iterator<Item = (u32, u32)> + Clone, count: usize) -> Self {
        // First how many there are of each, then each to the next place of its list.
        let mut ends = vec![0_u32; count + 1];
        for (owner, _) in pairs.clone() {
            ends[owner as usize + 1] += 1;
        }
        for n in 1..ends.len() {
            ends[n] += ends[n - 1];
        }
        let mut values = vec![0_u32; ends.last().map_or(0, |all| *all as usize)];
        for (owner, value) in pairs {
            let next = &mut ends[owner as usize];
            values[*next as usize] = value;
            *next += 1;
        }
        // Now each is where its list ends. Those that come again go, and what is behind them moves up.
        let (mut from, mut kept) = (0, 0);
        let mut starts = vec![0_u32; count + 1];
        for owner in 0..count {
            let to = ends[owner] as usize;
            values[from..to].sort_unstable();
            let start = kept;
            for place in from..to {
                let value = values[place];
                if kept == start || values[kept - 1] != value {
                    values[kept] = value;
                    kept += 1;
                }
            }
            from = to;
            starts[owner + 1] = number(kept);
        }
        values.truncate(kept);
        values.shrink_to_fit();
        Self { starts, values }
    }

    /// What belongs to a number.
    pub(crate) fn of(&self, owner: usize) -> &[u32] {
        let start = |at: usize| self.starts.get(at).map_or(self.values.len(), |start| *start as usize);
        self.values.get(start(owner)..start(owner + 1)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_is_in_order_without_doubles() {
        let pairs = [(2, 9), (0, 5), (2, 3), (2, 9), (0, 5), (4, 1), (2, 1), (0, 4)];
        let owned = Owned::new(pairs.into_iter(), 6);
        let lists: Vec<&[u32]> = (0..7).map(|n| owned.of(n)).collect();
        assert_eq!(lists, [&[4, 5][..], &[], &[1, 3, 9], &[], &[1], &[], &[]]);
    }
}
