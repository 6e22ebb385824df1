//! One line of text to glyphs: direction, choice of font letter by letter, kerning and joining.

use std::ops::Range;
use std::sync::Arc;

use rustybuzz::ttf_parser::GlyphId;
use unicode_bidi::BidiInfo;
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use crate::fonts::{Cut, Face, Fonts};

/// A glyph in its run. Distances are in em, upwards positive.
#[derive(Clone, Debug)]
pub(crate) struct Glyph {
    pub(crate) id: u16,
    pub(crate) advance: f32,
    pub(crate) dx: f32,
    pub(crate) dy: f32,
    /// The bytes of the line's text that the glyph stands for.
    pub(crate) range: Range<usize>,
}

/// Neighbouring glyphs of one face in one direction, from left to right as drawn.
#[derive(Clone)]
pub(crate) struct Run {
    pub(crate) face: Arc<Face>,
    pub(crate) glyphs: Vec<Glyph>,
    /// Where the run begins, in em from the left edge of the line.
    pub(crate) start: f32,
}

/// A shaped line: its text in logical order, its runs in the order drawn.
#[derive(Clone, Default)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) runs: Vec<Run>,
    /// The sum of the advances, in em.
    pub(crate) width: f32,
    /// Whether the line as a whole reads from right to left.
    pub(crate) right_to_left: bool,
    /// Letters that no font has.
    pub(crate) missing: Vec<char>,
}

/// The extent of ink around a line's origin, in em, downwards positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ink {
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
}

/// Shapes one line. The base direction is that of the first letter that has one.
pub(crate) fn shape(text: &str, cut: Cut, spacing_em: f32, fonts: &Fonts) -> Arc<Line> {
    fonts.line(text, cut, spacing_em, || shape_anew(text, cut, spacing_em, fonts))
}

fn shape_anew(text: &str, cut: Cut, spacing_em: f32, fonts: &Fonts) -> Line {
    let mut line = Line { text: text.to_owned(), ..Line::default() };
    let bidi = BidiInfo::new(text, None);
    for paragraph in &bidi.paragraphs {
        line.right_to_left |= paragraph.level.is_rtl();
        let (levels, ranges) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for range in ranges {
            let right_to_left = levels.get(range.start).is_some_and(|level| level.is_rtl());
            let mut pieces = split(text, range, cut, fonts, &mut line.missing);
            if right_to_left {
                pieces.reverse();
            }
            for piece in pieces {
                let run = shape_piece(text, &piece, right_to_left, spacing_em, line.width);
                line.width += run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>();
                line.runs.push(run);
            }
        }
    }
    line
}

impl Line {
    /// For every byte of the text, and its end, the sum of the advances of what stands before it, in em.
    pub(crate) fn widths(&self) -> Vec<f32> {
        let mut widths = vec![0.0; self.text.len() + 1];
        for glyph in self.runs.iter().flat_map(|run| &run.glyphs) {
            if let Some(after) = widths.get_mut(glyph.range.end) {
                *after += glyph.advance;
            }
        }
        let mut sum = 0.0;
        for width in &mut widths {
            sum += *width;
            *width = sum;
        }
        widths
    }

    /// Where the ink is, or `None` if there is none (spaces).
    pub(crate) fn ink(&self) -> Option<Ink> {
        let mut ink: Option<Ink> = None;
        for run in &self.runs {
            let mut x = run.start;
            for glyph in &run.glyphs {
                if let Some(around) = glyph_ink(run, glyph, x) {
                    ink = Some(ink.map_or(around, |so_far| so_far.and(around)));
                }
                x += glyph.advance;
            }
        }
        ink
    }
}

