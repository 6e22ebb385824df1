//! Checking in, undoing, and what was refused.

use std::collections::BTreeMap;

use checkin::fields::{Layer, settle};
use checkin::{AttendeeId, Direction, Field, JobEnd, Outcome, RecordId, SessionId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Act, StoreError, View};

use super::attendees::{AttendeeWire, EntryWire};
use super::colleagues::is_expected;
use super::jobs::PrintJobWire;
use super::keyboards::{KeyboardsWire, KnownKeyboards};
use super::params::{self, Id, Instant};
use super::wire;
use crate::acts::check_in::{self, Answer, Request, Who, questions_due, reason_text};
use crate::acts::people::sayings;
use crate::acts::{Once, undo};
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};

/// The answer to an attempt to check in.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each field is described in `contract.md`")]
pub struct CheckInResult {
    pub outcome: &'static str,
    #[cfg_attr(test, ts(as = "Option<String>"))]
    #[serde(skip_serializing_if = "str::is_empty")]
    pub reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendee: Option<AttendeeWire>,
    #[cfg_attr(test, ts(as = "Option<Vec<AttendeeWire>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<AttendeeWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_in: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<EntryWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionSeats>,
    #[cfg_attr(test, ts(as = "Option<String>"))]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub alert: String,
    #[cfg_attr(test, ts(as = "Option<Vec<QuestionWire>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<QuestionWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub print_job: Option<PrintJobWire>,
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub overridden: bool,
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
    /// When it opens (`tooEarly`) or closed (`tooLate`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<String>,
    /// How many seats there are (`sessionFull`), of the session or of the house, whichever is full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    /// And how many people are inside.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken: Option<u32>,
    /// Scanner and computer are set to keyboards of two countries, and the code was read as it was meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keyboards: Option<KeyboardsWire>,
    /// What to search for (`unknownCode`): the text was no code, but somebody's name or other words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// The ticket types that open this session (`wrongTicketType`).
    #[cfg_attr(test, ts(as = "Option<Vec<String>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wanted: Vec<String>,
    /// When it took place (`admitted`, `departed`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Near-namesakes who are expected too, at most three.
    #[cfg_attr(test, ts(as = "Option<Vec<AttendeeWire>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alike: Vec<AttendeeWire>,
    /// When staff cancelled the registration (`cancelled`); absent if the list did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<String>,
    /// When the code was replaced or a newer badge was printed (`revokedCode`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newer_at: Option<String>,
}

/// A session and how many are inside.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct SessionSeats {
    pub id: String,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    pub taken: u32,
}

