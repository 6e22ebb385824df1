//! Slips of the finger: how many edits lie between a typed word and the beginning of a listed one.
//!
//! An edit is a letter left out, put in or exchanged, or two neighbours swapped (Damerau, "A technique for computer
//! detection and correction of spelling errors", CACM 7, 1964: four of five slips are one of these). One edit is allowed
//! from [`ONE_FROM`] letters on, two from [`TWO_FROM`]; in fewer letters nearly every word would be a slip of another.

use crate::words::MAX_WORD;

/// Letters of a typed word from which on one edit is a slip.
pub(crate) const ONE_FROM: usize = 4;
/// Letters from which on two are.
pub(crate) const TWO_FROM: usize = 8;

/// What an edit weighs that fingers make often: swapped neighbours, a doubled letter, the key beside.
const USUAL: u8 = 3;
/// And any other. Two usual ones weigh more than one other, so that the number of edits comes before their kind.
const OTHER: u8 = 4;

/// Rows of keys as they lie on a Danish keyboard; those of a US one are among them, for letters. Skeleton letters only:
/// æ and ø lie where a and o do not, and have fallen together with them before.
const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// How many edits a typed word of so many letters may be away.
pub(crate) fn allowed(letters: usize) -> u32 {
    match letters {
        ..ONE_FROM => 0,
        ONE_FROM..TWO_FROM => 1,
        TWO_FROM.. => 2,
    }
}

/// How a typed word met the beginning of a listed one by slips.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slips {
    /// What the edits weigh; less is nearer.
    pub(crate) weight: u8,
    /// Whether it met only the beginning.
    pub(crate) begins: bool,
}

impl Slips {
    /// As a rank among guesses, 2 to 9; a word that is spoken alike is nearer than any slip.
    pub(crate) fn rank(self) -> u8 {
        // 3 or 4 for one edit, 6 to 8 for two.
        let near = match self.weight {
            0..=USUAL => 1,
            OTHER => 2,
            5..=6 => 3,
            _ => 4,
        };
        near * 2 + u8::from(self.begins)
    }
}

/// More than any number of edits weighs that is asked for (half the letters of a word and one), and so little that nothing
/// added to it in a step leaves a byte: what is further than this is as far.
const FAR: u8 = 200;

/// A row of the table: what it costs to make the typed letters so far of the first `m` listed ones.
type Row = [u8; MAX_WORD + 3];

/// The fewest edits between `typed` and any beginning of `listed`, if they are at most `edits`. Both are skeletons, of at
/// most [`MAX_WORD`] letters. Only places are looked at that so many edits can reach: a band of the table; the place
/// before it is set too far, and those behind it have never been reached.
pub(crate) fn slips(typed: &[char], listed: &[char], edits: u32) -> Option<Slips> {
    let band = edits as usize;
    if edits == 0 || typed.len() > MAX_WORD || listed.len() > MAX_WORD || listed.len() + band < typed.len() {
        return None;
    }
    let most = u8::try_from(edits * u32::from(OTHER)).unwrap_or(u8::MAX).min(FAR - 1);
    let mut rows: [Row; 3] = [[FAR; MAX_WORD + 3]; 3];
    let [before_last, last, row] = &mut rows;
    let (mut before_last, mut last, mut row) = (before_last, last, row);
    for (m, weight) in (0_u8..).zip(last.iter_mut().take(band.min(listed.len()) + 1)) {
        *weight = (m * OTHER).min(FAR);
    }
    let (mut from, mut to) = (0, band.min(listed.len()));
    for (n, letter) in typed.iter().enumerate() {
        from = (n + 1).saturating_sub(band);
        to = (n + 1 + band).min(listed.len());
        let mut least = FAR;
        if from == 0 {
            row[0] = (last[0] + OTHER).min(FAR);
            least = row[0];
        } else {
            row[from - 1] = FAR;
        }
        for m in from.max(1)..=to {
            let wanted = listed[m - 1];
            let exchanged = last[m - 1] + exchange(*letter, wanted);
            // Typed twice, or typed once where it stands twice.
            let doubled_typed = n > 0 && typed[n - 1] == *letter;
            let put_in = last[m] + if doubled_typed { USUAL } else { OTHER };
            let doubled_listed = m > 1 && listed[m - 2] == wanted;
            let left_out = row[m - 1] + if doubled_listed { USUAL } else { OTHER };
            let mut best = exchanged.min(put_in).min(left_out);
            if n > 0 && m > 1 && *letter == listed[m - 2] && typed[n - 1] == wanted && *letter != wanted {
                best = best.min(before_last[m - 2] + USUAL);
            }
            row[m] = best.min(FAR);
            least = least.min(row[m]);
        }
        if least > most {
            return None;
        }
        (before_last, last, row) = (last, row, before_last);
    }
    let whole = if to == listed.len() { last[to] } else { FAR };
    let begun = last[from..=to].iter().copied().min().filter(|weight| *weight <= most)?;
    Some(Slips { weight: begun, begins: whole > begun })
}

fn exchange(typed: char, listed: char) -> u8 {
    match typed == listed {
        true => 0,
        false if are_neighbours(typed, listed) => USUAL,
        false => OTHER,
    }
}

/// Whether two keys touch: beside each other in a row, or in the row below, a little to the right.
fn are_neighbours(one: char, other: char) -> bool {
    match (key_number(one), key_number(other)) {
        (Some(one), Some(other)) => TOUCHING[one] & (1 << other) != 0,
        _ => false,
    }
}

