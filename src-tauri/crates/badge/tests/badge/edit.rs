//! Editing: what was asked stands in the file, nothing else changes, and every step goes back to the same bytes.

use badge::template::edit::{Addition, Draft, Edit, EditError, History, Look, Part, PartKind, PartPaint, Step};
use badge::{Align, Area, Colour, Fit, Length, Slot, Template, Vertical};
use proptest::prelude::*;

/// As a drawing program writes it: groups that move and scale, stretches of text with a look of their own, a style sheet,
/// things of its own, a comment.
const DRAWN: &str = r##"<?xml version="1.0"?>
<!-- Kortet: tegnet af Ida & co. -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:ink="urn:ink" width="90mm" height="55mm" viewBox="-10 0 180 110" ink:version='1.4'>
  <ink:view zoom="2"/>
  <g transform="translate(4 2) scale(2)" ink:label="Lag 1">
    <rect id="n" x="2" y="6" width="50" height="12" style="fill:none; stroke:#ff0000"/>
    <text data-slot="name" data-box="n" x="2" y="15"
          style="font-size:9px;font-weight:bold;fill:#12242f"><tspan x="2" y="15" style="font-size:9px;fill:#12242f">Navn</tspan></text>
    <image x="60" y="2" width="10" height="6" href="data:image/png;base64,PNG"/>
  </g>
  <circle cx="20" cy="90" r='6' data-slot-fill='accent' fill="#14577a"/>
  <rect data-slot="qr" x="100" y="40" width="60" height="60"/>
</svg>
"##;

