//! Dots: PNG and one-bit bitmaps.

use resvg::tiny_skia::{
    FillRule, FilterQuality, Mask, Paint, PathBuilder, Pixmap, PixmapPaint, PremultipliedColorU8, Rect, Stroke,
    Transform,
};

use crate::badge::{Item, Shape, Text};
use crate::picture::Picture;
use crate::qr::{Grid, Qr};
use crate::{Area, Badge, Bitmap, Colour, Dpi, RenderError};

/// A picture of more dots than this is refused; A4 at 600 dpi has 35 million.
const MOST_DOTS: u64 = 100_000_000;

/// The badge as PNG.
pub(crate) fn png(badge: &Badge, dpi: Dpi) -> Result<Vec<u8>, RenderError> {
    let pixmap = draw(badge, dpi)?;
    let rgb: Vec<u8> = pixmap.pixels().iter().flat_map(|dot| [dot.red(), dot.green(), dot.blue()]).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let per_metre = u32::from(dpi.get()) * 10_000 / 254;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter }));
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&rgb)?;
    writer.finish()?;
    Ok(bytes)
}

/// The badge in black and white.
pub(crate) fn bitmap(badge: &Badge, dpi: Dpi) -> Result<Bitmap, RenderError> {
    let pixmap = draw(badge, dpi)?;
    let mut bitmap = Bitmap::white(pixmap.width(), pixmap.height());
    let mut pixels = pixmap.pixels().iter();
    for y in 0..pixmap.height() {
        for x in 0..pixmap.width() {
            if pixels.next().is_some_and(is_dark) {
                bitmap.set_black(x, y);
            }
        }
    }
    Ok(bitmap)
}

/// Darker than the middle between black and white (ITU-R BT.601 weights).
fn is_dark(dot: &PremultipliedColorU8) -> bool {
    let luma = 299 * u32::from(dot.red()) + 587 * u32::from(dot.green()) + 114 * u32::from(dot.blue());
    luma < 128_000
}

fn draw(badge: &Badge, dpi: Dpi) -> Result<Pixmap, RenderError> {
    let (width, height) = (dots(badge.size.width.as_dots(dpi).round()), dots(badge.size.height.as_dots(dpi).round()));
    let too_large = RenderError::TooLarge { width, height };
    if u64::from(width) * u64::from(height) > MOST_DOTS {
        return Err(too_large);
    }
    let mut canvas = Canvas { pixmap: Pixmap::new(width, height).ok_or(too_large)?, dpi };
    canvas.pixmap.fill(resvg::tiny_skia::Color::WHITE);
    for item in &badge.items {
        match item {
            Item::Fixed(fixed) => resvg::render(&fixed.tree, canvas.scale(), &mut canvas.pixmap.as_mut()),
            Item::Shape(shape) => canvas.shape(shape),
            Item::Text(text) => canvas.text(text),
            Item::Picture(picture) => canvas.picture(picture),
            Item::Qr(qr) => canvas.qr(qr),
        }
    }
    Ok(canvas.pixmap)
}

struct Canvas {
    pixmap: Pixmap,
    dpi: Dpi,
}

impl Canvas {
    /// Millimetres to dots.
    fn scale(&self) -> Transform {
        let scale = self.dpi.dots_per_mm();
        Transform::from_scale(scale, scale)
    }

    fn shape(&mut self, shape: &Shape) {
        let mut paint = paint(shape.colour);
        if let Paint { shader: resvg::tiny_skia::Shader::SolidColor(colour), .. } = &mut paint {
            colour.set_alpha(shape.opacity);
        }
        let scale = self.scale();
        match shape.line_mm {
            Some(width) => {
                let stroke = Stroke { width, ..Stroke::default() };
                self.pixmap.stroke_path(&shape.path, &paint, &stroke, scale, None);
            }
            None => self.pixmap.fill_path(&shape.path, &paint, FillRule::Winding, scale, None),
        }
    }

