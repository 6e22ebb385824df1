//! Fitting a text into its box: size, line breaks, and what is left out if nothing else helps.
//!
//! Widths are measured by shaping, with kerning and joining, and never by counting letters. Words are measured once
//! in em; a size in millimetres scales them all alike.

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::breaks::{break_word, is_breaking_space, plain, turns};
use super::shape::{Line, shape};
use crate::Area;
use crate::fonts::{Cut, Fonts};

/// The longest text that is looked at, in letters; more cannot be read on a badge.
const LONGEST: usize = 3000;
/// What stands for the part of a text that was cut.
const ELLIPSIS: char = '…';

/// How a text gives way when it is too long (`data-fit`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// One line that becomes smaller.
    Shrink,
    /// Up to the given number of lines, broken at words and evenly filled, in the largest size possible.
    Wrap,
    /// The text's own lines, each broken at words when too long, filled from the start.
    Lines,
}

/// Where lines stand between left and right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the left edge of the box.
    Left,
    /// In its middle.
    Centre,
    /// At its right edge.
    Right,
}

/// Where lines stand between top and bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vertical {
    /// At the top of the box.
    Top,
    /// In its middle.
    Middle,
    /// At its bottom.
    Bottom,
}

/// How a text slot sets its text.
#[derive(Clone, Debug)]
pub(crate) struct Style {
    pub(crate) cut: Cut,
    pub(crate) largest_mm: f32,
    pub(crate) smallest_mm: f32,
    /// Added behind every letter, in em.
    pub(crate) spacing_em: f32,
    /// From baseline to baseline, in em.
    pub(crate) leading_em: f32,
    pub(crate) max_lines: usize,
    pub(crate) fit: Fit,
    pub(crate) align: Align,
    pub(crate) vertical: Vertical,
}

/// A line and where its origin lies, in millimetres from the badge's corner.
#[derive(Clone)]
pub(crate) struct PlacedLine {
    pub(crate) line: Arc<Line>,
    pub(crate) x_mm: f32,
    pub(crate) baseline_mm: f32,
}

/// A text laid into its box.
#[derive(Clone)]
pub(crate) struct Laid {
    pub(crate) size_mm: f32,
    pub(crate) lines: Vec<PlacedLine>,
    /// Whether something was left out.
    pub(crate) cut: bool,
    /// Whether ink would still leave the box, so that the drawing must be clipped to it.
    pub(crate) clip: bool,
    /// Letters that no font has.
    pub(crate) missing: Vec<char>,
}

/// Lays a text into a box.
pub(crate) fn lay_out(text: &str, area: &Area, style: &Style, fonts: &Fonts) -> Laid {
    let setter = Setter { area, style, fonts, height: Height::of(style, fonts) };
    let (paragraphs, too_long) = setter.paragraphs(text);
    let mut chosen = setter.choose(&paragraphs);
    chosen.cut |= too_long;
    setter.place(&chosen)
}

/// A piece of text that is not broken.
struct Atom {
    text: String,
    width_em: f32,
    /// Whether a space divides it from the atom before.
    spaced: bool,
}

/// What is broken into lines by itself. Before a tab stands its head, which goes into a column of its own: the hour of an
/// item of the programme.
struct Paragraph {
    head: Option<String>,
    atoms: Vec<Atom>,
}

/// A line as broken, not yet shaped. The first of a paragraph has its head.
struct Broken {
    head: Option<String>,
    text: String,
}

/// Size and lines, not yet placed.
struct Chosen {
    size_mm: f32,
    lines: Vec<(Option<Arc<Line>>, Arc<Line>)>,
    /// Width of the column of heads, in em; 0 if there are none.
    indent_em: f32,
    cut: bool,
}

/// Between the column of heads and the lines, in em.
const HEAD_GAP_EM: f32 = 0.9;

/// Measures of the bundled face in em.
struct Height {
    ascent: f32,
    descent: f32,
    capital: f32,
    space: f32,
}

