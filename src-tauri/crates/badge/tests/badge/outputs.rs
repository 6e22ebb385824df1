//! PDF, PNG, SVG, bitmap and sheets.

use badge::{Badge, Content, Dpi, RenderError, Setup, Sheet, Size, Slot, Template, pdf_of, sheet_pdf};
use lopdf::{Document, Object};

use crate::helpers::{Luma, badge, dpi, event, person, template};

const MARKUP: &str = "&amp;]]> \"'";

/// Width and height of each page in millimetres.
fn pages(pdf: &[u8]) -> Vec<(f32, f32)> {
    let document = Document::load_mem(pdf).expect("a sound PDF");
    let number = |object: &Object| object.as_float().expect("a number");
    let size = |page| {
        let page = document.get_dictionary(page).expect("a page");
        let media = page.get(b"MediaBox").and_then(Object::as_array).expect("a media box");
        let side = |from: usize| (number(&media[from + 2]) - number(&media[from])) * 25.4 / 72.0;
        (side(0), side(1))
    };
    document.page_iter().map(size).collect()
}

/// The text that a reader finds on all pages, by the fonts' ToUnicode tables.
fn words(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).expect("a sound PDF");
    let numbers: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&numbers).expect("text")
}

fn fonts_embedded(pdf: &[u8]) -> usize {
    let document = Document::load_mem(pdf).expect("a sound PDF");
    let file = |object: &&Object| object.as_dict().is_ok_and(|dict| dict.has(b"FontFile2") || dict.has(b"FontFile3"));
    document.objects.values().filter(file).count()
}

fn check_size(pdf: &[u8], expected: &[(f32, f32)]) {
    let found = pages(pdf);
    assert_eq!(found.len(), expected.len(), "the number of pages");
    for (found, expected) in found.iter().zip(expected) {
        let close = (found.0 - expected.0).abs() < 0.1 && (found.1 - expected.1).abs() < 0.1;
        assert!(close, "a page of {found:?} mm, {expected:?} wanted to a tenth");
    }
}

fn people() -> Vec<Badge> {
    ["Åse", "Bo", "Cæcilie", "Dorthe", "Erik", "Frøya"]
        .map(|given| badge("a6", &person(given, "Øst", "SUS", "Chef")))
        .into()
}

#[test]
fn pdf_has_its_size_and_real_text() {
    let content = person("Åse Ærlig", "Øst-Žižka", "Kræftens Bekæmpelse", "Rådgiver");
    check_size(&badge("a6", &content).to_pdf().expect("a PDF"), &[(105.0, 148.0)]);
    let pdf = badge("card", &content).to_pdf().expect("a PDF");
    check_size(&pdf, &[(86.0, 54.0)]);
    let text = words(&pdf);
    for word in ["Åse Ærlig", "Øst-Žižka", "Kræftens Bekæmpelse", "Rådgiver", "Deltager"] {
        assert!(text.contains(word), "{word:?} can be found in the PDF: {text:?}");
    }
    assert_eq!(fonts_embedded(&pdf), 2, "regular and bold are embedded, once each");
    assert!(pdf.len() < 40_000, "only the letters used are embedded: {} bytes", pdf.len());
}

#[test]
fn same_input_same_bytes() {
    for name in Template::builtin_names() {
        let make = || badge(name, &person("Åse", "Øst", "SUS", "Chef").rehearsal("ØVELSE"));
        let (one, two) = (make(), make());
        assert_eq!(one.to_pdf().expect("a PDF"), two.to_pdf().expect("a PDF"), "PDF of {name}");
        assert_eq!(one.to_png(dpi(203)).expect("a PNG"), two.to_png(dpi(203)).expect("a PNG"), "PNG of {name}");
        assert_eq!(one.to_svg(), two.to_svg(), "SVG of {name}");
    }
    let (one, two) = (pdf_of(people()).expect("a PDF"), pdf_of(people()).expect("a PDF"));
    assert_eq!(one, two, "PDF of many");
}

#[test]
fn many_badges_share_fonts() {
    let pdf = pdf_of(people()).expect("a PDF");
    check_size(&pdf, &[(105.0, 148.0); 6]);
    assert_eq!(fonts_embedded(&pdf), 2, "each font is embedded once for all pages");
    let text = words(&pdf);
    assert!(["Åse", "Bo", "Cæcilie", "Frøya"].iter().all(|name| text.contains(name)), "everybody is there: {text:?}");
    assert!(matches!(pdf_of::<Badge>([]), Err(RenderError::NoBadges)), "no badges make no PDF");
}

#[test]
fn sheets_take_four() {
    let sheet = Sheet::builtin("a4-4xa6").expect("built in");
    let pdf = sheet_pdf(people(), &sheet, &Setup::default()).expect("a PDF");
    check_size(&pdf, &[(210.0, 297.0); 2]);
    let small = Sheet { place: Size::mm(90.0, 50.0), ..sheet };
    assert!(
        matches!(sheet_pdf(people(), &small, &Setup::default()), Err(RenderError::DoesNotFit { .. })),
        "an A6 fits no card"
    );
    assert!(Sheet::builtin("a3").is_none(), "others are not known");
}

#[test]
fn png_has_its_dots_and_says_so() {
    let badge = badge("a6", &event());
    let png = badge.to_png(dpi(300)).expect("a PNG");
    let picture = Luma::of_png(&png);
    assert_eq!((picture.width, picture.height), (1240, 1748), "105 by 148 mm at 300 dpi");
    let decoder = png::Decoder::new(std::io::Cursor::new(&png));
    let dims = decoder.read_info().expect("a PNG").info().pixel_dims.expect("pHYs");
    assert_eq!((dims.xppu, dims.unit), (11811, png::Unit::Meter), "300 dots per inch are 11811 per metre");
    for bad in [0, 35, 1201, 1_000_000] {
        assert!(Dpi::new(bad).is_err(), "{bad} dpi is refused");
    }
    for good in [36, 1200] {
        assert!(badge.to_png(dpi(good)).is_ok(), "{good} dpi is drawn");
    }
}

