//! The columns of ours that a list's headings are taken for.

use checkin::Field;

/// A column of ours.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// Given names.
    FirstName,
    /// What stands between given names and family name. It has no field: it is a part of the whole name.
    MiddleName,
    /// Family name.
    LastName,
    /// The whole name.
    Name,
    /// What the badge says instead of the name.
    BadgeName,
    /// Organisation.
    Organisation,
    /// Job title.
    Title,
    /// E-mail address.
    Email,
    /// Telephone number.
    Phone,
    /// Ticket type, as text.
    TicketType,
    /// Ticket code of another system.
    Code,
    /// Order number.
    Order,
    /// Registration status.
    Status,
    /// Whether the ticket is paid, as yes or no.
    Paid,
    /// Whether the person has cancelled, as yes or no, or when.
    Cancelled,
    /// The person's language.
    Language,
    /// Note for staff.
    Note,
    /// Whether staff must take notice, as yes or no, or what of.
    Attention,
    /// When the person arrived.
    CheckedInAt,
    /// Price of the ticket. It has no field.
    Price,
    /// Running number in the list. It has no field.
    No,
    /// A field with an open name: a column the event wants under another heading, or an answer to a question.
    Open(Field),
}

impl Column {
    /// The columns with a fixed name.
    pub const FIXED: [Self; 21] = [
        Self::FirstName,
        Self::MiddleName,
        Self::LastName,
        Self::Name,
        Self::BadgeName,
        Self::Organisation,
        Self::Title,
        Self::Email,
        Self::Phone,
        Self::TicketType,
        Self::Code,
        Self::Order,
        Self::Status,
        Self::Paid,
        Self::Cancelled,
        Self::Language,
        Self::Note,
        Self::Attention,
        Self::CheckedInAt,
        Self::Price,
        Self::No,
    ];

    /// Its name in `import-samples`.
    #[must_use]
    pub fn key(&self) -> String {
        let key = match self {
            Self::FirstName => "first_name",
            Self::MiddleName => "middle_name",
            Self::LastName => "last_name",
            Self::Name => "name",
            Self::BadgeName => "badge_name",
            Self::Organisation => "organisation",
            Self::Title => "title",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::TicketType => "ticket_type",
            Self::Code => "code",
            Self::Order => "order",
            Self::Status => "status",
            Self::Paid => "paid",
            Self::Cancelled => "cancelled",
            Self::Language => "language",
            Self::Note => "note",
            Self::Attention => "attention",
            Self::CheckedInAt => "checked_in_at",
            Self::Price => "price",
            Self::No => "no",
            Self::Open(field) => return field.key(),
        };
        key.to_owned()
    }

    /// Its name in the words of `contract.md`: that of its field. Status, paid and cancelled are all `status` there;
    /// those without a field keep their own word.
    #[must_use]
    pub fn contract_key(&self) -> String {
        match (self, self.field()) {
            (_, Some(field)) => field.key(),
            (Self::CheckedInAt, None) => "checkedInAt".to_owned(),
            (Self::MiddleName, None) => "middleName".to_owned(),
            (other, None) => other.key(),
        }
    }

    /// The field it fills.
    #[must_use]
    pub fn field(&self) -> Option<Field> {
        Some(match self {
            Self::FirstName => Field::GivenName,
            Self::LastName => Field::FamilyName,
            Self::Name => Field::Name,
            Self::BadgeName => Field::BadgeName,
            Self::Organisation => Field::Organisation,
            Self::Title => Field::Title,
            Self::Email => Field::Email,
            Self::Phone => Field::Phone,
            Self::TicketType => Field::TicketType,
            Self::Code => Field::TicketCodes,
            Self::Order => Field::Order,
            Self::Status | Self::Paid | Self::Cancelled => Field::Status,
            Self::Language => Field::Language,
            Self::Note => Field::Note,
            Self::Attention => Field::Alert,
            Self::Open(field) => field.clone(),
            Self::MiddleName | Self::CheckedInAt | Self::Price | Self::No => return None,
        })
    }

    /// The column of that name, in the words of `import-samples`, of `contract.md`, or `field:Heading` and
    /// `answer:question`. Sessions are no column: a list names them by title, the field holds ids.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        // In the order of FIXED, so that `status` is the status and not whether it is paid.
        let fixed = Self::FIXED.into_iter().find(|column| column.key() == key || column.contract_key() == key);
        fixed.or_else(|| match Field::from_key(key)? {
            open @ (Field::Own(_) | Field::Answer(_)) => Some(Self::Open(open)),
            _ => None,
        })
    }

    /// Whether it names the person.
    pub(crate) fn is_name(&self) -> bool {
        matches!(self, Self::FirstName | Self::LastName | Self::Name)
    }
}
