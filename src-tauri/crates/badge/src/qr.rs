//! QR codes as modules on a grid, so that each output can snap them to its own dots.

use qrcode::bits::Bits;
use qrcode::{EcLevel, QrCode, Version};

use crate::{Area, Dpi, Length};

/// Light modules kept free on every side (ISO/IEC 18004, 6.3.8).
pub(crate) const QUIET: usize = 4;
/// Below this size of a module hand scanners and cameras begin to fail.
pub(crate) const SMALLEST_MODULE: Length = Length::mm(0.33);

/// A QR code and its place on the badge. The place holds the quiet zone too.
#[derive(Clone, Debug, PartialEq)]
pub struct Qr {
    text: String,
    area: Area,
    version: i16,
    level: EcLevel,
    width: usize,
    dark: Vec<bool>,
}

/// A horizontal run of dark modules: row, first column, number of columns.
#[derive(Clone, Copy)]
pub(crate) struct Stretch {
    pub(crate) row: usize,
    pub(crate) from: usize,
    pub(crate) columns: usize,
}

/// The grid of a code on an output's dots: where its first module lies, and how many dots a module has a side.
#[derive(Clone, Copy)]
pub(crate) struct Grid {
    pub(crate) left: u32,
    pub(crate) top: u32,
    pub(crate) dots: u32,
}

/// A code of one alphanumeric segment. Left to itself, `qrcode` splits a text with long runs of digits into segments
/// whose heads take more room than they save, and about one of our codes in 400 then no longer fits version 2 with Q.
fn one_segment(text: &str, version: Version, level: EcLevel) -> Option<QrCode> {
    // The 45 letters of ISO/IEC 18004, table 5.
    let alphanumeric =
        |letter: u8| letter.is_ascii_digit() || letter.is_ascii_uppercase() || b" $%*+-./:".contains(&letter);
    if !text.bytes().all(alphanumeric) {
        return None;
    }
    let mut bits = Bits::new(version);
    bits.push_alphanumeric_data(text.as_bytes()).ok()?;
    bits.push_terminator(level).ok()?;
    QrCode::with_bits(bits, level).ok()
}

impl Qr {
    /// The smallest code that holds the text with error correction M, and then the best correction that this size
    /// still has room for: Q in version 2 for our codes of 29 characters. `None` if the text is too long for any.
    pub(crate) fn new(text: &str, area: Area) -> Option<Qr> {
        // Counting bits is cheap; laying out modules and trying all masks is not, and is done once only.
        let version = qrcode::bits::encode_auto(text.as_bytes(), EcLevel::M).ok()?.version();
        let at = |level| one_segment(text, version, level).or_else(|| QrCode::with_version(text, version, level).ok());
        let code = at(EcLevel::H).or_else(|| at(EcLevel::Q)).or_else(|| at(EcLevel::M))?;
        let Version::Normal(version) = code.version() else { return None };
        let dark = code.to_colors().into_iter().map(|colour| colour == qrcode::Color::Dark).collect();
        let (level, width) = (code.error_correction_level(), code.width());
        Some(Qr { text: text.to_owned(), area, version, level, width, dark })
    }

    /// The text in the code.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of the code with its quiet zone of four modules.
    #[must_use]
    pub fn area(&self) -> Area {
        self.area
    }

    /// The version, 1 to 40: 2 has 25 modules a side, each next one 4 more.
    #[must_use]
    pub fn version(&self) -> i16 {
        self.version
    }

    /// The error correction: `'M'`, `'Q'` or `'H'`.
    #[must_use]
    pub fn level(&self) -> char {
        match self.level {
            EcLevel::L => 'L',
            EcLevel::M => 'M',
            EcLevel::Q => 'Q',
            EcLevel::H => 'H',
        }
    }

    /// The side of a module in PDF and SVG. On dots it is rounded down to whole dots.
    #[must_use]
    pub fn module_size(&self) -> Length {
        let side = self.area.w().min(self.area.h());
        Length::mm(side / count(self.width + 2 * QUIET))
    }

    /// The side of a module on an output of a resolution, in whole dots; 0 if there are too few dots.
    #[must_use]
    pub fn module_dots(&self, dpi: Dpi) -> u32 {
        let side = Length::mm(self.area.w().min(self.area.h())).as_dots(dpi);
        // A hair is forgiven, for areas drawn to fit an output exactly.
        whole((side + 0.01) / count(self.width + 2 * QUIET))
    }

    /// The dark modules, merged along rows.
    pub(crate) fn stretches(&self) -> Vec<Stretch> {
        let mut stretches = Vec::new();
        for (row, modules) in self.dark.chunks(self.width).enumerate() {
            let mut column = 0;
            while column < modules.len() {
                let columns = modules[column..].iter().take_while(|dark| **dark).count();
                if columns > 0 {
                    stretches.push(Stretch { row, from: column, columns });
                }
                column += columns.max(1);
            }
        }
        stretches
    }

    /// The upper left corner of the first module in PDF and SVG, in millimetres.
    pub(crate) fn origin_mm(&self) -> (f32, f32) {
        let side = self.module_size().as_mm() * count(self.width);
        (self.area.x() + (self.area.w() - side) / 2.0, self.area.y() + (self.area.h() - side) / 2.0)
    }

    /// The code on an output's dots, in the middle of its place; `None` if a module would be less than a dot.
    pub(crate) fn grid(&self, dpi: Dpi) -> Option<Grid> {
        let dots = self.module_dots(dpi);
        let side = count(self.width) * f32::from(u16::try_from(dots).unwrap_or(u16::MAX));
        let start = |from: f32, length: f32| {
            let (from, length) = (Length::mm(from).as_dots(dpi), Length::mm(length).as_dots(dpi));
            whole((from + (length - side) / 2.0).round())
        };
        let grid = Grid { left: start(self.area.x(), self.area.w()), top: start(self.area.y(), self.area.h()), dots };
        (dots > 0).then_some(grid)
    }
}

fn count(modules: usize) -> f32 {
    // At most 177 modules and the quiet zone.
    f32::from(u16::try_from(modules).unwrap_or(u16::MAX))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range of u16 before")]
fn whole(number: f32) -> u32 {
    u32::from(number.clamp(0.0, 65535.0) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_our_codes_is_version_2_with_q() {
        // Runs of digits of every length at every place: what the splitting trips over.
        for start in 3..29 {
            for end in start..29 {
                let code: String = (0..29).map(|place| if (start..end).contains(&place) { '7' } else { 'K' }).collect();
                let qr = Qr::new(&code, Area::mm(0.0, 0.0, 30.0, 30.0)).expect("it fits");
                assert_eq!((qr.version(), qr.level()), (2, 'Q'), "for {code}");
            }
        }
    }
}
