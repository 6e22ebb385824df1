//! People: corrected, added, substituted, joined; badges reissued; alerts acknowledged.

use std::collections::BTreeMap;

use checkin::fields::{Layer, Said, Saying, holding, settle};
use checkin::{Attendee, AttendeeId, Event, Field, FieldValue, Status, names};
use store::{Act, Sayings, StoreError, Told, Tx, View};

use super::check_in::{has_no_name, queue_badge};
use super::{Answered, Once};
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};

/// What staff say about a person: per field a value, or `None` to take the list's value again.
pub type Amendment = BTreeMap<Field, Option<FieldValue>>;

/// Corrects fields of a person. What is as it was is left alone.
///
/// # Errors
/// `notFound`; [`KioskError::Parameter`] for a value that cannot be.
pub fn amend(
    kiosk: &Kiosk,
    caller: &Caller,
    attendee: AttendeeId,
    fields: Amendment,
    reason: String,
    once: Once,
) -> Result<Answered<Attendee>, KioskError> {
    let event = kiosk.event();
    let shared = kiosk.remote()?.shared;
    let answered = about_one(kiosk, caller, attendee, once, move |tx, person, once| {
        let fields = complete_names(checked(&event, fields)?, &person);
        let changed = fields.into_iter().filter(|(field, value)| match value {
            Some(value) => person.profile.get(field) != *value,
            None => true,
        });
        let changed: Amendment = changed.collect();
        let said = desk_sayings(tx.view(), person.id, changed)?;
        if !said.values.is_empty() {
            let act = Act::Amended { said, reason, import: None };
            tx.append(&act, Some(person.id), None, once.call().as_ref())?;
        }
        // The badge of whoever is inside has waited for the name.
        if let Some(entry) = person.first_entry.filter(|_| has_no_name(&person.profile))
            && !has_no_name(&tx.view().attendee(person.id)?.profile)
        {
            queue_badge(tx, &event, &shared.printers, person.id, entry.record)?;
        }
        Ok(())
    })?;
    kiosk.wake_printer();
    Ok(answered)
}

/// Sets the registration status.
///
/// # Errors
/// As [`amend`].
pub fn set_status(
    kiosk: &Kiosk,
    caller: &Caller,
    attendee: AttendeeId,
    status: Status,
    reason: String,
    once: Once,
) -> Result<Answered<Attendee>, KioskError> {
    let fields = Amendment::from([(Field::Status, Some(FieldValue::Text(status.as_str().to_owned())))]);
    amend(kiosk, caller, attendee, fields, reason, once)
}

/// Adds a person who is on no list.
///
/// # Errors
/// [`KioskError::Parameter`] if no name is given or a value cannot be.
pub fn add_walk_in(
    kiosk: &Kiosk,
    caller: &Caller,
    fields: Amendment,
    once: Once,
) -> Result<Answered<Attendee>, KioskError> {
    let event = kiosk.event();
    let mut values = new_person(&event, fields)?;
    if let Some(first) = event.ticket_types.first() {
        values.entry(Field::TicketType).or_insert_with(|| FieldValue::Text(first.id.to_string()));
    }
    let staff = caller.staff.clone();
    kiosk.write(move |desk| {
        desk.transact(&staff, |tx| {
            if let Some(earlier) = once.repeated(tx)? {
                return Ok(Answered::again(of_record(tx, &earlier)?));
            }
            let id = tx.new_attendee()?;
            let act = Act::WalkIn { said: Sayings::new(values.clone()), number: tx.draw_badge_number()? };
            tx.append(&act, Some(id), None, once.call().as_ref())?;
            Ok(Answered::now(tx.view().attendee(id)?))
        })
    })
}

