//! The programme on paper: A4, as many pages as it needs.

use std::sync::LazyLock;

use badge::{Badge, Content, Fonts, RenderError, Slot, Template, Warning, fill, pdf_of};
use thiserror::Error;

const DESIGN: &str = include_str!("../designs/programme.svg");

static PAGE: LazyLock<Option<Template>> = LazyLock::new(|| Template::parse(DESIGN.as_bytes()).ok());

/// What stands in a programme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Programme {
    /// The event's title.
    pub event: String,
    /// When and where.
    pub dates: String,
    /// Who holds it.
    pub organiser: String,
    /// Who pays for it, one a line.
    pub supporters: String,
    /// The items, one a line: hour, tab, text. A line without a tab is a heading, such as a day.
    pub items: Vec<String>,
}

/// The programme could not be drawn.
#[derive(Debug, Error)]
pub enum ProgrammeError {
    /// The page's own design is not good; a test draws one, so this does not happen.
    #[error("the page has no design")]
    NoDesign,
    /// As badges that cannot be drawn.
    #[error(transparent)]
    Render(#[from] RenderError),
}

/// Draws the programme as PDF.
///
/// # Errors
/// [`ProgrammeError::Render`] if a system font cannot be embedded.
pub fn programme_pdf(programme: &Programme) -> Result<Vec<u8>, ProgrammeError> {
    let design = PAGE.as_ref().ok_or(ProgrammeError::NoDesign)?;
    let fonts = Fonts::with_system();
    let mut pages = Vec::new();
    let mut rest = programme.items.as_slice();
    loop {
        let (page, taken) = fullest(design, programme, rest, &fonts);
        pages.push(page);
        rest = &rest[taken..];
        if rest.is_empty() {
            return Ok(pdf_of(pages)?);
        }
    }
}

/// A page with as many items as it takes, at least one.
fn fullest(design: &Template, programme: &Programme, items: &[String], fonts: &Fonts) -> (Badge, usize) {
    let draw = |count: usize| {
        let content = Content::new()
            .text(Slot::Event, programme.event.as_str())
            .text(Slot::Dates, programme.dates.as_str())
            .text(Slot::Organiser, programme.organiser.as_str())
            .text(Slot::Supporters, programme.supporters.replace('\n', " \u{b7} "))
            .text(Slot::Programme, items[..count].join("\n"));
        fill(design, &content, fonts)
    };
    let fits = |page: &Badge| !page.warnings().contains(&Warning::Cut { slot: Slot::Programme });
    let all = draw(items.len());
    if items.len() <= 1 || fits(&all) {
        return (all, items.len());
    }
    // By halves: more items never take less room.
    let (mut good, mut bad) = (1, items.len());
    while bad - good > 1 {
        let middle = usize::midpoint(good, bad);
        if fits(&draw(middle)) { good = middle } else { bad = middle }
    }
    (draw(good), good)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_programmes_go_on_on_further_pages() {
        let items = |count: usize| (0..count).map(|nth| format!("09.{nth:02}\tIndlæg {nth}")).collect::<Vec<_>>();
        let programme = |count| Programme { event: "Årsmøde".into(), items: items(count), ..Programme::default() };
        let design = PAGE.as_ref().expect("the design is a template");
        let (_, taken) = fullest(design, &programme(200), &items(200), &Fonts::bundled());
        assert!((20..120).contains(&taken), "a page takes {taken} items");
        let (_, taken) = fullest(design, &programme(12), &items(12), &Fonts::bundled());
        assert_eq!(taken, 12, "a day's programme is one page");
        assert!(programme_pdf(&programme(0)).is_ok(), "an empty one is a page that says so");
        let pages = programme_pdf(&programme(200)).expect("a PDF");
        assert!(pages.starts_with(b"%PDF"), "and a PDF comes of it");
    }
}
