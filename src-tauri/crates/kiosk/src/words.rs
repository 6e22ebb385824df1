//! The words of screens, errors and reports in both languages, from the same two files as the page's.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use checkin::Language;

static DANISH: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| read(include_str!("../../../../ui/src/i18n/da.json")));
static ENGLISH: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| read(include_str!("../../../../ui/src/i18n/en.json")));

#[expect(clippy::expect_used, reason = "the files are compiled in, and a test reads them")]
fn read(json: &str) -> BTreeMap<String, String> {
    serde_json::from_str(json).expect("an object of texts")
}

/// The sentence of `key`, with each `{name}` filled in. A key that is missing gives itself, so that a gap shows.
#[must_use]
pub fn say(language: Language, key: &str, fill: &[(&str, &str)]) -> String {
    let words = match language {
        Language::Danish => &*DANISH,
        Language::English => &*ENGLISH,
    };
    let Some(pattern) = words.get(key) else { return key.to_owned() };
    let mut said = String::with_capacity(pattern.len());
    let mut rest = pattern.as_str();
    // One pass, so that a value that looks like a placeholder stays as it is.
    while let Some((before, after)) = rest.split_once('{') {
        said.push_str(before);
        match after.split_once('}') {
            Some((name, tail)) => {
                match fill.iter().find(|(key, _)| *key == name) {
                    Some((_, value)) => said.push_str(value),
                    None => {
                        said.push('{');
                        said.push_str(name);
                        said.push('}');
                    }
                }
                rest = tail;
            }
            None => {
                said.push('{');
                rest = after;
            }
        }
    }
    said.push_str(rest);
    said
}

/// Whether there is a sentence for `key`.
#[must_use]
pub fn has(key: &str) -> bool {
    DANISH.contains_key(key) && ENGLISH.contains_key(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_sentences() {
        assert_eq!(DANISH.keys().collect::<Vec<_>>(), ENGLISH.keys().collect::<Vec<_>>(), "no sentence in one only");
    }

    #[test]
    fn what_is_filled_in_is_not_filled_again() {
        let said = say(Language::English, "error.fileDamaged.hint.backup", &[("backup", "{aside}"), ("aside", "x")]);
        assert!(said.contains("{aside}"), "a value is never a pattern: {said}");
    }
}
