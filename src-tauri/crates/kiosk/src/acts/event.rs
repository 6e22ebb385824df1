//! Settings of an open event: what it is called, where, its badge; and the desk's name.

use serde_json::{Map, Value};
use store::Act;

use super::{Answered, Once};
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use crate::settings::EventFile;

/// What may be changed while the event is open, by its name in `EVENT.toml`, and its type for the page. Sessions, ticket
/// types and dates are not among them: what has happened hangs on them.
pub(crate) const FIELDS: [(&str, &str); 10] = [
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
];

/// The longest name of a desk, in characters.
const MAX_DESK: usize = 40;

/// Gives settings new values; null takes one back to its default.
///
/// # Errors
/// [`KioskError::Parameter`] for a setting that there is not; [`KioskError::Settings`] for a value that makes no sense;
/// [`KioskError::NoTemplate`].
pub fn amend(
    kiosk: &Kiosk,
    caller: &Caller,
    fields: Map<String, Value>,
    once: Once,
) -> Result<Answered<()>, KioskError> {
    if let Some(unknown) = fields.keys().find(|name| !FIELDS.iter().any(|(known, _)| known == name)) {
        return Err(KioskError::parameter(&format!("fields.{unknown}"), "is no setting that can be changed here"));
    }
    if let Some(Value::String(name)) = fields.get("badgeTemplate")
        && !name.is_empty()
        && badge::Template::builtin(name).is_none()
    {
        return Err(KioskError::NoTemplate(name.clone()));
    }
    let staff = caller.staff.clone();
    kiosk.write(move |desk| {
        let answered = desk.transact(&staff, |tx| {
            if once.repeated(tx)?.is_some() {
                return Ok(Answered::again(()));
            }
            let before = tx.view().settings()?;
            let after = amended(&before, fields)?;
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
    let file = EventFile::from_json(&settings)?;
    file.to_event()?;
    Ok(file.to_json())
}

/// Gives this desk another name.
///
/// # Errors
/// [`KioskError::Parameter`] for a name that is empty or longer than 40 characters.
pub fn name_desk(kiosk: &Kiosk, caller: &Caller, name: &str, once: Once) -> Result<Answered<()>, KioskError> {
    let name = checkin::names::clean(&checkin::Field::BadgeName, name).text;
    if name.is_empty() || name.chars().count() > MAX_DESK {
        return Err(KioskError::parameter("name", format!("1 to {MAX_DESK} characters")));
    }
    let staff = caller.staff.clone();
    kiosk.write(move |desk| desk.rename(&staff, name, &once))
}
