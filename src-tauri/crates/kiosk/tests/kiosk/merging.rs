//! Whatever the order of two versions of a list, and whatever desks did in between: no check-in, no correction and no
//! person is lost.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::call;
use crate::compare::Versions;

/// People who may be on a list; every other one has a ticket code.
const PEOPLE: usize = 6;
const FAMILY: [&str; PEOPLE] = ["Skov", "Lund", "Gram", "Ås", "Dam", "Holm"];

/// Somebody on one version: whether at all, which organisation, which mail.
type Row = (bool, u8, bool);

fn name(who: usize) -> String {
    format!("Person{who} {}", FAMILY[who])
}

fn list(rows: &[Row]) -> String {
    let mut text = "Billetkode;Navn;Organisation;Mail;Ordre\n".to_owned();
    for (who, (is_on, organisation, has_mail)) in rows.iter().enumerate().filter(|(_, row)| row.0) {
        assert!(*is_on);
        let code = if who % 2 == 0 { format!("KODE-{who}") } else { String::new() };
        let mail = if *has_mail { format!("p{who}@a.example") } else { String::new() };
        text += &format!("{code};{};Firma{organisation};{mail};O-{who}\n", name(who));
    }
    text
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    proptest::collection::vec((prop::bool::weighted(0.8), 0_u8..3, any::<bool>()), PEOPLE)
}

/// A tenth in CI, all in `cargo xtask soak`.
fn cases() -> u32 {
    if std::env::var_os("ANKOMST_SOAK").is_some() { 200 } else { 20 }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost(
        versions in (rows(), rows()),
        turned in any::<bool>(),
        comes in proptest::collection::vec(any::<bool>(), PEOPLE),
        corrected in proptest::collection::vec(any::<bool>(), PEOPLE),
    ) {
        let (first, second) = if turned { (&versions.1, &versions.0) } else { (&versions.0, &versions.1) };
        let event = Versions::new();
        event.import(&list(first));
        let mut ids: Vec<Option<Value>> = vec![None; PEOPLE];
        for who in (0..PEOPLE).filter(|who| first[*who].0) {
            let id = event.person(&name(who))["id"].clone();
            if comes[who] {
                call(&event.kiosk, "checkIn", json!({"attendee": id}));
            }
            if corrected[who] {
                call(&event.kiosk, "amendAttendee", json!({"attendee": id, "fields": {"organisation": format!("Rettet{who}")}}));
            }
            ids[who] = Some(id);
        }
        event.import(&list(second));
        let again = event.import(&list(second));
        prop_assert_eq!(&again["import"], &Value::Null, "the same list changes nothing");
        let all = call(&event.kiosk, "listAttendees", json!({"limit": 1000}));
        let all = all["attendees"].as_array().unwrap();
        let expected = (0..PEOPLE).filter(|who| first[*who].0 || second[*who].0).count();
        prop_assert_eq!(all.len(), expected, "everybody of both lists, once: {:?}", all);
        for who in (0..PEOPLE).filter(|who| first[*who].0) {
            let person = call(&event.kiosk, "getAttendee", json!({"attendee": ids[who]}));
            prop_assert_eq!(&person["presence"], if comes[who] { "inside" } else { "expected" }, "who came is here");
            let organisation = if corrected[who] {
                format!("Rettet{who}")
            } else {
                let latest = if second[who].0 { second[who].1 } else { first[who].1 };
                format!("Firma{latest}")
            };
            prop_assert_eq!(&person["organisation"], &organisation, "a correction stays, else the later list holds");
        }
        event.close();
    }
}
