//! The event of this window: found, opened in the background, closed properly.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use kiosk::clock::SystemClock;
use kiosk::event_files::{Held, RescuedWire};
use kiosk::settings::EventFile;
use kiosk::{Access, Caller, Kiosk, KioskError, KioskOptions, Passphrase, Unlock, api, event_files, home};

/// How long badges that wait are printed when the window closes. What is left waits in the event file.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many events with the same title get a name of their own.
const MOST_ALIKE: u32 = 100;

/// Letters of a title that go into the name of its file.
const LONGEST_NAME: usize = 60;

/// How long calls under way are waited for when the window closes.
const LAST_CALLS: Duration = Duration::from_secs(2);

/// Which file to open, and where the user's folder lies.
#[derive(Clone, Debug)]
pub(crate) struct Where {
    /// The user's folder.
    pub(crate) home: PathBuf,
    /// The event file; `None`: a person has to say. It may not exist yet if it is the sample.
    pub(crate) file: Option<PathBuf>,
    /// Whether to make the sample event there if there is no file.
    make_sample: bool,
    /// With what it is opened.
    unlock: Unlock,
}

impl Where {
    /// The event named, else `ANKOMST_EVENT`, else the one open last; else, with `sample`, the sample event in the user's
    /// folder.
    pub(crate) fn find(named: Option<PathBuf>, sample: bool) -> Option<Self> {
        let home = home::folder()?;
        let variable = std::env::var_os("ANKOMST_EVENT").filter(|value| !value.is_empty()).map(PathBuf::from);
        let known = named.or(variable).or_else(|| home::last_event(&home));
        Some(match known {
            Some(_) => Self { home, file: known, make_sample: false, unlock: Unlock::Nothing },
            None if sample => Self::sample(home),
            None => Self { home, file: None, make_sample: false, unlock: Unlock::Nothing },
        })
    }

    /// The sample event in the user's folder.
    pub(crate) fn sample(home: PathBuf) -> Self {
        Self { file: Some(home.join("sample.ankomst")), home, make_sample: true, unlock: Unlock::Nothing }
    }

    /// An event file that is there.
    pub(crate) fn file(home: PathBuf, file: PathBuf) -> Self {
        Self { home, file: Some(file), make_sample: false, unlock: Unlock::Nothing }
    }

    /// The same, opened with a passphrase or a key.
    pub(crate) fn unlocked(self, unlock: Unlock) -> Self {
        Self { unlock, ..self }
    }

    /// Gives the closed event another passphrase, or none; `current` is what it has now. Returns how it is opened then, and
    /// what copies still open with the old one.
    pub(crate) fn change_passphrase(
        &self,
        current: Unlock,
        new: Option<&Passphrase>,
    ) -> Result<(Self, Vec<PathBuf>), KioskError> {
        let Some(file) = &self.file else { return Err(KioskError::NoAnswer) };
        let options = KioskOptions { unlock: current, ..self.options(false) };
        let rekeyed = event_files::change_passphrase(file, new, &options)?;
        Ok((self.clone().unlocked(rekeyed.unlock), rekeyed.left))
    }

    /// Opens it for writing; `None` if no event is known. The search index is made on the way, so that the first letter
    /// typed finds somebody at once.
    pub(crate) fn open(&self) -> Result<Option<Kiosk>, KioskError> {
        let Some(file) = &self.file else { return Ok(None) };
        let options = self.options(true);
        let kiosk = if self.make_sample && !file.exists() {
            std::fs::create_dir_all(&self.home).map_err(|error| KioskError::file(&self.home, error))?;
            event_files::create_sample(file, &options)?
        } else {
            Kiosk::open(file, Access::Write, &options)?
        };
        home::remember_event(file, &self.home);
        api::call(&kiosk, &Caller::default(), "findAttendees", serde_json::json!({"text": "a", "limit": 1}))?;
        Ok(Some(kiosk))
    }

    /// Makes an event in the user's folder, under a name that is free, and leaves it closed.
    pub(crate) fn create(home: PathBuf, event: &EventFile) -> Result<Self, KioskError> {
        std::fs::create_dir_all(&home).map_err(|error| KioskError::file(&home, error))?;
        let file = free_name(&home, &event.title);
        let place = Self::file(home, file.clone());
        Kiosk::create(&file, event, &place.options(false))?.close(PATIENCE)?;
        Ok(place)
    }

