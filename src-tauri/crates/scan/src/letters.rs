//! The alphabet of our codes: 32 letters of five bits each.

/// Digits and capitals without I, O, Y and Z: those read alike, or lie elsewhere on a Danish, German, US or British
/// keyboard, which is what a hand scanner pretends to be.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKLMNPQRSTUVWX";

/// Bits that one letter holds.
const BITS: usize = 5;

/// The lowest `5 * N` bits of `bits` as letters, the highest first. `N` is at most 25.
pub(crate) fn spell<const N: usize>(bits: u128) -> [u8; N] {
    std::array::from_fn(|place| {
        let value = bits >> (BITS * (N - 1 - place)) & 31;
        // The value is below 32, so the default is never taken.
        usize::try_from(value).ok().and_then(|value| ALPHABET.get(value)).copied().unwrap_or_default()
    })
}

/// The bits of at most 25 capital letters; `None` if one is not of the alphabet or there are more.
pub(crate) fn bits(letters: &[u8]) -> Option<u128> {
    if letters.len() > 25 {
        return None;
    }
    letters.iter().try_fold(0, |bits, letter| Some(bits << BITS | value(*letter)?))
}

fn value(letter: u8) -> Option<u128> {
    ALPHABET.iter().position(|known| *known == letter).and_then(|value| u128::try_from(value).ok())
}
