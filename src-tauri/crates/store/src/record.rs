//! A line of the journal, and the chain that ties a desk's lines together.

use checkin::{AttendeeId, EventId, RecordId, Stamp};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::act::{Act, Encoded};
use crate::error::StoreError;
use crate::random::random;

/// A record as it lies in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// The desk's running number, from 1.
    pub number: u64,
    /// Orders records; its desk is the record's desk.
    pub stamp: Stamp,
    /// When the act took place, to the millisecond.
    pub at: Timestamp,
    /// Who; may be empty.
    pub staff: String,
    /// The kind's name.
    pub kind: String,
    /// The version of the kind's form.
    pub version: u32,
    /// The one attendee it is about.
    pub attendee: Option<AttendeeId>,
    /// The nonce of the call that made it.
    pub nonce: Option<Nonce>,
    /// The facts, byte by byte.
    pub facts: Vec<u8>,
    /// Salted digest of the personal part, if it has one.
    pub part_digest: Option<[u8; 32]>,
    /// Digest of the desk's record before; zeros for the first.
    pub previous: [u8; 32],
    /// This record's digest.
    pub digest: [u8; 32],
}

/// The personal part of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// 16 random bytes, so that the digest left in the chain tells nothing about an erased part.
    pub salt: [u8; 16],
    /// JSON.
    pub body: Vec<u8>,
}

/// What a record says, as it lies in the file: all of it that depends on no other record.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) kind: &'static str,
    pub(crate) version: u32,
    pub(crate) facts: Vec<u8>,
    pub(crate) part: Option<Part>,
    pub(crate) part_digest: Option<[u8; 32]>,
}

impl Body {
    /// An act encoded, its personal part salted and digested.
    pub(crate) fn of(act: &Act) -> Result<Self, StoreError> {
        let Encoded { kind, version, facts, part } = act.encode();
        let part = match part {
            Some(body) => Some(Part { salt: random()?, body: body.to_string().into_bytes() }),
            None => None,
        };
        let part_digest = part.as_ref().map(part_digest);
        Ok(Self { kind, version, facts: facts.to_string().into_bytes(), part, part_digest })
    }
}

/// A nonce, and which call it was bound by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nonce {
    /// The text that the caller chose.
    pub text: String,
    /// Keyed digest of the call's name and parameters; the nonce is good for that call only.
    pub call: [u8; 32],
}

/// A record with its personal part, as it travels between files of the same event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The record.
    pub record: Record,
    /// Its part, unless there is none or it was erased.
    pub part: Option<Part>,
}

impl Sealed {
    /// What the record says; `None` if this program does not know its kind.
    #[must_use]
    pub fn act(&self) -> Option<Act> {
        let body = self.part.as_ref().map(|part| part.body.as_slice());
        Act::decode(&self.record.kind, self.record.version, &self.record.facts, body)
    }
}

/// The chain key of an event. `Debug` does not show it, and its memory is wiped.
#[derive(Clone)]
pub(crate) struct ChainKey(Zeroizing<[u8; 32]>);

impl ChainKey {
    pub(crate) fn new(key: Zeroizing<[u8; 32]>) -> Self {
        Self(key)
    }

    pub(crate) fn bytes(&self) -> Zeroizing<[u8; 32]> {
        self.0.clone()
    }

    /// HMAC-SHA-256 over the previous digest, all fields of the record, and the part's digest. Every variable field is
    /// preceded by its length, so that no two records have the same bytes.
    pub(crate) fn digest(&self, record: &Record) -> [u8; 32] {
        let mut mac = self.mac();
        mac.update(b"ankomst record 1");
        mac.update(&record.previous);
        mac.update(record.id.as_bytes());
        mac.update(record.stamp.desk.as_bytes());
        mac.update(&record.number.to_be_bytes());
        mac.update(&record.stamp.ms.to_be_bytes());
        mac.update(&record.stamp.counter.to_be_bytes());
        mac.update(&record.at.as_millisecond().to_be_bytes());
        mac.update(&record.version.to_be_bytes());
        let nonce = record.nonce.as_ref();
        let attendee = record.attendee.map(|attendee| *attendee.as_bytes());
        let optional: [Option<&[u8]>; 4] = [
            attendee.as_ref().map(<[u8; 16]>::as_slice),
            nonce.map(|nonce| nonce.text.as_bytes()),
            nonce.map(|nonce| nonce.call.as_slice()),
            record.part_digest.as_ref().map(<[u8; 32]>::as_slice),
        ];
        for field in optional {
            mac.update(&[u8::from(field.is_some())]);
            update_with_length(&mut mac, field.unwrap_or_default());
        }
        for field in [record.staff.as_bytes(), record.kind.as_bytes(), &record.facts] {
            update_with_length(&mut mac, field);
        }
        mac.finalize().into_bytes().into()
    }

