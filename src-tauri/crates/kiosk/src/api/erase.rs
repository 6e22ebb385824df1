//! Erasing people's data.

use checkin::AttendeeId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::params::{self, Id};
use super::wire;
use crate::acts::erase;
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct EraseParams {
    attendee: Id<AttendeeId>,
}

pub(super) fn erase_attendee(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let EraseParams { attendee: Id(attendee) } = params::read(params::without_nonce(params))?;
    wire::json(erase::erase_attendee(kiosk, caller, attendee)?)
}

#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub(super) struct EraseEventParams {
    /// The event's title, so that nobody does it by mistake.
    title: String,
}

pub(super) fn erase_event(kiosk: &Kiosk, caller: &Caller, params: Value) -> Result<Value, KioskError> {
    let params: EraseEventParams = params::read(params::without_nonce(params))?;
    if !is_title(&params.title, &kiosk.event().title) {
        return Err(KioskError::typed("eraseTitle", "title", "is not the event's title"));
    }
    wire::json(erase::erase_event(kiosk, caller)?)
}

/// A place where free text names somebody else.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct Mention {
    /// In whose data.
    attendee: String,
    /// Their name.
    name: String,
    /// In which field; [`HISTORY`]: in a reason, or in what a field said before.
    field: String,
}

/// Not in what holds now: the person's history shows it.
const HISTORY: &str = "history";

/// Where others' free text names a person: erasing that person leaves it, and the lead has to look.
pub(super) fn mentions(kiosk: &Kiosk, _: &Caller, params: Value) -> Result<Value, KioskError> {
    let EraseParams { attendee: Id(id) } = params::read(params)?;
    let (person, everybody) = kiosk.read(|view| Ok((view.attendee(id)?, view.all_attendees()?)))?;
    let wanted = needles(&person.profile);
    let naming = kiosk.read(|view| view.naming(&wanted, &view.shown_as(person.id)?))?;
    let mut found = Vec::new();
    for other in everybody.iter().filter(|other| other.id != person.id) {
        let profile = &other.profile;
        let own = profile.fields.iter().map(|(heading, text)| (heading.as_str(), text.as_str()));
        let answers = profile.answers.iter().map(|(question, text)| (question.as_str(), text.as_str()));
        let texts =
            [("note", profile.note.as_str()), ("alert", profile.alert.as_str())].into_iter().chain(own).chain(answers);
        let names = |(field, text): (&'_ str, &str)| {
            let text = text.to_lowercase();
            wanted.iter().any(|needle| text.contains(needle)).then(|| field.to_owned())
        };
        let mut fields: Vec<String> = texts.filter_map(names).collect();
        if fields.is_empty() && naming.contains(&Some(other.id)) {
            fields.push(HISTORY.to_owned());
        }
        let mention = |field| Mention { attendee: other.id.to_string(), name: profile.name.clone(), field };
        found.extend(fields.into_iter().map(mention));
    }
    wire::json(found)
}

/// What names a person for sure: the whole name, given and family name together, the address.
fn needles(profile: &checkin::Profile) -> Vec<String> {
    let both = format!("{} {}", profile.given_name, profile.family_name);
    let all = [profile.name.as_str(), both.trim(), profile.email.as_str(), profile.badge_name.as_str()];
    let mut needles: Vec<String> =
        all.into_iter().map(str::to_lowercase).filter(|text| text.chars().count() >= 4).collect();
    needles.sort();
    needles.dedup();
    needles
}

/// Whether this is the event's title. Only letters and digits count where there are any: a dash that no keyboard has, or one
/// blank too many, must not keep the data here.
fn is_title(typed: &str, title: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let wanted = letters(title);
    if wanted.is_empty() { typed.trim() == title.trim() } else { letters(typed) == wanted }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_typed_as_keyboards_have_it_and_never_left_out() {
        assert!(is_title("kollektiv impact - muligheder ", "Kollektiv impact – muligheder"));
        for (typed, title) in [("", "Kollektiv impact"), ("kollektiv", "Kollektiv impact"), ("", "»–«"), ("", "!")]
        {
            assert!(!is_title(typed, title), "{typed} for {title}");
        }
        assert!(is_title(" »–« ", "»–«"));
    }
}
