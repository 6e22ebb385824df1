//! The programme and the counts.

use checkin::{Event, Scope};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Counts, StoreError, Tally, View};

use super::beyond::{BeyondWire, beyond};
use super::params;
use super::wire;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};

/// The counts of an event. `listed` are those confirmed or with a payment due.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Overview", optional_fields))]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each field is described in `contract.md`")]
pub struct OverviewWire {
    pub listed: u32,
    pub arrived: u32,
    pub inside: u32,
    pub left: u32,
    pub cancelled: u32,
    pub waitlisted: u32,
    pub by_ticket_type: Vec<GroupWire>,
    pub by_organisation: Vec<GroupWire>,
    pub by_session: Vec<GroupWire>,
    /// First entries per five minutes, from the first slot to the last, empty ones left out.
    pub arrivals: Vec<ArrivalsWire>,
    /// How many the house holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    /// More are inside than the house holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) beyond: Option<BeyondWire>,
}

/// The counts of one ticket type, organisation or session.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Group", optional_fields))]
pub struct GroupWire {
    /// Its id; of an organisation its name.
    pub id: String,
    /// Its name; may be empty.
    pub name: String,
    /// On the list; of a session: registered.
    pub listed: u32,
    /// Have come.
    pub arrived: u32,
    /// Are inside.
    pub inside: u32,
    /// The seats of a session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
}

/// Arrivals of five minutes.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ArrivalsWire", optional_fields))]
pub struct ArrivalsWire {
    /// When the five minutes begin.
    pub at: String,
    /// How many came for the first time.
    pub entries: u32,
}

/// The programme.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Programme", optional_fields))]
pub struct ProgrammeWire {
    /// The sessions by time.
    pub sessions: Vec<SessionWire>,
}

/// A session of the programme.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SessionWire", optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct SessionWire {
    pub id: String,
    pub title: String,
    pub room: String,
    pub speakers: Vec<String>,
    pub starts: String,
    pub ends: String,
    pub check_in: bool,
    pub registered_only: bool,
    pub ticket_types: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    pub registered: u32,
    pub taken: u32,
    /// More are inside than there are seats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) beyond: Option<BeyondWire>,
}

/// A call without parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoParams {}

pub(super) fn overview(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let NoParams {} = params::read(params)?;
    let event = kiosk.event();
    let overview = kiosk.read(|view| {
        let mut overview = overview_of(&event, &view.tally()?);
        overview.beyond = beyond(view, &event, &Scope::Event, event.seats)?;
        Ok(overview)
    })?;
    wire::json(overview)
}

fn overview_of(event: &Event, tally: &Tally) -> OverviewWire {
    let group = |id: &str, name: &str, counts: Counts, seats: Option<u32>| GroupWire {
        id: id.to_owned(),
        name: name.to_owned(),
        listed: counts.listed,
        arrived: counts.arrived,
        inside: counts.inside,
        seats,
    };
    let types = event.ticket_types.iter().map(|ticket_type| (ticket_type.id.as_str(), ticket_type.name.as_str()));
    let mut by_ticket_type: Vec<GroupWire> = types
        .map(|(id, name)| group(id, name, tally.by_ticket_type.get(id).copied().unwrap_or_default(), None))
        .collect();
    // Somebody without a type counts too.
    for (id, counts) in &tally.by_ticket_type {
        if !by_ticket_type.iter().any(|known| known.id == *id) {
            by_ticket_type.push(group(id, id, *counts, None));
        }
    }
    let mut by_organisation: Vec<GroupWire> =
        tally.by_organisation.iter().map(|(name, counts)| group(name, name, *counts, None)).collect();
    by_organisation.sort_by_cached_key(|group| (std::cmp::Reverse(group.listed), crate::collate::key(&group.name)));
    let sessions = event.sessions.iter().filter(|session| session.check_in);
    let by_session = sessions.map(|session| {
        let counts = tally.by_session.get(session.id.as_str()).copied().unwrap_or_default();
        group(session.id.as_str(), &session.title, counts, session.seats)
    });
    let arrivals = tally.arrivals.iter().filter_map(|(ms, entries)| {
        let at = Timestamp::from_millisecond(*ms).ok()?;
        Some(ArrivalsWire { at: wire::instant(event, at), entries: *entries })
    });
    OverviewWire {
        listed: tally.all.listed,
        arrived: tally.all.arrived,
        inside: tally.all.inside,
        left: tally.all.left,
        cancelled: tally.cancelled,
        waitlisted: tally.waitlisted,
        by_session: by_session.collect(),
        by_ticket_type,
        by_organisation,
        arrivals: arrivals.collect(),
        seats: event.seats,
        beyond: None,
    }
}

pub(super) fn programme(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let NoParams {} = params::read(params)?;
    let event = kiosk.event();
    let programme = kiosk.read(|view| programme_of(view, &event))?;
    wire::json(programme)
}

fn programme_of(view: View<'_>, event: &Event) -> Result<ProgrammeWire, StoreError> {
    let by_session = view.session_counts()?;
    let mut sessions = Vec::with_capacity(event.sessions.len());
    for session in &event.sessions {
        let counts = by_session.get(session.id.as_str()).copied().unwrap_or_default();
        let scope = Scope::Session(session.id.clone());
        sessions.push(SessionWire {
            id: session.id.to_string(),
            title: session.title.clone(),
            room: session.room.clone(),
            speakers: session.speakers.clone(),
            starts: wire::instant(event, session.starts),
            ends: wire::instant(event, session.ends),
            check_in: session.check_in,
            registered_only: session.registered_only,
            ticket_types: session.ticket_types.iter().map(ToString::to_string).collect(),
            seats: session.seats,
            registered: counts.listed,
            taken: view.inside(&scope)?,
            beyond: beyond(view, event, &scope, session.seats)?,
        });
    }
    Ok(ProgrammeWire { sessions })
}