    /// A digest of a call and its parameters, for telling a repeated call from another one under the same nonce. Keyed,
    /// so that it tells nothing about the parameters after an erasure.
    pub(crate) fn call_digest(&self, call: &str, parameters: &[u8]) -> [u8; 32] {
        let mut mac = self.mac();
        mac.update(b"ankomst call 1");
        update_with_length(&mut mac, call.as_bytes());
        update_with_length(&mut mac, parameters);
        mac.finalize().into_bytes().into()
    }

    /// What shows that the event's id and the key of its codes are those with which it was made: neither is in the journal.
    pub(crate) fn seal(&self, event: EventId, code_key: &[u8; 32]) -> [u8; 32] {
        let mut mac = self.mac();
        mac.update(b"ankomst keys 1");
        mac.update(event.as_bytes());
        mac.update(code_key);
        mac.finalize().into_bytes().into()
    }

    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length (RFC 2104), so this cannot fail")]
    fn mac(&self) -> Hmac<Sha256> {
        Hmac::<Sha256>::new_from_slice(self.0.as_slice()).expect("HMAC takes a key of any length")
    }
}

fn update_with_length(mac: &mut Hmac<Sha256>, bytes: &[u8]) {
    mac.update(&(bytes.len() as u64).to_be_bytes());
    mac.update(bytes);
}

/// The salted digest of a personal part.
pub(crate) fn part_digest(part: &Part) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"ankomst part 1");
    hash.update(part.salt);
    hash.update(&part.body);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use checkin::DeskId;
    use data_encoding::HEXLOWER;
    use uuid::Uuid;

    use super::*;

    fn key() -> ChainKey {
        ChainKey::new(Zeroizing::new(std::array::from_fn(|n| u8::try_from(n).unwrap())))
    }

    fn ms(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(ms).unwrap()
    }

    /// The digests were computed with Python's `hmac` and `hashlib` from the description at `ChainKey::digest`. If one
    /// of them changes, no event file of yesterday verifies any more.
    #[test]
    fn digests_are_those_computed_elsewhere() {
        let part = Part {
            salt: std::array::from_fn(|n| u8::try_from(n).unwrap()),
            body: br#"{"values":{"name":"Karen Blixen"}}"#.to_vec(),
        };
        let call = key().call_digest("addWalkIn", br#"{"name":"Karen Blixen"}"#);
        let full = Record {
            id: RecordId::from_uuid(Uuid::from_u128(0x0190_b5c0_7c1d_7cc3_98c4_dc0c_0c07_398f)),
            number: 7,
            stamp: Stamp {
                ms: 1_804_147_200_000,
                counter: 3,
                desk: DeskId::from_uuid(Uuid::from_u128(0x1111_1111_2222_4333_8444_5555_5555_5555)),
            },
            at: ms(1_804_147_199_000),
            staff: "Åse".into(),
            kind: "walkIn".into(),
            version: 1,
            attendee: Some(AttendeeId::from_uuid(Uuid::from_u128(0x0190_b5c0_7c1d_7cc3_98c4_dc0c_0c07_3990))),
            nonce: Some(Nonce { text: "n-1".into(), call }),
            facts: br#"{"values":{"status":"confirmed"}}"#.to_vec(),
            part_digest: Some(part_digest(&part)),
            previous: [0xAA; 32],
            digest: [0; 32],
        };
        let least = Record {
            number: 1,
            stamp: Stamp { counter: 0, ..full.stamp },
            at: ms(1_804_147_200_000),
            staff: String::new(),
            kind: "acknowledged".into(),
            attendee: None,
            nonce: None,
            facts: b"{}".to_vec(),
            part_digest: None,
            previous: [0; 32],
            ..full.clone()
        };
        for (what, digest, expected) in [
            ("part", part_digest(&part), "624091ad089a7070149b1ec93d8a4f12cdfd873470c10f9068f09bde8f5f1ddb"),
            ("call", call, "2a4c85b742f9dd888e327e8c11b777ce37cbd46d02e633e23fd88b403bb5de68"),
            ("full record", key().digest(&full), "ce7aadfce48f59670ee7b15ed98222d77c9814ab0133d191a60fb3c1a68a9801"),
            ("least record", key().digest(&least), "e4d4911874eb4458e31a255ee0986bea2457f3c25d135754d419d406589b3394"),
        ] {
            assert_eq!(HEXLOWER.encode(&digest), expected, "the digest of the {what}");
        }
    }
}
