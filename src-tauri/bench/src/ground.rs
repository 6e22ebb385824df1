//! Where the bench works: a folder on the disk that is measured, events of several sizes, the programs.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use kiosk::clock::SystemClock;
use kiosk::{Access, Kiosk, KioskOptions, event_files};
use tempfile::TempDir;

/// The seed of all invented people.
pub(crate) const SEED: u64 = 7;

/// How long closing an event may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the parts share.
#[derive(Debug)]
pub(crate) struct Ground {
    quick: bool,
    /// Where this program lies, and the app beside it.
    programs: PathBuf,
    folder: TempDir,
    /// Events that were made, by their number of people; parts work on copies.
    events: RefCell<BTreeMap<u32, PathBuf>>,
}

impl Ground {
    /// A folder beside the programs. Not the system's folder for temporary files: that often lies in memory, where nothing is
    /// as slow as a disk.
    pub(crate) fn new(quick: bool) -> Result<Self, String> {
        let own = std::env::current_exe().map_err(|error| error.to_string())?;
        let programs = own.parent().ok_or("this program lies nowhere")?.to_owned();
        let folder = tempfile::Builder::new().prefix("bench-").tempdir_in(&programs);
        let folder = folder.map_err(|error| format!("no folder in {}: {error}", programs.display()))?;
        Ok(Self { quick, programs, folder, events: RefCell::default() })
    }

    /// The folder to work in; it ends with the run.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A new, empty folder in it.
    pub(crate) fn new_folder(&self) -> Result<TempDir, String> {
        tempfile::tempdir_in(self.folder()).map_err(|error| format!("no new folder: {error}"))
    }

    /// `full` repetitions, or `few` to see whether a part works.
    pub(crate) fn times(&self, full: usize, few: usize) -> usize {
        if self.quick { few } else { full }
    }

    /// How many people for a part that wants `full`; a quick look makes do with 500.
    pub(crate) fn people(&self, full: u32) -> u32 {
        if self.quick { full.min(500) } else { full }
    }

    /// A program that was built with this one, such as `ankomst` or `examples/empty_window`.
    pub(crate) fn program(&self, name: &str) -> Result<PathBuf, String> {
        let path = self.programs.join(name);
        if path.is_file() { Ok(path) } else { Err(format!("{name} is not built")) }
    }

    /// The folder for what is fetched once and kept between runs.
    pub(crate) fn kept(&self) -> PathBuf {
        self.programs.parent().unwrap_or(&self.programs).to_owned()
    }

    /// An event of so many people at a place of its own, closed.
    pub(crate) fn event(&self, people: u32) -> Result<EventPlace, String> {
        let folder = self.new_folder()?;
        let place = EventPlace { file: folder.path().join("event.ankomst"), folder };
        let original = self.original(people)?;
        std::fs::copy(&original, &place.file).map_err(|error| format!("{}: {error}", original.display()))?;
        Ok(place)
    }

    fn original(&self, people: u32) -> Result<PathBuf, String> {
        if let Some(made) = self.events.borrow().get(&people) {
            return Ok(made.clone());
        }
        let path = self.folder().join(format!("{people}.ankomst"));
        let options = options(&self.folder().join("home"));
        event_files::generate(&path, people, SEED, &options, &mut |_| {})
            .and_then(|kiosk| kiosk.close(PATIENCE))
            .map_err(|error| format!("an event of {people} people: {error}"))?;
        self.events.borrow_mut().insert(people, path.clone());
        Ok(path)
    }
}

/// An event for one measurement.
#[derive(Debug)]
pub(crate) struct EventPlace {
    /// The event file.
    pub(crate) file: PathBuf,
    folder: TempDir,
}

impl EventPlace {
    /// The folder that the file lies in.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The user's folder of a desk at this event.
    pub(crate) fn home(&self) -> PathBuf {
        self.folder().join("home")
    }

    /// Opens the event for writing; badges are not printed, as whoever waits does not wait for that.
    pub(crate) fn open(&self) -> Result<Kiosk, String> {
        self.open_with(kiosk::Unlock::Nothing)
    }

    /// Opens an event that may have a passphrase for writing.
    pub(crate) fn open_with(&self, unlock: kiosk::Unlock) -> Result<Kiosk, String> {
        let options = KioskOptions { unlock, ..options(&self.home()) };
        Kiosk::open(&self.file, Access::Write, &options).map_err(|error| error.to_string())
    }
}

/// Closes an event properly.
pub(crate) fn close(kiosk: Kiosk) -> Result<(), String> {
    kiosk.close(PATIENCE).map_err(|error| error.to_string())
}

/// How the bench opens events.
pub(crate) fn options(home: &Path) -> KioskOptions {
    KioskOptions {
        home: home.to_owned(),
        desk: "Bench".to_owned(),
        clock: Arc::new(SystemClock),
        prints: false,
        backs_up: None,
        max_bytes: None,
        unlock: kiosk::Unlock::Nothing,
    }
}
