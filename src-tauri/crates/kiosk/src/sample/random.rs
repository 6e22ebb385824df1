//! Chance that is the same for ever: a generator of our own, so that no new version of a crate changes who is invented,
//! and tables of names drawn by weight.

use super::rows;

/// SplitMix64. Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014; the constants are
/// those of Vigna's public-domain `splitmix64.c`. Small, any seed will do, and good enough for names; nothing secret
/// may come from it.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number below `end`, which is at most 2^32; 0 if `end` is 0. Multiplied rather than divided; the slight
    /// preference for some numbers does not matter here.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 32).wrapping_mul(end) >> 32
    }

    /// True in so many of a hundred cases.
    pub(super) fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of these, each as likely; `None` if there are none.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        let at = self.below(from.len() as u64);
        from.get(usize::try_from(at).ok()?).copied()
    }

    /// One of these texts, each as likely; empty if there are none.
    pub(super) fn text(&mut self, from: &[&'static str]) -> &'static str {
        self.pick(from).unwrap_or_default()
    }
}

/// The last step of SplitMix64 by itself: a number that looks like chance but belongs to `value`, one to one.
pub(super) fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Things with weights, to be drawn from.
#[derive(Clone, Debug)]
pub(super) struct Weighted<T> {
    things: Vec<T>,
    /// Per thing, its weight and those of all before it.
    sums: Vec<u64>,
}

impl<T: Copy> Weighted<T> {
    pub(super) fn new(things: impl IntoIterator<Item = (T, u64)>) -> Self {
        let mut sum = 0;
        let (things, sums) = things
            .into_iter()
            .map(|(thing, weight)| {
                sum += weight;
                (thing, sum)
            })
            .unzip();
        Self { things, sums }
    }

    /// One of the things, as often as its weight says; `None` if there are none.
    pub(super) fn draw(&self, random: &mut Random) -> Option<T> {
        let drawn = random.below(self.sums.last().copied().unwrap_or_default());
        self.things.get(self.sums.partition_point(|sum| *sum <= drawn)).copied()
    }
}

impl Weighted<&'static str> {
    /// A table with a name and a weight on each line, divided by a tab.
    pub(super) fn read(table: &'static str) -> Self {
        Self::new(rows(table).filter_map(|line| {
            let (name, weight) = line.split_once('\t')?;
            Some((name, weight.trim().parse().ok()?))
        }))
    }

    /// A name; empty if the table is.
    pub(super) fn name(&self, random: &mut Random) -> &'static str {
        self.draw(random).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_the_published_one() {
        let mut random = Random::new(1_234_567);
        let drawn: Vec<u64> = (0..5).map(|_| random.next()).collect();
        assert_eq!(
            drawn,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821
            ],
            "these are the numbers that other implementations of SplitMix64 publish for this seed"
        );
    }

    #[test]
    fn things_come_as_often_as_their_weight_says() {
        let table = Weighted::new([("never", 0), ("often", 90), ("seldom", 10)]);
        let mut random = Random::new(7);
        let drawn: Vec<_> = (0..10_000).filter_map(|_| table.draw(&mut random)).collect();
        let count = |name| drawn.iter().filter(|drawn| **drawn == name).count();
        assert_eq!(count("never"), 0, "what weighs nothing is never drawn");
        assert!((850..1_150).contains(&count("seldom")), "a tenth of the weight is about a tenth of the draws");
        assert_eq!(Weighted::<&str>::new([]).draw(&mut random), None, "nothing comes from an empty table");
    }
}
