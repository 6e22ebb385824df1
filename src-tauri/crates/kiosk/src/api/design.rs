//! A badge template being edited: its parts in millimetres and points, what should be put right, and the changes.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use badge::template::advice::{Advice, advise};
use badge::template::edit::{Addition, Edit, Look, Part, PartKind, PartPaint};
use badge::{Align, Area, Colour, Fit, Fonts, Length, Slot, Template, Vertical};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::params;
use super::templates::TemplateParams;
use super::wire;
use crate::acts::Once;
use crate::acts::templates::{self as acts, Way};
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use crate::templates::fit::press;

/// The largest picture that is read, in bytes.
const MAX_PICTURE: u64 = 700 * 1024;
/// The most edits in one call.
const MOST_EDITS: usize = 50;

/// One of the event's own templates, to be edited.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(super) struct DesignWire {
    template: String,
    title: String,
    /// To be named in the next change.
    #[cfg_attr(test, ts(as = "u32"))]
    revision: u64,
    saved_at: String,
    width_mm: f64,
    height_mm: f64,
    /// Whether there is a step to undo.
    undo: bool,
    /// Whether there is a step to redo.
    redo: bool,
    /// In the order of the file.
    parts: Vec<PartWire>,
    /// What should be put right.
    advice: Vec<AdviceWire>,
    /// Headings of the list's own columns, for slots `field:HEADING`.
    headings: Vec<String>,
}

/// Something on a template that can be taken hold of.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
struct PartWire {
    #[cfg_attr(test, ts(type = "'text' | 'picture' | 'code' | 'bars' | 'image' | 'fill'"))]
    kind: &'static str,
    /// On the back of the badge.
    back: bool,
    /// Of texts and pictures.
    #[serde(skip_serializing_if = "Option::is_none")]
    slot: Option<String>,
    left_mm: f64,
    top_mm: f64,
    width_mm: f64,
    height_mm: f64,
    movable: bool,
    /// As in `data-if`; empty: always drawn.
    condition: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<TextWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paint: Option<PaintWire>,
}

/// How a text is set.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
struct TextWire {
    bold: bool,
    italic: bool,
    align: AlignWire,
    vertical: VerticalWire,
    fit: FitKind,
    max_lines: usize,
    largest_pt: f64,
    smallest_pt: f64,
}

