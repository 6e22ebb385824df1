//! `EVENT.toml`: the settings of an event as people write them, and as they lie (as JSON) in its file.

use std::collections::BTreeSet;

use checkin::event::{AnswerKind, Question};
use checkin::{EntryRule, Event, Session, SessionId, TicketType, TicketTypeId};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::KioskError;
use crate::toml_time;

/// The content of `EVENT.toml`. Needed are `title`, `timeZone`, `starts` and `ends`; the rest has a default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventFile {
    /// The event's title.
    pub title: String,
    /// IANA name of its time zone, such as `Europe/Copenhagen`.
    pub time_zone: String,
    /// First day.
    #[serde(deserialize_with = "toml_time::either")]
    #[cfg_attr(test, ts(type = "string"))]
    pub starts: Date,
    /// Last day.
    #[serde(deserialize_with = "toml_time::either")]
    #[cfg_attr(test, ts(type = "string"))]
    pub ends: Date,
    /// Where it takes place.
    #[serde(default)]
    pub venue: String,
    /// Who organises it.
    #[serde(default)]
    pub organiser: String,
    /// Who supports it.
    #[serde(default)]
    pub supporters: Vec<String>,
    /// A note about the event.
    #[serde(default)]
    pub note: String,
    /// Nothing here counts.
    #[serde(default)]
    pub rehearsal: bool,
    /// Whether people are checked out.
    #[serde(default = "yes")]
    pub exits: bool,
    /// Whether one entry holds for all days (`once`) or everybody comes anew each day (`daily`).
    #[serde(default, skip_serializing_if = "EntryFile::is_once")]
    pub entry: EntryFile,
    /// When a day begins, local time; only for `daily`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "toml_time::optional")]
    #[cfg_attr(test, ts(type = "string", optional))]
    pub day_begins: Option<Time>,
    /// So many seconds the same code is our own double scan.
    #[serde(default = "usual_bounce")]
    pub bounce_seconds: u8,
    /// Minutes without a key after which a desk locks itself, where there are staff; 0: never.
    #[serde(default = "usual_lock", skip_serializing_if = "is_usual_lock")]
    pub lock_after_minutes: u8,
    /// So many days after the last one the data should be erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_days: Option<u16>,
    /// Whether badges are printed at all.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub badges: bool,
    /// Whether a badge that is not the first of its person gets a small mark.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mark_reprints: bool,
    /// Headings of own fields that only those who need them see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub private_fields: Vec<String>,
    /// The badge template used where the ticket type names none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub badge_template: String,
    /// How many people the house holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    /// From when on people may enter; local time.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "toml_time::optional")]
    #[cfg_attr(test, ts(type = "string", optional))]
    pub opens: Option<DateTime>,
    /// Until when people may enter; local time.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "toml_time::optional")]
    #[cfg_attr(test, ts(type = "string", optional))]
    pub closes: Option<DateTime>,
    /// The kinds of ticket.
    #[serde(default)]
    pub ticket_types: Vec<TicketTypeFile>,
    /// The programme.
    #[serde(default)]
    pub sessions: Vec<SessionFile>,
    /// What is asked at check-in.
    #[serde(default)]
    pub questions: Vec<QuestionFile>,
}

/// For how long an entry holds, in `EVENT.toml`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum EntryFile {
    /// For the whole event.
    #[default]
    Once,
    /// For a day.
    Daily,
}

impl EntryFile {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    fn is_once(&self) -> bool {
        *self == Self::Once
    }
}

/// A kind of ticket, in `EVENT.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TicketTypeFile {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its colour, `#rrggbb`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub colour: String,
    /// Its badge template.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub badge_template: String,
    /// Whether an entry asks for a badge.
    #[serde(default = "yes")]
    pub badge: bool,
}

/// A session, in `EVENT.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionFile {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The room.
    #[serde(default)]
    pub room: String,
    /// Who speaks.
    #[serde(default)]
    pub speakers: Vec<String>,
    /// Local time.
    #[serde(deserialize_with = "toml_time::either")]
    #[cfg_attr(test, ts(type = "string"))]
    pub starts: DateTime,
    /// Local time.
    #[serde(deserialize_with = "toml_time::either")]
    #[cfg_attr(test, ts(type = "string"))]
    pub ends: DateTime,
    /// How many people it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    /// Whether people check in to it.
    #[serde(default = "yes")]
    pub check_in: bool,
    /// Only people registered for it may enter.
    #[serde(default)]
    pub registered_only: bool,
    /// Only these ticket types may enter; empty: all.
    #[serde(default)]
    pub ticket_types: Vec<String>,
    /// It opens so many minutes before its start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_before_minutes: Option<u32>,
    /// It closes so many minutes after its start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_after_minutes: Option<u32>,
    /// One has to be inside the event first.
    #[serde(default)]
    pub event_first: bool,
}

