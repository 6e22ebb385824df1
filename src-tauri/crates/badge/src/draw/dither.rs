//! Pictures in black and white: grey becomes a sprinkling of dots (Floyd and Steinberg, 1976).

use resvg::tiny_skia::{Color, Pixmap};

/// What one dot passes on: to the right, then below from left to right, in sixteenths.
const SHARES: [(i32, usize, i32); 4] = [(1, 0, 7), (-1, 1, 3), (0, 1, 5), (1, 1, 1)];

/// Lays a layer over a picture. Its dots become black or white, dithered; where the layer is clear nothing changes.
pub(crate) fn lay_down(layer: &Pixmap, onto: &mut Pixmap) {
    let width = usize::try_from(layer.width()).unwrap_or(0);
    let (black, white) = (Color::BLACK.premultiply().to_color_u8(), Color::WHITE.premultiply().to_color_u8());
    // Errors of this row and the next, one more at either end.
    let mut errors = [vec![0_i32; width + 2], vec![0_i32; width + 2]];
    for (row, below) in layer.pixels().chunks(width.max(1)).zip(onto.pixels_mut().chunks_mut(width.max(1))) {
        for (x, (dot, target)) in row.iter().zip(below).enumerate() {
            if dot.alpha() < 128 {
                continue;
            }
            // Over white paper: premultiplied parts, and what the paper shows through.
            let paper = 255 - i32::from(dot.alpha());
            let (red, green, blue) = (i32::from(dot.red()), i32::from(dot.green()), i32::from(dot.blue()));
            let luma = (299 * red + 587 * green + 114 * blue) / 1000 + paper;
            let wanted = luma + errors[0][x + 1] / 16;
            let is_white = wanted >= 128;
            *target = if is_white { white } else { black };
            let error = wanted - if is_white { 255 } else { 0 };
            for (right, down, share) in SHARES {
                let at = i32::try_from(x).unwrap_or(0) + 1 + right;
                if let Some(place) = usize::try_from(at).ok().and_then(|at| errors[down].get_mut(at)) {
                    *place += error * share;
                }
            }
        }
        errors.swap(0, 1);
        errors[1].fill(0);
    }
}
