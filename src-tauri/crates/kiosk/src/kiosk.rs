//! One open event: the writer thread, a reading connection, the search index.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{self, SyncSender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use checkin::{DeskId, EventId, Language};
use find::Index;
use jiff::Timestamp;
use scan::CodeKey;
use store::{FileKey, Place, Reader, StoreError, Unlock, View, Writer};

use crate::backups::BackupWorker;
use crate::clear::ClearFolders;
use crate::clock::Clock;
use crate::desk::Desk;
use crate::error::KioskError;
use crate::file_id::InPlace;
use crate::look;
use crate::medium::{Medium, Source};
use crate::opening::{open_options, tidy};
use crate::printers::{PrintWorkers, Printers};
use crate::settings::EventFile;
use crate::upkeep::Upkeep;
pub(crate) use crate::writer_thread::Remote;
use crate::writer_thread::{Job, LogThread, Pending, write_until_closed};
use store::Role;

/// Calls that may wait for the writer before the next is answered `busy`. At 5 ms a call that is more than a second of
/// work; whoever waits longer at a desk should be told.
const QUEUE: usize = 256;

/// So long a transaction of long work goes on while desks are at work: each has a price of its own.
const SHORT: Duration = Duration::from_millis(5);
/// So long desks are at work after one had to wait for the writer, in ms: whoever comes next finds it in a short transaction.
const AT_WORK_MS: u64 = 1_000;

/// Who calls.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// The staff member; may be empty.
    pub staff: String,
    /// The language of messages.
    pub language: Language,
    /// What the caller may do.
    pub authority: Authority,
}

/// What a caller may do. Where nobody has been entered as staff, everybody may do everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Authority {
    /// Whoever has the file and its passphrase may do everything with it, whatever this program says: `ankomstctl`.
    #[default]
    Owner,
    /// A window at which nobody has signed in.
    Nobody,
    /// A window at which somebody of this role has signed in.
    Staff(Role),
}

/// How an event is opened.
#[derive(Clone)]
pub struct KioskOptions {
    /// The user's folder.
    pub home: PathBuf,
    /// The desk's name on screen; empty: the one it had, or the usual one of a first desk.
    pub desk: String,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Print badges that wait, in the background.
    pub prints: bool,
    /// How often a backup is made in the background while something changes; `None`: not at all, and nothing else is done by itself
    /// either ([`crate::upkeep`]). The first comes after a fifteenth of that.
    pub backs_up: Option<Duration>,
    /// How large the event file may grow, in bytes; `None`: the store's own limit.
    pub max_bytes: Option<u64>,
    /// With what the event opens, or what a new one is locked with.
    pub unlock: Unlock,
}

/// What a kiosk may do with its event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Read and write; one process at a time.
    Write,
    /// Read only, also beside a writer.
    Read,
}

/// One open event.
pub struct Kiosk {
    shared: Arc<Shared>,
    writer: Option<WriterThread>,
    workers: Option<PrintWorkers>,
    backups: Option<BackupWorker>,
    upkeep: Option<Upkeep>,
}

/// What the threads of a kiosk share.
pub(crate) struct Shared {
    pub(crate) place: Place,
    pub(crate) event_id: EventId,
    pub(crate) code_key: CodeKey,
    pub(crate) clock: Arc<dyn Clock>,
    /// Whether it jumped.
    pub(crate) clock_watch: crate::clock::Watch,
    /// The key of the file, for more connections to it.
    key: Option<FileKey>,
    /// Where files with names go that are no part of the event file.
    pub(crate) clear: ClearFolders,
    /// Whether anybody has been entered as staff, so that roles count.
    has_staff: AtomicBool,
    reader: Mutex<Reader>,
    /// Made at the first search, kept up to date by the writer from then on; made anew when a new day begins, where
    /// everybody comes anew each day.
    index: RwLock<Option<OfDay>>,
    event: RwLock<Arc<checkin::Event>>,
    /// The event file, and whether it takes what is written.
    pub(crate) file: InPlace,
    /// One import at a time.
    pub(crate) importing: Mutex<()>,
    /// How many wait for the writer.
    pub(crate) waiting: AtomicUsize,
    /// When one of them last waited for long work, in ms since `begun`.
    waited: AtomicU64,
    begun: Instant,
    /// The batch of badges being printed.
    pub(crate) batches: crate::batches::run::Batches,
    /// How far it has come.
    pub(crate) progress: crate::lists::progress::Progress,
    /// The list read last, between a preview and the import.
    pub(crate) last_read: Mutex<crate::lists::LastRead>,
    /// The user's folder.
    pub(crate) home: PathBuf,
    /// The printers of this computer.
    pub(crate) printers: Printers,
    /// The badge templates that were read and edited.
    pub(crate) templates: crate::templates::Templates,
    /// Where each backup is copied to.
    pub(crate) medium: Medium,
}

