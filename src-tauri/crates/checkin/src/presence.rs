//! Who is inside: the check-ins of one attendee folded in the order of their times.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::{DeskId, RecordId, SessionId, Stamp};

/// What a check-in is to: the event as a whole, or one session.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The event.
    Event,
    /// A session.
    Session(SessionId),
}

/// In or out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// In.
    #[default]
    Entry,
    /// Out.
    Exit,
}

impl Direction {
    /// Its name in JSON and in the journal.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Exit => "exit",
        }
    }

    /// The direction of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Entry, Self::Exit].into_iter().find(|direction| direction.as_str() == name)
    }
}

/// Where an attendee is, seen from one scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// Has not come.
    #[default]
    Expected,
    /// Is inside.
    Inside,
    /// Was inside and went.
    Left,
}

impl Presence {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Expected, Self::Inside, Self::Left];

    /// Its name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expected => "expected",
            Self::Inside => "inside",
            Self::Left => "left",
        }
    }
}

/// One check-in that stands: a fact of the journal, none of them undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The record.
    pub record: RecordId,
    /// To the event or a session.
    pub scope: Scope,
    /// In or out.
    pub direction: Direction,
    /// When it took place.
    pub at: Timestamp,
    /// Orders passages of the same time.
    pub stamp: Stamp,
    /// The desk.
    pub desk: DeskId,
    /// The staff member; may be empty.
    pub staff: String,
    /// Admitted against the rules, with a reason.
    pub overridden: bool,
    /// Where everybody comes anew each day: the first moment of the day of this passage.
    pub day: Option<Timestamp>,
    /// An entry to a session by somebody who was not at the event: it is an entry to the event too.
    pub enters_event: bool,
}

/// An entry as it is shown: when, where, by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The record.
    pub record: RecordId,
    /// When it took place.
    pub at: Timestamp,
    /// The desk.
    pub desk: DeskId,
    /// The staff member; may be empty.
    pub staff: String,
}

/// What a passage did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// An entry that counts.
    Entered,
    /// An entry of somebody who was inside already: kept and shown, not counted.
    Double,
    /// An exit that counts.
    Left,
    /// An exit of somebody who was not inside: kept.
    Stray,
}

impl Effect {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Entered, Self::Double, Self::Left, Self::Stray];

    /// Its name in the event file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Entered => "entered",
            Self::Double => "double",
            Self::Left => "left",
            Self::Stray => "stray",
        }
    }
}

/// Where an attendee is, in one scope, and how it came about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whereabouts {
    /// Expected, inside or left.
    pub presence: Presence,
    /// The first entry that stands.
    pub first: Option<Entry>,
    /// The latest entry that counts: the one by which the person is inside, if inside.
    pub latest: Option<Entry>,
    /// The entry by which the person came on the day of `latest`; the first one where an entry holds for all days.
    pub came: Option<Entry>,
    /// Entries that count.
    pub entries: u32,
}

/// The passages of one attendee folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Per scope that occurs in the passages.
    pub scopes: BTreeMap<Scope, Whereabouts>,
    /// What each passage did.
    pub effects: BTreeMap<RecordId, Effect>,
    /// The passages with which the person came to the event: the first, or the first of each day.
    pub arrivals: BTreeSet<RecordId>,
}

impl Whereabouts {
    /// The same, as it is on the day that begins at `day`: whoever last came on an earlier one is expected again at the
    /// event, and has left a session.
    #[must_use]
    pub fn on(self, day: Option<Timestamp>, scope: &Scope) -> Self {
        let Some(day) = day else { return self };
        let today = self.latest.as_ref().is_some_and(|latest| latest.at >= day);
        match (today, scope) {
            // The rule was changed on this very day: whoever came before is here by the latest entry of today.
            (true, _) if self.came.as_ref().is_some_and(|came| came.at < day) => {
                Self { came: self.latest.clone(), ..self }
            }
            (true, _) => self,
            (false, Scope::Event) => Self { presence: Presence::Expected, latest: None, came: None, ..self },
            (false, Scope::Session(_)) if self.presence == Presence::Inside => {
                Self { presence: Presence::Left, ..self }
            }
            (false, Scope::Session(_)) => self,
        }
    }
}

