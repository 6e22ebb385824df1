//! A stick that comes and goes, is full, is another one, or holds what must not stay.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::SignedDuration;
use tempfile::TempDir;

use super::*;
use crate::clock::{Clock, ManualClock};
use crate::kiosk::{Kiosk, KioskOptions};
use crate::testing::options;
use crate::{Passphrase, api, event_files};

/// An event with a stick beside it.
struct Bench {
    folder: TempDir,
    clock: Arc<ManualClock>,
    kiosk: Kiosk,
}

impl Bench {
    fn new(unlock: Unlock) -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::create_dir(folder.path().join("stick")).unwrap();
        let clock = Arc::new(ManualClock::at("2026-11-23T08:00:00Z".parse().unwrap()));
        let options = KioskOptions { unlock, ..options(folder.path(), clock.clone()) };
        let kiosk = event_files::generate(&folder.path().join("event.ankomst"), 20, 1, &options, &mut |_| {}).unwrap();
        Self { folder, clock, kiosk }
    }

    fn stick(&self) -> PathBuf {
        self.folder.path().join("stick")
    }

    fn medium(&self) -> &Medium {
        &self.kiosk.shared().medium
    }

    fn choose(&self, word: Option<&str>) {
        let mark = self.clock.now().to_string();
        self.medium().choose(self.kiosk.place(), &self.stick(), word.map(str::to_owned), &mark).unwrap();
    }

    /// Something happens, and a backup is made of it.
    fn backup(&self) -> Timestamp {
        self.clock.advance(SignedDuration::from_mins(5));
        let name = format!("Gæst {}", self.clock.now());
        api::call(&self.kiosk, &crate::Caller::default(), "addWalkIn", serde_json::json!({"name": name})).unwrap();
        event_files::back_up_for_tests(&self.kiosk).unwrap();
        self.kiosk.place().backup_times().pop().unwrap().0
    }

    fn follow(&self) -> bool {
        self.medium().follow(&self.kiosk.shared().source())
    }

    fn look(&self) -> State {
        self.medium().look(&self.kiosk.shared().source())
    }

    fn copies(&self) -> Vec<Timestamp> {
        self.medium().copies().into_iter().map(|(made, _)| made).collect()
    }
}

#[test]
fn each_backup_is_copied_and_checked_and_a_ring_is_kept() {
    let bench = Bench::new(Unlock::Nothing);
    assert_eq!(bench.look(), State::None);
    bench.choose(Some("Lone"));
    assert_eq!(bench.look(), State::Ready(None), "no copy is claimed before there is one");
    let first = bench.backup();
    assert!(bench.follow());
    assert_eq!((bench.look(), bench.copies()), (State::Ready(Some(first)), vec![first]));
    let made: Vec<_> = (0..26)
        .map(|_| {
            let made = bench.backup();
            assert!(bench.follow());
            made
        })
        .collect();
    assert_eq!(bench.copies(), made[2..], "the newest 24");
    let newest = bench.medium().copies().pop().unwrap().1;
    let kept = bench.kiosk.place().newest_backup().unwrap();
    assert_eq!(std::fs::read(&newest).unwrap(), std::fs::read(&kept).unwrap(), "as it is, byte for byte");
    let held = bench.medium().held(&newest, &Unlock::Nothing).unwrap();
    assert!(held.listed >= 27, "{held:?}");
    // At the next start it is known, and nothing is copied twice.
    let again = Medium::of(&bench.folder.path().join("home"), bench.kiosk.shared().event_id);
    assert_eq!(again.look(&bench.kiosk.shared().source()), bench.look());
    std::fs::write(&newest, "left alone").unwrap();
    assert!(again.follow(&bench.kiosk.shared().source()));
    assert_eq!(std::fs::read(&newest).unwrap(), b"left alone", "what is there is not written again");
}

#[test]
fn a_copy_that_is_not_whole_is_none() {
    let bench = Bench::new(Unlock::Nothing);
    bench.choose(Some("Lone"));
    bench.backup();
    let kept = bench.kiosk.place().newest_backup().unwrap();
    let mut bytes = std::fs::read(&kept).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0xA5);
    std::fs::write(&kept, bytes).unwrap();
    assert!(!bench.follow());
    assert_eq!((bench.look(), bench.copies()), (State::Failed(None), vec![]));
    let names: Vec<_> =
        std::fs::read_dir(bench.medium().folder().unwrap()).unwrap().flatten().map(|one| one.file_name()).collect();
    assert_eq!(names, [MARK], "nothing half-done is left");
    let next = bench.backup();
    assert!(bench.follow());
    assert_eq!(bench.look(), State::Ready(Some(next)), "a good one makes it well again");
}

