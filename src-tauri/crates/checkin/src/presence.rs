//! Who is inside: the check-ins of one attendee folded in the order of their times.

use std::collections::BTreeMap;

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
    /// The entry by which the person is inside now.
    pub latest: Option<Entry>,
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
/// stray. Leaving the event leaves its sessions; entering a session leaves those that `overlap` it in time.
#[must_use]
pub fn fold(passages: &[Passage], overlap: impl Fn(&SessionId, &SessionId) -> bool) -> Folded {
    let mut order: Vec<&Passage> = passages.iter().collect();
    order.sort_by_key(|passage| (passage.at, passage.stamp, passage.record));
    let mut folded = Folded::default();
    for passage in order {
        let effect = apply(&mut folded.scopes, passage);
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

fn apply(scopes: &mut BTreeMap<Scope, Whereabouts>, passage: &Passage) -> Effect {
    let whereabouts = scopes.entry(passage.scope.clone()).or_default();
    let inside = whereabouts.presence == Presence::Inside;
    match passage.direction {
        Direction::Entry if inside && !passage.overridden => Effect::Double,
        Direction::Entry => {
            let entry =
                Entry { record: passage.record, at: passage.at, desk: passage.desk, staff: passage.staff.clone() };
            whereabouts.presence = Presence::Inside;
            whereabouts.entries += 1;
            whereabouts.first.get_or_insert_with(|| entry.clone());
            whereabouts.latest = Some(entry);
            Effect::Entered
        }
        Direction::Exit if inside => {
            whereabouts.presence = Presence::Left;
            Effect::Left
        }
        Direction::Exit => Effect::Stray,
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
