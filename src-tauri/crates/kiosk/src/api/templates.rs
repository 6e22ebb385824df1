//! Badge templates: which there are, who gets them, whether everybody's name can be on them.

use std::path::{Path, PathBuf};

use badge::Template;
use checkin::Event;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::design;
use super::overview::NoParams;
use super::params;
use super::wire;
use crate::acts::Once;
use crate::acts::templates::{self as acts, Source};
use crate::badges::event_template;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use crate::templates::fit::Trouble;
use crate::templates::hardest::{Why, hardest};

/// The largest file that is read as a template, in bytes.
const MAX_FILE: u64 = 1024 * 1024;

/// All badge templates.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub(super) struct TemplatesWire {
    /// Those of the event's own first.
    pub(super) templates: Vec<TemplateWire>,
    /// Somebody with a long name, for the pictures; absent while nobody is on the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    sample: Option<String>,
}

/// A badge template.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct TemplateWire {
    /// As settings name it.
    pub(super) template: String,
    /// As people name it; absent for one that comes with the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// Its width in millimetres.
    width_mm: f64,
    /// Its height in millimetres.
    height_mm: f64,
    /// The ids of the ticket types that name it.
    ticket_types: Vec<String>,
    /// Whether those get it whose ticket type names none.
    usual: bool,
    /// Grows with each change; 0 for one that comes with the program.
    #[cfg_attr(test, ts(as = "u32"))]
    revision: u64,
    /// When it was changed last, of the event's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    saved_at: Option<String>,
}

pub(super) fn list(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let NoParams {} = params::read(params)?;
    wire::json(all(kiosk)?)
}

pub(super) fn all(kiosk: &Kiosk) -> Result<TemplatesWire, KioskError> {
    let (event, shared) = (kiosk.event(), kiosk.shared());
    let mut templates = Vec::new();
    for head in kiosk.read(|view| view.templates())? {
        let draft = shared.draft(&head.template)?;
        let mut one = one(&event, &head.template, draft.template());
        one.title = Some(head.title);
        one.revision = head.revision;
        one.saved_at = Some(wire::instant(&event, head.saved));
        templates.push(one);
    }
    for name in Template::builtin_names() {
        if let Some(template) = Template::builtin(name) {
            templates.push(one(&event, name, template));
        }
    }
    let people = shared.wearers()?;
    let longest = people.iter().max_by_key(|person| crate::templates::hardest::shown_name(person).chars().count());
    Ok(TemplatesWire { templates, sample: longest.map(|person| person.id.to_string()) })
}

fn one(event: &Event, name: &str, template: &Template) -> TemplateWire {
    let size = template.size();
    let typed = event.ticket_types.iter().filter(|one| one.badge_template == name);
    TemplateWire {
        template: name.to_owned(),
        title: None,
        width_mm: wire::millimetres(size.width),
        height_mm: wire::millimetres(size.height),
        ticket_types: typed.map(|one| one.id.to_string()).collect(),
        usual: event_template(event) == name,
        revision: 0,
        saved_at: None,
    }
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct TemplateParams {
    pub(super) template: String,
}

/// Somebody whose badge is hard to set.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct HardWire {
    attendee: String,
    /// The name on the badge.
    name: String,
    /// Why.
    #[cfg_attr(
        test,
        ts(type = "'longest' | 'longestWord' | 'shortest' | 'longestOrganisation' | 'noOrganisation' | 'script'")
    )]
    why: &'static str,
    /// The English name of the script.
    #[serde(skip_serializing_if = "Option::is_none")]
    script: Option<&'static str>,
}

pub(super) fn hardest_names(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let NoParams {} = params::read(params)?;
    let people = kiosk.shared().wearers()?;
    let hard = hardest(&people, &badge::Fonts::with_system());
    let wired = hard.into_iter().map(|hard| {
        let (why, script) = match hard.why {
            Why::Longest => ("longest", None),
            Why::LongestWord => ("longestWord", None),
            Why::Shortest => ("shortest", None),
            Why::LongestOrganisation => ("longestOrganisation", None),
            Why::NoOrganisation => ("noOrganisation", None),
            Why::Script(script) => ("script", Some(script)),
        };
        HardWire { attendee: hard.attendee.to_string(), name: hard.name, why, script }
    });
    wire::json(wired.collect::<Vec<_>>())
}

