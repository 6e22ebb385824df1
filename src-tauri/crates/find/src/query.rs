//! What somebody typed: words to look for, and what narrows the search.

use checkin::{Presence, Status};

use crate::spelling::{Typed, skeleton};
use crate::words::{self, Part};

/// Characters of a query that count.
const MAX_CHARACTERS: usize = 64;
/// Words of a query that count.
const MAX_WORDS: usize = 8;

/// A way to read a query: folded words, each of which must be found. At most 8.
pub(crate) type Reading = Vec<Typed>;

/// A query taken apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// The ways to read its words; none if there are none.
    pub(crate) readings: Vec<Reading>,
    /// What everybody found has to be, too.
    pub(crate) filters: Vec<Filter>,
}

/// What narrows a search.
#[derive(Clone, Debug)]
pub(crate) enum Filter {
    /// `#speaker`: a word of the ticket type's name or id begins so.
    TicketType(Typed),
    /// `@fyn`: a word of the organisation begins so.
    Organisation(Typed),
    /// `!arrived`: where the person is, or how the registration stands.
    Standing(Vec<Standing>),
}

/// One of the states that `!` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Has come, inside or gone again.
    Arrived,
    /// Where the person is.
    Is(Presence),
    /// Registration status.
    Has(Status),
}

/// The words for a state, in both languages of the kiosk.
const STANDINGS: [(&str, Standing); 14] = [
    ("arrived", Standing::Arrived),
    ("mødt", Standing::Arrived),
    ("expected", Standing::Is(Presence::Expected)),
    ("ventes", Standing::Is(Presence::Expected)),
    ("inside", Standing::Is(Presence::Inside)),
    ("inde", Standing::Is(Presence::Inside)),
    ("left", Standing::Is(Presence::Left)),
    ("gået", Standing::Is(Presence::Left)),
    ("cancelled", Standing::Has(Status::Cancelled)),
    ("afmeldt", Standing::Has(Status::Cancelled)),
    ("waitlisted", Standing::Has(Status::Waitlisted)),
    ("venteliste", Standing::Has(Status::Waitlisted)),
    ("payment", Standing::Has(Status::PaymentDue)),
    ("mangler", Standing::Has(Status::PaymentDue)),
];

/// Takes a query apart: what begins with `#`, `@` or `!` narrows; everything else is looked for. A mark without a word
/// behind it is still being typed and does nothing.
pub(crate) fn asked(query: &str) -> Asked {
    let query = query.char_indices().nth(MAX_CHARACTERS).map_or(query, |(end, _)| &query[..end]);
    let mut text = String::with_capacity(query.len());
    let mut filters = Vec::new();
    for token in query.split_whitespace().take(2 * MAX_WORDS) {
        match filter(token) {
            Narrows::Not => {
                text.push(' ');
                text.push_str(token);
            }
            Narrows::By(filter) => filters.push(filter),
            Narrows::Nothing => {}
        }
    }
    Asked { readings: readings(&text), filters }
}

enum Narrows {
    Not,
    Nothing,
    By(Filter),
}

fn filter(token: &str) -> Narrows {
    let mut letters = token.chars();
    let Some(mark @ ('#' | '@' | '!')) = letters.next() else { return Narrows::Not };
    let parts = words::parts(letters.as_str());
    if parts.is_empty() {
        return Narrows::Nothing;
    }
    let word = words::joined(&parts).text();
    Narrows::By(match mark {
        '#' => Filter::TicketType(Typed::new(&word)),
        '@' => Filter::Organisation(Typed::new(&word)),
        _ => {
            let begun = skeleton(&word);
            let meant = STANDINGS.iter().filter(|(name, _)| skeleton(name).starts_with(&begun));
            Filter::Standing(meant.map(|(_, standing)| *standing).collect())
        }
    })
}

/// The ways to read a text: word by word; with linked words as one (`anne-marie` for an Annemarie); with neighbouring
/// numbers as one (`20 30 40 50`). None for a text without letters and digits.
fn readings(text: &str) -> Vec<Reading> {
    let parts = words::parts(text);
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
