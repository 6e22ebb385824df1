//! A day of arrivals in steps of five minutes, with what was expected.

use checkin::{EntryRule, Event};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::wave::Wave;

/// The length of a step.
pub const SLOT: SignedDuration = SignedDuration::from_mins(5);
/// A day of 25 hours has so many steps.
const MOST_SLOTS: usize = 300;
/// How long after the wave and the last arrival the chart still follows the clock.
const LINGER: SignedDuration = SignedDuration::from_mins(60);
/// How long one guest takes at a desk, for the number of desks that are enough: an assumption, not a measurement.
const SERVICE: SignedDuration = SignedDuration::from_secs(20);
/// How far ahead is looked.
const AHEAD: SignedDuration = SignedDuration::from_mins(30);

/// A step of five minutes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    /// When it begins.
    pub at: Timestamp,
    /// How many came for the first time.
    pub entries: u32,
    /// How many were expected; `None` if nothing says when people come.
    pub expected: Option<f64>,
}

/// A day of arrivals.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// Which day, in the event's time zone.
    pub date: Date,
    /// The expected wave, if anything says when people come.
    pub wave: Option<Wave>,
    /// Every step from the first to the last, empty ones too; none if there is nothing to show.
    pub slots: Vec<Slot>,
    /// How many are still expected in the half hour from now on.
    pub next: u32,
    /// How many desks are enough for the busiest five minutes of that half hour; 0 if nobody is expected.
    pub desks: u32,
}

impl Day {
    /// The day that is worth looking at: today if people came or are to come today, else the last day on which people
    /// came, else the event's first. `arrivals` are starts of five minutes with their numbers, in order of time;
    /// `listed` is how many are on the list. In a rehearsal today is the event's first day.
    #[must_use]
    pub fn of(event: &Event, arrivals: &[(Timestamp, u32)], listed: u32, now: Timestamp) -> Self {
        let date_of = |at: Timestamp| at.to_zoned_datetime(event.time_zone.clone()).date();
        let today = date_of(now);
        let last = arrivals.last().map(|(at, _)| date_of(*at));
        let is_on = event.rehearsal || (event.starts..=event.ends).contains(&today);
        let date = if is_on || last == Some(today) { today } else { last.unwrap_or(event.starts) };
        let wave = match Wave::of(event, date) {
            None if event.rehearsal => Wave::of(event, event.starts).and_then(|wave| wave.moved(event, date)),
            wave => wave,
        };
        let on_day: Vec<(Timestamp, u32)> = arrivals.iter().copied().filter(|(at, _)| date_of(*at) == date).collect();
        let before: u32 = arrivals.iter().take_while(|(at, _)| date_of(*at) < date).map(|(_, n)| n).sum();
        // Whoever came on an earlier day is inside already, unless everybody comes anew each day.
        let total = if event.entry == EntryRule::Once { listed.saturating_sub(before) } else { listed };
        let slots = slots(&on_day, wave.as_ref(), total, now);
        let came: u32 = on_day.iter().map(|(_, n)| n).sum();
        let (next, desks) = wave.map_or((0, 0), |wave| ahead(&wave, total, came, now));
        Self { date, wave, slots, next, desks }
    }

    /// The step in which most people came; `None` before anybody did.
    #[must_use]
    pub fn busiest(&self) -> Option<&Slot> {
        // Of two equal ones the first.
        self.slots.iter().rev().filter(|slot| slot.entries > 0).max_by_key(|slot| slot.entries)
    }
}

fn slots(arrivals: &[(Timestamp, u32)], wave: Option<&Wave>, total: u32, now: Timestamp) -> Vec<Slot> {
    let first = arrivals.first().map(|(at, _)| *at).into_iter().chain(wave.map(|wave| wave.doors)).min();
    let last = arrivals.last().map(|(at, _)| *at).into_iter().chain(wave.and_then(|wave| before(wave.ends))).max();
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    // The clock is followed for a while, so that a step without anybody shows as one.
    let last = if now > last && now.duration_since(last) < LINGER { now } else { last };
    let mut slots = Vec::new();
    let mut at = floor(first);
    while at <= last && slots.len() < MOST_SLOTS {
        let Ok(next) = at.checked_add(SLOT) else { break };
        let came = arrivals.iter().filter(|(start, _)| floor(*start) == at).map(|(_, n)| n).sum();
        slots.push(Slot { at, entries: came, expected: wave.map(|wave| wave.expected(total, at, next)) });
        at = next;
    }
    slots
}

/// How many of those who have not come are to come in the next half hour, and how many desks that takes. People who are
/// late against the wave are still to come: the rest of the list is spread over the rest of the wave.
fn ahead(wave: &Wave, total: u32, came: u32, now: Timestamp) -> (u32, u32) {
    let still = total.saturating_sub(came);
    let rest = wave.expected(1, now, wave.ends);
    if still == 0 || rest <= 0.0 {
        return (0, 0);
    }
    let of_rest = |from: Timestamp, to: Timestamp| wave.expected(still, from, to) / rest;
    let (mut next, mut most, mut from) = (0.0, 0.0_f64, now);
    for _ in 0..AHEAD.as_secs() / SLOT.as_secs() {
        let Ok(to) = from.checked_add(SLOT) else { break };
        let people = of_rest(from, to);
        next += people;
        most = most.max(people);
        from = to;
    }
    let desks = most * SERVICE.as_secs_f64() / SLOT.as_secs_f64();
    (whole(next.round()), whole(desks.ceil()))
}

/// A number that is known to be small and not negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held between 0 and u32::MAX")]
fn whole(number: f64) -> u32 {
    number.clamp(0.0, f64::from(u32::MAX)) as u32
}

fn before(at: Timestamp) -> Option<Timestamp> {
    at.checked_sub(SignedDuration::from_secs(1)).ok()
}

/// The start of the five minutes in which a time lies.
fn floor(at: Timestamp) -> Timestamp {
    let slot = SLOT.as_secs();
    Timestamp::from_second(at.as_second().div_euclid(slot) * slot).unwrap_or(at)
}
