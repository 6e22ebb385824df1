//! All people in memory: a fixed part with nearly everybody, and one with the last changes, which is searched beside it.

use std::sync::Arc;

use checkin::AttendeeId;

use crate::entry::Entry;
use crate::fixed::build::Builder;
use crate::fixed::{Main, State};
use crate::guess::{Meant, Sought, nearest};
use crate::highlight::Highlighter;
use crate::hit::{Found, Hit};
use crate::merge::{self, Merge, UnderWay};
use crate::namesakes::Namesakes;
use crate::narrow::TicketTypes;
use crate::overlay::Overlay;
use crate::part::{Part, Reach};
use crate::query::{self, Asked};
use crate::rank::{ListPlace, Quality};
use crate::search::{Asking, Boards, Met, Ranked, types_meant};

/// With so few people found by what was typed, guesses are looked for too.
const FEW: usize = 8;

/// All people who can be found, in memory.
///
/// Every change shows in the next search. A change costs in the order of the person's words; a search, in the order of
/// the words and people that the typed letters begin. Once there are many changes, they are made a part of the rest on a
/// thread of its own; nobody waits for it.
#[derive(Clone, Debug, Default)]
pub struct Index {
    main: Main,
    /// Those who were added or amended since; in the fixed part they are gone.
    overlay: Overlay,
    ticket_types: Arc<TicketTypes>,
    under_way: UnderWay,
    boards: Boards,
}

impl Index {
    /// An index of nobody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An index of these people; much quicker than one after the other. Of several with one id, the last counts.
    #[must_use]
    pub fn of(people: impl IntoIterator<Item = Entry>) -> Self {
        let mut index = Self::new();
        let people = people.into_iter();
        let mut builder = Builder::for_people(people.size_hint().0);
        for entry in people {
            builder.add(&entry, TicketTypes::number_in(&mut index.ticket_types, &entry.ticket_type));
        }
        index.main = builder.finish(Arc::clone(&index.ticket_types));
        index
    }

