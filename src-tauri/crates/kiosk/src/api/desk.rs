//! What a window shows around its screens: the event, the counts, badges on their way, the latest at this desk.

use checkin::{Direction, Event, JobState, PrintJob, Scope, SessionId, TicketType};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Act, StoreError, Told, View};

use super::check_in::{QuestionWire, question};
use super::jobs::PrintJobWire;
use super::overview::NoParams;
use super::params::{self, Id};
use super::printers;
use super::waiting;
use super::wire;
use crate::badges::event_template;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use crate::printers::{AutoPrint, is_tried_again};

/// How many badges in trouble are named.
const MOST_JOBS: usize = 20;
/// How long a badge that failed is told of.
const FAILED_FOR: SignedDuration = SignedDuration::from_hours(12);

/// The event as a window shows it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct EventInfo {
    /// Its title.
    pub title: String,
    /// An IANA name.
    pub time_zone: String,
    /// Its first day.
    pub starts: String,
    /// Its last day.
    pub ends: String,
    /// The house.
    pub venue: String,
    /// Who holds it.
    pub organiser: String,
    /// Who supports it.
    pub supporters: Vec<String>,
    /// Nothing counts.
    pub rehearsal: bool,
    /// The ticket types, those that lists brought too.
    pub ticket_types: Vec<TicketTypeWire>,
    /// The questions asked at check-in.
    pub questions: Vec<QuestionWire>,
    /// This desk; absent for one who only reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeskWire>,
    /// Where the event's file lies.
    pub file: String,
    /// Where badges are saved that no printer takes.
    pub badge_folder: String,
    /// Whether people are checked out.
    pub exits: bool,
    /// Whether the event has a passphrase.
    pub locked: bool,
    /// Minutes without a key after which a desk locks itself, where there are staff; 0: never.
    pub lock_after_minutes: u8,
    /// Whether badges are printed at all.
    pub badges: bool,
    /// Headings of own fields that only those who need them see.
    pub private_fields: Vec<String>,
    /// Whether everybody comes anew each day.
    pub daily: bool,
    /// So many seconds the same code is our own double scan.
    pub bounce_seconds: u8,
    /// The badge template where a ticket type names none.
    pub badge_template: String,
    /// The badge templates there are.
    pub badge_templates: Vec<TemplateName>,
    /// When the newest list came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list_at: Option<String>,
    /// The newest list that came from a file and is in effect, to be named in `undoImport`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list_import: Option<String>,
}

/// A badge template.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct TemplateName {
    /// As settings name it.
    pub template: String,
    /// As people name it; absent for one that comes with the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// All templates: those that come with the program, then the event's own.
fn template_names(view: View<'_>) -> Result<Vec<TemplateName>, StoreError> {
    let supplied = badge::Template::builtin_names().iter();
    let supplied = supplied.map(|name| TemplateName { template: (*name).to_owned(), title: None });
    let own = view.templates()?.into_iter();
    let own = own.map(|head| TemplateName { template: head.template, title: Some(head.title) });
    Ok(supplied.chain(own).collect())
}

/// A ticket type.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TicketTypeWire {
    /// Its id.
    pub id: String,
    /// Its name as people read it.
    pub name: String,
    /// As `#rrggbb`; empty: that of the template.
    pub colour: String,
}

/// A desk.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DeskWire {
    /// Its id.
    pub id: String,
    /// Its name on screen.
    pub name: String,
}

pub(super) fn event(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let NoParams {} = params::read(params)?;
    wire::json(event_info(kiosk)?)
}

/// The event and this desk as they are now.
pub(super) fn event_info(kiosk: &Kiosk) -> Result<EventInfo, KioskError> {
    let event = kiosk.event();
    let desk = kiosk.desk();
    kiosk.read(|view| {
        let desk = match desk {
            Some(id) => Some(DeskWire { id: id.to_string(), name: wire::desk(view, id)? }),
            None => None,
        };
        Ok(EventInfo {
            title: event.title.clone(),
            time_zone: event.time_zone.iana_name().unwrap_or("UTC").to_owned(),
            starts: event.starts.to_string(),
            ends: event.ends.to_string(),
            venue: event.venue.clone(),
            organiser: event.organiser.clone(),
            supporters: event.supporters.clone(),
            rehearsal: event.rehearsal,
            ticket_types: event.ticket_types.iter().map(ticket_type).collect(),
            questions: event.questions.iter().map(question).collect(),
            desk,
            file: kiosk.place().file.display().to_string(),
            badge_folder: kiosk.badge_folder().display().to_string(),
            exits: event.exits,
            locked: kiosk.shared().is_locked(),
            lock_after_minutes: crate::settings::EventFile::from_json(&view.settings()?)
                .map_or(5, |file| file.lock_after_minutes),
            badges: event.badges,
            private_fields: event.private_fields.iter().cloned().collect(),
            daily: event.entry != checkin::EntryRule::Once,
            bounce_seconds: event.bounce_seconds,
            badge_template: event_template(&event).to_owned(),
            badge_templates: template_names(view)?,
            list_at: view.list_time()?.map(|at| wire::instant(&event, at)),
            list_import: view.newest_list()?.map(|import| import.to_string()),
        })
    })
}

