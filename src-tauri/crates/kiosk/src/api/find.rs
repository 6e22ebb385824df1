//! People found while somebody types.

use checkin::{Scope, SessionId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::StoreError;

use super::attendees::AttendeeWire;
use super::params::{self, Id};
use super::wire;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FindParams {
    text: String,
    limit: Option<u32>,
    session: Option<Id<SessionId>>,
}

/// Texts to search for are cut to this length by the index; longer ones are a mistake of the caller.
const MAX_SEARCH: usize = 4_000;

pub(super) fn find(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: FindParams = params::read(params)?;
    let limit = params::limit(params.limit, 50, 500)?;
    let text = params::limited("text", params.text, MAX_SEARCH)?;
    if let Some(Id(session)) = &params.session {
        kiosk.event().session(session).ok_or(StoreError::NotFound)?;
    }
    let found = kiosk.with_index(|index| index.search(&text, limit))?;
    let event = kiosk.event();
    let hits = kiosk.read(|view| {
        let mut hits = Vec::with_capacity(found.hits.len());
        for hit in &found.hits {
            // Somebody may have gone from the list since the index was asked.
            let attendee = match view.attendee(hit.id) {
                Ok(attendee) => attendee,
                Err(StoreError::NotFound) => continue,
                Err(error) => return Err(error),
            };
            let there = match &params.session {
                Some(Id(session)) => {
                    let presence = view.whereabouts(attendee.id, &Scope::Session(session.clone()))?.presence;
                    Some((presence.as_str(), attendee.profile.sessions.contains(session)))
                }
                None => None,
            };
            let matched = hit.matched.iter();
            hits.push(HitWire {
                attendee: AttendeeWire::new(view, &event, &attendee)?,
                matched: matched
                    .map(|part| MatchedWire { field: part.field.key(), start: part.start, end: part.end })
                    .collect(),
                tier: hit.tier.as_str(),
                alike: hit.alike.iter().map(ToString::to_string).collect(),
                presence: there.map(|(presence, _)| presence),
                registered: there.map(|(_, registered)| registered),
            });
        }
        Ok(hits)
    })?;
    wire::json(FindResult { text, hits, more: found.more, clear: found.clear })
}

/// Who was found.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct FindResult {
    /// What was looked for.
    pub text: String,
    /// Best first.
    pub hits: Vec<HitWire>,
    /// There are more than were asked for.
    pub more: bool,
    /// The first is clearly the one: no other who is still expected is as good, and it is no guess.
    pub clear: bool,
}

/// Somebody found.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Hit", optional_fields))]
pub(super) struct HitWire {
    /// Who.
    pub attendee: AttendeeWire,
    /// By which letters.
    pub matched: Vec<MatchedWire>,
    /// `exact`, `prefix`, `fold`, or a guess: `slip`, `sound`.
    #[cfg_attr(test, ts(type = "'exact' | 'prefix' | 'fold' | 'slip' | 'sound'"))]
    pub tier: &'static str,
    /// Near-namesakes.
    pub alike: Vec<String>,
    /// Where they are, seen from the session that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presence: Option<&'static str>,
    /// Whether they are registered for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registered: Option<bool>,
}

/// Letters that met the search, as places in UTF-16 units.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Matched"))]
pub(super) struct MatchedWire {
    /// The field's name.
    pub field: String,
    /// The first letter.
    pub start: usize,
    /// Behind the last letter.
    pub end: usize,
}
