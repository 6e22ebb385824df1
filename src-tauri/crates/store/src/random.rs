//! Random bytes from the system, and ids made from them.

use jiff::Timestamp;
use uuid::Uuid;

use crate::error::StoreError;

pub(crate) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Unexpected("no random bytes from the system"))?;
    Ok(bytes)
}

/// A UUIDv7: the time in milliseconds and 74 random bits (RFC 9562, section 5.7).
pub(crate) fn new_uuid(now: Timestamp) -> Result<Uuid, StoreError> {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random()?).into_uuid())
}

/// A number for a badge code: 55 random bits, never zero.
pub(crate) fn random_badge_number() -> Result<u64, StoreError> {
    loop {
        let number = u64::from_be_bytes(random()?) >> 9;
        if number != 0 {
            return Ok(number);
        }
    }
}
