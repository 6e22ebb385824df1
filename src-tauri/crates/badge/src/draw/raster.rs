//! Dots: PNG and one-bit bitmaps.

use resvg::tiny_skia::{
    FillRule, FilterQuality, Mask, Paint, PathBuilder, Pixmap, PixmapPaint, PremultipliedColorU8, Rect, Stroke,
    Transform,
};

use crate::badge::{Item, Shape, Text};
use crate::picture::Picture;
use crate::qr::{Grid, Qr};
use crate::template::Fixed;
use crate::{Area, Badge, Bars, Bitmap, Colour, Dpi, Length, RenderError, Sheet};

use super::dither;

/// A picture of more dots than this is refused; A4 at 600 dpi has 35 million.
const MOST_DOTS: u64 = 100_000_000;

/// The badge as PNG.
pub(crate) fn png(badge: &Badge, dpi: Dpi) -> Result<Vec<u8>, RenderError> {
    encode(&draw(badge, dpi, false)?, dpi)
}

fn encode(pixmap: &Pixmap, dpi: Dpi) -> Result<Vec<u8>, RenderError> {
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

/// A sheet as a picture on screen: its badges, those of the places before `start` left out, and the edges of all places.
pub(crate) fn sheet_png(badges: &[Badge], sheet: &Sheet, start: usize, dpi: Dpi) -> Result<Vec<u8>, RenderError> {
    let edge = PremultipliedColorU8::from_rgba(0xcf, 0xc2, 0xaa, 0xff);
    let (width, height) = (sheet.page.width.as_dots(dpi).round(), sheet.page.height.as_dots(dpi).round());
    let (width, height) = (dots(width), dots(height));
    let mut page = Pixmap::new(width, height).ok_or(RenderError::TooLarge { width, height })?;
    page.fill(resvg::tiny_skia::Color::WHITE);
    for (badge, place) in badges.iter().zip(start..) {
        let (left, top) = sheet.spot_mm(badge.size(), place)?;
        let mut next = left;
        // A folded place shows the back beside the front.
        for side in badge.sides().take(if sheet.folded { 2 } else { 1 }) {
            let drawn = draw(side, dpi, false)?;
            let at = |mm: f32| whole(Length::mm(mm).as_dots(dpi).round());
            page.draw_pixmap(at(next), at(top), drawn.as_ref(), &PixmapPaint::default(), Transform::identity(), None);
            next += side.size().width.as_mm();
        }
    }
    for place in 0..sheet.places() {
        let area = sheet.area(place);
        let across = [area.x(), area.right()].map(|mm| dots(Length::mm(mm).as_dots(dpi).round()).min(width - 1));
        let down = [area.y(), area.bottom()].map(|mm| dots(Length::mm(mm).as_dots(dpi).round()).min(height - 1));
        let pixels = page.pixels_mut();
        let along_x = (across[0]..=across[1]).flat_map(|x| down.map(|y| (x, y)));
        let along_y = (down[0]..=down[1]).flat_map(|y| across.map(|x| (x, y)));
        if let Some(edge) = edge {
            for (x, y) in along_x.chain(along_y) {
                if let Some(dot) = pixels.get_mut(index(y, width) + index(x, 1)) {
                    *dot = edge;
                }
            }
        }
    }
    encode(&page, dpi)
}

/// The badge in black and white.
pub(crate) fn bitmap(badge: &Badge, dpi: Dpi) -> Result<Bitmap, RenderError> {
    let pixmap = draw(badge, dpi, true)?;
    let mut rows = Vec::with_capacity(pixmap.data().len() / DOTS_OF_A_BYTE + 1);
    for row in pixmap.data().chunks(index(4, pixmap.width()).max(1)) {
        let (whole, rest) = row.as_chunks::<DOTS_OF_A_BYTE>();
        // Most of a badge is paper.
        rows.extend(whole.iter().map(|dots| if *dots == [0xff; DOTS_OF_A_BYTE] { 0 } else { dark_dots(dots) }));
        if !rest.is_empty() {
            rows.push(dark_dots(rest));
        }
    }
    Ok(Bitmap::of_rows(pixmap.width(), pixmap.height(), rows))
}

/// So many bytes in colour, four a dot, are one byte in black and white.
const DOTS_OF_A_BYTE: usize = 32;

/// Up to eight dots as one byte, the first one highest.
fn dark_dots(dots: &[u8]) -> u8 {
    let (dots, _) = dots.as_chunks::<4>();
    let bits = dots
        .iter()
        .fold(0, |bits, [red, green, blue, _]| bits << 1 | u8::from(Colour::rgb(*red, *green, *blue).is_dark()));
    bits << (8 - dots.len())
}

/// Draws everything in order. Where only black and white follow, pictures are dithered as they are laid down, so that
/// whatever is drawn over them keeps its edges.
pub(crate) fn draw(badge: &Badge, dpi: Dpi, one_bit: bool) -> Result<Pixmap, RenderError> {
    let (width, height) = (dots(badge.size.width.as_dots(dpi).round()), dots(badge.size.height.as_dots(dpi).round()));
    let too_large = RenderError::TooLarge { width, height };
    if u64::from(width) * u64::from(height) > MOST_DOTS {
        return Err(too_large);
    }
    let mut canvas = Canvas { pixmap: Pixmap::new(width, height).ok_or(too_large)?, dpi, one_bit };
    canvas.pixmap.fill(resvg::tiny_skia::Color::WHITE);
    for item in &badge.items {
        match item {
            Item::Fixed(fixed) => canvas.fixed(fixed),
            Item::Shape(shape) => canvas.shape(shape),
            Item::Text(text) => canvas.text(text),
            Item::Picture(picture) => canvas.picture(picture),
            Item::Qr(qr) => canvas.qr(qr),
            Item::Bars(bars) => canvas.bars(bars),
        }
    }
    Ok(canvas.pixmap)
}

/// A fixed drawing as colours and opacities, not premultiplied, with its sides in dots.
pub(crate) fn of_tree(tree: &usvg::Tree, dpi: Dpi) -> Option<(Vec<u8>, u32, u32)> {
    let scale = dpi.dots_per_mm();
    let (width, height) = (dots((tree.size().width() * scale).round()), dots((tree.size().height() * scale).round()));
    if u64::from(width) * u64::from(height) > MOST_DOTS {
        return None;
    }
    let mut pixmap = Pixmap::new(width, height)?;
    resvg::render(tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let plain = pixmap.pixels().iter().flat_map(|dot| {
        let colour = dot.demultiply();
        [colour.red(), colour.green(), colour.blue(), colour.alpha()]
    });
    Some((plain.collect(), width, height))
}

struct Canvas {
    pixmap: Pixmap,
    dpi: Dpi,
    one_bit: bool,
}

impl Canvas {
    /// Millimetres to dots.
    fn scale(&self) -> Transform {
        let scale = self.dpi.dots_per_mm();
        Transform::from_scale(scale, scale)
    }

    fn fixed(&mut self, fixed: &Fixed) {
        if !(self.one_bit && fixed.has_picture) {
            resvg::render(&fixed.tree, self.scale(), &mut self.pixmap.as_mut());
            return;
        }
        self.dithered(|layer, scale| resvg::render(&fixed.tree, scale, &mut layer.as_mut()));
    }

    /// Draws on a layer of its own and lays it down in black and white.
    fn dithered(&mut self, draw: impl FnOnce(&mut Pixmap, Transform)) {
        let Some(mut layer) = Pixmap::new(self.pixmap.width(), self.pixmap.height()) else { return };
        draw(&mut layer, self.scale());
        dither::lay_down(&layer, &mut self.pixmap);
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
        let turn = if text.turned { half_turn(&text.area) } else { Transform::identity() };
        let colour = if self.one_bit { text.one_bit } else { text.colour };
        self.pixmap.fill_path(&path, &paint(colour), FillRule::Winding, self.scale().pre_concat(turn), mask.as_ref());
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
        if self.one_bit {
            self.dithered(|layer, _| layer.draw_pixmap(0, 0, source.as_ref(), &paint, place, None));
        } else {
            self.pixmap.draw_pixmap(0, 0, source.as_ref(), &paint, place, None);
        }
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

    /// Bars of whole dots, without smoothing; soft ones where a bar has less than a dot.
    fn bars(&mut self, bars: &Bars) {
        let area = bars.area();
        let mut ground = paint(Colour::WHITE);
        ground.anti_alias = false;
        if let Some(rect) = Rect::from_xywh(area.x(), area.y(), area.w(), area.h()) {
            self.pixmap.fill_rect(rect, &ground, self.scale(), None);
        }
        let Some(grid) = bars.grid(self.dpi) else {
            let mut path = PathBuilder::new();
            super::each_bar_rect(bars, |x, y, w, h| push(&mut path, x, y, w, h));
            if let Some(path) = path.finish() {
                self.pixmap.fill_path(&path, &paint(Colour::BLACK), FillRule::Winding, self.scale(), None);
            }
            return;
        };
        let width = self.pixmap.width();
        let (top, bottom) =
            (dots(area.top.as_dots(self.dpi).round()), dots(Length::mm(area.bottom()).as_dots(self.dpi).round()));
        let black = resvg::tiny_skia::Color::BLACK.premultiply().to_color_u8();
        let pixels = self.pixmap.pixels_mut();
        for y in top..bottom {
            for (from, modules) in bars.bars() {
                let (left, right) = (grid.left + from * grid.dots, grid.left + (from + modules) * grid.dots);
                let row = index(y, width);
                if let Some(dots) = pixels.get_mut(row + index(left.min(width), 1)..row + index(right.min(width), 1)) {
                    dots.fill(black);
                }
            }
        }
    }

    /// A picture of the code where a module has less than a dot: small previews, not to be scanned.
    fn soft_modules(&mut self, qr: &Qr) {
        let mut path = PathBuilder::new();
        super::each_module_rect(qr, |x, y, w, h| push(&mut path, x, y, w, h));
        if let Some(path) = path.finish() {
            self.pixmap.fill_path(&path, &paint(Colour::BLACK), FillRule::Winding, self.scale(), None);
        }
    }
}

fn push(path: &mut PathBuilder, x: f32, y: f32, w: f32, h: f32) {
    if let Some(rect) = Rect::from_xywh(x, y, w, h) {
        path.push_rect(rect);
    }
}

/// Upside down around the middle of an area.
fn half_turn(area: &Area) -> Transform {
    Transform::from_row(-1.0, 0.0, 0.0, -1.0, area.x() + area.right(), area.y() + area.bottom())
}

fn paint(colour: Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(colour.red, colour.green, colour.blue, 255);
    paint
}

fn whole(number: f32) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped before")]
    let whole = number.clamp(-65535.0, 65535.0) as i32;
    whole
}

fn index(row: u32, width: u32) -> usize {
    usize::try_from(u64::from(row) * u64::from(width)).unwrap_or(usize::MAX)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range of u16 before")]
fn dots(number: f32) -> u32 {
    u32::from(number.clamp(1.0, 65535.0) as u16)
}
