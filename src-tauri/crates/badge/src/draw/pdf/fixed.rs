//! Fixed parts of templates as operators: shapes of one colour, texts and pictures. What has no plain counterpart here
//! (gradients, groups that are see-through as a whole, clips within clips) is drawn as a fine picture instead.

use usvg::tiny_skia_path::Transform;
use usvg::{ClipPath, Group, ImageKind, Node};

use super::Writer;
use super::content::Content;
use crate::Colour;
use crate::fonts::Fonts;

/// The operators that draw a tree, or `None` if it has something that they cannot draw.
pub(super) fn operators(tree: &usvg::Tree, writer: &mut Writer) -> Option<Vec<u8>> {
    let mut content = Content::default();
    group(tree.root(), &mut content, writer)?;
    Some(content.into_bytes())
}

fn group(group: &Group, content: &mut Content, writer: &mut Writer) -> Option<()> {
    let plain = group.opacity() == usvg::Opacity::ONE
        && group.mask().is_none()
        && group.filters().is_empty()
        && group.blend_mode() == usvg::BlendMode::Normal;
    if !plain {
        return None;
    }
    let clip = group.clip_path().map(clip_of).transpose_option()?;
    let bare = group.transform().is_identity() && clip.is_none();
    if !bare {
        content.save().transform(group.transform());
        if let Some((paths, even_odd)) = clip {
            for (path, transform) in paths {
                content.path(&path.transform(transform)?);
            }
            content.word(if even_odd { "W* n" } else { "W n" });
        }
    }
    for child in group.children() {
        node(child, content, writer)?;
    }
    if !bare {
        content.restore();
    }
    Some(())
}

/// `Option<Option<T>>` the other way round: a clip that cannot be drawn is not the same as none.
trait TransposeOption<T> {
    fn transpose_option(self) -> Option<Option<T>>;
}

impl<T> TransposeOption<T> for Option<Option<T>> {
    fn transpose_option(self) -> Option<Option<T>> {
        match self {
            None => Some(None),
            Some(inner) => inner.map(Some),
        }
    }
}

type ClipPaths = (Vec<(usvg::tiny_skia_path::Path, Transform)>, bool);

/// The outlines of a clip and whether they count by the even-odd rule. One that clips itself, or holds several shapes of
/// different rules, has no plain counterpart.
fn clip_of(clip: &ClipPath) -> Option<ClipPaths> {
    if clip.clip_path().is_some() {
        return None;
    }
    let mut paths = Vec::new();
    let mut even_odd = false;
    collect(clip.root(), clip.transform(), &mut paths, &mut even_odd)?;
    (!paths.is_empty() && (!even_odd || paths.len() == 1)).then_some((paths, even_odd))
}

fn collect(
    group: &Group,
    transform: Transform,
    paths: &mut Vec<(usvg::tiny_skia_path::Path, Transform)>,
    even_odd: &mut bool,
) -> Option<()> {
    if group.clip_path().is_some() {
        return None;
    }
    let transform = transform.pre_concat(group.transform());
    for child in group.children() {
        match child {
            Node::Group(inner) => collect(inner, transform, paths, even_odd)?,
            Node::Path(path) => {
                *even_odd |= path.fill().is_some_and(|fill| fill.rule() == usvg::FillRule::EvenOdd);
                paths.push((path.data().clone(), transform));
            }
            Node::Image(_) | Node::Text(_) => return None,
        }
    }
    Some(())
}

fn node(node: &Node, content: &mut Content, writer: &mut Writer) -> Option<()> {
    match node {
        Node::Group(inner) => group(inner, content, writer),
        Node::Path(shape) if shape.is_visible() => path(shape, content, writer),
        Node::Path(_) => Some(()),
        Node::Image(image) => picture(image, content, writer),
        Node::Text(text) => words(text, content, writer),
    }
}

fn solid(paint: &usvg::Paint) -> Option<Colour> {
    let usvg::Paint::Color(colour) = paint else { return None };
    Some(Colour::rgb(colour.red, colour.green, colour.blue))
}

