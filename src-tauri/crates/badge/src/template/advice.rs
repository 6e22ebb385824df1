//! What a lead should know about a design before a badge is printed: looked for on the drawing itself, not on names.

use resvg::tiny_skia::Pixmap;

use super::edit::{Draft, Part, PartKind};
use crate::badge::Item;
use crate::draw::raster;
use crate::qr::{Qr, SMALLEST_MODULE};
use crate::{Area, Badge, Colour, Content, Dpi, Fonts, Length, SetText, Slot, fill};

/// Names are read at two metres, in poor light: the contrast that WCAG 2.2 asks of the strictest.
const CONTRAST_OF_NAMES: f32 = 7.0;
/// Other texts are read in the hand (WCAG 2.2, 1.4.3).
const CONTRAST: f32 = 4.5;
/// This part of the ground behind a text may have less: a fine line across it takes nothing from it.
const FORGIVEN: f32 = 0.1;
/// How finely the ground is looked at: a dot is a quarter of a millimetre.
const GROUND_DPI: u32 = 102;
/// As long as our codes, and mixed as they are: it makes a code of the same version.
const SAMPLE_CODE: &str = "AK1C7K4W2M9XQ3HTR8V5BDFGJLN6P";

/// The printer that a design is looked at for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Press {
    /// No printer gets ink nearer to the edge than this.
    pub margin: Length,
    /// Its resolution.
    pub dpi: Dpi,
}

/// Something to be put right.
#[derive(Clone, Debug, PartialEq)]
pub enum Advice {
    /// Text or code reaches nearer to the edge than the printer prints.
    Outside {
        /// Which part.
        part: usize,
    },
    /// A part lies upon the code and is covered by it.
    UnderCode {
        /// Which part.
        part: usize,
    },
    /// The code's modules come out smaller than 0.33 mm on the printer.
    SmallModules {
        /// Which part.
        part: usize,
        /// A module in whole dots of the printer.
        module: Length,
    },
    /// A text stands out too little from what is behind it.
    LowContrast {
        /// Which part.
        part: usize,
        /// The ratio, 1 to 21.
        contrast: f32,
        /// What it should be at least.
        wanted: f32,
    },
    /// There is no code, so that the badge cannot be scanned.
    NoCode,
}

impl Advice {
    fn part(&self) -> Option<usize> {
        match self {
            Self::Outside { part }
            | Self::UnderCode { part }
            | Self::SmallModules { part, .. }
            | Self::LowContrast { part, .. } => Some(*part),
            Self::NoCode => None,
        }
    }
}

/// Looks at a design filled with each of `contents`, one for each colour and kind of person it is made for.
#[must_use]
pub fn advise(draft: &Draft, contents: &[Content], press: Press, fonts: &Fonts) -> Vec<Advice> {
    let mut advice = of_the_codes(draft, press);
    let inside = inside(draft, press.margin);
    for content in contents {
        let badge = fill(draft.template(), content, fonts);
        for (nth, side) in badge.sides().enumerate() {
            of_the_texts(draft, side, nth > 0, &inside, &mut advice);
        }
    }
    advice.sort_by_key(Advice::part);
    advice
}

fn of_the_texts(draft: &Draft, side: &Badge, back: bool, inside: &Area, advice: &mut Vec<Advice>) {
    let ground = ground(side);
    for text in side.texts() {
        let is_it =
            |part: &Part| part.back == back && part.kind == PartKind::Text(text.slot.clone()) && part.area == text.area;
        let (Some(part), Some(ink)) = (draft.parts().iter().position(is_it), text.ink) else { continue };
        if !inside.contains(&ink) {
            add(advice, Advice::Outside { part });
        }
        let wanted = if is_name(&text.slot) { CONTRAST_OF_NAMES } else { CONTRAST };
        let contrast = ground.as_ref().and_then(|ground| contrast(ground, &text, &ink));
        if let Some(contrast) = contrast.filter(|contrast| *contrast < wanted) {
            add(advice, Advice::LowContrast { part, contrast, wanted });
        }
    }
}

