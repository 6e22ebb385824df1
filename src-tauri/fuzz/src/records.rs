//! A record that another desk of the event made: its kind, version, facts and personal part, a line each.
//!
//! Its digest is right, as a desk of the event makes it: a wrong one is refused before anything is read. `@0` to `@9` in it stand
//! for ids that the event has: four attendees, then six records.

use std::cell::RefCell;

use checkin::{AttendeeId, Direction, Field, FieldValue, RecordId, Scope};
use jiff::Timestamp;
use serde_json::json;
use store::{Act, OpenOptions, Sayings, Sealed, StoreError, Writer};
use tempfile::TempDir;
use uuid::Uuid;

use crate::folder;

/// Two desks of one event, which know of the same records.
struct Desks {
    here: Writer,
    there: Writer,
    /// What `@4` to `@9` stand for.
    records: Vec<RecordId>,
    _folder: TempDir,
}

thread_local! {
    /// The desks of the input before, unless that has broken them.
    static DESKS: RefCell<Option<Desks>> = const { RefCell::new(None) };
}

fn now() -> Timestamp {
    Timestamp::from_millisecond(1_804_147_200_000).unwrap()
}

fn attendee(n: u128) -> AttendeeId {
    AttendeeId::from_uuid(Uuid::from_u128(0xA77E_0000_0000_7000_8000_0000_0000_0000 + n))
}

impl Desks {
    fn new() -> Self {
        let folder = folder();
        let options = |home: &str| OpenOptions::new(&folder.path().join(home), home);
        let settings = json!({
            "title": "T", "timeZone": "Europe/Copenhagen", "starts": "2027-03-04", "ends": "2027-03-04",
            "sessions": [{"id": "talk", "title": "Talk", "starts": "2027-03-04T10:00", "ends": "2027-03-04T11:00"}],
        });
        let mut there =
            Writer::create(&folder.path().join("there.ankomst"), settings, &options("there"), now()).unwrap();
        let mut here = there.create_joining(&folder.path().join("here.ankomst"), &options("here"), now()).unwrap();
        let said = |name: &str| Sayings::new([(Field::Name, FieldValue::Text(name.to_owned()))]);
        let enter = Act::CheckIn {
            scope: Scope::Event,
            direction: Direction::Entry,
            overridden: None,
            import: None,
            day: None,
            enters_event: false,
        };
        let queued =
            Act::BadgeQueued { printer: String::new(), copies: 1, reprint_of: None, check_in: None, batch: None };
        let acts = [
            (Act::WalkIn { said: said("Karen Blixen"), number: 1 }, 0),
            (Act::WalkIn { said: said("Piet Hein"), number: 2 }, 1),
            (enter, 0),
            (queued, 0),
            (Act::Amended { said: said("Tania Blixen"), reason: String::new(), import: None }, 0),
            (Act::Joined { same: attendee(1) }, 0),
        ];
        let records = acts
            .iter()
            .map(|(act, who)| there.transact(now(), "", |tx| tx.append(act, Some(attendee(*who)), None, None)))
            .map(|done| done.unwrap().value)
            .collect();
        for (_, sealed) in there.view().journal_after(0, 100).unwrap() {
            here.transact(now(), "", |tx| tx.receive(&sealed)).unwrap();
        }
        Self { here, there, records, _folder: folder }
    }

    fn with_ids(&self, text: &str) -> String {
        let people = (0..4).map(|n| attendee(n).to_string());
        let records = self.records.iter().map(ToString::to_string);
        let ids = people.chain(records).enumerate();
        ids.fold(text.to_owned(), |text, (n, id)| text.replace(&format!("@{n}"), &id))
    }
}

/// What can be read can be written, comes back the same, and is taken in by every other desk, once; a changed one is refused.
/// Nothing is kept, so that each input meets the same desks.
pub fn check(bytes: &[u8]) {
    let mut desks = DESKS.take().unwrap_or_else(Desks::new);
    desks.take_in(bytes);
    DESKS.set(Some(desks));
}

impl Desks {
    fn take_in(&mut self, bytes: &[u8]) {
        let text = self.with_ids(&String::from_utf8_lossy(bytes));
        let mut lines = text.splitn(4, '\n');
        let mut line = || lines.next().unwrap_or_default();
        let (kind, version, facts, part) = (line(), line(), line(), line());
        let part = Some(part.as_bytes()).filter(|part| !part.is_empty());
        let Some(act) = Act::decode(kind, version.parse().unwrap_or(1), facts.as_bytes(), part) else { return };
        assert_eq!(act.kind(), kind);

        let mut made = None;
        let undone: Result<_, StoreError> = self.there.transact(now(), "anna", |tx| -> Result<(), StoreError> {
            let id = tx.append(&act, Some(attendee(0)), None, None)?;
            made = Some(tx.view().record(id)?.sealed);
            Err(StoreError::NotFound)
        });
        let sealed: Sealed = made.unwrap_or_else(|| panic!("what can be read can be written: {:?}", undone.err()));
        let again = sealed.act();
        // A number with a fraction may be written in another way; what it is then stays.
        if !matches!(act, Act::Settings { .. }) {
            assert_eq!(again.as_ref(), Some(&act), "it comes back the same");
        }

        let mut taken = false;
        let undone: Result<_, StoreError> = self.here.transact(now(), "", |tx| -> Result<(), StoreError> {
            tx.receive(&sealed)?;
            tx.receive(&sealed)?;
            let here = tx.view().record(sealed.record.id)?.sealed;
            assert_eq!(here.record, sealed.record, "it is kept as it is");
            assert!(here.part == sealed.part || here.part.is_none(), "its part too, if it was not erased");
            tx.view().tally()?;
            for person in tx.view().all_attendees()? {
                tx.view().history(person.id)?;
            }
            taken = true;
            Err(StoreError::NotFound)
        });
        assert!(taken, "another desk takes it in: {:?}", undone.err());

        let mut changed = sealed;
        changed.record.facts.push(b' ');
        let refused = self.here.transact(now(), "", |tx| tx.receive(&changed));
        assert!(matches!(refused, Err(StoreError::ForeignRecord { .. })), "a changed one is refused");
    }
}
