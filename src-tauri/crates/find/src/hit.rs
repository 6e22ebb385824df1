//! What a search answers.

use checkin::{AttendeeId, Field};

/// The answer to a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The people found, best first.
    pub hits: Vec<Hit>,
    /// There are more than were asked for.
    pub more: bool,
    /// The first is clearly the one: no other who is still expected is as good.
    pub clear: bool,
    /// Words and people that were looked at: what a search costs, whatever the machine.
    pub looked_at: usize,
}

/// A person found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Who it is.
    pub id: AttendeeId,
    /// How the query was met; by its worst word.
    pub tier: Tier,
    /// What to highlight, by field and place, without overlaps. Words found in the name are not shown elsewhere too.
    pub matched: Vec<Matched>,
    /// Other people whose names are the same words after folding, in any order (near-namesakes), at most 20, in the
    /// order of a list.
    pub alike: Vec<AttendeeId>,
}

/// Letters of a field that met a word of the query.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Matched {
    /// The field; ticket codes count as one text, joined by single blanks (`FieldValue::to_text`).
    pub field: Field,
    /// First letter, in UTF-16 code units of the field's original spelling, as JavaScript's `slice` counts.
    pub start: usize,
    /// Behind the last letter, in the same units.
    pub end: usize,
}

/// How well a person meets a query, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Every word was typed in full.
    Exact,
    /// Words were begun.
    Prefix,
    /// A letter was typed in another of its spellings (`soren` for Søren).
    Fold,
    /// A guess: the finger slipped (`hasnen` for Hansen).
    Slip,
    /// A guess: it is heard alike (`kristian` for Christian).
    Sound,
}

impl Tier {
    /// All, best first.
    pub const ALL: [Self; 5] = [Self::Exact, Self::Prefix, Self::Fold, Self::Slip, Self::Sound];

    /// Whether somebody has to say that this is who was meant.
    #[must_use]
    pub const fn is_guess(self) -> bool {
        matches!(self, Self::Slip | Self::Sound)
    }

    /// Its name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Prefix => "prefix",
            Self::Fold => "fold",
            Self::Slip => "slip",
            Self::Sound => "sound",
        }
    }
}
