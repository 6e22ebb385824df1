//! The test code: a scanner that reads it shows which country's keyboard it takes the computer's for.
//!
//! It holds the letters that lie on other keys in other countries and that ticket codes and addresses use. Each of them
//! stands between letters that lie on the same key everywhere, so that a dead key spoils no neighbour.

use crate::carrier;
use crate::layout::{self, Layout};

/// What the test code begins with: no code of ours and none of a guest does.
pub const TEST_PREFIX: &str = "AKT1";

/// The text of the test code.
pub const TEST_CODE: &str = "AKT1-TEST:Zy/=0+X_7";

/// How a scanner and the computer get on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Every letter arrives as it was meant.
    Same,
    /// The scanner is set to one keyboard and the computer to another, and all can be undone.
    Crossed {
        /// What the scanner is set to.
        scanner: Layout,
        /// What the computer is set to.
        computer: Layout,
    },
    /// Something else arrived: keys of a country that is not known here, or a code that was not read whole.
    Unknown,
}

/// A letter of the test code, and what arrived in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// The letter in the code.
    pub meant: char,
    /// What arrived of it; empty if nothing did.
    pub came: String,
}

/// Whether a scanned text is the test code, garbled or not: its first letters lie on the same keys everywhere. What scanners can
/// be set to put before a code does not, and may be garbled too: `]Q1` of an American scanner arrives as `¨Q1` on a Danish computer.
#[must_use]
pub fn is_test(text: &str) -> bool {
    let begins = |text: &str| {
        let (_, bare) = carrier::bare(text);
        bare.get(..TEST_PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(TEST_PREFIX))
    };
    begins(text) || layout::uncross(text.trim()).iter().any(|crossed| begins(&crossed.text))
}

/// Whether this is the test code letter by letter, apart from capitals and what scanners put before it.
fn is_whole(text: &str) -> bool {
    carrier::bare(text).1.eq_ignore_ascii_case(TEST_CODE)
}

/// What the test code's arrival says about scanner and computer. Capitals and small letters count as one: Caps Lock turns
/// them round, and no ticket code is told apart by them alone.
///
/// Of several pairs that bring the same letters the first is named; they translate every letter of the code alike.
#[must_use]
pub fn agreement(came: &str) -> Agreement {
    let came = came.trim();
    if is_whole(came) {
        return Agreement::Same;
    }
    layout::pairs()
        .find(|(scanner, computer)| layout::meant_on(came, *scanner, *computer).iter().any(|text| is_whole(text)))
        .map_or(Agreement::Unknown, |(scanner, computer)| Agreement::Crossed { scanner, computer })
}

