//! A picture with codes: as a file, and as a frame of a camera.

use scan::{PictureError, read_frame, read_luma, read_picture};

/// Pixels of the frames; a larger one takes too long to be invented.
const MOST: usize = 96 * 96;

/// No bytes break decoder or readers, and a frame is read if and only if it has as many bytes as pixels.
pub fn check(bytes: &[u8]) {
    match read_picture(bytes) {
        Ok(texts) => assert!(texts.iter().enumerate().all(|(n, text)| !texts[..n].contains(text)), "each text once"),
        Err(error) => assert!(!error.to_string().is_empty(), "an error says what is wrong"),
    }
    let Some((width, pixels)) = bytes.split_first() else { return };
    let width = usize::from(*width);
    let height = pixels.len().checked_div(width).unwrap_or_default();
    if width * height == 0 || width * height > MOST {
        return;
    }
    let frame = &pixels[..width * height];
    assert_eq!(read_luma(width, height + 1, frame), Err(PictureError::WrongFrame), "a row is missing");
    assert!(read_luma(width, height, frame).is_ok());
    for nth in 0..8 {
        assert!(read_frame(width, height, frame, nth).is_ok());
    }
}
