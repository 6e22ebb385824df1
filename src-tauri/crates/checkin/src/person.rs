//! An attendee: what the lists and desks say about the person, and what has happened at the entrance.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::fields::Settled;
use crate::presence::{Entry, Presence};
use crate::{AttendeeId, Field, FieldValue, SessionId, TicketTypeId};

/// The registration status of an attendee.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// May come in.
    #[default]
    Confirmed,
    /// Has not paid.
    PaymentDue,
    /// Waits for a seat.
    Waitlisted,
    /// Does not come.
    Cancelled,
}

impl Status {
    /// All, in the order of the contract.
    pub const ALL: [Self; 4] = [Self::Confirmed, Self::PaymentDue, Self::Waitlisted, Self::Cancelled];

    /// Its name in JSON and in the journal.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::PaymentDue => "paymentDue",
            Self::Waitlisted => "waitlisted",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// A language of screens and badges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Danish, the first language of the kiosk.
    #[default]
    Danish,
    /// English.
    English,
}

impl Language {
    /// Its BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Danish => "da",
            Self::English => "en",
        }
    }

    /// The language of that tag.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        [Self::Danish, Self::English].into_iter().find(|language| language.tag() == tag)
    }
}

/// The text of a QR code or barcode that another system printed. Not shown by `Debug`: it opens the door.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TicketCode(String);

impl TicketCode {
    /// The shortest code that admits by itself, in characters.
    pub const MIN_TO_ADMIT: usize = 4;

    /// The code with this text, which must not be empty.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// The text, exactly as the list has it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the code is long enough to admit by itself.
    #[must_use]
    pub fn admits(&self) -> bool {
        self.0.chars().count() >= Self::MIN_TO_ADMIT
    }
}

impl fmt::Debug for TicketCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TicketCode({} characters)", self.0.chars().count())
    }
}

/// What holds about a person, after lists and amendments have been settled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// The whole name as listed.
    pub name: String,
    /// Given names.
    pub given_name: String,
    /// Family name with particles.
    pub family_name: String,
    /// What the badge says; empty: the name.
    pub badge_name: String,
    /// Workplace.
    pub organisation: String,
    /// Job title.
    pub title: String,
    /// E-mail address.
    pub email: String,
    /// Telephone number.
    pub phone: String,
    /// Ticket type.
    pub ticket_type: Option<TicketTypeId>,
    /// Codes of other systems.
    pub ticket_codes: Vec<TicketCode>,
    /// Order number.
    pub order: String,
    /// Registration status.
    pub status: Status,
    /// The person's language, if known.
    pub language: Option<Language>,
    /// Note for staff.
    pub note: String,
    /// Alert shown before the badge is handed out.
    pub alert: String,
    /// Sessions registered for.
    pub sessions: BTreeSet<SessionId>,
    /// Own columns of the list, by heading.
    pub fields: BTreeMap<String, String>,
    /// Answers to the event's questions, by the question's id.
    pub answers: BTreeMap<String, String>,
}

impl Profile {
    /// The profile that settled fields give. Values that are no longer understood (a status of a newer version) count
    /// as absent.
    #[must_use]
    pub fn from_settled(settled: &BTreeMap<Field, Settled>) -> Self {
        let mut profile = Self::default();
        for (field, settled) in settled {
            profile.set(field, &settled.value);
        }
        profile
    }

    /// Sets one field.
    pub fn set(&mut self, field: &Field, value: &FieldValue) {
        let text = value.to_text();
        match field {
            Field::Name => self.name = text,
            Field::GivenName => self.given_name = text,
            Field::FamilyName => self.family_name = text,
            Field::BadgeName => self.badge_name = text,
            Field::Organisation => self.organisation = text,
            Field::Title => self.title = text,
            Field::Email => self.email = text,
            Field::Phone => self.phone = text,
            Field::TicketType => self.ticket_type = text.parse().ok(),
            Field::TicketCodes => {
                self.ticket_codes = value.to_list().iter().filter_map(|code| TicketCode::new(code)).collect();
            }
            Field::Order => self.order = text,
            Field::Status => self.status = Status::from_name(&text).unwrap_or_default(),
            Field::Language => self.language = Language::from_tag(&text),
            Field::Note => self.note = text,
            Field::Alert => self.alert = text,
            Field::Sessions => self.sessions = value.to_list().iter().filter_map(|id| id.parse().ok()).collect(),
            Field::Own(heading) => set_or_remove(&mut self.fields, heading, text),
            Field::Answer(question) => set_or_remove(&mut self.answers, question, text),
        }
    }

    /// The value of one field.
    #[must_use]
    pub fn get(&self, field: &Field) -> FieldValue {
        let list = |texts: Vec<String>| FieldValue::List(texts);
        FieldValue::Text(match field {
            Field::Name => self.name.clone(),
            Field::GivenName => self.given_name.clone(),
            Field::FamilyName => self.family_name.clone(),
            Field::BadgeName => self.badge_name.clone(),
            Field::Organisation => self.organisation.clone(),
            Field::Title => self.title.clone(),
            Field::Email => self.email.clone(),
            Field::Phone => self.phone.clone(),
            Field::TicketType => self.ticket_type.as_ref().map(ToString::to_string).unwrap_or_default(),
            Field::TicketCodes => {
                return list(self.ticket_codes.iter().map(|code| code.as_str().to_owned()).collect());
            }
            Field::Order => self.order.clone(),
            Field::Status => self.status.as_str().to_owned(),
            Field::Language => self.language.map(|language| language.tag().to_owned()).unwrap_or_default(),
            Field::Note => self.note.clone(),
            Field::Alert => self.alert.clone(),
            Field::Sessions => return list(self.sessions.iter().map(ToString::to_string).collect()),
            Field::Own(heading) => self.fields.get(heading).cloned().unwrap_or_default(),
            Field::Answer(question) => self.answers.get(question).cloned().unwrap_or_default(),
        })
    }
}

fn set_or_remove(map: &mut BTreeMap<String, String>, key: &str, text: String) {
    if text.is_empty() {
        map.remove(key);
    } else {
        map.insert(key.to_owned(), text);
    }
}

/// What is known of an attendee's badge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BadgeState {
    /// None was asked for, or what was asked for did not come.
    #[default]
    None,
    /// Waits for a printer, or is being printed.
    Queued,
    /// The printer confirmed it.
    Printed,
    /// Nobody knows whether it came out: staff are asked.
    Unknown,
}

impl BadgeState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::None, Self::Queued, Self::Printed, Self::Unknown];

    /// Its name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Queued => "queued",
            Self::Printed => "printed",
            Self::Unknown => "unknown",
        }
    }
}

/// A person on the list, also a speaker or a walk-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    /// Where the badge lies that was printed beforehand, as long as it is the one to hand out.
    pub place: Option<crate::BadgePlace>,
    /// The stable id, the same on every desk.
    pub id: AttendeeId,
    /// What holds about the person.
    pub profile: Profile,
    /// Whether the person is at the event.
    pub presence: Presence,
    /// The first entry to the event that stands.
    pub first_entry: Option<Entry>,
    /// What is known of the badge.
    pub badge: BadgeState,
    /// Whom this person came instead of.
    pub replaces: Option<AttendeeId>,
    /// Who came instead of this person.
    pub replaced_by: Option<AttendeeId>,
    /// Neither a list nor a walk-in names this person any more, but something else that stands does.
    pub off_list: bool,
    /// Staff have acknowledged the alert.
    pub alert_acknowledged: bool,
    /// The person's data was erased.
    pub erased: bool,
}
