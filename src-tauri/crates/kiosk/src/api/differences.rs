//! The differences between a list and who is here, and what was decided about them.

use std::collections::BTreeMap;

use checkin::{AttendeeId, Event, Field, FieldValue};
use serde::{Deserialize, Serialize};

use super::params::Id;
use super::wire;
use crate::error::KioskError;
use crate::lists::{ARRIVED_AT, As, Choices, Difference, FieldDifference, RowChoice};

/// Choices that are taken at most.
const MOST_CHOICES: usize = 200_000;

/// One difference.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ListDifference", optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct DifferenceWire {
    /// What kind.
    #[cfg_attr(test, ts(type = "'conflict' | 'same' | 'gone' | 'changed' | 'new'"))]
    pub kind: &'static str,
    /// The row; none for who is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Who is here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendee: Option<String>,
    /// The name as it will be: in the list, or of who is gone.
    pub name: String,
    /// In the list, or of who is gone.
    pub organisation: String,
    /// The person who is here: name, organisation and e-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<NowWire>,
    /// Which fields change.
    #[cfg_attr(test, ts(as = "Option<Vec<FieldDifferenceWire>>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldDifferenceWire>,
    /// Whether it should be looked at first.
    #[cfg_attr(test, ts(as = "Option<bool>"))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub weighty: bool,
    /// Whether it happens, as things are chosen.
    pub taken: bool,
}

/// Somebody who is here.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "DifferenceNow", optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct NowWire {
    /// As shown.
    pub name: String,
    /// May be empty.
    pub organisation: String,
    /// When the person came first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrived: Option<String>,
    /// The status.
    pub status: &'static str,
}

/// A field that changes.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "FieldDifference", optional_fields))]
pub struct FieldDifferenceWire {
    /// Its key; `arrivedAt` for an arrival that only the list knows of.
    pub field: String,
    /// What is shown now.
    pub now: String,
    /// What the list says.
    pub list: String,
    /// The desk whose correction stands now; the list's value is not taken by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desk: Option<String>,
    /// Whether the list's value is taken.
    pub taken: bool,
}

impl DifferenceWire {
    pub(super) fn new(difference: &Difference, event: &Event) -> Self {
        let now = difference.now.as_deref();
        let gone = difference.line.is_none();
        let or_now = |text: &str, of_now: Option<&String>| match of_now {
            Some(now) if gone => now.clone(),
            _ => text.to_owned(),
        };
        let fields = difference.fields.iter().map(|field| FieldDifferenceWire::new(field, event));
        let arrival = difference.arrival.map(|arrival| FieldDifferenceWire {
            field: ARRIVED_AT.to_owned(),
            now: String::new(),
            list: wire::instant(event, arrival.at),
            desk: None,
            taken: arrival.taken,
        });
        Self {
            kind: difference.kind.as_str(),
            line: difference.line,
            attendee: difference.attendee.map(|id| id.to_string()),
            name: or_now(&difference.name, now.map(|now| &now.profile.name)),
            organisation: or_now(&difference.organisation, now.map(|now| &now.profile.organisation)),
            now: now.map(|now| NowWire {
                name: now.profile.name.clone(),
                organisation: now.profile.organisation.clone(),
                arrived: now.first_entry.as_ref().map(|entry| wire::instant(event, entry.at)),
                status: now.profile.status.as_str(),
            }),
            fields: fields.chain(arrival).collect(),
            weighty: difference.is_weighty(),
            taken: difference.taken,
        }
    }
}

impl FieldDifferenceWire {
    fn new(difference: &FieldDifference, event: &Event) -> Self {
        let text = |value: &FieldValue| match (&difference.field, value) {
            (Field::TicketType, FieldValue::Text(id)) => {
                let known = id.parse().ok().and_then(|id| event.ticket_type(&id));
                known.map_or_else(|| id.clone(), |known| known.name.clone())
            }
            (_, FieldValue::List(texts)) => texts.join("; "),
            (_, FieldValue::Text(text)) => text.clone(),
        };
        Self {
            field: difference.field.key(),
            now: text(&difference.now),
            list: text(&difference.list),
            desk: difference.desk.clone(),
            taken: difference.taken,
        }
    }
}

/// Who is meant by a row that is not clear.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub(super) enum MeantAs {
    /// Somebody comes instead.
    Substitution,
    /// The same person.
    Correction,
    /// Somebody else.
    New,
}

/// What was decided about a row, or about somebody who is gone.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ListChoice", optional_fields))]
#[serde(deny_unknown_fields)]
pub(super) struct ChoiceWire {
    /// The row; or `attendee`, of who is gone.
    line: Option<u32>,
    attendee: Option<Id<AttendeeId>>,
    /// Whether the row is taken; of who is gone, whether they become cancelled.
    take: Option<bool>,
    /// Field → whether the list's value is taken.
    #[cfg_attr(test, ts(as = "Option<BTreeMap<String, bool>>"))]
    #[serde(default)]
    fields: BTreeMap<String, bool>,
    #[serde(rename = "as")]
    meant: Option<MeantAs>,
}

pub(super) fn choices(wire: Vec<ChoiceWire>) -> Result<Choices, KioskError> {
    if wire.len() > MOST_CHOICES {
        return Err(KioskError::parameter("choices", format!("more than {MOST_CHOICES}")));
    }
    let mut choices = Choices::default();
    for (place, choice) in wire.into_iter().enumerate() {
        let wrong = |problem: &str| KioskError::parameter(&format!("choices[{place}]"), problem);
        match (choice.line, choice.attendee) {
            (Some(line), None) => {
                let meant = choice.meant.map(|meant| match meant {
                    MeantAs::Substitution => As::Substitution,
                    MeantAs::Correction => As::Correction,
                    MeantAs::New => As::New,
                });
                let row = RowChoice { take: choice.take, fields: choice.fields, meant };
                if choices.rows.insert(line, row).is_some() {
                    return Err(wrong("this line was decided about already"));
                }
            }
            (None, Some(Id(attendee))) => {
                if choice.meant.is_some() || !choice.fields.is_empty() {
                    return Err(wrong("of who is gone only `take` can be said"));
                }
                choices.gone.insert(attendee, choice.take.unwrap_or(false));
            }
            _ => return Err(wrong("names either a line or an attendee")),
        }
    }
    Ok(choices)
}
