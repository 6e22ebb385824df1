//! How values of records are written as JSON and read back.

use checkin::fields::Said;
use checkin::{Field, FieldValue, RecordId, Scope};
use serde_json::{Map, Value, json};

use super::{ERASED_NUMBER, Head, Sayings};

pub(super) fn badge_number(part: &Value) -> u64 {
    part.get("number").and_then(Value::as_u64).unwrap_or(ERASED_NUMBER)
}

pub(super) fn put(object: &mut Map<String, Value>, key: &str, value: impl Into<Value>) {
    object.insert(key.to_owned(), value.into());
}

pub(super) fn put_text(object: &mut Map<String, Value>, key: &str, text: &str) {
    if !text.is_empty() {
        put(object, key, text);
    }
}

pub(super) fn put_id(object: &mut Map<String, Value>, key: &str, id: Option<RecordId>) {
    if let Some(id) = id {
        put(object, key, id.to_string());
    }
}

pub(super) fn put_scope(facts: &mut Map<String, Value>, scope: &Scope) {
    if let Scope::Session(session) = scope {
        put(facts, "session", session.as_str());
    }
}

/// Values of personal fields go into the part, the others into the facts.
pub(super) fn put_said(facts: &mut Map<String, Value>, part: &mut Map<String, Value>, said: &Sayings) {
    let (mut open, mut personal) = (Map::new(), Map::new());
    for (field, said) in &said.values {
        let value = match said {
            Said::Value(FieldValue::Text(text)) => json!(text),
            Said::Value(FieldValue::List(texts)) => json!(texts),
            Said::TakeList => Value::Null,
        };
        let object = if field.is_personal() { &mut personal } else { &mut open };
        object.insert(field.key(), value);
    }
    let replaces: Map<String, Value> =
        said.replaces.iter().map(|(field, records)| (field.key(), ids_to_json(records))).collect();
    for (object, values) in [(&mut *facts, open), (part, personal)] {
        if !values.is_empty() {
            put(object, "values", values);
        }
    }
    // Ids only, so it stays for ever.
    if !replaces.is_empty() {
        put(facts, "replaces", replaces);
    }
}

pub(super) fn said(facts: &Value, part: &Value) -> Option<Sayings> {
    let mut sayings = Sayings::default();
    for object in [facts, part] {
        for (key, value) in object.get("values").and_then(Value::as_object).into_iter().flatten() {
            let said = match value {
                Value::Null => Said::TakeList,
                Value::String(text) => Said::Value(FieldValue::Text(text.clone())),
                Value::Array(texts) => Said::Value(FieldValue::List(
                    texts.iter().map(|text| text.as_str().map(str::to_owned)).collect::<Option<_>>()?,
                )),
                _ => return None,
            };
            sayings.values.insert(Field::from_key(key)?, said);
        }
    }
    for (key, records) in facts.get("replaces").and_then(Value::as_object).into_iter().flatten() {
        sayings.replaces.insert(Field::from_key(key)?, ids(records)?);
    }
    Some(sayings)
}

pub(super) fn text(object: &Value, key: &str) -> String {
    object.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

pub(super) fn number(object: &Value, key: &str) -> Option<u32> {
    object.get(key)?.as_u64()?.try_into().ok()
}

pub(super) fn id<T: std::str::FromStr>(object: &Value, key: &str) -> Option<T> {
    object.get(key)?.as_str()?.parse().ok()
}

/// Absent is `Some(None)`; malformed is `None`.
pub(super) fn optional_id(object: &Value, key: &str) -> Option<Option<RecordId>> {
    object.get(key).map_or(Some(None), |value| value.as_str()?.parse().ok().map(Some))
}

pub(super) fn scope(facts: &Value) -> Option<Scope> {
    facts.get("session").map_or(Some(Scope::Event), |session| session.as_str()?.parse().ok().map(Scope::Session))
}

pub(super) fn ids(value: &Value) -> Option<Vec<RecordId>> {
    value.as_array()?.iter().map(|id| id.as_str()?.parse().ok()).collect()
}

pub(super) fn ids_to_json(ids: &[RecordId]) -> Value {
    ids.iter().map(ToString::to_string).collect()
}

pub(super) fn head_to_json(head: &Head) -> Value {
    json!({
        "desk": head.desk.to_string(),
        "number": head.number,
        "digest": data_encoding::HEXLOWER.encode(&head.digest),
    })
}

pub(super) fn head_from_json(value: &Value) -> Option<Head> {
    let digest = data_encoding::HEXLOWER.decode(value.get("digest")?.as_str()?.as_bytes()).ok()?;
    Some(Head {
        desk: value.get("desk")?.as_str()?.parse().ok()?,
        number: value.get("number")?.as_u64()?,
        digest: digest.try_into().ok()?,
    })
}
