//! The second, naive fold: `journal.md` written down again as plainly as possible, over the whole set of records at once.
//! It shares nothing with the store but the reading of a record (`Sealed::act`, which the frozen examples hold).

mod person;

use std::collections::{BTreeMap, BTreeSet};

use checkin::fields::Said;
use checkin::{AttendeeId, Field, FieldValue, RecordId, Scope, SessionId, Stamp, TicketTypeId};
use person::{Passage, Person};
use serde_json::Value;
use store::{Act, Sayings, Sealed};

use crate::tables::{Tables, put};

/// A record that is understood.
struct Line {
    sealed: Sealed,
    act: Act,
}

impl Line {
    fn id(&self) -> RecordId {
        self.sealed.record.id
    }
    fn stamp(&self) -> Stamp {
        self.sealed.record.stamp
    }
    fn about(&self) -> Option<AttendeeId> {
        self.sealed.record.attendee
    }
    fn order(&self) -> (jiff::Timestamp, Stamp) {
        (self.sealed.record.at, self.stamp())
    }
    fn is_origin(&self) -> bool {
        matches!(self.act, Act::Listed { .. } | Act::WalkIn { .. } | Act::Substituted { .. })
    }
}

/// How a record counts.
#[derive(Clone, Copy, PartialEq)]
enum Counts {
    Yes,
    Void,
    NotYet,
}

struct World {
    lines: Vec<Line>,
    /// Records named by an `undone`.
    undone: BTreeSet<RecordId>,
    /// Imports that have taken effect, and whether they are undone.
    imports: BTreeMap<RecordId, bool>,
    settings: Value,
}

/// What the projection tables must hold.
pub(crate) fn fold(records: &[Sealed]) -> Tables {
    let mut tables = Tables::new();
    let world = World::new(records, &mut tables);
    world.people(&mut tables);
    tables
}

impl World {
    fn new(records: &[Sealed], tables: &mut Tables) -> Self {
        let records: BTreeMap<RecordId, &Sealed> = records.iter().map(|sealed| (sealed.record.id, sealed)).collect();
        let mut erased: BTreeMap<RecordId, RecordId> = BTreeMap::new();
        for (id, sealed) in &records {
            if let Some(Act::Erased { records, .. }) = sealed.act() {
                for record in records {
                    let by = erased.entry(record).or_insert(*id);
                    *by = (*by).min(*id);
                }
            }
        }
        for (record, by) in &erased {
            put(tables, "erased_part", &[(*record).into(), (*by).into()]);
        }
        let lines: Vec<Line> = records
            .values()
            .filter_map(|sealed| {
                let mut sealed = (*sealed).clone();
                if erased.contains_key(&sealed.record.id) {
                    sealed.part = None;
                }
                let act = sealed.act()?;
                Some(Line { sealed, act })
            })
            .collect();
        let mut world = Self { lines, undone: BTreeSet::new(), imports: BTreeMap::new(), settings: Value::Null };
        world.small_tables(tables);
        world
    }