/// How far a template has been tried on everybody who gets it, and what was found.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct FitWire {
    /// People tried so far; the next call tries more.
    done: usize,
    /// People to be tried.
    of: usize,
    /// How many badges do not come out as they should.
    troubled: usize,
    /// The first hundred of them.
    people: Vec<TroubledWire>,
    /// The smallest letters of a name so far, in points.
    #[serde(skip_serializing_if = "Option::is_none")]
    smallest_pt: Option<f64>,
}

/// Somebody whose badge does not come out as it should.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct TroubledWire {
    attendee: String,
    /// The name on the badge.
    name: String,
    troubles: Vec<TroubleWire>,
}

/// What is wrong.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub(super) struct TroubleWire {
    #[cfg_attr(test, ts(type = "'cut' | 'glyphs' | 'outside'"))]
    trouble: &'static str,
    /// In which slot.
    slot: String,
    /// Letters that no typeface has.
    #[serde(skip_serializing_if = "Option::is_none")]
    letters: Option<String>,
}

pub(super) fn fit(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: TemplateParams = params::read(params)?;
    let verdict = kiosk.shared().try_on(&params.template)?;
    let trouble = |trouble: &Trouble| match trouble {
        Trouble::Cut(slot) => TroubleWire { trouble: "cut", slot: slot.to_string(), letters: None },
        Trouble::Glyphs(slot, letters) => {
            TroubleWire { trouble: "glyphs", slot: slot.to_string(), letters: Some(letters.clone()) }
        }
        Trouble::Outside(slot) => TroubleWire { trouble: "outside", slot: slot.to_string(), letters: None },
    };
    let people = verdict.named.iter().map(|one| TroubledWire {
        attendee: one.attendee.to_string(),
        name: one.name.clone(),
        troubles: one.troubles.iter().map(trouble).collect(),
    });
    wire::json(FitWire {
        done: verdict.done,
        of: verdict.of,
        troubled: verdict.troubled,
        people: people.collect(),
        smallest_pt: verdict.smallest.map(wire::points),
    })
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct SaveTemplateParams {
    template: String,
    out: Option<String>,
}

/// A template's file: where it lies, or its text.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub(super) struct TemplateFile {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    svg: Option<String>,
}

pub(super) fn save(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: SaveTemplateParams = params::read(params)?;
    let svg = match Template::builtin_svg(&params.template) {
        Some(svg) => svg.to_owned(),
        None => kiosk.shared().draft(&params.template)?.svg().to_owned(),
    };
    wire::json(match params.out {
        Some(out) => {
            store::write_atomically(Path::new(&out), svg.as_bytes())?;
            TemplateFile { path: Some(out), svg: None }
        }
        None => TemplateFile { path: None, svg: Some(svg) },
    })
}

/// A template is made of exactly one of `like`, `path` and `svg`.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct MakeParams {
    /// What people call it; of a file without one, the file's name.
    title: Option<String>,
    /// A copy of this template.
    like: Option<String>,
    /// A file.
    path: Option<PathBuf>,
    /// A file's text.
    svg: Option<String>,
}

pub(super) fn make(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (MakeParams, Once) = params::read_once("makeTemplate", params)?;
    let of_file = params.path.as_deref().and_then(Path::file_stem).map(|stem| stem.to_string_lossy().into_owned());
    let source = match (params.like, params.path, params.svg) {
        (Some(like), None, None) => Source::Like(like),
        (None, Some(path), None) => Source::Svg(design::text_of(&path, MAX_FILE)?),
        (None, None, Some(svg)) => Source::Svg(svg),
        _ => return Err(KioskError::parameter("like", "give one of like, path and svg")),
    };
    let title = params.title.or(of_file).ok_or_else(|| KioskError::parameter("title", "is missing"))?;
    let made = acts::make(kiosk, caller, &title, source, once)?;
    wire::answered(made, |name| design::of(kiosk, &name))
}

pub(super) fn remove(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (TemplateParams, Once) = params::read_once("removeTemplate", params)?;
    let removed = acts::remove(kiosk, caller, &params.template, once)?;
    wire::answered(removed, |_| all(kiosk))
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AssignParams {
    template: String,
    /// The ids of those that get it; others that had it get the usual one again.
    ticket_types: Vec<String>,
    /// Whether those get it whose ticket type names none.
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(default)]
    usual: bool,
}

pub(super) fn assign(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (AssignParams, Once) = params::read_once("assignTemplate", params)?;
    let AssignParams { template, ticket_types, usual } = params;
    let assigned = acts::assign(kiosk, caller, &template, ticket_types, usual, once)?;
    wire::answered(assigned, |()| all(kiosk))
}
