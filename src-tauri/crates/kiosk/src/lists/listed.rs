//! Who is here, as a list is compared with.

use std::collections::BTreeSet;

use checkin::fields::{Layer, Saying, holding, settle};
use checkin::{AttendeeId, Direction, Field, Profile, RecordId, Scope};
use jiff::Timestamp;
use store::{Act, StoreError, Told, View};

use crate::acts::people::saying;
use crate::error::KioskError;

/// The line of a record that says that a list named somebody no longer: lists count from 1.
pub(super) const NO_LINE: u32 = 0;

/// A person as the list has it.
pub(super) struct Listed {
    pub(super) id: AttendeeId,
    /// Under whom the person is shown.
    pub(super) shown: AttendeeId,
    /// What the list layer says; of a person on no list, what the desk says.
    pub(super) profile: Profile,
    /// Whether a list names the person.
    pub(super) on_list: bool,
    /// Whether the status is cancelled because a later list did not name the person.
    pub(super) marked_gone: bool,
    pub(super) has_entered: bool,
    /// Whether somebody comes instead.
    pub(super) replaced: bool,
}

/// Everybody who is here.
pub(super) fn everybody(view: View<'_>) -> Result<Vec<Listed>, KioskError> {
    let stands = view.stands()?;
    let mut listed = Vec::with_capacity(stands.len());
    view.each_said(|id, told| {
        let Some(stand) = stands.get(&id) else { return Ok(()) };
        let marks: BTreeSet<RecordId> =
            told.iter().filter(|told| is_mark(told)).map(|told| told.sealed.record.id).collect();
        let sayings: Vec<Saying> = told.into_iter().filter_map(saying).collect();
        let of_list: Vec<Saying> = sayings.iter().filter(|saying| saying.layer == Layer::List).cloned().collect();
        let on_list = of_list.iter().any(|saying| !saying.void);
        let says = if marks.is_empty() { Vec::new() } else { holding(&Field::Status, Layer::List, &of_list) };
        // A walk-in has no word of a list; it is matched by what the desk said, so that a list that comes later and
        // names the person adds to it and does not double it.
        let profile = Profile::from_settled(&settle(if on_list { &of_list } else { &sayings }));
        listed.push(Listed {
            id,
            shown: stand.shown,
            profile,
            on_list,
            marked_gone: !says.is_empty() && says.iter().all(|record| marks.contains(record)),
            has_entered: stand.arrived || stands.get(&stand.shown).is_some_and(|shown| shown.arrived),
            replaced: stand.replaced,
        });
        Ok::<(), StoreError>(())
    })?;
    Ok(listed)
}

/// Whether an arrival at that time was recorded before and somebody took it back, so that the same list does not bring it
/// again. Whoever undid the whole list may read it anew.
pub(super) fn is_taken_back(view: View<'_>, person: &Listed, at: Timestamp) -> Result<bool, KioskError> {
    for told in view.history(person.shown)? {
        // Lists say no more than seconds.
        if told.stands || told.sealed.record.at.as_second() != at.as_second() {
            continue;
        }
        let Some(Act::CheckIn { scope: Scope::Event, direction: Direction::Entry, import, .. }) = told.sealed.act()
        else {
            continue;
        };
        let by_itself = match import {
            None => true,
            Some(import) => view.record(view.import_record(import)?)?.stands,
        };
        if by_itself {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_mark(told: &Told) -> bool {
    told.stands && matches!(told.sealed.act(), Some(Act::Listed { line: NO_LINE, .. }))
}