const SHEET: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="90mm" height="55mm" viewBox="0 0 90 55" data-qr="none">
<style>.big { font-size: 8px; fill: #123456; font-weight: 700 }</style>
<rect id="n" x="5" y="5" width="60" height="12"/>
<text class="big" data-slot="name" data-box="n" y="12">Navn</text>
</svg>"##;

fn drawn() -> String {
    let png = base64_of(&picture());
    DRAWN.replace("PNG", &png)
}

fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(4, 3, image::Rgb([200, 30, 30])).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn base64_of(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::prelude::BASE64_STANDARD.encode(bytes)
}

fn card() -> String {
    include_str!("drawn-card.svg").to_owned()
}

fn draft(svg: &str) -> Draft {
    Draft::parse(svg).unwrap()
}

fn part(draft: &Draft, kind: &PartKind) -> usize {
    draft.parts().iter().position(|part| part.kind == *kind).unwrap()
}

fn name_of(draft: &Draft) -> usize {
    part(draft, &PartKind::Text(Slot::Name))
}

fn look(draft: &Draft, part: usize, look: Look) -> Draft {
    draft.apply(&Edit::Look { part, look }).unwrap()
}

#[track_caller]
fn near(a: Area, b: Area) {
    let numbers = |area: Area| [area.left, area.top, area.size.width, area.size.height].map(Length::as_mm);
    let off = numbers(a).iter().zip(numbers(b)).all(|(a, b)| (a - b).abs() < 0.02);
    assert!(off, "{a:?} is not {b:?}");
}

#[test]
fn the_parts_of_a_drawing_are_found_and_measured_in_millimetres() {
    let draft = draft(&drawn());
    let kinds: Vec<_> = draft.parts().iter().map(|part| part.kind.clone()).collect();
    assert_eq!(kinds, [PartKind::Text(Slot::Name), PartKind::Image, PartKind::Fill, PartKind::Code]);
    near(draft.parts()[0].area, Area::mm(9.0, 7.0, 50.0, 12.0));
    near(draft.parts()[3].area, Area::mm(55.0, 20.0, 30.0, 30.0));
    let text = draft.parts()[0].text.clone().unwrap();
    assert_eq!((text.bold, text.align, text.fit), (true, Align::Left, Fit::Shrink));
    assert!((text.largest.as_mm() - 9.0).abs() < 0.01, "{:?}", text.largest);
    assert!(!draft.parts()[2].movable, "a circle stays where it was drawn");
}

#[test]
fn moving_a_slot_changes_its_numbers_and_no_other_byte() {
    let before = draft(&drawn());
    let after = before.apply(&Edit::Place { part: 0, area: Area::mm(12.0, 9.5, 40.0, 10.0) }).unwrap();
    near(after.parts()[0].area, Area::mm(12.0, 9.5, 40.0, 10.0));
    let expected = drawn()
        .replace(r#"x="2" y="6" width="50" height="12""#, r#"x="5" y="8.5" width="40" height="10""#)
        .replace(r#"x="2" y="15""#, r#"x="5" y="17.5""#);
    assert_eq!(after.svg(), expected, "the guide has another place, the sample follows, all else is as it was drawn");
}

#[test]
fn a_box_is_kept_on_the_badge_and_never_vanishes() {
    let draft = draft(&card());
    let name = name_of(&draft);
    let far = draft.apply(&Edit::Place { part: name, area: Area::mm(80.0, -5.0, 20.0, 0.0) }).unwrap();
    near(far.parts()[name].area, Area::mm(66.0, 0.0, 20.0, 1.0));
}

#[test]
fn a_slot_may_lie_upon_the_code_while_it_is_edited_but_not_in_a_file_that_comes_in() {
    let draft = draft(&card());
    let name = name_of(&draft);
    let upon = draft.apply(&Edit::Place { part: name, area: Area::mm(60.0, 20.0, 20.0, 20.0) }).unwrap();
    assert!(Template::parse(upon.svg().as_bytes()).unwrap_err().to_string().contains("QR"));
}

#[test]
fn every_look_is_written_where_the_file_says_it() {
    let start = draft(&drawn());
    let after = look(&start, 0, Look::Bold(false));
    assert!(after.svg().contains("font-size:9px;font-weight:400;fill:#12242f\""), "{}", after.svg());
    let after = look(&after, 0, Look::Largest(Length::mm(6.0)));
    assert!(after.svg().contains("font-size:6px"), "{}", after.svg());
    assert!(!after.svg().contains("9px"), "the stretch of text says nothing else any more: {}", after.svg());
    let after = look(&after, 0, Look::Smallest(Length::mm(7.0)));
    assert!((after.parts()[0].text.as_ref().unwrap().largest.as_mm() - 7.0).abs() < 0.01, "the largest follows");
    let after = look(&after, 0, Look::Align(Align::Centre));
    let after = look(&after, 0, Look::Vertical(Vertical::Bottom));
    let after = look(&after, 0, Look::Fit(Fit::Wrap));
    let after = look(&after, 0, Look::Lines(3));
    let after = look(&after, 0, Look::Content(Slot::GivenName));
    let after = look(&after, 0, Look::Condition(" !organisation  title ".to_owned()));
    let after = look(&after, 0, Look::Paint(PartPaint::Accent(Colour::rgb(1, 2, 3))));
    let part = &after.parts()[0];
    let text = part.text.clone().unwrap();
    assert_eq!(part.kind, PartKind::Text(Slot::GivenName));
    assert_eq!(part.condition, "!organisation title");
    assert_eq!(part.paint, Some(PartPaint::Accent(Colour::rgb(1, 2, 3))));
    assert_eq!((text.align, text.vertical, text.fit, text.max_lines), (Align::Centre, Vertical::Bottom, Fit::Wrap, 3));
    let plain = look(&look(&after, 0, Look::Condition(String::new())), 0, Look::Paint(PartPaint::Fixed(Colour::INK)));
    assert!(!plain.svg().contains("data-if") && !plain.svg().contains("data-slot-fill=\"accent\""), "{}", plain.svg());
}

#[test]
fn a_style_sheet_does_not_override_what_was_asked() {
    let start = draft(SHEET);
    let after = look(&start, 0, Look::Largest(Length::mm(5.0)));
    assert!((after.parts()[0].text.as_ref().unwrap().largest.as_mm() - 5.0).abs() < 0.01);
    let after = look(&after, 0, Look::Bold(false));
    assert!(!after.parts()[0].text.as_ref().unwrap().bold);
    assert!(after.svg().contains(".big { font-size: 8px; fill: #123456; font-weight: 700 }"), "the sheet stays");
}

#[test]
fn what_the_drawing_overrides_is_an_error_and_not_a_surprise() {
    let svg = SHEET.replace("font-size: 8px;", "font-size: 8px !important;");
    let start = draft(&svg);
    let asked = start.apply(&Edit::Look { part: 0, look: Look::Largest(Length::mm(5.0)) });
    assert!(matches!(asked, Err(EditError::NotTaken)), "{asked:?}");
}

#[test]
fn what_does_not_go_is_refused() {
    let start = draft(&drawn());
    let check = |edit: Edit, expected: EditError| assert_eq!(start.apply(&edit).unwrap_err(), expected);
    check(Edit::Look { part: 3, look: Look::Bold(true) }, EditError::DoesNotGo);
    check(Edit::Look { part: 0, look: Look::Content(Slot::Logo) }, EditError::DoesNotGo);
    check(Edit::Look { part: 2, look: Look::Paint(PartPaint::Fixed(Colour::INK)) }, EditError::DoesNotGo);
    check(Edit::Place { part: 2, area: Area::mm(0.0, 0.0, 5.0, 5.0) }, EditError::DoesNotGo);
    check(Edit::Remove { part: 9 }, EditError::NoSuchPart { part: 9 });
    check(Edit::Add { what: Addition::Code, area: Area::mm(0.0, 0.0, 20.0, 20.0), back: false }, EditError::DoesNotGo);
    let broken = Addition::Image(b"GIF89a".to_vec());
    check(Edit::Add { what: broken, area: Area::mm(0.0, 0.0, 20.0, 20.0), back: false }, EditError::BadPicture);
    let unknown = start.apply(&Edit::Look { part: 0, look: Look::Condition("nonsense".to_owned()) });
    assert!(matches!(unknown, Err(EditError::Template(_))), "{unknown:?}");
}

#[test]
fn parts_are_added_and_taken_away() {
    let svg = drawn().replace("<svg ", "<s:svg xmlns:s=\"http://www.w3.org/2000/svg\" ").replace("</svg>", "</s:svg>");
    let start = draft(&svg);
    let area = Area::mm(5.0, 30.0, 40.0, 8.0);
    let slot = Addition::Slot(Slot::Organisation, "Æ & <b>".to_owned());
    let added = start.apply(&Edit::Add { what: slot, area, back: false }).unwrap();
    let organisation = part(&added, &PartKind::Text(Slot::Organisation));
    near(added.parts()[organisation].area, area);
    assert!(added.svg().contains("Æ &amp; &lt;b&gt;"), "a sample is never markup");
    let again =
        added.apply(&Edit::Add { what: Addition::Slot(Slot::Organisation, String::new()), area, back: false }).unwrap();
    assert!(again.svg().contains("id=\"organisation-box-2\""), "each has a guide of its own");
    let picture = again.apply(&Edit::Add { what: Addition::Image(picture()), area, back: false }).unwrap();
    let fill = picture.apply(&Edit::Add { what: Addition::Fill, area, back: false }).unwrap();
    let first = fill.parts().iter().position(|part| part.kind == PartKind::Fill).unwrap();
    assert_eq!(first, 0, "a coloured shape lies behind the slots");
    let code = part(&fill, &PartKind::Code);
    let bare = fill.apply(&Edit::Remove { part: code }).unwrap();
    assert!(bare.svg().contains("data-qr=\"none\"") && bare.template().qr_area().is_none());
    let back =
        bare.apply(&Edit::Add { what: Addition::Code, area: Area::mm(50.0, 20.0, 25.0, 25.0), back: false }).unwrap();
    assert!(!back.svg().contains("data-qr") && back.template().qr_area().is_some());

    let removed = added.apply(&Edit::Remove { part: organisation }).unwrap();
    assert_eq!(removed.svg(), svg, "what was added goes without a trace");
}

#[test]
fn the_back_has_parts_of_its_own_and_comes_with_the_first() {
    let start = draft(&card());
    let area = Area::mm(5.0, 5.0, 60.0, 40.0);
    let sessions = Addition::Slot(Slot::Sessions, "10.30 Session".to_owned());
    let one = start.apply(&Edit::Add { what: sessions, area, back: true }).unwrap();
    assert!(one.template().has_back() && !start.template().has_back());
    let code = Edit::Add { what: Addition::Code, area: Area::mm(65.0, 30.0, 18.0, 18.0), back: true };
    let two = one.apply(&code).unwrap();
    assert_eq!(two.svg().matches("data-page=\"back\"").count(), 1, "one group has it all");
    let backs = two.parts().iter().filter(|part| part.back).count();
    assert_eq!(backs, 2);
    let code = two.parts().iter().position(|part| part.back && part.kind == PartKind::Code).unwrap();
    let without = two.apply(&Edit::Remove { part: code }).unwrap();
    assert!(!without.svg().contains("data-qr"), "the front still has its code");
}

#[test]
fn a_slot_that_stands_upside_down_is_moved_as_it_is_seen() {
    let turned = SHEET
        .replace("<rect id", "<g transform=\"rotate(180 45 27.5)\"><rect id")
        .replace("Navn</text>", "Navn</text></g>");
    let start = draft(&turned);
    near(start.parts()[0].area, Area::mm(25.0, 38.0, 60.0, 12.0));
    let moved = start.apply(&Edit::Place { part: 0, area: Area::mm(20.0, 30.0, 50.0, 10.0) }).unwrap();
    near(moved.parts()[0].area, Area::mm(20.0, 30.0, 50.0, 10.0));
    let larger = look(&moved, 0, Look::Largest(Length::mm(6.0)));
    assert!((larger.parts()[0].text.as_ref().unwrap().largest.as_mm() - 6.0).abs() < 0.01);
}

#[test]
fn a_guide_stays_as_long_as_another_slot_has_it() {
    let two = SHEET.replace("</svg>", "<text data-slot=\"title\" data-box=\"n\" font-size=\"4\">Titel</text>\n</svg>");
    let start = draft(&two);
    let one = start.apply(&Edit::Remove { part: 1 }).unwrap();
    assert!(one.svg().contains("id=\"n\""));
    let none = one.apply(&Edit::Remove { part: 0 }).unwrap();
    assert!(!none.svg().contains("id=\"n\"") && none.parts().is_empty());
}

#[test]
fn steps_go_back_and_forth_by_bytes_and_a_gesture_is_one_step() {
    let step = Step::between("Åse æble", "Åse øl");
    assert_eq!(step.back("Åse øl").as_deref(), Some("Åse æble"));
    assert_eq!(step.forth("Åse æble").as_deref(), Some("Åse øl"));
    assert_eq!(step.back("noget andet"), None, "another file is left alone");
    let mut history = History::default();
    for (before, after, gesture) in [("a", "ab", "key"), ("ab", "abc", "key"), ("abc", "x", ""), ("x", "xy", "key")] {
        history.add(before, after, gesture);
    }
    assert_eq!(history.undo("xy").as_deref(), Some("x"));
    assert_eq!(history.undo("x").as_deref(), Some("abc"));
    assert_eq!(history.undo("abc").as_deref(), Some("a"), "an arrow key held down is one step");
    assert_eq!((history.undo("a"), history.ways()), (None, (false, true)));
    assert_eq!(history.redo("a").as_deref(), Some("abc"));
    history.add("abc", "abcd", "key");
    assert_eq!(history.undo("abcd").as_deref(), Some("abc"), "nothing joins a step that was undone and done again");
}

fn any_look() -> impl Strategy<Value = Look> {
    let slots = prop::sample::select(vec![Slot::Name, Slot::Title, Slot::Organisation, Slot::field("Æ \"x\"")]);
    prop_oneof![
        any::<bool>().prop_map(Look::Bold),
        any::<bool>().prop_map(Look::Italic),
        prop::sample::select(vec![Align::Left, Align::Centre, Align::Right]).prop_map(Look::Align),
        prop::sample::select(vec![Vertical::Top, Vertical::Middle, Vertical::Bottom]).prop_map(Look::Vertical),
        prop::sample::select(vec![Fit::Shrink, Fit::Wrap, Fit::Lines]).prop_map(Look::Fit),
        (0.5_f32..70.0).prop_map(|mm| Look::Largest(Length::mm(mm))),
        (0.5_f32..70.0).prop_map(|mm| Look::Smallest(Length::mm(mm))),
        (0_usize..60).prop_map(Look::Lines),
        any::<[u8; 3]>().prop_map(|[r, g, b]| Look::Paint(PartPaint::Fixed(Colour::rgb(r, g, b)))),
        any::<[u8; 3]>().prop_map(|[r, g, b]| Look::Paint(PartPaint::OnAccent(Colour::rgb(r, g, b)))),
        prop::sample::select(vec!["", "title", "!title organisation"])
            .prop_map(|words| Look::Condition(words.to_owned())),
        slots.prop_map(Look::Content),
    ]
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let area = (-20.0_f32..120.0, -20.0_f32..120.0, 0.0_f32..120.0, 0.0_f32..120.0);
    let area = area.prop_map(|(x, y, w, h)| Area::mm(x, y, w, h));
    let what = prop_oneof![
        Just(Addition::Code),
        Just(Addition::Fill),
        Just(Addition::Image(picture())),
        ".{0,20}".prop_map(|sample| Addition::Slot(Slot::Title, sample)),
        Just(Addition::Slot(Slot::Logo, String::new())),
    ];
    prop_oneof![
        4 => (0_usize..16, area.clone()).prop_map(|(part, area)| Edit::Place { part, area }),
        6 => (0_usize..16, any_look()).prop_map(|(part, look)| Edit::Look { part, look }),
        2 => (what, area, any::<bool>()).prop_map(|(what, area, back)| Edit::Add { what, area, back }),
        1 => (0_usize..16).prop_map(|part| Edit::Remove { part }),
    ]
}

/// The parts that an edit does not mean, guides that they share left out.
fn others(before: &[Part], after: &[Part], edited: usize) -> Vec<(Part, Part)> {
    let shared = |part: &Part| part.area == before[edited].area;
    let pairs = before.iter().zip(after).enumerate();
    pairs.filter(|(at, (part, _))| *at != edited && !shared(part)).map(|(_, (a, b))| (a.clone(), b.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_edited_reads_back_as_asked_and_goes_back_to_the_same_bytes(
        file in prop::sample::select(vec![drawn(), card(), SHEET.to_owned()]),
        edits in prop::collection::vec(any_edit(), 1..10),
    ) {
        let mut now = draft(&file);
        let mut history = History::default();
        let mut files = vec![file];
        for edit in &edits {
            let next = match now.apply(edit) {
                Ok(next) => next,
                Err(EditError::NotTaken) => panic!("{edit:?} is not taken by {}", now.svg()),
                Err(_) => continue,
            };
            if let Edit::Place { part, .. } | Edit::Look { part, .. } = edit {
                for (before, after) in others(now.parts(), next.parts(), *part) {
                    prop_assert_eq!(before, after, "no other part changes");
                }
            }
            history.add(now.svg(), next.svg(), "");
            files.push(next.svg().to_owned());
            now = next;
        }
        let mut text = now.svg().to_owned();
        for before in files.iter().rev().skip(1) {
            text = history.undo(&text).unwrap();
            prop_assert_eq!(&text, before);
        }
        for after in files.iter().skip(1) {
            text = history.redo(&text).unwrap();
            prop_assert_eq!(&text, after);
        }
    }
}
