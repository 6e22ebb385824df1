//! All people in memory, found by the beginnings of their words.

use std::collections::{BTreeMap, BinaryHeap, HashMap};

use checkin::{AttendeeId, Field};

use crate::entry::{Entry, Place};
use crate::guess::Vocabulary;
use crate::highlight;
use crate::hit::{Found, Hit, Tier};
use crate::narrow::{self, TicketTypes};
use crate::phone::Phones;
use crate::query::{self, Asked, Filter, Reading};
use crate::rank::{ListPlace, Quality, standing};
use crate::spelling::{Typed, skeleton};
use crate::word_list::{self, People, WordList};
use crate::words::{WordKind, words};

/// Letters from which on rare words are searched too.
const RARE_FROM: usize = 3;
/// With so few people found by what was typed, guesses are looked for too.
const FEW: usize = 8;
/// The most near-namesakes named with a hit.
const MAX_ALIKE: usize = 20;

/// All people who can be found, in memory.
///
/// Every change shows in the next search. A change costs in the order of the person's words; a search, in the order of
/// the words and people that the typed letters begin, and a byte for each person and word of the query.
#[derive(Clone, Debug, Default)]
pub struct Index {
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
    ticket_types: TicketTypes,
    phones: Phones,
    /// People by the skeletons of their names.
    namesakes: HashMap<Box<str>, Vec<usize>>,
    /// What decides the order, by slot and close together, since a search looks at it for everybody it finds.
    order: Vec<Order>,
}

#[derive(Clone, Debug)]
struct Person {
    entry: Entry,
    place: ListPlace,
    ticket_type: u32,
}

/// Standing, and behind it the beginning of the place in a list, as one number: thousands are compared for each letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Order(u64);

impl Order {
    const STANDING: u32 = 56;

    fn new(standing: u8, head: u64) -> Self {
        Self(u64::from(standing) << Self::STANDING | head & ((1 << Self::STANDING) - 1))
    }

    fn standing(self) -> u8 {
        u8::try_from(self.0 >> Self::STANDING).unwrap_or(u8::MAX)
    }

    fn with_standing(self, standing: u8) -> Self {
        Self::new(standing, self.0)
    }
}

/// Which words are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Those of names: whoever is met by them comes before everybody else.
    Names,
    /// All.
    All,
    /// And those that may have been meant.
    Guesses,
}

impl Index {
    /// An index of nobody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many people it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether it holds nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Adds a person, or replaces what was known of the one with that id.
    pub fn put(&mut self, entry: Entry) {
        if let Some(slot) = self.slots.get(&entry.id).copied()
            && let Some(Some(person)) = self.people.get_mut(slot)
            && person.entry.reads_like(&entry)
        {
            // A check-in changes nothing but the order.
            self.order[slot] = self.order[slot].with_standing(standing(&entry));
            person.entry = entry;
            return;
        }
        let slot = self.slot_for(entry.id);
        let place = ListPlace::of(&entry);
        self.order[slot] = Order::new(standing(&entry), place.head());
        self.phones.set(slot, &entry.phone);
        let before = self.people[slot].take().map(|person| person.entry);
        self.change_words(slot, before.as_ref(), Some(&entry));
        let ticket_type = self.ticket_types.number(&entry.ticket_type);
        self.people[slot] = Some(Person { entry, place, ticket_type });
    }

    /// The slot of a person, new or not.
    fn slot_for(&mut self, id: AttendeeId) -> usize {
        if let Some(slot) = self.slots.get(&id) {
            return *slot;
        }
        let slot = self.free.pop().unwrap_or(self.people.len());
        if slot == self.people.len() {
            self.people.push(None);
            self.order.push(Order::default());
        }
        self.slots.insert(id, slot);
        slot
    }

