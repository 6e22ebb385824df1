//! A damaged file: the newest good backup, and what the journal still gives beyond it.

use std::path::PathBuf;

use store::{OpenOptions, Passphrase, Reader, StoreError, Unlock, Writer, rescue};

use crate::bench::{Bench, append, at, attendee, enter, raw, read, walk_in};

/// An event with a backup after four people and fourteen more after it; closed. Returns its file and the backup.
fn event(bench: &Bench, options: &OpenOptions) -> (PathBuf, PathBuf) {
    let mut writer = Writer::create(&bench.path("event.ankomst"), crate::bench::settings(), options, at(0)).unwrap();
    for n in 1..=4 {
        walk_in(&mut writer, n, &format!("Guest {n}"));
    }
    let backup = writer.backup_to_folder("auto", at(1_000)).unwrap();
    for n in 5..=18 {
        walk_in(&mut writer, n, &format!("Guest {n}"));
        append(&mut writer, &enter(), Some(attendee(n)));
    }
    writer.close().unwrap();
    (bench.path("event.ankomst"), backup)
}

fn opened(file: &std::path::Path, options: &OpenOptions) -> PathBuf {
    match Writer::open(file, options, at(5_000)).err().expect("it is damaged") {
        StoreError::Damaged { aside, backup: Some(_) } => aside,
        error => panic!("{error:?}"),
    }
}

fn people(file: &std::path::Path, unlock: &Unlock) -> usize {
    let mut reader = Reader::open_with(file, unlock).unwrap();
    assert_eq!(reader.verify(&[]).unwrap(), [], "what was saved is whole, chain and all");
    reader.view().all_attendees().unwrap().len()
}

#[test]
fn what_the_journal_still_gives_is_saved_with_and_without_a_passphrase() {
    for unlock in [Unlock::Nothing, Unlock::Passphrase(Passphrase::new("correct horse battery".to_owned()))] {
        let bench = Bench::new();
        let options = OpenOptions { unlock, ..bench.options("home") };
        let (file, backup) = event(&bench, &options);
        // The last page, which holds none of the journal's first records.
        let mut bytes = read(&file).0;
        let end = bytes.len();
        bytes[end - 4096..].fill(0xA5);
        std::fs::write(&file, &bytes).unwrap();
        let aside = opened(&file, &options);
        let rescued = rescue(&file, &aside, &options, at(6_000)).unwrap();
        assert_eq!(rescued.backup, backup);
        assert_eq!(rescued.made, Some(at(1_000)));
        assert!(rescued.saved > 0, "something beyond the backup: {rescued:?}");
        let found = people(&file, &options.unlock);
        assert!(found > 4, "more than the backup had: {found}");
        assert!(read(&aside).0 == bytes, "the damaged file is as it was");
        assert!(!bench.path("event.ankomst-files/rescue").exists(), "and no copy of it is left");
    }
}

#[test]
fn a_record_in_the_middle_that_is_gone_ends_what_is_saved_and_it_is_said() {
    let bench = Bench::new();
    let options = bench.options("home");
    let (file, _) = event(&bench, &options);
    let db = raw(&file);
    // The eighth of those beyond the backup; damage that SQLite itself does not see.
    let last: i64 = db.query_row("SELECT max(seq) FROM journal", [], |row| row.get(0)).unwrap();
    db.execute("DELETE FROM journal WHERE seq = ?1", [last - 20]).unwrap();
    db.close().unwrap();
    let aside = bench.path("aside.ankomst");
    std::fs::rename(&file, &aside).unwrap();
    let rescued = rescue(&file, &aside, &options, at(6_000)).unwrap();
    assert!(rescued.missing && rescued.saved == 7, "those before it: {rescued:?}");
    people(&file, &Unlock::Nothing);
}

#[test]
fn a_backup_that_is_broken_itself_is_passed_over_and_of_a_file_that_gives_nothing_the_backup_is_left() {
    let bench = Bench::new();
    let options = bench.options("home");
    let (file, good) = event(&bench, &options);
    let mut bytes = read(&good).0;
    let middle = bytes.len() / 2;
    bytes[middle..middle + 5000].fill(0xA5);
    std::fs::write(good.with_file_name("20270304T090000.000Z auto z.ankomst"), &bytes).unwrap();
    std::fs::write(&file, b"SQLite format 3\0 and nothing else").unwrap();
    let aside = opened(&file, &options);
    let rescued = rescue(&file, &aside, &options, at(6_000)).unwrap();
    assert_eq!((rescued.backup, rescued.saved, rescued.missing), (good, 0, true));
    assert_eq!(people(&file, &Unlock::Nothing), 4);
    let none = Bench::new();
    let file = none.event("event.ankomst");
    let refused = rescue(&file, &file, &none.options("home"), at(0));
    assert!(matches!(refused, Err(StoreError::Missing { .. })), "without a backup nothing is promised: {refused:?}");
}

#[test]
fn the_newest_good_backup_is_the_one_with_the_last_record_whatever_a_clock_wrote_into_the_names() {
    let bench = Bench::new();
    let options = bench.options("home");
    let (file, old) = event(&bench, &options);
    let mut writer = Writer::open(&file, &options, at(3_000)).unwrap();
    walk_in(&mut writer, 19, "Guest 19");
    let newest = writer.backup_to_folder("auto", at(4_000)).unwrap();
    writer.close().unwrap();
    // As an earlier program named it while the clock was ahead.
    let name = old.file_name().unwrap().to_str().unwrap();
    std::fs::rename(&old, old.with_file_name(store::name_at(name, at(90_000_000)))).unwrap();
    let mut bytes = read(&file).0;
    let end = bytes.len();
    bytes[end - 4096..].fill(0xA5);
    std::fs::write(&file, &bytes).unwrap();
    let aside = opened(&file, &options);
    assert_eq!(rescue(&file, &aside, &options, at(6_000)).unwrap().backup, newest);
}
