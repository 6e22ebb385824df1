//! What a person is asked about before a list comes in.

use checkin::{Attendee, AttendeeId, Field, FieldValue, Status};
use interchange::Row;
use jiff::Timestamp;

/// What kind of difference it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A row with the ticket code of somebody with quite another name.
    Conflict,
    /// Somebody new, who may be one who is gone from the list.
    Same,
    /// Somebody who is not on the list any more.
    Gone,
    /// Somebody of whom the list says something else.
    Changed,
    /// Somebody new.
    New,
}

impl Kind {
    /// Its name in JSON.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Same => "same",
            Self::Gone => "gone",
            Self::Changed => "changed",
            Self::New => "new",
        }
    }
}

/// One difference.
#[derive(Clone, Debug)]
pub(crate) struct Difference {
    pub(crate) kind: Kind,
    /// The row's line; none for who is gone.
    pub(crate) line: Option<u32>,
    /// Who is here.
    pub(crate) attendee: Option<AttendeeId>,
    /// The person as shown now.
    pub(crate) now: Option<Box<Attendee>>,
    /// The name and organisation in the list; empty for who is gone.
    pub(crate) name: String,
    pub(crate) organisation: String,
    /// Which fields change (only of who changed).
    pub(crate) fields: Vec<FieldDifference>,
    /// When the person arrived, where only the list knows (only of who changed).
    pub(crate) arrival: Option<ArrivalDifference>,
    /// Whether it happens, as things are chosen.
    pub(crate) taken: bool,
}

/// A field that changes.
#[derive(Clone, Debug)]
pub(crate) struct FieldDifference {
    pub(crate) field: Field,
    pub(crate) now: FieldValue,
    pub(crate) list: FieldValue,
    /// The desk whose correction it is that stands now.
    pub(crate) desk: Option<String>,
    pub(crate) taken: bool,
}

/// Under which name an arrival is chosen like a field.
pub(crate) const ARRIVED_AT: &str = "arrivedAt";

/// An arrival that only the list knows of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ArrivalDifference {
    pub(crate) at: Timestamp,
    pub(crate) taken: bool,
}

impl Difference {
    pub(super) fn of_row(
        kind: Kind,
        row: &Row,
        attendee: Option<AttendeeId>,
        now: Option<Attendee>,
        fields: Vec<FieldDifference>,
    ) -> Self {
        let text = |field: &Field| row.values.get(field).map(FieldValue::to_text).unwrap_or_default();
        let (name, organisation) = (text(&Field::Name), text(&Field::Organisation));
        let taken = kind != Kind::Conflict;
        let now = now.map(Box::new);
        Self { kind, line: Some(row.line), attendee, now, name, organisation, fields, arrival: None, taken }
    }

    pub(super) fn of_person(kind: Kind, now: Attendee, taken: bool) -> Self {
        Self {
            kind,
            line: None,
            attendee: Some(now.id),
            now: Some(Box::new(now)),
            name: String::new(),
            organisation: String::new(),
            fields: Vec::new(),
            arrival: None,
            taken,
        }
    }

    /// Whether somebody should look at it first: what may keep a guest out, or takes back what a desk did.
    pub(crate) fn is_weighty(&self) -> bool {
        let has_arrived = self.now.as_ref().is_some_and(|now| now.first_entry.is_some());
        match self.kind {
            Kind::Conflict | Kind::Same => true,
            Kind::Gone => has_arrived,
            Kind::Changed => self.fields.iter().any(|field| {
                let cancels = field.list == FieldValue::Text(Status::Cancelled.as_str().to_owned());
                field.desk.is_some() || (field.field == Field::Status && (has_arrived || cancels))
            }),
            Kind::New => false,
        }
    }
}
