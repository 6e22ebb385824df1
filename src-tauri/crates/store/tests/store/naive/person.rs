//! What the naive fold keeps of a person, and the rows that it makes of that.

use std::collections::{BTreeMap, BTreeSet};

use checkin::{AttendeeId, Direction, Field, FieldValue, JobEnd, Language, RecordId, Stamp, Status, TicketTypeId};
use store::Act;

use super::{Line, World};
use crate::tables::{Tables, put};

pub(super) struct Passage {
    pub(super) order: (jiff::Timestamp, Stamp),
    pub(super) record: RecordId,
    pub(super) scope: String,
    pub(super) direction: Direction,
    pub(super) staff: String,
    pub(super) overridden: bool,
    pub(super) day: Option<jiff::Timestamp>,
    pub(super) enters_event: bool,
}

struct Place {
    state: &'static str,
    first: Option<RecordId>,
    came: Option<RecordId>,
    latest: Option<(RecordId, jiff::Timestamp)>,
    entries: u32,
}

#[derive(Default)]
pub(super) struct Person {
    pub(super) fields: BTreeMap<Field, FieldValue>,
    pub(super) codes: BTreeSet<String>,
    pub(super) sessions: BTreeSet<String>,
    pub(super) passages: Vec<Passage>,
    /// Number, stamp, record, and 0: good, 1: replaced, 2: reissued.
    pub(super) numbers: Vec<(u64, Stamp, RecordId, u8)>,
    pub(super) jobs: Vec<RecordId>,
    pub(super) acknowledged: bool,
    pub(super) off_list: bool,
    pub(super) erased: bool,
    pub(super) replaces: Option<AttendeeId>,
    pub(super) replaced_by: Option<AttendeeId>,
    pub(super) joined_into: Option<AttendeeId>,
}

impl Person {
    pub(super) fn list(&self, field: &Field) -> Vec<String> {
        self.fields.get(field).map(FieldValue::to_list).unwrap_or_default()
    }

    fn text(&self, field: &Field) -> String {
        self.fields.get(field).map(FieldValue::to_text).unwrap_or_default()
    }

    /// Own columns or answers as a JSON object with sorted keys.
    fn object(&self, key: impl Fn(&Field) -> Option<&String>) -> String {
        let entries: BTreeMap<&String, String> = self
            .fields
            .iter()
            .filter_map(|(field, value)| Some((key(field)?, value.to_text())))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        serde_json::to_string(&entries).unwrap()
    }

    pub(super) fn put(&self, id: AttendeeId, world: &World, tables: &mut Tables) {
        let mut places: BTreeMap<String, Place> = BTreeMap::new();
        let mut order: Vec<&Passage> = self.passages.iter().collect();
        order.sort_by_key(|passage| passage.order);
        for passage in order {
            let before = places.get("").and_then(|place| place.came);
            let effect = walk(&mut places, passage, world);
            let after = places.get("").and_then(|place| place.came);
            put(
                tables,
                "check_in",
                &[
                    passage.record.into(),
                    id.into(),
                    passage.scope.as_str().into(),
                    passage.direction.as_str().into(),
                    passage.order.0.as_millisecond().into(),
                    passage.order.1.desk.into(),
                    passage.staff.as_str().into(),
                    passage.overridden.into(),
                    effect.into(),
                    (before != after).into(),
                ],
            );
        }
        for (scope, place) in &places {
            put(
                tables,
                "presence",
                &[
                    id.into(),
                    scope.as_str().into(),
                    place.state.into(),
                    place.first.into(),
                    place.came.into(),
                    place.latest.map(|(record, _)| record).into(),
                    place.latest.map(|(_, at)| at.as_millisecond()).into(),
                    place.entries.into(),
                ],
            );
        }
        let badge = self.put_jobs(id, world, tables);
        self.put_codes(id, tables);
        let status = Status::from_name(&self.text(&Field::Status)).unwrap_or_default();
        let status = if self.replaced_by.is_some() { Status::Cancelled } else { status };
        let event = places.get("");
        let ticket_type = self.text(&Field::TicketType);
        put(
            tables,
            "attendee",
            &[
                id.into(),
                self.text(&Field::Name).into(),
                self.text(&Field::GivenName).into(),
                self.text(&Field::FamilyName).into(),
                self.text(&Field::BadgeName).into(),
                self.text(&Field::Organisation).into(),
                self.text(&Field::Title).into(),
                self.text(&Field::Email).into(),
                self.text(&Field::Phone).into(),
                ticket_type.parse::<TicketTypeId>().map_or(String::new(), |id| id.to_string()).into(),
                self.text(&Field::Order).into(),
                status.as_str().into(),
                Language::from_tag(&self.text(&Field::Language)).map_or("", Language::tag).into(),
                self.text(&Field::Note).into(),
                self.text(&Field::Alert).into(),
                self.acknowledged.into(),
                self.object(|field| if let Field::Own(key) = field { Some(key) } else { None }).into(),
                self.object(|field| if let Field::Answer(key) = field { Some(key) } else { None }).into(),
                event.map_or("expected", |place| place.state).into(),
                event.and_then(|place| place.first).into(),
                event.and_then(|place| place.came).into(),
                event.and_then(|place| place.latest).map(|(_, at)| at.as_millisecond()).into(),
                badge.into(),
                self.replaces.into(),
                self.replaced_by.into(),
                self.joined_into.into(),
                self.off_list.into(),
                self.erased.into(),
            ],
        );
    }

