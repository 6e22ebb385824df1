//! How the last changes become fixed, beside the searches and changes that go on.

use std::collections::HashSet;
use std::sync::Arc;
use std::thread::JoinHandle;

use checkin::AttendeeId;

use crate::entry::Entry;
use crate::fixed::build::Builder;
use crate::fixed::{Main, State};
use crate::narrow::TicketTypes;
use crate::overlay::Overlay;

/// With so many changes, or this share of the people if that is more, it is time.
const CHANGES: usize = 1_000;
const SHARE: usize = 16;

/// Whether there are so many changes that they should become fixed.
pub(crate) fn is_due(main: &Main, overlay: &Overlay) -> bool {
    overlay.len() + main.gone() > CHANGES.max(main.len() / SHARE)
}

/// Everybody in one fixed part, and those who changed as they are now.
pub(crate) fn merged(main: &Main, changed: &[Entry], types: &Arc<TicketTypes>) -> Main {
    let mut types = Arc::clone(types);
    let mut builder = Builder::for_people(main.len() + changed.len());
    main.entries().for_each(|entry| builder.add(&entry, TicketTypes::number_in(&mut types, &entry.ticket_type)));
    changed.iter().for_each(|entry| builder.add(entry, TicketTypes::number_in(&mut types, &entry.ticket_type)));
    builder.finish(types)
}

/// A fixed part that is being made on a thread of its own, from what was known when it began.
#[derive(Debug)]
pub(crate) struct Merge {
    thread: JoinHandle<Main>,
    /// Who was added, changed or removed since.
    since: HashSet<AttendeeId>,
}

impl Merge {
    /// Begins; `None` if there is no thread to be had, and then it may be tried again later.
    pub(crate) fn begin(main: &Main, overlay: &Overlay, types: &Arc<TicketTypes>) -> Option<Self> {
        let (main, types) = (main.clone(), Arc::clone(types));
        let changed: Vec<Entry> = overlay.entries().cloned().collect();
        let work = move || merged(&main, &changed, &types);
        let thread = std::thread::Builder::new().name("find-merges".to_owned()).spawn(work);
        Some(Self { thread: thread.ok()?, since: HashSet::new() })
    }

    /// Notes that somebody was added, changed or removed.
    pub(crate) fn changed(&mut self, id: AttendeeId) {
        self.since.insert(id);
    }

    /// Whether it is done, so that ending it takes no time.
    pub(crate) fn is_done(&self) -> bool {
        self.thread.is_finished()
    }

    /// Puts the new fixed part in the place of the old one. Of those who have changed since, what is known now holds: they stay
    /// among the changes, are gone, or are where they were checked in to.
    pub(crate) fn end(self, main: &mut Main, overlay: &mut Overlay) {
        // Should it have broken, everything is as it was, and it is tried again.
        let Ok(mut new) = self.thread.join() else { return };
        for id in &self.since {
            let Some(slot) = new.slot_of(*id) else { continue };
            let state = if overlay.get(*id).is_some() {
                State::GONE
            } else {
                main.slot_of(*id).map_or(State::GONE, |slot| main.state(slot))
            };
            new.set_state(slot, state);
        }
        let fixed: Vec<AttendeeId> = overlay.entries().map(|entry| entry.id).collect();
        overlay.let_go(fixed.into_iter().filter(|id| !self.since.contains(id)));
        *main = new;
    }
}

/// The merge of an index that is copied is not copied with it.
#[derive(Debug, Default)]
pub(crate) struct UnderWay(pub(crate) Option<Merge>);

impl Clone for UnderWay {
    fn clone(&self) -> Self {
        Self(None)
    }
}

#[cfg(test)]
mod tests {
    use checkin::{Presence, Status};
    use uuid::Uuid;

    use super::*;

    fn entry(n: u128, name: &str) -> Entry {
        Entry::new(AttendeeId::from_uuid(Uuid::from_u128(n)), name)
    }

    /// A fixed part with these names, with ids 0, 1, 2 …
    fn main_of(names: &[&str]) -> Main {
        let mut builder = Builder::default();
        names.iter().zip(0..).for_each(|(name, n)| builder.add(&entry(n, name), 0));
        builder.finish(Arc::new(TicketTypes::default()))
    }

    fn state(main: &Main, n: u128) -> Option<State> {
        main.slot_of(entry(n, "").id).map(|slot| main.state(slot))
    }

    #[test]
    fn what_changes_while_it_is_made_is_not_forgotten() {
        let mut types = Arc::new(TicketTypes::default());
        let mut main = main_of(&["Goes Meanwhile", "Comes Meanwhile", "Changes Meanwhile", "Stays Here"]);
        let mut overlay = Overlay::default();
        for (n, name) in [(4, "New Stays"), (5, "New Goes"), (6, "New Changes"), (7, "New Comes Again")] {
            overlay.put(entry(n, name), &mut types);
        }
        let mut merge = Merge::begin(&main, &overlay, &types).expect("a thread");

        let inside = State::of(Presence::Inside, Status::Confirmed);
        let slot = |main: &Main, n: u128| main.slot_of(entry(n, "").id).expect("who is there");
        main.set_state(slot(&main, 0), State::GONE);
        main.set_state(slot(&main, 1), inside);
        main.set_state(slot(&main, 2), State::GONE);
        overlay.put(entry(2, "Changed Name"), &mut types);
        overlay.remove(entry(5, "").id);
        overlay.put(entry(6, "New Name"), &mut types);
        overlay.remove(entry(7, "").id);
        overlay.put(entry(7, "Again"), &mut types);
        overlay.put(entry(8, "Newest"), &mut types);
        for n in [0, 1, 2, 5, 6, 7, 8] {
            merge.changed(entry(n, "").id);
        }
        merge.end(&mut main, &mut overlay);

        let expected = State::of(Presence::Expected, Status::Confirmed);
        let states: Vec<Option<State>> = (0..9).map(|n| state(&main, n)).collect();
        let (some, none) = (Some(expected), None);
        assert_eq!(
            states,
            [none, Some(inside), none, some, some, none, none, none, none],
            "who has gone is gone, who was checked in is in, who has another name is not here by the old one"
        );
        let changed = |n: u128| overlay.get(entry(n, "").id).map(|entry| entry.name.as_str());
        let names: Vec<Option<&str>> = (0..9).map(changed).collect();
        let [two, six, seven, eight] = ["Changed Name", "New Name", "Again", "Newest"].map(Some);
        assert_eq!(names, [None, None, two, None, None, None, six, seven, eight], "later changes stay");
        assert_eq!((main.len(), overlay.len()), (3, 4));
    }
}