    /// How many people it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.main.len() + self.overlay.len()
    }

    /// Whether it holds nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a person, or replaces what was known of the one with that id.
    pub fn put(&mut self, entry: Entry) {
        self.begin_change(entry.id);
        if let Some(slot) = self.main.slot_of(entry.id) {
            // A check-in changes nothing but the order.
            if self.main.entry(slot).is_some_and(|known| known.reads_like(&entry)) {
                self.main.set_state(slot, State::of(entry.presence, entry.status));
                return;
            }
            self.main.set_state(slot, State::GONE);
        }
        self.overlay.put(entry, &mut self.ticket_types);
        self.merge_if_due();
    }

    /// Takes a person out; `false` if there was none with that id.
    pub fn remove(&mut self, id: AttendeeId) -> bool {
        self.begin_change(id);
        let was_here = match self.main.slot_of(id) {
            Some(slot) => {
                self.main.set_state(slot, State::GONE);
                true
            }
            None => self.overlay.remove(id),
        };
        self.merge_if_due();
        was_here
    }

    /// Makes all changes a part of the rest, now. Nothing is found otherwise after it; it need not be called, since it is
    /// done by itself where it is worth it.
    pub fn merge(&mut self) {
        // One that is under way knows less.
        self.under_way = UnderWay::default();
        let changed: Vec<Entry> = self.overlay.entries().cloned().collect();
        self.main = merge::merged(&self.main, &changed, &self.ticket_types);
        self.overlay = Overlay::default();
    }

    /// Ends a merge that is done, and notes for one that goes on that somebody changes.
    fn begin_change(&mut self, id: AttendeeId) {
        if let Some(done) = self.under_way.0.take_if(|merge| merge.is_done()) {
            done.end(&mut self.main, &mut self.overlay);
        }
        if let Some(merge) = &mut self.under_way.0 {
            merge.changed(id);
        }
        self.overlay.clear_up();
    }

    fn merge_if_due(&mut self) {
        if merge::is_due(&self.main, &self.overlay) {
            self.begin_merge();
        }
    }

    /// Begins to make all changes a part of the rest, on a thread of its own; for tests, which do not have a thousand of them.
    #[doc(hidden)]
    pub fn begin_merge(&mut self) {
        if self.under_way.0.is_none() {
            self.under_way = UnderWay(Merge::begin(&self.main, &self.overlay, &self.ticket_types));
        }
    }

    /// Waits for that and ends it.
    #[doc(hidden)]
    pub fn end_merge(&mut self) {
        if let Some(merge) = self.under_way.0.take() {
            merge.end(&mut self.main, &mut self.overlay);
        }
    }

    /// The people who meet `query`, best first, at most `limit`.
    ///
    /// Everyone of whom each word of the query begins some word, in any order; of the query, the first 64 characters
    /// and 8 words count. Where that finds few, also those of whom a word of the name or the organisation may have been
    /// meant: by a slip of the finger, or because it is heard alike. Whoever was typed comes before whoever is guessed;
    /// then words found in the name before words found elsewhere; then by [`Tier`](crate::Tier); then who is expected, has
    /// arrived, is cancelled; then by family name, name and id.
    ///
    /// `#speaker`, `@fyn` and `!arrived` narrow by ticket type, organisation and state. A query without letters and
    /// digits finds nobody.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Found {
        let asked = query::asked(query);
        let mut looked_at = 0;
        let types = types_meant(&asked.filters, |typed| self.ticket_types.meant_by(typed));
        let main = Asking::new(&self.main, &asked, &types, &self.boards);
        let overlay = Asking::new(&self.overlay, &asked, &types, &self.boards);
        let mut both = Both { main, overlay };
        let (main, overlay) = both.enough(&asked, limit, &mut looked_at);
        let count = main.len() + overlay.len();
        let mut first = First::default();
        main.iter().for_each(|(slot, quality)| first.count(*quality, || self.main.standing(*slot)));
        overlay.iter().for_each(|(slot, quality)| first.count(*quality, || self.overlay.standing(*slot)));
        let best = self.best_of_both(&both.main.best(&main, limit), &both.overlay.best(&overlay, limit), limit);
        let mut namesakes = Namesakes::new(&self.main, &self.overlay);
        let mut highlighter = Highlighter::new(&asked.readings);
        let hit = |(quality, entry): &(Quality, Entry)| Hit {
            id: entry.id,
            tier: quality.tier(),
            matched: highlighter.matched(entry, quality.tier().is_guess()),
            alike: namesakes.of(entry),
        };
        let hits: Vec<Hit> = best.iter().map(hit).collect();
        Found { more: count > hits.len(), clear: first.is_clear(), looked_at: looked_at + count, hits }
    }

    /// The best of both parts, best first.
    fn best_of_both(
        &self,
        main: &[Ranked<'_, Main>],
        overlay: &[Ranked<'_, Overlay>],
        limit: usize,
    ) -> Vec<(Quality, Entry)> {
        let alone = main.is_empty() || overlay.is_empty();
        let mut all: Vec<(Quality, u8, Entry)> = Vec::with_capacity(main.len() + overlay.len());
        all.extend(main.iter().filter_map(|ranked| entry_of(&self.main, ranked)));
        all.extend(overlay.iter().filter_map(|ranked| entry_of(&self.overlay, ranked)));
        if !alone {
            all.sort_by_cached_key(|(quality, standing, entry)| (*quality, *standing, ListPlace::of(entry)));
        }
        all.truncate(limit);
        all.into_iter().map(|(quality, _, entry)| (quality, entry)).collect()
    }

    /// The near-namesakes of somebody, as a hit would name them; empty for one who is not here.
    #[must_use]
    pub fn alike_of(&self, id: AttendeeId) -> Vec<AttendeeId> {
        let mut namesakes = Namesakes::new(&self.main, &self.overlay);
        if let Some(entry) = self.overlay.get(id) {
            return namesakes.of(entry);
        }
        let entry = self.main.slot_of(id).and_then(|slot| self.main.entry(slot));
        entry.map(|entry| namesakes.of(&entry)).unwrap_or_default()
    }
}

fn entry_of<P: Part>(part: &P, ranked: &Ranked<'_, P>) -> Option<(Quality, u8, Entry)> {
    Some((ranked.quality, ranked.standing(), part.entry(ranked.slot)?.into_owned()))
}

/// A search in both parts.
struct Both<'a> {
    main: Asking<'a, Main>,
    overlay: Asking<'a, Overlay>,
}

