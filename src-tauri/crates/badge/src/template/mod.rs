//! Badge templates: SVG files with slots, parsed once.
//!
//! # The format
//!
//! A template is an SVG file that opens in any drawing program, with sample texts in its slots.
//!
//! - The outermost `<svg>` has `width` and `height` in `mm`, `cm`, `in` or `pt` (10 to 500 mm) and a `viewBox` of the
//!   same shape. Lengths below are in the units of that viewBox ("user units").
//! - **Text slot**: `<text data-slot="name" data-box="id-of-a-rect">Sample</text>`. The `<rect>` with that id is a guide:
//!   it may be drawn in any way, also hidden, and is never printed. The text is set within it and never leaves it. The
//!   text's `font-size` is the largest size; its weight, slant, fill, `letter-spacing` and `text-anchor` (start,
//!   middle or end of the box) count; its typeface does not, everything is set in Noto Sans. Its own x and y serve
//!   the sample only. Further attributes:
//!   - `data-fit`: `shrink` (one line, becomes smaller; the default), `wrap` (up to `data-max-lines` even lines in the
//!     largest size that fits) or `lines` (keeps the text's own lines, and breaks those too long).
//!   - `data-min-size`: the smallest font size in user units; without it 0.6 of the largest.
//!   - `data-max-lines`: 1 to 50; 2 without it, 50 for `lines`.
//!   - `data-valign`: `top` (default), `middle` or `bottom` of the box.
//!   - `data-leading`: from baseline to baseline in em, 0.8 to 3; 1.15 without it.
//! - **QR slot**: `<rect data-slot="qr">`. It takes the code with its quiet zone of four modules (ISO/IEC 18004),
//!   and nothing else is drawn there. A template without one says `data-qr="none"` on the `<svg>`.
//! - **Picture slot**: `<rect data-slot="logo">` or `<image data-slot="picture">`; the picture is fitted in whole.
//! - **Colour slot**: `data-slot-fill="accent"` on a shape or text takes the colour of the ticket type, `"on-accent"`
//!   white or ink, whichever reads better on it. The fill as drawn is used when there is no such colour.
//! - **Conditions**: `data-if="title !organisation"` on anything: drawn only if there is a title and no organisation.
//! - Slots, guides and the groups around them may be hidden in the drawing (`display="none"`), so that alternatives
//!   do not lie upon each other there; slots are printed all the same.
//!
//! The slots are those of [`Slot`], written as it displays them. Everything else is the fixed drawing: shapes, texts,
//! gradients, clips, `<use>`, embedded PNG and JPEG. Not allowed: a DOCTYPE, scripts and event handlers, animation,
//! filters, patterns, masks, foreign content, and anything that refers outside the file. A file has at most 1 MiB,
//! 64 levels and 10,000 elements.

mod builtin;
pub(crate) mod check;
mod error;
mod rewrite;
mod slots;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use roxmltree::Node;
use usvg::tiny_skia_path;

pub use error::{Place, TemplateError};

use crate::fonts::Fonts;
use crate::text::Style;
use crate::{Area, Colour, Content, Length, Size, Slot};
use rewrite::Mark;
use slots::bad;

/// A badge's design, ready to be filled. Made by [`Template::parse`]; see the [module](self) for the file's format.
pub struct Template {
    size: Size,
    pub(crate) layers: Vec<Layer>,
    pub(crate) qr: Option<Area>,
    pub(crate) takes_rehearsal: bool,
    /// Definitions for the fixed parts, for SVG output.
    pub(crate) definitions: Arc<str>,
    pub(crate) view_box: Arc<str>,
}

/// A part of a template, in the order of drawing.
pub(crate) struct Layer {
    pub(crate) conditions: Vec<Condition>,
    pub(crate) kind: Kind,
}