    /// Everything that is not about a person.
    fn small_tables(&mut self, tables: &mut Tables) {
        let mut settings: Option<&Line> = None;
        let mut types: BTreeMap<&TicketTypeId, &Line> = BTreeMap::new();
        let mut desks: BTreeMap<_, &Line> = BTreeMap::new();
        let mut effects: BTreeMap<RecordId, Vec<&Line>> = BTreeMap::new();
        for line in &self.lines {
            let id = line.id();
            match &line.act {
                Act::Settings { .. } if settings.is_none_or(|known| known.stamp() < line.stamp()) => {
                    settings = Some(line);
                }
                Act::TicketType { id, .. } if types.get(id).is_none_or(|known| line.stamp() < known.stamp()) => {
                    types.insert(id, line);
                }
                Act::Desk { .. } => {
                    let desk = line.stamp().desk;
                    if desks.get(&desk).is_none_or(|known| known.sealed.record.number < line.sealed.record.number) {
                        desks.insert(desk, line);
                    }
                }
                Act::Listed { import, .. }
                | Act::CheckIn { import: Some(import), .. }
                | Act::Amended { import: Some(import), .. } => {
                    put(tables, "belongs", &[(*import).into(), id.into()]);
                }
                Act::Import { import, .. } => {
                    put(tables, "belongs", &[(*import).into(), id.into()]);
                    effects.entry(*import).or_default().push(line);
                }
                Act::BadgeAttempt { job, .. } | Act::BadgeEnd { job, .. } => {
                    put(tables, "belongs", &[(*job).into(), id.into()]);
                }
                Act::Substituted { replaces: other, import, .. } => {
                    if let Some(import) = import {
                        put(tables, "belongs", &[(*import).into(), id.into()]);
                    }
                    put(tables, "about", &[(*other).into(), id.into()]);
                }
                Act::Joined { same: other } => put(tables, "about", &[(*other).into(), id.into()]),
                Act::Undone { target, .. } => {
                    put(tables, "undone", &[(*target).into(), id.into()]);
                    self.undone.insert(*target);
                }
                Act::Refused { outcome, reason, scope, scanned } => put(
                    tables,
                    "refusal",
                    &[
                        id.into(),
                        line.sealed.record.at.as_millisecond().into(),
                        line.stamp().desk.into(),
                        outcome.as_str().into(),
                        reason.as_str().into(),
                        session_text(scope).into(),
                        line.about().into(),
                        scanned.as_str().into(),
                    ],
                ),
                _ => {}
            }
        }
        if let Some(line) = settings
            && let Act::Settings { settings } = &line.act
        {
            put(tables, "event_settings", &[line.id().into(), settings.to_string().into()]);
            self.settings = settings.clone();
        }
        for line in types.values() {
            if let Act::TicketType { id, name } = &line.act {
                put(tables, "listed_ticket_type", &[id.as_str().into(), name.as_str().into(), line.id().into()]);
            }
        }
        for (desk, line) in desks {
            if let Act::Desk { label, .. } = &line.act {
                let number = i64::try_from(line.sealed.record.number).unwrap();
                put(tables, "desk", &[desk.into(), label.as_str().into(), number.into()]);
            }
        }
        for (import, mut lines) in effects {
            lines.sort_by_key(|line| (self.undone.contains(&line.id()), line.stamp()));
            let (line, undone) = (lines[0], self.undone.contains(&lines[0].id()));
            if let Act::Import { file_digest, .. } = &line.act {
                let at = line.sealed.record.at.as_millisecond();
                put(
                    tables,
                    "import",
                    &[import.into(), line.id().into(), at.into(), file_digest.as_str().into(), undone.into()],
                );
            }
            self.imports.insert(import, undone);
        }
    }

    fn counts(&self, line: &Line) -> Counts {
        let import = match &line.act {
            Act::Listed { import, .. } => Some(import),
            Act::CheckIn { import, .. } | Act::Amended { import, .. } | Act::Substituted { import, .. } => {
                import.as_ref()
            }
            _ => None,
        };
        match import.map(|import| self.imports.get(import)) {
            Some(None) => return Counts::NotYet,
            Some(Some(true)) => return Counts::Void,
            _ => {}
        }
        let undoable =
            matches!(line.act.kind(), "checkIn" | "amended" | "substituted" | "walkIn" | "joined" | "import");
        if undoable && self.undone.contains(&line.id()) { Counts::Void } else { Counts::Yes }
    }

    fn stands(&self, line: &Line) -> bool {
        self.counts(line) == Counts::Yes
    }

