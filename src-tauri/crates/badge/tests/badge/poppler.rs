//! The PDFs as another program sees them: poppler's `pdftoppm`, `pdftotext`, `pdffonts` and `pdfinfo`. A machine without it
//! skips these tests, except in CI.
#![allow(clippy::disallowed_methods, reason = "a test starts poppler")]

use std::path::PathBuf;
use std::process::Command;

use badge::{Badge, Colour, Edge, Fonts, Length, Setup, Sheet, Slot, Template, fill, pdf_of, sheet_pdf};

use crate::helpers::{dpi, event, person};

/// A folder that is gone with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("ankomst-badge-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    /// Writes a PDF and runs a program of poppler on it; its output, and nothing on standard error.
    fn run(&self, pdf: &[u8], program: &str, before: &[&str], after: &[&str]) -> Option<String> {
        let file = self.0.join("badge.pdf");
        std::fs::write(&file, pdf).expect("written");
        let output = Command::new(program).args(before).arg(&file).args(after).current_dir(&self.0).output();
        let Ok(output) = output else {
            assert!(std::env::var_os("CI").is_none(), "{program} is missing; `cargo xtask setup` installs it");
            #[expect(clippy::print_stderr, reason = "whoever runs the tests sees what was not tried")]
            {
                eprintln!("skipped: {program} is not installed");
            }
            return None;
        };
        assert!(output.status.success(), "{program} opens the file");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{program} finds nothing to complain about");
        Some(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn full(given: &str, family: &str) -> badge::Content {
    person(given, family, "Kræftens Bekæmpelse", "Rådgiver")
        .text(Slot::Sessions, "10.00\tÅbning\n13.30\tPaneldebat")
        .text(Slot::Programme, "09.00\tVelkomst\n10.00\tÅbning")
}

#[test]
fn pages_texts_and_fonts() {
    let folder = Folder::new("pages");
    for name in Template::builtin_names() {
        let template = Template::builtin(name).expect("built in");
        let badge = fill(template, &full("Åse Ærlig", "Øst-Žižka"), &Fonts::bundled());
        let pdf = badge.to_pdf().expect("a PDF");
        let Some(about) = folder.run(&pdf, "pdfinfo", &[], &[]) else { return };
        let line = about.lines().find(|line| line.starts_with("Page size")).expect("a size");
        let numbers: Vec<f32> = line.split_ascii_whitespace().filter_map(|word| word.parse().ok()).collect();
        let (width, height) = (template.size().width.as_pt(), template.size().height.as_pt());
        let off = (numbers[0] - width).abs().max((numbers[1] - height).abs()) * 25.4 / 72.0;
        assert!(off < 0.1, "{name}: {line}, off by {off} mm");
        let sides = badge.sides().count();
        assert!(
            about.lines().any(|line| line.starts_with("Pages:") && line.ends_with(&format!(" {sides}"))),
            "{about}"
        );
        let text = folder.run(&pdf, "pdftotext", &[], &["-"]).expect("poppler is there");
        for word in ["Åse", "Ærlig", "Žižka"] {
            assert!(text.contains(word), "{name}: {word} is found: {text}");
        }
        let fonts = folder.run(&pdf, "pdffonts", &[], &[]).expect("poppler is there");
        let rows: Vec<&str> = fonts.lines().skip(2).collect();
        assert!((1..=3).contains(&rows.len()), "{name}: {fonts}");
        // The columns emb, sub and uni.
        assert!(rows.iter().all(|row| row.contains("yes yes yes")), "{name}: embedded, subset, readable: {fonts}");
    }
}

#[test]
fn arabic_and_marks_are_found() {
    let folder = Folder::new("arabic");
    let fonts = Fonts::with_system();
    let template = Template::builtin("a6").expect("built in");
    let badge = fill(template, &full("محمد", "عبد الرحمن"), &fonts);
    let missing = badge.warnings().iter().any(|warning| matches!(warning, badge::Warning::MissingGlyph { .. }));
    if missing {
        assert!(std::env::var_os("CI").is_none(), "CI has a font with Arabic letters");
        eprintln!("skipped: no font with Arabic letters");
        return;
    }
    let pdf = badge.to_pdf().expect("a PDF");
    let Some(text) = folder.run(&pdf, "pdftotext", &[], &["-"]) else { return };
    let plain: String =
        text.chars().filter(|letter| !matches!(letter, '\u{202a}'..='\u{202e}' | '\u{200e}' | '\u{200f}')).collect();
    assert!(plain.contains("محمد") && plain.contains("الرحمن"), "Arabic is found, in reading order: {plain:?}");
    // Marks that no letter is made with: several glyphs stand for one cluster.
    let badge = fill(template, &full("Q\u{323}\u{301}a", "x\u{308}"), &fonts);
    let text = folder.run(&badge.to_pdf().expect("a PDF"), "pdftotext", &[], &["-"]).expect("poppler is there");
    assert!(text.contains("Q\u{323}\u{301}a"), "stacked marks are found: {text:?}");
}

/// How far two pictures of the same size differ: the part of dots whose brightness differs by more than a third.
/// Grey as poppler makes it of colours (ITU-R BT.601), so that a shade is not taken for another drawing.
fn grey(picture: &image::RgbImage) -> image::GrayImage {
    image::GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue] = picture.get_pixel(x, y).0.map(f64::from);
        image::Luma([(0.299 * red + 0.587 * green + 0.114 * blue).round() as u8])
    })
}