pub(crate) enum Kind {
    Fixed(Arc<Fixed>),
    Shape { path: tiny_skia_path::Path, paint: Paint, opacity: f32 },
    Text(TextSlot),
    Picture(PictureSlot),
}

/// A stretch of fixed drawing. The tree's unit is the millimetre.
pub(crate) struct Fixed {
    pub(crate) tree: usvg::Tree,
    /// The same as SVG elements in user units.
    pub(crate) svg: String,
}

pub(crate) struct TextSlot {
    pub(crate) slot: Slot,
    pub(crate) area: Area,
    pub(crate) style: Style,
    pub(crate) paint: Paint,
}

pub(crate) struct PictureSlot {
    pub(crate) slot: Slot,
    pub(crate) area: Area,
}

/// A colour, perhaps of the ticket type; in that case with what is drawn when there is none.
#[derive(Clone, Copy)]
pub(crate) enum Paint {
    Fixed(Colour),
    Accent(Colour),
    OnAccent(Colour),
}

/// A slot that must, or must not, have content.
#[derive(Clone)]
pub(crate) struct Condition {
    pub(crate) slot: Slot,
    pub(crate) wanted: bool,
}

impl Condition {
    pub(crate) fn holds(&self, content: &Content) -> bool {
        content.has(&self.slot) == self.wanted
    }
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// [`TemplateError`] for whatever the [format](self) does not allow, with the element and its line.
    pub fn parse(svg: &[u8]) -> Result<Template, TemplateError> {
        let text = check::text(svg)?;
        let document = check::document(text)?;
        Reader::new(document.root_element())?.read()
    }

    /// A template that comes with the program, by name.
    #[must_use]
    pub fn builtin(name: &str) -> Option<&'static Template> {
        builtin::find(name)
    }

    /// The names that [`Template::builtin`] knows.
    #[must_use]
    pub fn builtin_names() -> &'static [&'static str] {
        &builtin::NAMES
    }

    /// The badge's width and height.
    #[must_use]
    pub fn size(&self) -> Size {
        self.size
    }

    /// The text and picture slots with their boxes, in the order of drawing.
    pub fn slots(&self) -> impl Iterator<Item = (&Slot, Area)> {
        self.layers.iter().filter_map(|layer| match &layer.kind {
            Kind::Text(text) => Some((&text.slot, text.area)),
            Kind::Picture(picture) => Some((&picture.slot, picture.area)),
            Kind::Fixed(_) | Kind::Shape { .. } => None,
        })
    }

    /// The place of the QR code with its quiet zone.
    #[must_use]
    pub fn qr_area(&self) -> Option<Area> {
        self.qr
    }
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Template").field("size", &self.size).field("layers", &self.layers.len()).finish_non_exhaustive()
    }
}

/// What an element of the drawing is to the badge.
enum Part<'a, 'input> {
    Fixed(BTreeSet<u32>),
    Shape(Node<'a, 'input>),
    Slot(Node<'a, 'input>, Slot),
    Qr(Node<'a, 'input>),
}

struct Reader<'a, 'input> {
    root: Node<'a, 'input>,
    size: Size,
    parts: Vec<(Vec<Condition>, Part<'a, 'input>)>,
    /// Guides: the boxes of text slots.
    boxes: BTreeMap<u32, Node<'a, 'input>>,
}

impl<'a, 'input> Reader<'a, 'input> {
    fn new(root: Node<'a, 'input>) -> Result<Self, TemplateError> {
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
        Ok(Reader { root, size, parts: Vec::new(), boxes })
    }

