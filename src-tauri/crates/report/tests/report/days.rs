use jiff::SignedDuration;
use report::{Day, SLOT, Wave};

use crate::{at, event};

fn first_day() -> jiff::civil::Date {
    event().starts
}

#[test]
fn the_wave_comes_from_the_programme_or_from_the_opening() {
    let mut event = event();
    let wave = |event: &checkin::Event| Wave::of(event, first_day());
    let known = wave(&event).unwrap();
    assert_eq!((known.doors, known.begins), (at("2026-09-18T08:30"), at("2026-09-18T09:30")), "from registration on");
    assert_eq!((known.peak, known.ends), (at("2026-09-18T09:15"), at("2026-09-18T10:00")));
    event.opens = Some(at("2026-09-18T09:00"));
    assert_eq!(wave(&event).unwrap().doors, at("2026-09-18T09:00"), "an opening of its own wins");
    event.opens = Some(at("2026-09-18T05:00"));
    assert_eq!(wave(&event).unwrap().doors, at("2026-09-18T07:30"), "open since five: nobody comes to breakfast");
    event.sessions.clear();
    assert_eq!(wave(&event).unwrap().begins, at("2026-09-18T06:00"), "without a programme an hour after the doors");
    event.opens = None;
    assert_eq!(wave(&event), None, "nothing says when people come");
}

#[test]
fn everybody_is_expected_once_in_the_wave_and_most_at_its_peak() {
    let wave = Wave::of(&event(), first_day()).unwrap();
    assert!((wave.expected(240, wave.doors, wave.ends) - 240.0).abs() < 1e-9, "all of them");
    assert!(wave.expected(240, wave.ends, at("2026-09-18T23:00")) < 1e-9, "nobody after it");
    let day = Day::of(&event(), &[], 240, at("2026-09-18T07:00"));
    let sum: f64 = day.slots.iter().filter_map(|slot| slot.expected).sum();
    assert!((sum - 240.0).abs() < 1e-6, "the steps hold them all: {sum}");
    let highest = day.slots.iter().max_by(|a, b| a.expected.partial_cmp(&b.expected).unwrap()).unwrap();
    assert!((highest.at.duration_since(wave.peak)).abs() <= SLOT, "{} is at the peak", highest.at);
}

#[test]
fn a_day_has_every_step_also_those_in_which_nobody_came() {
    let arrivals = [(at("2026-09-18T08:35"), 3), (at("2026-09-18T08:50"), 7)];
    let day = Day::of(&event(), &arrivals, 20, at("2026-09-18T08:52"));
    let entries: Vec<u32> = day.slots.iter().map(|slot| slot.entries).collect();
    assert_eq!(&entries[..5], [0, 3, 0, 0, 7], "from 8.30 on in steps of five minutes");
    assert_eq!(day.slots.last().unwrap().at, at("2026-09-18T09:55"), "until the wave ends at ten");
    assert_eq!(day.busiest().unwrap().at, at("2026-09-18T08:50"));
}

#[test]
fn the_day_shown_is_today_or_the_last_on_which_people_came() {
    let date = |arrivals: &[_], now| Day::of(&event(), arrivals, 20, now).date.to_string();
    let friday = [(at("2026-09-18T09:00"), 3)];
    assert_eq!(date(&[], at("2026-09-01T12:00")), "2026-09-18", "before the event its first day");
    assert_eq!(date(&friday, at("2026-09-19T07:00")), "2026-09-19", "today is a day of the event");
    assert_eq!(date(&friday, at("2026-09-25T07:00")), "2026-09-18", "a week later the day on which people came");
    let late = [(at("2026-09-18T09:00"), 3), (at("2026-09-25T06:55"), 1)];
    assert_eq!(date(&late, at("2026-09-25T07:00")), "2026-09-25", "people come, whatever the dates say");
}

