//! A batch being printed: a thread of its own that can be paused, gone on with and stopped.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use store::StoreError;

use super::{Batch, Plan};
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk, Remote};

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
    pub(super) fn may_go_on(&self) -> bool {
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
    pub(super) begun: Timestamp,
}

impl Printing {
    fn all(&self, plan: &Plan) -> Result<(), KioskError> {
        let sheet = self.batch.sheet()?;
        let id = self.remote.write(|desk| desk.transact("", |tx| Ok(tx.new_import()?)))?;
        match (&sheet, &self.batch.printer) {
            (None, Some(printer)) => self.on_printer(plan, id, printer),
            _ => self.write_files(plan, id, sheet.as_ref()),
        }
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