/// Declares how an enum of the badge is called in JSON.
macro_rules! named {
    ($(#[$about:meta])* $wire:ident is $domain:ident { $($name:ident),* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Serialize, Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "camelCase")]
        enum $wire { $($name),* }

        impl From<$domain> for $wire {
            fn from(value: $domain) -> Self {
                match value { $($domain::$name => Self::$name),* }
            }
        }

        impl From<$wire> for $domain {
            fn from(value: $wire) -> Self {
                match value { $($wire::$name => Self::$name),* }
            }
        }
    };
}

named!(
    /// Where lines stand between left and right.
    AlignWire is Align { Left, Centre, Right }
);
named!(
    /// Where lines stand between top and bottom.
    VerticalWire is Vertical { Top, Middle, Bottom }
);
named!(
    /// How a text gives way.
    FitKind is Fit { Shrink, Wrap, Lines }
);

/// A colour, `#rrggbb`; with `kind`, the one that is drawn where the ticket type has none.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
struct PaintWire {
    kind: PaintKind,
    colour: String,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
enum PaintKind {
    Fixed,
    Accent,
    OnAccent,
    AccentInk,
}

/// Something to be put right.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
struct AdviceWire {
    #[cfg_attr(test, ts(type = "'outside' | 'underCode' | 'smallModules' | 'lowContrast' | 'noCode'"))]
    advice: &'static str,
    /// Which part.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<usize>,
    /// The contrast, or the side of a module in millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<f64>,
    /// What it should be at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    wanted: Option<f64>,
}

pub(super) fn design(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: TemplateParams = params::read(params)?;
    wire::json(of(kiosk, &params.template)?)
}

/// One of the event's own templates as it is now.
pub(super) fn of(kiosk: &Kiosk, name: &str) -> Result<DesignWire, KioskError> {
    if Template::builtin(name).is_some() {
        return Err(KioskError::TemplateSupplied(name.to_owned()));
    }
    let (event, shared) = (kiosk.event(), kiosk.shared());
    let draft = shared.draft(name)?;
    let head = kiosk.read(|view| view.template(name))?.ok_or_else(|| KioskError::NoTemplate(name.to_owned()))?.head;
    let (undo, redo) = shared.templates.histories().get(name).map_or((false, false), |history| history.ways());
    let advice = advise(&draft, &shared.looks(name)?, press()?, &Fonts::with_system());
    let size = draft.template().size();
    Ok(DesignWire {
        template: head.template,
        title: head.title,
        revision: head.revision,
        saved_at: wire::instant(&event, head.saved),
        width_mm: wire::millimetres(size.width),
        height_mm: wire::millimetres(size.height),
        undo,
        redo,
        parts: draft.parts().iter().map(part).collect(),
        advice: advice.iter().map(advice_wire).collect(),
        headings: shared.headings()?,
    })
}

fn part(part: &Part) -> PartWire {
    let (kind, slot) = match &part.kind {
        PartKind::Text(slot) => ("text", Some(slot)),
        PartKind::Picture(slot) => ("picture", Some(slot)),
        PartKind::Code => ("code", None),
        PartKind::Bars => ("bars", None),
        PartKind::Image => ("image", None),
        PartKind::Fill => ("fill", None),
    };
    let text = part.text.as_ref().map(|text| TextWire {
        bold: text.bold,
        italic: text.italic,
        align: text.align.into(),
        vertical: text.vertical.into(),
        fit: text.fit.into(),
        max_lines: text.max_lines,
        largest_pt: wire::points(text.largest),
        smallest_pt: wire::points(text.smallest),
    });
    let paint = part.paint.map(|paint| {
        let (kind, colour) = match paint {
            PartPaint::Fixed(colour) => (PaintKind::Fixed, colour),
            PartPaint::Accent(colour) => (PaintKind::Accent, colour),
            PartPaint::OnAccent(colour) => (PaintKind::OnAccent, colour),
            PartPaint::AccentInk(colour) => (PaintKind::AccentInk, colour),
        };
        PaintWire { kind, colour: colour.to_string() }
    });
    PartWire {
        kind,
        back: part.back,
        slot: slot.map(Slot::to_string),
        left_mm: wire::millimetres(part.area.left),
        top_mm: wire::millimetres(part.area.top),
        width_mm: wire::millimetres(part.area.size.width),
        height_mm: wire::millimetres(part.area.size.height),
        movable: part.movable,
        condition: part.condition.clone(),
        text,
        paint,
    }
}

fn advice_wire(advice: &Advice) -> AdviceWire {
    let wire = |advice, part, found, wanted| AdviceWire { advice, part, found, wanted };
    match *advice {
        Advice::Outside { part } => wire("outside", Some(part), None, None),
        Advice::UnderCode { part } => wire("underCode", Some(part), None, None),
        Advice::SmallModules { part, module } => {
            wire("smallModules", Some(part), Some(wire::millimetres(module)), Some(0.33))
        }
        Advice::LowContrast { part, contrast, wanted } => {
            wire("lowContrast", Some(part), Some(wire::tenths(contrast)), Some(wire::tenths(wanted)))
        }
        Advice::NoCode => wire("noCode", None, None, None),
    }
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct EditParams {
    template: String,
    /// That of the design that is changed.
    #[cfg_attr(test, ts(as = "u32"))]
    revision: u64,
    /// Another title.
    title: Option<String>,
    #[cfg_attr(test, ts(as = "Option<Vec<EditWire>>"))]
    #[serde(default)]
    edits: Vec<EditWire>,
    /// Changes with the same gesture, one after the other, are undone together.
    #[cfg_attr(test, ts(as = "Option<String>"))]
    #[serde(default)]
    gesture: String,
}

/// A change. Parts are named by their place in `parts`.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(tag = "edit", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
enum EditWire {
    /// Another box.
    Place { part: usize, left_mm: f32, top_mm: f32, width_mm: f32, height_mm: f32 },
    /// Another look; what is absent stays.
    Look {
        part: usize,
        slot: Option<String>,
        bold: Option<bool>,
        italic: Option<bool>,
        align: Option<AlignWire>,
        vertical: Option<VerticalWire>,
        fit: Option<FitKind>,
        max_lines: Option<usize>,
        largest_pt: Option<f32>,
        smallest_pt: Option<f32>,
        paint: Option<PaintWire>,
        condition: Option<String>,
    },
    /// A new part: a slot's name, `qr`, `fill`, or `image` with the `path` of a PNG or JPEG.
    Add {
        what: String,
        path: Option<PathBuf>,
        sample: Option<String>,
        back: Option<bool>,
        left_mm: f32,
        top_mm: f32,
        width_mm: f32,
        height_mm: f32,
    },
    /// A part is taken away.
    Remove { part: usize },
}

impl EditWire {
    fn edits(self) -> Result<Vec<Edit>, KioskError> {
        let area = |left: f32, top: f32, width: f32, height: f32| {
            let all = [left, top, width, height];
            if !all.iter().all(|mm| mm.is_finite() && mm.abs() <= 1000.0) {
                return Err(KioskError::parameter("edits", "lengths are -1000 to 1000 mm"));
            }
            Ok(Area::mm(left, top, width, height))
        };
        Ok(match self {
            Self::Place { part, left_mm, top_mm, width_mm, height_mm } => {
                vec![Edit::Place { part, area: area(left_mm, top_mm, width_mm, height_mm)? }]
            }
            Self::Look {
                part,
                slot,
                bold,
                italic,
                align,
                vertical,
                fit,
                max_lines,
                largest_pt,
                smallest_pt,
                paint,
                condition,
            } => {
                let slot = slot.map(|name| slot_of(&name)).transpose()?;
                let paint = paint.map(|paint| paint_of(&paint)).transpose()?;
                let looks = [
                    slot.map(Look::Content),
                    bold.map(Look::Bold),
                    italic.map(Look::Italic),
                    align.map(|align| Look::Align(align.into())),
                    vertical.map(|vertical| Look::Vertical(vertical.into())),
                    fit.map(|fit| Look::Fit(fit.into())),
                    max_lines.map(Look::Lines),
                    largest_pt.map(|pt| Look::Largest(Length::pt(pt))),
                    smallest_pt.map(|pt| Look::Smallest(Length::pt(pt))),
                    paint.map(Look::Paint),
                    condition.map(Look::Condition),
                ];
                looks.into_iter().flatten().map(|look| Edit::Look { part, look }).collect()
            }
            Self::Add { what, path, sample, back, left_mm, top_mm, width_mm, height_mm } => {
                let what = match what.as_str() {
                    "qr" => Addition::Code,
                    "fill" => Addition::Fill,
                    "image" => {
                        let path = path.ok_or_else(|| KioskError::parameter("edits.path", "is missing"))?;
                        Addition::Image(bytes_of(&path, MAX_PICTURE)?)
                    }
                    name => Addition::Slot(slot_of(name)?, sample.unwrap_or_default()),
                };
                let area = area(left_mm, top_mm, width_mm, height_mm)?;
                vec![Edit::Add { what, area, back: back.unwrap_or_default() }]
            }
            Self::Remove { part } => vec![Edit::Remove { part }],
        })
    }
}

fn slot_of(name: &str) -> Result<Slot, KioskError> {
    name.parse().map_err(|error: badge::UnknownSlot| KioskError::parameter("edits.slot", error.to_string()))
}

fn paint_of(paint: &PaintWire) -> Result<PartPaint, KioskError> {
    let colour: Colour = paint
        .colour
        .parse()
        .map_err(|error: badge::ColourError| KioskError::parameter("edits.paint.colour", error.to_string()))?;
    Ok(match paint.kind {
        PaintKind::Fixed => PartPaint::Fixed(colour),
        PaintKind::Accent => PartPaint::Accent(colour),
        PaintKind::OnAccent => PartPaint::OnAccent(colour),
        PaintKind::AccentInk => PartPaint::AccentInk(colour),
    })
}

pub(super) fn edit(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (EditParams, Once) = params::read_once("editTemplate", params)?;
    if params.edits.len() > MOST_EDITS {
        return Err(KioskError::parameter("edits", format!("at most {MOST_EDITS}")));
    }
    let gesture = params::limited("gesture", params.gesture, 100)?;
    let mut edits = Vec::new();
    for edit in params.edits {
        edits.extend(edit.edits()?);
    }
    let change = (params.title, edits, gesture);
    let edited = acts::edit(kiosk, caller, &params.template, params.revision, change, once)?;
    wire::answered(edited, |name| of(kiosk, &name))
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct StepParams {
    template: String,
    #[cfg_attr(test, ts(as = "u32"))]
    revision: u64,
    /// To the step before, or the one that was undone.
    way: WayWire,
}

#[derive(Clone, Copy, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
enum WayWire {
    Undo,
    Redo,
}

pub(super) fn step(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (StepParams, Once) = params::read_once("stepTemplate", params)?;
    let way = match params.way {
        WayWire::Undo => Way::Undo,
        WayWire::Redo => Way::Redo,
    };
    let stepped = acts::step(kiosk, caller, &params.template, params.revision, way, once)?;
    wire::answered(stepped, |name| of(kiosk, &name))
}

/// A file's bytes, if it is not larger than `most`.
fn bytes_of(path: &Path, most: u64) -> Result<Vec<u8>, KioskError> {
    let unreadable = |error| KioskError::file(path, error);
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    // One byte more than is taken tells that there is more.
    file.take(most + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > most {
        return Err(KioskError::EditRefused(format!("the file is larger than {} kB", most / 1024)));
    }
    Ok(bytes)
}

/// A file's text, if it is not larger than `most`.
pub(super) fn text_of(path: &Path, most: u64) -> Result<String, KioskError> {
    let bytes = bytes_of(path, most)?;
    String::from_utf8(bytes).map_err(|_| KioskError::BadTemplate("the file is no UTF-8 text".to_owned()))
}
