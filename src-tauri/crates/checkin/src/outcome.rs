//! The answers to an attempt to check in.

use jiff::Timestamp;

use crate::decide::{Revocation, UnknownReason};
use crate::presence::Entry;
use crate::{AttendeeId, SessionId, TicketTypeId};

/// An answer, with what the screen needs to say more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The code looks like ours, but its signature is wrong.
    ForgedCode,
    /// The code is one of ours, of another event.
    WrongEvent,
    /// The code was good once; why it no longer is.
    RevokedCode(Revocation),
    /// The code admits nobody here.
    UnknownCode(UnknownReason),
    /// The code fits several people.
    Ambiguous(Vec<AttendeeId>),
    /// Went out.
    Departed,
    /// Is not inside: an exit without an entry, or a session that wants event admission first.
    NotInside {
        /// It was an entry to a session that wants event admission first.
        event_first: bool,
    },
    /// Has cancelled.
    Cancelled {
        /// Somebody else came instead.
        replaced_by: Option<AttendeeId>,
    },
    /// Is on the waiting list.
    Waitlisted,
    /// Is inside already.
    AlreadyCheckedIn {
        /// The entry by which the person is inside.
        first: Entry,
    },
    /// Has not paid.
    PaymentDue,
    /// The ticket does not open this session.
    WrongTicketType {
        /// The ticket types that do.
        wanted: Vec<TicketTypeId>,
    },
    /// Is not registered for this session.
    NotInSession {
        /// What the person is registered for.
        registered: Vec<SessionId>,
    },
    /// It has not opened.
    TooEarly {
        /// When it opens.
        opens: Timestamp,
    },
    /// It has closed.
    TooLate {
        /// When it closed.
        closed: Timestamp,
    },
    /// All seats are taken.
    SessionFull {
        /// How many there are.
        seats: u32,
        /// How many are taken.
        taken: u32,
        /// It is the house that is full, and not a session's room.
        house: bool,
    },
    /// Questions have to be answered first.
    QuestionsDue {
        /// Their ids, in the event's order.
        questions: Vec<String>,
    },
    /// Comes in.
    Admitted {
        /// The first rule that was passed over, if one was.
        overridden: Option<Kind>,
    },
}

impl Outcome {
    /// Which of the outcomes it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::ForgedCode => Kind::ForgedCode,
            Self::WrongEvent => Kind::WrongEvent,
            Self::RevokedCode(_) => Kind::RevokedCode,
            Self::UnknownCode(_) => Kind::UnknownCode,
            Self::Ambiguous(_) => Kind::Ambiguous,
            Self::Departed => Kind::Departed,
            Self::NotInside { .. } => Kind::NotInside,
            Self::Cancelled { .. } => Kind::Cancelled,
            Self::Waitlisted => Kind::Waitlisted,
            Self::AlreadyCheckedIn { .. } => Kind::AlreadyCheckedIn,
            Self::PaymentDue => Kind::PaymentDue,
            Self::WrongTicketType { .. } => Kind::WrongTicketType,
            Self::NotInSession { .. } => Kind::NotInSession,
            Self::TooEarly { .. } => Kind::TooEarly,
            Self::TooLate { .. } => Kind::TooLate,
            Self::SessionFull { .. } => Kind::SessionFull,
            Self::QuestionsDue { .. } => Kind::QuestionsDue,
            Self::Admitted { .. } => Kind::Admitted,
        }
    }
}

/// An outcome without its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is described at the variant of `Outcome` with its name")]
pub enum Kind {
    ForgedCode,
    WrongEvent,
    RevokedCode,
    UnknownCode,
    Ambiguous,
    Departed,
    Cancelled,
    Waitlisted,
    AlreadyCheckedIn,
    PaymentDue,
    WrongTicketType,
    NotInSession,
    TooEarly,
    TooLate,
    NotInside,
    SessionFull,
    QuestionsDue,
    Admitted,
}

impl Kind {
    /// All, in the order of the contract.
    pub const ALL: [Self; 18] = [
        Self::ForgedCode,
        Self::WrongEvent,
        Self::RevokedCode,
        Self::UnknownCode,
        Self::Ambiguous,
        Self::Departed,
        Self::Cancelled,
        Self::Waitlisted,
        Self::AlreadyCheckedIn,
        Self::PaymentDue,
        Self::WrongTicketType,
        Self::NotInSession,
        Self::TooEarly,
        Self::TooLate,
        Self::NotInside,
        Self::SessionFull,
        Self::QuestionsDue,
        Self::Admitted,
    ];

    /// Its name in JSON and in the journal.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ForgedCode => "forgedCode",
            Self::WrongEvent => "wrongEvent",
            Self::RevokedCode => "revokedCode",
            Self::UnknownCode => "unknownCode",
            Self::Ambiguous => "ambiguous",
            Self::Departed => "departed",
            Self::NotInside => "notInside",
            Self::Cancelled => "cancelled",
            Self::Waitlisted => "waitlisted",
            Self::AlreadyCheckedIn => "alreadyCheckedIn",
            Self::PaymentDue => "paymentDue",
            Self::WrongTicketType => "wrongTicketType",
            Self::NotInSession => "notInSession",
            Self::TooEarly => "tooEarly",
            Self::TooLate => "tooLate",
            Self::SessionFull => "sessionFull",
            Self::QuestionsDue => "questionsDue",
            Self::Admitted => "admitted",
        }
    }

    /// The outcome of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether the lead's override passes it: everything from `cancelled` to `sessionFull`, and `revokedCode`; never an
    /// unknown, forged or ambiguous code, and no question.
    #[must_use]
    pub const fn can_be_overridden(self) -> bool {
        matches!(
            self,
            Self::RevokedCode
                | Self::Cancelled
                | Self::Waitlisted
                | Self::AlreadyCheckedIn
                | Self::PaymentDue
                | Self::WrongTicketType
                | Self::NotInSession
                | Self::TooEarly
                | Self::TooLate
                | Self::NotInside
                | Self::SessionFull
        )
    }
}
