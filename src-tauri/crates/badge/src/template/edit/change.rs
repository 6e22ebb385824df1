//! What can be changed on a template, and how it is written.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use roxmltree::Node;
use usvg::Node as Drawn;

use super::super::reader::{Reader, box_of};
use super::super::{TemplateError, check, slots};
use super::write::Writing;
use super::{Draft, EditError, Found, Part, PartKind, PartPaint};
use crate::text::{Align, Fit, Vertical};
use crate::xml::{Xml, decimal};
use crate::{Area, Colour, Length, Slot};

/// No box is smaller than this, or it could not be taken hold of again.
const LEAST_BOX_MM: f32 = 1.0;
/// No letters are smaller or larger than this.
const SIZES_MM: std::ops::RangeInclusive<f32> = 1.0..=60.0;
/// A place that is off by less was taken: numbers are written with four decimals.
const SLACK_MM: f32 = 0.02;
/// The part of the largest size that a new text shrinks to.
const SMALLEST: f32 = 0.6;

/// A change of a template. Parts are named by their place in [`Draft::parts`].
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Gives a part another box; it is kept on the badge. The sample text of a text slot follows.
    Place {
        /// Which.
        part: usize,
        /// Where.
        area: Area,
    },
    /// Gives a part another look.
    Look {
        /// Which.
        part: usize,
        /// What.
        look: Look,
    },
    /// Adds a part.
    Add {
        /// What.
        what: Addition,
        /// Where.
        area: Area,
        /// On the back of the badge, which then has one.
        back: bool,
    },
    /// Takes a part away; a text slot with its guide, if no other has it.
    Remove {
        /// Which.
        part: usize,
    },
}

/// How a part looks.
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// Another slot of the same kind.
    Content(Slot),
    /// Bold or not.
    Bold(bool),
    /// Italic or not.
    Italic(bool),
    /// Between left and right.
    Align(Align),
    /// Between top and bottom.
    Vertical(Vertical),
    /// How a text gives way.
    Fit(Fit),
    /// The largest font size; the smallest is never above it.
    Largest(Length),
    /// The smallest font size; the largest is never below it.
    Smallest(Length),
    /// The most lines, 1 to 50.
    Lines(usize),
    /// The colour.
    Paint(PartPaint),
    /// When it is drawn, as in `data-if`; empty: always.
    Condition(String),
}

/// A part to be added.
#[derive(Clone, Debug, PartialEq)]
pub enum Addition {
    /// A slot, with the text that drawing programs show in it.
    Slot(Slot, String),
    /// The QR code.
    Code,
    /// A rectangle in the colour of the ticket type, behind all slots.
    Fill,
    /// A picture, PNG or JPEG.
    Image(Vec<u8>),
}

/// Whether the parts are as an edit wants them, once the file is read anew.
type Wanted = Box<dyn Fn(&[Part]) -> bool>;

