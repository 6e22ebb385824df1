//! Pictures as a camera sees them: somewhere in a frame, with all that is around them.

use image::imageops::FilterType;

/// A camera's frame, in pixels.
pub(crate) const WIDTH: usize = 1_280;
/// Its other side.
pub(crate) const HEIGHT: usize = 720;

/// The picture in the middle of a grey frame, made smaller if it does not fit. Around it is what a dark hall looks like to a cheap
/// camera: light that falls off to one side, blurs of things, and noise in every pixel. The same each time.
pub(crate) fn noisy(bytes: &[u8]) -> Vec<u8> {
    let (width, height) = (u32::try_from(WIDTH).unwrap_or(0), u32::try_from(HEIGHT).unwrap_or(0));
    let picture = image::load_from_memory(bytes).unwrap_or_default();
    let fits = picture.width() <= width && picture.height() <= height;
    let picture = if fits { picture } else { picture.resize(width, height, FilterType::Triangle) }.to_luma8();
    // A known generator (xorshift64*, Vigna 2016).
    let mut state = 0x1280_0720_u64;
    let mut next = || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        u32::try_from(state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 58).unwrap_or(0)
    };
    // A thing every 40 pixels, as dark as it happens to be.
    let columns = width / 40 + 1;
    let things: Vec<u32> = (0..columns * (height / 40 + 1)).map(|_| next()).collect();
    let mut frame = image::GrayImage::from_fn(width, height, |x, y| {
        let place = usize::try_from(y / 40 * columns + x / 40).unwrap_or(0);
        let light = 60 + x / 16 + things.get(place).copied().unwrap_or(0) + next() / 2;
        image::Luma([u8::try_from(light.min(255)).unwrap_or(u8::MAX)])
    });
    let middle = |frame: u32, picture: u32| i64::from((frame - picture) / 2);
    let (left, top) = (middle(width, picture.width()), middle(height, picture.height()));
    image::imageops::overlay(&mut frame, &picture, left, top);
    frame.into_raw()
}
