//! Who is called alike: the same words after folding, in any order.

use std::collections::HashMap;

use checkin::AttendeeId;

use crate::entry::Entry;
use crate::fixed::build::NameHash;
use crate::fixed::{Main, hash};
use crate::folded::Folded;
use crate::overlay::Overlay;
use crate::rank::ListPlace;
use crate::spelling::skeleton;

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
    /// One more than are named, since the hit itself is among them.
    known: HashMap<Vec<String>, Vec<AttendeeId>>,
}

impl<'a> Namesakes<'a> {
    pub(crate) fn new(main: &'a Main, overlay: &'a Overlay) -> Self {
        Self { main, overlay, known: HashMap::new() }
    }

    /// The others who are called like somebody, in the order of a list.
    pub(crate) fn of(&mut self, entry: &Entry) -> Vec<AttendeeId> {
        let name = skeletons(&entry.name);
        if name.is_empty() {
            return Vec::new();
        }
        if !self.known.contains_key(&name) {
            let all = self.called(&entry.name, &name);
            self.known.insert(name.clone(), all);
        }
        let all = self.known.get(&name).into_iter().flatten();
        all.filter(|other| **other != entry.id).take(MAX_ALIKE).copied().collect()
    }

    /// The first who are called so.
    fn called(&self, name: &str, sorted: &[String]) -> Vec<AttendeeId> {
        let mut sum = NameHash::default();
        sorted.iter().for_each(|word| sum.add(hash(word)));
        // Two names may have one number.
        let is_called = |slot: &u32| {
            let other = self.main.name(*slot);
            other == name || skeletons(other) == sorted
        };
        let slots: Vec<u32> = self.main.maybe_alike(sum.sum()).filter(is_called).take(MAX_ALIKE + 1).collect();
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
