//! Reads a checked document: sorts the drawing into fixed stretches and slots, side by side, and measures it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use roxmltree::Node;

use super::error::TemplateError;
use super::rewrite::{self, Mark};
use super::size::size_of;
use super::slots::{self, bad};
use super::{Condition, Fixed, Kind, Layer, Side, Template, check};
use crate::fonts::Fonts;
use crate::{Area, Colour, Length, Size, Slot};

/// What an element of the drawing is to the badge.
enum Part<'a, 'input> {
    Fixed(BTreeSet<u32>),
    /// A picture of the fixed drawing.
    Image(BTreeSet<u32>),
    Shape(Node<'a, 'input>),
    Slot(Node<'a, 'input>, Slot),
    Qr(Node<'a, 'input>),
    Bars(Node<'a, 'input>),
}

/// A part, the side that it is on, and when it is drawn.
struct Found<'a, 'input> {
    back: bool,
    conditions: Vec<Condition>,
    part: Part<'a, 'input>,
}

pub(super) struct Reader<'a, 'input> {
    pub(super) root: Node<'a, 'input>,
    size: Size,
    parts: Vec<Found<'a, 'input>>,
    /// Guides: the boxes of text slots.
    pub(super) boxes: BTreeMap<u32, Node<'a, 'input>>,
    /// Slots may lie upon codes.
    pub(super) is_draft: bool,
}

impl<'a, 'input> Reader<'a, 'input> {
    pub(super) fn new(root: Node<'a, 'input>) -> Result<Self, TemplateError> {
        let size = size_of(root)?;
        let mut boxes = BTreeMap::new();
        for node in root.descendants().filter(|node| check::is_svg(*node)) {
            if node.attribute("data-slot").is_some() || node.attribute("data-box").is_some() {
                slots::check_names(node)?;
            }
            if node.attribute("data-box").is_some() {
                let guide = box_of(root, node)?;
                boxes.insert(guide.id().get(), guide);
            }
        }
        Ok(Reader { root, size, parts: Vec::new(), boxes, is_draft: false })
    }

    pub(super) fn read(mut self) -> Result<Template, TemplateError> {
        self.collect(self.root, &[], None)?;
        let measured = self.measured()?;
        let definitions = rewrite::definitions(self.root);
        let (mut front, mut back) = (Side::default(), Side::default());
        for found in &self.parts {
            let side = if found.back { &mut back } else { &mut front };
            let kind = match &found.part {
                Part::Fixed(nodes) | Part::Image(nodes) => Kind::Fixed(Arc::new(self.fixed(&definitions, nodes)?)),
                Part::Shape(node) => self.shape(*node, &measured)?,
                Part::Slot(node, slot) => self.slot(*node, slot.clone(), &measured)?,
                Part::Qr(node) if side.qr.is_some() => return Err(bad(*node, "there is a second QR slot")),
                Part::Bars(node) if side.bars.is_some() => return Err(bad(*node, "there is a second bar code")),
                Part::Qr(node) => {
                    side.qr = Some(self.area(*node, &measured)?);
                    continue;
                }
                Part::Bars(node) => {
                    side.bars = Some(self.area(*node, &measured)?);
                    continue;
                }
            };
            side.layers.push(Layer { conditions: found.conditions.clone(), kind });
        }
        for side in [&mut front, &mut back] {
            let takes = side.slots().any(|(slot, _)| *slot == Slot::Rehearsal);
            side.takes_rehearsal = takes;
        }
        let has_back = self.parts.iter().any(|found| found.back);
        let template = Template {
            size: self.size,
            front,
            back: has_back.then_some(back),
            view_box: self.root.attribute("viewBox").unwrap_or_default().into(),
            definitions: definitions.as_str().into(),
        };
        self.check_codes(&template)?;
        Ok(template)
    }

