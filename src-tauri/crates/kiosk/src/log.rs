//! What the program did, for whoever looks for a fault: calls, how they ended, how long they took. Ids and short words only;
//! never a name, an address, a code or anything that somebody typed or scanned, because nothing else is handed in here.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tracing_subscriber::fmt::MakeWriter;

use crate::clock::{Clock, SystemClock};
use crate::error::KioskError;

/// The folder in the user's folder.
const FOLDER: &str = "logs";
/// The most that is written on one day, in bytes: some 50,000 lines. What comes after it is lost, and the last line says so.
const MOST_A_DAY: u64 = 5 << 20;
/// How many days are kept.
const DAYS: usize = 14;
/// Reading that takes longer than this is worth a line.
const SLOW: Duration = Duration::from_millis(500);
/// The last line of a day that was too long.
const FULL: &[u8] = b"the log of this day is full\n";

/// Begins to write the log; once in a program. Where it cannot be written there is none: a desk does not stop for it.
pub fn start(home: &Path) {
    let daily = Daily::new(home.join(FOLDER));
    let subscriber = tracing_subscriber::fmt().with_writer(daily).with_ansi(false).with_target(false).finish();
    if tracing::subscriber::set_global_default(subscriber).is_err() {
        return;
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = place_of(panic.location());
        tracing::error!(place, "a thread panicked");
        tell_panic(&mut std::io::stderr(), &place);
    }));
    tracing::info!(version = env!("CARGO_PKG_VERSION"), os = std::env::consts::OS, "started");
}

/// Where something happened, in the program's own source.
fn place_of(location: Option<&std::panic::Location<'_>>) -> String {
    location.map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line()))
}

/// Says on the terminal, which others may keep, that a thread panicked. What the panic itself says may hold what somebody typed or
/// scanned (a text that is cut within a letter is quoted); where it happened does not.
fn tell_panic(to: &mut impl Write, place: &str) {
    // A terminal may be gone.
    let _ = writeln!(to, "ankomst: a thread panicked at {place}");
}

/// A call has ended.
pub(crate) fn called(name: &'static str, writes: bool, took: Duration, ended: Result<&Value, &KioskError>) {
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    match ended {
        Err(error) => tracing::warn!(call = name, ms, code = error.code(), "failed"),
        Ok(answer) if writes => {
            let outcome = answer.get("outcome").and_then(Value::as_str).unwrap_or("done");
            tracing::info!(call = name, ms, outcome);
        }
        Ok(_) if took > SLOW => tracing::warn!(call = name, ms, "slow"),
        Ok(_) => {}
    }
}

/// The page's process has ended, by itself or because it hung, and the page begins anew.
pub fn page_ended(hung: bool) {
    tracing::warn!(hung, "the page has ended and begins anew");
}

/// The log files that there are, the newest last.
pub(crate) fn files(home: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(home.join(FOLDER)).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "log"))
        .collect();
    // Their names are dates.
    files.sort();
    files
}

/// A file a day, with a limit.
struct Daily {
    folder: PathBuf,
    clock: Box<dyn Clock>,
    today: Mutex<Option<Today>>,
}

struct Today {
    date: String,
    file: File,
    left: u64,
    /// Whether its last line is written.
    is_full: bool,
}

impl Daily {
    fn new(folder: PathBuf) -> Self {
        Self { folder, clock: Box::new(SystemClock), today: Mutex::new(None) }
    }

    fn write_line(&self, line: &[u8]) -> std::io::Result<()> {
        let date = self.clock.now().strftime("%Y-%m-%d").to_string();
        let mut today = self.today.lock().unwrap_or_else(PoisonError::into_inner);
        if today.as_ref().is_none_or(|today| today.date != date) {
            *today = Some(self.begin(date)?);
        }
        let Some(today) = today.as_mut() else { return Ok(()) };
        let len = line.len() as u64;
        if len > today.left {
            let is_told = std::mem::replace(&mut today.is_full, true);
            return if is_told { Ok(()) } else { today.file.write_all(FULL) };
        }
        today.left -= len;
        today.file.write_all(line)
    }