fn ticket_type(ticket_type: &TicketType) -> TicketTypeWire {
    TicketTypeWire {
        id: ticket_type.id.to_string(),
        name: ticket_type.name.clone(),
        colour: ticket_type.colour.clone(),
    }
}

/// How things are at this desk now.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct DeskState {
    /// The time.
    pub now: String,
    /// A number that grows with every change of the event.
    #[cfg_attr(test, ts(type = "number"))]
    pub changes: i64,
    /// Absent if nothing has changed since `known`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<DeskCounts>,
    /// Absent if nothing has changed since `known`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub printing: Option<DeskPrinting>,
    /// How the printers of this desk are now; none: badges go to the folder.
    pub printers: Vec<printers::PrinterLampWire>,
    /// No printer is used here: nothing is printed by itself.
    #[cfg_attr(test, ts(rename = "printersOff", as = "Option<bool>"))]
    #[serde(rename = "printersOff", skip_serializing_if = "std::ops::Not::not")]
    pub printers_off: bool,
    /// Guests who came in here and for whom something is still to be done; the longest waiting first. Absent if nothing
    /// has changed since `known`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<Vec<waiting::WaitingWire>>,
}

/// The counts of the head.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct DeskCounts {
    /// Confirmed or payment due.
    pub listed: u32,
    /// Have come.
    pub arrived: u32,
    /// Are inside.
    pub inside: u32,
    /// Those of the session that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionCounts>,
}

/// The counts of a session.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct SessionCounts {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many people it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    /// On the list for it.
    pub registered: u32,
    /// Are inside.
    pub taken: u32,
}

/// This desk's badges on their way.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DeskPrinting {
    /// Where PDFs are saved.
    pub folder: String,
    /// Wait for a printer.
    pub waiting: u32,
    /// Have gone to a printer that has not answered yet.
    pub sent: u32,
    /// Nobody knows whether they came out; newest first, at most 20.
    pub unknown: Vec<PrintJobWire>,
    /// Did not come out, within 12 hours and with no later job for the same person; newest first, at most 20.
    pub failed: Vec<PrintJobWire>,
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct DeskStateParams {
    #[cfg_attr(test, ts(as = "Option<u32>"))]
    known: Option<i64>,
    session: Option<Id<SessionId>>,
}

pub(super) fn desk_state(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: DeskStateParams = params::read(params)?;
    let event = kiosk.event();
    let session = params.session.map(|Id(session)| session);
    if let Some(session) = &session {
        event.session(session).ok_or(StoreError::NotFound)?;
    }
    let now = kiosk.shared().clock.now();
    // Where everybody comes anew each day, the turn of the day is a change too: the counts begin anew.
    let day = kiosk.shared().day_start(now).map_or(0, Timestamp::as_second);
    let state = kiosk.read(|view| {
        let changes = view.changes()? + day;
        let news = params.known != Some(changes);
        Ok(DeskState {
            now: wire::instant(&event, now),
            changes,
            counts: news.then(|| counts(view, &event, session.as_ref())).transpose()?,
            printing: news.then(|| printing(view, &event, kiosk, now)).transpose()?,
            printers: printers::lamps(kiosk),
            printers_off: kiosk.shared().printers.auto() == AutoPrint::Off,
            waiting: news.then(|| waiting::waiting(view, &event, kiosk.desk())).transpose()?,
        })
    })?;
    wire::json(state)
}

fn counts(view: View<'_>, event: &Event, session: Option<&SessionId>) -> Result<DeskCounts, StoreError> {
    let all = view.counts()?;
    let session = match session.and_then(|id| event.session(id)) {
        Some(session) => Some(SessionCounts {
            id: session.id.to_string(),
            title: session.title.clone(),
            seats: session.seats,
            registered: view.registered(&session.id)?,
            taken: view.inside(&Scope::Session(session.id.clone()))?,
        }),
        None => None,
    };
    Ok(DeskCounts { listed: all.listed, arrived: all.arrived, inside: all.inside, session })
}

