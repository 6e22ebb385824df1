//! PWG Raster (PWG 5102.4): the badge as a picture that every driverless printer takes.

use std::io::Cursor;

use crate::Document;

/// The most dots of one side.
const MOST_DOTS: u32 = 20_000;
const HEADER: usize = 1_796;

/// The badge as PWG Raster, in sRGB or in grey, moved by the document's offset; `None` if it cannot be drawn.
#[must_use]
pub fn raster(document: &Document, dpi: u16, in_colour: bool) -> Option<Vec<u8>> {
    let dots = badge::Dpi::new(u32::from(dpi)).or_else(|_| badge::Dpi::new(300)).ok()?;
    let png = document.badge.to_png(dots).ok()?;
    let picture = Picture::read(&png)?.moved(document.offset_mm, f32::from(dots.get()));
    Some(encode(&picture, u32::from(dots.get()), in_colour))
}

/// A picture of three bytes a dot.
struct Picture {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

impl Picture {
    fn read(bytes: &[u8]) -> Option<Self> {
        let mut decoder = png::Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().ok()?;
        let mut dots = vec![0; reader.output_buffer_size()?];
        let info = reader.next_frame(&mut dots).ok()?;
        if info.width > MOST_DOTS || info.height > MOST_DOTS {
            return None;
        }
        let samples = info.color_type.samples();
        let rgb = dots[..info.buffer_size()].chunks_exact(samples).flat_map(|dot| match dot {
            [red, green, blue] => [*red, *green, *blue],
            // Paper shows through what is not covered.
            [red, green, blue, alpha] => [*red, *green, *blue].map(|part| over_white(part, *alpha)),
            [grey, alpha] => [over_white(*grey, *alpha); 3],
            [grey, ..] => [*grey; 3],
            [] => [255; 3],
        });
        Some(Self { width: info.width, height: info.height, rgb: rgb.collect() })
    }

    fn moved(self, (right, down): (f32, f32), dpi: f32) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "some hundred dots")]
        let dots = |mm: f32| (mm / 25.4 * dpi).round() as i64;
        let (right, down) = (dots(right), dots(down));
        if right == 0 && down == 0 {
            return self;
        }
        let (width, height) = (i64::from(self.width), i64::from(self.height));
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for y in 0..height {
            for x in 0..width {
                let (from_x, from_y) = (x - right, y - down);
                let inside = (0..width).contains(&from_x) && (0..height).contains(&from_y);
                let at = if inside { usize::try_from((from_y * width + from_x) * 3).ok() } else { None };
                rgb.extend(at.and_then(|at| self.rgb.get(at..at + 3)).unwrap_or(&[255; 3]));
            }
        }
        Self { rgb, ..self }
    }
}

fn over_white(part: u8, alpha: u8) -> u8 {
    let (part, alpha) = (u32::from(part), u32::from(alpha));
    u8::try_from((part * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255)
}

fn encode(picture: &Picture, dpi: u32, in_colour: bool) -> Vec<u8> {
    let bytes: usize = if in_colour { 3 } else { 1 };
    let mut out = b"RaS2".to_vec();
    out.extend(header(picture, dpi, in_colour));
    let width = usize::try_from(picture.width).unwrap_or(0);
    let rows: Vec<Vec<u8>> = picture
        .rgb
        .chunks_exact(width.max(1) * 3)
        .map(|row| {
            if in_colour {
                return row.to_vec();
            }
            row.chunks_exact(3).map(luma).collect()
        })
        .collect();
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        let same = rows[at..].iter().take(256).take_while(|other| *other == row).count();
        // A row, and how often it comes again.
        out.push(u8::try_from(same - 1).unwrap_or(0));
        pack(row, bytes, &mut out);
        at += same;
    }
    out
}

fn luma(dot: &[u8]) -> u8 {
    let [red, green, blue] = [0, 1, 2].map(|part| dot.get(part).copied().map_or(255, u32::from));
    u8::try_from((red * 299 + green * 587 + blue * 114) / 1_000).unwrap_or(255)
}

