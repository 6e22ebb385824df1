//! Codes for the desk itself, on paper and on the screen: the scanner's test code, and cards with commands.

use std::sync::LazyLock;

use badge::{Badge, Content, Fonts, RenderError, Sheet, Size, Slot, Template, fill, pdf_of, sheet_pdf};
use thiserror::Error;

/// A code with what it is for, in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskCode {
    /// What it does, in a few words.
    pub title: String,
    /// What to know about it.
    pub about: String,
    /// The text of the code.
    pub code: String,
}

/// The codes could not be drawn.
#[derive(Debug, Error)]
pub enum DeskCodeError {
    /// The page's own design is not good; a test draws each, so this does not happen.
    #[error("the page has no design")]
    NoDesign,
    /// As badges that cannot be drawn.
    #[error(transparent)]
    Render(#[from] RenderError),
}

/// A code with its quiet zone and nothing else: 60 mm a side.
const ALONE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="60mm" viewBox="0 0 60 60">
  <rect data-slot="qr" x="0" y="0" width="60" height="60" fill="none"/>
</svg>"##;

/// A page of A4 with one large code.
const PAGE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297">
  <rect id="title-box" x="25" y="30" width="160" height="24" fill="none"/>
  <rect id="about-box" x="25" y="190" width="160" height="60" fill="none"/>
  <text data-slot="field:title" data-box="title-box" data-fit="wrap" data-valign="middle" data-min-size="6" text-anchor="middle" x="105" y="44" font-size="10" font-weight="700" fill="#12242f">Title</text>
  <rect data-slot="qr" x="55" y="70" width="100" height="100" fill="none"/>
  <text data-slot="field:about" data-box="about-box" data-fit="wrap" data-max-lines="6" data-min-size="4" text-anchor="middle" x="105" y="200" font-size="5.6" fill="#12242f">About</text>
</svg>"##;

/// A card of 60 by 80 mm, to be cut out.
const CARD: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="80mm" viewBox="0 0 60 80">
  <rect x="0.5" y="0.5" width="59" height="79" rx="3" fill="none" stroke="#cfc2aa" stroke-width="0.3"/>
  <rect id="title-box" x="4" y="4" width="52" height="13" fill="none"/>
  <rect id="about-box" x="4" y="67" width="52" height="10" fill="none"/>
  <text data-slot="field:title" data-box="title-box" data-fit="wrap" data-valign="middle" data-min-size="3" text-anchor="middle" x="30" y="12" font-size="5" font-weight="700" fill="#12242f">Title</text>
  <rect data-slot="qr" x="6" y="18" width="48" height="48" fill="none"/>
  <text data-slot="field:about" data-box="about-box" data-fit="wrap" data-valign="middle" data-min-size="2.4" text-anchor="middle" x="30" y="72" font-size="3.2" fill="#46545c">About</text>
</svg>"##;

static DESIGNS: LazyLock<Option<[Template; 3]>> = LazyLock::new(|| {
    let design = |svg: &str| Template::parse(svg.as_bytes()).ok();
    Some([design(ALONE)?, design(PAGE)?, design(CARD)?])
});

/// The code alone as SVG, with its quiet zone.
///
/// # Errors
/// [`DeskCodeError::NoDesign`].
pub fn code_svg(code: &str) -> Result<String, DeskCodeError> {
    let [alone, ..] = designs()?;
    Ok(fill(alone, &Content::new().qr(code), &Fonts::bundled()).to_svg())
}

/// One large code on a page of A4, as PDF.
///
/// # Errors
/// [`DeskCodeError::Render`] if a system font cannot be embedded.
pub fn code_page_pdf(code: &DeskCode) -> Result<Vec<u8>, DeskCodeError> {
    let [_, page, _] = designs()?;
    Ok(pdf_of(&[drawn(page, code, &Fonts::with_system())])?)
}

/// Cards to be cut out, nine on a page of A4, as PDF.
///
/// # Errors
/// [`DeskCodeError::Render`] for no card at all, or if a system font cannot be embedded.
pub fn code_cards_pdf(codes: &[DeskCode]) -> Result<Vec<u8>, DeskCodeError> {
    let [.., card] = designs()?;
    let fonts = Fonts::with_system();
    let cards: Vec<Badge> = codes.iter().map(|code| drawn(card, code, &fonts)).collect();
    let sheet = Sheet {
        page: Size::mm(210.0, 297.0),
        place: Size::mm(60.0, 80.0),
        columns: 3,
        rows: 3,
        margin: Size::mm(12.0, 20.0),
        gap: Size::mm(3.0, 8.0),
        folded: false,
    };
    Ok(sheet_pdf(&cards, &sheet, &badge::Setup::default())?)
}

fn designs() -> Result<&'static [Template; 3], DeskCodeError> {
    DESIGNS.as_ref().ok_or(DeskCodeError::NoDesign)
}

fn drawn(template: &Template, code: &DeskCode, fonts: &Fonts) -> Badge {
    let slot = |name: &str| Slot::Field(name.to_owned());
    let content = Content::new().text(slot("title"), &code.title).text(slot("about"), &code.about).qr(&code.code);
    fill(template, &content, fonts)
}
