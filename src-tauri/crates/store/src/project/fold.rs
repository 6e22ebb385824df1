//! The records about one person (or about several who were joined) folded into what holds now. Pure: no SQL here.

use std::collections::{BTreeMap, BTreeSet};

use checkin::fields::{Layer, Saying, settle};
use checkin::job::{self, JobEvent, JobStep};
use checkin::presence::{self, Folded, Passage, Presence};
use checkin::{
    AttendeeId, BadgePlace, BadgeState, Field, JobState, PrintJob, Profile, RecordId, Revocation, Scope, SessionId,
    Stamp, Status,
};

use crate::act::{Act, ERASED_NUMBER, Sayings};
use crate::record::Record;

/// How a record counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It stands.
    Stands,
    /// An `undone` names it or the import that it came with.
    Void,
    /// It came with an import that has not taken effect.
    Waits,
}

/// A record with its act and whether it stands.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) record: Record,
    pub(crate) act: Act,
    pub(crate) standing: Standing,
}

impl Told {
    fn stands(&self) -> bool {
        self.standing == Standing::Stands
    }

    fn is_origin(&self) -> bool {
        matches!(self.act, Act::Listed { .. } | Act::WalkIn { .. } | Act::Substituted { .. })
    }

    /// Whether it is a check-in to a session.
    pub(super) fn is_of_a_session(&self) -> bool {
        matches!(self.act, Act::CheckIn { scope: Scope::Session(_), .. })
    }

    fn is_about(&self, attendee: AttendeeId) -> bool {
        self.record.attendee == Some(attendee)
    }
}

/// What is written down about one attendee.
#[derive(Clone, Debug)]
pub(crate) struct PersonRows {
    pub(crate) id: AttendeeId,
    pub(crate) profile: Profile,
    pub(crate) whereabouts: Folded,
    pub(crate) passages: Vec<Passage>,
    pub(crate) numbers: Vec<NumberRow>,
    pub(crate) jobs: Vec<(PrintJob, Option<RecordId>)>,
    pub(crate) badge: BadgeState,
    /// The latest badge or code, by its stamp, and where it lies if it came out of a batch.
    pub(crate) latest_badge: Option<(Stamp, Option<BadgePlace>)>,
    pub(crate) acknowledged: bool,
    pub(crate) replaces: Option<AttendeeId>,
    pub(crate) replaced_by: Option<AttendeeId>,
    pub(crate) joined_into: Option<AttendeeId>,
    pub(crate) off_list: bool,
    pub(crate) erased: bool,
}

/// A number of a badge code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NumberRow {
    pub(crate) number: u64,
    pub(crate) record: RecordId,
    pub(crate) stamp: Stamp,
    pub(crate) revoked: Option<Revocation>,
}

/// Folds all records about `people`, who are all those that any `joined` (standing or not) ties together. People of
/// whom nothing stands are left out.
pub(crate) fn fold(
    people: &BTreeSet<AttendeeId>,
    told: &[Told],
    overlap: &dyn Fn(&SessionId, &SessionId) -> bool,
) -> Vec<PersonRows> {
    let mut rows: BTreeMap<AttendeeId, PersonRows> =
        people.iter().filter_map(|person| Some((*person, alone(*person, told)?))).collect();
    let into = joined_into(told, &rows);
    for (same, keep) in &into {
        join(&mut rows, *same, *keep);
    }
    for row in rows.values_mut() {
        row.numbers = merged(std::mem::take(&mut row.numbers));
        row.whereabouts = presence::fold(&row.passages, overlap);
        row.badge = badge_state(&row.jobs);
    }
    rows.into_values().collect()
}

