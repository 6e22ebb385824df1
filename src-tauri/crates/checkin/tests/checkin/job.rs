//! The fold of a print job's records, by hand.

use checkin::job::{JobEvent, JobStep, fold};
use checkin::{JobEnd, JobState, Stamp};

use crate::given::{desk, record, time};

fn step(number: u128, clock: &str, what: JobStep) -> JobEvent {
    let ms = i64::try_from(number).expect("a small number");
    JobEvent { record: record(number), at: time(clock), stamp: Stamp { ms, counter: 0, desk: desk(1) }, what }
}

/// The attempt with this number, at 9:00 and as many minutes, on printer `A`, `B` …
fn attempt(number: u32) -> JobEvent {
    let printer = ["", "A", "B", "C"][number as usize].to_owned();
    step(u128::from(number) * 10, &format!("09:0{number}"), JobStep::Attempt { printer, number })
}

/// The end of that attempt, half a minute later.
fn end(number: u32, end: JobEnd, reason: &str) -> JobEvent {
    let what = JobStep::End { end, reason: reason.to_owned() };
    step(u128::from(number) * 10 + 1, &format!("09:0{number}:30"), what)
}

#[track_caller]
fn check(why: &str, events: &[JobEvent], expected: (JobState, &str, &str, u32)) {
    let (state, reason, printer, attempts) = fold(events);
    assert_eq!((state, reason.as_str(), printer.as_str(), attempts), expected, "{why}");
    let mut turned = events.to_vec();
    turned.reverse();
    assert_eq!(fold(&turned), (state, reason, printer, attempts), "{why}: whatever the order of arrival");
}

#[test]
fn a_job_from_its_records() {
    use JobEnd::{Cancelled, Confirmed, Failed, Unknown};
    check("nothing has happened", &[], (JobState::Queued, "", "", 0));
    check("bytes go out", &[attempt(1)], (JobState::Sent, "", "A", 1));
    check("it came out", &[attempt(1), end(1, Confirmed, "")], (JobState::Confirmed, "", "A", 1));
    check("out of paper", &[attempt(1), end(1, Failed, "noPaper")], (JobState::Failed, "noPaper", "A", 1));
    check("nobody knows", &[attempt(1), end(1, Unknown, "restart")], (JobState::Unknown, "restart", "A", 1));
    check("called off in time", &[end(1, Cancelled, "undone")], (JobState::Cancelled, "undone", "", 0));
    check(
        "a second attempt elsewhere wipes the reason of the first",
        &[attempt(1), end(1, Failed, "noPaper"), attempt(2)],
        (JobState::Sent, "", "B", 2),
    );
    check(
        "and comes out",
        &[attempt(1), end(1, Failed, "noPaper"), attempt(2), end(2, Confirmed, "")],
        (JobState::Confirmed, "", "B", 2),
    );
    check(
        "an unknown that staff answer with no",
        &[attempt(1), end(1, Unknown, "restart"), end(2, Failed, "didNotComeOut")],
        (JobState::Failed, "didNotComeOut", "A", 1),
    );
    check(
        "an unknown that staff answer with yes",
        &[attempt(1), end(1, Unknown, "restart"), end(2, Confirmed, "")],
        (JobState::Confirmed, "", "A", 1),
    );
}

#[test]
fn confirmed_beats_whatever_comes_before_or_after() {
    for other in [JobEnd::Failed, JobEnd::Unknown, JobEnd::Cancelled] {
        let before = [attempt(1), end(1, other, "x"), end(2, JobEnd::Confirmed, "")];
        check("the badge is there", &before, (JobState::Confirmed, "", "A", 1));
        let after = [attempt(1), end(1, JobEnd::Confirmed, ""), end(2, other, "x")];
        check("the badge stays there", &after, (JobState::Confirmed, "", "A", 1));
    }
    let cancelled_meanwhile = [end(1, JobEnd::Cancelled, "undone"), attempt(2), end(2, JobEnd::Confirmed, "")];
    check("called off while it printed", &cancelled_meanwhile, (JobState::Confirmed, "", "B", 2));
    let again = [attempt(1), end(1, JobEnd::Confirmed, ""), attempt(2)];
    assert_eq!(fold(&again).0, JobState::Confirmed, "another attempt does not take the badge away");
}

#[test]
fn ends_of_one_time_go_by_stamp() {
    let what = |end| JobStep::End { end, reason: String::new() };
    let tie = [step(1, "09:00", what(JobEnd::Unknown)), step(2, "09:00", what(JobEnd::Failed))];
    check("the later stamp holds", &tie, (JobState::Failed, "", "", 0));
}

#[test]
fn what_keeps_another_badge_from_being_queued() {
    for state in JobState::ALL {
        // journal.md: "no job that is confirmed, sent, unknown or waiting".
        let holds = !matches!(state, JobState::Failed | JobState::Cancelled);
        assert_eq!(state.holds_badge(), holds, "{}", state.as_str());
        assert_eq!(JobState::from_name(state.as_str()), Some(state), "{} goes there and back", state.as_str());
    }
    for end in JobEnd::ALL {
        assert_eq!(JobEnd::from_name(end.as_str()), Some(end), "{} goes there and back", end.as_str());
    }
}
