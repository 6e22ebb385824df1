//! Times as lists write them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// The time a text means, if it has one meaning, and how far its clock is from UTC, if it says so.
///
/// ISO 8601, year first, and day first with `-` or `.`. With `/` the order differs between countries, so that it is only
/// taken if one of the numbers cannot be a month: a wrong time is worse than none. A day without a time of day is no time,
/// and neither is midnight to the second, which is how programs write a day alone.
pub(crate) fn parse(text: &str) -> Option<(DateTime, Option<Offset>)> {
    let (text, offset) = split_offset(text)?;
    let time = match text.parse::<DateTime>() {
        Ok(time) => time,
        Err(_) => {
            let (date, time) = text.split_once([' ', 'T'])?;
            day(date.trim_end_matches(','))?.to_datetime(clock(time.trim())?)
        }
    };
    (time.time() != Time::midnight()).then_some((time, offset))
}

/// Whether a text says when, with a time of day or without.
pub(crate) fn is_when(text: &str) -> bool {
    let date = text.split([' ', 'T']).next().unwrap_or_default().trim_end_matches(',');
    parse(text).is_some() || day(date).is_some()
}

/// Takes the offset from UTC off the end: `Z`, `UTC`, `+02:00`, `+0200`, `+02`, also with the zone in brackets behind it. A zone
/// alone is not looked up: then the text has no meaning.
fn split_offset(text: &str) -> Option<(&str, Option<Offset>)> {
    let (text, is_named) = match text.strip_suffix(']') {
        Some(rest) => (rest.split_once('[')?.0.trim_end(), true),
        None => (text, false),
    };
    let utc = ["Z", "z", "UTC", "GMT"].iter().find_map(|mark| text.strip_suffix(mark)).map(str::trim_end);
    if let Some(time) = utc.filter(|time| time.ends_with(|letter: char| letter.is_ascii_digit())) {
        return Some((time, Some(Offset::UTC)));
    }
    // A minus also stands in dates and between two times.
    let is_offset = |at: &usize| {
        let (before, sign) = text.split_at(*at);
        sign.starts_with('+') || (before.contains('T') && before.contains(':')) || before.matches(':').count() == 2
    };
    match text.rfind(['+', '-']).filter(is_offset) {
        Some(at) => {
            let (time, distance) = text.split_at(at);
            Some((time.trim_end(), Some(offset(distance)?)))
        }
        None if is_named => None,
        None => Some((text, None)),
    }
}

/// `+02:00`, `-0330`, `+02`.
fn offset(text: &str) -> Option<Offset> {
    let (sign, digits) = text.strip_prefix('+').map_or_else(|| (-1, text.get(1..)), |digits| (1, Some(digits)));
    let digits = digits?.replacen(':', "", 1);
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = digits.split_at(2);
    let hours: i32 = hours.parse().ok()?;
    let minutes: i32 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    // No place is further away than that.
    let is_one = hours <= 14 && minutes < 60;
    Offset::from_seconds(sign * (hours * 3_600 + minutes * 60)).ok().filter(|_| is_one)
}

fn day(text: &str) -> Option<Date> {
    let separator = text.chars().find(|letter| !letter.is_ascii_digit())?;
    let mut parts = text.split(separator).map(|part| part.parse::<i16>().ok());
    let (first, second, third) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() {
        return None;
    }
    match separator {
        '-' | '.' | '/' if first > 31 => date(first, second, third),
        '-' | '.' => date(full_year(third), second, first),
        '/' if first > 12 || first == second => date(full_year(third), second, first),
        '/' if second > 12 => date(full_year(third), first, second),
        _ => None,
    }
}

fn full_year(year: i16) -> i16 {
    if (0..100).contains(&year) { 2000 + year } else { year }
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `10:28`, `10.28`, `10:28:33`, `10:28 PM`.
fn clock(text: &str) -> Option<Time> {
    let text = text.trim_start_matches("kl.").trim().to_lowercase();
    let (digits, half) =
        match text.strip_suffix("am").map(|rest| (rest, 0)).or(text.strip_suffix("pm").map(|rest| (rest, 12))) {
            Some((digits, half)) => (digits.trim_end(), Some(half)),
            None => (text.as_str(), None),
        };
    let mut parts = digits.split([':', '.']).map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    Time::new(hour, minute, second, 0).ok()
}
