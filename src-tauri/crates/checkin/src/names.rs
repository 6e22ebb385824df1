//! Names and other texts as people and lists write them: cleaned, cut to their limits, and split.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::Field;

/// Particles that belong to the family name that follows them, in small letters (`contract.md`, Limits of fields).
const PARTICLES: [&str; 20] = [
    "von", "van", "de", "af", "la", "al", "der", "den", "del", "della", "di", "da", "dos", "du", "le", "zu", "und",
    "ter", "ten", "bin",
];

/// A text cleaned, and whether it was longer than the limit and so was cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// The text: NFC, trimmed, single blanks, no control characters.
    pub text: String,
    /// It was longer than allowed.
    pub cut: bool,
}

/// Cleans what was given for a field: Unicode NFC; blanks at the ends, no-break and zero-width spaces away; single
/// blanks inside; control characters and bidirectional overrides away; at most as long as the field allows. Line breaks
/// stay in a note and count as a blank elsewhere.
#[must_use]
pub fn clean(field: &Field, given: &str) -> Cleaned {
    let keeps_lines = matches!(field, Field::Note | Field::Alert);
    let text = if keeps_lines {
        let lines: Vec<String> = lines(given).map(|line| clean_line(&line)).collect();
        lines.join("\n").trim().to_owned()
    } else {
        clean_line(given)
    };
    let limit = field.limit();
    match text.char_indices().nth(limit) {
        Some((end, _)) => Cleaned { text: text[..end].trim_end().to_owned(), cut: true },
        None => Cleaned { text, cut: false },
    }
}

fn lines(text: &str) -> impl Iterator<Item = String> {
    text.replace("\r\n", "\n").replace('\r', "\n").split('\n').map(str::to_owned).collect::<Vec<_>>().into_iter()
}

fn clean_line(text: &str) -> String {
    // Nearly every text is in this form already, and looking is much quicker than making it.
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => clean_letters(text.len(), text.chars()),
        IsNormalized::No | IsNormalized::Maybe => clean_letters(text.len(), text.nfc()),
    }
}

fn clean_letters(bytes: usize, letters: impl Iterator<Item = char>) -> String {
    let mut cleaned = String::with_capacity(bytes);
    for letter in letters {
        if is_blank(letter) {
            if !cleaned.is_empty() && !cleaned.ends_with(' ') {
                cleaned.push(' ');
            }
        } else if !is_invisible(letter) {
            cleaned.push(letter);
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
}

/// Characters that a name never needs and that deceive the eye: controls, bidirectional marks, overrides and isolates,
/// zero-width spaces and the byte order mark. The zero-width joiners stay: Persian, Indic scripts and emoji need them.
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
}

/// A name split into its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Given names; the whole name if it is a single word.
    pub given: String,
    /// Family name with its particles; may be empty.
    pub family: String,
}