impl Ink {
    fn and(self, other: Ink) -> Ink {
        Ink {
            left: self.left.min(other.left),
            right: self.right.max(other.right),
            top: self.top.min(other.top),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

fn glyph_ink(run: &Run, glyph: &Glyph, x: f32) -> Option<Ink> {
    let bounds = run.face.shaper.glyph_bounding_box(GlyphId(glyph.id))?;
    let em = |units: i16| f32::from(units) / run.face.units();
    Some(Ink {
        left: x + glyph.dx + em(bounds.x_min),
        right: x + glyph.dx + em(bounds.x_max),
        top: -glyph.dy - em(bounds.y_max),
        bottom: -glyph.dy - em(bounds.y_min),
    })
}

/// A stretch of text in one face and one script.
struct Piece {
    face: Arc<Face>,
    script: Script,
    range: Range<usize>,
}

fn split(text: &str, range: Range<usize>, cut: Cut, fonts: &Fonts, missing: &mut Vec<char>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, cluster) in text[range.clone()].grapheme_indices(true) {
        let here = range.start + at..range.start + at + cluster.len();
        let Some(face) = face_of(cluster, cut, fonts, missing) else { continue };
        let script = cluster.chars().map(|letter| letter.script()).find(is_real).unwrap_or(Script::Common);
        match pieces.last_mut() {
            Some(last) if Arc::ptr_eq(&last.face, &face) && same_script(last.script, script) => {
                last.range.end = here.end;
                if last.script == Script::Common {
                    last.script = script;
                }
            }
            _ => pieces.push(Piece { face, script, range: here }),
        }
    }
    pieces
}

fn is_real(script: &Script) -> bool {
    !matches!(script, Script::Common | Script::Inherited | Script::Unknown)
}

fn same_script(a: Script, b: Script) -> bool {
    a == b || a == Script::Common || b == Script::Common
}

/// The face for one cluster. What no font has is noted, and drawn with the bundled font's sign for it.
fn face_of(cluster: &str, cut: Cut, fonts: &Fonts, missing: &mut Vec<char>) -> Option<Arc<Face>> {
    let letters: Vec<char> = cluster.chars().filter(|letter| !is_invisible(*letter)).collect();
    if let Some(face) = fonts.covering(&letters, cut) {
        return Some(face);
    }
    let primary = fonts.primary(cut)?;
    for letter in letters.into_iter().filter(|letter| !primary.has(*letter)) {
        if !missing.contains(&letter) {
            missing.push(letter);
        }
    }
    Some(Arc::clone(primary))
}

/// Letters that are never seen by themselves: joiners, variation selectors, marks of direction.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

fn shape_piece(text: &str, piece: &Piece, right_to_left: bool, spacing_em: f32, start: f32) -> Run {
    let shaped = piece.face.shape(&text[piece.range.clone()], right_to_left, rustybuzz_script(piece.script));
    let ranges = cluster_ranges(&shaped, &piece.range);
    let units = piece.face.units();
    let em = |units_of_font: i32| {
        #[expect(clippy::cast_precision_loss, reason = "advances are a few thousand units at most")]
        let value = units_of_font as f32;
        value / units
    };
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(ranges.len());
    for ((info, position), range) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()).zip(ranges) {
        glyphs.push(Glyph {
            // OpenType numbers glyphs with 16 bits; 0 is the sign for a missing glyph.
            id: u16::try_from(info.glyph_id).unwrap_or(0),
            advance: em(position.x_advance),
            dx: em(position.x_offset),
            dy: em(position.y_offset),
            range,
        });
    }
    if !right_to_left && spacing_em != 0.0 {
        space_out(&mut glyphs, spacing_em);
    }
    Run { face: Arc::clone(&piece.face), glyphs, start }
}

/// Adds letter-spacing behind the last glyph of every cluster.
fn space_out(glyphs: &mut [Glyph], spacing_em: f32) {
    let ends: Vec<bool> = (0..glyphs.len())
        .map(|at| glyphs.get(at + 1).is_none_or(|next| next.range.start != glyphs[at].range.start))
        .collect();
    for (glyph, end) in glyphs.iter_mut().zip(ends) {
        if end {
            glyph.advance += spacing_em;
        }
    }
}

fn rustybuzz_script(script: Script) -> Option<rustybuzz::Script> {
    if !is_real(&script) {
        return None;
    }
    let name: [u8; 4] = script.short_name().as_bytes().try_into().ok()?;
    rustybuzz::Script::from_iso15924_tag(rustybuzz::ttf_parser::Tag::from_bytes(&name))
}

/// For every glyph the bytes of its cluster: from the cluster's first byte to the next cluster's.
fn cluster_ranges(shaped: &rustybuzz::GlyphBuffer, piece: &Range<usize>) -> Vec<Range<usize>> {
    let start_of = |info: &rustybuzz::GlyphInfo| piece.start + usize::try_from(info.cluster).unwrap_or(0);
    let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(start_of).collect();
    starts.sort_unstable();
    starts.dedup();
    let range_of = |info: &rustybuzz::GlyphInfo| {
        let start = start_of(info);
        let next = starts.partition_point(|other| *other <= start);
        start..starts.get(next).copied().unwrap_or(piece.end)
    };
    shaped.glyph_infos().iter().map(range_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kerning_counts() {
        let width = |text: &str| shape(text, Cut { bold: true, italic: false }, 0.0, &Fonts::bundled()).width;
        let (pair, apart) = (width("AV"), width("A") + width("V"));
        assert!(pair < apart - 0.01, "A and V move together: {pair} em, {apart} em apart");
    }

    #[test]
    fn widths_add_up() {
        for text in ["Åse Øst", "A\u{301}V", "office", "محمد"] {
            let line = shape(text, Cut::default(), 0.1, &Fonts::bundled());
            let last = line.widths().last().copied().unwrap_or_default();
            assert!((last - line.width).abs() < 1e-4, "{text} is as wide as its parts");
        }
    }
}
