//! A batch being printed: a thread of its own that draws file after file, can be paused, gone on with and stopped, and writes
//! down what is printed once its file is on the disk.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use badge::Sheet;
use checkin::{Attendee, AttendeeId, JobEnd, RecordId};
use jiff::Timestamp;
use store::{Act, StoreError};

use super::{Batch, Plan};
use crate::acts::erase::files;
use crate::badges::{nth_badge, number_of};
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk, Remote};

/// People whose badges are written down in one transaction, so that nobody at a desk waits.
const PIECE: usize = 20;
/// The name of the printer in the journal: the folder of badges.
const FOLDER: &str = "folder";

/// Where a batch stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// None was begun since the event was opened.
    #[default]
    None,
    /// Badges are being drawn.
    Running,
    /// It waits to be gone on with.
    Paused,
    /// It was stopped; what was finished stays.
    Stopped,
    /// Everything is in its files.
    Done,
    /// Something broke.
    Failed,
}

impl Stage {
    /// Its name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// What to do with a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steer {
    /// Wait after the badge that is being drawn.
    Pause,
    /// Go on.
    Continue,
    /// End it. The file being made is thrown away.
    Stop,
}

/// How far a batch has come.
#[derive(Clone, Debug, Default)]
pub struct BatchState {
    /// Where it stands.
    pub stage: Stage,
    /// Badges drawn.
    pub done: usize,
    /// Of so many.
    pub of: usize,
    /// Seconds that it will take from now, once that can be said.
    pub left_s: Option<u64>,
    /// The files that are finished.
    pub files: Vec<PathBuf>,
    /// What broke.
    pub problem: String,
    /// Badges that a printer may have let out or not: somebody is asked.
    pub asked: usize,
    /// Badges that did not come out of the printer.
    pub failed: usize,
    /// Something of it is under way, for a moment also after it was stopped; until then another one cannot begin.
    pub busy: bool,
}

/// The batch of a kiosk; there is at most one.
#[derive(Default)]
pub(crate) struct Batches {
    state: Mutex<BatchState>,
    changed: Condvar,
}

impl Batches {
    pub(super) fn lock(&self) -> MutexGuard<'_, BatchState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far it has come.
    pub(crate) fn now(&self) -> BatchState {
        self.lock().clone()
    }

    pub(super) fn set(&self, change: impl FnOnce(&mut BatchState)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    /// Steers it; one that is over stays as it is.
    pub(crate) fn steer(&self, steer: Steer) -> BatchState {
        self.set(|state| {
            let under_way = matches!(state.stage, Stage::Running | Stage::Paused);
            state.stage = match steer {
                _ if !under_way => state.stage,
                Steer::Pause => Stage::Paused,
                Steer::Continue => Stage::Running,
                Steer::Stop => Stage::Stopped,
            };
        });
        self.now()
    }

    /// Waits until somebody steers it, at most so long.
    pub(super) fn wait(&self, time: Duration) {
        let state = self.lock();
        let stage = state.stage;
        drop(self.changed.wait_timeout_while(state, time, |state| state.stage == stage));
    }

    /// Waits while it is paused; whether it goes on.
    fn may_go_on(&self) -> bool {
        let mut state = self.lock();
        while state.stage == Stage::Paused {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.stage == Stage::Running
    }
}

/// Begins to print a batch.
///
/// # Errors
/// `busy` while another one is printed, `eventInUse` for one who only reads; as [`super::plan`].
pub(crate) fn start(kiosk: &Kiosk, caller: &Caller, mut batch: Batch) -> Result<BatchState, KioskError> {
    let remote = kiosk.remote()?;
    if let Some(id) = &batch.printer {
        let offset_mm = kiosk.shared().printers.board().settings.find(id).map(|printer| printer.offset_mm);
        let offset_mm = offset_mm.ok_or(StoreError::NotFound)?;
        if !kiosk.prints() {
            return Err(KioskError::parameter("printer", "nothing is printed by this program"));
        }
        // Paper lies in a printer as it does for its labels.
        if batch.setup.shift_mm == (0.0, 0.0) {
            batch.setup.shift_mm = offset_mm;
        }
    }
    let plan = super::put_together(kiosk, &batch)?;
    let batches = &kiosk.shared().batches;
    {
        let mut state = batches.lock();
        if state.busy {
            return Err(KioskError::Busy);
        }
        *state = BatchState { stage: Stage::Running, of: plan.badges(), busy: true, ..BatchState::default() };
    }
    let staff = caller.staff.clone();
    let begun = std::thread::Builder::new().name("batch".to_owned()).spawn(move || {
        let shared = Arc::clone(&remote.shared);
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            Printing { remote, batch, staff, begun: shared.clock.now() }.all(&plan)
        }));
        shared.batches.set(|state| {
            state.busy = false;
            match ended {
                Ok(Ok(())) if state.stage == Stage::Running => state.stage = Stage::Done,
                Ok(Ok(())) => {}
                Ok(Err(error)) => (state.stage, state.problem) = (Stage::Failed, error.to_string()),
                Err(_) => state.stage = Stage::Failed,
            }
        });
    });
    if let Err(error) = begun {
        batches.set(|state| *state = BatchState::default());
        return Err(KioskError::file(std::path::Path::new("batch"), error));
    }
    Ok(batches.now())
}

