//! Printers that do as a test tells them: a label printer at a port of its own, or one that speaks IPP. They fail in all the
//! ways in which printers do, and know what has come out of them.

mod ipp;
mod real;
mod zpl;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::must;

pub use real::{CupsServer, IppPrinterProgram};

/// What a printer speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaks {
    /// ZPL, as at port 9100.
    Zpl,
    /// IPP.
    Ipp,
}

/// What is the matter with a printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing.
    None,
    /// It has no labels left, says so, and keeps what it was sent.
    PaperOut,
    /// Its cover is open; the same.
    CoverOpen,
    /// It takes what is sent and never answers again, nor prints.
    Silent,
    /// It prints, and never answers: it cannot tell.
    Mute,
    /// It takes connections and reads nothing.
    HalfOpen,
    /// It drops the connection in the middle of a label.
    Reset,
    /// It prints, and then drops the connection before it has said so.
    ResetAfter,
    /// It says that all is well and done, and prints nothing.
    Lies,
    /// It says that the job is completed, with errors, and prints nothing.
    WithErrors,
    /// It answers what makes no sense.
    Garbage,
    /// Its answers have no end.
    Flood,
    /// Each label takes this long.
    Slow(Duration),
    /// Nobody listens at its port.
    Off,
}

/// When the trouble begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Script {
    /// What.
    pub trouble: Trouble,
    /// After so many labels.
    pub after: usize,
    /// Somebody mends it after so long; `None`: nobody does.
    pub lasts: Option<Duration>,
}

impl Script {
    /// All is well.
    #[must_use]
    pub const fn well() -> Self {
        Self { trouble: Trouble::None, after: 0, lasts: None }
    }

    /// This from the start on.
    #[must_use]
    pub const fn always(trouble: Trouble) -> Self {
        Self { trouble, after: 0, lasts: None }
    }
}

/// A printer; it ends with this value.
pub struct FakePrinter {
    shared: Arc<Shared>,
    port: u16,
    stop: Arc<AtomicBool>,
}

struct Shared {
    speaks: Speaks,
    state: Mutex<State>,
}

struct State {
    script: Script,
    began: Option<Instant>,
    out: Vec<String>,
    documents: Vec<Vec<u8>>,
    keep: bool,
    first_byte: Option<Instant>,
    /// Labels in its memory, with when each may come out at the earliest.
    memory: Vec<(u32, String, Instant)>,
    next_job: u32,
    /// Jobs that have ended: completed, or cancelled.
    ended: Vec<(u32, bool)>,
    asked: u64,
}

/// The longest request that is read, so that a test never fills the memory.
const MOST: usize = 16 << 20;

impl FakePrinter {
    /// Starts one at a free port of this computer.
    #[must_use]
    pub fn start(speaks: Speaks, script: Script) -> Self {
        let listener = must(TcpListener::bind(("127.0.0.1", 0)).map_err(|error| format!("no port is free: {error}")));
        let port = must(listener.local_addr().map_err(|error| error.to_string())).port();
        let state = State {
            script,
            began: None,
            out: Vec::new(),
            documents: Vec::new(),
            keep: false,
            first_byte: None,
            memory: Vec::new(),
            next_job: 0,
            ended: Vec::new(),
            asked: 0,
        };
        let shared = Arc::new(Shared { speaks, state: Mutex::new(state) });
        let stop = Arc::new(AtomicBool::new(false));
        let (for_thread, ends) = (Arc::clone(&shared), Arc::clone(&stop));
        std::thread::spawn(move || serve(&listener, &for_thread, &ends));
        Self { shared, port, stop }
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its address as the settings have it.
    #[must_use]
    pub fn address(&self) -> String {
        match self.shared.speaks {
            Speaks::Zpl => format!("127.0.0.1:{}", self.port),
            Speaks::Ipp => format!("ipp://127.0.0.1:{}/ipp/print", self.port),
        }
    }

    /// From now on it does this, counted from the labels that are out.
    pub fn play(&self, script: Script) {
        let mut state = self.shared.lock();
        state.script = Script { after: script.after + state.out.len(), ..script };
        state.began = None;
    }

    /// The names of what has come out, in order.
    #[must_use]
    pub fn out(&self) -> Vec<String> {
        self.shared.lock().advance();
        self.shared.lock().out.clone()
    }

    /// How many labels lie in its memory and have not come out.
    #[must_use]
    pub fn holds(&self) -> usize {
        self.shared.lock().memory.len()
    }

    /// Keeps the documents too, from now on.
    pub fn keep_documents(&self) {
        self.shared.lock().keep = true;
    }

    /// What was sent, in the order in which it came out.
    #[must_use]
    pub fn documents(&self) -> Vec<Vec<u8>> {
        self.shared.lock().documents.clone()
    }

    /// When the first byte of a label came since the last call of this.
    #[must_use]
    pub fn take_first_byte(&self) -> Option<Instant> {
        self.shared.lock().first_byte.take()
    }

    /// How often it was asked how it is.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.shared.lock().asked
    }
}

