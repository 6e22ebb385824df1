//! Typefaces: the bundled ones first, then, if wanted, the system's for scripts that those lack.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use fontdb::{Database, ID, Style};

/// The family that every text on a badge is set in.
pub(crate) const FAMILY: &str = "Noto Sans";

/// One cut of a typeface, parsed for every use: measuring, outlines, and embedding in PDF.
pub(crate) struct Face {
    pub(crate) family: String,
    pub(crate) shaper: rustybuzz::Face<'static>,
    pub(crate) pdf: krilla::text::Font,
}

impl Face {
    /// `None` if the bytes are no font that all three readers take.
    fn new(family: String, bytes: &'static [u8], index: u32) -> Option<Face> {
        let shaper = rustybuzz::Face::from_slice(bytes, index)?;
        let pdf = krilla::text::Font::new(bytes.into(), index)?;
        (shaper.units_per_em() > 0).then_some(Face { family, shaper, pdf })
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
}

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
        let chosen = Mutex::new(HashMap::new());
        Fonts { inner: Arc::new(Inner { bundled, database: all, system, chosen }) }
    }

    /// The database of the bundled fonts, for the fixed parts of templates.
    pub(crate) fn bundled_database() -> Arc<Database> {
        Arc::clone(&BUNDLED.inner.database)
    }

    /// The bundled cut, which also draws what no font has.
    pub(crate) fn primary(&self, cut: Cut) -> Option<&Arc<Face>> {
        let index = usize::from(cut.bold) + 2 * usize::from(cut.italic);
        self.inner.bundled.get(index)
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
