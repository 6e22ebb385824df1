//! Which column of a list is which of ours: by the headings, and where two would do, by what stands below them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Wishes;
use crate::headings::{Sureness, fold, meaning};
use crate::record::{Record, is_blank};
use crate::{Column, times, words};

/// Headings of a street: a number beside it is that of the house.
#[rustfmt::skip]
const STREETS: [&str; 16] = [
    "vej", "vejnavn", "gade", "gadenavn", "adresse", "vejadresse", "address", "street", "street name", "street address",
    "straße", "strasse", "gate", "gatenavn", "gata", "gatuadress",
];

/// Of so many rows with a code one may hold another's; more, and the column is none of codes.
const ROWS_FOR_A_REPEAT: usize = 50;

/// A column whose heading is known.
struct Guess {
    column: Column,
    sureness: Sureness,
    position: usize,
}

/// How many cells of a column have something in them, and in how many it is what the column is for.
struct Cells {
    filled: usize,
    fit: usize,
}

/// The column for each of ours: what was asked for (`named` are the headings folded), else the best of those whose
/// headings mean it. `below` are rows below the headings.
pub(super) fn choose(
    headings: &[String],
    named: &[String],
    wishes: &Wishes,
    below: &[Record],
) -> BTreeMap<Column, usize> {
    let mut chosen: BTreeMap<Column, usize> = BTreeMap::new();
    for (column, wanted, _) in wishes.iter().filter(|(_, wanted, _)| !wanted.is_empty()) {
        if let Some(position) = named.iter().position(|heading| heading == wanted) {
            chosen.insert(column.clone(), position);
        }
    }
    let asked: Vec<usize> = chosen.values().copied().collect();
    let is_open =
        |guess: &Guess| !asked.contains(&guess.position) && wishes.iter().all(|(wish, _, _)| *wish != guess.column);
    let guess = |(position, heading): (usize, &String)| {
        meaning(heading).map(|(column, sureness)| Guess { column, sureness, position })
    };
    let mut guesses: Vec<Guess> = headings.iter().enumerate().filter_map(guess).filter(is_open).collect();
    let names = guesses.iter().map(|guess| (&guess.column, guess.position));
    let names = names.chain(chosen.iter().map(|(column, position)| (column, *position)));
    let names: Vec<usize> = names.filter(|(column, _)| column.is_name()).map(|(_, position)| position).collect();
    guesses.retain(|guess| is_plausible(guess, headings, &names, below));

    let columns: BTreeSet<&Column> = guesses.iter().map(|guess| &guess.column).collect();
    for column in columns {
        let alike: Vec<&Guess> = guesses.iter().filter(|guess| guess.column == *column).collect();
        if let Some(position) = best(&alike, headings, below) {
            chosen.insert(column.clone(), position);
        }
    }
    // "Nr." and "ID" are the code where there is no other; beside one they only count the rows.
    let counts = |guess: &&Guess| {
        let is_number = named.get(guess.position).is_some_and(|name| matches!(name.as_str(), "nr" | "no" | "id"));
        guess.column == Column::Code && is_number && chosen.get(&Column::Code) != Some(&guess.position)
    };
    if let Some(guess) = guesses.iter().find(counts) {
        chosen.entry(Column::No).or_insert(guess.position);
    }
    chosen
}

/// The best of columns that mean the same.
///
/// Of what people are known by, a column with something in it goes before an empty one, however sure its heading: a form
/// that was answered without signing in has an empty `Navn` beside the name that was asked for. Then the surer heading,
/// then a column that is a good deal fuller, then the left one.
fn best(alike: &[&Guess], headings: &[String], below: &[Record]) -> Option<usize> {
    if let [only] = alike {
        return Some(only.position);
    }
    let seen: Vec<Cells> = alike.iter().map(|guess| look(guess, headings, below)).collect();
    let most_fit = seen.iter().map(|cells| cells.fit).max().unwrap_or(0);
    let most_filled = seen.iter().map(|cells| cells.filled).max().unwrap_or(0);
    let rank = |(guess, cells): &(&&Guess, &Cells)| {
        let is_needed = is_needed(&guess.column);
        (
            is_needed && cells.fit > 0,
            is_needed && cells.filled > 0,
            guess.sureness,
            is_near(cells.fit, most_fit),
            is_near(cells.filled, most_filled),
            Reverse(guess.position),
        )
    };
    alike.iter().zip(&seen).max_by_key(rank).map(|(guess, _)| guess.position)
}

