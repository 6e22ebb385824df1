//! The one place where the clock is read. Everywhere else `now` is a parameter.

use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The time of the wall clock.
    fn now(&self) -> Timestamp;

    /// How long something has been running that nobody can set: the computer, its sleep counted. Only differences mean
    /// anything.
    fn running(&self) -> Duration;
}

/// The computer's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn running(&self) -> Duration {
        // Linux stops `Instant` while the computer sleeps; this number goes on.
        std::fs::read_to_string("/proc/uptime").ok().as_deref().and_then(uptime).unwrap_or_else(since_the_start)
    }
}

/// The first number of Linux's `/proc/uptime`: seconds since the computer started, with its sleep.
fn uptime(text: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(text.split_whitespace().next()?.parse().ok()?).ok()
}

fn since_the_start() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

/// A clock that stands until it is set, for tests and rehearsals.
#[derive(Debug)]
pub struct ManualClock(Mutex<(Timestamp, Duration)>);

impl ManualClock {
    /// A clock that stands at `at`.
    #[must_use]
    pub fn at(at: Timestamp) -> Self {
        Self(Mutex::new((at, Duration::ZERO)))
    }

    /// Lets time pass; back in time it is set.
    pub fn advance(&self, by: SignedDuration) {
        self.set_by(by);
        let mut stands = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stands.1 += Duration::try_from(by).unwrap_or_default();
    }

    /// Sets it forward or back, as somebody sets a computer's clock: no time passes by that.
    pub fn set_by(&self, by: SignedDuration) {
        let mut stands = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stands.0 = stands.0.saturating_add(by).unwrap_or(stands.0);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    fn running(&self) -> Duration {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1
    }
}

/// How far the clock may move against what runs without being set (`journal.md`, Clock).
const JUMP: SignedDuration = SignedDuration::from_mins(2);
/// How long a jump is told of; whoever set the clock right has read it by then.
const TOLD_FOR: Duration = Duration::from_secs(10 * 60);

/// Whether the clock jumped, by looking at it again and again.
#[derive(Debug, Default)]
pub(crate) struct Watch(Mutex<Watched>);

#[derive(Debug, Default)]
struct Watched {
    last: Option<(Timestamp, Duration)>,
    jumped: Option<(Timestamp, Duration)>,
}

impl Watch {
    /// What the clock would show had it not jumped; `None`: it has not, or long ago.
    pub(crate) fn look(&self, clock: &dyn Clock) -> Option<Timestamp> {
        let (now, running) = (clock.now(), clock.running());
        let mut watched = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((then, ran)) = watched.last {
            let passed = SignedDuration::try_from(running.saturating_sub(ran)).unwrap_or_default();
            let due = then.saturating_add(passed).unwrap_or(then);
            if now.duration_since(due).abs() >= JUMP {
                watched.jumped = Some((due, running));
            }
        }
        watched.last = Some((now, running));
        let told = watched.jumped.filter(|(_, at)| running.saturating_sub(*at) < TOLD_FOR);
        // As time goes on, so does the clock that did not jump.
        told.map(|(due, at)| {
            let passed = SignedDuration::try_from(running.saturating_sub(at)).unwrap_or_default();
            due.saturating_add(passed).unwrap_or(due)
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_clock_that_somebody_sets_has_jumped_and_one_that_slept_has_not() {
        let start: Timestamp = "2026-11-27T08:00:00Z".parse().unwrap();
        let (clock, watch) = (ManualClock::at(start), Watch::default());
        assert_eq!(watch.look(&clock), None, "nothing to compare with yet");
        clock.advance(SignedDuration::from_hours(9));
        assert_eq!(watch.look(&clock), None, "a night with the lid closed");
        clock.set_by(SignedDuration::from_secs(119));
        assert_eq!(watch.look(&clock), None, "the network set it a little");
        let before = clock.now();
        clock.set_by(SignedDuration::from_mins(-2));
        assert_eq!(watch.look(&clock), Some(before), "what it would have shown");
        clock.advance(SignedDuration::from_mins(9));
        assert_eq!(watch.look(&clock), before.checked_add(SignedDuration::from_mins(9)).ok(), "still told");
        clock.advance(SignedDuration::from_mins(1));
        assert_eq!(watch.look(&clock), None, "everybody has read it");
        clock.set_by(SignedDuration::from_hours(24));
        assert!(watch.look(&clock).is_some(), "forward too");
    }

    #[test]
    fn what_runs_is_read_from_the_computer() {
        assert_eq!(uptime("351735.47 234388.90\n"), Some(Duration::from_millis(351_735_470)));
        assert_eq!(uptime(""), None);
        assert_eq!(uptime("-3 1"), None);
        let first = SystemClock.running();
        assert!(SystemClock.running() >= first);
    }
}
