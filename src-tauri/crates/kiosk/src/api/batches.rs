//! Badges printed beforehand, and the programme on paper.

use badge::Edge;
use base64::Engine;
use checkin::{SessionId, TicketTypeId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::params::{self, Id};
use super::wire;
use crate::batches::{self, Batch, BatchSort, BatchState, MOST_BOXES, Plan, Steer, run};
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};

/// The longest text of a filter.
const MAX_TEXT: usize = 300;

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "BatchOrder"))]
#[serde(rename_all = "camelCase")]
enum Order {
    #[default]
    Surname,
    Organisation,
    TicketType,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "PaperEdge"))]
#[serde(rename_all = "camelCase")]
enum PaperEdge {
    Long,
    Short,
}

/// Which badges, and how.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct BatchParams {
    #[cfg_attr(test, ts(as = "Option<Vec<String>>"))]
    #[serde(default)]
    ticket_types: Vec<Id<TicketTypeId>>,
    organisation: Option<String>,
    session: Option<Id<SessionId>>,
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(default)]
    again: bool,
    #[cfg_attr(test, ts(as = "Option<Order>"))]
    #[serde(default)]
    order: Order,
    template: Option<String>,
    sheet: Option<String>,
    #[cfg_attr(test, ts(as = "Option<u16>"))]
    #[serde(default)]
    boxes: u16,
    #[cfg_attr(test, ts(as = "Option<u32>"))]
    #[serde(default)]
    start: u32,
    #[cfg_attr(test, ts(as = "Option<(f32, f32)>"))]
    #[serde(default)]
    shift_mm: (f32, f32),
    #[cfg_attr(test, ts(as = "Option<f32>"))]
    #[serde(default)]
    bleed_mm: f32,
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(default)]
    crop_marks: bool,
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(default)]
    fold_lines: bool,
    two_sided: Option<PaperEdge>,
    /// A printer of this desk.
    printer: Option<String>,
}

impl BatchParams {
    fn batch(self) -> Result<Batch, KioskError> {
        if self.boxes > MOST_BOXES {
            return Err(KioskError::typed("boxes", "boxes", format!("0 to {MOST_BOXES}")));
        }
        let two_sided = self.two_sided.map(|edge| match edge {
            PaperEdge::Long => Edge::Long,
            PaperEdge::Short => Edge::Short,
        });
        let text = |name: &'static str, text: Option<String>| {
            text.map(|text| params::limited(name, text, MAX_TEXT)).transpose()
        };
        Ok(Batch {
            ticket_types: self.ticket_types.into_iter().map(|id| id.0).collect(),
            organisation: text("organisation", self.organisation)?,
            session: self.session.map(|id| id.0),
            again: self.again,
            sort: match self.order {
                Order::Surname => BatchSort::Surname,
                Order::Organisation => BatchSort::Organisation,
                Order::TicketType => BatchSort::TicketType,
            },
            template: text("template", self.template)?,
            sheet: text("sheet", self.sheet)?,
            boxes: self.boxes,
            setup: batches::setup(
                self.start,
                self.shift_mm,
                self.bleed_mm,
                self.crop_marks,
                self.fold_lines,
                two_sided,
            )?,
            printer: text("printer", self.printer)?,
        })
    }
}

/// What a batch would print.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "BatchPlan"))]
#[serde(rename_all = "camelCase")]
pub(super) struct PlanWire {
    /// How many badges.
    badges: usize,
    /// How many people are left out because they have one.
    skipped: usize,
    /// On so many sheets.
    sheets: usize,
    /// Badges by ticket type.
    types: Vec<TypeCount>,
    /// The boxes.
    boxes: Vec<BoxWire>,
    /// What to look at first.
    look_at: Vec<LookAtWire>,
    /// The sheets that there are.
    papers: Vec<&'static str>,
    /// Where the files come to lie.
    folder: String,
    /// The printers that can be chosen.
    printers: Vec<BatchPrinter>,
}

/// A printer for a batch.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
struct BatchPrinter {
    id: String,
    name: String,
    /// How far a sheet for it is moved, to the right and down.
    offset_mm: (f32, f32),
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "BatchType"))]
struct TypeCount {
    id: String,
    name: String,
    badges: usize,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "BatchBox"))]
struct BoxWire {
    name: String,
    badges: usize,
    first: String,
    last: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "BatchLookAt"))]
struct LookAtWire {
    attendee: String,
    name: String,
    #[cfg_attr(test, ts(type = "'noOrganisation' | 'allCapitals' | 'cut' | 'missingGlyph' | 'smallCode'"))]
    what: &'static str,
}

