//! The part of the index that does not change: nearly everybody, packed into few blocks of memory.
//!
//! People have slots in the order of a list, so that a smaller slot comes first. Words are kept once, in the order of their
//! keys, in three lists: those of names and organisations, which may be guessed; those that stand only elsewhere; and
//! those that are rare (orders, ticket codes, some joined words). A word names its people, but for the words of texts that
//! many share (organisation, title, domain of an address, own columns): such a word names the texts, and each text its people.

pub(crate) mod build;
mod joined;
mod names;
mod owned;
mod phones;
mod record;
mod sounds;
mod strings;
mod words;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use checkin::{AttendeeId, Presence, Status};

use crate::entry::{Entry, Place};
use crate::guess::{Meant, Sought};
use crate::highlight::is_phone;
use crate::hit::Tier;
use crate::narrow::{self, TicketTypes};
use crate::part::{Lists, Part, Reach};
use crate::query::Filter;
use crate::rank::{self, ListPlace, Quality};
use crate::spelling::Typed;

use names::Names;
use owned::Owned;
use phones::PackedPhones;
use record::Records;
use sounds::Sounds;
use strings::Strings;
pub(crate) use strings::{hash, number};
pub(crate) use words::Owner;
use words::Words;

/// Letters from which on rare words are searched too.
pub(crate) const RARE_FROM: usize = 3;

/// Everything that does not change.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fixed {
    ids: Vec<AttendeeId>,
    /// Slots in the order of their ids.
    by_id: Vec<u32>,
    records: Records,
    /// How many words each name has.
    name_words: Vec<u8>,
    /// Texts that many share, and who has each.
    shared: Strings,
    sharing: Owned,
    named: Words,
    other: Words,
    rare: Words,
    sounds: Sounds,
    phones: PackedPhones,
    names: Names,
}

/// Where a person is and how the registration stands, in one byte; or that nobody is there any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct State(u8);

impl State {
    /// Nobody: gone, or among the last changes.
    pub(crate) const GONE: Self = Self(u8::MAX);

    pub(crate) fn of(presence: Presence, status: Status) -> Self {
        let presence = match presence {
            Presence::Expected => 0,
            Presence::Inside => 1,
            Presence::Left => 2,
        };
        let status = match status {
            Status::Confirmed => 0,
            Status::PaymentDue => 1,
            Status::Waitlisted => 2,
            Status::Cancelled => 3,
        };
        Self(status << 2 | presence)
    }

    fn get(self) -> Option<(Presence, Status)> {
        let presence = Presence::ALL.get(usize::from(self.0 & 3))?;
        let status = Status::ALL.get(usize::from(self.0 >> 2))?;
        Some((*presence, *status))
    }
}

/// The fixed part, and what of it may change all the same: who is where, and who is no longer here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Main {
    fixed: Arc<Fixed>,
    states: Vec<State>,
    /// How many are gone.
    gone: usize,
    types: Arc<TicketTypes>,
}

impl Main {
    fn new(fixed: Fixed, states: Vec<State>, types: Arc<TicketTypes>) -> Self {
        Self { fixed: Arc::new(fixed), states, gone: 0, types }
    }

    /// How many people are here.
    pub(crate) fn len(&self) -> usize {
        self.states.len() - self.gone
    }

    /// How many are gone.
    pub(crate) fn gone(&self) -> usize {
        self.gone
    }

    /// The slot of a person who is here.
    pub(crate) fn slot_of(&self, id: AttendeeId) -> Option<u32> {
        let place = self.fixed.by_id.binary_search_by_key(&Some(id), |slot| self.fixed.id(*slot)).ok()?;
        self.fixed.by_id.get(place).copied().filter(|slot| self.state(*slot) != State::GONE)
    }

    /// Where the person at a slot is.
    pub(crate) fn state(&self, slot: u32) -> State {
        self.states.get(slot as usize).copied().unwrap_or(State::GONE)
    }

    /// Sets where somebody is; whoever is gone does not come back.
    pub(crate) fn set_state(&mut self, slot: u32, state: State) {
        if let Some(known) = self.states.get_mut(slot as usize).filter(|known| **known != State::GONE) {
            self.gone += usize::from(state == State::GONE);
            *known = state;
        }
    }

