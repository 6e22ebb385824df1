//! Badge templates: SVG files with slots, parsed once.
//!
//! # The format
//!
//! A template is an SVG file that opens in any drawing program, with sample texts in its slots.
//!
//! - The outermost `<svg>` has `width` and `height` in `mm`, `cm`, `in` or `pt` (10 to 500 mm) and a `viewBox` of the
//!   same shape. Lengths below are in the units of that viewBox ("user units").
//! - **Text slot**: `<text data-slot="name" data-box="id-of-a-rect">Sample</text>`. The `<rect>` with that id is a guide:
//!   it may be drawn in any way, also hidden, and is never printed. The text is set within it and never leaves it. The
//!   text's `font-size` is the largest size; its weight, slant, fill, `letter-spacing` and `text-anchor` (start,
//!   middle or end of the box) count; its typeface does not, everything is set in Noto Sans. Its own x and y serve
//!   the sample only. Further attributes:
//!   - `data-fit`: `shrink` (one line, becomes smaller; the default), `wrap` (up to `data-max-lines` even lines in the
//!     largest size that fits) or `lines` (keeps the text's own lines, and breaks those too long).
//!   - `data-min-size`: the smallest font size in user units; without it 0.6 of the largest.
//!   - `data-max-lines`: 1 to 50; 2 without it, 50 for `lines`.
//!   - `data-valign`: `top` (default), `middle` or `bottom` of the box.
//!   - `data-leading`: from baseline to baseline in em, 0.8 to 3; 1.15 without it.
//! - **QR slot**: `<rect data-slot="qr">`. It takes the code with its quiet zone of four modules (ISO/IEC 18004),
//!   and nothing else is drawn there. A template without one says `data-qr="none"` on the `<svg>`.
//! - **Bar code slot**: `<rect data-slot="code128">`, the same text as Code 128 with its quiet zone of ten modules.
//! - **Picture slot**: `<rect data-slot="logo">` or `<image data-slot="picture">`; the picture is fitted in whole.
//! - **Colour slot**: `data-slot-fill="accent"` on a shape or text takes the colour of the ticket type, `"on-accent"`
//!   white or ink, whichever reads better on it, `"accent-ink"` that colour darkened until it reads well on paper. The
//!   fill as drawn is used when there is no such colour.
//! - **Back**: what stands in a `<g data-page="back">` is printed on the back of the badge, in the same place as seen
//!   from there; everything else is the front.
//! - **Upside down**: a text slot turned by 180 degrees (it or its group) is set upside down, for paper that is folded.
//! - **Conditions**: `data-if="title !organisation"` on anything: drawn only if there is a title and no organisation.
//! - Slots, guides and the groups around them may be hidden in the drawing (`display="none"`), so that alternatives
//!   do not lie upon each other there; slots are printed all the same.
//!
//! The slots are those of [`Slot`], written as it displays them. Everything else is the fixed drawing: shapes, texts,
//! gradients, clips, `<use>`, embedded PNG and JPEG. Not allowed: a DOCTYPE, scripts and event handlers, animation,
//! filters, patterns, masks, foreign content, and anything that refers outside the file. A file has at most 1 MiB,
//! 64 levels and 10,000 elements.

pub mod advice;
mod builtin;
pub(crate) mod check;
pub mod edit;
mod error;
mod reader;
mod rewrite;
mod size;
mod slots;

use std::sync::Arc;

use usvg::tiny_skia_path;

pub use error::{Place, TemplateError};

use crate::text::Style;
use crate::{Area, Colour, Content, Size, Slot};

/// A badge's design, ready to be filled. Made by [`Template::parse`]; see the [module](self) for the file's format.
pub struct Template {
    size: Size,
    pub(crate) front: Side,
    /// `None` for badges printed on one side.
    pub(crate) back: Option<Side>,
    /// Definitions for the fixed parts, for SVG output.
    pub(crate) definitions: Arc<str>,
    pub(crate) view_box: Arc<str>,
}

/// One side of a badge.
#[derive(Default)]
pub(crate) struct Side {
    pub(crate) layers: Vec<Layer>,
    pub(crate) qr: Option<Area>,
    pub(crate) bars: Option<Area>,
    pub(crate) takes_rehearsal: bool,
}

