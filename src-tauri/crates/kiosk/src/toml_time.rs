//! Dates and times of `EVENT.toml`: as TOML's own (`2017-09-18`) or in quotes (`"2017-09-18"`), and as text in JSON.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Reads a date or time of either spelling.
pub(crate) fn either<'de, D: Deserializer<'de>, T: FromStr>(from: D) -> Result<T, D::Error>
where
    T::Err: fmt::Display,
{
    from.deserialize_any(Either(PhantomData))
}

/// Reads one that may be left out.
pub(crate) fn optional<'de, D: Deserializer<'de>, T: FromStr>(from: D) -> Result<Option<T>, D::Error>
where
    T::Err: fmt::Display,
{
    either(from).map(Some)
}

struct Either<T>(PhantomData<T>);

impl<'de, T: FromStr> Visitor<'de> for Either<T>
where
    T::Err: fmt::Display,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a local date or time such as 2017-09-18 or 2017-09-18T09:30")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }

    /// TOML's own dates come as a map of one entry that only the `toml` crate reads.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let date = toml::value::Datetime::deserialize(MapAccessDeserializer::new(map))?;
        if date.offset.is_some() {
            return Err(A::Error::custom("a local time is wanted, without an offset"));
        }
        date.to_string().parse().map_err(A::Error::custom)
    }
}
