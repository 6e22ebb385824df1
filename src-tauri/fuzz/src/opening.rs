//! An event file whose beginning is any bytes: SQLite's header, the schema, a passphrase's salt.

use std::path::Path;
use std::sync::LazyLock;

use jiff::Timestamp;
use serde_json::json;
use store::{Act, OpenOptions, Reader, Writer, has_passphrase};

use crate::folder;

/// A closed event file. What is invented takes the place of its first bytes.
static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = folder();
    let file = folder.path().join("event.ankomst");
    let settings = json!({"title": "T", "timeZone": "Europe/Copenhagen", "starts": "2027-03-04", "ends": "2027-03-04"});
    let mut writer = Writer::create(&file, settings, &options(folder.path()), now()).unwrap();
    let act = Act::TicketType { id: "vip".parse().unwrap(), name: "VIP".to_owned() };
    writer.transact(now(), "", |tx| tx.append(&act, None, None, None)).unwrap();
    writer.close().unwrap();
    std::fs::read(file).unwrap()
});

fn now() -> Timestamp {
    Timestamp::from_millisecond(1_804_147_200_000).unwrap()
}

fn options(folder: &Path) -> OpenOptions {
    OpenOptions::new(&folder.join("home"), "A")
}

/// A file is opened or refused with a reason; reading changes none of its bytes, and opening it for writing deletes none.
pub fn check(bytes: &[u8]) {
    let folder = folder();
    let file = folder.path().join("event.ankomst");
    let mut changed = bytes.to_vec();
    changed.extend_from_slice(WHOLE.get(bytes.len()..).unwrap_or_default());
    std::fs::write(&file, &changed).unwrap();
    let _ = has_passphrase(&file);
    match Reader::open(&file).and_then(|mut reader| reader.verify(&[])) {
        Ok(faults) => assert!(changed != *WHOLE || faults.is_empty(), "nothing is wrong with a file that is whole"),
        Err(error) => {
            assert!(changed != *WHOLE, "a whole file opens: {error}");
            assert!(!error.to_string().is_empty(), "a refusal says why");
        }
    }
    assert!(std::fs::read(&file).unwrap() == changed, "reading changes nothing");
    match Writer::open(&file, &options(folder.path()), now()) {
        // What turns out to be damaged only now is put aside at the next opening.
        Ok(writer) => drop(writer.close()),
        Err(error) => {
            assert!(!error.to_string().is_empty(), "a refusal says why");
            let names = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
            let kept = names.filter(|name| {
                let name = name.to_string_lossy();
                name.starts_with("event.") && name.ends_with(".ankomst")
            });
            assert!(kept.count() > 0, "no event file is deleted");
        }
    }
}
