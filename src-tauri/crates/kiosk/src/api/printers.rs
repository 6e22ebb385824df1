//! The printers of this computer: how they are, and what is done with them.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use checkin::{Event, JobState, PrintJob};
use jiff::Timestamp;
use printing::{Ending, Fault};
use report::Day;
use serde::Serialize;
use serde_json::Value;
use store::{StoreError, View};

use super::overview::NoParams;
use super::params;
use super::wire;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use crate::printers::roll::roll_end;
use crate::printers::{AutoPrint, Board, PrinterFile, PrinterState, Readiness, is_tried_again, template_for};

/// The most names of guests that are told at a printer.
const MOST_NAMES: usize = 20;
/// Whoever was not asked for so long may be in any state.
const STALE: Duration = Duration::from_secs(10);

/// The printers, and what is printed where.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Printers"))]
#[serde(rename_all = "camelCase")]
pub(super) struct PrintersWire {
    /// Each, in the order of adding; empty: badges go to the folder.
    printers: Vec<PrinterWire>,
    /// The order in which they are tried, by id.
    order: Vec<String>,
    /// The same for single badge templates.
    templates: BTreeMap<String, Vec<String>>,
    /// What prints by itself.
    auto: AutoPrint,
    /// So many milliseconds a printer may be silent before the next takes over.
    silence_ms: u32,
    /// The folder for badges without a printer.
    folder: String,
    /// Whether this program prints at all; one that only reads does not.
    prints: bool,
}

/// A printer.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "PrinterState", optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct PrinterWire {
    /// Its settings.
    #[serde(flatten)]
    file: PrinterFile,
    /// `ready`, `printing`, `starting`, `paused`, or what is the matter: `paperOut`, `coverOpen`, `jam` ….
    state: &'static str,
    /// What it calls itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
    /// Width and length of what is in it; length 0: a roll without end.
    #[serde(skip_serializing_if = "Option::is_none")]
    media_mm: Option<(f32, f32)>,
    /// Whether it says what came out; else somebody is asked.
    tells: bool,
    /// It says that paper is nearly used up.
    is_low: bool,
    /// Badges that are its own and wait.
    queue: u32,
    /// Labels left, counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<u32>,
    /// When they end.
    #[cfg_attr(test, ts(as = "Option<u32>"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    empty_in_minutes: Option<i64>,
    /// The rush before which the roll is better changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    /// Badges confirmed today.
    today: u32,
    /// The last of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_label: Option<String>,
    /// When it answered last.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_answer: Option<String>,
    /// Whose badges come out elsewhere, and where.
    moved: Vec<MovedWire>,
    /// Badges of which nobody knows whether they came out; newest first.
    unknown: Vec<AskedWire>,
    /// How the last test page ended: `confirmed`, `unknown` or what was the matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    tested: Option<&'static str>,
    /// The certificate that it shows, if that is not the one that is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    shows_certificate: Option<String>,
}

/// Badges that another printer has taken over.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "MovedBadges"))]
pub(super) struct MovedWire {
    /// Which printer, by its name.
    to: String,
    /// Whose, in their order; at most 20.
    names: Vec<String>,
}

/// A badge that somebody is asked about.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "AskedBadge"))]
pub(super) struct AskedWire {
    /// The job.
    job: String,
    /// Whose.
    attendee: String,
    /// Their name.
    name: String,
}

/// A printer as a lamp shows it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "PrinterLamp", optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PrinterLampWire {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// As in `printers`.
    pub state: &'static str,
    /// Labels left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
    /// Whether somebody should change the roll soon.
    pub is_low: bool,
    /// Whether it is the first of this desk's order.
    pub is_first: bool,
}

/// A roll with so few labels is low.
const FEW_LABELS: u32 = 15;

/// How a printer is, in a word.
fn state(board: &Board, id: &str, now: Instant) -> &'static str {
    if board.settings.find(id).is_some_and(|printer| printer.paused) {
        return "paused";
    }
    let Some(state) = board.states.get(id) else { return "starting" };
    let Some(status) = &state.status else { return "starting" };
    // Whoever is not asked any more, because a worker hangs or has died, is not known to be ready.
    let patience = board.settings.patience().whole() + board.settings.look() * 2 + STALE;
    match status.fault {
        Some(fault) => fault.as_str(),
        None if state.looked.is_none_or(|looked| now.saturating_duration_since(looked) > patience) => {
            Fault::Silent.as_str()
        }
        None if state.printing.is_some() => "printing",
        None => "ready",
    }
}