/// One row: runs of one dot (0 to 127: that many more), and runs of different ones (257 − count).
fn pack(row: &[u8], bytes: usize, out: &mut Vec<u8>) {
    let dots: Vec<&[u8]> = row.chunks_exact(bytes).collect();
    let mut at = 0;
    while at < dots.len() {
        let same = dots[at..].iter().take(128).take_while(|dot| **dot == dots[at]).count();
        if same > 1 {
            out.push(u8::try_from(same - 1).unwrap_or(0));
            out.extend(dots[at]);
            at += same;
            continue;
        }
        let limit = (at + 128).min(dots.len());
        let mut end = at + 1;
        while end < limit && (end + 1 >= dots.len() || dots[end] != dots[end + 1]) {
            end += 1;
        }
        let count = end - at;
        if count == 1 {
            out.push(0);
        } else {
            out.push(u8::try_from(257 - count).unwrap_or(0));
        }
        out.extend(dots[at..end].iter().flat_map(|dot| dot.iter()));
        at = end;
    }
}

fn header(picture: &Picture, dpi: u32, in_colour: bool) -> Vec<u8> {
    let mut header = vec![0; HEADER];
    let mut text = |at: usize, text: &str| header[at..at + text.len()].copy_from_slice(text.as_bytes());
    text(0, "PwgRaster");
    let points = |dots: u32| dots.saturating_mul(72) / dpi.max(1);
    let (bytes, space): (u32, u32) = if in_colour { (3, 19) } else { (1, 18) };
    let mut number = |at: usize, number: u32| header[at..at + 4].copy_from_slice(&number.to_be_bytes());
    for (at, value) in [
        (276, dpi),
        (280, dpi),
        // One copy: the job says how many.
        (340, 1),
        (352, points(picture.width)),
        (356, points(picture.height)),
        (372, picture.width),
        (376, picture.height),
        (384, 8),
        (388, bytes * 8),
        (392, picture.width * bytes),
        // Dot by dot, sRGB or sGray.
        (396, 0),
        (400, space),
        (420, bytes),
        // One page; moved neither way; sides as they are.
        (452, 1),
        (456, 1),
        (460, 1),
    ] {
        number(at, value);
    }
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpack(mut bytes: &[u8], width: usize, per_dot: usize) -> Vec<Vec<u8>> {
        let mut rows = Vec::new();
        while let Some((again, rest)) = bytes.split_first() {
            bytes = rest;
            let mut row = Vec::new();
            while row.len() < width * per_dot {
                let (code, rest) = bytes.split_first().unwrap();
                let (count, times) =
                    if *code < 128 { (1, usize::from(*code) + 1) } else { (257 - usize::from(*code), 1) };
                row.extend(rest[..count * per_dot].repeat(times));
                bytes = &rest[count * per_dot..];
            }
            rows.extend(vec![row; usize::from(*again) + 1]);
        }
        rows
    }

    #[test]
    fn what_is_packed_is_the_same_when_unpacked() {
        let mut state = 7_u32;
        for (width, in_colour) in [(1_u32, true), (2, false), (129, true), (300, false), (301, true)] {
            let height = 40;
            let rgb: Vec<u8> = (0..width * height)
                .flat_map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    // Long runs and single dots.
                    [if state >> 28 < 9 { 255 } else { u8::try_from(state >> 24).unwrap() }; 3]
                })
                .collect();
            let picture = Picture { width, height, rgb };
            let packed = encode(&picture, 300, in_colour);
            let per_dot = if in_colour { 3 } else { 1 };
            let rows = unpack(&packed[4 + HEADER..], usize::try_from(width).unwrap(), per_dot);
            let flat: Vec<u8> = rows.concat();
            let wanted: Vec<u8> =
                picture.rgb.chunks(3).flat_map(|dot| if in_colour { dot.to_vec() } else { vec![dot[0]] }).collect();
            let is_near = flat.iter().zip(&wanted).all(|(a, b)| a.abs_diff(*b) <= 1);
            assert!(flat.len() == wanted.len() && is_near, "{width} dots, in colour: {in_colour}");
        }
    }
}
