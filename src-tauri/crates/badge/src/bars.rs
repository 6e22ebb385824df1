//! Code 128 (ISO/IEC 15417): bars for scanners that read no QR codes.

use crate::{Area, Dpi, Length};

/// Light modules kept free on either side (ISO/IEC 15417, 4.3).
const QUIET: u32 = 10;
/// Below this width hand scanners begin to fail (7.5 mil, the resolution that most are sold with).
pub(crate) const THINNEST_BAR: Length = Length::mm(0.19);
/// More symbols than this are wider than any badge.
const LONGEST: usize = 80;

const CODE_C: u8 = 99;
const CODE_B: u8 = 100;
const START_B: u8 = 104;
const START_C: u8 = 105;
const STOP: u8 = 106;

/// Widths of bar, space, bar, space, bar, space of each symbol (ISO/IEC 15417, table 1); the stop symbol ends with one more
/// bar of two modules.
const WIDTHS: [&[u8; 6]; 107] = [
    b"212222", b"222122", b"222221", b"121223", b"121322", b"131222", b"122213", b"122312", b"132212", b"221213",
    b"221312", b"231212", b"112232", b"122132", b"122231", b"113222", b"123122", b"123221", b"223211", b"221132",
    b"221231", b"213212", b"223112", b"312131", b"311222", b"321122", b"321221", b"312212", b"322112", b"322211",
    b"212123", b"212321", b"232121", b"111323", b"131123", b"131321", b"112313", b"132113", b"132311", b"211313",
    b"231113", b"231311", b"112133", b"112331", b"132131", b"113123", b"113321", b"133121", b"313121", b"211331",
    b"231131", b"213113", b"213311", b"213131", b"311123", b"311321", b"331121", b"312113", b"312311", b"332111",
    b"314111", b"221411", b"431111", b"111224", b"111422", b"121124", b"121421", b"141122", b"141221", b"112214",
    b"112412", b"122114", b"122411", b"142112", b"142211", b"241211", b"221114", b"413111", b"241112", b"134111",
    b"111242", b"121142", b"121241", b"114212", b"124112", b"124211", b"411212", b"421112", b"421211", b"212141",
    b"214121", b"412121", b"111143", b"111341", b"131141", b"114113", b"114311", b"411113", b"411311", b"113141",
    b"114131", b"311141", b"411131", b"211412", b"211214", b"211232", b"233111",
];

/// A bar code and its place on the badge. The place holds the quiet zone too.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    text: String,
    area: Area,
    /// Left edge and width of each bar, in modules from the first bar's left edge.
    bars: Vec<(u32, u32)>,
    /// Modules from the first bar to the last.
    width: u32,
}

/// Where the first bar stands on an output's dots, and the dots of a module.
#[derive(Clone, Copy)]
pub(crate) struct BarGrid {
    pub(crate) left: u32,
    pub(crate) dots: u32,
}

impl Bars {
    /// The text in code set B, runs of four digits and more in C. `None` for an empty text, one too long, and letters
    /// beyond ASCII or below the blank.
    pub(crate) fn new(text: &str, area: Area) -> Option<Bars> {
        let symbols = symbols(text)?;
        let (mut bars, mut at) = (Vec::new(), 0);
        for symbol in symbols {
            for (nth, width) in WIDTHS.get(usize::from(symbol))?.iter().enumerate() {
                let width = u32::from(width - b'0');
                if nth % 2 == 0 {
                    bars.push((at, width));
                }
                at += width;
            }
        }
        bars.push((at, 2));
        Some(Bars { text: text.to_owned(), area, bars, width: at + 2 })
    }

    /// The text in the code.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of the code with its quiet zone of ten modules at either side.
    #[must_use]
    pub fn area(&self) -> Area {
        self.area
    }

    /// The width of the narrowest bar in PDF and SVG. On dots it is rounded down to whole dots.
    #[must_use]
    pub fn module_size(&self) -> Length {
        Length::mm(self.area.w() / count(self.width + 2 * QUIET))
    }

    /// The width of the narrowest bar on an output of a resolution, in whole dots; 0 if there are too few dots.
    #[must_use]
    pub fn module_dots(&self, dpi: Dpi) -> u32 {
        whole((Length::mm(self.area.w()).as_dots(dpi) + 0.01) / count(self.width + 2 * QUIET))
    }

    /// Left edge and width of each bar in PDF and SVG, in millimetres.
    pub(crate) fn each_bar_mm(&self) -> impl Iterator<Item = (f32, f32)> {
        let module = self.module_size().as_mm();
        let first = self.area.x() + module * count(QUIET);
        self.bars.iter().map(move |(left, width)| (first + count(*left) * module, count(*width) * module))
    }

    /// The code on an output's dots, in the middle of its place; `None` if a module would be less than a dot.
    pub(crate) fn grid(&self, dpi: Dpi) -> Option<BarGrid> {
        let dots = self.module_dots(dpi);
        let (from, length) = (Length::mm(self.area.x()).as_dots(dpi), Length::mm(self.area.w()).as_dots(dpi));
        let left = whole((from + (length - count(self.width * dots)) / 2.0).round());
        (dots > 0).then_some(BarGrid { left, dots })
    }

    /// Left edge and width of each bar, in modules.
    pub(crate) fn bars(&self) -> &[(u32, u32)] {
        &self.bars
    }
}

/// The symbols with start, check symbol and stop.
fn symbols(text: &str) -> Option<Vec<u8>> {
    let bytes = text.as_bytes();
    if bytes.is_empty() || bytes.len() > LONGEST || bytes.iter().any(|byte| !(b' '..=b'~').contains(byte)) {
        return None;
    }
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    // C takes two digits a symbol; changing to it and back costs two.
    let worth = |from: usize| digits(from) >= 4;
    let (mut symbols, mut at, mut pairs) = (vec![if worth(0) { START_C } else { START_B }], 0, worth(0));
    while at < bytes.len() {
        if pairs && digits(at) >= 2 {
            symbols.push((bytes[at] - b'0') * 10 + bytes[at + 1] - b'0');
            at += 2;
        } else if pairs {
            symbols.push(CODE_B);
            pairs = false;
        } else if worth(at) && (digits(at) % 2 == 0 || at + digits(at) == bytes.len() && digits(at) > 4) {
            symbols.push(CODE_C);
            pairs = true;
        } else {
            symbols.push(bytes[at] - b' ');
            at += 1;
        }
    }
    let weighted = symbols.iter().zip(0_u32..).map(|(symbol, nth)| u32::from(*symbol) * nth.max(1)).sum::<u32>();
    symbols.push(u8::try_from(weighted % 103).unwrap_or(0));
    symbols.push(STOP);
    Some(symbols)
}

fn count(modules: u32) -> f32 {
    // At most 82 symbols of 11 modules, times the dots of one.
    f32::from(u16::try_from(modules).unwrap_or(u16::MAX))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range of u16 before")]
fn whole(number: f32) -> u32 {
    u32::from(number.clamp(0.0, 65535.0) as u16)
}