    /// Takes away the words that are no longer there and adds the new ones. Those that stay are not touched: many people
    /// share them, and their lists are long.
    fn change_words(&mut self, slot: usize, before: Option<&Entry>, after: Option<&Entry>) {
        let (before_keys, after_keys) = (before.map(keys).unwrap_or_default(), after.map(keys).unwrap_or_default());
        for (word, place) in before_keys.iter().filter(|(word, place)| after_keys.get(*word) != Some(*place)) {
            if word.rare {
                self.rare.take(&word.key, slot, *place);
            } else if self.words.take(&word.key, slot, *place) {
                self.vocabulary.take(&word.key);
            }
        }
        for (word, place) in after_keys.iter().filter(|(word, place)| before_keys.get(*word) != Some(*place)) {
            if word.rare {
                self.rare.add(&word.key, slot, *place);
            } else if self.words.add(&word.key, slot, *place) {
                self.vocabulary.add(&word.key);
            }
        }
        if let Some(name) = before.and_then(name_key)
            && let Some(slots) = self.namesakes.get_mut(&name)
        {
            slots.retain(|other| *other != slot);
            if slots.is_empty() {
                self.namesakes.remove(&name);
            }
        }
        if let Some(name) = after.and_then(name_key) {
            self.namesakes.entry(name).or_default().push(slot);
        }
    }

    /// Takes a person out; `false` if there was none with that id.
    pub fn remove(&mut self, id: AttendeeId) -> bool {
        let Some(slot) = self.slots.remove(&id) else { return false };
        let Some(person) = self.people.get_mut(slot).and_then(Option::take) else { return false };
        self.change_words(slot, Some(&person.entry), None);
        self.phones.set(slot, "");
        self.free.push(slot);
        true
    }

