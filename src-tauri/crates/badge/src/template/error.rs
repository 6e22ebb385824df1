//! What can be wrong with a template.

use std::fmt;

use thiserror::Error;

/// An element of a template's file, to be found by whoever drew it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The element's name, with its `id` or `data-slot` where it has one.
    pub element: String,
    /// The line in the file, from 1.
    pub line: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}> in line {}", self.element, self.line)
    }
}

/// Why a file is no badge template.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TemplateError {
    /// The file is larger than 1 MiB.
    #[error("the template has {bytes} bytes; at most 1 MiB is taken")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// The file is not UTF-8.
    #[error("the template is not UTF-8 text")]
    NotUtf8,
    /// The file is not well-formed XML.
    #[error("the template is not well-formed XML: {reason}")]
    NotXml {
        /// The parser's words, with line and column.
        reason: String,
    },
    /// The file has a `<!DOCTYPE>`, and with it perhaps entities.
    #[error("the template has a <!DOCTYPE>; save it as plain SVG without one")]
    Doctype,
    /// The outermost element is not `<svg>` of SVG's namespace.
    #[error("the outermost element is not an SVG <svg>")]
    NotSvg,
    /// Elements are nested more than 64 deep.
    #[error("{place} is nested more than 64 deep")]
    TooDeep {
        /// Where.
        place: Place,
    },
    /// There are more than 10,000 elements, copies by `<use>` counted.
    #[error("the template has more than 10,000 elements")]
    TooManyElements,
    /// Width, height or viewBox of the badge are missing or make no badge.
    #[error("the size of the badge: {reason}")]
    BadSize {
        /// What is wrong.
        reason: String,
    },
    /// An element that badges do not take: scripts, animation, foreign content, filters.
    #[error("{place} is not allowed in a badge template")]
    ForbiddenElement {
        /// Where.
        place: Place,
    },
    /// An attribute that badges do not take: event handlers, escapes in style sheets.
    #[error("the attribute {attribute} of {place} is not allowed in a badge template")]
    ForbiddenAttribute {
        /// Where.
        place: Place,
        /// Which.
        attribute: String,
    },
    /// Something refers outside the file.
    #[error("{place} refers to something outside the template; embed it instead")]
    ExternalReference {
        /// Where.
        place: Place,
    },
    /// An embedded picture is not PNG or JPEG, is broken, or has more than 4096 dots a side.
    #[error("the picture of {place} is not a sound PNG or JPEG of at most 4096 dots a side")]
    BadPicture {
        /// Where.
        place: Place,
    },
    /// A slot's name, also within `data-if`, that badges have no content for.
    #[error("{place}: there is no slot called {slot:?}")]
    UnknownSlot {
        /// Where.
        place: Place,
        /// What was written.
        slot: String,
    },
    /// A slot that cannot be filled as drawn.
    #[error("{place}: {reason}")]
    BadSlot {
        /// Where.
        place: Place,
        /// What is wrong.
        reason: String,
    },
    /// There is no `<rect data-slot="qr">`, and the root does not say `data-qr="none"`.
    #[error("the template has no place for the QR code: draw a <rect data-slot=\"qr\">, or write data-qr=\"none\"")]
    MissingQr,
    /// usvg refused the drawing.
    #[error("the drawing cannot be read: {reason}")]
    Drawing {
        /// usvg's words.
        reason: String,
    },
}