/// The test code letter by letter, with what arrived of each. A text of another number of keys cannot be laid beside it: then
/// the letters stand with nothing under them from the first one that is not right.
#[must_use]
pub fn arrived(came: &str) -> Vec<Arrived> {
    let computer = match agreement(came) {
        Agreement::Crossed { computer, .. } => computer,
        Agreement::Same | Agreement::Unknown => Layout::Danish,
    };
    let came = came.trim();
    // What scanners put before a code is no letter of it.
    let begins = if is_test(came) { came.to_ascii_uppercase().find(TEST_PREFIX) } else { None };
    let came = begins.and_then(|begins| came.get(begins..)).unwrap_or(came);
    let without_caps = layout::without_caps_lock(came).filter(|turned| !came.contains('T') && turned.contains('T'));
    let mut keys: Vec<char> = layout::keys_of(without_caps.as_deref().unwrap_or(came), computer);
    if keys.len() != TEST_CODE.len() {
        let right = keys.iter().zip(TEST_CODE.chars()).take_while(|(came, meant)| came.eq_ignore_ascii_case(meant));
        keys.truncate(right.count());
    }
    let mut keys = keys.into_iter();
    TEST_CODE.chars().map(|meant| Arrived { meant, came: keys.next().map(String::from).unwrap_or_default() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What each pair makes of the test code on a real computer: dead keys write their accent before a letter that takes none.
    #[test]
    fn the_test_code_tells_every_pair_from_agreement() {
        for (scanner, computer) in layout::pairs() {
            let came = layout::arrives(TEST_CODE, scanner, computer).expect("every letter of it has a key");
            let found = agreement(&came);
            if came == TEST_CODE {
                assert_eq!(found, Agreement::Same, "{scanner:?} on {computer:?}");
                continue;
            }
            let Agreement::Crossed { scanner: said, computer: on } = found else {
                panic!("{scanner:?} on {computer:?}: {came}");
            };
            for other in ["https://t.example/?ticket=Zy.19_x", "W/1-A_3=7+y:z", "QUJD/y+9", "a.b-c_d:e/f=g+h?i&j%k"] {
                let came = layout::arrives(other, scanner, computer).expect("it can be typed");
                let meant = layout::meant_on(&came, said, on);
                assert!(
                    meant.contains(&other.to_owned()),
                    "{scanner:?} on {computer:?} as {said:?} on {on:?}: {meant:?}"
                );
            }
        }
    }

    #[test]
    fn an_american_scanner_on_a_danish_computer_garbles_six_letters() {
        // As it was seen arriving in the window: the accents stand before letters that take none.
        let came = "AKT1+TESTÆZy-´0`X?7";
        assert_eq!(agreement(came), Agreement::Crossed { scanner: Layout::Us, computer: Layout::Danish });
        let letters = arrived(came);
        let other: String =
            letters.iter().filter(|letter| letter.came != letter.meant.to_string()).map(|l| l.meant).collect();
        assert_eq!(other, "-:/=+_");
        assert_eq!(letters.len(), TEST_CODE.len());
    }

    #[test]
    fn caps_lock_is_no_other_keyboard() {
        assert_eq!(agreement("akt1-test:zY/=0+x_7"), Agreement::Same);
        let came = "akt1+testæzY-´0`x?7";
        assert_eq!(agreement(came), Agreement::Crossed { scanner: Layout::Us, computer: Layout::Danish });
        assert_eq!(arrived(came)[9], Arrived { meant: ':', came: "Æ".to_owned() }, "as it arrives without Caps Lock");
    }

    #[test]
    fn what_a_scanner_puts_before_the_test_code_is_no_letter_of_it() {
        for came in ["]Q1AKT1-TEST:Zy/=0+X_7", "]Q2\\000026AKT1-TEST:Zy/=0+X_7"] {
            assert_eq!((is_test(came), agreement(came)), (true, Agreement::Same), "{came}");
            assert!(arrived(came).iter().all(|letter| letter.came == letter.meant.to_string()), "{came}");
        }
        let came = "¨Q1AKT1+TESTÆZy-´0`X?7";
        assert!(is_test(came), "the identifier is garbled too");
        assert_eq!(agreement(came), Agreement::Crossed { scanner: Layout::Us, computer: Layout::Danish });
        assert_eq!(arrived(came)[4], Arrived { meant: '-', came: "+".to_owned() });
        assert!(!is_test("+45AKT1") && !is_test("QX1AKT1"), "a ticket code that holds these letters is none");
    }

    #[test]
    fn a_torn_or_strange_text_is_unknown_and_shows_where_it_went_wrong() {
        for came in ["", "AKT1", "AKT1-TEST:Zy/=0+X_", "AKT1-TEST:Zy/=0+X_77", "AKT1-TEST:Zy/=0+XX7"] {
            assert_eq!(agreement(came), Agreement::Unknown, "{came}");
        }
        let letters = arrived("AKT1-TE");
        assert_eq!(letters[6], Arrived { meant: 'E', came: "E".to_owned() });
        assert_eq!(letters[7], Arrived { meant: 'S', came: String::new() });
    }

    #[test]
    fn the_test_code_is_known_by_its_first_letters_on_every_keyboard() {
        for (scanner, computer) in layout::pairs() {
            let came = layout::arrives(TEST_CODE, scanner, computer).expect("it can be typed");
            assert!(is_test(&came) && is_test(&came.to_lowercase()), "{came}");
        }
        for other in ["", "AK1", "AKT", "Akta Hansen"] {
            assert!(!is_test(other), "{other}");
        }
    }
}
