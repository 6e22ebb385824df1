//! How people come in the course of a day, with the chart of it.

use jiff::SignedDuration;
use report::{Chart, ChartSize, ChartWords, Day, Shape, Slot};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::params;
use super::wire;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use crate::words;

/// The last minutes that say how many come a minute.
const LATELY: SignedDuration = SignedDuration::from_mins(10);
/// The chart's size in pixels where none is asked for.
const WIDTH: u32 = 760;
const HEIGHT: u32 = 270;

/// A day of arrivals.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct ArrivalsDay {
    /// Which day.
    day: String,
    /// Every five minutes from the first to the last, empty ones too.
    slots: Vec<ArrivalsSlot>,
    /// When the doors open, if anything says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    doors: Option<String>,
    /// The five minutes in which most came.
    #[serde(skip_serializing_if = "Option::is_none")]
    busiest: Option<ArrivalsSlot>,
    /// First entries in the last ten minutes.
    last_ten_minutes: u32,
    /// People on no list who were added on this day.
    walk_ins: u32,
    /// How many are expected in the next half hour.
    next_half_hour: u32,
    /// How many desks are enough for that at twenty seconds a guest; 0 if nobody is expected.
    desks: u32,
    /// The chart as shapes, in the order of drawing.
    shapes: Vec<ShapeWire>,
    /// The chart as SVG, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    svg: Option<String>,
}

/// A shape of the chart, in pixels from its upper left corner.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ChartShape"))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(super) enum ShapeWire {
    /// A line through points.
    Line { points: Vec<(i32, i32)>, colour: String, width: u32 },
    /// A filled rectangle.
    Rectangle { x: i32, y: i32, width: i32, height: i32, colour: String },
    /// A text; `down` is how far its foot lies below `y`.
    Text { x: i32, y: i32, text: String, across: &'static str, down: &'static str, size: f64, colour: String },
}

impl From<Shape> for ShapeWire {
    fn from(shape: Shape) -> Self {
        match shape {
            Shape::Line { points, colour, width } => Self::Line { points, colour, width },
            Shape::Rectangle { x, y, width, height, colour } => Self::Rectangle { x, y, width, height, colour },
            Shape::Text { x, y, text, across, down, size, colour } => {
                Self::Text { x, y, text, across, down, size, colour }
            }
        }
    }
}

/// Five minutes.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub(super) struct ArrivalsSlot {
    /// When they begin.
    at: String,
    /// How many came for the first time.
    entries: u32,
    /// How many were expected, to a tenth.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<f64>,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct ArrivalsParams {
    width: Option<u32>,
    height: Option<u32>,
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(default)]
    svg: bool,
}

pub(super) fn arrivals(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: ArrivalsParams = params::read(params)?;
    let size = ChartSize::new(params.width.unwrap_or(WIDTH), params.height.unwrap_or(HEIGHT))
        .ok_or_else(|| KioskError::parameter("width", "a chart has 320 to 4000 by 160 to 4000 pixels"))?;
    let event = kiosk.event();
    let now = kiosk.shared().clock.now();
    let (listed, arrivals, lately) = kiosk.read(|view| {
        let since = now.checked_sub(LATELY).unwrap_or(now);
        Ok((view.counts()?.listed, view.arrivals()?, view.arrived_between(since, now)?))
    })?;
    let arrivals =
        arrivals.iter().filter_map(|(ms, entries)| Some((jiff::Timestamp::from_millisecond(*ms).ok()?, *entries)));
    let day = Day::of(&event, &arrivals.collect::<Vec<_>>(), listed, now);
    let midnight = event.time_zone.to_ambiguous_zoned_datetime(day.date.to_datetime(jiff::civil::Time::midnight()));
    let midnight = midnight.compatible().map_or(now, |zoned| zoned.timestamp());
    let words = ChartWords {
        now: words::say(caller.language, "overview.now", &[]),
        time_separator: match caller.language {
            checkin::Language::Danish => '.',
            checkin::Language::English => ':',
        },
    };
    let chart = Chart { day: &day, zone: &event.time_zone, now, words: &words, size };
    let not_drawn = |error: report::ChartError| KioskError::Badge(error.to_string());
    let shapes = chart.to_shapes().map_err(not_drawn)?;
    let svg = params.svg.then(|| chart.to_svg()).transpose().map_err(not_drawn)?;
    let slot = |slot: &Slot| ArrivalsSlot {
        at: wire::instant(&event, slot.at),
        entries: slot.entries,
        expected: slot.expected.map(|expected| (expected * 10.0).round() / 10.0),
    };
    wire::json(ArrivalsDay {
        day: day.date.to_string(),
        slots: day.slots.iter().map(slot).collect(),
        doors: day.wave.map(|wave| wire::instant(&event, wave.doors)),
        busiest: day.busiest().map(slot),
        last_ten_minutes: lately,
        walk_ins: kiosk.read(|view| view.walk_ins_since(midnight))?,
        next_half_hour: day.next,
        desks: day.desks,
        shapes: shapes.into_iter().map(ShapeWire::from).collect(),
        svg,
    })
}
