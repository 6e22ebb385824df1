//! One bit a dot.

/// A black and white picture for label printers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitmap {
    width: u32,
    height: u32,
    rows: Vec<u8>,
}

impl Bitmap {
    /// A picture of these rows, each filled up to whole bytes.
    pub(crate) fn of_rows(width: u32, height: u32, rows: Vec<u8>) -> Bitmap {
        debug_assert_eq!(rows.len(), Self::bytes_across(width) * usize::try_from(height).unwrap_or(0), "whole rows");
        Bitmap { width, height, rows }
    }

    /// Dots across.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Dots down.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Bytes of one row: eight dots each, the last one filled up with white.
    #[must_use]
    pub fn bytes_per_row(&self) -> usize {
        Self::bytes_across(self.width)
    }

    /// The rows from top to bottom; within a byte the highest bit is the leftmost dot, and 1 is black.
    #[must_use]
    pub fn rows(&self) -> &[u8] {
        &self.rows
    }

    /// Whether a dot is black; dots outside are white.
    #[must_use]
    pub fn is_black(&self, x: u32, y: u32) -> bool {
        self.place(x, y).is_some_and(|(byte, bit)| self.rows.get(byte).is_some_and(|byte| byte & bit != 0))
    }

    fn place(&self, x: u32, y: u32) -> Option<(usize, u8)> {
        if x >= self.width || y >= self.height {
            return None;
        }
        let row = usize::try_from(y).ok()? * self.bytes_per_row();
        Some((row + usize::try_from(x / 8).ok()?, 0x80 >> (x % 8)))
    }

    fn bytes_across(width: u32) -> usize {
        usize::try_from(width.div_ceil(8)).unwrap_or(0)
    }
}