#[test]
fn bitmap_is_packed_with_the_left_dot_first() {
    let bitmap = badge("card", &event()).to_bitmap(dpi(203)).expect("bits");
    assert_eq!((bitmap.width(), bitmap.height()), (687, 432), "86 by 54 mm at 203 dpi");
    assert_eq!(bitmap.bytes_per_row(), 86, "687 dots are 86 bytes");
    assert_eq!(bitmap.rows().len(), 86 * 432, "as many rows as dots down");
    let last = &bitmap.rows()[86 * 425..86 * 426];
    assert_eq!(last[0], 0xff, "the band at the foot is black from the left edge");
    assert!(!bitmap.is_black(687, 0) && last[85] & 1 == 0, "what fills up a row is white");
}

#[test]
fn markup_in_a_name_is_text() {
    let badge = badge(
        "a6",
        &person("<img src=x onerror=alert(1)>", "&#65;<b>x</b>", "</text><script>alert(1)</script>", MARKUP),
    );
    let svg = badge.to_svg();
    let document = roxmltree::Document::parse(&svg).expect("well-formed");
    let texts: Vec<String> = document
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .map(|node| node.text().unwrap_or_default().to_owned())
        .collect();
    assert!(texts.iter().any(|text| text == MARKUP), "the title is there as it is written: {texts:?}");
    assert!(texts.iter().any(|text| text == "&#65;<b>x</b>"), "nothing is resolved: {texts:?}");
    assert!(texts.join(" ").contains("<img src=x onerror=alert(1)>"), "the name as well: {texts:?}");
    for name in ["img", "script", "b"] {
        assert!(document.descendants().all(|node| node.tag_name().name() != name), "no <{name}> came into being");
    }
    let text = words(&badge.to_pdf().expect("a PDF")).replace('\n', "");
    assert!(text.contains("<img src=x onerror=alert(1)>"), "the PDF shows it as text: {text:?}");
}

#[test]
fn svg_draws_the_same_badge() {
    for name in Template::builtin_names() {
        let badge = badge(name, &person("Åse", "Øst", "Nyborg Kommune", "Konsulent"));
        let mut options = usvg::Options::default();
        options.fontdb_mut().load_font_data(notosans::REGULAR_TTF.to_vec());
        options.fontdb_mut().load_font_data(notosans::BOLD_TTF.to_vec());
        let tree = usvg::Tree::from_str(&badge.to_svg(), &options).expect("an SVG");
        let ours = Luma::of_png(&badge.to_png(dpi(96)).expect("a PNG"));
        let mut theirs = resvg::tiny_skia::Pixmap::new(ours.width, ours.height).expect("a size");
        resvg::render(&tree, usvg::Transform::identity(), &mut theirs.as_mut());
        let theirs = Luma::of_png(&theirs.encode_png().expect("a PNG"));
        let qr = badge.qr().expect("a code").area();
        let in_code = |nth: usize| {
            let (x, y) =
                ((nth as u32 % ours.width) as f32 / 96.0 * 25.4, (nth as u32 / ours.width) as f32 / 96.0 * 25.4);
            x > qr.left.as_mm() - 1.0
                && x < qr.left.as_mm() + qr.size.width.as_mm() + 1.0
                && y > qr.top.as_mm() - 1.0
                && y < qr.top.as_mm() + qr.size.height.as_mm() + 1.0
        };
        let pairs = ours.dots.iter().zip(&theirs.dots).enumerate();
        let off = pairs.filter(|(nth, (a, b))| !in_code(*nth) && a.abs_diff(**b) > 90).count();
        assert!(
            off < ours.dots.len() / 500,
            "{name}: {off} of {} dots differ from the SVG as resvg draws it",
            ours.dots.len()
        );
    }
}

#[test]
fn pictures_are_fitted_and_broken_ones_told() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="40mm" viewBox="0 0 40 40" data-qr="none">
        <rect data-slot="logo" x="10" y="10" width="20" height="20" fill="none"/></svg>"#;
    let template_with_logo = Template::parse(svg.as_bytes()).expect("a template");
    let mut red = Vec::new();
    let dots = image::RgbImage::from_pixel(4, 2, image::Rgb([200, 0, 0]));
    dots.write_to(&mut std::io::Cursor::new(&mut red), image::ImageFormat::Png).expect("a PNG");
    let fonts = badge::Fonts::bundled();
    let drawn = badge::fill(&template_with_logo, &Content::new().picture(Slot::Logo, red), &fonts);
    let picture = Luma::of_png(&drawn.to_png(dpi(254)).expect("a PNG"));
    assert!(picture.at(200, 200) < 100, "the logo is in the middle of its box");
    assert_eq!(picture.at(200, 120), 255, "and keeps its shape");
    assert!(drawn.to_pdf().is_ok() && drawn.to_svg().contains("data:image/png;base64,iVBOR"), "also in PDF and SVG");
    let broken = badge::fill(&template_with_logo, &Content::new().picture(Slot::Logo, b"GIF89a".to_vec()), &fonts);
    assert_eq!(broken.warnings(), [badge::Warning::BadPicture { slot: Slot::Logo }], "staff are told");
    assert_eq!(template("a6").size(), Size::mm(105.0, 148.0), "an A6 is an A6");
}
