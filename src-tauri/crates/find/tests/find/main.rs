//! Who is found by what, in which order, and with which letters highlighted.

// Helpers of tests are tests, which clippy sees only in functions marked as such.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod changes;
mod guesses;
mod highlights;
mod laws;
mod narrowing;
mod parts;
mod people;

use checkin::AttendeeId;
use find::{Entry, Index};
use uuid::Uuid;

fn id(n: usize) -> AttendeeId {
    AttendeeId::from_uuid(Uuid::from_u128(n.try_into().unwrap()))
}

/// An index of people with these names, with ids 0, 1, 2 …
fn index_of(names: &[&str]) -> Index {
    let mut index = Index::new();
    for (n, name) in names.iter().enumerate() {
        index.put(Entry::new(id(n), name));
    }
    index
}

fn found(index: &Index, query: &str) -> Vec<AttendeeId> {
    index.search(query, 100).hits.iter().map(|hit| hit.id).collect()
}
