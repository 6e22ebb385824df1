//! Two neighbouring words of a name typed as one (`annemarie` for Anne Marie), without keeping all such pairs, which would be
//! more than all words.
//!
//! A joined word is met beyond its first half, or that half alone is met as well. So what was typed begins with the whole of
//! some word, in some spelling, and the rest with which it goes on begins the next word: whoever has both in a name is looked
//! at, name by name. All this by skeletons; where the halves meet, that of both together may have lost letters of the second
//! ([`lost_behind`]).

use std::ops::Range;

use crate::fixed::record::Records;
use crate::fixed::words::Words;
use crate::folded::Folded;
use crate::hit::Tier;
use crate::spelling::{Typed, skeleton};
use crate::word_list::tier;
use crate::words::cut;

/// A name is read in the time in which so many numbers of a list are compared.
const FEWER: usize = 200;

/// Calls `met` for everybody of whose names two neighbouring words, as one, are begun by `typed`; says how many words and
/// people were looked at. A person may come more than once.
pub(crate) fn joined(words: &Words, records: &Records, typed: &Typed, mut met: impl FnMut(Tier, u32)) -> usize {
    let skeleton = skeleton(typed.text());
    // Letters that fell away may stand for the beginning of the second word: `hanss` for Hans S.
    let has_lost = skeleton.chars().count() < typed.len();
    let mut looked_at = 0;
    let mut folded = Folded::default();
    for (place, last) in skeleton.char_indices() {
        let (first, rest) = skeleton.split_at(place + last.len_utf8());
        let firsts = words.with_skeleton(first);
        looked_at += firsts.len() + 1;
        let first_people = people(words, firsts.clone());
        if first_people == 0 {
            continue;
        }
        let seconds: Vec<Range<usize>> =
            begins_of_second(last, rest, has_lost).iter().map(|begin| words.range(begin)).collect();
        let second_people: usize = seconds.iter().map(|range| people(words, range.clone())).sum();
        looked_at += seconds.iter().map(Range::len).sum::<usize>();
        if second_people == 0 {
            continue;
        }
        let mut look_at = |slot: u32| {
            let names = records.names(slot as usize);
            let best = names.iter().flat_map(|name| pairs_met(name, typed, &mut folded)).min();
            if let Some(tier) = best {
                met(tier, slot);
            }
        };
        if second_people / FEWER > first_people {
            looked_at += first_people;
            slots(words, firsts).for_each(&mut look_at);
            continue;
        }
        looked_at += first_people + second_people;
        let mut has_first = vec![0_u64; records.len() / 64 + 1];
        slots(words, firsts).for_each(|slot| has_first[slot as usize / 64] |= 1 << (slot % 64));
        for slot in seconds.into_iter().flat_map(|range| slots(words, range)) {
            let bit = 1 << (slot % 64);
            if has_first[slot as usize / 64] & bit != 0 {
                has_first[slot as usize / 64] &= !bit;
                look_at(slot);
            }
        }
    }
    looked_at
}

/// How the pairs of a name are met.
fn pairs_met(name: &str, typed: &Typed, folded: &mut Folded) -> Option<Tier> {
    folded.read(name);
    (1..folded.len()).filter_map(|n| typed.meets(cut(folded.run(n - 1, n + 1))).map(tier)).min()
}

/// With what the skeleton of a second word may begin when that of both goes on with `rest` behind a first one that ends so.
fn begins_of_second(last: char, rest: &str, has_lost: bool) -> Vec<String> {
    let lost = lost_behind(last);
    if rest.is_empty() {
        return if has_lost { lost.iter().map(|letter| letter.to_string()).collect() } else { Vec::new() };
    }
    let mut begins = vec![rest.to_owned()];
    for letter in lost {
        begins.push(format!("{letter}{rest}"));
        // Two and more letters that are lost: hardly a word begins so.
        begins.extend(lost.iter().map(|second| format!("{letter}{second}")));
    }
    begins
}

/// The letters that the skeleton of a word does not have behind this one; see [`skeleton`].
fn lost_behind(letter: char) -> &'static [char] {
    match letter {
        'a' => &['e', 'a'],
        'o' | 'u' => &['e'],
        's' => &['s'],
        't' => &['h'],
        _ => &[],
    }
}

/// How many people these words have in names.
fn people(words: &Words, range: Range<usize>) -> usize {
    range.map(|word| words.owners(word).names.len()).sum()
}

fn slots(words: &Words, range: Range<usize>) -> impl Iterator<Item = u32> + '_ {
    range.flat_map(|word| words.owners(word).names.iter().copied())
}

#[cfg(test)]
mod tests {
    use checkin::AttendeeId;
    use uuid::Uuid;

    use super::*;
    use crate::{Entry, Index};

    #[test]
    fn two_words_as_one_are_met_like_the_word_they_make() {
        let firsts = ["Ja", "Hans", "Anna", "Bo", "Britt", "Lu", "Å", "Jae", "Weiß", "Tó"];
        let seconds = ["Aase", "Anders", "Ea", "Eeva", "Eaton", "E", "Sten", "Ssb", "Hh", "Hhx", "Ærø", "Bo"];
        for (first, second) in firsts.iter().flat_map(|first| seconds.iter().map(move |second| (first, second))) {
            let index = Index::of([Entry::new(AttendeeId::from_uuid(Uuid::nil()), &format!("{first} {second}"))]);
            let mut folded = Folded::default();
            folded.read(&format!("{first}{second}"));
            let whole = folded.word(0).to_owned();
            let (half, skeleton) = (whole.chars().count(), skeleton(&whole));
            let typed_of = |text: &str, letters: usize| text.chars().take(letters).collect::<String>();
            for typed in (3..=half).flat_map(|letters| [typed_of(&whole, letters), typed_of(&skeleton, letters)]) {
                let hits = index.search(&typed, 1).hits;
                let is_found = hits.iter().any(|hit| !hit.tier.is_guess());
                folded.read(&format!("{first} {second}"));
                let words = [folded.word(0), folded.word(1), &whole];
                let expected = words.iter().any(|word| Typed::new(&typed).meets(word).is_some());
                assert_eq!(is_found, expected, "{typed} for {first} {second}");
            }
        }
    }

    #[test]
    fn a_long_list_and_a_short_one_find_the_same() {
        // So many second words that the few with the first one are looked at by themselves.
        let people = |n: u128| {
            let name = if n.is_multiple_of(1_000) { "Anne Marie".to_owned() } else { format!("Bo Ma{n}") };
            Entry::new(AttendeeId::from_uuid(Uuid::from_u128(n)), &name)
        };
        let index = Index::of((0..3_000).map(people));
        let found = index.search("annem", 9).hits;
        assert_eq!(found.len(), 3, "every Anne Marie");
    }
}
