//! One attempt to check in, one answer.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::event::{Event, Question, Session};
use crate::presence::{Direction, Presence, Whereabouts};
use crate::{AttendeeId, Kind, Outcome, SessionId, Status, TicketTypeId};

/// What was put forward: what a code, an order number or a chosen attendee turned out to be.
///
/// More than one may be true at once (a code may be revoked *and* its holder unknown here); [`decide`] picks the first
/// in the contract's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// It looks like ours, but the signature is wrong.
    pub forged: bool,
    /// It is ours, of another event.
    pub wrong_event: bool,
    /// It was replaced.
    pub revoked: Option<Revocation>,
    /// It admits nobody, and why.
    pub unknown: Option<UnknownReason>,
    /// The people it fits.
    pub people: Vec<Candidate>,
}

/// Why a code is no longer good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Revocation {
    /// A newer badge was issued.
    Reissued,
    /// Somebody else came instead.
    Replaced,
}

impl Revocation {
    /// Its name in JSON and in the journal.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reissued => "reissued",
            Self::Replaced => "replaced",
        }
    }
}

/// Why a code admits nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnknownReason {
    /// It was not read in full.
    DamagedCode,
    /// A real badge of this event whose holder is not in this file.
    NotOnThisDesk,
    /// It is on the list, but too short to admit by itself.
    ShortCode,
    /// Nothing on the list is equal to it.
    NotListed,
}

impl UnknownReason {
    /// Its name in JSON and in the journal.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DamagedCode => "damagedCode",
            Self::NotOnThisDesk => "notOnThisDesk",
            Self::ShortCode => "shortCode",
            Self::NotListed => "notListed",
        }
    }
}

/// A person whom a claim fits, as far as the rules ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub id: AttendeeId,
    /// Registration status.
    pub status: Status,
    /// Who came instead, if somebody did.
    pub replaced_by: Option<AttendeeId>,
    /// Ticket type.
    pub ticket_type: Option<TicketTypeId>,
    /// Sessions registered for.
    pub sessions: BTreeSet<SessionId>,
    /// Where the person is, seen from the event.
    pub at_event: Whereabouts,
    /// Where the person is, seen from the session in question; the same as `at_event` if none is.
    pub in_scope: Whereabouts,
    /// Ids of the questions that have an answer already.
    pub answered: BTreeSet<String>,
}

/// One attempt to check in, with all that the rules need to know.
#[derive(Clone, Debug)]
pub struct Attempt<'a> {
    /// Whom.
    pub claim: &'a Claim,
    /// The event.
    pub event: &'a Event,
    /// The session, or `None` for the event as a whole.
    pub session: Option<&'a Session>,
    /// In or out.
    pub direction: Direction,
    /// When it takes place; opening times are judged by it.
    pub at: Timestamp,
    /// How many are inside the scope now.
    pub taken: u32,
    /// How many are inside the event now; the same as `taken` where that is the scope.
    pub taken_at_event: u32,
    /// The lead lets the person in against the rules.
    pub override_given: bool,
    /// Ids of the questions answered with this attempt.
    pub answering: &'a BTreeSet<String>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub outcome: Outcome,
    /// Whom it is about, if one person is.
    pub attendee: Option<AttendeeId>,
}

/// Decides one attempt: the first outcome that applies, in the contract's order. Pure and total: every attempt has
/// exactly one answer.
#[must_use]
pub fn decide(attempt: &Attempt<'_>) -> Decision {
    let person = match attempt.claim.people.as_slice() {
        [person] => Some(person),
        _ => None,
    };
    let mut overridden = None;
    for outcome in about_the_code(attempt) {
        if passes(attempt, outcome.kind(), &mut overridden) {
            continue;
        }
        return Decision { outcome, attendee: person.map(|person| person.id) };
    }
    let Some(person) = person else {
        // `about_the_code` has answered for no person and for several; this keeps the function total.
        return Decision { outcome: Outcome::UnknownCode(UnknownReason::NotListed), attendee: None };
    };
    let decided = |outcome| Decision { outcome, attendee: Some(person.id) };
    if attempt.direction == Direction::Exit {
        return decided(exit(person));
    }
    for rule in ENTRY_RULES {
        if let Some(outcome) = rule(attempt, person)
            && !passes(attempt, outcome.kind(), &mut overridden)
        {
            return decided(outcome);
        }
    }
    decided(Outcome::Admitted { overridden })
}

/// Whether the override passes over `kind`; remembers the first one it passed.
fn passes(attempt: &Attempt<'_>, kind: Kind, overridden: &mut Option<Kind>) -> bool {
    let passes = attempt.override_given && kind.can_be_overridden();
    if passes {
        overridden.get_or_insert(kind);
    }
    passes
}

/// What speaks against the code itself, in the contract's order.
fn about_the_code(attempt: &Attempt<'_>) -> impl Iterator<Item = Outcome> {
    let claim = attempt.claim;
    let nobody = claim.people.is_empty().then_some(UnknownReason::NotListed);
    let several =
        (claim.people.len() > 1).then(|| Outcome::Ambiguous(claim.people.iter().map(|person| person.id).collect()));
    [
        claim.forged.then_some(Outcome::ForgedCode),
        claim.wrong_event.then_some(Outcome::WrongEvent),
        claim.revoked.map(Outcome::RevokedCode),
        claim.unknown.or(nobody).map(Outcome::UnknownCode),
        several,
    ]
    .into_iter()
    .flatten()
}

