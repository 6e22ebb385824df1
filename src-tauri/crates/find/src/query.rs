//! What somebody typed, as words to look for.

use crate::spelling::Typed;
use crate::words::{self, Part};

/// Characters of a query that count.
const MAX_CHARACTERS: usize = 200;
/// Words of a query that count.
const MAX_WORDS: usize = 12;

/// A way to read a query: folded words, each of which must be found. At most 12.
pub(crate) type Reading = Vec<Typed>;

/// The ways to read a query: word by word; with linked words as one (`anne-marie` for an Annemarie); with neighbouring
/// numbers as one (`20 30 40 50`). None for a query without letters and digits.
pub(crate) fn readings(query: &str) -> Vec<Reading> {
    let query = query.char_indices().nth(MAX_CHARACTERS).map_or(query, |(end, _)| &query[..end]);
    let parts = words::parts(query);
    let mut readings: Vec<Vec<String>> = Vec::new();
    for reading in [
        runs(&parts, |_, _| false),
        runs(&parts, |_, next| next.linked),
        runs(&parts, |one, next| one.word.is_digits() && next.word.is_digits()),
    ] {
        if !reading.is_empty() && !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings.iter().map(|reading| reading.iter().map(|word| Typed::new(word)).collect()).collect()
}

fn runs(parts: &[Part], together: impl Fn(&Part, &Part) -> bool) -> Vec<String> {
    parts.chunk_by(together).map(|run| words::joined(run).text()).take(MAX_WORDS).collect()
}
