//! What a part has found: comparisons of samples, as JSON lines that `xtask/src/bench/results.rs` reads.

use std::any::Any;
use std::time::Duration;

use serde_json::{Value, json};

/// Writes what a part finds.
#[derive(Debug)]
pub(crate) struct Report {
    part: &'static str,
}

impl Report {
    /// Begins a part.
    pub(crate) fn begin(part: &'static str, title: &str) -> Self {
        println!("{}", json!({ "part": part, "title": title }));
        Self { part }
    }

    /// All of the part is written down. Without this the workshop takes nothing of it.
    pub(crate) fn end(self) {
        println!("{}", json!({ "ended": true }));
    }

    /// Writes a comparison down.
    pub(crate) fn add(&mut self, comparison: Comparison) {
        let line: serde_json::Map<String, Value> = [("comparison".to_owned(), comparison.0)].into_iter().collect();
        println!("{}", Value::Object(line));
    }

    /// Something could not be measured; the part goes on.
    pub(crate) fn skip(&mut self, why: &str) {
        eprintln!("bench: {}: not measured: {why}", self.part);
        println!("{}", json!({ "skipped": why }));
    }

    /// Tells whoever waits how far it is.
    pub(crate) fn progress(&self, what: &str) {
        eprintln!("bench: {}: {what}", self.part);
    }
}

/// Things measured side by side, in one unit.
#[derive(Debug)]
pub(crate) struct Comparison(Value);

impl Comparison {
    /// A table of the page, with its heading, whole sentences on how it was measured, and the unit behind each number.
    pub(crate) fn new(title: &str, unit: &str, how: &str) -> Self {
        Self(json!({ "title": title, "unit": unit, "how": how, "series": [], "aims": [] }))
    }

    /// A row: the samples of one thing, in the comparison's unit. One sample is a row too.
    pub(crate) fn series(mut self, name: &str, samples: impl IntoIterator<Item = f64>) -> Self {
        // Six digits are more than any clock here tells, and a third of the text.
        let samples: Vec<f64> = samples.into_iter().map(|sample| (sample * 1e3).round() / 1e3).collect();
        push(&mut self.0["series"], json!({ "name": name, "samples": samples }));
        self
    }

    /// The figure (`median`, `p95`, `p99`) of a series should be at most so much.
    pub(crate) fn at_most(self, of: &str, figure: &str, limit: f64) -> Self {
        self.aim(json!({ "of": of, "figure": figure, "limit": limit }))
    }

    /// The figure of a series should be at least so much.
    pub(crate) fn at_least(self, of: &str, figure: &str, limit: f64) -> Self {
        self.aim(json!({ "of": of, "figure": figure, "limit": limit, "atLeast": true }))
    }

    /// The figure of a series should be at most so many times the same figure of another.
    pub(crate) fn at_most_times(self, of: &str, figure: &str, limit: f64, other: &str) -> Self {
        self.aim(json!({ "of": of, "figure": figure, "limit": limit, "times": other }))
    }

    fn aim(mut self, aim: Value) -> Self {
        push(&mut self.0["aims"], aim);
        self
    }
}

fn push(list: &mut Value, value: Value) {
    if let Some(list) = list.as_array_mut() {
        list.push(value);
    }
}

/// A time in milliseconds.
pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// A time in microseconds.
pub(crate) fn us(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// What somebody said who panicked.
pub(crate) fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("it broke without a word").to_owned()
}
