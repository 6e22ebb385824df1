//! The texts of the QR codes in a picture or a camera frame.
//!
//! Decoding of picture files and their limits; the reading itself is in `reader`.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, ImageReader, Limits, LumaA};

use crate::luma::Luma;
use crate::reader::{read, read_in_turn};

/// The largest file, in bytes: 32 MiB.
pub const MAX_BYTES: usize = 32 << 20;
/// The largest picture, in pixels.
pub const MAX_PIXELS: u64 = 50_000_000;

/// Why a picture could not be looked at. A picture without a code is no error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The bytes do not begin like PNG, JPEG or WebP.
    #[error("not a PNG, JPEG or WebP picture")]
    UnknownFormat,
    /// More than [`MAX_BYTES`] or [`MAX_PIXELS`].
    #[error("the picture is too large: at most 32 MiB and 50 million pixels")]
    TooLarge,
    /// Begins like a picture but cannot be decoded.
    #[error("the picture is damaged")]
    Damaged,
    /// The bytes of a frame are not as many as its width times its height, or there are none.
    #[error("the frame does not have as many bytes as pixels")]
    WrongFrame,
}

/// The texts of all QR codes found in a PNG, JPEG or WebP picture, each once; none if there is none. What is
/// transparent counts as white paper.
///
/// # Errors
///
/// [`PictureError`] if the picture cannot be decoded or is too large; sizes are checked before decoding.
pub fn read_picture(bytes: &[u8]) -> Result<Vec<String>, PictureError> {
    Ok(read(&grey(&decode(bytes)?)?))
}

/// The texts of all QR codes found in a grey frame, each once: one byte a pixel, 0 black, rows from the top, `width`
/// bytes each.
///
/// # Errors
///
/// [`PictureError::WrongFrame`] and [`PictureError::TooLarge`].
pub fn read_luma(width: usize, height: usize, pixels: &[u8]) -> Result<Vec<String>, PictureError> {
    luma(width, height, pixels).map(|picture| read(&picture))
}

/// The same for the frames of a camera, counted from 0: every second one is looked at in the way that reads most, those between in
/// one of seven others in turn, so that none costs much. What only one of these reads is read in one of fourteen frames. Of a large
/// frame, the middle is made larger.
///
/// # Errors
///
/// As [`read_luma`].
pub fn read_frame(width: usize, height: usize, pixels: &[u8], frame: u64) -> Result<Vec<String>, PictureError> {
    luma(width, height, pixels).map(|picture| read_in_turn(&picture, frame))
}

fn luma(width: usize, height: usize, pixels: &[u8]) -> Result<Luma, PictureError> {
    if u64::try_from(pixels.len()).is_ok_and(|count| count > MAX_PIXELS) {
        return Err(PictureError::TooLarge);
    }
    Luma::new(width, height, pixels.to_vec()).ok_or(PictureError::WrongFrame)
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, PictureError> {
    if bytes.len() > MAX_BYTES {
        return Err(PictureError::TooLarge);
    }
    let format = image::guess_format(bytes).map_err(|_| PictureError::UnknownFormat)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
        return Err(PictureError::UnknownFormat);
    }
    let reader = || ImageReader::with_format(Cursor::new(bytes), format);
    let (width, height) = reader().into_dimensions().map_err(|_| PictureError::Damaged)?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooLarge);
    }
    let mut limits = Limits::default();
    // Eight bytes a pixel (16-bit RGBA) and as much again for the decoder's own buffers.
    limits.max_alloc = Some(MAX_PIXELS * 16);
    let mut reader = reader();
    reader.limits(limits);
    reader.decode().map_err(|_| PictureError::Damaged)
}

/// The picture in grey, on white paper.
fn grey(picture: &DynamicImage) -> Result<Luma, PictureError> {
    let grey = picture.to_luma_alpha8();
    let size = |side: u32| usize::try_from(side).map_err(|_| PictureError::TooLarge);
    let (width, height) = (size(grey.width())?, size(grey.height())?);
    let on_white = |pixel: &LumaA<u8>| {
        let [grey, alpha] = pixel.0.map(u32::from);
        u8::try_from((grey * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
    };
    Luma::new(width, height, grey.pixels().map(on_white).collect()).ok_or(PictureError::Damaged)
}