    /// The people who meet `query`, best first, at most `limit`.
    ///
    /// Everyone of whom each word of the query begins some word, in any order; of the query, the first 64 characters
    /// and 8 words count. Where that finds few, also those of whom a word of the name or the organisation may have been
    /// meant: by a slip of the finger, or because it is heard alike. Whoever was typed comes before whoever is guessed;
    /// then words found in the name before words found elsewhere; then by [`Tier`]; then who is expected, has arrived, is
    /// cancelled; then by family name, name and id.
    ///
    /// `#speaker`, `@fyn` and `!arrived` narrow by ticket type, organisation and state. A query without letters and
    /// digits finds nobody.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Found {
        let asked = query::asked(query);
        let mut looked_at = 0;
        let qualities = self.enough(&asked, limit, &mut looked_at);
        let mut count = 0;
        // The worst on top, so that most people are turned away by one comparison.
        let mut best: BinaryHeap<Candidate<'_>> = BinaryHeap::with_capacity(limit.min(1_000) + 1);
        let mut first = First::default();
        for (slot, quality) in qualities.iter().enumerate().filter(|(_, quality)| **quality != Quality::NONE) {
            count += 1;
            first.count(*quality, || self.order[slot].standing());
            let full = best.len() >= limit;
            // The quality alone turns most away, without a look at the order.
            if full && best.peek().is_none_or(|worst| *quality > worst.quality) {
                continue;
            }
            let order = self.order[slot];
            if full && best.peek().is_some_and(|worst| (*quality, order) > (worst.quality, worst.order)) {
                continue;
            }
            let Some(person) = &self.people[slot] else { continue };
            best.push(Candidate { quality: *quality, order, person });
            if full {
                best.pop();
            }
        }
        let readings = &asked.readings;
        let hits: Vec<Hit> = best.into_sorted_vec().iter().map(|candidate| self.hit(candidate, readings)).collect();
        Found { more: count > hits.len(), clear: first.is_clear(), looked_at: looked_at + count, hits }
    }

    /// How well everybody meets what was asked, as far as that decides who are the first `limit`: names first, since whoever
    /// is met by the name comes before all others; then everything; and where that finds few, guesses.
    fn enough(&self, asked: &Asked, limit: usize, looked_at: &mut usize) -> Vec<Quality> {
        let met = |qualities: &[Quality], most: usize| {
            qualities.iter().filter(|quality| **quality != Quality::NONE).take(most).count()
        };
        let names = self.qualities(asked, Reach::Names, looked_at);
        // One more than asked for, so that it is known that there are more.
        if met(&names, limit.saturating_add(1)) > limit.max(FEW) {
            return names;
        }
        let all = self.qualities(asked, Reach::All, looked_at);
        let guessable = asked.readings.iter().flatten().any(|typed| typed.len() >= crate::sound::FROM);
        if guessable && met(&all, FEW) < FEW { self.qualities(asked, Reach::Guesses, looked_at) } else { all }
    }

    /// How well everybody meets what was asked, by slot.
    fn qualities(&self, asked: &Asked, reach: Reach, looked_at: &mut usize) -> Vec<Quality> {
        let mut qualities = match (asked.readings.is_empty(), asked.filters.is_empty()) {
            (true, true) => Vec::new(),
            // Everybody of a kind: nothing was typed that one could meet better than another.
            (true, false) => self.everybody(),
            (false, _) => self.meeting(&asked.readings, reach, looked_at),
        };
        for filter in &asked.filters {
            self.narrow(&mut qualities, filter, looked_at);
        }
        qualities
    }

    fn everybody(&self) -> Vec<Quality> {
        let one = |person: &Option<Person>| match person {
            Some(_) => Quality::new(Place::Name, Tier::Exact),
            None => Quality::NONE,
        };
        self.people.iter().map(one).collect()
    }

    fn narrow(&self, qualities: &mut [Quality], filter: &Filter, looked_at: &mut usize) {
        let types = match filter {
            Filter::TicketType(typed) => self.ticket_types.meant_by(typed),
            _ => Vec::new(),
        };
        let work = match filter {
            Filter::Organisation(typed) => self.at_work(typed, looked_at),
            _ => Vec::new(),
        };
        let met = qualities.iter_mut().enumerate().filter(|(_, quality)| **quality != Quality::NONE);
        for (slot, quality) in met {
            *looked_at += 1;
            let stays = self.people[slot].as_ref().is_some_and(|person| match filter {
                Filter::TicketType(_) => types.get(person.ticket_type as usize).copied().unwrap_or(false),
                Filter::Organisation(_) => work[slot],
                Filter::Standing(wanted) => narrow::stands(&person.entry, wanted),
            });
            if !stays {
                *quality = Quality::NONE;
            }
        }
    }

    /// Who works where a word begins so.
    fn at_work(&self, typed: &Typed, looked_at: &mut usize) -> Vec<bool> {
        let mut work = vec![false; self.people.len()];
        for (_, people) in [&self.words, &self.rare].into_iter().flat_map(|list| list.beginning(typed)) {
            for slot in people.by_place().filter(|(place, _)| *place == Place::Work).flat_map(|(_, slots)| slots) {
                *looked_at += 1;
                work[slot] = true;
            }
        }
        work
    }

    /// The near-namesakes of somebody, as a hit would name them; empty for one who is not here.
    #[must_use]
    pub fn alike_of(&self, id: AttendeeId) -> Vec<AttendeeId> {
        let person = self.slots.get(&id).and_then(|slot| self.people[*slot].as_ref());
        person.map(|person| self.alike(&person.entry)).unwrap_or_default()
    }

    /// How well everybody meets the readings of a query, by slot; the best of all readings.
    fn meeting(&self, readings: &[Reading], reach: Reach, looked_at: &mut usize) -> Vec<Quality> {
        let mut best: Vec<Quality> = Vec::new();
        for reading in readings {
            let mut all: Vec<Quality> = Vec::new();
            for typed in reading {
                let mut one = self.meeting_word(typed, reach, looked_at);
                if reach == Reach::Guesses {
                    self.guess_word(typed, &mut one, looked_at);
                }
                if all.is_empty() {
                    all = one;
                } else {
                    all.iter_mut().zip(one).for_each(|(all, one)| *all = all.and(one));
                }
            }
            if best.is_empty() {
                best = all;
            } else {
                best.iter_mut().zip(all).for_each(|(best, one)| *best = best.or(one));
            }
        }
        best
    }

    fn meeting_word(&self, typed: &Typed, reach: Reach, looked_at: &mut usize) -> Vec<Quality> {
        let mut met = vec![Quality::NONE; self.people.len()];
        let lists =
            if typed.len() < RARE_FROM { [Some(&self.words), None] } else { [Some(&self.words), Some(&self.rare)] };
        for (tier, people) in lists.into_iter().flatten().flat_map(|list| list.beginning(typed)) {
            *looked_at += 1;
            for (place, slots) in people.by_place() {
                if reach == Reach::Names && place != Place::Name {
                    break;
                }
                let quality = Quality::new(place, tier);
                for slot in slots {
                    *looked_at += 1;
                    met[slot] = met[slot].or(quality);
                }
            }
        }
        if reach != Reach::Names && highlight::is_phone(typed.text()) {
            let quality = Quality::new(Place::Elsewhere, Tier::Prefix);
            for slot in self.phones.holding(typed.text()) {
                *looked_at += 1;
                met[slot] = met[slot].or(quality);
            }
        }
        met
    }

    /// Adds those of whom a word of the name or the organisation may have been meant.
    fn guess_word(&self, typed: &Typed, met: &mut [Quality], looked_at: &mut usize) {
        *looked_at += self.vocabulary.len();
        for (guess, key) in self.vocabulary.meant_by(typed) {
            let places = self.words.of(key).into_iter().flat_map(People::by_place);
            for (place, slots) in places.filter(|(place, _)| *place != Place::Elsewhere) {
                let quality = Quality::guessed(place, guess);
                for slot in slots {
                    *looked_at += 1;
                    met[slot] = met[slot].or(quality);
                }
            }
        }
    }

    fn hit(&self, candidate: &Candidate<'_>, readings: &[Reading]) -> Hit {
        let entry = &candidate.person.entry;
        Hit {
            id: entry.id,
            tier: candidate.quality.tier(),
            matched: highlight::matched(entry, readings, candidate.quality.tier().is_guess()),
            alike: self.alike(entry),
        }
    }

    fn alike(&self, entry: &Entry) -> Vec<AttendeeId> {
        let slots = name_key(entry).and_then(|name| self.namesakes.get(&name));
        let others = slots.into_iter().flatten().filter_map(|slot| self.people.get(*slot)?.as_ref());
        let mut others: Vec<&Person> = others.filter(|other| other.entry.id != entry.id).collect();
        others.sort_by_key(|other| &other.place);
        others.iter().take(MAX_ALIKE).map(|other| other.entry.id).collect()
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
    fn count(&mut self, quality: Quality, standing: impl FnOnce() -> u8) {
        if self.quality.is_none_or(|best| quality < best) {
            *self = Self { quality: Some(quality), all: 0, expected: 0 };
        }
        // Two are enough to know that none is the one; most searches need no more of the order than that.
        if self.quality == Some(quality) && self.expected < 2 {
            self.all += 1;
            self.expected += usize::from(standing() == 0);
        }
    }

    /// A guess is never clear; of several who are as good, only one may still be expected.
    fn is_clear(&self) -> bool {
        let one = self.expected == 1 || (self.expected == 0 && self.all == 1);
        self.quality.is_some_and(|quality| one && !quality.tier().is_guess())
    }
}

