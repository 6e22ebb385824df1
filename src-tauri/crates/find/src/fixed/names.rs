//! Who may be called alike.

use crate::fixed::number;

/// Slots by a number of their names ([`crate::fixed::build::NameHash`]); two names may have one number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(Vec<(u32, u32)>);

impl Names {
    /// From the numbers of all slots.
    pub(crate) fn new(hashes: impl Iterator<Item = u32>) -> Self {
        let mut names: Vec<(u32, u32)> = hashes.enumerate().map(|(slot, hash)| (hash, number(slot))).collect();
        names.sort_unstable();
        names.shrink_to_fit();
        Self(names)
    }

    /// The slots of a number, in order.
    pub(crate) fn of(&self, hash: u32) -> impl Iterator<Item = u32> + '_ {
        let from = self.0.partition_point(|(other, _)| *other < hash);
        self.0[from..].iter().take_while(move |(other, _)| *other == hash).map(|(_, slot)| *slot)
    }
}
