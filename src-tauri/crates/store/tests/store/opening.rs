//! Opening is a protocol: what is not ours is left as it is, what is damaged is moved aside, nothing is ever deleted.

use std::path::{Path, PathBuf};

use checkin::{Field, FieldValue};
use store::{Act, HeadClaim, OpenOptions, Reader, Sayings, StoreError, Unlock, Writer, restore};

use crate::bench::{Bench, Bytes, append, at, attendee, faults, files, raw, read, settings, walk_in};
use crate::identity::kill;
use crate::tables::{assert_same, dump};

fn error<T>(result: Result<T, StoreError>) -> StoreError {
    result.err().expect("this is refused")
}

/// Opens a file for writing and for reading; both are refused so, and not a byte changes in the folder.
#[track_caller]
fn check_refused(bench: &Bench, name: &str, is_it: impl Fn(&StoreError) -> bool) {
    let before = files(&bench.path(""));
    for error in [error(bench.open(name)), error(Reader::open(&bench.path(name)))] {
        assert!(is_it(&error), "refused with the right reason: {error:?}");
    }
    let mut after = files(&bench.path(""));
    // The lock's own file may come; it holds nothing.
    after.retain(|(path, bytes)| !(path.ends_with("lock") && bytes.0.is_empty()));
    let mut before = before;
    before.retain(|(path, bytes)| !(path.ends_with("lock") && bytes.0.is_empty()));
    assert_eq!(after, before, "nothing was changed, made or deleted");
}

fn is_not_an_event(error: &StoreError) -> bool {
    matches!(error, StoreError::NotAnEvent { .. })
}

#[test]
fn what_is_no_event_is_left_alone() {
    let bench = Bench::new();
    std::fs::write(bench.path("thesis.docx"), "A thesis, and a long one, about badges.".repeat(50)).unwrap();
    check_refused(&bench, "thesis.docx", is_not_an_event);
    assert!(!bench.path("thesis.docx-files").exists(), "no folder is made beside it either");
    std::fs::write(bench.path("empty.ankomst"), "").unwrap();
    check_refused(&bench, "empty.ankomst", is_not_an_event);
    std::fs::write(bench.path("short.ankomst"), "SQLite").unwrap();
    check_refused(&bench, "short.ankomst", is_not_an_event);
    raw(&bench.path("contacts.sqlite")).execute_batch("CREATE TABLE contact (name TEXT)").unwrap();
    check_refused(&bench, "contacts.sqlite", is_not_an_event);
    std::fs::create_dir(bench.path("folder.ankomst")).unwrap();
    check_refused(&bench, "folder.ankomst", is_not_an_event);
    check_refused(&bench, "nowhere.ankomst", |error| matches!(error, StoreError::Missing { .. }));
    check_refused(&bench, "no/such/folder.ankomst", |error| matches!(error, StoreError::Missing { .. }));
}

#[test]
fn a_newer_file_is_refused_as_it_is() {
    let bench = Bench::new();
    let file = bench.event("event.ankomst");
    raw(&file).pragma_update(None, "user_version", 99).unwrap();
    check_refused(&bench, "event.ankomst", |error| matches!(error, StoreError::Newer { found: 99, .. }));
}

#[test]
fn a_newer_file_that_was_killed_is_refused_as_it_is() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    walk_in(&mut writer, 1, "Karen Blixen");
    raw(&bench.path("event.ankomst")).pragma_update(None, "user_version", 99).unwrap();
    kill(writer);
    let before = read(&bench.path("event.ankomst"));
    let log = read(&bench.path("event.ankomst-wal"));
    for error in [error(bench.open("event.ankomst")), error(Reader::open(&bench.path("event.ankomst")))] {
        assert!(matches!(error, StoreError::Newer { .. }), "refused: {error:?}");
        assert_eq!(read(&bench.path("event.ankomst")), before, "the file is as it was");
        assert_eq!(read(&bench.path("event.ankomst-wal")), log, "and its log");
    }
}

#[test]
fn a_read_only_file_can_be_read_only() {
    let bench = Bench::new();
    let file = bench.event("event.ankomst");
    let mut permissions = std::fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&file, permissions).unwrap();
    let before = read(&file);
    let refused = error(bench.open("event.ankomst"));
    assert!(matches!(refused, StoreError::ReadOnly), "not for writing: {refused:?}");
    assert_eq!(Reader::open(&file).unwrap().view().all_attendees().unwrap().len(), 1, "but for reading");
    assert_eq!(read(&file), before, "it is as it was");
}

