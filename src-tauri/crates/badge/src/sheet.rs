//! Sheets: several badges on one page.

use crate::{Badge, RenderError, Size, draw};

/// A page with a grid of places for badges, measured in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// The paper.
    pub page: Size,
    /// One place. A smaller badge lies in its middle.
    pub place: Size,
    /// Places side by side, at least 1.
    pub columns: u16,
    /// Places one below the other, at least 1.
    pub rows: u16,
    /// From the paper's upper left corner to that of the first place.
    pub margin: Size,
    /// Between neighbouring places.
    pub gap: Size,
}

impl Sheet {
    /// A sheet that comes with the program, by name: `a4-4xa6` is A4 with four A6 badges.
    #[must_use]
    pub fn builtin(name: &str) -> Option<Sheet> {
        match name {
            "a4-4xa6" => Some(Sheet {
                page: Size::mm(210.0, 297.0),
                place: Size::mm(105.0, 148.0),
                columns: 2,
                rows: 2,
                // ISO 216 rounds down: two A6 are a millimetre shorter than A4.
                margin: Size::mm(0.0, 0.5),
                gap: Size::mm(0.0, 0.0),
            }),
            _ => None,
        }
    }

    /// The names that [`Sheet::builtin`] knows.
    #[must_use]
    pub fn builtin_names() -> &'static [&'static str] {
        &["a4-4xa6"]
    }

    /// How many badges a page takes.
    #[must_use]
    pub fn places(&self) -> usize {
        usize::from(self.columns.max(1)) * usize::from(self.rows.max(1))
    }

    /// The upper left corner of a place in millimetres, counted along rows from 0.
    pub(crate) fn corner_mm(&self, place: usize) -> (f32, f32) {
        let columns = usize::from(self.columns.max(1));
        let step = |nth: usize, margin: f32, side: f32, gap: f32| {
            margin + f32::from(u16::try_from(nth).unwrap_or(u16::MAX)) * (side + gap)
        };
        let (page, place_size, gap) = (self.margin, self.place, self.gap);
        (
            step(place % columns, page.width.as_mm(), place_size.width.as_mm(), gap.width.as_mm()),
            step(place / columns, page.height.as_mm(), place_size.height.as_mm(), gap.height.as_mm()),
        )
    }
}

/// Badges on sheets, as many pages as they need, each font embedded once.
///
/// # Errors
/// [`RenderError::NoBadges`] for none, [`RenderError::DoesNotFit`] for a badge larger than a place,
/// [`RenderError::Pdf`] if a system font cannot be embedded.
pub fn sheet_pdf(badges: &[Badge], sheet: &Sheet) -> Result<Vec<u8>, RenderError> {
    draw::pdf::on_sheets(badges, sheet)
}

/// Badges one a page, each page in the size of its badge, each font embedded once.
///
/// # Errors
/// [`RenderError::NoBadges`] for none, [`RenderError::Pdf`] if a system font cannot be embedded.
pub fn pdf_of(badges: &[Badge]) -> Result<Vec<u8>, RenderError> {
    draw::pdf::one_a_page(badges)
}
