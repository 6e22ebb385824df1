//! Typefaces in a document: which glyphs are used, what they stand for, and their subsets at the end.

use std::collections::HashMap;
use std::sync::Arc;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Finish, Name, Pdf, Rect, Ref, Str};
use rustybuzz::ttf_parser::{GlyphId, Tag};
use subsetter::GlyphRemapper;

use super::pressed;
use crate::RenderError;
use crate::fonts::Face;

const IDENTITY: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// The typefaces of one document.
#[derive(Default)]
pub(crate) struct Typefaces {
    used: Vec<Used>,
    places: HashMap<usize, usize>,
}

/// A face and the glyphs taken from it, numbered anew.
struct Used {
    face: Arc<Face>,
    glyphs: GlyphRemapper,
    /// Advance of each new glyph, in thousandths of an em.
    widths: Vec<f32>,
    /// What each new glyph stands for, as said first.
    texts: Vec<Option<String>>,
}

impl Typefaces {
    /// The number of a face in this document.
    pub(crate) fn number(&mut self, face: &Arc<Face>) -> usize {
        // A face in use is kept, so that its address stays its own.
        *self.places.entry(Arc::as_ptr(face).addr()).or_insert_with(|| {
            let mut new =
                Used { face: Arc::clone(face), glyphs: GlyphRemapper::new(), widths: Vec::new(), texts: Vec::new() };
            new.take(0);
            self.used.push(new);
            self.used.len() - 1
        })
    }

    /// Takes a glyph into the document: its new number, its advance in thousandths of an em.
    pub(crate) fn glyph(&mut self, face: usize, glyph: u16) -> (u16, f32) {
        self.used[face].take(glyph)
    }

    /// Whether a reader that meets the glyph will take it for this text. The first text that a glyph is met with is
    /// what it stands for.
    pub(crate) fn stands_for(&mut self, face: usize, glyph: u16, text: &str) -> bool {
        let used = &mut self.used[face];
        let (new, _) = used.take(glyph);
        let known = &mut used.texts[usize::from(new)];
        match known {
            Some(known) => known == text,
            None => {
                *known = Some(text.to_owned());
                true
            }
        }
    }

    /// Writes the subsets. `refs` makes the numbers of objects; the fonts' own are given back in order.
    pub(crate) fn write(&self, pdf: &mut Pdf, mut refs: impl FnMut() -> Ref) -> Result<Vec<Ref>, RenderError> {
        self.used.iter().enumerate().map(|(nth, used)| used.write(pdf, nth, &mut refs)).collect()
    }
}

impl Used {
    fn take(&mut self, glyph: u16) -> (u16, f32) {
        let new = self.glyphs.remap(glyph);
        let at = usize::from(new);
        if at >= self.widths.len() {
            let advance = self.face.shaper.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0);
            self.widths.resize(at + 1, 0.0);
            self.texts.resize(at + 1, None);
            self.widths[at] = f32::from(advance) * 1000.0 / self.face.units();
        }
        (new, self.widths[at])
    }

    fn write(&self, pdf: &mut Pdf, nth: usize, refs: &mut impl FnMut() -> Ref) -> Result<Ref, RenderError> {
        let [font, cid, descriptor, unicode, file] = [refs(), refs(), refs(), refs(), refs()];
        let cannot = |why: &str| RenderError::Pdf(format!("{} cannot be embedded: {why}", self.face.family));
        let subset = subsetter::subset(self.face.bytes, self.face.index, &self.glyphs);
        let subset = subset.map_err(|error| cannot(&error.to_string()))?;
        let parsed = rustybuzz::ttf_parser::RawFace::parse(&subset, 0).map_err(|error| cannot(&error.to_string()))?;
        // Of a font with cubic outlines only their table is embedded.
        let cubic = parsed.table(Tag::from_bytes(b"CFF "));
        let name = self.name(nth);
        let name = Name(name.as_bytes());

        let mut type0 = pdf.type0_font(font);
        type0.base_font(name).encoding_predefined(Name(b"Identity-H")).descendant_font(cid).to_unicode(unicode);
        type0.finish();
        let mut cid_font = pdf.cid_font(cid);
        cid_font.subtype(if cubic.is_some() { CidFontType::Type0 } else { CidFontType::Type2 });
        cid_font.base_font(name).system_info(IDENTITY).font_descriptor(descriptor).default_width(0.0);
        if cubic.is_none() {
            cid_font.cid_to_gid_map_predefined(Name(b"Identity"));
        }
        cid_font.widths().consecutive(0, self.widths.iter().map(|width| (width * 10.0).round() / 10.0));
        cid_font.finish();

        let face = &self.face.shaper;
        let scaled = |units: i16| (f32::from(units) * 1000.0 / self.face.units()).round();
        let around = face.global_bounding_box();
        let mut about = pdf.font_descriptor(descriptor);
        let mut flags = FontFlags::SYMBOLIC;
        flags.set(FontFlags::ITALIC, face.is_italic());
        about.name(name).flags(flags);
        about.bbox(Rect::new(scaled(around.x_min), scaled(around.y_min), scaled(around.x_max), scaled(around.y_max)));
        about
            .italic_angle(face.italic_angle())
            .ascent(self.face.ascent() * 1000.0)
            .descent(-self.face.descent() * 1000.0);
        about.cap_height(self.face.capital() * 1000.0).stem_v(if face.is_bold() { 150.0 } else { 90.0 });
        if cubic.is_some() {
            about.font_file3(file);
        } else {
            about.font_file2(file);
        }
        about.finish();

        let mut map = UnicodeCmap::new(Name(b"Custom"), IDENTITY);
        for (glyph, text) in (0_u16..).zip(&self.texts) {
            if let Some(text) = text.as_deref().filter(|text| !text.is_empty()) {
                map.pair_with_multiple(glyph, text.chars());
            }
        }
        let map = pressed(&map.finish());
        pdf.cmap(unicode, &map).filter(pdf_writer::Filter::FlateDecode);
        let bytes = pressed(cubic.unwrap_or(&subset));
        let mut stream = pdf.stream(file, &bytes);
        stream.filter(pdf_writer::Filter::FlateDecode);
        if cubic.is_some() {
            stream.pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
        }
        Ok(font)
    }

    /// The name of a subset: six letters that differ within the document, then the face's own.
    fn name(&self, nth: usize) -> String {
        let names = self.face.shaper.names();
        let own = names.into_iter().find(|name| name.name_id == 6).and_then(|name| name.to_string());
        let own: String = own
            .unwrap_or_else(|| self.face.family.clone())
            .chars()
            .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
            .collect();
        let mut tag = [b'A'; 6];
        let mut rest = nth;
        for letter in tag.iter_mut().rev() {
            *letter += u8::try_from(rest % 26).unwrap_or(0);
            rest /= 26;
        }
        format!("{}+{own}", String::from_utf8_lossy(&tag))
    }
}
