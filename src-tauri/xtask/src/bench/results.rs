//! What the program `bench` says: one JSON object a line on its standard output, samples and no judgement.

use anyhow::{Context, Result};
use serde_json::Value;

use super::statistics::Figure;

/// All that one run said.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Results {
    /// Day, processor, cores, kernel and disk, as a sentence without its end.
    pub(crate) machine: String,
    /// In the order in which they ran.
    pub(crate) parts: Vec<Part>,
}

/// A part of the bench.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Part {
    /// As it is named on the command line.
    pub(crate) name: String,
    /// Its heading.
    pub(crate) title: String,
    pub(crate) comparisons: Vec<Comparison>,
    /// What could not be measured, and why.
    pub(crate) skipped: Vec<String>,
}

/// Things measured side by side.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Comparison {
    pub(crate) title: String,
    /// How it was measured.
    pub(crate) how: String,
    /// Behind each number, such as `ms`.
    pub(crate) unit: String,
    pub(crate) series: Vec<Series>,
    pub(crate) aims: Vec<Aim>,
}

/// What was measured of one thing.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Series {
    pub(crate) name: String,
    pub(crate) samples: Vec<f64>,
}

/// What a series should be.
#[derive(Debug, PartialEq)]
pub(crate) struct Aim {
    /// The series that is judged.
    pub(crate) of: String,
    pub(crate) figure: Figure,
    pub(crate) bound: Bound,
    /// The bound: in the unit of the series, or a factor if `times` names another one.
    pub(crate) limit: f64,
    /// The series that it is compared with, by the same figure.
    pub(crate) times: Option<String>,
}

/// On which side of its limit an aim is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    AtMost,
    AtLeast,
}

/// Reads what a run has written. A part that did not come to its end is left out: half of it would take the place of the whole one that
/// was measured before.
pub(crate) fn read(text: &str) -> Result<Results> {
    let mut results = Results::default();
    let mut under_way = false;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let line: Value = serde_json::from_str(line).with_context(|| format!("no result: {line}"))?;
        if let Some(machine) = line["machine"].as_str() {
            machine.clone_into(&mut results.machine);
        } else if let Some(title) = line["title"].as_str() {
            let name = word(&line, "part")?;
            drop_if_cut_off(&mut results, under_way);
            under_way = true;
            results.parts.push(Part { name, title: title.to_owned(), ..Part::default() });
        } else {
            let part = results.parts.last_mut().context("a result that belongs to no part")?;
            match line["skipped"].as_str() {
                _ if line["ended"] == true => under_way = false,
                Some(why) => part.skipped.push(why.to_owned()),
                None => part.comparisons.push(comparison(&line["comparison"])?),
            }
        }
    }
    drop_if_cut_off(&mut results, under_way);
    Ok(results)
}

fn drop_if_cut_off(results: &mut Results, under_way: bool) {
    if under_way {
        results.parts.pop();
    }
}

fn comparison(value: &Value) -> Result<Comparison> {
    Ok(Comparison {
        title: word(value, "title")?,
        how: word(value, "how")?,
        unit: word(value, "unit")?,
        series: list(value, "series")?.iter().map(series).collect::<Result<_>>()?,
        aims: list(value, "aims")?.iter().map(aim).collect::<Result<_>>()?,
    })
}

fn series(value: &Value) -> Result<Series> {
    let samples = list(value, "samples")?.iter().filter_map(Value::as_f64).collect();
    Ok(Series { name: word(value, "name")?, samples })
}

fn aim(value: &Value) -> Result<Aim> {
    let figure = word(value, "figure")?;
    Ok(Aim {
        of: word(value, "of")?,
        figure: Figure::from_name(&figure).with_context(|| format!("no figure is called {figure}"))?,
        bound: if value["atLeast"] == true { Bound::AtLeast } else { Bound::AtMost },
        limit: value["limit"].as_f64().context("an aim without a limit")?,
        times: value["times"].as_str().map(ToOwned::to_owned),
    })
}

fn word(value: &Value, key: &str) -> Result<String> {
    Ok(value[key].as_str().with_context(|| format!("no `{key}` in {value}"))?.to_owned())
}

fn list<'a>(value: &'a Value, key: &str) -> Result<&'a Vec<Value>> {
    value[key].as_array().with_context(|| format!("no `{key}` in {value}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUN: &str = r#"{"machine":"1 January 2027, a machine"}
{"part":"check-in","title":"Check-in"}
{"comparison":{"title":"5 people","how":"So.","unit":"ms","series":[{"name":"Ankomst","samples":[1,2.5]}],"aims":[{"of":"Ankomst","figure":"p99","limit":4,"times":"bare"},{"of":"Ankomst","figure":"median","limit":97,"atLeast":true}]}}
{"skipped":"no Python"}
{"ended":true}
"#;

    #[test]
    fn the_lines_of_a_run_are_read() {
        let results = read(RUN).unwrap();
        assert_eq!(results.machine, "1 January 2027, a machine");
        let part = &results.parts[0];
        assert_eq!((part.name.as_str(), part.title.as_str()), ("check-in", "Check-in"));
        assert_eq!(part.skipped, ["no Python"]);
        let comparison = &part.comparisons[0];
        assert_eq!(comparison.series[0].samples, [1.0, 2.5]);
        let aim = &comparison.aims[0];
        assert_eq!((aim.figure, aim.bound, aim.limit), (Figure::P99, Bound::AtMost, 4.0));
        assert_eq!(aim.times.as_deref(), Some("bare"));
        assert_eq!(comparison.aims[1].bound, Bound::AtLeast);
    }

    #[test]
    fn a_part_that_was_cut_off_is_left_out() {
        let killed = format!("{RUN}{}", RUN.replace("check-in", "start").replace("{\"ended\":true}\n", ""));
        let names: Vec<String> = read(&killed).unwrap().parts.into_iter().map(|part| part.name).collect();
        assert_eq!(names, ["check-in"], "the last one has no end");
        assert_eq!(read(&format!("{killed}{RUN}")).unwrap().parts.len(), 2, "nor has one in the middle");
    }

    #[test]
    fn what_is_no_result_is_an_error() {
        assert!(read("{\"part\":").is_err(), "cut off");
        assert!(read("{\"skipped\":\"x\"}").is_err(), "of no part");
        assert!(read(&RUN.replace("p99", "mean")).is_err(), "a figure that nobody knows");
        assert!(read(&RUN.replace("\"unit\":\"ms\",", "")).is_err(), "a number without a unit says nothing");
        assert_eq!(read("").unwrap(), Results::default(), "a run that said nothing");
    }
}
