//! Scanners that pretend to be a keyboard of another country than the computer believes.
//!
//! A hand scanner presses keys. It is set to the letters of one country's keyboard, the computer to another's, and so a code
//! arrives with other letters: `WEB/12-A=3` as `WEB-12+A´3`. Where both are known it can be undone, key by key; where they are
//! not, there are few pairs to try. Our own codes use only letters that lie on the same keys everywhere
//! ([`crate::code`]); this is for other systems' codes.
//!
//! The tables are those of the letters as they are printed on ISO keyboards (CLDR keyboards `en-US`, `da`, `de`, `sv`), in the
//! order of the keys from the upper left to the lower right, without and with shift. Letters behind AltGr are not among them:
//! they are known only for a scanner whose keys we read ourselves ([`crate::grab`]).

/// A country's keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layout {
    /// As scanners leave the factory.
    Us,
    /// Danish.
    Danish,
    /// German.
    German,
    /// Swedish and Finnish.
    Swedish,
}

impl Layout {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Us, Self::Danish, Self::German, Self::Swedish];

    /// Its name in JSON: the language's tag, `us` for the American.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Danish => "da",
            Self::German => "de",
            Self::Swedish => "sv",
        }
    }

    /// The keyboard of this name in JSON.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.as_str() == name)
    }

    /// The letters of its keys, without and with shift. A zero where there is no such key.
    const fn keys(self) -> [&'static str; 2] {
        match self {
            Self::Us => [
                "`1234567890-=qwertyuiop[]asdfghjkl;'\\\0zxcvbnm,./",
                "~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"|\0ZXCVBNM<>?",
            ],
            Self::Danish => [
                "½1234567890+´qwertyuiopå¨asdfghjklæø'<zxcvbnm,.-",
                "§!\"#¤%&/()=?`QWERTYUIOPÅ^ASDFGHJKLÆØ*>ZXCVBNM;:_",
            ],
            Self::German => [
                "^1234567890ß´qwertzuiopü+asdfghjklöä#<yxcvbnm,.-",
                "°!\"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_",
            ],
            Self::Swedish => [
                "§1234567890+´qwertyuiopå¨asdfghjklöä'<zxcvbnm,.-",
                "½!\"#¤%&/()=?`QWERTYUIOPÅ^ASDFGHJKLÖÄ*>ZXCVBNM;:_",
            ],
        }
    }

    /// The letters printed on a key, without and with shift. `key` is the key's number in Linux (`KEY_1` is 2,
    /// `linux/input-event-codes.h`). `None` for a key without letters, or one that this keyboard does not have.
    #[must_use]
    pub fn letters(self, key: u16) -> Option<[char; 2]> {
        let place = in_row(key)?;
        let [plain, shifted] = self.keys().map(|row| row.chars().nth(place).filter(|letter| *letter != '\0'));
        Some([plain?, shifted?])
    }

    /// The letter on a key that is reached with AltGr; `key` as in [`Self::letters`]. Only letters that a code could hold.
    #[must_use]
    pub fn letter_behind_alt_gr(self, key: u16) -> Option<char> {
        let behind = match self {
            Self::Us => return None,
            Self::Danish => "2@ 3£ 4$ 5€ 7{ 8[ 9] 0} ´| ¨~ <\\ e€ mµ",
            Self::German => "q@ 2² 3³ 7{ 8[ 9] 0} ß\\ +~ <| e€ mµ",
            Self::Swedish => "2@ 3£ 4$ 5€ 7{ 8[ 9] 0} +\\ ¨~ <| e€ mµ",
        };
        let [plain, _] = self.letters(key)?;
        behind.split(' ').find_map(|pair| pair.strip_prefix(plain)?.chars().next())
    }
}

/// Where a key lies in the rows of [`Layout::keys`].
fn in_row(key: u16) -> Option<usize> {
    let place = match key {
        41 => 0,
        2..=13 => key - 1,
        16..=27 => key - 3,
        30..=40 => key - 5,
        43 => 36,
        86 => 37,
        44..=53 => key - 6,
        _ => return None,
    };
    Some(usize::from(place))
}

/// A text as it was meant, if the scanner and the computer disagree so.
#[derive(Clone, PartialEq, Eq)]
pub struct Crossed {
    /// What the scanner is set to.
    pub scanner: Layout,
    /// What the computer is set to.
    pub computer: Layout,
    /// The text.
    pub text: String,
}

