//! How the fixed part is made: everybody is read once, and everything is put in order at the end.

use std::cmp::Ordering;
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
use crate::words::{cut, pairs_apart};

/// What is known so far. People have the numbers in which they came; slots are given at the end, in the order of a list.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    ids: Vec<AttendeeId>,
    states: Vec<State>,
    records: Records,
    list_keys: Strings,
    name_hashes: Vec<u32>,
    name_words: Vec<u8>,
    /// Words of texts and their other words.
    words: WordsSoFar,
    /// Orders and ticket codes, and joined words but for the pairs of names.
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
    /// Number of the word and code of the owner.
    pairs: Vec<(u32, u32)>,
}

impl WordsSoFar {
    fn add(&mut self, word: &str, owner: Owner) -> u32 {
        let (number, _) = self.texts.number(word);
        self.own(number, owner);
        number
    }

    fn own(&mut self, word: u32, owner: Owner) {
        self.pairs.push((word, owner.code()));
    }
}

/// Texts that many people share, with those who have them.
#[derive(Debug, Default)]
struct SharedTexts {
    /// Kind and text, so that a title that is called like an organisation is another text.
    known: Distinct,
    texts: Strings,
    /// Number of the text and of the person.
    people: Vec<(u32, u32)>,
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
    /// For about so many people. What grows is copied again and again, and leaves holes behind that stay with the process.
    pub(crate) fn for_people(people: usize) -> Self {
        // Bytes of a record and of the place in a list, words of a name and an address, texts that are shared: as of most lists.
        let mut builder = Self {
            ids: Vec::with_capacity(people),
            states: Vec::with_capacity(people),
            records: Records::with_capacity(people, 70 * people),
            list_keys: Strings::with_capacity(people, 30 * people),
            name_hashes: Vec::with_capacity(people),
            name_words: Vec::with_capacity(people),
            ..Self::default()
        };
        builder.words.pairs.reserve(5 * people);
        builder.rare.pairs.reserve(3 * people);
        builder.shared.people.reserve(3 * people);
        builder
    }

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
            self.shared.people.push((number, person));
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
        self.name_words.push(u8::try_from(self.folded.len()).unwrap_or(u8::MAX));
    }

    /// The words of a text, as [`crate::words::words`] has them; but for the pairs of a name, which are found without that.
    fn read(&mut self, text: &str, place: Place, owner: Owner) {
        self.folded.read(text);
        let count = self.folded.len();
        for n in 0..count {
            let word = self.words.add(self.folded.word(n), owner);
            if place != Place::Elsewhere {
                self.add_others(word, owner);
            }
        }
        self.add_runs(pairs_apart(place), owner);
        if place == Place::Work
            && let Some(initials) = alias::initials_of((0..count).map(|n| self.folded.word(n)))
        {
            self.words.add(&initials, owner);
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

    /// Runs of more linked words than `most`, as one.
    fn add_runs(&mut self, most: usize, owner: Owner) {
        for (from, to) in self.folded.runs(most) {
            self.rare.add(cut(self.folded.run(from, to)), owner);
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
    pub(crate) fn finish(mut self, types: Arc<TicketTypes>) -> Main {
        let order = order(&self.ids, &self.list_keys);
        drop(self.list_keys);
        let mut slots = vec![NOBODY; self.ids.len()];
        order.iter().zip(0..).for_each(|(person, slot)| slots[*person as usize] = slot);
        let slot_of = |person: u32| slots.get(person as usize).copied().filter(|slot| *slot != NOBODY);

        let records = self.records.in_order(&order);
        let mut phones = PackedPhones::default();
        (0..order.len()).for_each(|slot| phones.push(records.phone(slot)));
        phones.shrink();
        let ids: Vec<AttendeeId> = order.iter().map(|person| self.ids[*person as usize]).collect();
        let name_words = order.iter().map(|person| self.name_words[*person as usize]).collect();
        let states = order.iter().map(|person| self.states[*person as usize]).collect();
        let mut by_id: Vec<u32> = (0..number(ids.len())).collect();
        by_id.sort_unstable_by_key(|slot| ids[*slot as usize]);
        let names = Names::new(order.iter().map(|person| self.name_hashes[*person as usize]));
        drop((order, self.ids, self.states, self.name_hashes, self.name_words, self.others, self.hashes));

        let mut shared = std::mem::take(&mut self.shared.texts);
        shared.shrink();
        let sharers = self.shared.people.iter().filter_map(|(text, person)| Some((*text, slot_of(*person)?)));
        let sharing = Owned::new(sharers, shared.len());
        drop(self.shared);
        let owner_now = |code: u32| match Owner::of(code) {
            Owner::Name(person) => slot_of(person).map(Owner::Name),
            Owner::Elsewhere(person) => slot_of(person).map(Owner::Elsewhere),
            text => Some(text),
        };
        let [rare, _] = in_order(self.rare, owner_now, |_| true);
        let [named, other] = in_order(self.words, owner_now, Owner::is_named);
        let sounds = Sounds::new(&named);
        // Without the records, which stay where they lie; and then into memory that is free by now, so that what all this lies
        // in, behind everything that was needed, can go back to the system.
        let records_later = Records::default();
        let fixed = Fixed {
            ids,
            by_id,
            records: records_later,
            name_words,
            shared,
            sharing,
            named,
            other,
            rare,
            sounds,
            phones,
            names,
        };
        let fixed = Fixed { records, ..fixed.clone() };
        Main::new(fixed, states, types)
    }
}

/// The place of somebody who came again later.
const NOBODY: u32 = u32::MAX;

/// The numbers of people in the order of a list; of several with one id, only the last.
fn order(ids: &[AttendeeId], list_keys: &Strings) -> Vec<u32> {
    let mut by_id: Vec<u32> = (0..number(ids.len())).collect();
    by_id.sort_unstable_by_key(|person| (ids[*person as usize], *person));
    let mut order: Vec<u128> = Vec::with_capacity(ids.len());
    for (n, person) in by_id.iter().enumerate() {
        let again = by_id.get(n + 1).is_some_and(|next| ids[*next as usize] == ids[*person as usize]);
        if !again {
            order.push(headed(list_keys.get(*person as usize), *person));
        }
    }
    sort_headed(&mut order, list_keys, |one, other| ids[one as usize].cmp(&ids[other as usize]));
    order.into_iter().map(number_behind).collect()
}

/// The words in the order of their keys: in a list of their own those with an owner that `is_first`. Their owners are as they
/// are `now`, and words that nobody has any more are left out.
fn in_order(words: WordsSoFar, now: impl Fn(u32) -> Option<Owner>, is_first: impl Fn(Owner) -> bool) -> [Words; 2] {
    let WordsSoFar { texts, mut pairs } = words;
    let texts = texts.into_strings();
    let (mut has, mut comes_first) = (vec![false; texts.len()], vec![false; texts.len()]);
    pairs.retain_mut(|(word, code)| {
        let Some(owner) = now(*code) else { return false };
        has[*word as usize] = true;
        comes_first[*word as usize] |= is_first(owner);
        *code = owner.code();
        true
    });
    let mut keys = Strings::with_capacity(texts.len(), texts.bytes() + texts.bytes() / 8);
    for n in 0..texts.len() {
        keys.push_with(|key| word_list::write_key(texts.get(n), key));
    }
    drop(texts);
    let all = || (0..keys.len()).filter(|n| has[*n]);
    let mut order: Vec<u128> = Vec::with_capacity(keys.len());
    order.extend(all().filter(|n| comes_first[*n]).map(|n| headed(keys.get(n), number(n))));
    let first = order.len();
    order.extend(all().filter(|n| !comes_first[*n]).map(|n| headed(keys.get(n), number(n))));
    // No two words have one key.
    sort_headed(&mut order[..first], &keys, |_, _| Ordering::Equal);
    sort_headed(&mut order[first..], &keys, |_, _| Ordering::Equal);
    let mut places = vec![0_u32; keys.len()];
    order.iter().zip(0..).for_each(|(headed, place)| places[number_behind(*headed) as usize] = place);
    drop((has, comes_first));
    let part = |from: usize, to: usize| {
        let words = || order[from..to].iter().map(|headed| keys.get(number_behind(*headed) as usize));
        let mut in_order = Strings::with_capacity(to - from, words().map(str::len).sum());
        words().for_each(|word| _ = in_order.push(word));
        let placed = pairs.iter().map(|(word, code)| (places[*word as usize], *code));
        let of_part = placed.filter(|(place, _)| (from..to).contains(&(*place as usize)));
        let owners = of_part.map(|(place, code)| (place - number(from), code));
        Words::new(in_order, Owned::new(owners, to - from))
    };
    [part(0, first), part(first, order.len())]
}

/// The first twelve bytes of a text, in whose order texts are but for those of which these are equal, and behind them a number.
fn headed(text: &str, number: u32) -> u128 {
    let mut bytes = [0; 16];
    let length = text.len().min(HEAD_BYTES);
    bytes[..length].copy_from_slice(&text.as_bytes()[..length]);
    bytes[HEAD_BYTES..].copy_from_slice(&number.to_be_bytes());
    u128::from_be_bytes(bytes)
}

const HEAD_BYTES: usize = 12;

/// The number behind the head.
fn number_behind(headed: u128) -> u32 {
    u32::try_from(headed & u128::from(u32::MAX)).unwrap_or_default()
}

/// Puts numbers of texts behind their heads in the order of the texts; of equal ones, `otherwise` decides.
fn sort_headed(headed: &mut [u128], texts: &Strings, otherwise: impl Fn(u32, u32) -> Ordering) {
    let text = |number: u32| texts.get(number as usize);
    headed.sort_unstable_by(|one, other| {
        let (number, other_number) = (number_behind(*one), number_behind(*other));
        let by_text = || text(number).cmp(text(other_number));
        (one >> 32).cmp(&(other >> 32)).then_with(by_text).then_with(|| otherwise(number, other_number))
    });
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
