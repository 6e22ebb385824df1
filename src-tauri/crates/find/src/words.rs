//! A text cut into folded words.

use crate::alias;
use crate::entry::Place;
use crate::fold::{Letter, Piece, pieces};

/// Letters of a text that are looked at; the longest field has 300 characters.
const MAX_TEXT: usize = 400;
/// Letters of a word that are looked at; more than any name has, and as many as a match can count.
pub(crate) const MAX_WORD: usize = 64;

/// A folded word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) letters: Vec<Letter>,
    pub(crate) kind: WordKind,
}

/// How a word came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordKind {
    /// It stands in the text.
    Plain,
    /// Several that stand in the text, as one.
    Joined,
    /// Another one by which it goes ([`crate::alias`]).
    Alias,
}

impl Word {
    /// The word's folded letters as a text.
    pub(crate) fn text(&self) -> String {
        self.letters.iter().map(|letter| letter.folded).collect()
    }

    pub(crate) fn is_digits(&self) -> bool {
        self.letters.iter().all(|letter| letter.folded.is_ascii_digit())
    }
}

/// A word, and whether an apostrophe or hyphen links it to the one before.
pub(crate) struct Part {
    pub(crate) word: Word,
    pub(crate) linked: bool,
}

/// The words of a text in their order.
pub(crate) fn parts(text: &str) -> Vec<Part> {
    let text = text.char_indices().nth(MAX_TEXT).map_or(text, |(end, _)| &text[..end]);
    let mut parts: Vec<Part> = Vec::new();
    // `None` inside a word, else what has come since the last one.
    let mut between = Some(Between::Gap);
    for piece in pieces(text) {
        match piece {
            Piece::Letter(letter) => word(&mut parts, &mut between).push(letter),
            Piece::Letters(letters) => word(&mut parts, &mut between).extend(letters),
            Piece::Link if between.is_none() => between = Some(Between::Link),
            Piece::Link | Piece::Gap => between = Some(Between::Gap),
        }
    }
    for part in &mut parts {
        part.word.letters.truncate(MAX_WORD);
    }
    parts
}

/// The letters of the word that is being read, a new one if none is.
fn word<'a>(parts: &'a mut Vec<Part>, between: &mut Option<Between>) -> &'a mut Vec<Letter> {
    if let Some(between) = between.take() {
        let letters = Vec::with_capacity(12);
        parts.push(Part { word: Word { letters, kind: WordKind::Plain }, linked: between == Between::Link });
    }
    let last = parts.len() - 1;
    &mut parts[last].word.letters
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    Link,
    Gap,
}

/// All words under which a text is found: its words, those that are linked also as one, in a name each two neighbours as
/// one (`Anne Marie` is also `annemarie`), and in names and organisations the words by which these go.
pub(crate) fn words(text: &str, place: Place) -> Vec<Word> {
    let parts = parts(text);
    let mut words: Vec<Word> = Vec::with_capacity(parts.len() * 2);
    if place == Place::Name {
        words.extend(parts.windows(2).map(joined));
    }
    let runs = parts.chunk_by(|_, next| next.linked);
    words.extend(runs.filter(|run| run.len() > pairs_apart(place)).map(joined));
    if place != Place::Elsewhere {
        words.extend(alias::aliases(&parts, place == Place::Work));
    }
    words.extend(parts.into_iter().map(|part| part.word));
    words
}

/// Runs of more linked words than this are words as well: in a name, runs of two are among its pairs already.
pub(crate) fn pairs_apart(place: Place) -> usize {
    if place == Place::Name { 2 } else { 1 }
}

/// Several words as one.
pub(crate) fn joined(parts: &[Part]) -> Word {
    let letters = parts.iter().flat_map(|part| part.word.letters.iter().copied()).take(MAX_WORD).collect();
    Word { letters, kind: if parts.len() > 1 { WordKind::Joined } else { WordKind::Plain } }
}

/// So much of a joined word as counts.
pub(crate) fn cut(word: &str) -> &str {
    match word.char_indices().nth(MAX_WORD) {
        Some((end, _)) => &word[..end],
        None => word,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::parts;
    use crate::spelling::skeleton;

    fn folded(text: &str) -> String {
        parts(text).iter().map(|part| part.word.text()).collect::<Vec<_>>().join(" ")
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in "\\PC{0,40}") {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once, "what is folded is folded");
        }

        #[test]
        fn the_skeleton_of_a_skeleton_is_itself(text in "[a-zæøåüßþ0-9]{0,30}") {
            let once = skeleton(&text);
            prop_assert_eq!(skeleton(&once), once);
        }
    }
}
