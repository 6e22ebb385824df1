//! The strict reading of a template's file: what is let in, and how large it may be.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use roxmltree::{Document, Node, ParsingOptions};

use super::error::{Place, TemplateError};

const MAX_BYTES: usize = 1024 * 1024;
const MAX_DEPTH: usize = 64;
const MAX_ELEMENTS: usize = 10_000;
/// Text nodes, comments and attributes' neighbours; a bound for the parser alone.
const MAX_NODES: u32 = 100_000;
const MAX_PICTURE_DOTS: u32 = 4096;

pub(super) const SVG: &str = "http://www.w3.org/2000/svg";
pub(super) const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Everything a badge is drawn with. Not among them: scripts, animation, foreign content, filters, patterns.
const ELEMENTS: [&str; 22] = [
    "svg",
    "g",
    "defs",
    "title",
    "desc",
    "metadata",
    "style",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "path",
    "text",
    "tspan",
    "image",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "use",
];

/// Decodes the bytes, within the limits.
pub(super) fn text(bytes: &[u8]) -> Result<&str, TemplateError> {
    if bytes.len() > MAX_BYTES {
        return Err(TemplateError::TooLarge { bytes: bytes.len() });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| TemplateError::NotUtf8)?;
    // The parser goes one level of its own stack down with every element, so depth is bounded before it starts.
    if nests_deeper_than(text, MAX_DEPTH) {
        let place = Place { element: "svg".to_owned(), line: 1 };
        return Err(TemplateError::TooDeep { place });
    }
    Ok(text)
}

/// Parses and checks the document.
pub(super) fn document(text: &str) -> Result<Document<'_>, TemplateError> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, entity_resolver: None };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::DtdDetected => TemplateError::Doctype,
        roxmltree::Error::NodesLimitReached => TemplateError::TooManyElements,
        other => TemplateError::NotXml { reason: other.to_string() },
    })?;
    if !document.root_element().has_tag_name((SVG, "svg")) {
        return Err(TemplateError::NotSvg);
    }
    check_elements(&document)?;
    Ok(document)
}

/// Where an element stands.
pub(super) fn place(node: Node<'_, '_>) -> Place {
    let mut element = node.tag_name().name().to_owned();
    for attribute in ["id", "data-slot"] {
        if let Some(value) = node.attribute(attribute) {
            element = format!("{element} {attribute}={value:?}");
        }
    }
    Place { element, line: node.document().text_pos_at(node.range().start).row }
}

/// Whether an element belongs to SVG; what other programs add for themselves is passed over.
pub(super) fn is_svg(node: Node<'_, '_>) -> bool {
    node.is_element() && node.tag_name().namespace() == Some(SVG)
}

/// A rough count of open tags that errs towards more: comments and text are not told apart from tags.
fn nests_deeper_than(text: &str, limit: usize) -> bool {
    let (mut depth, mut rest) = (0_usize, text);
    while let Some(at) = rest.find('<') {
        let tag = &rest[at + 1..];
        let (skipped, opens) = match tag.as_bytes().first() {
            Some(b'!') if tag.starts_with("!--") => (tag.find("-->").unwrap_or(tag.len()), false),
            Some(b'!') if tag.starts_with("![CDATA[") => (tag.find("]]>").unwrap_or(tag.len()), false),
            Some(b'?' | b'!') => (1, false),
            Some(b'/') => {
                depth = depth.saturating_sub(1);
                (1, false)
            }
            _ => {
                let end = end_of_tag(tag);
                (end, !tag[..end].ends_with('/'))
            }
        };
        depth += usize::from(opens);
        if depth > limit {
            return true;
        }
        rest = &tag[skipped..];
    }
    false
}

/// The offset of the `>` that ends a tag, quotes respected.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), other) if open == other => quote = None,
            _ => {}
        }
    }
    tag.len()
}