/// A question, in `EVENT.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuestionFile {
    /// Its id.
    pub id: String,
    /// The question.
    pub text: String,
    /// `choice`, `yesNo`, `text` or `number`.
    pub answer: AnswerFile,
    /// The choices.
    #[serde(default)]
    pub choices: Vec<String>,
    /// Whether nobody comes in without an answer.
    #[serde(default)]
    pub required: bool,
    /// Whether only those who need it see the answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub private: bool,
}

/// What an answer may be, in `EVENT.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each is described at `checkin::event::AnswerKind`")]
pub enum AnswerFile {
    Choice,
    YesNo,
    Text,
    Number,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_yes(value: &bool) -> bool {
    *value
}

/// The longest time without a key that may be set, in minutes.
const MAX_LOCK: u8 = 60;

fn usual_lock() -> u8 {
    5
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_usual_lock(minutes: &u8) -> bool {
    *minutes == usual_lock()
}

fn usual_bounce() -> u8 {
    3
}

/// The longest time in which the same code is our own double scan, in seconds: a guest who comes back is none.
const MAX_BOUNCE: u8 = 10;

/// Limits of an `EVENT.toml`: far beyond any conference, and small enough to be looked at on every screen.
const MAX_BYTES: usize = 1 << 20;
const MAX_ITEMS: usize = 1_000;

impl EventFile {
    /// Reads an `EVENT.toml`.
    ///
    /// # Errors
    /// [`KioskError::Settings`] with line, column and what was expected.
    pub fn from_toml(text: &str) -> Result<Self, KioskError> {
        if text.len() > MAX_BYTES {
            return Err(KioskError::Settings(format!("more than {MAX_BYTES} bytes")));
        }
        let file: Self = toml::from_str(text).map_err(|error| {
            let place = error.span().map(|span| place(text, span.start)).unwrap_or_default();
            KioskError::Settings(format!("{place}{}", error.message()))
        })?;
        file.to_event().map_err(KioskError::in_a_file)?;
        Ok(file)
    }

    /// Reads the settings as they lie in the event file.
    ///
    /// # Errors
    /// [`KioskError::Settings`] if they are not those of this version.
    pub fn from_json(settings: &Value) -> Result<Self, KioskError> {
        Self::deserialize(settings).map_err(|error| KioskError::Settings(error.to_string()))
    }

    /// The settings as they lie in the event file.
    #[must_use]
    pub fn to_json(&self) -> Value {
        // Every field is a text, a number, a list of such, or a date that is written as text.
        serde_json::to_value(self).unwrap_or(Value::Null)
    }

    /// The event.
    ///
    /// # Errors
    /// [`KioskError::Settings`] for what fits the form and yet makes no sense, such as an unknown time zone.
    pub fn to_event(&self) -> Result<Event, KioskError> {
        let wrong = |what: String| Err(KioskError::Settings(what));
        if self.title.trim().is_empty() {
            return setting("title", "title: must not be empty".to_owned());
        }
        if self.ends < self.starts {
            return setting("ends", format!("ends: {} lies before starts: {}", self.ends, self.starts));
        }
        if self.sessions.len().max(self.ticket_types.len()).max(self.questions.len()) > MAX_ITEMS {
            return wrong(format!("more than {MAX_ITEMS} sessions, ticket types or questions"));
        }
        if self.lock_after_minutes > MAX_LOCK {
            return setting("lock", format!("lockAfterMinutes: {} is more than {MAX_LOCK}", self.lock_after_minutes));
        }
        if self.bounce_seconds > MAX_BOUNCE {
            return setting("bounce", format!("bounceSeconds: {} is more than {MAX_BOUNCE}", self.bounce_seconds));
        }
        if self.day_begins.is_some() && self.entry == EntryFile::Once {
            return setting("dayBegins", "dayBegins: is for entry = \"daily\" only".to_owned());
        }
        let time_zone = TimeZone::get(&self.time_zone).map_err(|_| {
            KioskError::Settings(format!(
                "timeZone: \"{}\" is no IANA name such as \"Europe/Copenhagen\"",
                self.time_zone
            ))
        })?;
        let instant = |what: &str, local: DateTime| -> Result<Timestamp, KioskError> {
            // A time that summer time skips or doubles is taken as the house's clock would: the first of two.
            let zoned = time_zone.to_ambiguous_zoned_datetime(local).compatible();
            zoned.map(|zoned| zoned.timestamp()).map_err(|error| KioskError::Settings(format!("{what}: {error}")))
        };
        let ticket_types = self.ticket_types.iter().map(ticket_type).collect::<Result<Vec<_>, _>>()?;
        let mut sessions =
            self.sessions.iter().map(|file| session(file, &ticket_types, &instant)).collect::<Result<Vec<_>, _>>()?;
        sessions.sort_by(|a, b| (a.starts, &a.id).cmp(&(b.starts, &b.id)));
        let questions = self.questions.iter().map(question).collect::<Result<Vec<_>, _>>()?;
        distinct("ticketTypes", ticket_types.iter().map(|ticket_type| ticket_type.id.as_str()))?;
        distinct("sessions", sessions.iter().map(|session| session.id.as_str()))?;
        distinct("questions", questions.iter().map(|question| question.id.as_str()))?;
        Ok(Event {
            title: self.title.trim().to_owned(),
            starts: self.starts,
            ends: self.ends,
            venue: self.venue.clone(),
            organiser: self.organiser.clone(),
            supporters: self.supporters.clone(),
            note: self.note.clone(),
            rehearsal: self.rehearsal,
            exits: self.exits,
            bounce_seconds: self.bounce_seconds,
            opens: self.opens.map(|at| instant("opens", at)).transpose()?,
            closes: self.closes.map(|at| instant("closes", at)).transpose()?,
            seats: self.seats,
            badges: self.badges,
            mark_reprints: self.mark_reprints,
            private_fields: self.private_fields.iter().cloned().collect(),
            entry: match self.entry {
                EntryFile::Once => EntryRule::Once,
                EntryFile::Daily => EntryRule::Daily { begins: self.day_begins.unwrap_or_default() },
            },
            badge_template: self.badge_template.clone(),
            ticket_types,
            sessions,
            questions,
            time_zone,
        })
    }
}

/// A setting that makes no sense, with a sentence for whoever typed it.
fn setting<T>(word: &'static str, detail: String) -> Result<T, KioskError> {
    Err(KioskError::Setting { detail, word })
}

/// Line and column, from 1, of a byte.
fn place(text: &str, byte: usize) -> String {
    let before = &text[..text.floor_char_boundary(byte)];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("line {line}, column {column}: ")
}

fn ticket_type(file: &TicketTypeFile) -> Result<TicketType, KioskError> {
    let colour = &file.colour;
    let hex = |text: &str| text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !colour.is_empty() && !colour.strip_prefix('#').is_some_and(hex) {
        return setting("colour", format!("ticketTypes {}: colour \"{colour}\" is not like \"#14577a\"", file.id));
    }
    Ok(TicketType {
        id: parse_id("ticketTypes", &file.id)?,
        name: file.name.clone(),
        colour: colour.clone(),
        badge_template: file.badge_template.clone(),
        badge: file.badge,
    })
}

fn session(
    file: &SessionFile,
    ticket_types: &[TicketType],
    instant: &dyn Fn(&str, DateTime) -> Result<Timestamp, KioskError>,
) -> Result<Session, KioskError> {
    let id: SessionId = parse_id("sessions", &file.id)?;
    if file.ends < file.starts {
        return setting("sessionEnds", format!("sessions {id}: ends before it starts"));
    }
    let minutes = |minutes: Option<u32>| minutes.map(|minutes| SignedDuration::from_mins(i64::from(minutes)));
    let mut open_to = BTreeSet::new();
    for wanted in &file.ticket_types {
        let wanted: TicketTypeId = parse_id("sessions.ticketTypes", wanted)?;
        if !ticket_types.iter().any(|ticket_type| ticket_type.id == wanted) {
            return Err(KioskError::Settings(format!("sessions {id}: there is no ticket type \"{wanted}\"")));
        }
        open_to.insert(wanted);
    }
    Ok(Session {
        title: file.title.clone(),
        room: file.room.clone(),
        speakers: file.speakers.clone(),
        starts: instant("sessions.starts", file.starts)?,
        ends: instant("sessions.ends", file.ends)?,
        check_in: file.check_in,
        registered_only: file.registered_only,
        ticket_types: open_to,
        seats: file.seats,
        opens_before: minutes(file.opens_before_minutes),
        closes_after: minutes(file.closes_after_minutes),
        event_first: file.event_first,
        id,
    })
}

fn question(file: &QuestionFile) -> Result<Question, KioskError> {
    let answer = match file.answer {
        AnswerFile::Choice if file.choices.is_empty() => {
            return setting("choices", format!("questions {}: a choice needs choices", file.id));
        }
        AnswerFile::Choice => AnswerKind::Choice(file.choices.clone()),
        AnswerFile::YesNo => AnswerKind::YesNo,
        AnswerFile::Text => AnswerKind::Text,
        AnswerFile::Number => AnswerKind::Number,
    };
    // The same letters as for the other ids, so that answers can be columns and keys anywhere.
    let id: SessionId = parse_id("questions", &file.id)?;
    Ok(Question { id: id.to_string(), text: file.text.clone(), answer, required: file.required, private: file.private })
}

fn parse_id<T: std::str::FromStr<Err = checkin::MalformedId>>(what: &str, id: &str) -> Result<T, KioskError> {
    id.parse().map_err(|error: checkin::MalformedId| {
        KioskError::Settings(format!("{what}: id \"{id}\" is not {}", error.expected))
    })
}

fn distinct<'a>(what: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), KioskError> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(KioskError::Settings(format!("{what}: the id \"{id}\" occurs twice")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str =
        "title = \"T\"\ntimeZone = \"Europe/Copenhagen\"\nstarts = \"2017-09-18\"\nends = \"2017-09-18\"\n";

    #[track_caller]
    fn refused(toml: &str, with: &str) {
        let error = EventFile::from_toml(toml).unwrap_err().to_string();
        assert!(error.contains(with), "{error:?} should say {with:?}");
    }

    #[test]
    fn the_least_file_is_enough_and_goes_there_and_back() {
        let file = EventFile::from_toml(LEAST).unwrap();
        assert_eq!(EventFile::from_json(&file.to_json()).unwrap(), file, "as it lies in the event file");
        assert_eq!(file.to_event().unwrap().opens, None, "no entry window unless one is set");
    }

    #[test]
    fn the_sample_is_a_good_file() {
        let event = EventFile::from_toml(crate::sample::event_toml()).unwrap().to_event().unwrap();
        assert!(event.rehearsal && event.sessions.len() > 5, "the sample is a rehearsal with a programme");
    }

    #[test]
    fn dates_may_be_written_as_toml_dates() {
        let toml =
            LEAST.replace('"', "").replace("= T", "= \"T\"").replace("= Europe/Copenhagen", "= \"Europe/Copenhagen\"");
        assert!(toml.contains("starts = 2017-09-18"), "the dates stand without quotes: {toml}");
        EventFile::from_toml(&toml).expect("a date is a date with and without quotes");
    }

    #[test]
    fn a_bad_file_says_where_and_what() {
        refused("title = \"T\"", "missing field `timeZone`");
        refused(&format!("{LEAST}seets = 3\n"), "line 5, column 1: unknown field `seets`");
        refused(&LEAST.replace("2017-09-18\"\nends", "18. september\"\nends"), "line 3, column 10");
        refused(&LEAST.replace("Europe/Copenhagen", "Nyborg"), "timeZone: \"Nyborg\"");
        refused(&format!("{LEAST}bounceSeconds = 11\n"), "bounceSeconds: 11 is more than 10");
        refused(&LEAST.replace("ends = \"2017", "ends = \"2016"), "lies before starts");
        refused(&format!("{LEAST}[[ticketTypes]]\nid = \"VIP\"\nname = \"V\"\n"), "id \"VIP\" is not");
        refused(&format!("{LEAST}[[ticketTypes]]\nid = \"v\"\nname = \"V\"\ncolour = \"red\"\n"), "colour \"red\"");
        let twice = "[[questions]]\nid = \"q\"\ntext = \"?\"\nanswer = \"text\"\n";
        refused(&format!("{LEAST}{twice}{twice}"), "\"q\" occurs twice");
        refused("title = ", "line 1, column 9");
    }
}
