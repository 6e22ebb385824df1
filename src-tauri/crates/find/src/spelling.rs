//! The usual spellings of one letter, and whether a typed word is the beginning of a listed one in any of them.

use crate::words::MAX_WORD;

/// Letters of a typed word that is short.
const SHORT: usize = 12;

/// Letters with several spellings. The first is the letter written out in two.
const SPELLINGS: [(char, &[&str]); 6] = [
    ('æ', &["ae", "a"]),
    ('ø', &["oe", "o"]),
    ('å', &["aa", "a"]),
    ('ü', &["ue", "u", "y"]),
    ('ß', &["ss"]),
    ('þ', &["th"]),
];

/// The word with all spellings of a letter fallen together: `sørensen`, `soerensen` and `sorensen` have one skeleton.
/// If a typed word matches a listed one, the skeleton of the first is the beginning of the second's; not the other way
/// round (`boe` and `bo` have one skeleton, but a Boris is not found by `boe`).
///
/// That holds because this is a rewriting of each spelling into the same letter (`ae` → `a`, `aa` → `a`, `ss` → `s` …)
/// that comes to the same end in whatever order it is done, and works from the left.
pub(crate) fn skeleton(word: &str) -> String {
    let mut skeleton = String::with_capacity(word.len());
    write_skeleton(word, &mut skeleton);
    skeleton
}

/// The letter that stands for a letter with several spellings in a skeleton.
fn plain(letter: char) -> char {
    match letter {
        'æ' | 'å' => 'a',
        'ø' => 'o',
        'ü' | 'y' => 'u',
        'ß' => 's',
        'þ' => 't',
        other => other,
    }
}

/// The letters of a skeleton before any two become one: as many as the word has.
pub(crate) fn letter_by_letter(word: &str) -> String {
    word.chars().map(plain).collect()
}

/// Writes the skeleton of a word behind what stands there.
pub(crate) fn write_skeleton(word: &str, skeleton: &mut String) {
    let mut last = '\0';
    for letter in word.chars().map(plain) {
        if !matches!((last, letter), ('a' | 'o' | 'u', 'e') | ('a', 'a') | ('s', 's') | ('t', 'h')) {
            skeleton.push(letter);
            last = letter;
        }
    }
}

/// How a typed word met a listed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Met {
    /// Letters of the listed word that were met.
    pub(crate) letters: usize,
    /// All of them.
    pub(crate) whole: bool,
    /// Letter by letter, without the help of another spelling.
    pub(crate) literal: bool,
}

/// A typed word, made ready to be compared with many listed ones.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    text: String,
    letters: Vec<char>,
}

impl Typed {
    /// The folded word; what is beyond the longest word of an index is left out.
    pub(crate) fn new(text: &str) -> Self {
        let letters: Vec<char> = text.chars().take(MAX_WORD).collect();
        Self { text: letters.iter().collect(), letters }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// How many letters it has.
    pub(crate) fn len(&self) -> usize {
        self.letters.len()
    }

    /// Whether this is the beginning of a listed word, folded and of at most [`MAX_WORD`] letters.
    pub(crate) fn meets(&self, listed: &str) -> Option<Met> {
        if let Some(rest) = listed.strip_prefix(&self.text) {
            return Some(Met { letters: self.letters.len(), whole: rest.is_empty(), literal: true });
        }
        // Most words of one skeleton differ in plain letters only, which no spelling can help.
        if self.text.is_ascii() && listed.is_ascii() && !has_written_out(listed) {
            return None;
        }
        // Nearly every typed word is short, and thousands of listed ones are compared with it.
        let ends = if self.letters.len() <= SHORT {
            self.ends_in::<{ 2 * SHORT }, { SHORT + 1 }>(listed)
        } else {
            self.ends_in::<MAX_WORD, { MAX_WORD + 1 }>(listed)
        };
        let letters = usize::try_from(127_u32.checked_sub(ends.leading_zeros())?).ok()?;
        Some(Met { letters, whole: listed.chars().nth(letters).is_none(), literal: false })
    }
}

impl Typed {
    /// [`ends`] with room for so many letters and places.
    fn ends_in<const LETTERS: usize, const PLACES: usize>(&self, listed: &str) -> u128 {
        let mut begin = ['\0'; LETTERS];
        // No letter stands for more than two.
        let begin_len =
            listed.chars().take(2 * self.letters.len()).zip(&mut begin).map(|(from, to)| *to = from).count();
        ends(&self.letters, &begin[..begin_len], &mut [0; PLACES])
    }
}

fn has_written_out(listed: &str) -> bool {
    listed.as_bytes().windows(2).any(|pair| matches!(pair, b"ae" | b"oe" | b"aa" | b"ue"))
}

/// How many letters of `listed` all of `typed` can stand for, as a set: bit n for n letters. A table of all pairs of
/// places, so that the time is bounded whatever the words. Neither has more than [`MAX_WORD`] letters; `reached` is zeros, one
/// more than was typed.
fn ends(typed: &[char], listed: &[char], reached: &mut [u128]) -> u128 {
    reached[0] = 1;
    for place in 0..typed.len() {
        let mut open = reached[place];
        while open != 0 {
            let from = usize::try_from(open.trailing_zeros()).unwrap_or(0);
            open &= open - 1;
            let Some(rest) = listed.get(from..).filter(|rest| !rest.is_empty()) else { continue };
            steps(&typed[place..], rest, |taken, met| reached[place + taken] |= 1 << (from + met));
        }
    }
    reached[typed.len()]
}

/// Calls `step(letters of typed, letters of listed)` for each way to go on. Neither is empty.
fn steps(typed: &[char], listed: &[char], mut step: impl FnMut(usize, usize)) {
    if typed[0] == listed[0] {
        step(1, 1);
    }
    // Every spelling begins with one of these, so other letters stand for themselves only.
    if matches!(listed[0], 'b'..='n' | 'p'..='r' | 'v'..='x' | 'z' | '0'..='9') {
        return;
    }
    for (letter, spellings) in SPELLINGS {
        if typed[0] == letter {
            // The letter itself was typed for a list that has lost it.
            for spelling in spellings.iter().filter(|spelling| begins(listed, spelling)) {
                step(1, spelling.len());
            }
        }
        let written_out = spellings.first().filter(|pair| begins(listed, pair)).map(|pair| pair.len());
        let Some(met) = written_out.or((listed[0] == letter).then_some(1)) else { continue };
        for spelling in spellings {
            if begins(typed, spelling) {
                step(spelling.len(), met);
            } else if is_cut(typed, spelling) {
                step(typed.len(), met);
            }
        }
    }
}

/// Whether `letters` begins with this spelling, which is ASCII.
fn begins(letters: &[char], spelling: &str) -> bool {
    letters.len() >= spelling.len() && spelling.chars().zip(letters).all(|(wanted, letter)| wanted == *letter)
}

/// Whether somebody is just typing this spelling.
fn is_cut(letters: &[char], spelling: &str) -> bool {
    letters.len() < spelling.len() && spelling.chars().zip(letters).all(|(wanted, letter)| wanted == *letter)
}