    /// Sorts the drawing into fixed stretches and slots, in the order of drawing. `back` is the side that a group
    /// around has said.
    fn collect(
        &mut self,
        parent: Node<'a, 'input>,
        outer: &[Condition],
        back: Option<bool>,
    ) -> Result<(), TemplateError> {
        for node in parent.children().filter(|node| check::is_svg(*node)) {
            if rewrite::is_definition(node) || self.boxes.contains_key(&node.id().get()) {
                continue;
            }
            let mut conditions = outer.to_vec();
            conditions.extend(slots::conditions(node)?);
            let page = slots::side(node, back)?;
            let within = node.descendants().skip(1).any(|inner| self.is_marked(inner));
            let part = match (node.attribute("data-slot"), node.attribute("data-slot-fill")) {
                (Some("qr"), _) => Part::Qr(node),
                (Some("code128"), _) => Part::Bars(node),
                (Some(name), _) => Part::Slot(node, slots::named(node, name)?),
                (None, Some(_)) => Part::Shape(node),
                (None, None) if within => {
                    self.collect(node, &conditions, page)?;
                    continue;
                }
                (None, None) => {
                    self.add_fixed(node, conditions, page == Some(true));
                    continue;
                }
            };
            self.parts.push(Found { back: page == Some(true), conditions, part });
        }
        Ok(())
    }

    fn is_marked(&self, node: Node<'_, '_>) -> bool {
        let marks = ["data-slot", "data-slot-fill", "data-if", "data-page"];
        // Pictures are parts by themselves, so that nothing else is dithered with them.
        node.has_tag_name("image")
            || self.boxes.contains_key(&node.id().get())
            || marks.iter().any(|mark| node.has_attribute(*mark))
    }

    /// Joins neighbours that are drawn on the same side under the same conditions.
    fn add_fixed(&mut self, node: Node<'a, 'input>, conditions: Vec<Condition>, back: bool) {
        if let Some(Found { back: on, conditions: before, part: Part::Fixed(nodes) }) = self.parts.last_mut()
            && *on == back
            && before.is_empty()
            && conditions.is_empty()
            && !node.has_tag_name("image")
        {
            nodes.insert(node.id().get());
        } else {
            let nodes = BTreeSet::from([node.id().get()]);
            let part = if node.has_tag_name("image") { Part::Image(nodes) } else { Part::Fixed(nodes) };
            self.parts.push(Found { back, conditions, part });
        }
    }

    /// The drawing as usvg sees it, slots and boxes under ids of our own.
    fn measured(&self) -> Result<usvg::Tree, TemplateError> {
        let mut marks = BTreeMap::new();
        for found in &self.parts {
            match &found.part {
                Part::Slot(node, slot) if !slot.is_picture() => {
                    marks.insert(node.id().get(), (mark(*node), Mark::Text))
                }
                Part::Slot(node, _) | Part::Qr(node) | Part::Bars(node) => {
                    marks.insert(node.id().get(), (mark(*node), Mark::Shape))
                }
                Part::Shape(node) => marks.insert(node.id().get(), (mark(*node), Mark::Shape)),
                Part::Fixed(_) | Part::Image(_) => None,
            };
        }
        marks.extend(self.boxes.values().map(|node| (node.id().get(), (mark(*node), Mark::Shape))));
        drawing(&rewrite::for_measuring(self.root, self.size_mm(), &marks))
    }

    fn fixed(&self, definitions: &str, nodes: &BTreeSet<u32>) -> Result<Fixed, TemplateError> {
        let svg = rewrite::part(self.root, nodes);
        let tree = drawing(&rewrite::as_document(self.root, self.size_mm(), definitions, &svg))?;
        let has_picture = svg.contains("<image");
        Ok(Fixed { tree, svg, has_picture })
    }

    fn shape(&self, node: Node<'_, '_>, measured: &usvg::Tree) -> Result<Kind, TemplateError> {
        let Some(usvg::Node::Path(path)) = measured.node_by_id(&mark(node)) else {
            return Err(bad(node, "data-slot-fill goes on a shape or a text slot that is not hidden"));
        };
        let Some(kind) = slots::slot_fill(node)? else { return Err(bad(node, "the colour slot has no name")) };
        let drawn = fill_as_drawn(node).ok_or_else(|| bad(node, "write the fill of a colour slot as #rrggbb"))?;
        let data = path.data().clone().transform(path.abs_transform());
        let data = data.ok_or_else(|| bad(node, "the shape has no size"))?;
        let opacity = node.attribute("fill-opacity").and_then(|value| value.parse().ok()).unwrap_or(1.0_f32);
        Ok(Kind::Shape { path: data, paint: kind.paint(drawn), opacity: opacity.clamp(0.0, 1.0) })
    }

