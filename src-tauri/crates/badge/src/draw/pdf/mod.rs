//! PDF: vectors and real text, one page a side of a badge or many badges on a sheet.
//!
//! Written page by page: a page is operators, pressed and forgotten, so that ten thousand badges take little more memory than
//! their file. What badges share (fixed drawing, pictures, typefaces) is written once. There are no dates and no random
//! numbers in it: the same badges give the same bytes.

mod content;
mod fixed;
mod typefaces;

use std::collections::{BTreeSet, HashMap};
use std::io::Write as _;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, TextStr};
use usvg::tiny_skia_path::Transform;

use crate::badge::{Item, Shape, Text};
use crate::picture::Picture;
use crate::qr::Qr;
use crate::template::Fixed;
use crate::text::Run;
use crate::{Area, Badge, Bars, Colour, Dpi, Length, RenderError, Size};
use content::Content;
use typefaces::Typefaces;

const CATALOGUE: i32 = 1;
const PAGES: i32 = 2;
const RESOURCES: i32 = 3;
const ABOUT: i32 = 4;
/// Dots per inch of fixed drawing that has no plain counterpart in PDF.
const FINE: u32 = 600;
/// Larger ones take more time than they save room.
const PRESSURE: u32 = 5;

/// Where a badge lies on a page.
#[derive(Clone, Copy)]
pub(crate) struct Spot {
    pub(crate) left_mm: f32,
    pub(crate) top_mm: f32,
    /// Upside down.
    pub(crate) turned: bool,
    /// How far its drawing reaches beyond its edges.
    pub(crate) bleed_mm: f32,
}

/// A line on a sheet, to cut or fold by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Guide {
    pub(crate) from_mm: (f32, f32),
    pub(crate) to_mm: (f32, f32),
    pub(crate) dashed: bool,
}

/// A document being written.
pub(crate) struct Writer {
    pdf: Pdf,
    title: String,
    /// The last number of an object.
    last: i32,
    pages: Vec<Ref>,
    typefaces: Typefaces,
    /// Fixed drawings by their address; they are kept, so that it stays theirs.
    forms: HashMap<usize, (Arc<Fixed>, String)>,
    /// Pictures by their bytes.
    pictures: HashMap<Vec<u8>, String>,
    /// Forms and pictures, `/X0` first.
    objects: Vec<Ref>,
    /// Opacities in hundredths.
    opacities: BTreeSet<u8>,
}

impl Writer {
    /// A document with the title of a badge, or none for several.
    pub(crate) fn new(title: &str) -> Writer {
        let mut pdf = Pdf::new();
        pdf.set_version(1, 7);
        Writer {
            pdf,
            title: title.to_owned(),
            last: ABOUT,
            pages: Vec::new(),
            typefaces: Typefaces::default(),
            forms: HashMap::new(),
            pictures: HashMap::new(),
            objects: Vec::new(),
            opacities: BTreeSet::new(),
        }
    }

    /// A page with some badges and lines on it.
    pub(crate) fn page(&mut self, size: Size, badges: &[(&Badge, Spot)], guides: &[Guide]) {
        let pt = Length::mm(1.0).as_pt();
        let mut content = Content::default();
        // From here on a unit is a millimetre, and downwards is more.
        content.transform(Transform::from_row(pt, 0.0, 0.0, -pt, 0.0, size.height.as_pt()));
        for (badge, spot) in badges {
            self.badge(&mut content, badge, *spot);
        }
        for guide in guides {
            content.save().stroke_colour(Colour::BLACK).op(&[0.09], "w");
            content.word(if guide.dashed { "[1 1] 0 d" } else { "[] 0 d" });
            content
                .op(&[guide.from_mm.0, guide.from_mm.1], "m")
                .op(&[guide.to_mm.0, guide.to_mm.1], "l")
                .word("S")
                .restore();
        }
        let stream = pressed(&content.into_bytes());
        let (page, contents) = (self.new_ref(), self.new_ref());
        self.pdf.stream(contents, &stream).filter(Filter::FlateDecode);
        let mut dictionary = self.pdf.page(page);
        dictionary.parent(Ref::new(PAGES)).contents(contents);
        dictionary.media_box(Rect::new(0.0, 0.0, thousandth(size.width.as_pt()), thousandth(size.height.as_pt())));
        dictionary.pair(Name(b"Resources"), Ref::new(RESOURCES));
        dictionary.finish();
        self.pages.push(page);
    }

