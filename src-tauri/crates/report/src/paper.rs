//! Lists of people on paper: who comes, who is inside, who did not come. Large print, a box to tick, and, where a list is to
//! be read back in, a code beside each person.
//!
//! A page is a sheet of strips, each a small template, so that names are set like those on badges and never become
//! markup. The first strip of a page is its head, the last its foot.

use std::sync::LazyLock;

use badge::{Badge, Content, Fonts, Sheet, Size, Slot, Template, fill, sheet_pdf};

use crate::inside::InsideError;

/// Why a list on paper could not be drawn.
pub type PaperError = InsideError;

/// A strip's width in millimetres, and the heights of strips with and without a code.
const WIDTH: f32 = 186.0;
const TALL: f32 = 18.0;
const LOW: f32 = 10.0;
/// Strips of a page of A4.
const TALL_STRIPS: u16 = 15;
const LOW_STRIPS: u16 = 27;

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperLine {
    /// A heading between people, such as an organisation.
    Heading(String),
    /// Somebody.
    Person(PaperPerson),
}

/// Somebody on the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperPerson {
    /// The name as on the list, family name first.
    pub name: String,
    /// What stands under it, or beside it in a list without codes: the organisation, the ticket type.
    pub about: String,
    /// What has to be known before the box is ticked: cancelled, payment due; may be empty.
    pub mark: String,
    /// A time that is known already; else there is a line to write one on.
    pub time: String,
    /// The text of the code; empty: none.
    pub code: String,
}

/// A list on paper with the words around it, in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperList {
    /// What it is.
    pub title: String,
    /// Where, when, and how many.
    pub about: String,
    /// What the time is the time of: `kl.`.
    pub time: String,
    /// The lines in their order.
    pub lines: Vec<PaperLine>,
    /// The foot of a page, with `{page}` and `{of}`.
    pub foot: String,
    /// Whether each person has a code, and so a taller strip.
    pub with_codes: bool,
}

struct Designs {
    tall: [Template; 4],
    low: [Template; 4],
}

static DESIGNS: LazyLock<Option<Designs>> =
    LazyLock::new(|| Some(Designs { tall: designs(TALL)?, low: designs(LOW)? }));

/// Draws the list as PDF on A4, as many pages as it needs; a list of nobody is a page that says so by its number.
///
/// # Errors
/// [`InsideError::Render`] if a system font cannot be embedded.
pub fn paper_pdf(list: &PaperList) -> Result<Vec<u8>, PaperError> {
    let designs = DESIGNS.as_ref().ok_or(InsideError::NoDesign)?;
    let (rows, height, [head, heading, person, foot]) =
        if list.with_codes { (TALL_STRIPS, TALL, &designs.tall) } else { (LOW_STRIPS, LOW, &designs.low) };
    let fonts = Fonts::with_system();
    let strips = usize::from(rows);
    let pages = pages(&list.lines, strips - 2);
    let mut drawn: Vec<Badge> = Vec::with_capacity(pages.len() * strips);
    for (number, page) in pages.iter().enumerate() {
        let top = Content::new().text(slot("title"), &list.title).text(slot("about"), &list.about);
        drawn.push(fill(head, &top, &fonts));
        for place in 0..strips - 2 {
            drawn.push(match page.get(place) {
                Some(PaperLine::Heading(text)) => fill(heading, &Content::new().text(slot("heading"), text), &fonts),
                Some(PaperLine::Person(who)) => fill(person, &content(list, who), &fonts),
                // The foot stands at the end of the page, however short the list is.
                None => fill(heading, &Content::new(), &fonts),
            });
        }
        let words = list.foot.replace("{page}", &(number + 1).to_string()).replace("{of}", &pages.len().to_string());
        drawn.push(fill(foot, &Content::new().text(slot("foot"), words), &fonts));
    }
    let sheet = Sheet {
        page: Size::mm(210.0, 297.0),
        place: Size::mm(WIDTH, height),
        columns: 1,
        rows,
        margin: Size::mm(12.0, 13.0),
        gap: Size::mm(0.0, 0.0),
        folded: false,
    };
    Ok(sheet_pdf(&drawn, &sheet, &badge::Setup::default())?)
}

