//! Editing a template as the SVG file that it is.
//!
//! A [`Draft`] is a designer's own file with its [`Part`]s measured in millimetres. [`Draft::apply`] makes one change and
//! gives a new draft: only the attributes that the change is about are written anew, every other byte stays. What was
//! asked is then read back from the file, so that a change that the drawing does not take is an error and never a
//! surprise on paper. [`History`] goes back and forth between drafts, to the very bytes of each.

mod change;
mod history;
mod write;

use std::collections::BTreeMap;

use roxmltree::{Document, Node};
use thiserror::Error;
use usvg::Node as Drawn;

pub use change::{Addition, Edit, Look};
pub use history::{History, Step};

use super::reader::{Reader, box_of, drawing, fill_as_drawn, mark};
use super::rewrite::{self, Mark};
use super::{Paint, Template, TemplateError, check, slots};
use crate::text::{Align, Fit, Vertical};
use crate::{Area, Colour, Length, Slot};

/// A template that is being edited. What [`Template::parse`] refuses because a slot lies upon the code is allowed here:
/// it is told as [advice](super::advice), and the code is drawn above the slot.
pub struct Draft {
    svg: String,
    template: Template,
    parts: Vec<Part>,
}

/// Something on a template that can be taken hold of, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// On the back of the badge.
    pub back: bool,
    /// Its box.
    pub area: Area,
    /// Whether its box can be given another place: a coloured shape that is no rectangle stays where it was drawn.
    pub movable: bool,
    /// Its `data-if` as written; empty: always drawn.
    pub condition: String,
    /// How text is set; of text slots.
    pub text: Option<TextLook>,
    /// Its colour; of text and coloured shapes.
    pub paint: Option<PartPaint>,
}

/// What a part is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A text slot.
    Text(Slot),
    /// A picture slot.
    Picture(Slot),
    /// The QR code.
    Code,
    /// The bar code.
    Bars,
    /// A picture that is the same on every badge.
    Image,
    /// A shape in the colour of the ticket type.
    Fill,
}

/// How a text slot sets its text.
#[derive(Clone, Debug, PartialEq)]
pub struct TextLook {
    /// Bold letters.
    pub bold: bool,
    /// Italic letters.
    pub italic: bool,
    /// Between left and right.
    pub align: Align,
    /// Between top and bottom.
    pub vertical: Vertical,
    /// How a text gives way that is too long.
    pub fit: Fit,
    /// The most lines.
    pub max_lines: usize,
    /// The largest font size.
    pub largest: Length,
    /// The smallest font size.
    pub smallest: Length,
}

/// A colour, or that of the ticket type; then with the colour that is drawn where a ticket type has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartPaint {
    /// Always this colour.
    Fixed(Colour),
    /// The colour of the ticket type.
    Accent(Colour),
    /// White or ink, whichever reads better on the colour of the ticket type.
    OnAccent(Colour),
    /// The colour of the ticket type, darkened until it reads on white.
    AccentInk(Colour),
}

impl From<Paint> for PartPaint {
    fn from(paint: Paint) -> Self {
        match paint {
            Paint::Fixed(colour) => PartPaint::Fixed(colour),
            Paint::Accent(colour) => PartPaint::Accent(colour),
            Paint::OnAccent(colour) => PartPaint::OnAccent(colour),
            Paint::AccentInk(colour) => PartPaint::AccentInk(colour),
        }
    }
}

/// Why a change was not made.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum EditError {
    /// There is no part of this number.
    #[error("there is no part number {part}")]
    NoSuchPart {
        /// Its number.
        part: usize,
    },
    /// The change does not go with the part, such as a font size of the QR code.
    #[error("this cannot be changed on such a part")]
    DoesNotGo,
    /// The picture is not PNG or JPEG, is broken, or too large.
    #[error("the picture is not a sound PNG or JPEG of at most 4096 dots a side")]
    BadPicture,
    /// The file would be no template any more.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// Something in the drawing, such as a style sheet, overrides what was asked.
    #[error("the drawing overrides this; change it in the program it was drawn with")]
    NotTaken,
}

impl Draft {
    /// Reads a template for editing.
    ///
    /// # Errors
    /// As [`Template::parse`], but slots may lie upon the code.
    pub fn parse(svg: &str) -> Result<Draft, TemplateError> {
        let template = Template::parse_draft(svg.as_bytes())?;
        let document = check::document(check::text(svg.as_bytes())?)?;
        let found = Found::of(&document)?;
        let parts = found.nodes.iter().filter_map(|node| found.part(*node).transpose()).collect::<Result<_, _>>()?;
        Ok(Draft { svg: svg.to_owned(), template, parts })
    }

