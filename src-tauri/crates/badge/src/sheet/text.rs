//! Grids of one's own, written as text.

use std::str::FromStr;

use thiserror::Error;

use super::Sheet;
use crate::Size;

/// Why a text is no sheet.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SheetError {
    /// Neither a name nor a grid.
    #[error("{0:?} is no sheet: write a name, or page=210x297 grid=2x5 place=80x50 margin=17.5x13.5 gap=15x5 (mm)")]
    NotRead(String),
    /// The grid reaches beyond the paper.
    #[error("the places reach {over_mm} mm beyond the paper")]
    BeyondThePaper {
        /// By how much, in millimetres, rounded up.
        over_mm: u32,
    },
}

impl FromStr for Sheet {
    type Err = SheetError;

    /// The name of a sheet, or `page=210x297 grid=2x5 place=80x50 margin=17.5x13.5 gap=15x5 folded`: lengths in
    /// millimetres, width before height, columns before rows. Without `page` it is A4; margin and gap may be left out.
    fn from_str(text: &str) -> Result<Sheet, SheetError> {
        if let Some(sheet) = Sheet::builtin(text.trim()) {
            return Ok(sheet);
        }
        let not_read = || SheetError::NotRead(text.to_owned());
        let mut sheet = super::grid(super::A4, (0, 0), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0));
        for word in text.split_ascii_whitespace() {
            if word == "folded" {
                sheet.folded = true;
                continue;
            }
            let (name, value) = word.split_once('=').ok_or_else(not_read)?;
            let (first, second) = value.split_once('x').ok_or_else(not_read)?;
            let size = || {
                let side = |text: &str| text.parse::<f32>().ok().filter(|side| (0.0..=1000.0).contains(side));
                Some(Size::mm(side(first)?, side(second)?))
            };
            match name {
                "page" => sheet.page = size().ok_or_else(not_read)?,
                "place" => sheet.place = size().ok_or_else(not_read)?,
                "margin" => sheet.margin = size().ok_or_else(not_read)?,
                "gap" => sheet.gap = size().ok_or_else(not_read)?,
                "grid" => {
                    let times = |text: &str| text.parse::<u16>().ok().filter(|times| (1..=50).contains(times));
                    sheet.columns = times(first).ok_or_else(not_read)?;
                    sheet.rows = times(second).ok_or_else(not_read)?;
                }
                _ => return Err(not_read()),
            }
        }
        let least = sheet.page.width.as_mm().min(sheet.page.height.as_mm());
        if sheet.columns == 0 || sheet.place.width.as_mm() < 10.0 || sheet.place.height.as_mm() < 10.0 || least < 10.0 {
            return Err(not_read());
        }
        let over = sheet.over_mm();
        if over > 0.05 {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "fifty places of a metre at most"
            )]
            return Err(SheetError::BeyondThePaper { over_mm: over.ceil() as u32 });
        }
        Ok(sheet)
    }
}

impl Sheet {
    /// How far the places reach beyond the paper, in millimetres; 0 or less if they lie upon it.
    fn over_mm(&self) -> f32 {
        let reach = |margin: f32, times: u16, side: f32, gap: f32| {
            margin + f32::from(times) * side + f32::from(times.saturating_sub(1)) * gap
        };
        let across = reach(self.margin.width.as_mm(), self.columns, self.place.width.as_mm(), self.gap.width.as_mm());
        let down = reach(self.margin.height.as_mm(), self.rows, self.place.height.as_mm(), self.gap.height.as_mm());
        (across - self.page.width.as_mm()).max(down - self.page.height.as_mm())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grid_lies_on_its_paper() {
        for name in Sheet::builtin_names() {
            let sheet: Sheet = name.parse().expect("a name is a sheet");
            assert!(sheet.over_mm() <= 0.01, "{name} lies on its paper");
        }
    }

    #[test]
    fn grids_of_ones_own_are_read() {
        let herma = "grid=2x5 place=80x50 margin=17.5x13.5 gap=15x5".parse();
        assert_eq!(herma, Ok(Sheet::builtin("herma-4412").expect("a sheet")), "the same grid written out");
        for wrong in
            ["", "a5", "grid=2x5", "grid=0x5 place=80x50", "grid=2x5 place=80", "grid=2x5 place=80x50 edge=1x1"]
        {
            assert!(matches!(wrong.parse::<Sheet>(), Err(SheetError::NotRead(_))), "{wrong:?} is no sheet");
        }
        let wide = "grid=3x5 place=80x50".parse::<Sheet>();
        assert_eq!(wide, Err(SheetError::BeyondThePaper { over_mm: 30 }), "three of 80 mm are wider than A4");
    }
}
