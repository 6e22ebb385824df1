//! A badge template is any bytes: it is refused with the element, or it can be filled and drawn.

use badge::{Content, Dpi, Fonts, Slot, Template, fill};

/// What is drawn is small, so that many are tried.
const DOTS: u32 = 40;
/// Larger badges than this are read, and not drawn.
const DRAWN_MM: f32 = 220.0;

/// Reads a template and, if it is one, fills and draws it.
pub fn check(bytes: &[u8]) {
    let template = match Template::parse(bytes) {
        Ok(template) => template,
        Err(error) => {
            assert!(!error.to_string().is_empty(), "a refusal says why");
            return;
        }
    };
    let size = template.size();
    assert!((10.0..=500.0).contains(&size.width.as_mm()) && (10.0..=500.0).contains(&size.height.as_mm()));
    if size.width.as_mm() > DRAWN_MM || size.height.as_mm() > DRAWN_MM {
        return;
    }
    let mut content = Content::new().qr("AK1K7F3").text(Slot::Programme, "09.00\tVelkomst\nمحمد");
    for slot in [Slot::Name, Slot::GivenName, Slot::FamilyName, Slot::Organisation, Slot::TicketType] {
        content = content.text(slot, "Åse عبد \u{301}x");
    }
    let badge = fill(&template, &content, &Fonts::bundled());
    let again = fill(&template, &content, &Fonts::bundled());
    let pdf = badge.to_pdf().unwrap();
    assert_eq!(pdf, again.to_pdf().unwrap(), "the same input gives the same bytes");
    for side in badge.sides() {
        side.to_bitmap(Dpi::new(DOTS).unwrap()).unwrap();
        assert!(side.to_svg().starts_with("<svg"));
    }
}
