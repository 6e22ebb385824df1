//! Typefaces: the bundled ones first, then, if wanted, the system's for scripts that those lack.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use fontdb::{Database, ID, Style};

use crate::text::Line;

/// The family that every text on a badge is set in.
pub(crate) const FAMILY: &str = "Noto Sans";

/// One cut of a typeface, parsed for every use: measuring, outlines, and embedding in PDF.
pub(crate) struct Face {
    pub(crate) family: String,
    pub(crate) shaper: rustybuzz::Face<'static>,
    /// The font file, for embedding, and the face's place in it.
    pub(crate) bytes: &'static [u8],
    pub(crate) index: u32,
    plans: Mutex<Plans>,
}

/// How a script is shaped in a direction; finding that out takes longer than shaping a name.
type Plans = HashMap<(bool, Option<rustybuzz::Script>), Arc<rustybuzz::ShapePlan>>;

impl Face {
    /// `None` if the bytes are no font with outlines.
    fn new(family: String, bytes: &'static [u8], index: u32) -> Option<Face> {
        let shaper = rustybuzz::Face::from_slice(bytes, index)?;
        let tables = shaper.tables();
        let outlines = tables.glyf.is_some() || tables.cff.is_some();
        (outlines && shaper.units_per_em() > 0).then_some(Face {
            family,
            shaper,
            bytes,
            index,
            plans: Mutex::default(),
        })
    }

    /// Shapes letters of one script in one direction.
    pub(crate) fn shape(
        &self,
        text: &str,
        right_to_left: bool,
        script: Option<rustybuzz::Script>,
    ) -> rustybuzz::GlyphBuffer {
        use rustybuzz::Direction::{LeftToRight, RightToLeft};
        let direction = if right_to_left { RightToLeft } else { LeftToRight };
        let plan = {
            let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
            let new = || Arc::new(rustybuzz::ShapePlan::new(&self.shaper, direction, script, None, &[]));
            Arc::clone(plans.entry((right_to_left, script)).or_insert_with(new))
        };
        let mut buffer = rustybuzz::UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(direction);
        if let Some(script) = script {
            buffer.set_script(script);
        }
        rustybuzz::shape_with_plan(&self.shaper, &plan, buffer)
    }

    pub(crate) fn has(&self, letter: char) -> bool {
        self.shaper.glyph_index(letter).is_some()
    }

    /// Units of the font in one em.
    pub(crate) fn units(&self) -> f32 {
        // `units_per_em` is 16 to 16384 by the OpenType specification, and positive by `new`.
        f32::from(u16::try_from(self.shaper.units_per_em()).unwrap_or(1000))
    }

    /// Height of the ascent above the baseline, in em.
    pub(crate) fn ascent(&self) -> f32 {
        f32::from(self.shaper.ascender()) / self.units()
    }

    /// Depth of the descent below the baseline, in em, positive.
    pub(crate) fn descent(&self) -> f32 {
        -f32::from(self.shaper.descender()) / self.units()
    }

    /// Height of capitals, in em.
    pub(crate) fn capital(&self) -> f32 {
        f32::from(self.shaper.capital_height().unwrap_or(714)) / self.units()
    }
}

/// The cut of Noto Sans that a text asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Cut {
    pub(crate) bold: bool,
    pub(crate) italic: bool,
}

/// The typefaces that badges are set in. Cheap to clone.
#[derive(Clone)]
pub struct Fonts {
    inner: Arc<Inner>,
}

struct Inner {
    /// Regular, bold, italic, bold italic.
    bundled: Vec<Arc<Face>>,
    database: Arc<Database>,
    system: Vec<SystemFace>,
    chosen: Mutex<Choices>,
    lines: Mutex<Lines>,
}

/// Lines that were shaped lately, by text, cut and letter-spacing (as bits).
type Lines = HashMap<(String, Cut, u32), Arc<Line>>;

/// Lines longer than this (in bytes) are rarely met again.
const LINE_KEPT: usize = 80;
/// So many lines are kept; then all are forgotten.
const LINES_KEPT: usize = 4096;

