//! Who is called alike: the same words after folding, in any order.

use std::collections::HashMap;

use checkin::AttendeeId;

use crate::entry::Entry;
use crate::fixed::build::NameHash;
use crate::fixed::{Main, hash};
use crate::folded::Folded;
use crate::overlay::Overlay;
use crate::rank::ListPlace;
use crate::spelling::{skeleton, write_skeleton};

/// The most near-namesakes named with a hit.
const MAX_ALIKE: usize = 20;

/// The words of a name without the differences between spellings, in the order of the alphabet; `None` if it has none.
pub(crate) fn name_key(name: &str) -> Option<Box<str>> {
    let skeletons = skeletons(name);
    (!skeletons.is_empty()).then(|| skeletons.join(" ").into_boxed_str())
}

fn skeletons(name: &str) -> Vec<String> {
    let mut folded = Folded::default();
    folded.read(name);
    let mut skeletons: Vec<String> = (0..folded.len()).map(|n| skeleton(folded.word(n))).collect();
    skeletons.sort_unstable();
    skeletons
}

/// Those who are called alike, remembered from hit to hit: most hits of one search share few names.
pub(crate) struct Namesakes<'a> {
    main: &'a Main,
    overlay: &'a Overlay,
    /// By the number of the name: its words, and one more person than are named, since the hit itself is among them.
    known: HashMap<u32, Vec<Alike>>,
    folded: Folded,
    skeleton: String,
}

struct Alike {
    name: Vec<String>,
    all: Vec<AttendeeId>,
}

impl<'a> Namesakes<'a> {
    pub(crate) fn new(main: &'a Main, overlay: &'a Overlay) -> Self {
        Self { main, overlay, known: HashMap::new(), folded: Folded::default(), skeleton: String::new() }
    }

    /// The others who are called like somebody, in the order of a list.
    pub(crate) fn of(&mut self, entry: &Entry) -> Vec<AttendeeId> {
        let hash = self.hash(&entry.name);
        // Nearly everybody of a small event is alone with the name.
        if self.folded.len() == 0 || (self.overlay.len() == 0 && self.main.maybe_alike(hash).nth(1).is_none()) {
            return Vec::new();
        }
        let name = skeletons(&entry.name);
        let known = self.known.get(&hash).and_then(|known| known.iter().find(|known| known.name == name));
        if let Some(known) = known {
            return others(&known.all, entry.id);
        }
        let all = self.called(hash, &entry.name, &name);
        let found = others(&all, entry.id);
        self.known.entry(hash).or_default().push(Alike { name, all });
        found
    }

    /// The number of a name ([`NameHash`]); its words are in `folded` then.
    fn hash(&mut self, name: &str) -> u32 {
        self.folded.read(name);
        let mut sum = NameHash::default();
        for n in 0..self.folded.len() {
            self.skeleton.clear();
            write_skeleton(self.folded.word(n), &mut self.skeleton);
            sum.add(hash(&self.skeleton));
        }
        sum.sum()
    }

    /// The first who are called so.
    fn called(&self, hash: u32, name: &str, sorted: &[String]) -> Vec<AttendeeId> {
        // Two names may have one number.
        let is_called = |slot: &u32| {
            let other = self.main.name(*slot);
            other == name || skeletons(other) == sorted
        };
        let slots: Vec<u32> = self.main.maybe_alike(hash).filter(is_called).take(MAX_ALIKE + 1).collect();
        let mut changed: Vec<(&ListPlace, AttendeeId)> = self.overlay.called(&sorted.join(" ")).collect();
        if changed.is_empty() {
            return slots.iter().filter_map(|slot| self.main.id(*slot)).collect();
        }
        changed.sort_unstable();
        changed.truncate(MAX_ALIKE + 1);
        let fixed = slots.iter().filter_map(|slot| Some((self.main.list_place(*slot)?, self.main.id(*slot)?)));
        let mut all: Vec<(ListPlace, AttendeeId)> = fixed.collect();
        all.extend(changed.into_iter().map(|(place, id)| (place.clone(), id)));
        all.sort_unstable();
        all.into_iter().map(|(_, id)| id).take(MAX_ALIKE + 1).collect()
    }
}

fn others(all: &[AttendeeId], own: AttendeeId) -> Vec<AttendeeId> {
    all.iter().filter(|other| **other != own).take(MAX_ALIKE).copied().collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::Index;

    #[test]
    fn two_names_of_one_number_are_not_alike() {
        let mut known: HashMap<u32, String> = HashMap::new();
        // Four thousand million numbers: of so many words, two have the same.
        let pair = (0..1_000_000_u32).find_map(|n| {
            let word = format!("k{n}");
            known.insert(hash(&word), word.clone()).map(|other| [other, word])
        });
        let names = pair.expect("two of one number");
        let entry = |n: usize| Entry::new(AttendeeId::from_uuid(Uuid::from_u128(n as u128)), &names[n % 2]);
        let index = Index::of((0..3).map(entry));
        assert_eq!(index.alike_of(entry(0).id), [entry(2).id], "{names:?}");
        assert_eq!(index.alike_of(entry(1).id), []);
    }
}
