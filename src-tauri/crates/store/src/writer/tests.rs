//! Migrations, on a made-up one after the newest: a copy first, then all or nothing.

use serde_json::json;

use super::*;
use crate::Reader;

const NEXT: &str = "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT; INSERT INTO later (id) VALUES (7);";
const BROKEN: &str = "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT; SELECT no_such_function();";

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(1_804_147_200_000 + ms).unwrap()
}

fn event(dir: &Path) -> (PathBuf, OpenOptions) {
    let (file, options) = (dir.join("event.ankomst"), OpenOptions::new(&dir.join("home"), "A"));
    Writer::create(&file, json!({ "title": "Test" }), &options, at(0)).unwrap().close().unwrap();
    (file, options)
}

fn with(next: &'static str) -> Vec<&'static str> {
    migrate::MIGRATIONS.iter().copied().chain([next]).collect()
}

#[test]
fn before_a_migration_a_copy_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let (file, options) = event(dir.path());
    let writer = Writer::open_with(&file, &options, &with(NEXT), at(1)).unwrap();
    let seven: i64 = writer.db.query_row("SELECT id FROM later", [], |row| row.get(0)).unwrap();
    assert_eq!(seven, 7, "the migration was made");
    let newest = migrate::newest(migrate::MIGRATIONS);
    assert_eq!(migrate::version(&writer.db).unwrap(), newest + 1, "and counted");
    let copy = writer.place().newest_backup().expect("there is a copy");
    let name = copy.file_name().unwrap().to_str().unwrap().to_owned();
    assert!(name.contains(&format!("before-migration-from-{newest}")), "its name says why: {name}");
    let mut copy = Reader::open(&copy).unwrap();
    assert_eq!(copy.verify(&[]).unwrap(), [], "it is the file as it was");
    writer.close().unwrap();
    let refused = Writer::open(&file, &options, at(2)).err();
    let newer = |error| matches!(error, StoreError::Newer { found, known } if found == newest + 1 && known == newest);
    assert!(refused.is_some_and(newer), "the old program refuses the result");
}

#[test]
fn a_migration_that_fails_leaves_the_file_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let (file, options) = event(dir.path());
    let before = std::fs::read(&file).unwrap();
    assert!(Writer::open_with(&file, &options, &with(BROKEN), at(1)).is_err(), "it cannot be made");
    assert!(std::fs::read(&file).unwrap() == before, "not a byte is changed");
    let writer = Writer::open(&file, &options, at(2)).unwrap();
    assert!(writer.place().newest_backup().is_some(), "the copy stays");
    writer.close().unwrap();
    assert_eq!(Reader::open(&file).unwrap().verify(&[]).unwrap(), [], "and the old program goes on");
}

#[test]
fn a_migration_is_made_once() {
    let dir = tempfile::tempdir().unwrap();
    let (file, options) = event(dir.path());
    for n in 1..=3 {
        Writer::open_with(&file, &options, &with(NEXT), at(n)).unwrap().close().unwrap();
    }
    let backups = std::fs::read_dir(dir.path().join("event.ankomst-files/backups")).unwrap().count();
    assert_eq!(backups, 1, "one migration, one copy");
}

#[test]
fn projections_of_another_program_are_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let (file, options) = event(dir.path());
    let writer = Writer::open(&file, &options, at(1)).unwrap();
    put_meta(&writer.db, "folded", b"0").unwrap();
    writer.db.execute("UPDATE desk SET label = 'as an older program folded it'", []).unwrap();
    writer.close().unwrap();
    let writer = Writer::open(&file, &options, at(2)).unwrap();
    assert_eq!(writer.view().desk_label(writer.desk()).unwrap(), "A", "folded anew");
    writer.close().unwrap();
    assert_eq!(Reader::open(&file).unwrap().verify(&[]).unwrap(), [], "and as the journal says");
}
