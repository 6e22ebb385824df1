//! Finding a person, a letter at a time, in the library.

use std::collections::BTreeMap;
use std::time::Instant;

use checkin::{AttendeeId, Field, FieldValue};
use find::{Entry, Index};
use kiosk::sample;

use crate::ground::{Ground, SEED};
use crate::report::{Comparison, Report, us};

/// How many people a window asks for.
const LIMIT: usize = 50;
/// How many names are typed.
const NAMES: usize = 1_000;

pub(crate) fn run(ground: &Ground, report: &mut Report) -> Result<(), String> {
    let invented = sample::generate(ground.people(5_000), SEED).zip(1..);
    let people: Vec<Entry> = invented.map(|(person, n)| entry(&person.values, n)).collect::<Result<_, _>>()?;
    let mut index = Index::new();
    for entry in &people {
        index.put(entry.clone());
    }
    let names = ground.times(NAMES, 50);
    let step = (people.len() / 7 * 3) | 1;
    let mut keystrokes = Vec::new();
    for nth in 0..names {
        let name: Vec<char> = people[nth * step % people.len()].name.to_lowercase().chars().collect();
        for letters in 1..=name.len().min(12) {
            let typed: String = name[..letters].iter().collect();
            let start = Instant::now();
            let found = index.search(&typed, LIMIT);
            keystrokes.push(us(start.elapsed()));
            std::hint::black_box(found);
        }
    }
    let how = format!(
        "{names} names of the list typed from their first letter to the twelfth, one search a letter, the best {LIMIT} asked for, \
         on one thread."
    );
    report.add(Comparison::new("A keystroke with 5,000 people on the list", "µs", &how).series("Ankomst", keystrokes));
    Ok(())
}

/// What the kiosk puts into the index of an invented person.
fn entry(values: &BTreeMap<Field, FieldValue>, number: u32) -> Result<Entry, String> {
    let text = |field: Field| match values.get(&field) {
        Some(FieldValue::Text(text)) => text.clone(),
        _ => String::new(),
    };
    // The ids are of no account; each has its own.
    let id: AttendeeId = format!("00000000-0000-7000-8000-{number:012x}").parse().map_err(|_| "no id".to_owned())?;
    Ok(Entry {
        family_name: text(Field::FamilyName),
        badge_name: text(Field::BadgeName),
        organisation: text(Field::Organisation),
        title: text(Field::Title),
        email: text(Field::Email),
        phone: text(Field::Phone),
        order: text(Field::Order),
        ..Entry::new(id, &text(Field::Name))
    })
}
