//! People: found, listed, looked at, corrected, added.

use std::collections::BTreeMap;

use checkin::presence::Entry;
use checkin::{Attendee, AttendeeId, Event, Field, FieldValue, SessionId, Status};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::{ListFilter, StoreError, Told, View};

use super::params::{self, Id};
use super::wire;
use crate::acts::check_in::{has_no_name, wants_badge};
use crate::acts::people::{self, Amendment};
use crate::acts::{Answered, Once};
use crate::collate;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};

/// An attendee, as `contract.md` lists the fields.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Attendee", optional_fields))]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each field is that of `checkin::Attendee` of the same name")]
pub struct AttendeeWire {
    pub id: String,
    pub name: String,
    pub given_name: String,
    pub family_name: String,
    pub badge_name: String,
    pub organisation: String,
    pub title: String,
    pub email: String,
    pub phone: String,
    pub ticket_type: String,
    pub ticket_codes: Vec<String>,
    pub order: String,
    #[cfg_attr(test, ts(type = "'confirmed' | 'paymentDue' | 'waitlisted' | 'cancelled'"))]
    pub status: &'static str,
    pub language: String,
    pub note: String,
    pub alert: String,
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub alert_acknowledged: bool,
    pub sessions: Vec<String>,
    pub fields: BTreeMap<String, String>,
    pub answers: BTreeMap<String, String>,
    #[cfg_attr(test, ts(type = "'expected' | 'inside' | 'left'"))]
    pub presence: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_entry: Option<EntryWire>,
    #[cfg_attr(test, ts(type = "'none' | 'queued' | 'printed' | 'unknown'"))]
    pub badge: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<BadgePlaceWire>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub off_list: bool,
    /// The ticket has no name yet; it is asked for before the badge.
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub name_due: bool,
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(as = "Option<Vec<super::types::HistoryLine>>"))]
    pub history: Option<Vec<Map<String, Value>>>,
}

/// Where a badge lies that was printed beforehand.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "BadgePlace"))]
pub struct BadgePlaceWire {
    /// The letter of the box.
    #[serde(rename = "box")]
    pub box_name: String,
    /// The badge's number in it, from 1.
    pub row: u32,
}

/// An entry: when, where, by whom.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Entry"))]
pub struct EntryWire {
    /// RFC 3339 with the offset of the house.
    pub at: String,
    /// The desk's name.
    pub desk: String,
    /// The staff member; may be empty.
    pub staff: String,
}

impl AttendeeWire {
    pub(super) fn new(view: View<'_>, event: &Event, attendee: &Attendee) -> Result<Self, StoreError> {
        let name_due = wants_badge(event, &attendee.profile) && has_no_name(&attendee.profile);
        let profile = attendee.profile.clone();
        Ok(Self {
            id: attendee.id.to_string(),
            name: profile.name,
            given_name: profile.given_name,
            family_name: profile.family_name,
            badge_name: profile.badge_name,
            organisation: profile.organisation,
            title: profile.title,
            email: profile.email,
            phone: profile.phone,
            ticket_type: profile.ticket_type.map(|id| id.to_string()).unwrap_or_default(),
            ticket_codes: profile.ticket_codes.iter().map(|code| code.as_str().to_owned()).collect(),
            order: profile.order,
            status: profile.status.as_str(),
            language: profile.language.map(|language| language.tag().to_owned()).unwrap_or_default(),
            note: profile.note,
            alert: profile.alert,
            alert_acknowledged: attendee.alert_acknowledged,
            sessions: profile.sessions.iter().map(ToString::to_string).collect(),
            fields: profile.fields,
            answers: profile.answers,
            presence: attendee.presence.as_str(),
            first_entry: attendee.first_entry.as_ref().map(|entry| EntryWire::new(view, event, entry)).transpose()?,
            badge: attendee.badge.as_str(),
            place: attendee
                .place
                .as_ref()
                .map(|place| BadgePlaceWire { box_name: place.box_name.clone(), row: place.row }),
            replaces: attendee.replaces.map(|id| id.to_string()),
            replaced_by: attendee.replaced_by.map(|id| id.to_string()),
            off_list: attendee.off_list,
            name_due,
            erased: attendee.erased,
            history: None,
        })
    }
}

impl EntryWire {
    pub(super) fn new(view: View<'_>, event: &Event, entry: &Entry) -> Result<Self, StoreError> {
        Ok(Self { at: wire::instant(event, entry.at), desk: wire::desk(view, entry.desk)?, staff: entry.staff.clone() })
    }
}

