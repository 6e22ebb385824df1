//! Words that are heard alike in Danish, whatever their spelling.
//!
//! A key is what is left of a word when spelling that is not heard is gone. The vowels go (but for the first sound of a
//! word, where only *that* there is one counts), since unstressed ones are hardly heard and stressed ones are written in
//! many ways. Of the consonants:
//!
//! | written | heard | as in |
//! | --- | --- | --- |
//! | `c` before e, i, y; `z`; `sch` before a consonant | `s` | Cecilie, Zakarias, Schmidt |
//! | `c`, `ch`, `ck`, `k`, `q`; `g` not at the beginning | `k` | Christian, Eriksen, Rigmor, Quist |
//! | `x` | `ks` | Alex, Aleks |
//! | `ph` | `f` | Sophie, Sofie |
//! | `w`, `hv`, `v`; `u` after q | `v` | Walter, Hvid, Quist |
//! | `th`, `dt`, `t`; `d` not at the beginning | `t` | Thomsen, Schmidt, Lauridsen |
//! | `b` not at the beginning; `p` | `p` | Jakobsen, Jacopsen |
//! | `d` after n, l, r; `h` not at the beginning; `j` behind a consonant; `g` after n | nothing | Lund, Johan, Kjær, Henning |
//! | `hj`, `gj` at the beginning | `j`, `g` | Hjort, Gjerløv |
//! | `sj`, `sh`, `sch`, `skj`, `ch` before l and a vowel in `charl` | `s`, `s`, `s`, `sk`, `s` | Charlotte |
//! | doubled letters, `ts`, `ds`, `tz` | once, `s` | Hanssen, Madsen, Fritz |
//! | `m` and `n` stay, `l` and `r` stay | | |
//!
//! It is the last tier, and its hits are ordered by how near they are in letters ([`crate::slip`]), so that a key which
//! says too little does no harm.

/// Letters of a typed word from which on it is heard.
pub(crate) const FROM: usize = 3;

/// The key of a word; its skeleton is given, so that å, æ and ø have fallen together with what they are written as.
pub(crate) fn key(skeleton: &str) -> String {
    let letters: Vec<char> = skeleton.chars().collect();
    let mut key = String::with_capacity(letters.len());
    let mut place = 0;
    while place < letters.len() {
        let (heard, taken) = sound(&letters, place, key.is_empty());
        for letter in heard.chars() {
            if !key.ends_with(letter) {
                key.push(letter);
            }
        }
        place += taken.max(1);
    }
    // Between t and s nobody hears the t: Lauridsen, Madsen, Fritz.
    key.replace("ts", "s")
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'æ' | 'ø' | 'å')
}

/// What is heard at this place, and how many letters that takes.
fn sound(letters: &[char], place: usize, first: bool) -> (&'static str, usize) {
    let rest = &letters[place..];
    let next = rest.get(1).copied().unwrap_or(' ');
    let before = place.checked_sub(1).and_then(|place| letters.get(place)).copied().unwrap_or(' ');
    let begins = |text: &str| {
        text.chars().zip(rest.iter().map(Some).chain(std::iter::repeat(None))).all(|(want, got)| got == Some(&want))
    };
    let soft = |letter: char| matches!(letter, 'e' | 'i' | 'y');
    match rest[0] {
        _ if first && begins("charl") => ("s", 2),
        's' if begins("schj") || begins("skj") => ("sk", 3 + usize::from(begins("schj"))),
        's' if begins("sch") => ("s", 3),
        's' if matches!(next, 'j' | 'h') => ("s", 2),
        's' | 'z' => ("s", 1),
        'c' if matches!(next, 'h' | 'k') => ("k", 2),
        'c' if soft(next) => ("s", 1),
        'c' | 'k' => ("k", 1),
        'q' => (if next == 'u' || next == 'v' { "kv" } else { "k" }, 1 + usize::from(matches!(next, 'u' | 'v'))),
        'x' => ("ks", 1),
        'g' if before == 'n' => ("", 1),
        'g' if first => ("g", 1 + usize::from(next == 'j')),
        'g' => ("k", 1),
        'p' if next == 'h' => ("f", 2),
        'f' => ("f", 1),
        'h' if first && next == 'v' => ("v", 2),
        'h' if first && next == 'j' => ("j", 2),
        'h' if first => ("h", 1),
        'h' => ("", 1),
        'w' | 'v' => ("v", 1),
        't' if next == 'h' => ("t", 2),
        'd' if next == 't' => ("t", 2),
        'd' if first => ("d", 1),
        'd' if matches!(before, 'n' | 'l' | 'r') => ("", 1),
        't' | 'd' => ("t", 1),
        'b' if first => ("b", 1),
        'b' | 'p' => ("p", 1),
        'j' if first => ("j", 1),
        'j' => ("", 1),
        'l' => ("l", 1),
        'r' => ("r", 1),
        'm' => ("m", 1),
        'n' => ("n", 1),
        'y' if first && is_vowel(next) => ("j", 1),
        letter if is_vowel(letter) => (if first { "a" } else { "" }, 1),
        // Digits and letters of other scripts are not heard in Danish.
        _ => ("", 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spelling::skeleton;

    fn heard(word: &str) -> String {
        key(&skeleton(word))
    }

    #[test]
    fn names_that_are_heard_alike_have_one_key() {
        for (one, other) in [
            ("kristian", "christian"),
            ("mathiasen", "matthiasen"),
            ("schmidt", "smidt"),
            ("schmidt", "smith"),
            ("pedersen", "petersen"),
            ("lauridsen", "lauritsen"),
            ("thomsen", "tomsen"),
            ("sofie", "sophie"),
            ("hansen", "hanssen"),
            ("katrine", "cathrine"),
            ("kjær", "kær"),
            ("hjort", "jort"),
            ("quist", "kvist"),
            ("madsen", "matsen"),
            ("cecilie", "sesilie"),
            ("charlotte", "sjarlotte"),
            ("walter", "valter"),
            ("lund", "lun"),
        ] {
            assert_eq!(heard(one), heard(other), "{one} and {other}");
        }
    }

    #[test]
    fn names_that_nobody_confuses_have_two() {
        for (one, other) in [
            ("hansen", "jensen"),
            ("bo", "po"),
            ("mette", "bente"),
            ("dam", "tam"),
            ("lars", "mars"),
            ("anna", "hanna"),
        ] {
            assert_ne!(heard(one), heard(other), "{one} and {other}");
        }
    }
}
