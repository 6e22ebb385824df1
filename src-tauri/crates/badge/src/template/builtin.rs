//! The templates that come with the program.

use std::sync::LazyLock;

use super::Template;

pub(super) const NAMES: [&str; 2] = ["a6", "card"];

// That both parse is a test (`templates::builtin_ones_parse`); a file that did not would be missing here.
static A6: LazyLock<Option<Template>> =
    LazyLock::new(|| Template::parse(include_bytes!("../../templates/a6.svg")).ok());
static CARD: LazyLock<Option<Template>> =
    LazyLock::new(|| Template::parse(include_bytes!("../../templates/card.svg")).ok());

pub(super) fn find(name: &str) -> Option<&'static Template> {
    match name {
        "a6" => A6.as_ref(),
        "card" => CARD.as_ref(),
        _ => None,
    }
}
