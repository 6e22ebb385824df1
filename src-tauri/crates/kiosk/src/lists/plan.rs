//! What a list changes: its rows matched with the people who are here.
//!
//! People are matched by ticket code, then order and name, then e-mail and name, then name and organisation; never by
//! e-mail alone. The values compared are those of the *list* layer: a correction made at a desk does not make the same
//! list look new.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use checkin::fields::{Layer, Said, Saying, holding, settle};
use checkin::{AttendeeId, Direction, Event, Field, FieldValue, Profile, RecordId, Scope, TicketTypeId};
use interchange::{Listing, Row};
use jiff::Timestamp;
use store::{Act, Sayings, StoreError, Tx, View};

use crate::acts::people::sayings;
use crate::error::KioskError;
use crate::kiosk::Shared;

/// What a list changes.
pub(super) struct Plan {
    /// Ticket types that are new.
    pub(super) ticket_types: Vec<(TicketTypeId, String)>,
    /// The rows that change something.
    pub(super) rows: Vec<Change>,
    pub(super) added: u32,
    pub(super) updated: u32,
    pub(super) unchanged: u32,
    pub(super) gone: u32,
    pub(super) conflicts: u32,
}

/// One row that changes something.
pub(super) struct Change {
    line: u32,
    /// `None`: a new person.
    attendee: Option<AttendeeId>,
    said: Sayings,
    arrived: Option<Arrival>,
}

/// An arrival that the list knows of.
#[derive(Clone, Copy)]
struct Arrival {
    at: Timestamp,
    /// When the day began, where everybody comes anew each day.
    day: Option<Timestamp>,
}

/// A person of the list as it was.
struct Listed {
    id: AttendeeId,
    /// What the list layer says.
    profile: Profile,
    sayings: Vec<Saying>,
    has_entered: bool,
}

impl Shared {
    /// Compares a list with who is here.
    pub(super) fn plan(&self, listing: &Listing) -> Result<Plan, KioskError> {
        let event = self.event();
        let now = self.clock.now();
        let listed = self.reader().at_one_moment(|view| Ok(listed_people(view)))??;
        Ok(Plan::new(&event, listing, &listed, now))
    }
}

fn listed_people(view: View<'_>) -> Result<Vec<Listed>, KioskError> {
    // Of all days: an arrival that is known already is not brought again by the same list the next day.
    let view = view.of_day(None);
    let mut listed = Vec::new();
    for id in view.attendee_ids(&store::ListFilter::default())? {
        let sayings = sayings(view, id)?;
        let of_list: Vec<Saying> = sayings.iter().filter(|saying| saying.layer == Layer::List).cloned().collect();
        let profile = Profile::from_settled(&settle(&of_list));
        let has_entered = match view.attendee(id) {
            Ok(attendee) => attendee.first_entry.is_some(),
            Err(StoreError::NotFound) => continue,
            Err(error) => return Err(error.into()),
        };
        // A walk-in has no word of a list; it is matched by what the desk said, so that a list that comes later and
        // names the person adds to it and does not double it.
        let profile =
            if of_list.iter().any(|saying| !saying.void) { profile } else { Profile::from_settled(&settle(&sayings)) };
        listed.push(Listed { id, profile, sayings, has_entered });
    }
    Ok(listed)
}

impl Plan {
    fn new(event: &Event, listing: &Listing, listed: &[Listed], now: Timestamp) -> Self {
        let mut plan = Self {
            ticket_types: Vec::new(),
            rows: Vec::new(),
            added: 0,
            updated: 0,
            unchanged: 0,
            gone: 0,
            conflicts: 0,
        };
        let fields = listing.fields();
        let matcher = Matcher::new(listed);
        let mut types = TicketTypes::new(event);
        let mut matched = BTreeSet::new();
        for row in &listing.rows {
            let values = types.with_ids(row);
            let arrived = arrival(event, row, now);
            match matcher.find(&values, &matched) {
                Match::Conflict => plan.conflicts += 1,
                Match::Nobody => plan.add(row.line, values, arrived),
                Match::Person(index) => {
                    let person = &listed[index];
                    matched.insert(person.id);
                    plan.compare(row.line, person, &fields, &values, arrived);
                }
            }
        }
        let gone = listed.iter().filter(|person| !matched.contains(&person.id) && person.is_on_list());
        plan.gone = u32::try_from(gone.count()).unwrap_or(u32::MAX);
        plan.ticket_types = types.new;
        plan
    }