/// One person, before joining.
fn alone(person: AttendeeId, told: &[Told]) -> Option<PersonRows> {
    let own: Vec<&Told> =
        told.iter().filter(|told| told.is_about(person) && told.standing != Standing::Waits).collect();
    let on_list = own.iter().any(|told| told.is_origin() && told.stands());
    let kept = own.iter().any(|told| keeps(told)) || replaced_by(person, told).is_some() || is_joined(person, told);
    let known = own.iter().any(|told| told.is_origin());
    let stays = on_list || (kept && known);
    if !stays {
        return None;
    }
    let replaced_by = replaced_by(person, told);
    let erased = is_erased(person, &own, told);
    let mut profile = profile(&own, !on_list);
    if erased && profile.organisation.is_empty() {
        profile.organisation = organisation_kept(&own);
    }
    if replaced_by.is_some() {
        profile.status = Status::Cancelled;
        profile.ticket_codes.clear();
    }
    Some(PersonRows {
        id: person,
        passages: own.iter().filter_map(|told| passage(told)).collect(),
        numbers: numbers(&own, told, replaced_by.is_some()),
        latest_badge: latest_badge(&own, told),
        jobs: jobs(person, &own, told),
        acknowledged: acknowledged(&own),
        replaces: latest(own.iter().copied().filter_map(|told| match told.act {
            Act::Substituted { replaces, .. } if told.stands() => Some((told.record.stamp, replaces)),
            _ => None,
        })),
        replaced_by,
        joined_into: None,
        off_list: !on_list,
        erased,
        profile,
        whereabouts: Folded::default(),
        badge: BadgeState::None,
    })
}

/// Whether a record keeps a person whom no list and no walk-in names any more.
fn keeps(told: &Told) -> bool {
    let fact = matches!(
        told.act,
        Act::CheckIn { .. }
            | Act::Amended { .. }
            | Act::Reissued { .. }
            | Act::Joined { .. }
            | Act::BadgeAttempt { .. }
    );
    fact && told.stands()
}

/// Whether a record takes the data of this person, or of one into whom this one was joined at the time.
fn is_erased(person: AttendeeId, own: &[&Told], told: &[Told]) -> bool {
    told.iter().any(|told| match &told.act {
        Act::Erased { records, .. } => {
            told.is_about(person) || own.iter().any(|own| own.is_origin() && records.contains(&own.record.id))
        }
        _ => false,
    })
}

/// The organisation under which one who was erased still counts; empty: none.
fn organisation_kept(own: &[&Told]) -> String {
    latest(own.iter().filter_map(|told| match &told.act {
        Act::Erased { organisation, .. } if !organisation.is_empty() => Some((told.record.stamp, organisation.clone())),
        _ => None,
    }))
    .unwrap_or_default()
}

/// Whether somebody has seen the alert as it is now: a new alert has to be seen anew.
fn acknowledged(own: &[&Told]) -> bool {
    let says_alert = |told: &&&Told| {
        told.stands() && sayings(&told.act).is_some_and(|(_, said)| said.values.contains_key(&Field::Alert))
    };
    let alert = own.iter().filter(says_alert).map(|told| told.record.stamp).max();
    own.iter().any(|told| matches!(told.act, Act::Acknowledged) && Some(told.record.stamp) > alert)
}

fn is_joined(person: AttendeeId, told: &[Told]) -> bool {
    told.iter().any(|told| told.stands() && matches!(told.act, Act::Joined { same } if same == person))
}

fn replaced_by(person: AttendeeId, told: &[Told]) -> Option<AttendeeId> {
    latest(told.iter().filter_map(|told| match told.act {
        Act::Substituted { replaces, .. } if replaces == person && told.stands() => {
            Some((told.record.stamp, told.record.attendee?))
        }
        _ => None,
    }))
}

fn latest<T>(items: impl Iterator<Item = (Stamp, T)>) -> Option<T> {
    items.max_by_key(|(stamp, _)| *stamp).map(|(_, item)| item)
}

/// What lists and desks said. Where no origin stands any more, the void ones still say who it was.
fn profile(own: &[&Told], revive_origins: bool) -> Profile {
    let sayings: Vec<Saying> = own
        .iter()
        .filter_map(|told| {
            let (layer, said) = sayings(&told.act)?;
            let speaks = told.stands() || (revive_origins && told.is_origin());
            Some(Saying {
                record: told.record.id,
                stamp: told.record.stamp,
                layer,
                void: !speaks,
                values: said.values.clone(),
                replaces: said.replaces.clone(),
            })
        })
        .collect();
    Profile::from_settled(&settle(&sayings))
}

/// What an act says about the person's fields, and in which layer.
pub(crate) fn sayings(act: &Act) -> Option<(Layer, &Sayings)> {
    match act {
        Act::Listed { said, .. } => Some((Layer::List, said)),
        Act::WalkIn { said, .. } | Act::Amended { said, .. } | Act::Substituted { said, .. } => {
            Some((Layer::Desk, said))
        }
        _ => None,
    }
}

