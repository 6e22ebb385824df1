//! Times as lists write them.

use jiff::civil::{Date, DateTime, Time};

/// The time a text means, if it has one meaning.
///
/// ISO 8601 (the offset is left out: lists are in the time of the place, and one in UTC marked `Z` is not taken), year
/// first, and day first with `-` or `.`. With `/` the order differs between countries, so that it is only taken if one
/// of the numbers cannot be a month: a wrong time is worse than none.
pub(crate) fn parse(text: &str) -> Option<DateTime> {
    if let Ok(time) = text.parse::<DateTime>() {
        return Some(time);
    }
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) => (date.trim_end_matches(','), clock(time.trim())?),
        None => (text, Time::midnight()),
    };
    Some(day(date)?.to_datetime(time))
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