#[test]
fn a_stick_that_is_pulled_out_is_told_and_copying_goes_on_when_it_is_back() {
    let bench = Bench::new(Unlock::Nothing);
    bench.choose(Some("Lone"));
    let first = bench.backup();
    assert!(bench.follow());
    let away = bench.folder.path().join("pocket");
    std::fs::rename(bench.stick(), &away).unwrap();
    assert_eq!(bench.look(), State::Gone(Some(first)));
    let second = bench.backup();
    assert!(!bench.follow());
    assert_eq!(bench.look(), State::Gone(Some(first)), "what is on it is known from before");
    // The mount point stays behind, empty; and another stick comes, with a folder of the same name.
    std::fs::create_dir(bench.stick()).unwrap();
    assert!(!bench.follow());
    assert_eq!(bench.look(), State::Gone(Some(first)));
    assert_eq!(std::fs::read_dir(bench.stick()).unwrap().count(), 0, "nothing is written beside it");
    let own = bench.medium().folder().unwrap();
    std::fs::create_dir(&own).unwrap();
    std::fs::write(own.join(MARK), "another").unwrap();
    assert!(!bench.follow());
    assert_eq!((bench.look(), bench.copies()), (State::Other(Some(first)), vec![]));
    std::fs::remove_dir_all(bench.stick()).unwrap();
    // A copy that was under way when it was pulled out.
    std::fs::write(away.join(own.file_name().unwrap()).join("half.ankomst.writing"), "half").unwrap();
    std::fs::rename(&away, bench.stick()).unwrap();
    assert!(bench.follow());
    assert_eq!((bench.look(), bench.copies()), (State::Ready(Some(second)), vec![first, second]));
    assert!(!own.join("half.ankomst.writing").exists(), "half a copy is cleared away");
}

/// How many bytes the stick of this test has room for.
static ROOM: AtomicU64 = AtomicU64::new(u64::MAX);

#[test]
fn a_full_stick_loses_its_oldest_copies_but_never_the_last_good_one() {
    let bench = Bench::new(Unlock::Nothing);
    let mut medium = Medium::of(&bench.folder.path().join("home"), bench.kiosk.shared().event_id);
    medium.free = |folder| {
        let sizes = store::backups_in(folder).into_iter().map(|(_, path)| std::fs::metadata(path).unwrap().len());
        Some(ROOM.load(Ordering::SeqCst).saturating_sub(sizes.sum()))
    };
    medium.choose(bench.kiosk.place(), &bench.stick(), Some("Lone".to_owned()), "1").unwrap();
    let source = bench.kiosk.shared().source();
    let copies = || medium.copies().into_iter().map(|(made, _)| made).collect::<Vec<_>>();
    bench.backup();
    let size = std::fs::metadata(bench.kiosk.place().newest_backup().unwrap()).unwrap().len();
    assert!(size < MARGIN / 3, "the sums below are for small copies");
    // Room for three, and not for four.
    ROOM.store(3 * size + MARGIN + size / 2, Ordering::SeqCst);
    let made: Vec<_> = (0..4)
        .map(|_| {
            let made = bench.backup();
            assert!(medium.follow(&source));
            made
        })
        .collect();
    assert_eq!(copies(), made[1..], "the oldest has made room");
    // Something else has filled it.
    ROOM.store(0, Ordering::SeqCst);
    let waits = bench.backup();
    assert!(!medium.follow(&source));
    assert_eq!(copies(), made[1..], "nothing goes for nothing");
    assert_eq!(medium.look(&source), State::Full(Some(made[3])));
    // Room for two: the last good one stays until the new one is there.
    ROOM.store(2 * size + MARGIN + size / 2, Ordering::SeqCst);
    assert!(medium.follow(&source));
    assert_eq!(copies(), [made[3], waits]);
    assert_eq!(medium.look(&source), State::Ready(Some(waits)), "there is room again, and it goes on by itself");
}