    /// The file.
    #[must_use]
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// The template, ready to be filled.
    #[must_use]
    pub fn template(&self) -> &Template {
        &self.template
    }

    /// Its parts; their places in this list are their numbers, until one is added or taken away.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Makes a change.
    ///
    /// # Errors
    /// [`EditError`]; the draft stays as it is.
    pub fn apply(&self, edit: &Edit) -> Result<Draft, EditError> {
        change::apply(self, edit)
    }
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("parts", &self.parts).finish_non_exhaustive()
    }
}

/// The elements of a document that parts are made of, and where usvg finds them.
struct Found<'a, 'input> {
    root: Node<'a, 'input>,
    /// In the order of the file.
    nodes: Vec<Node<'a, 'input>>,
    measured: usvg::Tree,
}

impl<'a, 'input> Found<'a, 'input> {
    fn of(document: &'a Document<'input>) -> Result<Self, TemplateError> {
        let reader = Reader::new(document.root_element())?;
        let root = reader.root;
        let is_part = |node: &Node<'_, '_>| {
            let marked = node.has_attribute("data-slot") || node.has_attribute("data-slot-fill");
            marked || (node.has_tag_name("image") && check::href(*node).is_some())
        };
        let drawn = |node: &Node<'_, '_>| !node.ancestors().any(rewrite::is_definition);
        let nodes: Vec<_> =
            root.descendants().filter(|node| check::is_svg(*node) && is_part(node) && drawn(node)).collect();
        let mut marks = BTreeMap::new();
        for node in &nodes {
            let kind = if node.has_tag_name("text") { Mark::Text } else { Mark::Shape };
            marks.insert(node.id().get(), (mark(*node), kind));
        }
        marks.extend(reader.boxes.values().map(|node| (node.id().get(), (mark(*node), Mark::Shape))));
        let measured = drawing(&rewrite::for_measuring(root, reader.size_mm(), &marks))?;
        Ok(Found { root, nodes, measured })
    }

    fn drawn(&self, node: Node<'_, '_>) -> Option<&Drawn> {
        self.measured.node_by_id(&mark(node))
    }

    /// The element that has the place of a part: the guide of a text, else the part itself.
    fn holder(&self, node: Node<'a, 'input>) -> Result<Node<'a, 'input>, TemplateError> {
        if node.has_tag_name("text") { box_of(self.root, node) } else { Ok(node) }
    }

    /// What an element is as a part; `None` for a picture without a size, which cannot be taken hold of.
    fn part(&self, node: Node<'a, 'input>) -> Result<Option<Part>, TemplateError> {
        let kind = kind(node)?;
        let holder = self.holder(node)?;
        let Some(Drawn::Path(path)) = self.drawn(holder) else { return Ok(None) };
        let around = path.abs_bounding_box();
        let area = Area::mm(around.x(), around.y(), around.width(), around.height());
        let is_box = holder.has_tag_name("rect") || holder.has_tag_name("image");
        let upright = slots::area(holder, self.drawn(holder)).is_ok();
        let page = node.ancestors().find_map(|up| up.attribute("data-page"));
        let mut part = Part {
            kind,
            back: page == Some("back"),
            area,
            movable: is_box && upright,
            condition: node.attribute("data-if").unwrap_or_default().to_owned(),
            text: None,
            paint: None,
        };
        match &part.kind {
            PartKind::Text(slot) => {
                let text = slots::text(node, slot.clone(), self.drawn(node), area)?;
                part.paint = Some(text.paint.into());
                part.text = Some(TextLook {
                    bold: text.style.cut.bold,
                    italic: text.style.cut.italic,
                    align: text.style.align,
                    vertical: text.style.vertical,
                    fit: text.style.fit,
                    max_lines: text.style.max_lines,
                    largest: Length::mm(text.style.largest_mm),
                    smallest: Length::mm(text.style.smallest_mm),
                });
            }
            PartKind::Fill => {
                let fill = fill_as_drawn(node);
                part.paint = slots::slot_fill(node)?.zip(fill).map(|(kind, drawn)| kind.paint(drawn).into());
            }
            PartKind::Picture(_) | PartKind::Code | PartKind::Bars | PartKind::Image => {}
        }
        Ok(Some(part))
    }
}

fn kind(node: Node<'_, '_>) -> Result<PartKind, TemplateError> {
    Ok(match node.attribute("data-slot") {
        Some("qr") => PartKind::Code,
        Some("code128") => PartKind::Bars,
        Some(name) => match slots::named(node, name)? {
            slot if slot.is_picture() => PartKind::Picture(slot),
            slot => PartKind::Text(slot),
        },
        None if node.has_attribute("data-slot-fill") => PartKind::Fill,
        None => PartKind::Image,
    })
}