    /// Everybody who is here.
    pub(crate) fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        (0..number(self.states.len())).filter_map(|slot| self.entry_at(slot))
    }

    fn entry_at(&self, slot: u32) -> Option<Entry> {
        let (presence, status) = self.state(slot).get()?;
        let who = (self.fixed.id(slot)?, presence, status);
        Some(self.fixed.records.entry(slot as usize, who, &self.fixed.shared, &self.types))
    }

    /// The name of somebody.
    pub(crate) fn name(&self, slot: u32) -> &str {
        self.fixed.records.name(slot as usize)
    }

    /// Those who are here and may be called alike, by the number of the name, in the order of a list.
    pub(crate) fn maybe_alike(&self, hash: u32) -> impl Iterator<Item = u32> + '_ {
        self.fixed.names.of(hash).filter(|slot| self.state(*slot) != State::GONE)
    }

    /// The place of somebody in a list, to be compared with those of others.
    pub(crate) fn list_place(&self, slot: u32) -> Option<ListPlace> {
        self.entry_at(slot).map(|entry| ListPlace::of(&entry))
    }

    /// Who is at a slot.
    pub(crate) fn id(&self, slot: u32) -> Option<AttendeeId> {
        self.fixed.id(slot)
    }

    /// Those who share a text.
    fn sharing(&self, text: u32) -> &[u32] {
        self.fixed.sharing.of(Owner::slot(text))
    }

    /// Adds those of a word who have it not in their names.
    fn add_others<'a>(&'a self, words: &'a Words, word: usize, tier: Tier, lists: &mut Lists<'a>) {
        let owners = words.owners(word);
        for work in owners.works {
            lists.add(Quality::new(Place::Work, tier), self.sharing(*work));
        }
        for text in owners.texts {
            lists.add(Quality::new(Place::Elsewhere, tier), self.sharing(*text));
        }
        lists.add(Quality::new(Place::Elsewhere, tier), owners.elsewhere);
    }
}

impl Fixed {
    fn id(&self, slot: u32) -> Option<AttendeeId> {
        self.ids.get(slot as usize).copied()
    }
}

impl Part for Main {
    fn slots(&self) -> usize {
        self.states.len()
    }

    fn standing(&self, slot: u32) -> Option<u8> {
        self.state(slot).get().map(|(presence, status)| rank::standing(presence, status))
    }

    fn name_words(&self, slot: u32) -> usize {
        self.fixed.name_words.get(slot as usize).map_or(0, |words| usize::from(*words))
    }

    fn head(&self, slot: u32) -> u64 {
        u64::from(slot)
    }

    fn in_list(&self, one: u32, other: u32) -> Ordering {
        one.cmp(&other)
    }

    fn entry(&self, slot: u32) -> Option<Cow<'_, Entry>> {
        self.entry_at(slot).map(Cow::Owned)
    }

    fn meeting<'a>(&'a self, typed: &Typed, reach: Reach, lists: &mut Lists<'a>) {
        let Fixed { named, other, rare, phones, .. } = &*self.fixed;
        let rare = (typed.len() >= RARE_FROM).then_some(rare);
        // Words that stand only elsewhere have nothing to do with names.
        let other = (reach == Reach::Others).then_some(other);
        for words in [Some(named), other, rare].into_iter().flatten() {
            let looked_at = words.beginning(typed, |tier, word| match reach {
                Reach::Names => lists.add(Quality::new(Place::Name, tier), words.owners(word).names),
                Reach::Others => self.add_others(words, word, tier, lists),
            });
            lists.looked_at(looked_at);
        }
        if reach == Reach::Names && typed.len() >= RARE_FROM {
            let mut by_tier: [Vec<u32>; 3] = Default::default();
            let looked_at = joined::joined(named, &self.fixed.records, typed, |tier, slot| match tier {
                Tier::Exact => by_tier[0].push(slot),
                Tier::Prefix => by_tier[1].push(slot),
                Tier::Fold | Tier::Slip | Tier::Sound => by_tier[2].push(slot),
            });
            lists.looked_at(looked_at);
            for (tier, slots) in Tier::ALL.into_iter().zip(by_tier) {
                lists.add(Quality::new(Place::Name, tier), slots);
            }
        }
        if reach == Reach::Others && is_phone(typed.text()) {
            lists.add(Quality::new(Place::Elsewhere, Tier::Prefix), phones.holding(typed.text()));
        }
    }

    fn meant<'a>(&'a self, sought: &Sought, words: &mut Vec<Meant<'a>>) -> usize {
        self.fixed.sounds.meant(&self.fixed.named, sought, words)
    }

    fn guessed<'a>(&'a self, Meant { guess, key, word }: &Meant<'_>, lists: &mut Lists<'a>) {
        let known = word.map(|word| word as usize);
        let Some(word) = known.or_else(|| self.fixed.named.find(key)) else { return };
        let owners = self.fixed.named.owners(word);
        lists.add(Quality::guessed(Place::Name, *guess), owners.names);
        for work in owners.works {
            lists.add(Quality::guessed(Place::Work, *guess), self.sharing(*work));
        }
    }

    fn filter<'a>(&'a self, filter: &'a Filter, types: &'a [bool]) -> Box<dyn Fn(u32) -> bool + 'a> {
        let Fixed { named, rare, shared, records, .. } = &*self.fixed;
        match filter {
            Filter::TicketType(_) => {
                Box::new(|slot| types.get(records.kind(slot as usize).0 as usize).copied().unwrap_or(false))
            }
            Filter::Organisation(typed) => {
                let mut works = vec![false; shared.len()];
                for words in [named, rare] {
                    words.beginning(typed, |_, word| {
                        for work in words.owners(word).works {
                            works[Owner::slot(*work)] = true;
                        }
                    });
                }
                Box::new(move |slot| works.get(records.kind(slot as usize).1 as usize).copied().unwrap_or(false))
            }
            Filter::Standing(wanted) => Box::new(|slot| {
                self.state(slot).get().is_some_and(|(presence, status)| narrow::stands(presence, status, wanted))
            }),
        }
    }
}
