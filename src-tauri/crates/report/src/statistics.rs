//! The day in numbers on paper: sums, the chart of arrivals, and who came from where and to what, as bars.

use std::fmt::Write;

use badge::{Content, Fonts, Slot, Template, fill, pdf_of};

use crate::inside::InsideError;
use crate::shapes::Shape;

/// Bars of a page.
const BARS: usize = 34;
/// Millimetres: the first bar's top, from a bar to the next, and the length of the longest.
const TOP: f32 = 40.0;
const STEP: f32 = 7.0;
const LONGEST: f32 = 74.0;

/// A bar: of so many, so many came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for.
    pub name: String,
    /// How many came, or are in.
    pub part: u32,
    /// How many were expected.
    pub of: u32,
}

/// Bars under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bars {
    /// What they are.
    pub title: String,
    /// From the top.
    pub bars: Vec<Bar>,
}

/// The statistics with the words around them, in the reader's language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statistics {
    /// What it is.
    pub title: String,
    /// Where and when.
    pub about: String,
    /// Sums: a number and what it is, at most six.
    pub sums: Vec<(String, String)>,
    /// The heading of the chart.
    pub chart_title: String,
    /// The chart of arrivals as it was drawn for a size of 760 by 270; none without arrivals.
    pub chart: Vec<Shape>,
    /// Sessions, ticket types, organisations.
    pub groups: Vec<Bars>,
    /// The foot of a page, with `{page}` and `{of}`.
    pub foot: String,
}

/// Draws the statistics as PDF on A4.
///
/// # Errors
/// [`InsideError::Render`] if a system font cannot be embedded.
pub fn statistics_pdf(statistics: &Statistics) -> Result<Vec<u8>, InsideError> {
    let fonts = Fonts::with_system();
    let sheets: Vec<(&str, &[Bar])> = statistics
        .groups
        .iter()
        .flat_map(|group| group.bars.chunks(BARS).map(|bars| (group.title.as_str(), bars)))
        .collect();
    let of = sheets.len() + 1;
    let foot = |page: usize| {
        let text = statistics.foot.replace("{page}", &page.to_string()).replace("{of}", &of.to_string());
        Content::new().text(slot("foot"), text).text(slot("about"), &statistics.about)
    };
    let mut content = foot(1).text(slot("title"), &statistics.title).text(slot("chart"), &statistics.chart_title);
    for (place, (number, what)) in statistics.sums.iter().take(6).enumerate() {
        content = content.text(slot(&format!("sum-{place}")), number).text(slot(&format!("what-{place}")), what);
    }
    let first = Template::parse(first_page(&statistics.chart).as_bytes()).map_err(|_| InsideError::NoDesign)?;
    let mut pages = vec![fill(&first, &content, &fonts)];
    for (nth, (title, bars)) in sheets.into_iter().enumerate() {
        let page = Template::parse(bar_page(bars).as_bytes()).map_err(|_| InsideError::NoDesign)?;
        let mut content = foot(nth + 2).text(slot("title"), title);
        for (place, bar) in bars.iter().enumerate() {
            content = content
                .text(slot(&format!("name-{place}")), &bar.name)
                .text(slot(&format!("count-{place}")), format!("{} / {}", bar.part, bar.of));
        }
        pages.push(fill(&page, &content, &fonts));
    }
    Ok(pdf_of(&pages)?)
}

pub(crate) fn slot(name: &str) -> Slot {
    Slot::Field(name.to_owned())
}

pub(crate) const BOLD: &str = r##"font-weight="700" fill="#12242f""##;
pub(crate) const PLAIN: &str = r##"fill="#12242f""##;
pub(crate) const SOFT: &str = r##"fill="#46545c""##;

/// A page of A4 with its title, what it is about, and its foot.
pub(crate) fn page() -> String {
    let mut svg = String::from(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297" data-qr="none">"##,
    );
    text(&mut svg, "title", [15.0, 13.0, 180.0, 6.0], BOLD);
    text(&mut svg, "about", [15.0, 23.0, 180.0, 3.8], SOFT);
    text(&mut svg, "foot", [15.0, 285.0, 180.0, 2.4], SOFT);
    svg
}

