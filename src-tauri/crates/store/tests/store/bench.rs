//! A folder of its own for each test, with homes of several installations, and the few acts that most tests need.

use std::path::{Path, PathBuf};

use checkin::fields::Said;
use checkin::{AttendeeId, Direction, Field, FieldValue, RecordId, Scope};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::{Act, Fault, OpenOptions, Reader, Sayings, StoreError, Writer};
use tempfile::TempDir;
use uuid::Uuid;

/// 2027-03-04T08:00:00Z, in milliseconds: when every test begins.
pub(crate) const MORNING: i64 = 1_804_147_200_000;

pub(crate) fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(MORNING + ms).unwrap()
}

pub(crate) fn attendee(n: u8) -> AttendeeId {
    AttendeeId::from_uuid(Uuid::from_u128(0xA77E_0000_0000_7000_8000_0000_0000_0000 + u128::from(n)))
}

pub(crate) fn settings() -> Value {
    json!({ "title": "Test", "timeZone": "Europe/Copenhagen", "starts": "2027-03-04", "ends": "2027-03-04" })
}

pub(crate) struct Bench {
    dir: TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// In memory, where the system has such a folder: for tests of thousands of transactions that are not about the disk.
    pub(crate) fn quick() -> Self {
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        Self { dir }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        // The temporary folder may be a symbolic link; the store names files with links followed.
        self.dir.path().canonicalize().unwrap().join(name)
    }

    pub(crate) fn options(&self, home: &str) -> OpenOptions {
        OpenOptions::new(&self.path(home), "A")
    }

    pub(crate) fn create(&self, name: &str) -> Writer {
        Writer::create(&self.path(name), settings(), &self.options("home"), at(0)).unwrap()
    }

    pub(crate) fn open(&self, name: &str) -> Result<Writer, StoreError> {
        Writer::open(&self.path(name), &self.options("home"), at(60_000))
    }

    /// An event with one guest, who has come and has a badge queued; closed.
    pub(crate) fn event(&self, name: &str) -> PathBuf {
        let mut writer = self.create(name);
        let guest = attendee(1);
        walk_in(&mut writer, 1, "Karen Blixen");
        let check_in = append(&mut writer, &enter(), Some(guest));
        append(
            &mut writer,
            &Act::BadgeQueued {
                printer: "p".into(),
                copies: 1,
                reprint_of: None,
                check_in: Some(check_in),
                batch: None,
            },
            Some(guest),
        );
        writer.close().unwrap();
        self.path(name)
    }
}

pub(crate) fn enter() -> Act {
    Act::CheckIn {
        scope: Scope::Event,
        direction: Direction::Entry,
        overridden: None,
        import: None,
        day: None,
        enters_event: false,
    }
}

pub(crate) fn append(writer: &mut Writer, act: &Act, attendee: Option<AttendeeId>) -> RecordId {
    writer.transact(at(1_000), "anna", |tx| tx.append(act, attendee, None, None)).unwrap().value
}

pub(crate) fn said(name: &str) -> Sayings {
    Sayings::new([
        (Field::Name, FieldValue::Text(name.into())),
        (Field::Email, FieldValue::Text(format!("{}@example.org", name.to_lowercase().replace(' ', ".")))),
        (Field::Phone, FieldValue::Text("+45 65 31 31 31".into())),
    ])
}

pub(crate) fn walk_in(writer: &mut Writer, n: u8, name: &str) -> RecordId {
    append(writer, &Act::WalkIn { said: said(name), number: 1_000 + u64::from(n) }, Some(attendee(n)))
}

pub(crate) fn takes_list(field: Field) -> Sayings {
    Sayings { values: [(field, Said::TakeList)].into(), ..Sayings::default() }
}

/// What `verify` finds in a file.
pub(crate) fn faults(file: &Path) -> Vec<Fault> {
    Reader::open(file).unwrap().verify(&[]).unwrap()
}

/// The bytes of a file; shown by their number, so that a failing test can be read.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

pub(crate) fn read(file: &Path) -> Bytes {
    Bytes(std::fs::read(file).unwrap())
}

/// Every file under a folder, with its bytes.
pub(crate) fn files(folder: &Path) -> Vec<(PathBuf, Bytes)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push((path.clone(), read(&path)));
        }
    }
    files.sort();
    files
}

pub(crate) fn raw(file: &Path) -> rusqlite::Connection {
    let db = rusqlite::Connection::open(file).unwrap();
    db.pragma_update(None, "foreign_keys", false).unwrap();
    db
}
