//! Lengths, areas, resolutions and colours.
//!
//! Everything in a badge is measured in millimetres from the upper left corner. Dots appear only together with a
//! [`Dpi`], when a badge is rasterised.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Millimetres in an inch, by definition.
const MM_PER_INCH: f32 = 25.4;
/// PostScript points in an inch, by definition (PDF's unit).
const PT_PER_INCH: f32 = 72.0;

/// A length. Kept in millimetres; made from and read as a named unit only.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Length {
    mm: f32,
}

impl Length {
    /// No length at all.
    pub const ZERO: Length = Length { mm: 0.0 };

    /// A length in millimetres.
    #[must_use]
    pub const fn mm(mm: f32) -> Length {
        Length { mm }
    }

    /// A length in PostScript points, 72 to the inch.
    #[must_use]
    pub fn pt(pt: f32) -> Length {
        Length { mm: pt * MM_PER_INCH / PT_PER_INCH }
    }

    /// The length in millimetres.
    #[must_use]
    pub const fn as_mm(self) -> f32 {
        self.mm
    }

    /// The length in PostScript points, 72 to the inch.
    #[must_use]
    pub fn as_pt(self) -> f32 {
        self.mm * PT_PER_INCH / MM_PER_INCH
    }

    /// The length in dots of an output device, not rounded.
    #[must_use]
    pub fn as_dots(self, dpi: Dpi) -> f32 {
        self.mm * dpi.dots_per_mm()
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} mm", self.mm)
    }
}

/// A width and a height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: Length,
    /// From top to bottom.
    pub height: Length,
}

impl Size {
    /// A size in millimetres.
    #[must_use]
    pub const fn mm(width: f32, height: f32) -> Size {
        Size { width: Length::mm(width), height: Length::mm(height) }
    }
}

/// An upright rectangle on the badge, measured from the badge's upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Distance of the left edge from the badge's left edge.
    pub left: Length,
    /// Distance of the upper edge from the badge's upper edge.
    pub top: Length,
    /// Width and height.
    pub size: Size,
}

impl Area {
    /// An area from its left, top, width and height in millimetres.
    #[must_use]
    pub const fn mm(left: f32, top: f32, width: f32, height: f32) -> Area {
        Area { left: Length::mm(left), top: Length::mm(top), size: Size::mm(width, height) }
    }

    pub(crate) fn x(&self) -> f32 {
        self.left.as_mm()
    }

    pub(crate) fn y(&self) -> f32 {
        self.top.as_mm()
    }

    pub(crate) fn w(&self) -> f32 {
        self.size.width.as_mm()
    }

    pub(crate) fn h(&self) -> f32 {
        self.size.height.as_mm()
    }

    pub(crate) fn right(&self) -> f32 {
        self.x() + self.w()
    }

    pub(crate) fn bottom(&self) -> f32 {
        self.y() + self.h()
    }

    /// Whether `other` lies within this area, a hundredth of a millimetre forgiven.
    #[must_use]
    pub fn contains(&self, other: &Area) -> bool {
        const SLACK_MM: f32 = 0.01;
        other.x() >= self.x() - SLACK_MM
            && other.y() >= self.y() - SLACK_MM
            && other.right() <= self.right() + SLACK_MM
            && other.bottom() <= self.bottom() + SLACK_MM
    }

    /// Whether the two areas share more than an edge.
    pub(crate) fn overlaps(&self, other: &Area) -> bool {
        self.x() < other.right() && other.x() < self.right() && self.y() < other.bottom() && other.y() < self.bottom()
    }
}

/// A resolution in dots per inch, 36 to 1200: 36 is a thumbnail, 203 and 300 are label printers, 1200 the finest
/// office printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dpi(u16);

impl Dpi {
    /// The coarsest resolution taken.
    pub const MIN: u16 = 36;
    /// The finest resolution taken.
    pub const MAX: u16 = 1200;

    /// A resolution.
    ///
    /// # Errors
    /// [`DpiError`] outside 36 to 1200.
    pub fn new(dots_per_inch: u32) -> Result<Dpi, DpiError> {
        match u16::try_from(dots_per_inch) {
            Ok(dpi) if (Dpi::MIN..=Dpi::MAX).contains(&dpi) => Ok(Dpi(dpi)),
            _ => Err(DpiError { dots_per_inch }),
        }
    }

    /// The dots per inch.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    pub(crate) fn dots_per_mm(self) -> f32 {
        f32::from(self.0) / MM_PER_INCH
    }
}

/// A resolution outside 36 to 1200 dots per inch.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("{dots_per_inch} dots per inch is not between 36 and 1200")]
pub struct DpiError {
    /// What was asked for.
    pub dots_per_inch: u32,
}

/// An opaque colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

impl Colour {
    /// Paper.
    pub const WHITE: Colour = Colour::rgb(255, 255, 255);
    /// The house's ink for text, `--on-paper` of the interface.
    pub const INK: Colour = Colour::rgb(0x12, 0x24, 0x2f);
    /// The colour of QR modules.
    pub const BLACK: Colour = Colour::rgb(0, 0, 0);

    /// A colour from its three parts.
    #[must_use]
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Colour {
        Colour { red, green, blue }
    }

    /// The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it.
    #[must_use]
    pub fn contrast(self, other: Colour) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// White or the house's ink, whichever stands out more on this colour.
    #[must_use]
    pub fn text_on_it(self) -> Colour {
        if self.contrast(Colour::WHITE) >= self.contrast(Colour::INK) { Colour::WHITE } else { Colour::INK }
    }

    /// This colour, darkened in equal steps until it stands out from white paper by 7 to 1.
    #[must_use]
    pub fn as_ink(self) -> Colour {
        const STEPS: u16 = 32;
        let darker = |step: u16| {
            let part = |part: u8| u8::try_from(u16::from(part) * (STEPS - step) / STEPS).unwrap_or(0);
            Colour::rgb(part(self.red), part(self.green), part(self.blue))
        };
        (0..STEPS).map(darker).find(|colour| colour.contrast(Colour::WHITE) >= 7.0).unwrap_or(Colour::BLACK)
    }

    /// Whether one-bit output draws it black: darker than the middle between black and white (ITU-R BT.601 weights).
    #[must_use]
    pub fn is_dark(self) -> bool {
        299 * u32::from(self.red) + 587 * u32::from(self.green) + 114 * u32::from(self.blue) < 128_000
    }

    /// Relative luminance, 0 to 1 (WCAG 2.2).
    fn luminance(self) -> f32 {
        let linear = |part: u8| {
            let part = f32::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

/// A text that is no colour.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a colour is written #rrggbb")]
pub struct ColourError;

impl FromStr for Colour {
    type Err = ColourError;

    /// Reads `#rrggbb`, the only form taken.
    fn from_str(text: &str) -> Result<Colour, ColourError> {
        let digits = text.strip_prefix('#').ok_or(ColourError)?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ColourError);
        }
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| ColourError);
        Ok(Colour::rgb(part(0)?, part(2)?, part(4)?))
    }
}