/// Which system font draws a letter, if any.
type Choices = HashMap<(char, Cut), Option<Arc<Face>>>;

/// A font file of the system, opened only when a letter asks for it.
struct SystemFace {
    id: ID,
    family: String,
    cut: Cut,
    coverage: OnceLock<Vec<RangeInclusive<u32>>>,
    face: OnceLock<Option<Arc<Face>>>,
}

static BUNDLED: LazyLock<Fonts> = LazyLock::new(|| Fonts::load(false));
static WITH_SYSTEM: LazyLock<Fonts> = LazyLock::new(|| Fonts::load(true));

impl Fonts {
    /// Noto Sans in four cuts, out of the program itself: the same picture on every machine. Covers Latin, Greek and
    /// Cyrillic.
    #[must_use]
    pub fn bundled() -> Fonts {
        BUNDLED.clone()
    }

    /// The bundled fonts, and behind them the system's in a fixed order (Noto families, then DejaVu, then the rest by
    /// name) for letters that Noto Sans lacks. The list of files is read once in the life of the program.
    #[must_use]
    pub fn with_system() -> Fonts {
        WITH_SYSTEM.clone()
    }

    fn load(with_system: bool) -> Fonts {
        let mut database = Database::new();
        let mut bundled = Vec::new();
        for bytes in [notosans::REGULAR_TTF, notosans::BOLD_TTF, notosans::ITALIC_TTF, notosans::BOLD_ITALIC_TTF] {
            database.load_font_source(fontdb::Source::Binary(Arc::new(bytes)));
            bundled.extend(Face::new(FAMILY.to_owned(), bytes, 0).map(Arc::new));
        }
        database.set_sans_serif_family(FAMILY);
        database.set_serif_family(FAMILY);
        let database = Arc::new(database);
        let mut system = Vec::new();
        let mut all = Arc::clone(&database);
        if with_system {
            let mut found = Database::new();
            found.load_system_fonts();
            system = system_faces(&found);
            all = Arc::new(found);
        }
        let (chosen, lines) = (Mutex::default(), Mutex::default());
        Fonts { inner: Arc::new(Inner { bundled, database: all, system, chosen, lines }) }
    }

    /// The database of the bundled fonts, for the fixed parts of templates.
    pub(crate) fn bundled_database() -> Arc<Database> {
        Arc::clone(&BUNDLED.inner.database)
    }

    /// The bundled face that usvg knows under this number.
    pub(crate) fn bundled_face(id: ID) -> Option<Arc<Face>> {
        let nth = BUNDLED.inner.database.faces().position(|info| info.id == id)?;
        BUNDLED.inner.bundled.get(nth).map(Arc::clone)
    }

    /// The bundled cut, which also draws what no font has.
    pub(crate) fn primary(&self, cut: Cut) -> Option<&Arc<Face>> {
        let index = usize::from(cut.bold) + 2 * usize::from(cut.italic);
        self.inner.bundled.get(index)
    }

    /// A shaped line, from memory if it was shaped lately: words and whole lines come again on the badges of an event.
    pub(crate) fn line(&self, text: &str, cut: Cut, spacing_em: f32, shape: impl FnOnce() -> Line) -> Arc<Line> {
        if text.len() > LINE_KEPT {
            return Arc::new(shape());
        }
        let key = (text.to_owned(), cut, spacing_em.to_bits());
        let known = |lines: &Lines| lines.get(&key).map(Arc::clone);
        if let Some(line) = known(&self.inner.lines.lock().unwrap_or_else(PoisonError::into_inner)) {
            return line;
        }
        let line = Arc::new(shape());
        let mut lines = self.inner.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() >= LINES_KEPT {
            lines.clear();
        }
        lines.insert(key, Arc::clone(&line));
        line
    }

    /// The first face, bundled or of the system, that has every one of `letters`.
    pub(crate) fn covering(&self, letters: &[char], cut: Cut) -> Option<Arc<Face>> {
        let primary = self.primary(cut)?;
        if letters.iter().all(|letter| primary.has(*letter)) {
            return Some(Arc::clone(primary));
        }
        // The rarest letter decides; the others of the cluster (marks) are asked of the same face.
        letters
            .iter()
            .filter(|letter| !primary.has(**letter))
            .filter_map(|letter| self.system_face(*letter, cut))
            .find(|face| letters.iter().all(|letter| face.has(*letter)))
    }

