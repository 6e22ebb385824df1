//! One-bit pictures of supplied designs, dot for dot as they were looked at once: what a label printer gets. A change of fonts,
//! of fitting or of drawing shows here. `ANKOMST_BLESS=1` takes over what is drawn now; look at the pictures then.

use std::path::{Path, PathBuf};

use badge::Bitmap;

use crate::helpers::{badge, dpi, person};

/// Template and resolution of each picture.
const PICTURES: [(&str, u32); 6] = [
    ("label-62", 203),
    ("label-62", 300),
    ("label-100x50", 203),
    ("label-100x50", 300),
    ("card-90x55", 300),
    ("a6", 203),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/badge/reference")
}

/// A picture of one bit a dot as PNG.
fn png_of(bits: &Bitmap) -> Vec<u8> {
    let mut rows = Vec::new();
    for y in 0..bits.height() {
        let mut row = vec![0xff_u8; bits.width().div_ceil(8) as usize];
        for x in (0..bits.width()).filter(|x| bits.is_black(*x, y)) {
            row[(x / 8) as usize] &= !(0x80 >> (x % 8));
        }
        rows.extend(row);
    }
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, bits.width(), bits.height());
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_compression(png::Compression::High);
    encoder.write_header().unwrap().write_image_data(&rows).unwrap();
    png
}

#[test]
fn labels_are_drawn_dot_for_dot_as_they_were_looked_at() {
    let people = [
        ("short", person("Åse", "Øst", "Nyborg Kommune", "Konsulent")),
        (
            "long",
            person(
                "Wolfgang-Maximilian Alexander",
                "von Hohenlohe-Langenburg",
                "Styrelsen for Arbejdsmarked og Rekruttering",
                "Chefkonsulent for ungeindsatsen",
            ),
        ),
    ];
    let mut wrong = Vec::new();
    for (template, dots) in PICTURES {
        for (who, content) in &people {
            let drawn = badge(template, content).to_bitmap(dpi(dots)).expect("a bitmap");
            let file = folder().join(format!("{template}-{dots}-{who}.png"));
            if std::env::var_os("ANKOMST_BLESS").is_some() {
                std::fs::create_dir_all(folder()).unwrap();
                std::fs::write(&file, png_of(&drawn)).unwrap();
            }
            let known = image::open(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())).to_luma8();
            if known.dimensions() != (drawn.width(), drawn.height()) {
                wrong.push(format!("{}: {:?} dots", file.display(), (drawn.width(), drawn.height())));
                continue;
            }
            let other =
                known.enumerate_pixels().filter(|(x, y, dot)| (dot.0[0] < 128) != drawn.is_black(*x, *y)).count();
            if other > 0 {
                let now = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file.file_name().unwrap());
                std::fs::write(&now, png_of(&drawn)).unwrap();
                wrong.push(format!("{}: {other} dots are others, see {}", file.display(), now.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
