//! Words that are heard alike in Danish, whatever their spelling.
//!
//! A word is first written down as it is spoken ([`Spoken`]): consonants and vowels as they are heard. Of that, its *key* is what is
//! heard clearly: the consonants (a vowel at the beginning counts only as one), since vowels without stress are hardly heard and
//! those with it are written in many ways. Words are looked for by their keys; which of them is nearest says the whole, in which
//! vowels that lie close to each other in the mouth are close.
//!
//! | written | spoken | in the key | as in |
//! | --- | --- | --- | --- |
//! | `c` before e, i, y, æ, ø; `z`; `x` at the beginning; `sj`, `sh` | `s` | `s` | Cecilie, Zakarias, Xenia |
//! | `sch` before a vowel or r; before others | `sk`; `s` | `s` at the beginning | Schou, Schrøder; Schmidt |
//! | `sk`, `skj` | `sk` | `s` at the beginning | Skov: German `sch` is said in both ways |
//! | `ch` before `al`, `arl` at the beginning | `s` | `s` | Charlotte |
//! | `c`, `ch`, `ck`, `k`, `q`; `g` not at the beginning | `k` | `k` | Christian, Eriksen, Rigmor |
//! | `x`; `qu`, `qv` | `ks`; `kv` | the same | Alex, Aleks; Quist |
//! | `ph`; `pf` at the beginning | `f` | `f`, nothing behind a vowel at the end | Sophie, Sofie; Olaf, Olav |
//! | `w`, `v`, `hv` before a vowel | `v` | `v` | Walter, Hvid |
//! | `v`, `w`, `u` behind a vowel and before a consonant or at the end | a glide, with `a` as `o` | nothing | Skov, Schou; Poulsen, Povlsen, Paulsen |
//! | `th`, `dt`, `t`; `d` not at the beginning | `t` | `t` | Thomsen, Schmidt, Mathiasen |
//! | `ts`, `tz`, `ds` | `s` | `s` | Lauridsen, Madsen, Fritz |
//! | `b` not at the beginning; `p` | `p` | `p` | Jakobsen, Jacopsen |
//! | `d` after n, l, r; `g` after n; `h` not at the beginning; `j` after k, g | nothing | nothing | Lund, Henning, Johan, Kjær |
//! | `hj`, `j`, `y` before a vowel at the beginning | `j` | `j` | Hjort, Yasmin |
//! | `i`, `j`, `y` behind a vowel | a glide, with `e` as `a` | nothing | Kai, Kaj; Maja, Maya; Mejer, Meyer, Maier |
//! | `j` behind any other consonant; `y` at the end | `i` | nothing | Kristjan; Henny |
//! | `ie` at the end | `i` | nothing | Sofie, Emily |
//! | `å`, `aa`; `ø`, `oe`; `æ`, `ae`; y | vowels of their own | nothing | |
//! | doubled letters | once | once | Hanssen, Juul |
//!
//! It is the last tier, and its hits are ordered by how near they are as spoken, so that a key which says too little does no
//! harm.

/// Letters of a typed word from which on it is heard.
pub(crate) const FROM: usize = 3;

/// A word as it is spoken: a byte for each sound. Vowels are `a e i o u y`, `q` (ø) and `@` (å); `J` and `W` are glides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spoken(Vec<u8>);

impl Spoken {
    /// Of a folded word.
    pub(crate) fn of(word: &str) -> Self {
        let letters = letters(word);
        let mut spoken = Self(Vec::with_capacity(letters.len() + 4));
        let mut place = 0;
        while place < letters.len() {
            place += spoken.sound(&letters, place).max(1);
        }
        if spoken.0.ends_with(b"ie") {
            spoken.0.pop();
        }
        spoken
    }

    /// What is heard clearly.
    pub(crate) fn key(&self) -> String {
        let mut key = String::with_capacity(self.0.len());
        for (n, sound) in self.0.iter().enumerate() {
            let is_last = n + 1 == self.0.len();
            let before = n.checked_sub(1).and_then(|before| self.0.get(before)).copied().unwrap_or_default();
            match sound {
                sound if is_vowel(*sound) => {
                    if n == 0 {
                        key.push('a');
                    }
                }
                b'J' | b'W' => {}
                b'k' if n == 1 && before == b's' => {}
                b'f' if is_last && is_vowel(before) => {}
                sound => key.push(char::from(*sound)),
            }
        }
        key
    }

    /// How far another word is from this one, and how far its nearest beginning: less is nearer, 0 is heard alike.
    pub(crate) fn apart(&self, other: &Self) -> Apart {
        let (typed, listed) = (&self.0, &other.0);
        let mut row: Vec<u8> = Vec::with_capacity(listed.len() + 1);
        row.push(0);
        for sound in listed {
            let last = row.last().copied().unwrap_or_default();
            row.push(last.saturating_add(left_out(*sound)));
        }
        for sound in typed {
            let mut diagonal = row[0];
            row[0] = row[0].saturating_add(left_out(*sound));
            for (m, wanted) in listed.iter().enumerate() {
                let exchanged = diagonal.saturating_add(exchanged(*sound, *wanted));
                let put_in = row[m + 1].saturating_add(left_out(*sound));
                let left_out = row[m].saturating_add(left_out(*wanted));
                diagonal = row[m + 1];
                row[m + 1] = exchanged.min(put_in).min(left_out);
            }
        }
        let whole = row.last().copied().unwrap_or_default();
        Apart { whole, begun: row.iter().copied().min().unwrap_or(whole) }
    }

