//! Template and content to badge.

use std::sync::Arc;

use usvg::tiny_skia_path::{Path, PathBuilder, Transform};

use crate::badge::{Badge, Item, Shape, Text, Warning};
use crate::bars::{Bars, THINNEST_BAR};
use crate::draw::outline::add_line;
use crate::fonts::{Cut, Fonts};
use crate::picture::Picture;
use crate::qr::{Qr, SMALLEST_MODULE};
use crate::template::{Kind, Paint, Side, Template, TextSlot};
use crate::text::{lay_out, shape};
use crate::{Area, Colour, Content, Slot};

/// The colour of the word across a rehearsal's badge: dark enough to stay in one-bit output.
const REHEARSAL: Colour = Colour::rgb(0x5b, 0x3f, 0x10);

/// Fills a template. Never fails: what cannot be drawn as wished is drawn as well as possible and told in
/// [`Badge::warnings`].
#[must_use]
pub fn fill(template: &Template, content: &Content, fonts: &Fonts) -> Badge {
    let side = |side: &Side, is_front: bool| {
        let mut filling = Filling { content, fonts, items: Vec::new(), warnings: Vec::new() };
        for layer in &side.layers {
            if layer.conditions.iter().all(|condition| condition.holds(content)) {
                filling.add(&layer.kind);
            }
        }
        if !side.takes_rehearsal {
            filling.add_rehearsal(template);
        }
        if is_front {
            filling.add_mark(template, side);
        }
        // Codes come last, on a white ground of their own, so that nothing can lie upon them.
        filling.add_codes(side);
        Badge {
            size: template.size(),
            title: title(content),
            items: filling.items,
            warnings: filling.warnings,
            definitions: Arc::clone(&template.definitions),
            view_box: Arc::clone(&template.view_box),
            back: None,
        }
    };
    let mut badge = side(&template.front, true);
    badge.back = template.back.as_ref().map(|back| Box::new(side(back, false)));
    let of_back = badge.back.iter().flat_map(|back| &back.warnings).cloned().collect::<Vec<_>>();
    badge.warnings.extend(of_back);
    badge
}

struct Filling<'a> {
    content: &'a Content,
    fonts: &'a Fonts,
    items: Vec<Item>,
    warnings: Vec<Warning>,
}

impl Filling<'_> {
    fn add(&mut self, kind: &Kind) {
        match kind {
            Kind::Fixed(fixed) => self.items.push(Item::Fixed(Arc::clone(fixed))),
            Kind::Shape { path, paint, opacity } => {
                let colour = self.colour(*paint);
                self.items.push(Item::Shape(Shape { path: path.clone(), colour, opacity: *opacity, line_mm: None }));
            }
            Kind::Text(slot) => self.add_text(slot),
            Kind::Picture(slot) => {
                let Some(bytes) = self.content.picture_of(&slot.slot) else { return };
                match Picture::fitted(bytes, slot.area) {
                    Some(picture) => self.items.push(Item::Picture(Arc::new(picture))),
                    None => self.warnings.push(Warning::BadPicture { slot: slot.slot.clone() }),
                }
            }
        }
    }

    fn add_text(&mut self, slot: &TextSlot) {
        let Some(text) = self.content.text_of(&slot.slot) else { return };
        let laid = lay_out(text, &slot.area, &slot.style, self.fonts);
        let name = || slot.slot.clone();
        if laid.cut {
            self.warnings.push(Warning::Cut { slot: name() });
        }
        if laid.clip {
            self.warnings.push(Warning::Clipped { slot: name() });
        }
        if !laid.missing.is_empty() {
            self.warnings.push(Warning::MissingGlyph { slot: name(), chars: laid.missing });
        }
        self.items.push(Item::Text(Text {
            slot: name(),
            area: slot.area,
            size_mm: laid.size_mm,
            capital_em: self.fonts.primary(slot.style.cut).map_or(0.714, |face| face.capital()),
            bold: slot.style.cut.bold,
            italic: slot.style.cut.italic,
            spacing_em: slot.style.spacing_em,
            colour: self.colour(slot.paint),
            one_bit: self.one_bit(slot.paint),
            clip: laid.clip,
            turned: slot.turned,
            lines: laid.lines,
        }));
    }

    fn add_codes(&mut self, side: &Side) {
        let Some(text) = self.content.qr_text() else { return };
        match side.qr.map(|area| Qr::new(text, area)) {
            None => {}
            Some(None) => self.warnings.push(Warning::CodeTooLong),
            Some(Some(qr)) => {
                if qr.module_size() < SMALLEST_MODULE {
                    self.warnings.push(Warning::SmallModules { module: qr.module_size() });
                }
                self.items.push(Item::Qr(Arc::new(qr)));
            }
        }
        match side.bars.map(|area| Bars::new(text, area)) {
            None => {}
            Some(None) => self.warnings.push(Warning::CodeTooLong),
            Some(Some(bars)) => {
                if bars.module_size() < THINNEST_BAR {
                    self.warnings.push(Warning::ThinBars { module: bars.module_size() });
                }
                self.items.push(Item::Bars(Arc::new(bars)));
            }
        }
    }

    /// The mark of a badge that is not the first of its person: black on white, so that it is seen on every ground.
    fn add_mark(&mut self, template: &Template, side: &Side) {
        let Some(number) = self.content.reprint_number() else { return };
        let (width, height) = (template.size().width.as_mm(), template.size().height.as_mm());
        let is_of_codes = |area: &Area| [side.qr, side.bars].into_iter().flatten().any(|code| code.overlaps(area));
        let is_of_texts = |area: &Area| {
            let mut inks =
                self.items.iter().filter_map(|item| if let Item::Text(text) = item { text.ink() } else { None });
            inks.any(|ink| ink.overlaps(area))
        };
        let places = mark_places(width, height);
        // With nothing in it; else one in which the mark covers no code.
        let free = places.iter().find(|area| !is_of_codes(area) && !is_of_texts(area));
        let Some(area) = free.or_else(|| places.iter().find(|area| !is_of_codes(area))) else { return };
        let (x, y) = (area.x() + area.w() / 2.0, area.y() + area.h() / 2.0);
        let disc = |radius: f32| PathBuilder::from_circle(x, y, radius);
        let mut put = |path: Option<Path>, colour| {
            let path = path.map(|path| Shape { path, colour, opacity: 1.0, line_mm: None });
            self.items.extend(path.map(Item::Shape));
        };
        put(disc(MARK_MM / 2.0), Colour::WHITE);
        put(disc(MARK_MM / 2.0 - MARK_EDGE_MM), Colour::BLACK);
        put(digit(number, x, y, self.fonts), Colour::WHITE);
    }

    /// The word of a rehearsal in outline from corner to corner, for templates that have no slot for it.
    fn add_rehearsal(&mut self, template: &Template) {
        const LINE_MM: f32 = 0.3;
        let Some(word) = self.content.text_of(&Slot::Rehearsal) else { return };
        let (width, height) = (template.size().width.as_mm(), template.size().height.as_mm());
        if let Some(path) = diagonal(word, width, height, self.fonts) {
            let shape = Shape { path, colour: REHEARSAL, opacity: 1.0, line_mm: Some(LINE_MM) };
            self.items.push(Item::Shape(shape));
        }
    }

    fn colour(&self, paint: Paint) -> Colour {
        match (paint, self.content.accent_colour()) {
            (Paint::Fixed(colour), _) => colour,
            (Paint::Accent(colour) | Paint::OnAccent(colour) | Paint::AccentInk(colour), None) => colour,
            (Paint::Accent(_), Some(accent)) => accent,
            (Paint::OnAccent(_), Some(accent)) => accent.text_on_it(),
            (Paint::AccentInk(_), Some(accent)) => accent.as_ink(),
        }
    }

    /// The colour where there is only black and white: what stands on the colour of the ticket type must not become
    /// what that becomes.
    fn one_bit(&self, paint: Paint) -> Colour {
        match (paint, self.content.accent_colour()) {
            (Paint::OnAccent(_), Some(accent)) if accent.is_dark() => Colour::WHITE,
            (Paint::OnAccent(_), Some(_)) => Colour::BLACK,
            _ => self.colour(paint),
        }
    }
}