impl Drop for FakePrinter {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a connection; one that is busy looks by itself.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn trouble(&self) -> Trouble {
        self.lock().trouble()
    }
}

impl State {
    fn trouble(&mut self) -> Trouble {
        if self.script.trouble == Trouble::None || self.out.len() < self.script.after {
            return Trouble::None;
        }
        let began = *self.began.get_or_insert_with(Instant::now);
        if self.script.lasts.is_some_and(|lasts| began.elapsed() >= lasts) {
            self.script = Script::well();
            return Trouble::None;
        }
        self.script.trouble
    }

    /// A label has been received whole. Returns the number of its job.
    fn take(&mut self, name: String, document: &[u8]) -> u32 {
        self.next_job += 1;
        let ready = match self.trouble() {
            Trouble::Slow(time) => Instant::now() + time,
            _ => Instant::now(),
        };
        self.memory.push((self.next_job, name, ready));
        if self.keep {
            self.documents.push(document.to_vec());
        }
        self.advance();
        self.next_job
    }

    /// Lets out what can come out by now.
    fn advance(&mut self) {
        while let Some((job, ready)) = self.memory.first().map(|(job, _, ready)| (*job, *ready)) {
            match self.trouble() {
                Trouble::PaperOut | Trouble::CoverOpen | Trouble::Silent | Trouble::HalfOpen => return,
                Trouble::Lies | Trouble::WithErrors => {
                    self.memory.remove(0);
                    self.ended.push((job, true));
                }
                _ if ready > Instant::now() => return,
                _ => {
                    let (_, name, _) = self.memory.remove(0);
                    self.out.push(name);
                    self.ended.push((job, true));
                }
            }
        }
    }

    fn forget(&mut self) {
        let left: Vec<u32> = self.memory.drain(..).map(|(job, ..)| job).collect();
        self.ended.extend(left.into_iter().map(|job| (job, false)));
    }
}

fn serve(listener: &TcpListener, shared: &Arc<Shared>, stop: &Arc<AtomicBool>) {
    for stream in listener.incoming() {
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let (shared, stop) = (Arc::clone(shared), Arc::clone(stop));
        std::thread::spawn(move || {
            let _ = stream.set_nodelay(true);
            let _ = stream.set_read_timeout(Some(Duration::from_millis(50)));
            let _ = stream.set_write_timeout(Some(Duration::from_millis(500)));
            match shared.trouble() {
                // Whoever connects is hung up on at once: as near to nobody there as a port that is open can be.
                Trouble::Off => {}
                Trouble::HalfOpen => wait_while(&shared, &stop, Trouble::HalfOpen),
                _ => match shared.speaks {
                    Speaks::Zpl => zpl::converse(stream, &shared, &stop),
                    Speaks::Ipp => ipp::converse(stream, &shared, &stop),
                },
            }
        });
    }
}

/// Holds a connection open and does nothing on it.
fn wait_while(shared: &Shared, stop: &AtomicBool, trouble: Trouble) {
    while !stop.load(Ordering::SeqCst) && shared.trouble() == trouble {
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// One piece of what comes in; empty at the end of the connection or of the printer.
fn piece(stream: &mut TcpStream, stop: &AtomicBool) -> Vec<u8> {
    let mut bytes = vec![0; 64 << 10];
    loop {
        if stop.load(Ordering::SeqCst) {
            return Vec::new();
        }
        match stream.read(&mut bytes) {
            Ok(read) => {
                bytes.truncate(read);
                return bytes;
            }
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {}
            Err(_) => return Vec::new(),
        }
    }
}

/// Writes until the other side has had enough, at most a gigabyte.
fn flood(stream: &mut TcpStream, stop: &AtomicBool) {
    let zeros = vec![b'0'; 1 << 16];
    for _ in 0..1 << 14 {
        if stop.load(Ordering::SeqCst) || stream.write_all(&zeros).is_err() {
            return;
        }
    }
}
