//! What a list changes: its rows matched with the people who are here, and what was decided about each.
//!
//! The values compared are those of the *list* layer: a correction made at a desk does not make the same list look new.

use std::collections::{BTreeMap, BTreeSet};

use checkin::fields::{Layer, Said, Saying, holding, settle};
use checkin::{AttendeeId, Event, Field, FieldValue, Profile, Status, TicketTypeId};
use interchange::{Listing, Row};
use jiff::Timestamp;
use store::{Sayings, View};

use super::change::{Arrival, Change, TicketTypes, What};
use super::choices::{As, Choices};
use super::difference::{ARRIVED_AT, ArrivalDifference, Difference, FieldDifference, Kind};
use super::listed::{Listed, NO_LINE, everybody, is_taken_back};
use super::matcher::{Match, match_rows};
use super::unread::Unread;
use crate::acts::people::sayings;
use crate::error::KioskError;
use crate::kiosk::Shared;

/// What a list changes.
#[derive(Default)]
pub(super) struct Plan {
    /// Ticket types that are new.
    pub(super) ticket_types: Vec<(TicketTypeId, String)>,
    /// What is written, in the order of the list.
    pub(super) changes: Vec<Change>,
    pub(super) added: u32,
    pub(super) updated: u32,
    pub(super) unchanged: u32,
    pub(super) gone: u32,
    pub(super) conflicts: u32,
    /// Rows among the updated ones in which nothing shown changes, because a desk's correction stays.
    pub(super) kept: u32,
    /// How many there are of each kind.
    pub(super) kinds: BTreeMap<Kind, u32>,
    /// What a person is asked about, if that was wanted.
    pub(super) differences: Vec<Difference>,
}

/// Gives the cells of lines of the list.
type CellsOf<'a> = &'a dyn Fn(BTreeSet<u32>) -> Result<Vec<Vec<String>>, KioskError>;

impl Shared {
    /// Compares a list with who is here. `most` differences are told at most. On a connection of its own: it takes long enough
    /// that desks which ask theirs would wait for it. The values of those who are new go from the list into the plan.
    /// `cells` gives the cells of lines that do not come in.
    pub(super) fn plan(
        &self,
        listing: &mut Listing,
        choices: &Choices,
        most: usize,
        cells: CellsOf<'_>,
    ) -> Result<Plan, KioskError> {
        let event = self.event();
        let now = self.clock.now();
        let mut reader = self.open_reader()?;
        reader.at_one_moment(|view| Ok(Planner::new(view, &event, now, choices, most).plan(listing, cells)))?
    }
}

/// Makes a plan.
struct Planner<'a> {
    view: View<'a>,
    event: &'a Event,
    now: Timestamp,
    choices: &'a Choices,
    most: usize,
    plan: Plan,
}

impl<'a> Planner<'a> {
    fn new(view: View<'a>, event: &'a Event, now: Timestamp, choices: &'a Choices, most: usize) -> Self {
        // Of all days: an arrival that is known already is not brought again by the same list the next day.
        Self { view: view.of_day(None), event, now, choices, most, plan: Plan::default() }
    }

    fn plan(mut self, listing: &mut Listing, cells: CellsOf<'_>) -> Result<Plan, KioskError> {
        let listed = everybody(self.view)?;
        let fields = listing.fields();
        let matches = match_rows(&listing.rows, &listed);
        let mut types = TicketTypes::new(self.event);
        let mut named: BTreeSet<AttendeeId> = BTreeSet::new();
        for (row, found) in listing.rows.iter_mut().zip(&matches) {
            match *found {
                Match::Person(place) => {
                    if let Some(person) = listed.get(place) {
                        named.insert(person.shown);
                        self.known(row, person, &fields, &mut types)?;
                    }
                }
                Match::Beside(place) => {
                    if let Some(person) = listed.get(place) {
                        named.insert(person.shown);
                        let mut fields = fields.clone();
                        fields.remove(&Field::TicketCodes);
                        self.known(row, person, &fields, &mut types)?;
                    }
                }
                Match::Nobody { perhaps } => {
                    let perhaps = perhaps.and_then(|place| listed.get(place));
                    if let Some(person) = perhaps.filter(|_| self.choices.meant(row.line) == Some(As::Correction)) {
                        named.insert(person.shown);
                        self.known(row, person, &fields, &mut types)?;
                    } else {
                        self.unknown(row, perhaps, &mut types)?;
                    }
                }
                Match::Conflict(place) => {
                    if let Some(person) = listed.get(place) {
                        self.conflict(row, person, &fields, &mut types, &mut named)?;
                    }
                }
            }
        }
        let in_conflict: BTreeSet<AttendeeId> = matches
            .iter()
            .filter_map(|found| if let Match::Conflict(place) = found { Some(listed.get(*place)?.shown) } else { None })
            .collect();
        let is_gone = |person: &&Listed| {
            let is_listed = person.on_list && !person.replaced && !person.marked_gone && person.id == person.shown;
            is_listed && !named.contains(&person.shown)
        };
        let gone: Vec<&Listed> = listed.iter().filter(is_gone).collect();
        let lines: BTreeSet<u32> = listing.rejected.iter().map(|row| row.line).collect();
        let unread = Unread::new(if gone.is_empty() || lines.is_empty() { Vec::new() } else { cells(lines)? });
        for person in gone {
            if !unread.names(&person.profile) {
                self.gone(person, in_conflict.contains(&person.shown))?;
            }
        }
        self.plan.ticket_types = types.new;
        self.plan.differences.sort_by_key(|difference| !difference.is_weighty());
        Ok(self.plan)
    }