    fn read(mut self) -> Result<Template, TemplateError> {
        self.collect(self.root, &[])?;
        let measured = self.measured()?;
        let definitions = rewrite::definitions(self.root);
        let mut template = Template {
            size: self.size,
            layers: Vec::new(),
            qr: None,
            takes_rehearsal: false,
            view_box: self.root.attribute("viewBox").unwrap_or_default().into(),
            definitions: definitions.as_str().into(),
        };
        for (conditions, part) in &self.parts {
            let kind = match part {
                Part::Fixed(nodes) => Kind::Fixed(Arc::new(self.fixed(&definitions, nodes)?)),
                Part::Shape(node) => self.shape(*node, &measured)?,
                Part::Slot(node, slot) => self.slot(*node, slot.clone(), &measured)?,
                Part::Qr(node) if template.qr.is_some() => return Err(bad(*node, "there is a second QR slot")),
                Part::Qr(node) => {
                    template.qr = Some(self.area(*node, &measured)?);
                    continue;
                }
            };
            template.layers.push(Layer { conditions: conditions.clone(), kind });
        }
        let takes_rehearsal = template.slots().any(|(slot, _)| *slot == Slot::Rehearsal);
        template.takes_rehearsal = takes_rehearsal;
        self.check_qr(&template)?;
        Ok(template)
    }

    /// Sorts the drawing into fixed stretches and slots, in the order of drawing.
    fn collect(&mut self, parent: Node<'a, 'input>, outer: &[Condition]) -> Result<(), TemplateError> {
        for node in parent.children().filter(|node| check::is_svg(*node)) {
            if rewrite::is_definition(node) || self.boxes.contains_key(&node.id().get()) {
                continue;
            }
            let mut conditions = outer.to_vec();
            conditions.extend(slots::conditions(node)?);
            let within = node.descendants().skip(1).any(|inner| self.is_marked(inner));
            match (node.attribute("data-slot"), node.attribute("data-slot-fill")) {
                (Some("qr"), _) => self.parts.push((conditions, Part::Qr(node))),
                (Some(name), _) => self.parts.push((conditions, Part::Slot(node, slots::named(node, name)?))),
                (None, Some(_)) => self.parts.push((conditions, Part::Shape(node))),
                (None, None) if within => self.collect(node, &conditions)?,
                (None, None) => self.add_fixed(node, conditions),
            }
        }
        Ok(())
    }

    fn is_marked(&self, node: Node<'_, '_>) -> bool {
        let marks = ["data-slot", "data-slot-fill", "data-if"];
        self.boxes.contains_key(&node.id().get()) || marks.iter().any(|mark| node.has_attribute(*mark))
    }

    /// Joins neighbours that are drawn under the same conditions.
    fn add_fixed(&mut self, node: Node<'a, 'input>, conditions: Vec<Condition>) {
        if let Some((before, Part::Fixed(nodes))) = self.parts.last_mut()
            && before.is_empty()
            && conditions.is_empty()
        {
            nodes.insert(node.id().get());
        } else {
            self.parts.push((conditions, Part::Fixed(BTreeSet::from([node.id().get()]))));
        }
    }

    /// The drawing as usvg sees it, slots and boxes under ids of our own.
    fn measured(&self) -> Result<usvg::Tree, TemplateError> {
        let mut marks = BTreeMap::new();
        for (_, part) in &self.parts {
            match part {
                Part::Slot(node, slot) if !slot.is_picture() => {
                    marks.insert(node.id().get(), (mark(*node), Mark::Text))
                }
                Part::Slot(node, _) | Part::Qr(node) => marks.insert(node.id().get(), (mark(*node), Mark::Shape)),
                Part::Shape(node) => marks.insert(node.id().get(), (mark(*node), Mark::Shape)),
                Part::Fixed(_) => None,
            };
        }
        marks.extend(self.boxes.values().map(|node| (node.id().get(), (mark(*node), Mark::Shape))));
        drawing(&rewrite::for_measuring(self.root, self.size_mm(), &marks))
    }

