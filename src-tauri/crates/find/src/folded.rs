//! The folded words of a text, quickly.

use crate::fold::{is_danish, is_link};
use crate::words::parts;

/// Bytes of a text so short that no limit of its length or of its words' can matter.
const PLAIN: usize = 64;

/// The folded words of a text one after the other, without the places of their letters: what an index of many people is
/// made from. Its memory is used again from text to text.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    text: String,
    /// Where each word ends, and whether it is linked to the one before.
    ends: Vec<(usize, bool)>,
}

impl Folded {
    /// Reads a text of letters of ASCII and the Danish ones; `false` for any other, which has to be taken apart.
    fn read_plain(&mut self, text: &str) -> bool {
        self.clear();
        // `None` inside a word, else whether the next one is linked.
        let mut between = Some(false);
        for letter in text.chars() {
            let folded = match letter {
                'a'..='z' | '0'..='9' => letter,
                'A'..='Z' => letter.to_ascii_lowercase(),
                _ if letter.is_ascii() => {
                    between = Some(between.is_none() && is_link(letter));
                    continue;
                }
                _ => match is_danish(letter) {
                    Some(danish) => danish,
                    None => return false,
                },
            };
            match between.take() {
                Some(linked) => {
                    let start = self.text.len();
                    self.text.push(folded);
                    self.ends.push((start, linked));
                }
                None => self.text.push(folded),
            }
            if let Some(last) = self.ends.last_mut() {
                last.0 = self.text.len();
            }
        }
        true
    }

    /// Reads a text.
    pub(crate) fn read(&mut self, text: &str) {
        if text.len() <= PLAIN && self.read_plain(text) {
            return;
        }
        // Other letters have to be taken apart, and of a long text not all counts.
        self.clear();
        for part in parts(text) {
            self.text.extend(part.word.letters.iter().map(|letter| letter.folded));
            self.ends.push((self.text.len(), part.linked));
        }
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Some of the words that follow each other, as one.
    pub(crate) fn run(&self, from: usize, to: usize) -> &str {
        let start = from.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |(end, _)| *end);
        let end = to.checked_sub(1).and_then(|last| self.ends.get(last)).map_or(start, |(end, _)| *end);
        self.text.get(start..end).unwrap_or_default()
    }

    /// A word.
    pub(crate) fn word(&self, n: usize) -> &str {
        self.run(n, n + 1)
    }

    /// Whether a word is linked to the one before.
    pub(crate) fn is_linked(&self, n: usize) -> bool {
        self.ends.get(n).is_some_and(|(_, linked)| *linked)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_reads_what_is_read_with_the_places(text in "\\PC{0,80}|[a-zA-Z0-9æøåÆØÅ '’.@\u{301}\u{30a}-]{0,40}") {
            let mut folded = Folded::default();
            folded.read("something else, before");
            folded.read(&text);
            let words: Vec<(String, bool)> =
                (0..folded.len()).map(|n| (folded.word(n).to_owned(), folded.is_linked(n))).collect();
            let parts: Vec<(String, bool)> =
                parts(&text).iter().map(|part| (part.word.text(), part.linked)).collect();
            prop_assert_eq!(words, parts);
        }
    }
}
