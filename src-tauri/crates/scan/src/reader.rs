//! Looking for QR codes in a grey picture.
//!
//! The reader is `rxing` (pure Rust), which has two of them inside: a port of zxing-cpp's and a port of zxing's. A
//! picture is shown to them in several ways, the next one only if nothing was read. Which ways, was measured on the 162
//! pictures of `shared/qr-samples`: of some 1,300 combinations of scale, smoothing, binarising and reader, the first
//! way reads 145, and no combination ever read a wrong text; the others are those that add most for their time.

use std::collections::HashSet;

use rxing::common::{GlobalHistogramBinarizer, HybridBinarizer};
use rxing::multi::MultipleBarcodeReader;
use rxing::multi::qrcode::QRCodeMultiReader;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, Binarizer, BinaryBitmap, DecodeHints, Luma8Source};

use crate::luma::Luma;

/// A way to look at a picture.
struct Way {
    scale: Scale,
    /// Radius in pixels of the smoothing, after scaling; 0 for none.
    blur: usize,
    /// Radius in pixels of the sharpening, after smoothing; 0 for none.
    sharpen: usize,
    /// White on black, as on many phones.
    inverted: bool,
    reader: Reader,
}

/// Only pictures for which a scale makes sense are looked at in it.
enum Scale {
    Same,
    Grown(usize),
    Shrunk(usize),
}

/// What is black, and who looks at it.
enum Reader {
    /// By the light around each place, the port of zxing-cpp's.
    Local,
    /// By the light of the whole picture, the port of zxing's.
    Global,
}

const WAYS: [Way; 8] = [
    Way { scale: Scale::Same, blur: 0, sharpen: 0, inverted: false, reader: Reader::Local },
    Way { scale: Scale::Same, blur: 0, sharpen: 0, inverted: true, reader: Reader::Local },
    // Photographs larger than needed: less noise, and finder patterns of a size that is looked for.
    Way { scale: Scale::Shrunk(3), blur: 0, sharpen: 0, inverted: false, reader: Reader::Local },
    // Out of focus, and modules of two or three pixels.
    Way { scale: Scale::Same, blur: 0, sharpen: 5, inverted: false, reader: Reader::Local },
    // Printed on cloth or drawn as dots.
    Way { scale: Scale::Grown(2), blur: 2, sharpen: 0, inverted: false, reader: Reader::Global },
    Way { scale: Scale::Shrunk(4), blur: 1, sharpen: 5, inverted: false, reader: Reader::Global },
    Way { scale: Scale::Same, blur: 0, sharpen: 5, inverted: true, reader: Reader::Global },
    Way { scale: Scale::Grown(3), blur: 0, sharpen: 2, inverted: false, reader: Reader::Global },
];

/// Pictures whose shorter side is longer than this are not made larger.
const ENOUGH: usize = 500;
/// Pictures whose shorter side would be shorter than this are not made smaller: the least code has 21 modules.
const LEAST: usize = 40;

/// The texts of all codes that the first way finds that finds one, each once.
pub(crate) fn read(picture: &Luma) -> Vec<String> {
    WAYS.iter().map(|way| way.texts(picture)).find(|texts| !texts.is_empty()).unwrap_or_default()
}

/// The side of the square in the middle of a large frame, once it is made larger, that is looked at as if it were the whole: whoever
/// holds a code before a camera holds it there.
const MIDDLE: usize = 2 * (ENOUGH - 20);

/// The same for a frame of a camera, which is followed by others: every second one is looked at in the first way, and those between
/// in one of the others, which take turns, so that no frame costs much and a code that is held still is looked at in every way before long.
/// What only small pictures are looked at in, the middle of a large frame is.
pub(crate) fn read_in_turn(picture: &Luma, frame: u64) -> Vec<String> {
    let [first, others @ ..] = &WAYS;
    if frame.is_multiple_of(2) {
        return first.texts(picture);
    }
    let seven = u64::try_from(others.len()).unwrap_or(1);
    let turn = usize::try_from(frame / 2 % seven).unwrap_or_default();
    let Some(way) = others.get(turn) else { return Vec::new() };
    match way.scale {
        Scale::Grown(factor) if !way.scale.fits(picture) => way.texts(&picture.middle(MIDDLE / factor)),
        _ => way.texts(picture),
    }
}

impl Scale {
    /// Whether looking at a picture in this scale makes sense.
    fn fits(&self, picture: &Luma) -> bool {
        let side = picture.width().min(picture.height());
        match self {
            Self::Same => true,
            Self::Grown(_) => side < ENOUGH,
            Self::Shrunk(factor) => side >= LEAST * factor,
        }
    }
}

impl Way {
    fn texts(&self, picture: &Luma) -> Vec<String> {
        let Some(seen) = self.seen(picture) else { return Vec::new() };
        let (Ok(width), Ok(height)) = (u32::try_from(seen.width()), u32::try_from(seen.height())) else {
            return Vec::new();
        };
        let Ok(source) = Luma8Source::new_with_slice(seen.pixels(), width, height) else { return Vec::new() };
        match self.reader {
            Reader::Local => texts(BinaryBitmap::new(HybridBinarizer::new(source)), self.inverted, QrReader),
            Reader::Global => {
                let bitmap = BinaryBitmap::new(GlobalHistogramBinarizer::new(source));
                texts(bitmap, self.inverted, QRCodeMultiReader::new())
            }
        }
    }

    fn seen(&self, picture: &Luma) -> Option<Luma> {
        let mut seen = match self.scale {
            _ if !self.scale.fits(picture) => return None,
            Scale::Same => picture.clone(),
            Scale::Grown(factor) => picture.grown(factor),
            Scale::Shrunk(factor) => picture.shrunk(factor)?,
        };
        if self.blur > 0 {
            seen = seen.blurred(self.blur);
        }
        if self.sharpen > 0 {
            seen = seen.sharpened(self.sharpen);
        }
        Some(seen)
    }
}

fn texts<B: Binarizer>(
    mut bitmap: BinaryBitmap<B>,
    inverted: bool,
    mut reader: impl MultipleBarcodeReader,
) -> Vec<String> {
    if inverted {
        bitmap.invert();
    }
    let hints = DecodeHints {
        TryHarder: Some(true),
        PossibleFormats: Some(HashSet::from([BarcodeFormat::QR_CODE])),
        ..DecodeHints::default()
    };
    // An error says that nothing was found; the readers have no other kind that a picture could cause.
    let found = reader.decode_multiple_with_hints(&mut bitmap, &hints).unwrap_or_default();
    let mut texts: Vec<String> = Vec::new();
    for code in found {
        if !texts.iter().any(|text| text == code.getText()) {
            texts.push(code.getText().to_owned());
        }
    }
    texts
}
