//! What a lead is told about a design before anything is printed.

use badge::template::advice::{Advice, Press, advise};
use badge::template::edit::{Draft, Edit, Look, PartKind, PartPaint};
use badge::{Area, Colour, Content, Fonts, Length, Slot, Template};

use crate::helpers::{SEA, dpi, person};

const PRESS: fn() -> Press = || Press { margin: Length::mm(1.5), dpi: dpi(203) };

fn someone() -> Content {
    person("Anne-Sofie", "Nielsen", "Egehavn Kommune", "Chefkonsulent")
}

fn card() -> Draft {
    Draft::parse(include_str!("drawn-card.svg")).unwrap()
}

fn part(draft: &Draft, slot: Slot) -> usize {
    draft.parts().iter().position(|part| part.kind == PartKind::Text(slot.clone())).unwrap()
}

fn told(draft: &Draft, contents: &[Content]) -> Vec<Advice> {
    advise(draft, contents, PRESS(), &Fonts::bundled())
}

#[test]
fn supplied_designs_need_no_advice() {
    assert_eq!(told(&card(), &[someone()]), []);
    for name in Template::builtin_names() {
        let design = Draft::parse(Template::builtin_svg(name).unwrap()).unwrap();
        assert_eq!(told(&design, &[someone()]), [], "{name}");
    }
}

#[test]
fn a_name_too_near_to_the_edge_is_told_and_one_just_within_is_not() {
    let card = card();
    let given = part(&card, Slot::GivenName);
    let at = |left: f32| card.apply(&Edit::Place { part: given, area: Area::mm(left, 9.0, 50.0, 13.0) }).unwrap();
    assert_eq!(told(&at(0.5), &[someone()]), [Advice::Outside { part: given }]);
    assert_eq!(told(&at(1.6), &[someone()]), []);
}

#[test]
fn a_slot_under_the_code_is_told() {
    let card = card();
    let title = part(&card, Slot::Title);
    let upon = card.apply(&Edit::Place { part: title, area: Area::mm(50.0, 38.0, 20.0, 5.0) }).unwrap();
    assert!(told(&upon, &[someone()]).contains(&Advice::UnderCode { part: title }));
}

#[test]
fn a_code_whose_modules_get_too_few_dots_is_told() {
    let card = card();
    let code = card.parts().iter().position(|part| part.kind == PartKind::Code).unwrap();
    // 33 modules with the quiet zone: three dots of 203 dpi are 0.375 mm, two are 0.25 mm.
    let side = |mm: f32| card.apply(&Edit::Place { part: code, area: Area::mm(65.0, 24.0, mm, mm) }).unwrap();
    let enough = side(33.0 * 3.0 * 25.4 / 203.0 + 0.05);
    assert_eq!(told(&enough, &[someone()]), []);
    let advice = told(&side(33.0 * 3.0 * 25.4 / 203.0 - 0.05), &[someone()]);
    let [Advice::SmallModules { part, module }] = advice[..] else { panic!("{advice:?}") };
    assert_eq!(part, code);
    assert!((module.as_mm() - 0.25).abs() < 0.01, "{module}");
    let fine = Press { dpi: dpi(600), ..PRESS() };
    let same = side(33.0 * 3.0 * 25.4 / 203.0 - 0.05);
    assert_eq!(advise(&same, &[someone()], fine, &Fonts::bundled()), [], "a finer printer prints it well");
}

#[test]
fn a_name_that_stands_out_too_little_is_told_with_the_worst_of_all_ticket_types() {
    let card = card();
    let given = part(&card, Slot::GivenName);
    let paint = |colour| card.apply(&Edit::Look { part: given, look: Look::Paint(PartPaint::Fixed(colour)) }).unwrap();
    // 7.46:1 and 5.74:1 on white.
    assert_eq!(told(&paint(Colour::rgb(0x55, 0x55, 0x55)), &[someone()]), []);
    let advice = told(&paint(Colour::rgb(0x66, 0x66, 0x66)), &[someone()]);
    let [Advice::LowContrast { part, contrast, wanted }] = advice[..] else { panic!("{advice:?}") };
    assert_eq!((part, wanted), (given, 7.0));
    assert!((contrast - 5.74).abs() < 0.02, "{contrast}");

    let kind = part_on(&card);
    let white = card.apply(&Edit::Look { part: kind, look: Look::Paint(PartPaint::Fixed(Colour::WHITE)) }).unwrap();
    assert_eq!(told(&white, &[someone()]), [], "white on the sea");
    let pale = someone().accent(Colour::rgb(0xf5, 0xb7, 0x2e));
    let advice = told(&white, &[someone().accent(SEA), pale]);
    assert!(matches!(advice[..], [Advice::LowContrast { part, wanted: 4.5, .. }] if part == kind), "{advice:?}");
}

fn part_on(draft: &Draft) -> usize {
    part(draft, Slot::TicketType)
}

#[test]
fn a_badge_without_a_code_is_told() {
    let card = card();
    let code = card.parts().iter().position(|part| part.kind == PartKind::Code).unwrap();
    let bare = card.apply(&Edit::Remove { part: code }).unwrap();
    assert_eq!(told(&bare, &[someone()]), [Advice::NoCode]);
}
