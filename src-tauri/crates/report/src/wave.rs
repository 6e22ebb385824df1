//! How people are expected to come: a wave before the day's first session.

use checkin::Event;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// People come from an hour before the first session on, if neither the event nor its programme says otherwise.
const BEFORE: SignedDuration = SignedDuration::from_mins(60);
/// Doors that have been open for long do not make people come earlier than this before the first session.
const EARLIEST: SignedDuration = SignedDuration::from_hours(2);
/// After the first session has begun the last ones come.
const LATE: SignedDuration = SignedDuration::from_mins(30);

/// The expected wave of arrivals of a day: a triangular distribution, the usual stand-in where only the earliest, the
/// likeliest and the latest time are known (Law, *Simulation Modeling and Analysis*, "Selecting a Distribution in the
/// Absence of Data"). It begins when the doors open, is highest when three quarters of the time to the first session
/// are over, and ends half an hour after that has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wave {
    /// When the doors open.
    pub doors: Timestamp,
    /// When the first session begins.
    pub begins: Timestamp,
    /// When most people come.
    pub peak: Timestamp,
    /// When the last ones come.
    pub ends: Timestamp,
}

impl Wave {
    /// The wave of a day of the event; `None` if neither its programme nor its opening says when people come.
    #[must_use]
    pub fn of(event: &Event, day: Date) -> Option<Self> {
        let on_day = |at: Timestamp| at.to_zoned_datetime(event.time_zone.clone()).date() == day;
        let sessions = || event.sessions.iter().filter(|session| on_day(session.starts));
        let opens = event.opens.filter(|opens| on_day(*opens));
        let programme = sessions().map(|session| session.starts).min();
        let first = sessions().filter(|session| session.check_in).map(|session| session.starts).min();
        let begins = first.or(programme).or(opens.and_then(|opens| opens.checked_add(BEFORE).ok()))?;
        let hour_before = begins.checked_sub(BEFORE).ok()?;
        // A registration in the programme is when people come.
        let doors = opens.unwrap_or_else(|| programme.map_or(hour_before, |programme| programme.min(hour_before)));
        let doors = doors.max(begins.checked_sub(EARLIEST).ok()?).min(begins);
        let peak = begins.checked_sub(begins.duration_since(doors) / 4).ok()?;
        Some(Self { doors, begins, peak, ends: begins.checked_add(LATE).ok()? })
    }

    /// The same wave at the same times of another day, for a rehearsal.
    #[must_use]
    pub fn moved(self, event: &Event, to: Date) -> Option<Self> {
        let on = |at: Timestamp| {
            let time = at.to_zoned_datetime(event.time_zone.clone()).time();
            let zoned = event.time_zone.to_ambiguous_zoned_datetime(to.to_datetime(time)).compatible();
            zoned.ok().map(|zoned| zoned.timestamp())
        };
        let doors = on(self.doors)?;
        let later = |at: Timestamp| doors.checked_add(at.duration_since(self.doors)).ok();
        Some(Self { doors, begins: later(self.begins)?, peak: later(self.peak)?, ends: later(self.ends)? })
    }

    /// How many of `total` people come from `from` until before `to`.
    #[must_use]
    pub fn expected(&self, total: u32, from: Timestamp, to: Timestamp) -> f64 {
        f64::from(total) * (self.come_until(to) - self.come_until(from)).max(0.0)
    }

    /// The part of 1 that has come at a time: the triangular distribution function.
    fn come_until(&self, at: Timestamp) -> f64 {
        let seconds = |later: Timestamp, earlier: Timestamp| later.duration_since(earlier).as_secs_f64();
        let (rise, fall, all) =
            (seconds(self.peak, self.doors), seconds(self.ends, self.peak), seconds(self.ends, self.doors));
        if at <= self.doors {
            0.0
        } else if at >= self.ends {
            1.0
        } else if at < self.peak {
            seconds(at, self.doors).powi(2) / (all * rise)
        } else {
            1.0 - seconds(self.ends, at).powi(2) / (all * fall)
        }
    }
}
