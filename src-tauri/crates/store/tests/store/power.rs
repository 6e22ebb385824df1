//! Power cuts below SQLite: whatever part of the unsynced writes has reached the disk, nothing acknowledged is lost and the
//! file opens.
//!
//! The disk is looked at after every acknowledged step. What differs between two looks is what was written meanwhile, sector by
//! sector; SQLite syncs before it acknowledges. A cut between the two leaves the earlier bytes with any part of the later ones:
//! sectors are taken over at random (so writes are dropped and reordered), one of them torn in the middle, and the file's
//! length is the old one, the new one or one between. See decision 0027.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use checkin::RecordId;
use store::{Act, OpenOptions, Passphrase, Unlock, Writer};

use crate::bench::{Bench, append, at, attendee, enter, said, walk_in};

/// What a disk writes in one go.
const SECTOR: usize = 512;
/// All cuts; a tenth of them in CI.
const CUTS: usize = 500;

/// The event's files at one moment.
type Disk = BTreeMap<&'static str, Vec<u8>>;

/// A look at the disk, and what had been acknowledged then.
struct Look {
    disk: Disk,
    acknowledged: Vec<RecordId>,
    /// What the step before it did.
    step: &'static str,
}

/// A small generator (Marsaglia, xorshift64), so that the cuts are the same in each run.
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (below as u64)).unwrap()
    }
}

const FILES: [&str; 2] = ["event.ankomst", "event.ankomst-wal"];

fn look(bench: &Bench, acknowledged: &[RecordId], step: &'static str) -> Look {
    let disk = FILES.into_iter().filter_map(|name| Some((name, std::fs::read(bench.path(name)).ok()?))).collect();
    Look { disk, acknowledged: acknowledged.to_vec(), step }
}

/// Mixed work, with a look after every step.
fn record(bench: &Bench, options: &OpenOptions) -> Vec<Look> {
    let mut writer = Writer::create(&bench.path(FILES[0]), crate::bench::settings(), options, at(0)).unwrap();
    let mut done: Vec<RecordId> = Vec::new();
    let mut looks = vec![look(bench, &done, "creating")];
    let mut chance = Chance(0x0090_1e55);
    for round in 0..70_u8 {
        let who = attendee(1 + round % 30);
        let step = match round {
            0..30 => {
                done.push(walk_in(&mut writer, 1 + round, &format!("Guest {round} {}", "x".repeat(chance.next(900)))));
                "a walk-in"
            }
            35 | 55 => {
                // An import: a hundred records in one transaction.
                let made = writer.transact(at(2_000), "", |tx| {
                    let import = tx.new_import()?;
                    let mut made = Vec::new();
                    for line in 0..100_u32 {
                        let listed = Act::Listed { import, line, said: said(&format!("Listed {line}")), number: None };
                        let person = tx.new_attendee()?;
                        made.push(tx.append(&listed, Some(person), None, None)?);
                    }
                    made.push(tx.append(
                        &Act::Import { import, file_digest: String::new(), rows: 100 },
                        None,
                        None,
                        None,
                    )?);
                    Ok(made)
                });
                done.extend(made.unwrap().value);
                while writer.fold_due(at(2_000), |_| true).unwrap().value {}
                "an import"
            }
            40 => {
                done.push(writer.transact(at(2_000), "", |tx| tx.erase(attendee(3), None)).unwrap().value);
                "erasing"
            }
            50 => {
                let target = done[3];
                let undone = Act::Undone { target, reason: "x".into() };
                done.push(append(&mut writer, &undone, Some(attendee(2))));
                "an undo"
            }
            _ if round % 6 == 0 => {
                writer.log_keeper().unwrap().checkpoint().unwrap();
                "a checkpoint"
            }
            _ => {
                done.push(append(&mut writer, &enter(), Some(who)));
                "a check-in"
            }
        };
        looks.push(look(bench, &done, step));
    }
    crate::identity::kill(writer);
    looks
}

/// The disk after a cut somewhere between two looks.
fn cut(before: &Disk, after: &Disk, chance: &mut Chance) -> Disk {
    // Each kind of cut by itself, and all at once.
    let keep_of_ten = [0, 2, 5, 8, 10][chance.next(5)];
    let mut disk = Disk::new();
    for name in FILES {
        let (old, new) = (before.get(name), after.get(name));
        let Some(new) = new else {
            disk.extend(old.map(|old| (name, old.clone())));
            continue;
        };
        let empty = Vec::new();
        let old = old.unwrap_or(&empty);
        let longest = old.len().max(new.len());
        let sectors = longest.div_ceil(SECTOR);
        let mut bytes = old.clone();
        let mut torn = false;
        for sector in 0..sectors {
            let range = |file: &Vec<u8>| (sector * SECTOR).min(file.len())..((sector + 1) * SECTOR).min(file.len());
            if old[range(old)] == new[range(new)] || chance.next(10) >= keep_of_ten {
                continue;
            }
            let part = &new[range(new)];
            let start = sector * SECTOR;
            // One sector stops in the middle, now and then.
            let length = if !torn && chance.next(20) == 0 { chance.next(part.len().max(1)) } else { part.len() };
            torn |= length < part.len();
            if bytes.len() < start + length {
                // What lies between was not written yet: zeros, as file systems have them.
                bytes.resize(start + length, 0);
            }
            bytes[start..start + length].copy_from_slice(&part[..length]);
        }
        disk.insert(name, bytes);
    }
    disk
}

