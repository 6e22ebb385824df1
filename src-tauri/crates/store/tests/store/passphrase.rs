//! Events with a passphrase: nothing is in clear, nothing opens without it, and damage is told from a wrong passphrase.

use std::path::Path;

use store::{OpenOptions, Passphrase, Reader, StoreError, Unlock, Writer, change_passphrase, has_passphrase, restore};

use crate::bench::{Bench, at, files, read, settings, walk_in};
use crate::identity::kill;

const WORDS: &str = "correct horse battery";

fn with(words: &str) -> Unlock {
    Unlock::Passphrase(Passphrase::new(words.to_owned()))
}

fn options(bench: &Bench, words: &str) -> OpenOptions {
    OpenOptions { unlock: with(words), ..bench.options("home") }
}

/// An event with a passphrase and one guest; open.
fn locked(bench: &Bench, name: &str) -> Writer {
    let mut writer = Writer::create(&bench.path(name), settings(), &options(bench, WORDS), at(0)).unwrap();
    walk_in(&mut writer, 1, "Karen Blixen");
    writer
}

fn people(file: &Path, unlock: &Unlock) -> Result<usize, StoreError> {
    Ok(Reader::open_with(file, unlock)?.view().all_attendees()?.len())
}

/// Whether any file under the folder holds the text, as UTF-8 or UTF-16.
fn holds(bench: &Bench, text: &str) -> bool {
    let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let forms = [text.as_bytes().to_vec(), wide(u16::to_le_bytes), wide(u16::to_be_bytes)];
    files(&bench.path(""))
        .iter()
        .any(|(_, bytes)| forms.iter().any(|form| bytes.0.windows(form.len()).any(|window| window == form.as_slice())))
}

#[test]
fn nothing_is_in_clear_while_it_is_open_nor_after_nor_in_a_copy() {
    let bench = Bench::new();
    let writer = locked(&bench, "event.ankomst");
    let secrets = ["Blixen", "karen.blixen@example.org", "65 31 31 31", "Europe/Copenhagen", "SQLite format 3"];
    for secret in secrets {
        assert!(!holds(&bench, secret), "{secret} is in no file while the log is full");
    }
    let backup = writer.backup_to_folder("auto", at(1)).unwrap();
    writer.close().unwrap();
    for secret in secrets {
        assert!(!holds(&bench, secret), "{secret} is in no file after that");
    }
    assert_eq!(people(&backup, &with(WORDS)).unwrap(), 1, "the copy opens with the passphrase");
    assert!(matches!(people(&backup, &Unlock::Nothing), Err(StoreError::PassphraseNeeded)), "and only with it");
    // The test itself can find what is in clear.
    let plain = Bench::new();
    plain.event("plain.ankomst");
    assert!(holds(&plain, "Blixen") && holds(&plain, "karen.blixen@example.org"));
}

#[test]
fn only_the_right_passphrase_opens_and_a_wrong_one_changes_nothing() {
    let bench = Bench::new();
    locked(&bench, "event.ankomst").close().unwrap();
    let file = bench.path("event.ankomst");
    assert!(has_passphrase(&file).unwrap());
    let before = read(&file);
    for wrong in ["", "correct horse battery ", "Correct horse battery"] {
        let refused = Writer::open(&file, &options(&bench, wrong), at(1)).err().unwrap();
        assert!(matches!(refused, StoreError::WrongPassphrase), "{wrong:?}: {refused:?}");
        assert!(matches!(people(&file, &with(wrong)), Err(StoreError::WrongPassphrase)), "{wrong:?} for reading");
    }
    let refused = Writer::open(&file, &bench.options("home"), at(1)).err().unwrap();
    assert!(matches!(refused, StoreError::PassphraseNeeded), "{refused:?}");
    assert!(before == read(&file), "not a byte has changed, and nothing was moved aside");
    // Away from its folder nothing is written down about it; it opens all the same, or does not.
    let stick = bench.path("stick");
    std::fs::create_dir(&stick).unwrap();
    std::fs::copy(&file, stick.join("copy.ankomst")).unwrap();
    assert_eq!(people(&stick.join("copy.ankomst"), &with(WORDS)).unwrap(), 1);
    let refused = people(&stick.join("copy.ankomst"), &with("something else"));
    assert!(matches!(refused, Err(StoreError::WrongPassphrase)), "{refused:?}");
    let mut writer = Writer::open(&file, &options(&bench, WORDS), at(1)).unwrap();
    walk_in(&mut writer, 2, "Piet Hein");
    kill(writer);
    assert_eq!(people(&file, &with(WORDS)).unwrap(), 2, "its log is read with the same key");
}

