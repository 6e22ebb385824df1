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

    /// The square of `side` in the middle; all of a picture that is smaller.
    pub(crate) fn middle(&self, side: usize) -> Self {
        let (width, height) = (side.min(self.width), side.min(self.height));
        let (left, top) = ((self.width - width) / 2, (self.height - height) / 2);
        let rows = self.pixels.chunks_exact(self.width).skip(top).take(height);
        Self { width, height, pixels: rows.flat_map(|row| &row[left..left + width]).copied().collect() }
    }

    /// Smaller by a whole factor: each pixel the mean of a square. `None` if nothing would be left.
    pub(crate) fn shrunk(&self, factor: usize) -> Option<Self> {
        let (width, height) = (self.width / factor, self.height / factor);
        let mean = Mean::of(factor * factor);
        let mut pixels = Vec::with_capacity(width * height);
        let mut sums = vec![0_u32; width];
        for rows in self.pixels.chunks_exact(self.width * factor).take(height) {
            sums.fill(0);
            for row in rows.chunks_exact(self.width) {
                for (sum, square) in sums.iter_mut().zip(row.chunks_exact(factor)) {
                    *sum += square.iter().map(|pixel| u32::from(*pixel)).sum::<u32>();
                }
            }
            mean.of_sums(&sums, &mut pixels);
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
        Self { width: self.width, height: self.height, pixels: mean_down(&across, self.width, radius) }
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

/// The mean of so many values, without a division for each: a product and a shift, for few values in 32 bits, which a processor does
/// several of at once.
#[derive(Clone, Copy)]
enum Mean {
    Few(u32),
    Many(u64),
}

impl Mean {
    fn of(count: usize) -> Self {
        // What the product is too large by stays below one as long as 255 times the square of the count is less than 2^16.
        match u32::try_from(count.max(1)) {
            Ok(few @ ..=16) => Self::Few((1 << 16) / few + 1),
            _ => Self::Many((1 << 32) / u64::try_from(count.max(1)).unwrap_or(1) + 1),
        }
    }

    /// Rounded down, for fewer than 2^16 values of a byte each.
    fn of_sum(self, sum: u32) -> u8 {
        let mean = match self {
            Self::Few(times) => u64::from((sum * times) >> 16),
            Self::Many(times) => (u64::from(sum) * times) >> 32,
        };
        u8::try_from(mean).unwrap_or(u8::MAX)
    }

    /// The means of many sums.
    fn of_sums(self, sums: &[u32], means: &mut Vec<u8>) {
        match self {
            // Never more than a byte; said so that nothing is looked at twice.
            Self::Few(times) => means.extend(sums.iter().map(|sum| ((sum * times) >> 16).min(255) as u8)),
            Self::Many(_) => means.extend(sums.iter().map(|sum| self.of_sum(*sum))),
        }
    }
}

/// How many values lie within `radius` of each place, as the means of so many.
fn means(length: usize, radius: usize) -> Vec<Mean> {
    (0..length).map(|place| Mean::of((place + radius).min(length - 1) - place.saturating_sub(radius) + 1)).collect()
}

fn mean_along(pixels: &[u8], width: usize, radius: usize) -> Vec<u8> {
    let means_of = means(width, radius);
    let mut means = Vec::with_capacity(pixels.len());
    for row in pixels.chunks_exact(width) {
        let mut sum: u32 = row.iter().take(radius).map(|pixel| u32::from(*pixel)).sum();
        let (whole, inner) = (Mean::of(2 * radius + 1), radius + 1..width.saturating_sub(radius).max(radius + 1));
        for (x, mean) in means_of.iter().enumerate().take(inner.start) {
            sum += row.get(x + radius).map_or(0, |entering| u32::from(*entering));
            means.push(mean.of_sum(sum));
        }
        // Nearly all of a row, where nothing has to be asked.
        if !inner.is_empty() {
            for (entering, leaving) in row[2 * radius + 1..].iter().zip(row) {
                sum = sum + u32::from(*entering) - u32::from(*leaving);
                means.push(whole.of_sum(sum));
            }
        }
        for (x, mean) in means_of.iter().enumerate().skip(inner.end.min(width).max(inner.start)) {
            sum += row.get(x + radius).map_or(0, |entering| u32::from(*entering));
            sum -= u32::from(row[x - radius - 1]);
            means.push(mean.of_sum(sum));
        }
    }
    means
}

/// The same from row to row: the sums of all columns at once.
fn mean_down(pixels: &[u8], width: usize, radius: usize) -> Vec<u8> {
    let rows: Vec<&[u8]> = pixels.chunks_exact(width).collect();
    let mut sums = vec![0_u32; width];
    for row in rows.iter().take(radius) {
        sums.iter_mut().zip(*row).for_each(|(sum, pixel)| *sum += u32::from(*pixel));
    }
    let mut means_down = Vec::with_capacity(pixels.len());
    for (y, mean) in means(rows.len(), radius).into_iter().enumerate() {
        if let Some(entering) = rows.get(y + radius) {
            sums.iter_mut().zip(*entering).for_each(|(sum, pixel)| *sum += u32::from(*pixel));
        }
        if let Some(leaving) = y.checked_sub(radius + 1).and_then(|y| rows.get(y)) {
            sums.iter_mut().zip(*leaving).for_each(|(sum, pixel)| *sum -= u32::from(*pixel));
        }
        mean.of_sums(&sums, &mut means_down);
    }
    means_down
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each value by its own sum and division, as one would write it down.
    #[test]
    fn means_are_what_their_definition_says() {
        let (width, height) = (13, 9);
        let pixels: Vec<u8> = (0..width * height).map(|n| u8::try_from(n * 7_919 % 256).unwrap_or(0)).collect();
        let luma = Luma::new(width, height, pixels.clone()).expect("as many pixels");
        let mean = |values: Vec<usize>| byte(values.iter().sum::<usize>() / values.len());
        for radius in [1, 2, 5, 20] {
            let around = |place: usize, length: usize| place.saturating_sub(radius)..(place + radius + 1).min(length);
            let at = |x: usize, y: usize| usize::from(pixels[y * width + x]);
            let across = |x: usize, y: usize| usize::from(mean(around(x, width).map(|x| at(x, y)).collect()));
            let blurred = luma.blurred(radius);
            for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
                let wanted = mean(around(y, height).map(|y| across(x, y)).collect());
                assert_eq!(blurred.row(y)[x], wanted, "radius {radius} at {x}, {y}");
            }
        }
        let shrunk = luma.shrunk(4).expect("something is left");
        assert_eq!((shrunk.width(), shrunk.height()), (3, 2));
        let square = (0..16).map(|n| usize::from(pixels[(4 + n / 4) * width + 8 + n % 4])).collect();
        assert_eq!(shrunk.row(1)[2], mean(square));
        assert!(luma.shrunk(10).is_none(), "nothing would be left");
        let middle = luma.middle(3);
        assert_eq!(
            (middle.row(0), middle.row(2)),
            (&pixels[3 * width + 5..3 * width + 8], &pixels[5 * width + 5..5 * width + 8])
        );
        assert_eq!(luma.middle(20).pixels(), pixels, "all of it");
    }
}
