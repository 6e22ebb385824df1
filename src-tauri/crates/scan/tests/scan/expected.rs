//! What the pictures of `shared/qr-samples` hold, as their index says.

use std::path::Path;

/// A picture, and the texts that are right for it.
pub(crate) struct Sample {
    /// Its file in the folder.
    pub(crate) file: String,
    /// What it holds; one of them is to be read.
    pub(crate) expected: Vec<String>,
}

impl Sample {
    /// Whether one of the texts that were read is right.
    pub(crate) fn is_right(&self, texts: &[String]) -> bool {
        texts.iter().any(|text| self.expected.contains(&plain(text)))
    }
}

/// All of them.
pub(crate) fn samples(folder: &Path) -> Result<Vec<Sample>, csv::Error> {
    let sample = |record: &csv::StringRecord| {
        let field = |place: usize| record.get(place).unwrap_or_default();
        let expected = [field(1), field(2)].into_iter().filter(|text| !text.is_empty()).map(plain).collect();
        Sample { file: field(0).to_owned(), expected }
    };
    let mut index = csv::Reader::from_path(folder.join("index.csv"))?;
    index.records().map(|record| record.map(|record| sample(&record))).collect()
}

/// Line ends and blanks at the end do not count.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end().to_owned()
}
