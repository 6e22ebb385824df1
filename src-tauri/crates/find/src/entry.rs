//! What is known of a person for finding them.

use std::borrow::Cow;

use checkin::{AttendeeId, Field, Presence, Status};

/// What is known of a person for finding them: a copy of the fields that can be searched, and what decides the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Who it is.
    pub id: AttendeeId,
    /// The whole name as listed.
    pub name: String,
    /// Family name with its particles, for the order of hits that are equally good; not searched, since the name holds it.
    pub family_name: String,
    /// What the badge says instead of the name; may be empty, as may all that follow.
    pub badge_name: String,
    /// Workplace.
    pub organisation: String,
    /// Job title.
    pub title: String,
    /// E-mail address.
    pub email: String,
    /// Telephone number as given.
    pub phone: String,
    /// Order number.
    pub order: String,
    /// Ticket codes of other systems.
    pub ticket_codes: Vec<String>,
    /// Own columns of the list: heading and value.
    pub fields: Vec<(String, String)>,
    /// The ticket type: its id and its name, as it may be asked for.
    pub ticket_type: Vec<String>,
    /// Whether the person is here. Whoever has been comes after those who are still expected.
    pub presence: Presence,
    /// Registration status. Whoever does not come is last, and still found, or staff would make a walk-in of them.
    pub status: Status,
}

impl Entry {
    /// An entry of which only the name is known; the family name is taken from it as [`checkin::names::split`] does.
    #[must_use]
    pub fn new(id: AttendeeId, name: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            family_name: checkin::names::split(name).family,
            badge_name: String::new(),
            organisation: String::new(),
            title: String::new(),
            email: String::new(),
            phone: String::new(),
            order: String::new(),
            ticket_codes: Vec::new(),
            fields: Vec::new(),
            ticket_type: Vec::new(),
            presence: Presence::Expected,
            status: Status::Confirmed,
        }
    }

    /// The texts that are searched word by word, in the order in which a match is shown. The phone is not among them:
    /// it is searched by its digits.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (Field, Cow<'_, str>, Place)> {
        let named = [
            (Field::Name, &self.name, Place::Name),
            (Field::BadgeName, &self.badge_name, Place::Name),
            (Field::Organisation, &self.organisation, Place::Work),
            (Field::Title, &self.title, Place::Elsewhere),
            (Field::Email, &self.email, Place::Elsewhere),
            (Field::Order, &self.order, Place::Elsewhere),
        ];
        let codes = (Field::TicketCodes, Cow::Owned(self.ticket_codes.join(" ")), Place::Elsewhere);
        let own = self
            .fields
            .iter()
            .map(|(heading, value)| (Field::Own(heading.clone()), Cow::Borrowed(value.as_str()), Place::Elsewhere));
        named
            .into_iter()
            .map(|(field, text, place)| (field, Cow::Borrowed(text.as_str()), place))
            .chain(std::iter::once(codes))
            .chain(own)
    }

    /// Whether only the order of hits differs, not what is found by which words.
    pub(crate) fn reads_like(&self, other: &Self) -> bool {
        let Self {
            id,
            name,
            family_name,
            badge_name,
            organisation,
            title,
            email,
            phone,
            order,
            ticket_codes,
            fields,
            ticket_type,
            presence: _,
            status: _,
        } = self;
        *id == other.id
            && *name == other.name
            && *family_name == other.family_name
            && *badge_name == other.badge_name
            && *organisation == other.organisation
            && *title == other.title
            && *email == other.email
            && *phone == other.phone
            && *order == other.order
            && *ticket_codes == other.ticket_codes
            && *fields == other.fields
            && *ticket_type == other.ticket_type
    }
}

/// Where a word stands: words of names weigh more than all others; slips and sound count in names and organisations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Name,
    Work,
    Elsewhere,
}