    fn put_codes(&self, id: AttendeeId, tables: &mut Tables) {
        for session in &self.sessions {
            put(tables, "registration", &[id.into(), session.as_str().into()]);
        }
        for code in &self.codes {
            put(tables, "ticket_code", &[code.as_str().into(), id.into(), code.to_lowercase().into()]);
        }
        let mut numbers: BTreeMap<u64, (Stamp, RecordId, u8)> = BTreeMap::new();
        for (number, stamp, record, revoked) in &self.numbers {
            let row = numbers.entry(*number).or_insert((*stamp, *record, *revoked));
            let worst = row.2.max(*revoked);
            *row = (*row).max((*stamp, *record, *revoked));
            row.2 = worst;
        }
        for (number, (stamp, record, revoked)) in numbers {
            put(
                tables,
                "badge_number",
                &[
                    i64::try_from(number).unwrap().into(),
                    id.into(),
                    record.into(),
                    format!("{:020}-{:010}-{}", stamp.ms, stamp.counter, stamp.desk).into(),
                    ["", "replaced", "reissued"][usize::from(revoked)].into(),
                ],
            );
        }
    }

    /// Writes the jobs; returns what is known of the badge.
    fn put_jobs(&self, id: AttendeeId, world: &World, tables: &mut Tables) -> &'static str {
        let mut states = BTreeSet::new();
        // Badges and new codes in their order, each badge with the place where it lies.
        let mut ready = Vec::new();
        for job in &self.jobs {
            let line = world.line(*job);
            let Act::BadgeQueued { printer, copies, reprint_of, check_in, batch } = &line.act else {
                ready.push((line.stamp(), None));
                continue;
            };
            let (mut state, mut why, mut by, mut attempts) = ("queued", "", printer.as_str(), 0);
            let mut steps: Vec<&Line> = world.lines.iter().collect();
            steps.sort_by_key(|line| line.order());
            for step in steps {
                match &step.act {
                    Act::BadgeAttempt { job: of, printer, number } if of == job => {
                        attempts = attempts.max(*number);
                        by = printer;
                        if state != "confirmed" {
                            (state, why) = ("sent", "");
                        }
                    }
                    Act::BadgeEnd { job: of, end, reason } if of == job && state != "confirmed" => {
                        why = reason;
                        state = match end {
                            JobEnd::Confirmed => "confirmed",
                            JobEnd::Failed => "failed",
                            JobEnd::Unknown => "unknown",
                            JobEnd::Cancelled => "cancelled",
                        };
                    }
                    _ => {}
                }
            }
            states.insert(state);
            // A badge of a batch takes a place once it has come out; any other one takes the place of those before at once.
            let counts = if batch.is_some() { state == "confirmed" } else { state != "cancelled" };
            if counts {
                ready.push((line.stamp(), batch.as_ref().map(|(_, place)| place)));
            }
            put(
                tables,
                "print_job",
                &[
                    (*job).into(),
                    id.into(),
                    line.stamp().desk.into(),
                    state.into(),
                    why.into(),
                    by.into(),
                    attempts.into(),
                    (*copies).into(),
                    (*reprint_of).into(),
                    (*check_in).into(),
                    line.sealed.record.at.as_millisecond().into(),
                ],
            );
        }
        ready.sort_by_key(|(stamp, _)| *stamp);
        if let Some((_, Some(place))) = ready.last()
            && !place.box_name.is_empty()
        {
            put(tables, "badge_place", &[id.into(), place.box_name.clone().into(), place.row.into()]);
        }
        match () {
            () if states.contains("confirmed") => "printed",
            () if states.contains("unknown") => "unknown",
            () if states.contains("queued") || states.contains("sent") => "queued",
            () => "none",
        }
    }
}

/// One step through a door, or through two; returns what it did.
fn walk(places: &mut BTreeMap<String, Place>, passage: &Passage, world: &World) -> &'static str {
    // At night all go home.
    for place in places.values_mut() {
        let yesterday = place.latest.is_some_and(|(_, at)| passage.day.is_some_and(|day| at < day));
        if place.state == "inside" && yesterday {
            place.state = "left";
        }
    }
    if passage.enters_event && passage.direction == Direction::Entry {
        step(places.entry(String::new()).or_insert(NOWHERE), passage, false);
    }
    let place = places.entry(passage.scope.clone()).or_insert(NOWHERE);
    let effect = step(place, passage, passage.overridden);
    for (scope, other) in places.iter_mut().filter(|(scope, other)| !scope.is_empty() && other.state == "inside") {
        let leaves = if passage.scope.is_empty() {
            effect == "left"
        } else {
            effect == "entered" && *scope != passage.scope && world.overlap(&passage.scope, scope)
        };
        if leaves {
            other.state = "left";
        }
    }
    effect
}

const NOWHERE: Place = Place { state: "expected", first: None, came: None, latest: None, entries: 0 };

fn step(place: &mut Place, passage: &Passage, again: bool) -> &'static str {
    let inside = place.state == "inside";
    match passage.direction {
        Direction::Entry if inside && !again => "double",
        Direction::Entry => {
            let today = match (place.latest, passage.day) {
                (None, _) => false,
                (Some(_), None) => true,
                (Some((_, at)), Some(day)) => at >= day,
            };
            if !today {
                place.came = Some(passage.record);
            }
            place.state = "inside";
            place.entries += 1;
            place.first = place.first.or(Some(passage.record));
            place.latest = Some((passage.record, passage.order.0));
            "entered"
        }
        Direction::Exit if inside => {
            place.state = "left";
            "left"
        }
        Direction::Exit => "stray",
    }
}
