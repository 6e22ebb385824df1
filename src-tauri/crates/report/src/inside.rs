//! The list of who is inside, on paper: for an evacuation, to be ticked off at the meeting point.

use std::fmt::Write;
use std::sync::LazyLock;

use badge::{Content, Fonts, RenderError, Slot, Template, fill, pdf_of};
use thiserror::Error;

/// Rows of an A4 page.
const ROWS: usize = 38;
/// Millimetres: the first row's top, and from a row to the next.
const TOP: f32 = 40.0;
const ROW: f32 = 6.4;

/// The columns: their name in the page's slots, left edge and width in millimetres.
const COLUMNS: [(&str, f32, f32); 4] =
    [("name", 22.0, 66.0), ("organisation", 90.0, 62.0), ("type", 154.0, 26.0), ("since", 182.0, 13.0)];

/// Somebody who is inside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InsideRow {
    /// The name as on the list.
    pub name: String,
    /// The organisation; may be empty.
    pub organisation: String,
    /// The ticket type's name; may be empty.
    pub ticket_type: String,
    /// Since when, as a time of the house.
    pub since: String,
}

/// The whole list with the words of its head, in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InsideList {
    /// What it is.
    pub title: String,
    /// Where, when, and how many.
    pub about: String,
    /// The columns' headings: name, organisation, ticket type, since.
    pub headings: [String; 4],
    /// Everybody, in the order of the list.
    pub rows: Vec<InsideRow>,
    /// The foot of a page, with `{page}` and `{of}`.
    pub foot: String,
}

/// The list could not be drawn.
#[derive(Debug, Error)]
pub enum InsideError {
    /// The page's own design is not good; a test draws one, so this does not happen.
    #[error("the page has no design")]
    NoDesign,
    /// As badges that cannot be drawn.
    #[error(transparent)]
    Render(#[from] RenderError),
}

static PAGE: LazyLock<Option<Template>> = LazyLock::new(|| Template::parse(design().as_bytes()).ok());

/// Draws the list as PDF on A4, as many pages as it needs; nobody inside is a page that says so by its number.
/// `say` fills the foot: page and number of pages.
///
/// # Errors
/// [`InsideError::Render`] if a system font cannot be embedded.
pub fn inside_pdf(list: &InsideList) -> Result<Vec<u8>, InsideError> {
    let page = PAGE.as_ref().ok_or(InsideError::NoDesign)?;
    let fonts = Fonts::with_system();
    let pages = list.rows.len().div_ceil(ROWS).max(1);
    let drawn: Vec<_> = (0..pages)
        .map(|number| {
            let rows = list.rows.iter().skip(number * ROWS).take(ROWS);
            fill(page, &content(list, rows, number + 1, pages), &fonts)
        })
        .collect();
    Ok(pdf_of(&drawn)?)
}

fn content<'a>(list: &InsideList, rows: impl Iterator<Item = &'a InsideRow>, page: usize, of: usize) -> Content {
    let foot = list.foot.replace("{page}", &page.to_string()).replace("{of}", &of.to_string());
    let mut content =
        Content::new().text(slot("title"), &list.title).text(slot("about"), &list.about).text(slot("foot"), foot);
    for ((column, ..), heading) in COLUMNS.iter().zip(&list.headings) {
        content = content.text(slot(&format!("head-{column}")), heading);
    }
    for (place, row) in rows.enumerate() {
        let texts = [&row.name, &row.organisation, &row.ticket_type, &row.since];
        for ((column, ..), text) in COLUMNS.iter().zip(texts) {
            content = content.text(slot(&format!("{column}-{place}")), text);
        }
    }
    content
}

fn slot(name: &str) -> Slot {
    Slot::Field(name.to_owned())
}

/// The page as a template: a slot for each cell. Only numbers and names of ours are in it; what people are called comes
/// as content.
fn design() -> String {
    let mut svg = String::from(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297" data-qr="none">"##,
    );
    // Writing into a text never fails.
    let mut text = |name: &str, x: f32, y: f32, width: f32, size: f32, style: &str| {
        let _ = write!(
            svg,
            r##"<rect id="{name}-box" x="{x}" y="{y}" width="{width}" height="{}" fill="none"/>
            <text data-slot="field:{name}" data-box="{name}-box" data-valign="middle" data-min-size="{}" x="{x}" y="{}" font-size="{size}" {style}>x</text>"##,
            size * 1.5,
            size * 0.6,
            y + size,
        );
    };
    let (bold, plain, soft) = (r##"font-weight="700" fill="#12242f""##, r##"fill="#12242f""##, r##"fill="#46545c""##);
    text("title", 15.0, 13.0, 180.0, 6.0, bold);
    text("about", 15.0, 23.0, 180.0, 3.8, soft);
    text("foot", 15.0, 286.0, 180.0, 2.8, soft);
    for (column, x, width) in COLUMNS {
        text(&format!("head-{column}"), x, TOP - 6.0, width, 3.0, soft);
        let mut y = TOP;
        for row in 0..ROWS {
            let style = if column == "name" { bold } else { plain };
            text(&format!("{column}-{row}"), x, y + 0.7, width, 3.3, style);
            y += ROW;
        }
    }
    let mut y = TOP;
    for row in 0..ROWS {
        let _ = write!(
            svg,
            r##"<rect data-if="field:name-{row}" x="15.5" y="{}" width="3.4" height="3.4" fill="none" stroke="#12242f" stroke-width="0.3"/>
            <rect data-if="field:name-{row}" x="15" y="{}" width="180" height="0.15" fill="#cfc2aa"/>"##,
            y + 1.5,
            y + ROW,
        );
        y += ROW;
    }
    svg.push_str("</svg>");
    svg
}