fn check_elements(document: &Document<'_>) -> Result<(), TemplateError> {
    let mut count = 0;
    for node in document.descendants().filter(|node| is_svg(*node)) {
        count += 1;
        if !ELEMENTS.contains(&node.tag_name().name()) {
            return Err(TemplateError::ForbiddenElement { place: place(node) });
        }
        if node.tag_name().name() == "svg" && node != document.root_element() {
            return Err(TemplateError::ForbiddenElement { place: place(node) });
        }
        check_attributes(node)?;
        match node.tag_name().name() {
            "use" => count += check_use(document, node)?,
            "image" => check_image(node)?,
            "style" => check_css(node, "style", node.text().unwrap_or_default())?,
            _ => {}
        }
        if count > MAX_ELEMENTS {
            return Err(TemplateError::TooManyElements);
        }
    }
    Ok(())
}

fn check_attributes(node: Node<'_, '_>) -> Result<(), TemplateError> {
    for attribute in node.attributes() {
        let name = attribute.name();
        if name.to_ascii_lowercase().starts_with("on") {
            return Err(TemplateError::ForbiddenAttribute { place: place(node), attribute: name.to_owned() });
        }
        if name == "href" {
            let value = attribute.value();
            let embedded = node.tag_name().name() == "image" && value.starts_with("data:");
            if !embedded && !value.starts_with('#') {
                return Err(TemplateError::ExternalReference { place: place(node) });
            }
        } else {
            check_css(node, name, attribute.value())?;
        }
    }
    Ok(())
}

/// Style sheets and attributes may point into the file only, and spell what they mean.
fn check_css(node: Node<'_, '_>, name: &str, css: &str) -> Result<(), TemplateError> {
    let lower = css.to_ascii_lowercase();
    let styles = name == "style";
    if styles && (lower.contains('\\') || lower.contains("@import")) {
        return Err(TemplateError::ForbiddenAttribute { place: place(node), attribute: name.to_owned() });
    }
    for (at, _) in lower.match_indices("url(") {
        let target = lower[at + 4..].trim_start_matches([' ', '"', '\'']);
        if !target.starts_with('#') {
            return Err(TemplateError::ExternalReference { place: place(node) });
        }
    }
    Ok(())
}

/// How many elements a `<use>` copies. Its target may hold no other `<use>`, or copies would multiply.
fn check_use(document: &Document<'_>, node: Node<'_, '_>) -> Result<usize, TemplateError> {
    let target = href(node).and_then(|href| href.strip_prefix('#')).unwrap_or_default();
    let found = document.descendants().find(|other| other.attribute("id") == Some(target));
    let Some(found) = found.filter(|found| is_svg(*found)) else {
        return Err(TemplateError::ExternalReference { place: place(node) });
    };
    if found.descendants().any(|inner| inner.has_tag_name((SVG, "use"))) {
        return Err(TemplateError::ForbiddenElement { place: place(node) });
    }
    Ok(found.descendants().filter(|inner| inner.is_element()).count())
}

fn check_image(node: Node<'_, '_>) -> Result<(), TemplateError> {
    // The sample picture of a slot may be left out.
    let Some(href) = href(node) else { return Ok(()) };
    let known = ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/jpg;base64,"];
    let data = known.iter().find_map(|prefix| href.strip_prefix(prefix));
    let joined: Option<String> = data.map(|data| data.split_ascii_whitespace().collect());
    let bytes = joined.and_then(|text| BASE64.decode(text).ok());
    let sound = bytes.is_some_and(|bytes| crate::picture::decode(&bytes).is_some());
    sound.then_some(()).ok_or_else(|| TemplateError::BadPicture { place: place(node) })
}

/// Whether a decoded picture has sides that can be drawn.
pub(crate) fn is_fair_size(width: u32, height: u32) -> bool {
    (1..=MAX_PICTURE_DOTS).contains(&width) && (1..=MAX_PICTURE_DOTS).contains(&height)
}

/// `href`, with or without the old prefix.
pub(super) fn href<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attribute("href").or_else(|| node.attribute((XLINK, "href")))
}
