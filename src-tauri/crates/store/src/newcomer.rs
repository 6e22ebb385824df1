//! Somebody whom a list brings, made ready beside the writer: a record's text, salt and digest take as long as writing it.

use std::collections::BTreeMap;

use checkin::{AttendeeId, Field, FieldValue, RecordId};
use jiff::Timestamp;

use crate::act::{Act, Sayings};
use crate::error::StoreError;
use crate::random::{new_uuid, random_badge_number};
use crate::record::Body;
use crate::tx::Tx;

/// Somebody who is new with a list, ready to be written.
#[derive(Clone, Debug)]
pub struct Newcomer {
    attendee: AttendeeId,
    act: Act,
    body: Body,
}

impl Newcomer {
    /// Makes ready what line `line` of the list says. `now` is in the id.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn new(
        import: RecordId,
        line: u32,
        values: BTreeMap<Field, FieldValue>,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let attendee = AttendeeId::from_uuid(new_uuid(now)?);
        Self::numbered(attendee, Act::Listed { import, line, said: Sayings::new(values), number: None })
    }

    /// With a number of their own, drawn now.
    fn numbered(attendee: AttendeeId, mut act: Act) -> Result<Self, StoreError> {
        if let Act::Listed { number, .. } = &mut act {
            *number = Some(random_badge_number()?);
        }
        let body = Body::of(&act)?;
        Ok(Self { attendee, act, body })
    }

    /// Who it is.
    #[must_use]
    pub fn attendee(&self) -> AttendeeId {
        self.attendee
    }
}

impl Tx<'_> {
    /// Writes the record of somebody who is new.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn append_newcomer(&mut self, newcomer: Newcomer) -> Result<RecordId, StoreError> {
        let mut newcomer = newcomer;
        // As good as never: one of 36 thousand million million numbers is another one's.
        while let Act::Listed { number: Some(number), .. } = newcomer.act
            && !self.is_free(number)?
        {
            newcomer = Newcomer::numbered(newcomer.attendee, newcomer.act)?;
        }
        let Newcomer { attendee, act, body } = newcomer;
        self.append_body(&act, body, Some(attendee), None, None)
    }
}
