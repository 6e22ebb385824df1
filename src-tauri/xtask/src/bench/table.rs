//! A part of the bench as Markdown.

use super::results::{Aim, Bound, Comparison, Part, Series};
use super::statistics::Figure;

/// How the line of an aim begins.
pub(crate) const AIM: &str = "- Aim: ";
/// What stands in the line of an aim that is not met.
pub(crate) const MISSED: &str = "missed";

/// The section of a part.
pub(crate) fn part(part: &Part, measured: &str) -> String {
    let mut text = format!("## {}\n\n{measured}\n", part.title);
    for comparison in &part.comparisons {
        text += &self::comparison(comparison);
    }
    for why in &part.skipped {
        text += &format!("\nNot measured: {}\n", why.trim());
    }
    text
}

fn comparison(comparison: &Comparison) -> String {
    let Comparison { title, how, unit, series, aims } = comparison;
    let mut text =
        format!("\n### {title}\n\n{how}\n\n| | n | median | p95 | p99 |\n| --- | ---: | ---: | ---: | ---: |\n");
    for series in series {
        let figures = Figure::ALL
            .map(|figure| figure.of(&series.samples).map_or("–".to_owned(), |value| with_unit(value, unit)));
        text += &format!("| {} | {} | {} |\n", series.name, thousands(series.samples.len()), figures.join(" | "));
    }
    if !aims.is_empty() {
        text.push('\n');
    }
    for aim in aims {
        text += &format!("{AIM}{}\n", judged(aim, series, unit));
    }
    text
}

/// What the aim is, what was measured, and by how much it is missed.
fn judged(aim: &Aim, series: &[Series], unit: &str) -> String {
    let Aim { of, figure, bound, limit, times } = aim;
    let figure_of = |name: &str| {
        let series = series.iter().find(|series| series.name == name)?;
        figure.of(&series.samples)
    };
    let at = if *bound == Bound::AtMost { "at most" } else { "at least" };
    let (wanted, measured) = match times {
        None => (format!("{at} {}", with_unit(*limit, unit)), figure_of(of)),
        Some(other) => {
            let factor = figure_of(of).zip(figure_of(other)).filter(|(_, theirs)| *theirs > 0.0);
            (format!("{at} {} times {other}", plain(*limit)), factor.map(|(ours, theirs)| ours / theirs))
        }
    };
    let verdict = match measured {
        None => "**not measured**".to_owned(),
        Some(value) => {
            let shown = if times.is_some() { format!("{} times", plain(value)) } else { with_unit(value, unit) };
            match shortfall(value, *limit, *bound) {
                Some(percent) => format!("{shown}, **{MISSED} by {} %**", plain(percent)),
                None => format!("{shown}, met"),
            }
        }
    };
    format!("{of}, {}, {wanted}: {verdict}", figure.name())
}

/// By how many percent of its limit a value is on the wrong side; `None` if the aim is met.
fn shortfall(value: f64, limit: f64, bound: Bound) -> Option<f64> {
    let over = match bound {
        Bound::AtMost => value - limit,
        Bound::AtLeast => limit - value,
    };
    (over > 0.0).then(|| over / limit * 100.0)
}

fn with_unit(value: f64, unit: &str) -> String {
    format!("{} {unit}", plain(value))
}

/// Three digits that count, and none that does not: `0.0123`, `1.23`, `12.3`, `123`, `1,234`.
fn plain(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let size = value.abs();
    if size >= 99.95 {
        return rounded(value);
    }
    let decimals = match size {
        size if size >= 9.995 => 1,
        size if size >= 0.9995 => 2,
        size if size >= 0.09995 => 3,
        _ => 4,
    };
    let text = format!("{value:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn rounded(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{}", grouped(&digits))
}

fn thousands(number: usize) -> String {
    grouped(&number.to_string())
}

/// With a comma before each three digits from the right.
fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(name: &str, samples: &[f64]) -> Series {
        Series { name: name.to_owned(), samples: samples.to_vec() }
    }

    fn aim(limit: f64, bound: Bound, times: Option<&str>) -> Aim {
        Aim { of: "Ankomst".into(), figure: Figure::Median, bound, limit, times: times.map(str::to_owned) }
    }

    #[test]
    fn a_comparison_is_a_table() {
        let many: Vec<f64> = (1..=2_000).map(|n| f64::from(n) / 1_000.0).collect();
        let both = Comparison {
            title: "5,000 people".into(),
            how: "One after the other.".into(),
            unit: "ms".into(),
            series: vec![series("Ankomst", &many), series("bare", &[0.5, 0.7])],
            aims: vec![aim(1.3, Bound::AtMost, Some("bare"))],
        };
        let wanted = "\n### 5,000 people\n\nOne after the other.\n\n| | n | median | p95 | p99 |\n\
            | --- | ---: | ---: | ---: | ---: |\n\
            | Ankomst | 2,000 | 1 ms | 1.9 ms | 1.98 ms |\n\
            | bare | 2 | 0.6 ms | – | – |\n\n\
            - Aim: Ankomst, median, at most 1.3 times bare: 1.67 times, **missed by 28.3 %**\n";
        assert_eq!(comparison(&both), wanted);
    }

    #[test]
    fn an_aim_is_met_missed_or_not_measured() {
        let all = [series("Ankomst", &[2.0]), series("other", &[4.0])];
        let judge = |aim: &Aim| judged(aim, &all, "ms");
        assert!(judge(&aim(2.0, Bound::AtMost, None)).ends_with("at most 2 ms: 2 ms, met"), "at the limit");
        assert!(judge(&aim(1.0, Bound::AtMost, None)).ends_with("2 ms, **missed by 100 %**"));
        assert!(judge(&aim(4.0, Bound::AtLeast, None)).ends_with("at least 4 ms: 2 ms, **missed by 50 %**"));
        assert!(judge(&aim(1.0, Bound::AtLeast, None)).ends_with("met"));
        assert!(judge(&aim(0.6, Bound::AtMost, Some("other"))).ends_with("at most 0.6 times other: 0.5 times, met"));
        assert!(judge(&aim(1.0, Bound::AtMost, Some("nobody"))).ends_with("**not measured**"), "its rival was skipped");
        let p99 = Aim { figure: Figure::P99, ..aim(9.0, Bound::AtMost, None) };
        assert!(judge(&p99).ends_with("**not measured**"), "too few samples are no proof");
    }

    #[test]
    fn what_was_left_out_is_said() {
        let skipped = Part { title: "Badges".into(), skipped: vec!["no Python".into()], ..Part::default() };
        assert_eq!(part(&skipped, "Monday"), "## Badges\n\nMonday\n\nNot measured: no Python\n");
    }

    #[test]
    fn numbers_have_three_digits_that_count() {
        let shown = [0.0, 0.01234, 0.5, 1.0, 1.234, 9.996, 12.34, 99.97, 123.4, 1234.5, 1_234_567.0, -12.34].map(plain);
        let wanted = ["0", "0.0123", "0.5", "1", "1.23", "10", "12.3", "100", "123", "1,234", "1,234,567", "-12.3"];
        assert_eq!(shown, wanted);
        assert_eq!(plain(f64::NAN), "–");
    }
}
