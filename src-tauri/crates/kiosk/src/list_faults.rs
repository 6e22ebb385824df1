//! Why a list as a whole cannot be read, as the sentences of the interface say it: what the file is, and what to save it
//! as. No word of the reader itself gets into them, which speaks English only.

use interchange::{ListError, Unreadable};

/// A mebibyte: limits are said in it.
const MEGABYTE: u64 = 1 << 20;

/// The short word on which interfaces branch.
pub(crate) fn code(error: &ListError) -> &'static str {
    match error {
        ListError::TooBig { .. } => "listTooBig",
        ListError::NoHeader { .. } => "listNoHeader",
        ListError::Empty => "listEmpty",
        ListError::NoSuchColumn { .. } => "listNoSuchColumn",
        ListError::NoSuchField { .. } => "listNoSuchField",
        ListError::NoSuchEncoding { .. } => "listNoSuchEncoding",
        ListError::NoSuchSheet { .. } => "listNoSuchSheet",
        ListError::TooLarge { .. } | ListError::UnpacksTooLarge { .. } | ListError::TooManyColumns { .. } => {
            "listTooLarge"
        }
        _ => "listUnreadable",
    }
}

/// What follows the code in the names of the sentence and of its hint, where one code has several.
pub(crate) const fn variant(error: &ListError) -> &'static str {
    match error {
        ListError::Unreadable(Unreadable::Binary) => ".binary",
        ListError::Unreadable(Unreadable::OtherDocument) => ".otherDocument",
        ListError::Unreadable(Unreadable::OtherWorkbook) => ".otherWorkbook",
        ListError::Unreadable(Unreadable::Damaged) => ".damaged",
        ListError::Unreadable(Unreadable::Password) => ".password",
        ListError::UnpacksTooLarge { .. } => ".unpacked",
        ListError::TooManyColumns { .. } => ".columns",
        _ => "",
    }
}

/// What is filled into the sentences.
pub(crate) fn fill(error: &ListError) -> Vec<(&'static str, String)> {
    let megabytes = |bytes: u64| bytes.div_ceil(MEGABYTE).to_string();
    match error {
        ListError::TooBig { rows, max } => vec![("n", rows.to_string()), ("max", max.to_string())],
        ListError::TooLarge { bytes, max } => vec![("n", megabytes(*bytes)), ("max", megabytes(*max))],
        ListError::UnpacksTooLarge { max } => vec![("max", megabytes(*max))],
        ListError::TooManyColumns { max } => vec![("max", max.to_string())],
        ListError::NoSuchColumn { heading, headings, .. } => {
            vec![("heading", heading.clone()), ("headings", headings.join(", "))]
        }
        ListError::NoSuchField { field } => vec![("field", field.clone())],
        ListError::NoSuchEncoding { encoding } => vec![("encoding", encoding.clone())],
        ListError::NoSuchSheet { sheet, sheets } => vec![("sheet", sheet.clone()), ("sheets", sheets.join(", "))],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use checkin::Language;
    use interchange::limits;

    use super::*;
    use crate::error::{KioskError, Problem};

    const UNREADABLE: [Unreadable; 5] = [
        Unreadable::Binary,
        Unreadable::OtherDocument,
        Unreadable::OtherWorkbook,
        Unreadable::Damaged,
        Unreadable::Password,
    ];

    /// A kind more has to be put into the table above before this compiles.
    fn is_in_the_table(why: Unreadable) -> bool {
        match why {
            Unreadable::Binary
            | Unreadable::OtherDocument
            | Unreadable::OtherWorkbook
            | Unreadable::Damaged
            | Unreadable::Password => UNREADABLE.contains(&why),
        }
    }

    fn all() -> Vec<ListError> {
        let texts = || vec!["Navn".to_owned(), "Mail".to_owned()];
        let mut all: Vec<ListError> = UNREADABLE.map(ListError::Unreadable).to_vec();
        all.extend([
            ListError::Empty,
            ListError::TooLarge { bytes: limits::FILE_BYTES + 1, max: limits::FILE_BYTES },
            ListError::UnpacksTooLarge { max: limits::UNPACKED_BYTES },
            ListError::TooBig { rows: 300_000, max: limits::ROWS },
            ListError::TooManyColumns { max: limits::COLUMNS },
            ListError::NoHeader { headings: texts() },
            ListError::NoSuchColumn { field: "name".to_owned(), heading: "Hvem".to_owned(), headings: texts() },
            ListError::NoSuchField { field: "shoe".to_owned() },
            ListError::NoSuchEncoding { encoding: "klingon".to_owned() },
            ListError::NoSuchSheet { sheet: "Ark9".to_owned(), sheets: texts() },
        ]);
        all
    }

    fn said(error: &ListError, language: Language) -> Problem {
        KioskError::List(error.clone()).problem(language)
    }

    #[test]
    fn every_fault_of_a_list_has_a_sentence_and_a_hint_of_its_own_in_both_languages() {
        for language in [Language::Danish, Language::English] {
            let mut sentences = BTreeSet::new();
            for error in all() {
                let Problem { message, hint, .. } = said(&error, language);
                for text in [&message, &hint] {
                    assert!(!text.starts_with("error."), "{error:?} has no sentence: {text}");
                    assert!(!text.contains(['{', '}']), "{error:?} is filled in: {text}");
                }
                assert!(sentences.insert((message, hint)), "{error:?} is told from the others");
            }
        }
    }

    #[test]
    fn no_english_word_of_the_reader_stands_in_a_danish_sentence() {
        assert!(UNREADABLE.into_iter().all(is_in_the_table));
        let details = UNREADABLE.map(|why| why.to_string());
        for error in all() {
            let Problem { message, hint, .. } = said(&error, Language::Danish);
            let text = format!("{message} {hint}");
            assert!(!text.contains(&error.to_string()), "{text}");
            assert!(!details.iter().any(|detail| text.contains(detail)), "{text}");
            let words: Vec<String> =
                text.to_lowercase().split(|letter: char| !letter.is_alphabetic()).map(str::to_owned).collect();
            for english in ["the", "file", "than", "more", "bytes", "columns", "password", "locked", "read"] {
                assert!(!words.iter().any(|word| word == english), "{english:?} in {text}");
            }
        }
    }

    #[test]
    fn what_the_file_is_and_what_to_save_it_as_is_said() {
        let locked = said(&Unreadable::Password.into(), Language::Danish);
        assert_eq!(locked.message, "Filen kan ikke læses som en liste: den er låst med en adgangskode.");
        assert!(locked.hint.contains("uden adgangskode"), "a locked workbook is .xlsx already: {}", locked.hint);
        let large = ListError::TooLarge { bytes: limits::FILE_BYTES + 1, max: limits::FILE_BYTES };
        assert_eq!(
            said(&large, Language::Danish).message,
            "Filen er for stor: den fylder 65 MB, og højst 64 MB læses."
        );
    }
}