/// The number of a key that lies in one of the [`ROWS`].
const fn key_number(letter: char) -> Option<usize> {
    match letter {
        'a'..='z' => Some(letter as usize - 'a' as usize),
        '0'..='9' => Some(26 + letter as usize - '0' as usize),
        _ => None,
    }
}

/// For each key those that touch it, as a set of bits: it is asked for every two letters that are compared.
static TOUCHING: [u64; 36] = touching();

const fn touching() -> [u64; 36] {
    let mut touching = [0; 36];
    let mut row = 0;
    while row < ROWS.len() {
        let keys = ROWS[row].as_bytes();
        let mut column = 0;
        while column < keys.len() {
            if column + 1 < keys.len() {
                touching = both(touching, keys[column], keys[column + 1]);
            }
            // In the row below, the key below this one and the one to its left.
            if row + 1 < ROWS.len() {
                let below = ROWS[row + 1].as_bytes();
                if column < below.len() {
                    touching = both(touching, keys[column], below[column]);
                }
                if column > 0 && column - 1 < below.len() {
                    touching = both(touching, keys[column], below[column - 1]);
                }
            }
            column += 1;
        }
        row += 1;
    }
    touching
}

const fn both(mut touching: [u64; 36], one: u8, other: u8) -> [u64; 36] {
    if let (Some(one), Some(other)) = (key_number(one as char), key_number(other as char)) {
        touching[one] |= 1 << other;
        touching[other] |= 1 << one;
    }
    touching
}

/// Which letters a word has, as a set of bits: a letter of the typed word that a listed one does not have costs an edit.
pub(crate) fn letters(word: impl Iterator<Item = char>) -> u32 {
    word.fold(0, |set, letter| set | 1 << bit(letter))
}

fn bit(letter: char) -> u32 {
    match letter {
        'a'..='z' => u32::from(letter) - u32::from('a'),
        '0'..='9' => 26,
        other => 27 + u32::from(other) % 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(typed: &str, listed: &str) -> Option<Slips> {
        let typed: Vec<char> = typed.chars().collect();
        let listed: Vec<char> = listed.chars().collect();
        slips(&typed, &listed, allowed(typed.len()))
    }

    #[test]
    fn one_edit_of_each_kind_is_a_slip() {
        for typed in ["hanse", "hansn", "hnsen", "ansen", "haansen", "hamsen", "hasnen", "jansen", "hansdn", "hansens"]
        {
            assert!(between(typed, "hansen").is_some(), "{typed}");
        }
        for typed in ["han", "hen", "hanss", "hitsen", "nesnah", "jensen"] {
            let far = between(typed, "hansen").is_none() || typed.len() < 6;
            assert!(far, "{typed} is another word");
        }
        assert!(between("hen", "hansen").is_none(), "three letters are too few");
    }

    #[test]
    fn two_edits_from_eight_letters_on() {
        assert!(between("vestegard", "vestergaard").is_some());
        assert!(between("vestrgrd", "vestergard").is_some());
        assert!(between("vestrgr", "vestergard").is_none(), "two edits in seven letters");
        assert!(between("xestxgaxd", "vestergard").is_none(), "three edits");
    }

    #[test]
    fn what_fingers_do_often_is_nearer() {
        let weight = |typed: &str, listed: &str| between(typed, listed).map(|slips| slips.weight);
        assert_eq!(weight("hasnen", "hansen"), Some(USUAL), "swapped");
        assert_eq!(weight("hannsen", "hansen"), Some(USUAL), "doubled");
        assert_eq!(weight("hanseb", "hansen"), Some(USUAL), "the key beside");
        assert_eq!(weight("hansep", "hansen"), Some(OTHER), "a key far away");
        assert!(between("hasnen", "hansen") < between("hansep", "hansen"));
    }

    #[test]
    fn keys_touch_in_their_row_and_in_the_next() {
        let place = |key: char| ROWS.iter().enumerate().find_map(|(row, keys)| Some((row, keys.find(key)?)));
        let touch = |one: char, other: char| {
            let ((row, column), (other_row, other_column)) = (place(one).unwrap(), place(other).unwrap());
            let below = |upper: usize, lower: usize| upper == lower || upper == lower + 1;
            match (row.abs_diff(other_row), row < other_row) {
                (0, _) => column.abs_diff(other_column) == 1,
                (1, true) => below(column, other_column),
                (1, false) => below(other_column, column),
                _ => false,
            }
        };
        let keys = || ROWS.iter().flat_map(|row| row.chars());
        for (one, other) in keys().flat_map(|one| keys().map(move |other| (one, other))) {
            assert_eq!(are_neighbours(one, other), touch(one, other), "{one} and {other}");
        }
        assert!(are_neighbours('g', 'v') && are_neighbours('q', '1') && !are_neighbours('q', 'z'));
        assert!(!are_neighbours('é', 'e'), "what lies on no key");
    }

    #[test]
    fn a_word_that_is_being_typed_is_met_as_well() {
        assert_eq!(between("krist", "kristoffersen"), Some(Slips { weight: 0, begins: true }), "no slip at all");
        assert_eq!(between("krsit", "kristoffersen"), Some(Slips { weight: USUAL, begins: true }));
        assert!(between("kristn", "kristian").is_some_and(|slips| slips.begins), "an i left out");
    }

    #[test]
    fn the_set_of_letters_never_hides_a_slip() {
        for (typed, listed) in
            [("hamsen", "hansen"), ("hasnen", "hansen"), ("vestrgrd", "vestergard"), ("ansen", "hansen")]
        {
            let set = |word: &str| letters(word.chars());
            let missing = (set(typed) & !set(listed)).count_ones();
            assert!(missing <= allowed(typed.chars().count()), "{typed} and {listed}");
        }
    }
}
