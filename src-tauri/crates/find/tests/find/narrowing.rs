//! `#speaker`, `@fyn`, `!arrived`: alone, together, and with what is typed.

use checkin::{Presence, Status};
use find::{Entry, Index};

use crate::{found, id};

fn index() -> Index {
    let mut index = Index::new();
    let mut put = |n, name: &str, organisation: &str, kind: [&str; 2], presence, status| {
        index.put(Entry {
            organisation: organisation.into(),
            ticket_type: kind.map(str::to_owned).into(),
            presence,
            status,
            ..Entry::new(id(n), name)
        });
    };
    let speaker = ["oplaegsholder", "Oplægsholder"];
    let guest = ["deltager", "Deltager"];
    put(1, "Anna Aa", "Region Fyn", speaker, Presence::Expected, Status::Confirmed);
    put(2, "Bo Bach", "Fynbus", guest, Presence::Inside, Status::Confirmed);
    put(3, "Carl Dahl", "Realdania", speaker, Presence::Left, Status::Confirmed);
    put(4, "Dorte Elm", "Realdania", guest, Presence::Expected, Status::PaymentDue);
    put(5, "Else Fynbo", "Havnby Kommune", guest, Presence::Expected, Status::Cancelled);
    put(6, "Finn Gram", "", guest, Presence::Expected, Status::Waitlisted);
    index
}

#[track_caller]
fn check(query: &str, expected: &[usize]) {
    let mut hits = found(&index(), query);
    hits.sort();
    assert_eq!(hits, expected.iter().map(|n| id(*n)).collect::<Vec<_>>(), "for {query:?}");
}

#[test]
fn by_ticket_type_organisation_and_state() {
    check("#opl", &[1, 3]);
    check("#oplægsholder", &[1, 3]);
    check("#oplaegs", &[1, 3]);
    check("@fyn", &[1, 2]);
    check("@realdania", &[3, 4]);
    check("!arrived", &[2, 3]);
    check("!mødt", &[2, 3]);
    check("!inside", &[2]);
    check("!ventes", &[1, 4, 5, 6]);
    check("!afm", &[5]);
    check("!vente", &[1, 4, 5, 6]);
    check("!venteliste", &[6]);
    check("!payment", &[4]);
}

#[test]
fn together_and_with_what_is_typed() {
    check("#opl @real", &[3]);
    check("#deltager !mødt", &[2]);
    check("da @real", &[3]);
    check("real !payment", &[4]);
    check("@fyn else", &[]);
    check("!nothing", &[]);
}

#[test]
fn a_mark_that_is_being_typed_does_nothing() {
    check("#", &[]);
    check("@ !", &[]);
    check("bach #", &[2]);
    check("bach !", &[2]);
    // Inside a word it is a letter of the word.
    let mut index = index();
    index.put(Entry { email: "bo@fyn.example".into(), ..Entry::new(id(9), "Ib Ask") });
    assert!(found(&index, "bo@fyn").contains(&id(9)));
}

#[test]
fn a_narrowed_list_changes_with_the_people() {
    let mut index = index();
    index.put(Entry { presence: Presence::Inside, ticket_type: vec!["presse".into()], ..Entry::new(id(1), "Anna Aa") });
    assert_eq!(found(&index, "#opl"), [id(3)]);
    assert_eq!(found(&index, "#presse !inde"), [id(1)]);
}

#[test]
fn an_organisation_is_asked_for_whatever_the_name_is() {
    let holm = Entry { organisation: "Holm A/S".into(), ..Entry::new(id(1), "Bo Holm") };
    let mut index = Index::new();
    index.put(holm.clone());
    for index in [index, Index::of([holm])] {
        assert_eq!(found(&index, "@holm"), [id(1)], "who is called like the organisation works there all the same");
    }
}
