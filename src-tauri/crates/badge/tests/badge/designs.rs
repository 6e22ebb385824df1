//! The supplied designs, held to what a badge must be: readable at two metres, in every colour of the sample event.

use badge::{Badge, Colour, Content, Dpi, Slot, Template};

use crate::helpers::{badge, event, person};

/// Smallest heights of capitals, in millimetres: names of up to 16 letters, of up to 30, and ever.
const SHORT_MM: f32 = 7.0;
const LONG_MM: f32 = 5.0;
const EVER_MM: f32 = 3.5;

/// The ticket types of the sample event.
const COLOURS: [Colour; 4] = [
    Colour::rgb(0x14, 0x57, 0x7a),
    Colour::rgb(0x53, 0x3a, 0x8e),
    Colour::rgb(0x5c, 0x3d, 0x00),
    Colour::rgb(0x37, 0x44, 0x4d),
];

/// Given and family name, together up to 16 letters, as they occur.
const NAMES: [(&str, &str); 11] = [
    ("Åse", "Øst"),
    ("Bo", "Ek"),
    ("Mette", "Nielsen"),
    ("Christina", "Madsen"),
    ("Maximilian", "Holm"),
    ("Wilhelmina", "Wagner"),
    ("Jens", "Papadopoulos"),
    ("Ove Kaj", "Pedersen"),
    ("Stephen", "Patrick"),
    ("Mamma", "Wammen-Mumm"),
    ("Bartholomew", "Quamm"),
];

fn capitals(badge: &Badge, slot: &Slot) -> f32 {
    let text = badge.texts().find(|text| text.slot == *slot).expect("the slot is filled");
    text.capital_height.as_mm()
}

fn is_a6(name: &str) -> bool {
    name.starts_with("a6") || name.starts_with("a4")
}

#[test]
fn capitals_of_short_names_are_high() {
    for name in Template::builtin_names() {
        for (given, family) in NAMES {
            assert!(given.chars().count() + family.chars().count() <= 16, "{given} {family} is short");
            let drawn = badge(name, &person(given, family, "", ""));
            let high = capitals(&drawn, &Slot::GivenName);
            assert!(high >= SHORT_MM, "{name}: capitals of {given} are {high} mm high, 7 mm wanted");
            let high = capitals(&drawn, &Slot::FamilyName);
            let least = if is_a6(name) { SHORT_MM } else { EVER_MM };
            assert!(high >= least, "{name}: capitals of {family} are {high} mm high, {least} wanted");
            let whole = capitals(&badge(name, &event().text(Slot::Name, format!("{given} {family}"))), &Slot::Name);
            // The widest letters there are, in one word: 7 mm would be wider than any card.
            let least = if family == "Wammen-Mumm" && !is_a6(name) { LONG_MM } else { SHORT_MM };
            assert!(whole >= least, "{name}: set as one name, {given} {family} has capitals of {whole} mm");
        }
    }
}

#[test]
fn long_names_stay_readable() {
    for name in Template::builtin_names() {
        for (given, family) in [
            ("Anne-Marie", "Kirkegaard Sørensen"),
            ("Alexander", "Christoffersen Bang"),
            ("Mohammad", "Abdulrahman Al-Hassan"),
            ("Wolfgang-Maximilian", "Lundegaard"),
        ] {
            let drawn = badge(name, &person(given, family, "", ""));
            let high = capitals(&drawn, &Slot::GivenName);
            assert!(high >= LONG_MM, "{name}: capitals of {given} {family} are {high} mm high, 5 mm wanted");
            let whole = capitals(&badge(name, &event().text(Slot::Name, format!("{given} {family}"))), &Slot::Name);
            assert!(whole >= LONG_MM, "{name}: set as one name, {given} {family} has capitals of {whole} mm");
        }
        let longest = "Karl-Theodor Maria Nikolaus Johann Jacob Philipp Freiherr von und zu Guttenberg";
        for drawn in [badge(name, &event().text(Slot::Name, longest)), badge(name, &person(longest, longest, "", ""))] {
            for text in drawn.texts() {
                if matches!(text.slot, Slot::Name | Slot::GivenName | Slot::FamilyName)
                    && text.area.size.height.as_mm() > 8.0
                {
                    let high = text.capital_height.as_mm();
                    assert!(high >= EVER_MM, "{name}: {} of 80 letters has capitals of {high} mm", text.slot);
                }
            }
        }
    }
}

/// The colour of a side at a point in millimetres.
fn ground(picture: &image::RgbImage, x_mm: f32, y_mm: f32, dots_per_mm: f32) -> Colour {
    let dot = picture.get_pixel((x_mm * dots_per_mm) as u32, (y_mm * dots_per_mm) as u32);
    Colour::rgb(dot.0[0], dot.0[1], dot.0[2])
}

#[test]
fn every_text_stands_out_by_seven_to_one() {
    let full = |colour| {
        let content = person("Åse", "Øst", "Nyborg Kommune", "Chef").text(Slot::Programme, "09.00\tVelkomst");
        let content: Content = content.text(Slot::Sessions, "10.00\tÅbning").text(Slot::Organiser, "SUS");
        content.accent(colour).rehearsal("ØVELSE")
    };
    for name in Template::builtin_names() {
        for colour in COLOURS {
            let drawn = badge(name, &full(colour));
            for side in drawn.sides() {
                let png = side.to_png(Dpi::new(127).expect("a resolution")).expect("a PNG");
                let picture = image::load_from_memory(&png).expect("a PNG").to_rgb8();
                for text in side.texts() {
                    // The corner of a text's ink: beside the first letter, never on it.
                    let ink = text.ink.expect("ink");
                    let (x, y) = ((ink.left.as_mm() - 0.3).max(0.1), (ink.top.as_mm() - 0.3).max(0.1));
                    let contrast = text.colour.contrast(ground(&picture, x, y, 5.0));
                    assert!(contrast >= 7.0, "{name}: {} in {} has a contrast of {contrast}", text.slot, text.colour);
                }
            }
        }
    }
}

#[test]
fn modules_are_half_a_millimetre() {
    for name in Template::builtin_names() {
        let module = badge(name, &event()).qr_module_size().expect("a code");
        assert!(module.as_mm() >= 0.5, "{name} has modules of {module}");
    }
}

#[test]
fn designs_differ_in_layout() {
    // The middle of the name and of the code, as parts of the badge: no two designs have both in the same place.
    let places: Vec<(&str, [f32; 4])> = Template::builtin_names()
        .iter()
        .map(|name| {
            let template = Template::builtin(name).expect("built in");
            let (width, height) = (template.size().width.as_mm(), template.size().height.as_mm());
            let (_, given) = template.slots().find(|(slot, _)| **slot == Slot::GivenName).expect("a given name");
            let (_, kind) = template.slots().find(|(slot, _)| **slot == Slot::TicketType).expect("a ticket type");
            let qr = template.qr_area().expect("a code");
            let middle = |area: badge::Area| {
                [
                    (area.left.as_mm() + area.size.width.as_mm() / 2.0) / width,
                    (area.top.as_mm() + area.size.height.as_mm() / 2.0) / height,
                ]
            };
            let [[gx, _], [kx, ky], [qx, _]] = [middle(given), middle(kind), middle(qr)];
            (*name, [gx, kx, ky, qx])
        })
        .collect();
    for (nth, (name, place)) in places.iter().enumerate() {
        for (other, its) in &places[nth + 1..] {
            let apart = place.iter().zip(its).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(apart > 0.08, "{name} and {other} are drawn alike");
        }
    }
}
