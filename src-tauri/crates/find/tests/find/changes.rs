//! What is put, replaced and removed shows in the next search.

use checkin::{Presence, Status};
use find::{Entry, Index};

use crate::{found, id, index_of};

#[test]
fn a_replaced_entry_is_found_by_its_new_words_only() {
    let mut index = index_of(&["Jens Sørensen", "Bo Holm"]);
    index.put(Entry { phone: "20304050".into(), ..Entry::new(id(0), "Jens Lund") });
    assert_eq!(index.len(), 2);
    assert_eq!(found(&index, "sør"), []);
    assert_eq!(found(&index, "lund"), [id(0)]);
    assert_eq!(found(&index, "3040"), [id(0)]);
    index.put(Entry::new(id(0), "Jens Lund"));
    assert_eq!(found(&index, "3040"), [], "the number is gone");
}

#[test]
fn a_removed_entry_is_not_found_and_its_place_is_used_again() {
    let mut index = index_of(&["Jens Sørensen", "Bo Holm"]);
    assert!(index.remove(id(0)));
    assert!(!index.remove(id(0)), "gone already");
    assert_eq!((index.len(), found(&index, "jens")), (1, vec![]));
    index.put(Entry::new(id(7), "Jens Holm"));
    assert_eq!(found(&index, "holm"), [id(1), id(7)]);
    assert!(index.remove(id(7)) && index.remove(id(1)) && index.is_empty());
    assert_eq!(found(&index, "holm"), []);
}

#[test]
fn a_check_in_changes_the_order_at_once() {
    let mut index = index_of(&["Jens Aa", "Jens Bb"]);
    assert_eq!(found(&index, "jens"), [id(0), id(1)]);
    index.put(Entry { presence: Presence::Inside, ..Entry::new(id(0), "Jens Aa") });
    assert_eq!(found(&index, "jens"), [id(1), id(0)]);
    index.put(Entry { status: Status::Cancelled, ..Entry::new(id(1), "Jens Bb") });
    assert_eq!(found(&index, "jens"), [id(0), id(1)]);
    index.put(Entry::new(id(1), "Jens Bb"));
    assert_eq!(found(&index, "jens"), [id(1), id(0)]);
}

#[test]
fn an_index_of_nobody() {
    let mut index = Index::new();
    assert!(index.is_empty() && !index.remove(id(0)));
    assert_eq!(found(&index, "jens 123"), []);
}
