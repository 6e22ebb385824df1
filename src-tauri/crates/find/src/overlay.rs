//! The part of the index that changes: whoever was added or amended since the fixed one was made, ready word by word.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use checkin::{AttendeeId, Field};

use crate::entry::{Entry, Place};
use crate::fixed::{RARE_FROM, number};
use crate::folded::Folded;
use crate::guess::{Meant, Sought, Vocabulary};
use crate::highlight::is_phone;
use crate::hit::Tier;
use crate::namesakes::name_key;
use crate::narrow::{self, TicketTypes};
use crate::part::{Lists, Part, Reach};
use crate::phone::Phones;
use crate::query::Filter;
use crate::rank::{ListPlace, Quality, standing};
use crate::spelling::Typed;
use crate::word_list::{self, WordList};
use crate::words::{WordKind, words};

/// A few people, each of whom can be taken out again in the time of their words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overlay {
    /// By slot; a slot that is free is used again.
    people: Vec<Option<Person>>,
    free: Vec<usize>,
    slots: HashMap<AttendeeId, usize>,
    words: WordList,
    /// Joined words, order numbers and ticket codes: nearly as many as people, hardly ever meant by one or two letters,
    /// and so out of the way of the queries that find most.
    rare: WordList,
    /// The words that a slip or a sound may have been meant for.
    vocabulary: Vocabulary,
    phones: Phones,
    /// People by the skeletons of their names.
    namesakes: HashMap<Box<str>, Vec<usize>>,
    /// Who is in the fixed part by now: found here no more, but their words still lead to their slots.
    left: Vec<(usize, Entry)>,
}

/// Of so many who have left the words are taken out with each change. There is a change for each who comes, so one would do in
/// the long run.
const AT_ONCE: usize = 2;

#[derive(Clone, Debug)]
struct Person {
    entry: Entry,
    place: ListPlace,
    ticket_type: u32,
    name_words: usize,
}

impl Overlay {
    /// How many people it holds.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// Adds a person, or replaces what was known of the one with that id.
    pub(crate) fn put(&mut self, entry: Entry, types: &mut Arc<TicketTypes>) {
        if let Some(slot) = self.slots.get(&entry.id).copied()
            && let Some(Some(person)) = self.people.get_mut(slot)
            && person.entry.reads_like(&entry)
        {
            // A check-in changes nothing but the order.
            person.entry = entry;
            return;
        }
        let slot = self.slot_for(entry.id);
        self.phones.set(slot, &entry.phone);
        let before = self.people[slot].take().map(|person| person.entry);
        self.change_words(slot, before.as_ref(), Some(&entry));
        let ticket_type = TicketTypes::number_in(types, &entry.ticket_type);
        let mut folded = Folded::default();
        folded.read(&entry.name);
        let (place, name_words) = (ListPlace::of(&entry), folded.len());
        self.people[slot] = Some(Person { entry, place, ticket_type, name_words });
    }

    /// The slot of a person, new or not.
    fn slot_for(&mut self, id: AttendeeId) -> usize {
        if let Some(slot) = self.slots.get(&id) {
            return *slot;
        }
        let slot = self.free.pop().unwrap_or(self.people.len());
        if slot == self.people.len() {
            self.people.push(None);
        }
        self.slots.insert(id, slot);
        slot
    }

    /// Takes away the words that are no longer there and adds the new ones. Those that stay are not touched: many people
    /// share them, and their lists are long.
    fn change_words(&mut self, slot: usize, before: Option<&Entry>, after: Option<&Entry>) {
        let (before_keys, after_keys) = (before.map(keys).unwrap_or_default(), after.map(keys).unwrap_or_default());
        for (word, place) in before_keys.difference(&after_keys) {
            if word.rare {
                self.rare.take(&word.key, slot, *place);
            } else if self.words.take(&word.key, slot, *place) {
                self.vocabulary.take(&word.key);
            }
        }
        for (word, place) in after_keys.difference(&before_keys) {
            if word.rare {
                self.rare.add(&word.key, slot, *place);
            } else if self.words.add(&word.key, slot, *place) {
                self.vocabulary.add(&word.key);
            }
        }
        if let Some(name) = before.and_then(|before| name_key(&before.name))
            && let Some(slots) = self.namesakes.get_mut(&name)
        {
            slots.retain(|other| *other != slot);
            if slots.is_empty() {
                self.namesakes.remove(&name);
            }
        }
        if let Some(name) = after.and_then(|after| name_key(&after.name)) {
            self.namesakes.entry(name).or_default().push(slot);
        }
    }

    /// Takes a person out; `false` if there was none with that id.
    pub(crate) fn remove(&mut self, id: AttendeeId) -> bool {
        let Some(slot) = self.slots.remove(&id) else { return false };
        let Some(person) = self.people.get_mut(slot).and_then(Option::take) else { return false };
        self.forget(slot, &person.entry);
        true
    }

    fn forget(&mut self, slot: usize, entry: &Entry) {
        self.change_words(slot, Some(entry), None);
        self.phones.set(slot, "");
        self.free.push(slot);
    }

    /// Takes out at once many who are in the fixed part by now. It would take long to take their words out too, and whoever
    /// searches or checks in would wait for that: [`clear_up`](Self::clear_up) does it little by little.
    pub(crate) fn let_go(&mut self, people: impl Iterator<Item = AttendeeId>) {
        for id in people {
            let Some(slot) = self.slots.remove(&id) else { continue };
            if let Some(person) = self.people.get_mut(slot).and_then(Option::take) {
                self.left.push((slot, person.entry));
            }
        }
    }

