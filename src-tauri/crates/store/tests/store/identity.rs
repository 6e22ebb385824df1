//! A desk identity belongs to one installation and one opening lineage: two files never go on under the same.

use std::collections::BTreeMap;
use std::path::Path;

use checkin::DeskId;
use store::{Act, Writer, restore};

use crate::bench::{Bench, append, at, attendee, enter, walk_in};

/// Ends a writer as a kill does: the file, its log and the user's folder stay as they are at this moment.
pub(crate) fn kill(writer: Writer) {
    let file = writer.place().file.clone();
    let log = file.with_file_name(format!("{}-wal", file.file_name().unwrap().to_str().unwrap()));
    let (bytes, log_bytes) = (std::fs::read(&file).unwrap(), std::fs::read(&log).unwrap());
    drop(writer);
    std::fs::write(&file, bytes).unwrap();
    std::fs::write(&log, log_bytes).unwrap();
}

fn open(bench: &Bench, name: &str, home: &str) -> Writer {
    Writer::open(&bench.path(name), &bench.options(home), at(5_000)).unwrap()
}

/// Whose file it is, after something was written under that identity.
fn desk_of(bench: &Bench, name: &str, home: &str) -> DeskId {
    let mut writer = open(bench, name, home);
    append(&mut writer, &enter(), Some(attendee(9)));
    let desk = writer.desk();
    writer.close().unwrap();
    desk
}

/// Fails if two files have different records of one desk and number.
#[track_caller]
fn assert_no_fork(files: &[&Path]) {
    let mut known: BTreeMap<(DeskId, u64), [u8; 32]> = BTreeMap::new();
    for file in files {
        let reader = store::Reader::open(file).unwrap();
        for (_, sealed) in reader.view().journal_after(0, 10_000).unwrap() {
            let record = sealed.record;
            let other = *known.entry((record.stamp.desk, record.number)).or_insert(record.digest);
            assert_eq!(other, record.digest, "one desk and number is one record: {}", record.number);
        }
    }
}

#[test]
fn it_is_kept_when_a_file_is_opened_again() {
    let bench = Bench::new();
    let writer = bench.create("a.ankomst");
    let desk = writer.desk();
    writer.close().unwrap();
    assert!(!bench.path("a.ankomst-wal").exists(), "closed properly there is no log");
    for _ in 0..3 {
        assert_eq!(desk_of(&bench, "a.ankomst", "home"), desk, "the same installation and lineage");
    }
}

#[test]
fn it_is_kept_after_a_kill() {
    let bench = Bench::new();
    let mut writer = bench.create("a.ankomst");
    let desk = writer.desk();
    for n in 0..20 {
        walk_in(&mut writer, n, "Guest");
    }
    kill(writer);
    let writer = open(&bench, "a.ankomst", "home");
    assert_eq!(writer.desk(), desk, "what was written before the kill is all there");
    assert_eq!(writer.view().all_attendees().unwrap().len(), 20, "nothing acknowledged is lost");
    kill(writer);
    assert_eq!(desk_of(&bench, "a.ankomst", "home"), desk, "also after a second one");
}

#[test]
fn a_copy_and_its_original_never_share_it() {
    let bench = Bench::new();
    let file = bench.event("a.ankomst");
    for (first, second) in [("a.ankomst", "b.ankomst"), ("c.ankomst", "a.ankomst")] {
        for name in [first, second] {
            if !bench.path(name).exists() {
                std::fs::copy(&file, bench.path(name)).unwrap();
            }
        }
        let one = desk_of(&bench, first, "home");
        let other = desk_of(&bench, second, "home");
        assert_ne!(one, other, "the one opened first goes on, the other is a new desk");
    }
    assert_no_fork(&[&bench.path("a.ankomst"), &bench.path("b.ankomst"), &bench.path("c.ankomst")]);
}

#[test]
fn another_installation_is_another_desk() {
    let bench = Bench::new();
    let file = bench.event("a.ankomst");
    std::fs::copy(&file, bench.path("b.ankomst")).unwrap();
    let here = desk_of(&bench, "a.ankomst", "home");
    let there = desk_of(&bench, "b.ankomst", "elsewhere");
    assert_ne!(here, there, "the user's folder of the other machine does not know this desk");
    assert_no_fork(&[&file, &bench.path("b.ankomst")]);
}

#[test]
fn an_older_backup_is_another_desk_also_after_a_kill() {
    for killed in [false, true] {
        let bench = Bench::new();
        let mut writer = bench.create("a.ankomst");
        let desk = writer.desk();
        walk_in(&mut writer, 1, "Karen Blixen");
        let backup = writer.backup_to_folder("hourly", at(2_000)).unwrap();
        walk_in(&mut writer, 2, "Piet Hein");
        if killed {
            kill(writer);
        } else {
            writer.close().unwrap();
        }
        let file = bench.path("a.ankomst");
        let aside = restore(&backup, &file, &store::Unlock::Nothing, at(3_000)).unwrap().unwrap();
        assert_ne!(
            desk_of(&bench, "a.ankomst", "home"),
            desk,
            "the numbers after the backup were given (killed: {killed})"
        );
        assert_no_fork(&[&file, &aside]);
    }
}