impl std::fmt::Debug for Crossed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Crossed({:?} on {:?}, {} characters)", self.scanner, self.computer, self.text.chars().count())
    }
}

/// Characters of a text that are looked at.
const MAX_TEXT: usize = 500;

/// What a text may have been before a scanner and a computer of two countries had it; each other text once, with the first
/// pair that makes it. None for a text that lies on the same keys everywhere, or on no keys at all.
#[must_use]
pub fn uncross(text: &str) -> Vec<Crossed> {
    let mut found: Vec<Crossed> = Vec::new();
    if text.chars().nth(MAX_TEXT).is_some() {
        return found;
    }
    for (scanner, computer) in pairs() {
        for meant in meant_on(text, scanner, computer) {
            if meant != text && found.iter().all(|other| other.text != meant) {
                found.push(Crossed { scanner, computer, text: meant });
            }
        }
    }
    found
}

/// What a text may have been if the scanner is set to one keyboard and the computer to another, the likeliest first; none
/// if there are letters on no key of the computer's, or more than 500.
#[must_use]
pub fn meant_on(text: &str, scanner: Layout, computer: Layout) -> Vec<String> {
    if text.chars().nth(MAX_TEXT).is_some() {
        return Vec::new();
    }
    let twice = with_the_last_accent_twice(text);
    let without_caps = without_caps_lock(text);
    let accented = with_accents_apart(text, computer);
    let read = std::iter::once(text).chain(twice.as_deref()).chain(accented.as_deref()).chain(without_caps.as_deref());
    read.filter_map(|read| meant(read, scanner, computer)).collect()
}

/// The text as it would have arrived without Caps Lock, which turns capitals and small letters round. Where a letter of the
/// computer's is a sign of the scanner's, as `Æ` and `æ` are `:` and `;`, that makes another sign of it; of a text without
/// such a letter it only changes the case, which the comparison with the list forgives.
pub(crate) fn without_caps_lock(text: &str) -> Option<String> {
    let turned = |letter: char| -> Vec<char> {
        if letter.is_uppercase() { letter.to_lowercase().collect() } else { letter.to_uppercase().collect() }
    };
    let is_foreign = |letter: char| !letter.is_ascii() && letter.is_alphabetic();
    text.chars().any(is_foreign).then(|| text.chars().flat_map(turned).collect())
}

/// Every two keyboards that are not the same: the scanner's and the computer's.
pub(crate) fn pairs() -> impl Iterator<Item = (Layout, Layout)> {
    Layout::ALL.into_iter().flat_map(|computer| {
        Layout::ALL.into_iter().filter(move |scanner| *scanner != computer).map(move |scanner| (scanner, computer))
    })
}

/// The keys that a computer read: a letter that a dead key became one with counts as both.
pub(crate) fn keys_of(text: &str, computer: Layout) -> Vec<char> {
    text.chars().flat_map(|letter| pressed(letter, computer)).collect()
}

/// What arrives of a text when these two disagree: the other way round, and dead keys as if they were none.
#[cfg(test)]
pub(crate) fn arrives(text: &str, scanner: Layout, computer: Layout) -> Option<String> {
    meant(text, computer, scanner)
}

/// A dead key that is pressed twice writes its accent once; at the end of a text nobody can tell it from once, and `==` is how
/// Base64 ends (RFC 4648, section 4).
fn with_the_last_accent_twice(text: &str) -> Option<String> {
    let last = text.chars().next_back().filter(|last| matches!(last, '´' | '`' | '¨' | '^'))?;
    Some(format!("{text}{last}"))
}

/// A letter that has a key of its own may have come of a dead key and another letter all the same: on a Swedish computer `¨` and `a`
/// make the `ä` that also lies beside Enter. `None` if there is no such letter.
fn with_accents_apart(text: &str, computer: Layout) -> Option<String> {
    let apart = |letter: char| {
        // Only these two of its keys can be put together with a dead key of its own.
        let has_two_ways = computer == Layout::Swedish && matches!(letter, 'ä' | 'ö' | 'Ä' | 'Ö');
        if has_two_ways { decomposed(letter) } else { None }
    };
    text.chars().any(|letter| apart(letter).is_some()).then(|| {
        text.chars()
            .flat_map(|letter| apart(letter).map_or(vec![letter], |[accent, plain]| vec![accent, plain]))
            .collect()
    })
}