fn apart(a: &image::GrayImage, b: &image::GrayImage) -> f64 {
    assert_eq!(a.dimensions(), b.dimensions(), "of one size");
    let far = a.pixels().zip(b.pixels()).filter(|(a, b)| a.0[0].abs_diff(b.0[0]) > 85).count();
    far as f64 / f64::from(a.width() * a.height())
}

/// The whole brightness of a picture, in parts of white.
fn light(picture: &image::GrayImage) -> f64 {
    picture.pixels().map(|dot| f64::from(dot.0[0])).sum::<f64>() / 255.0 / f64::from(picture.width() * picture.height())
}

fn pages(folder: &Folder, pdf: &[u8], dots: u32) -> Option<Vec<image::GrayImage>> {
    folder.run(pdf, "pdftoppm", &["-r", &dots.to_string(), "-gray", "-png"], &["page"])?;
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder.0).expect("files").map(|file| file.expect("one").path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "png"));
    files.sort();
    let read = |file: PathBuf| {
        let picture = image::open(&file).expect("a picture").to_luma8();
        std::fs::remove_file(&file).expect("removed");
        picture
    };
    Some(files.into_iter().map(read).collect())
}

#[test]
fn poppler_and_our_own_dots_agree() {
    let folder = Folder::new("agree");
    let drawing = r##"<svg xmlns="http://www.w3.org/2000/svg" width="80mm" height="50mm" viewBox="0 0 160 100" data-qr="none">
        <defs><linearGradient id="g"><stop offset="0" stop-color="#ff0000"/><stop offset="1" stop-color="#0000ff"/></linearGradient>
        <clipPath id="c"><circle cx="40" cy="40" r="30"/></clipPath><g id="d"><rect width="10" height="10" fill="#008000"/></g></defs>
        <rect x="0" y="0" width="80" height="80" fill="#224466" clip-path="url(#c)"/><use href="#d" x="100" y="10"/>
        <path d="M90 40 C110 10 130 90 150 40" fill="none" stroke="#aa2200" stroke-width="4" stroke-dasharray="9 5" stroke-linecap="round"/>
        <rect x="90" y="60" width="60" height="30" fill="url(#g)"/><g opacity="0.5"><rect x="10" y="75" width="30" height="20"/><rect x="20" y="80" width="40" height="15" fill="#ffffff"/></g>
        <text x="92" y="55" font-size="12" font-weight="700" fill="#112233">Ærø fast</text><rect x="60" y="10" width="20" height="20" fill-opacity="0.4"/></svg>"##;
    let own = Template::parse(drawing.as_bytes()).expect("a template");
    let templates = Template::builtin_names().iter().filter_map(|name| Some((*name, Template::builtin(name)?)));
    for (name, template) in templates.chain([("all kinds of drawing", &own)]) {
        let badge = fill(template, &full("Åse", "Øst-Žižka").accent(Colour::rgb(0x53, 0x3a, 0x8e)), &Fonts::bundled());
        let pdf = badge.to_pdf().expect("a PDF");
        let Some(theirs) = pages(&folder, &pdf, 150) else { return };
        for (side, theirs) in badge.sides().zip(theirs) {
            let ours = image::load_from_memory(&side.to_png(dpi(150)).expect("a PNG")).expect("a PNG");
            let ours = grey(&ours.to_rgb8());
            // Their paper is rounded up to a whole dot; modules of codes are whole dots in ours only.
            let (width, height) = (ours.width().min(theirs.width()), ours.height().min(theirs.height()));
            let cut = |picture: &image::GrayImage| image::imageops::crop_imm(picture, 0, 0, width, height).to_image();
            let (mut ours, mut theirs) = (cut(&ours), cut(&theirs));
            if let Some(qr) = side.qr() {
                let at = |mm: f32| (mm * 150.0 / 25.4) as i64;
                let area = qr.area();
                let blank = image::GrayImage::from_pixel(
                    at(area.size.width.as_mm()) as u32 + 2,
                    at(area.size.height.as_mm()) as u32 + 2,
                    image::Luma([255]),
                );
                for picture in [&mut ours, &mut theirs] {
                    image::imageops::replace(picture, &blank, at(area.left.as_mm()), at(area.top.as_mm()));
                }
            }
            let (apart, lights) = (apart(&ours, &theirs), (light(&ours), light(&theirs)));
            // Edges of letters fall on other parts of a dot; on a small label they are a larger share of all dots.
            assert!(apart < 0.02, "{name}: {:.2} % of the dots differ", apart * 100.0);
            assert!((lights.0 - lights.1).abs() < 0.008, "{name}: as dark as each other: {lights:?}");
        }
    }
}

