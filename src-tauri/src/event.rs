//! The event of this window: found, opened in the background, closed properly.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use kiosk::clock::SystemClock;
use kiosk::{Access, Caller, Kiosk, KioskError, KioskOptions, api, event_files, home};

/// How long badges that wait are printed when the window closes. What is left waits in the event file.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long calls under way are waited for when the window closes.
const LAST_CALLS: Duration = Duration::from_secs(2);

/// Which file to open, and where the user's folder lies.
#[derive(Clone, Debug)]
pub(crate) struct Where {
    /// The user's folder.
    pub(crate) home: PathBuf,
    /// The event file; it may not exist yet if it is the sample.
    pub(crate) file: PathBuf,
    /// Whether to make the sample event there if there is no file.
    pub(crate) make_sample: bool,
}

impl Where {
    /// The event named, else `ANKOMST_EVENT`, else the one open last, else the sample event in the user's folder.
    pub(crate) fn find(named: Option<PathBuf>) -> Option<Self> {
        let home = home::folder()?;
        let variable = std::env::var_os("ANKOMST_EVENT").filter(|value| !value.is_empty()).map(PathBuf::from);
        let known = named.or(variable).or_else(|| home::last_event(&home));
        Some(match known {
            Some(file) => Self { home, file, make_sample: false },
            None => Self { file: home.join("sample.ankomst"), home, make_sample: true },
        })
    }

    /// Opens it for writing. The search index is made on the way, so that the first letter typed finds somebody at once.
    pub(crate) fn open(&self) -> Result<Kiosk, KioskError> {
        let options = KioskOptions {
            home: self.home.clone(),
            desk: String::new(),
            clock: Arc::new(SystemClock),
            prints: true,
            max_bytes: None,
        };
        let kiosk = if self.make_sample && !self.file.exists() {
            std::fs::create_dir_all(&self.home).map_err(|error| KioskError::file(&self.home, error))?;
            event_files::create_sample(&self.file, &options)?
        } else {
            Kiosk::open(&self.file, Access::Write, &options)?
        };
        home::remember_event(&self.file, &self.home);
        api::call(&kiosk, &Caller::default(), "findAttendees", serde_json::json!({"text": "a", "limit": 1}))?;
        Ok(kiosk)
    }

    /// Puts the newest backup in the place of the damaged file that was moved aside.
    pub(crate) fn restore(&self, backup: &Path) -> Result<(), KioskError> {
        let options = KioskOptions {
            home: self.home.clone(),
            desk: String::new(),
            clock: Arc::new(SystemClock),
            prints: false,
            max_bytes: None,
        };
        event_files::restore(backup, &self.file, &options).map(|_| ())
    }
}

/// Closes the event once no call uses it any more.
pub(crate) fn close(kiosk: Arc<Kiosk>) {
    let until = Instant::now() + LAST_CALLS;
    let mut kiosk = kiosk;
    loop {
        match Arc::try_unwrap(kiosk) {
            Ok(last) => {
                // What was confirmed on screen is on the disk already; a log that is left is taken in at the next start.
                let _ = last.close(PATIENCE);
                return;
            }
            Err(_) if Instant::now() > until => return,
            Err(shared) => kiosk = shared,
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A value that threads share; a thread that panicked while it held the value does not lock the others out.
#[derive(Debug, Default)]
pub(crate) struct Shared<T>(Mutex<T>);

impl<T: Clone> Shared<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    pub(crate) fn get(&self) -> T {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set(&self, value: T) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = value;
    }

    pub(crate) fn replace(&self, value: T) -> T {
        std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), value)
    }
}