    /// The bytes of the document.
    ///
    /// # Errors
    /// [`RenderError::NoBadges`] without a page, [`RenderError::Pdf`] if a system font cannot be embedded.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, RenderError> {
        if self.pages.is_empty() {
            return Err(RenderError::NoBadges);
        }
        let mut last = self.last;
        let fonts = self.typefaces.write(&mut self.pdf, || {
            last += 1;
            Ref::new(last)
        })?;
        let pdf = &mut self.pdf;
        pdf.catalog(Ref::new(CATALOGUE)).pages(Ref::new(PAGES));
        let count = i32::try_from(self.pages.len()).unwrap_or(i32::MAX);
        pdf.pages(Ref::new(PAGES)).kids(self.pages.iter().copied()).count(count);
        let mut about = pdf.document_info(Ref::new(ABOUT));
        if !self.title.is_empty() {
            about.title(TextStr(&self.title));
        }
        about.creator(TextStr("Ankomst"));
        about.finish();
        let mut resources = pdf.indirect(Ref::new(RESOURCES)).start::<pdf_writer::writers::Resources<'_>>();
        let mut dictionary = resources.fonts();
        for (nth, font) in fonts.iter().enumerate() {
            dictionary.pair(Name(format!("F{nth}").as_bytes()), *font);
        }
        dictionary.finish();
        let mut dictionary = resources.x_objects();
        for (nth, object) in self.objects.iter().enumerate() {
            dictionary.pair(Name(format!("X{nth}").as_bytes()), *object);
        }
        dictionary.finish();
        let mut dictionary = resources.ext_g_states();
        for opacity in &self.opacities {
            let mut state = dictionary
                .insert(Name(format!("G{opacity}").as_bytes()))
                .start::<pdf_writer::writers::ExtGraphicsState<'_>>();
            let value = f32::from(*opacity) / 100.0;
            state.non_stroking_alpha(value).stroking_alpha(value);
        }
        dictionary.finish();
        resources.finish();
        Ok(self.pdf.finish())
    }

    fn new_ref(&mut self) -> Ref {
        self.last += 1;
        Ref::new(self.last)
    }

    fn new_object(&mut self) -> (Ref, String) {
        let object = self.new_ref();
        self.objects.push(object);
        (object, format!("/X{}", self.objects.len() - 1))
    }

    fn badge(&mut self, content: &mut Content, badge: &Badge, spot: Spot) {
        let (width, height) = (badge.size.width.as_mm(), badge.size.height.as_mm());
        content.save();
        content.transform(if spot.turned {
            Transform::from_row(-1.0, 0.0, 0.0, -1.0, spot.left_mm + width, spot.top_mm + height)
        } else {
            Transform::from_translate(spot.left_mm, spot.top_mm)
        });
        let bleed = spot.bleed_mm;
        content.clip(&Area::mm(-bleed, -bleed, width + 2.0 * bleed, height + 2.0 * bleed));
        for item in &badge.items {
            match item {
                Item::Fixed(fixed) => {
                    let name = self.form(fixed);
                    content.raw(&name).word(" Do");
                }
                Item::Shape(shape) => self.shape(content, shape),
                Item::Text(text) => self.text(content, text),
                Item::Picture(picture) => self.picture(content, picture),
                Item::Qr(qr) => draw_qr(content, qr),
                Item::Bars(bars) => draw_bars(content, bars),
            }
        }
        content.restore();
    }

    /// Draws with an opacity of 0 to 1.
    fn with_opacity(&mut self, content: &mut Content, opacity: f32, draw: impl FnOnce(&mut Content)) {
        if opacity >= 0.995 {
            draw(content);
            return;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 99")]
        let hundredths = (opacity * 100.0).round().clamp(0.0, 99.0) as u8;
        self.opacities.insert(hundredths);
        content.save().raw(&format!("/G{hundredths}")).word(" gs");
        draw(content);
        content.restore();
    }

    /// The name of a fixed drawing, which is written the first time.
    fn form(&mut self, fixed: &Arc<Fixed>) -> String {
        let address = Arc::as_ptr(fixed).addr();
        if let Some((_, name)) = self.forms.get(&address) {
            return name.clone();
        }
        let operators = fixed::operators(&fixed.tree, self).unwrap_or_else(|| self.as_picture(&fixed.tree));
        let stream = pressed(&operators);
        let (object, name) = self.new_object();
        let size = fixed.tree.size();
        // Room for what bleeds over the edge.
        let room = size.width().max(size.height());
        let mut form = self.pdf.form_xobject(object, &stream);
        form.filter(Filter::FlateDecode);
        form.bbox(Rect::new(-room, -room, size.width() + room, size.height() + room));
        form.pair(Name(b"Resources"), Ref::new(RESOURCES));
        form.finish();
        self.forms.insert(address, (Arc::clone(fixed), name.clone()));
        name
    }

    /// A drawing as a fine picture.
    fn as_picture(&mut self, tree: &usvg::Tree) -> Vec<u8> {
        let drawn = Dpi::new(FINE).ok().and_then(|dpi| super::raster::of_tree(tree, dpi));
        let Some((rgba, width, height)) = drawn else { return Vec::new() };
        let name = self.embed(&rgba, width, height);
        let size = tree.size();
        let mut content = Content::default();
        content.save().op(&[size.width(), 0.0, 0.0, -size.height(), 0.0, size.height()], "cm");
        content.raw(&name).word(" Do").restore();
        content.into_bytes()
    }

    fn shape(&mut self, content: &mut Content, shape: &Shape) {
        self.with_opacity(content, shape.opacity, |content| match shape.line_mm {
            Some(width) => {
                content.save().stroke_colour(shape.colour).op(&[width], "w").path(&shape.path).word("S").restore();
            }
            None => {
                content.fill_colour(shape.colour).path(&shape.path).word("f");
            }
        });
    }

    fn text(&mut self, content: &mut Content, text: &Text) {
        let saved = text.clip || text.turned;
        if saved {
            content.save();
        }
        if text.clip {
            content.clip(&text.area);
        }
        if text.turned {
            let (right, bottom) = (text.area.x() + text.area.right(), text.area.y() + text.area.bottom());
            content.transform(Transform::from_row(-1.0, 0.0, 0.0, -1.0, right, bottom));
        }
        content.fill_colour(text.colour).word("BT");
        for placed in &text.lines {
            for run in &placed.line.runs {
                let start = (placed.x_mm + run.start * text.size_mm, placed.baseline_mm);
                self.run(content, run, &placed.line.text, start, text.size_mm);
            }
        }
        content.word("ET");
        if saved {
            content.restore();
        }
    }

    /// The glyphs of a run. Where a glyph does not stand for its letters, the letters are said beside it, so that readers
    /// find the text.
    fn run(&mut self, content: &mut Content, run: &Run, text: &str, start: (f32, f32), size_mm: f32) {
        let face = self.typefaces.number(&run.face);
        content.raw(&format!("/F{face} ")).op(&[size_mm], "Tf");
        content.op(&[1.0, 0.0, 0.0, -1.0, start.0, start.1], "Tm").raw("[<");
        let mut rise = 0.0_f32;
        // By how much the pen is off from where the next glyph belongs, in thousandths of an em.
        let mut off = 0.0_f32;
        let mut at = 0;
        while let Some(first) = run.glyphs.get(at) {
            let together = run.glyphs[at..].iter().take_while(|glyph| glyph.range == first.range).count();
            let letters = text.get(first.range.clone()).unwrap_or_default();
            let plain = together == 1 && self.typefaces.stands_for(face, first.id, letters);
            if !plain {
                content.raw(">] TJ\n/Span<</ActualText<feff");
                letters.encode_utf16().for_each(|unit| content.hex(unit));
                content.raw(">>>BDC [<");
            }
            for glyph in &run.glyphs[at..at + together] {
                let (new, nominal) = self.typefaces.glyph(face, glyph.id);
                if (glyph.dy - rise).abs() > 1e-4 {
                    rise = glyph.dy;
                    content.raw(">] TJ ").op(&[rise * size_mm], "Ts").raw("[<");
                }
                let before = glyph.dx * 1000.0 + off;
                if before.abs() >= 0.5 {
                    content.raw(">").number(-before.round()).raw("<");
                    off -= before.round();
                }
                content.hex(new);
                off += glyph.advance * 1000.0 - nominal;
            }
            if !plain {
                content.raw(">] TJ EMC [<");
            }
            at += together;
        }
        content.word(">] TJ");
        if rise != 0.0 {
            content.op(&[0.0], "Ts");
        }
    }

    fn picture(&mut self, content: &mut Content, picture: &Picture) {
        let name = match self.pictures.get(picture.bytes.as_slice()) {
            Some(name) => name.clone(),
            None => {
                let name = self.embed(&picture.rgba, picture.width, picture.height);
                self.pictures.insert(picture.bytes.clone(), name.clone());
                name
            }
        };
        let area = picture.area;
        content.save().op(&[area.w(), 0.0, 0.0, -area.h(), area.x(), area.bottom()], "cm");
        content.raw(&name).word(" Do").restore();
    }

    /// The name of a picture given as PNG or JPEG; `None` if it is neither.
    fn picture_of(&mut self, bytes: &[u8]) -> Option<String> {
        if let Some(name) = self.pictures.get(bytes) {
            return Some(name.clone());
        }
        let rgba = crate::picture::decode(bytes)?;
        let (width, height) = rgba.dimensions();
        let name = self.embed(&rgba, width, height);
        self.pictures.insert(bytes.to_vec(), name.clone());
        Some(name)
    }

    /// Writes a picture, and its opacity beside it if it has any.
    fn embed(&mut self, rgba: &[u8], width: u32, height: u32) -> String {
        let colours: Vec<u8> = rgba.chunks_exact(4).flat_map(|dot| &dot[..3]).copied().collect();
        let opacities: Vec<u8> = rgba.chunks_exact(4).map(|dot| dot[3]).collect();
        let side = |dots: u32| i32::try_from(dots).unwrap_or(0);
        let mask = opacities.iter().any(|opacity| *opacity < 255).then(|| self.new_ref());
        if let Some(mask) = mask {
            let stream = pressed(&opacities);
            let mut image = self.pdf.image_xobject(mask, &stream);
            image.filter(Filter::FlateDecode);
            image.width(side(width)).height(side(height)).bits_per_component(8);
            image.color_space().device_gray();
        }
        let (object, name) = self.new_object();
        let stream = pressed(&colours);
        let mut image = self.pdf.image_xobject(object, &stream);
        image.filter(Filter::FlateDecode);
        image.width(side(width)).height(side(height)).bits_per_component(8);
        image.color_space().device_rgb();
        if let Some(mask) = mask {
            image.s_mask(mask);
        }
        name
    }
}

fn draw_qr(content: &mut Content, qr: &Qr) {
    content.fill_colour(Colour::WHITE).area(&qr.area()).word("f");
    let module = qr.module_size().as_mm();
    let (left, top) = qr.origin_mm();
    // In whole modules, which are short numbers.
    content.save().transform(Transform::from_row(module, 0.0, 0.0, module, left, top)).fill_colour(Colour::BLACK);
    for stretch in qr.stretches() {
        let [from, row, columns] = [stretch.from, stretch.row, stretch.columns]
            .map(|modules| f32::from(u16::try_from(modules).unwrap_or(u16::MAX)));
        content.rectangle(from, row, columns, 1.0);
    }
    content.word("f").restore();
}

fn draw_bars(content: &mut Content, bars: &Bars) {
    content.fill_colour(Colour::WHITE).area(&bars.area()).word("f").fill_colour(Colour::BLACK);
    super::each_bar_rect(bars, |x, y, w, h| {
        content.rectangle(x, y, w, h);
    });
    content.word("f");
}

/// Deflated, as streams of PDF are.
fn pressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(PRESSURE));
    // Writing to a vector cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

fn thousandth(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}
