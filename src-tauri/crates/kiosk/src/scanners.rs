//! The scanners that do not type into the window: on serial ports, and grabbed ones. Each has a thread that opens it, reads it, and
//! opens it again when it was gone; what they scan waits here for the window.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use scan::{Baud, DeviceId, GrabError, Layout, SerialError, SerialScanner};

/// A scanner is looked for again so often after it could not be opened, or has gone.
const AGAIN: Duration = Duration::from_secs(1);
/// A reading waits so long before it looks whether the scanner is still wanted.
const READING: Duration = Duration::from_millis(250);
/// A scan that nobody has fetched for so long is for nobody: its guest has gone on.
const STALE: Duration = Duration::from_secs(5);
/// The most scans that wait.
const MOST_SCANS: usize = 32;
/// The most scanners of a desk.
pub const MOST_SCANNERS: usize = 4;

/// A scanner that the desk has chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// On a serial port.
    Serial {
        /// What it is remembered by: a device's own id, or a port such as `/dev/ttyACM0` or `COM3` ([`scan::SerialPort::id`]).
        id: String,
        /// Its rate.
        baud: Baud,
    },
    /// One that types, kept from all other windows (Linux).
    Grabbed {
        /// What it is.
        id: DeviceId,
        /// The keyboard that it is set to.
        layout: Layout,
    },
}

impl Chosen {
    /// What this scanner is told from others by.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::Serial { id, .. } => id.clone(),
            Self::Grabbed { id, .. } => id.to_string(),
        }
    }
}

/// How a chosen scanner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is being opened for the first time.
    Starting,
    /// It is open and can be heard.
    Ready,
    /// It is not: `missing`, `noPermission`, `busy`, `unusable` or `gone`.
    Away(&'static str),
}

/// A text that a scanner has read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// Which one.
    pub scanner: String,
    /// What.
    pub text: String,
}

/// What there is to know of the scanners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// Counts up with everything that happens; whoever asks gives the one that they have seen.
    pub version: u64,
    /// What was scanned since then.
    pub scans: Vec<Scan>,
    /// Each chosen scanner and how it is.
    pub scanners: Vec<(String, State)>,
}

/// Something that can be opened and read: a device, or a test's.
pub trait Device: Send + 'static {
    /// Opens it, or says in a word why not.
    ///
    /// # Errors
    /// The words of [`State::Away`].
    fn open(&self) -> Result<Box<dyn Reading>, &'static str>;
}

/// An open device.
pub trait Reading {
    /// Waits for texts, at most so long.
    ///
    /// # Errors
    /// A word of [`State::Away`]; nothing can be read from then on.
    fn read(&mut self, timeout: Duration) -> Result<Vec<String>, &'static str>;
}

/// The scanners of this desk. Dropping them closes all.
#[derive(Default)]
pub struct Scanners {
    shared: Arc<Shared>,
    running: Mutex<Vec<Running>>,
}

struct Running {
    chosen: Chosen,
    stop: Arc<Stop>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    board: Mutex<Board>,
    changed: Condvar,
}

struct Board {
    /// From 1 up: 0 is what somebody says who has seen nothing yet.
    version: u64,
    scans: VecDeque<(u64, Instant, Scan)>,
    scanners: Vec<(String, State)>,
}

impl Default for Board {
    fn default() -> Self {
        Self { version: 1, scans: VecDeque::new(), scanners: Vec::new() }
    }
}

#[derive(Default)]
struct Stop {
    stopped: Mutex<bool>,
    changed: Condvar,
}

impl Scanners {
    /// Takes these scanners and no others, at most [`MOST_SCANNERS`]. One that is the same goes on; one that is no longer wanted
    /// is closed before this returns.
    pub fn choose(&self, chosen: &[Chosen]) {
        self.choose_devices(chosen, |chosen| Box::new(RealDevice(chosen.clone())));
    }