    fn tell(
        &mut self,
        kind: Kind,
        difference: impl FnOnce(&Self) -> Result<Difference, KioskError>,
    ) -> Result<(), KioskError> {
        *self.plan.kinds.entry(kind).or_default() += 1;
        // So many new ones never push out what has to be looked at.
        let most = if kind == Kind::New { self.most / 2 } else { self.most };
        if self.plan.differences.len() < most {
            let told = difference(self)?;
            self.plan.differences.push(told);
        }
        Ok(())
    }

    /// A row that names nobody who is here.
    fn unknown(&mut self, row: &mut Row, perhaps: Option<&Listed>, types: &mut TicketTypes) -> Result<(), KioskError> {
        let kind = if perhaps.is_some() { Kind::Same } else { Kind::New };
        self.tell(kind, |this| {
            let now = perhaps.map(|person| this.view.attendee(person.id)).transpose()?;
            Ok(Difference::of_row(kind, row, perhaps.map(|person| person.id), now, Vec::new()))
        })?;
        if !self.choices.leaves(row.line) {
            types.give_id(&mut row.values);
            let values = std::mem::take(&mut row.values);
            self.add(row, values);
        }
        Ok(())
    }

    fn add(&mut self, row: &Row, values: BTreeMap<Field, FieldValue>) {
        self.plan.added += 1;
        let arrived = self.arrival(row);
        self.plan.changes.push(Change { line: row.line, what: What::New(values), arrived });
    }

    /// A row with the ticket code of somebody who has no word of the name in common.
    fn conflict(
        &mut self,
        row: &mut Row,
        person: &Listed,
        fields: &BTreeSet<Field>,
        types: &mut TicketTypes,
        named: &mut BTreeSet<AttendeeId>,
    ) -> Result<(), KioskError> {
        let meant = if self.choices.leaves(row.line) { None } else { self.choices.meant(row.line) };
        self.tell(Kind::Conflict, |this| {
            let now = this.view.attendee(person.id)?;
            Ok(Difference::of_row(Kind::Conflict, row, Some(person.id), Some(now), Vec::new()))
        })?;
        match meant {
            None => self.plan.conflicts += 1,
            Some(As::Correction) => {
                named.insert(person.shown);
                self.known_as(row, person, fields, types, false)?;
            }
            Some(As::New) => {
                types.give_id(&mut row.values);
                let mut values = std::mem::take(&mut row.values);
                // The code stays with whom it admits now; two people with one code would both have to be asked.
                values.remove(&Field::TicketCodes);
                self.add(row, values);
            }
            Some(As::Substitution) => {
                if person.has_entered {
                    return Err(KioskError::HasArrived);
                }
                let old = self.view.attendee(person.id)?.profile;
                types.give_id(&mut row.values);
                let mut values = std::mem::take(&mut row.values);
                for field in [Field::Order, Field::TicketType, Field::Sessions, Field::TicketCodes, Field::Organisation]
                {
                    let value = old.get(&field);
                    if !value.to_list().is_empty() {
                        values.entry(field).or_insert(value);
                    }
                }
                // What was not paid is not paid by a change of names.
                if matches!(old.status, Status::PaymentDue | Status::Waitlisted) {
                    let status = FieldValue::Text(old.status.as_str().to_owned());
                    values.entry(Field::Status).or_insert(status);
                }
                self.plan.added += 1;
                let what = What::Substitute { replaces: person.id, values };
                self.plan.changes.push(Change { line: row.line, what, arrived: self.arrival(row) });
                named.insert(person.shown);
            }
        }
        Ok(())
    }

