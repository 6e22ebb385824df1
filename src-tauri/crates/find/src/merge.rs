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
        for id in fixed.into_iter().filter(|id| !self.since.contains(id)) {
            overlay.remove(id);
        }
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
