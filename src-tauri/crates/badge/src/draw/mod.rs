//! The outputs. Each walks the same list of items and decides nothing about layout.

mod dither;
pub(crate) mod outline;
pub(crate) mod pdf;
pub(crate) mod raster;
pub(crate) mod svg;

use crate::qr::Qr;

/// Calls `draw` with left, top, width and height, in millimetres, of every run of dark modules.
fn each_module_rect(qr: &Qr, mut draw: impl FnMut(f32, f32, f32, f32)) {
    let module = qr.module_size().as_mm();
    let (left, top) = qr.origin_mm();
    // A code has at most 177 modules a side.
    let times = |modules: usize| f32::from(u16::try_from(modules).unwrap_or(u16::MAX)) * module;
    for stretch in qr.stretches() {
        draw(left + times(stretch.from), top + times(stretch.row), times(stretch.columns), module);
    }
}

/// Calls `draw` with left, top, width and height, in millimetres, of every bar.
fn each_bar_rect(bars: &crate::Bars, mut draw: impl FnMut(f32, f32, f32, f32)) {
    let area = bars.area();
    for (left, width) in bars.each_bar_mm() {
        draw(left, area.y(), width, area.h());
    }
}
