//! Telephone numbers, found by any run of their digits.

use memchr::memmem;

/// Bytes kept for each number: 15 digits (the longest number there is, ITU-T E.164) and a gap, so that no run reaches
/// from one number into the next. Ten thousand numbers are searched in a few microseconds, so they need no index.
const WIDTH: usize = 16;
pub(crate) const GAP: u8 = b' ';

/// Digits of a query that make it a telephone number.
pub(crate) const LEAST: usize = 3;
/// A number typed with the country's code is compared by its last digits, as many as a Danish number has.
const NATIONAL: usize = 8;

/// The digits of all numbers, by slot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Phones {
    digits: Vec<u8>,
}

impl Phones {
    /// Keeps the number of a slot; an empty one takes it away.
    pub(crate) fn set(&mut self, slot: usize, phone: &str) {
        let start = slot * WIDTH;
        if self.digits.len() < start + WIDTH {
            self.digits.resize(start + WIDTH, GAP);
        }
        let kept = kept(phone);
        let place = &mut self.digits[start..start + WIDTH];
        place.fill(GAP);
        place[..kept.len()].copy_from_slice(&kept);
    }

    /// The slots whose number holds this run of digits; a slot may come more than once.
    pub(crate) fn holding<'a>(&'a self, run: &'a str) -> impl Iterator<Item = usize> + 'a {
        memmem::find_iter(&self.digits, wanted(run).as_bytes())
            .map(|place| place / WIDTH)
            .collect::<Vec<_>>()
            .into_iter()
    }
}

/// The digits of a number that are kept: the last fifteen.
pub(crate) fn kept(phone: &str) -> Vec<u8> {
    let mut digits: Vec<u8> = phone.bytes().filter(u8::is_ascii_digit).collect();
    digits.drain(..digits.len().saturating_sub(WIDTH - 1));
    digits
}

/// Where the run stands in a number as written, in UTF-16 code units.
pub(crate) fn place_of(run: &str, phone: &str) -> Option<(usize, usize)> {
    let (places, digits): (Vec<usize>, Vec<u8>) = digits(phone).unzip();
    let wanted = wanted(run);
    let first = memmem::find(&digits, wanted.as_bytes())?;
    let last = first + wanted.len() - 1;
    Some((*places.get(first)?, *places.get(last)? + 1))
}

/// The digits of a run by which numbers are compared.
pub(crate) fn wanted(run: &str) -> &str {
    // Digits are one byte each, so this cuts between characters.
    if run.len() > NATIONAL { &run[run.len() - NATIONAL..] } else { run }
}

/// The digits with their places in UTF-16 code units.
fn digits(phone: &str) -> impl Iterator<Item = (usize, u8)> {
    let mut place = 0;
    phone.chars().filter_map(move |letter| {
        let here = place;
        place += letter.len_utf16();
        u8::try_from(letter).ok().filter(u8::is_ascii_digit).map(|digit| (here, digit))
    })
}