pub(super) fn apply(draft: &Draft, edit: &Edit) -> Result<Draft, EditError> {
    let document = check::document(check::text(draft.svg.as_bytes())?)?;
    let found = Found::of(&document)?;
    let page = draft.template.size();
    let onto_page = |area: &Area| {
        let whole = (page.width.as_mm(), page.height.as_mm());
        let size = (area.w().clamp(LEAST_BOX_MM, whole.0), area.h().clamp(LEAST_BOX_MM, whole.1));
        Area::mm(area.x().clamp(0.0, whole.0 - size.0), area.y().clamp(0.0, whole.1 - size.1), size.0, size.1)
    };
    let mut change = Change { writing: Writing::new(&draft.svg, found.root), found: &found };
    let taken: Wanted = match edit {
        Edit::Place { part, area } => {
            let (node, before) = change.node(draft, *part)?;
            let area = onto_page(area);
            change.place(node, before, &area)?;
            let part = *part;
            Box::new(move |parts| parts.get(part).is_some_and(|part| near(&part.area, &area)))
        }
        Edit::Look { part, look } => {
            let (node, before) = change.node(draft, *part)?;
            let expected = change.look(node, before, look)?;
            let part = *part;
            Box::new(move |parts| parts.get(part).is_some_and(|part| alike(part, &expected)))
        }
        Edit::Add { what, area, back } => {
            let area = onto_page(area);
            change.add(draft, what, &area, *back)?;
            let (expected, back) = (draft.parts.len() + 1, *back);
            let is_it = move |part: &Part| part.back == back && near(&part.area, &area);
            Box::new(move |parts| parts.len() == expected && parts.iter().any(is_it))
        }
        Edit::Remove { part } => {
            let (node, _) = change.node(draft, *part)?;
            change.remove(node)?;
            let expected = draft.parts.len() - 1;
            Box::new(move |parts| parts.len() == expected)
        }
    };
    let after = Draft::parse(&change.writing.finish())?;
    if taken(&after.parts) { Ok(after) } else { Err(EditError::NotTaken) }
}

fn near(a: &Area, b: &Area) -> bool {
    let off = [a.x() - b.x(), a.y() - b.y(), a.w() - b.w(), a.h() - b.h()];
    off.iter().all(|off| off.abs() <= SLACK_MM)
}

/// Whether a part is as expected, sizes to what four decimals in user units can say.
fn alike(part: &Part, expected: &Part) -> bool {
    let sizes = |part: &Part| part.text.as_ref().map(|text| (text.largest.as_mm(), text.smallest.as_mm()));
    let same_sizes = match (sizes(part), sizes(expected)) {
        (Some(a), Some(b)) => (a.0 - b.0).abs() <= SLACK_MM && (a.1 - b.1).abs() <= SLACK_MM,
        (None, None) => true,
        _ => false,
    };
    let rest = |part: &Part| {
        let mut part = part.clone();
        part.area = Area::mm(0.0, 0.0, 0.0, 0.0);
        if let Some(text) = &mut part.text {
            (text.largest, text.smallest) = (Length::ZERO, Length::ZERO);
        }
        part
    };
    same_sizes && rest(part) == rest(expected) && near(&part.area, &expected.area)
}

struct Change<'a, 'f, 'input> {
    writing: Writing<'a, 'input>,
    found: &'f Found<'a, 'input>,
}

