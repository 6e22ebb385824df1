//! The interface's words: every sentence in Danish and in English, filled in alike.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::repository::Repository;

const DANISH: &str = "ui/src/i18n/da.json";
const ENGLISH: &str = "ui/src/i18n/en.json";

/// Both languages have the same keys, and the same `{placeholders}` in each.
pub(crate) fn both_languages(repository: &Repository) -> Vec<String> {
    let text = |path: &str| repository.files.iter().find(|file| file.path == path).map(|file| file.text.as_str());
    match (text(DANISH), text(ENGLISH)) {
        (None, None) => Vec::new(),
        (Some(danish), Some(english)) => compare(danish, english).unwrap_or_else(|fault| vec![fault]),
        (Some(_), None) => vec![format!("{ENGLISH} is missing")],
        (None, Some(_)) => vec![format!("{DANISH} is missing")],
    }
}

fn compare(danish: &str, english: &str) -> Result<Vec<String>, String> {
    let read = |path: &str, json: &str| serde_json::from_str(json).map_err(|error| format!("{path}: {error}"));
    let (mut danish_words, mut english_words) = (BTreeMap::new(), BTreeMap::new());
    flatten("", &read(DANISH, danish)?, &mut danish_words);
    flatten("", &read(ENGLISH, english)?, &mut english_words);
    let keys: BTreeSet<&String> = danish_words.keys().chain(english_words.keys()).collect();
    let fault = |key: &String| match (danish_words.get(key), english_words.get(key)) {
        (Some(_), None) => Some(format!("{key} is missing in {ENGLISH}")),
        (None, Some(_)) => Some(format!("{key} is missing in {DANISH}")),
        (Some(danish), Some(english)) if placeholders(danish) != placeholders(english) => {
            Some(format!("{key} is filled in differently: {danish:?} and {english:?}"))
        }
        _ => None,
    };
    Ok(keys.into_iter().filter_map(fault).collect())
}

/// Every text under its whole key, `outcome.admitted.word`.
fn flatten(prefix: &str, value: &Value, words: &mut BTreeMap<String, String>) {
    let key = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
    match value {
        Value::Object(map) => map.iter().for_each(|(name, value)| flatten(&key(name), value, words)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, value)| flatten(&key(&index.to_string()), value, words));
        }
        Value::String(text) => _ = words.insert(prefix.to_owned(), text.clone()),
        other => _ = words.insert(prefix.to_owned(), other.to_string()),
    }
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_in_one_language_only_is_found() {
        let check = |danish: &str, english: &str, faults: usize| {
            let found = compare(danish, english).unwrap_or_else(|fault| vec![fault]);
            assert_eq!(found.len(), faults, "for {danish} and {english}: {found:?}");
        };
        check(r#"{"a": {"b": "Kl. {time}"}}"#, r#"{"a": {"b": "At {time}"}}"#, 0);
        check(r#"{"a.b": "Ja"}"#, r#"{"a": {"b": "Yes"}}"#, 0);
        check(r#"{"a": "Ja", "b": "Nej"}"#, r#"{"a": "Yes"}"#, 1);
        check(r#"{"a": "Ja"}"#, r#"{"a": "Yes", "c": "Maybe"}"#, 1);
        check(r#"{"a": "Kl. {time}"}"#, r#"{"a": "At {when}"}"#, 1);
        check(r#"{"a": "{n} af {n}"}"#, r#"{"a": "{n}"}"#, 0);
        check(r#"{"a": "Ja"}"#, "{", 1);
    }

    #[test]
    fn one_language_alone_is_found() {
        let file = super::super::repository::TextFile { path: DANISH.to_owned(), text: "{}".to_owned() };
        let repository = Repository { files: vec![file], ..Repository::default() };
        assert_eq!(both_languages(&repository), ["ui/src/i18n/en.json is missing"]);
    }
}
