//! Checking in, undoing, and what was refused.

use std::collections::BTreeMap;

use checkin::{AttendeeId, Direction, Event, Outcome, RecordId, SessionId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::{StoreError, View};

use super::attendees::{AttendeeWire, EntryWire};
use super::jobs::PrintJobWire;
use super::params::{self, Id, Instant};
use super::wire;
use crate::acts::check_in::{self, Answer, Request, Who, questions_due, reason_text};
use crate::acts::{Once, undo};
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};

/// The answer to an attempt to check in.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each field is described in `contract.md`")]
pub struct CheckInResult {
    pub outcome: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendee: Option<AttendeeWire>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<AttendeeWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_in: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<EntryWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionSeats>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub alert: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<QuestionWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub print_job: Option<PrintJobWire>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub overridden: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
    /// When it opens (`tooEarly`) or closed (`tooLate`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<String>,
    /// The ticket types that open this session (`wrongTicketType`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wanted: Vec<String>,
}

/// A session and how many are inside.
#[derive(Clone, Debug, Serialize)]
pub struct SessionSeats {
    pub id: String,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    pub taken: u32,
}

/// A question that is due.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionWire {
    /// Its id, as `answers` names it.
    pub id: String,
    /// The question.
    pub text: String,
    /// `choice`, `yesNo`, `text` or `number`.
    pub answer: &'static str,
    /// The choices.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CheckInParams {
    text: Option<String>,
    attendee: Option<Id<AttendeeId>>,
    session: Option<Id<SessionId>>,
    direction: Option<DirectionWire>,
    at: Option<Instant>,
    r#override: Option<OverrideParams>,
    #[serde(default)]
    answers: BTreeMap<String, AnswerValue>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum DirectionWire {
    Entry,
    Exit,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OverrideParams {
    reason: String,
}

/// An answer as a page or a script gives it.
#[derive(Deserialize)]
#[serde(untagged)]
enum AnswerValue {
    Text(String),
    YesNo(bool),
    Number(serde_json::Number),
}

impl AnswerValue {
    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::YesNo(true) => "yes".to_owned(),
            Self::YesNo(false) => "no".to_owned(),
            Self::Number(number) => number.to_string(),
        }
    }
}

/// The longest text that is taken for a scan: the most a QR code holds is 4,296 characters (ISO/IEC 18004).
const MAX_TEXT: usize = 4_300;

pub(super) fn check_in(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (CheckInParams, Once) = params::read_once("checkIn", params)?;
    let who = match (params.text, params.attendee) {
        (Some(text), None) => Who::Text(params::limited("text", text, MAX_TEXT)?),
        (None, Some(Id(attendee))) => Who::Attendee(attendee),
        (Some(_), Some(_)) => return Err(KioskError::parameter("attendee", "is given beside `text`: one of them")),
        (None, None) => return Err(KioskError::parameter("text", "or `attendee` is needed")),
    };
    let override_reason = match params.r#override {
        Some(given) => Some(params::limited("override.reason", given.reason, params::MAX_REASON)?),
        None => None,
    };
    let request = Request {
        who,
        session: params.session.map(|Id(session)| session),
        direction: match params.direction {
            Some(DirectionWire::Exit) => Direction::Exit,
            Some(DirectionWire::Entry) | None => Direction::Entry,
        },
        at: params.at.map(|Instant(at)| at),
        override_reason,
        answers: params.answers.into_iter().map(|(id, value)| (id, value.into_text())).collect(),
    };
    let answer = check_in::check_in(kiosk, caller, request, once)?;
    let event = kiosk.event();
    wire::answered(answer, |answer| kiosk.read(|view| result(view, &event, &answer)))
}

