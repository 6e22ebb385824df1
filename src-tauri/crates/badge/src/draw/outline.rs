//! Glyphs as outlines.

use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};
use usvg::tiny_skia_path::PathBuilder;

use crate::text::Line;

/// Adds the outlines of a line whose origin lies at the given point, in millimetres.
pub(crate) fn add_line(path: &mut PathBuilder, line: &Line, x_mm: f32, baseline_mm: f32, size_mm: f32) {
    for run in &line.runs {
        let scale = size_mm / run.face.units();
        let mut pen = x_mm + run.start * size_mm;
        for glyph in &run.glyphs {
            let (x, y) = (pen + glyph.dx * size_mm, baseline_mm - glyph.dy * size_mm);
            run.face.shaper.outline_glyph(GlyphId(glyph.id), &mut Outline { path, x, y, scale });
            pen += glyph.advance * size_mm;
        }
    }
}

/// Font units, upwards, to millimetres, downwards.
struct Outline<'a> {
    path: &'a mut PathBuilder,
    x: f32,
    y: f32,
    scale: f32,
}

impl Outline<'_> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Outline<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