/// A question that is due.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Question", optional_fields))]
pub struct QuestionWire {
    /// Its id, as `answers` names it.
    pub id: String,
    /// The question.
    pub text: String,
    /// `choice`, `yesNo`, `text` or `number`.
    pub answer: &'static str,
    /// The choices.
    #[cfg_attr(test, ts(as = "Option<Vec<String>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Nobody comes in without an answer.
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Only those who need it see the answer.
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub private: bool,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CheckInParams {
    text: Option<String>,
    #[cfg_attr(test, ts(as = "Option<Vec<String>>"))]
    #[serde(default)]
    before: Vec<String>,
    keyboards: Option<KnownKeyboards>,
    attendee: Option<Id<AttendeeId>>,
    session: Option<Id<SessionId>>,
    direction: Option<DirectionWire>,
    at: Option<Instant>,
    r#override: Option<OverrideParams>,
    #[cfg_attr(test, ts(type = "Record<string, string | number | boolean>", optional))]
    #[serde(default)]
    answers: BTreeMap<String, AnswerValue>,
}

#[derive(Clone, Copy, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Direction"))]
#[serde(rename_all = "camelCase")]
pub(super) enum DirectionWire {
    Entry,
    Exit,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Override"))]
#[serde(deny_unknown_fields)]
pub(super) struct OverrideParams {
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
/// The most pieces that a torn scan is put together from.
const MAX_PIECES: usize = 8;

pub(super) fn check_in(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (CheckInParams, Once) = params::read_once("checkIn", params)?;
    let who = match (params.text, params.attendee) {
        (Some(text), None) => Who::Text(params::limited("text", text, MAX_TEXT)?),
        (None, Some(Id(attendee))) => Who::Attendee(attendee),
        (Some(_), Some(_)) => return Err(KioskError::parameter("attendee", "is given beside `text`: one of them")),
        (None, None) => return Err(KioskError::parameter("text", "or `attendee` is needed")),
    };
    if params.before.len() > MAX_PIECES {
        return Err(KioskError::parameter("before", "at most 8 pieces"));
    }
    let before =
        params.before.into_iter().map(|piece| params::limited("before", piece, MAX_TEXT)).collect::<Result<_, _>>()?;
    let override_reason = match params.r#override {
        Some(given) => Some(params::limited("override.reason", given.reason, params::MAX_REASON)?),
        None => None,
    };
    let request = Request {
        who,
        before,
        keyboards: params.keyboards.as_ref().map(KnownKeyboards::layouts).transpose()?,
        session: params.session.map(|Id(session)| session),
        direction: match params.direction {
            Some(DirectionWire::Exit) => Direction::Exit,
            Some(DirectionWire::Entry) | None => Direction::Entry,
        },
        at: params.at.map(|Instant(at)| at),
        override_reason,
        answers: params.answers.into_iter().map(|(id, value)| (id, value.into_text())).collect(),
    };
    let entry = request.direction == Direction::Entry;
    let answer = check_in::check_in(kiosk, caller, request, once)?;
    wire::answered(answer, |answer| {
        let alike = match &answer.attendee {
            Some(attendee) if entry => kiosk.with_index(|index| index.alike_of(attendee.id))?,
            _ => Vec::new(),
        };
        kiosk.read(|view| result(kiosk, view, &answer, &alike))
    })
}

/// How many near-namesakes are named beside an answer.
const MOST_ALIKE: usize = 3;

fn result(kiosk: &Kiosk, view: View<'_>, answer: &Answer, alike: &[AttendeeId]) -> Result<CheckInResult, StoreError> {
    let event = &*kiosk.event();
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
        print_job: answer.print_job.as_ref().map(|job| PrintJobWire::new(view, kiosk, event, job)),
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
        keyboards: answer.crossed.map(KeyboardsWire::from),
        search: answer.search.clone(),
        seats: match &answer.outcome {
            Outcome::SessionFull { seats, .. } => Some(*seats),
            _ => None,
        },
        taken: match &answer.outcome {
            Outcome::SessionFull { taken, .. } => Some(*taken),
            _ => None,
        },
        wanted: match &answer.outcome {
            Outcome::WrongTicketType { wanted } => wanted.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        },
        at: match answer.check_in {
            Some(id) => Some(wire::instant(event, view.record(id)?.sealed.record.at)),
            None => None,
        },
        alike: expected_alike(view, alike)?.iter().map(person).collect::<Result<_, _>>()?,
        cancelled_at: match (&answer.outcome, &answer.attendee) {
            (Outcome::Cancelled { .. }, Some(attendee)) => cancelled_by_staff(view, attendee.id)?,
            _ => None,
        }
        .map(|at| wire::instant(event, at)),
        newer_at: match (&answer.outcome, &answer.attendee) {
            (Outcome::RevokedCode(_), Some(attendee)) => newest_badge(view, attendee.id)?,
            _ => None,
        }
        .map(|at| wire::instant(event, at)),
    })
}

fn expected_alike(view: View<'_>, alike: &[AttendeeId]) -> Result<Vec<checkin::Attendee>, StoreError> {
    let mut people = Vec::new();
    for id in alike {
        match view.attendee(*id) {
            Ok(person) if is_expected(&person) => people.push(person),
            // Gone from the list since the index was asked.
            Ok(_) | Err(StoreError::NotFound) => {}
            Err(error) => return Err(error),
        }
        if people.len() == MOST_ALIKE {
            break;
        }
    }
    Ok(people)
}