/// The printers that lamps are shown for; none where badges go to the folder only.
pub(super) fn lamps(kiosk: &Kiosk) -> Vec<PrinterLampWire> {
    let board = kiosk.shared().printers.board();
    if board.settings.printers.is_empty() || board.settings.auto == AutoPrint::Off || !kiosk.prints() {
        return Vec::new();
    }
    let now = Instant::now();
    let used =
        |id: &str| board.settings.order.iter().chain(board.settings.templates.values().flatten()).any(|one| one == id);
    let lamp = |printer: &PrinterFile| {
        let known = board.states.get(&printer.id);
        let left = known.and_then(|state| state.left);
        PrinterLampWire {
            id: printer.id.clone(),
            name: printer.name.clone(),
            state: state(&board, &printer.id, now),
            left,
            is_low: left.is_some_and(|left| left <= FEW_LABELS)
                || known.and_then(|state| state.status.as_ref()).is_some_and(|status| status.is_low),
            is_first: board.settings.order.first() == Some(&printer.id),
        }
    };
    board.settings.printers.iter().filter(|printer| used(&printer.id)).map(lamp).collect()
}

/// The name of the printer from which a badge comes or has come; `None` for the folder, or if nobody knows.
pub(super) fn comes_from(view: View<'_>, kiosk: &Kiosk, job: &PrintJob) -> Option<String> {
    let template = template_for(view, kiosk.shared(), job).ok().flatten();
    let board = kiosk.shared().printers.board();
    let name = |id: &str| board.settings.find(id).map(|printer| printer.name.clone());
    let is_waiting = matches!(job.state, JobState::Queued | JobState::Failed);
    if !is_waiting {
        return name(&job.printer);
    }
    if let Some(id) = board.in_hand.get(&job.id) {
        return name(id);
    }
    let asked_for = if job.attempts == 0 { job.printer.as_str() } else { "" };
    let order = board.order_for(job.id, asked_for, template.as_deref());
    order.iter().find(|id| board.readiness(id) != Readiness::Away).or(order.first()).and_then(|id| name(id))
}

/// Which printer each waiting badge is for, by id.
pub(super) fn queues(kiosk: &Kiosk, waiting: &[PrintJob]) -> Result<Vec<(PrintJob, String, String)>, KioskError> {
    let templates: Vec<Option<String>> = kiosk
        .read(|view| waiting.iter().map(|job| template_for(view, kiosk.shared(), job)).collect::<Result<_, _>>())?;
    let board = kiosk.shared().printers.board();
    let mut queues = Vec::with_capacity(waiting.len());
    for (job, template) in waiting.iter().zip(templates) {
        let asked_for = if job.attempts == 0 { job.printer.as_str() } else { "" };
        let order = board.order_for(job.id, asked_for, template.as_deref());
        let first = order.first().cloned().unwrap_or_default();
        let now = board.in_hand.get(&job.id).cloned();
        let now = now.or_else(|| order.iter().find(|id| board.readiness(id) != Readiness::Away).cloned());
        queues.push((job.clone(), first.clone(), now.unwrap_or(first)));
    }
    Ok(queues)
}

pub(super) fn printers(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let NoParams {} = params::read(params)?;
    wire::json(all(kiosk)?)
}

/// What the file says of a desk's printing.
pub(super) struct Told {
    pub(super) waiting: Vec<PrintJob>,
    unknown: Vec<PrintJob>,
    today: BTreeMap<String, (u32, Timestamp)>,
    names: BTreeMap<checkin::AttendeeId, String>,
    lately: u32,
    day: Day,
    listed: u32,
}