#[test]
fn names_are_not_put_on_a_stick_in_clear_without_the_leads_word() {
    let bench = Bench::new(Unlock::Nothing);
    bench.choose(None);
    let made = bench.backup();
    assert!(!bench.follow());
    assert_eq!((bench.look(), bench.copies()), (State::NoWord(None), vec![]));
    bench.medium().allow_in_clear(Some("Lone".to_owned())).unwrap();
    assert!(bench.follow());
    assert_eq!(bench.look(), State::Ready(Some(made)));
    bench.medium().allow_in_clear(None).unwrap();
    bench.backup();
    assert!(!bench.follow());
    assert_eq!(bench.look(), State::NoWord(Some(made)));
}

#[test]
fn an_encrypted_event_needs_no_word_and_nothing_on_the_stick_can_be_read() {
    let bench = Bench::new(Unlock::Passphrase(Passphrase::new("fire ord som ingen kender".to_owned())));
    bench.choose(None);
    bench.backup();
    assert!(bench.follow());
    let copy = bench.medium().copies().pop().unwrap().1;
    let bytes = std::fs::read(&copy).unwrap();
    assert!(!bytes.starts_with(b"SQLite"), "encrypted as the event is");
    for needle in ["Gæst 2026".as_bytes(), b"attendee"] {
        assert!(!bytes.windows(needle.len()).any(|window| window == needle));
    }
    assert!(bench.medium().held(&copy, &Unlock::Nothing).is_none(), "it does not open without");
    assert!(bench.medium().held(&copy, &bench.kiosk.unlock()).is_some());
}

#[test]
fn what_must_not_stay_goes_from_the_stick_at_once_or_when_it_is_back() {
    let bench = Bench::new(Unlock::Nothing);
    bench.choose(Some("Lone"));
    for _ in 0..3 {
        bench.backup();
        assert!(bench.follow());
    }
    bench.clock.advance(SignedDuration::from_mins(1));
    let left = crate::backups::forget_erased(bench.kiosk.shared()).unwrap();
    assert_eq!(left.not_here, Vec::<String>::new());
    assert_eq!(bench.copies().len(), 1, "the one without whoever was erased");
    let away = bench.folder.path().join("pocket");
    std::fs::rename(bench.stick(), &away).unwrap();
    bench.clock.advance(SignedDuration::from_mins(1));
    let left = crate::backups::forget_erased(bench.kiosk.shared()).unwrap();
    assert_eq!(
        left.not_here,
        [bench.medium().folder().unwrap().display().to_string()],
        "a stick that is not here is named"
    );
    // Also after a restart.
    let again = Medium::of(&bench.folder.path().join("home"), bench.kiosk.shared().event_id);
    std::fs::rename(&away, bench.stick()).unwrap();
    let before = store::backups_in(&again.folder().unwrap());
    assert!(again.follow(&bench.kiosk.shared().source()));
    let after = store::backups_in(&again.folder().unwrap());
    assert_eq!(after.len(), 1);
    assert!(!before.contains(&after[0]), "the old one went, a new one is there");
    // A new passphrase: what opens with the old one goes too.
    bench.clock.advance(SignedDuration::from_mins(1));
    let (place, options) = (bench.kiosk.place().clone(), options(bench.folder.path(), bench.clock.clone()));
    bench.kiosk.close(std::time::Duration::from_secs(10)).unwrap();
    let words = Passphrase::new("fire ord som ingen kender".to_owned());
    let rekeyed = event_files::change_passphrase(&place.file, Some(&words), &options).unwrap();
    assert_eq!(rekeyed.left, Vec::<PathBuf>::new());
    let copies = store::backups_in(&again.folder().unwrap());
    assert_eq!(copies.len(), 1);
    assert!(again.held(&copies[0].1, &rekeyed.unlock).is_some());
    assert!(Reader::open_with(&copies[0].1, &Unlock::Nothing).is_err(), "it is the encrypted one");
}

