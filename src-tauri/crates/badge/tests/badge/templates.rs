//! Templates: what is taken, and each way in which one is refused.

use badge::{Colour, Content, Fonts, Slot, Template, TemplateError, fill};

use crate::helpers::{Luma, dpi};

const QR: &str = r#"<rect data-slot="qr" x="60" y="2" width="30" height="30"/>"#;

fn with(inner: &str) -> Result<Template, TemplateError> {
    document(&format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
        width="100mm" height="50mm" viewBox="0 0 100 50">{QR}{inner}</svg>"#
    ))
}

fn document(svg: &str) -> Result<Template, TemplateError> {
    Template::parse(svg.as_bytes())
}

fn check(result: Result<Template, TemplateError>, expected: &str) {
    let message = result.expect_err(expected).to_string();
    assert!(message.contains(expected), "the message says what is wrong, {expected:?}: {message}");
}

const BOX: &str = r#"<rect id="b" x="2" y="2" width="50" height="20"/>"#;

fn slot(attributes: &str) -> Result<Template, TemplateError> {
    with(&format!(r#"{BOX}<text data-slot="name" data-box="b" font-size="9" {attributes}>Name</text>"#))
}

#[test]
fn builtin_ones_parse() {
    for name in Template::builtin_names() {
        let svg = Template::builtin_svg(name).expect("a file");
        if let Err(error) = Template::parse(svg.as_bytes()) {
            panic!("{name} parses: {error}");
        }
        assert!(Template::builtin(name).is_some(), "{name} is found");
    }
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/templates")).expect("templates").count();
    assert_eq!(files, Template::builtin_names().len(), "every file is listed");
    assert!(Template::builtin("a5").is_none(), "others are not");
}

#[test]
fn whole_files_are_refused() {
    check(Template::parse(&vec![b' '; 1024 * 1024 + 1]), "1 MiB");
    check(Template::parse(b"\xff\xfe"), "UTF-8");
    check(document("<svg"), "well-formed");
    check(document(""), "well-formed");
    check(document("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>"), "DOCTYPE");
    check(document("<html/>"), "not an SVG");
    check(document("<svg width='10mm' height='10mm' viewBox='0 0 1 1'/>"), "not an SVG");
    check(with(&format!("{}{}", "<g>".repeat(70), "</g>".repeat(70))), "64 deep");
    check(with(&"<g>".repeat(250_000)), "64 deep");
    check(with(&"<g/>".repeat(10_001)), "10,000 elements");
}

#[test]
fn sizes_are_checked() {
    let sized = |root: &str| document(&format!(r#"<svg xmlns="http://www.w3.org/2000/svg" {root}></svg>"#));
    check(sized(""), "width and height in mm");
    check(sized(r#"width="100" height="50" viewBox="0 0 100 50""#), "width and height in mm");
    check(sized(r#"width="100mm" height="50mm""#), "viewBox");
    check(sized(r#"width="100mm" height="50mm" viewBox="0 0 0 50""#), "empty");
    check(sized(r#"width="100mm" height="50mm" viewBox="0 0 100 100""#), "another shape");
    check(sized(r#"width="9000mm" height="50mm" viewBox="0 0 9000 50""#), "10 to 500");
    check(sized(r#"width="NaNmm" height="50mm" viewBox="0 0 100 50""#), "width and height in mm");
    let inches = sized(r#"width="4in" height="2in" viewBox="0 0 400 200" data-qr="none""#).expect("inches are taken");
    assert!((inches.size().width.as_mm() - 101.6).abs() < 0.01, "four inches");
}

#[test]
fn dangers_are_refused() {
    check(with("<script>alert(1)</script>"), "<script> in line");
    check(with("<foreignObject/>"), "<foreignObject> in line");
    check(with("<filter id='f'/>"), "<filter id=\"f\">");
    check(with("<animate/>"), "<animate>");
    check(with("<rect onclick='x()'/>"), "onclick");
    check(with("<image href='file:///etc/passwd' width='1' height='1'/>"), "outside the template");
    check(with("<image xlink:href='https://x.example/a.png' width='1' height='1'/>"), "outside the template");
    check(with("<image href='data:image/svg+xml;base64,AAAA' width='1' height='1'/>"), "PNG or JPEG");
    check(with("<image href='data:image/png;base64,AAAA' width='1' height='1'/>"), "PNG or JPEG");
    check(with("<rect style='fill:url(https://x.example/#a)'/>"), "outside the template");
    check(with("<rect fill='url( \"file:///a\")'/>"), "outside the template");
    check(with("<style>@import 'a.css';</style>"), "style");
    check(with("<style>rect { fill: \\75rl(x) }</style>"), "style");
    check(with("<use href='other.svg#a'/>"), "outside the template");
    check(with("<use href='#nothing'/>"), "outside the template");
    check(with("<g id='a'><use href='#b'/></g><g id='b'/><use href='#a'/>"), "not allowed");
    let many = format!("<defs><g id='a'>{}</g></defs>{}", "<rect/>".repeat(200), "<use href='#a'/>".repeat(60));
    check(with(&many), "10,000 elements");
}

#[test]
fn slots_are_checked() {
    check(
        document(r#"<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="50mm" viewBox="0 0 100 50"/>"#),
        "no place for the QR",
    );
    check(with(QR), "second QR slot");
    check(
        with(r#"<text data-slot="nam" data-box="b">x</text><rect id="b" width="9" height="9"/>"#),
        "no slot called \"nam\"",
    );
    check(with(r#"<text data-slot="name">x</text>"#), "data-box");
    check(with(r#"<text data-slot="name" data-box="b">x</text>"#), "no <rect id=\"b\">");
    check(with(r#"<rect data-slot="name" width="9" height="9"/>"#), "a text slot is a <text>");
    check(
        with(r#"<rect id="b" x="90" y="2" width="50" height="20"/><text data-slot="name" data-box="b">x</text>"#),
        "beyond the badge",
    );
    check(
        with(r#"<rect id="b" x="40" y="2" width="50" height="20"/><text data-slot="name" data-box="b">x</text>"#),
        "upon the QR code",
    );
    check(with(r#"<rect id="b" width="0" height="20"/><text data-slot="name" data-box="b">x</text>"#), "no size");
    check(slot("data-fit='stretch'"), "data-fit");
    check(slot("data-fitt='wrap'"), "data-fitt is not known");
    check(slot("data-max-lines='0'"), "data-max-lines");
    check(slot("data-min-size='10'"), "data-min-size");
    check(slot("data-min-size='0'"), "data-min-size");
    check(slot("data-valign='up'"), "data-valign");
    check(slot("data-leading='NaN'"), "data-leading");
    check(slot("data-if='colour'"), "no slot called \"colour\"");
    check(slot("data-slot-fill='red'"), "data-slot-fill");
    check(slot("transform='rotate(10)'"), "turned");
    let turned = slot("transform='rotate(180 30 12)'").expect("half a turn is taken");
    let drawn = |template: &Template| {
        let badge = fill(template, &Content::new().text(Slot::Name, "Bo"), &Fonts::bundled());
        let ink = badge.texts().next().and_then(|text| text.ink).expect("ink");
        (ink, Luma::of_png(&badge.to_png(dpi(254)).expect("a PNG")))
    };
    let (upright, turned) = (drawn(&slot("").expect("a template")), drawn(&turned));
    // The box is 2 to 52 mm wide and 2 to 22 mm high: whatever lies at its left now lies at its right.
    let far = turned.0.left.as_mm() + turned.0.size.width.as_mm();
    assert!((far + upright.0.left.as_mm() - 54.0).abs() < 0.01, "measured as turned");
    let dark = |picture: &Luma, left: u32| (left..left + 160).any(|x| (20..220).any(|y| picture.at(x, y) < 128));
    assert!(dark(&upright.1, 20) && !dark(&upright.1, 350), "upright, it begins at the left");
    assert!(dark(&turned.1, 350) && !dark(&turned.1, 20), "turned, at the right");
    check(with(&format!("{BOX}<text data-slot='name' data-box='b'></text>")), "sample text");
    check(with("<rect data-slot-fill='accent' width='9' height='9' fill='url(#g)'/>"), "#rrggbb");
}

#[test]
fn both_sides_are_read() {
    let template = with(
        r#"<rect id="b" x="2" y="2" width="50" height="20"/>
        <g data-page="back" style="display:none;opacity:1"><text data-slot="name" data-box="b" font-size="9">x</text>
        <rect data-slot="code128" x="2" y="30" width="90" height="12"/><rect x="60" y="5" width="30" height="20" fill="red"/></g>"#,
    )
    .expect("two sides");
    assert!(template.has_back(), "a group for the back makes one");
    let badge = fill(&template, &Content::new().text(Slot::Name, "Bo").qr("K7F3"), &Fonts::bundled());
    let back = badge.back().expect("a back");
    assert_eq!((badge.texts().count(), back.texts().count()), (0, 1), "the name is on the back only");
    assert_eq!((badge.qr().is_some(), back.qr().is_some()), (true, false), "the code on the front only");
    assert_eq!(back.bars().map(badge::Bars::text), Some("K7F3"), "the bars on the back");
    let ink = Luma::of_png(&back.to_png(dpi(254)).expect("a PNG"));
    assert!(ink.at(700, 100) < 100, "a side hidden in the drawing is printed all the same");
    assert_eq!(Luma::of_png(&badge.to_png(dpi(254)).expect("a PNG")).at(620, 240), 255, "and not on the front");
    check(with("<g data-page='middle'/>"), "data-page is");
    check(with("<g data-page='back'><g data-page='front'/></g>"), "group of the other");
    check(with("<rect data-slot='code128' x='50' y='2' width='30' height='9'/>"), "upon the QR code");
    let bars = "<rect data-slot='code128' x='2' y='2' width='30' height='9'/>";
    check(with(&format!("{bars}{bars}")), "second bar code");
}

#[test]
fn own_fields_and_codes_are_slots() {
    let svg = r#"<rect id="b" x="2" y="2" width="50" height="10"/><rect id="c" x="2" y="15" width="50" height="10"/>
        <text data-slot="field:T-Shirt size" data-box="b" font-size="5">x</text>
        <text data-slot="code" data-if="field:t-shirt_size !badge_name" data-box="c" font-size="5">x</text>"#;
    let content = Content::new().text(Slot::Field("t-shirt Size".to_owned()), "XL").qr("K7F3");
    let badge = fill(&with(svg).expect("a template"), &content, &Fonts::bundled());
    let lines: Vec<String> = badge.texts().flat_map(|text| text.lines).collect();
    assert_eq!(lines, ["XL", "K7F3"], "blanks, capitals and _ do not tell fields apart; the code can be read by eyes");
}

#[test]
fn errors_name_the_element_and_its_line() {
    let result = document(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"50mm\" height=\"50mm\" viewBox=\"0 0 50 50\">\n<g>\n<script id=\"evil\"/></g></svg>",
    );
    check(result, "<script id=\"evil\"> in line 3");
}

#[test]
fn what_drawing_programs_write_is_taken() {
    let inkscape = r##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
        xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" width="100mm" height="50mm" viewBox="0 0 200 100" inkscape:version="1.3">
        <sodipodi:namedview id="v"/><metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>
        <style>.big { font-size: 20px; font-weight: bold; fill: #123456 }</style>
        <g inkscape:label="boxes" style="display:none" transform="translate(10 10)"><rect id="b" width="100" height="40"/></g>
        <g transform="scale(1)"><text class="big" data-slot="name" data-box="b" x="10" y="30" style="text-anchor:middle;display:none"><tspan x="10" y="30">Navn</tspan></text></g>
        <rect data-slot="qr" x="120" y="4" width="70" height="70" style="fill:none"/></svg>"##;
    let template = document(inkscape).expect("Inkscape's own elements are passed over");
    let badge = fill(&template, &Content::new().text(Slot::Name, "Bo"), &Fonts::bundled());
    let text = badge.texts().next().expect("a text");
    assert!((text.size.as_mm() - 10.0).abs() < 0.01, "20 units of half a millimetre: {}", text.size);
    assert_eq!(text.colour, Colour::rgb(0x12, 0x34, 0x56), "the style sheet counts");
    assert!((text.area.left.as_mm() - 5.0).abs() < 0.01, "groups that move are followed");
    let ink = text.ink.expect("ink");
    let middle = ink.left.as_mm() + ink.size.width.as_mm() / 2.0;
    assert!((middle - 30.0).abs() < 0.5, "the text stands in the middle of its box: {middle}");
}

#[test]
fn accent_and_conditions() {
    let svg = r##"<rect data-slot-fill="accent" x="0" y="40" width="100" height="10" fill="#ff0000"/>
        <rect data-if="title !note" x="0" y="30" width="10" height="8" fill="#000000"/>"##;
    let template = with(svg).expect("a template");
    let dark = |content: &Content, x: u32, y: u32| {
        Luma::of_png(&fill(&template, content, &Fonts::bundled()).to_png(dpi(254)).expect("a PNG")).at(x, y)
    };
    assert_eq!(dark(&Content::new().accent(Colour::BLACK), 500, 450), 0, "the colour of the ticket type");
    assert!((50..100).contains(&dark(&Content::new(), 500, 450)), "as drawn without one");
    assert_eq!(dark(&Content::new(), 50, 340), 255, "no title, not drawn");
    assert_eq!(dark(&Content::new().text(Slot::Title, "x"), 50, 340), 0, "a title, drawn");
    let both = Content::new().text(Slot::Title, "x").text(Slot::Note, "y");
    assert_eq!(dark(&both, 50, 340), 255, "a note as well, not drawn");
}

#[test]
fn the_example_of_the_handbook_works() {
    let svg = include_bytes!("../../../../docs/handbook/badge-example.svg");
    let template = match Template::parse(svg) {
        Ok(template) => template,
        Err(error) => panic!("the example is a template: {error}"),
    };
    let content = Content::new()
        .text(Slot::Name, "Åse Øst")
        .text(Slot::Organisation, "Nyborg Kommune")
        .text(Slot::Programme, "09.00\tVelkomst\n10.00\tÅbning")
        .qr("K7F3");
    let badge = fill(&template, &content, &Fonts::bundled());
    assert_eq!(badge.warnings(), [], "everything finds its place");
    let lines = |side: &badge::Badge| side.texts().flat_map(|text| text.lines).collect::<Vec<_>>();
    assert_eq!(lines(&badge), ["Åse Øst", "Nyborg Kommune"], "the front");
    let back = badge.back().expect("a back");
    assert_eq!(lines(back), ["09.00", "Velkomst", "10.00", "Åbning"], "the back, hours in a column");
    assert!(badge.qr().is_some(), "the code");
}
