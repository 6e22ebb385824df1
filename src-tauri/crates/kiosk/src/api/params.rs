//! Parameters read strictly: a wrong, missing or unknown one is named.

use std::fmt;
use std::str::FromStr;

use checkin::MalformedId;
use jiff::Timestamp;
use serde::de::{DeserializeOwned, Error, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::acts::Once;
use crate::error::KioskError;

/// Reads parameters. No parameters are the same as an empty object.
pub(super) fn read<T: DeserializeOwned>(params: Value) -> Result<T, KioskError> {
    let params = if params.is_null() { Value::Object(serde_json::Map::new()) } else { params };
    if !params.is_object() {
        return Err(KioskError::parameter("params", "must be an object with named members"));
    }
    serde_path_to_error::deserialize(params).map_err(|error| {
        let path = error.path().to_string();
        let problem = error.inner().to_string();
        // A member that is missing or unknown is named in the message, not in the path.
        let named = ["missing field `", "unknown field `"].iter().find_map(|start| {
            let name = problem.strip_prefix(start)?.split('`').next()?;
            // The path of an unknown member ends with it, that of a missing one with its parent.
            let ends = path == name || path.ends_with(&format!(".{name}"));
            Some(match path.as_str() {
                "." => name.to_owned(),
                _ if ends => path.clone(),
                _ => format!("{path}.{name}"),
            })
        });
        KioskError::parameter(&named.unwrap_or(path), problem)
    })
}

/// Splits the nonce from the parameters, for calls that change something.
pub(super) fn read_once<T: DeserializeOwned>(name: &'static str, params: Value) -> Result<(T, Once), KioskError> {
    let mut params = params;
    let nonce = params.as_object_mut().and_then(|object| object.remove("nonce"));
    let nonce = match nonce {
        None | Some(Value::Null) => None,
        Some(Value::String(nonce)) => Some(nonce),
        Some(_) => return Err(KioskError::parameter("nonce", "must be a text")),
    };
    // serde_json keeps members sorted by name, so the same parameters give the same bytes.
    let once = Once::new(nonce, name, params.to_string().into_bytes())?;
    Ok((read(params)?, once))
}

/// The parameters of a changing call that binds nothing to its nonce: the same words again change nothing.
pub(super) fn without_nonce(params: Value) -> Value {
    let mut params = params;
    if let Some(object) = params.as_object_mut() {
        object.remove("nonce");
    }
    params
}

/// An id in JSON.
#[derive(Clone, Debug)]
pub(super) struct Id<T>(pub(super) T);

impl<'de, T: FromStr<Err = MalformedId>> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct IdVisitor<T>(std::marker::PhantomData<T>);
        impl<T: FromStr<Err = MalformedId>> Visitor<'_> for IdVisitor<T> {
            type Value = Id<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id as text")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Id<T>, E> {
                text.parse().map(Id).map_err(E::custom)
            }
        }
        from.deserialize_str(IdVisitor(std::marker::PhantomData))
    }
}

/// An instant in JSON: RFC 3339 with an offset.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instant(pub(super) Timestamp);

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let instant = text.parse().map(Instant);
        instant.map_err(|_| D::Error::custom("must be an instant such as 2017-09-18T08:43:00+02:00"))
    }
}

/// The longest reason, in characters.
pub(super) const MAX_REASON: usize = 1_000;

/// A text of at most `max` characters.
pub(super) fn limited(field: &str, text: String, max: usize) -> Result<String, KioskError> {
    if text.chars().count() > max {
        return Err(KioskError::typed("tooLong", field, format!("has more than {max} characters")));
    }
    Ok(text)
}

/// How many to give: `given`, or `usual`; never more than `max`.
pub(super) fn limit(given: Option<u32>, usual: u32, max: u32) -> Result<usize, KioskError> {
    match given {
        Some(0) => Err(KioskError::parameter("limit", "must be at least 1")),
        Some(given) => Ok(given.min(max) as usize),
        None => Ok(usual as usize),
    }
}

#[cfg(test)]
mod typescript {
    use super::{Id, Instant};

    /// Ids and instants are texts in JSON.
    macro_rules! texts {
        ($([$($generic:tt)*] $type:ty),*) => { $(
            impl $($generic)* ts_rs::TS for $type {
                type WithoutGenerics = Self;
                type OptionInnerType = Self;

                fn name(_: &ts_rs::Config) -> String {
                    "string".to_owned()
                }

                fn inline(_: &ts_rs::Config) -> String {
                    "string".to_owned()
                }
            }
        )* };
    }

    texts!([<T: 'static>] Id<T>, [] Instant);
}
