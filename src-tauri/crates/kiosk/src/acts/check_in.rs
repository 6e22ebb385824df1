//! Checking in: whom a text or an id means, what the rules say, and what is written down.

use std::collections::{BTreeMap, BTreeSet};

use checkin::fields::{Field, FieldValue};
use checkin::presence::{self, Entry};
use checkin::{
    Attempt, Attendee, AttendeeId, Candidate, Claim, Decision, Direction, Event, EventDay, Kind, Outcome, Passage,
    PrintJob, Profile, RecordId, Scope, Session, SessionId, UnknownReason, decide,
};
use jiff::{SignedDuration, Timestamp};
use scan::Layout;
use store::{Act, Sealed, Tx, View};

use super::jobs::out_of_batch;
use super::people::said_at_desk;
use super::{Answered, Once, meant};
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk, Shared};
use crate::printers::{Printers, is_tried_again};

/// Whom to check in.
#[derive(Clone, Debug)]
pub enum Who {
    /// Whoever this scanned or typed text admits.
    Text(String),
    /// This attendee, chosen on screen.
    Attendee(AttendeeId),
}

/// One attempt.
#[derive(Clone, Debug)]
pub struct Request {
    /// Whom.
    pub who: Who,
    /// What came just before a scanned text, the latest last: if the text is nothing, it may be the end of a code that
    /// pauses tore into pieces.
    pub before: Vec<String>,
    /// The keyboards of the scanner and of the computer, where they are known: twice the same where they agree, or where nothing
    /// was typed. `None` where nobody knows.
    pub keyboards: Option<Keyboards>,
    /// The session; `None` for the event.
    pub session: Option<SessionId>,
    /// In or out.
    pub direction: Direction,
    /// When it took place, if not now.
    pub at: Option<Timestamp>,
    /// The lead lets the person in, for this reason.
    pub override_reason: Option<String>,
    /// Answers to the event's questions.
    pub answers: BTreeMap<String, String>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The outcome.
    pub outcome: Outcome,
    /// The person, if it is about one.
    pub attendee: Option<Attendee>,
    /// The people a code fits, if it fits several or does not admit by itself; at most [`MAX_CANDIDATES`].
    pub candidates: Vec<Attendee>,
    /// The record that was written, if somebody went in or out.
    pub check_in: Option<RecordId>,
    /// The entry by which the person was inside already.
    pub first: Option<Entry>,
    /// The session in question and how many are inside.
    pub session: Option<(Session, u32)>,
    /// The badge that was queued.
    pub print_job: Option<PrintJob>,
    /// It was undone since (for a repeated call).
    pub undone: bool,
    /// The code was read as it was meant, although scanner and computer are set to keyboards of two countries.
    pub crossed: Option<Keyboards>,
    /// What to search for: the text was no code, and nobody's.
    pub search: Option<String>,
}

/// The keyboards of a scanner and of the computer.
pub type Keyboards = (Layout, Layout);

/// The most people that are named when a code fits several.
pub const MAX_CANDIDATES: usize = 20;

/// A time that is given may lie so far in the future: two clocks are never equal.
const MAX_AHEAD: SignedDuration = SignedDuration::from_mins(1);

/// A refused scan is kept to this many characters.
const MAX_SCANNED: usize = 200;

/// Checks somebody in, or says why not.
///
/// # Errors
/// If a parameter is wrong, the attendee or session does not exist, or nothing could be written.
pub fn check_in(kiosk: &Kiosk, caller: &Caller, request: Request, once: Once) -> Result<Answered<Answer>, KioskError> {
    let staff = caller.staff.clone();
    let answered = kiosk.write(move |desk| {
        let shared = std::sync::Arc::clone(&desk.shared);
        desk.transact(&staff, |tx| attempt(tx, &shared, &request, &once))
    })?;
    if answered.value.print_job.is_some() {
        kiosk.wake_printer();
    }
    Ok(answered)
}