/// Lets somebody come instead of somebody else: the new person takes over order, ticket type, sessions and other
/// systems' ticket codes, and works at the same place unless another is given.
///
/// # Errors
/// `notFound`; `hasArrived`, `isReplaced`; [`KioskError::Parameter`] as [`add_walk_in`].
pub fn substitute(
    kiosk: &Kiosk,
    caller: &Caller,
    attendee: AttendeeId,
    fields: Amendment,
    once: Once,
) -> Result<Answered<Attendee>, KioskError> {
    let values = new_person(&kiosk.event(), fields)?;
    let staff = caller.staff.clone();
    kiosk.write(move |desk| {
        desk.transact(&staff, |tx| {
            if let Some(earlier) = once.repeated(tx)? {
                return Ok(Answered::again(of_record(tx, &earlier)?));
            }
            tx.bring_up_to_date(attendee)?;
            let old = tx.view().attendee(attendee)?;
            if old.replaced_by.is_some() {
                return Err(KioskError::IsReplaced);
            }
            if old.first_entry.is_some() {
                return Err(KioskError::HasArrived);
            }
            let mut values = values.clone();
            for field in [Field::Order, Field::TicketType, Field::Sessions, Field::TicketCodes] {
                values.insert(field.clone(), old.profile.get(&field));
            }
            values.entry(Field::Organisation).or_insert_with(|| old.profile.get(&Field::Organisation));
            // What was not paid is not paid by a change of names, and the waiting list is not jumped by one. A seat
            // that was given back, though, is what the colleague takes.
            if matches!(old.profile.status, Status::PaymentDue | Status::Waitlisted) {
                values.insert(Field::Status, FieldValue::Text(old.profile.status.as_str().to_owned()));
            }
            let id = tx.new_attendee()?;
            let number = tx.draw_badge_number()?;
            let act = Act::Substituted { replaces: old.id, said: Sayings::new(values), number, import: None };
            tx.append(&act, Some(id), None, once.call().as_ref())?;
            Ok(Answered::now(tx.view().attendee(id)?))
        })
    })
}

/// Says that two entries are one person: `keep` is shown, codes of both admit.
///
/// # Errors
/// `notFound`; [`KioskError::Parameter`] if both are the same already.
pub fn join(
    kiosk: &Kiosk,
    caller: &Caller,
    keep: AttendeeId,
    same: AttendeeId,
    once: Once,
) -> Result<Answered<Attendee>, KioskError> {
    about_one(kiosk, caller, keep, once, move |tx, keep, once| {
        tx.bring_up_to_date(same)?;
        let same = tx.view().attendee(same)?.id;
        if same == keep.id {
            return Err(KioskError::parameter("same", "is the same person as `keep` already"));
        }
        tx.append(&Act::Joined { same }, Some(keep.id), None, once.call().as_ref())?;
        Ok(())
    })
}

/// Gives a new badge code and revokes the old ones for good.
///
/// # Errors
/// `notFound`; [`KioskError::Parameter`] without a reason.
pub fn reissue_badge(
    kiosk: &Kiosk,
    caller: &Caller,
    attendee: AttendeeId,
    reason: String,
    once: Once,
) -> Result<Answered<Attendee>, KioskError> {
    if reason.trim().is_empty() {
        return Err(KioskError::typed("reason", "reason", "must say why"));
    }
    about_one(kiosk, caller, attendee, once, move |tx, person, once| {
        let revokes = tx.view().good_numbers(person.id)?.into_iter().map(|(_, record)| record).collect();
        let act = Act::Reissued { revokes, number: tx.draw_badge_number()?, reason: reason.trim().to_owned() };
        tx.append(&act, Some(person.id), None, once.call().as_ref())?;
        Ok(())
    })
}

/// Writes down that staff have seen the alert.
///
/// # Errors
/// `notFound`.
pub fn acknowledge_alert(
    kiosk: &Kiosk,
    caller: &Caller,
    attendee: AttendeeId,
    once: Once,
) -> Result<Answered<Attendee>, KioskError> {
    about_one(kiosk, caller, attendee, once, |tx, person, once| {
        if !person.profile.alert.is_empty() && !person.alert_acknowledged {
            tx.append(&Act::Acknowledged, Some(person.id), None, once.call().as_ref())?;
        }
        Ok(())
    })
}

