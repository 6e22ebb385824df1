//! What the window's calls share: the event with the way it was opened, and how the window looks.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kiosk::scanners::Scanners;
use kiosk::settings::EventFile;
use kiosk::{Caller, Kiosk, KioskError, Problem};
use serde_json::Value;
use tauri::async_runtime::spawn_blocking;

use crate::event::{self, Shared, Where};
use crate::scanner_settings::ScannerSettings;
use crate::waiting::{self, Guest};
use crate::window_settings::WindowSettings;

/// How far opening the event has come.
#[derive(Clone)]
pub(crate) enum Opening {
    /// It is being opened.
    UnderWay,
    /// No event is known: a person has to say which.
    Nothing,
    /// It is open.
    Open(Arc<Kiosk>),
    /// It could not be opened.
    Failed(Arc<KioskError>),
    /// The program ends.
    Closed,
}

/// The state behind all calls.
pub(crate) struct Desk {
    home: PathBuf,
    place: Shared<Where>,
    opening: tokio::sync::watch::Sender<Opening>,
    settings: Shared<WindowSettings>,
    scanners: Shared<ScannerSettings>,
    devices: Arc<Scanners>,
    /// What the page showed last, for the page that comes after it if its process dies.
    screen: Shared<Value>,
    /// Keeps the computer from sleeping.
    pub(crate) awake: crate::power::Awake,
    /// Who waits, as it was written down last.
    waiting: Shared<Vec<Guest>>,
}

impl Desk {
    pub(crate) fn new(place: Where) -> Self {
        let settings = WindowSettings::read(&place.home);
        let scanners = ScannerSettings::read(&place.home);
        Self {
            home: place.home.clone(),
            place: Shared::new(place),
            opening: tokio::sync::watch::Sender::new(Opening::UnderWay),
            settings: Shared::new(settings),
            devices: {
                let devices = Scanners::default();
                devices.choose(&scanners.chosen());
                Arc::new(devices)
            },
            scanners: Shared::new(scanners),
            screen: Shared::new(Value::Null),
            awake: crate::power::Awake::default(),
            waiting: Shared::new(Vec::new()),
        }
    }

    /// Opens the event; blocks meanwhile.
    pub(crate) fn open(&self) {
        self.opening.send_replace(Opening::UnderWay);
        self.opening.send_replace(match self.place.get().open() {
            Ok(Some(kiosk)) => Opening::Open(Arc::new(kiosk)),
            Ok(None) => Opening::Nothing,
            Err(error) => Opening::Failed(Arc::new(error)),
        });
    }

    /// Closes the event; calls that come later are told that there is none.
    pub(crate) fn close(&self) {
        if let Opening::Open(kiosk) = self.opening.send_replace(Opening::Closed) {
            event::close(kiosk);
        }
    }

    /// How opening ended.
    pub(crate) async fn opened(&self) -> Opening {
        let mut opening = self.opening.subscribe();
        match opening.wait_for(|now| !matches!(now, Opening::UnderWay)).await {
            Ok(ended) => ended.clone(),
            Err(_) => Opening::Closed,
        }
    }

