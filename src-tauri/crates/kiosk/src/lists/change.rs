//! What a list changes, one by one, and how that is written.

use std::collections::{BTreeMap, HashMap};

use checkin::{AttendeeId, Direction, Event, Field, FieldValue, RecordId, Scope, TicketTypeId};
use jiff::Timestamp;
use store::{Act, Newcomer, Sayings, Tx};

use crate::error::KioskError;

/// One thing that is written.
pub(super) struct Change {
    pub(super) line: u32,
    pub(super) what: What,
    pub(super) arrived: Option<Arrival>,
}

pub(super) enum What {
    New(BTreeMap<Field, FieldValue>),
    /// Somebody new whose record is ready.
    Ready(Box<Newcomer>),
    /// What the list says of somebody, and where the desk's word is taken back.
    Known {
        attendee: AttendeeId,
        said: Sayings,
        taken_back: Sayings,
    },
    /// Somebody comes instead.
    Substitute {
        replaces: AttendeeId,
        values: BTreeMap<Field, FieldValue>,
    },
}

/// An arrival that the list knows of.
#[derive(Clone, Copy)]
pub(super) struct Arrival {
    pub(super) at: Timestamp,
    /// When the day began, where everybody comes anew each day.
    pub(super) day: Option<Timestamp>,
}

impl Change {
    /// Does what can be done before the writer has to.
    pub(super) fn ready(mut self, import: RecordId, now: Timestamp) -> Result<Self, KioskError> {
        if let What::New(values) = self.what {
            self.what = What::Ready(Box::new(Newcomer::new(import, self.line, values, now)?));
        }
        Ok(self)
    }

    /// Writes the row's records.
    pub(super) fn append(
        self,
        tx: &mut Tx<'_>,
        import: RecordId,
        records: &mut Vec<RecordId>,
    ) -> Result<(), KioskError> {
        let line = self.line;
        let mut come = |tx: &mut Tx<'_>, newcomer: Newcomer| {
            let attendee = newcomer.attendee();
            records.push(tx.append_newcomer(newcomer)?);
            Ok::<_, KioskError>(attendee)
        };
        let attendee = match self.what {
            What::New(values) => {
                let newcomer = Newcomer::new(import, line, values, tx.now())?;
                come(tx, newcomer)?
            }
            What::Ready(newcomer) => come(tx, *newcomer)?,
            What::Known { attendee, said, taken_back } => {
                if !said.values.is_empty() {
                    records.push(tx.append(
                        &Act::Listed { import, line, said, number: None },
                        Some(attendee),
                        None,
                        None,
                    )?);
                }
                if !taken_back.values.is_empty() {
                    let act = Act::Amended { said: taken_back, reason: String::new(), import: Some(import) };
                    records.push(tx.append(&act, Some(attendee), None, None)?);
                }
                attendee
            }
            What::Substitute { replaces, values } => {
                let (attendee, number) = (tx.new_attendee()?, tx.draw_badge_number()?);
                // What is known of the new person is the list's word, so that later lists can change it.
                let act = Act::Substituted { replaces, said: Sayings::default(), number, import: Some(import) };
                records.push(tx.append(&act, Some(attendee), None, None)?);
                let said = Sayings::new(values);
                records.push(tx.append(
                    &Act::Listed { import, line, said, number: None },
                    Some(attendee),
                    None,
                    None,
                )?);
                attendee
            }
        };
        if let Some(Arrival { at, day }) = self.arrived {
            let arrived = Act::CheckIn {
                scope: Scope::Event,
                direction: Direction::Entry,
                overridden: None,
                import: Some(import),
                day,
                enters_event: false,
            };
            records.push(tx.append(&arrived, Some(attendee), Some(at), None)?);
        }
        Ok(())
    }
}

/// Ticket types by their name in lists.
pub(super) struct TicketTypes {
    by_name: HashMap<String, TicketTypeId>,
    pub(super) new: Vec<(TicketTypeId, String)>,
}

impl TicketTypes {
    pub(super) fn new(event: &Event) -> Self {
        let names = event.ticket_types.iter().flat_map(|ticket_type| {
            [ticket_type.name.to_lowercase(), ticket_type.id.to_string()].map(|name| (name, ticket_type.id.clone()))
        });
        Self { by_name: names.collect(), new: Vec::new() }
    }

    /// Puts the id of a row's ticket type in the place of its name.
    pub(super) fn give_id(&mut self, values: &mut BTreeMap<Field, FieldValue>) {
        if let Some(value) = values.get_mut(&Field::TicketType) {
            *value = FieldValue::Text(self.id_of(&value.to_text()).to_string());
        }
    }

    fn id_of(&mut self, name: &str) -> TicketTypeId {
        if let Some(id) = self.by_name.get(&name.to_lowercase()) {
            return id.clone();
        }
        let id = TicketTypeId::from_name(name);
        let known = self.by_name.values().any(|known| *known == id);
        self.by_name.insert(name.to_lowercase(), id.clone());
        if !known {
            self.new.push((id.clone(), name.to_owned()));
        }
        id
    }
}