pub(super) struct Printing {
    pub(super) remote: Remote,
    pub(super) batch: Batch,
    pub(super) staff: String,
    begun: Timestamp,
}

impl Printing {
    fn all(&self, plan: &Plan) -> Result<(), KioskError> {
        let sheet = self.batch.sheet()?;
        let id = self.remote.write(|desk| desk.transact("", |tx| Ok(tx.new_import()?)))?;
        if let (None, Some(printer)) = (&sheet, &self.batch.printer) {
            return self.on_printer(plan, id, printer);
        }
        for (nth, piece) in plan.pieces().into_iter().enumerate() {
            // Badges of one size go into one file: paper has one grid.
            for (part, people) in self.by_size(piece)?.into_iter().enumerate() {
                let start = if nth == 0 && part == 0 { self.batch.setup.start } else { 0 };
                let Some(bytes) = self.file(&people, sheet.as_ref(), start)? else { return Ok(()) };
                let path = self.path(&people, part);
                let whose: Vec<AttendeeId> = people.iter().map(|one| one.id).collect();
                files::note_people(&self.remote.shared, &path, &whose)?;
                store::write_atomically(&path, &bytes)?;
                self.write_down(id, &people)?;
                // Somebody may have been erased while the badges were drawn.
                if !files::forget_if_erased(&self.remote.shared, &path, &whose)? {
                    self.remote.shared.batches.set(|state| state.files.push(path));
                }
            }
        }
        Ok(())
    }

    fn by_size(&self, people: &[Attendee]) -> Result<Vec<Vec<Attendee>>, KioskError> {
        let mut parts: Vec<(badge::Size, Vec<Attendee>)> = Vec::new();
        for attendee in people {
            let size = self.remote.shared.badge_size(attendee, self.batch.template.as_deref())?;
            match parts.iter_mut().find(|(known, _)| *known == size) {
                Some((_, part)) => part.push(attendee.clone()),
                None => parts.push((size, vec![attendee.clone()])),
            }
        }
        Ok(parts.into_iter().map(|(_, part)| part).collect())
    }

    /// The PDF of some badges, or `None` if the batch was stopped.
    fn file(&self, people: &[Attendee], sheet: Option<&Sheet>, start: usize) -> Result<Option<Vec<u8>>, KioskError> {
        let mut broke = None;
        let mut stopped = false;
        // Badges are drawn as the file asks for them, so that none is held in memory.
        let badges = people.iter().map_while(|attendee| {
            if !self.remote.shared.batches.may_go_on() {
                stopped = true;
                return None;
            }
            match self.draw(attendee) {
                Ok(badge) => {
                    self.one_more();
                    Some(badge)
                }
                Err(error) => {
                    broke = Some(error);
                    None
                }
            }
        });
        let drawn = match sheet {
            Some(sheet) => badge::sheet_pdf(badges, sheet, &badge::Setup { start, ..self.batch.setup }),
            None => badge::pdf_of(badges),
        };
        match (broke, drawn) {
            (Some(error), _) => Err(error),
            _ if stopped => Ok(None),
            (None, drawn) => drawn.map(Some).map_err(|error| KioskError::Badge(error.to_string())),
        }
    }

