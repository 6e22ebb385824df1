//! Lists in and out, tested at the crate's boundary.

// Helpers of tests are not seen as tests by clippy's own exception.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod choosing;
mod columns;
mod errors;
mod export;
mod headings;
mod letters;
mod properties;
mod rules;
mod samples;
mod workbooks;
mod xls;

use std::fmt::Write as _;

use checkin::Field;
use interchange::{ListError, Listing, ReadOptions, Row, read};

/// Reads a text as UTF-8 without any wishes.
fn listing(text: &str) -> Listing {
    read("list.csv", text.as_bytes(), &ReadOptions::default()).unwrap_or_else(|error| panic!("{error} in {text:?}"))
}

/// Why bytes are refused.
fn refusal(bytes: &[u8]) -> ListError {
    read("list.csv", bytes, &ReadOptions::default()).expect_err("must be refused")
}

/// A field of a row as text, empty if there is none.
fn text(row: &Row, field: &Field) -> String {
    row.values.get(field).map(checkin::FieldValue::to_text).unwrap_or_default()
}

/// Everything about a list in a few words: the names that come in with their lines, then what does not and why.
fn summary(listing: &Listing) -> String {
    let mut words = String::new();
    for row in &listing.rows {
        write!(words, "{}:{} ", row.line, text(row, &Field::Name)).expect("a string");
    }
    for rejected in &listing.rejected {
        write!(words, "{}!{} ", rejected.line, rejected.reason.as_str()).expect("a string");
    }
    for warned in &listing.warnings {
        write!(words, "{}?{} ", warned.line, warned.reason.as_str()).expect("a string");
    }
    for skipped in &listing.skipped {
        write!(words, "{}-{} ", skipped.line, skipped.reason.as_str()).expect("a string");
    }
    words.trim_end().to_owned()
}

/// Checks the summary of what a text gives.
#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(summary(&listing(text)), expected, "for {text:?}");
}
