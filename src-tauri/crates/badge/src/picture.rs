//! Pictures from bytes, within limits.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits};

use crate::Area;
use crate::template::check::is_fair_size;

/// A decoded picture and where it is drawn.
#[derive(Clone)]
pub(crate) struct Picture {
    /// Eight bits each of red, green, blue and opacity, not premultiplied.
    pub(crate) rgba: Vec<u8>,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// As given, for SVG output.
    pub(crate) bytes: Vec<u8>,
    pub(crate) area: Area,
}

/// Decodes PNG or JPEG; `None` if it is neither, broken, or too large.
pub(crate) fn decode(bytes: &[u8]) -> Option<image::RgbaImage> {
    let format = image::guess_format(bytes).ok()?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg) {
        return None;
    }
    let (width, height) = ImageReader::with_format(Cursor::new(bytes), format).into_dimensions().ok()?;
    if !is_fair_size(width, height) {
        return None;
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(256 * 1024 * 1024);
    reader.limits(limits);
    reader.decode().ok().map(|picture| picture.to_rgba8())
}

impl Picture {
    /// Decodes a picture and fits it whole into the middle of a box.
    pub(crate) fn fitted(bytes: &[u8], into: Area) -> Option<Picture> {
        let rgba = decode(bytes)?;
        let (width, height) = rgba.dimensions();
        let (across, down) = (side(width), side(height));
        let scale = (into.w() / across).min(into.h() / down);
        let (w, h) = (across * scale, down * scale);
        let area = Area::mm(into.x() + (into.w() - w) / 2.0, into.y() + (into.h() - h) / 2.0, w, h);
        Some(Picture { rgba: rgba.into_raw(), width, height, bytes: bytes.to_vec(), area })
    }
}

fn side(dots: u32) -> f32 {
    // `is_fair_size` bounds both sides to 4096.
    f32::from(u16::try_from(dots).unwrap_or(u16::MAX))
}