    fn draw(&self, attendee: &Attendee) -> Result<badge::Badge, KioskError> {
        let (number, nth) =
            self.remote.shared.read(|view| Ok((number_of(view, attendee.id)?, nth_badge(view, attendee.id, None)?)))?;
        self.remote.shared.draw_nth(attendee, number, self.batch.template.as_deref(), nth)
    }

    /// One badge more is drawn; what is left takes as long for each as those before took.
    pub(super) fn one_more(&self) {
        let taken = self.remote.shared.clock.now().duration_since(self.begun);
        let taken = Duration::try_from(taken).unwrap_or_default();
        self.remote.shared.batches.set(|state| {
            state.done += 1;
            let (done, left) = (state.done.max(1) as u128, state.of.saturating_sub(state.done) as u128);
            state.left_s = u64::try_from((taken.as_millis() * left / done).div_ceil(1000)).ok();
        });
    }

    /// A name that tells when and which box, and that no other file has.
    fn path(&self, people: &[Attendee], part: usize) -> PathBuf {
        let event = self.remote.shared.event();
        let time = self.begun.to_zoned_datetime(event.time_zone.clone()).strftime("%Y-%m-%d %H.%M.%S").to_string();
        let name = people.first().and_then(|first| first.place.as_ref()).map_or("", |place| place.box_name.as_str());
        let named = if name.is_empty() { String::new() } else { format!(" {name}") };
        let part = if part == 0 { String::new() } else { format!(" ({})", part + 1) };
        self.remote.shared.clear.badges.join(format!("badges {time}{named}{part}.pdf"))
    }

    /// Each badge is a job that has come out, and lies in its place.
    fn write_down(&self, batch: RecordId, people: &[Attendee]) -> Result<(), KioskError> {
        for piece in people.chunks(PIECE) {
            let piece: Vec<_> = piece.iter().map(|one| (one.id, one.place.clone())).collect();
            let staff = self.staff.clone();
            self.remote.write(move |desk| {
                desk.transact(&staff, |tx| {
                    for (attendee, place) in piece {
                        let reprint_of = tx.view().print_jobs(None, Some(attendee))?.last().map(|job| job.id);
                        let queued = Act::BadgeQueued {
                            printer: FOLDER.to_owned(),
                            copies: 1,
                            reprint_of,
                            check_in: None,
                            batch: place.map(|place| (batch, place)),
                        };
                        let job = tx.append(&queued, Some(attendee), None, None)?;
                        let end = Act::BadgeEnd { job, end: JobEnd::Confirmed, reason: "batch".to_owned() };
                        tx.append(&end, Some(attendee), None, None)?;
                    }
                    Ok(())
                })
            })?;
        }
        Ok(())
    }
}

/// Prints a batch and waits for its end; `progress` hears of each step.
///
/// # Errors
/// As `start`; what broke on the way.
pub fn print_batch(
    kiosk: &Kiosk,
    caller: &Caller,
    batch: Batch,
    mut progress: impl FnMut(&BatchState),
) -> Result<BatchState, KioskError> {
    start(kiosk, caller, batch)?;
    loop {
        let state = kiosk.shared().batches.now();
        progress(&state);
        match state.stage {
            Stage::Running | Stage::Paused => std::thread::sleep(Duration::from_millis(50)),
            Stage::Failed => return Err(KioskError::Badge(state.problem)),
            Stage::None | Stage::Stopped | Stage::Done => return Ok(state),
        }
    }
}
