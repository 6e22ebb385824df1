//! When a roll ends, told early enough that somebody changes it in a quiet minute.

use jiff::{SignedDuration, Timestamp};
use report::Wave;

/// What is looked ahead.
const AHEAD: SignedDuration = SignedDuration::from_hours(3);
/// A step of it.
const STEP: SignedDuration = SignedDuration::from_mins(1);
/// The people a minute that make a rush, with which nobody wants to change a roll.
const RUSH: f64 = 2.0;
/// A roll that lasts so long is nothing to speak of.
const SOON: i64 = 30;
/// What prints at the rate of the last ten minutes.
const LATELY_MINUTES: f64 = 10.0;

/// When a roll ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RollEnd {
    /// In so many minutes.
    pub(crate) minutes: i64,
    /// When the next rush begins, if it comes before the end of the roll or soon after, and has not begun.
    pub(crate) before: Option<Timestamp>,
}

/// How long a roll lasts: at the rate of the last ten minutes or that of the expected wave, whichever is the greater.
/// `None` if it lasts for long, or nothing says how long.
pub(crate) fn roll_end(
    left: u32,
    last_ten_minutes: u32,
    wave: Option<&Wave>,
    total: u32,
    now: Timestamp,
) -> Option<RollEnd> {
    let lately = f64::from(last_ten_minutes) / LATELY_MINUTES;
    let expected = |at: Timestamp| -> f64 {
        let Ok(to) = at.checked_add(STEP) else { return 0.0 };
        wave.map_or(0.0, |wave| wave.expected(total, at, to))
    };
    let mut labels = f64::from(left);
    let mut at = now;
    let mut rush = None;
    let was_rush = expected(now) >= RUSH;
    let end = now.checked_add(AHEAD).ok()?;
    let mut minutes = None;
    while at < end {
        let comes = expected(at);
        if comes >= RUSH && !was_rush {
            rush = rush.or(Some(at));
        }
        if minutes.is_none() {
            labels -= comes.max(lately);
            if labels < 0.0 {
                minutes = Some(at.duration_since(now).as_mins());
            }
        }
        at = at.checked_add(STEP).ok()?;
    }
    let minutes = minutes?;
    let before = rush.filter(|rush| rush.duration_since(now).as_mins() <= minutes + SOON);
    // Worth saying if it ends soon, or in the middle of a rush that is still to come.
    (minutes <= SOON || before.is_some_and(|rush| rush.duration_since(now).as_mins() <= minutes))
        .then_some(RollEnd { minutes, before })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave() -> Wave {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        Wave {
            doors: at("2026-11-23T07:30:00Z"),
            begins: at("2026-11-23T08:30:00Z"),
            peak: at("2026-11-23T08:15:00Z"),
            ends: at("2026-11-23T09:00:00Z"),
        }
    }

    #[test]
    fn a_roll_that_ends_in_the_rush_is_told_of_before_it() {
        let now: Timestamp = "2026-11-23T07:30:00Z".parse().unwrap();
        // Of 240 people some 40 come in the first half hour and the next 60 within a quarter of an hour.
        let end = roll_end(60, 0, Some(&wave()), 240, now).unwrap();
        assert!((30..=40).contains(&end.minutes), "{end:?}");
        let before = end.before.unwrap();
        assert!(before > now && before.duration_since(now).as_mins() < end.minutes, "{end:?}");
        assert_eq!(roll_end(10_000, 0, Some(&wave()), 240, now), None, "a new roll lasts");
        assert_eq!(roll_end(5, 0, None, 240, now), None, "nothing says that anybody comes");
    }

    #[test]
    fn what_was_printed_lately_counts_where_nothing_else_is_known() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        assert_eq!(roll_end(12, 10, None, 240, now), Some(RollEnd { minutes: 12, before: None }));
        assert_eq!(roll_end(200, 10, None, 240, now), None, "two hours from now nothing is to be said");
        assert_eq!(roll_end(0, 10, None, 240, now).map(|end| end.minutes), Some(0), "it is empty now");
    }
}
