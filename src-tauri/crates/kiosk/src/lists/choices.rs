//! What a person decided about the differences between a list and who is here.

use std::collections::BTreeMap;

use checkin::AttendeeId;

/// What to make of a row whose person is not clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum As {
    /// Somebody comes instead: the ticket changes hands.
    Substitution,
    /// It is the same person, whose name was wrong.
    Correction,
    /// Somebody else, who has no part in the ticket of the one who is here.
    New,
}

/// What was decided about one row.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowChoice {
    /// Whether the row is taken; as usual if nothing is said.
    pub(crate) take: Option<bool>,
    /// Per field whether the list's value is taken.
    pub(crate) fields: BTreeMap<String, bool>,
    /// Who is meant.
    pub(crate) meant: Option<As>,
}

/// What was decided.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choices {
    /// Rows, by line.
    pub(crate) rows: BTreeMap<u32, RowChoice>,
    /// People who are gone from the list, and whether they are cancelled.
    pub(crate) gone: BTreeMap<AttendeeId, bool>,
}

impl Choices {
    /// Whether a row is left out altogether.
    pub(super) fn leaves(&self, line: u32) -> bool {
        self.rows.get(&line).is_some_and(|row| row.take == Some(false))
    }

    /// What was said about a field of a row.
    pub(super) fn field(&self, line: u32, key: &str) -> Option<bool> {
        self.rows.get(&line)?.fields.get(key).copied()
    }

    /// Who is meant by a row.
    pub(super) fn meant(&self, line: u32) -> Option<As> {
        self.rows.get(&line)?.meant
    }

    /// Whether a person who is gone is to be cancelled.
    pub(super) fn cancels(&self, attendee: AttendeeId) -> bool {
        self.gone.get(&attendee) == Some(&true)
    }
}
