//! Draws `icons/icon.svg` in the sizes that systems ask for. `cargo xtask icons` starts it; a test compares the result.
#![expect(clippy::print_stdout, clippy::panic, reason = "a program for the terminal: what cannot be done ends it")]

use std::path::Path;

/// The pictures and their edges in pixels. Windows takes all of `icon.ico`.
const SIZES: [(&str, u32); 3] = [("32x32.png", 32), ("128x128.png", 128), ("128x128@2x.png", 256)];
const ICO: [u32; 5] = [16, 32, 48, 64, 256];

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../icons");
    let svg = std::fs::read(folder.join("icon.svg")).unwrap_or_else(|error| panic!("icons/icon.svg: {error}"));
    let tree = usvg::Tree::from_data(&svg, &usvg::Options::default()).unwrap_or_else(|error| panic!("{error}"));
    for (name, edge) in SIZES {
        write(&folder.join(name), &png(&tree, edge));
    }
    write(&folder.join("icon.ico"), &ico(&ICO.map(|edge| (edge, png(&tree, edge)))));
    println!("icons: {} pictures and one .ico", SIZES.len());
}

fn png(tree: &usvg::Tree, edge: u32) -> Vec<u8> {
    let mut picture = resvg::tiny_skia::Pixmap::new(edge, edge).unwrap_or_else(|| panic!("{edge} pixels"));
    let scale = edge as f32 / tree.size().width();
    resvg::render(tree, resvg::tiny_skia::Transform::from_scale(scale, scale), &mut picture.as_mut());
    picture.encode_png().unwrap_or_else(|error| panic!("{error}"))
}

/// An icon file for Windows: a list of pictures, then the pictures as PNG (which it takes since Vista).
fn ico(pictures: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut head = vec![0, 0, 1, 0];
    let mut body = Vec::new();
    let count = u16::try_from(pictures.len()).unwrap_or_default();
    head.extend(count.to_le_bytes());
    let start = 6 + 16 * pictures.len();
    for (edge, png) in pictures {
        // An edge of 256 is written as 0.
        let edge = u8::try_from(*edge).unwrap_or(0);
        head.extend([edge, edge, 0, 0, 1, 0, 32, 0]);
        head.extend(u32::try_from(png.len()).unwrap_or_default().to_le_bytes());
        head.extend(u32::try_from(start + body.len()).unwrap_or_default().to_le_bytes());
        body.extend(png);
    }
    [head, body].concat()
}

fn write(file: &Path, bytes: &[u8]) {
    std::fs::write(file, bytes).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
}
