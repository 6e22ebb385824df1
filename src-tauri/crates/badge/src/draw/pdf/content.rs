//! The operators of a page, as text: numbers with three decimals, which is a micrometre where a unit is a millimetre.

use usvg::tiny_skia_path::{Path, PathSegment, Transform};

use crate::{Area, Colour};

/// A stream of drawing operators being written.
#[derive(Default)]
pub(crate) struct Content {
    out: Vec<u8>,
    /// What colour fills, so that it is said once only.
    filled: Option<Colour>,
}

impl Content {
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// An operator without numbers before it.
    pub(crate) fn word(&mut self, operator: &str) -> &mut Content {
        self.out.extend_from_slice(operator.as_bytes());
        self.out.push(b'\n');
        self
    }

    /// An operator with its numbers.
    pub(crate) fn op(&mut self, numbers: &[f32], operator: &str) -> &mut Content {
        for value in numbers {
            self.number(*value);
            self.out.push(b' ');
        }
        self.word(operator)
    }

    /// A number as short as possible.
    pub(crate) fn number(&mut self, value: f32) -> &mut Content {
        #[expect(clippy::cast_possible_truncation, reason = "clamped to what a page can hold, far within 32 bits")]
        let mut thousandths = (value.clamp(-1e6, 1e6) * 1000.0).round() as i32;
        if thousandths < 0 {
            self.out.push(b'-');
            thousandths = -thousandths;
        }
        self.whole(thousandths / 1000);
        let mut rest = thousandths % 1000;
        if rest > 0 {
            self.out.push(b'.');
            for place in [100, 10, 1] {
                if rest > 0 {
                    self.out.push(b'0' + u8::try_from(rest / place).unwrap_or(0));
                    rest %= place;
                }
            }
        }
        self
    }

    fn whole(&mut self, mut value: i32) {
        let mut digits = [0_u8; 10];
        let mut at = digits.len();
        loop {
            at -= 1;
            digits[at] = b'0' + u8::try_from(value % 10).unwrap_or(0);
            value /= 10;
            if value == 0 {
                break;
            }
        }
        self.out.extend_from_slice(&digits[at..]);
    }

    /// Bytes as they are; for names and strings that were made here.
    pub(crate) fn raw(&mut self, text: &str) -> &mut Content {
        self.out.extend_from_slice(text.as_bytes());
        self
    }

    /// A number of 16 bits in hexadecimal.
    pub(crate) fn hex(&mut self, value: u16) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        for shift in [12, 8, 4, 0] {
            self.out.push(DIGITS[usize::from(value >> shift & 15)]);
        }
    }

    pub(crate) fn save(&mut self) -> &mut Content {
        self.filled = None;
        self.word("q")
    }

    pub(crate) fn restore(&mut self) -> &mut Content {
        self.filled = None;
        self.word("Q")
    }

    pub(crate) fn transform(&mut self, by: Transform) -> &mut Content {
        self.op(&[by.sx, by.ky, by.kx, by.sy, by.tx, by.ty], "cm")
    }

    /// The colour that fills from here on.
    pub(crate) fn fill_colour(&mut self, colour: Colour) -> &mut Content {
        if self.filled == Some(colour) {
            return self;
        }
        self.filled = Some(colour);
        let [red, green, blue] = parts(colour);
        if red.to_bits() == green.to_bits() && green.to_bits() == blue.to_bits() {
            self.op(&[red], "g")
        } else {
            self.op(&[red, green, blue], "rg")
        }
    }

    pub(crate) fn stroke_colour(&mut self, colour: Colour) -> &mut Content {
        self.op(&parts(colour), "RG")
    }

    pub(crate) fn rectangle(&mut self, x: f32, y: f32, w: f32, h: f32) -> &mut Content {
        self.op(&[x, y, w, h], "re")
    }

    pub(crate) fn area(&mut self, area: &Area) -> &mut Content {
        self.rectangle(area.x(), area.y(), area.w(), area.h())
    }

    /// Cuts off whatever lies outside, until the state is restored.
    pub(crate) fn clip(&mut self, area: &Area) -> &mut Content {
        self.area(area).word("W n")
    }

    /// The outline of a path; quadratic curves become cubic ones, which draw the same.
    pub(crate) fn path(&mut self, path: &Path) -> &mut Content {
        let (mut x, mut y) = (0.0, 0.0);
        for segment in path.segments() {
            match segment {
                PathSegment::MoveTo(to) => self.op(&[to.x, to.y], "m"),
                PathSegment::LineTo(to) => self.op(&[to.x, to.y], "l"),
                PathSegment::QuadTo(by, to) => {
                    let third = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
                    let first = (third(x, by.x), third(y, by.y));
                    let second = (third(to.x, by.x), third(to.y, by.y));
                    self.op(&[first.0, first.1, second.0, second.1, to.x, to.y], "c")
                }
                PathSegment::CubicTo(by, and, to) => self.op(&[by.x, by.y, and.x, and.y, to.x, to.y], "c"),
                PathSegment::Close => self.word("h"),
            };
            match segment {
                PathSegment::MoveTo(to)
                | PathSegment::LineTo(to)
                | PathSegment::QuadTo(_, to)
                | PathSegment::CubicTo(_, _, to) => (x, y) = (to.x, to.y),
                PathSegment::Close => {}
            }
        }
        self
    }
}

fn parts(colour: Colour) -> [f32; 3] {
    [colour.red, colour.green, colour.blue].map(|part| f32::from(part) / 255.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_right() {
        for (value, expected) in
            [(0.0, "0"), (-0.0004, "0"), (1.5, "1.5"), (-12.345, "-12.345"), (0.05, "0.05"), (100.001, "100.001")]
        {
            let mut content = Content::default();
            content.number(value);
            assert_eq!(String::from_utf8(content.into_bytes()).as_deref(), Ok(expected), "{value} is written");
        }
    }
}