#[test]
fn an_older_copy_put_in_place_is_another_desk() {
    for killed in [false, true] {
        let bench = Bench::new();
        let mut writer = bench.create("a.ankomst");
        let desk = writer.desk();
        walk_in(&mut writer, 1, "Karen Blixen");
        writer.log_keeper().unwrap().checkpoint().unwrap();
        // By hand, while the program runs: same token, same place.
        let file = bench.path("a.ankomst");
        std::fs::copy(&file, bench.path("copy.ankomst")).unwrap();
        walk_in(&mut writer, 2, "Piet Hein");
        if killed {
            kill(writer);
            std::fs::rename(bench.path("a.ankomst-wal"), bench.path("b.ankomst-wal")).unwrap();
        } else {
            writer.close().unwrap();
        }
        std::fs::rename(&file, bench.path("b.ankomst")).unwrap();
        std::fs::rename(bench.path("copy.ankomst"), &file).unwrap();
        assert_ne!(desk_of(&bench, "a.ankomst", "home"), desk, "the user's folder knows a higher number ({killed})");
        assert_no_fork(&[&file, &bench.path("b.ankomst")]);
    }
}

#[test]
fn an_older_copy_put_in_place_after_a_power_cut_is_another_desk() {
    let bench = Bench::new();
    let file = bench.event("a.ankomst");
    std::fs::copy(&file, bench.path("copy.ankomst")).unwrap();
    let mut writer = open(&bench, "a.ankomst", "home");
    let desk = writer.desk();
    let number = bench.path("home").join("desks").join(format!("{}.number", writer.event()));
    let at_opening = std::fs::read(&number).unwrap();
    walk_in(&mut writer, 2, "Piet Hein");
    kill(writer);
    // The number was not synced: after the power cut it is the one of the opening.
    std::fs::write(&number, at_opening).unwrap();
    std::fs::rename(bench.path("a.ankomst-wal"), bench.path("b.ankomst-wal")).unwrap();
    std::fs::rename(&file, bench.path("b.ankomst")).unwrap();
    std::fs::rename(bench.path("copy.ankomst"), &file).unwrap();
    assert_ne!(desk_of(&bench, "a.ankomst", "home"), desk, "the token is that of an earlier opening");
    assert_no_fork(&[&file, &bench.path("b.ankomst")]);
}

#[test]
fn a_backup_opened_where_it_lies_is_another_desk() {
    let bench = Bench::new();
    let mut writer = bench.create("a.ankomst");
    walk_in(&mut writer, 1, "Karen Blixen");
    store::Reader::open(&bench.path("a.ankomst")).unwrap().backup(&bench.path("b.ankomst")).unwrap();
    let desk = writer.desk();
    writer.close().unwrap();
    assert_ne!(desk_of(&bench, "b.ankomst", "home"), desk, "a copy belongs to no desk");
    assert_eq!(desk_of(&bench, "a.ankomst", "home"), desk_of(&bench, "a.ankomst", "home"), "the original goes on");
    assert_no_fork(&[&bench.path("a.ankomst"), &bench.path("b.ankomst")]);
}

#[test]
fn without_a_running_number_in_the_users_folder_a_killed_file_is_another_desk() {
    let bench = Bench::new();
    let writer = bench.create("a.ankomst");
    let (desk, event) = (writer.desk(), writer.event());
    kill(writer);
    std::fs::remove_file(bench.path("home").join("desks").join(format!("{event}.number"))).unwrap();
    assert_ne!(desk_of(&bench, "a.ankomst", "home"), desk, "in doubt a new identity, never a fork");
}

#[test]
fn the_first_record_of_a_new_desk_names_all_heads() {
    let bench = Bench::new();
    let file = bench.event("a.ankomst");
    let heads = store::Reader::open(&file).unwrap().view().heads().unwrap();
    let second = open(&bench, "a.ankomst", "second");
    let desk = second.desk();
    second.close().unwrap();
    let third = open(&bench, "a.ankomst", "third");
    let records = third.view().journal_after(0, 1_000).unwrap();
    let first_of = |desk: DeskId| {
        let (_, sealed) = records.iter().find(|(_, sealed)| sealed.record.stamp.desk == desk).unwrap();
        sealed.act().unwrap()
    };
    assert_eq!(first_of(desk), Act::Desk { label: "A".into(), heads: heads.clone() }, "the second names the first");
    let Act::Desk { heads: known, .. } = first_of(third.desk()) else { panic!("a desk's first record is its own") };
    assert_eq!(known.len(), 2, "the third names both");
    assert!(known.contains(&heads[0]), "with number and digest: {known:?}");
}
