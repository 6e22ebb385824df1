//! Which letters of a person's fields met a query.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use checkin::Field;

use crate::alias;
use crate::entry::{Entry, Place};
use crate::folded::Folded;
use crate::guess::Sought;
use crate::hit::Matched;
use crate::phone;
use crate::query::Reading;
use crate::spelling::Typed;
use crate::words::{Word, WordKind, cut, pairs_apart, words};

/// Finds the letters that met a query, in one person after the other.
pub(crate) struct Highlighter<'a> {
    readings: &'a [Reading],
    /// For the words of the readings one after the other.
    meant: Vec<Meant>,
    folded: Folded,
}

impl<'a> Highlighter<'a> {
    pub(crate) fn new(readings: &'a [Reading]) -> Self {
        let meant = readings.iter().flatten().map(|_| Meant::default()).collect();
        Self { readings, meant, folded: Folded::default() }
    }

    /// The letters that met the words of the readings; of a reading that does not fit this person, nothing. Where the person
    /// is a guess, of a word that is none of theirs the one that may have been meant.
    pub(crate) fn matched(&mut self, entry: &Entry, is_guess: bool) -> Vec<Matched> {
        let texts: Vec<Text<'_>> = entry.texts().map(|(field, text, place)| Text::new(field, text, place)).collect();
        let mut all: Vec<Matched> = Vec::new();
        let mut first = 0;
        for reading in self.readings {
            let before = all.len();
            for (typed, meant) in reading.iter().zip(&mut self.meant[first..]) {
                let mut places = places(typed, entry, &texts, &mut self.folded);
                if places.is_empty() && is_guess {
                    places.extend(guessed(typed, meant, &texts, &mut self.folded));
                }
                if places.is_empty() {
                    all.truncate(before);
                    break;
                }
                all.extend(places);
            }
            first += reading.len();
        }
        merged(all)
    }
}

/// Which words a typed one may have been meant for; made when the first guess is shown, and remembered, since those who are
/// shown together have many words in common.
#[derive(Default)]
struct Meant {
    sought: OnceCell<Sought>,
    known: HashMap<Box<str>, bool>,
}

impl Meant {
    fn is(&mut self, typed: &Typed, word: &str) -> bool {
        if let Some(known) = self.known.get(word) {
            return *known;
        }
        let is_meant = self.sought.get_or_init(|| Sought::new(typed)).is_meant(word);
        self.known.insert(word.into(), is_meant);
        is_meant
    }
}

/// The places of a typed word: all in the name, else those of the first other field.
fn places(typed: &Typed, entry: &Entry, texts: &[Text<'_>], folded: &mut Folded) -> Vec<Matched> {
    let mut places: Vec<Matched> = Vec::new();
    for text in texts {
        if text.place != Place::Name && !places.is_empty() {
            break;
        }
        text.met_by(typed, folded, &mut places);
    }
    if places.is_empty() && is_phone(typed.text()) {
        let in_phone = phone::place_of(typed.text(), &entry.phone);
        places.extend(in_phone.map(|(start, end)| Matched { field: Field::Phone, start, end }));
    }
    places
}

/// A field of a person; cut into words when it is looked at for the first time, which most fields never are.
struct Text<'a> {
    field: Field,
    text: Cow<'a, str>,
    place: Place,
    words: OnceCell<Vec<(String, Word)>>,
}

impl<'a> Text<'a> {
    fn new(field: Field, text: Cow<'a, str>, place: Place) -> Self {
        Self { field, text, place, words: OnceCell::new() }
    }

    fn words(&self) -> &[(String, Word)] {
        self.words.get_or_init(|| words(&self.text, self.place).into_iter().map(|word| (word.text(), word)).collect())
    }

    fn met_by(&self, typed: &Typed, folded: &mut Folded, places: &mut Vec<Matched>) {
        if self.text.is_empty() {
            return;
        }
        folded.read(&self.text);
        let mut add = |start, end| places.push(Matched { field: self.field.clone(), start, end });
        if folded.is_plain() {
            plainly_met(typed, folded, self.place, add);
            return;
        }
        for (text, word) in self.words() {
            let Some(met) = typed.meets(text) else { continue };
            if let (Some(first), Some(last)) = (word.letters.first(), word.letters.get(met.letters.saturating_sub(1))) {
                add(first.start, last.end);
            }
        }
    }
}

