//! The parts of the bench. A new one is a module with its `run` and a row of [`PARTS`].

pub(crate) mod badge;
mod check_in;
mod encryption;
pub(crate) mod find;
pub(crate) mod import;
mod memory;
mod pictures;
mod printing;
mod sizes;
mod start;
mod window;
mod windows;

use crate::ground::Ground;
use crate::report::Report;

/// Something that is measured.
pub(crate) struct Part {
    /// As it is asked for: `cargo xtask bench NAME`.
    pub(crate) name: &'static str,
    /// Its heading on the page.
    pub(crate) title: &'static str,
    /// Measures, and reports each comparison as soon as it is made. An error, or a panic of the window's helpers, ends this
    /// part with a word; what it reported before stays.
    pub(crate) run: fn(&Ground, &mut Report) -> Result<(), String>,
}

/// In the order of the page.
pub(crate) const PARTS: [Part; 11] = [
    Part { name: "start", title: "From starting the program to a usable Arrivals", run: start::run },
    Part { name: "check-in", title: "A check-in, on the disk", run: check_in::run },
    Part { name: "find", title: "Finding a person, in the library", run: find::run },
    Part { name: "window", title: "In the window: from a key to what it shows", run: window::run },
    Part { name: "pictures", title: "Reading codes in pictures", run: pictures::run },
    Part { name: "badge", title: "Drawing badges", run: badge::run },
    Part { name: "printing", title: "Printing", run: printing::run },
    Part { name: "import", title: "Taking in a list", run: import::run },
    Part { name: "encryption", title: "What a passphrase costs", run: encryption::run },
    Part { name: "memory", title: "Memory", run: memory::run },
    Part { name: "sizes", title: "Size of what is installed", run: sizes::run },
];
