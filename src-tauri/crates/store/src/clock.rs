//! The hybrid logical clock that gives each record its stamp.

use checkin::{DeskId, Stamp};
use jiff::Timestamp;

/// A stamp from another desk is taken over only while it is at most this far ahead of our clock, in milliseconds. One
/// desk whose clock is years ahead must not drag all others along.
pub(crate) const MAX_AHEAD_MS: i64 = 10 * 60 * 1000;

/// The clock of one desk.
#[derive(Clone, Debug)]
pub(crate) struct HybridClock {
    desk: DeskId,
    last_ms: i64,
    counter: u32,
}

impl HybridClock {
    /// A clock that goes on after `last`.
    pub(crate) fn new(desk: DeskId, last: Option<(i64, u32)>) -> Self {
        let (last_ms, counter) = last.unwrap_or((i64::MIN, 0));
        Self { desk, last_ms, counter }
    }

    /// The next stamp: later than every stamp before, whatever the wall clock does.
    pub(crate) fn tick(&mut self, now: Timestamp) -> Stamp {
        let now_ms = now.as_millisecond();
        if now_ms > self.last_ms {
            (self.last_ms, self.counter) = (now_ms, 0);
        } else if let Some(counter) = self.counter.checked_add(1) {
            self.counter = counter;
        } else {
            (self.last_ms, self.counter) = (self.last_ms.saturating_add(1), 0);
        }
        Stamp { ms: self.last_ms, counter: self.counter, desk: self.desk }
    }

    /// Takes note of a stamp from elsewhere. Returns whether it was taken over; one too far ahead is not.
    pub(crate) fn observe(&mut self, stamp: Stamp, now: Timestamp) -> bool {
        if stamp.ms > now.as_millisecond().saturating_add(MAX_AHEAD_MS) {
            return false;
        }
        if (stamp.ms, stamp.counter) > (self.last_ms, self.counter) {
            (self.last_ms, self.counter) = (stamp.ms, stamp.counter);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn ms(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(ms).unwrap()
    }

    fn desk(n: u128) -> DeskId {
        DeskId::from_uuid(Uuid::from_u128(n))
    }

    #[test]
    fn stamps_rise_when_the_clock_stands_or_goes_back() {
        let mut clock = HybridClock::new(desk(1), None);
        let stamps = [1000, 1000, 400, 1001, 999].map(|now| clock.tick(ms(now)));
        assert!(stamps.is_sorted_by(|a, b| a < b), "each stamp is later than the one before: {stamps:?}");
        assert_eq!(stamps[3].ms, 1001, "the wall clock is followed once it is ahead again");
    }

    #[test]
    fn a_stamp_from_the_near_future_is_followed_and_one_from_far_is_not() {
        let far = Stamp { ms: 1000 + MAX_AHEAD_MS + 1, counter: 0, desk: desk(2) };
        let near = Stamp { ms: 1000 + MAX_AHEAD_MS, counter: 7, desk: desk(2) };
        let mut clock = HybridClock::new(desk(1), None);
        assert!(!clock.observe(far, ms(1000)), "too far ahead");
        assert_eq!(clock.tick(ms(1000)).ms, 1000, "so our clock is as before");
        assert!(clock.observe(near, ms(1000)), "near enough");
        assert!(clock.tick(ms(1000)) > near, "so the next stamp comes after it");
    }
}
