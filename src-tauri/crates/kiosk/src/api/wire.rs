//! What all wire types share.

use checkin::{DeskId, Event};
use jiff::Timestamp;
use serde_json::Value;
use store::{StoreError, View};

use crate::acts::Answered;
use crate::error::KioskError;

/// An instant as RFC 3339 with the offset of the house, to the millisecond.
pub(super) fn instant(event: &Event, at: Timestamp) -> String {
    let zoned = at.to_zoned_datetime(event.time_zone.clone());
    zoned.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

/// The name of a desk; its id if it has none.
pub(super) fn desk(view: View<'_>, id: DeskId) -> Result<String, StoreError> {
    let label = view.desk_label(id)?;
    Ok(if label.is_empty() { id.to_string() } else { label })
}

/// A result as JSON.
pub(super) fn json(result: impl serde::Serialize) -> Result<Value, KioskError> {
    serde_json::to_value(result).map_err(|_| KioskError::NoAnswer)
}

/// A result as JSON, marked if an earlier call made the change.
pub(super) fn answered<T, W: serde::Serialize>(
    answered: Answered<T>,
    wire: impl FnOnce(T) -> Result<W, KioskError>,
) -> Result<Value, KioskError> {
    let repeated = answered.repeated;
    let mut value = json(wire(answered.value)?)?;
    if repeated && let Some(object) = value.as_object_mut() {
        object.insert("repeated".to_owned(), Value::Bool(true));
    }
    Ok(value)
}

/// A length in millimetres, to the hundredth.
pub(super) fn millimetres(length: badge::Length) -> f64 {
    (f64::from(length.as_mm()) * 100.0).round() / 100.0
}

/// A length in points, to the tenth.
pub(super) fn points(length: badge::Length) -> f64 {
    tenths(length.as_pt())
}

/// A number to the tenth.
pub(super) fn tenths(number: f32) -> f64 {
    (f64::from(number) * 10.0).round() / 10.0
}
