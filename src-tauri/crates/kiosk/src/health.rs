//! Whether this desk is ready: file, disk, backup, list, clock, and on wish the whole journal.

use jiff::{SignedDuration, Timestamp};
use store::StoreError;

use crate::error::KioskError;
use crate::file_id::Found;
use crate::kiosk::Kiosk;
use crate::medium::State as Medium;

/// With less room than this somebody should make some; a day of a large event takes some 50 MB with its backups.
const LITTLE_ROOM: u64 = 1 << 30;
/// With less room than this the next backup may not fit.
const NO_ROOM: u64 = 100 << 20;
/// What was done so long ago should be in a backup.
const BACKUP_DUE: SignedDuration = SignedDuration::from_mins(30);
/// So far the clock may lie behind the newest record (`journal.md`, Clock).
const CLOCK_BEHIND: SignedDuration = SignedDuration::from_mins(2);
/// So far ahead of the newest record it is at most while people come (`journal.md`, Clock).
const CLOCK_AHEAD: SignedDuration = SignedDuration::from_hours(18);

/// How something is; the worst is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// As it should be.
    Ok,
    /// Somebody should look at it.
    Attention,
    /// The day should not begin like this.
    Blocked,
}

impl State {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Attention => "attention",
            Self::Blocked => "blocked",
        }
    }
}

/// A check and what it found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Check {
    pub(crate) of: &'static str,
    pub(crate) state: State,
    /// A short word for it.
    pub(crate) found: &'static str,
    pub(crate) at: Option<Timestamp>,
    pub(crate) bytes: Option<u64>,
    pub(crate) faults: Option<u32>,
}

impl Check {
    fn new(of: &'static str, state: State, found: &'static str) -> Self {
        Self { of, state, found, at: None, bytes: None, faults: None }
    }

    fn at(self, at: Option<Timestamp>) -> Self {
        Self { at, ..self }
    }

    fn bytes(self, bytes: u64) -> Self {
        Self { bytes: Some(bytes), ..self }
    }
}

/// All checks, in the order in which they are shown. `all` reads the whole journal too, which takes seconds.
pub(crate) fn checks(kiosk: &Kiosk, all: bool) -> Vec<Check> {
    let now = kiosk.shared().clock.now();
    let mut checks = vec![
        file(kiosk),
        disk(kiosk.place().free_bytes()),
        asked("backup", backup(kiosk, now)),
        asked("medium", medium(kiosk, now)),
        asked("list", list(kiosk, now)),
        asked("clock", clock(kiosk, now)),
        asked("retention", retention(kiosk, now)),
    ];
    if all {
        checks.push(journal(kiosk));
    }
    checks
}

/// A question that the file does not answer is a fault of the file.
fn asked(of: &'static str, answer: Result<Check, KioskError>) -> Check {
    answer.unwrap_or_else(|_| Check::new(of, State::Blocked, "unreadable"))
}

/// The event file is where it was opened, and the writer answers.
fn file(kiosk: &Kiosk) -> Check {
    let blocked = |found| Check::new("file", State::Blocked, found);
    let bytes = match kiosk.shared().file.look() {
        Found::Same(bytes) => bytes,
        Found::Gone => return blocked("gone"),
        Found::Another => return blocked("replaced"),
    };
    match kiosk.write(|desk| desk.can_write()) {
        Ok(()) => Check::new("file", State::Ok, "ok").bytes(bytes),
        Err(KioskError::Busy) => Check::new("file", State::Attention, "busy"),
        Err(KioskError::Store(StoreError::InUse)) => Check::new("file", State::Attention, "readOnly"),
        Err(KioskError::Store(StoreError::DiskFull)) => blocked("diskFull"),
        Err(_) => blocked("notWritable"),
    }
}

fn disk(free: Option<u64>) -> Check {
    match free {
        None => Check::new("disk", State::Attention, "unknown"),
        Some(free) if free < NO_ROOM => Check::new("disk", State::Blocked, "full").bytes(free),
        Some(free) if free < LITTLE_ROOM => Check::new("disk", State::Attention, "little").bytes(free),
        Some(free) => Check::new("disk", State::Ok, "ok").bytes(free),
    }
}

/// A backup is good while nothing has happened since, or not for long.
fn backup(kiosk: &Kiosk, now: Timestamp) -> Result<Check, KioskError> {
    let made = kiosk.place().backup_times().pop().map(|(at, _)| at);
    let Some(made) = made else { return Ok(Check::new("backup", State::Attention, "none")) };
    let newest = kiosk.read(|view| view.newest_stamp())?;
    let is_behind = newest.is_some_and(|newest| newest > made) && now.duration_since(made) > BACKUP_DUE;
    let (state, found) = if is_behind { (State::Attention, "old") } else { (State::Ok, "ok") };
    Ok(Check::new("backup", state, found).at(Some(made)))
}

