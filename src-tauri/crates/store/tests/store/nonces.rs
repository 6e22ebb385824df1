//! The same call gives the first result again; another call under the same nonce is an error.

use store::{Call, StoreError, Writer};

use crate::bench::{Bench, at, attendee, enter};

fn call<'a>(name: &'a str, parameters: &'a [u8]) -> Call<'a> {
    Call { nonce: "n-1", name, parameters }
}

fn bound(writer: &mut Writer, call: &Call<'_>) -> Result<Option<checkin::RecordId>, StoreError> {
    let found = writer.transact(at(2_000), "", |tx| tx.bound(call))?;
    Ok(found.value.map(|sealed| sealed.record.id))
}

#[test]
fn a_nonce_is_good_for_one_call_also_after_opening_again() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let same = call("checkIn", b"{\"attendee\":1}");
    assert_eq!(bound(&mut writer, &same).unwrap(), None, "nothing has bound it");
    let id =
        writer.transact(at(1_000), "", |tx| tx.append(&enter(), Some(attendee(1)), None, Some(&same))).unwrap().value;
    for _ in 0..2 {
        assert_eq!(bound(&mut writer, &same).unwrap(), Some(id), "the same call finds its record");
        for other in [call("checkIn", b"{\"attendee\":2}"), call("undo", same.parameters)] {
            let error = bound(&mut writer, &other).unwrap_err();
            assert!(matches!(error, StoreError::NonceReused), "another call: {error}");
        }
        let free = Call { nonce: "n-2", ..same.clone() };
        assert_eq!(bound(&mut writer, &free).unwrap(), None, "another nonce is free");
        writer.close().unwrap();
        writer = bench.open("event.ankomst").unwrap();
    }
}

#[test]
fn a_call_that_was_not_done_binds_nothing() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let same = call("checkIn", b"{}");
    let failed: Result<store::Committed<()>, _> = writer.transact(at(1_000), "", |tx| {
        tx.append(&enter(), Some(attendee(1)), None, Some(&same))?;
        Err(StoreError::NotFound)
    });
    assert!(failed.is_err(), "it was taken back");
    assert_eq!(bound(&mut writer, &same).unwrap(), None, "so the nonce is free");
}

#[test]
fn two_desks_that_bound_the_same_nonce_each_find_their_own_record() {
    let bench = Bench::new();
    let mut here = bench.create("event.ankomst");
    let mut there = here.create_joining(&bench.path("b.ankomst"), &bench.options("b"), at(0)).unwrap();
    let (mine, other) = (call("checkIn", b"here"), call("checkIn", b"there"));
    let bind = |writer: &mut Writer, call: &Call<'_>| {
        let id = writer
            .transact(at(1_000), "", |tx| tx.append(&enter(), Some(attendee(1)), None, Some(call)))
            .unwrap()
            .value;
        writer.view().record(id).unwrap().sealed
    };
    let foreign = bind(&mut there, &other);
    here.transact(at(1_000), "", |tx| tx.receive(&foreign)).unwrap();
    let own = bind(&mut here, &mine);
    assert_eq!(bound(&mut here, &mine).unwrap(), Some(own.record.id), "its own call");
    assert_eq!(bound(&mut here, &other).unwrap(), Some(foreign.record.id), "and the other one's");
    assert!(bound(&mut here, &call("undo", b"")).is_err(), "a third call is an error");
    assert_eq!(here.view().with_nonce("n-1").unwrap().len(), 2, "both records are kept");
}