pub(super) fn told(view: View<'_>, kiosk: &Kiosk, event: &Event, now: Timestamp) -> Result<Told, StoreError> {
    let own = |job: &PrintJob| Some(job.desk) == kiosk.desk();
    let mut waiting: Vec<PrintJob> = view.print_jobs(Some(JobState::Queued), None)?.into_iter().filter(own).collect();
    for job in view.print_jobs(Some(JobState::Failed), None)? {
        if own(&job) && is_tried_again(view, &job, now)? {
            waiting.push(job);
        }
    }
    waiting.sort_by_key(|job| (job.at, job.id));
    let unknown: Vec<PrintJob> =
        view.print_jobs(Some(JobState::Unknown), None)?.into_iter().rev().filter(own).collect();
    let midnight = now.to_zoned_datetime(event.time_zone.clone()).start_of_day().map_or(now, |day| day.timestamp());
    let listed = view.counts()?.listed;
    let since = now.checked_sub(jiff::SignedDuration::from_mins(10)).unwrap_or(now);
    let arrivals: Vec<(Timestamp, u32)> =
        view.arrivals()?.iter().filter_map(|(ms, n)| Some((Timestamp::from_millisecond(*ms).ok()?, *n))).collect();
    let moved: Vec<checkin::AttendeeId> =
        kiosk.shared().printers.board().moved.iter().map(|moved| moved.attendee).collect();
    let mut names = BTreeMap::new();
    for id in waiting.iter().chain(&unknown).map(|job| job.attendee).take(200).chain(moved) {
        let shown = view.shown(id).and_then(|shown| view.attendee(shown));
        match shown {
            Ok(person) => {
                let profile = person.profile;
                let name = if profile.badge_name.is_empty() { profile.name } else { profile.badge_name };
                names.insert(id, name);
            }
            Err(StoreError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Told {
        waiting,
        unknown,
        today: view.printed_since(midnight)?,
        names,
        lately: view.arrived_between(since, now)?,
        day: Day::of(event, &arrivals, listed, now),
        listed,
    })
}

pub(super) fn all(kiosk: &Kiosk) -> Result<PrintersWire, KioskError> {
    let event = kiosk.event();
    let now = kiosk.shared().clock.now();
    let told = kiosk.read(|view| told(view, kiosk, &event, now))?;
    let queues = queues(kiosk, &told.waiting)?;
    let board = kiosk.shared().printers.board();
    let printers =
        board.settings.printers.iter().map(|file| printer(&board, file, &told, &queues, &event, now)).collect();
    Ok(PrintersWire {
        printers,
        order: board.settings.order.clone(),
        templates: board.settings.templates.clone(),
        auto: board.settings.auto,
        silence_ms: board.settings.silence_ms,
        folder: kiosk.badge_folder().display().to_string(),
        prints: kiosk.prints(),
    })
}

fn printer(
    board: &Board,
    file: &PrinterFile,
    told: &Told,
    queues: &[(PrintJob, String, String)],
    event: &Event,
    now: Timestamp,
) -> PrinterWire {
    let none = PrinterState::default();
    let known = board.states.get(&file.id).unwrap_or(&none);
    let status = known.status.clone().unwrap_or_default();
    let name = |id: &checkin::AttendeeId| told.names.get(id).cloned();
    let mut moved: Vec<MovedWire> = Vec::new();
    let gone = board.moved.iter().filter(|moved| moved.from == file.id).map(|moved| (&moved.attendee, &moved.to));
    let goes =
        queues.iter().filter(|(_, first, to)| *first == file.id && to != first).map(|(job, _, to)| (&job.attendee, to));
    for (attendee, to) in gone.chain(goes) {
        let (Some(name), Some(to)) = (name(attendee), board.settings.find(to)) else { continue };
        match moved.iter_mut().find(|moved| moved.to == to.name) {
            Some(moved) if moved.names.contains(&name) || moved.names.len() == MOST_NAMES => {}
            Some(moved) => moved.names.push(name),
            None => moved.push(MovedWire { to: to.name.clone(), names: vec![name] }),
        }
    }
    let unknown = told.unknown.iter().filter(|job| job.printer == file.id).take(MOST_NAMES);
    let end = known.left.and_then(|left| roll_end(left, told.lately, told.day.wave.as_ref(), told.listed, now));
    let today = told.today.get(&file.id);
    PrinterWire {
        state: state(board, &file.id, Instant::now()),
        model: status.model.clone(),
        media_mm: status.media_mm,
        tells: status.tells,
        is_low: status.is_low || known.left.is_some_and(|left| left <= FEW_LABELS),
        queue: u32::try_from(queues.iter().filter(|(.., to)| *to == file.id).count()).unwrap_or(u32::MAX),
        left: known.left,
        empty_in_minutes: end.map(|end| end.minutes),
        before: end.and_then(|end| end.before).map(|at| wire::instant(event, at)),
        today: today.map_or(0, |(count, _)| *count),
        last_label: today.map(|(_, at)| wire::instant(event, *at)),
        last_answer: known.answered.map(|at| wire::instant(event, at)),
        moved,
        unknown: unknown
            .map(|job| AskedWire {
                job: job.id.to_string(),
                attendee: job.attendee.to_string(),
                name: name(&job.attendee).unwrap_or_default(),
            })
            .collect(),
        tested: known.tested.map(|ending| match ending {
            Ending::Confirmed => "confirmed",
            Ending::Unknown(_) => "unknown",
            Ending::Failed(fault) => fault.as_str(),
        }),
        shows_certificate: status.certificate.map(|certificate| certificate.to_string()).filter(|certificate| {
            status.fault == Some(Fault::Certificate) && file.certificate.as_ref() != Some(certificate)
        }),
        file: file.clone(),
    }
}
