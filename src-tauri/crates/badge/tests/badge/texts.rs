//! Texts in their boxes.

use badge::{Badge, Content, Fonts, SetText, Slot, Template, Warning, fill};
use proptest::prelude::*;

use crate::helpers::{Luma, badge, dpi, event, person};

/// A tenth of a dot of the finest printer.
const SLACK_MM: f32 = 0.02;

fn text_of(badge: &Badge, slot: &Slot) -> SetText {
    badge.texts().find(|text| text.slot == *slot).expect("the slot is filled")
}

/// Nothing leaves its box, nothing touches the code, nothing is below the smallest size.
fn check_boxes(badge: &Badge, what: &str) {
    for text in badge.texts() {
        let Some(ink) = text.ink else { continue };
        let (left, top) = (text.area.left.as_mm(), text.area.top.as_mm());
        let (right, bottom) = (left + text.area.size.width.as_mm(), top + text.area.size.height.as_mm());
        let inside = ink.left.as_mm() >= left - SLACK_MM
            && ink.top.as_mm() >= top - SLACK_MM
            && ink.left.as_mm() + ink.size.width.as_mm() <= right + SLACK_MM
            && ink.top.as_mm() + ink.size.height.as_mm() <= bottom + SLACK_MM;
        let clipped = badge.warnings().contains(&Warning::Clipped { slot: text.slot.clone() });
        let low = inked(&text, badge);
        assert!(low.is_none(), "{what}: {} {:?} touches {low:?}", text.slot, text.lines);
        assert!(inside || clipped, "{what}: {} {:?} leaves its box: {ink:?} in {:?}", text.slot, text.lines, text.area);
    }
}

/// Another text, or the code, whose place the ink of a text touches.
fn inked(text: &SetText, badge: &Badge) -> Option<String> {
    let touches = |a: &badge::Area, b: &badge::Area| {
        let apart = |a0: f32, aw: f32, b0: f32, bw: f32| a0 + aw <= b0 + SLACK_MM || b0 + bw <= a0 + SLACK_MM;
        !apart(a.left.as_mm(), a.size.width.as_mm(), b.left.as_mm(), b.size.width.as_mm())
            && !apart(a.top.as_mm(), a.size.height.as_mm(), b.top.as_mm(), b.size.height.as_mm())
    };
    let ink = text.ink?;
    let clipped = |slot: &Slot| badge.warnings().contains(&Warning::Clipped { slot: slot.clone() });
    let others = badge.texts().filter(|other| other.slot != text.slot && !clipped(&other.slot) && !clipped(&text.slot));
    let code = badge.qr().map(badge::Qr::area).filter(|code| touches(&ink, code)).map(|_| "the code".to_owned());
    let other =
        others.filter(|other| other.ink.is_some_and(|other| touches(&ink, &other))).map(|other| other.slot.to_string());
    other.chain(code).next()
}

#[test]
fn names_of_every_length_stay_in_their_boxes() {
    let fonts = Fonts::bundled();
    for name in Template::builtin_names() {
        let template = Template::builtin(name).expect("built in");
        for letters in 1..=80 {
            for pattern in ["M", "i", "Åg", "Ærøskøbing ", "van der ", "Anna-Lise"] {
                let long: String = pattern.chars().cycle().take(letters).collect();
                let short = Content::new().qr("1");
                for content in [
                    short
                        .clone()
                        .text(Slot::GivenName, &long)
                        .text(Slot::FamilyName, &long)
                        .text(Slot::Organisation, &long),
                    short.text(Slot::Name, &long).text(Slot::Title, &long),
                ] {
                    check_boxes(
                        &fill(template, &content, &fonts),
                        &format!("{name}, {letters} letters of {pattern:?}"),
                    );
                }
            }
        }
    }
}

#[test]
fn stacked_marks_stay_in_their_boxes() {
    // Every mark stands on the one before; Noto Sans piles them up beyond its own ascent and descent.
    for marks in 1..=12 {
        for mark in ["\u{301}", "\u{323}", "\u{301}\u{323}"] {
            let name = format!("E{}", mark.repeat(marks));
            for template in Template::builtin_names() {
                let content = Content::new().text(Slot::GivenName, &name).text(Slot::FamilyName, &name);
                check_boxes(&badge(template, &content), &format!("{template}, {marks} marks"));
            }
        }
    }
}