/// Writes down that somebody looks at a person's contact data.
///
/// # Errors
/// `notFound`.
pub fn see_contact(
    kiosk: &Kiosk,
    caller: &Caller,
    attendee: AttendeeId,
    once: Once,
) -> Result<Answered<Attendee>, KioskError> {
    about_one(kiosk, caller, attendee, once, |tx, person, once| {
        tx.append(&Act::Looked, Some(person.id), None, once.call().as_ref())?;
        Ok(())
    })
}

/// An act about one person, who is the answer.
fn about_one(
    kiosk: &Kiosk,
    caller: &Caller,
    attendee: AttendeeId,
    once: Once,
    act: impl FnOnce(&mut Tx<'_>, Attendee, &Once) -> Result<(), KioskError> + Send + 'static,
) -> Result<Answered<Attendee>, KioskError> {
    let staff = caller.staff.clone();
    kiosk.write(move |desk| {
        desk.transact(&staff, |tx| {
            if once.repeated(tx)?.is_some() {
                return Ok(Answered::again(tx.view().attendee(attendee)?));
            }
            tx.bring_up_to_date(attendee)?;
            let person = tx.view().attendee(attendee)?;
            act(tx, person, &once)?;
            Ok(Answered::now(tx.view().attendee(attendee)?))
        })
    })
}

fn of_record(tx: &Tx<'_>, sealed: &store::Sealed) -> Result<Attendee, KioskError> {
    let id = sealed.record.attendee.ok_or(StoreError::NotFound)?;
    Ok(tx.view().attendee(id)?)
}

/// Values cleaned and checked against the event.
fn checked(event: &Event, fields: Amendment) -> Result<Amendment, KioskError> {
    fields
        .into_iter()
        .map(|(field, value)| {
            let value = value.map(|value| checked_value(event, &field, &value)).transpose()?;
            Ok((field, value))
        })
        .collect()
}

fn checked_value(event: &Event, field: &Field, value: &FieldValue) -> Result<FieldValue, KioskError> {
    let wrong = |problem: &str| Err(KioskError::parameter(&field.key(), problem));
    if field.is_list() {
        let texts: Vec<String> =
            value.to_list().iter().map(|text| names::clean(field, text).text).filter(|text| !text.is_empty()).collect();
        let known = |text: &String| text.parse().is_ok_and(|id| event.session(&id).is_some());
        if *field == Field::Sessions && !texts.iter().all(known) {
            return wrong("names a session that does not exist");
        }
        return Ok(FieldValue::List(texts));
    }
    let text = names::clean(field, &value.to_text()).text;
    match field {
        Field::Status if Status::from_name(&text).is_none() => {
            wrong("is not confirmed, paymentDue, waitlisted or cancelled")
        }
        Field::TicketType if !text.is_empty() && !text.parse().is_ok_and(|id| event.ticket_type(&id).is_some()) => {
            wrong("names a ticket type that does not exist")
        }
        Field::Language if !text.is_empty() && checkin::Language::from_tag(&text).is_none() => wrong("is not da or en"),
        Field::Answer(id) => {
            let question = event.questions.iter().find(|question| question.id == *id);
            match question {
                None => wrong("there is no such question"),
                Some(question) if !text.is_empty() && !question.answer.accepts(&text) => {
                    Err(KioskError::typed("answer", &field.key(), "is no answer to this question"))
                }
                Some(_) => Ok(FieldValue::Text(text)),
            }
        }
        _ => Ok(FieldValue::Text(text)),
    }
}

/// A name and its parts change together.
fn complete_names(mut fields: Amendment, person: &Attendee) -> Amendment {
    let part = |fields: &Amendment, field: &Field| fields.get(field).cloned();
    let (name, given, family) =
        (part(&fields, &Field::Name), part(&fields, &Field::GivenName), part(&fields, &Field::FamilyName));
    match (name, given, family) {
        (Some(None), _, _) | (_, Some(None), _) | (_, _, Some(None)) => {
            for field in [Field::Name, Field::GivenName, Field::FamilyName] {
                fields.insert(field, None);
            }
        }
        (Some(Some(name)), given, family) => {
            let parts = names::split(&name.to_text());
            if given.is_none() && family.is_none() {
                fields.insert(Field::GivenName, Some(FieldValue::Text(parts.given)));
                fields.insert(Field::FamilyName, Some(FieldValue::Text(parts.family)));
            }
        }
        (None, None, None) => {}
        (None, given, family) => {
            let text = |value: Option<Option<FieldValue>>, was: &str| {
                value.flatten().map_or_else(|| was.to_owned(), |value| value.to_text())
            };
            let given = text(given, &person.profile.given_name);
            let family = text(family, &person.profile.family_name);
            fields.insert(Field::Name, Some(FieldValue::Text(names::join(&given, &family))));
        }
    }
    fields
}

/// The values of a new person: cleaned, checked, with name and parts.
fn new_person(event: &Event, fields: Amendment) -> Result<BTreeMap<Field, FieldValue>, KioskError> {
    let checked = checked(event, fields)?;
    let mut values: BTreeMap<Field, FieldValue> = checked
        .into_iter()
        .filter_map(|(field, value)| Some((field, value?)))
        .filter(|(_, value)| !value.to_list().is_empty())
        .collect();
    let text = |values: &BTreeMap<Field, FieldValue>, field: &Field| values.get(field).map(FieldValue::to_text);
    let (name, given, family) =
        (text(&values, &Field::Name), text(&values, &Field::GivenName), text(&values, &Field::FamilyName));
    let (name, parts) = match (name, given, family) {
        (None, None, None) => {
            return Err(KioskError::typed("nameMissing", "name", "givenName, familyName or name is needed"));
        }
        (Some(name), None, None) => {
            let parts = names::split(&name);
            (name, parts)
        }
        (name, given, family) => {
            let parts = names::Parts { given: given.unwrap_or_default(), family: family.unwrap_or_default() };
            (name.unwrap_or_else(|| names::join(&parts.given, &parts.family)), parts)
        }
    };
    values.insert(Field::Name, FieldValue::Text(name));
    values.insert(Field::GivenName, FieldValue::Text(parts.given));
    values.insert(Field::FamilyName, FieldValue::Text(parts.family));
    Ok(values)
}

/// Values said at the desk, each taking the place of what the desk said before.
pub(crate) fn said_at_desk(
    view: View<'_>,
    attendee: AttendeeId,
    values: impl IntoIterator<Item = (Field, FieldValue)>,
) -> Result<Sayings, KioskError> {
    let fields = values.into_iter().map(|(field, value)| (field, Some(value))).collect();
    desk_sayings(view, attendee, fields)
}

fn desk_sayings(view: View<'_>, attendee: AttendeeId, fields: Amendment) -> Result<Sayings, KioskError> {
    let earlier = sayings(view, attendee)?;
    let settled = settle(&earlier);
    let mut said = Sayings::default();
    for (field, value) in fields {
        let replaces = holding(&field, Layer::Desk, &earlier);
        let value = match value {
            Some(value) => Said::Value(value),
            // Nothing of the desk covers the list's value: it holds already.
            None if settled.get(&field).is_none_or(|settled| settled.layer == Layer::List) => continue,
            None => Said::TakeList,
        };
        if !replaces.is_empty() {
            said.replaces.insert(field.clone(), replaces);
        }
        said.values.insert(field, value);
    }
    Ok(said)
}

/// All that was said about a person, by lists and desks.
pub(crate) fn sayings(view: View<'_>, attendee: AttendeeId) -> Result<Vec<Saying>, StoreError> {
    let history = view.history(attendee)?;
    let own = history.into_iter().filter(|told| told.sealed.record.attendee == Some(attendee));
    Ok(own.filter_map(saying).collect())
}

pub(crate) fn saying(told: Told) -> Option<Saying> {
    let (layer, said) = match told.sealed.act()? {
        Act::Listed { said, .. } => (Layer::List, said),
        Act::WalkIn { said, .. } | Act::Amended { said, .. } | Act::Substituted { said, .. } => (Layer::Desk, said),
        _ => return None,
    };
    let record = told.sealed.record;
    Some(Saying {
        record: record.id,
        stamp: record.stamp,
        layer,
        void: !told.stands,
        values: said.values,
        replaces: said.replaces,
    })
}
