//! SVG: for the interface's preview and for other programs.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use usvg::tiny_skia_path::PathSegment;

use crate::badge::{Item, Shape, Text};
use crate::fonts::FAMILY;
use crate::picture::Picture;
use crate::qr::Qr;
use crate::xml::{Xml, decimal};
use crate::{Area, Badge, Bars, Colour};

/// The badge as an SVG document whose unit is the millimetre.
pub(crate) fn svg(badge: &Badge) -> String {
    let (width, height) = (decimal(badge.size.width.as_mm()), decimal(badge.size.height.as_mm()));
    let mut xml = Xml::default();
    xml.start("svg").attribute("xmlns", "http://www.w3.org/2000/svg");
    xml.attribute("width", &format!("{width}mm")).attribute("height", &format!("{height}mm"));
    xml.attribute("viewBox", &format!("0 0 {width} {height}"));
    xml.start("title").text(&badge.title).end();
    xml.fragment(&badge.definitions);
    let page = Area { left: crate::Length::ZERO, top: crate::Length::ZERO, size: badge.size };
    rectangle(&mut xml, &page, Colour::WHITE);
    for (nth, item) in badge.items.iter().enumerate() {
        match item {
            Item::Fixed(fixed) => {
                xml.start("svg").attribute("width", &width).attribute("height", &height);
                xml.attribute("viewBox", &badge.view_box).attribute("preserveAspectRatio", "none");
                xml.fragment(&fixed.svg).end();
            }
            Item::Shape(shape) => draw_shape(&mut xml, shape),
            Item::Text(text) => draw_text(&mut xml, text, nth),
            Item::Picture(picture) => draw_picture(&mut xml, picture),
            Item::Qr(qr) => draw_qr(&mut xml, qr),
            Item::Bars(bars) => draw_bars(&mut xml, bars),
        }
    }
    xml.finish()
}

fn draw_shape(xml: &mut Xml, shape: &Shape) {
    xml.start("path").attribute("d", &path_data(shape));
    match shape.line_mm {
        Some(width) => {
            xml.attribute("fill", "none").attribute("stroke", &shape.colour.to_string()).number("stroke-width", width);
        }
        None => {
            xml.attribute("fill", &shape.colour.to_string());
        }
    }
    if shape.opacity < 1.0 {
        xml.number("opacity", shape.opacity);
    }
    xml.end();
}

fn path_data(shape: &Shape) -> String {
    let mut data = String::new();
    let mut put = |letter: char, points: &[usvg::tiny_skia_path::Point]| {
        data.push(letter);
        for point in points {
            // Writing to a string cannot fail.
            let _ = write!(data, "{} {} ", decimal(point.x), decimal(point.y));
        }
    };
    for segment in shape.path.segments() {
        match segment {
            PathSegment::MoveTo(to) => put('M', &[to]),
            PathSegment::LineTo(to) => put('L', &[to]),
            PathSegment::QuadTo(by, to) => put('Q', &[by, to]),
            PathSegment::CubicTo(by, and, to) => put('C', &[by, and, to]),
            PathSegment::Close => put('Z', &[]),
        }
    }
    data
}

fn draw_text(xml: &mut Xml, text: &Text, nth: usize) {
    let clip = format!("ankomst-clip-{nth}");
    if text.clip {
        xml.start("clipPath").attribute("id", &clip);
        rectangle(xml, &text.area, Colour::BLACK);
        xml.end();
    }
    if text.turned {
        let (x, y) = (text.area.x() + text.area.w() / 2.0, text.area.y() + text.area.h() / 2.0);
        xml.start("g").attribute("transform", &format!("rotate(180 {} {})", decimal(x), decimal(y)));
    }
    for placed in &text.lines {
        let width = placed.line.width * text.size_mm;
        xml.start("text").number("y", placed.baseline_mm).number("x", placed.x_mm + width / 2.0);
        // From the middle, so that both directions of writing come to lie alike.
        xml.attribute("text-anchor", "middle").attribute("font-family", &families(text));
        xml.number("font-size", text.size_mm).attribute("fill", &text.colour.to_string());
        if text.bold {
            xml.attribute("font-weight", "700");
        }
        if text.italic {
            xml.attribute("font-style", "italic");
        }
        if text.spacing_em != 0.0 {
            xml.number("letter-spacing", text.spacing_em * text.size_mm);
        }
        if placed.line.right_to_left {
            xml.attribute("direction", "rtl");
        }
        if text.clip {
            xml.attribute("clip-path", &format!("url(#{clip})"));
        }
        // Another typeface is set to the same width, and so stays in the box.
        xml.number("textLength", width).attribute("lengthAdjust", "spacingAndGlyphs");
        xml.attribute("xml:space", "preserve").text(&placed.line.text).end();
    }
    if text.turned {
        xml.end();
    }
}

/// Noto Sans, the families of other scripts in the text, and whatever is there.
fn families(text: &Text) -> String {
    let mut names = vec![FAMILY.to_owned()];
    for run in text.lines.iter().flat_map(|placed| &placed.line.runs) {
        if !names.contains(&run.face.family) {
            names.push(run.face.family.clone());
        }
    }
    let quoted: Vec<String> = names.iter().map(|name| format!("'{}'", name.replace(['\'', '\\'], ""))).collect();
    format!("{}, sans-serif", quoted.join(", "))
}

fn draw_picture(xml: &mut Xml, picture: &Picture) {
    let kind = if picture.bytes.starts_with(b"\x89PNG") { "png" } else { "jpeg" };
    xml.start("image").number("x", picture.area.x()).number("y", picture.area.y());
    xml.number("width", picture.area.w()).number("height", picture.area.h());
    xml.attribute("href", &format!("data:image/{kind};base64,{}", BASE64.encode(&picture.bytes))).end();
}

fn draw_qr(xml: &mut Xml, qr: &Qr) {
    rectangle(xml, &qr.area(), Colour::WHITE);
    let mut data = String::new();
    super::each_module_rect(qr, |x, y, w, h| {
        // Writing to a string cannot fail.
        let _ = write!(data, "M{} {}h{}v{}h-{}z", decimal(x), decimal(y), decimal(w), decimal(h), decimal(w));
    });
    xml.start("path").attribute("d", &data).attribute("fill", &Colour::BLACK.to_string());
    xml.attribute("shape-rendering", "crispEdges").end();
}

fn draw_bars(xml: &mut Xml, bars: &Bars) {
    rectangle(xml, &bars.area(), Colour::WHITE);
    let mut data = String::new();
    super::each_bar_rect(bars, |x, y, w, h| {
        // Writing to a string cannot fail.
        let _ = write!(data, "M{} {}h{}v{}h-{}z", decimal(x), decimal(y), decimal(w), decimal(h), decimal(w));
    });
    xml.start("path").attribute("d", &data).attribute("fill", &Colour::BLACK.to_string());
    xml.attribute("shape-rendering", "crispEdges").end();
}

fn rectangle(xml: &mut Xml, area: &Area, fill: Colour) {
    xml.start("rect").number("x", area.x()).number("y", area.y());
    xml.number("width", area.w()).number("height", area.h()).attribute("fill", &fill.to_string()).end();
}