    /// The same with devices of one's own, for tests.
    pub fn choose_devices(&self, chosen: &[Chosen], device: impl Fn(&Chosen) -> Box<dyn Device>) {
        let chosen = &chosen[..chosen.len().min(MOST_SCANNERS)];
        let mut running = lock(&self.running);
        running.retain(|one| chosen.contains(&one.chosen));
        self.shared.write(|board| board.scanners.retain(|(id, _)| running.iter().any(|one| one.chosen.id() == *id)));
        for one in chosen {
            if running.iter().any(|known| known.chosen == *one) {
                continue;
            }
            self.shared.write(|board| board.scanners.push((one.id(), State::Starting)));
            running.extend(start(one.clone(), device(one), &self.shared));
        }
    }

    /// What has happened since a version; waits for it, at most so long. A version of 0 asks for how things are, without scans
    /// from before.
    #[must_use]
    pub fn news(&self, seen: u64, timeout: Duration) -> News {
        let mut board = lock(&self.shared.board);
        if seen != 0 && seen == board.version {
            let (after, _) = self
                .shared
                .changed
                .wait_timeout_while(board, timeout, |board| board.version == seen)
                .unwrap_or_else(PoisonError::into_inner);
            board = after;
        }
        // A version from before the program was started is of another board.
        let from = if seen == 0 || seen > board.version { board.version } else { seen };
        let fresh = |(number, at, _): &&(u64, Instant, Scan)| *number > from && at.elapsed() < STALE;
        let scans = board.scans.iter().filter(fresh).map(|(_, _, scan)| scan.clone()).collect();
        News { version: board.version, scans, scanners: board.scanners.clone() }
    }
}

impl Shared {
    fn write(&self, change: impl FnOnce(&mut Board)) {
        let mut board = lock(&self.board);
        board.version += 1;
        change(&mut board);
        self.changed.notify_all();
    }

    fn turn(&self, id: &str, state: State) {
        let is_other = lock(&self.board).scanners.iter().any(|(known, was)| known == id && *was != state);
        if is_other {
            self.write(|board| {
                board.scanners.iter_mut().filter(|(known, _)| known == id).for_each(|one| one.1 = state);
            });
        }
    }

    fn scanned(&self, scanner: &str, text: String) {
        self.write(|board| {
            while board.scans.len() >= MOST_SCANS {
                board.scans.pop_front();
            }
            board.scans.push_back((board.version, Instant::now(), Scan { scanner: scanner.to_owned(), text }));
        });
    }
}

impl Stop {
    /// Waits; whether the scanner is no longer wanted.
    fn wait(&self, time: Duration) -> bool {
        let stopped = lock(&self.stopped);
        let (stopped, _) =
            self.changed.wait_timeout_while(stopped, time, |stopped| !*stopped).unwrap_or_else(PoisonError::into_inner);
        *stopped
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        *lock(&self.stop.stopped) = true;
        self.stop.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has closed its device all the same.
            let _ = thread.join();
        }
    }
}

/// Starts a scanner's thread; none if the system has no thread left, and then it says so.
fn start(chosen: Chosen, device: Box<dyn Device>, shared: &Arc<Shared>) -> Option<Running> {
    let stop = Arc::new(Stop::default());
    let thread = {
        let (stop, shared, id) = (Arc::clone(&stop), Arc::clone(shared), chosen.id());
        std::thread::Builder::new().name("scanner".to_owned()).spawn(move || run(&id, &*device, &shared, &stop))
    };
    match thread {
        Ok(thread) => Some(Running { chosen, stop, thread: Some(thread) }),
        Err(_) => {
            shared.turn(&chosen.id(), State::Away("unusable"));
            None
        }
    }
}

fn run(id: &str, device: &dyn Device, shared: &Shared, stop: &Stop) {
    while !stop.wait(Duration::ZERO) {
        let away = match device.open() {
            Ok(mut reading) => {
                shared.turn(id, State::Ready);
                match read(id, &mut *reading, shared, stop) {
                    Some(away) => away,
                    None => return,
                }
            }
            Err(away) => away,
        };
        shared.turn(id, State::Away(away));
        stop.wait(AGAIN);
    }
}

