//! Figures of a row of samples.

/// Which figure of a series is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Figure {
    Median,
    P95,
    P99,
}

impl Figure {
    pub(crate) const ALL: [Self; 3] = [Self::Median, Self::P95, Self::P99];

    /// As the results and the table name it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Median => "median",
            Self::P95 => "p95",
            Self::P99 => "p99",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.name() == name)
    }

    /// The fewest samples that can tell it: below, a percentile is only the largest sample under another name.
    const fn least(self) -> usize {
        match self {
            Self::Median => 1,
            Self::P95 => 20,
            Self::P99 => 100,
        }
    }

    /// The figure of some samples; `None` if there are too few of them.
    pub(crate) fn of(self, samples: &[f64]) -> Option<f64> {
        let mut sorted: Vec<f64> = samples.iter().copied().filter(|sample| sample.is_finite()).collect();
        if sorted.len() < self.least() {
            return None;
        }
        sorted.sort_by(f64::total_cmp);
        match self {
            Self::Median => {
                let middle = sorted.len() / 2;
                let upper = *sorted.get(middle)?;
                let even = sorted.len().is_multiple_of(2);
                Some(if even { f64::midpoint(*sorted.get(middle - 1)?, upper) } else { upper })
            }
            Self::P95 => nearest_rank(&sorted, 95),
            Self::P99 => nearest_rank(&sorted, 99),
        }
    }
}

/// The smallest sample that at least `percent` of all do not exceed: one that was measured, never one in between.
fn nearest_rank(sorted: &[f64], percent: usize) -> Option<f64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one_or_lies_between_the_middle_two() {
        assert_eq!(Figure::Median.of(&[3.0, 1.0, 2.0]), Some(2.0), "in any order");
        assert_eq!(Figure::Median.of(&[4.0, 1.0, 2.0, 10.0]), Some(3.0), "between 2 and 4");
        assert_eq!(Figure::Median.of(&[7.0]), Some(7.0));
        assert_eq!(Figure::Median.of(&[]), None, "nothing was measured");
        assert_eq!(Figure::Median.of(&[f64::NAN, 1.0]), Some(1.0), "what is no number was not measured");
    }

    #[test]
    fn a_percentile_is_a_sample_by_nearest_rank() {
        let hundred: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!(Figure::P99.of(&hundred), Some(99.0));
        assert_eq!(Figure::P95.of(&hundred), Some(95.0));
        let thousand: Vec<f64> = (1..=1_000).map(f64::from).collect();
        assert_eq!(Figure::P99.of(&thousand), Some(990.0));
        let hundred_and_one: Vec<f64> = (1..=101).map(f64::from).collect();
        assert_eq!(Figure::P99.of(&hundred_and_one), Some(100.0), "rank 99.99 is the hundredth");
    }

    #[test]
    fn too_few_samples_have_no_percentile() {
        let thirty: Vec<f64> = (1..=30).map(f64::from).collect();
        assert_eq!(Figure::P99.of(&thirty), None, "a p99 of 30 starts would be the slowest one");
        assert_eq!(Figure::P95.of(&thirty), Some(29.0));
        assert_eq!(Figure::P95.of(&thirty[..19]), None);
    }

    #[test]
    fn a_figure_is_found_by_its_name() {
        for figure in Figure::ALL {
            assert_eq!(Figure::from_name(figure.name()), Some(figure));
        }
        assert_eq!(Figure::from_name("mean"), None);
    }
}
