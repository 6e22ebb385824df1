//! Printers of the test kit, with all their faults; the real programs are in `real.rs`.

// Helpers of tests are not seen as tests by clippy's own exception.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod encrypted;
mod faults;
mod labels;
mod real;

use std::time::Duration;

use badge::{Badge, Content, Fonts, Slot, Template};
use printing::{Document, Patience};

/// What stands in the code of the badges printed here.
const CODE: &str = "AK1X7QHM2RT5KWBPNGDLVC3S8E9F4";

/// Printers in the same program answer at once; one that does not is silent.
fn quick() -> Patience {
    Patience::new(Duration::from_millis(400))
}

fn badge(template: &str) -> Badge {
    let content =
        Content::new().text(Slot::Name, "Kim Kjær Nielsen").text(Slot::Organisation, "Egehavn Kommune").qr(CODE);
    badge::fill(
        Template::builtin(template).expect("a template that comes with the program"),
        &content,
        &Fonts::bundled(),
    )
}

fn document(name: &str) -> Document {
    Document::new(name, badge("a6"))
}

/// Reads a code out of dots: `is_black(x, y)`.
fn read_code(width: u32, height: u32, is_black: impl Fn(u32, u32) -> bool) -> Vec<String> {
    // Twice as large, with a white edge, so that a reader made for photographs has something to look at.
    let (scale, edge) = (2, 20);
    let (wide, high) = (width * scale + 2 * edge, height * scale + 2 * edge);
    let mut luma = Vec::with_capacity((wide * high) as usize);
    for y in 0..high {
        for x in 0..wide {
            let inside = (edge..wide - edge).contains(&x) && (edge..high - edge).contains(&y);
            let black = inside && is_black((x - edge) / scale, (y - edge) / scale);
            luma.push(if black { 0 } else { 255 });
        }
    }
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(wide as usize, high as usize, |x, y| luma[y * wide as usize + x]);
    image.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
}
