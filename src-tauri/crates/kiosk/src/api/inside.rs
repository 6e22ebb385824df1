//! Who is inside now: for an evacuation, and to see who is still there.

use std::path::PathBuf;

use checkin::{Attendee, Event, Scope, SessionId};
use jiff::Timestamp;
use report::{InsideList, InsideRow, inside_pdf};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::StoreError;

use super::params::{self, Id};
use super::wire;
use crate::collate;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use crate::words;

/// Who is inside.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "WhoIsInside"))]
pub(super) struct InsideWire {
    /// When this was so.
    at: String,
    /// Everybody, by family name. Who was erased is counted without a name.
    inside: Vec<InsidePerson>,
}

/// Somebody who is inside: what the list for an evacuation needs and nothing else.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(super) struct InsidePerson {
    /// Their id.
    id: String,
    /// As listed; empty for one who was erased.
    name: String,
    /// As they want to be called; may be empty.
    badge_name: String,
    /// May be empty.
    organisation: String,
    /// The id of the ticket type; may be empty.
    ticket_type: String,
    /// Since when.
    since: String,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct InsideParams {
    session: Option<Id<SessionId>>,
}

pub(super) fn who_is_inside(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: InsideParams = params::read(params)?;
    let event = kiosk.event();
    let scope = scope(&event, params.session)?;
    let now = kiosk.shared().clock.now();
    let people = people(kiosk, &scope)?;
    let person = |(person, since): &(Attendee, Timestamp)| InsidePerson {
        id: person.id.to_string(),
        name: person.profile.name.clone(),
        badge_name: person.profile.badge_name.clone(),
        organisation: person.profile.organisation.clone(),
        ticket_type: person.profile.ticket_type.as_ref().map(ToString::to_string).unwrap_or_default(),
        since: wire::instant(&event, *since),
    };
    wire::json(InsideWire { at: wire::instant(&event, now), inside: people.iter().map(person).collect() })
}

fn scope(event: &Event, session: Option<Id<SessionId>>) -> Result<Scope, KioskError> {
    let Some(Id(session)) = session else { return Ok(Scope::Event) };
    event.session(&session).ok_or(StoreError::NotFound)?;
    Ok(Scope::Session(session))
}

fn people(kiosk: &Kiosk, scope: &Scope) -> Result<Vec<(Attendee, Timestamp)>, KioskError> {
    let mut people = kiosk.read(|view| {
        let inside = view.insiders(scope)?.into_iter();
        inside.map(|(id, since)| Ok((view.attendee(id)?, since))).collect::<Result<Vec<_>, StoreError>>()
    })?;
    people.sort_by_cached_key(|(person, _)| (collate::name_key(&person.profile), person.id));
    Ok(people)
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct SaveParams {
    session: Option<Id<SessionId>>,
    out: Option<String>,
}

/// Where the list lies.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct Saved {
    pub(super) path: String,
}

pub(super) fn save_inside(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: SaveParams = params::read(params)?;
    let event = kiosk.event();
    let scope = scope(&event, params.session)?;
    let now = kiosk.shared().clock.now();
    let people = people(kiosk, &scope)?;
    let heads = kiosk.read(|view| Ok(store::head_text(&view.heads()?)))?;
    let pdf = inside_pdf(&list(&event, &scope, caller, &people, now, &heads))
        .map_err(|error| KioskError::Badge(error.to_string()))?;
    let local = now.to_zoned_datetime(event.time_zone.clone());
    let name = format!("inside-{}.pdf", local.strftime("%Y%m%dT%H%M%S"));
    let path = params.out.map_or_else(|| kiosk.shared().clear.reports.join(name), PathBuf::from);
    store::write_atomically(&path, &pdf)?;
    wire::json(Saved { path: path.display().to_string() })
}

fn list(
    event: &Event,
    scope: &Scope,
    caller: &Caller,
    people: &[(Attendee, Timestamp)],
    now: Timestamp,
    heads: &str,
) -> InsideList {
    let say = |key: &str, fill: &[(&str, &str)]| words::say(caller.language, key, fill);
    let clock = |at: Timestamp| {
        let form = match caller.language {
            checkin::Language::Danish => "%H.%M",
            checkin::Language::English => "%H:%M",
        };
        at.to_zoned_datetime(event.time_zone.clone()).strftime(form).to_string()
    };
    let type_name = |person: &Attendee| {
        let own = person.profile.ticket_type.as_ref();
        own.map(|id| event.ticket_type(id).map_or_else(|| id.to_string(), |known| known.name.clone()))
            .unwrap_or_default()
    };
    let row = |(person, since): &(Attendee, Timestamp)| InsideRow {
        name: if person.erased { say("inside.erased", &[]) } else { person.profile.name.clone() },
        organisation: person.profile.organisation.clone(),
        ticket_type: type_name(person),
        since: clock(*since),
    };
    let place = match scope {
        Scope::Session(id) => event.session(id).map(|session| session.title.clone()).unwrap_or_default(),
        Scope::Event => event.title.clone(),
    };
    let n = people.len().to_string();
    InsideList {
        title: say("act.insideNow", &[]),
        about: say("inside.about", &[("place", &place), ("time", &clock(now)), ("n", &n)]),
        headings: ["name", "organisation", "type", "since"].map(|heading| say(&format!("inside.{heading}"), &[])),
        rows: people.iter().map(row).collect(),
        foot: say("inside.foot", &[("title", &event.title), ("heads", heads)]),
    }
}
