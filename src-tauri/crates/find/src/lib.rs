//! Finding a person while somebody types.
//!
//! Staff type what they hear, on a keyboard they do not know. Every word of the query must be the beginning of some word
//! of the person, in any order; Nordic letters count in all their usual spellings.
//!
//! - [`Entry`]: what is known of a person here. - [`Index`]: all of them, in memory; changed entry by entry.
//! - [`Hit`]: a person found, why ([`Tier`]) and by which letters ([`Matched`]).
//!
//! # Folding
//!
//! A text is cut into words at everything that is no letter or digit. Of each letter, case and accents do not count
//! (`é` = `E`, decomposed or not); what is left is compared so:
//!
//! | in the list | may be typed | reason |
//! | --- | --- | --- |
//! | `æ`, `ä` | `æ` `ä` `ae` `a` | one sound, three alphabets; people without the key leave out the second half |
//! | `ø`, `ö`, `ő`, `œ` | `ø` `ö` `oe` `o` | the same |
//! | `å` | `å` `aa` `a` | `aa` is the Danish spelling before 1948 and of many names since |
//! | `ü`, `ű` | `ü` `ue` `u` `y` | German spelling, and the Danish letter of that sound |
//! | `ae`, `oe`, `aa`, `ue` | also the letter, and `a`, `o`, `a`, `u` | lists that lost their Nordic letters |
//! | `a`, `o`, `u`, `y` | also `æ`/`å`, `ø`, `ü`, `ü` | the same |
//! | `ß`, `þ` | `ss`, `th` | `ss` is also Swiss spelling |
//! | `ł`, `ð`/`đ`, `ħ`, `ŧ`, `ŋ`, `ı` | `l`, `d`, `h`, `t`, `n`, `i` | the letter without its stroke |
//! | `Anne-Marie`, `O'Brien` | with the mark, as two words, as one | all three are heard alike |
//! | `Anne Marie` (names only) | also as one word | the same |
//!
//! The index keeps each distinct word under its *skeleton*, in which all spellings of the table fall together, and asks
//! the words of one skeleton letter by letter whether they really match.
//!
//! # Guessing
//!
//! Where what was typed finds few, words of names and organisations are guessed: first those that a slip of the finger
//! turned into the typed one (the rules are in `slip.rs`), then those that are heard alike (`sound.rs`, with a table of the
//! sounds). A guess says that it is one ([`Tier::is_guess`]) and comes after everything that was typed. Other words by which
//! something goes (short forms, initials, romanisation) are no guesses: they are in the index (`alias.rs`).
//!
//! Guesses are ordered by how far they are, of all words together (`rank.rs`):
//!
//! | rule | reason |
//! | --- | --- |
//! | of one word, a slip before a sound | the keys say more than the ear |
//! | of several, the sum of all distances, a sound as far as between one slip and two | `kai mortensen`: Kaj Mortensen before Kai Jørgensen |
//! | a slip that is spoken alike is the nearest of all, then one with other vowels | Petersen for Pedersen before Vang for Vagn |
//! | two words that are only written otherwise before one with two strange letters | each guessed word is as far as nearly one strange letter, not as any number of them |
//! | two small slips in two words after one of any kind in one | the same sum |
//! | whoever's whole name was said before others | a word that nobody said is a reason to doubt |
//!
//! # Memory and changes
//!
//! Nearly everybody lies in a fixed part of few blocks of memory (`fixed`), in which each word and each shared text is kept
//! once and people have their numbers in the order of a list. Whoever was added or amended since lies in a small one that
//! is searched beside it (`overlay.rs`); check-ins change a byte of the fixed part. With many changes a new fixed part is made
//! on a thread of its own (`merge.rs`). Two neighbouring words of a name typed as one are found from their halves
//! (`fixed/joined.rs`).

mod alias;
mod entry;
mod fixed;
mod fold;
mod folded;
mod guess;
mod highlight;
mod hit;
mod index;
mod merge;
mod namesakes;
mod narrow;
mod overlay;
mod part;
mod phone;
mod query;
mod rank;
mod search;
mod slip;
mod sound;
mod spelling;
mod word_list;
mod words;

pub use entry::Entry;
pub use hit::{Found, Hit, Matched, Tier};
pub use index::Index;
