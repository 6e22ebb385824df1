//! How the fixed part is made: everybody is read once, and everything is put in order at the end.

use std::sync::Arc;

use checkin::AttendeeId;

use crate::alias;
use crate::entry::{Entry, Place};
use crate::fixed::names::Names;
use crate::fixed::owned::Owned;
use crate::fixed::phones::PackedPhones;
use crate::fixed::record::{Records, Shared};
use crate::fixed::sounds::Sounds;
use crate::fixed::strings::{Distinct, Strings, hash};
use crate::fixed::words::{Owner, Words};
use crate::fixed::{Fixed, Main, State, number};
use crate::folded::Folded;
use crate::narrow::TicketTypes;
use crate::rank::write_list_key;
use crate::spelling::skeleton;
use crate::word_list;
use crate::words::MAX_WORD;

/// What is known so far. People have the numbers in which they came; slots are given at the end, in the order of a list.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    ids: Vec<AttendeeId>,
    states: Vec<State>,
    records: Records,
    list_keys: Strings,
    name_hashes: Vec<u32>,
    /// Words of texts and their other words.
    words: WordsSoFar,
    /// Joined words, orders and ticket codes.
    rare: WordsSoFar,
    /// The other words by which a word goes, by its number; `None` as long as nobody asked.
    others: Vec<Option<Box<[u32]>>>,
    /// What a word adds to the number of a name ([`name_hash`]), by its number.
    hashes: Vec<u32>,
    shared: SharedTexts,
    folded: Folded,
}

/// Words with their owners.
#[derive(Debug, Default)]
struct WordsSoFar {
    texts: Distinct,
    /// Number of the word and code of the owner, as one number to be sorted by.
    pairs: Vec<u64>,
}

impl WordsSoFar {
    fn add(&mut self, word: &str, owner: Owner) -> u32 {
        let (number, _) = self.texts.number(word);
        self.own(number, owner);
        number
    }

    fn own(&mut self, word: u32, owner: Owner) {
        self.pairs.push(u64::from(word) << 32 | u64::from(owner.code()));
    }
}

/// Texts that many people share, with those who have them.
#[derive(Debug, Default)]
struct SharedTexts {
    /// Kind and text, so that a title that is called like an organisation is another text.
    known: Distinct,
    texts: Strings,
    /// Number of the text and of the person, as one number to be sorted by.
    people: Vec<u64>,
    key: String,
}

/// What a text that is shared says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Organisation,
    Other,
    /// The heading of a column; nobody is found by it.
    Heading,
}

impl SharedTexts {
    /// The number of a text, and whether its words are not known yet. The empty one is number 0.
    fn number(&mut self, kind: Kind, text: &str) -> (u32, bool) {
        if self.texts.len() == 0 {
            self.known.number("");
            self.texts.push("");
        }
        if text.is_empty() {
            return (0, false);
        }
        self.key.clear();
        self.key.push(match kind {
            Kind::Organisation => 'o',
            Kind::Other => 't',
            Kind::Heading => 'h',
        });
        self.key.push_str(text);
        let (number, is_new) = self.known.number(&self.key);
        if is_new {
            self.texts.push(text);
        }
        (number, is_new)
    }
}

impl Builder {
    /// Takes a person in, who has this number of a ticket type.
    pub(crate) fn add(&mut self, entry: &Entry, ticket_type: u32) {
        let person = number(self.ids.len());
        self.ids.push(entry.id);
        self.states.push(State::of(entry.presence, entry.status));
        self.list_keys.push_with(|key| write_list_key(entry, key));
        self.read_name(&entry.name, person);
        self.read(&entry.badge_name, Place::Name, Owner::Name(person));
        let organisation = self.share(Kind::Organisation, &entry.organisation, person);
        let title = self.share(Kind::Other, &entry.title, person);
        let (local, domain) = split_email(&entry.email);
        self.read(local, Place::Elsewhere, Owner::Elsewhere(person));
        let domain = self.share(Kind::Other, domain, person);
        self.read_code(&entry.order, person);
        if !entry.ticket_codes.is_empty() {
            self.read_code(&entry.ticket_codes.join(" "), person);
        }
        let mut fields = Vec::new();
        for (heading, value) in &entry.fields {
            let (heading, _) = self.shared.number(Kind::Heading, heading);
            fields.push((heading, self.share(Kind::Other, value, person)));
        }
        let email = (local, domain);
        self.records.push(entry, &Shared { ticket_type, organisation, title, email, fields: &fields });
    }

    /// The number of a text that is shared, now by this person too.
    fn share(&mut self, kind: Kind, text: &str, person: u32) -> u32 {
        let (number, is_new) = self.shared.number(kind, text);
        if is_new {
            match kind {
                Kind::Organisation => self.read(text, Place::Work, Owner::Work(number)),
                Kind::Other | Kind::Heading => self.read(text, Place::Elsewhere, Owner::Text(number)),
            }
        }
        if number != 0 {
            self.shared.people.push(u64::from(number) << 32 | u64::from(person));
        }
        number
    }

