//! How long things take; a look, not a check. `cargo test -p store -- --ignored --nocapture speed`.

use std::time::{Duration, Instant};

use checkin::{AttendeeId, JobState, RecordId};
use store::{Act, Reader};
use uuid::Uuid;

use crate::bench::{Bench, append, at, enter, said};

const PEOPLE: u32 = 5_000;

fn person(n: u32) -> AttendeeId {
    AttendeeId::from_uuid(Uuid::from_u128(0xB000_0000_0000_7000_8000_0000_0000_0000 + u128::from(n) * 0x1_0001_0001))
}

#[expect(clippy::print_stdout, reason = "a look, for somebody who asks for it")]
fn show(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let (median, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    let per_second = times.len() as f64 / times.iter().sum::<Duration>().as_secs_f64();
    println!("{what}: median {median:?}, p99 {p99:?}, {per_second:.0} a second");
}

#[test]
#[ignore = "a look, not a check"]
fn speed() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let settings = crate::bench::settings();
    append(&mut writer, &Act::Settings { settings }, None);
    let import = RecordId::from_uuid(Uuid::from_u128(5));
    let start = Instant::now();
    for piece in (0..PEOPLE).collect::<Vec<_>>().chunks(store::PIECE) {
        let list = |n: u32| Act::Listed {
            import,
            line: n + 2,
            said: said(&format!("Guest {n}")),
            number: Some(1 + u64::from(n)),
        };
        writer
            .transact(at(0), "", |tx| {
                piece.iter().try_for_each(|n| tx.append(&list(*n), Some(person(*n)), None, None).map(|_| ()))
            })
            .unwrap();
    }
    println!("list written: {:?} a row", start.elapsed() / PEOPLE);
    append(&mut writer, &Act::Import { import, file_digest: "00".into(), rows: PEOPLE }, None);
    let mut pieces = Vec::new();
    loop {
        let start = Instant::now();
        let left = writer.fold_due(at(1)).unwrap().value;
        pieces.push(start.elapsed());
        if left == 0 {
            break;
        }
    }
    println!("fold_due: {:?} an attendee", pieces.iter().sum::<Duration>() / PEOPLE);
    show("fold_due, a piece of 100", pieces);
    let mut times = Vec::new();
    for n in 0..2_000 {
        let start = Instant::now();
        writer
            .transact(at(i64::from(n)), "anna", |tx| {
                let check_in = Some(tx.append(&enter(), Some(person(n)), None, None)?);
                let queued = Act::BadgeQueued { printer: String::new(), copies: 1, reprint_of: None, check_in };
                tx.append(&queued, Some(person(n)), None, None)
            })
            .unwrap();
        times.push(start.elapsed());
    }
    show("check-in with its print job", times);
    let mut asked = Vec::new();
    for n in 0..500 {
        let start = Instant::now();
        writer.view().attendee(person(n)).unwrap();
        writer.view().history(person(n)).unwrap();
        writer.view().print_jobs(Some(JobState::Failed), None).unwrap();
        asked.push(start.elapsed());
    }
    show("attendee, history, failed jobs", asked);
    let start = Instant::now();
    writer.view().tally().unwrap();
    println!("tally: {:?}", start.elapsed());
    let start = Instant::now();
    writer.view().all_attendees().unwrap();
    println!("all attendees: {:?}", start.elapsed());
    let start = Instant::now();
    writer.view().heads().unwrap();
    println!("heads: {:?}", start.elapsed());
    writer.close().unwrap();
    let start = Instant::now();
    assert_eq!(Reader::open(&bench.path("event.ankomst")).unwrap().verify(&[]).unwrap(), [], "clean");
    println!("verify: {:?}", start.elapsed());
    let start = Instant::now();
    bench.open("event.ankomst").unwrap();
    println!("open: {:?}", start.elapsed());
}