#[test]
fn a_folder_of_a_cloud_service_is_refused() {
    let bench = Bench::new();
    bench.event("event.ankomst");
    let cloud = bench.path("Dropbox/deep");
    std::fs::create_dir_all(&cloud).unwrap();
    std::fs::copy(bench.path("event.ankomst"), cloud.join("event.ankomst")).unwrap();
    let shared = |error: &StoreError| matches!(error, StoreError::SharedFolder { service } if service == "Dropbox");
    check_refused(&bench, "Dropbox/deep/event.ankomst", shared);
    let refused = error(Writer::create(&cloud.join("new.ankomst"), settings(), &bench.options("home"), at(0)));
    assert!(shared(&refused), "no new one either: {refused:?}");
    let refused =
        error(restore(&bench.path("event.ankomst"), &cloud.join("restored.ankomst"), &Unlock::Nothing, at(0)));
    assert!(shared(&refused), "nor is one restored there: {refused:?}");
}

#[test]
fn a_new_event_never_overwrites_a_file() {
    let bench = Bench::new();
    std::fs::write(bench.path("event.ankomst"), "something").unwrap();
    let refused = error(Writer::create(&bench.path("event.ankomst"), settings(), &bench.options("home"), at(0)));
    assert!(matches!(refused, StoreError::Exists { .. }), "{refused:?}");
    assert_eq!(read(&bench.path("event.ankomst")), Bytes(b"something".to_vec()), "it is as it was");
}

#[test]
fn there_is_one_writer_and_readers_beside_it() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let refused = error(bench.open("event.ankomst"));
    assert!(matches!(refused, StoreError::InUse), "a second writer: {refused:?}");
    let backup = writer.backup_to_folder("b", at(1)).unwrap();
    let refused = error(restore(&backup, &bench.path("event.ankomst"), &Unlock::Nothing, at(2)));
    assert!(matches!(refused, StoreError::InUse), "nothing is put in its place meanwhile: {refused:?}");
    let mut reader = Reader::open(&bench.path("event.ankomst")).unwrap();
    walk_in(&mut writer, 1, "Karen Blixen");
    assert_eq!(reader.view().all_attendees().unwrap().len(), 1, "the reader sees what was committed");
    let both = reader
        .at_one_moment(|view| {
            let before = view.all_attendees()?.len();
            walk_in(&mut writer, 2, "Piet Hein");
            Ok((before, view.all_attendees()?.len()))
        })
        .unwrap();
    assert_eq!(both, (1, 1), "questions of one moment have answers of one moment");
    drop(writer);
    assert!(bench.open("event.ankomst").is_ok(), "the lock goes with the writer, however it ended");
}

/// Puts bytes in the place of an event file, with a log, and opens it; the event has a backup.
fn open_damaged(bench: &Bench, name: &str, bytes: &[u8], backup: &Path) -> Result<(), (StoreError, PathBuf)> {
    let file = bench.path(name);
    let folder = bench.path(&format!("{name}-files/backups"));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(backup, folder.join("20270304T080000.000Z old a.ankomst")).unwrap();
    std::fs::copy(backup, folder.join("20270304T090000.000Z new b.ankomst")).unwrap();
    std::fs::write(&file, bytes).unwrap();
    std::fs::write(bench.path(&format!("{name}-wal")), b"a log").unwrap();
    match Writer::open(&file, &bench.options("home"), at(60_000)) {
        Ok(_) => Ok(()),
        Err(error) => Err((error, file)),
    }
}

