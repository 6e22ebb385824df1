//! Letters and words: what is left out of a text, and where it may be broken.

use unicode_segmentation::UnicodeSegmentation;

/// Controls become spaces: a badge has no bells. A tab counts where a text keeps its own lines; elsewhere it is a space.
pub(super) fn plain(letter: char) -> char {
    match letter {
        '\u{2028}' | '\u{2029}' | '\u{85}' | '\n' => '\n',
        '\t' => '\t',
        other if other.is_control() => ' ',
        other => other,
    }
}

/// Marks that turn the direction of what follows; on a badge they could only make a name read wrongly.
pub(super) fn turns(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub(super) fn is_breaking_space(letter: char) -> bool {
    letter.is_whitespace() && !matches!(letter, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// A word at the places where it may be broken: behind hyphens and slashes, and around ideographs.
pub(super) fn break_word(word: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let clusters: Vec<(usize, &str)> = word.grapheme_indices(true).collect();
    for pair in clusters.windows(2) {
        let ((_, before), (at, after)) = (pair[0], pair[1]);
        let hyphen = matches!(before, "-" | "‐" | "/" | "–") && at > start + before.len();
        if hyphen || is_ideograph(before) || is_ideograph(after) {
            pieces.push(&word[start..at]);
            start = at;
        }
    }
    pieces.push(&word[start..]);
    pieces
}

fn is_ideograph(cluster: &str) -> bool {
    cluster.chars().next().is_some_and(|letter| {
        matches!(letter, '\u{2e80}'..='\u{2fff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}')
    })
}