/// A search index with the day of which it knows who has arrived.
struct OfDay {
    day: Option<Timestamp>,
    index: Index,
}

struct WriterThread {
    queue: SyncSender<Job>,
    /// Set when the event closes: what others still want to write then is not waited for.
    closing: Arc<AtomicBool>,
    thread: JoinHandle<Result<(), StoreError>>,
    desk: DeskId,
}

impl Kiosk {
    /// Makes a new event file and opens it for writing.
    ///
    /// # Errors
    /// If there is a file of that name, or it cannot be written.
    pub fn create(path: &Path, event: &EventFile, options: &KioskOptions) -> Result<Self, KioskError> {
        let writer = Writer::create(path, event.to_json(), &open_options(options), options.clock.now())?;
        Self::with_writer(writer, options)
    }

    /// Opens an event file.
    ///
    /// # Errors
    /// See [`StoreError`]; with [`Access::Write`], [`StoreError::InUse`] if another process writes.
    pub fn open(path: &Path, access: Access, options: &KioskOptions) -> Result<Self, KioskError> {
        match access {
            Access::Write => {
                let writer = Writer::open(path, &open_options(options), options.clock.now())?;
                Self::with_writer(writer, options)
            }
            Access::Read => {
                let reader = Reader::open_with(path, &options.unlock)?;
                let (event, key) = (reader.event()?, reader.code_key()?);
                let shared = Shared::new(reader, event, CodeKey::from_bytes(*key), options)?;
                Ok(Self { shared: Arc::new(shared), writer: None, workers: None, backups: None, upkeep: None })
            }
        }
    }