#[test]
fn on_the_second_day_only_those_are_expected_who_have_not_come() {
    let friday = [(at("2026-09-18T09:00"), 15)];
    let day = Day::of(&event(), &friday, 20, at("2026-09-19T08:00"));
    let sum: f64 = day.slots.iter().filter_map(|slot| slot.expected).sum();
    assert!((sum - 5.0).abs() < 1e-6, "15 of 20 are inside already: {sum}");
}

#[test]
fn where_everybody_comes_anew_each_day_everybody_is_expected_again() {
    let friday = [(at("2026-09-18T09:00"), 15)];
    let daily = checkin::EntryRule::Daily { begins: jiff::civil::Time::midnight() };
    let event = checkin::Event { entry: daily, ..event() };
    let day = Day::of(&event, &friday, 20, at("2026-09-19T08:00"));
    let sum: f64 = day.slots.iter().filter_map(|slot| slot.expected).sum();
    assert!((sum - 20.0).abs() < 1e-6, "nobody is inside at eight in the morning: {sum}");
}

#[test]
fn a_rehearsal_plays_the_first_day_today() {
    let mut event = event();
    event.rehearsal = true;
    let day = Day::of(&event, &[], 20, at("2027-02-03T07:00"));
    assert_eq!(day.date.to_string(), "2027-02-03");
    assert_eq!(day.wave.unwrap().doors, at("2027-02-03T08:30"), "at the same time of the day, in winter too");
}

#[test]
fn the_next_half_hour_says_how_many_come_and_how_many_desks_are_enough() {
    let day = |listed, came: u32, now| {
        let arrivals: Vec<_> = (came > 0).then(|| (at("2026-09-18T08:35"), came)).into_iter().collect();
        let day = Day::of(&event(), &arrivals, listed, at(now));
        (day.next, day.desks)
    };
    let (next, desks) = day(240, 0, "2026-09-18T08:55");
    // 45 minutes up to the peak and 45 down: from 8.55 to 9.25 come 240 · (F(55) − F(25)), of those who have not come.
    let f = |minutes: f64| {
        if minutes < 45.0 { minutes * minutes / 4050.0 } else { 1.0 - (90.0 - minutes).powi(2) / 4050.0 }
    };
    let wanted = 240.0 * (f(55.0) - f(25.0)) / (1.0 - f(25.0));
    assert_eq!(f64::from(next), wanted.round(), "as the wave says, with those who are late");
    assert_eq!(desks, 2, "some 29 people in the busiest five minutes, 15 a desk");
    assert_eq!(day(240, 240, "2026-09-18T08:55"), (0, 0), "all have come");
    assert_eq!(day(240, 10, "2026-09-18T11:00"), (0, 0), "the wave is over");
    assert_eq!(day(240, 0, "2026-09-18T06:00"), (0, 0), "and here it has not begun");
}

#[test]
fn a_day_without_anything_to_show_has_no_steps() {
    let mut event = event();
    event.sessions.clear();
    let day = Day::of(&event, &[], 20, at("2026-09-18T08:00"));
    assert!(day.slots.is_empty() && day.busiest().is_none());
}

#[test]
fn the_chart_follows_the_clock_for_an_hour_and_never_grows_past_a_day() {
    let mut event = event();
    event.sessions.clear();
    let arrivals = [(at("2026-09-18T08:35"), 3)];
    let last = |now| Day::of(&event, &arrivals, 20, now).slots.last().unwrap().at;
    assert_eq!(last(at("2026-09-18T09:12")), at("2026-09-18T09:10"));
    assert_eq!(last(at("2026-09-18T11:00")), at("2026-09-18T08:35"), "in the afternoon the morning is shown");
    let all_day = [(at("2026-09-18T00:00"), 1), (at("2026-09-18T23:55"), 1)];
    assert!(
        Day::of(&event, &all_day, 20, at("2026-09-18T23:56")).slots.len() as i64 * SLOT.as_secs()
            <= SignedDuration::from_hours(25).as_secs()
    );
}