/// One attendee for the reply.
pub(super) fn to_wire(kiosk: &Kiosk, attendee: &Attendee) -> Result<AttendeeWire, KioskError> {
    let event = kiosk.event();
    kiosk.read(|view| AttendeeWire::new(view, &event, attendee))
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ListParams {
    sort: Option<Sort>,
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(default)]
    descending: bool,
    arrived: Option<bool>,
    status: Option<String>,
    session: Option<Id<SessionId>>,
    limit: Option<u32>,
    after: Option<Id<AttendeeId>>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(super) enum Sort {
    #[default]
    Name,
    Organisation,
    TicketType,
    Status,
    FirstEntry,
}

pub(super) fn list(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: ListParams = params::read(params)?;
    let limit = params::limit(params.limit, 100, 1_000)?;
    let status = params.status.as_deref().map(status_named).transpose()?;
    if let Some(Id(session)) = &params.session {
        kiosk.event().session(session).ok_or(StoreError::NotFound)?;
    }
    let session = params.session.map(|Id(id)| id);
    let filter = ListFilter { arrived: params.arrived, status, session };
    let sort = params.sort.unwrap_or_default();
    let event = kiosk.event();
    let result = kiosk.read(|view| {
        let mut attendees =
            view.attendee_ids(&filter)?.into_iter().map(|id| view.attendee(id)).collect::<Result<Vec<_>, _>>()?;
        attendees.sort_by_cached_key(|attendee| sort_key(sort, attendee));
        if params.descending {
            attendees.reverse();
        }
        let start = match params.after {
            // Whoever was last may have left the filter meanwhile; then the list begins anew.
            Some(Id(after)) => attendees.iter().position(|attendee| attendee.id == after).map_or(0, |place| place + 1),
            None => 0,
        };
        let page = attendees.get(start..(start + limit).min(attendees.len())).unwrap_or_default();
        let next = (start + limit < attendees.len()).then(|| page.last().map(|last| last.id.to_string())).flatten();
        let page =
            page.iter().map(|attendee| AttendeeWire::new(view, &event, attendee)).collect::<Result<Vec<_>, _>>()?;
        Ok(ListResult { attendees: page, next })
    })?;
    wire::json(result)
}

/// A page of people.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub(super) struct ListResult {
    /// In the order asked for.
    pub attendees: Vec<AttendeeWire>,
    /// Who is last here, if there are more: `after` of the next call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// By what is asked for, then by name; ids make the order total.
fn sort_key(sort: Sort, attendee: &Attendee) -> (String, (String, String), AttendeeId) {
    let profile = &attendee.profile;
    let first = match sort {
        Sort::Name => String::new(),
        Sort::Organisation => collate::key(&profile.organisation),
        Sort::TicketType => profile.ticket_type.as_ref().map(ToString::to_string).unwrap_or_default(),
        Sort::Status => profile.status.as_str().to_owned(),
        // Those who have not come last.
        Sort::FirstEntry => attendee
            .first_entry
            .as_ref()
            .map_or_else(|| "~".to_owned(), |entry| format!("{:020}", entry.at.as_millisecond())),
    };
    (first, collate::name_key(profile), attendee.id)
}

fn status_named(name: &str) -> Result<Status, KioskError> {
    Status::from_name(name)
        .ok_or_else(|| KioskError::parameter("status", "is not confirmed, paymentDue, waitlisted or cancelled"))
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AttendeeParams {
    attendee: Id<AttendeeId>,
}

pub(super) fn get(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: AttendeeParams = params::read(params)?;
    let event = kiosk.event();
    kiosk.read(|view| {
        let attendee = view.attendee(params.attendee.0)?;
        let history = view.history(attendee.id)?;
        let history = history.iter().map(|told| history_line(view, &event, told)).collect::<Result<Vec<_>, _>>()?;
        let wire = AttendeeWire { history: Some(history), ..AttendeeWire::new(view, &event, &attendee)? };
        Ok(serde_json::to_value(wire).unwrap_or(Value::Null))
    })
}

/// One record of a person's history: what all have, and what its own kind says.
fn history_line(view: View<'_>, event: &Event, told: &Told) -> Result<Map<String, Value>, StoreError> {
    let record = &told.sealed.record;
    let mut line = Map::new();
    // The facts first, so that nothing in them can take the place of what follows.
    for (bytes, personal) in
        [(Some(record.facts.as_slice()), false), (told.sealed.part.as_ref().map(|part| part.body.as_slice()), true)]
    {
        let said = bytes.and_then(|bytes| serde_json::from_slice::<Map<String, Value>>(bytes).ok()).unwrap_or_default();
        for (key, value) in said {
            match (key.as_str(), value) {
                // A badge number opens the door, and which record replaces which is the store's business.
                ("number", _) if personal => {}
                ("replaces", _) => {}
                ("values", Value::Object(values)) => {
                    let all = line.entry("fields").or_insert_with(|| Value::Object(Map::new()));
                    if let Some(all) = all.as_object_mut() {
                        all.extend(values);
                    }
                }
                (_, value) => {
                    line.insert(key, value);
                }
            }
        }
    }
    line.insert("record".to_owned(), record.id.to_string().into());
    line.insert("kind".to_owned(), record.kind.clone().into());
    line.insert("at".to_owned(), wire::instant(event, record.at).into());
    line.insert("desk".to_owned(), wire::desk(view, record.stamp.desk)?.into());
    line.insert("staff".to_owned(), record.staff.clone().into());
    if !told.stands {
        line.insert("undone".to_owned(), Value::Bool(true));
    }
    Ok(line)
}

pub(super) fn add_walk_in(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (fields, once): (Map<String, Value>, Once) = params::read_once("addWalkIn", params)?;
    let answer = people::add_walk_in(kiosk, caller, amendment("", fields)?, once)?;
    person(kiosk, answer)
}

pub(super) fn substitute(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (mut fields, once): (Map<String, Value>, Once) = params::read_once("substituteAttendee", params)?;
    let attendee = fields.remove("attendee").into_iter().map(|id| ("attendee".to_owned(), id)).collect();
    let AttendeeParams { attendee } = params::read(Value::Object(attendee))?;
    let answer = people::substitute(kiosk, caller, attendee.0, amendment("", fields)?, once)?;
    person(kiosk, answer)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AmendParams {
    attendee: Id<AttendeeId>,
    fields: Map<String, Value>,
    #[serde(default)]
    reason: String,
}

pub(super) fn amend(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (AmendParams, Once) = params::read_once("amendAttendee", params)?;
    let fields = amendment("fields.", params.fields)?;
    let reason = params::limited("reason", params.reason, params::MAX_REASON)?;
    let answer = people::amend(kiosk, caller, params.attendee.0, fields, reason, once)?;
    person(kiosk, answer)
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct JoinParams {
    keep: Id<AttendeeId>,
    same: Id<AttendeeId>,
}

pub(super) fn join(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (JoinParams, Once) = params::read_once("joinAttendees", params)?;
    person(kiosk, people::join(kiosk, caller, params.keep.0, params.same.0, once)?)
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct StatusParams {
    attendee: Id<AttendeeId>,
    status: String,
    #[cfg_attr(test, ts(as = "Option<String>"))]
    #[serde(default)]
    reason: String,
}

pub(super) fn set_status(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (StatusParams, Once) = params::read_once("setStatus", params)?;
    let status = status_named(&params.status)?;
    let reason = params::limited("reason", params.reason, params::MAX_REASON)?;
    person(kiosk, people::set_status(kiosk, caller, params.attendee.0, status, reason, once)?)
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ReissueParams {
    attendee: Id<AttendeeId>,
    reason: String,
}

pub(super) fn reissue_badge(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (ReissueParams, Once) = params::read_once("reissueBadge", params)?;
    let reason = params::limited("reason", params.reason, params::MAX_REASON)?;
    person(kiosk, people::reissue_badge(kiosk, caller, params.attendee.0, reason, once)?)
}

pub(super) fn acknowledge_alert(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (AttendeeParams, Once) = params::read_once("acknowledgeAlert", params)?;
    person(kiosk, people::acknowledge_alert(kiosk, caller, params.attendee.0, once)?)
}

pub(super) fn see_contact(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let (params, once): (AttendeeParams, Once) = params::read_once("seeContact", params)?;
    person(kiosk, people::see_contact(kiosk, caller, params.attendee.0, once)?)
}

fn person(kiosk: &Kiosk, answer: Answered<Attendee>) -> Result<Value, KioskError> {
    wire::answered(answer, |attendee| to_wire(kiosk, &attendee))
}

/// The fields that staff may set, as JSON has them: texts, lists, `null` for "take the list's value", and the two open
/// kinds as objects (`fields: {heading: value}`, `answers: {question: value}`).
fn amendment(path: &str, fields: Map<String, Value>) -> Result<Amendment, KioskError> {
    let mut amendment = Amendment::new();
    for (key, value) in fields {
        let open: Option<fn(String) -> Field> = match key.as_str() {
            "fields" => Some(Field::Own),
            "answers" => Some(Field::Answer),
            _ => None,
        };
        match (open, value) {
            (Some(field), Value::Object(values)) => {
                for (name, value) in values {
                    let given = field_value(&format!("{path}{key}.{name}"), &field(name.clone()), value)?;
                    amendment.insert(field(name), given);
                }
            }
            (Some(_), _) => return Err(KioskError::parameter(&format!("{path}{key}"), "must be an object")),
            (None, value) => {
                let field = Field::from_key(&key).filter(|field| Field::NAMED.contains(field));
                let field = field.ok_or_else(|| KioskError::parameter(&format!("{path}{key}"), "is no field"))?;
                let given = field_value(&format!("{path}{key}"), &field, value)?;
                amendment.insert(field, given);
            }
        }
    }
    Ok(amendment)
}

fn field_value(path: &str, field: &Field, value: Value) -> Result<Option<FieldValue>, KioskError> {
    match (field.is_list(), value) {
        (_, Value::Null) => Ok(None),
        (false, Value::String(text)) => Ok(Some(FieldValue::Text(text))),
        (true, Value::Array(texts)) => {
            let texts = texts.into_iter().map(|text| text.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
            let texts = texts.ok_or_else(|| KioskError::parameter(path, "must be a list of texts"))?;
            Ok(Some(FieldValue::List(texts)))
        }
        (true, _) => Err(KioskError::parameter(path, "must be a list of texts or null")),
        (false, _) => Err(KioskError::parameter(path, "must be a text or null")),
    }
}