#[test]
fn a_damaged_file_is_moved_aside_and_a_wrong_passphrase_is_never_taken_for_damage() {
    let bench = Bench::new();
    let writer = locked(&bench, "event.ankomst");
    let backup = writer.backup_to_folder("auto", at(1)).unwrap();
    let key = Unlock::of(writer.file_key().as_ref());
    writer.close().unwrap();
    let file = bench.path("event.ankomst");
    let whole = read(&file).0;
    // The salt, the first page, a page in the middle, and a file that was cut.
    let places = [3, 100, whole.len() / 2];
    let broken = places.map(|place| {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x40;
        bytes
    });
    let cut = [whole[..whole.len() - 1].to_vec(), whole[..whole.len() - 4096].to_vec()];
    let wrong = with("something else");
    for bytes in broken.into_iter().chain(cut) {
        std::fs::write(&file, &bytes).unwrap();
        let wrong = people(&file, &wrong);
        assert!(matches!(wrong, Err(StoreError::WrongPassphrase)), "first the passphrase: {wrong:?}");
        assert!(read(&file).0 == bytes, "nothing was moved");
        let error = Writer::open(&file, &options(&bench, WORDS), at(2)).err().unwrap();
        let StoreError::Damaged { aside, backup: Some(named) } = error else { panic!("{error:?}") };
        assert!(read(&aside).0 == bytes, "as it was found");
        assert_eq!(named, backup, "the copy is named");
        restore(&named, &file, &key, at(3)).unwrap();
        assert_eq!(people(&file, &key).unwrap(), 1, "and takes its place");
        assert!(has_passphrase(&file).unwrap(), "still with its passphrase");
        std::fs::remove_file(&file).unwrap();
    }
}

#[test]
fn a_passphrase_is_given_changed_and_taken_away_and_the_desk_goes_on() {
    let bench = Bench::new();
    let file = bench.event("event.ankomst");
    let words = Passphrase::new(WORDS.to_owned());
    let short = change_passphrase(&file, &Unlock::Nothing, Some(&Passphrase::new("short".to_owned())));
    assert!(matches!(short, Err(StoreError::UnfitPassphrase)), "{short:?}");
    let writer = bench.open("event.ankomst").unwrap();
    let desk = writer.desk();
    let open = change_passphrase(&file, &Unlock::Nothing, Some(&words));
    assert!(matches!(open, Err(StoreError::InUse)), "not while it is open: {open:?}");
    writer.close().unwrap();

    let given = change_passphrase(&file, &Unlock::Nothing, Some(&words)).unwrap();
    assert!(!holds(&bench, "Blixen"), "what was in clear is gone");
    assert_eq!(people(&file, &given).unwrap(), 1);
    let wrong = change_passphrase(&file, &with("something else"), None);
    assert!(matches!(wrong, Err(StoreError::WrongPassphrase)), "{wrong:?}");
    let salt = read(&file).0[..16].to_vec();
    let other = Passphrase::new("another passphrase".to_owned());
    change_passphrase(&file, &with(WORDS), Some(&other)).unwrap();
    assert_ne!(read(&file).0[..16], salt, "another passphrase is another salt");
    assert!(matches!(people(&file, &with(WORDS)), Err(StoreError::WrongPassphrase)), "the old one is dead");
    let writer = Writer::open(&file, &options(&bench, "another passphrase"), at(5)).unwrap();
    assert_eq!(writer.desk(), desk, "the same desk goes on");
    writer.close().unwrap();
    let mut reader = Reader::open_with(&file, &with("another passphrase")).unwrap();
    assert_eq!(reader.verify(&[]).unwrap(), [], "journal, chain and projections came along");
    drop(reader);
    change_passphrase(&file, &with("another passphrase"), None).unwrap();
    assert!(!has_passphrase(&file).unwrap() && people(&file, &Unlock::Nothing).unwrap() == 1, "and none any more");
    let left: Vec<_> = files(&bench.path("")).into_iter().filter(|(path, _)| path.ends_with("writing")).collect();
    assert!(left.is_empty(), "nothing half-done is left");
}

#[test]
fn keys_and_passphrases_do_not_show() {
    let bench = Bench::new();
    let writer = locked(&bench, "event.ankomst");
    let shown = format!("{:?} {:?} {:?}", writer.file_key(), with(WORDS), options(&bench, WORDS));
    assert!(!shown.contains("horse"), "{shown}");
}