fn printing(view: View<'_>, event: &Event, kiosk: &Kiosk, now: Timestamp) -> Result<DeskPrinting, StoreError> {
    let own = |state| -> Result<Vec<PrintJob>, StoreError> {
        let jobs = view.print_jobs(Some(state), None)?;
        // Newest first: what went wrong just now is what somebody waits for.
        Ok(jobs.into_iter().rev().filter(|job| Some(job.desk) == kiosk.desk()).collect())
    };
    let mut failed = Vec::new();
    let mut again = Vec::new();
    for job in own(JobState::Failed)? {
        // It waits for another printer, or for the same once it is well.
        if is_tried_again(view, &job, now)? {
            again.push(job);
            continue;
        }
        if failed.len() == MOST_JOBS || now.duration_since(job.at) > FAILED_FOR {
            break;
        }
        if !view.has_later_job(&job)? {
            failed.push(PrintJobWire::new(view, kiosk, event, &job));
        }
    }
    let unknown = own(JobState::Unknown)?;
    let count = |jobs: Vec<PrintJob>| u32::try_from(jobs.len()).unwrap_or(u32::MAX);
    Ok(DeskPrinting {
        folder: kiosk.badge_folder().display().to_string(),
        waiting: count(own(JobState::Queued)?).saturating_add(count(again)),
        sent: count(own(JobState::Sent)?),
        unknown: unknown.iter().take(MOST_JOBS).map(|job| PrintJobWire::new(view, kiosk, event, job)).collect(),
        failed,
    })
}

/// The latest at this desk.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LatestResult {
    /// Newest first.
    pub latest: Vec<LatestLine>,
}

/// Somebody who came to this desk.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct LatestLine {
    /// The record, to be named in an undo.
    pub record: String,
    /// When.
    pub at: String,
    /// `entry`, `exit` or `refused`.
    #[cfg_attr(test, ts(type = "'entry' | 'exit' | 'refused'"))]
    pub kind: &'static str,
    /// The outcome.
    pub outcome: &'static str,
    /// The session; absent for the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// Who; absent once erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendee: Option<LatestAttendee>,
    /// Their badge, as `Attendee.badge`.
    pub badge: &'static str,
    /// It was made void.
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
}

/// Who came.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LatestAttendee {
    /// Their id.
    pub id: String,
    /// As listed.
    pub name: String,
    /// As they want to be called; may be empty.
    pub badge_name: String,
    /// May be empty.
    pub organisation: String,
}

impl LatestAttendee {
    pub(super) fn new(person: &checkin::Attendee) -> Self {
        Self {
            id: person.id.to_string(),
            name: person.profile.name.clone(),
            badge_name: person.profile.badge_name.clone(),
            organisation: person.profile.organisation.clone(),
        }
    }
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct LatestParams {
    limit: Option<u32>,
}

pub(super) fn latest(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: LatestParams = params::read(params)?;
    let limit = params::limit(params.limit, 6, 50)?;
    let event = kiosk.event();
    let Some(desk) = kiosk.desk() else { return wire::json(LatestResult { latest: Vec::new() }) };
    let latest = kiosk.read(|view| {
        let lines = view.latest_of(desk, limit)?.into_iter().filter_map(|told| line(view, &event, &told).transpose());
        Ok(LatestResult { latest: lines.collect::<Result<_, _>>()? })
    })?;
    wire::json(latest)
}

fn line(view: View<'_>, event: &Event, told: &Told) -> Result<Option<LatestLine>, StoreError> {
    let record = &told.sealed.record;
    let (kind, outcome, scope) = match Act::decode(&record.kind, record.version, &record.facts, None) {
        Some(Act::CheckIn { scope, direction: Direction::Entry, .. }) => ("entry", "admitted", scope),
        Some(Act::CheckIn { scope, direction: Direction::Exit, .. }) => ("exit", "departed", scope),
        Some(Act::Refused { outcome, scope, .. }) => ("refused", outcome.as_str(), scope),
        _ => return Ok(None),
    };
    let Some(id) = record.attendee else { return Ok(None) };
    let person = match view.shown(id).and_then(|shown| view.attendee(shown)) {
        Ok(person) => Some(person),
        // Gone from the list since.
        Err(StoreError::NotFound) => None,
        Err(error) => return Err(error),
    };
    Ok(Some(LatestLine {
        record: record.id.to_string(),
        at: wire::instant(event, record.at),
        kind,
        outcome,
        session: match scope {
            Scope::Session(session) => Some(session.to_string()),
            Scope::Event => None,
        },
        badge: person.as_ref().map_or("none", |person| person.badge.as_str()),
        attendee: person.filter(|person| !person.erased).map(|person| LatestAttendee::new(&person)),
        undone: !told.stands,
    }))
}