/// Reads until the device is gone, and says why; `None` if it is no longer wanted.
fn read(id: &str, reading: &mut dyn Reading, shared: &Shared, stop: &Stop) -> Option<&'static str> {
    while !stop.wait(Duration::ZERO) {
        match reading.read(READING) {
            Ok(texts) => texts.into_iter().for_each(|text| shared.scanned(id, text)),
            Err(away) => return Some(away),
        }
    }
    None
}

struct RealDevice(Chosen);

impl Device for RealDevice {
    fn open(&self) -> Result<Box<dyn Reading>, &'static str> {
        match &self.0 {
            Chosen::Serial { id, baud } => {
                let opened = scan::port_path(id).and_then(|path| SerialScanner::open(&path, *baud));
                opened.map(|scanner| -> Box<dyn Reading> { Box::new(Serial(scanner)) }).map_err(why_serial)
            }
            Chosen::Grabbed { id, layout } => grab(id, *layout),
        }
    }
}

#[cfg(target_os = "linux")]
fn grab(id: &DeviceId, layout: Layout) -> Result<Box<dyn Reading>, &'static str> {
    let devices = scan::devices().map_err(why_grabbed)?;
    let device = id.find(&devices).ok_or("missing")?;
    let grabbed = scan::Grabbed::open(&device.path).map_err(why_grabbed)?;
    Ok(Box::new(Keys(scan::KeyScanner::new(grabbed, layout))))
}

#[cfg(not(target_os = "linux"))]
fn grab(_: &DeviceId, _: Layout) -> Result<Box<dyn Reading>, &'static str> {
    Err("unusable")
}

struct Serial(SerialScanner);

impl Reading for Serial {
    fn read(&mut self, timeout: Duration) -> Result<Vec<String>, &'static str> {
        self.0.read(timeout).map_err(why_serial)
    }
}

#[cfg(target_os = "linux")]
struct Keys(scan::KeyScanner<scan::Grabbed>);

#[cfg(target_os = "linux")]
impl Reading for Keys {
    fn read(&mut self, timeout: Duration) -> Result<Vec<String>, &'static str> {
        self.0.read(timeout).map_err(why_grabbed)
    }
}

fn why_serial(error: SerialError) -> &'static str {
    match error {
        SerialError::Missing => "missing",
        SerialError::NoPermission => "noPermission",
        SerialError::Busy => "busy",
        SerialError::Unusable | SerialError::Unlisted => "unusable",
        SerialError::Gone => "gone",
    }
}

#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "nothing is grabbed elsewhere"))]
fn why_grabbed(error: GrabError) -> &'static str {
    match error {
        GrabError::Missing => "missing",
        GrabError::NoPermission => "noPermission",
        GrabError::Busy => "busy",
        GrabError::Unusable | GrabError::Unlisted => "unusable",
        GrabError::Gone => "gone",
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What lies behind these locks is whole after each change, also after a panic elsewhere.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A scanner that is plugged in and could be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is told from others by, and remembered.
    pub id: String,
    /// The port on which it is now: earlier versions remembered that.
    pub port: Option<String>,
    /// What a person knows it by.
    pub name: String,
    /// Whether it is on a serial port; else it types.
    pub serial: bool,
}

/// The serial ports and the devices with keys that are plugged in. What cannot be listed is left out.
#[must_use]
pub fn plugged_in() -> Vec<Found> {
    let ports = scan::ports().unwrap_or_default().into_iter();
    let mut found: Vec<Found> =
        ports.map(|port| Found { id: port.id, port: Some(port.path), name: port.name, serial: true }).collect();
    #[cfg(target_os = "linux")]
    found.extend(scan::devices().unwrap_or_default().into_iter().map(|device| Found {
        id: device.id.to_string(),
        port: None,
        name: device.id.name().to_owned(),
        serial: false,
    }));
    found
}