    /// The words of the name, and its number among those who are called alike.
    fn read_name(&mut self, name: &str, person: u32) {
        self.read(name, Place::Name, Owner::Name(person));
        let mut sum = NameHash::default();
        for n in 0..self.folded.len() {
            let (word, _) = self.words.texts.number(self.folded.word(n));
            let known = &mut self.hashes;
            while known.len() <= word as usize {
                known.push(hash(&skeleton(self.words.texts.strings().get(known.len()))));
            }
            sum.add(known[word as usize]);
        }
        self.name_hashes.push(sum.sum());
    }

    /// The words of a text, as [`crate::words::words`] has them.
    fn read(&mut self, text: &str, place: Place, owner: Owner) {
        self.folded.read(text);
        let count = self.folded.len();
        for n in 0..count {
            let word = self.words.add(self.folded.word(n), owner);
            if place != Place::Elsewhere {
                self.add_others(word, owner);
            }
            if place == Place::Name && n > 0 {
                self.rare.add(cut(self.folded.run(n - 1, n + 1)), owner);
            }
        }
        self.add_runs(if place == Place::Name { 2 } else { 1 }, owner);
        if place == Place::Work
            && let Some(initials) = alias::initials_of((0..count).map(|n| self.folded.word(n)))
        {
            self.words.add(&initials, owner);
        }
    }

    /// Runs of more linked words than `most`, as one.
    fn add_runs(&mut self, most: usize, owner: Owner) {
        let mut from = 0;
        for n in 1..=self.folded.len() {
            if !self.folded.is_linked(n) {
                if n - from > most {
                    self.rare.add(cut(self.folded.run(from, n)), owner);
                }
                from = n;
            }
        }
    }

    /// The other words by which a word goes.
    fn add_others(&mut self, word: u32, owner: Owner) {
        let place = word as usize;
        if self.others.len() <= place {
            self.others.resize(place + 1, None);
        }
        if self.others[place].is_none() {
            let others = alias::others_of(self.words.texts.strings().get(place));
            self.others[place] = Some(others.iter().map(|other| self.words.texts.number(other).0).collect());
        }
        for other in self.others[place].iter().flatten() {
            self.words.own(*other, owner);
        }
    }

    /// An order or ticket code.
    fn read_code(&mut self, text: &str, person: u32) {
        self.folded.read(text);
        for n in 0..self.folded.len() {
            self.rare.add(self.folded.word(n), Owner::Elsewhere(person));
        }
        self.add_runs(1, Owner::Elsewhere(person));
    }

    /// Everything in order.
    pub(crate) fn finish(self, types: Arc<TicketTypes>) -> Main {
        let order = order(&self.ids, &self.list_keys);
        let mut slots = vec![NOBODY; self.ids.len()];
        order.iter().zip(0..).for_each(|(person, slot)| slots[*person as usize] = slot);
        let slot_of = |person: u32| slots.get(person as usize).copied().filter(|slot| *slot != NOBODY);

        let mut records = Records::as_many_as(&self.records);
        order.iter().for_each(|person| records.push_from(&self.records, *person as usize));
        let mut phones = PackedPhones::default();
        (0..order.len()).for_each(|slot| phones.push(records.phone(slot)));
        phones.shrink();
        let ids: Vec<AttendeeId> = order.iter().map(|person| self.ids[*person as usize]).collect();
        let states = order.iter().map(|person| self.states[*person as usize]).collect();
        let mut by_id: Vec<u32> = (0..number(ids.len())).collect();
        by_id.sort_unstable_by_key(|slot| ids[*slot as usize]);
        let names = Names::new(order.iter().map(|person| self.name_hashes[*person as usize]));
        drop((self.records, self.list_keys, self.name_hashes));

        let mut shared = self.shared.texts;
        shared.shrink();
        let sharing = self.shared.people.into_iter().filter_map(|pair| {
            let (text, person) = halves(pair);
            Some((text, slot_of(person)?))
        });
        let sharing = Owned::new(sharing, shared.len());
        let owner_now = |code: u32| match Owner::of(code) {
            Owner::Name(person) => slot_of(person).map(Owner::Name),
            Owner::Elsewhere(person) => slot_of(person).map(Owner::Elsewhere),
            text => Some(text),
        };
        let [rare, none] = in_order(self.rare, owner_now, |_| true);
        drop(none);
        let [named, other] = in_order(self.words, owner_now, Owner::is_named);
        let sounds = Sounds::new(&named);
        let fixed = Fixed { ids, by_id, records, shared, sharing, named, other, rare, sounds, phones, names };
        Main::new(fixed, states, types)
    }
}

/// So much of a joined word as counts.
fn cut(word: &str) -> &str {
    match word.char_indices().nth(MAX_WORD) {
        Some((end, _)) => &word[..end],
        None => word,
    }
}

