//! A label and a page that show whether a printer prints, and where.

use badge::{Badge, Content, Fonts, Size, Slot, Template};
use serde::Deserialize;

use crate::error::KioskError;

/// What somebody wants to see printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(crate) enum TestPage {
    /// A badge as guests get them, of nobody, with a code that admits nobody.
    Label,
    /// A frame, crosses and scales, to see how far the print is off.
    Alignment,
}

/// What stands in the code of a test label; no ticket code is like it.
const CODE: &str = "ANKOMST TEST";

impl TestPage {
    /// Draws it in the size of a template.
    pub(crate) fn draw(self, template: &Template) -> Result<Badge, KioskError> {
        match self {
            Self::Label => {
                let content = Content::new()
                    .text(Slot::Name, "Anne-Sofie Prøvesen")
                    .text(Slot::GivenName, "Anne-Sofie")
                    .text(Slot::FamilyName, "Prøvesen")
                    .text(Slot::Organisation, "Ankomst")
                    .text(Slot::TicketType, "TEST")
                    .qr(CODE);
                Ok(badge::fill(template, &content, &Fonts::bundled()))
            }
            Self::Alignment => {
                let svg = alignment(template.size());
                let page = Template::parse(svg.as_bytes()).map_err(|error| KioskError::Badge(error.to_string()))?;
                Ok(badge::fill(&page, &Content::new(), &Fonts::bundled()))
            }
        }
    }
}

/// A frame 2 mm inside the edge, a cross in the middle, and a mark each 5 mm, every second one longer.
fn alignment(size: Size) -> String {
    use std::fmt::Write;
    let (width, height) = (size.width.as_mm(), size.height.as_mm());
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}" data-qr="none">"#
    );
    let mut bar = |x: f32, y: f32, width: f32, height: f32| {
        // Writing to a String cannot fail.
        let _ = write!(svg, r##"<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="#000000"/>"##);
    };
    let line = 0.25;
    for y in [2.0, height - 2.0 - line] {
        bar(2.0, y, width - 4.0, line);
    }
    for x in [2.0, width - 2.0 - line] {
        bar(x, 2.0, line, height - 4.0);
    }
    bar(width / 2.0 - 5.0, (height - line) / 2.0, 10.0, line);
    bar((width - line) / 2.0, height / 2.0 - 5.0, line, 10.0);
    let mut at = 5.0_f32;
    let mut is_long = false;
    while at < width.max(height) - 2.0 {
        let length = if is_long { 4.0 } else { 2.0 };
        if at < width - 2.0 {
            bar(at, 2.0, line, length);
        }
        if at < height - 2.0 {
            bar(2.0, at, length, line);
        }
        at += 5.0;
        is_long = !is_long;
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_pages_are_drawn_in_every_size_that_comes_with_the_program() {
        for name in Template::builtin_names() {
            let template = Template::builtin(name).unwrap();
            let label = TestPage::Label.draw(template).unwrap();
            assert_eq!(label.size(), template.size());
            let page = TestPage::Alignment.draw(template).unwrap().to_bitmap(badge::Dpi::new(203).unwrap()).unwrap();
            // The frame lies where it should: 2 mm from the edge, to the dot.
            let inside = 16_u32;
            assert!((inside - 1..=inside + 1).any(|x| page.is_black(x, page.height() / 4)), "{name}: the left edge");
            assert!(!page.is_black(inside / 2, page.height() / 4), "{name}: nothing outside");
        }
    }
}
