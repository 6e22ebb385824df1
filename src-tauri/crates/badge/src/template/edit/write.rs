//! Writing attributes of a file anew and leaving every other byte alone.

use std::collections::BTreeMap;
use std::ops::Range;

use roxmltree::Node;

use super::super::check;
use crate::xml::escaped;

/// Changes to a file, gathered and then made at once.
pub(super) struct Writing<'a, 'input> {
    text: &'a str,
    root: Node<'a, 'input>,
    /// Attributes by their element and name, with the value that they get; `None` takes one away.
    attributes: BTreeMap<(u32, String), (Node<'a, 'input>, Option<String>)>,
    splices: Vec<(Range<usize>, String)>,
    /// Whether style sheets may say how elements look: then only an element's own `style` is sure to hold.
    has_sheet: bool,
}

impl<'a, 'input> Writing<'a, 'input> {
    pub(super) fn new(text: &'a str, root: Node<'a, 'input>) -> Self {
        let has_sheet = root.descendants().any(|node| check::is_svg(node) && node.has_tag_name((check::SVG, "style")));
        Writing { text, root, attributes: BTreeMap::new(), splices: Vec::new(), has_sheet }
    }

    /// The value of an attribute, as it will be.
    pub(super) fn get(&self, node: Node<'_, '_>, name: &str) -> Option<String> {
        match self.attributes.get(&(node.id().get(), name.to_owned())) {
            Some((_, value)) => value.clone(),
            None => node.attribute(name).map(str::to_owned),
        }
    }

    /// Gives an attribute a value, or takes it away.
    pub(super) fn set(&mut self, node: Node<'a, 'input>, name: &str, value: Option<String>) {
        self.attributes.insert((node.id().get(), name.to_owned()), (node, value));
    }

    /// Sets a property of how an element looks where the file says it: in its `style`, or as an attribute. `plain` is the
    /// value as an attribute, `css` in a style.
    pub(super) fn set_property(&mut self, node: Node<'a, 'input>, name: &str, plain: &str, css: &str) {
        let style = self.get(node, "style").unwrap_or_default();
        if declares(&style, name) || self.has_sheet {
            self.set(node, "style", Some(declare(&style, name, css)));
        } else {
            self.set(node, name, Some(plain.to_owned()));
        }
        // Stretches of the text that say otherwise would override it.
        for span in node.descendants().filter(|inner| inner.has_tag_name((check::SVG, "tspan"))) {
            let style = self.get(span, "style").unwrap_or_default();
            if self.has_sheet {
                self.set(span, "style", Some(declare(&style, name, css)));
            } else if declares(&style, name) {
                let rest = without(&style, name);
                self.set(span, "style", Some(rest).filter(|rest| !rest.is_empty()));
            }
            if self.get(span, name).is_some() {
                self.set(span, name, None);
            }
        }
    }

    /// Adds to a number that an attribute has; one that is missing or no plain number stays.
    pub(super) fn shift(&mut self, node: Node<'a, 'input>, name: &str, by: f32) {
        let number = self.get(node, name).and_then(|value| value.trim().parse::<f32>().ok());
        if let Some(number) = number {
            self.set(node, name, Some(crate::xml::decimal(number + by)));
        }
    }

    /// Takes an element away, with the blanks before it on its line.
    pub(super) fn remove(&mut self, node: Node<'_, '_>) {
        let Range { start, end } = node.range();
        let before = self.text[..start].trim_end_matches([' ', '\t']);
        let from = if before.ends_with('\n') { before.trim_end_matches(['\n', '\r']).len() } else { start };
        self.splices.push((from..end, String::new()));
    }

    /// Puts elements before an element.
    pub(super) fn put_before(&mut self, node: Node<'_, '_>, xml: &str) {
        let start = node.range().start;
        self.splices.push((start..start, format!("{xml}\n  ")));
    }

    /// Puts elements at the end of an element; nothing if it has no end of its own.
    pub(super) fn put_last(&mut self, node: Node<'_, '_>, xml: &str) -> Option<()> {
        let range = node.range();
        let at = range.start + self.text[range].rfind("</")?;
        self.splices.push((at..at, format!("  {xml}\n")));
        Some(())
    }

    /// What stands before the names of the file's elements, such as `svg:`.
    pub(super) fn prefix(&self) -> &'a str {
        let name = tag_name(self.text, self.root);
        name.find(':').map_or("", |at| &name[..=at])
    }

    /// The file with all changes made.
    pub(super) fn finish(mut self) -> String {
        for ((_, name), (node, value)) in &self.attributes {
            let old = node.attributes().find(|at| at.name() == name && at.namespace().is_none());
            match (old, value) {
                (Some(old), Some(value)) if old.value() != value => {
                    self.splices.push((old.range_value(), escaped(value)));
                }
                (Some(old), None) => {
                    let Range { start, end } = old.range();
                    let from = self.text[..start].trim_end_matches([' ', '\t', '\n', '\r']).len();
                    self.splices.push((from..end, String::new()));
                }
                (None, Some(value)) => {
                    let at = node.range().start + 1 + tag_name(self.text, *node).len();
                    self.splices.push((at..at, format!(" {name}=\"{}\"", escaped(value))));
                }
                _ => {}
            }
        }
        // What is taken away whole takes the changes within it along.
        let gone: Vec<_> =
            self.splices.iter().filter(|(_, new)| new.is_empty()).map(|(range, _)| range.clone()).collect();
        let within = |range: &Range<usize>| {
            gone.iter().any(|other| other != range && other.start <= range.start && range.end <= other.end)
        };
        self.splices.retain(|(range, _)| !within(range));
        self.splices.sort_by_key(|(range, _)| range.start);
        let (mut out, mut at) = (String::with_capacity(self.text.len() + 256), 0);
        for (range, new) in &self.splices {
            out.push_str(&self.text[at..range.start]);
            out.push_str(new);
            at = range.end;
        }
        out.push_str(&self.text[at..]);
        out
    }
}

/// The name of an element as the file writes it.
fn tag_name<'a>(text: &'a str, node: Node<'_, '_>) -> &'a str {
    let name = &text[node.range().start + 1..];
    let end = name.find(|letter: char| letter.is_ascii_whitespace() || matches!(letter, '/' | '>'));
    &name[..end.unwrap_or(name.len())]
}

fn is_of(declaration: &str, name: &str) -> bool {
    declaration.split_once(':').is_some_and(|(key, _)| key.trim() == name)
}

fn declares(style: &str, name: &str) -> bool {
    style.split(';').any(|declaration| is_of(declaration, name))
}

/// The style with a property in the place that it has, or at the end.
fn declare(style: &str, name: &str, value: &str) -> String {
    if !declares(style, name) {
        let style = style.trim_end().trim_end_matches(';');
        return if style.is_empty() { format!("{name}:{value}") } else { format!("{style};{name}:{value}") };
    }
    let new = format!("{name}:{value}");
    style.split(';').map(|old| if is_of(old, name) { new.as_str() } else { old }).collect::<Vec<_>>().join(";")
}

fn without(style: &str, name: &str) -> String {
    style.split(';').filter(|declaration| !is_of(declaration, name)).collect::<Vec<_>>().join(";")
}
