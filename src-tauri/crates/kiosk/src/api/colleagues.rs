//! Who else is expected with somebody: from the same order, else from the same place.

use checkin::{AttendeeId, Status};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{StoreError, View};

use super::attendees::AttendeeWire;
use super::params::{self, Id};
use super::wire;
use crate::collate;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};

/// How many colleagues are named.
const MOST_COLLEAGUES: usize = 5;

/// Who else is expected with somebody.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Colleagues {
    /// What they share: `order` or `organisation`.
    #[cfg_attr(test, ts(type = "'order' | 'organisation'"))]
    pub by: &'static str,
    /// The organisation; may be empty.
    pub organisation: String,
    /// By name, at most five.
    pub colleagues: Vec<AttendeeWire>,
    /// How many more there are.
    pub more: u32,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct ColleaguesParams {
    attendee: Id<AttendeeId>,
}

pub(super) fn colleagues(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let ColleaguesParams { attendee: Id(id) } = params::read(params)?;
    let event = kiosk.event();
    let found = kiosk.read(|view| {
        let person = view.attendee(id)?;
        let mut by = "order";
        let mut people = expected(view, view.with_order(&person.profile.order)?, person.id)?;
        if people.is_empty() {
            by = "organisation";
            people = expected(view, view.with_organisation(&person.profile.organisation)?, person.id)?;
        }
        let more = u32::try_from(people.len().saturating_sub(MOST_COLLEAGUES)).unwrap_or(u32::MAX);
        let named = people.iter().take(MOST_COLLEAGUES).map(|person| AttendeeWire::new(view, &event, person));
        let colleagues = named.collect::<Result<_, _>>()?;
        Ok(Colleagues { by, organisation: person.profile.organisation, colleagues, more })
    })?;
    wire::json(found)
}

/// Those of `people` who are still to come and would be let in, by name, without `but`.
fn expected(view: View<'_>, people: Vec<AttendeeId>, but: AttendeeId) -> Result<Vec<checkin::Attendee>, StoreError> {
    let others = people.into_iter().filter(|id| *id != but);
    let mut people = others.map(|id| view.attendee(id)).collect::<Result<Vec<_>, _>>()?;
    people.retain(is_expected);
    people.sort_by_cached_key(|person| (collate::name_key(&person.profile), person.id));
    Ok(people)
}

/// Whether somebody has not come yet and is on the list to come.
pub(super) fn is_expected(person: &checkin::Attendee) -> bool {
    person.first_entry.is_none() && matches!(person.profile.status, Status::Confirmed | Status::PaymentDue)
}
