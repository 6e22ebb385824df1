//! The domain of the kiosk: its words as types, and the rules that decide every outcome.
//!
//! Nothing here reads a file, a socket or the clock: what is needed comes in as a value and the answer goes out as one.
//! A refusal is such an answer ([`Outcome`]), never an error.
//!
//! - [`decide`]: one attempt to check in → exactly one [`Decision`].
//! - [`presence`]: the check-ins of one attendee, in any order → who is inside, who came first, which were doubles.
//! - [`fields`]: what lists and desks said about a person → what holds now.
//! - [`event`]: the event with its sessions, ticket types and settings.
//! - [`person`], [`names`]: an attendee; names cleaned and split.

mod decide;
pub mod event;
pub mod fields;
mod ids;
pub mod job;
pub mod names;
pub mod outcome;
pub mod person;
pub mod presence;

pub use decide::{Attempt, Candidate, Claim, Decision, Revocation, UnknownReason, decide};
pub use event::{EntryRule, Event, EventDay, Session, TicketType};
pub use fields::{Field, FieldValue};
pub use ids::{AttendeeId, DeskId, EventId, MalformedId, RecordId, SessionId, StaffId, Stamp, TicketTypeId};
pub use job::{BadgePlace, JobEnd, JobState, PrintJob};
pub use outcome::{Kind, Outcome};
pub use person::{Attendee, BadgeState, Language, Profile, Status, TicketCode};
pub use presence::{Direction, Entry, Passage, Presence, Scope};