impl<'a, 'input> Change<'a, '_, 'input> {
    /// The element of a part.
    fn node<'d>(&self, draft: &'d Draft, part: usize) -> Result<(Node<'a, 'input>, &'d Part), EditError> {
        let missing = EditError::NoSuchPart { part };
        let before = draft.parts.get(part).ok_or_else(|| missing.clone())?;
        let mut nodes = self.found.nodes.iter().filter(|node| self.found.part(**node).is_ok_and(|part| part.is_some()));
        nodes.nth(part).map(|node| (*node, before)).ok_or(missing)
    }

    fn place(&mut self, node: Node<'a, 'input>, before: &Part, area: &Area) -> Result<(), EditError> {
        if !before.movable {
            return Err(EditError::DoesNotGo);
        }
        let holder = self.found.holder(node)?;
        let Some(Drawn::Path(path)) = self.found.drawn(holder) else { return Err(EditError::DoesNotGo) };
        let to_mm = path.abs_transform();
        // What stands upside down has its left at the right.
        let (x, far_x) = ((area.x() - to_mm.tx) / to_mm.sx, (area.right() - to_mm.tx) / to_mm.sx);
        let (y, far_y) = ((area.y() - to_mm.ty) / to_mm.sy, (area.bottom() - to_mm.ty) / to_mm.sy);
        let numbers =
            [("x", x.min(far_x)), ("y", y.min(far_y)), ("width", (far_x - x).abs()), ("height", (far_y - y).abs())];
        for (name, number) in numbers {
            self.writing.set(holder, name, Some(decimal(number)));
        }
        if let Some(Drawn::Text(sample)) = self.found.drawn(node) {
            let scale = sample.abs_transform();
            let by = ((area.x() - before.area.x()) / scale.sx, (area.y() - before.area.y()) / scale.sy);
            for inner in node.descendants().filter(|inner| check::is_svg(*inner)) {
                self.writing.shift(inner, "x", by.0);
                self.writing.shift(inner, "y", by.1);
            }
        }
        Ok(())
    }

    /// Writes a look, and gives the part as it should be then.
    fn look(&mut self, node: Node<'a, 'input>, before: &Part, look: &Look) -> Result<Part, EditError> {
        let mut after = before.clone();
        match look {
            Look::Condition(words) => {
                let words = words.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
                self.writing.set(node, "data-if", Some(words.clone()).filter(|words| !words.is_empty()));
                after.condition = words;
                return Ok(after);
            }
            Look::Content(slot) => {
                after.kind = match &before.kind {
                    PartKind::Text(_) if !slot.is_picture() => PartKind::Text(slot.clone()),
                    PartKind::Picture(_) if slot.is_picture() => PartKind::Picture(slot.clone()),
                    _ => return Err(EditError::DoesNotGo),
                };
                self.writing.set(node, "data-slot", Some(slot.to_string()));
                return Ok(after);
            }
            Look::Paint(paint) => {
                self.paint(node, before, *paint)?;
                after.paint = Some(*paint);
                return Ok(after);
            }
            _ => {}
        }
        let Some(text) = after.text.as_mut() else { return Err(EditError::DoesNotGo) };
        let scale = match self.found.drawn(node) {
            Some(Drawn::Text(sample)) => sample.abs_transform(),
            _ => return Err(EditError::DoesNotGo),
        };
        match look {
            Look::Bold(bold) => {
                text.bold = *bold;
                let weight = if *bold { "700" } else { "400" };
                self.writing.set_property(node, "font-weight", weight, weight);
            }
            Look::Italic(italic) => {
                text.italic = *italic;
                let style = if *italic { "italic" } else { "normal" };
                self.writing.set_property(node, "font-style", style, style);
            }
            Look::Align(align) => {
                text.align = *align;
                let (anchor, share) = match align {
                    Align::Left => ("start", 0.0),
                    Align::Centre => ("middle", 0.5),
                    Align::Right => ("end", 1.0),
                };
                self.writing.set_property(node, "text-anchor", anchor, anchor);
                let x = (before.area.x() + before.area.w() * share - scale.tx) / scale.sx;
                for inner in node.descendants().filter(|inner| check::is_svg(*inner) && inner.has_attribute("x")) {
                    self.writing.set(inner, "x", Some(decimal(x)));
                }
            }
            Look::Vertical(vertical) => {
                text.vertical = *vertical;
                let word = match vertical {
                    Vertical::Top => "top",
                    Vertical::Middle => "middle",
                    Vertical::Bottom => "bottom",
                };
                self.writing.set(node, "data-valign", Some(word.to_owned()));
            }
            Look::Fit(fit) => {
                text.fit = *fit;
                let word = match fit {
                    Fit::Shrink => "shrink",
                    Fit::Wrap => "wrap",
                    Fit::Lines => "lines",
                };
                self.writing.set(node, "data-fit", Some(word.to_owned()));
                // What holds where nothing is said depends on the kind; what held before goes on.
                self.writing.set(node, "data-max-lines", Some(text.max_lines.to_string()));
            }
            Look::Lines(lines) => {
                text.max_lines = (*lines).clamp(1, 50);
                self.writing.set(node, "data-max-lines", Some(text.max_lines.to_string()));
            }
            Look::Largest(size) => {
                text.largest = within_sizes(*size);
                text.smallest = least(text.smallest, text.largest);
                self.sizes(node, text.largest, text.smallest, scale.sx.abs());
            }
            Look::Smallest(size) => {
                text.smallest = within_sizes(*size);
                text.largest = Length::mm(text.largest.as_mm().max(text.smallest.as_mm()));
                self.sizes(node, text.largest, text.smallest, scale.sx.abs());
            }
            Look::Content(_) | Look::Paint(_) | Look::Condition(_) => {}
        }
        Ok(after)
    }

    fn sizes(&mut self, node: Node<'a, 'input>, largest: Length, smallest: Length, scale: f32) {
        let (largest, smallest) = (decimal(largest.as_mm() / scale), decimal(smallest.as_mm() / scale));
        self.writing.set_property(node, "font-size", &largest, &format!("{largest}px"));
        self.writing.set(node, "data-min-size", Some(smallest));
    }

    fn paint(&mut self, node: Node<'a, 'input>, before: &Part, paint: PartPaint) -> Result<(), EditError> {
        let (colour, word) = match paint {
            PartPaint::Fixed(colour) => (colour, None),
            PartPaint::Accent(colour) => (colour, Some("accent")),
            PartPaint::OnAccent(colour) => (colour, Some("on-accent")),
            PartPaint::AccentInk(colour) => (colour, Some("accent-ink")),
        };
        match (&before.kind, word) {
            (PartKind::Text(_), _) | (PartKind::Fill, Some(_)) => {}
            // A shape of one colour is fixed drawing, and no part any more.
            _ => return Err(EditError::DoesNotGo),
        }
        self.writing.set_property(node, "fill", &colour.to_string(), &colour.to_string());
        self.writing.set(node, "data-slot-fill", word.map(str::to_owned));
        Ok(())
    }

    fn remove(&mut self, node: Node<'a, 'input>) -> Result<(), EditError> {
        let codes = self.found.nodes.iter().filter(|node| node.attribute("data-slot") == Some("qr")).count();
        if node.attribute("data-slot") == Some("qr") && codes == 1 {
            self.writing.set(self.found.root, "data-qr", Some("none".to_owned()));
        }
        if node.has_tag_name("text") {
            let guide = box_of(self.found.root, node)?;
            let has_it = |other: &&Node<'_, '_>| other.attribute("data-box") == node.attribute("data-box");
            if self.found.nodes.iter().filter(has_it).count() == 1 {
                self.writing.remove(guide);
            }
        }
        self.writing.remove(node);
        Ok(())
    }

    fn add(&mut self, draft: &Draft, what: &Addition, area: &Area, back: bool) -> Result<(), EditError> {
        let root = self.found.root;
        let units = Units::of(root)?;
        let prefix = self.writing.prefix();
        let mut xml = Xml::default();
        let shape = |xml: &mut Xml, tag: &str| {
            xml.start(&format!("{prefix}{tag}"));
            xml.number("x", units.x(area.x())).number("y", units.y(area.y()));
            xml.number("width", units.length(area.w())).number("height", units.length(area.h()));
        };
        match what {
            Addition::Code => {
                if draft.parts.iter().any(|part| part.kind == PartKind::Code && part.back == back) {
                    return Err(EditError::DoesNotGo);
                }
                shape(&mut xml, "rect");
                xml.attribute("data-slot", "qr").attribute("fill", "none").end();
                self.writing.set(root, "data-qr", None);
            }
            Addition::Fill => {
                shape(&mut xml, "rect");
                xml.attribute("data-slot-fill", "accent").attribute("fill", "#14577a").end();
                let top = |node: &Node<'a, 'input>| node.ancestors().find(|up| up.parent_element() == Some(root));
                let first = if back { None } else { self.found.nodes.first().and_then(top) };
                if let Some(first) = first {
                    self.writing.put_before(first, &xml.finish());
                    return Ok(());
                }
            }
            Addition::Image(bytes) => {
                crate::picture::decode(bytes).ok_or(EditError::BadPicture)?;
                let kind = if bytes.starts_with(b"\x89PNG") { "png" } else { "jpeg" };
                shape(&mut xml, "image");
                xml.attribute("href", &format!("data:image/{kind};base64,{}", BASE64.encode(bytes))).end();
            }
            Addition::Slot(slot, _) if slot.is_picture() => {
                shape(&mut xml, "rect");
                xml.attribute("data-slot", &slot.to_string()).attribute("fill", "none").end();
            }
            Addition::Slot(slot, sample) => {
                let id = free_id(root, &slot.to_string());
                shape(&mut xml, "rect");
                xml.attribute("id", &id).attribute("fill", "none").end();
                let size = (area.h() * 0.7).clamp(Length::pt(10.0).as_mm(), Length::pt(28.0).as_mm()).min(area.h());
                let size = size.clamp(*SIZES_MM.start(), *SIZES_MM.end());
                let sample = Some(sample.trim()).filter(|text| !text.is_empty());
                xml.start(&format!("{prefix}text"))
                    .attribute("data-slot", &slot.to_string())
                    .attribute("data-box", &id);
                xml.number("data-min-size", units.length(size * SMALLEST)).attribute("data-valign", "middle");
                xml.number("x", units.x(area.x())).number("y", units.y(area.y() + area.h() / 2.0 + size * 0.35));
                xml.number("font-size", units.length(size)).attribute("fill", &Colour::INK.to_string());
                xml.text(sample.unwrap_or("Text")).end();
            }
        }
        let xml = xml.finish();
        if !back {
            return self.writing.put_last(root, &xml).ok_or(EditError::NotTaken);
        }
        let is_back = |node: &Node<'_, '_>| node.attribute("data-page") == Some("back") && node.has_children();
        let page = root.children().find(|node| check::is_svg(*node) && is_back(node));
        let put = match page {
            Some(page) => self.writing.put_last(page, &xml),
            None => self.writing.put_last(root, &format!("<{prefix}g data-page=\"back\">\n    {xml}\n  </{prefix}g>")),
        };
        put.ok_or(EditError::NotTaken)
    }
}