/// The mark of a reprint across, with its white edge.
const MARK_MM: f32 = 4.0;
const MARK_EDGE_MM: f32 = 0.3;
/// How far it stays from the edges of the badge, where many printers cannot print.
const MARK_FROM_EDGE_MM: f32 = 1.5;

/// Where the mark may be, the likeliest to be empty first: the corners, then along the edges.
fn mark_places(width: f32, height: f32) -> Vec<Area> {
    const STEP_MM: f32 = 2.0;
    let near = MARK_FROM_EDGE_MM;
    let (right, bottom) = (width - near - MARK_MM, height - near - MARK_MM);
    let along = |to: f32| std::iter::successors(Some(to), |at| Some(at - STEP_MM)).take_while(move |at| *at >= near);
    let corners = [(right, bottom), (near, bottom), (right, near), (near, near)].into_iter();
    let sides = along(bottom).flat_map(|y| [(right, y), (near, y)]);
    let ends = along(right).flat_map(|x| [(x, bottom), (x, near)]);
    corners.chain(sides).chain(ends).map(|(x, y)| Area::mm(x, y, MARK_MM, MARK_MM)).collect()
}

/// A number of one digit around a point; more than nine are nine.
fn digit(number: u32, x: f32, y: f32, fonts: &Fonts) -> Option<Path> {
    const SIZE_MM: f32 = 3.0;
    let line = shape(&number.min(9).to_string(), Cut { bold: true, italic: false }, 0.0, fonts);
    let mut outline = PathBuilder::new();
    // Digits are as high as capitals: 0.714 em.
    add_line(&mut outline, &line, x - line.width * SIZE_MM / 2.0, y + SIZE_MM * 0.357, SIZE_MM);
    outline.finish()
}

/// A word along the rising diagonal, three quarters as long as it.
fn diagonal(word: &str, width: f32, height: f32, fonts: &Fonts) -> Option<Path> {
    let line = shape(word, Cut { bold: true, italic: false }, 0.0, fonts);
    let length = width.hypot(height);
    let size_mm = (0.75 * length / line.width.max(0.1)).min(0.4 * width.min(height));
    let mut outline = PathBuilder::new();
    add_line(&mut outline, &line, -line.width * size_mm / 2.0, size_mm * 0.357, size_mm);
    let turn = Transform::from_rotate(-height.atan2(width).to_degrees()).post_translate(width / 2.0, height / 2.0);
    outline.finish()?.transform(turn)
}

fn title(content: &Content) -> String {
    let parts = [&Slot::GivenName, &Slot::FamilyName].map(|slot| content.text_of(slot).unwrap_or_default());
    let whole = content.text_of(&Slot::Name).map(str::to_owned);
    whole.unwrap_or_else(|| parts.join(" ").trim().to_owned())
}
