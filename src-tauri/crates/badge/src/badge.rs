//! A filled badge: the list of what is drawn, from which every output is made, and what staff should know about it.

use std::sync::Arc;

use thiserror::Error;
use usvg::tiny_skia_path::Path;

use crate::picture::Picture;
use crate::qr::Qr;
use crate::template::Fixed;
use crate::text::fit::PlacedLine;
use crate::{Area, Bars, Bitmap, Colour, Dpi, Length, Size, Slot, draw};

/// A badge with its content in place. Everything is measured; outputs only draw.
#[derive(Clone)]
pub struct Badge {
    pub(crate) size: Size,
    pub(crate) title: String,
    pub(crate) items: Vec<Item>,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) definitions: Arc<str>,
    pub(crate) view_box: Arc<str>,
    /// What is printed on the other side.
    pub(crate) back: Option<Box<Badge>>,
}

/// A thing drawn, in the order of drawing. Measures are in millimetres from the upper left corner.
#[derive(Clone)]
pub(crate) enum Item {
    Fixed(Arc<Fixed>),
    Shape(Shape),
    Text(Text),
    Picture(Arc<Picture>),
    Qr(Arc<Qr>),
    Bars(Arc<Bars>),
}

#[derive(Clone)]
pub(crate) struct Shape {
    pub(crate) path: Path,
    pub(crate) colour: Colour,
    pub(crate) opacity: f32,
    /// Drawn as a line of this width instead of filled.
    pub(crate) line_mm: Option<f32>,
}

#[derive(Clone)]
pub(crate) struct Text {
    pub(crate) slot: Slot,
    pub(crate) area: Area,
    pub(crate) size_mm: f32,
    /// Height of capitals, in em.
    pub(crate) capital_em: f32,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) spacing_em: f32,
    pub(crate) colour: Colour,
    /// The colour where there is only black and white.
    pub(crate) one_bit: Colour,
    pub(crate) clip: bool,
    /// Turned upside down around the middle of its box.
    pub(crate) turned: bool,
    pub(crate) lines: Vec<PlacedLine>,
}

/// Something that staff should know before the badge is handed out.
#[derive(Clone, Debug, PartialEq)]
pub enum Warning {
    /// A text was too long for its box even in the smallest size; its end is missing.
    Cut {
        /// Where.
        slot: Slot,
    },
    /// No font has these letters; a box is drawn in their place.
    MissingGlyph {
        /// Where.
        slot: Slot,
        /// Which letters.
        chars: Vec<char>,
    },
    /// A text reaches beyond its box and is clipped (many stacked marks).
    Clipped {
        /// Where.
        slot: Slot,
    },
    /// The modules of the QR code are smaller than 0.33 mm.
    SmallModules {
        /// Their side.
        module: Length,
    },
    /// The bars of the Code 128 are thinner than 0.19 mm.
    ThinBars {
        /// The narrowest bar.
        module: Length,
    },
    /// The text is too long for any QR code, or has letters that Code 128 lacks; none is drawn.
    CodeTooLong,
    /// A picture is not PNG or JPEG, is broken, or too large; none is drawn.
    BadPicture {
        /// Where.
        slot: Slot,
    },
}

/// Why a badge could not be drawn.
#[derive(Debug, Error)]
pub enum RenderError {
    /// No badge was given.
    #[error("there is no badge to draw")]
    NoBadges,
    /// The picture would have more than 100 million dots.
    #[error("a picture of {width} by {height} dots is too large")]
    TooLarge {
        /// Dots across.
        width: u32,
        /// Dots down.
        height: u32,
    },
    /// The badge is larger than the sheet's places.
    #[error("a badge of {badge:?} does not fit into a place of {place:?}")]
    DoesNotFit {
        /// The badge's size.
        badge: Size,
        /// The size of a place on the sheet.
        place: Size,
    },
    /// The PDF could not be written.
    #[error("writing the PDF: {0}")]
    Pdf(String),
    /// The PNG could not be written.
    #[error("writing the PNG")]
    Png(#[from] png::EncodingError),
}

/// A text as set on a badge, for previews and tests.
#[derive(Clone, Debug, PartialEq)]
pub struct SetText {
    /// Where.
    pub slot: Slot,
    /// Its box.
    pub area: Area,
    /// The font size.
    pub size: Length,
    /// Height of its capitals.
    pub capital_height: Length,
    /// The lines as drawn, in reading order.
    pub lines: Vec<String>,
    /// Around the ink of all lines, if there is ink.
    pub ink: Option<Area>,
    /// The colour of the letters.
    pub colour: Colour,
}

impl Badge {
    /// Width and height.
    #[must_use]
    pub fn size(&self) -> Size {
        self.size
    }

