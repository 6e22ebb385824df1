//! The replay property of `journal.md`: any order, duplication and splitting of the same records gives byte-equal
//! projection tables, equal also to the naive fold.

use proptest::prelude::*;
use proptest::test_runner::Config;
use store::{Sealed, Writer};

use crate::bench::{at, faults};
use crate::history::{Desks, Step, fold_all, steps};
use crate::naive;
use crate::tables::{assert_same, dump};

/// Small, fast and the same everywhere: Marsaglia's xorshift.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 1).unwrap() % sides.max(1)
    }
}

/// The records as they may arrive: in any order, some twice, some without their personal part, which comes later.
fn deliveries(made: &[Sealed], dice: &mut Dice) -> Vec<Sealed> {
    let mut sent = Vec::new();
    for sealed in made {
        for _ in 0..1 + dice.roll(5) / 4 {
            sent.insert(dice.roll(sent.len() + 1), sealed.clone());
        }
        if dice.roll(3) == 0 {
            sent.insert(dice.roll(sent.len() + 1), Sealed { part: None, ..sealed.clone() });
        }
    }
    sent
}

fn check(steps: &[Step], seed: u64) {
    let mut desks = Desks::run(steps);
    for desk in 0..3 {
        desks.hear(desk);
    }
    let wanted = naive::fold(&desks.made);
    for (n, writer) in desks.writers.iter().enumerate() {
        let path = &writer.place().file;
        let mut got = dump(path, writer.desk());
        let mut wanted = wanted.clone();
        // Its own row of the table of desks is left out of its dump.
        let own = data_encoding::HEXLOWER.encode(writer.desk().as_bytes());
        for tables in [&mut got, &mut wanted] {
            tables.get_mut("desk").unwrap().retain(|row| !row.starts_with(&own));
        }
        assert_same(&got, &wanted, &format!("desk {n}, which made records itself"));
        if n == 0 {
            let faults = store::Reader::open(path).unwrap().verify(&[]).unwrap();
            assert_eq!(faults, [], "the file of desk {n} is what its journal says");
        }
    }
    let mut dice = Dice(seed | 1);
    for round in 0..2 {
        let file = desks.bench.path(&format!("fresh-{round}.ankomst"));
        let options = desks.bench.options(&format!("fresh-home-{round}"));
        let mut fresh = desks.writers[0].create_joining(&file, &options, at(0)).unwrap();
        let sent = if round == 0 { desks.made.clone() } else { deliveries(&desks.made, &mut dice) };
        let mut rest = sent.as_slice();
        while !rest.is_empty() {
            let piece;
            (piece, rest) = rest.split_at(rest.len().min(1 + dice.roll(60)));
            receive(&mut fresh, piece);
            if dice.roll(2) == 0 {
                fold_all(&mut fresh, at(0));
            }
        }
        fold_all(&mut fresh, at(0));
        let desk = fresh.desk();
        assert_same(&dump(&file, desk), &wanted, &format!("records taken in, round {round}"));
        fresh.close().unwrap();
        assert_eq!(faults(&file), [], "verify makes the same again, round {round}");
    }
}

fn receive(writer: &mut Writer, records: &[Sealed]) {
    writer.transact(at(0), "", |tx| records.iter().try_for_each(|sealed| tx.receive(sealed).map(|_| ()))).unwrap();
}

/// A number from the environment, for a longer or a hastier look.
fn wanted(name: &str, usual: u32) -> u32 {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

fn config() -> Config {
    Config {
        cases: wanted("PROPTEST_CASES", 12),
        max_shrink_iters: wanted("PROPTEST_MAX_SHRINK_ITERS", 300),
        failure_persistence: None,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_order_gives_the_same_tables(steps in steps(160), seed: u64) {
        check(&steps, seed);
    }
}