fn passage(told: &Told) -> Option<Passage> {
    let Act::CheckIn { scope, direction, overridden, day, enters_event, .. } = &told.act else { return None };
    told.stands().then(|| Passage {
        record: told.record.id,
        scope: scope.clone(),
        direction: *direction,
        at: told.record.at,
        stamp: told.record.stamp,
        desk: told.record.stamp.desk,
        staff: told.record.staff.clone(),
        overridden: overridden.is_some(),
        day: *day,
        enters_event: *enters_event,
    })
}

/// All numbers that ever were this person's: a badge printed before an undo is still in somebody's hand. A reissue may
/// be about another person, into whom this one was joined at the time.
fn numbers(own: &[&Told], told: &[Told], replaced: bool) -> Vec<NumberRow> {
    let reissued: BTreeSet<RecordId> = told
        .iter()
        .filter_map(|told| match &told.act {
            Act::Reissued { revokes, .. } => Some(revokes),
            _ => None,
        })
        .flatten()
        .copied()
        .collect();
    let number = |told: &Told| match told.act {
        Act::Listed { number, .. } => number,
        Act::WalkIn { number, .. } | Act::Substituted { number, .. } | Act::Reissued { number, .. } => Some(number),
        _ => None,
    };
    own.iter()
        .filter_map(|told| Some((*told, number(told).filter(|number| *number != ERASED_NUMBER)?)))
        .map(|(told, number)| {
            let revoked = if reissued.contains(&told.record.id) {
                Some(Revocation::Reissued)
            } else {
                replaced.then_some(Revocation::Replaced)
            };
            NumberRow { number, record: told.record.id, stamp: told.record.stamp, revoked }
        })
        .collect()
}

/// Each number once: the latest record that gave it, and revoked if it was revoked anywhere.
fn merged(mut numbers: Vec<NumberRow>) -> Vec<NumberRow> {
    numbers.sort_by_key(|row| (row.number, std::cmp::Reverse(row.stamp)));
    let mut merged: Vec<NumberRow> = Vec::new();
    for row in numbers {
        match merged.last_mut().filter(|last| last.number == row.number) {
            // The reissue is the weightier reason: it holds for good.
            Some(last) if last.revoked != Some(Revocation::Reissued) => last.revoked = row.revoked.or(last.revoked),
            Some(_) => {}
            None => merged.push(row),
        }
    }
    merged
}

/// The print jobs of one person. Records about a job may name another person, into whom this one was joined.
fn jobs(person: AttendeeId, own: &[&Told], told: &[Told]) -> Vec<(PrintJob, Option<RecordId>)> {
    let all = told;
    own.iter()
        .filter_map(|told| match &told.act {
            Act::BadgeQueued { printer, copies, reprint_of, check_in, .. } => {
                Some((*told, printer, *copies, *reprint_of, *check_in))
            }
            _ => None,
        })
        .map(|(told, wanted, copies, reprint_of, check_in)| {
            let id = told.record.id;
            let events: Vec<JobEvent> = all.iter().filter_map(|told| job_event(told, id)).collect();
            let (state, reason, used, attempts) = job::fold(&events);
            let printer = if used.is_empty() { wanted.clone() } else { used };
            let desk = told.record.stamp.desk;
            let at = told.record.at;
            (
                PrintJob { id, attendee: person, desk, state, reason, printer, attempts, copies, reprint_of, at },
                check_in,
            )
        })
        .collect()
}

/// The latest of all badges that were not called off and of all new codes. Only if it came out of a batch does a badge lie
/// ready: a reprint took its place, or its code is no good any more. One of a batch lies nowhere before it has come out.
fn latest_badge(own: &[&Told], told: &[Told]) -> Option<(Stamp, Option<BadgePlace>)> {
    let state = |id: RecordId| {
        let events: Vec<JobEvent> = told.iter().filter_map(|told| job_event(told, id)).collect();
        job::fold(&events).0
    };
    let badges = own.iter().filter_map(|told| match &told.act {
        Act::BadgeQueued { batch: Some((_, place)), .. } if state(told.record.id) == JobState::Confirmed => {
            Some((told.record.stamp, Some(place.clone())))
        }
        Act::BadgeQueued { batch: None, .. } if state(told.record.id) != JobState::Cancelled => {
            Some((told.record.stamp, None))
        }
        Act::Reissued { .. } => Some((told.record.stamp, None)),
        _ => None,
    });
    badges.max_by_key(|(stamp, _)| *stamp)
}