impl Side {
    /// The text and picture slots with their boxes, in the order of drawing.
    fn slots(&self) -> impl Iterator<Item = (&Slot, Area)> {
        self.layers.iter().filter_map(|layer| match &layer.kind {
            Kind::Text(text) => Some((&text.slot, text.area)),
            Kind::Picture(picture) => Some((&picture.slot, picture.area)),
            Kind::Fixed(_) | Kind::Shape { .. } => None,
        })
    }
}

/// A part of a template, in the order of drawing.
pub(crate) struct Layer {
    pub(crate) conditions: Vec<Condition>,
    pub(crate) kind: Kind,
}

pub(crate) enum Kind {
    Fixed(Arc<Fixed>),
    Shape { path: tiny_skia_path::Path, paint: Paint, opacity: f32 },
    Text(TextSlot),
    Picture(PictureSlot),
}

/// A stretch of fixed drawing. The tree's unit is the millimetre.
pub(crate) struct Fixed {
    pub(crate) tree: usvg::Tree,
    /// The same as SVG elements in user units.
    pub(crate) svg: String,
    /// Whether a picture of dots is in it, which black and white output dithers.
    pub(crate) has_picture: bool,
}

pub(crate) struct TextSlot {
    pub(crate) slot: Slot,
    pub(crate) area: Area,
    pub(crate) style: Style,
    pub(crate) paint: Paint,
    /// Set upside down in its box.
    pub(crate) turned: bool,
}

pub(crate) struct PictureSlot {
    pub(crate) slot: Slot,
    pub(crate) area: Area,
}

/// A colour, perhaps of the ticket type; in that case with what is drawn when there is none.
#[derive(Clone, Copy)]
pub(crate) enum Paint {
    Fixed(Colour),
    Accent(Colour),
    OnAccent(Colour),
    AccentInk(Colour),
}

/// A slot that must, or must not, have content.
#[derive(Clone)]
pub(crate) struct Condition {
    pub(crate) slot: Slot,
    pub(crate) wanted: bool,
}

impl Condition {
    pub(crate) fn holds(&self, content: &Content) -> bool {
        content.has(&self.slot) == self.wanted
    }
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// [`TemplateError`] for whatever the [format](self) does not allow, with the element and its line.
    pub fn parse(svg: &[u8]) -> Result<Template, TemplateError> {
        let text = check::text(svg)?;
        let document = check::document(text)?;
        reader::Reader::new(document.root_element())?.read()
    }

    /// Reads a template that is being edited: a slot may lie upon the code, which is drawn above it. Everything else is as
    /// for [`Template::parse`].
    ///
    /// # Errors
    /// As [`Template::parse`].
    pub fn parse_draft(svg: &[u8]) -> Result<Template, TemplateError> {
        let text = check::text(svg)?;
        let document = check::document(text)?;
        let mut reader = reader::Reader::new(document.root_element())?;
        reader.is_draft = true;
        reader.read()
    }

    /// A template that comes with the program, by name.
    #[must_use]
    pub fn builtin(name: &str) -> Option<&'static Template> {
        builtin::find(name)
    }

    /// The file of a template that comes with the program: a beginning for one's own.
    #[must_use]
    pub fn builtin_svg(name: &str) -> Option<&'static str> {
        builtin::svg(name)
    }

    /// The names that [`Template::builtin`] knows.
    #[must_use]
    pub fn builtin_names() -> &'static [&'static str] {
        &builtin::NAMES
    }

    /// The badge's width and height.
    #[must_use]
    pub fn size(&self) -> Size {
        self.size
    }

    /// The text and picture slots with their boxes, in the order of drawing, those of the back behind the others.
    pub fn slots(&self) -> impl Iterator<Item = (&Slot, Area)> {
        self.sides().flat_map(Side::slots)
    }

    /// Whether something is printed on the back.
    #[must_use]
    pub fn has_back(&self) -> bool {
        self.back.is_some()
    }

    pub(crate) fn sides(&self) -> impl Iterator<Item = &Side> {
        std::iter::once(&self.front).chain(&self.back)
    }

    /// The place of the QR code with its quiet zone: that of the front, if it has one there.
    #[must_use]
    pub fn qr_area(&self) -> Option<Area> {
        self.sides().find_map(|side| side.qr)
    }
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Template")
            .field("size", &self.size)
            .field("layers", &self.front.layers.len())
            .finish_non_exhaustive()
    }
}
