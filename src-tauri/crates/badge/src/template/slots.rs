//! Slots as drawn: what their `data-` attributes say, and where usvg finds them.

use roxmltree::Node;
use usvg::Node as Drawn;

use super::check::place;
use super::error::TemplateError;
use super::{Condition, Paint, PictureSlot, TextSlot};
use crate::fonts::Cut;
use crate::text::{Align, Fit, Style, Vertical};
use crate::{Area, Colour, Slot};

/// The part of the largest size that a text shrinks to if the template does not say.
const SMALLEST: f32 = 0.6;
/// From baseline to baseline if the template does not say, in em.
const LEADING_EM: f32 = 1.15;

pub(super) fn bad(node: Node<'_, '_>, reason: impl Into<String>) -> TemplateError {
    TemplateError::BadSlot { place: place(node), reason: reason.into() }
}

/// The slot that an attribute's value names.
pub(super) fn named(node: Node<'_, '_>, name: &str) -> Result<Slot, TemplateError> {
    name.parse().map_err(|_| TemplateError::UnknownSlot { place: place(node), slot: name.to_owned() })
}

/// `data-if`: names that must have content, with `!` those that must have none.
pub(super) fn conditions(node: Node<'_, '_>) -> Result<Vec<Condition>, TemplateError> {
    let words = node.attribute("data-if").unwrap_or_default().split_ascii_whitespace();
    words
        .map(|word| {
            let (wanted, name) = word.strip_prefix('!').map_or((true, word), |name| (false, name));
            Ok(Condition { slot: named(node, name)?, wanted })
        })
        .collect()
}

/// `data-page`: the side that a group is printed on. One within another must say the same.
pub(super) fn side(node: Node<'_, '_>, around: Option<bool>) -> Result<Option<bool>, TemplateError> {
    let back = match node.attribute("data-page") {
        None => return Ok(around),
        Some("front") => false,
        Some("back") => true,
        Some(_) => return Err(bad(node, "data-page is \"front\" or \"back\"")),
    };
    if around.is_some_and(|around| around != back) {
        return Err(bad(node, "a group of one side stands in a group of the other"));
    }
    Ok(Some(back))
}

