//! Text: from letters to placed glyphs. `shape` turns one line into glyphs with their widths; `fit` chooses size and
//! line breaks so that what was measured is what is drawn.

mod breaks;
pub(crate) mod fit;
pub(crate) mod shape;

pub use fit::{Align, Fit, Vertical};
pub(crate) use fit::{Style, lay_out};
pub(crate) use shape::{Line, Run, shape};

use crate::fonts::{Cut, Fonts};

/// How wide a text is in bold letters, in em.
#[must_use]
pub fn width_em(text: &str, fonts: &Fonts) -> f32 {
    shape(text, Cut { bold: true, italic: false }, 0.0, fonts).width
}

/// The first script of a text beside Latin, by its English name: `Arabic`, `Han`; `None` for a text in Latin letters.
#[must_use]
pub fn foreign_script(text: &str) -> Option<&'static str> {
    use unicode_script::{Script, UnicodeScript as _};
    let scripts = text.chars().map(|letter| letter.script());
    let mut foreign = scripts
        .filter(|script| !matches!(script, Script::Latin | Script::Common | Script::Inherited | Script::Unknown));
    foreign.next().map(|script| script.full_name())
}
