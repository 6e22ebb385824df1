//! The templates that come with the program.

use std::sync::LazyLock;

use super::Template;

pub(super) const NAMES: [&str; 8] =
    ["a6", "a6-landscape", "a6-programme", "card", "card-90x55", "label-62", "label-100x50", "a4-folded"];

const FILES: [&str; NAMES.len()] = [
    include_str!("../../templates/a6.svg"),
    include_str!("../../templates/a6-landscape.svg"),
    include_str!("../../templates/a6-programme.svg"),
    include_str!("../../templates/card.svg"),
    include_str!("../../templates/card-90x55.svg"),
    include_str!("../../templates/label-62.svg"),
    include_str!("../../templates/label-100x50.svg"),
    include_str!("../../templates/a4-folded.svg"),
];

/// Each is read when it is first asked for.
// That all parse is a test (`templates::builtin_ones_parse`); a file that did not would be missing here.
static READ: [LazyLock<Option<Template>>; NAMES.len()] = [
    LazyLock::new(|| read(0)),
    LazyLock::new(|| read(1)),
    LazyLock::new(|| read(2)),
    LazyLock::new(|| read(3)),
    LazyLock::new(|| read(4)),
    LazyLock::new(|| read(5)),
    LazyLock::new(|| read(6)),
    LazyLock::new(|| read(7)),
];

fn read(nth: usize) -> Option<Template> {
    Template::parse(FILES.get(nth)?.as_bytes()).ok()
}

fn place_of(name: &str) -> Option<usize> {
    NAMES.iter().position(|known| *known == name)
}

pub(super) fn find(name: &str) -> Option<&'static Template> {
    READ.get(place_of(name)?)?.as_ref()
}

/// The file of a template, to begin a new one from.
pub(super) fn svg(name: &str) -> Option<&'static str> {
    FILES.get(place_of(name)?).copied()
}