/// The lines of each page. A heading never stands last on one.
fn pages(lines: &[PaperLine], most: usize) -> Vec<Vec<&PaperLine>> {
    let mut pages: Vec<Vec<&PaperLine>> = vec![Vec::new()];
    for (nth, line) in lines.iter().enumerate() {
        let room = most - pages.last().map_or(0, Vec::len);
        let is_lonely = matches!(line, PaperLine::Heading(_)) && room < 2 && nth + 1 < lines.len();
        if room == 0 || is_lonely {
            pages.push(Vec::new());
        }
        if let Some(page) = pages.last_mut() {
            page.push(line);
        }
    }
    pages
}

fn content(list: &PaperList, who: &PaperPerson) -> Content {
    let mut content = Content::new()
        .text(slot("name"), &who.name)
        .text(slot("about"), &who.about)
        .text(slot("mark"), &who.mark)
        .text(slot("at"), &list.time)
        .text(slot("time"), &who.time);
    if !who.code.is_empty() {
        content = content.qr(&who.code);
    }
    content
}

fn slot(name: &str) -> Slot {
    Slot::Field(name.to_owned())
}

/// Head, heading, person and foot of this height.
fn designs(height: f32) -> Option<[Template; 4]> {
    let is_tall = height > LOW;
    let strip = |inside: &str, qr: &str| {
        let svg = format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}mm" height="{height}mm" viewBox="0 0 {WIDTH} {height}" {qr}>{inside}</svg>"##
        );
        Template::parse(svg.as_bytes()).ok()
    };
    let text = |name: &str, x: f32, y: f32, width: f32, size: f32, style: &str| {
        let (tall, least, base) = (size * 1.5, size * 0.55, y + size);
        format!(
            r##"<rect id="{name}-box" x="{x}" y="{y}" width="{width}" height="{tall}" fill="none"/>
            <text data-slot="field:{name}" data-box="{name}-box" data-valign="middle" data-min-size="{least}" x="{x}" y="{base}" font-size="{size}" {style}>x</text>"##
        )
    };
    let (bold, plain, soft, red) = (
        r##"font-weight="700" fill="#12242f""##,
        r##"fill="#12242f""##,
        r##"fill="#46545c""##,
        r##"font-weight="700" fill="#8c1d18""##,
    );
    const NO_CODE: &str = r#"data-qr="none""#;
    let head = if is_tall {
        text("title", 0.0, 0.0, WIDTH, 6.2, bold) + &text("about", 0.0, 10.0, WIDTH, 3.6, soft)
    } else {
        text("title", 0.0, 0.0, 80.0, 5.2, bold) + &text("about", 82.0, 1.6, 104.0, 3.4, soft)
    };
    let heading = text("heading", 0.0, height - 7.6, WIDTH, 4.6, bold);
    let rule = |y: f32| format!(r##"<rect x="0" y="{y}" width="{WIDTH}" height="0.15" fill="#cfc2aa"/>"##);
    let person = if is_tall {
        rule(0.0)
            + r##"<rect x="1" y="5" width="8" height="8" fill="none" stroke="#12242f" stroke-width="0.5"/>"##
            + &text("name", 13.0, 1.4, 104.0, 5.6, bold)
            + &text("about", 13.0, 10.6, 72.0, 3.6, soft)
            + &text("mark", 86.0, 10.6, 31.0, 3.6, red)
            + &text("at", 120.0, 5.4, 8.0, 3.8, soft)
            + r##"<rect x="129" y="12.4" width="34" height="0.3" fill="#12242f"/>"##
            + &text("time", 130.0, 4.6, 32.0, 5.2, bold)
            + r##"<rect data-slot="qr" x="168" y="0.4" width="17.4" height="17.4" fill="none"/>"##
    } else {
        rule(0.0)
            + r##"<rect x="1" y="2.2" width="4.6" height="4.6" fill="none" stroke="#12242f" stroke-width="0.4"/>"##
            + &text("name", 9.0, 1.5, 76.0, 4.2, bold)
            + &text("about", 87.0, 2.0, 54.0, 3.4, plain)
            + &text("mark", 142.0, 2.0, 22.0, 3.4, red)
            + &text("time", 165.0, 1.8, 21.0, 3.8, plain)
    };
    let foot = text("foot", 0.0, height - 6.0, WIDTH, 2.4, soft);
    Some([
        strip(&head, NO_CODE)?,
        strip(&heading, NO_CODE)?,
        strip(&person, if is_tall { "" } else { NO_CODE })?,
        strip(&foot, NO_CODE)?,
    ])
}