    /// Takes the words of some out who have left.
    pub(crate) fn clear_up(&mut self) {
        for _ in 0..AT_ONCE {
            let Some((slot, entry)) = self.left.pop() else { return };
            self.forget(slot, &entry);
        }
    }

    /// What is known of a person.
    pub(crate) fn get(&self, id: AttendeeId) -> Option<&Entry> {
        let slot = self.slots.get(&id)?;
        self.people.get(*slot)?.as_ref().map(|person| &person.entry)
    }

    /// Everybody.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.people.iter().flatten().map(|person| &person.entry)
    }

    /// Those whose names have this key ([`name_key`]).
    pub(crate) fn called(&self, name: &str) -> impl Iterator<Item = (&ListPlace, AttendeeId)> {
        let slots = self.namesakes.get(name).map_or(&[][..], Vec::as_slice);
        slots.iter().filter_map(|slot| self.people.get(*slot)?.as_ref()).map(|person| (&person.place, person.entry.id))
    }

    fn person(&self, slot: u32) -> Option<&Person> {
        self.people.get(slot as usize)?.as_ref()
    }
}

impl Part for Overlay {
    fn slots(&self) -> usize {
        self.people.len()
    }

    fn standing(&self, slot: u32) -> Option<u8> {
        self.person(slot).map(|person| standing(person.entry.presence, person.entry.status))
    }

    fn name_words(&self, slot: u32) -> usize {
        self.person(slot).map_or(0, |person| person.name_words)
    }

    fn head(&self, slot: u32) -> u64 {
        self.person(slot).map_or(0, |person| person.place.head())
    }

    fn in_list(&self, one: u32, other: u32) -> Ordering {
        let place = |slot| self.person(slot).map(|person| &person.place);
        place(one).cmp(&place(other))
    }

    fn entry(&self, slot: u32) -> Option<Cow<'_, Entry>> {
        self.person(slot).map(|person| Cow::Borrowed(&person.entry))
    }

    fn meeting<'a>(&'a self, typed: &Typed, reach: Reach, lists: &mut Lists<'a>) {
        let rare = (typed.len() >= RARE_FROM).then_some(&self.rare);
        for words in [Some(&self.words), rare].into_iter().flatten() {
            for (tier, people) in words.beginning(typed) {
                lists.looked_at(1);
                let of_reach = |place: Place| (place == Place::Name) == (reach == Reach::Names);
                for (place, slots) in people.by_place().into_iter().filter(|(place, _)| of_reach(*place)) {
                    lists.add(Quality::new(place, tier), slots);
                }
            }
        }
        if reach == Reach::Others && is_phone(typed.text()) {
            let slots: Vec<u32> = self.phones.holding(typed.text()).map(number).collect();
            lists.add(Quality::new(Place::Elsewhere, Tier::Prefix), slots);
        }
    }

    fn meant<'a>(&'a self, sought: &Sought, words: &mut Vec<Meant<'a>>) -> usize {
        self.vocabulary.meant_by(sought, words);
        self.vocabulary.len()
    }

    fn guessed<'a>(&'a self, Meant { guess, key, .. }: &Meant<'_>, lists: &mut Lists<'a>) {
        let Some(people) = self.words.of(key) else { return };
        for (place, slots) in people.by_place().into_iter().filter(|(place, _)| *place != Place::Elsewhere) {
            lists.add(Quality::guessed(place, *guess), slots);
        }
    }

    fn filter<'a>(&'a self, filter: &'a Filter, types: &'a [bool]) -> Box<dyn Fn(u32) -> bool + 'a> {
        match filter {
            Filter::TicketType(_) => Box::new(|slot| {
                let number = self.person(slot).map(|person| person.ticket_type as usize);
                number.and_then(|number| types.get(number)).copied().unwrap_or(false)
            }),
            Filter::Organisation(typed) => {
                let mut work = vec![false; self.people.len()];
                for (_, people) in [&self.words, &self.rare].into_iter().flat_map(|list| list.beginning(typed)) {
                    for (_, slots) in people.by_place().into_iter().filter(|(place, _)| *place == Place::Work) {
                        slots.iter().for_each(|slot| work[*slot as usize] = true);
                    }
                }
                Box::new(move |slot| work.get(slot as usize).copied().unwrap_or(false))
            }
            Filter::Standing(wanted) => Box::new(|slot| {
                self.person(slot)
                    .is_some_and(|person| narrow::stands(person.entry.presence, person.entry.status, wanted))
            }),
        }
    }
}

/// A word under which a person is found.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct KeyOf {
    rare: bool,
    key: Box<str>,
}

/// Everything under which a person is found, and where: a word of the name may be one of the organisation too.
fn keys(entry: &Entry) -> BTreeSet<(KeyOf, Place)> {
    let mut keys = BTreeSet::new();
    for (field, text, place) in entry.texts() {
        let numbers = matches!(field, Field::Order | Field::TicketCodes);
        for word in words(&text, place) {
            let rare = numbers || word.kind == WordKind::Joined;
            keys.insert((KeyOf { rare, key: word_list::key(&word.text()) }, place));
        }
    }
    keys
}
