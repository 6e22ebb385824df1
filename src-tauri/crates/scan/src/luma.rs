//! A grey picture, and the few ways in which it is changed before a code is looked for again.

/// A grey picture: one byte a pixel, 0 black, rows from the top without gaps.
#[derive(Clone)]
pub(crate) struct Luma {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Luma {
    /// The picture with these pixels; `None` unless there are `width * height` of them and at least one.
    pub(crate) fn new(width: usize, height: usize, pixels: Vec<u8>) -> Option<Self> {
        let fits = width > 0 && height > 0 && width.checked_mul(height) == Some(pixels.len());
        fits.then_some(Self { width, height, pixels })
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn height(&self) -> usize {
        self.height
    }

    pub(crate) fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// Smaller by a whole factor: each pixel the mean of a square. `None` if nothing would be left.
    pub(crate) fn shrunk(&self, factor: usize) -> Option<Self> {
        let (width, height) = (self.width / factor, self.height / factor);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let rows = self.pixels[y * factor * self.width..].chunks(self.width).take(factor);
                let sum: usize =
                    rows.flat_map(|row| &row[x * factor..(x + 1) * factor]).map(|pixel| usize::from(*pixel)).sum();
                pixels.push(byte(sum / (factor * factor)));
            }
        }
        Self::new(width, height, pixels)
    }

    /// Larger by a whole factor, values in between drawn straight.
    pub(crate) fn grown(&self, factor: usize) -> Self {
        // In units of half a target pixel: the middle of target pixel t lies at source (2t + 1 - factor) / (2 factor).
        let source = |target: usize, last: usize| {
            let place = (2 * target + 1).saturating_sub(factor);
            let (low, part) = (place / (2 * factor), place % (2 * factor));
            (low.min(last), (low + 1).min(last), part)
        };
        let whole = 2 * factor;
        let (width, height) = (self.width * factor, self.height * factor);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let (y0, y1, down) = source(y, self.height - 1);
            let (upper, lower) = (self.row(y0), self.row(y1));
            for x in 0..width {
                let (x0, x1, right) = source(x, self.width - 1);
                let mix = |row: &[u8]| usize::from(row[x0]) * (whole - right) + usize::from(row[x1]) * right;
                pixels.push(byte((mix(upper) * (whole - down) + mix(lower) * down) / (whole * whole)));
            }
        }
        Self { width, height, pixels }
    }

    /// Each pixel the mean of the square of `2 * radius + 1` around it: takes away noise and the weave of cloth.
    pub(crate) fn blurred(&self, radius: usize) -> Self {
        let across = mean_along(&self.pixels, self.width, radius);
        let turned = transposed(&across, self.width, self.height);
        let down = mean_along(&turned, self.height, radius);
        Self { width: self.width, height: self.height, pixels: transposed(&down, self.height, self.width) }
    }

    /// Edges made steeper: each pixel moved away from the mean around it, by as much as it differs.
    pub(crate) fn sharpened(&self, radius: usize) -> Self {
        let mean = self.blurred(radius);
        let steeper = |(pixel, mean): (&u8, &u8)| byte((2 * usize::from(*pixel)).saturating_sub(usize::from(*mean)));
        let pixels = self.pixels.iter().zip(&mean.pixels).map(steeper).collect();
        Self { width: self.width, height: self.height, pixels }
    }

    fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..(y + 1) * self.width]
    }
}

fn byte(value: usize) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

fn mean_along(pixels: &[u8], width: usize, radius: usize) -> Vec<u8> {
    let mut means = Vec::with_capacity(pixels.len());
    for row in pixels.chunks(width) {
        let mut sum: usize = row.iter().take(radius).map(|pixel| usize::from(*pixel)).sum();
        let mut count = radius.min(width);
        for x in 0..width {
            if let Some(entering) = row.get(x + radius) {
                sum += usize::from(*entering);
                count += 1;
            }
            if let Some(leaving) = x.checked_sub(radius + 1) {
                sum -= usize::from(row[leaving]);
                count -= 1;
            }
            means.push(byte(sum / count));
        }
    }
    means
}

fn transposed(pixels: &[u8], width: usize, height: usize) -> Vec<u8> {
    let mut turned = Vec::with_capacity(pixels.len());
    for x in 0..width {
        turned.extend((0..height).map(|y| pixels[y * width + x]));
    }
    turned
}