fn attempt(tx: &mut Tx<'_>, shared: &Shared, request: &Request, once: &Once) -> Result<Answered<Answer>, KioskError> {
    let event = shared.event();
    if let Some(sealed) = once.repeated(tx)? {
        return Ok(Answered::again(earlier(tx.view(), &event, &sealed)?));
    }
    let session = session(&event, request.session.as_ref())?;
    check_parameters(tx.now(), &event, request)?;

    let at = request.at.unwrap_or(tx.now());
    let (claim, crossed) = claim(tx, shared, request, session, event.day(at))?;
    let scope = scope_of(session);
    // Only counted where a limit asks for it.
    let taken_at_event = if event.seats.is_some() { tx.view().inside(&Scope::Event)? } else { 0 };
    let taken = if session.is_some() { tx.view().inside(&scope)? } else { taken_at_event };
    let given = Attempt {
        claim: &claim,
        event: &event,
        session,
        direction: request.direction,
        at,
        taken,
        taken_at_event,
        override_given: request.override_reason.is_some(),
        answering: &request.answers.keys().cloned().collect(),
    };
    let decision = decide(&given);
    let enters_event = claim.people.first().is_some_and(|person| given.enters_event(person));
    let day = event.day(at).map(|day| day.from);
    let passage = Passing { scope: &scope, enters_event: enters_event && session.is_some(), day };
    let check_in = write_down(tx, request, &decision, &passage, once)?;
    let print_job = match (check_in, decision.attendee) {
        // Badges are given at the event's own door; one who came in by a room gets it there, or on request.
        (Some(check_in), Some(attendee)) if enters_event && session.is_none() => {
            queue_badge(tx, &event, &shared.printers, attendee, check_in)?
        }
        _ => None,
    };
    let attendee = match decision.attendee {
        Some(id) => Some(tx.view().attendee(id)?),
        None => None,
    };
    let candidates = match (&decision.outcome, &attendee) {
        (Outcome::Ambiguous(_) | Outcome::UnknownCode(_), _) => {
            let ids = claim.people.iter().take(MAX_CANDIDATES);
            ids.map(|person| Ok(tx.view().attendee(person.id)?)).collect::<Result<_, KioskError>>()?
        }
        _ => Vec::new(),
    };
    let session = match session {
        Some(session) => Some((session.clone(), tx.view().inside(&scope)?)),
        None => None,
    };
    let first = match &decision.outcome {
        Outcome::AlreadyCheckedIn { first } => Some(first.clone()),
        _ => None,
    };
    let search = match (&decision.outcome, &request.who) {
        (Outcome::UnknownCode(UnknownReason::NotListed), Who::Text(text)) => {
            meant::search(shared, text, request.keyboards)
        }
        _ => None,
    };
    Ok(Answered::now(Answer {
        // An unknown code is about nobody, even if it resembles somebody's.
        attendee: attendee.filter(|_| !matches!(decision.outcome, Outcome::UnknownCode(_))),
        outcome: decision.outcome,
        candidates,
        check_in,
        first,
        session,
        print_job,
        undone: false,
        crossed,
        search,
    }))
}

fn session<'a>(event: &'a Event, id: Option<&SessionId>) -> Result<Option<&'a Session>, KioskError> {
    let Some(id) = id else { return Ok(None) };
    let session = event.session(id).ok_or(store::StoreError::NotFound)?;
    if session.check_in { Ok(Some(session)) } else { Err(KioskError::NoCheckInHere) }
}

fn scope_of(session: Option<&Session>) -> Scope {
    session.map_or(Scope::Event, |session| Scope::Session(session.id.clone()))
}

fn check_parameters(now: Timestamp, event: &Event, request: &Request) -> Result<(), KioskError> {
    if let Some(at) = request.at
        && at.saturating_sub(MAX_AHEAD).is_ok_and(|limit| limit > now)
    {
        return Err(KioskError::parameter("at", "more than one minute in the future"));
    }
    if request.override_reason.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
        return Err(KioskError::typed("reason", "override.reason", "must say why"));
    }
    for (id, answer) in &request.answers {
        let question = event.questions.iter().find(|question| question.id == *id);
        let field = format!("answers.{id}");
        let question = question.ok_or_else(|| KioskError::parameter(&field, "there is no such question"))?;
        if !question.answer.accepts(answer) {
            return Err(KioskError::typed("answer", &field, "is no answer to this question"));
        }
    }
    Ok(())
}

