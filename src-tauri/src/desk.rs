//! What the window's calls share: the event with the way it was opened, and how the window looks.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use kiosk::api::{self, Need};
use kiosk::event_files::{Held, RescuedWire};
use kiosk::scanners::Scanners;
use kiosk::settings::EventFile;
use kiosk::{Authority, Caller, Kiosk, KioskError, Passphrase, Problem, Role, StaffMember, Unlock};
use serde_json::Value;
use tauri::async_runtime::spawn_blocking;

use crate::event::{self, Shared, Where};
use crate::kiosk_mode::KioskMode;
use crate::paths::Paths;
use crate::scanner_settings::ScannerSettings;
use crate::waiting::{self, Guest};
use crate::window_settings::WindowSettings;

/// So long a lead's word holds: it is given in answer to a question on the screen.
const WORD_HOLDS: Duration = Duration::from_secs(30);

/// Who stands at this window.
#[derive(Clone, Debug, Default)]
struct Signed {
    member: Option<StaffMember>,
    /// The lead who gave their word for one act, and when.
    word: Option<(String, Instant)>,
}

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
    /// Whether only the lead lets anybody out of the window.
    pub(crate) kiosk_mode: KioskMode,
    /// Keeps the computer from sleeping.
    pub(crate) awake: crate::power::Awake,
    /// Who waits, as it was written down last.
    waiting: Shared<Vec<Guest>>,
    /// Who has signed in at this window, and a lead's word for one act.
    signed: Shared<Signed>,
    /// The files and folders that the page may name.
    paths: Shared<Paths>,
}

impl Opening {
    /// Whether no event is open and none only waits for its passphrase: there is nobody to ask, and nothing of any guest to see.
    pub(crate) fn is_none(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Failed(error) => !error.wants_passphrase(),
            Self::UnderWay | Self::Open(_) | Self::Closed => false,
        }
    }
}

impl Desk {
    pub(crate) fn new(place: Where, kiosk: bool) -> Self {
        let settings = WindowSettings::read(&place.home);
        let scanners = ScannerSettings::read(&place.home);
        Self {
            kiosk_mode: KioskMode::new(&place.home, kiosk),
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
            signed: Shared::default(),
            paths: Shared::default(),
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
            let _ = event::close(kiosk);
        }
    }

    /// Tries a passphrase on an event that wants one; blocks meanwhile. A wrong one leaves everything as it was.
    pub(crate) fn unlock(&self, passphrase: Passphrase) -> Result<(), KioskError> {
        let place = self.place.get().unlocked(Unlock::Passphrase(passphrase));
        let locked = |now: &Opening| matches!(now, Opening::Failed(error) if error.wants_passphrase());
        if self.begins(locked).is_none() {
            return Err(KioskError::Busy);
        }
        match place.open() {
            Ok(Some(kiosk)) => {
                // The key is enough from here on: the words are wiped.
                self.place.set(place.unlocked(kiosk.unlock()));
                self.opening.send_replace(Opening::Open(Arc::new(kiosk)));
                Ok(())
            }
            Ok(None) => {
                self.opening.send_replace(Opening::Nothing);
                Ok(())
            }
            Err(error) => {
                let is_wrong = error.wants_passphrase();
                if !is_wrong {
                    // Damaged, say: a copy is brought back with the same words.
                    self.place.set(place);
                }
                self.opening.send_replace(Opening::Failed(Arc::new(error)));
                if is_wrong { Err(KioskError::wrong_passphrase()) } else { Ok(()) }
            }
        }
    }

    /// Closes the event, lets `act` work on its file, and opens it again, whether that worked or not; blocks meanwhile.
    pub(crate) fn while_closed<T>(
        &self,
        act: impl FnOnce(&Where) -> Result<(Where, T), KioskError>,
    ) -> Result<T, KioskError> {
        let Opening::Open(kiosk) = self.opening.send_replace(Opening::UnderWay) else {
            return Err(KioskError::Busy);
        };
        let place = self.place.get().unlocked(kiosk.unlock());
        let done = if event::close(kiosk) { act(&place) } else { Err(KioskError::Busy) };
        let (place, done) = match done {
            Ok((place, value)) => (place, Ok(value)),
            Err(error) => (place, Err(error)),
        };
        self.place.set(place);
        self.open();
        done
    }

    /// Takes over that something is under way, if `may` says so of what is now; what it was before.
    fn begins(&self, may: impl FnOnce(&Opening) -> bool) -> Option<Opening> {
        let mut before = None;
        self.opening.send_if_modified(|now| {
            if may(now) {
                before = Some(std::mem::replace(now, Opening::UnderWay));
            }
            before.is_some()
        });
        before
    }

    /// Who has signed in.
    pub(crate) fn signed_in(&self) -> Option<StaffMember> {
        self.signed.get().member
    }

    /// Somebody has signed in, or (`None`) the desk is locked. A lead's word does not outlive either.
    pub(crate) fn sign(&self, member: Option<StaffMember>) {
        self.signed.set(Signed { member, word: None });
    }

    /// A lead has given their word for the next act that needs it.
    pub(crate) fn give_word(&self, lead: StaffMember) {
        let member = self.signed.get().member;
        self.signed.set(Signed { member, word: Some((lead.name, Instant::now())) });
    }

    /// The lead's word, if one was given just now; it is good once.
    fn take_word(&self) -> Option<String> {
        let Signed { member, word } = self.signed.get();
        let (name, at) = word?;
        self.signed.set(Signed { member, word: None });
        (at.elapsed() <= WORD_HOLDS).then_some(name)
    }

