//! The raster that a QL prints (Brother, *Raster Command Reference QL-800/810W/820NWB*).

use badge::Bitmap;

use super::turned;

/// What is in a QL printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its width in millimetres, such as 62.
    pub width_mm: u8,
    /// Its length in millimetres; 0: a roll without end.
    pub length_mm: u8,
}

/// Pins of the head.
const NARROW: u32 = 720;
const WIDE: u32 = 1_296;
/// Rolls of these widths need the wide head.
const WIDEST_NARROW_MM: u8 = 62;
/// The most rows of a label: a metre at 300 dots an inch.
const MOST_ROWS: u32 = 11_811;
/// So much nearer than a label's edge the badge may be off: labels are cut to the millimetre.
const SLACK_DOTS: u32 = 12;

/// Whether a dot is black.
type Dots<'a> = Box<dyn Fn(u32, u32) -> bool + 'a>;

impl Label {
    /// Dots that can be printed across, and from the head's right edge to the first of them.
    fn across(self) -> Option<(u32, u32)> {
        // Printable dots and right margin, from the reference's table of rolls and labels.
        Some(match self.width_mm {
            12 => (106, 29),
            17 => (165, 0),
            23 => (202, 42),
            29 => (306, 6),
            38 => (413, 12),
            39 => (425, 12),
            50 => (554, 12),
            52 => (578, 0),
            54 => (590, 0),
            58 => (618, 51),
            60 => (672, 12),
            62 => (696, 12),
            102 => (1_164, 12),
            103 => (1_200, 12),
            _ => return None,
        })
    }

    /// Dots that can be printed along a label that has an end.
    fn along(self) -> Option<u32> {
        // 3 mm at both ends stay white.
        (self.length_mm > 0).then(|| u32::from(self.length_mm) * 300 * 10 / 254 - 70)
    }

    /// The usual roll for a badge, for printers that do not say what is in them.
    pub(crate) fn for_badge(bitmap: &Bitmap) -> Option<Self> {
        let narrow = bitmap.width().min(bitmap.height());
        [62, 102, 103].map(|width_mm| Self { width_mm, length_mm: 0 }).into_iter().find(|label| label.takes(narrow))
    }

    fn takes(self, dots: u32) -> bool {
        self.across().is_some_and(|(across, _)| dots <= across + SLACK_DOTS)
    }
}

/// Asks for the status, from whatever state the printer is in.
pub(crate) fn ask() -> Vec<u8> {
    [&[0; 200][..], b"\x1b@\x1biS"].concat()
}

/// A badge as a QL prints it, `copies` times; `None` if it does not fit on the label, upright or turned.
#[must_use]
pub fn encode(bitmap: &Bitmap, label: Label, copies: u32, offset_mm: (f32, f32)) -> Option<Vec<u8>> {
    let (across, right) = label.across()?;
    let upright = label.takes(bitmap.width());
    let (width, height, dot): (u32, u32, Dots<'_>) = if upright {
        let own = bitmap.clone();
        (bitmap.width(), bitmap.height(), Box::new(move |x, y| own.is_black(x, y)))
    } else if label.takes(bitmap.height()) {
        let (width, height, dot) = turned(bitmap);
        (width, height, Box::new(dot))
    } else {
        return None;
    };
    if label.along().is_some_and(|along| height > along + SLACK_DOTS) {
        return None;
    }
    let rows = label.along().unwrap_or(height).min(MOST_ROWS);
    let pins = if label.width_mm > WIDEST_NARROW_MM { WIDE } else { NARROW };
    #[expect(clippy::cast_possible_truncation, reason = "some hundred dots")]
    let dots = |mm: f32| (mm / 25.4 * 300.0).round() as i64;
    let (moved_right, moved_down) = (dots(offset_mm.0), dots(offset_mm.1));
    // In the middle of what can be printed.
    let left = i64::from(across) / 2 - i64::from(width) / 2;
    let pages = copies.max(1);
    let mut out = vec![0; 200];
    out.extend(b"\x1b@\x1bia\x01");
    for page in 0..pages {
        // Media and size are as said: another roll is an error, not a spoilt label.
        let kind = if label.length_mm == 0 { 0x0a } else { 0x0b };
        out.extend([0x1b, b'i', b'z', 0x86, kind, label.width_mm, label.length_mm]);
        out.extend(rows.to_le_bytes());
        out.extend([u8::from(page > 0), 0]);
        // Cut after each; notify.
        out.extend(b"\x1biM\x40\x1biA\x01\x1biK\x08\x1bi!\x00");
        let margin: u16 = if label.length_mm == 0 { 35 } else { 0 };
        out.extend([0x1b, b'i', b'd']);
        out.extend(margin.to_le_bytes());
        out.extend(b"M\x02");
        for row in 0..rows {
            put_row(&mut out, pins, |pin| {
                // The head's first pin is at the right edge of the paper as it comes out.
                let x = i64::from(across) - 1 - (i64::from(pin) - i64::from(right)) - left - moved_right;
                let y = i64::from(row) - moved_down;
                let inside = (i64::from(right)..i64::from(right + across)).contains(&i64::from(pin));
                match (u32::try_from(x), u32::try_from(y)) {
                    (Ok(x), Ok(y)) if inside && x < width && y < height => dot(x, y),
                    _ => false,
                }
            });
        }
        out.push(if page + 1 == pages { 0x1a } else { 0x0c });
    }
    Some(out)
}

/// One row: `Z` if it is white, else `g` with its bytes packed (TIFF PackBits).
fn put_row(out: &mut Vec<u8>, pins: u32, is_black: impl Fn(u32) -> bool) {
    let bytes: Vec<u8> =
        (0..pins / 8).map(|byte| (0..8).fold(0, |bits, bit| bits << 1 | u8::from(is_black(byte * 8 + bit)))).collect();
    if bytes.iter().all(|byte| *byte == 0) {
        out.push(b'Z');
        return;
    }
    let mut packed = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let same = bytes[at..].iter().take(128).take_while(|other| *other == byte).count();
        if same > 1 {
            packed.extend([u8::try_from(257 - same).unwrap_or(0), *byte]);
            at += same;
            continue;
        }
        let end = (at + 1..bytes.len().min(at + 128)).find(|next| bytes.get(*next) == bytes.get(next + 1));
        let end = end.unwrap_or(bytes.len().min(at + 128));
        packed.push(u8::try_from(end - at - 1).unwrap_or(0));
        packed.extend(&bytes[at..end]);
        at = end;
    }
    let length = u8::try_from(packed.len()).unwrap_or(u8::MAX);
    out.extend([b'g', 0, length]);
    out.extend(packed);
}