/// A slot at the left, the top, of a width, with letters of a size.
pub(crate) fn text(svg: &mut String, name: &str, [x, y, width, size]: [f32; 4], style: &str) {
    // Writing into a text never fails.
    let _ = write!(
        svg,
        r##"<rect id="{name}-box" x="{x}" y="{y}" width="{width}" height="{}" fill="none"/>
        <text data-slot="field:{name}" data-box="{name}-box" data-valign="middle" data-min-size="{}" x="{x}" y="{}" font-size="{size}" {style}>x</text>"##,
        size * 1.5,
        size * 0.55,
        y + size,
    );
}

fn first_page(chart: &[Shape]) -> String {
    let mut svg = page();
    for (place, x) in [15.0_f32, 76.0, 137.0, 15.0, 76.0, 137.0].into_iter().enumerate() {
        let y = if place < 3 { 40.0 } else { 66.0 };
        text(&mut svg, &format!("sum-{place}"), [x, y, 56.0, 10.0], BOLD);
        text(&mut svg, &format!("what-{place}"), [x, y + 14.0, 56.0, 3.8], SOFT);
    }
    text(&mut svg, "chart", [15.0, 98.0, 180.0, 4.6], BOLD);
    // 760 pixels are 180 mm.
    let scale = 180.0 / 760.0;
    let _ = write!(svg, r##"<g transform="translate(15 110) scale({scale})">"##);
    for shape in chart {
        draw(&mut svg, shape);
    }
    svg.push_str("</g></svg>");
    svg
}

/// A shape of the chart. Its texts are times and numbers of ours; anything else is left out, so that nothing becomes
/// markup.
fn draw(svg: &mut String, shape: &Shape) {
    match shape {
        Shape::Line { points, colour, width } => {
            let points: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
            let _ = write!(
                svg,
                r##"<polyline points="{}" fill="none" stroke="{colour}" stroke-width="{width}"/>"##,
                points.join(" ")
            );
        }
        Shape::Rectangle { x, y, width, height, colour } => {
            let _ = write!(
                svg,
                r##"<rect x="{x}" y="{y}" width="{}" height="{}" fill="{colour}"/>"##,
                (*width).max(1),
                (*height).max(1)
            );
        }
        Shape::Text { x, y, text, across, down, size, colour } => {
            let is_plain = text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | ':' | ' '));
            if is_plain && !text.trim().is_empty() {
                let em: f64 = down.trim_end_matches("em").parse().unwrap_or(0.0);
                let foot = f64::from(*y) + em * size;
                let _ = write!(
                    svg,
                    r##"<text x="{x}" y="{foot}" text-anchor="{across}" font-size="{size}" fill="{colour}">{text}</text>"##
                );
            }
        }
    }
}

fn bar_page(bars: &[Bar]) -> String {
    let mut svg = page();
    let most = bars.iter().map(|bar| bar.of.max(bar.part)).max().unwrap_or(0).max(1);
    let length = |n: u32| {
        let share = f64::from(n) / f64::from(most);
        // A share of a few centimetres is far within what is exact.
        #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
        let share = share as f32;
        share * LONGEST
    };
    let mut y = TOP;
    for (place, bar) in bars.iter().enumerate() {
        text(&mut svg, &format!("name-{place}"), [15.0, y, 78.0, 3.6], PLAIN);
        text(&mut svg, &format!("count-{place}"), [172.0, y, 24.0, 3.6], BOLD);
        for (n, colour) in [(bar.of, "#e3d9c6"), (bar.part, "#14577a")] {
            if n > 0 {
                let _ = write!(
                    svg,
                    r##"<rect x="95" y="{}" width="{}" height="3.6" fill="{colour}"/>"##,
                    y + 0.8,
                    length(n).max(0.2)
                );
            }
        }
        y += STEP;
    }
    svg.push_str("</svg>");
    svg
}
