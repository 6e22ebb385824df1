//! Badges and print jobs.

use std::path::Path;

use base64::Engine;
use checkin::{AttendeeId, Event, JobState, PrintJob, RecordId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::View;

use super::params::{self, Id};
use super::printers;
use super::wire;
use crate::acts::Once;
use crate::acts::jobs;
use crate::badges::{BadgeFormat, BadgeOrder, nth_badge, render_badges};
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};

/// A print job.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "PrintJob", optional_fields))]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each field is that of `checkin::PrintJob` of the same name")]
pub struct PrintJobWire {
    pub id: String,
    pub attendee: String,
    pub state: &'static str,
    #[cfg_attr(test, ts(as = "Option<String>"))]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
    #[cfg_attr(test, ts(as = "Option<String>"))]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub printer: String,
    /// The name of the printer from which it comes or came; absent for the folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comes_from: Option<String>,
    pub copies: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reprint_of: Option<String>,
    /// Which badge of this person it is, from 2, if others are out or may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nth: Option<u32>,
    pub at: String,
}

impl PrintJobWire {
    pub(super) fn new(view: View<'_>, kiosk: &Kiosk, event: &Event, job: &PrintJob) -> Self {
        Self {
            comes_from: printers::comes_from(view, kiosk, job),
            id: job.id.to_string(),
            attendee: job.attendee.to_string(),
            state: job.state.as_str(),
            reason: job.reason.clone(),
            printer: job.printer.clone(),
            copies: job.copies,
            nth: job.reprint_of.and_then(|_| nth_badge(view, job.attendee, Some(job.id)).ok()).filter(|nth| *nth > 1),
            reprint_of: job.reprint_of.map(|id| id.to_string()),
            at: wire::instant(event, job.at),
        }
    }
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RenderParams {
    attendee: Id<AttendeeId>,
    format: String,
    template: Option<String>,
    out: Option<String>,
}

pub(super) fn render_badge(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: RenderParams = params::read(params)?;
    let format = BadgeFormat::from_name(&params.format)
        .ok_or_else(|| KioskError::parameter("format", "is not pdf, png, svg or zpl"))?;
    let order = BadgeOrder { attendees: vec![params.attendee.0], format, template: params.template, sheet: None };
    rendered(render_badges(kiosk, &order)?, params.out)
}

/// Bytes that were drawn, into a file or back to the caller.
pub(super) fn rendered(bytes: Vec<u8>, out: Option<String>) -> Result<Value, KioskError> {
    match out {
        Some(out) => {
            store::write_atomically(Path::new(&out), &bytes)?;
            wire::json(Rendered { path: Some(out), data: None })
        }
        None => {
            let data = base64::engine::general_purpose::STANDARD.encode(bytes);
            wire::json(Rendered { path: None, data: Some(data) })
        }
    }
}

/// A badge that was drawn: in a file, or as its bytes.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub(super) struct Rendered {
    /// Where it lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Its bytes in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct QueueParams {
    attendee: Id<AttendeeId>,
    #[cfg_attr(test, ts(as = "Option<String>"))]
    #[serde(default)]
    printer: String,
}

/// The longest name of a printer.
const MAX_PRINTER: usize = 200;

pub(super) fn queue_badge(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (QueueParams, Once) = params::read_once("queueBadge", params)?;
    let printer = params::limited("printer", params.printer, MAX_PRINTER)?;
    job(kiosk, jobs::queue_badge(kiosk, caller, params.attendee.0, printer, once)?)
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct JobsParams {
    state: Option<String>,
    attendee: Option<Id<AttendeeId>>,
}

pub(super) fn print_jobs(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: JobsParams = params::read(params)?;
    let state = match params.state.as_deref() {
        Some(name) => Some(JobState::from_name(name).ok_or_else(|| {
            KioskError::parameter("state", "is not queued, sent, confirmed, failed, unknown or cancelled")
        })?),
        None => None,
    };
    let event = kiosk.event();
    let jobs = kiosk.read(|view| {
        let attendee = params.attendee.map(|Id(attendee)| view.attendee(attendee)).transpose()?;
        let jobs = view.print_jobs(state, attendee.map(|attendee| attendee.id))?;
        Ok(jobs.iter().map(|job| PrintJobWire::new(view, kiosk, &event, job)).collect::<Vec<_>>())
    })?;
    wire::json(jobs)
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AnswerParams {
    job: Id<RecordId>,
    came_out: bool,
}

pub(super) fn answer_job(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (AnswerParams, Once) = params::read_once("answerJob", params)?;
    job(kiosk, jobs::answer_job(kiosk, caller, params.job.0, params.came_out, once)?)
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct JobParams {
    job: Id<RecordId>,
}

pub(super) fn cancel_job(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (JobParams, Once) = params::read_once("cancelJob", params)?;
    job(kiosk, jobs::cancel_job(kiosk, caller, params.job.0, once)?)
}

fn job(kiosk: &Kiosk, answer: crate::acts::Answered<PrintJob>) -> Result<Value, KioskError> {
    let event = kiosk.event();
    wire::answered(answer, |job| kiosk.read(|view| Ok(PrintJobWire::new(view, kiosk, &event, &job))))
}
