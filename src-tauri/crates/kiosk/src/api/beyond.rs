//! More people inside than there are seats: by an override, or because two desks let in without knowing of each other.
//! Nobody is thrown out; the screens say by how many, and who came last.

use checkin::{Event, Scope};
use serde::Serialize;
use store::{StoreError, View};

use super::desk::LatestAttendee;
use super::wire;

/// How many are beyond the seats.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct BeyondWire {
    /// By how many.
    by: u32,
    /// Who came last, latest first, at most three.
    last: Vec<LastWire>,
}

/// Somebody who came last.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct LastWire {
    /// Who.
    attendee: LatestAttendee,
    /// When.
    at: String,
}

const MOST_LAST: u32 = 3;

/// Who is beyond the seats of a scope; `None` if all have one.
pub(super) fn beyond(
    view: View<'_>,
    event: &Event,
    scope: &Scope,
    seats: Option<u32>,
) -> Result<Option<BeyondWire>, StoreError> {
    let Some(seats) = seats else { return Ok(None) };
    let by = view.inside(scope)?.saturating_sub(seats);
    if by == 0 {
        return Ok(None);
    }
    let mut inside = view.insiders(scope)?;
    inside.sort_by_key(|(id, at)| (std::cmp::Reverse(*at), *id));
    let mut last = Vec::new();
    for (id, at) in inside.into_iter().take(by.min(MOST_LAST) as usize) {
        last.push(LastWire { attendee: LatestAttendee::new(&view.attendee(id)?), at: wire::instant(event, at) });
    }
    Ok(Some(BeyondWire { by, last }))
}
