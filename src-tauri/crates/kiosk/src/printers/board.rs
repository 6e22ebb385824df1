//! What is known of the printers: shared by their workers, by calls and by the acts that queue badges.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use checkin::{AttendeeId, BadgePlace, RecordId};
use jiff::Timestamp;
use printing::{Ending, Fault, Status};

use super::settings::{AutoPrint, PrinterFile, PrinterSettings};
use super::test_page::TestPage;
use crate::error::KioskError;

/// The most badges whose way is remembered.
const MOST_MOVED: usize = 50;
/// The most badges moved by hand that are remembered over a restart.
const MOST_SENT: usize = 1_000;
/// The most calls for a test page that are remembered by their nonces.
const MOST_NONCES: usize = 64;

/// The printers of this computer.
pub(crate) struct Printers {
    home: PathBuf,
    folder: PathBuf,
    inner: Mutex<Board>,
    changed: Condvar,
    /// Held while a worker decides which badge is its next.
    pub(crate) choosing: Mutex<()>,
    /// How printers are opened in a test.
    #[cfg(test)]
    pub(super) opener: std::sync::OnceLock<Box<Opener>>,
}

#[cfg(test)]
pub(super) type Opener = dyn Fn(&PrinterFile) -> Option<Box<dyn printing::Printer>> + Send + Sync;

/// What hangs on the wall, for all to see.
pub(crate) struct Board {
    pub(crate) settings: PrinterSettings,
    /// Grows with each change of the settings.
    pub(crate) version: u64,
    pub(crate) states: BTreeMap<String, PrinterState>,
    /// Badges that a worker has in hand, by job.
    pub(crate) in_hand: BTreeMap<RecordId, String>,
    /// Badges that somebody has moved to a printer.
    pub(crate) sent_to: BTreeMap<RecordId, String>,
    /// Badges of the batch that is being printed, by job.
    pub(crate) of_batch: BTreeMap<RecordId, OfBatch>,
    /// Badges that another printer than the first has taken over.
    pub(crate) moved: VecDeque<Moved>,
    nonces: VecDeque<String>,
    wakes: u64,
    stopping: bool,
}

/// A badge of a batch. It comes out of one printer only, in its order: it lies in a box by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OfBatch {
    /// The printer.
    pub(crate) printer: String,
    /// Its number in the batch: records of one moment have no order of their own.
    pub(crate) number: usize,
    /// Where it will lie.
    pub(crate) place: Option<BadgePlace>,
    /// The template, if not that of the ticket type.
    pub(crate) template: Option<String>,
}

/// A badge that comes out elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moved {
    pub(crate) job: RecordId,
    pub(crate) attendee: AttendeeId,
    pub(crate) from: String,
    pub(crate) to: String,
}

/// What is known of one printer.
#[derive(Clone, Debug, Default)]
pub(crate) struct PrinterState {
    /// How it was when it was asked last; `None`: not asked yet.
    pub(crate) status: Option<Status>,
    /// When that was.
    pub(crate) looked: Option<Instant>,
    /// When it answered last.
    pub(crate) answered: Option<Timestamp>,
    /// The badge that it prints now.
    pub(crate) printing: Option<RecordId>,
    /// Labels left, counted.
    pub(crate) left: Option<u32>,
    /// A page that somebody wants.
    pub(crate) wanted: Option<TestPage>,
    /// How the last test page ended.
    pub(crate) tested: Option<Ending>,
}

/// Whether a printer may take a badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readiness {
    /// It may.
    Ready,
    /// Nobody knows yet.
    Unknown,
    /// It may not.
    Away,
}

/// What a worker was woken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wake {
    /// To look.
    Look,
    /// To end: the settings are others, or the event closes.
    End,
}

impl Printers {
    pub(crate) fn open(home: &Path, folder: PathBuf) -> Self {
        let settings = PrinterSettings::read(home);
        let left: BTreeMap<String, u32> = std::fs::read_to_string(rolls(home))
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        let states = left
            .into_iter()
            .filter(|(id, _)| settings.find(id).is_some())
            .map(|(id, left)| (id, PrinterState { left: Some(left), ..PrinterState::default() }))
            .collect();
        Self {
            home: home.to_owned(),
            folder,
            inner: Mutex::new(Board {
                settings,
                version: 0,
                states,
                in_hand: BTreeMap::new(),
                sent_to: moves_of(home),
                of_batch: BTreeMap::new(),
                moved: VecDeque::new(),
                nonces: VecDeque::new(),
                wakes: 0,
                stopping: false,
            }),
            changed: Condvar::new(),
            choosing: Mutex::new(()),
            #[cfg(test)]
            opener: std::sync::OnceLock::new(),
        }
    }

    pub(crate) fn board(&self) -> MutexGuard<'_, Board> {
        // What lies behind this lock is whole after each change, also after a panic elsewhere.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The printers in use: those of the settings, else the folder.
    pub(crate) fn in_use(&self) -> Vec<PrinterFile> {
        self.printers_of(&self.board())
    }