fn within_sizes(size: Length) -> Length {
    Length::mm(size.as_mm().clamp(*SIZES_MM.start(), *SIZES_MM.end()))
}

fn least(a: Length, b: Length) -> Length {
    Length::mm(a.as_mm().min(b.as_mm()))
}

/// An id for a new guide that no element has.
fn free_id(root: Node<'_, '_>, slot: &str) -> String {
    let word: String = slot.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    let taken = |id: &str| root.descendants().any(|node| node.attribute("id") == Some(id));
    let plain = format!("{word}-box");
    if !taken(&plain) {
        return plain;
    }
    (2_usize..).map(|n| format!("{word}-box-{n}")).find(|id| !taken(id)).unwrap_or(plain)
}

/// Millimetres in the units of the outermost viewBox.
struct Units {
    per_mm: f32,
    left: f32,
    top: f32,
}

impl Units {
    fn of(root: Node<'_, '_>) -> Result<Units, TemplateError> {
        let reader = Reader::new(root)?;
        let numbers = root.attribute("viewBox").unwrap_or_default();
        let numbers: Vec<f32> = numbers
            .split([' ', ',', '\t', '\n', '\r'])
            .filter(|word| !word.is_empty())
            .filter_map(|word| word.parse().ok())
            .collect();
        let [left, top, width, _] = numbers[..] else {
            return Err(slots::bad(root, "the viewBox has no four numbers"));
        };
        Ok(Units { per_mm: width / reader.size_mm().0, left, top })
    }

    fn length(&self, mm: f32) -> f32 {
        mm * self.per_mm
    }

    fn x(&self, mm: f32) -> f32 {
        self.left + self.length(mm)
    }

    fn y(&self, mm: f32) -> f32 {
        self.top + self.length(mm)
    }
}