/// A person in the race for the first places; the least is the best.
struct Candidate<'a> {
    quality: Quality,
    order: Order,
    person: &'a Person,
}

impl Candidate<'_> {
    fn rank(&self) -> (Quality, Order, &ListPlace) {
        (self.quality, self.order, &self.person.place)
    }
}

impl PartialEq for Candidate<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}

impl Eq for Candidate<'_> {}

impl PartialOrd for Candidate<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank().cmp(&other.rank())
    }
}

/// A word under which a person is found.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct KeyOf {
    rare: bool,
    key: Box<str>,
}

/// Everything under which a person is found, each word once and at its best place.
fn keys(entry: &Entry) -> BTreeMap<KeyOf, Place> {
    let mut keys = BTreeMap::new();
    for (field, text, place) in entry.texts() {
        let numbers = matches!(field, Field::Order | Field::TicketCodes);
        for word in words(&text, place) {
            let rare = numbers || word.kind == WordKind::Joined;
            let best = keys.entry(KeyOf { rare, key: word_list::key(&word.text()) }).or_insert(place);
            *best = place.min(*best);
        }
    }
    keys
}

/// The words of a name without the differences between spellings, in the order of the alphabet; `None` if it has none.
fn name_key(entry: &Entry) -> Option<Box<str>> {
    let mut skeletons: Vec<String> =
        crate::words::parts(&entry.name).iter().map(|part| skeleton(&part.word.text())).collect();
    skeletons.sort();
    (!skeletons.is_empty()).then(|| skeletons.join(" ").into_boxed_str())
}
