//! The columns of our own export that no heading alone tells (decision 0043): what becomes of an answer, a sign-up, an
//! arrival at a session. They are known by their heading and by what stands in all of their cells, so that a column of
//! another system that is only called the same stays an own column.

use checkin::presence::Presence;
use checkin::{Event, Field, FieldValue, Language, SessionId, names};
use interchange::Listing;
use jiff::civil::{Date, DateTime};

use crate::words::say;

/// How the export writes a time.
pub(crate) const TIME: &str = "%Y-%m-%d %H:%M:%S";
/// What stands between the ids of the sessions that a person is signed up for.
pub(crate) const BETWEEN: &str = "; ";

const LANGUAGES: [Language; 2] = [Language::Danish, Language::English];

/// What an own column is after all.
enum Meaning {
    /// It follows from something else and is not read: presence, and times at sessions and on single days.
    Nothing,
    /// The sessions that people are signed up for.
    Sessions,
    /// The answer to the question of that id.
    Answer(String),
}

/// Gives what our own export wrote back to the fields that it came from.
pub(super) fn settle(listing: &mut Listing, event: &Event) {
    let known = listing.fields();
    let mut found: Vec<(Field, Meaning)> = Vec::new();
    for (field, heading) in &listing.own {
        let Some(meaning) = meaning(listing, event, field, heading) else { continue };
        // A field is in one column only; what somebody chose by hand goes first.
        let is_free = meaning.field().is_none_or(|filled| {
            !known.contains(&filled) && !found.iter().any(|(_, other)| other.field().as_ref() == Some(&filled))
        });
        if is_free {
            found.push((field.clone(), meaning));
        }
    }
    if found.is_empty() {
        return;
    }
    for row in &mut listing.rows {
        for (field, meaning) in &found {
            let Some(value) = row.values.remove(field) else { continue };
            match meaning {
                Meaning::Nothing => {}
                Meaning::Sessions => {
                    let ids = ids(&value.to_text(), event).unwrap_or_default();
                    let ids = ids.iter().map(ToString::to_string).collect();
                    row.values.insert(Field::Sessions, FieldValue::List(ids));
                }
                Meaning::Answer(question) => {
                    row.values.insert(Field::Answer(question.clone()), value);
                }
            }
        }
    }
    listing.own.retain_mut(|(field, _)| match found.iter().find(|(own, _)| own == field) {
        None => true,
        Some((_, meaning)) => match meaning.field() {
            None => false,
            Some(filled) => {
                *field = filled;
                true
            }
        },
    });
}

impl Meaning {
    fn field(&self) -> Option<Field> {
        match self {
            Self::Nothing => None,
            Self::Sessions => Some(Field::Sessions),
            Self::Answer(question) => Some(Field::Answer(question.clone())),
        }
    }
}

fn meaning(listing: &Listing, event: &Event, field: &Field, heading: &str) -> Option<Meaning> {
    let all = |is_so: &dyn Fn(&str) -> bool| {
        let mut values = listing.rows.iter().filter_map(|row| row.values.get(field));
        values.all(|value| is_so(&value.to_text()))
    };
    let is_called = |key: &str| words(key).iter().any(|word| word == heading);
    if is_called("column.presence") {
        let known: Vec<String> =
            Presence::ALL.iter().flat_map(|presence| words(&format!("presence.{}", presence.as_str()))).collect();
        if all(&|text| known.iter().any(|word| word == text)) {
            return Some(Meaning::Nothing);
        }
    }
    if is_called("column.signedUp") && all(&|text| ids(text, event).is_some()) {
        return Some(Meaning::Sessions);
    }
    if is_day(heading) && all(&is_time) {
        return Some(Meaning::Nothing);
    }
    let is_text = |text: &str| names::clean(&Field::Name, text).text == heading;
    if event.sessions.iter().any(|session| is_text(&session.title)) {
        let registered = words("presence.registered");
        if all(&|text| is_time(text) || registered.iter().any(|word| word == text)) {
            return Some(Meaning::Nothing);
        }
    }
    // Of two columns of one heading nobody can say which is the answer.
    let is_alone = listing.own.iter().filter(|(_, other)| other == heading).count() == 1;
    let question = event.questions.iter().find(|question| is_alone && is_text(&question.text))?;
    Some(Meaning::Answer(question.id.clone()))
}

/// A word of the interface in both languages.
fn words(key: &str) -> [String; 2] {
    LANGUAGES.map(|language| say(language, key, &[]))
}

/// Whether a heading is that of the arrivals on one day.
fn is_day(heading: &str) -> bool {
    LANGUAGES.iter().any(|language| {
        let before = say(*language, "column.arrivedOn", &[("date", "")]);
        heading.strip_prefix(before.as_str()).is_some_and(|date| date.parse::<Date>().is_ok())
    })
}

fn is_time(text: &str) -> bool {
    DateTime::strptime(TIME, text).is_ok()
}

/// The sessions of the event that a cell names by their ids; nothing if one of them is none.
fn ids(text: &str, event: &Event) -> Option<Vec<SessionId>> {
    let ids = text.split(BETWEEN.trim()).map(str::trim).filter(|id| !id.is_empty());
    ids.map(|id| {
        let id: SessionId = id.parse().ok()?;
        event.sessions.iter().any(|session| session.id == id).then_some(id)
    })
    .collect()
}