    /// How many sounds it has.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds what is heard at a place, and says how many letters that takes.
    fn sound(&mut self, letters: &[char], place: usize) -> usize {
        let rest = &letters[place..];
        let next = rest.get(1).copied().unwrap_or(' ');
        let begins = |text: &str| text.chars().enumerate().all(|(n, letter)| rest.get(n) == Some(&letter));
        let is_first = place == 0;
        let before = place.checked_sub(1).and_then(|before| letters.get(before)).copied().unwrap_or(' ');
        let (heard, taken): (&[u8], usize) = match rest[0] {
            'a' | 'e' | 'o' | 'u' | 'i' | 'y' | 'æ' | 'ø' | 'å' => return self.vowel(rest[0], is_first, next),
            _ if is_first && (begins("charl") || begins("chal")) => (b"s", 2),
            's' if begins("schj") => (b"sk", 4),
            's' if begins("sch") => match rest.get(3) {
                Some(letter) if is_written_vowel(*letter) || *letter == 'r' => (b"sk", 3),
                _ => (b"s", 3),
            },
            's' if begins("skj") => (b"sk", 3),
            's' if matches!(next, 'j' | 'h') => (b"s", 2),
            's' | 'z' => (b"s", 1),
            'c' if matches!(next, 'h' | 'k') => (b"k", 2),
            'c' if matches!(next, 'e' | 'i' | 'y' | 'æ' | 'ø') => (b"s", 1),
            'c' => (b"k", 1),
            'k' => (b"k", 1 + usize::from(next == 'j')),
            'q' if matches!(next, 'u' | 'v') => (b"kv", 2),
            'q' => (b"k", 1),
            'x' if is_first => (b"s", 1),
            'x' => (b"ks", 1),
            'g' if is_first => (b"g", 1 + usize::from(next == 'j')),
            'g' if before == 'n' => (b"", 1),
            'g' => (b"k", 1 + usize::from(next == 'j')),
            'p' if next == 'h' => (b"f", 2),
            'p' if is_first && next == 'f' => (b"f", 2),
            'h' if is_first && next == 'v' => (b"v", 2),
            'h' if is_first && next == 'j' => (b"j", 2),
            'h' if is_first => (b"h", 1),
            'h' => (b"", 1),
            'v' | 'w' => return self.labial(next),
            't' if matches!(next, 's' | 'z') => (b"s", 2),
            't' => (b"t", 1),
            'd' if matches!(next, 's' | 'z') => (b"s", 2),
            'd' if next == 't' => (b"t", 2),
            'd' if is_first => (b"d", 1),
            'd' if matches!(before, 'n' | 'l' | 'r') => (b"", 1),
            'd' => (b"t", 1),
            'b' if is_first => (b"b", 1),
            'b' | 'p' => (b"p", 1),
            'j' if is_first => (b"j", 1),
            'j' => return self.vowel('j', false, next),
            'f' => (b"f", 1),
            'l' => (b"l", 1),
            'm' => (b"m", 1),
            'n' => (b"n", 1),
            'r' => (b"r", 1),
            // Digits and letters of other scripts are not heard in Danish.
            _ => (b"", 1),
        };
        for sound in heard {
            // Doubled letters are one sound; not those of a language that writes no vowels (the m of Mhmd).
            if before == 'h' { self.0.push(*sound) } else { self.push(*sound) }
        }
        taken
    }

    /// A vowel, or the glide that it is behind another one.
    fn vowel(&mut self, letter: char, is_first: bool, next: char) -> usize {
        let behind_vowel = self.0.last().copied().filter(|last| is_vowel(*last));
        match (letter, behind_vowel) {
            ('i' | 'y', None) if is_first && is_written_vowel(next) && next != 'e' => self.push(b'j'),
            ('i' | 'j' | 'y', Some(b'i' | b'y')) => {}
            ('i' | 'j' | 'y', Some(last)) => {
                if last == b'e' {
                    self.replace_last(b'a');
                }
                self.push(b'J');
            }
            // Louise, Luise.
            ('u', Some(b'o')) if is_written_vowel(next) => self.replace_last(b'u'),
            ('u', Some(b'a' | b'o' | b'@')) => {
                self.replace_last(b'o');
                self.push(b'W');
            }
            ('j', None) => self.push(b'i'),
            ('y', None) if next == ' ' => self.push(b'i'),
            ('æ', _) => self.push(b'e'),
            ('ø', _) => self.push(b'q'),
            ('å', _) => self.push(b'@'),
            (letter, _) => self.push(u8::try_from(letter).unwrap_or(b'a')),
        }
        1
    }