fn put(disk: &Disk, folder: &Path) -> PathBuf {
    for name in FILES {
        let _ = std::fs::remove_file(folder.join(name));
    }
    let _ = std::fs::remove_file(folder.join("event.ankomst-shm"));
    for (name, bytes) in disk {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    folder.join(FILES[0])
}

fn run(options: impl Fn(&Bench) -> OpenOptions, cuts: usize, seed: u64) {
    let bench = Bench::quick();
    let looks = record(&bench, &options(&bench));
    let place = Bench::quick();
    let folder = place.path("cut");
    std::fs::create_dir_all(folder.join("event.ankomst-files")).unwrap();
    let check = bench.path("event.ankomst-files/passphrase-check");
    if check.exists() {
        std::fs::copy(check, folder.join("event.ankomst-files/passphrase-check")).unwrap();
    }
    let mut chance = Chance(seed);
    let mut partial = 0;
    for round in 0..cuts {
        let place_of_cut = 1 + chance.next(looks.len() - 1);
        let (before, after) = (&looks[place_of_cut - 1], &looks[place_of_cut]);
        let disk = cut(&before.disk, &after.disk, &mut chance);
        partial += usize::from(disk != before.disk && disk != after.disk);
        let file = put(&disk, &folder);
        let opened = Writer::open(&file, &OpenOptions { home: folder.join("home"), ..options(&bench) }, at(90_000));
        let writer =
            opened.unwrap_or_else(|error| panic!("cut {round}, during {}: it does not open: {error}", after.step));
        for record in &before.acknowledged {
            assert!(
                writer.view().record(*record).is_ok(),
                "cut {round}, during {}: an acknowledged record is lost",
                after.step
            );
        }
        if round % 5 == 0 {
            let unlock = Unlock::of(writer.file_key().as_ref());
            let faults = store::Reader::open_with(&file, &unlock).unwrap().verify(&[]).unwrap();
            assert_eq!(faults, [], "cut {round}, during {}: whole", after.step);
        }
        crate::identity::kill(writer);
    }
    assert!(partial > cuts / 3, "most cuts are in the middle of something: {partial} of {cuts}");
}

fn cuts() -> usize {
    if std::env::var_os("ANKOMST_SOAK").is_some() { CUTS } else { CUTS / 10 }
}

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged() {
    run(|bench| bench.options("home"), cuts() * 4 / 5, 0x5eed_0001);
}

/// A key derived once: opening five hundred times takes no Argon2.
fn key(bench: &Bench) -> Unlock {
    let unlock = Unlock::Passphrase(Passphrase::new("correct horse battery".to_owned()));
    let made = Writer::create(
        &bench.path("key.ankomst"),
        crate::bench::settings(),
        &OpenOptions { unlock, ..bench.options("home") },
        at(0),
    );
    Unlock::of(made.unwrap().file_key().as_ref())
}

#[test]
fn a_power_cut_loses_nothing_of_an_event_with_a_passphrase() {
    let key = key(&Bench::quick());
    run(|bench| OpenOptions { unlock: key.clone(), ..bench.options("home") }, cuts() / 5, 0x5eed_0002);
}

/// Every checkpoint of an event with a passphrase writes the first page anew, and the key is tried on that page first.
#[test]
fn a_first_page_that_a_checkpoint_left_torn_is_read_from_the_log() {
    let bench = Bench::quick();
    let options = OpenOptions { unlock: key(&bench), ..bench.options("home") };
    let mut writer = Writer::create(&bench.path(FILES[0]), crate::bench::settings(), &options, at(0)).unwrap();
    writer.log_keeper().unwrap().checkpoint().unwrap();
    // The file grows, and how long it is stands in its first page.
    let done = walk_in(&mut writer, 1, "Guest");
    for other in 2..30 {
        walk_in(&mut writer, other, &format!("Guest {}", "x".repeat(900)));
    }
    let before = look(&bench, &[done], "a walk-in");
    writer.log_keeper().unwrap().checkpoint().unwrap();
    let after = look(&bench, &[done], "a checkpoint");
    crate::identity::kill(writer);
    let first = |look: &Look| look.disk[FILES[0]][..4096].to_vec();
    assert!(first(&before) != first(&after), "the page was written");
    let place = Bench::quick();
    for sector in 1..8 {
        let mut disk = before.disk.clone();
        disk.get_mut(FILES[0]).unwrap()[..sector * SECTOR].copy_from_slice(&first(&after)[..sector * SECTOR]);
        let file = put(&disk, place.path("x").parent().unwrap());
        let opened = Writer::open(&file, &OpenOptions { home: place.path("home"), ..options.clone() }, at(90_000));
        assert!(opened.unwrap().view().record(done).is_ok(), "{sector} sectors of the new page");
    }
}