/// Whom a text or an id means.
fn claim(
    tx: &mut Tx<'_>,
    shared: &Shared,
    request: &Request,
    session: Option<&Session>,
    day: Option<EventDay>,
) -> Result<(Claim, Option<Keyboards>), KioskError> {
    let (people, mut claim, crossed) = match &request.who {
        Who::Attendee(id) => (vec![tx.view().attendee(*id)?.id], Claim::default(), None),
        Who::Text(text) => {
            let mut meant = meant::by_scan(tx.view(), shared, text, request.keyboards)?;
            let mut whole = text.clone();
            for piece in request.before.iter().rev() {
                if !meant::is_nothing(&meant.1) {
                    break;
                }
                whole.insert_str(0, piece);
                let joined = meant::by_scan(tx.view(), shared, &whole, request.keyboards)?;
                if !meant::is_nothing(&joined.1) {
                    meant = joined;
                }
            }
            meant
        }
    };
    for id in people.into_iter().take(MAX_CANDIDATES + 1) {
        tx.bring_up_to_date(id)?;
        claim.people.push(candidate(tx, id, session, day)?);
    }
    Ok((claim, crossed))
}

fn candidate(
    tx: &Tx<'_>,
    id: AttendeeId,
    session: Option<&Session>,
    day: Option<EventDay>,
) -> Result<Candidate, KioskError> {
    let view = tx.view();
    let attendee = view.attendee(id)?;
    let at_event = match day {
        // Given afterwards for another day, as from a paper list: what that day knows is asked, not what today knows.
        Some(day) if !(day.from..day.until).contains(&tx.now()) => {
            let of_day = |passage: &Passage| (day.from..day.until).contains(&passage.at);
            let passages: Vec<Passage> = view.passages(attendee.id)?.into_iter().filter(of_day).collect();
            presence::fold(&passages, |_, _| false).of(&Scope::Event)
        }
        _ => view.whereabouts(attendee.id, &Scope::Event)?,
    };
    let in_scope = match session {
        Some(_) => view.whereabouts(attendee.id, &scope_of(session))?,
        None => at_event.clone(),
    };
    Ok(Candidate {
        id: attendee.id,
        status: attendee.profile.status,
        replaced_by: attendee.replaced_by,
        ticket_type: attendee.profile.ticket_type,
        sessions: attendee.profile.sessions,
        at_event,
        in_scope,
        answered: attendee.profile.answers.into_keys().collect(),
    })
}

/// Through which doors somebody passes, and on which day.
struct Passing<'a> {
    scope: &'a Scope,
    /// The session's door is the event's too.
    enters_event: bool,
    /// When the day began, where everybody comes anew each day.
    day: Option<Timestamp>,
}

/// Writes what was decided: a check-in with the answers that came with it, or a refusal. A question that is due is
/// neither: the guest is still being served.
fn write_down(
    tx: &mut Tx<'_>,
    request: &Request,
    decision: &Decision,
    passage: &Passing<'_>,
    once: &Once,
) -> Result<Option<RecordId>, KioskError> {
    let scope = passage.scope;
    let overridden = match &decision.outcome {
        Outcome::Admitted { overridden } => *overridden,
        Outcome::Departed => None,
        Outcome::QuestionsDue { .. } => return Ok(None),
        refused => {
            let act = Act::Refused {
                outcome: refused.kind(),
                reason: reason_text(refused).to_owned(),
                scope: scope.clone(),
                scanned: scanned_text(&request.who),
            };
            tx.append(&act, decision.attendee, request.at, None)?;
            return Ok(None);
        }
    };
    let Some(attendee) = decision.attendee else { return Ok(None) };
    let overridden: Option<(Kind, String)> = overridden.zip(request.override_reason.clone());
    let act = Act::CheckIn {
        scope: scope.clone(),
        direction: request.direction,
        overridden,
        import: None,
        day: passage.day,
        enters_event: passage.enters_event,
    };
    let check_in = tx.append(&act, Some(attendee), request.at, once.call().as_ref())?;
    if !request.answers.is_empty() {
        let values = request
            .answers
            .iter()
            .map(|(question, answer)| (Field::Answer(question.clone()), FieldValue::Text(answer.clone())));
        let said = said_at_desk(tx.view(), attendee, values)?;
        tx.append(&Act::Amended { said, reason: String::new(), import: None }, Some(attendee), request.at, None)?;
    }
    Ok(Some(check_in))
}

