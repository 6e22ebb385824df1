//! Which letters of a person's fields met a query.

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
    let texts: Vec<_> = entry
        .texts()
        .map(|(field, text, place)| {
            let words: Vec<_> = words(&text, place).into_iter().map(|word| (word.text(), word)).collect();
            (field, place, words)
        })
        .collect();
    // All places in the name, else those of the first other field.
    let places_of = |typed: &Typed| {
        let mut places: Vec<Matched> = Vec::new();
        for (field, place, words) in &texts {
            if *place != Place::Name && !places.is_empty() {
                break;
            }
            for (text, word) in words {
                let Some(met) = typed.meets(text) else { continue };
                let (Some(first), Some(last)) = (word.letters.first(), word.letters.get(met.letters.saturating_sub(1)))
                else {
                    continue;
                };
                places.push(Matched { field: field.clone(), start: first.start, end: last.end });
            }
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

/// The first word of a name or an organisation that may have been meant, whole.
fn guessed(typed: &Typed, texts: &[(Field, Place, Vec<(String, Word)>)]) -> Option<Matched> {
    texts.iter().filter(|(_, place, _)| *place != Place::Elsewhere).find_map(|(field, _, words)| {
        let (_, word) = words.iter().find(|(text, _)| guess::is_meant(typed, text))?;
        Some(Matched { field: field.clone(), start: word.letters.first()?.start, end: word.letters.last()?.end })
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