#[test]
fn a_truncated_file_is_moved_aside_with_its_log() {
    let bench = Bench::new();
    let backup = bench.event("whole.ankomst");
    let whole = read(&backup);
    let lengths = [100, 512, 4_095, 4_096, 8_192, 20_000, whole.0.len() / 2, whole.0.len() - 4_096, whole.0.len() - 1];
    for length in lengths {
        let name = format!("cut-{length}.ankomst");
        let (error, file) = open_damaged(&bench, &name, &whole.0[..length], &backup)
            .expect_err(&format!("a file cut at {length} of {} is noticed", whole.0.len()));
        let StoreError::Damaged { aside, backup } = error else { panic!("at {length} bytes: {error:?}") };
        assert!(!file.exists(), "the place is free, at {length} bytes");
        assert_eq!(read(&aside), Bytes(whole.0[..length].to_vec()), "not a byte is changed, at {length} bytes");
        let log = PathBuf::from(format!("{}-wal", aside.display()));
        assert_eq!(read(&log), Bytes(b"a log".to_vec()), "the log goes with it, at {length} bytes");
        let named = backup.unwrap();
        assert!(named.to_str().unwrap().contains(" new "), "the newest backup is named: {}", named.display());
        restore(&named, &file, &Unlock::Nothing, at(70_000)).unwrap();
        assert_eq!(faults(&file), [], "and it can be put in its place");
    }
}

#[test]
fn reading_a_damaged_file_leaves_it_in_its_place() {
    let bench = Bench::new();
    let file = bench.event("event.ankomst");
    let whole = read(&file);
    std::fs::write(&file, &whole.0[..4_000]).unwrap();
    let refused = error(Reader::open(&file));
    assert!(matches!(refused, StoreError::DamagedInPlace), "{refused:?}");
    assert_eq!(read(&file), Bytes(whole.0[..4_000].to_vec()), "as it was");
}

#[test]
fn flipped_bytes_never_break_the_program() {
    let bench = Bench::new();
    let backup = bench.event("whole.ankomst");
    let whole = std::fs::read(&backup).unwrap();
    let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let (mut fine, mut damaged) = (0, 0);
    for round in 0..150 {
        let mut bytes = whole.clone();
        for _ in 0..=next(12) {
            // The first hundred bytes say whether it is ours at all.
            let place = 100 + next(bytes.len() - 100);
            bytes[place] ^= u8::try_from(1 + next(255)).unwrap();
        }
        let name = format!("flipped-{round}.ankomst");
        match open_damaged(&bench, &name, &bytes, &backup) {
            Ok(()) => fine += 1,
            Err((StoreError::Damaged { aside, .. }, _)) => {
                assert_eq!(read(&aside), Bytes(bytes), "moved aside as it was, round {round}");
                damaged += 1;
            }
            Err((error, _)) => panic!("round {round}: {error:?}"),
        }
        if let Ok(mut reader) = Reader::open(&bench.path(&name)) {
            // Whatever it finds: it must come to an end.
            let _ = reader.verify(&[]);
        }
    }
    assert!(fine > 0 && damaged > 0, "both happen: {fine} fine, {damaged} damaged");
}

#[test]
fn a_full_disk_takes_nothing_and_the_writer_goes_on() {
    let bench = Bench::new();
    let file = bench.event("event.ankomst");
    let max_bytes = std::fs::metadata(&file).unwrap().len() + 40_000;
    let options = OpenOptions { max_bytes, ..bench.options("home") };
    let mut writer = Writer::open(&file, &options, at(0)).unwrap();
    let desk = writer.desk();
    let long = |n: u8| Act::Amended {
        said: Sayings::new([(Field::Note, FieldValue::Text(char::from(b'a' + n % 26).to_string().repeat(4_000)))]),
        reason: String::new(),
        import: None,
    };
    let before = dump(&file, desk);
    let full = writer.transact(at(2_000), "", |tx| {
        (0..100).try_for_each(|n| tx.append(&long(n), Some(attendee(1)), None, None).map(|_| ()))
    });
    assert!(matches!(full, Err(StoreError::DiskFull)), "no space is left: {full:?}");
    assert_same(&before, &dump(&file, desk), "all of the transaction is taken back");
    let check_in = append(&mut writer, &crate::bench::enter(), Some(attendee(1)));
    assert!(writer.view().record(check_in).unwrap().stands, "what is small goes on");
    writer.close().unwrap();
    assert_eq!(faults(&file), [], "the file is whole");
    let mut writer = bench.open("event.ankomst").unwrap();
    assert_eq!(writer.desk(), desk, "and its desk goes on");
    append(&mut writer, &long(1), Some(attendee(1)));
}