/// Splits a whole name: the family name is the part before a comma, else the last word with its particles; a single
/// word is the given name.
#[must_use]
pub fn split(name: &str) -> Parts {
    if let Some((family, given)) = name.split_once(',') {
        let (family, given) = (family.trim(), given.trim());
        if !family.is_empty() && !given.is_empty() {
            return Parts { given: given.to_owned(), family: family.to_owned() };
        }
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.len() < 2 {
        return Parts { given: name.trim().to_owned(), family: String::new() };
    }
    let mut start = words.len() - 1;
    // The first word stays a given name, so that "De la Cruz" written alone still has one.
    while start > 1 && PARTICLES.contains(&words[start - 1].to_lowercase().as_str()) {
        start -= 1;
    }
    Parts { given: words[..start].join(" "), family: words[start..].join(" ") }
}

/// The whole name of these parts.
#[must_use]
pub fn join(given: &str, family: &str) -> String {
    match (given.is_empty(), family.is_empty()) {
        (false, false) => format!("{given} {family}"),
        (false, true) => given.to_owned(),
        (true, _) => family.to_owned(),
    }
}

/// Names that stand for one still to come, folded as [`is_placeholder`] does.
const PLACEHOLDERS: [&str; 16] = [
    "info requested",
    "information requested",
    "name to follow",
    "to be announced",
    "tba",
    "tbd",
    "tbc",
    "n a",
    "n n",
    "nn",
    "navn følger",
    "navn følger senere",
    "navn kommer",
    "namn följer",
    "name folgt",
    "uden navn",
];

/// Words for somebody who has no name yet, where a number or what they belong to follows: "Gæst 2 af Nyborg Kommune".
const NOBODY_YET: [&str; 16] = [
    "gæst",
    "gaest",
    "guest",
    "gast",
    "gjest",
    "gäst",
    "deltager",
    "deltaker",
    "deltagare",
    "participant",
    "attendee",
    "ledsager",
    "billet",
    "ticket",
    "plads",
    "person",
];

/// Words between such a number and what they belong to.
const OF: [&str; 9] = ["af", "of", "fra", "from", "hos", "til", "to", "från", "von"];

/// Whether a name stands for one still to come: a ticket was bought before anybody knew who would use it. Such a person
/// is let in as anybody, and asked for the name before a badge is printed.
#[must_use]
pub fn is_placeholder(name: &str) -> bool {
    let letters = clean(&Field::Name, name).text.to_lowercase();
    let spaced: String = letters.chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    if PLACEHOLDERS.contains(&words.join(" ").as_str()) {
        return true;
    }
    let is_number = |word: &&str| word.chars().all(|letter| letter.is_ascii_digit());
    match words.as_slice() {
        [nobody, rest @ ..] if NOBODY_YET.contains(nobody) => {
            let rest =
                if matches!(rest.first(), Some(&("nr" | "no" | "nummer" | "number"))) { &rest[1..] } else { rest };
            match rest {
                // "Gæst 2", "Gæst nr. 2 af Nyborg Kommune", "Guest 2 of 4"; but not "Gast Holm", who is called so.
                [number, of, ..] if is_number(number) => OF.contains(of),
                [number] if is_number(number) => true,
                [of, _, ..] => OF.contains(of),
                _ => false,
            }
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_quick_way_cleans_as_the_long_one(text in "\\PC{0,20}|[a-zåé \u{301}\u{30a}\u{200b}\u{a0}\u{1100}\u{1161}\u{3099}か]{0,20}") {
            prop_assert_eq!(clean_line(&text), clean_letters(0, text.nfc()));
        }
    }

    #[test]
    fn names_are_split_as_people_write_them() {
        let check = |name: &str, given: &str, family: &str| {
            assert_eq!(split(name), Parts { given: given.into(), family: family.into() }, "for {name:?}");
        };
        check("Karen Bøgelund", "Karen", "Bøgelund");
        check("Anne Kathrine Bøgelund", "Anne Kathrine", "Bøgelund");
        check("Rasmussen, Ellen Margrethe", "Ellen Margrethe", "Rasmussen");
        check("Ludwig van Beethoven", "Ludwig", "van Beethoven");
        check("Charles de la Tour", "Charles", "de la Tour");
        check("KIRSTEN-MARIE VON UND ZU HOHENSTEIN", "KIRSTEN-MARIE", "VON UND ZU HOHENSTEIN");
        check("Lars", "Lars", "");
        check("De Bruyn", "De", "Bruyn");
        check("", "", "");
        check("Holm,", "Holm,", "");
        check("王 小明", "王", "小明");
    }

    #[test]
    fn texts_are_cleaned_without_touching_what_was_meant() {
        let check = |given: &str, wanted: &str| assert_eq!(clean(&Field::Name, given).text, wanted, "for {given:?}");
        check("  Mette \u{a0} Lind\u{200b} ", "Mette Lind");
        check("A\u{30a}se", "Åse");
        check("Anders Wulff\r\nBente Wulff", "Anders Wulff Bente Wulff");
        check("ev\u{202e}il", "evil");
        check("🙂 Smilla 🙂", "🙂 Smilla 🙂");
        check("\u{0}\u{7}", "");
        assert_eq!(clean(&Field::Note, " a \r\n b\tc ").text, "a\nb c", "a note keeps its lines");
    }

    #[test]
    fn a_ticket_without_a_name_is_known_and_nobody_who_is_called_something_like_it() {
        for name in [
            "Gæst 2 af Nyborg Kommune",
            "GÆST 2",
            "Gæst nr. 3 fra Egehavn",
            "Guest 2 of 4",
            "Guest of Karen Holm",
            "Deltager 12",
            "Info Requested",
            "N.N.",
            "Navn følger",
            "TBA",
        ] {
            assert!(is_placeholder(name), "{name} is no name");
        }
        for name in
            ["Karen Holm", "Gast Holm", "Person Persson", "Guest", "Anna Gæst", "Ticket Thomas", "2", "", "Nn Holm"]
        {
            assert!(!is_placeholder(name), "{name:?} may be a name");
        }
    }

    #[test]
    fn a_text_that_is_too_long_is_cut_and_says_so() {
        let long = "å".repeat(201);
        assert_eq!(clean(&Field::Name, &long), Cleaned { text: "å".repeat(200), cut: true }, "cut by characters");
        assert!(!clean(&Field::Name, &long[2..]).cut, "200 letters are allowed");
        assert!(!clean(&Field::Organisation, &long).cut, "an organisation may have 300");
    }
}
