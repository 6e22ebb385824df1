//! Sheets: several badges on one page, with what is needed to cut, fold and turn them.

mod lay;
mod text;

use std::borrow::Borrow;

use crate::draw::pdf::Writer;
use crate::{Badge, Dpi, Length, RenderError, Size};

pub use text::SheetError;

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
    /// Whether a place holds front and back side by side, with a fold between them.
    pub folded: bool,
}

/// The edge over which paper is turned to print its other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// As a book is read: what most printers call "long edge".
    Long,
    /// As a pad is: "short edge".
    Short,
}

/// How sheets are printed, apart from their grid.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Setup {
    /// The first free place on the first sheet, counted along rows from 0. Those before it stay empty.
    pub start: usize,
    /// By how much everything is moved to the right and down, for a printer that does not hit the places. May be
    /// negative.
    pub shift_mm: (f32, f32),
    /// How far drawing goes over the edges of a badge, so that cutting leaves no white line.
    pub bleed: Length,
    /// Marks to cut along, beside the corners of each place where there is room.
    pub crop_marks: bool,
    /// Dashed marks where a badge is folded.
    pub fold_lines: bool,
    /// Backs follow on a page of their own after each sheet, laid so that they lie behind their fronts when the paper is
    /// turned over this edge.
    pub two_sided: Option<Edge>,
}

const A4: Size = Size::mm(210.0, 297.0);

/// Every sheet with its name. Sizes of makers' sheets: those that the badge exporter of pretix prints on
/// (`pretix/plugins/badges/exporters.py`), in agreement with the makers' numbers of pieces a sheet.
const NAMES: [(&str, Sheet); 8] = [
    // ISO 216 rounds down: two A6 are a millimetre shorter than A4.
    ("a4-4xa6", grid(A4, (2, 2), (105.0, 148.0), (0.0, 0.5), (0.0, 0.0))),
    ("a4-8xa7", grid(A4, (2, 4), (105.0, 74.0), (0.0, 0.5), (0.0, 0.0))),
    ("a4-2xa6-folded", Sheet { folded: true, ..grid(A4, (1, 2), (210.0, 148.0), (0.0, 0.5), (0.0, 0.0)) }),
    ("a4", grid(A4, (1, 1), (210.0, 297.0), (0.0, 0.0), (0.0, 0.0))),
    ("durable-1445", grid(A4, (2, 5), (90.0, 54.0), (15.0, 12.0), (0.0, 0.0))),
    ("durable-1453", grid(A4, (2, 6), (75.0, 40.0), (30.0, 28.5), (0.0, 0.0))),
    ("durable-1456", grid(A4, (2, 4), (90.0, 60.0), (15.0, 28.5), (0.0, 0.0))),
    ("herma-4412", grid(A4, (2, 5), (80.0, 50.0), (17.5, 13.5), (15.0, 5.0))),
];

const fn grid(page: Size, times: (u16, u16), place: (f32, f32), margin: (f32, f32), gap: (f32, f32)) -> Sheet {
    Sheet {
        page,
        place: Size::mm(place.0, place.1),
        columns: times.0,
        rows: times.1,
        margin: Size::mm(margin.0, margin.1),
        gap: Size::mm(gap.0, gap.1),
        folded: false,
    }
}

impl Sheet {
    /// A sheet that comes with the program, by name: `a4-4xa6` is A4 with four A6 badges.
    #[must_use]
    pub fn builtin(name: &str) -> Option<Sheet> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, sheet)| *sheet)
    }

    /// The names that [`Sheet::builtin`] knows.
    pub fn builtin_names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// How many badges a page takes.
    #[must_use]
    pub fn places(&self) -> usize {
        usize::from(self.columns.max(1)) * usize::from(self.rows.max(1))
    }

    /// How many sheets some badges take, if the first goes into the place `start`.
    #[must_use]
    pub fn sheets_for(&self, badges: usize, start: usize) -> usize {
        if badges == 0 { 0 } else { (badges + start.min(self.places() - 1)).div_ceil(self.places()) }
    }

    /// The sheet on which a badge of this size fits: this one, or the same lying on its side.
    ///
    /// # Errors
    /// [`RenderError::DoesNotFit`] if it fits on neither.
    pub fn for_badge(&self, badge: Size) -> Result<Sheet, RenderError> {
        let turned = Sheet {
            page: turned(self.page),
            place: turned(self.place),
            columns: self.rows,
            rows: self.columns,
            margin: turned(self.margin),
            gap: turned(self.gap),
            folded: self.folded,
        };
        // A folded place that lies on its side would fold at the head; it is not taken.
        let ways = if self.folded { vec![*self] } else { vec![*self, turned] };
        let fits = |sheet: &Sheet| lay::free(badge, sheet).is_some();
        ways.into_iter().find(fits).ok_or(RenderError::DoesNotFit { badge, place: self.place })
    }
}

fn turned(size: Size) -> Size {
    Size { width: size.height, height: size.width }
}

/// Badges on sheets, as many pages as they need, each font embedded once. Badges are drawn as they come, so that a long
/// row of them need not be held in memory. All must fit on the sheet on which the first one does.
///
/// # Errors
/// [`RenderError::NoBadges`] for none, [`RenderError::DoesNotFit`] for a badge larger than a place,
/// [`RenderError::Pdf`] if a system font cannot be embedded.
pub fn sheet_pdf<B: Borrow<Badge>>(
    badges: impl IntoIterator<Item = B>,
    sheet: &Sheet,
    setup: &Setup,
) -> Result<Vec<u8>, RenderError> {
    lay::on_sheets(badges, sheet, setup)
}

/// A sheet as a PNG for screens, front sides only, with the edges of its places. `start` places stay empty.
///
/// # Errors
/// [`RenderError::DoesNotFit`] for a badge larger than a place, [`RenderError::TooLarge`] for fine resolutions.
pub fn sheet_png(badges: &[Badge], sheet: &Sheet, start: usize, dpi: Dpi) -> Result<Vec<u8>, RenderError> {
    crate::draw::raster::sheet_png(badges, sheet, start, dpi)
}

/// Badges one a page, each page in the size of its badge, backs behind their fronts, each font embedded once.
///
/// # Errors
/// [`RenderError::NoBadges`] for none, [`RenderError::Pdf`] if a system font cannot be embedded.
pub fn pdf_of<B: Borrow<Badge>>(badges: impl IntoIterator<Item = B>) -> Result<Vec<u8>, RenderError> {
    let mut badges = badges.into_iter().peekable();
    let Some(first) = badges.next() else { return Err(RenderError::NoBadges) };
    let title = if badges.peek().is_none() { first.borrow().title() } else { "" };
    let mut writer = Writer::new(title);
    for badge in std::iter::once(first).chain(badges) {
        for side in badge.borrow().sides() {
            writer.page(side.size(), &[(side, lay::whole_page())], &[]);
        }
    }
    writer.finish()
}