    /// Runs `act` with the open event on a thread that may block.
    pub(crate) async fn with_kiosk<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Kiosk, &Caller) -> Result<T, KioskError> + Send + 'static,
    ) -> Result<T, Problem> {
        let caller = self.caller();
        let language = caller.language;
        let kiosk = match self.opened().await {
            Opening::Open(kiosk) => kiosk,
            Opening::Failed(error) => return Err(error.problem(language)),
            Opening::UnderWay | Opening::Nothing | Opening::Closed => {
                return Err(KioskError::NoAnswer.problem(language));
            }
        };
        let done = spawn_blocking(move || act(&kiosk, &caller)).await;
        done.unwrap_or(Err(KioskError::NoAnswer)).map_err(|error| error.problem(language))
    }

    /// Who calls: whoever stands at this window.
    pub(crate) fn caller(&self) -> Caller {
        Caller { staff: String::new(), language: self.settings.get().language() }
    }

    pub(crate) fn settings(&self) -> WindowSettings {
        self.settings.get()
    }

    /// Takes new settings over and writes them down; blocks meanwhile.
    pub(crate) fn keep_settings(&self, settings: WindowSettings) -> Result<(), KioskError> {
        self.settings.set(settings);
        settings.write(&self.home)
    }

    /// What is known of the scanners.
    pub(crate) fn scanners(&self) -> ScannerSettings {
        self.scanners.get()
    }

    /// Takes over what is known of the scanners and writes it down; blocks meanwhile.
    pub(crate) fn keep_scanners(&self, scanners: ScannerSettings) -> Result<(), KioskError> {
        scanners.write(&self.home)?;
        self.devices.choose(&scanners.chosen());
        self.scanners.set(scanners);
        Ok(())
    }

    /// The scanners that do not type into the window.
    pub(crate) fn devices(&self) -> Arc<Scanners> {
        Arc::clone(&self.devices)
    }

    pub(crate) fn screen(&self) -> Value {
        self.screen.get()
    }

    /// Takes over what the page shows, and writes down who waits if that is another one; blocks meanwhile.
    pub(crate) fn keep_screen(&self, screen: Value) {
        let guests = waiting::of_screen(&screen);
        self.screen.replace(screen);
        if guests != self.waiting.get()
            && let Opening::Open(kiosk) = &*self.opening.borrow()
        {
            waiting::remember(&self.home, &kiosk.place().file, &guests);
            self.waiting.replace(guests);
        }
    }

    /// Who waited when the program ended.
    pub(crate) fn waiting(&self) -> Vec<Guest> {
        let Opening::Open(kiosk) = &*self.opening.borrow() else { return Vec::new() };
        let guests = waiting::recall(&self.home, &kiosk.place().file);
        self.waiting.replace(guests.clone());
        guests
    }

    /// Puts a backup in the place of the damaged event and opens it; blocks meanwhile.
    pub(crate) fn restore(&self, backup: &Path) -> Result<(), KioskError> {
        self.place.get().restore(backup)?;
        self.open();
        Ok(())
    }

    /// Opens the sample event at a first start; blocks meanwhile.
    pub(crate) fn start_sample(&self) -> Result<(), KioskError> {
        self.start(|| Ok(Where::sample(self.home.clone())))
    }

    /// Makes an event at a first start and opens it; blocks meanwhile.
    pub(crate) fn start_event(&self, event: &EventFile) -> Result<(), KioskError> {
        self.start(|| Where::create(self.home.clone(), event))
    }

    /// Opens an event file at a first start; blocks meanwhile.
    pub(crate) fn start_with(&self, file: PathBuf) -> Result<(), KioskError> {
        self.start(|| Ok(Where::file(self.home.clone(), file)))
    }

    /// Opens the place that is found. One that cannot be opened leaves everything as it was, so that a person can choose
    /// another; a window that has an event keeps it.
    fn start(&self, find: impl FnOnce() -> Result<Where, KioskError>) -> Result<(), KioskError> {
        // Two at once: the first one opens, the other finds that it is under way.
        let free = self.opening.send_if_modified(|now| {
            let free = matches!(now, Opening::Nothing);
            if free {
                *now = Opening::UnderWay;
            }
            free
        });
        if !free {
            return Err(KioskError::Busy);
        }
        let opened = find().and_then(|place| Ok((place.open()?, place)));
        match opened {
            Ok((Some(kiosk), place)) => {
                self.place.set(place);
                self.opening.send_replace(Opening::Open(Arc::new(kiosk)));
                Ok(())
            }
            Ok((None, _)) => {
                self.opening.send_replace(Opening::Nothing);
                Ok(())
            }
            Err(error) => {
                self.opening.send_replace(Opening::Nothing);
                Err(error)
            }
        }
    }
}