fn scanned_text(who: &Who) -> String {
    match who {
        Who::Text(text) => text.trim().chars().take(MAX_SCANNED).collect(),
        Who::Attendee(_) => String::new(),
    }
}

/// An entry to the event asks for a badge, once, in as many copies as this desk prints by itself.
pub(crate) fn queue_badge(
    tx: &mut Tx<'_>,
    event: &Event,
    printers: &Printers,
    attendee: AttendeeId,
    check_in: RecordId,
) -> Result<Option<PrintJob>, KioskError> {
    let profile = tx.view().attendee(attendee)?.profile;
    // Nobody wears "Gæst 2 af Nyborg Kommune": the name is asked for first, and then the badge.
    let wants = wants_badge(event, &profile) && !has_no_name(&profile);
    let copies = printers.auto().copies();
    if !wants || copies == 0 {
        return Ok(None);
    }
    for job in tx.view().print_jobs(None, Some(attendee))? {
        if out_of_batch(tx, printers, &job)? {
            continue;
        }
        // A badge that waits for another printer is on its way too.
        if job.state.holds_badge() || is_tried_again(tx.view(), &job, tx.now())? {
            return Ok(None);
        }
    }
    let act =
        Act::BadgeQueued { printer: String::new(), copies, reprint_of: None, check_in: Some(check_in), batch: None };
    let job = tx.append(&act, Some(attendee), None, None)?;
    Ok(Some(tx.view().print_job(job)?))
}

/// Whether somebody who comes in gets a badge.
pub(crate) fn wants_badge(event: &Event, profile: &Profile) -> bool {
    let of_type = profile.ticket_type.as_ref().and_then(|id| event.ticket_type(id));
    event.badges && of_type.is_none_or(|ticket_type| ticket_type.badge)
}

/// Whether nobody knows yet what the guest is called.
pub(crate) fn has_no_name(profile: &Profile) -> bool {
    profile.badge_name.is_empty() && checkin::names::is_placeholder(&profile.name)
}

/// The answer of an earlier call, from the record that it made.
fn earlier(view: View<'_>, event: &Event, sealed: &Sealed) -> Result<Answer, KioskError> {
    let record = &sealed.record;
    let told = view.record(record.id)?;
    let Some(Act::CheckIn { scope, direction, overridden, .. }) = sealed.act() else {
        return Err(store::StoreError::NonceReused.into());
    };
    let outcome = match direction {
        Direction::Entry => Outcome::Admitted { overridden: overridden.map(|(kind, _)| kind) },
        Direction::Exit => Outcome::Departed,
    };
    let attendee = record.attendee.map(|id| view.attendee(id)).transpose()?;
    let session = match &scope {
        Scope::Session(id) => match event.session(id) {
            Some(session) => Some((session.clone(), view.inside(&scope)?)),
            None => None,
        },
        Scope::Event => None,
    };
    Ok(Answer {
        outcome,
        attendee,
        candidates: Vec::new(),
        check_in: Some(record.id),
        first: None,
        session,
        print_job: view.jobs_of_check_in(record.id)?.into_iter().next(),
        undone: !told.stands,
        crossed: None,
        search: None,
    })
}

/// What an outcome says more, as one word; empty if nothing.
#[must_use]
pub fn reason_text(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::UnknownCode(reason) => reason.as_str(),
        Outcome::RevokedCode(why) => why.as_str(),
        Outcome::NotInside { event_first: true } => "eventFirst",
        Outcome::SessionFull { house: true, .. } => "houseFull",
        Outcome::Cancelled { replaced_by: Some(_) } => "replaced",
        Outcome::Admitted { overridden: Some(kind) } => kind.as_str(),
        _ => "",
    }
}

/// The ids of the questions that this attempt leaves open.
#[must_use]
pub fn questions_due(outcome: &Outcome) -> BTreeSet<&str> {
    match outcome {
        Outcome::QuestionsDue { questions } => questions.iter().map(String::as_str).collect(),
        _ => BTreeSet::new(),
    }
}