    /// Puts the newest good backup in the place of the damaged file that was moved aside, with what that one still gives.
    pub(crate) fn rescue(&self, aside: &Path) -> Result<RescuedWire, KioskError> {
        let Some(file) = &self.file else { return Err(KioskError::NoAnswer) };
        event_files::rescue(file, aside, &self.options(false))
    }

    /// Puts a backup in the place of the closed event, which is moved aside, and gives this desk its name again: in the backup it is
    /// no desk. Returns where the event that was there lies now.
    pub(crate) fn bring_back(&self, backup: &Path, desk: &str) -> Result<Option<PathBuf>, KioskError> {
        let Some(file) = &self.file else { return Err(KioskError::NoAnswer) };
        let options = self.options(false);
        let aside = event_files::restore(backup, file, &options)?;
        Kiosk::open(file, Access::Write, &KioskOptions { desk: desk.to_owned(), ..options })?.close(PATIENCE)?;
        Ok(aside)
    }

    /// Makes an event of another computer's backup: a copy in the user's folder, under a name that is free.
    pub(crate) fn from_backup(home: PathBuf, backup: &Path, unlock: Unlock) -> Result<(Self, Held), KioskError> {
        std::fs::create_dir_all(&home).map_err(|error| KioskError::file(&home, error))?;
        let held = event_files::held(backup, &unlock)?;
        let file = free_name(&home, &held.title);
        let place = Self::file(home, file.clone()).unlocked(unlock);
        event_files::restore(backup, &file, &place.options(false))?;
        Ok((place, held))
    }

    fn options(&self, prints: bool) -> KioskOptions {
        KioskOptions {
            home: self.home.clone(),
            desk: String::new(),
            clock: Arc::new(SystemClock),
            prints,
            backs_up: prints.then_some(kiosk::BACKUPS_EVERY),
            max_bytes: None,
            unlock: self.unlock.clone(),
        }
    }
}

/// A file for an event of this title, that is not there yet.
fn free_name(home: &Path, title: &str) -> PathBuf {
    let name = file_name(title);
    let names = std::iter::once(name.clone()).chain((2..MOST_ALIKE).map(|number| format!("{name}-{number}")));
    let mut files = names.map(|name| home.join(name).with_extension("ankomst"));
    files.find(|file| !file.exists()).unwrap_or_else(|| home.join("event.ankomst"))
}

/// A title as the name of a file: small letters, digits and hyphens, so that it is one on every system.
fn file_name(title: &str) -> String {
    let mut name = String::new();
    for letter in title.to_lowercase().chars().take(LONGEST_NAME) {
        match letter {
            'æ' => name.push_str("ae"),
            'ø' => name.push_str("oe"),
            'å' => name.push_str("aa"),
            letter if letter.is_ascii_alphanumeric() => name.push(letter),
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name = name.trim_matches('-');
    // A name that Windows keeps for a device, such as CON, is none here either.
    if name.len() < 5 { format!("event-{name}").trim_end_matches('-').to_owned() } else { name.to_owned() }
}

/// Closes the event once no call uses it any more; whether that came to pass.
pub(crate) fn close(kiosk: Arc<Kiosk>) -> bool {
    let until = Instant::now() + LAST_CALLS;
    let mut kiosk = kiosk;
    loop {
        match Arc::try_unwrap(kiosk) {
            Ok(last) => {
                // What was confirmed on screen is on the disk already; a log that is left is taken in at the next start.
                let _ = last.close(PATIENCE);
                return true;
            }
            Err(_) if Instant::now() > until => return false,
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

    pub(crate) fn change(&self, by: impl FnOnce(&mut T)) {
        by(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    pub(crate) fn replace(&self, value: T) -> T {
        std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), value)
    }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_title_becomes_a_name_for_a_file_on_every_system() {
        assert_eq!(file_name("Årsmøde 2026: børn & unge"), "aarsmoede-2026-boern-unge");
        assert_eq!(file_name("../../etc/passwd"), "etc-passwd");
        assert_eq!(file_name("CON"), "event-con");
        assert_eq!(file_name("大会"), "event");
        assert_eq!(file_name(&"a".repeat(500)).len(), 60);
    }
}
