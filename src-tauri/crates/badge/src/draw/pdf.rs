//! PDF: vectors and real text, one page a badge or several badges on a sheet.

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Size as PdfSize, Transform};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use krilla_svg::{SurfaceExt, SvgSettings};
use usvg::tiny_skia_path::PathSegment;

use crate::badge::{Item, Shape, Text};
use crate::picture::Picture;
use crate::qr::Qr;
use crate::text::Run;
use crate::{Area, Badge, Colour, Length, RenderError, Sheet, Size};

/// Each badge on a page of its own size.
pub(crate) fn one_a_page(badges: &[Badge]) -> Result<Vec<u8>, RenderError> {
    let mut document = document(badges)?;
    for badge in badges {
        let mut page = document.start_page_with(page_of(badge.size)?);
        let mut surface = page.surface();
        draw(&mut surface, badge, 0.0, 0.0);
        surface.finish();
        page.finish();
    }
    finish(document)
}

/// Badges in the places of sheets, one sheet after the other.
pub(crate) fn on_sheets(badges: &[Badge], sheet: &Sheet) -> Result<Vec<u8>, RenderError> {
    let mut document = document(badges)?;
    for badges in badges.chunks(sheet.places()) {
        let mut page = document.start_page_with(page_of(sheet.page)?);
        let mut surface = page.surface();
        for (place, badge) in badges.iter().enumerate() {
            let (left, top) = sheet.corner_mm(place);
            let (free_x, free_y) = free(badge.size, sheet.place)?;
            draw(&mut surface, badge, left + free_x / 2.0, top + free_y / 2.0);
        }
        surface.finish();
        page.finish();
    }
    finish(document)
}

/// What a place leaves free around a badge, in millimetres.
fn free(badge: Size, place: Size) -> Result<(f32, f32), RenderError> {
    /// Sides drawn in other units may be off by this much.
    const SLACK_MM: f32 = 0.05;
    let across = place.width.as_mm() - badge.width.as_mm();
    let down = place.height.as_mm() - badge.height.as_mm();
    let fits = across >= -SLACK_MM && down >= -SLACK_MM;
    fits.then_some((across, down)).ok_or(RenderError::DoesNotFit { badge, place })
}

/// A document without dates, so that the same badges give the same bytes.
fn document(badges: &[Badge]) -> Result<Document, RenderError> {
    let first = badges.first().ok_or(RenderError::NoBadges)?;
    let mut document = Document::new_with(SerializeSettings { xmp_metadata: false, ..SerializeSettings::default() });
    let title = if badges.len() == 1 { first.title.clone() } else { String::new() };
    document.set_metadata(Metadata::new().title(title).creator("Ankomst".to_owned()));
    Ok(document)
}

fn finish(document: Document) -> Result<Vec<u8>, RenderError> {
    document.finish().map_err(|error| RenderError::Pdf(reason(&error)))
}

/// What krilla says, without the data it says it about.
fn reason(error: &krilla::error::KrillaError) -> String {
    match error {
        krilla::error::KrillaError::Font(_, reason) => format!("a font cannot be embedded: {reason}"),
        other => other.to_string(),
    }
}

fn page_of(size: Size) -> Result<PageSettings, RenderError> {
    PageSettings::from_wh(size.width.as_pt(), size.height.as_pt())
        .ok_or_else(|| RenderError::Pdf("the page has no size".to_owned()))
}

/// Draws a badge with its corner at a point of the page, in millimetres.
fn draw(surface: &mut Surface<'_>, badge: &Badge, left_mm: f32, top_mm: f32) {
    let pt = Length::mm(1.0).as_pt();
    surface.push_transform(&Transform::from_row(pt, 0.0, 0.0, pt, left_mm * pt, top_mm * pt));
    let clip = clipped(surface, &Area { left: Length::ZERO, top: Length::ZERO, size: badge.size });
    for item in &badge.items {
        match item {
            Item::Fixed(fixed) => {
                let size = fixed.tree.size();
                if let Some(size) = PdfSize::from_wh(size.width(), size.height()) {
                    // `None` would mean an empty drawing.
                    let _ = surface.draw_svg(&fixed.tree, size, SvgSettings::default());
                }
            }
            Item::Shape(shape) => draw_shape(surface, shape),
            Item::Text(text) => draw_text(surface, text),
            Item::Picture(picture) => draw_picture(surface, picture),
            Item::Qr(qr) => draw_qr(surface, qr),
        }
    }
    if clip {
        surface.pop();
    }
    surface.pop();
}