/// An exit: rules never keep anybody in.
fn exit(person: &Candidate) -> Outcome {
    if person.in_scope.presence == Presence::Inside {
        Outcome::Departed
    } else {
        Outcome::NotInside { event_first: false }
    }
}

impl Attempt<'_> {
    /// Whether this would bring the person into the event: at its door, or straight into a session that does not ask for
    /// event admission first and so implies it.
    #[must_use]
    pub fn enters_event(&self, person: &Candidate) -> bool {
        self.direction == Direction::Entry && (self.session.is_none() || person.at_event.presence != Presence::Inside)
    }

    /// Whether a session's door is the event's door too for this person, so that the event's own rules hold there.
    fn implies_event(&self, person: &Candidate) -> bool {
        self.session.is_some_and(|session| !session.event_first) && self.enters_event(person)
    }
}

type Rule = fn(&Attempt<'_>, &Candidate) -> Option<Outcome>;

/// The rules for an entry, in the contract's order.
const ENTRY_RULES: [Rule; 11] = [
    cancelled,
    waitlisted,
    already_checked_in,
    payment_due,
    wrong_ticket_type,
    not_in_session,
    too_early,
    too_late,
    event_first,
    full,
    questions_due,
];

fn cancelled(_: &Attempt<'_>, person: &Candidate) -> Option<Outcome> {
    (person.status == Status::Cancelled).then_some(Outcome::Cancelled { replaced_by: person.replaced_by })
}

fn waitlisted(_: &Attempt<'_>, person: &Candidate) -> Option<Outcome> {
    (person.status == Status::Waitlisted).then_some(Outcome::Waitlisted)
}

fn already_checked_in(_: &Attempt<'_>, person: &Candidate) -> Option<Outcome> {
    let whereabouts = &person.in_scope;
    let entry = whereabouts.latest.as_ref().filter(|_| whereabouts.presence == Presence::Inside)?;
    Some(Outcome::AlreadyCheckedIn { first: entry.clone() })
}

fn payment_due(_: &Attempt<'_>, person: &Candidate) -> Option<Outcome> {
    (person.status == Status::PaymentDue).then_some(Outcome::PaymentDue)
}

fn wrong_ticket_type(attempt: &Attempt<'_>, person: &Candidate) -> Option<Outcome> {
    let wanted = &attempt.session?.ticket_types;
    let fits = wanted.is_empty() || person.ticket_type.as_ref().is_some_and(|own| wanted.contains(own));
    (!fits).then(|| Outcome::WrongTicketType { wanted: wanted.iter().cloned().collect() })
}

fn not_in_session(attempt: &Attempt<'_>, person: &Candidate) -> Option<Outcome> {
    let session = attempt.session?;
    let fits = !session.registered_only || person.sessions.contains(&session.id);
    (!fits).then(|| Outcome::NotInSession { registered: person.sessions.iter().cloned().collect() })
}

fn too_early(attempt: &Attempt<'_>, person: &Candidate) -> Option<Outcome> {
    let session = attempt.session.and_then(Session::opens);
    let event = attempt.event.opens.filter(|_| attempt.session.is_none() || attempt.implies_event(person));
    // Both doors have to be open: the later opening counts.
    let opens = session.max(event)?;
    (attempt.at < opens).then_some(Outcome::TooEarly { opens })
}

fn too_late(attempt: &Attempt<'_>, person: &Candidate) -> Option<Outcome> {
    let session = attempt.session.and_then(Session::closes);
    let event = attempt.event.closes.filter(|_| attempt.session.is_none() || attempt.implies_event(person));
    let closed = session.into_iter().chain(event).min()?;
    (attempt.at >= closed).then_some(Outcome::TooLate { closed })
}

fn event_first(attempt: &Attempt<'_>, person: &Candidate) -> Option<Outcome> {
    let outside = attempt.session?.event_first && person.at_event.presence != Presence::Inside;
    outside.then_some(Outcome::NotInside { event_first: true })
}

/// Who is inside already never gets here without an override, which passes this rule too.
fn full(attempt: &Attempt<'_>, person: &Candidate) -> Option<Outcome> {
    let full = |seats: Option<u32>, taken: u32, house: bool| {
        seats.filter(|seats| taken >= *seats).map(|seats| Outcome::SessionFull { seats, taken, house })
    };
    let house = || full(attempt.event.seats, attempt.taken_at_event, true);
    match attempt.session {
        None => house(),
        Some(session) => {
            full(session.seats, attempt.taken, false).or_else(|| attempt.implies_event(person).then(house).flatten())
        }
    }
}

/// Questions are asked on the way into the event.
fn questions_due(attempt: &Attempt<'_>, person: &Candidate) -> Option<Outcome> {
    let due = |question: &&Question| {
        question.required && !person.answered.contains(&question.id) && !attempt.answering.contains(&question.id)
    };
    let asked = (attempt.session.is_none() || attempt.implies_event(person)).then_some(&attempt.event.questions)?;
    let questions: Vec<String> = asked.iter().filter(due).map(|question| question.id.clone()).collect();
    (!questions.is_empty()).then_some(Outcome::QuestionsDue { questions })
}
