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
    words: Vec<End>,
    /// Each letter is one of the text, and one unit of UTF-16 there.
    is_plain: bool,
}

/// Where a word ends.
#[derive(Clone, Copy, Debug)]
struct End {
    /// In the folded text.
    end: usize,
    /// Its first letter in a plain text.
    start: usize,
    /// Whether it is linked to the one before.
    linked: bool,
}

impl Folded {
    /// Reads a text of letters of ASCII and the Danish ones; `false` for any other, which has to be taken apart.
    fn read_plain(&mut self, text: &str) -> bool {
        self.clear();
        // `None` inside a word, else whether the next one is linked.
        let mut between = Some(false);
        for (place, letter) in text.chars().enumerate() {
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
                    self.text.push(folded);
                    self.words.push(End { end: self.text.len(), start: place, linked });
                }
                None => {
                    self.text.push(folded);
                    if let Some(last) = self.words.last_mut() {
                        last.end = self.text.len();
                    }
                }
            }
        }
        self.is_plain = true;
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
            self.words.push(End { end: self.text.len(), start: 0, linked: part.linked });
        }
    }

    fn clear(&mut self) {
        self.text.clear();
        self.words.clear();
        self.is_plain = false;
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// Some of the words that follow each other, as one.
    pub(crate) fn run(&self, from: usize, to: usize) -> &str {
        let start = from.checked_sub(1).and_then(|before| self.words.get(before)).map_or(0, |word| word.end);
        let end = to.checked_sub(1).and_then(|last| self.words.get(last)).map_or(start, |word| word.end);
        self.text.get(start..end).unwrap_or_default()
    }

    /// A word.
    pub(crate) fn word(&self, n: usize) -> &str {
        self.run(n, n + 1)
    }

    /// Whether the text has letters of ASCII and the Danish ones only, so that places in it are known ([`Folded::place`]).
    pub(crate) fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// Where so many letters of the words from one on stand in a plain text, in UTF-16 code units.
    pub(crate) fn place(&self, from: usize, mut letters: usize) -> (usize, usize) {
        let start = |n: usize| self.words.get(n).map_or(0, |word| word.start);
        let mut n = from;
        loop {
            let length = self.word(n).chars().count();
            if letters <= length || n + 1 >= self.words.len() {
                return (start(from), start(n) + letters.min(length));
            }
            letters -= length;
            n += 1;
        }
    }

    /// The runs of more linked words than `most`: the first of each, and the first behind it.
    pub(crate) fn runs(&self, most: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let mut from = 0;
        (1..=self.words.len()).filter_map(move |n| {
            if self.is_linked(n) {
                return None;
            }
            let run = (from, n);
            from = n;
            (run.1 - run.0 > most).then_some(run)
        })
    }

    /// Whether a word is linked to the one before.
    pub(crate) fn is_linked(&self, n: usize) -> bool {
        self.words.get(n).is_some_and(|word| word.linked)
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