/// The second medium, if one was chosen: whether it is there and has what happened, or not for long.
fn medium(kiosk: &Kiosk, now: Timestamp) -> Result<Check, KioskError> {
    let attention = |found, at| Check::new("medium", State::Attention, found).at(at);
    Ok(match kiosk.shared().medium.look(&kiosk.shared().source()) {
        Medium::None => Check::new("medium", State::Ok, "none"),
        Medium::Ready(None) => attention("waiting", None),
        Medium::Ready(Some(made)) => {
            let newest = kiosk.read(|view| view.newest_stamp())?;
            let is_behind = newest.is_some_and(|newest| newest > made) && now.duration_since(made) > BACKUP_DUE;
            let (state, found) = if is_behind { (State::Attention, "old") } else { (State::Ok, "ok") };
            Check::new("medium", state, found).at(Some(made))
        }
        Medium::Gone(at) => attention("gone", at),
        Medium::Other(at) => attention("other", at),
        Medium::Full(at) => attention("full", at),
        Medium::Failed(at) => attention("failed", at),
        Medium::NoWord(at) => attention("noWord", at),
    })
}

/// On a day of the event the list should be of that day.
fn list(kiosk: &Kiosk, now: Timestamp) -> Result<Check, KioskError> {
    let event = kiosk.event();
    let (has_anybody, at) = kiosk.read(|view| Ok((view.has_anybody(false)?, view.list_time()?)))?;
    let date = |at: Timestamp| at.to_zoned_datetime(event.time_zone.clone()).date();
    let is_on = (event.starts..=event.ends).contains(&date(now)) && !event.rehearsal;
    let (state, found) = match at {
        None if !has_anybody => (State::Attention, "none"),
        Some(at) if is_on && date(at) < event.starts => (State::Attention, "old"),
        _ => (State::Ok, "ok"),
    };
    Ok(Check::new("list", state, found).at(at))
}

/// The data of an event that has ended should be erased when its time has come.
fn retention(kiosk: &Kiosk, now: Timestamp) -> Result<Check, KioskError> {
    let event = kiosk.event();
    let (settings, holds) = kiosk.read(|view| Ok((view.settings()?, view.has_anybody(true)?)))?;
    let Some(days) = crate::settings::EventFile::from_json(&settings)?.keep_days else {
        return Ok(Check::new("retention", State::Ok, "none"));
    };
    let until = event.ends.saturating_add(jiff::Span::new().days(i64::from(days)));
    let is_over = now.to_zoned_datetime(event.time_zone.clone()).date() > until;
    let (state, found) = if is_over && holds { (State::Attention, "due") } else { (State::Ok, "ok") };
    Ok(Check::new("retention", state, found))
}

fn clock(kiosk: &Kiosk, now: Timestamp) -> Result<Check, KioskError> {
    let jumped = kiosk.shared().clock_watch.look(&*kiosk.shared().clock);
    let since = kiosk.shared().day_start(now).unwrap_or(Timestamp::UNIX_EPOCH);
    let (newest, arrived) =
        kiosk.read(|view| Ok((view.newest_stamp()?, view.arrived_between(since, Timestamp::MAX)?)))?;
    let ahead = newest.map(|newest| now.duration_since(newest));
    let (state, found) = match ahead {
        Some(ahead) if ahead < -CLOCK_BEHIND => (State::Blocked, "behind"),
        _ if jumped.is_some() => return Ok(Check::new("clock", State::Attention, "jumped").at(jumped)),
        Some(ahead) if ahead > CLOCK_AHEAD && arrived > 0 => (State::Attention, "ahead"),
        _ => (State::Ok, "ok"),
    };
    Ok(Check::new("clock", state, found).at(newest))
}

/// Reads the whole journal and compares, beside those who go on writing.
fn journal(kiosk: &Kiosk) -> Check {
    match kiosk.shared().open_reader().and_then(|mut reader| reader.verify(&[])) {
        Ok(faults) if faults.is_empty() => Check::new("journal", State::Ok, "ok"),
        Ok(faults) => {
            let faults = Some(u32::try_from(faults.len()).unwrap_or(u32::MAX));
            Check { faults, ..Check::new("journal", State::Blocked, "faults") }
        }
        Err(StoreError::Settling) => Check::new("journal", State::Attention, "busy"),
        Err(_) => Check::new("journal", State::Blocked, "unreadable"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_on_the_disk_is_called_little_before_there_is_none() {
        assert_eq!(disk(Some(40 << 30)).state, State::Ok);
        assert_eq!(disk(Some((1 << 30) - 1)).state, State::Attention);
        assert_eq!(disk(Some((100 << 20) - 1)).state, State::Blocked);
        assert_eq!(disk(None).state, State::Attention, "what is not known is not called good");
    }
}
