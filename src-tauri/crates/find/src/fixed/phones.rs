//! The digits of all telephone numbers one after the other, found by any run of them.

use memchr::memmem;

use crate::fixed::number;
use crate::phone::{self, GAP};

/// After so many people it is written down where the next one's number begins.
const STEP: usize = 64;

/// The digits of all numbers by slot, with a gap behind each, so that no run reaches from one into the next.
#[derive(Clone, Debug, Default)]
pub(crate) struct PackedPhones {
    digits: Vec<u8>,
    /// Where the number of each [`STEP`]th person begins.
    steps: Vec<u32>,
    people: usize,
}

impl PackedPhones {
    /// Adds the number of the next person; it may be empty.
    pub(crate) fn push(&mut self, phone: &str) {
        if self.people.is_multiple_of(STEP) {
            self.steps.push(number(self.digits.len()));
        }
        self.people += 1;
        self.digits.extend(phone::kept(phone));
        self.digits.push(GAP);
    }

    /// Gives back the memory that was kept for more.
    pub(crate) fn shrink(&mut self) {
        self.digits.shrink_to_fit();
        self.steps.shrink_to_fit();
    }

    /// The slots whose number holds this run of digits, in order; a slot may come more than once.
    pub(crate) fn holding(&self, run: &str) -> Vec<u32> {
        let places = memmem::find_iter(&self.digits, phone::wanted(run).as_bytes());
        places.map(|place| self.slot_at(place)).collect()
    }

    fn slot_at(&self, place: usize) -> u32 {
        let step = self.steps.partition_point(|start| *start as usize <= place).saturating_sub(1);
        let start = self.steps.get(step).map_or(0, |start| *start as usize);
        let before = self.digits.get(start..place).unwrap_or_default();
        number(step * STEP + before.iter().filter(|digit| **digit == GAP).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_is_found_at_its_slot() {
        let mut phones = PackedPhones::default();
        for slot in 0..1_000 {
            phones.push(&if slot % 3 == 0 { String::new() } else { format!("+45 20 30 {slot:04}") });
        }
        for slot in (0_u32..1_000).filter(|slot| slot % 3 != 0) {
            assert_eq!(phones.holding(&format!("2030{slot:04}")), [slot]);
        }
        assert_eq!(phones.holding("00014520"), [] as [u32; 0], "from one number into the next");
    }
}
