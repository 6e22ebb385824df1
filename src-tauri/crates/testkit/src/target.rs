//! What a test looks for in the page.

use std::fmt;

use serde_json::{Value, json};

/// An element of the page: the first one of a CSS selector, or the one of a role and a name. It is looked for anew each
/// time, so it does not matter when the page draws itself again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The first element that matches a CSS selector, seen or not.
    Css(String),
    /// The visible element with a role whose accessible name is this, or has it in it.
    Role {
        /// As ARIA names it: `button`, `searchbox`, `option`.
        role: String,
        /// As a screen reader says it, with single blanks.
        name: String,
        /// Whether the name must be the whole one.
        whole: bool,
    },
}

/// The element of this role with exactly this name. Two of them are a fault: a person could not tell them apart either.
#[must_use]
pub fn by_role(role: &str, name: &str) -> Target {
    Target::Role { role: role.to_owned(), name: name.to_owned(), whole: true }
}

/// The element of this role whose name has this part.
#[must_use]
pub fn by_role_part(role: &str, part: &str) -> Target {
    Target::Role { role: role.to_owned(), name: part.to_owned(), whole: false }
}

impl From<&str> for Target {
    fn from(selector: &str) -> Self {
        Self::Css(selector.to_owned())
    }
}

impl From<&Target> for Target {
    fn from(target: &Target) -> Self {
        target.clone()
    }
}

impl Target {
    /// As `page.js` reads it.
    pub(crate) fn wire(&self) -> Value {
        match self {
            Self::Css(selector) => json!({ "css": selector }),
            Self::Role { role, name, whole } => json!({ "role": role, "name": name, "whole": whole }),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Css(selector) => write!(f, "`{selector}`"),
            Self::Role { role, name, whole: true } => write!(f, "the {role} “{name}”"),
            Self::Role { role, name, whole: false } => write!(f, "the {role} with “{name}”"),
        }
    }
}