#[test]
fn measured_capitals_are_drawn_as_high() {
    let badge = badge("a6", &Content::new().text(Slot::GivenName, "H"));
    let said = text_of(&badge, &Slot::GivenName).capital_height.as_mm();
    let picture = Luma::of_png(&badge.to_png(dpi(600)).expect("a PNG"));
    let area = text_of(&badge, &Slot::GivenName).area;
    let row = |mm: f32| (mm * 600.0 / 25.4) as u32;
    let rows = row(area.top.as_mm())..row(area.top.as_mm() + area.size.height.as_mm());
    let inked = rows.filter(|y| (row(9.0)..row(30.0)).any(|x| picture.at(x, *y) < 128)).count();
    let drawn = inked as f32 * 25.4 / 600.0;
    assert!((drawn - said).abs() < 0.1, "an H is drawn {drawn} mm high, {said} mm were measured");
}

#[test]
fn cut_only_at_the_end_and_told() {
    let long = "Styrelsen for Arbejdsmarked og Rekruttering ".repeat(6);
    let badge = badge("card", &person("Åse", "Øst", &long, ""));
    assert_eq!(badge.warnings(), [Warning::Cut { slot: Slot::Organisation }], "staff are told what was cut");
    let lines = text_of(&badge, &Slot::Organisation).lines;
    let drawn = lines.join(" ");
    let kept = drawn.strip_suffix('…').expect("the ellipsis is the last letter");
    assert!(!kept.contains('…'), "there is one ellipsis: {drawn}");
    assert!(long.starts_with(kept), "what is left is the start of the text: {drawn}");
    assert!(long[kept.len()..].starts_with(' '), "it is cut behind a whole word: {drawn}");
}

#[test]
fn nothing_is_cut_that_fits() {
    let names = ["Åse", "Mette Frederikke", "Wolfgang-Maximilian", "Ærø", "Jean-Baptiste"];
    for given in names {
        let badge = badge("a6", &person(given, "Hohenlohe-Langenburg", "Den A.P. Møllerske Støttefond", "Programchef"));
        assert_eq!(badge.warnings(), [], "{given} fits");
        let drawn = text_of(&badge, &Slot::GivenName).lines.join(" ").replace("- ", "-");
        assert_eq!(drawn, given, "nothing is left out, in one line or two");
    }
}

#[test]
fn optional_parts_fall_away() {
    let without = badge("a6", &person("Åse", "Øst", "  ", "Konsulent"));
    assert!(without.texts().all(|text| text.slot != Slot::Organisation), "a blank organisation is none");
    let alone = text_of(&without, &Slot::Title).area;
    let both = text_of(&badge("a6", &person("Åse", "Øst", "SUS", "Konsulent")), &Slot::Title).area;
    assert!(alone.top < both.top, "the title moves up to the place of the organisation");
    let titles = without.texts().filter(|text| text.slot == Slot::Title).count();
    assert_eq!(titles, 1, "of two alternatives one is drawn");
}

#[test]
fn missing_letters_are_told() {
    let badge = badge("a6", &event().text(Slot::Name, "王小明 Ming"));
    let expected = Warning::MissingGlyph { slot: Slot::Name, chars: vec!['小', '明', '王'] };
    assert_eq!(badge.warnings(), [expected], "the bundled fonts have no Chinese");
    let full = text_of(&badge, &Slot::Name);
    assert!(full.ink.is_some_and(|ink| ink.size.width.as_mm() > 10.0), "a sign stands in their place, no gap");
    let latin = crate::helpers::badge(
        "a6",
        &event().text(Slot::Name, "Žofie Ünal Łuczak Ødegård Ångström Đặng Σοφία Софья e\u{301}"),
    );
    assert!(
        !latin.warnings().iter().any(|warning| matches!(warning, Warning::MissingGlyph { .. })),
        "Latin, Greek and Cyrillic are there"
    );
}

#[test]
fn right_to_left_text_is_drawn_from_the_right() {
    let badge = fill(
        Template::builtin("a6").expect("built in"),
        &event().text(Slot::Name, "שלום").text(Slot::Title, "محمد ABC 12"),
        &Fonts::with_system(),
    );
    check_boxes(&badge, "Hebrew and Arabic");
    assert_eq!(text_of(&badge, &Slot::Name).lines, ["שלום"], "lines are kept in reading order");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_set_without_panic(name in "\\PC{0,80}", organisation in any::<String>(), sessions in "(\\PC{0,60}\n){0,12}", qr in any::<String>()) {
        for template in Template::builtin_names() {
            let content = event().text(Slot::Name, name.clone())
                .text(Slot::Organisation, organisation.clone()).text(Slot::Sessions, sessions.clone())
                .rehearsal(name.clone()).qr(qr.clone());
            let badge = badge(template, &content);
            check_boxes(&badge, template);
            let svg = badge.to_svg();
            prop_assert!(roxmltree::Document::parse(&svg).is_ok(), "the SVG is well-formed");
            prop_assert!(badge.to_pdf().is_ok(), "the PDF is written");
            prop_assert!(badge.to_bitmap(dpi(100)).is_ok(), "the bitmap is drawn");
        }
    }
}