impl Both<'_> {
    /// Who meets what was asked, as far as that decides who are the first `limit`: names first, since whoever is met by the
    /// name comes before all others; then everything; and where that finds few, guesses.
    fn enough(&mut self, asked: &Asked, limit: usize, looked_at: &mut usize) -> (Vec<Met>, Vec<Met>) {
        self.look_up(Reach::Names);
        let names = self.met(looked_at);
        // One more than asked for, so that it is known that there are more.
        if names.0.len() + names.1.len() > limit.max(FEW) {
            return names;
        }
        self.look_up(Reach::Others);
        let guessable = asked.readings.iter().flatten().any(|typed| typed.len() >= crate::sound::FROM);
        let has_few = |(main, overlay): &(Vec<Met>, Vec<Met>)| main.len() + overlay.len() < FEW;
        // Of several words, one is often met by half of all people: rather once than twice, with the guesses at once.
        let at_once = has_few(&names) && asked.readings.iter().all(|reading| reading.len() > 1);
        if !(guessable && at_once) {
            let all = self.met(looked_at);
            if !guessable || !has_few(&all) {
                return all;
            }
        }
        self.guess();
        let mut all = self.met(looked_at);
        let is_typed = |(_, quality): &Met| !quality.tier().is_guess();
        if all.0.iter().chain(&all.1).filter(|met| is_typed(met)).count() >= FEW {
            all.0.retain(is_typed);
            all.1.retain(is_typed);
        }
        let words = asked.readings.iter().map(Vec::len).max().unwrap_or(0);
        mark_left_over(&mut all.0, self.main.part(), words);
        mark_left_over(&mut all.1, self.overlay.part(), words);
        all
    }

    fn look_up(&mut self, reach: Reach) {
        self.main.look_up(reach);
        self.overlay.look_up(reach);
    }

    fn met(&self, looked_at: &mut usize) -> (Vec<Met>, Vec<Met>) {
        (self.main.met(looked_at), self.overlay.met(looked_at))
    }

    /// Adds those of whom a word may have been meant: the nearest words of both parts together.
    fn guess(&mut self) {
        for (word, typed) in self.main.words().into_iter().enumerate() {
            let sought = Sought::new(typed);
            let mut meant: Vec<Meant<'_>> = Vec::new();
            let in_main = self.main.part().meant(&sought, &mut meant);
            let in_overlay = self.overlay.part().meant(&sought, &mut meant);
            let nearest = nearest(meant);
            self.main.guess(word, &nearest, in_main);
            self.overlay.guess(word, &nearest, in_overlay);
        }
    }
}

/// Marks the guesses among those found whose names have more words than were typed.
fn mark_left_over(met: &mut [Met], part: &impl Part, words: usize) {
    for (slot, quality) in met.iter_mut().filter(|(_, quality)| quality.tier().is_guess()) {
        if part.name_words(*slot) > words {
            *quality = quality.with_left_over();
        }
    }
}

/// Those who met a query best: is there one among them who is clearly meant?
#[derive(Default)]
struct First {
    quality: Option<Quality>,
    /// Of that quality.
    all: usize,
    expected: usize,
}

impl First {
    fn count(&mut self, quality: Quality, standing: impl FnOnce() -> Option<u8>) {
        if self.quality.is_none_or(|best| quality < best) {
            *self = Self { quality: Some(quality), all: 0, expected: 0 };
        }
        // Two are enough to know that none is the one; most searches need no more of the order than that.
        if self.quality == Some(quality) && self.expected < 2 {
            self.all += 1;
            self.expected += usize::from(standing() == Some(0));
        }
    }

    /// A guess is never clear; of several who are as good, only one may still be expected.
    fn is_clear(&self) -> bool {
        let one = self.expected == 1 || (self.expected == 0 && self.all == 1);
        self.quality.is_some_and(|quality| one && !quality.tier().is_guess())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn entry(n: u128, name: &str) -> Entry {
        Entry::new(AttendeeId::from_uuid(Uuid::from_u128(n)), name)
    }

    #[test]
    fn many_changes_become_fixed_by_themselves() {
        let people = |range: std::ops::Range<u128>| range.map(|n| entry(n, &format!("Ida Gran{}", n % 70)));
        let mut index = Index::of(people(0..50));
        people(50..3_000).for_each(|person| index.put(person));
        assert!(index.under_way.0.is_some() || index.main.len() > 50, "more than a thousand changes");
        // Everybody is found while it is under way.
        assert_eq!((index.len(), index.search("ida gran7", 100).hits.len()), (3_000, 43));
        while index.under_way.0.as_ref().is_some_and(|merge| !merge.is_done()) {
            std::thread::yield_now();
        }
        index.remove(entry(7, "").id);
        assert!(index.main.len() > 1_000, "{} are fixed", index.main.len());
        let fresh = Index::of(people(0..3_000).filter(|person| person.id != entry(7, "").id));
        let answer = |index: &Index| Found { looked_at: 0, ..index.search("gran7", 100) };
        assert_eq!((index.len(), answer(&index)), (2_999, answer(&fresh)));
    }
}
