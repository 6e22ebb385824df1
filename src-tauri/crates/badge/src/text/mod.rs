//! Text: from letters to placed glyphs. `shape` turns one line into glyphs with their widths; `fit` chooses size and
//! line breaks so that what was measured is what is drawn.

mod breaks;
pub(crate) mod fit;
pub(crate) mod shape;

pub(crate) use fit::{Align, Fit, Style, Vertical, lay_out};
pub(crate) use shape::{Line, Run, shape};
