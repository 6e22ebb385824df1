//! Many short texts in one block of memory.

/// Texts one after the other, each by its number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strings {
    text: String,
    /// How many bytes each has, in a quarter of what it takes to say where each lies; or that it is [`LONG`].
    lengths: Vec<u8>,
    /// The numbers of the long ones, in order, and how many bytes they have: hardly a word is, but a note may be.
    long: Vec<(u32, u16)>,
    /// Where the first of each block of [`BLOCK`] lies; the others lie behind it.
    blocks: Vec<u32>,
}

/// So many lengths are added up in the time of a look into memory that is far away.
const BLOCK: usize = 16;
/// The length of a text that has more bytes than fit.
const LONG: u8 = u8::MAX;
/// The most bytes of a text; no field of a list has as many.
const MOST_BYTES: usize = u16::MAX as usize;

impl Strings {
    /// Memory for so many texts of so many bytes together.
    pub(crate) fn with_capacity(texts: usize, bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            lengths: Vec::with_capacity(texts),
            long: Vec::new(),
            blocks: Vec::with_capacity(texts / BLOCK + 1),
        }
    }

    /// How many bytes all texts have together.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Adds a text and gives its number.
    pub(crate) fn push(&mut self, text: &str) -> u32 {
        self.push_with(|all| all.push_str(text))
    }

    /// Adds a text that is written by `write`.
    pub(crate) fn push_with(&mut self, write: impl FnOnce(&mut String)) -> u32 {
        let start = self.text.len();
        write(&mut self.text);
        if self.text.len() - start > MOST_BYTES {
            self.text.truncate(self.text.floor_char_boundary(start + MOST_BYTES));
        }
        let number = number(self.lengths.len());
        if self.lengths.len().is_multiple_of(BLOCK) {
            self.blocks.push(number_of_bytes(start));
        }
        let bytes = self.text.len() - start;
        let length = u8::try_from(bytes).unwrap_or(LONG);
        self.lengths.push(length);
        if length == LONG {
            self.long.push((number, u16::try_from(bytes).unwrap_or(u16::MAX)));
        }
        number
    }

    /// The text of a number; empty for one that there is not.
    pub(crate) fn get(&self, number: usize) -> &str {
        let block = number / BLOCK;
        let first = block * BLOCK;
        let Some((last, before)) = self.lengths.get(first..=number).and_then(<[u8]>::split_last) else { return "" };
        let start = self.blocks.get(block).map_or(0, |start| *start as usize);
        let start =
            start + before.iter().zip(first..).map(|(length, number)| self.bytes_of(number, *length)).sum::<usize>();
        self.text.get(start..start + self.bytes_of(number, *last)).unwrap_or_default()
    }

    fn bytes_of(&self, text: usize, length: u8) -> usize {
        if length < LONG {
            return usize::from(length);
        }
        let place = self.long.binary_search_by_key(&number(text), |(text, _)| *text);
        place.ok().and_then(|place| self.long.get(place)).map_or(0, |(_, bytes)| usize::from(*bytes))
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Gives back the memory that was kept for more.
    pub(crate) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.lengths.shrink_to_fit();
        self.long.shrink_to_fit();
        self.blocks.shrink_to_fit();
    }
}

/// Texts each of which is kept once, while an index is made. A table of its own, since one of the standard library would keep
/// a piece of memory for every text.
#[derive(Debug, Default)]
pub(crate) struct Distinct {
    strings: Strings,
    /// The hash of a text, and behind it its number plus one, at the place of the hash or the next free one; at least a quarter
    /// of it is free. With the hash at hand, hardly any text is looked at in vain.
    table: Vec<u64>,
}

impl Distinct {
    /// The number of a text, and whether it is new.
    pub(crate) fn number(&mut self, text: &str) -> (u32, bool) {
        if 3 * self.table.len() <= 4 * self.strings.len() {
            self.grow();
        }
        let hash = hash(text);
        let most = self.table.len() - 1;
        let mut place = hash as usize & most;
        loop {
            let known = self.table[place];
            if known == 0 {
                let number = self.strings.push(text);
                self.table[place] = entry(hash, number);
                return (number, true);
            }
            if known >> 32 == u64::from(hash) && self.strings.get(text_of(known) as usize) == text {
                return (text_of(known), false);
            }
            place = (place + 1) & most;
        }
    }

    fn grow(&mut self) {
        // A power of two, so that a place is the lower bits of a hash.
        let size = (self.table.len() * 2).max(1_024);
        let known: Vec<u64> = self.table.iter().copied().filter(|known| *known != 0).collect();
        self.table.clear();
        self.table.resize(size, 0);
        for known in known {
            let mut place = (known >> 32) as usize & (size - 1);
            while self.table[place] != 0 {
                place = (place + 1) & (size - 1);
            }
            self.table[place] = known;
        }
    }

    /// The texts alone.
    pub(crate) fn into_strings(self) -> Strings {
        self.strings
    }

    /// The texts.
    pub(crate) fn strings(&self) -> &Strings {
        &self.strings
    }
}

fn entry(hash: u32, number: u32) -> u64 {
    u64::from(hash) << 32 | (u64::from(number) + 1)
}

fn text_of(entry: u64) -> u32 {
    u32::try_from((entry & u64::from(u32::MAX)).saturating_sub(1)).unwrap_or_default()
}

/// A number for a text that spreads well: FNV-1a (Fowler, Noll and Vo, RFC 9923), its halves together.
pub(crate) fn hash(text: &str) -> u32 {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let folded = (hash ^ (hash >> 32)) & u64::from(u32::MAX);
    u32::try_from(folded).unwrap_or_default()
}

/// A number in four bytes: neither four thousand million people nor as many of their words come.
pub(crate) fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A place in a block of texts in four bytes. Forty million people have as many; what is behind them is found empty.
fn number_of_bytes(bytes: usize) -> u32 {
    number(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_once_however_many_there_are() {
        let mut distinct = Distinct::default();
        for round in 0..2 {
            for n in 0..5_000 {
                let (number, is_new) = distinct.number(&format!("word{n}"));
                assert_eq!((number, is_new), (n, round == 0));
            }
        }
        assert_eq!(distinct.number(""), (5_000, true), "the empty one is a text too");
        let strings = distinct.strings();
        assert_eq!((strings.get(4_999), strings.get(5_000), strings.get(5_001)), ("word4999", "", ""));
    }

    #[test]
    fn a_text_that_is_far_too_long_is_cut_at_a_letter_and_harms_no_other() {
        let mut strings = Strings::default();
        strings.push("before");
        strings.push(&"ø".repeat(40_000));
        strings.push("behind");
        assert_eq!((strings.get(0), strings.get(1).chars().count(), strings.get(2)), ("before", 32_767, "behind"));
    }

    #[test]
    fn long_and_short_texts_lie_side_by_side() {
        let length = |n: usize| [0, 3, 254, 255, 256, 700][n % 6];
        let texts: Vec<String> = (0..200).map(|n| "x".repeat(length(n)) + &n.to_string()).collect();
        let mut strings = Strings::default();
        texts.iter().for_each(|text| {
            strings.push(text);
        });
        assert!(texts.iter().enumerate().all(|(n, text)| strings.get(n) == text));
    }
}
