//! Drawn pictures: formats, limits, transparency, several codes, and our own code on all of them.

use std::io::Cursor;

use image::{DynamicImage, GenericImage, GrayImage, ImageFormat, Luma, LumaA, Rgba, RgbaImage};
use proptest::prelude::*;
use qrcode::bits::Bits;
use qrcode::{EcLevel, QrCode, Version};
use scan::{BadgeNumber, PictureError, ScannedCode, badge_code, interpret, read_frame, read_luma, read_picture};

use crate::{here, key};

/// The code as on a badge: version 2, level Q, four modules of quiet zone.
fn drawn(text: &str, module: u32) -> GrayImage {
    // In one alphanumeric segment: left to itself the crate cuts one code in 400 (long runs of
    // digits) into segments that no longer fit.
    let mut bits = Bits::new(Version::Normal(2));
    bits.push_alphanumeric_data(text.as_bytes()).unwrap();
    bits.push_terminator(EcLevel::Q).unwrap();
    let code = QrCode::with_bits(bits, EcLevel::Q).unwrap();
    let side = u32::try_from(code.width()).unwrap();
    GrayImage::from_fn((side + 8) * module, (side + 8) * module, |x, y| {
        let place = |at: u32| (at / module).checked_sub(4).filter(|at| *at < side);
        let dark = match (place(x), place(y)) {
            (Some(x), Some(y)) => code[(x as usize, y as usize)] == qrcode::Color::Dark,
            _ => false,
        };
        Luma([if dark { 0 } else { 255 }])
    })
}

fn ours(number: u64) -> String {
    badge_code(&key(), here(), BadgeNumber::from_bits(number)).as_str().to_owned()
}

fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.into().write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

#[track_caller]
fn check(picture: impl Into<DynamicImage>, expected: &[String]) {
    let mut texts = read_picture(&file(picture, ImageFormat::Png)).unwrap();
    texts.sort();
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(texts, expected);
}

#[test]
fn our_code_is_read_at_every_size_and_means_its_number() {
    for module in 1..=12 {
        let texts = read_picture(&file(drawn(&ours(7), module), ImageFormat::Png)).unwrap();
        assert_eq!(texts, [ours(7)], "{module} pixels a module");
        let number = match interpret(&texts[0], &key(), here()) {
            ScannedCode::Ours(number, _) => number,
            other => panic!("{other:?}"),
        };
        assert_eq!(number, BadgeNumber::from_bits(7));
    }
}

#[test]
fn in_all_three_formats() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let picture = DynamicImage::from(drawn(&ours(7), 4)).to_rgb8();
        assert_eq!(read_picture(&file(picture, format)), Ok(vec![ours(7)]), "{format:?}");
    }
}

#[test]
fn turned_mirrored_inverted_and_pale() {
    let picture = drawn(&ours(7), 5);
    let mut inverted = picture.clone();
    image::imageops::invert(&mut inverted);
    check(inverted, &[ours(7)]);
    check(image::imageops::rotate90(&picture), &[ours(7)]);
    check(image::imageops::rotate180(&picture), &[ours(7)]);
    check(image::imageops::flip_horizontal(&picture), &[ours(7)]);
    let pale =
        GrayImage::from_fn(picture.width(), picture.height(), |x, y| Luma([200 + picture.get_pixel(x, y).0[0] / 8]));
    check(pale, &[ours(7)]);
}

#[test]
fn what_is_transparent_is_paper() {
    let picture = drawn(&ours(7), 4);
    let ink_on_nothing = image::ImageBuffer::from_fn(picture.width(), picture.height(), |x, y| {
        LumaA([0_u8, 255 - picture.get_pixel(x, y).0[0]])
    });
    check(ink_on_nothing, &[ours(7)]);
    let red_on_nothing = RgbaImage::from_fn(picture.width(), picture.height(), |x, y| {
        Rgba([180, 0, 0, 255 - picture.get_pixel(x, y).0[0]])
    });
    check(red_on_nothing, &[ours(7)]);
}

#[test]
fn all_codes_of_a_sheet_each_once() {
    let mut sheet = GrayImage::from_pixel(1_000, 800, Luma([255]));
    let texts: Vec<String> = (0..12).map(|n| ours(n % 11)).collect();
    for (n, text) in texts.iter().enumerate() {
        let (column, row) = (u32::try_from(n % 4).unwrap(), u32::try_from(n / 4).unwrap());
        sheet.copy_from(&drawn(text, 4 + column % 3), column * 245, row * 260).unwrap();
    }
    check(sheet, &texts[..11]);
}

#[test]
fn a_picture_without_a_code_is_no_error() {
    check(GrayImage::from_pixel(300, 200, Luma([255])), &[]);
    check(GrayImage::from_pixel(1, 1, Luma([0])), &[]);
}