#[test]
fn a_backup_is_one_whole_file_that_names_the_heads() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    walk_in(&mut writer, 1, "Karen Blixen");
    let first = writer.backup_to_folder("hourly", at(2_000)).unwrap();
    let heads = HeadClaim::parse(first.file_name().unwrap().to_str().unwrap()).expect("its name says the heads");
    assert_eq!(heads.len(), 1, "of one desk");
    assert_eq!(heads[0].number, writer.view().heads().unwrap()[0].number, "with the number");
    walk_in(&mut writer, 2, "Piet Hein");
    let second = writer.backup_to_folder("before-import", at(3_000)).unwrap();
    assert_eq!(writer.place().newest_backup(), Some(second.clone()), "the newer one is the newest");
    assert!(!PathBuf::from(format!("{}-wal", second.display())).exists(), "it is one file");
    assert_eq!(Reader::open(&second).unwrap().verify(&heads).unwrap(), [], "whole, and after the first one");
    let later = HeadClaim::parse(second.file_name().unwrap().to_str().unwrap()).unwrap();
    assert_eq!(Reader::open(&first).unwrap().verify(&later).unwrap().len(), 1, "the first one lacks the second's head");
    let refused = error(Reader::open(&second).unwrap().backup(&first));
    assert!(matches!(refused, StoreError::Exists { .. }), "a backup is never overwritten: {refused:?}");
    writer.close().unwrap();

    let file = bench.path("event.ankomst");
    let bytes = read(&file);
    let aside = restore(&first, &file, &Unlock::Nothing, at(4_000)).unwrap().expect("there was a file");
    assert_eq!(read(&aside), bytes, "what was there is moved aside, not a byte changed");
    assert_eq!(Reader::open(&file).unwrap().view().all_attendees().unwrap().len(), 1, "the backup is in its place");
    assert_eq!(
        restore(&first, &bench.path("new.ankomst"), &Unlock::Nothing, at(4_000)).unwrap(),
        None,
        "where nothing was, nothing moves"
    );
}

#[test]
fn a_restore_that_cannot_be_done_moves_nothing() {
    let bench = Bench::new();
    let file = bench.event("event.ankomst");
    let whole = read(&file);
    std::fs::write(bench.path("broken.ankomst"), &whole.0[..whole.0.len() / 2]).unwrap();
    assert!(
        restore(&bench.path("broken.ankomst"), &file, &Unlock::Nothing, at(0)).is_err(),
        "it is no whole event file"
    );
    assert_eq!(read(&file), whole, "the event is where it was");
}

#[test]
fn a_log_that_was_left_behind_is_not_applied_to_another_file() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    walk_in(&mut writer, 1, "Karen Blixen");
    let backup = writer.backup_to_folder("b", at(2_000)).unwrap();
    walk_in(&mut writer, 2, "Piet Hein");
    kill(writer);
    // Half of a move by hand: the file went, its log stayed.
    let file = bench.path("event.ankomst");
    let log = read(&bench.path("event.ankomst-wal"));
    std::fs::remove_file(&file).unwrap();
    restore(&backup, &file, &Unlock::Nothing, at(3_000)).unwrap();
    assert_eq!(Reader::open(&file).unwrap().view().all_attendees().unwrap().len(), 1, "the backup, and only it");
    assert_eq!(faults(&file), [], "whole");
    assert!(files(&bench.path("")).iter().any(|(_, bytes)| *bytes == log), "the log was moved aside, not deleted");
}

#[test]
fn a_backups_name_rises_also_where_the_clock_was_set_back() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    walk_in(&mut writer, 1, "Karen Blixen");
    let first = writer.backup_to_folder("auto", at(90_000_000)).unwrap();
    let same = writer.backup_to_folder("auto", at(90_000_000)).unwrap();
    let back = writer.backup_to_folder("auto", at(3_000)).unwrap();
    assert!(first < same && same < back, "{first:?}, {same:?}, {back:?}");
    let times: Vec<_> = writer.place().backup_times().into_iter().map(|(made, _)| made).collect();
    assert_eq!(times, [at(90_000_000), at(90_000_001), at(90_000_002)]);
    let name = back.file_name().unwrap().to_str().unwrap();
    assert_eq!(HeadClaim::parse(name).map(|heads| heads.len()), Some(1), "and says the heads");
    let later = writer.backup_to_folder("auto", at(90_000_500)).unwrap();
    assert_eq!(store::backups_in(later.parent().unwrap()).pop().map(|(made, _)| made), Some(at(90_000_500)));
    writer.close().unwrap();
}