/// The worst of each kind for each part.
fn add(advice: &mut Vec<Advice>, new: Advice) {
    for old in advice.iter_mut() {
        match (old, &new) {
            (Advice::LowContrast { part, contrast, .. }, Advice::LowContrast { part: same, contrast: now, .. })
                if part == same =>
            {
                *contrast = contrast.min(*now);
                return;
            }
            (old, new) if old == new => return,
            _ => {}
        }
    }
    advice.push(new);
}

fn of_the_codes(draft: &Draft, press: Press) -> Vec<Advice> {
    let mut advice = Vec::new();
    if draft.parts().iter().all(|part| part.kind != PartKind::Code) {
        advice.push(Advice::NoCode);
    }
    for (at, part) in draft.parts().iter().enumerate() {
        if matches!(part.kind, PartKind::Code | PartKind::Bars) {
            of_a_code(draft, at, part, press, &mut advice);
        }
    }
    advice
}

fn of_a_code(draft: &Draft, code: usize, its: &Part, press: Press, advice: &mut Vec<Advice>) {
    let area = its.area;
    if let Some(qr) = Qr::new(SAMPLE_CODE, area).filter(|_| its.kind == PartKind::Code) {
        let dots = u16::try_from(qr.module_dots(press.dpi)).unwrap_or(u16::MAX);
        let module = Length::mm(f32::from(dots) / press.dpi.dots_per_mm());
        if module < SMALLEST_MODULE {
            advice.push(Advice::SmallModules { part: code, module });
        }
        let (left, top) = qr.origin_mm();
        let dark = Area::mm(left, top, 2.0 * (area.x() - left) + area.w(), 2.0 * (area.y() - top) + area.h());
        if !inside(draft, press.margin).contains(&dark) {
            advice.push(Advice::Outside { part: code });
        }
    }
    for (part, other) in draft.parts().iter().enumerate() {
        let matters = matches!(other.kind, PartKind::Text(_) | PartKind::Picture(_) | PartKind::Image);
        if matters && other.back == its.back && other.area.overlaps(&area) {
            add(advice, Advice::UnderCode { part });
        }
    }
}

/// What the printer reaches.
fn inside(draft: &Draft, margin: Length) -> Area {
    let (size, margin) = (draft.template().size(), margin.as_mm());
    Area::mm(margin, margin, size.width.as_mm() - 2.0 * margin, size.height.as_mm() - 2.0 * margin)
}

fn is_name(slot: &Slot) -> bool {
    matches!(slot, Slot::Name | Slot::GivenName | Slot::FamilyName)
}

/// The badge without its texts and its code.
fn ground(badge: &Badge) -> Option<Pixmap> {
    let mut ground = badge.clone();
    ground.items.retain(|item| !matches!(item, Item::Text(_) | Item::Qr(_) | Item::Bars(_)));
    raster::draw(&ground, Dpi::new(GROUND_DPI).ok()?, false).ok()
}

/// How far a text stands out from the ground behind it, but for the part that is forgiven.
fn contrast(ground: &Pixmap, text: &SetText, ink: &Area) -> Option<f32> {
    let dpi = Dpi::new(GROUND_DPI).ok()?;
    let dot = |mm: f32, most: u32| -> u32 {
        let dots = Length::mm(mm).as_dots(dpi).clamp(0.0, f32::from(u16::MAX));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to the range of u16 before"
        )]
        u32::from(dots as u16).min(most)
    };
    let (left, right) = (dot(ink.x(), ground.width()), dot(ink.right(), ground.width()));
    let (top, bottom) = (dot(ink.y(), ground.height()), dot(ink.bottom(), ground.height()));
    let mut ratios: Vec<f32> = Vec::new();
    for y in top..bottom {
        for x in left..right {
            let dot = ground.pixel(x, y)?;
            ratios.push(text.colour.contrast(Colour::rgb(dot.red(), dot.green(), dot.blue())));
        }
    }
    ratios.sort_by(f32::total_cmp);
    let forgiven = ratios.len().checked_sub(1)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a short list")]
    let place = (forgiven as f32 * FORGIVEN) as usize;
    ratios.get(place).copied()
}
