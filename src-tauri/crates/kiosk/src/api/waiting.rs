//! Guests who came in at this desk and for whom something is still to be done. What the page shows of them is read from the
//! event file, so that it is still there after a crash.

use checkin::{DeskId, Event, Profile};
use serde::Serialize;
use store::{Called, StoreError, View};

use super::desk::LatestAttendee;
use super::wire;
use crate::acts::check_in::{has_no_name, wants_badge};

/// A guest who is inside, and for whom something is still to be done here.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct WaitingWire {
    /// Who.
    pub attendee: LatestAttendee,
    /// `alert`: nobody has said that the alert was seen; `name`: the ticket has no name yet, and so there is no badge.
    #[cfg_attr(test, ts(type = "'alert' | 'name'"))]
    pub for_what: &'static str,
    /// The alert; empty for `name`.
    pub alert: String,
    /// Since when.
    pub at: String,
}

/// The most guests of each kind who are named as waiting.
const MOST_WAITING: usize = 20;

/// Who waits at a desk; nobody for one who only reads.
pub(super) fn waiting(view: View<'_>, event: &Event, desk: Option<DeskId>) -> Result<Vec<WaitingWire>, StoreError> {
    let Some(desk) = desk else { return Ok(Vec::new()) };
    let no_badge = |called: &Called| {
        let profile = Profile {
            name: called.name.clone(),
            badge_name: called.badge_name.clone(),
            ticket_type: called.ticket_type.parse().ok(),
            ..Profile::default()
        };
        wants_badge(event, &profile) && has_no_name(&profile)
    };
    let nameless = if event.badges { view.without_badge(desk, MOST_WAITING, no_badge)? } else { Vec::new() };
    let mut waiting = Vec::new();
    for (for_what, people) in [("alert", view.open_alerts(desk, MOST_WAITING)?), ("name", nameless)] {
        for id in people {
            let person = view.attendee(id)?;
            let Some(entry) = &person.first_entry else { continue };
            let alert = if for_what == "alert" { person.profile.alert.clone() } else { String::new() };
            waiting.push((
                entry.at,
                WaitingWire {
                    attendee: LatestAttendee::new(&person),
                    for_what,
                    alert,
                    at: wire::instant(event, entry.at),
                },
            ));
        }
    }
    waiting.sort_by_key(|(at, _)| *at);
    Ok(waiting.into_iter().map(|(_, waiting)| waiting).collect())
}
