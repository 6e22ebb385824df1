//! Another passphrase, and what was left half-done: nothing with a name stays in clear, and nobody who was erased comes back.

use std::path::{Path, PathBuf};

use jiff::SignedDuration;
use kiosk::{Access, Caller, Kiosk, KioskOptions, Passphrase, Unlock, acts, event_files};
use serde_json::json;
use tempfile::TempDir;

use crate::{PATIENCE, call, ids, options, standing_clock};

const WORDS: &str = "fire ord som ingen kender";

/// Every file under a folder, by its path from there.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}

fn put(file: PathBuf) -> PathBuf {
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "somebody's name").unwrap();
    file
}

fn words() -> Passphrase {
    Passphrase::new(WORDS.to_owned())
}

#[test]
fn a_first_passphrase_leaves_no_name_beside_the_event_and_erasing_looks_there_too() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("event.ankomst");
    let clock = standing_clock();
    let with = options(folder.path(), clock.clone());
    let kiosk = event_files::create_sample(&file, &with).unwrap();
    let people = ids(&kiosk);
    call(&kiosk, "checkIn", json!({"attendee": people[0]}));
    acts::erase::erase_attendee(&kiosk, &Caller::default(), people[1].parse().unwrap()).unwrap();
    clock.advance(SignedDuration::from_secs(1));
    event_files::back_up_for_tests(&kiosk).unwrap();
    for (name, params) in [
        ("saveReport", json!({"report": "arrivals"})),
        ("exportList", json!({"format": "csv"})),
        ("savePerson", json!({"attendee": people[0]})),
    ] {
        call(&kiosk, name, params);
    }
    let place = kiosk.place().clone();
    let badge = format!("{}-0190b5c0-7c1d-7cc3-98c4-0000000000aa.pdf", people[0]);
    put(place.badges().join(&badge));
    put(place.badges().join("badges 20261123T090000.pdf.writing"));
    put(place.folder.join("badge-files/badges 20261123T090000.pdf.ids"));
    put(place.backups().join("20261123T080000.000Z auto x.ankomst.writing"));
    let before = files(&place.folder);
    assert!(before.contains(&"reports/arrivals.pdf".to_owned()), "it comes by itself: {before:?}");
    kiosk.close(PATIENCE).unwrap();
    // Also at the very moment of the last backup, under whose name there is a copy in clear.
    let rekeyed = event_files::change_passphrase(&file, Some(&words()), &with).unwrap();
    assert_eq!(rekeyed.left, Vec::<PathBuf>::new());
    let ours = ["erased", "lock", "passphrase-check"];
    let left: Vec<_> = files(&place.folder).into_iter().filter(|name| !ours.contains(&name.as_str())).collect();
    let (backups, others): (Vec<_>, Vec<_>) = left.into_iter().partition(|name| name.starts_with("backups/"));
    assert_eq!(others, ["reports/erased-20261123T090000.pdf"], "the note of the erasure, which names nobody");
    assert_eq!(backups.len(), 1);
    assert!(!std::fs::read(place.folder.join(&backups[0])).unwrap().starts_with(b"SQLite"), "and it is encrypted");
    // What lies there all the same, from an earlier program say, goes when its person is erased.
    let locked = KioskOptions { unlock: rekeyed.unlock, ..with };
    let kiosk = Kiosk::open(&file, Access::Write, &locked).unwrap();
    let badge = put(place.badges().join(&badge));
    let list = put(place.reports().join("arrivals-20261123T090000.pdf"));
    let passing = put(kiosk.badge_folder().join("badges 20261123T090000.pdf"));
    clock.advance(SignedDuration::from_secs(1));
    acts::erase::erase_attendee(&kiosk, &Caller::default(), people[0].parse().unwrap()).unwrap();
    assert!(!badge.exists() && !list.exists() && !passing.exists());
    kiosk.close(PATIENCE).unwrap();
}

