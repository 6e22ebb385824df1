//! The write-ahead log is moved into the file beside the writer.

use std::sync::atomic::{AtomicBool, Ordering};

use store::{Act, Writer};

use crate::bench::{Bench, append, at, attendee, enter, faults, said, walk_in};
use crate::history::fold_all;

/// So many people fill more pages than are worth moving.
fn many(writer: &mut Writer) {
    let listed = |tx: &mut store::Tx<'_>| {
        let import = tx.new_import()?;
        for line in 2..4_002 {
            let listed =
                Act::Listed { import, line, said: said(&format!("Guest {line} {}", "x".repeat(900))), number: None };
            let person = tx.new_attendee()?;
            tx.append(&listed, Some(person), None, None)?;
        }
        tx.append(&Act::Import { import, file_digest: String::new(), rows: 4_000 }, None, None, None)
    };
    writer.transact(at(1_000), "", listed).unwrap();
    fold_all(writer, at(1_000));
}

#[test]
fn a_log_is_moved_into_the_file_once_it_is_worth_it() {
    let bench = Bench::quick();
    let mut writer = bench.create("event.ankomst");
    let size = |writer: &Writer| writer.place().file.metadata().unwrap().len();
    let mut keeper = writer.log_keeper().unwrap();
    keeper.checkpoint().unwrap();
    let begun = size(&writer);
    walk_in(&mut writer, 1, "Karen Blixen");
    keeper.keep_short().unwrap();
    assert_eq!(size(&writer), begun, "a guest is not worth two syncs");
    many(&mut writer);
    assert_eq!(size(&writer), begun, "the writer leaves it to others");
    keeper.keep_short().unwrap();
    let moved = size(&writer);
    assert!(moved > begun + 4_000_000, "{moved}");
    assert_eq!(faults(&writer.place().file), []);
    // The writer begins its log anew, and the keeper begins to count anew.
    append(&mut writer, &enter(), Some(attendee(1)));
    many(&mut writer);
    keeper.keep_short().unwrap();
    assert!(size(&writer) > moved + 4_000_000);
}

#[test]
fn what_was_erased_goes_from_the_file_also_while_its_log_is_moved() {
    let bench = Bench::quick();
    let mut writer = bench.create("event.ankomst");
    let mut keeper = writer.log_keeper().unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                keeper.checkpoint().unwrap();
            }
        });
        for round in 0..50 {
            walk_in(&mut writer, round, "Karen Blixen");
            let settled = writer.vacuum();
            if settled.is_err() {
                done.store(true, Ordering::Relaxed);
            }
            settled.unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
}