    fn slot(&self, node: Node<'_, '_>, slot: Slot, measured: &usvg::Tree) -> Result<Kind, TemplateError> {
        if slot.is_picture() {
            return Ok(Kind::Picture(slots::picture(slot, self.area(node, measured)?)));
        }
        if !node.has_tag_name("text") {
            return Err(bad(node, "a text slot is a <text>"));
        }
        if !node.has_attribute("data-box") {
            return Err(bad(node, "a text slot needs a data-box with the id of a <rect>"));
        }
        let guide = box_of(self.root, node)?;
        let area = self.area(guide, measured)?;
        slots::text(node, slot, measured.node_by_id(&mark(node)), area).map(Kind::Text)
    }

    fn area(&self, node: Node<'_, '_>, measured: &usvg::Tree) -> Result<Area, TemplateError> {
        if !(node.has_tag_name("rect") || node.has_tag_name("image")) {
            return Err(bad(node, "this slot is drawn as a <rect>"));
        }
        let area = slots::area(node, measured.node_by_id(&mark(node)))?;
        let page = Area { left: Length::ZERO, top: Length::ZERO, size: self.size };
        page.contains(&area).then_some(area).ok_or_else(|| bad(node, "the box reaches beyond the badge"))
    }

    /// The code is there, and no slot lies upon it or upon the bars of its side.
    fn check_codes(&self, template: &Template) -> Result<(), TemplateError> {
        if template.qr_area().is_none() && self.root.attribute("data-qr") != Some("none") {
            return Err(TemplateError::MissingQr);
        }
        if self.is_draft {
            return Ok(());
        }
        for found in &self.parts {
            let Part::Slot(node, slot) = &found.part else { continue };
            let side = if found.back { template.back.as_ref() } else { Some(&template.front) };
            let Some(side) = side else { continue };
            for (code, what) in [(side.qr, "the QR code"), (side.bars, "the bar code")] {
                let Some(code) = code else { continue };
                if side.slots().any(|(other, area)| other == slot && area.overlaps(&code)) {
                    return Err(bad(*node, format!("the box lies upon {what}")));
                }
            }
        }
        for side in template.sides() {
            if let (Some(qr), Some(bars)) = (side.qr, side.bars)
                && qr.overlaps(&bars)
            {
                let node = self.parts.iter().find_map(|found| match found.part {
                    Part::Bars(node) => Some(node),
                    _ => None,
                });
                return Err(bad(node.unwrap_or(self.root), "the bar code lies upon the QR code"));
            }
        }
        Ok(())
    }

    pub(super) fn size_mm(&self) -> (f32, f32) {
        (self.size.width.as_mm(), self.size.height.as_mm())
    }
}

/// The id under which an element is measured.
pub(super) fn mark(node: Node<'_, '_>) -> String {
    format!("ankomst-{}", node.id().get())
}

pub(super) fn box_of<'a, 'input>(
    root: Node<'a, 'input>,
    node: Node<'a, 'input>,
) -> Result<Node<'a, 'input>, TemplateError> {
    let id = node.attribute("data-box").unwrap_or_default().trim_start_matches('#');
    let found = root.descendants().find(|other| other.attribute("id") == Some(id) && other.has_tag_name("rect"));
    found
        .filter(|guide| check::is_svg(*guide))
        .ok_or_else(|| bad(node, format!("there is no <rect id={id:?}> for its box")))
}

/// Lets usvg read a document. It sees the bundled fonts only, and no files.
pub(super) fn drawing(svg: &str) -> Result<usvg::Tree, TemplateError> {
    let mut options = usvg::Options {
        font_family: crate::fonts::FAMILY.to_owned(),
        fontdb: Fonts::bundled_database(),
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_data: usvg::ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    };
    options.font_resolver.select_font = Box::new(|font, database| {
        database.query(&fontdb::Query {
            families: &[fontdb::Family::Name(crate::fonts::FAMILY)],
            weight: fontdb::Weight(font.weight()),
            stretch: fontdb::Stretch::Normal,
            style: if font.style() == usvg::FontStyle::Normal { fontdb::Style::Normal } else { fontdb::Style::Italic },
        })
    });
    usvg::Tree::from_str(svg, &options).map_err(|error| TemplateError::Drawing { reason: error.to_string() })
}

pub(super) fn fill_as_drawn(node: Node<'_, '_>) -> Option<Colour> {
    let style = node.attribute("style").unwrap_or_default();
    let mut in_style = style.split(';').filter_map(|part| part.split_once(':'));
    let fill = in_style.find(|(name, _)| name.trim() == "fill").map(|(_, value)| value.trim());
    fill.or_else(|| node.attribute("fill"))?.parse().ok()
}