#[test]
fn a_passphrase_that_was_given_is_given_and_the_rest_is_finished_at_the_next_opening() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("event.ankomst");
    let with = options(folder.path(), standing_clock());
    let kiosk = event_files::create_sample(&file, &with).unwrap();
    let place = kiosk.place().clone();
    event_files::back_up_for_tests(&kiosk).unwrap();
    let old = place.newest_backup().unwrap();
    kiosk.close(PATIENCE).unwrap();
    event_files::change_passphrase(&file, Some(&Passphrase::new("kort".to_owned())), &with).unwrap_err();
    assert!(!place.folder.join("rekey-due").exists(), "nothing was changed, nothing is due");
    // Nor where it was cut off before the file changed: the backups are good.
    let head: String = std::fs::read(&file).unwrap()[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    std::fs::write(place.folder.join("rekey-due"), head).unwrap();
    Kiosk::open(&file, Access::Write, &with).unwrap().close(PATIENCE).unwrap();
    assert!(!place.folder.join("rekey-due").exists() && old.exists());
    // A backup that cannot be removed: it is no file.
    let stuck = place.backups().join("20261101T000000.000Z auto x.ankomst");
    std::fs::create_dir(&stuck).unwrap();
    let rekeyed = event_files::change_passphrase(&file, Some(&words()), &with).unwrap();
    assert_eq!(rekeyed.left, std::slice::from_ref(&stuck), "named, and no failure");
    assert!(!old.exists(), "the others went");
    assert!(Kiosk::open(&file, Access::Read, &with).is_err(), "it has its passphrase");
    let locked = KioskOptions { unlock: Unlock::Passphrase(words()), ..with };
    Kiosk::open(&file, Access::Write, &locked).unwrap().close(PATIENCE).unwrap();
    assert!(place.folder.join("rekey-due").exists(), "it is known what is left to do");
    std::fs::remove_dir(&stuck).unwrap();
    // And something that lies in clear.
    let list = put(place.reports().join("arrivals.pdf"));
    Kiosk::open(&file, Access::Write, &locked).unwrap().close(PATIENCE).unwrap();
    assert!(!place.folder.join("rekey-due").exists() && !list.exists());
    assert_eq!(place.backup_times().len(), 1);
}

#[test]
fn what_a_killed_program_left_goes_at_the_next_opening_and_a_persons_own_copy_is_named() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("event.ankomst");
    let with = options(folder.path(), standing_clock());
    let kiosk = event_files::create_sample(&file, &with).unwrap();
    let (place, person) = (kiosk.place().clone(), ids(&kiosk).remove(0));
    kiosk.close(PATIENCE).unwrap();
    let left = [
        put(folder.path().join("event.ankomst.writing")),
        put(folder.path().join("event.ankomst.writing-journal")),
        put(place.folder.join("rescue/copy.ankomst")),
        put(place.backups().join("20261123T080000.000Z auto x.ankomst.writing")),
    ];
    let others = put(folder.path().join("another.ankomst.writing"));
    let own = put(place.backups().join("min egen kopi.ankomst"));
    let kiosk = Kiosk::open(&file, Access::Write, &with).unwrap();
    for file in left {
        assert!(!file.exists(), "{}", file.display());
    }
    assert!(others.exists() && own.exists(), "what may be somebody's own stays");
    let erased = call(&kiosk, "eraseAttendee", json!({"attendee": person}));
    assert_eq!(erased["left"], json!([own]), "and is named");
    kiosk.close(PATIENCE).unwrap();
    let rekeyed = event_files::change_passphrase(&file, Some(&words()), &with).unwrap();
    assert_eq!(rekeyed.left, [own]);
}

#[test]
fn who_was_erased_stays_so_in_a_copy_under_another_name_and_on_another_computer() {
    let (folder, spare) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let stick = folder.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    let clock = standing_clock();
    let with = options(folder.path(), clock.clone());
    let kiosk = event_files::create_sample(&folder.path().join("event.ankomst"), &with).unwrap();
    let (gone, stays) = (ids(&kiosk)[0].clone(), ids(&kiosk)[1].clone());
    let copies = call(&kiosk, "chooseMedium", json!({"folder": stick, "inClear": true}))["medium"]["folder"].clone();
    let copies = PathBuf::from(copies.as_str().unwrap());
    event_files::back_up_for_tests(&kiosk).unwrap();
    let before = kiosk.place().newest_backup().unwrap();
    // Kept by a person, who puts it among the copies of the stick, and somewhere else.
    let elsewhere = folder.path().join("elsewhere.ankomst");
    let on_stick = copies.join("min egen.ankomst");
    for kept in [&elsewhere, &on_stick] {
        std::fs::copy(&before, kept).unwrap();
    }
    clock.advance(SignedDuration::from_secs(1));
    call(&kiosk, "eraseAttendee", json!({"attendee": gone}));
    kiosk.close(PATIENCE).unwrap();
    let check = |backup: &Path, file: PathBuf, with: &KioskOptions| {
        event_files::restore(backup, &file, with).unwrap();
        let kiosk = Kiosk::open(&file, Access::Write, with).unwrap();
        assert_eq!(call(&kiosk, "getAttendee", json!({"attendee": gone}))["name"], "", "{}", file.display());
        assert_ne!(call(&kiosk, "getAttendee", json!({"attendee": stays}))["name"], "");
        kiosk.close(PATIENCE).unwrap();
    };
    check(&elsewhere, folder.path().join("another name.ankomst"), &with);
    let other_home = options(spare.path(), clock.clone());
    check(&on_stick, spare.path().join("event.ankomst"), &other_home);
}