    fn with_writer(writer: Writer, options: &KioskOptions) -> Result<Self, KioskError> {
        let reader = Reader::open_with(&writer.place().file, &Unlock::of(writer.file_key().as_ref()))?;
        let (event, key, desk) = (writer.event(), writer.code_key(), writer.desk());
        let shared = Arc::new(Shared::new(reader, event, CodeKey::from_bytes(*key), options)?);
        let (queue, jobs) = mpsc::sync_channel::<Job>(QUEUE);
        let mut at_desk = Desk::new(writer, Arc::clone(&shared));
        at_desk.name(&options.desk)?;
        at_desk.settle_interrupted_jobs()?;
        let closing = Arc::new(AtomicBool::new(false));
        let ends = Arc::clone(&closing);
        let no_thread = |error| KioskError::file(Path::new("writer"), error);
        let log = LogThread::start(at_desk.log_keeper()?).map_err(no_thread)?;
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || write_until_closed(at_desk, log, &jobs, &ends))
            .map_err(no_thread)?;
        let writer = Some(WriterThread { queue, closing, thread, desk });
        let mut kiosk = Self { shared, writer, workers: None, backups: None, upkeep: None };
        tidy(&kiosk.shared);
        crate::acts::erase::keep_erased(&kiosk)?;
        if options.prints {
            kiosk.workers = Some(PrintWorkers::start(kiosk.remote()?)?);
        }
        if let Some(every) = options.backs_up {
            kiosk.backups = Some(BackupWorker::start(Arc::clone(&kiosk.shared), every)?);
            kiosk.upkeep = Some(Upkeep::start(kiosk.remote()?, every)?);
        }
        Ok(kiosk)
    }

    /// Where the event's file and folder lie.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.shared.place
    }

    /// How the event is opened again.
    #[must_use]
    pub fn unlock(&self) -> Unlock {
        Unlock::of(self.shared.key.as_ref())
    }

    /// Where badges are saved that no printer takes.
    #[must_use]
    pub fn badge_folder(&self) -> &Path {
        &self.shared.clear.badges
    }

    /// The event as it is set up now.
    #[must_use]
    pub fn event(&self) -> Arc<checkin::Event> {
        self.shared.event()
    }

    /// This desk; `None` for one who only reads.
    #[must_use]
    pub fn desk(&self) -> Option<DeskId> {
        self.writer.as_ref().map(|writer| writer.desk)
    }

    /// Asks several questions of one moment.
    ///
    /// # Errors
    /// What `ask` says, or if the file cannot be read.
    pub fn read<T>(&self, ask: impl FnOnce(View<'_>) -> Result<T, StoreError>) -> Result<T, KioskError> {
        self.shared.read(ask)
    }

    /// Everybody, in the order of a printed list: by family name.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn everybody(&self) -> Result<Vec<checkin::AttendeeId>, KioskError> {
        let mut attendees = self.read(|view| view.all_attendees())?;
        attendees.sort_by_cached_key(|attendee| (crate::collate::name_key(&attendee.profile), attendee.id));
        Ok(attendees.into_iter().map(|attendee| attendee.id).collect())
    }

    /// Searches the index, which is made at the first search.
    pub(crate) fn with_index<T>(&self, ask: impl FnOnce(&Index) -> T) -> Result<T, KioskError> {
        self.shared.with_index(ask)
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Runs `act` on the writer thread and waits for its answer.
    ///
    /// # Errors
    /// [`KioskError::Busy`] if too many wait already, `eventInUse` for one who only reads, else what `act` says.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Desk) -> Result<T, KioskError> + Send + 'static,
    ) -> Result<T, KioskError> {
        self.remote()?.write(act)
    }

    /// As [`Kiosk::write`], for a caller who has something else to do until the answer comes.
    ///
    /// # Errors
    /// As [`Kiosk::write`]; what `act` says comes with the answer.
    pub(crate) fn begin_write<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Desk) -> Result<T, KioskError> + Send + 'static,
    ) -> Result<Pending<T>, KioskError> {
        self.remote()?.begin(act)
    }

    /// Tells the print workers that a job may wait.
    pub(crate) fn wake_printer(&self) {
        self.shared.printers.wake();
    }

    /// Starts a worker for each printer of settings that have changed.
    pub(crate) fn follow_printers(&self) -> Result<(), KioskError> {
        self.workers.as_ref().map_or(Ok(()), PrintWorkers::follow_settings)
    }

    /// Starts the workers of a kiosk that was opened without, once a test has put its own printers in.
    #[cfg(test)]
    pub(crate) fn start_printing_for_tests(&mut self) {
        self.workers = self.remote().and_then(PrintWorkers::start).ok();
    }

    /// Whether badges are printed in the background.
    pub(crate) fn prints(&self) -> bool {
        self.workers.is_some()
    }

    /// Asks for a backup now.
    pub(crate) fn wake_backups(&self) {
        if let Some(backups) = &self.backups {
            backups.wake();
        }
    }

    pub(crate) fn remote(&self) -> Result<Remote, KioskError> {
        let writer = self.writer.as_ref().ok_or(StoreError::InUse)?;
        Ok(Remote { queue: writer.queue.clone(), shared: Arc::clone(&self.shared), desk: writer.desk })
    }

    /// Prints what waits (for at most `patience`), stops all threads and closes the file properly.
    ///
    /// # Errors
    /// If the file cannot be closed properly; nothing that was acknowledged is lost by that.
    pub fn close(mut self, patience: Duration) -> Result<(), KioskError> {
        if let Some(workers) = self.workers.take() {
            workers.finish(patience);
        }
        // Its thread holds a way to the writer; what is not in a file by now is not written down.
        self.shared.batches.steer(crate::batches::Steer::Stop);
        if let Some(upkeep) = self.upkeep.take() {
            upkeep.stop();
        }
        if let Some(backups) = self.backups.take() {
            backups.stop();
        }
        let Some(WriterThread { queue, closing, thread, .. }) = self.writer.take() else { return Ok(()) };
        closing.store(true, Ordering::SeqCst);
        // Wakes the writer. A printer that hangs holds its own way to it open, and must not keep the file open.
        let _ = queue.send(Box::new(|_| ()));
        self.shared.clear.forget();
        drop(queue);
        thread.join().map_err(|_| KioskError::NoAnswer)?.map_err(KioskError::Store)
    }
}

impl Shared {
    fn new(reader: Reader, event_id: EventId, code_key: CodeKey, options: &KioskOptions) -> Result<Self, KioskError> {
        let event = look::event_now(reader.view())?;
        let file = InPlace::new(&reader.place().file);
        let clear = ClearFolders::of(reader.place(), event_id, reader.file_key().is_some())?;
        let badges = clear.badges.clone();
        Ok(Self {
            file,
            home: options.home.clone(),
            key: reader.file_key(),
            clear,
            has_staff: AtomicBool::new(!reader.view().staff()?.is_empty()),
            place: reader.place().clone(),
            event_id,
            code_key,
            clock: Arc::clone(&options.clock),
            clock_watch: crate::clock::Watch::default(),
            reader: Mutex::new(reader),
            index: RwLock::new(None),
            event: RwLock::new(Arc::new(event)),
            importing: Mutex::new(()),
            waiting: AtomicUsize::new(0),
            waited: AtomicU64::new(0),
            begun: Instant::now(),
            batches: crate::batches::run::Batches::default(),
            progress: crate::lists::progress::Progress::default(),
            last_read: Mutex::default(),
            printers: Printers::open(&options.home, badges),
            templates: crate::templates::Templates::default(),
            medium: Medium::of(&options.home, event_id),
        })
    }