/// Whether an empty column of this is worse than one with a heading less sure. A note is not: what "allergies" holds does
/// not become the note because nobody wrote one yet.
fn is_needed(column: &Column) -> bool {
    column.is_name()
        || matches!(
            column,
            Column::Organisation | Column::Title | Column::Email | Column::Phone | Column::Status | Column::CheckedInAt
        )
}

fn is_near(some: usize, most: usize) -> bool {
    some.saturating_mul(4) >= most.saturating_mul(3)
}

fn look(guess: &Guess, headings: &[String], below: &[Record]) -> Cells {
    let mut cells = Cells { filled: 0, fit: 0 };
    for cell in filled(guess.position, headings, below) {
        cells.filled += 1;
        cells.fit += usize::from(fits(&guess.column, cell));
    }
    cells
}

/// Whether a cell holds what the column is for.
fn fits(column: &Column, cell: &str) -> bool {
    match column {
        Column::Email => cell.contains('@'),
        Column::CheckedInAt => {
            let is_time = || times::parse(cell).is_some() || cell.contains(|letter: char| letter.is_ascii_digit());
            words::yes_or_no(cell).is_none() && is_time()
        }
        Column::Status => words::status(cell).is_some(),
        _ => true,
    }
}

/// Whether what stands in a column can be what its heading says.
fn is_plausible(guess: &Guess, headings: &[String], names: &[usize], below: &[Record]) -> bool {
    let mut cells = filled(guess.position, headings, below);
    match guess.column {
        // "Betalt" also heads amounts, and an amount of 0,00 is no debt.
        Column::Paid => cells.all(|cell| words::yes_or_no(cell).is_some()),
        Column::Cancelled => cells.all(|cell| words::is_cancelled(cell).is_some()),
        // In an address it is where somebody lives.
        Column::Status if headings.get(guess.position).is_some_and(|heading| fold(heading) == "state") => {
            let known = look(guess, headings, below);
            known.fit * 2 >= known.filled
        }
        Column::Code if guess.sureness == Sureness::Perhaps => {
            !is_house_number(guess.position, headings) && !is_repeated(guess.position, headings, names, below)
        }
        _ => true,
    }
}

fn is_house_number(position: usize, headings: &[String]) -> bool {
    let is = |position: Option<usize>, words: &[&str]| {
        let heading = position.and_then(|position| headings.get(position)).map(|heading| fold(heading));
        heading.is_some_and(|heading| words.contains(&heading.as_str()))
    };
    is(Some(position), &["nr", "no", "number", "nummer"]) && is(position.checked_sub(1), &STREETS)
}

/// Whether too many people share what would be their ticket codes: then it is a house, a table or what a discount is
/// called. One is left to be told as a row with another's code, where the list is long enough to see that it is one.
fn is_repeated(position: usize, headings: &[String], names: &[usize], below: &[Record]) -> bool {
    let mut first: HashMap<&str, String> = HashMap::new();
    let (mut repeats, mut rows) = (0_usize, 0_usize);
    for record in below {
        let Some(code) = cell(record, position, headings) else { continue };
        let name = |position: &usize| record.cells.get(*position).map(|cell| fold(cell)).unwrap_or_default();
        let person = names.iter().map(name).collect::<Vec<_>>().join("\n");
        rows += 1;
        match first.get(code) {
            Some(other) => repeats += usize::from(*other != person),
            None => {
                first.insert(code, person);
            }
        }
    }
    repeats > 0 && (repeats * 3 >= rows || repeats > (rows / ROWS_FOR_A_REPEAT).max(1))
}

/// The cells of a column that are not blank, nor its heading once more.
fn filled<'a>(position: usize, headings: &'a [String], below: &'a [Record]) -> impl Iterator<Item = &'a str> {
    below.iter().filter_map(move |record| cell(record, position, headings))
}

fn cell<'a>(record: &'a Record, position: usize, headings: &[String]) -> Option<&'a str> {
    let cell = record.cells.get(position).filter(|cell| !record.unclosed && !is_blank(cell))?.trim();
    headings.get(position).is_none_or(|heading| heading != cell).then_some(cell)
}