/// The places of a plain text that are met; the same as by way of its [`words`], without looking up each letter.
fn plainly_met(typed: &Typed, folded: &Folded, place: Place, mut add: impl FnMut(usize, usize)) {
    let mut meet = |from: usize, to: usize| {
        if let Some(met) = typed.meets(cut(folded.run(from, to))) {
            let (start, end) = folded.place(from, met.letters);
            add(start, end);
        }
    };
    let count = folded.len();
    (0..count).for_each(|n| meet(n, n + 1));
    if place == Place::Name {
        (1..count).for_each(|n| meet(n - 1, n + 1));
    }
    folded.runs(pairs_apart(place)).for_each(|(from, to)| meet(from, to));
    if place == Place::Elsewhere {
        return;
    }
    let meets = |other: &str| typed.meets(other).is_some();
    let whole = |n: usize| folded.place(n, folded.word(n).chars().count());
    for n in (0..count).filter(|n| alias::others_of(folded.word(*n)).iter().any(|other| meets(other))) {
        let (start, end) = whole(n);
        add(start, end);
    }
    let words = || (0..count).map(|n| folded.word(n));
    if place == Place::Work && alias::initials_of(words()).is_some_and(|initials| meets(&initials)) {
        // From the first of the words that count to the last.
        let mut counted = (0..count).filter(|n| alias::is_counted(folded.word(*n)));
        if let Some(first) = counted.next() {
            let (start, end) = (whole(first).0, whole(counted.next_back().unwrap_or(first)).1);
            add(start, end);
        }
    }
}

/// The first word of a name or an organisation that may have been meant, whole: one that stands there, else one by which it
/// goes. Joined words are not guessed.
fn guessed(typed: &Typed, meant: &mut Meant, texts: &[Text<'_>], folded: &mut Folded) -> Option<Matched> {
    texts.iter().filter(|text| text.place != Place::Elsewhere).find_map(|text| {
        folded.read(&text.text);
        let plain = (0..folded.len()).find(|n| meant.is(typed, folded.word(*n)));
        let (start, end) = match plain {
            Some(n) if folded.is_plain() => folded.place(n, folded.word(n).chars().count()),
            _ => {
                let of_kind = |kind: WordKind| text.words().iter().filter(move |(_, word)| word.kind == kind);
                let mut all = of_kind(WordKind::Plain).chain(of_kind(WordKind::Alias));
                let (_, word) = all.find(|(text, _)| meant.is(typed, text))?;
                (word.letters.first()?.start, word.letters.last()?.end)
            }
        };
        Some(Matched { field: text.field.clone(), start, end })
    })
}

/// Whether a word of a query can be a part of a telephone number.
pub(crate) fn is_phone(typed: &str) -> bool {
    typed.len() >= phone::LEAST && typed.bytes().all(|byte| byte.is_ascii_digit())
}

fn merged(mut places: Vec<Matched>) -> Vec<Matched> {
    places.sort();
    let mut merged: Vec<Matched> = Vec::new();
    for place in places {
        match merged.last_mut() {
            Some(last) if last.field == place.field && place.start <= last.end => last.end = last.end.max(place.end),
            _ => merged.push(place),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The places of a text without the quick way.
    fn slowly_met(typed: &Typed, text: &str, place: Place) -> Vec<(usize, usize)> {
        let words = words(text, place).into_iter();
        let met = words.filter_map(|word| {
            let met = typed.meets(&word.text())?;
            Some((word.letters.first()?.start, word.letters.get(met.letters.saturating_sub(1))?.end))
        });
        met.collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

        #[test]
        fn the_quick_way_shows_the_same_letters(
            text in "[aeosSÅØkb]{1,3}([ '-][aeosåkb]{1,3}){0,4}|Chr, Bo|Copenhagen Business School|(af )?Bo Co (og )?Ib A/S",
            typed in "[aeosåøkb]{1,4}|christian|cbs|bcia|kr",
            which in 0_usize..3,
        ) {
            let place = [Place::Name, Place::Work, Place::Elsewhere][which];
            let typed = Typed::new(&typed);
            let mut folded = Folded::default();
            folded.read(&text);
            prop_assert!(folded.is_plain());
            let mut quick = Vec::new();
            plainly_met(&typed, &folded, place, |start, end| quick.push((start, end)));
            quick.sort();
            quick.dedup();
            let mut slow = slowly_met(&typed, &text, place);
            slow.sort();
            slow.dedup();
            prop_assert_eq!(quick, slow);
        }
    }
}
