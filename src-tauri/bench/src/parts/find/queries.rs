//! What people type who mean somebody, made by rules from the list, the same for the same list. It knows nothing of how the
//! index folds, guesses or hears: what it needs of that it does in its own way.

use std::collections::HashMap;

use find::Entry;

/// A query, and whom it means by their place on the list.
pub(crate) struct Query {
    pub(crate) typed: String,
    pub(crate) means: usize,
}

/// A way to type, and how many of a hundred should be among the first five.
pub(crate) struct Workload {
    pub(crate) name: &'static str,
    pub(crate) wanted_percent: f64,
    pub(crate) queries: Vec<Query>,
}

/// At most so many people may have the words of a query, or nobody could say who is meant.
const SHARED_BY: usize = 5;
/// Pairs of spellings that are heard alike: those that were before our eyes while the rules of sound were made, and those that were
/// written down after it and have changed none.
const HEARD: &str = include_str!("heard.tsv");
const KEPT_BACK: &str = include_str!("heard_kept_back.tsv");

/// All ways to type, with up to `each` queries.
pub(crate) fn workloads(people: &[Entry], each: usize) -> Vec<Workload> {
    let names: Vec<Vec<String>> = people.iter().map(|person| words(&person.name)).collect();
    let all: Vec<Vec<String>> =
        people.iter().map(|person| words(&format!("{} {}", person.name, person.organisation))).collect();
    let shared = Shared::of(&all);
    let mut chance = Chance(7);
    let mut make = |name, wanted_percent, typed: Typist<'_>| {
        let mut queries = Vec::new();
        for _ in 0..each * 200 {
            if queries.len() == each {
                break;
            }
            let means = chance.below(people.len());
            let Some(Typed { text, clean }) = typed(&people[means], &names[means], &mut chance) else { continue };
            // Whoever has the very words that were typed comes first by right: they count among those who share them.
            let typed: Vec<String> = words(&text);
            let as_typed = if sorted(&typed) == sorted(&clean) { 0 } else { shared.by(&typed) };
            if shared.by(&clean) + as_typed <= SHARED_BY {
                queries.push(Query { typed: text, means });
            }
        }
        Workload { name, wanted_percent, queries }
    };
    let (heard, kept_back) = (pairs(HEARD), pairs(KEPT_BACK));
    vec![
        make("the beginnings of two names", 99.0, &mut |_, name, _| {
            let (first, last) = (begin(name.first()?, 4), begin(name.last()?, 5));
            Some(Typed { text: format!("{first} {last}"), clean: vec![first, last] })
        }),
        make("other spellings of æ, ø, å", 99.0, &mut |_, name, chance| {
            let (first, last) = (name.first()?, name.last()?);
            let text = format!("{} {}", other_letters(first, chance), other_letters(last, chance));
            (text != format!("{first} {last}")).then(|| Typed { text, clean: vec![first.clone(), last.clone()] })
        }),
        make("one slip of the finger", 97.0, &mut |_, name, chance| {
            let (first, last) = (name.first()?, name.last()?);
            let slipped = slip(last, chance)?;
            Some(Typed { text: format!("{first} {slipped}"), clean: vec![first.clone(), last.clone()] })
        }),
        make("as it is heard", 95.0, &mut |_, name, chance| heard_as(&heard, name, chance)),
        make("as it is heard, pairs kept back", 95.0, &mut |_, name, chance| heard_as(&kept_back, name, chance)),
        make("family name first", 99.0, &mut |_, name, _| {
            let (first, last) = (name.first()?, name.last()?);
            (name.len() > 1)
                .then(|| Typed { text: format!("{last} {first}"), clean: vec![first.clone(), last.clone()] })
        }),
        make("organisation and given name", 99.0, &mut |person, name, _| {
            let work = words(&person.organisation);
            let (work, first) = (work.first()?, name.first()?);
            let work = begin(work, 7);
            Some(Typed { text: format!("{work} {first}"), clean: vec![work, first.clone()] })
        }),
    ]
}

/// Types somebody, of whom entry and words of the name are given.
type Typist<'a> = &'a mut dyn FnMut(&Entry, &[String], &mut Chance) -> Option<Typed>;

struct Typed {
    text: String,
    /// The clean words that were meant, for counting who shares them.
    clean: Vec<String>,
}

