//! A print job: one wish to print a badge, folded from its records.

use jiff::Timestamp;

use crate::{AttendeeId, DeskId, RecordId, Stamp};

/// Where a print job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JobState {
    /// Waits; no byte has gone out.
    Queued,
    /// An attempt was started and has not ended.
    Sent,
    /// The printer, or a person, says that it came out.
    Confirmed,
    /// It did not come out.
    Failed,
    /// Nobody knows; staff are asked.
    Unknown,
    /// Called off.
    Cancelled,
}

impl JobState {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Queued, Self::Sent, Self::Confirmed, Self::Failed, Self::Unknown, Self::Cancelled];

    /// Its name in JSON and in the event file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Confirmed => "confirmed",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Whether an entry of the same person must not queue another badge.
    #[must_use]
    pub const fn holds_badge(self) -> bool {
        matches!(self, Self::Queued | Self::Sent | Self::Confirmed | Self::Unknown)
    }
}

/// How an attempt to print ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JobEnd {
    /// It came out.
    Confirmed,
    /// It did not come out.
    Failed,
    /// The printer cannot tell.
    Unknown,
    /// It was called off.
    Cancelled,
}

impl JobEnd {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Confirmed, Self::Failed, Self::Unknown, Self::Cancelled];

    /// Its name in JSON and in the journal.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Cancelled => "cancelled",
        }
    }

    /// The end of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|end| end.as_str() == name)
    }
}

/// Where a badge that was printed beforehand lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BadgePlace {
    /// The box, by its letter or word; empty for a badge that was printed in a batch without boxes.
    pub box_name: String,
    /// The badge's number in it, from 1.
    pub row: u32,
}

/// A record about a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobEvent {
    /// The record.
    pub record: RecordId,
    /// When it took place.
    pub at: Timestamp,
    /// Orders events of the same time.
    pub stamp: Stamp,
    /// What happened.
    pub what: JobStep,
}

/// What happened to a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobStep {
    /// A printer was about to get the first byte.
    Attempt {
        /// Its name.
        printer: String,
        /// The attempt's number, from 1.
        number: u32,
    },
    /// It ended.
    End {
        /// How.
        end: JobEnd,
        /// Why, as a short word; may be empty.
        reason: String,
    },
}

/// A job as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintJob {
    /// The job's id: the record that queued it.
    pub id: RecordId,
    /// Whose badge.
    pub attendee: AttendeeId,
    /// The desk that owns it and alone attempts it.
    pub desk: DeskId,
    /// Where it stands.
    pub state: JobState,
    /// Why it failed or is unknown; may be empty.
    pub reason: String,
    /// The printer of the last attempt, else the one asked for; may be empty.
    pub printer: String,
    /// Attempts so far.
    pub attempts: u32,
    /// How many copies.
    pub copies: u32,
    /// The job of which this one is a reprint.
    pub reprint_of: Option<RecordId>,
    /// When it was queued.
    pub at: Timestamp,
}

/// What the records about one job, in any order, make of it: `(state, reason, printer, attempts)`.
///
/// Folded by (`at`, stamp): an attempt → sent; an end → that end. `confirmed` beats everything, also a later
/// `cancelled`: the badge is there.
#[must_use]
pub fn fold(events: &[JobEvent]) -> (JobState, String, String, u32) {
    let mut order: Vec<&JobEvent> = events.iter().collect();
    order.sort_by_key(|event| (event.at, event.stamp, event.record));
    let mut state = JobState::Queued;
    let (mut why, mut by, mut attempts) = (String::new(), String::new(), 0);
    for event in order {
        match &event.what {
            JobStep::Attempt { printer, number } => {
                attempts = attempts.max(*number);
                by.clone_from(printer);
                if state != JobState::Confirmed {
                    state = JobState::Sent;
                    why.clear();
                }
            }
            JobStep::End { end, reason } => {
                if state != JobState::Confirmed {
                    state = match end {
                        JobEnd::Confirmed => JobState::Confirmed,
                        JobEnd::Failed => JobState::Failed,
                        JobEnd::Unknown => JobState::Unknown,
                        JobEnd::Cancelled => JobState::Cancelled,
                    };
                    why.clone_from(reason);
                }
            }
        }
    }
    (state, why, by, attempts)
}