    fn known(
        &mut self,
        row: &mut Row,
        person: &Listed,
        fields: &BTreeSet<Field>,
        types: &mut TicketTypes,
    ) -> Result<(), KioskError> {
        self.known_as(row, person, fields, types, true)
    }

    /// A row about somebody who is here.
    fn known_as(
        &mut self,
        row: &mut Row,
        person: &Listed,
        fields: &BTreeSet<Field>,
        types: &mut TicketTypes,
        is_told: bool,
    ) -> Result<(), KioskError> {
        let mut arrived = self.arrival(row).filter(|_| !person.has_entered);
        if let Some(arrival) = arrived
            && is_taken_back(self.view, person, arrival.at)?
        {
            arrived = None;
        }
        types.give_id(&mut row.values);
        let wanted = wanted(person, fields, &row.values);
        if wanted.is_empty() && arrived.is_none() {
            self.plan.unchanged += 1;
            return Ok(());
        }
        let sayings = sayings(self.view, person.id)?;
        let told = self.fields(row, &wanted, &sayings);
        let (enters, leaves) = (self.choices.field(row.line, ARRIVED_AT) != Some(false), self.choices.leaves(row.line));
        if is_told && (!told.is_empty() || arrived.is_some()) {
            self.tell(Kind::Changed, |this| {
                let now = this.view.attendee(person.id)?;
                let arrival = arrived.map(|Arrival { at, .. }| ArrivalDifference { at, taken: enters && !leaves });
                Ok(Difference { arrival, ..Difference::of_row(Kind::Changed, row, Some(person.id), Some(now), told) })
            })?;
        }
        if leaves {
            self.plan.unchanged += 1;
            return Ok(());
        }
        arrived = arrived.filter(|_| enters);
        let settled = settle(&sayings);
        let (mut said, mut taken_back) = (Sayings::default(), Sayings::default());
        let mut shows = arrived.is_some();
        for (field, value) in wanted {
            let choice = self.choices.field(row.line, &choice_key(&field));
            let shown = settled.get(&field);
            let is_covered = shown.is_some_and(|shown| shown.layer == Layer::Desk && shown.value != value);
            if choice == Some(false) && !is_covered {
                continue;
            }
            if is_covered && choice == Some(true) {
                let replaces = holding(&field, Layer::Desk, &sayings);
                taken_back.replaces.insert(field.clone(), replaces);
                taken_back.values.insert(field.clone(), Said::TakeList);
            }
            shows |= if is_covered { choice == Some(true) } else { shown.is_none_or(|shown| shown.value != value) };
            let replaces = holding(&field, Layer::List, &sayings);
            if !replaces.is_empty() {
                said.replaces.insert(field.clone(), replaces);
            }
            said.values.insert(field, Said::Value(value));
        }
        if said.values.is_empty() && arrived.is_none() {
            self.plan.unchanged += 1;
            return Ok(());
        }
        self.plan.updated += 1;
        self.plan.kept += u32::from(!shows);
        let what = What::Known { attendee: person.id, said, taken_back };
        self.plan.changes.push(Change { line: row.line, what, arrived });
        Ok(())
    }

    /// What a person is asked about a row: the fields whose shown value would change, or would but for a desk's word.
    fn fields(&self, row: &Row, wanted: &BTreeMap<Field, FieldValue>, sayings: &[Saying]) -> Vec<FieldDifference> {
        let settled = settle(sayings);
        let mut told = Vec::new();
        for (field, list) in wanted {
            // A name's parts go with the name.
            if *field != Field::Name && choice_key(field) == Field::Name.key() && wanted.contains_key(&Field::Name) {
                continue;
            }
            let shown = settled.get(field);
            let now = shown.map_or_else(|| empty(field), |shown| shown.value.clone());
            if now == *list {
                continue;
            }
            let by = shown.filter(|shown| shown.layer == Layer::Desk).and_then(|shown| {
                let record = shown.holds.first()?;
                sayings.iter().find(|saying| saying.record == *record).map(|saying| saying.stamp.desk)
            });
            let choice = self.choices.field(row.line, &choice_key(field));
            let taken = choice.unwrap_or(by.is_none()) && !self.choices.leaves(row.line);
            let desk = by.map(|desk| self.view.desk_label(desk).unwrap_or_default());
            told.push(FieldDifference { field: field.clone(), now, list: list.clone(), desk, taken });
        }
        told
    }