/// The text that a scanner of one country meant whose keys a computer of another read.
fn meant(text: &str, scanner: Layout, computer: Layout) -> Option<String> {
    keys_of(text, computer).into_iter().map(|letter| translate(letter, scanner, computer)).collect()
}

/// A dead key waits for the next letter, and both become one: `´` and `a` are `á`.
fn pressed(letter: char, computer: Layout) -> Vec<char> {
    if place(letter, computer).is_some() {
        return vec![letter];
    }
    decomposed(letter).map_or_else(|| vec![letter], Vec::from)
}

/// The accent of a dead key and the letter that it became one with.
fn decomposed(letter: char) -> Option<[char; 2]> {
    use unicode_normalization::UnicodeNormalization;
    let parts: Vec<char> = letter.nfd().collect();
    let [plain, mark] = *parts.as_slice() else { return None };
    let accent = match mark {
        '\u{301}' => '´',
        '\u{300}' => '`',
        '\u{308}' => '¨',
        '\u{302}' => '^',
        _ => return None,
    };
    Some([accent, plain])
}

fn translate(letter: char, scanner: Layout, computer: Layout) -> Option<char> {
    // A blank lies where it does everywhere, and so does Enter, which ends the lines of a visiting card.
    if matches!(letter, ' ' | '\n') {
        return Some(letter);
    }
    let (row, key) = place(letter, computer)?;
    scanner.keys()[row].chars().nth(key).filter(|letter| *letter != '\0')
}