#[test]
fn what_is_no_picture_or_too_large_is_refused() {
    let check = |bytes: &[u8], expected| assert_eq!(read_picture(bytes), Err(expected));
    check(b"", PictureError::UnknownFormat);
    check(b"AK1", PictureError::UnknownFormat);
    check(b"GIF89a\x01\x00\x01\x00\x00\x00\x00", PictureError::UnknownFormat);
    check(&vec![0; (32 << 20) + 1], PictureError::TooLarge);
    let png = file(drawn(&ours(7), 4), ImageFormat::Png);
    check(&png[..20], PictureError::Damaged);
    check(&png[..png.len() / 2], PictureError::Damaged);
    // The header's width and height made 60,000; its checksum is no longer right, but no decoder may believe it first.
    let mut huge = png.clone();
    huge[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    assert!(read_picture(&huge).is_err());
    let wide = file(GrayImage::from_pixel(50_000, 1_001, Luma([255])), ImageFormat::Png);
    check(&wide, PictureError::TooLarge);
}

#[test]
fn frames_of_a_camera() {
    let picture = drawn(&ours(7), 4);
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    assert_eq!(read_luma(width, height, picture.as_raw()), Ok(vec![ours(7)]));
    assert_eq!(read_luma(width, height + 1, picture.as_raw()), Err(PictureError::WrongFrame));
    assert_eq!(read_luma(0, 0, &[]), Err(PictureError::WrongFrame));
    assert_eq!(read_luma(usize::MAX, 2, &[0]), Err(PictureError::WrongFrame));
    for frame in [0, 2, 4, 98] {
        assert_eq!(read_frame(width, height, picture.as_raw(), frame), Ok(vec![ours(7)]), "in every second frame");
    }
    assert_eq!(read_frame(width, height + 1, picture.as_raw(), 0), Err(PictureError::WrongFrame));
}

#[test]
fn a_code_that_needs_another_way_is_read_in_one_of_fourteen_frames_of_a_camera() {
    let mut picture = drawn(&ours(7), 4);
    picture.pixels_mut().for_each(|pixel| pixel.0[0] = 255 - pixel.0[0]);
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let read = |frame| !read_frame(width, height, picture.as_raw(), frame).unwrap().is_empty();
    let first_round: Vec<u64> = (0..14).filter(|frame| read(*frame)).collect();
    assert!((1..7).contains(&first_round.len()), "white on black, in {first_round:?}");
    assert!(first_round.iter().all(|frame| frame % 2 == 1), "between those that are looked at in the first way");
    assert_eq!((0..14).map(read).collect::<Vec<_>>(), (14..28).map(read).collect::<Vec<_>>(), "the ways take turns");
}

#[test]
fn a_small_code_in_the_middle_of_a_large_frame_is_made_larger() {
    // One pixel a module, as a code is that is held too far away.
    let code = drawn(&ours(7), 1);
    let mut frame = GrayImage::from_pixel(1_280, 720, Luma([170]));
    let middle = |frame: u32, code: u32| (frame - code) / 2;
    frame.copy_from(&code, middle(1_280, code.width()), middle(720, code.height())).unwrap();
    let read = |frame_number| !read_frame(1_280, 720, frame.as_raw(), frame_number).unwrap().is_empty();
    let frames: Vec<u64> = (0..14).filter(|frame| read(*frame)).collect();
    assert!(frames.iter().any(|frame| frame % 2 == 1), "between those that are looked at in the first way: {frames:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Pieces of a code under noise: what looks like one to the finder and is none.
    #[test]
    fn no_frame_breaks_the_reader(
        width in 1_u32..160,
        height in 1_u32..160,
        module in 1_u32..7,
        shift in (0_u32..60, 0_u32..60),
        noise in prop::collection::vec(any::<u8>(), 1..97),
        weight in 0_u16..=256,
    ) {
        let code = drawn(&ours(7), module);
        let pixels: Vec<u8> = (0..width * height)
            .map(|n| {
                let (x, y) = (n % width + shift.0, n / width + shift.1);
                let clean = code.get_pixel_checked(x, y).map_or(255, |pixel| u16::from(pixel.0[0]));
                ((clean * (256 - weight) + u16::from(noise[n as usize % noise.len()]) * weight) / 256) as u8
            })
            .collect();
        for text in read_luma(width as usize, height as usize, &pixels).unwrap() {
            prop_assert_eq!(text, ours(7));
        }
    }

    #[test]
    fn no_bytes_break_the_decoder(
        start in prop::sample::select(vec![&b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff", b"RIFF\x10\0\0\0WEBP", b""]),
        rest in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let _ = read_picture(&[start, &rest].concat());
    }
}