fn draw_shape(surface: &mut Surface<'_>, shape: &Shape) {
    let mut path = PathBuilder::new();
    for segment in shape.path.segments() {
        match segment {
            PathSegment::MoveTo(to) => path.move_to(to.x, to.y),
            PathSegment::LineTo(to) => path.line_to(to.x, to.y),
            PathSegment::QuadTo(by, to) => path.quad_to(by.x, by.y, to.x, to.y),
            PathSegment::CubicTo(by, and, to) => path.cubic_to(by.x, by.y, and.x, and.y, to.x, to.y),
            PathSegment::Close => path.close(),
        }
    }
    let Some(path) = path.finish() else { return };
    let opacity = NormalizedF32::new(shape.opacity).unwrap_or(NormalizedF32::ONE);
    match shape.line_mm {
        Some(width) => {
            surface.set_fill(None);
            let paint = colour(shape.colour).into();
            surface.set_stroke(Some(Stroke { paint, width, opacity, ..Stroke::default() }));
        }
        None => {
            surface.set_stroke(None);
            surface.set_fill(Some(Fill { opacity, ..fill(shape.colour) }));
        }
    }
    surface.draw_path(&path);
}

fn draw_text(surface: &mut Surface<'_>, text: &Text) {
    surface.set_stroke(None);
    surface.set_fill(Some(fill(text.colour)));
    let clip = text.clip && clipped(surface, &text.area);
    for placed in &text.lines {
        for run in &placed.line.runs {
            let start = Point::from_xy(placed.x_mm + run.start * text.size_mm, placed.baseline_mm);
            surface.draw_glyphs(start, &glyphs(run), run.face.pdf.clone(), &placed.line.text, text.size_mm, false);
        }
    }
    if clip {
        surface.pop();
    }
}

fn glyphs(run: &Run) -> Vec<KrillaGlyph> {
    let glyph = |glyph: &crate::text::shape::Glyph| KrillaGlyph {
        glyph_id: GlyphId::new(u32::from(glyph.id)),
        text_range: glyph.range.clone(),
        x_advance: glyph.advance,
        x_offset: glyph.dx,
        y_offset: glyph.dy,
        y_advance: 0.0,
        location: None,
    };
    run.glyphs.iter().map(glyph).collect()
}

fn draw_picture(surface: &mut Surface<'_>, picture: &Picture) {
    let image = krilla::image::Image::from_rgba8(picture.rgba.clone(), picture.width, picture.height);
    if let Some(size) = PdfSize::from_wh(picture.area.w(), picture.area.h()) {
        surface.push_transform(&Transform::from_translate(picture.area.x(), picture.area.y()));
        surface.draw_image(image, size);
        surface.pop();
    }
}

fn draw_qr(surface: &mut Surface<'_>, qr: &Qr) {
    surface.set_stroke(None);
    if let Some(ground) = rectangle(&qr.area()) {
        surface.set_fill(Some(fill(Colour::WHITE)));
        surface.draw_path(&ground);
    }
    let mut modules = PathBuilder::new();
    super::each_module_rect(qr, |x, y, w, h| {
        if let Some(rect) = Rect::from_xywh(x, y, w, h) {
            modules.push_rect(rect);
        }
    });
    if let Some(modules) = modules.finish() {
        surface.set_fill(Some(fill(Colour::BLACK)));
        surface.draw_path(&modules);
    }
}

fn clipped(surface: &mut Surface<'_>, area: &Area) -> bool {
    let Some(path) = rectangle(area) else { return false };
    surface.push_clip_path(&path, &FillRule::NonZero);
    true
}

fn rectangle(area: &Area) -> Option<krilla::geom::Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(area.x(), area.y(), area.w(), area.h())?);
    path.finish()
}

fn fill(of: Colour) -> Fill {
    Fill { paint: colour(of).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn colour(colour: Colour) -> rgb::Color {
    rgb::Color::new(colour.red, colour.green, colour.blue)
}