/// How many people have words that begin so.
struct Shared<'a> {
    by_letters: HashMap<String, Vec<usize>>,
    names: &'a [Vec<String>],
}

impl<'a> Shared<'a> {
    fn of(names: &'a [Vec<String>]) -> Self {
        let mut by_letters: HashMap<String, Vec<usize>> = HashMap::new();
        for (n, name) in names.iter().enumerate() {
            for word in name {
                let place = by_letters.entry(begin(&plain(word), 3)).or_default();
                if place.last() != Some(&n) {
                    place.push(n);
                }
            }
        }
        Self { by_letters, names }
    }

    fn by(&self, words: &[String]) -> usize {
        let words: Vec<String> = words.iter().map(|word| plain(word)).collect();
        let rarest = words.iter().map(|word| self.by_letters.get(&begin(word, 3)).map_or(&[][..], Vec::as_slice));
        let Some(rarest) = rarest.min_by_key(|people| people.len()) else { return usize::MAX };
        let has = |n: &&usize| {
            let name: Vec<String> = self.names[**n].iter().map(|word| plain(word)).collect();
            words.iter().all(|word| name.iter().any(|own| own.starts_with(word.as_str())))
        };
        rarest.iter().filter(has).take(SHARED_BY + 1).count()
    }
}

fn sorted(words: &[String]) -> Vec<String> {
    let mut words: Vec<String> = words.iter().map(|word| plain(word)).collect();
    words.sort();
    words
}

fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Letters as a typewriter without Nordic keys writes them.
fn plain(word: &str) -> String {
    word.replace("ae", "a").replace("oe", "o").replace("aa", "a").replace(['æ', 'å', 'ä'], "a").replace(['ø', 'ö'], "o")
}

fn begin(word: &str, letters: usize) -> String {
    word.chars().take(letters).collect()
}

fn other_letters(word: &str, chance: &mut Chance) -> String {
    let mut text = String::new();
    for letter in word.chars() {
        let others: &[&str] = match letter {
            'æ' => &["ae", "a", "ä"],
            'ø' => &["oe", "o", "ö"],
            'å' => &["aa", "a"],
            'ü' => &["u", "ue", "y"],
            'é' | 'è' => &["e"],
            _ => &[],
        };
        match others.len() {
            0 => text.push(letter),
            some => text.push_str(others[chance.below(some)]),
        }
    }
    text
}

/// One letter left out, put in, exchanged or swapped with its neighbour, anywhere in a word of at least five letters.
fn slip(word: &str, chance: &mut Chance) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 5 {
        return None;
    }
    let at = chance.below(letters.len());
    let other = char::from(b'a' + u8::try_from(chance.below(26)).ok()?);
    match chance.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, other),
        2 => letters[at] = other,
        _ => letters.swap(at, if at == 0 { 1 } else { at - 1 }),
    }
    let slipped: String = letters.into_iter().collect();
    (slipped != word).then_some(slipped)
}

/// For each listed word, what somebody may type who hears it.
type Pairs = HashMap<String, Vec<String>>;

/// A table of listed word, typed word and source.
fn pairs(table: &str) -> Pairs {
    let mut pairs = Pairs::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if let [listed, typed, _] = line.split('\t').collect::<Vec<_>>()[..] {
            pairs.entry(listed.to_lowercase()).or_default().push(typed.to_lowercase());
        }
    }
    pairs
}

/// First and last name with each of them that has another spelling in it; `None` if neither has.
fn heard_as(pairs: &Pairs, name: &[String], chance: &mut Chance) -> Option<Typed> {
    let (first, last) = (name.first()?, name.last()?);
    let hear = |word: &String, chance: &mut Chance| {
        let others = pairs.get(word)?;
        Some(others[chance.below(others.len())].clone())
    };
    let (one, other) = (hear(first, chance), hear(last, chance));
    if one.is_none() && other.is_none() {
        return None;
    }
    let text = format!("{} {}", one.unwrap_or_else(|| first.clone()), other.unwrap_or_else(|| last.clone()));
    Some(Typed { text, clean: vec![first.clone(), last.clone()] })
}

/// Numbers that are the same every time: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
struct Chance(u64);

impl Chance {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(below.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}
