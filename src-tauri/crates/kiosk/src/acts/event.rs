//! Settings of an open event: what it is called, where, its badge; and the desk's name.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use store::{Act, StoreError, View};

use super::{Answered, Once};
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use crate::settings::EventFile;

/// What may be changed while the event is open, by its name in `EVENT.toml`, and its type for the page. Dates, time zone
/// and whether it is a rehearsal are not among them: what has happened hangs on them.
pub(crate) const FIELDS: [(&str, &str); 20] = [
    ("title", "string"),
    ("venue", "string"),
    ("organiser", "string"),
    ("note", "string"),
    ("badgeTemplate", "string"),
    ("seats", "number"),
    ("opens", "string"),
    ("closes", "string"),
    ("exits", "boolean"),
    ("bounceSeconds", "number"),
    ("lockAfterMinutes", "number"),
    ("markReprints", "boolean"),
    ("keepDays", "number"),
    ("badges", "boolean"),
    ("privateFields", "string[]"),
    ("entry", "'once' | 'daily'"),
    ("dayBegins", "string"),
    ("ticketTypes", "Array<TicketTypeFile>"),
    ("sessions", "Array<SessionFile>"),
    ("questions", "Array<QuestionFile>"),
];

/// The longest name of a desk, in characters.
const MAX_DESK: usize = 40;

/// Gives settings new values; null takes one back to its default.
///
/// # Errors
/// [`KioskError::Parameter`] for a setting that there is not; [`KioskError::Settings`] for a value that makes no sense;
/// [`KioskError::NoTemplate`]; [`KioskError::StillUsed`] for taking away what people have.
pub fn amend(
    kiosk: &Kiosk,
    caller: &Caller,
    fields: Map<String, Value>,
    once: Once,
) -> Result<Answered<()>, KioskError> {
    if let Some(unknown) = fields.keys().find(|name| !FIELDS.iter().any(|(known, _)| known == name)) {
        return Err(KioskError::parameter(&format!("fields.{unknown}"), "is no setting that can be changed here"));
    }
    let of_types = fields.get("ticketTypes").and_then(Value::as_array).into_iter().flatten();
    let named = of_types.map(|ticket_type| ticket_type.get("badgeTemplate")).chain([fields.get("badgeTemplate")]);
    for name in named.flatten().filter_map(Value::as_str) {
        if !name.is_empty() && !kiosk.shared().has_template(name)? {
            return Err(KioskError::NoTemplate(name.to_owned()));
        }
    }
    let staff = caller.staff.clone();
    kiosk.write(move |desk| {
        let answered = desk.transact(&staff, |tx| {
            if once.repeated(tx)?.is_some() {
                return Ok(Answered::again(()));
            }
            let before = tx.view().settings()?;
            let after = amended(&before, fields)?;
            keep_what_is_used(tx.view(), &before, &after)?;
            if after != before {
                tx.append(&Act::Settings { settings: after }, None, None, once.call().as_ref())?;
            }
            Ok(Answered::now(()))
        })?;
        desk.refresh_event()?;
        Ok(answered)
    })
}

fn amended(before: &Value, fields: Map<String, Value>) -> Result<Value, KioskError> {
    let mut settings = before.clone();
    let object = settings.as_object_mut().ok_or(KioskError::NoAnswer)?;
    for (name, value) in fields {
        match value {
            Value::Null => object.remove(&name),
            value => object.insert(name, value),
        };
    }
    // What is typed on a screen is no line of a file.
    let file = EventFile::from_json(&settings).map_err(KioskError::in_a_form)?;
    file.to_event().map_err(KioskError::in_a_form)?;
    Ok(file.to_json())
}

/// A session, ticket type or question may be changed, but not taken away while something hangs on it.
fn keep_what_is_used(view: View<'_>, before: &Value, after: &Value) -> Result<(), KioskError> {
    let gone = |list: &str| -> Vec<String> {
        let ids = |settings: &Value| -> BTreeSet<String> {
            let items = settings.get(list).and_then(Value::as_array).into_iter().flatten();
            items.filter_map(|item| item.get("id").and_then(Value::as_str).map(str::to_owned)).collect()
        };
        ids(before).difference(&ids(after)).cloned().collect()
    };
    type Count = fn(View<'_>, &str) -> Result<u32, StoreError>;
    let lists: [(&str, Count); 3] = [
        ("sessions", |view, id| view.using_session(id)),
        ("ticketTypes", |view, id| view.using_ticket_type(id)),
        ("questions", |view, id| view.using_question(id)),
    ];
    for (list, count) in lists {
        for id in gone(list) {
            let people = count(view, &id)?;
            if people > 0 {
                return Err(KioskError::StillUsed { what: format!("{list} {id}"), people });
            }
        }
    }
    Ok(())
}

/// Gives this desk another name.
///
/// # Errors
/// [`KioskError::Parameter`] for a name that is empty or longer than 40 characters.
pub fn name_desk(kiosk: &Kiosk, caller: &Caller, name: &str, once: Once) -> Result<Answered<()>, KioskError> {
    let name = checkin::names::clean(&checkin::Field::BadgeName, name).text;
    if name.is_empty() || name.chars().count() > MAX_DESK {
        return Err(KioskError::typed("deskName", "name", format!("1 to {MAX_DESK} characters")));
    }
    let staff = caller.staff.clone();
    kiosk.write(move |desk| desk.rename(&staff, name, &once))
}