#[test]
fn a_clock_that_was_ahead_costs_no_copy_and_saves_none_that_must_go() {
    let bench = Bench::new(Unlock::Nothing);
    bench.choose(Some("Lone"));
    // As another computer left it, whose clock was ahead.
    bench.backup();
    let day = SignedDuration::from_hours(24);
    let own = bench.medium().folder().unwrap();
    let kept = bench.kiosk.place().newest_backup().unwrap();
    let name = kept.file_name().unwrap().to_str().unwrap();
    for n in 1..=24 {
        let at = bench.clock.now() + day + SignedDuration::from_mins(n);
        std::fs::copy(&kept, own.join(store::name_at(name, at))).unwrap();
    }
    for _ in 0..2 {
        bench.backup();
        assert!(bench.follow());
        let copies = bench.medium().copies();
        assert_eq!(copies.len(), KEPT);
        let newest = copies.last().unwrap().1.clone();
        let held = |copy: &Path| bench.medium().held(copy, &Unlock::Nothing).unwrap();
        assert_eq!(held(&newest), held(&bench.kiosk.place().newest_backup().unwrap()), "the newest is the last");
        assert!(bench.follow());
        assert_eq!(bench.medium().copies().len(), KEPT, "and is not copied twice");
    }
    // One that is later still, and what must go goes whatever its name says.
    std::fs::copy(&kept, own.join(store::name_at(name, bench.clock.now() + day + day))).unwrap();
    let left = crate::backups::forget_erased(bench.kiosk.shared()).unwrap();
    assert_eq!((left.not_here, bench.copies().len()), (Vec::new(), 1));
}

#[test]
fn every_stick_is_remembered_until_what_must_go_from_it_has_gone() {
    let bench = Bench::new(Unlock::Nothing);
    let second = bench.folder.path().join("second");
    std::fs::create_dir(&second).unwrap();
    bench.choose(Some("Lone"));
    bench.backup();
    assert!(bench.follow());
    let first = bench.medium().folder().unwrap();
    bench.medium().choose(bench.kiosk.place(), &second, Some("Lone".to_owned()), "2").unwrap();
    assert!(bench.follow());
    let away = bench.folder.path().join("pocket");
    std::fs::rename(bench.stick(), &away).unwrap();
    bench.clock.advance(SignedDuration::from_mins(1));
    let named = |left: crate::backups::Forgotten| left.not_here;
    let forget = || named(crate::backups::forget_erased(bench.kiosk.shared()).unwrap());
    assert_eq!(forget(), [first.display().to_string()], "the one before is named too");
    // Also where none is chosen, and after a restart.
    bench.medium().leave().unwrap();
    let other_pocket = bench.folder.path().join("other pocket");
    std::fs::rename(&second, &other_pocket).unwrap();
    bench.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(forget().len(), 2);
    let again = Medium::of(&bench.folder.path().join("home"), bench.kiosk.shared().event_id);
    std::fs::rename(&away, bench.stick()).unwrap();
    std::fs::rename(&other_pocket, &second).unwrap();
    assert_eq!(store::backups_in(&first).len(), 1, "there until it is looked at");
    again.follow(&bench.kiosk.shared().source());
    assert_eq!(store::backups_in(&first), [], "they went when it was back");
    assert_eq!(again.forget(bench.clock.now(), &bench.kiosk.shared().source()).unwrap(), Vec::<PathBuf>::new());
    assert!(!again.knows_any(), "and there is nothing to remember");
}

#[test]
fn what_must_go_goes_also_where_the_word_was_taken_back() {
    let bench = Bench::new(Unlock::Nothing);
    bench.choose(Some("Lone"));
    bench.backup();
    assert!(bench.follow());
    bench.medium().allow_in_clear(None).unwrap();
    bench.clock.advance(SignedDuration::from_mins(1));
    let left = crate::backups::forget_erased(bench.kiosk.shared()).unwrap();
    assert_eq!(left.not_here, Vec::<String>::new());
    assert_eq!(bench.copies(), [], "and none takes their place");
    bench.medium().allow_in_clear(Some("Lone".to_owned())).unwrap();
    assert!(bench.follow());
    assert_eq!(bench.copies().len(), 1);
}

#[test]
fn what_an_earlier_program_wrote_down_of_the_one_stick_is_read() {
    let bench = Bench::new(Unlock::Nothing);
    let event = bench.kiosk.shared().event_id;
    let home = bench.folder.path().join("home");
    let text = r#"{"folder": "/media/x", "mark": "m", "inClear": "Lone", "forgetBefore": "2026-11-23T08:00:00Z"}"#;
    std::fs::create_dir_all(home.join("media")).unwrap();
    std::fs::write(home.join("media").join(format!("{event}.json")), text).unwrap();
    let medium = Medium::of(&home, event);
    assert_eq!((medium.folder(), medium.in_clear()), (Some("/media/x".into()), Some("Lone".to_owned())));
    let left = medium.forget(bench.clock.now(), &bench.kiosk.shared().source()).unwrap();
    assert_eq!(left, [PathBuf::from("/media/x")]);
}