impl Height {
    fn of(style: &Style, fonts: &Fonts) -> Height {
        let space = shape(" ", style.cut, style.spacing_em, fonts).width;
        let face = fonts.primary(style.cut);
        let of = |measure: fn(&crate::fonts::Face) -> f32, otherwise: f32| face.map_or(otherwise, |face| measure(face));
        Height {
            ascent: of(crate::fonts::Face::ascent, 1.07),
            descent: of(crate::fonts::Face::descent, 0.3),
            capital: of(crate::fonts::Face::capital, 0.714),
            space,
        }
    }
}

struct Setter<'a> {
    area: &'a Area,
    style: &'a Style,
    fonts: &'a Fonts,
    height: Height,
}

impl Setter<'_> {
    /// The text as paragraphs of atoms, and whether it was longer than anybody could read.
    fn paragraphs(&self, text: &str) -> (Vec<Paragraph>, bool) {
        let short: String = text.chars().take(LONGEST).map(plain).filter(|letter| !turns(*letter)).collect();
        let too_long = text.chars().nth(LONGEST).is_some();
        let paragraph = |text: &str| {
            let (head, rest) = text.split_once('\t').map_or((None, text), |(head, rest)| (Some(head.trim()), rest));
            let head = head.filter(|head| !head.is_empty()).map(str::to_owned);
            Paragraph { head, atoms: self.atoms(rest) }
        };
        let paragraphs = match self.style.fit {
            Fit::Lines => short.split('\n').map(paragraph).filter(|paragraph| !paragraph.atoms.is_empty()).collect(),
            Fit::Shrink | Fit::Wrap => vec![Paragraph { head: None, atoms: self.atoms(&short) }],
        };
        (paragraphs, too_long)
    }

    /// Width of the column of heads with the gap behind it, in em; 0 if no paragraph has one.
    fn indent_em(&self, paragraphs: &[Paragraph]) -> f32 {
        let heads = paragraphs.iter().filter_map(|paragraph| paragraph.head.as_deref());
        heads.map(|head| self.line(head).width + HEAD_GAP_EM).fold(0.0, f32::max)
    }

    fn atoms(&self, paragraph: &str) -> Vec<Atom> {
        let words = paragraph.split(is_breaking_space).filter(|word| !word.is_empty());
        let mut atoms = Vec::new();
        for word in words {
            for (nth, piece) in break_word(word).into_iter().enumerate() {
                atoms.push(self.atom(piece, nth == 0));
            }
        }
        atoms
    }

    fn atom(&self, text: &str, spaced: bool) -> Atom {
        let width_em = self.line(text).width;
        Atom { text: text.to_owned(), width_em, spaced }
    }

    fn line(&self, text: &str) -> Arc<Line> {
        shape(text, self.style.cut, self.style.spacing_em, self.fonts)
    }

    /// The largest size at which everything fits; failing that the smallest, with the end cut off.
    fn choose(&self, paragraphs: &[Paragraph]) -> Chosen {
        let whole = match self.style.fit {
            Fit::Shrink => self.best_in(paragraphs, 1),
            Fit::Wrap => (1..=self.style.max_lines)
                .filter_map(|lines| self.best_in(paragraphs, lines))
                // Of equal sizes the one with fewer lines, which comes first.
                .reduce(|best, next| if next.size_mm > best.size_mm * 1.001 { next } else { best }),
            Fit::Lines => self.best_filled(paragraphs),
        };
        whole.unwrap_or_else(|| self.cut_at_smallest(paragraphs))
    }

    /// The text in at most so many lines of about equal width, if the size is not below the smallest.
    fn best_in(&self, paragraphs: &[Paragraph], lines: usize) -> Option<Chosen> {
        let (narrowest, broken) = self.narrowest(paragraphs, lines)?;
        let by_width = if narrowest > 0.0 { self.area.w() / narrowest } else { self.style.largest_mm };
        let size_mm = by_width.min(self.style.largest_mm).min(self.size_for(broken.len()));
        (size_mm >= self.style.smallest_mm).then(|| self.chosen(size_mm, &broken, 0.0, false))
    }

    /// The narrowest column, in em, that holds the text in so many lines, and its lines. By bisection: a wider column
    /// never needs more lines.
    fn narrowest(&self, paragraphs: &[Paragraph], lines: usize) -> Option<(f32, Vec<Broken>)> {
        let atoms = paragraphs.iter().flat_map(|paragraph| &paragraph.atoms);
        let widest_atom = atoms.map(|atom| atom.width_em).fold(0.0, f32::max);
        let all = paragraphs.iter().map(|paragraph| self.width(&paragraph.atoms)).fold(0.0, f32::max);
        let (mut low, mut high) = (widest_atom, all);
        if self.fill(paragraphs, high).len() > lines {
            return None;
        }
        if lines > 1 && self.fill(paragraphs, low).len() <= lines {
            high = low;
        }
        for _ in 0..24 {
            let middle = f32::midpoint(low, high);
            if lines > 1 && self.fill(paragraphs, middle).len() <= lines {
                high = middle;
            } else {
                low = middle;
            }
        }
        let broken = self.fill(paragraphs, high);
        // The joined lines are measured again: kerning at a seam may differ from the sum of the words.
        let width = broken.iter().map(|line| self.line(&line.text).width).fold(0.0, f32::max);
        Some((width, broken))
    }

    /// The largest size at which the paragraphs fill the box from its top, by bisection.
    fn best_filled(&self, paragraphs: &[Paragraph]) -> Option<Chosen> {
        let indent_em = self.indent_em(paragraphs);
        let fits = |size_mm: f32| {
            let column = self.area.w() / size_mm - indent_em;
            let broken = self.fill(paragraphs, column);
            let mut atoms = paragraphs.iter().flat_map(|paragraph| &paragraph.atoms);
            let wide = atoms.any(|atom| atom.width_em > column);
            let fitting = !wide && broken.len() <= self.lines_at(size_mm);
            fitting.then_some((size_mm, broken))
        };
        let mut best = fits(self.style.largest_mm);
        if best.is_none() {
            let (mut low, mut high) = (self.style.smallest_mm, self.style.largest_mm);
            best = fits(low);
            for _ in 0..16 {
                let middle = f32::midpoint(low, high);
                match fits(middle) {
                    Some(found) => (low, best) = (middle, Some(found)),
                    None => high = middle,
                }
            }
        }
        best.map(|(size_mm, broken)| self.chosen(size_mm, &broken, indent_em, false))
    }

    /// Everything at the smallest size, words broken where they must be, and the end cut with an ellipsis.
    fn cut_at_smallest(&self, paragraphs: &[Paragraph]) -> Chosen {
        let size_mm = self.style.smallest_mm.min(self.size_for(1));
        let whole = self.area.w() / size_mm;
        // Heads that leave no room for their lines are left out.
        let indent_em = Some(self.indent_em(paragraphs)).filter(|indent| *indent < whole * 0.6).unwrap_or(0.0);
        let column = whole - indent_em;
        let most = self.lines_at(size_mm);
        let split = |paragraph: &Paragraph| Paragraph {
            head: paragraph.head.clone().filter(|_| indent_em > 0.0),
            atoms: self.split_wide(&paragraph.atoms, column),
        };
        let mut broken = self.fill(&paragraphs.iter().map(split).collect::<Vec<_>>(), column);
        // One line is not broken between letters; a word too long for it is cut too.
        let wide = |line: &Broken| self.style.fit == Fit::Shrink && self.line(&line.text).width > column * 1.0001;
        let cut = broken.len() > most || broken.iter().any(wide);
        if cut {
            let mut kept = broken.split_off(most - 1);
            let texts: Vec<&str> = kept.iter().map(|line| line.text.as_str()).collect();
            let text = self.shortened(&texts.join(" "), column);
            broken.push(Broken { head: kept.first_mut().and_then(|line| line.head.take()), text });
        }
        self.chosen(size_mm, &broken, indent_em, cut)
    }

    /// The start of a text, cut behind a word, with an ellipsis, in one column. Only if not even the first word fits
    /// is it cut within that word.
    fn shortened(&self, text: &str, column_em: f32) -> String {
        // No line of readable size holds more clusters than this, so that the search stays short.
        let near = text.char_indices().nth(200).map_or(text.len(), |(at, _)| at);
        let up_to = self.line(&text[..near]).widths();
        let fits = |end: usize| {
            let kept = text[..end].trim_end_matches(|letter: char| !letter.is_alphanumeric());
            // The sum of advances is near enough to leave out what is far too long; the line itself is measured.
            if kept.is_empty() || up_to[kept.len()] > column_em * 1.05 {
                return None;
            }
            let line = format!("{kept}{ELLIPSIS}");
            (self.line(&line).width <= column_em).then_some(line)
        };
        let words: Vec<usize> = text[..near].match_indices(is_breaking_space).map(|(at, _)| at).collect();
        let at_word = words.into_iter().rev().find_map(fits);
        let within = || text[..near].grapheme_indices(true).map(|(at, _)| at).rev().find_map(fits);
        at_word.or_else(within).unwrap_or_else(|| ELLIPSIS.to_string())
    }

    /// Breaks atoms that are wider than the column between letters.
    fn split_wide(&self, atoms: &[Atom], column_em: f32) -> Vec<Atom> {
        let mut narrow = Vec::new();
        for atom in atoms {
            if atom.width_em <= column_em || self.style.fit == Fit::Shrink {
                narrow.push(self.atom(&atom.text, atom.spaced));
                continue;
            }
            let up_to = self.line(&atom.text).widths();
            let (mut start, mut spaced) = (0, atom.spaced);
            for (at, cluster) in atom.text.grapheme_indices(true) {
                if at > start && up_to[at + cluster.len()] - up_to[start] > column_em {
                    narrow.push(self.atom(&atom.text[start..at], spaced));
                    (start, spaced) = (at, false);
                }
            }
            narrow.push(self.atom(&atom.text[start..], spaced));
        }
        narrow
    }

    /// Breaks paragraphs into lines of a column, filling each line before the next.
    fn fill(&self, paragraphs: &[Paragraph], column_em: f32) -> Vec<Broken> {
        /// Rounding of sums, in em.
        const SLACK: f32 = 1e-4;
        let mut lines = Vec::new();
        for paragraph in paragraphs {
            let (mut line, mut width) = (String::new(), 0.0);
            let mut head = paragraph.head.clone();
            for atom in &paragraph.atoms {
                let gap = if atom.spaced && !line.is_empty() { self.height.space } else { 0.0 };
                if !line.is_empty() && width + gap + atom.width_em > column_em + SLACK {
                    lines.push(Broken { head: head.take(), text: std::mem::take(&mut line) });
                    width = 0.0;
                }
                if atom.spaced && !line.is_empty() {
                    line.push(' ');
                    width += self.height.space;
                }
                line.push_str(&atom.text);
                width += atom.width_em;
            }
            if !line.is_empty() {
                lines.push(Broken { head, text: line });
            }
        }
        lines
    }

    fn width(&self, atoms: &[Atom]) -> f32 {
        let spaces = atoms.iter().skip(1).filter(|atom| atom.spaced).map(|_| self.height.space).sum::<f32>();
        atoms.iter().map(|atom| atom.width_em).sum::<f32>() + spaces
    }

    /// The largest size at which so many lines stand in the height of the box.
    fn size_for(&self, lines: usize) -> f32 {
        self.area.h()
            / (self.height.ascent + self.height.descent + count(lines.saturating_sub(1)) * self.style.leading_em)
    }

    /// How many lines of a size the slot takes: at least one, at most its own limit.
    fn lines_at(&self, size_mm: f32) -> usize {
        let most = if self.style.fit == Fit::Shrink { 1 } else { self.style.max_lines };
        (1..=most).rev().find(|lines| self.size_for(*lines) >= size_mm * 0.999).unwrap_or(1)
    }

    fn chosen(&self, size_mm: f32, broken: &[Broken], indent_em: f32, cut: bool) -> Chosen {
        let shaped = |line: &Broken| (line.head.as_deref().map(|head| self.line(head)), self.line(&line.text));
        Chosen { size_mm, lines: broken.iter().map(shaped).collect(), indent_em, cut }
    }

    /// Puts the lines into the box. Ink that would leave it (high accents, long tails) moves the text, then makes it
    /// smaller, and is clipped last of all.
    fn place(&self, chosen: &Chosen) -> Laid {
        let mut size_mm = chosen.size_mm;
        let mut lines = self.placed(chosen, size_mm);
        let mut inside = self.nudge(&mut lines, size_mm);
        while !inside && size_mm * 0.96 >= self.style.smallest_mm {
            size_mm *= 0.96;
            lines = self.placed(chosen, size_mm);
            inside = self.nudge(&mut lines, size_mm);
        }
        let mut missing: Vec<char> = lines.iter().flat_map(|placed| placed.line.missing.iter().copied()).collect();
        missing.sort_unstable();
        missing.dedup();
        Laid { size_mm, lines, cut: chosen.cut, clip: !inside, missing }
    }

    fn placed(&self, chosen: &Chosen, size_mm: f32) -> Vec<PlacedLine> {
        let lines = &chosen.lines;
        let below_first = count(lines.len().saturating_sub(1)) * self.style.leading_em * size_mm;
        let first = match self.style.vertical {
            Vertical::Top => self.area.y() + self.height.ascent * size_mm,
            Vertical::Middle => self.area.y() + (self.area.h() + self.height.capital * size_mm - below_first) / 2.0,
            Vertical::Bottom => self.area.bottom() - self.height.descent * size_mm - below_first,
        };
        let indent = chosen.indent_em * size_mm;
        let place = |(nth, (head, line)): (usize, &(Option<Arc<Line>>, Arc<Line>))| {
            let free = self.area.w() - indent - line.width * size_mm;
            let x_mm = self.area.x()
                + indent
                + match self.style.align {
                    Align::Left => 0.0,
                    Align::Centre => free / 2.0,
                    Align::Right => free,
                };
            let baseline_mm = first + count(nth) * self.style.leading_em * size_mm;
            let head = head.clone().map(|line| PlacedLine { line, x_mm: self.area.x(), baseline_mm });
            head.into_iter().chain([PlacedLine { line: Arc::clone(line), x_mm, baseline_mm }])
        };
        lines.iter().enumerate().flat_map(place).collect()
    }

    /// Moves lines so that their ink lies in the box; tells whether it then does.
    fn nudge(&self, lines: &mut [PlacedLine], size_mm: f32) -> bool {
        let (mut top, mut bottom) = (f32::MAX, f32::MIN);
        let mut narrow = true;
        for placed in lines.iter_mut() {
            let Some(ink) = placed.line.ink() else { continue };
            top = top.min(placed.baseline_mm + ink.top * size_mm);
            bottom = bottom.max(placed.baseline_mm + ink.bottom * size_mm);
            let (left, right) = (placed.x_mm + ink.left * size_mm, placed.x_mm + ink.right * size_mm);
            narrow &= right - left <= self.area.w();
            placed.x_mm += into(left, right, self.area.x(), self.area.right());
        }
        if top > bottom {
            return true;
        }
        let down = into(top, bottom, self.area.y(), self.area.bottom());
        for placed in lines.iter_mut() {
            placed.baseline_mm += down;
        }
        narrow && bottom - top <= self.area.h()
    }
}

/// By how much a stretch must move to lie within limits; as much at both ends if it is too long.
fn into(from: f32, to: f32, low: f32, high: f32) -> f32 {
    if to - from > high - low {
        return f32::midpoint(low, high) - f32::midpoint(from, to);
    }
    (low - from).max(0.0) - (to - high).max(0.0)
}

fn count(lines: usize) -> f32 {
    // Slots have at most 50 lines.
    f32::from(u16::try_from(lines).unwrap_or(u16::MAX))
}