    /// Somebody whom the list names no longer.
    fn gone(&mut self, person: &Listed, in_conflict: bool) -> Result<(), KioskError> {
        self.plan.gone += 1;
        let cancels = self.choices.cancels(person.id) || self.choices.cancels(person.shown);
        if !in_conflict {
            self.tell(Kind::Gone, |this| {
                Ok(Difference::of_person(Kind::Gone, this.view.attendee(person.id)?, cancels))
            })?;
        }
        if cancels && person.profile.status != Status::Cancelled {
            let sayings = sayings(self.view, person.id)?;
            let mut said = Sayings::new([(Field::Status, FieldValue::Text(Status::Cancelled.as_str().to_owned()))]);
            let replaces = holding(&Field::Status, Layer::List, &sayings);
            if !replaces.is_empty() {
                said.replaces.insert(Field::Status, replaces);
            }
            self.plan.updated += 1;
            let what = What::Known { attendee: person.id, said, taken_back: taken_back(&Field::Status, &sayings) };
            self.plan.changes.push(Change { line: NO_LINE, what, arrived: None });
        }
        Ok(())
    }

    /// The time in the list, by the clock that it names or else by that of the place. One that lies in the future was no arrival.
    fn arrival(&self, row: &Row) -> Option<Arrival> {
        let time = row.arrived_at?;
        let at = match row.arrived_offset {
            Some(offset) => offset.to_timestamp(time).ok()?,
            None => self.event.time_zone.to_ambiguous_zoned_datetime(time).compatible().ok()?.timestamp(),
        };
        (at <= self.now).then(|| Arrival { at, day: self.event.day(at).map(|day| day.from) })
    }
}

/// What takes back the desk's word about a field, if it has one.
fn taken_back(field: &Field, sayings: &[Saying]) -> Sayings {
    let mut taken_back = Sayings::default();
    if settle(sayings).get(field).is_some_and(|shown| shown.layer == Layer::Desk) {
        taken_back.replaces.insert(field.clone(), holding(field, Layer::Desk, sayings));
        taken_back.values.insert(field.clone(), Said::TakeList);
    }
    taken_back
}

/// The fields of which the row says something else than the list did before.
fn wanted(
    person: &Listed,
    fields: &BTreeSet<Field>,
    values: &BTreeMap<Field, FieldValue>,
) -> BTreeMap<Field, FieldValue> {
    let mut wanted = BTreeMap::new();
    if !person.on_list {
        // The first word that a list says of somebody whom a desk added.
        let said = values.iter().filter(|(field, value)| fields.contains(*field) && !value.to_list().is_empty());
        return said.map(|(field, value)| (field.clone(), canonical(field, value))).collect();
    }
    for field in fields {
        let value = match (values.get(field), field) {
            (Some(value), _) => canonical(field, value),
            // A word that nobody understands says nothing about the status.
            (None, Field::Status) => continue,
            (None, field) => canonical(field, &empty(field)),
        };
        if !is_same(field, &person.profile.get(field), &value) {
            wanted.insert(field.clone(), value);
        }
    }
    // Whoever was cancelled because an earlier list did not name them is named again.
    if person.marked_gone && !values.contains_key(&Field::Status) {
        wanted.insert(Field::Status, FieldValue::Text(Status::Confirmed.as_str().to_owned()));
    }
    wanted
}

/// Whether two values of a field say the same. The order of somebody's ticket codes says nothing.
fn is_same(field: &Field, one: &FieldValue, other: &FieldValue) -> bool {
    let sorted = |value: &FieldValue| {
        let mut texts = value.to_list();
        texts.sort_unstable();
        texts
    };
    one == other || (*field == Field::TicketCodes && sorted(one) == sorted(other))
}

/// Under which name a field is chosen: a name and its parts go together.
fn choice_key(field: &Field) -> String {
    match field {
        Field::GivenName | Field::FamilyName => Field::Name.key(),
        other => other.key(),
    }
}

/// What a field is when a row says nothing of it.
fn empty(field: &Field) -> FieldValue {
    match field {
        field if field.is_list() => FieldValue::List(Vec::new()),
        _ => FieldValue::Text(String::new()),
    }
}

/// A value as a profile gives it back, so that equal ones are equal.
fn canonical(field: &Field, value: &FieldValue) -> FieldValue {
    let mut profile = Profile::default();
    profile.set(field, value);
    profile.get(field)
}

impl Plan {
    /// How many rows change something.
    pub(super) fn rows(&self) -> u32 {
        u32::try_from(self.changes.len()).unwrap_or(u32::MAX)
    }
}