    /// How many rows change something.
    pub(super) fn changes(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    fn add(&mut self, line: u32, values: BTreeMap<Field, FieldValue>, arrived: Option<Arrival>) {
        self.added += 1;
        self.rows.push(Change { line, attendee: None, said: Sayings::new(values), arrived });
    }

    fn compare(
        &mut self,
        line: u32,
        person: &Listed,
        fields: &BTreeSet<Field>,
        values: &BTreeMap<Field, FieldValue>,
        arrived: Option<Arrival>,
    ) {
        let mut said = Sayings::default();
        for field in fields {
            let wanted = match (values.get(field), field) {
                (Some(value), _) => value.clone(),
                // A word that nobody understands says nothing about the status.
                (None, Field::Status) => continue,
                (None, field) => empty(field),
            };
            if person.profile.get(field) == canonical(field, &wanted) {
                continue;
            }
            let replaces = holding(field, Layer::List, &person.sayings);
            if !replaces.is_empty() {
                said.replaces.insert(field.clone(), replaces);
            }
            said.values.insert(field.clone(), Said::Value(wanted));
        }
        let arrived = arrived.filter(|_| !person.has_entered);
        if said.values.is_empty() && arrived.is_none() {
            self.unchanged += 1;
        } else {
            self.updated += 1;
            self.rows.push(Change { line, attendee: Some(person.id), said, arrived });
        }
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

/// The time in the list, by the clock of the place. One that lies in the future was no arrival.
fn arrival(event: &Event, row: &Row, now: Timestamp) -> Option<Arrival> {
    let zoned = event.time_zone.to_ambiguous_zoned_datetime(row.arrived_at?).compatible().ok()?;
    let at = zoned.timestamp();
    (at <= now).then(|| Arrival { at, day: event.day(at).map(|day| day.from) })
}

impl Change {
    /// Writes the row's records.
    pub(super) fn append(self, tx: &mut Tx<'_>, import: RecordId) -> Result<(), KioskError> {
        let (attendee, number) = match self.attendee {
            Some(attendee) => (attendee, None),
            None => (tx.new_attendee()?, Some(tx.draw_badge_number()?)),
        };
        let listed = Act::Listed { import, line: self.line, said: self.said, number };
        tx.append(&listed, Some(attendee), None, None)?;
        if let Some(Arrival { at, day }) = self.arrived {
            let arrived = Act::CheckIn {
                scope: Scope::Event,
                direction: Direction::Entry,
                overridden: None,
                import: Some(import),
                day,
                enters_event: false,
            };
            tx.append(&arrived, Some(attendee), Some(at), None)?;
        }
        Ok(())
    }
}

impl Listed {
    fn is_on_list(&self) -> bool {
        self.sayings.iter().any(|saying| saying.layer == Layer::List && !saying.void)
    }
}

/// Ticket types by their name in lists.
struct TicketTypes {
    by_name: HashMap<String, TicketTypeId>,
    new: Vec<(TicketTypeId, String)>,
}

impl TicketTypes {
    fn new(event: &Event) -> Self {
        let names = event.ticket_types.iter().flat_map(|ticket_type| {
            [ticket_type.name.to_lowercase(), ticket_type.id.to_string()].map(|name| (name, ticket_type.id.clone()))
        });
        Self { by_name: names.collect(), new: Vec::new() }
    }

    /// The row's values, with the id of its ticket type in place of the name.
    fn with_ids(&mut self, row: &Row) -> BTreeMap<Field, FieldValue> {
        let mut values = row.values.clone();
        if let Some(name) = values.get(&Field::TicketType).map(FieldValue::to_text) {
            let id = self.id_of(&name);
            values.insert(Field::TicketType, FieldValue::Text(id.to_string()));
        }
        values
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

enum Match {
    /// The place of a person.
    Person(usize),
    Nobody,
    /// The same ticket code, but no word of the name in common.
    Conflict,
}

type Key = (&'static str, String, String);

/// Finds the person whom a row means.
struct Matcher<'a> {
    listed: &'a [Listed],
    by_key: HashMap<Key, Vec<usize>>,
}

impl<'a> Matcher<'a> {
    fn new(listed: &'a [Listed]) -> Self {
        let mut by_key: HashMap<Key, Vec<usize>> = HashMap::new();
        for (index, person) in listed.iter().enumerate() {
            let profile = &person.profile;
            let codes = profile.ticket_codes.iter().map(|code| code.as_str().to_owned()).collect();
            for key in keys(codes, &profile.order, &profile.email, &profile.name, &profile.organisation) {
                by_key.entry(key).or_default().push(index);
            }
        }
        Self { listed, by_key }
    }

    fn find(&self, values: &BTreeMap<Field, FieldValue>, taken: &BTreeSet<AttendeeId>) -> Match {
        let text = |field: &Field| values.get(field).map(FieldValue::to_text).unwrap_or_default();
        let codes = values.get(&Field::TicketCodes).map(FieldValue::to_list).unwrap_or_default();
        let name = text(&Field::Name);
        for key in keys(codes, &text(&Field::Order), &text(&Field::Email), &name, &text(&Field::Organisation)) {
            let free =
                self.by_key.get(&key).into_iter().flatten().find(|index| !taken.contains(&self.listed[**index].id));
            if let Some(index) = free {
                let same_word = key.0 != "code" || share_a_word(&name, &self.listed[*index].profile.name);
                return if same_word { Match::Person(*index) } else { Match::Conflict };
            }
        }
        Match::Nobody
    }
}

/// What may identify a person, the surest first. A key needs both of its parts.
fn keys(codes: Vec<String>, order: &str, email: &str, name: &str, organisation: &str) -> Vec<Key> {
    let name = name.to_lowercase();
    let mut keys: Vec<Key> = codes.into_iter().map(|code| ("code", code, String::new())).collect();
    let pairs =
        [("order", order.to_owned()), ("email", email.to_lowercase()), ("organisation", organisation.to_lowercase())];
    for (kind, part) in pairs {
        // An organisation may be empty: the same name twice without one is the same person twice.
        if !name.is_empty() && (!part.is_empty() || kind == "organisation") {
            keys.push((kind, part, name.clone()));
        }
    }
    keys
}

fn share_a_word(a: &str, b: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        text.to_lowercase()
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    !words(a).is_disjoint(&words(b))
}