    fn fixed(&self, definitions: &str, nodes: &BTreeSet<u32>) -> Result<Fixed, TemplateError> {
        let svg = rewrite::part(self.root, nodes);
        let tree = drawing(&rewrite::as_document(self.root, self.size_mm(), definitions, &svg))?;
        Ok(Fixed { tree, svg })
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

    /// The code is there, and no slot lies upon it.
    fn check_qr(&self, template: &Template) -> Result<(), TemplateError> {
        let Some(qr) = template.qr else {
            let none = self.root.attribute("data-qr") == Some("none");
            return if none { Ok(()) } else { Err(TemplateError::MissingQr) };
        };
        for (_, part) in &self.parts {
            let Part::Slot(node, slot) = part else { continue };
            if template.slots().any(|(other, area)| other == slot && area.overlaps(&qr)) {
                return Err(bad(*node, "the box lies upon the QR code"));
            }
        }
        Ok(())
    }

    fn size_mm(&self) -> (f32, f32) {
        (self.size.width.as_mm(), self.size.height.as_mm())
    }
}

/// The id under which an element is measured.
fn mark(node: Node<'_, '_>) -> String {
    format!("ankomst-{}", node.id().get())
}

fn box_of<'a, 'input>(root: Node<'a, 'input>, node: Node<'a, 'input>) -> Result<Node<'a, 'input>, TemplateError> {
    let id = node.attribute("data-box").unwrap_or_default().trim_start_matches('#');
    let found = root.descendants().find(|other| other.attribute("id") == Some(id) && other.has_tag_name("rect"));
    found
        .filter(|guide| check::is_svg(*guide))
        .ok_or_else(|| bad(node, format!("there is no <rect id={id:?}> for its box")))
}

/// Lets usvg read a document. It sees the bundled fonts only, and no files.
fn drawing(svg: &str) -> Result<usvg::Tree, TemplateError> {
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

fn fill_as_drawn(node: Node<'_, '_>) -> Option<Colour> {
    let style = node.attribute("style").unwrap_or_default();
    let mut in_style = style.split(';').filter_map(|part| part.split_once(':'));
    let fill = in_style.find(|(name, _)| name.trim() == "fill").map(|(_, value)| value.trim());
    fill.or_else(|| node.attribute("fill"))?.parse().ok()
}

fn size_of(root: Node<'_, '_>) -> Result<Size, TemplateError> {
    let bad = |reason: &str| TemplateError::BadSize { reason: reason.to_owned() };
    let length = |name: &str| root.attribute(name).and_then(parse_length);
    let (Some(width), Some(height)) = (length("width"), length("height")) else {
        return Err(bad("<svg> needs width and height in mm, cm, in or pt"));
    };
    let fair = |length: Length| (10.0..=500.0).contains(&length.as_mm());
    if !fair(width) || !fair(height) {
        return Err(bad("a badge has sides of 10 to 500 mm"));
    }
    let numbers: Vec<f32> = root
        .attribute("viewBox")
        .unwrap_or_default()
        .split([' ', ',', '\t', '\n', '\r'])
        .filter(|word| !word.is_empty())
        .map_while(|word| word.parse().ok().filter(|number: &f32| number.is_finite()))
        .collect();
    let [_, _, box_width, box_height] = numbers[..] else { return Err(bad("<svg> needs a viewBox of four numbers")) };
    if !(box_width > 0.0 && box_height > 0.0) {
        return Err(bad("the viewBox is empty"));
    }
    let (across, down) = (width.as_mm() / box_width, height.as_mm() / box_height);
    if (across / down - 1.0).abs() > 0.02 {
        return Err(bad("the viewBox has another shape than width and height"));
    }
    Ok(Size { width, height })
}

fn parse_length(text: &str) -> Option<Length> {
    let text = text.trim();
    let units = [("mm", 1.0), ("cm", 10.0), ("in", 25.4), ("pt", 25.4 / 72.0)];
    let (number, mm) = units.iter().find_map(|(unit, mm)| text.strip_suffix(unit).map(|number| (number, mm)))?;
    number.trim().parse::<f32>().ok().filter(|number| number.is_finite()).map(|number| Length::mm(number * mm))
}