/// When staff set the status that holds; `None` if it is the list's.
fn cancelled_by_staff(view: View<'_>, attendee: AttendeeId) -> Result<Option<Timestamp>, StoreError> {
    // Being replaced covers whatever was said of the status; that record is about the new person.
    let history = view.history(attendee)?;
    let replaced = history.iter().filter(|told| {
        told.stands && matches!(told.sealed.act(), Some(Act::Substituted { replaces, .. }) if replaces == attendee)
    });
    if let Some(told) = replaced.max_by_key(|told| told.sealed.record.stamp) {
        return Ok(Some(told.sealed.record.at));
    }
    let settled = settle(&sayings(view, attendee)?).remove(&Field::Status);
    match settled.filter(|settled| settled.layer == Layer::Desk).and_then(|settled| settled.holds.first().copied()) {
        Some(said) => Ok(Some(view.record(said)?.sealed.record.at)),
        None => Ok(None),
    }
}

/// When the code was replaced, or a badge came out since; `None` if no newer code was made for this person.
fn newest_badge(view: View<'_>, attendee: AttendeeId) -> Result<Option<Timestamp>, StoreError> {
    let history = view.history(attendee)?;
    let newest = |is: fn(&Act) -> bool| {
        let acts = history.iter().filter(|told| told.sealed.act().is_some_and(|act| is(&act)));
        acts.map(|told| told.sealed.record.at).max()
    };
    let reissued = newest(|act| matches!(act, Act::Reissued { .. }));
    let printed = newest(|act| matches!(act, Act::BadgeEnd { end: JobEnd::Confirmed, .. }));
    // Without a reissue, what was printed is the very code that is no longer good.
    Ok(reissued.map(|reissued| printed.map_or(reissued, |printed| printed.max(reissued))))
}

pub(super) fn question(question: &checkin::event::Question) -> QuestionWire {
    use checkin::event::AnswerKind;
    let (answer, choices) = match &question.answer {
        AnswerKind::Choice(choices) => ("choice", choices.clone()),
        AnswerKind::YesNo => ("yesNo", Vec::new()),
        AnswerKind::Text => ("text", Vec::new()),
        AnswerKind::Number => ("number", Vec::new()),
    };
    QuestionWire {
        id: question.id.clone(),
        text: question.text.clone(),
        answer,
        choices,
        required: question.required,
        private: question.private,
    }
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct UndoParams {
    record: Id<RecordId>,
    reason: String,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct UndoCheckInParams {
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
            Some(attendee) => Some(kiosk.read(|view| AttendeeWire::new(view, &event, attendee))?),
            None => None,
        };
        Ok(UndoResult { record: undone.record.to_string(), undone: true, now, badge: undone.badge.as_str() })
    })
}

/// What an undo made.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct UndoResult {
    /// The act that is void now.
    pub record: String,
    /// Always true.
    pub undone: bool,
    /// The person as they are now; null if they are gone.
    pub now: Option<AttendeeWire>,
    /// `cancelled`: the badge was called off; `takeBack`: it may have come out.
    #[cfg_attr(test, ts(as = "Option<String>", optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub badge: Option<&'static str>,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct RefusalsParams {
    since: Option<Instant>,
    limit: Option<u32>,
}

pub(super) fn refusals(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: RefusalsParams = params::read(params)?;
    let limit = u32::try_from(params::limit(params.limit, 100, 10_000)?).unwrap_or(u32::MAX);
    let event = kiosk.event();
    let lines = kiosk.read(|view| {
        let refusals = view.refusals(params.since.map(|Instant(at)| at), limit)?;
        let mut lines = Vec::with_capacity(refusals.len());
        for refusal in refusals {
            lines.push(RefusalWire {
                at: wire::instant(&event, refusal.at),
                desk: wire::desk(view, refusal.desk)?,
                reason: refusal.outcome,
                detail: refusal.reason,
                text: refusal.scanned,
                attendee: refusal.attendee.map(|attendee| attendee.to_string()),
            });
        }
        Ok(lines)
    })?;
    wire::json(lines)
}

/// Somebody who was turned away.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Refusal", optional_fields))]
pub(super) struct RefusalWire {
    /// When.
    pub at: String,
    /// Where.
    pub desk: String,
    /// Why: the outcome.
    pub reason: String,
    /// What the outcome says more.
    #[cfg_attr(test, ts(as = "Option<String>"))]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// What was scanned.
    #[cfg_attr(test, ts(as = "Option<String>"))]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Who, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendee: Option<String>,
}
