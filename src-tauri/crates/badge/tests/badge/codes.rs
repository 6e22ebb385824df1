//! The drawn code, read back by programs that know nothing of how it was drawn.

use badge::{Badge, Content, Fonts, Template, Warning, fill};

use crate::helpers::{CODE, Luma, badge, dpi, event, person};

/// The error correction Q as ISO/IEC 18004 numbers it in the format information.
const LEVEL_Q: u16 = 3;

fn check_read(badge: &Badge, dots: u32, what: &str) {
    let png = Luma::of_png(&badge.to_png(dpi(dots)).expect("a PNG"));
    let bits = Luma::of_bitmap(&badge.to_bitmap(dpi(dots)).expect("a bitmap"));
    for (kind, picture) in [("PNG", png), ("bitmap", bits)] {
        assert_eq!(picture.read_by_rxing().as_deref(), Some(CODE), "rxing reads the {kind} of {what} at {dots} dpi");
        let (text, version, level) = picture.read_by_rqrr().expect("rqrr finds the code");
        assert_eq!(text, CODE, "rqrr reads the {kind} of {what} at {dots} dpi");
        assert_eq!((version, level), (2, LEVEL_Q), "29 characters of our alphabet are version 2 at level Q");
    }
}

#[test]
fn every_code_is_read_back() {
    let people = [
        person("Åse", "Øst", "Nyborg Kommune", "Konsulent"),
        person(
            "Wolfgang-Maximilian Alexander",
            "von Hohenlohe-Langenburg",
            "Styrelsen for Arbejdsmarked og Rekruttering",
            "Chef",
        ),
        event(),
    ];
    for name in Template::builtin_names() {
        for content in &people {
            for dots in [203, 300] {
                check_read(&badge(name, content), dots, name);
            }
        }
    }
}

/// The code with what lies within 6 mm of it, as somebody holds a reader before it.
fn around_code(badge: &Badge, dots: u32) -> Luma {
    const AROUND_MM: f32 = 6.0;
    let picture = Luma::of_bitmap(&badge.to_bitmap(dpi(dots)).expect("a bitmap"));
    let area = badge.qr().expect("a code").area();
    let to_dots = |mm: f32| (mm * dots as f32 / 25.4).round() as i64;
    let left = to_dots(area.left.as_mm() - AROUND_MM);
    let top = to_dots(area.top.as_mm() - AROUND_MM);
    let side = |mm: f32| u32::try_from(to_dots(mm + 2.0 * AROUND_MM)).expect("small");
    picture.part(left, top, side(area.size.width.as_mm()), side(area.size.height.as_mm()))
}

#[test]
fn every_code_is_read_back_out_of_focus_and_askew() {
    for name in Template::builtin_names() {
        let badge = badge(name, &person("Åse", "Øst", "Nyborg Kommune", "Konsulent"));
        for dots in [203, 300] {
            let sharp = around_code(&badge, dots);
            let module = badge.qr().expect("a code").module_dots(dpi(dots)) as f32;
            // An edge is three quarters of a module wide then; with more, one of the readers gives up on any code.
            let blurred = sharp.blurred(module * 0.3);
            assert!(blurred.dots.iter().any(|dot| (60..200).contains(dot)), "it is blurred");
            for (how, picture) in [
                ("blurred", &blurred),
                ("turned by 10 degrees", &sharp.turned(10.0)),
                ("turned by -10 degrees", &sharp.turned(-10.0)),
                ("blurred and turned", &blurred.turned(10.0)),
            ] {
                let what = format!("the code of {name} at {dots} dpi, {how}");
                assert_eq!(picture.read_by_rxing().as_deref(), Some(CODE), "rxing reads {what}");
                assert_eq!(picture.read_by_rqrr().map(|read| read.0).as_deref(), Some(CODE), "rqrr reads {what}");
            }
        }
    }
}

#[test]
fn rehearsal_leaves_the_code_readable() {
    for name in Template::builtin_names() {
        check_read(&badge(name, &person("Bo", "Ek", "", "").rehearsal("ØVELSE")), 203, name);
    }
    // A template without a slot for the word gets it across the whole badge; here the code lies in its way.
    let plain = r#"<svg xmlns="http://www.w3.org/2000/svg" width="80mm" height="80mm" viewBox="0 0 80 80">
        <rect data-slot="qr" x="25" y="25" width="30" height="30"/></svg>"#;
    let plain = Template::parse(plain.as_bytes()).expect("a template");
    let with = fill(&plain, &event().rehearsal("ØVELSE"), &Fonts::bundled());
    let without = fill(&plain, &event(), &Fonts::bundled());
    check_read(&with, 203, "the code under the diagonal word");
    let ink = |badge: &Badge| {
        Luma::of_bitmap(&badge.to_bitmap(dpi(203)).expect("bits")).dots.iter().filter(|dot| **dot == 0).count()
    };
    assert!(ink(&with) > ink(&without) + 500, "the word is drawn, and dark enough for one bit");
}

