//! Other words under which a word is found: written out or short, by its initials, in the Latin alphabet.
//!
//! | in the list | may be typed | reason |
//! | --- | --- | --- |
//! | `Chr.`, `Kbh.`, `Sct.` … ([`SHORT`]) | written out | staff type what they hear |
//! | `Københavns`, `Aarhus`, `Universitet` … | `kbh`, `aarh`, `univ` … | staff are in a hurry |
//! | `Copenhagen Business School` | `cbs` | the initials of three words or more; small words do not count |
//! | `Эльза`, `王小明`, `Γεώργιος` | `elza`, `wang xiaoming`, `georgios` | the usual romanisation (`deunicode`), beside the letters themselves |

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::fold::Letter;
use crate::words::{MAX_WORD, Part, Word, WordKind};

/// Short forms that are written in lists and typed at desks, and what they stand for; all folded. The ending of a
/// genitive counts as the word.
const SHORT: [(&str, &[&str]); 26] = [
    ("chr", &["christian", "christen", "kristian"]),
    ("fr", &["frederik"]),
    ("joh", &["johannes", "johan"]),
    ("kr", &["kristian"]),
    ("nic", &["nicolai", "nikolaj"]),
    ("rasm", &["rasmus"]),
    ("sv", &["svend"]),
    ("th", &["thomas"]),
    ("wm", &["william"]),
    ("kbh", &["københavn", "københavns", "copenhagen"]),
    ("cph", &["copenhagen", "københavn", "københavns"]),
    ("aarh", &["aarhus"]),
    ("frb", &["frederiksberg"]),
    ("odn", &["odense"]),
    ("dk", &["danmark", "danmarks", "denmark", "dansk", "danish"]),
    ("sct", &["sankt"]),
    ("skt", &["sankt"]),
    ("st", &["sankt", "store"]),
    ("ll", &["lille"]),
    ("ndr", &["nordre", "nørre"]),
    ("sdr", &["søndre", "sønder"]),
    ("univ", &["universitet", "universitets", "university"]),
    ("inst", &["institut", "institute"]),
    ("komm", &["kommune"]),
    ("forb", &["forbund", "forbundet"]),
    ("for", &["foreningen", "forening"]),
];

/// Words that do not count among initials.
const SMALL: [&str; 16] =
    ["af", "and", "at", "de", "den", "der", "det", "for", "fra", "i", "in", "of", "og", "på", "the", "til"];

/// So many words have initials that somebody says.
const INITIALS_FROM: usize = 3;
/// And at most so many.
const INITIALS_TO: usize = 6;

/// The other words of a text; `is_work`: it names an organisation.
pub(crate) fn aliases(parts: &[Part], is_work: bool) -> Vec<Word> {
    let mut aliases = Vec::new();
    for part in parts {
        aliases.extend(others_of(&part.word.text()).iter().map(|other| word(other, &part.word.letters)));
    }
    if is_work {
        aliases.extend(initials(parts));
    }
    aliases
}

/// The other words by which a folded word goes, wherever it stands.
pub(crate) fn others_of(text: &str) -> Vec<String> {
    let mut others: Vec<String> = Vec::new();
    if let Some(known) = other_words().get(text) {
        others.extend(known.iter().map(|other| (*other).to_owned()));
    }
    if text.chars().any(is_foreign) {
        others.extend(romanised(text).iter().map(|roman| roman.chars().take(MAX_WORD).collect::<String>()));
    }
    others
}

/// The initials of an organisation of several words, of which the folded words are given.
pub(crate) fn initials_of<'a>(words: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut initials = String::new();
    let mut count = 0;
    for word in words.filter(|word| is_counted(word)) {
        count += 1;
        initials.extend(word.chars().next());
    }
    (INITIALS_FROM..=INITIALS_TO).contains(&count).then_some(initials)
}

/// Whether a word counts among initials.
pub(crate) fn is_counted(word: &str) -> bool {
    !SMALL.contains(&word)
}

/// The table both ways, made once.
fn other_words() -> &'static HashMap<&'static str, Vec<&'static str>> {
    static OTHERS: OnceLock<HashMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    OTHERS.get_or_init(|| {
        let mut others: HashMap<&str, Vec<&str>> = HashMap::new();
        for (short, long) in SHORT {
            others.entry(short).or_default().extend(long);
            for word in long {
                others.entry(word).or_default().push(short);
            }
        }
        others
    })
}

/// Whether a letter is of another alphabet than the one on the keys.
fn is_foreign(letter: char) -> bool {
    !letter.is_ascii() && !matches!(letter, '\u{80}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// A word in Latin letters: as one, and syllable by syllable where there are several.
fn romanised(text: &str) -> Vec<String> {
    let roman = deunicode::deunicode(text).to_lowercase();
    let syllables: Vec<String> = roman
        .split_whitespace()
        .map(|syllable| syllable.chars().filter(char::is_ascii_alphanumeric).collect::<String>())
        .filter(|syllable| !syllable.is_empty())
        .collect();
    let whole = syllables.concat();
    let mut words = if syllables.len() > 1 { syllables } else { Vec::new() };
    if !whole.is_empty() {
        words.push(whole);
    }
    words
}

/// The initials of an organisation of several words.
fn initials(parts: &[Part]) -> Option<Word> {
    let counted: Vec<&Part> = parts.iter().filter(|part| is_counted(&part.word.text())).collect();
    if !(INITIALS_FROM..=INITIALS_TO).contains(&counted.len()) {
        return None;
    }
    let first = counted.first()?.word.letters.first()?.start;
    let last = counted.last()?.word.letters.last()?.end;
    let letters = counted.iter().filter_map(|part| part.word.letters.first());
    let letters = letters.map(|letter| Letter { folded: letter.folded, start: first, end: last }).collect();
    Some(Word { letters, kind: WordKind::Alias })
}

/// An alias whose letters stand for the whole of the word that is written.
fn word(text: &str, written: &[Letter]) -> Word {
    let (start, end) =
        (written.first().map_or(0, |letter| letter.start), written.last().map_or(0, |letter| letter.end));
    let letters = text.chars().take(MAX_WORD).map(|folded| Letter { folded, start, end }).collect();
    Word { letters, kind: WordKind::Alias }
}