fn result(view: View<'_>, event: &Event, answer: &Answer) -> Result<CheckInResult, StoreError> {
    let person = |attendee: &checkin::Attendee| AttendeeWire::new(view, event, attendee);
    let due = questions_due(&answer.outcome);
    let questions =
        event.questions.iter().filter(|question| due.contains(question.id.as_str())).map(question).collect();
    let alert = answer.attendee.as_ref().filter(|attendee| !attendee.alert_acknowledged);
    Ok(CheckInResult {
        outcome: answer.outcome.kind().as_str(),
        reason: reason_text(&answer.outcome),
        attendee: answer.attendee.as_ref().map(person).transpose()?,
        candidates: answer.candidates.iter().map(person).collect::<Result<_, _>>()?,
        check_in: answer.check_in.map(|id| id.to_string()),
        first: answer.first.as_ref().map(|entry| EntryWire::new(view, event, entry)).transpose()?,
        session: answer.session.as_ref().map(|(session, taken)| SessionSeats {
            id: session.id.to_string(),
            title: session.title.clone(),
            seats: session.seats,
            taken: *taken,
        }),
        alert: alert.map(|attendee| attendee.profile.alert.clone()).unwrap_or_default(),
        questions,
        print_job: answer.print_job.as_ref().map(|job| PrintJobWire::new(event, job)),
        overridden: matches!(answer.outcome, Outcome::Admitted { overridden: Some(_) }),
        undone: answer.undone,
        opens: match &answer.outcome {
            Outcome::TooEarly { opens } => Some(wire::instant(event, *opens)),
            _ => None,
        },
        closed: match &answer.outcome {
            Outcome::TooLate { closed } => Some(wire::instant(event, *closed)),
            _ => None,
        },
        wanted: match &answer.outcome {
            Outcome::WrongTicketType { wanted } => wanted.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        },
    })
}

fn question(question: &checkin::event::Question) -> QuestionWire {
    use checkin::event::AnswerKind;
    let (answer, choices) = match &question.answer {
        AnswerKind::Choice(choices) => ("choice", choices.clone()),
        AnswerKind::YesNo => ("yesNo", Vec::new()),
        AnswerKind::Text => ("text", Vec::new()),
        AnswerKind::Number => ("number", Vec::new()),
    };
    QuestionWire { id: question.id.clone(), text: question.text.clone(), answer, choices }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct UndoParams {
    record: Id<RecordId>,
    reason: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct UndoCheckInParams {
    check_in: Id<RecordId>,
    reason: String,
}

pub(super) fn undo(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (UndoParams, Once) = params::read_once("undo", params)?;
    undone(kiosk, caller, params.record.0, params.reason, once)
}

pub(super) fn undo_check_in(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (UndoCheckInParams, Once) = params::read_once("undoCheckIn", params)?;
    let kind = kiosk.read(|view| view.record(params.check_in.0))?.sealed.record.kind;
    if kind != "checkIn" {
        return Err(KioskError::parameter("checkIn", "names a record that is no check-in"));
    }
    undone(kiosk, caller, params.check_in.0, params.reason, once)
}

fn undone(kiosk: &Kiosk, caller: &Caller, record: RecordId, reason: String, once: Once) -> Result<Value, KioskError> {
    let reason = params::limited("reason", reason, params::MAX_REASON)?;
    let answer = undo::undo(kiosk, caller, record, reason, once)?;
    let event = kiosk.event();
    wire::answered(answer, |undone| {
        let now = match &undone.now {
            Some(attendee) => wire::json(kiosk.read(|view| AttendeeWire::new(view, &event, attendee))?)?,
            None => Value::Null,
        };
        let mut result = Map::new();
        result.insert("record".to_owned(), undone.record.to_string().into());
        result.insert("undone".to_owned(), Value::Bool(true));
        result.insert("now".to_owned(), now);
        if let Some(badge) = undone.badge.as_str() {
            result.insert("badge".to_owned(), badge.into());
        }
        Ok(result)
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RefusalsParams {
    since: Option<Instant>,
    limit: Option<u32>,
}

pub(super) fn refusals(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: RefusalsParams = params::read(params)?;
    let limit = u32::try_from(params::limit(params.limit, 100, 10_000)?).unwrap_or(u32::MAX);
    let event = kiosk.event();
    kiosk.read(|view| {
        let refusals = view.refusals(params.since.map(|Instant(at)| at), limit)?;
        let mut lines = Vec::with_capacity(refusals.len());
        for refusal in refusals {
            let mut line = Map::new();
            line.insert("at".to_owned(), wire::instant(&event, refusal.at).into());
            line.insert("desk".to_owned(), wire::desk(view, refusal.desk)?.into());
            // What the lead asks is why somebody was turned away: the outcome; what it says more is the detail.
            line.insert("reason".to_owned(), refusal.outcome.into());
            if !refusal.reason.is_empty() {
                line.insert("detail".to_owned(), refusal.reason.into());
            }
            if !refusal.scanned.is_empty() {
                line.insert("text".to_owned(), refusal.scanned.into());
            }
            if let Some(attendee) = refusal.attendee {
                line.insert("attendee".to_owned(), attendee.to_string().into());
            }
            lines.push(Value::Object(line));
        }
        Ok(Value::Array(lines))
    })
}