fn path(path: &usvg::Path, content: &mut Content, writer: &mut Writer) -> Option<()> {
    let fill = |content: &mut Content, writer: &mut Writer| {
        let Some(fill) = path.fill() else { return Some(()) };
        let colour = solid(fill.paint())?;
        writer.with_opacity(content, fill.opacity().get(), |content| {
            content.fill_colour(colour).path(path.data());
            content.word(if fill.rule() == usvg::FillRule::EvenOdd { "f*" } else { "f" });
        });
        Some(())
    };
    let stroke = |content: &mut Content, writer: &mut Writer| {
        let Some(stroke) = path.stroke() else { return Some(()) };
        let colour = solid(stroke.paint())?;
        writer.with_opacity(content, stroke.opacity().get(), |content| {
            content.save().stroke_colour(colour).op(&[stroke.width().get()], "w");
            let cap = match stroke.linecap() {
                usvg::LineCap::Butt => 0.0,
                usvg::LineCap::Round => 1.0,
                usvg::LineCap::Square => 2.0,
            };
            content.op(&[cap], "J");
            let join = match stroke.linejoin() {
                usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => 0.0,
                usvg::LineJoin::Round => 1.0,
                usvg::LineJoin::Bevel => 2.0,
            };
            content.op(&[join], "j").op(&[stroke.miterlimit().get()], "M");
            if let Some(dashes) = stroke.dasharray() {
                content.raw("[");
                for dash in dashes {
                    content.number(*dash).raw(" ");
                }
                content.raw("] ").op(&[stroke.dashoffset()], "d");
            }
            content.path(path.data()).word("S").restore();
        });
        Some(())
    };
    match path.paint_order() {
        usvg::PaintOrder::FillAndStroke => fill(content, writer).and_then(|()| stroke(content, writer)),
        usvg::PaintOrder::StrokeAndFill => stroke(content, writer).and_then(|()| fill(content, writer)),
    }
}

fn picture(image: &usvg::Image, content: &mut Content, writer: &mut Writer) -> Option<()> {
    let bytes = match image.kind() {
        ImageKind::JPEG(bytes) | ImageKind::PNG(bytes) => bytes,
        _ => return None,
    };
    if !image.is_visible() {
        return Some(());
    }
    let name = writer.picture_of(bytes)?;
    // A picture fills the unit square, its last row at the bottom, upwards.
    let size = image.size();
    content.save().op(&[size.width(), 0.0, 0.0, -size.height(), 0.0, size.height()], "cm");
    content.raw(&name).word(" Do").restore();
    Some(())
}

fn words(text: &usvg::Text, content: &mut Content, writer: &mut Writer) -> Option<()> {
    for span in text.layouted().iter().filter(|span| span.visible) {
        let lines = [&span.underline, &span.overline, &span.line_through];
        if lines.iter().any(|line| line.is_some()) || span.stroke.is_some() {
            return None;
        }
        let Some(fill) = &span.fill else { continue };
        let colour = solid(fill.paint())?;
        let opacity = fill.opacity().get();
        for glyph in &span.positioned_glyphs {
            // usvg sees the bundled faces only.
            let face = Fonts::bundled_face(glyph.font)?;
            let number = writer.typefaces.number(&face);
            writer.typefaces.stands_for(number, glyph.id.0, &glyph.text);
            let (new, _) = writer.typefaces.glyph(number, glyph.id.0);
            let em = face.units();
            let at = glyph.outline_transform().pre_concat(Transform::from_scale(em, em));
            writer.with_opacity(content, opacity, |content| {
                content.fill_colour(colour).word("BT");
                content.raw(&format!("/F{number} 1 Tf\n"));
                content.op(&[at.sx, at.ky, at.kx, at.sy, at.tx, at.ty], "Tm").raw("<");
                content.hex(new);
                content.word("> Tj").word("ET");
            });
        }
    }
    Some(())
}
