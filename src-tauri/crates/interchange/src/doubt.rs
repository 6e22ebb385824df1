//! Letters that look as if some program had read them in another encoding than they were written in.
//!
//! Files that were saved wrongly once are valid ever after, in UTF-8 and in workbooks too, and nobody should find out from the
//! badges. What is looked for here does not stand in names as people write them; where it might, it is left out.

/// What windows-1252 has from 0x80 to 0x9F (the five holes as the controls that the Encoding Standard makes of them).
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// Letters of other scripts that are meant before a text counts as one of them in disguise.
const OTHER_SCRIPT: usize = 2;

/// Whether letters of this text were lost or look wrong.
pub(crate) fn is_doubtful(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let mut before = None;
    let mut rest = text.chars();
    while let Some(letter) = rest.next() {
        let mut ahead = rest.clone();
        let around = Around { before, next: ahead.next(), after: ahead.next() };
        if !letter.is_ascii() && (is_lost(letter) || around.is_utf8(letter) || around.is_wrong(letter, text)) {
            return true;
        }
        before = Some(letter);
    }
    is_other_script(text)
}

/// U+FFFD, and controls that no list holds: letters of windows-1252 or of DOS that were taken for ISO 8859-1.
fn is_lost(letter: char) -> bool {
    letter == char::REPLACEMENT_CHARACTER || (matches!(letter, '\u{80}'..='\u{9F}') && letter != '\u{85}')
}

/// What stands around a letter.
#[derive(Clone, Copy)]
struct Around {
    before: Option<char>,
    next: Option<char>,
    after: Option<char>,
}

impl Around {
    /// Whether a letter and the next are one of UTF-8 read as windows-1252 ("SÃ¸ren").
    fn is_utf8(self, letter: char) -> bool {
        let Some(next) = self.next else { return false };
        if letter == 'â' {
            // Quotation marks and dashes, and the euro sign.
            return next == '€' || (next == '‚' && self.after == Some('¬'));
        }
        if !matches!(letter, 'Â' | 'Ã' | 'Ä' | 'Å') || !byte(next).is_some_and(|byte| (0x80..0xC0).contains(&byte))
        {
            return false;
        }
        // "GRÅ”" is a colour with a quotation mark behind it.
        let may_follow_a_word = matches!(
            next,
            '‘' | '’' | '“' | '”' | '„' | '–' | '—' | '…' | '«' | '»' | '·' | '\u{85}' | '\u{A0}' | '\u{AD}'
        );
        if letter == 'Â' || !may_follow_a_word || is_small(self.before) {
            return true;
        }
        match letter {
            'Ã' => is_letter(self.after),
            _ => matches!(next, '“' | '‘' | '…' | '«' | '»') && is_small(self.after),
        }
    }

    /// Whether a sign stands where a letter belongs: what windows-1252 makes of DOS ("S›ren") and of old Macs ("S¿ren"), and
    /// those of it and of UTF-8.
    fn is_wrong(self, letter: char, text: &str) -> bool {
        let is_inside = is_letter(self.before) && is_letter(self.next);
        match letter {
            '›' | '†' | '‡' | '‰' | '¾' | '§' | '¡' | '¢' | '£' | '¥' | '€' | 'ƒ' | '‚' | '„' => {
                is_inside
            }
            '¿' => is_letter(self.before),
            '¯' => is_letter(self.next),
            // Capitals of other alphabets stand at the beginning of a word or among capitals.
            'Œ' | 'Ž' | 'Š' | 'Ÿ' | '°' | 'µ' => is_inside && is_small(self.next),
            '”' => is_inside && text.chars().filter(|sign| matches!(sign, '“' | '”' | '„' | '"')).count() == 1,
            '‘' => self.is_vowel_missing(),
            '├' | '┬' | '┼' => is_letter(self.before) || is_letter(self.next),
            '√' => is_letter(self.before) && self.next.is_some_and(|next| !next.is_whitespace()),
            _ => false,
        }
    }

    /// Whether the quotation mark here stands between two consonants ("K‘r"), as an apostrophe does only in English endings.
    /// The other apostrophe is left out: `N’DIAYE` is a name.
    fn is_vowel_missing(self) -> bool {
        let is_consonant = |letter: char| letter.is_ascii_alphabetic() && !"aeiouyAEIOUY".contains(letter);
        let is_between = self.before.is_some_and(is_consonant)
            && self.next.is_some_and(|next| next.is_ascii_lowercase() && is_consonant(next));
        let is_ending = matches!(self.next, Some('s' | 't' | 'n')) && !is_letter(self.after);
        is_between && !is_ending
    }
}

fn is_letter(letter: Option<char>) -> bool {
    letter.is_some_and(char::is_alphabetic)
}

fn is_small(letter: Option<char>) -> bool {
    letter.is_some_and(char::is_lowercase)
}

/// The byte that is this letter in windows-1252, or in ISO 8859-1.
fn byte(letter: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(letter) {
        return Some(byte);
    }
    (0x80..).zip(WINDOWS_1252).find(|(_, other)| *other == letter).map(|(byte, _)| byte)
}

/// Whether all of a text is UTF-8 read as windows-1252, of letters that are not Latin ("Ð˜Ð²Ð°Ð½"). Every single one of them
/// could be a capital with a sign behind it.
fn is_other_script(text: &str) -> bool {
    let bytes: Option<Vec<u8>> = text.chars().map(byte).collect();
    let Some(meant) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) else { return false };
    let mut count = 0;
    for letter in meant.chars().filter(|letter| !letter.is_ascii()) {
        // Greek and on. "ß’" would be N'Ko.
        if letter < '\u{370}' || ('\u{7C0}'..'\u{800}').contains(&letter) {
            return false;
        }
        count += 1;
    }
    count >= OTHER_SCRIPT
}