/// How far a batch has come.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "BatchState", optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct StateWire {
    #[cfg_attr(test, ts(type = "'none' | 'running' | 'paused' | 'stopped' | 'done' | 'failed'"))]
    state: &'static str,
    done: usize,
    of: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(type = "number | null"))]
    left_s: Option<u64>,
    /// The finished files.
    files: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(test, ts(as = "Option<String>"))]
    problem: String,
    /// Badges that somebody is asked about.
    asked: usize,
    /// Badges that did not come out.
    failed: usize,
    /// Something of it is under way.
    busy: bool,
}

impl StateWire {
    fn new(state: BatchState) -> Self {
        let name = |path: std::path::PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self {
            state: state.stage.as_str(),
            done: state.done,
            of: state.of,
            left_s: state.left_s,
            files: state.files.into_iter().filter_map(name).collect(),
            problem: state.problem,
            asked: state.asked,
            failed: state.failed,
            busy: state.busy,
        }
    }
}

pub(super) fn plan_badges(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let batch = params::read::<BatchParams>(params)?.batch()?;
    let Plan { skipped, sheets, boxes, types, look_at, .. } = &batches::plan(kiosk, &batch)?;
    let badges = batches::put_together(kiosk, &batch)?.badges();
    let event = kiosk.event();
    let name = |id: &TicketTypeId| event.ticket_type(id).map(|kind| kind.name.clone()).unwrap_or_default();
    wire::json(PlanWire {
        badges,
        skipped: *skipped,
        sheets: *sheets,
        types: types
            .iter()
            .map(|(id, badges)| TypeCount { id: id.to_string(), name: name(id), badges: *badges })
            .collect(),
        boxes: boxes
            .iter()
            .map(|span| BoxWire {
                name: span.name.clone(),
                badges: span.badges,
                first: span.first.clone(),
                last: span.last.clone(),
            })
            .collect(),
        look_at: look_at
            .iter()
            .map(|one| LookAtWire { attendee: one.attendee.to_string(), name: one.name.clone(), what: one.what })
            .collect(),
        papers: badge::Sheet::builtin_names().collect(),
        folder: kiosk.badge_folder().display().to_string(),
        printers: printers(kiosk),
    })
}

/// The printers of this desk; none where nothing is printed.
fn printers(kiosk: &Kiosk) -> Vec<BatchPrinter> {
    if !kiosk.prints() {
        return Vec::new();
    }
    let board = kiosk.shared().printers.board();
    let one = |file: &crate::printers::PrinterFile| BatchPrinter {
        id: file.id.clone(),
        name: file.name.clone(),
        offset_mm: file.offset_mm,
    };
    board.settings.printers.iter().map(one).collect()
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SheetParams {
    batch: BatchParams,
    /// Counted from 0.
    number: usize,
}

/// A picture, as base64 of a PNG.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct SheetPicture {
    data: String,
}

pub(super) fn sheet_picture(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: SheetParams = params::read(params)?;
    let png = batches::sheet_picture(kiosk, &params.batch.batch()?, params.number)?;
    wire::json(SheetPicture { data: base64::engine::general_purpose::STANDARD.encode(png) })
}

pub(super) fn print_badges(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    // Beginning the same batch twice is `busy`, or finds nobody left: a nonce would say nothing more.
    let (params, _): (BatchParams, _) = params::read_once("printBadges", params)?;
    wire::json(StateWire::new(run::start(kiosk, caller, params.batch()?)?))
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct NoParams {}

pub(super) fn badge_batch(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let NoParams {} = params::read(params)?;
    wire::json(StateWire::new(kiosk.shared().batches.now()))
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct SteerParams {
    to: SteerTo,
}

#[derive(Clone, Copy, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
enum SteerTo {
    Pause,
    Continue,
    Stop,
}

pub(super) fn steer_badges(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, _): (SteerParams, _) = params::read_once("steerBadges", params)?;
    let steer = match params.to {
        SteerTo::Pause => Steer::Pause,
        SteerTo::Continue => Steer::Continue,
        SteerTo::Stop => Steer::Stop,
    };
    wire::json(StateWire::new(kiosk.shared().batches.steer(steer)))
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct ProgrammeParams {
    out: Option<String>,
}

pub(super) fn render_programme(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: ProgrammeParams = params::read(params)?;
    let bytes = crate::programme_pdf(&kiosk.event())?;
    super::jobs::rendered(bytes, params.out)
}
