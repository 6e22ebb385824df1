//! Writes parts of a checked document anew: the whole of it for measuring slots, and each stretch of fixed drawing by
//! itself. Only SVG's own elements and attributes come through; what drawing programs add for themselves does not.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use super::check::{XLINK, is_svg};
use crate::xml::Xml;

/// How an element with a slot is written for measuring.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A text: shown, without effects.
    Text,
    /// A box, guide, or shape with a colour slot: filled, without effects.
    Shape,
}

/// Attributes that hide an element, or make usvg wrap it into a group.
const EFFECTS: [&str; 10] = [
    "display",
    "visibility",
    "opacity",
    "clip-path",
    "mask",
    "filter",
    "mix-blend-mode",
    "isolation",
    "stroke",
    "fill-opacity",
];

/// The root element's opening with sizes in millimetres as plain numbers, so that a unit of usvg is a millimetre.
fn open_root(xml: &mut Xml, root: Node<'_, '_>, width_mm: f32, height_mm: f32) {
    xml.start("svg").attribute("xmlns", super::check::SVG).attribute("xmlns:xlink", XLINK);
    xml.number("width", width_mm).number("height", height_mm).attribute("preserveAspectRatio", "none");
    for attribute in plain_attributes(root) {
        if !matches!(attribute.0, "width" | "height" | "preserveAspectRatio" | "id" | "x" | "y" | "version") {
            xml.attribute(attribute.0, attribute.1);
        }
    }
}

/// The whole document, every marked element under the id given.
pub(super) fn for_measuring(root: Node<'_, '_>, size_mm: (f32, f32), marks: &BTreeMap<u32, (String, Mark)>) -> String {
    let mut xml = Xml::default();
    open_root(&mut xml, root, size_mm.0, size_mm.1);
    for child in root.children() {
        write_measured(&mut xml, child, marks);
    }
    xml.finish()
}

fn write_measured(xml: &mut Xml, node: Node<'_, '_>, marks: &BTreeMap<u32, (String, Mark)>) {
    if node.is_text() {
        xml.text(node.text().unwrap_or_default());
        return;
    }
    if !is_svg(node) || is_prose(node) {
        return;
    }
    let marked = marks.get(&node.id().get());
    // A picture's place is measured like a box: its sample need not be there.
    let name = if marked.is_some() && node.tag_name().name() == "image" { "rect" } else { node.tag_name().name() };
    xml.start(name);
    match marked {
        Some((id, mark)) => write_mark(xml, node, id, *mark),
        None => {
            // Hidden groups are shown: what stands in them is measured all the same.
            let shown = |name: &str| !matches!(name, "display" | "visibility");
            for (name, value) in plain_attributes(node).filter(|(name, _)| shown(name) && *name != "style") {
                xml.attribute(name, value);
            }
            if node.has_attribute("style") {
                let style = declarations(node).filter(|(name, _)| shown(name));
                let style: String = style.map(|(name, value)| format!("{name}:{value};")).collect();
                xml.attribute("style", &style);
            }
        }
    }
    for child in node.children() {
        write_measured(xml, child, marks);
    }
    xml.end();
}

fn write_mark(xml: &mut Xml, node: Node<'_, '_>, id: &str, mark: Mark) {
    let dropped = |name: &str| EFFECTS.contains(&name) || (mark == Mark::Shape && name == "fill");
    for (name, value) in plain_attributes(node) {
        if !dropped(name) && !matches!(name, "id" | "style" | "href" | "preserveAspectRatio") {
            xml.attribute(name, value);
        }
    }
    let mut style: String =
        declarations(node).filter(|(name, _)| !dropped(name)).map(|(name, value)| format!("{name}:{value};")).collect();
    style.push_str("display:inline;visibility:visible;");
    if mark == Mark::Shape {
        style.push_str("fill:#000000;stroke:none;");
    }
    xml.attribute("id", id).attribute("style", &style);
}

/// Definitions and style sheets of the document, which every part may refer to.
pub(super) fn definitions(root: Node<'_, '_>) -> String {
    let mut xml = Xml::default();
    for child in root.descendants().filter(|node| is_svg(*node)) {
        let outermost = child.parent().is_none_or(|parent| !is_definition(parent));
        if is_definition(child) && outermost {
            write_whole(&mut xml, child);
        }
    }
    xml.finish()
}

/// Some elements of the document within the groups that they stand in.
pub(super) fn part(root: Node<'_, '_>, chosen: &BTreeSet<u32>) -> String {
    let mut xml = Xml::default();
    for child in root.children() {
        write_part(&mut xml, child, chosen);
    }
    xml.finish()
}

/// A fixed part as a document of its own.
pub(super) fn as_document(root: Node<'_, '_>, size_mm: (f32, f32), definitions: &str, part: &str) -> String {
    let mut xml = Xml::default();
    open_root(&mut xml, root, size_mm.0, size_mm.1);
    xml.fragment(definitions).fragment(part);
    xml.finish()
}

fn write_part(xml: &mut Xml, node: Node<'_, '_>, chosen: &BTreeSet<u32>) {
    if chosen.contains(&node.id().get()) {
        write_whole(xml, node);
    } else if is_svg(node) && node.descendants().any(|inner| chosen.contains(&inner.id().get())) {
        xml.start(node.tag_name().name());
        // One side may be hidden in the drawing while the other is worked on; it is printed all the same.
        let hides = |name: &str| node.has_attribute("data-page") && matches!(name, "display" | "visibility");
        for (name, value) in plain_attributes(node).filter(|(name, _)| *name != "id" && !hides(name)) {
            if name == "style" {
                let kept = declarations(node).filter(|(name, _)| !hides(name));
                xml.attribute("style", &kept.map(|(name, value)| format!("{name}:{value};")).collect::<String>());
            } else {
                xml.attribute(name, value);
            }
        }
        for child in node.children() {
            write_part(xml, child, chosen);
        }
        xml.end();
    }
}

fn write_whole(xml: &mut Xml, node: Node<'_, '_>) {
    if node.is_text() {
        xml.text(node.text().unwrap_or_default());
    } else if is_svg(node) && !is_prose(node) {
        xml.start(node.tag_name().name());
        for (name, value) in plain_attributes(node) {
            xml.attribute(name, value);
        }
        for child in node.children() {
            write_whole(xml, child);
        }
        xml.end();
    }
}

/// Attributes without a namespace, and `xlink:href` under its new name; `data-` attributes have done their work.
fn plain_attributes<'a>(node: Node<'a, '_>) -> impl Iterator<Item = (&'a str, &'a str)> {
    node.attributes().filter_map(|attribute| match attribute.namespace() {
        None if !attribute.name().starts_with("data-") => Some((attribute.name(), attribute.value())),
        Some(XLINK) if attribute.name() == "href" => Some(("href", attribute.value())),
        _ => None,
    })
}

fn declarations<'a>(node: Node<'a, '_>) -> impl Iterator<Item = (&'a str, &'a str)> {
    let style = node.attribute("style").unwrap_or_default();
    style
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
}

/// Elements that say something about the drawing and draw nothing.
fn is_prose(node: Node<'_, '_>) -> bool {
    matches!(node.tag_name().name(), "title" | "desc" | "metadata")
}

/// Elements that are drawn only where others refer to them.
pub(super) fn is_definition(node: Node<'_, '_>) -> bool {
    matches!(node.tag_name().name(), "defs" | "style" | "linearGradient" | "radialGradient" | "clipPath" | "stop")
}
