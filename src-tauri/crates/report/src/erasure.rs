//! The note of an erasure, on paper: what was erased, when, by whom and how many, and the end of the journal. It names nobody
//! who was erased.

use badge::{Content, Fonts, Template, fill, pdf_of};

use crate::inside::InsideError;
use crate::paper::PaperError;
use crate::statistics::{PLAIN, SOFT, page, slot, text};

/// Millimetres: the first label's top, from a label to its line, from a line to the next, and where no line begins any more.
const TOP: f32 = 38.0;
const LABEL: f32 = 5.2;
const LINE: f32 = 6.2;
const BOTTOM: f32 = 276.0;

/// Something that the note says, with a label above it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotePart {
    /// What it is, such as *When*.
    pub label: String,
    /// One line each; a long one becomes smaller.
    pub lines: Vec<String>,
}

/// The note with all its words, in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErasureNote {
    /// What it is.
    pub title: String,
    /// Of which event.
    pub about: String,
    /// What it says, from the top.
    pub parts: Vec<NotePart>,
    /// The foot of a page, with `{page}` and `{of}`.
    pub foot: String,
}

/// A line of a page: its top, whether it is a label, its text.
type Placed<'a> = (f32, bool, &'a str);

/// Draws the note as PDF on A4.
///
/// # Errors
/// [`InsideError::Render`] if a system font cannot be embedded.
pub fn erasure_pdf(note: &ErasureNote) -> Result<Vec<u8>, PaperError> {
    let fonts = Fonts::with_system();
    let pages = pages(note);
    let mut drawn = Vec::with_capacity(pages.len());
    for (nth, lines) in pages.iter().enumerate() {
        let mut svg = page();
        let foot = note.foot.replace("{page}", &(nth + 1).to_string()).replace("{of}", &pages.len().to_string());
        let mut content = Content::new().text(slot("title"), &note.title).text(slot("about"), &note.about);
        content = content.text(slot("foot"), foot);
        for (place, (y, is_label, words)) in lines.iter().enumerate() {
            let (size, style) = if *is_label { (3.2, SOFT) } else { (3.8, PLAIN) };
            let name = format!("line-{place}");
            text(&mut svg, &name, [15.0, *y, 180.0, size], style);
            content = content.text(slot(&name), *words);
        }
        svg.push_str("</svg>");
        let design = Template::parse(svg.as_bytes()).map_err(|_| InsideError::NoDesign)?;
        drawn.push(fill(&design, &content, &fonts));
    }
    Ok(pdf_of(&drawn)?)
}

/// Where each line stands. A label is never the last of a page.
fn pages(note: &ErasureNote) -> Vec<Vec<Placed<'_>>> {
    let mut pages: Vec<Vec<Placed<'_>>> = vec![Vec::new()];
    let mut y = TOP;
    for part in &note.parts {
        if y + LABEL > BOTTOM {
            pages.push(Vec::new());
            y = TOP;
        }
        if let Some(page) = pages.last_mut() {
            page.push((y, true, part.label.as_str()));
        }
        y += LABEL;
        for line in &part.lines {
            if y > BOTTOM {
                pages.push(Vec::new());
                y = TOP;
            }
            if let Some(page) = pages.last_mut() {
                page.push((y, false, line.as_str()));
            }
            y += LINE;
        }
        y += 2.0;
    }
    pages
}