    /// The person's name, for the document's title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What staff should know; empty for most badges.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The QR code, if the badge has one.
    #[must_use]
    pub fn qr(&self) -> Option<&Qr> {
        self.items.iter().find_map(|item| if let Item::Qr(qr) = item { Some(qr.as_ref()) } else { None })
    }

    /// The bar code, if the badge has one.
    #[must_use]
    pub fn bars(&self) -> Option<&Bars> {
        self.items.iter().find_map(|item| if let Item::Bars(bars) = item { Some(bars.as_ref()) } else { None })
    }

    /// What is printed on the back, a badge of its own without a further back.
    #[must_use]
    pub fn back(&self) -> Option<&Badge> {
        self.back.as_deref()
    }

    /// Both sides, the front first.
    pub fn sides(&self) -> impl Iterator<Item = &Badge> {
        std::iter::once(self).chain(self.back())
    }

    /// The side of a QR module in PDF and SVG, if the badge has a code.
    #[must_use]
    pub fn qr_module_size(&self) -> Option<Length> {
        self.qr().map(Qr::module_size)
    }

    /// The texts as set, in the order of drawing.
    pub fn texts(&self) -> impl Iterator<Item = SetText> {
        self.items.iter().filter_map(|item| if let Item::Text(text) = item { Some(text.as_set()) } else { None })
    }

    /// A PDF of one page in the badge's size, two if it has a back: vectors, real text, the letters used of each font embedded. The same
    /// badge gives the same bytes.
    ///
    /// # Errors
    /// [`RenderError::Pdf`] if a system font cannot be embedded.
    pub fn to_pdf(&self) -> Result<Vec<u8>, RenderError> {
        crate::pdf_of([self])
    }

    /// A PNG of the front with its resolution noted; QR modules are whole dots.
    ///
    /// # Errors
    /// [`RenderError::TooLarge`] for large badges at high resolutions.
    pub fn to_png(&self, dpi: Dpi) -> Result<Vec<u8>, RenderError> {
        draw::raster::png(self, dpi)
    }

    /// The front in one bit a dot, for label printers. Dark is black, light is white; only pictures are dithered, never
    /// texts, shapes or codes.
    ///
    /// # Errors
    /// [`RenderError::TooLarge`] for large badges at high resolutions.
    pub fn to_bitmap(&self, dpi: Dpi) -> Result<Bitmap, RenderError> {
        draw::raster::bitmap(self, dpi)
    }

    /// An SVG of the front by itself, with text as text in Noto Sans. A program without that typeface sets another one in the
    /// same width.
    #[must_use]
    pub fn to_svg(&self) -> String {
        draw::svg::svg(self)
    }
}

impl Text {
    fn as_set(&self) -> SetText {
        SetText {
            slot: self.slot.clone(),
            area: self.area,
            size: Length::mm(self.size_mm),
            capital_height: Length::mm(self.size_mm * self.capital_em),
            lines: self.lines.iter().map(|placed| placed.line.text.clone()).collect(),
            ink: self.ink(),
            colour: self.colour,
        }
    }

    /// A part of the box where it comes to lie when the box is turned by half a turn.
    fn turned_over(&self, part: &Area) -> Area {
        let left = self.area.x() + self.area.right() - part.right();
        let top = self.area.y() + self.area.bottom() - part.bottom();
        Area::mm(left, top, part.w(), part.h())
    }

    pub(crate) fn ink(&self) -> Option<Area> {
        let mut around: Option<[f32; 4]> = None;
        for placed in &self.lines {
            let Some(ink) = placed.line.ink() else { continue };
            let left = placed.x_mm + ink.left * self.size_mm;
            let right = placed.x_mm + ink.right * self.size_mm;
            let top = placed.baseline_mm + ink.top * self.size_mm;
            let bottom = placed.baseline_mm + ink.bottom * self.size_mm;
            around = Some(around.map_or([left, top, right, bottom], |[l, t, r, b]| {
                [l.min(left), t.min(top), r.max(right), b.max(bottom)]
            }));
        }
        let ink = around.map(|[left, top, right, bottom]| Area::mm(left, top, right - left, bottom - top));
        ink.map(|ink| if self.turned { self.turned_over(&ink) } else { ink })
    }
}