    fn printers_of(&self, board: &Board) -> Vec<PrinterFile> {
        if board.settings.printers.is_empty() {
            vec![PrinterFile::folder(&self.folder)]
        } else {
            board.settings.printers.clone()
        }
    }

    /// Opens a printer with the patience of the settings; `None` if its address makes no sense.
    pub(crate) fn open_printer(&self, file: &PrinterFile) -> Option<Box<dyn printing::Printer>> {
        #[cfg(test)]
        if let Some(opener) = self.opener.get() {
            return opener(file);
        }
        let patience = self.board().settings.patience();
        file.open(patience)
    }

    /// Whether some template has printers of its own.
    pub(crate) fn has_templates(&self) -> bool {
        !self.board().settings.templates.is_empty()
    }

    pub(crate) fn auto(&self) -> AutoPrint {
        self.board().settings.auto
    }

    /// Changes the settings and writes them down; nothing is changed if they cannot be.
    pub(crate) fn change<T>(
        &self,
        change: impl FnOnce(&mut PrinterSettings) -> Result<T, KioskError>,
    ) -> Result<T, KioskError> {
        let mut board = self.board();
        let mut settings = board.settings.clone();
        let done = change(&mut settings)?;
        settings.settle();
        if settings != board.settings {
            settings.write(&self.home)?;
            board.settings = settings;
            board.version += 1;
            let known: Vec<String> = board.settings.printers.iter().map(|printer| printer.id.clone()).collect();
            board.states.retain(|id, _| known.contains(id));
            board.sent_to.retain(|_, id| known.contains(id));
        }
        drop(board);
        self.changed.notify_all();
        Ok(done)
    }

    /// Says that something may be to be done.
    pub(crate) fn wake(&self) {
        self.board().wakes += 1;
        self.changed.notify_all();
    }

    /// Says that all workers shall end once nothing waits that they can print.
    pub(crate) fn stop(&self) {
        self.board().stopping = true;
        self.changed.notify_all();
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.board().stopping
    }

    /// Waits for something to do, at most so long. `seen` is how often was woken before.
    pub(crate) fn wait(&self, id: &str, version: u64, seen: &mut u64, time: Duration) -> Wake {
        let nothing = |board: &mut Board| {
            board.wakes == *seen
                && board.version == version
                && !board.stopping
                && board.states.get(id).is_none_or(|state| state.wanted.is_none())
        };
        let (board, _) =
            self.changed.wait_timeout_while(self.board(), time, nothing).unwrap_or_else(PoisonError::into_inner);
        *seen = board.wakes;
        if board.version != version { Wake::End } else { Wake::Look }
    }

    /// A printer was asked how it is.
    pub(crate) fn note(&self, id: &str, status: Status, now: Timestamp) {
        let mut board = self.board();
        let state = board.states.entry(id.to_owned()).or_default();
        if !matches!(status.fault, Some(Fault::Silent | Fault::Unreachable | Fault::BrokeOff)) {
            state.answered = Some(now);
        }
        if status.labels_left.is_some() {
            state.left = status.labels_left;
        }
        let was_well = state.status.as_ref().is_some_and(|status| status.fault.is_none());
        let is_well = status.fault.is_none();
        state.status = Some(status);
        state.looked = Some(Instant::now());
        if is_well && !was_well {
            // It is back: what went elsewhere is told no longer, and what waits may be its own again.
            board.moved.retain(|moved| moved.from != id);
        }
        if is_well != was_well {
            board.wakes += 1;
            drop(board);
            self.changed.notify_all();
        }
    }

    /// An attempt has ended.
    pub(crate) fn ended(&self, id: &str, job: RecordId, copies: u32, ending: Ending, now: Timestamp) {
        let mut board = self.board();
        board.in_hand.remove(&job);
        board.sent_to.remove(&job);
        let state = board.states.entry(id.to_owned()).or_default();
        state.printing = None;
        state.note_ending(copies, ending, now);
        board.wakes += 1;
        drop(board);
        self.changed.notify_all();
    }

    /// The page that somebody wants, if nothing else is being printed; it is in the worker's hand from now on.
    pub(crate) fn take_wanted(&self, id: &str) -> Option<TestPage> {
        let mut board = self.board();
        let state = board.states.get_mut(id).filter(|state| state.printing.is_none())?;
        state.wanted.take()
    }

    /// A test page has ended.
    pub(crate) fn tested(&self, id: &str, ending: Ending, now: Timestamp) {
        let mut board = self.board();
        let state = board.states.entry(id.to_owned()).or_default();
        state.tested = Some(ending);
        state.note_ending(1, ending, now);
    }

    /// Lets go of a badge without an attempt.
    pub(crate) fn let_go(&self, id: &str, job: RecordId) {
        let mut board = self.board();
        board.in_hand.remove(&job);
        if let Some(state) = board.states.get_mut(id) {
            state.printing = None;
        }
    }