/// The place of somebody who came again later.
const NOBODY: u32 = u32::MAX;

/// The numbers of people in the order of a list; of several with one id, only the last.
fn order(ids: &[AttendeeId], list_keys: &Strings) -> Vec<u32> {
    let mut by_id: Vec<u32> = (0..number(ids.len())).collect();
    by_id.sort_unstable_by_key(|person| (ids[*person as usize], *person));
    let mut order: Vec<(u64, u32)> = Vec::with_capacity(ids.len());
    for (n, person) in by_id.iter().enumerate() {
        let again = by_id.get(n + 1).is_some_and(|next| ids[*next as usize] == ids[*person as usize]);
        if !again {
            order.push((head(list_keys.get(*person as usize)), *person));
        }
    }
    order.sort_unstable_by(|(head, person), (other_head, other)| {
        let key = |person: u32| (list_keys.get(person as usize), ids[person as usize]);
        head.cmp(other_head).then_with(|| key(*person).cmp(&key(*other)))
    });
    order.into_iter().map(|(_, person)| person).collect()
}

/// The words in the order of their keys: first those with an owner that `is_first`, then the others. Their owners are as they
/// are `now`, and words that nobody has any more are left out.
fn in_order(words: WordsSoFar, now: impl Fn(u32) -> Option<Owner>, is_first: impl Fn(Owner) -> bool) -> [Words; 2] {
    let WordsSoFar { texts, mut pairs } = words;
    let texts = texts.into_strings();
    /// Whether a word has an owner, and one that comes first.
    const HAS: u8 = 1;
    const FIRST: u8 = 2;
    let mut marks = vec![0_u8; texts.len()];
    pairs.retain_mut(|pair| {
        let (word, code) = halves(*pair);
        let Some(owner) = now(code) else { return false };
        marks[word as usize] |= if is_first(owner) { HAS | FIRST } else { HAS };
        *pair = u64::from(word) << 32 | u64::from(owner.code());
        true
    });
    let mut keys = Strings::default();
    for n in 0..texts.len() {
        keys.push_with(|key| word_list::write_key(texts.get(n), key));
    }
    drop(texts);
    let mut order: Vec<(bool, u64, u32)> = (0..keys.len())
        .filter(|n| marks[*n] & HAS != 0)
        .map(|n| (marks[n] & FIRST == 0, head(keys.get(n)), number(n)))
        .collect();
    let key = |n: u32| keys.get(n as usize);
    order.sort_unstable_by(|one, other| {
        (one.0, one.1).cmp(&(other.0, other.1)).then_with(|| key(one.2).cmp(key(other.2)))
    });
    let mut places = vec![0_u32; keys.len()];
    order.iter().zip(0..).for_each(|((_, _, n), place)| places[*n as usize] = place);
    for pair in &mut pairs {
        let (word, code) = halves(*pair);
        *pair = u64::from(places[word as usize]) << 32 | u64::from(code);
    }
    pairs.sort_unstable();
    pairs.dedup();
    let first = order.partition_point(|(is_other, ..)| !is_other);
    let split = pairs.partition_point(|pair| (halves(*pair).0 as usize) < first);
    let part = |order: &[(bool, u64, u32)], pairs: &[u64], before: usize| {
        let mut in_order = Strings::default();
        order.iter().for_each(|(_, _, n)| _ = in_order.push(key(*n)));
        let pairs = pairs.iter().map(|pair| halves(*pair));
        Words::new(in_order, pairs.clone().map(|(word, code)| (word - number(before), code)), pairs.len())
    };
    [part(&order[..first], &pairs[..split], 0), part(&order[first..], &pairs[split..], first)]
}

/// The first eight bytes of a text as a number, in whose order texts are but for those of which these are equal.
fn head(text: &str) -> u64 {
    let mut bytes = [0; 8];
    text.bytes().zip(&mut bytes).for_each(|(from, to)| *to = from);
    u64::from_be_bytes(bytes)
}

fn halves(pair: u64) -> (u32, u32) {
    let half = |half: u64| u32::try_from(half & u64::from(u32::MAX)).unwrap_or_default();
    (half(pair >> 32), half(pair))
}

/// An address as what stands before the last `@` and what behind it, by which people share it. The words are the same as
/// those of the whole, as an `@` is a gap; of a very long address not all counts, so it stays whole.
fn split_email(email: &str) -> (&str, &str) {
    match email.rsplit_once('@') {
        Some((local, domain)) if !domain.is_empty() && email.len() <= 300 => (local, domain),
        _ => (email, ""),
    }
}

/// A number for a name, the same for the same words in any order: the sum of those of their skeletons.
#[derive(Default)]
pub(crate) struct NameHash(u32);

impl NameHash {
    pub(crate) fn add(&mut self, word: u32) {
        self.0 = self.0.wrapping_add(word.wrapping_mul(0x9E37_79B1));
    }

    pub(crate) fn sum(&self) -> u32 {
        self.0
    }
}