    /// Opens the file of a day, and removes those that are too old.
    fn begin(&self, date: String) -> std::io::Result<Today> {
        std::fs::create_dir_all(&self.folder)?;
        let path = self.folder.join(format!("{date}.log"));
        let file = File::options().create(true).append(true).open(&path)?;
        let left = MOST_A_DAY.saturating_sub(file.metadata()?.len());
        let files = files(self.folder.parent().unwrap_or(&self.folder));
        for old in files.iter().take(files.len().saturating_sub(DAYS)) {
            // One that cannot be removed today is tried again tomorrow.
            let _ = std::fs::remove_file(old);
        }
        Ok(Today { date, file, left, is_full: false })
    }
}

/// One line on its way into the file.
struct Line<'a>(&'a Daily);

impl Write for Line<'_> {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        self.0.write_line(line)?;
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Daily {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use jiff::SignedDuration;

    use super::*;
    use crate::clock::ManualClock;

    /// A clock that a test and a log share.
    struct Shared(Arc<ManualClock>);

    impl Clock for Shared {
        fn now(&self) -> jiff::Timestamp {
            self.0.now()
        }

        fn running(&self) -> Duration {
            self.0.running()
        }
    }

    /// Where the process that panics for the test below writes its log.
    const PANICS_IN: &str = "ANKOMST_TEST_PANICS_IN";

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "the hook is the whole process's, so the test panics in one of its own"
    )]
    fn a_panic_tells_its_place_and_nothing_that_somebody_typed() {
        if let Some(home) = std::env::var_os(PANICS_IN) {
            start(Path::new(&home));
            let typed = String::from("Søren Østergård");
            let cut = std::thread::spawn(move || typed[..2].len()).join();
            assert!(cut.is_err(), "it was cut within a letter");
            return;
        }
        let home = tempfile::tempdir().unwrap();
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "log::tests::a_panic_tells_its_place_and_nothing_that_somebody_typed", "--nocapture"]);
        let out = child.env(PANICS_IN, home.path()).output().unwrap();
        let told = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        assert!(out.status.success() && told.contains("1 passed"), "{told}");
        assert!(told.contains("ankomst: a thread panicked at "), "{told}");
        let log: String = files(home.path()).iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
        assert!(log.contains("a thread panicked") && log.contains(".rs:"), "{log}");
        for text in [told, log] {
            assert!(!text.contains("ren Øst"), "{text}");
        }
    }

    #[test]
    fn a_log_has_a_file_a_day_a_limit_and_an_end() {
        let home = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at("2026-11-01T08:00:00Z".parse().unwrap()));
        let daily = Daily { clock: Box::new(Shared(Arc::clone(&clock))), ..Daily::new(home.path().join(FOLDER)) };
        for day in 0..DAYS + 3 {
            daily.write_line(format!("day {day}\n").as_bytes()).unwrap();
            clock.advance(SignedDuration::from_hours(24));
        }
        let kept = files(home.path());
        assert_eq!(kept.len(), DAYS, "the oldest have gone");
        assert!(kept[0].ends_with("2026-11-04.log"), "{kept:?}");
        assert_eq!(std::fs::read_to_string(&kept[DAYS - 1]).unwrap(), "day 16\n");

        let line = vec![b'x'; 1 << 20];
        for _ in 0..9 {
            daily.write_line(&line).unwrap();
        }
        let newest = std::fs::read(files(home.path()).last().unwrap()).unwrap();
        assert!(newest.len() as u64 <= MOST_A_DAY + FULL.len() as u64, "{} bytes", newest.len());
        assert!(newest.ends_with(FULL));
        // A program that is started again on that day does not begin anew.
        let again = Daily { clock: Box::new(Shared(clock)), ..Daily::new(home.path().join(FOLDER)) };
        again.write_line(&line).unwrap();
        let after = std::fs::read(files(home.path()).last().unwrap()).unwrap();
        assert!(after.len() <= newest.len() + FULL.len(), "{} after {}", after.len(), newest.len());
    }
}