#[test]
fn backs_lie_behind_their_fronts_on_paper() {
    // A mark near the left edge of the front, and one near the right edge of the back: behind each other on paper.
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="80mm" height="50mm" viewBox="0 0 80 50" data-qr="none">
        <rect x="5" y="5" width="10" height="10" fill="#000000"/><g data-page="back"><rect x="65" y="5" width="10" height="10" fill="#000000"/></g></svg>"##;
    let template = Template::parse(svg.as_bytes()).expect("a template");
    let badges: Vec<Badge> = (0..3).map(|_| fill(&template, &event(), &Fonts::bundled())).collect();
    let folder = Folder::new("backs");
    let sheet = Sheet::builtin("herma-4412").expect("a sheet");
    for (edge, over_the_head) in [(Edge::Long, false), (Edge::Short, true)] {
        let setup = Setup { two_sided: Some(edge), start: 3, ..Setup::default() };
        let pdf = sheet_pdf(&badges, &sheet, &setup).expect("a PDF");
        let Some(pages) = pages(&folder, &pdf, 50) else { return };
        assert_eq!(pages.len(), 2, "a front and a back");
        let turned = if over_the_head {
            image::imageops::flip_vertical(&pages[1])
        } else {
            image::imageops::flip_horizontal(&pages[1])
        };
        assert!(light(&pages[0]) < 0.998, "something is printed");
        assert!(
            apart(&pages[0], &turned) < 0.0005,
            "seen through the paper, front and back cover each other: {edge:?}"
        );
    }
}

#[test]
fn sheets_start_where_paper_is_free_and_move_with_the_printer() {
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="80mm" height="50mm" viewBox="0 0 80 50" data-qr="none">
        <rect x="-3" y="-3" width="86" height="56" fill="#000000"/></svg>"##;
    let template = Template::parse(svg.as_bytes()).expect("a template");
    let badges = [fill(&template, &event(), &Fonts::bundled())];
    let folder = Folder::new("start");
    let sheet = Sheet::builtin("herma-4412").expect("a sheet");
    let around = |setup: &Setup| {
        let pdf = sheet_pdf(&badges, &sheet, setup).expect("a PDF");
        let page = pages(&folder, &pdf, 254)?.remove(0);
        let dark = |x: u32, y: u32| page.get_pixel(x, y).0[0] < 128;
        // In tenths of a millimetre.
        let columns: Vec<u32> = (0..page.width()).filter(|x| dark(*x, 900)).collect();
        let rows: Vec<u32> = (0..page.height()).filter(|y| dark(1300, *y)).collect();
        Some([*columns.first()?, *columns.last()?, *rows.first()?, *rows.last()?].map(|tenths| tenths as f32 / 10.0))
    };
    // The fourth place: second column, second row.
    let Some(plain) = around(&Setup { start: 3, ..Setup::default() }) else { return };
    let close = |found: [f32; 4], wanted: [f32; 4]| found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 0.25);
    assert!(close(plain, [112.5, 192.4, 68.5, 118.4]), "the fourth place of the sheet: {plain:?}");
    let shifted = around(&Setup { start: 3, shift_mm: (1.5, -2.0), ..Setup::default() }).expect("a page");
    assert!(close(shifted, [114.0, 193.9, 66.5, 116.4]), "moved to the right and up: {shifted:?}");
    let bled = around(&Setup { start: 3, bleed: Length::mm(2.0), ..Setup::default() }).expect("a page");
    assert!(close(bled, [110.5, 194.4, 66.5, 120.4]), "two millimetres over every edge: {bled:?}");
    let marked = around(&Setup { start: 3, crop_marks: true, ..Setup::default() }).expect("a page");
    assert!(close(marked, plain), "marks stand beside the corners, not along the middle");
    assert!(
        matches!(
            sheet_pdf(&badges, &Sheet::builtin("durable-1453").expect("a sheet"), &Setup::default()),
            Err(badge::RenderError::DoesNotFit { .. })
        ),
        "80 mm are too wide for 75"
    );
    assert_eq!(
        (sheet.sheets_for(231, 0), sheet.sheets_for(8, 3), sheet.sheets_for(0, 3)),
        (24, 2, 0),
        "sheets are counted"
    );
    assert!(pdf_of(&badges).is_ok(), "one a page needs no sheet");
}