    fn system_face(&self, letter: char, cut: Cut) -> Option<Arc<Face>> {
        if self.inner.system.is_empty() {
            return None;
        }
        let mut chosen = self.inner.chosen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = chosen.get(&(letter, cut)) {
            return known.clone();
        }
        let found = self.search_system(letter, cut);
        chosen.insert((letter, cut), found.clone());
        found
    }

    fn search_system(&self, letter: char, cut: Cut) -> Option<Arc<Face>> {
        let database = &self.inner.database;
        let covering = |face: &&SystemFace| face.covers(letter, database);
        let exact = self.inner.system.iter().filter(|face| face.cut == cut).find(covering);
        let any = || self.inner.system.iter().find(covering);
        exact.or_else(any).and_then(|face| face.open(database))
    }
}

impl SystemFace {
    fn covers(&self, letter: char, database: &Database) -> bool {
        let ranges = self.coverage.get_or_init(|| database.with_face_data(self.id, coverage).unwrap_or_default());
        let point = u32::from(letter);
        let after = ranges.partition_point(|range| *range.start() <= point);
        after > 0 && ranges[after - 1].contains(&point)
    }

    fn open(&self, database: &Database) -> Option<Arc<Face>> {
        let load = || {
            let (bytes, index) = database.with_face_data(self.id, |data, index| (data.to_vec(), index))?;
            // Faces live as long as the program (`WITH_SYSTEM`), and only those that a letter asked for are opened.
            let bytes: &'static [u8] = Box::leak(bytes.into_boxed_slice());
            Face::new(self.family.clone(), bytes, index).map(Arc::new)
        };
        self.face.get_or_init(load).clone()
    }
}

/// The system's faces in an order that depends on their names only, not on the order of files.
fn system_faces(database: &Database) -> Vec<SystemFace> {
    let mut faces: Vec<_> = database
        .faces()
        .filter_map(|info| {
            let family = info.families.first()?.0.clone();
            let cut = Cut { bold: info.weight.0 >= 600, italic: info.style != Style::Normal };
            let preferred =
                (family.starts_with("Noto Sans"), family.starts_with("Noto"), family.starts_with("DejaVu Sans"));
            // Colour glyphs and icon fonts cannot be drawn as outlines in one colour.
            let usable = !family.contains("Emoji") && !family.contains("Symbols2");
            let key = (Reverse(preferred), family.clone(), info.weight.0.abs_diff(400), info.post_script_name.clone());
            usable.then_some((
                key,
                SystemFace { id: info.id, family, cut, coverage: OnceLock::new(), face: OnceLock::new() },
            ))
        })
        .collect();
    faces.sort_by(|(a, _), (b, _)| a.cmp(b));
    faces.into_iter().map(|(_, face)| face).collect()
}

/// The letters that a font file has an outline for, as sorted ranges; none if the file cannot be read.
fn coverage(data: &[u8], index: u32) -> Vec<RangeInclusive<u32>> {
    let Ok(face) = rustybuzz::ttf_parser::Face::parse(data, index) else { return Vec::new() };
    let Some(table) = face.tables().cmap else { return Vec::new() };
    let mut points = Vec::new();
    for subtable in table.subtables.into_iter().filter(rustybuzz::ttf_parser::cmap::Subtable::is_unicode) {
        subtable.codepoints(|point| {
            if char::from_u32(point).and_then(|letter| face.glyph_index(letter)).is_some() {
                points.push(point);
            }
        });
    }
    points.sort_unstable();
    points.dedup();
    let mut ranges: Vec<RangeInclusive<u32>> = Vec::new();
    for point in points {
        match ranges.last_mut() {
            Some(last) if last.end() + 1 == point => *last = *last.start()..=point,
            _ => ranges.push(point..=point),
        }
    }
    ranges
}