fn job_event(told: &Told, of: RecordId) -> Option<JobEvent> {
    let what = match &told.act {
        Act::BadgeAttempt { job, printer, number } if *job == of => {
            JobStep::Attempt { printer: printer.clone(), number: *number }
        }
        Act::BadgeEnd { job, end, reason } if *job == of => JobStep::End { end: *end, reason: reason.clone() },
        _ => return None,
    };
    Some(JobEvent { record: told.record.id, at: told.record.at, stamp: told.record.stamp, what })
}

fn badge_state(jobs: &[(PrintJob, Option<RecordId>)]) -> BadgeState {
    let any = |wanted: &[JobState]| jobs.iter().any(|(job, _)| wanted.contains(&job.state));
    if any(&[JobState::Confirmed]) {
        BadgeState::Printed
    } else if any(&[JobState::Unknown]) {
        BadgeState::Unknown
    } else if any(&[JobState::Queued, JobState::Sent]) {
        BadgeState::Queued
    } else {
        BadgeState::None
    }
}

/// Who is shown as whom. People tied together by standing `joined` records form a group; the one whom the latest of
/// these records keeps stands for all. (Two desks may join the same two people in opposite directions.)
fn joined_into(told: &[Told], rows: &BTreeMap<AttendeeId, PersonRows>) -> BTreeMap<AttendeeId, AttendeeId> {
    let joins: Vec<(Stamp, AttendeeId, AttendeeId)> = told
        .iter()
        .filter_map(|told| match told.act {
            Act::Joined { same } if told.stands() => Some((told.record.stamp, told.record.attendee?, same)),
            _ => None,
        })
        .filter(|(_, keep, same)| rows.contains_key(keep) && rows.contains_key(same))
        .collect();
    let mut into = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for start in rows.keys() {
        let group = group(*start, &joins);
        if group.len() < 2 || !seen.insert(group.clone()) {
            continue;
        }
        let keep =
            latest(joins.iter().filter(|(_, keep, _)| group.contains(keep)).map(|(stamp, keep, _)| (*stamp, *keep)));
        for person in &group {
            if let Some(keep) = keep
                && *person != keep
            {
                into.insert(*person, keep);
            }
        }
    }
    into
}

fn group(start: AttendeeId, joins: &[(Stamp, AttendeeId, AttendeeId)]) -> BTreeSet<AttendeeId> {
    let mut group = BTreeSet::from([start]);
    let mut grown = true;
    while grown {
        let before = group.len();
        for (_, a, b) in joins {
            if group.contains(a) || group.contains(b) {
                group.extend([*a, *b]);
            }
        }
        grown = group.len() > before;
    }
    group
}

/// Moves what `same` has to `keep`: codes of both admit, both have been where either was.
fn join(rows: &mut BTreeMap<AttendeeId, PersonRows>, same: AttendeeId, keep: AttendeeId) {
    let Some(other) = rows.get_mut(&same) else { return };
    other.joined_into = Some(keep);
    let passages = std::mem::take(&mut other.passages);
    let numbers = std::mem::take(&mut other.numbers);
    let mut jobs = std::mem::take(&mut other.jobs);
    let badge = other.latest_badge.take();
    let codes = std::mem::take(&mut other.profile.ticket_codes);
    let sessions = std::mem::take(&mut other.profile.sessions);
    for (job, _) in &mut jobs {
        job.attendee = keep;
    }
    let Some(kept) = rows.get_mut(&keep) else { return };
    kept.passages.extend(passages);
    kept.numbers.extend(numbers);
    kept.jobs.extend(jobs);
    kept.latest_badge = [kept.latest_badge.take(), badge].into_iter().flatten().max_by_key(|(stamp, _)| *stamp);
    kept.profile.sessions.extend(sessions);
    for code in codes {
        if !kept.profile.ticket_codes.contains(&code) {
            kept.profile.ticket_codes.push(code);
        }
    }
}

impl PersonRows {
    /// Where the person is, seen from the event.
    pub(crate) fn presence(&self) -> Presence {
        self.whereabouts.of(&Scope::Event).presence
    }
}