    /// A `v` or `w`, which is a glide behind a vowel if none follows.
    fn labial(&mut self, next: char) -> usize {
        match self.0.last().copied() {
            Some(last) if is_vowel(last) && !is_written_vowel(next) && !matches!(next, 'v' | 'w' | 'j') => {
                if matches!(last, b'a' | b'@') {
                    self.replace_last(b'o');
                }
                self.push(b'W');
            }
            _ => self.push(b'v'),
        }
        1
    }

    fn push(&mut self, sound: u8) {
        if self.0.last() != Some(&sound) {
            self.0.push(sound);
        }
    }

    fn replace_last(&mut self, sound: u8) {
        self.0.pop();
        self.push(sound);
    }
}

/// How far two words are from each other as they are spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Apart {
    pub(crate) whole: u8,
    /// The nearest beginning of the other one.
    pub(crate) begun: u8,
}

/// The letters of a word, with Danish ones for those that are written in two.
fn letters(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = Vec::with_capacity(word.len());
    for letter in word.chars() {
        let pair = match (letters.last(), letter) {
            (Some('a'), 'a') => Some('å'),
            (Some('a'), 'e') => Some('æ'),
            (Some('o'), 'e') => Some('ø'),
            _ => None,
        };
        if let Some(pair) = pair {
            letters.pop();
            letters.push(pair);
            continue;
        }
        match letter {
            'ß' => letters.push('s'),
            'þ' => letters.push('t'),
            'ü' => letters.push('y'),
            letter => letters.push(letter),
        }
    }
    letters
}

fn is_written_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'æ' | 'ø' | 'å')
}

fn is_vowel(sound: u8) -> bool {
    matches!(sound, b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'q' | b'@')
}

/// What it weighs that a sound is not said, or not heard.
fn left_out(sound: u8) -> u8 {
    match sound {
        b'J' | b'W' | b'e' => 1,
        b'h' => 3,
        sound if is_vowel(sound) => 2,
        _ => 4,
    }
}

/// What it weighs that a sound is taken for another one.
fn exchanged(one: u8, other: u8) -> u8 {
    if one == other {
        return 0;
    }
    match (one.min(other), one.max(other)) {
        // Beside each other in the mouth.
        (b'a', b'e') | (b'e', b'i' | b'q') | (b'@', b'a' | b'o') | (b'o', b'q' | b'u') => 1,
        (b'i' | b'q' | b'u', b'y') | (b'q', b'u') => 1,
        (b'J', b'i') | (b'W', b'u' | b'v' | b'f') | (b'f', b'v') => 1,
        (b'b', b'p') | (b'd', b't') | (b'g', b'k') => 2,
        (one, other) if is_vowel(one) && is_vowel(other) => 2,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_heard_alike_are_spoken_alike() {
        for (one, other) in [
            ("kristian", "christian"),
            ("kristjan", "christian"),
            ("mathiasen", "matthiasen"),
            ("schmidt", "smidt"),
            ("schmidt", "smith"),
            ("pedersen", "petersen"),
            ("lauridsen", "lauritsen"),
            ("thomsen", "tomsen"),
            ("sofie", "sophie"),
            ("sofi", "sophie"),
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
            ("skov", "schou"),
            ("poulsen", "povlsen"),
            ("paulsen", "poulsen"),
            ("maja", "maya"),
            ("kai", "kaj"),
            ("mejer", "maier"),
            ("henny", "henni"),
            ("michael", "mikael"),
            ("juul", "juhl"),
            ("søren", "soeren"),
            ("nørgaard", "nørgård"),
        ] {
            assert_eq!(Spoken::of(one), Spoken::of(other), "{one} and {other}");
        }
    }

    #[test]
    fn what_is_heard_nearly_alike_has_one_key() {
        for (one, other) in
            [("schultz", "sjults"), ("olaf", "olav"), ("kirsten", "karsten"), ("frederik", "fredrik"), ("anna", "anne")]
        {
            assert_eq!(Spoken::of(one).key(), Spoken::of(other).key(), "{one} and {other}");
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
            ("morten", "mortenen"),
        ] {
            assert_ne!(Spoken::of(one).key(), Spoken::of(other).key(), "{one} and {other}");
        }
    }

    #[test]
    fn the_nearer_in_the_mouth_the_nearer() {
        let apart = |one: &str, other: &str| Spoken::of(one).apart(&Spoken::of(other));
        assert_eq!(apart("christine", "kristine").whole, 0);
        assert!(apart("christine", "kristina").whole < apart("christine", "kristian").whole, "one vowel is another");
        assert!(apart("fredrik", "frederik").whole < apart("fredrik", "frode").whole, "an e that nobody hears");
        assert_eq!(apart("krist", "christoffersen").begun, 0, "as far as it was typed");
        assert!(apart("krist", "christoffersen").whole > 4);
        assert_eq!(apart("", ""), Apart { whole: 0, begun: 0 });
    }
}
