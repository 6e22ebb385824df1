use jiff::Timestamp;
use report::{Chart, ChartSize, ChartWords, Day, Shape};
use roxmltree::Document;

use crate::{at, event};

fn words() -> ChartWords {
    ChartWords { now: "nu".to_owned(), time_separator: '.' }
}

fn chart<R>(day: &Day, now: Timestamp, width: u32, height: u32, draw: impl FnOnce(&Chart<'_>) -> R) -> R {
    let (zone, words) = (event().time_zone, words());
    let size = ChartSize::new(width, height).unwrap();
    draw(&Chart { day, zone: &zone, now, words: &words, size })
}

fn draw(day: &Day, now: Timestamp, width: u32, height: u32) -> String {
    chart(day, now, width, height, |chart| chart.to_svg().unwrap())
}

/// A bar of the chart: its fill, left edge, top, width and height.
fn bars(svg: &str) -> Vec<(String, f64, f64)> {
    let document = Document::parse(svg).unwrap();
    let number = |node: roxmltree::Node<'_, '_>, name| node.attribute(name).unwrap().parse::<f64>().unwrap();
    let rects = document.descendants().filter(|node| node.has_tag_name("rect"));
    rects.map(|node| (node.attribute("fill").unwrap().to_owned(), number(node, "x"), number(node, "height"))).collect()
}

fn texts(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap();
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts.map(|node| node.text().unwrap_or_default().trim().to_owned()).collect()
}

#[test]
fn bars_are_as_high_as_people_came_and_the_running_one_is_marked() {
    let now = at("2026-09-18T08:52");
    let day = Day::of(&event(), &[(at("2026-09-18T08:35"), 4), (at("2026-09-18T08:50"), 8)], 20, now);
    let bars = bars(&draw(&day, now, 800, 300));
    assert_eq!(bars.len(), 2, "no bar where nobody came");
    assert!((bars[1].2 / bars[0].2 - 2.0).abs() < 0.05, "8 is twice as high as 4: {bars:?}");
    assert!(bars[1].1 > bars[0].1, "time goes to the right");
    assert_ne!(bars[0].0, bars[1].0, "the step that is not over looks different");
}

#[test]
fn the_axes_say_numbers_and_times_of_the_house_and_the_clock_has_its_word() {
    let now = at("2026-09-18T08:52");
    let day = Day::of(&event(), &[(at("2026-09-18T08:50"), 8)], 20, now);
    let said = texts(&draw(&day, now, 800, 300));
    for wanted in ["0", "2", "8", "08.30", "09.00", "nu"] {
        assert!(said.iter().any(|text| text == wanted), "{wanted} is not in {said:?}");
    }
    let later = texts(&draw(&day, at("2026-09-18T20:00"), 800, 300));
    assert!(!later.iter().any(|text| text == "nu"), "the clock is past the chart");
}

#[test]
fn nothing_leaves_the_picture_whatever_the_numbers_and_the_size() {
    for (came, width, height) in [(1, 320, 160), (7, 700, 260), (100_000, 4000, 4000), (0, 1300, 300)] {
        let arrivals: Vec<_> = (came > 0).then(|| (at("2026-09-18T09:55"), came)).into_iter().collect();
        let day = Day::of(&event(), &arrivals, 200_000, at("2026-09-18T09:57"));
        let svg = draw(&day, at("2026-09-18T09:57"), width, height);
        let document = Document::parse(&svg).unwrap();
        for node in document.descendants() {
            for (name, most) in
                [("x", width), ("x1", width), ("x2", width), ("y", height), ("y1", height), ("y2", height)]
            {
                if let Some(value) = node.attribute(name) {
                    let value: f64 = value.parse().unwrap();
                    assert!((0.0..=f64::from(most)).contains(&value), "{name}={value} in {width} × {height}: {node:?}");
                }
            }
        }
    }
}

#[test]
fn a_size_that_is_no_picture_is_refused() {
    for (width, height) in [(0, 0), (319, 200), (320, 159), (4001, 300)] {
        assert_eq!(ChartSize::new(width, height), None);
    }
}

#[test]
fn the_page_may_show_it_under_its_policy() {
    let day = Day::of(&event(), &[], 20, at("2026-09-18T08:52"));
    let svg = draw(&day, at("2026-09-18T08:52"), 800, 300);
    assert!(!svg.contains("style") && !svg.contains("script") && !svg.contains("href"), "attributes only: {svg}");
}

#[test]
fn the_shapes_for_the_page_are_those_of_the_file() {
    let now = at("2026-09-18T08:52");
    let day = Day::of(&event(), &[(at("2026-09-18T08:35"), 4), (at("2026-09-18T08:50"), 8)], 20, now);
    let svg = draw(&day, now, 800, 300);
    let shapes = chart(&day, now, 800, 300, |chart| chart.to_shapes().unwrap());
    let said: Vec<String> = shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Text { text, .. } => Some(text.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(said, texts(&svg), "the same words in the same order");
    let drawn: Vec<(String, f64, f64)> = shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Rectangle { x, height, colour, .. } => {
                Some((colour.to_uppercase(), f64::from(*x), f64::from(*height)))
            }
            _ => None,
        })
        .collect();
    assert_eq!(drawn, bars(&svg), "and the same bars");
    let lines = shapes.iter().filter(|shape| matches!(shape, Shape::Line { .. })).count();
    assert_eq!(lines, svg.matches("<line ").count() + svg.matches("<polyline ").count(), "and the same lines");
}