    /// Another connection that reads.
    pub(crate) fn open_reader(&self) -> Result<Reader, StoreError> {
        Reader::open_with(&self.place.file, &Unlock::of(self.key.as_ref()))
    }

    /// What copies on the second medium are made of.
    pub(crate) fn source(&self) -> Source<'_> {
        Source { place: &self.place, unlock: Unlock::of(self.key.as_ref()) }
    }

    /// Whether the event has a passphrase.
    pub(crate) fn is_locked(&self) -> bool {
        self.key.is_some()
    }

    pub(crate) fn has_staff(&self) -> bool {
        self.has_staff.load(Ordering::Acquire)
    }

    /// Somebody was entered as staff, or the last one taken away.
    pub(crate) fn set_has_staff(&self, has: bool) {
        self.has_staff.store(has, Ordering::Release);
    }

    pub(crate) fn event(&self) -> Arc<checkin::Event> {
        Arc::clone(&self.event.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes over settings or ticket types that changed. The index is made anew at the next search: it knows ticket types
    /// by their names, and whose day it is.
    pub(crate) fn set_event(&self, event: checkin::Event) {
        let names = |event: &checkin::Event| -> Vec<(String, String)> {
            event.ticket_types.iter().map(|one| (one.id.to_string(), one.name.clone())).collect()
        };
        let changed = names(&self.event()) != names(&event);
        *self.event.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(event);
        if changed {
            *self.index.write().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }

    pub(crate) fn reader(&self) -> MutexGuard<'_, Reader> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn read<T>(&self, ask: impl FnOnce(View<'_>) -> Result<T, StoreError>) -> Result<T, KioskError> {
        let day = self.day_start(self.clock.now());
        Ok(self.reader().at_one_moment(|view| ask(view.of_day(day)))?)
    }

    /// Where everybody comes anew each day: when the day of `now` began. On every way to the file it decides who has come.
    pub(crate) fn day_start(&self, now: Timestamp) -> Option<Timestamp> {
        self.event().day(now).map(|day| day.from)
    }

    /// Whether a transaction of long work has gone on for long enough: not for long while desks are at work.
    pub(crate) fn is_long(&self, so_far: Duration) -> bool {
        let now = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        if self.waiting.load(Ordering::Acquire) > 0 {
            self.waited.store(now, Ordering::Relaxed);
        }
        let waited = self.waited.load(Ordering::Relaxed);
        store::is_long(so_far) || (so_far >= SHORT && waited > 0 && now - waited.min(now) < AT_WORK_MS)
    }

    /// Whether there is an index that has to follow what changes. One that is made later reads what holds then.
    pub(crate) fn has_index(&self) -> bool {
        self.index.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Brings the index up to date; does nothing while there is none yet.
    pub(crate) fn update_index(&self, update: impl FnOnce(&mut Index)) {
        if let Some(of_day) = self.index.write().unwrap_or_else(PoisonError::into_inner).as_mut() {
            update(&mut of_day.index);
        }
    }

    fn with_index<T>(&self, ask: impl FnOnce(&Index) -> T) -> Result<T, KioskError> {
        let day = self.day_start(self.clock.now());
        let is_of_today = |of_day: &&OfDay| of_day.day == day;
        if let Some(found) = self.index.read().unwrap_or_else(PoisonError::into_inner).as_ref().filter(is_of_today) {
            return Ok(ask(&found.index));
        }
        let mut slot = self.index.write().unwrap_or_else(PoisonError::into_inner);
        if slot.as_ref().filter(is_of_today).is_none() {
            // Read while the index is held, so that a change committed meanwhile is put in after this.
            let event = self.event();
            let attendees = self.read(|view| view.all_attendees())?;
            let index = Index::of(attendees.iter().map(|attendee| look::entry(&event, attendee)));
            *slot = Some(OfDay { day, index });
        }
        slot.as_ref().map(|of_day| ask(&of_day.index)).ok_or(KioskError::NoAnswer)
    }
}