/// With shift or without, and the key.
fn place(letter: char, layout: Layout) -> Option<(usize, usize)> {
    let rows = layout.keys();
    (0..rows.len()).find_map(|row| Some((row, rows[row].chars().position(|key| key == letter && key != '\0')?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrives(text: &str, scanner: Layout, computer: Layout) -> String {
        super::arrives(text, scanner, computer).expect("it can be typed")
    }

    #[test]
    fn every_keyboard_has_the_same_keys() {
        for layout in Layout::ALL {
            for row in layout.keys() {
                assert_eq!(row.chars().count(), 48, "{layout:?}: {row}");
            }
        }
    }

    #[test]
    fn every_key_of_a_row_has_one_number() {
        let mut places: Vec<usize> = (0..=u16::MAX).filter_map(in_row).collect();
        places.sort_unstable();
        assert_eq!(places, (0..48).collect::<Vec<_>>(), "each place once");
    }

    #[test]
    fn keys_have_the_letters_that_are_printed_on_them() {
        // Number, and the letters without and with shift under each layout in the order of `ALL`.
        for (key, expected) in [
            (41, ["`~", "½§", "^°", "§½"]),
            (2, ["1!", "1!", "1!", "1!"]),
            (8, ["7&", "7/", "7/", "7/"]),
            (12, ["-_", "+?", "ß?", "+?"]),
            (13, ["=+", "´`", "´`", "´`"]),
            (16, ["qQ", "qQ", "qQ", "qQ"]),
            (21, ["yY", "yY", "zZ", "yY"]),
            (27, ["]}", "¨^", "+*", "¨^"]),
            (30, ["aA", "aA", "aA", "aA"]),
            (39, [";:", "æÆ", "öÖ", "öÖ"]),
            (40, ["'\"", "øØ", "äÄ", "äÄ"]),
            (43, ["\\|", "'*", "#'", "'*"]),
            (44, ["zZ", "zZ", "yY", "zZ"]),
            (53, ["/?", "-_", "-_", "-_"]),
        ] {
            for (layout, letters) in Layout::ALL.into_iter().zip(expected) {
                let found = layout.letters(key).map(String::from_iter);
                assert_eq!(found.as_deref(), Some(letters), "key {key} of {layout:?}");
            }
        }
        assert_eq!(Layout::Us.letters(86), None, "no such key on an American keyboard");
        assert_eq!(Layout::Danish.letters(86), Some(['<', '>']));
        for key in [0, 1, 14, 15, 28, 29, 42, 54, 57, 59, 255, u16::MAX] {
            assert_eq!(Layout::Us.letters(key), None, "{key} has no letter");
        }
    }

    #[test]
    fn some_letters_lie_behind_alt_gr() {
        for (layout, key, expected) in [
            (Layout::Danish, 3, Some('@')),
            (Layout::Danish, 13, Some('|')),
            (Layout::Danish, 86, Some('\\')),
            (Layout::German, 16, Some('@')),
            (Layout::German, 12, Some('\\')),
            (Layout::German, 86, Some('|')),
            (Layout::Swedish, 27, Some('~')),
            (Layout::Us, 3, None),
            (Layout::Danish, 30, None),
            (Layout::Danish, 28, None),
        ] {
            assert_eq!(layout.letter_behind_alt_gr(key), expected, "key {key} of {layout:?}");
        }
    }

    #[test]
    fn a_code_of_a_hundred_is_read_under_each_pair() {
        for n in 0..100 {
            let code = format!("WEB/{n}-A_b:2017=z{}.y+q", n * 7);
            for (scanner, computer) in [
                (Layout::Us, Layout::Danish),
                (Layout::Danish, Layout::Us),
                (Layout::German, Layout::Danish),
                (Layout::Us, Layout::German),
                (Layout::Swedish, Layout::Us),
            ] {
                let scanned = arrives(&code, scanner, computer);
                assert_ne!(scanned, code, "{scanner:?} on {computer:?} garbles it");
                let texts: Vec<String> = uncross(&scanned).into_iter().map(|crossed| crossed.text).collect();
                assert!(texts.contains(&code), "{scanned} of {scanner:?} on {computer:?}: {texts:?}");
            }
        }
    }

    #[test]
    fn an_address_of_an_american_scanner_on_a_danish_computer() {
        assert_eq!(arrives("https://t.example/?a-b", Layout::Us, Layout::Danish), "httpsÆ--t.example-_a+b");
        let meant = uncross("httpsÆ--t.example-_ticket´3");
        assert_eq!(meant[0].text, "https://t.example/?ticket=3");
        assert_eq!((meant[0].scanner, meant[0].computer), (Layout::Us, Layout::Danish));
    }

    #[test]
    fn a_dead_key_has_swallowed_a_letter() {
        // `=` and then `a`: on a Danish keyboard an acute accent waits for its letter.
        let texts: Vec<String> = uncross("ticketáb").into_iter().map(|crossed| crossed.text).collect();
        assert!(texts.contains(&"ticket=ab".to_owned()), "{texts:?}");
    }

    #[test]
    fn a_letter_beside_enter_may_be_a_dead_key_and_another_letter() {
        // `]a` of an American scanner on a Swedish computer; `'` lies where `ä` does.
        assert_eq!(meant_on("xäx", Layout::Us, Layout::Swedish)[..2], ["x'x", "x]ax"]);
        assert_eq!(meant_on("xöx", Layout::Us, Layout::Danish)[0], "x]ox", "a Danish computer has no key for it");
    }

    #[test]
    fn a_visiting_card_is_put_right_line_by_line() {
        let card = "BEGIN:VCARD\nN:Lind;Anna\nEND:VCARD";
        assert_eq!(arrives(card, Layout::Us, Layout::Danish), "BEGINÆVCARD\nNÆLindæAnna\nENDÆVCARD");
        assert_eq!(meant_on("BEGINÆVCARD\nNÆLindæAnna\nENDÆVCARD", Layout::Us, Layout::Danish)[0], card);
    }

    #[test]
    fn of_two_dead_keys_at_the_end_one_accent_is_left() {
        let texts: Vec<String> = uncross("QUJD-9´").into_iter().map(|crossed| crossed.text).collect();
        for meant in ["QUJD/9=", "QUJD/9=="] {
            assert!(texts.contains(&meant.to_owned()), "{meant}: {texts:?}");
        }
    }

    #[test]
    fn what_is_the_same_everywhere_has_no_other_meaning() {
        for text in ["", "ABC123", "AK1XW7", "2017 09 18"] {
            assert_eq!(uncross(text), [], "{text}");
        }
        assert_eq!(uncross("Łukasz"), [], "no key of these");
        assert_eq!(uncross(&"/".repeat(1_000)), [], "too long for a code");
    }

    #[test]
    fn no_text_is_named_twice() {
        let texts: Vec<String> = uncross("a-b/c").into_iter().map(|crossed| crossed.text).collect();
        let mut once = texts.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), texts.len(), "{texts:?}");
    }
}