    /// Whether this nonce was seen before; it is from now on.
    pub(crate) fn is_repeated(&self, nonce: Option<&str>) -> bool {
        let Some(nonce) = nonce else { return false };
        let mut board = self.board();
        if board.nonces.iter().any(|known| known == nonce) {
            return true;
        }
        if board.nonces.len() == MOST_NONCES {
            board.nonces.pop_front();
        }
        board.nonces.push_back(nonce.to_owned());
        false
    }

    /// Writes down how many labels are left and which badges were moved by hand; a convenience, nothing fails because of it.
    pub(crate) fn keep(&self) {
        self.keep_rolls();
        self.keep_moves();
    }

    fn keep_moves(&self) {
        let sent: BTreeMap<String, String> = {
            let board = self.board();
            // Ids grow with time: the newest are kept.
            let newest = board.sent_to.iter().rev().take(MOST_SENT);
            newest.map(|(job, printer)| (job.to_string(), printer.clone())).collect()
        };
        keep_file(&self.home, &moves(&self.home), &sent);
    }

    fn keep_rolls(&self) {
        let left: BTreeMap<String, u32> = {
            let board = self.board();
            board.states.iter().filter_map(|(id, state)| Some((id.clone(), state.left?))).collect()
        };
        keep_file(&self.home, &rolls(&self.home), &left);
    }
}

impl PrinterState {
    fn note_ending(&mut self, copies: u32, ending: Ending, now: Timestamp) {
        let fault = match ending {
            Ending::Confirmed => None,
            Ending::Failed(fault) | Ending::Unknown(fault) => Some(fault),
        };
        if !matches!(fault, Some(Fault::Silent | Fault::Unreachable | Fault::BrokeOff)) {
            self.answered = Some(now);
        }
        if !matches!(ending, Ending::Failed(_)) {
            self.left = self.left.map(|left| left.saturating_sub(copies.max(1)));
        }
        match fault {
            // The badge's own fault, or a printer that never tells: it can go on.
            None | Some(Fault::CannotTell | Fault::NotDrawn) => {}
            Some(fault) => {
                let before = self.status.take().unwrap_or_default();
                self.status = Some(Status { fault: Some(fault), ..before });
            }
        }
        self.looked = Some(Instant::now());
    }
}

impl Board {
    /// Whether a printer may take a badge now.
    pub(crate) fn readiness(&self, id: &str) -> Readiness {
        if self.settings.find(id).is_some_and(|printer| printer.paused) {
            return Readiness::Away;
        }
        match self.states.get(id).and_then(|state| state.status.as_ref()) {
            None => Readiness::Unknown,
            Some(status) if status.fault.is_none() => Readiness::Ready,
            Some(_) => Readiness::Away,
        }
    }

    /// The printers for a badge, the first that is well prints it.
    pub(crate) fn order_for(&self, job: RecordId, asked_for: &str, template: Option<&str>) -> Vec<String> {
        if self.settings.printers.is_empty() {
            return vec![printing::Folder::NAME.to_owned()];
        }
        if let Some(of_batch) = self.of_batch.get(&job).filter(|one| self.settings.find(&one.printer).is_some()) {
            return vec![of_batch.printer.clone()];
        }
        let order = template.and_then(|template| self.settings.templates.get(template)).unwrap_or(&self.settings.order);
        let wished = self
            .sent_to
            .get(&job)
            .map(String::as_str)
            .or(Some(asked_for))
            .filter(|id| self.settings.find(id).is_some());
        let mut printers: Vec<String> = wished.map(ToOwned::to_owned).into_iter().collect();
        printers.extend(order.iter().filter(|id| Some(id.as_str()) != wished).cloned());
        printers
    }

    /// Notes that a badge comes out elsewhere than on its first printer.
    pub(crate) fn note_moved(&mut self, moved: Moved) {
        self.moved.retain(|known| known.job != moved.job);
        if self.moved.len() == MOST_MOVED {
            self.moved.pop_front();
        }
        self.moved.push_back(moved);
    }
}

fn rolls(home: &Path) -> PathBuf {
    home.join("printer-rolls.json")
}

fn moves(home: &Path) -> PathBuf {
    home.join("printer-moves.json")
}

/// What was moved by hand before the program ended; a file that makes no sense counts as none.
fn moves_of(home: &Path) -> BTreeMap<RecordId, String> {
    let text = std::fs::read_to_string(moves(home)).unwrap_or_default();
    let known: BTreeMap<String, String> = serde_json::from_str(&text).unwrap_or_default();
    known.into_iter().filter_map(|(job, printer)| Some((job.parse().ok()?, printer))).collect()
}

/// Writes a small file of the user's folder, if it says something new.
fn keep_file<T: serde::Serialize>(home: &Path, path: &Path, known: &BTreeMap<String, T>) {
    let Ok(text) = serde_json::to_string(known) else { return };
    if known.is_empty() && !path.exists() || std::fs::read_to_string(path).is_ok_and(|known| known == text) {
        return;
    }
    let _ = std::fs::create_dir_all(home).and_then(|()| std::fs::write(path, text));
}
