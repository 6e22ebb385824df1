//! The mark of a badge that is not its person's first.

use badge::{Badge, Slot, Template};

use crate::helpers::{CODE, Luma, badge, dpi, person};

const DOTS: u32 = 300;

fn picture(badge: &Badge) -> Luma {
    Luma::of_bitmap(&badge.to_bitmap(dpi(DOTS)).expect("a bitmap"))
}

/// Where two pictures differ: left, top, right, bottom in millimetres.
fn differs(one: &Luma, other: &Luma) -> Option<[f32; 4]> {
    let dots = (0..one.height).flat_map(|y| (0..one.width).map(move |x| (x, y)));
    let others: Vec<(u32, u32)> = dots.filter(|(x, y)| one.at(*x, *y) != other.at(*x, *y)).collect();
    let mm = |dot: u32| dot as f32 * 25.4 / DOTS as f32;
    Some([
        mm(others.iter().map(|dot| dot.0).min()?),
        mm(others.iter().map(|dot| dot.1).min()?),
        mm(others.iter().map(|dot| dot.0).max()? + 1),
        mm(others.iter().map(|dot| dot.1).max()? + 1),
    ])
}

#[test]
fn a_second_badge_has_a_small_mark_at_an_edge_and_nothing_else_changes() {
    for name in Template::builtin_names() {
        let content = person("Anne-Sofie", "Bjerregaard", "Nyborg Kommune", "Konsulent").text(Slot::Note, "");
        let first = badge(name, &content);
        let second = badge(name, &content.clone().reprint(2));
        let [left, top, right, bottom] = differs(&picture(&first), &picture(&second)).expect("a mark");
        assert!(right - left <= 4.1 && bottom - top <= 4.1, "{name}: small, not {left} to {right}, {top} to {bottom}");
        let (width, height) = (first.size().width.as_mm(), first.size().height.as_mm());
        let is_inside = left >= 1.4 && top >= 1.4 && right <= width - 1.4 && bottom <= height - 1.4;
        assert!(is_inside, "{name}: where printers print, not {left} to {right}, {top} to {bottom}");
        let is_at_edge = left < 6.0 || right > width - 6.0 || top < 6.0 || bottom > height - 6.0;
        assert!(is_at_edge, "{name}: at an edge, not {left} to {right}, {top} to {bottom}");
        assert_eq!(picture(&second).read_by_rxing().as_deref(), Some(CODE), "{name}: the code is read");
        for text in second.texts() {
            let Some(ink) = text.ink else { continue };
            let apart = ink.left.as_mm() + ink.size.width.as_mm() <= left
                || ink.left.as_mm() >= right
                || ink.top.as_mm() + ink.size.height.as_mm() <= top
                || ink.top.as_mm() >= bottom;
            assert!(apart, "{name}: the mark lies upon {:?}", text.lines);
        }
        assert!(
            differs(&picture(&badge(name, &content.clone().reprint(1))), &picture(&first)).is_none(),
            "{name}: no first"
        );
        let third = badge(name, &content.reprint(3));
        assert!(differs(&picture(&second), &picture(&third)).is_some(), "{name}: the mark says which");
    }
}
