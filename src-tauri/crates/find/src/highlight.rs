//! Which letters of a person's fields met a query.

use std::borrow::Cow;
use std::cell::OnceCell;

use checkin::Field;

use crate::entry::{Entry, Place};
use crate::guess;
use crate::hit::Matched;
use crate::phone;
use crate::query::Reading;
use crate::spelling::Typed;
use crate::words::{Word, words};

/// The letters that met the words of these readings; of a reading that does not fit this person, nothing. Where the person
/// is a guess, of a word that is none of theirs the one that may have been meant.
pub(crate) fn matched(entry: &Entry, readings: &[Reading], is_guess: bool) -> Vec<Matched> {
    let texts: Vec<Text<'_>> = entry.texts().map(|(field, text, place)| Text::new(field, text, place)).collect();
    // All places in the name, else those of the first other field.
    let places_of = |typed: &Typed| {
        let mut places: Vec<Matched> = Vec::new();
        for text in &texts {
            if text.place != Place::Name && !places.is_empty() {
                break;
            }
            text.met_by(typed, &mut places);
        }
        if places.is_empty() {
            let in_phone = is_phone(typed.text()).then(|| phone::place_of(typed.text(), &entry.phone)).flatten();
            places.extend(in_phone.map(|(start, end)| Matched { field: Field::Phone, start, end }));
        }
        if places.is_empty() && is_guess {
            places.extend(guessed(typed, &texts));
        }
        places
    };
    let mut all: Vec<Matched> = Vec::new();
    for reading in readings {
        let places: Vec<Vec<Matched>> = reading.iter().map(places_of).collect();
        if places.iter().all(|places| !places.is_empty()) {
            all.extend(places.into_iter().flatten());
        }
    }
    merged(all)
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

    fn met_by(&self, typed: &Typed, places: &mut Vec<Matched>) {
        for (text, word) in self.words() {
            let Some(met) = typed.meets(text) else { continue };
            let (Some(first), Some(last)) = (word.letters.first(), word.letters.get(met.letters.saturating_sub(1)))
            else {
                continue;
            };
            places.push(Matched { field: self.field.clone(), start: first.start, end: last.end });
        }
    }
}

/// The first word of a name or an organisation that may have been meant, whole.
fn guessed(typed: &Typed, texts: &[Text<'_>]) -> Option<Matched> {
    texts.iter().filter(|text| text.place != Place::Elsewhere).find_map(|text| {
        let (_, word) = text.words().iter().find(|(text, _)| guess::is_meant(typed, text))?;
        Some(Matched { field: text.field.clone(), start: word.letters.first()?.start, end: word.letters.last()?.end })
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
