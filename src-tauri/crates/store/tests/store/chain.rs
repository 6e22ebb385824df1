//! The chain, computed a second time, and a desk of a newer program whose records this one does not understand.

use std::path::Path;

use checkin::{AttendeeId, DeskId, RecordId, Stamp};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{Part, Record, Sealed};
use uuid::Uuid;

use crate::bench::{Bench, append, at, attendee, raw, walk_in};

/// The chain key of a file.
pub(crate) fn chain_key(file: &Path) -> [u8; 32] {
    raw(file).query_row("SELECT value FROM secret WHERE name = 'chainKey'", [], |row| row.get(0)).unwrap()
}

fn with_length(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u64).to_be_bytes(), bytes].concat()
}

pub(crate) fn digest(key: &[u8; 32], record: &Record) -> [u8; 32] {
    let optional = |field: Option<&[u8]>| [vec![u8::from(field.is_some())], with_length(field.unwrap_or(&[]))].concat();
    let nonce = record.nonce.as_ref();
    let text = [
        b"ankomst record 1".to_vec(),
        record.previous.to_vec(),
        record.id.as_bytes().to_vec(),
        record.stamp.desk.as_bytes().to_vec(),
        record.number.to_be_bytes().to_vec(),
        record.stamp.ms.to_be_bytes().to_vec(),
        record.stamp.counter.to_be_bytes().to_vec(),
        record.at.as_millisecond().to_be_bytes().to_vec(),
        record.version.to_be_bytes().to_vec(),
        optional(record.attendee.as_ref().map(|id| id.as_bytes().as_slice())),
        optional(nonce.map(|nonce| nonce.text.as_bytes())),
        optional(nonce.map(|nonce| nonce.call.as_slice())),
        optional(record.part_digest.as_ref().map(<[u8; 32]>::as_slice)),
        with_length(record.staff.as_bytes()),
        with_length(record.kind.as_bytes()),
        with_length(&record.facts),
    ]
    .concat();
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(&text);
    mac.finalize().into_bytes().into()
}

/// A desk whose program is newer.
pub(crate) struct NewerDesk {
    key: [u8; 32],
    desk: DeskId,
    number: u64,
    previous: [u8; 32],
}

impl NewerDesk {
    pub(crate) fn new(key: [u8; 32]) -> Self {
        let desk = DeskId::from_uuid(Uuid::from_u128(0xDE5C_0000_0000_4000_8000_0000_0000_0004));
        Self { key, desk, number: 0, previous: [0; 32] }
    }

    pub(crate) fn seal(
        &mut self,
        (kind, version): (&str, u32),
        ms: i64,
        attendee: Option<AttendeeId>,
        facts: &serde_json::Value,
    ) -> Sealed {
        self.number += 1;
        let part = Part { salt: [7; 16], body: br#"{"values":{"name":"From tomorrow"}}"#.to_vec() };
        let part_digest = Sha256::digest([b"ankomst part 1".as_slice(), &part.salt, &part.body].concat());
        let mut record = Record {
            id: RecordId::from_uuid(Uuid::from_u128(
                0x1234_0000_0000_7000_8000_0000_0000_0000 + u128::from(self.number),
            )),
            number: self.number,
            stamp: Stamp { ms: at(ms).as_millisecond(), counter: u32::try_from(self.number).unwrap(), desk: self.desk },
            at: at(ms),
            staff: String::new(),
            kind: kind.to_owned(),
            version,
            attendee,
            nonce: None,
            facts: facts.to_string().into_bytes(),
            part_digest: Some(part_digest.into()),
            previous: self.previous,
            digest: [0; 32],
        };
        record.digest = digest(&self.key, &record);
        self.previous = record.digest;
        Sealed { record, part: Some(part) }
    }
}

#[test]
fn the_digest_is_the_one_that_is_written_down() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    walk_in(&mut writer, 1, "Karen Blixen");
    append(&mut writer, &crate::bench::enter(), Some(attendee(1)));
    let key = chain_key(&bench.path("event.ankomst"));
    for (_, sealed) in writer.view().journal_after(0, 100).unwrap() {
        assert_eq!(digest(&key, &sealed.record), sealed.record.digest, "made a second time: {}", sealed.record.kind);
    }
}

#[test]
fn a_record_of_a_newer_program_is_kept_and_left_out() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let desk = writer.desk();
    let before = crate::tables::dump(&bench.path("event.ankomst"), desk);
    let mut newer = NewerDesk::new(chain_key(&bench.path("event.ankomst")));
    let sealed = [
        newer.seal(("walkIn", 2), 5, Some(attendee(1)), &json!({})),
        newer.seal(("seatGiven", 1), 6, Some(attendee(1)), &json!({ "seat": 4 })),
    ];
    for sealed in &sealed {
        assert!(writer.transact(at(10), "", |tx| tx.receive(sealed)).unwrap().value, "its stamp is near");
        let back = writer.view().record(sealed.record.id).unwrap();
        assert_eq!(back.sealed, *sealed, "it is kept byte for byte");
    }
    let after = crate::tables::dump(&bench.path("event.ankomst"), desk);
    crate::tables::assert_same(&before, &after, "it touches no projection");
    writer.close().unwrap();
    assert_eq!(crate::bench::faults(&bench.path("event.ankomst")), [], "and the file is clean");
}