#[test]
fn modules_are_whole_dots_with_a_free_zone() {
    for name in Template::builtin_names() {
        let badge = badge(name, &person("Åse", "Øst", "Nyborg Kommune", "Konsulent").rehearsal("ØVELSE"));
        let qr = badge.qr().expect("a code");
        for dots in [72, 150, 203, 300, 600] {
            let picture = Luma::of_png(&badge.to_png(dpi(dots)).expect("a PNG"));
            let module = qr.module_dots(dpi(dots));
            assert!(module >= 1, "{name} at {dots} dpi has at least a dot a module");
            check_grid(&picture, qr, dots, module, name);
        }
    }
}

/// Finds the code's dark dots in its area and checks that they fill a grid of whole modules, four modules off the edge.
fn check_grid(picture: &Luma, qr: &badge::Qr, dots: u32, module: u32, name: &str) {
    let area = qr.area();
    let to_dots = |mm: f32| (mm * dots as f32 / 25.4) as u32;
    let (left, top) = (to_dots(area.left.as_mm()) + 1, to_dots(area.top.as_mm()) + 1);
    let right = to_dots((area.left.as_mm()) + area.size.width.as_mm()) - 1;
    let bottom = to_dots((area.top.as_mm()) + area.size.height.as_mm()) - 1;
    let dark: Vec<(u32, u32)> = (top..=bottom)
        .flat_map(|y| (left..=right).map(move |x| (x, y)))
        .filter(|(x, y)| picture.at(*x, *y) != 255)
        .collect();
    assert!(
        dark.iter().all(|(x, y)| picture.at(*x, *y) == 0),
        "{name} at {dots} dpi: dots are black or white, never grey"
    );
    let (x0, x1) = (dark.iter().map(|dot| dot.0).min().expect("ink"), dark.iter().map(|dot| dot.0).max().expect("ink"));
    let (y0, y1) = (dark.iter().map(|dot| dot.1).min().expect("ink"), dark.iter().map(|dot| dot.1).max().expect("ink"));
    assert_eq!(
        (x1 - x0 + 1, y1 - y0 + 1),
        (25 * module, 25 * module),
        "{name} at {dots} dpi: 25 modules of {module} dots"
    );
    // One dot of the area's edge was left out above on each side.
    let free = [x0 - left, y0 - top, right - x1, bottom - y1];
    assert!(
        free.iter().all(|free| free + 2 >= 4 * module),
        "{name} at {dots} dpi: {free:?} dots free, four modules wanted"
    );
    for row in 0..25 {
        for column in 0..25 {
            let (x, y) = (x0 + column * module, y0 + row * module);
            let first = picture.at(x, y);
            let even = (0..module * module).all(|nth| picture.at(x + nth % module, y + nth / module) == first);
            assert!(even, "{name} at {dots} dpi: module {column},{row} is of one colour");
        }
    }
}

#[test]
fn module_sizes() {
    let a6 = badge("a6", &event()).qr_module_size().expect("a code");
    assert!(a6.as_mm() >= 0.5, "an A6 has room for modules of half a millimetre: {a6}");
    let card = badge("card", &event()).qr_module_size().expect("a code");
    assert!(card.as_mm() >= 0.5, "the card as well: {card}");
    let long = badge("card", &event().qr("https://tickets.example/".repeat(12)));
    assert!(
        matches!(long.warnings(), [Warning::SmallModules { module }] if module.as_mm() < 0.33),
        "a long foreign code makes modules too small, and staff are told: {:?}",
        long.warnings()
    );
    let endless = badge("a6", &event().qr("x".repeat(4000)));
    assert_eq!(endless.warnings(), [Warning::CodeTooLong], "no code can hold 4000 letters, and staff are told");
    assert!(endless.qr().is_none(), "and none is drawn");
}

#[test]
fn foreign_codes_are_read_back() {
    for text in ["1", "https://billet.example/t/8f3a-99c1?x=æøå", &"7".repeat(300), &"Ticket ".repeat(20)] {
        let badge = badge("a6", &Content::new().qr(text));
        let qr = badge.qr().expect("a code");
        assert!(matches!(qr.level(), 'M' | 'Q' | 'H'), "error correction M or better");
        let picture = Luma::of_png(&badge.to_png(dpi(300)).expect("a PNG"));
        assert_eq!(picture.read_by_rxing().as_deref(), Some(text), "codes of other systems work too");
    }
}