    /// Whether whoever stands at this window may do what is the lead's; uses up a lead's word, which holds for a locked window too.
    pub(crate) async fn need_lead(&self) -> Result<(), Problem> {
        match self.with_kiosk(|kiosk, caller| api::permit_act(kiosk, caller, Need::Lead)).await {
            Err(problem) if ["leadNeeded", "locked"].contains(&problem.code) && self.take_word().is_some() => Ok(()),
            answer => answer,
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

    /// Makes a call. What only the lead may do is done with the lead's word, if it was given just now, and in the lead's name.
    /// The files that it names have to be those that a person chose here.
    pub(crate) async fn call(&self, name: &'static str, params: Value) -> Result<Value, Problem> {
        self.paths().admit(&params).map_err(|error| error.problem(self.caller().language))?;
        let answer = self.make(name, params).await?;
        self.remember_paths(|paths| paths.named_by(name, &answer));
        Ok(answer)
    }

    async fn make(&self, name: &'static str, params: Value) -> Result<Value, Problem> {
        let first = self.with_kiosk({
            let params = params.clone();
            move |kiosk, caller| api::call(kiosk, caller, name, params)
        });
        match first.await {
            Err(problem) if problem.code == "leadNeeded" => {
                let Some(lead) = self.take_word() else { return Err(problem) };
                self.with_kiosk(move |kiosk, caller| {
                    let caller = Caller { staff: lead, authority: Authority::Staff(Role::Lead), ..caller.clone() };
                    api::call(kiosk, &caller, name, params)
                })
                .await
            }
            answer => answer,
        }
    }

    /// The files and folders that the page may name.
    pub(crate) fn paths(&self) -> Paths {
        self.paths.get()
    }

    pub(crate) fn remember_paths(&self, more: impl FnOnce(&mut Paths)) {
        self.paths.change(more);
    }

    /// Who calls: whoever stands at this window.
    pub(crate) fn caller(&self) -> Caller {
        let language = self.settings.get().language();
        match self.signed.get().member {
            Some(member) => Caller { staff: member.name, language, authority: Authority::Staff(member.role) },
            None => Caller { staff: String::new(), language, authority: Authority::Nobody },
        }
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

    /// The page does not outlive what it showed: the next one begins anew. Who waits is written down and comes back.
    #[cfg(target_os = "linux")]
    pub(crate) fn forget_screen(&self) {
        self.screen.replace(Value::Null);
    }

    /// Who waited when the program ended.
    pub(crate) fn waiting(&self) -> Vec<Guest> {
        let Opening::Open(kiosk) = &*self.opening.borrow() else { return Vec::new() };
        let guests = waiting::recall(&self.home, &kiosk.place().file);
        self.waiting.replace(guests.clone());
        guests
    }

    /// Puts a backup in the place of the damaged event and opens it; blocks meanwhile.
    pub(crate) fn rescue(&self, aside: &Path) -> Result<RescuedWire, KioskError> {
        let rescued = self.place.get().rescue(aside)?;
        self.open();
        Ok(rescued)
    }

    /// Opens the sample event at a first start; blocks meanwhile.
    pub(crate) fn start_sample(&self) -> Result<(), KioskError> {
        self.start(|| Ok(Where::sample(self.home.clone())))
    }

    /// Makes an event at a first start and opens it; blocks meanwhile.
    pub(crate) fn start_event(&self, event: &EventFile) -> Result<(), KioskError> {
        self.start(|| Where::create(self.home.clone(), event))
    }

    /// Opens an event file that a person chose; blocks meanwhile.
    pub(crate) fn start_with(&self, file: PathBuf) -> Result<(), KioskError> {
        self.start(|| Ok(Where::file(self.home.clone(), file)))
    }

    /// Makes an event of another computer's backup and opens it; blocks meanwhile.
    pub(crate) fn start_from_backup(&self, backup: &Path, unlock: Unlock) -> Result<Held, KioskError> {
        let (place, held) = Where::from_backup(self.home.clone(), backup, unlock)?;
        self.start(|| Ok(place))?;
        Ok(held)
    }

    /// Opens the place that is found, at a first start or where the event cannot be opened. One that cannot be opened leaves
    /// everything as it was, so that a person can choose another; a window that has an event keeps it.
    fn start(&self, find: impl FnOnce() -> Result<Where, KioskError>) -> Result<(), KioskError> {
        // Two at once: the first one opens, the other finds that it is under way.
        let Some(before) = self.begins(Opening::is_none) else { return Err(KioskError::Busy) };
        let opened = find().and_then(|place| match place.open() {
            // The page asks for its passphrase then.
            Err(error) if error.wants_passphrase() => {
                self.place.set(place);
                Err(error)
            }
            opened => Ok((opened?, place)),
        });
        match opened {
            Err(error) if error.wants_passphrase() => {
                self.opening.send_replace(Opening::Failed(Arc::new(error)));
                Ok(())
            }
            Ok((Some(kiosk), place)) => {
                self.place.set(place);
                self.opening.send_replace(Opening::Open(Arc::new(kiosk)));
                Ok(())
            }
            Ok((None, _)) => {
                self.opening.send_replace(before);
                Ok(())
            }
            Err(error) => {
                self.opening.send_replace(before);
                Err(error)
            }
        }
    }
}