    fn text(&mut self, text: &Text) {
        let mut path = PathBuilder::new();
        for placed in &text.lines {
            super::outline::add_line(&mut path, &placed.line, placed.x_mm, placed.baseline_mm, text.size_mm);
        }
        let Some(path) = path.finish() else { return };
        let mask = if text.clip { self.mask(&text.area) } else { None };
        self.pixmap.fill_path(&path, &paint(text.colour), FillRule::Winding, self.scale(), mask.as_ref());
    }

    fn mask(&self, area: &Area) -> Option<Mask> {
        let mut mask = Mask::new(self.pixmap.width(), self.pixmap.height())?;
        let rect = Rect::from_xywh(area.x(), area.y(), area.w(), area.h())?;
        mask.fill_path(&PathBuilder::from_rect(rect), FillRule::Winding, true, self.scale());
        Some(mask)
    }

    fn picture(&mut self, picture: &Picture) {
        let mut premultiplied = Vec::with_capacity(picture.rgba.len());
        for dot in picture.rgba.chunks_exact(4) {
            let colour = resvg::tiny_skia::ColorU8::from_rgba(dot[0], dot[1], dot[2], dot[3]).premultiply();
            premultiplied.extend([colour.red(), colour.green(), colour.blue(), colour.alpha()]);
        }
        let size = resvg::tiny_skia::IntSize::from_wh(picture.width, picture.height);
        let Some(source) = size.and_then(|size| Pixmap::from_vec(premultiplied, size)) else { return };
        let factor = picture.area.w() / f32::from(u16::try_from(picture.width).unwrap_or(u16::MAX));
        let place = self.scale().pre_translate(picture.area.x(), picture.area.y()).pre_scale(factor, factor);
        let paint = PixmapPaint { quality: FilterQuality::Bicubic, ..PixmapPaint::default() };
        self.pixmap.draw_pixmap(0, 0, source.as_ref(), &paint, place, None);
    }

    fn qr(&mut self, qr: &Qr) {
        let area = qr.area();
        if let Some(rect) = Rect::from_xywh(area.x(), area.y(), area.w(), area.h()) {
            let mut ground = paint(Colour::WHITE);
            ground.anti_alias = false;
            self.pixmap.fill_rect(rect, &ground, self.scale(), None);
        }
        match qr.grid(self.dpi) {
            Some(grid) => self.modules(qr, grid),
            None => self.soft_modules(qr),
        }
    }

    /// Modules of whole dots, without smoothing.
    fn modules(&mut self, qr: &Qr, grid: Grid) {
        let width = self.pixmap.width();
        let black = resvg::tiny_skia::Color::BLACK.premultiply().to_color_u8();
        let pixels = self.pixmap.pixels_mut();
        for stretch in qr.stretches() {
            let at = |start: u32, modules: usize| start + u32::try_from(modules).unwrap_or(0) * grid.dots;
            let (left, right) = (at(grid.left, stretch.from), at(grid.left, stretch.from + stretch.columns));
            for y in at(grid.top, stretch.row)..at(grid.top, stretch.row + 1) {
                let row = index(y, width);
                let (from, to) = (row + index(left.min(width), 1), row + index(right.min(width), 1));
                if let Some(dots) = pixels.get_mut(from..to) {
                    dots.fill(black);
                }
            }
        }
    }

    /// A picture of the code where a module has less than a dot: small previews, not to be scanned.
    fn soft_modules(&mut self, qr: &Qr) {
        let mut path = PathBuilder::new();
        super::each_module_rect(qr, |x, y, w, h| {
            if let Some(rect) = Rect::from_xywh(x, y, w, h) {
                path.push_rect(rect);
            }
        });
        if let Some(path) = path.finish() {
            self.pixmap.fill_path(&path, &paint(Colour::BLACK), FillRule::Winding, self.scale(), None);
        }
    }
}

fn paint(colour: Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(colour.red, colour.green, colour.blue, 255);
    paint
}

fn index(row: u32, width: u32) -> usize {
    usize::try_from(u64::from(row) * u64::from(width)).unwrap_or(usize::MAX)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range of u16 before")]
fn dots(number: f32) -> u32 {
    u32::from(number.clamp(1.0, 65535.0) as u16)
}