/// `data-slot-fill`: a colour that depends on the ticket type.
pub(super) fn slot_fill(node: Node<'_, '_>) -> Result<Option<SlotFill>, TemplateError> {
    match node.attribute("data-slot-fill") {
        None => Ok(None),
        Some("accent") => Ok(Some(SlotFill::Accent)),
        Some("on-accent") => Ok(Some(SlotFill::OnAccent)),
        Some("accent-ink") => Ok(Some(SlotFill::AccentInk)),
        Some(_) => Err(bad(node, "data-slot-fill is \"accent\", \"on-accent\" or \"accent-ink\"")),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum SlotFill {
    Accent,
    OnAccent,
    AccentInk,
}

impl SlotFill {
    pub(super) fn paint(self, drawn: Colour) -> Paint {
        match self {
            SlotFill::Accent => Paint::Accent(drawn),
            SlotFill::OnAccent => Paint::OnAccent(drawn),
            SlotFill::AccentInk => Paint::AccentInk(drawn),
        }
    }
}

/// Every `data-` attribute that a slot understands; others are most likely misspelt.
pub(super) fn check_names(node: Node<'_, '_>) -> Result<(), TemplateError> {
    const KNOWN: [&str; 11] = [
        "data-slot",
        "data-slot-fill",
        "data-if",
        "data-box",
        "data-fit",
        "data-min-size",
        "data-max-lines",
        "data-leading",
        "data-valign",
        "data-name",
        "data-page",
    ];
    let unknown = node.attributes().find(|at| at.name().starts_with("data-") && !KNOWN.contains(&at.name()));
    unknown.map_or(Ok(()), |at| Err(bad(node, format!("the attribute {} is not known", at.name()))))
}

/// A text slot from its element, the drawing of it, and its box.
pub(super) fn text(
    node: Node<'_, '_>,
    slot: Slot,
    drawn: Option<&Drawn>,
    area: Area,
) -> Result<TextSlot, TemplateError> {
    let Some(Drawn::Text(sample)) = drawn else {
        return Err(bad(node, "the text is hidden, empty, or drawn with an effect; it needs a sample text"));
    };
    let (scale, turned) = upright_scale(sample.abs_transform())
        .ok_or_else(|| bad(node, "a text slot can be turned by 180 degrees only, and not be skewed or mirrored"))?;
    let chunk = sample.chunks().first();
    let span = chunk.and_then(|chunk| chunk.spans().first());
    let (Some(chunk), Some(span)) = (chunk, span) else { return Err(bad(node, "the text has no sample text")) };
    let font_size = span.font_size().get();
    let largest_mm = font_size * scale;
    let smallest = number(node, "data-min-size", 0.0, font_size)?.unwrap_or(font_size * SMALLEST);
    if smallest <= 0.0 {
        return Err(bad(node, "data-min-size must be more than nothing"));
    }
    let solid = span.fill().map(usvg::Fill::paint);
    let Some(usvg::Paint::Color(fill)) = solid else { return Err(bad(node, "a text slot needs one solid colour")) };
    let fill = Colour::rgb(fill.red, fill.green, fill.blue);
    let style = Style {
        cut: Cut { bold: span.font().weight() >= 600, italic: span.font().style() != usvg::FontStyle::Normal },
        largest_mm,
        smallest_mm: smallest * scale,
        spacing_em: span.letter_spacing() / font_size,
        leading_em: number(node, "data-leading", 0.8, 3.0)?.unwrap_or(LEADING_EM),
        max_lines: lines(node)?,
        fit: fit(node)?,
        align: match chunk.anchor() {
            usvg::TextAnchor::Start => Align::Left,
            usvg::TextAnchor::Middle => Align::Centre,
            usvg::TextAnchor::End => Align::Right,
        },
        vertical: vertical(node)?,
    };
    let paint = slot_fill(node)?.map_or(Paint::Fixed(fill), |kind| kind.paint(fill));
    Ok(TextSlot { slot, area, style, paint, turned })
}

/// A picture slot from its element and box.
pub(super) fn picture(slot: Slot, area: Area) -> PictureSlot {
    PictureSlot { slot, area }
}

/// The box that a rectangle draws, in millimetres.
pub(super) fn area(node: Node<'_, '_>, drawn: Option<&Drawn>) -> Result<Area, TemplateError> {
    let Some(Drawn::Path(path)) = drawn else {
        return Err(bad(node, "the box is hidden, has no size, or is drawn with an effect"));
    };
    upright_scale(path.abs_transform())
        .ok_or_else(|| bad(node, "a box cannot be turned, skewed or mirrored, except by 180 degrees"))?;
    let around = path.abs_bounding_box();
    Ok(Area::mm(around.x(), around.y(), around.width(), around.height()))
}

/// The scale of a transform that only moves and scales, in both directions alike, and whether it turns upside down.
fn upright_scale(transform: usvg::Transform) -> Option<(f32, bool)> {
    let alike = (transform.sx - transform.sy).abs() <= transform.sx.abs() * 0.02;
    let upright = transform.kx.abs() < 1e-4 && transform.ky.abs() < 1e-4 && transform.sx != 0.0;
    (alike && upright).then_some((transform.sx.abs(), transform.sx < 0.0))
}

fn fit(node: Node<'_, '_>) -> Result<Fit, TemplateError> {
    match node.attribute("data-fit") {
        None | Some("shrink") => Ok(Fit::Shrink),
        Some("wrap") => Ok(Fit::Wrap),
        Some("lines") => Ok(Fit::Lines),
        Some(_) => Err(bad(node, "data-fit is \"shrink\", \"wrap\" or \"lines\"")),
    }
}

fn vertical(node: Node<'_, '_>) -> Result<Vertical, TemplateError> {
    match node.attribute("data-valign") {
        None | Some("top") => Ok(Vertical::Top),
        Some("middle") => Ok(Vertical::Middle),
        Some("bottom") => Ok(Vertical::Bottom),
        Some(_) => Err(bad(node, "data-valign is \"top\", \"middle\" or \"bottom\"")),
    }
}

fn lines(node: Node<'_, '_>) -> Result<usize, TemplateError> {
    let fallback = if fit(node)? == Fit::Lines { 50 } else { 2 };
    let Some(value) = node.attribute("data-max-lines") else { return Ok(fallback) };
    let parsed = value.trim().parse().ok().filter(|lines| (1..=50).contains(lines));
    parsed.ok_or_else(|| bad(node, "data-max-lines is a whole number from 1 to 50"))
}

fn number(node: Node<'_, '_>, name: &str, low: f32, high: f32) -> Result<Option<f32>, TemplateError> {
    let Some(value) = node.attribute(name) else { return Ok(None) };
    let parsed = value.trim().parse::<f32>().ok().filter(|number| (low..=high).contains(number));
    parsed.map(Some).ok_or_else(|| bad(node, format!("{name} is a number from {low} to {high}")))
}
