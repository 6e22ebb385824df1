//! Badge templates of the event's own: kept, changed, taken away; a drawing that was changed from outside shows.

use store::{Call, Fault, StoreError};

use crate::bench::{Bench, at, faults, raw};

const CALL: Call<'static> = Call { nonce: "n1", name: "makeTemplate", parameters: b"{}" };

#[test]
fn a_template_is_kept_with_its_revision_and_survives_copies() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let put = |writer: &mut store::Writer, ms, svg: &str| {
        writer.transact(at(ms), "", |tx| tx.put_template("kort", "Kort åæø", svg)).unwrap().value
    };
    assert_eq!(put(&mut writer, 1_000, "<svg/>"), 1);
    assert_eq!(put(&mut writer, 2_000, "<svg>æ</svg>"), 2);
    let copy = bench.path("copy.ankomst");
    writer.close().unwrap();
    store::Reader::open(&bench.path("event.ankomst")).unwrap().backup(&copy).unwrap();
    for file in [bench.path("event.ankomst"), copy] {
        let reader = store::Reader::open(&file).unwrap();
        let found = reader.view().template("kort").unwrap().unwrap();
        assert_eq!((found.svg.as_str(), found.head.revision, found.head.saved), ("<svg>æ</svg>", 2, at(2_000)));
        assert_eq!(found.head.title, "Kort åæø");
        assert_eq!(reader.view().templates().unwrap(), [found.head]);
        assert!(reader.view().template("andet").unwrap().is_none());
    }
}

#[test]
fn what_is_taken_away_is_gone() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    writer.transact(at(0), "", |tx| tx.put_template("kort", "Kort", "<svg/>")).unwrap();
    let remove =
        |writer: &mut store::Writer| writer.transact(at(1), "", |tx| tx.remove_template("kort")).unwrap().value;
    assert!(remove(&mut writer));
    assert!(!remove(&mut writer));
    assert!(writer.view().templates().unwrap().is_empty());
}

#[test]
fn a_repeated_call_is_known_and_another_one_under_its_nonce_is_refused() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let known = |writer: &mut store::Writer, call: Call<'static>| {
        writer.transact(at(1), "", |tx| tx.template_call(&call)).map(|committed| committed.value)
    };
    assert_eq!(known(&mut writer, CALL).unwrap(), None);
    writer.transact(at(1), "", |tx| tx.bind_template_call(&CALL, "kort")).unwrap();
    assert_eq!(known(&mut writer, CALL).unwrap().as_deref(), Some("kort"));
    let other = Call { parameters: b"{\"title\":1}", ..CALL };
    assert!(matches!(known(&mut writer, other), Err(StoreError::NonceReused)));
    for n in 0..200 {
        let nonce = format!("later {n}");
        writer.transact(at(2), "", |tx| tx.bind_template_call(&Call { nonce: &nonce, ..CALL }, "kort")).unwrap();
    }
    assert_eq!(known(&mut writer, CALL).unwrap(), None, "only the latest are remembered");
}

#[test]
fn a_drawing_that_was_changed_from_outside_is_named_by_verify() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    for name in ["a", "b"] {
        writer.transact(at(0), "", |tx| tx.put_template(name, name, "<svg/>")).unwrap();
    }
    writer.close().unwrap();
    let file = bench.path("event.ankomst");
    assert_eq!(faults(&file), []);
    raw(&file).execute("UPDATE badge_template SET svg = X'3C2F3E' WHERE template = 'b'", []).unwrap();
    assert_eq!(faults(&file), [Fault::Template("b".to_owned())]);
}