    fn standing(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| self.stands(line))
    }

    /// Everybody whom any `joined`, standing or not, ties to this person.
    fn tied(&self, person: AttendeeId) -> BTreeSet<AttendeeId> {
        let mut tied = BTreeSet::from([person]);
        loop {
            let before = tied.len();
            for line in &self.lines {
                if let (Act::Joined { same }, Some(keep)) = (&line.act, line.about())
                    && (tied.contains(same) || tied.contains(&keep))
                {
                    tied.extend([*same, keep]);
                }
            }
            if tied.len() == before {
                return tied;
            }
        }
    }

    fn people(&self, tables: &mut Tables) {
        let everybody: BTreeSet<AttendeeId> = self.lines.iter().filter_map(Line::about).collect();
        let mut persons: BTreeMap<AttendeeId, Person> =
            everybody.into_iter().filter_map(|person| Some((person, self.person(person)?))).collect();
        self.join(&mut persons);
        for (id, person) in &persons {
            person.put(*id, self, tables);
        }
    }

    fn replaced_by(&self, person: AttendeeId) -> Option<AttendeeId> {
        self.standing()
            .filter(|line| matches!(line.act, Act::Substituted { replaces, .. } if replaces == person))
            .filter(|line| line.about().is_some())
            .max_by_key(|line| line.stamp())?
            .about()
    }

    /// Somebody has seen the alert since it was last said.
    fn has_seen_alert(&self, own: &[&Line]) -> bool {
        let mut said = None;
        for line in own.iter().filter(|line| self.stands(line)) {
            if let Act::Listed { said: values, .. }
            | Act::WalkIn { said: values, .. }
            | Act::Amended { said: values, .. }
            | Act::Substituted { said: values, .. } = &line.act
                && values.values.contains_key(&Field::Alert)
            {
                said = said.max(Some(line.stamp()));
            }
        }
        own.iter().any(|line| line.act == Act::Acknowledged && said.is_none_or(|said| line.stamp() > said))
    }

    fn person(&self, id: AttendeeId) -> Option<Person> {
        let own: Vec<&Line> =
            self.lines.iter().filter(|line| line.about() == Some(id) && self.counts(line) != Counts::NotYet).collect();
        let listed = own.iter().any(|line| line.is_origin() && self.stands(line));
        let replaced_by = self.replaced_by(id);
        let fact = own.iter().any(|line| {
            let kinds = ["checkIn", "amended", "reissued", "joined", "badgeAttempt"];
            kinds.contains(&line.act.kind()) && self.stands(line)
        }) || replaced_by.is_some()
            || self.standing().any(|line| matches!(line.act, Act::Joined { same } if same == id));
        let known = own.iter().any(|line| line.is_origin());
        if !(listed || known && fact) {
            return None;
        }
        let tied = self.tied(id);
        let tied_lines = || self.lines.iter().filter(|line| line.about().is_some_and(|who| tied.contains(&who)));
        let mut person = Person {
            fields: self.fields(&own, listed),
            off_list: !listed,
            replaced_by,
            acknowledged: self.has_seen_alert(&own),
            replaces: own
                .iter()
                .filter(|line| self.stands(line))
                .filter_map(|line| match line.act {
                    Act::Substituted { replaces, .. } => Some((line.stamp(), replaces)),
                    _ => None,
                })
                .max()
                .map(|(_, who)| who),
            erased: tied_lines().any(|line| match &line.act {
                Act::Erased { records, .. } => {
                    line.about() == Some(id) || own.iter().any(|own| own.is_origin() && records.contains(&own.id()))
                }
                _ => false,
            }),
            ..Person::default()
        };
        if person.erased && person.list(&Field::Organisation).concat().is_empty() {
            let kept = own.iter().filter_map(|line| match &line.act {
                Act::Erased { organisation, .. } => Some((line.stamp(), organisation)),
                _ => None,
            });
            if let Some((_, kept)) = kept.filter(|(_, kept)| !kept.is_empty()).max() {
                person.fields.insert(Field::Organisation, FieldValue::Text(kept.clone()));
            }
        }
        person.codes = person.list(&Field::TicketCodes).iter().map(|code| code.trim().to_owned()).collect();
        person.codes.remove("");
        person.sessions =
            person.list(&Field::Sessions).into_iter().filter(|text| text.parse::<SessionId>().is_ok()).collect();
        if replaced_by.is_some() {
            person.codes.clear();
        }
        for line in own {
            if matches!(line.act, Act::Reissued { .. }) {
                person.jobs.push(line.id());
            }
            match &line.act {
                Act::CheckIn { scope, direction, overridden, day, enters_event, .. } if self.stands(line) => {
                    person.passages.push(Passage {
                        order: line.order(),
                        record: line.id(),
                        scope: session_text(scope).to_owned(),
                        direction: *direction,
                        staff: line.sealed.record.staff.clone(),
                        overridden: overridden.is_some(),
                        day: *day,
                        enters_event: *enters_event,
                    });
                }
                Act::Listed { number: Some(number), .. }
                | Act::WalkIn { number, .. }
                | Act::Substituted { number, .. }
                | Act::Reissued { number, .. }
                    if *number != 0 =>
                {
                    let reissued = tied_lines().any(
                        |other| matches!(&other.act, Act::Reissued { revokes, .. } if revokes.contains(&line.id())),
                    );
                    let revoked = if reissued { 2 } else { u8::from(replaced_by.is_some()) };
                    person.numbers.push((*number, line.stamp(), line.id(), revoked));
                }
                Act::BadgeQueued { .. } => person.jobs.push(line.id()),
                _ => {}
            }
        }
        Some(person)
    }

    /// What holds of all that was said.
    fn fields(&self, own: &[&Line], listed: bool) -> BTreeMap<Field, FieldValue> {
        let mut fields = BTreeMap::new();
        let said: Vec<(&Line, bool, &Sayings)> = own
            .iter()
            .filter_map(|line| match &line.act {
                Act::Listed { said, .. } => Some((*line, false, said)),
                Act::WalkIn { said, .. } | Act::Amended { said, .. } | Act::Substituted { said, .. } => {
                    Some((*line, true, said))
                }
                _ => None,
            })
            .collect();
        let names: BTreeSet<&Field> = said.iter().flat_map(|(_, _, said)| said.values.keys()).collect();
        for field in names {
            // Staff's word covers the list's.
            for desk_layer in [true, false] {
                let layer: Vec<(&Line, &Sayings)> = said
                    .iter()
                    .filter(|(_, desk, said)| *desk == desk_layer && said.values.contains_key(field))
                    .map(|(line, _, said)| (*line, *said))
                    .collect();
                let speaks = |line: &Line| self.stands(line) || (!listed && line.is_origin());
                let mut replaced: BTreeSet<RecordId> = BTreeSet::new();
                for (line, _) in layer.iter().filter(|(line, _)| speaks(line)) {
                    follow(line.id(), field, &layer, &mut replaced);
                }
                let latest = layer
                    .iter()
                    .filter(|(line, _)| speaks(line) && !replaced.contains(&line.id()))
                    .max_by_key(|(line, _)| line.stamp());
                if let Some((_, said)) = latest
                    && let Said::Value(value) = &said.values[field]
                {
                    fields.insert(field.clone(), value.clone());
                    break;
                }
            }
        }
        fields
    }

    /// Of people tied by standing `joined` records, the one whom the latest of these keeps stands for all.
    fn join(&self, persons: &mut BTreeMap<AttendeeId, Person>) {
        let joins: Vec<(Stamp, AttendeeId, AttendeeId)> = self
            .standing()
            .filter_map(|line| match line.act {
                Act::Joined { same } => Some((line.stamp(), line.about()?, same)),
                _ => None,
            })
            .filter(|(_, keep, same)| persons.contains_key(keep) && persons.contains_key(same))
            .collect();
        for id in persons.keys().copied().collect::<Vec<_>>() {
            let mut group = BTreeSet::from([id]);
            for _ in 0..joins.len() {
                for (_, a, b) in &joins {
                    if group.contains(a) || group.contains(b) {
                        group.extend([*a, *b]);
                    }
                }
            }
            let latest = joins.iter().filter(|(_, keep, _)| group.contains(keep)).max();
            let Some((_, keep, _)) = latest.filter(|(_, keep, _)| group.len() > 1 && *keep != id) else { continue };
            let mut gone = persons.remove(&id).unwrap();
            gone.joined_into = Some(*keep);
            let kept = persons.get_mut(keep).unwrap();
            kept.passages.append(&mut gone.passages);
            kept.numbers.append(&mut gone.numbers);
            kept.jobs.append(&mut gone.jobs);
            kept.codes.append(&mut gone.codes);
            kept.sessions.append(&mut gone.sessions);
            persons.insert(id, gone);
        }
    }

    fn overlap(&self, a: &str, b: &str) -> bool {
        let times = |wanted: &str| {
            let sessions = self.settings["sessions"].as_array()?;
            let session = sessions.iter().find(|session| session["id"] == wanted)?;
            // All written alike, so that they compare as texts.
            Some((session["starts"].as_str()?.to_owned(), session["ends"].as_str()?.to_owned()))
        };
        match (times(a), times(b)) {
            (Some((start_a, end_a)), Some((start_b, end_b))) => start_a < end_b && start_b < end_a,
            _ => false,
        }
    }

    fn line(&self, id: RecordId) -> &Line {
        self.lines.iter().find(|line| line.id() == id).unwrap()
    }
}

/// Marks what a word replaces, and what that replaced in turn.
fn follow(from: RecordId, field: &Field, layer: &[(&Line, &Sayings)], replaced: &mut BTreeSet<RecordId>) {
    let Some((_, said)) = layer.iter().find(|(line, _)| line.id() == from) else { return };
    for target in said.replaces.get(field).into_iter().flatten() {
        if replaced.insert(*target) {
            follow(*target, field, layer, replaced);
        }
    }
}

fn session_text(scope: &Scope) -> &str {
    match scope {
        Scope::Event => "",
        Scope::Session(session) => session.as_str(),
    }
}