impl Folded {
    /// Where the person is, seen from this scope.
    #[must_use]
    pub fn of(&self, scope: &Scope) -> Whereabouts {
        self.scopes.get(scope).cloned().unwrap_or_default()
    }
}

/// Folds the passages of one attendee, in whatever order they come, by (`at`, stamp).
///
/// Entry outside → inside; entry inside → a double, not counted unless overridden; exit inside → left; exit outside → a
/// stray. Leaving the event leaves its sessions; entering a session leaves those that `overlap` it in time. A passage of a
/// later day finds everybody outside: nobody checks out at night.
#[must_use]
pub fn fold(passages: &[Passage], overlap: impl Fn(&SessionId, &SessionId) -> bool) -> Folded {
    let mut order: Vec<&Passage> = passages.iter().collect();
    order.sort_by_key(|passage| (passage.at, passage.stamp, passage.record));
    let mut folded = Folded::default();
    for passage in order {
        if let Some(day) = passage.day {
            leave_what_was_entered_before(&mut folded.scopes, day);
        }
        if passage.enters_event && passage.direction == Direction::Entry {
            enter(&mut folded, &Scope::Event, passage, false);
        }
        let effect = match passage.direction {
            Direction::Entry => enter(&mut folded, &passage.scope, passage, passage.overridden),
            Direction::Exit => exit(&mut folded, &passage.scope),
        };
        folded.effects.insert(passage.record, effect);
        match (&passage.scope, effect) {
            (Scope::Event, Effect::Left) => leave_sessions(&mut folded.scopes, |_| true),
            (Scope::Session(entered), Effect::Entered) => {
                leave_sessions(&mut folded.scopes, |other| other != entered && overlap(entered, other));
            }
            _ => {}
        }
    }
    folded
}

fn enter(folded: &mut Folded, scope: &Scope, passage: &Passage, counts_again: bool) -> Effect {
    let whereabouts = folded.scopes.entry(scope.clone()).or_default();
    if whereabouts.presence == Presence::Inside && !counts_again {
        return Effect::Double;
    }
    let entry = Entry { record: passage.record, at: passage.at, desk: passage.desk, staff: passage.staff.clone() };
    let came_before = whereabouts.latest.as_ref().is_some_and(|latest| passage.day.is_none_or(|day| latest.at >= day));
    whereabouts.presence = Presence::Inside;
    whereabouts.entries += 1;
    whereabouts.first.get_or_insert_with(|| entry.clone());
    if !came_before {
        whereabouts.came = Some(entry.clone());
        if *scope == Scope::Event {
            folded.arrivals.insert(passage.record);
        }
    }
    whereabouts.latest = Some(entry);
    Effect::Entered
}

fn exit(folded: &mut Folded, scope: &Scope) -> Effect {
    let whereabouts = folded.scopes.entry(scope.clone()).or_default();
    if whereabouts.presence == Presence::Inside {
        whereabouts.presence = Presence::Left;
        Effect::Left
    } else {
        Effect::Stray
    }
}

fn leave_what_was_entered_before(scopes: &mut BTreeMap<Scope, Whereabouts>, day: Timestamp) {
    for whereabouts in scopes.values_mut() {
        let before = whereabouts.latest.as_ref().is_some_and(|latest| latest.at < day);
        if whereabouts.presence == Presence::Inside && before {
            whereabouts.presence = Presence::Left;
        }
    }
}

fn leave_sessions(scopes: &mut BTreeMap<Scope, Whereabouts>, left: impl Fn(&SessionId) -> bool) {
    for (scope, whereabouts) in scopes {
        if let Scope::Session(id) = scope
            && whereabouts.presence == Presence::Inside
            && left(id)
        {
            whereabouts.presence = Presence::Left;
        }
    }
}
