//! Letters without case, accents and other differences that nobody types.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A letter of a folded text, and where it stands in the original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    /// Small, without accents; `æ ø å ü ß þ` are kept, since each has several spellings.
    pub(crate) folded: char,
    /// Its place in the original, in UTF-16 code units; letters that were one (`ﬁ`) share it.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A piece of a text: a letter with its accents, or what stands between words.
pub(crate) enum Piece {
    /// Nearly every one.
    Letter(Letter),
    /// What is several letters when taken apart (`ﬁ`, a Korean syllable).
    Letters(Vec<Letter>),
    /// An apostrophe or hyphen: parts two words that may as well be one.
    Link,
    Gap,
}

/// The pieces of a text. Accents stay with their letter, whether composed or not.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    let mut rest = text;
    let mut start = 0;
    std::iter::from_fn(move || {
        let cluster = first_cluster(rest)?;
        rest = &rest[cluster.len()..];
        let end = start + cluster.encode_utf16().count();
        let piece = piece(cluster, start, end);
        start = end;
        Some(piece)
    })
}

/// The first character with the combining marks behind it.
fn first_cluster(text: &str) -> Option<&str> {
    let mut letters = text.char_indices().skip(1);
    // Nearly every letter is one of ASCII, which has no marks; the table of marks is slow.
    let is_next = |letter: char| letter.is_ascii() || is_danish(letter).is_some() || !is_combining_mark(letter);
    let end = letters.find(|(_, letter)| is_next(*letter)).map_or(text.len(), |(end, _)| end);
    (!text.is_empty()).then(|| &text[..end])
}

fn piece(cluster: &str, start: usize, end: usize) -> Piece {
    let letter = |folded: char| Letter { folded, start, end };
    if let [plain @ (b'a'..=b'z' | b'0'..=b'9' | b'A'..=b'Z')] = cluster.as_bytes() {
        return Piece::Letter(letter(char::from(plain.to_ascii_lowercase())));
    }
    if cluster.len() == 1 {
        return if cluster.starts_with(is_link) { Piece::Link } else { Piece::Gap };
    }
    let mut letters = cluster.chars();
    if let (Some(first), None) = (letters.next(), letters.next())
        && let Some(danish) = is_danish(first)
    {
        return Piece::Letter(letter(danish));
    }
    if cluster.starts_with(is_link) {
        return Piece::Link;
    }
    match folded(cluster).as_slice() {
        [] => Piece::Gap,
        [one] => Piece::Letter(letter(*one)),
        several => Piece::Letters(several.iter().map(|folded| letter(*folded)).collect()),
    }
}

/// The Danish letters as one character each, which need no taking apart; `None` for every other.
pub(crate) fn is_danish(letter: char) -> Option<char> {
    match letter {
        'æ' | 'Æ' => Some('æ'),
        'ø' | 'Ø' => Some('ø'),
        'å' | 'Å' => Some('å'),
        _ => None,
    }
}

/// What parts two words that may as well be one.
pub(crate) fn is_link(letter: char) -> bool {
    matches!(letter, '-' | '\'' | '`' | '´' | '’' | '‘' | 'ʼ' | '\u{2010}'..='\u{2015}' | '\u{ad}' | '\u{2212}')
}

fn folded(cluster: &str) -> Vec<char> {
    let mut letters: Vec<char> = Vec::new();
    // Small letters after taking apart, and taken apart again: some capitals hide in compatibility forms, and some
    // small forms come with a mark of their own.
    for letter in cluster.nfkd().flat_map(char::to_lowercase).nfkd() {
        match (letters.last_mut(), letter) {
            (Some(last @ 'a'), '\u{30a}') => *last = 'å',
            (Some(last @ 'a'), '\u{308}') => *last = 'æ',
            (Some(last @ 'o'), '\u{308}' | '\u{30b}') => *last = 'ø',
            (Some(last @ 'u'), '\u{308}' | '\u{30b}') => *last = 'ü',
            (_, accent) if is_accent(accent) => {}
            // A mark belongs to its letter; behind a blank it is nothing. Some count as letters themselves.
            (None, mark) if is_combining_mark(mark) => {}
            (_, letter) if letter.is_alphanumeric() || is_combining_mark(letter) => letters.push(plain(letter)),
            _ => {}
        }
    }
    letters
}

/// Marks that people leave out: those of Latin, Greek and Cyrillic letters, Hebrew points, Arabic vowels. Marks of
/// other scripts are letters in their own right.
fn is_accent(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

fn plain(letter: char) -> char {
    match letter {
        'œ' => 'ø',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ħ' => 'h',
        'ŧ' => 't',
        'ŋ' => 'n',
        'ı' => 'i',
        'ĸ' => 'k',
        'ə' => 'e',
        'ς' => 'σ',
        other => other,
    }
}
