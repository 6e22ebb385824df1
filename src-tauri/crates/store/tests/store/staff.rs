//! Staff: names, roles, PINs, and the wait after wrong ones.

use checkin::StaffId;
use jiff::Timestamp;
use store::{Pin, PinAttempt, PinDigest, Role, StaffMember, StoreError, Writer};

use crate::bench::{Bench, at, faults, files};

fn pin(text: &str) -> Pin {
    Pin::new(text.to_owned()).unwrap()
}

fn put(
    writer: &mut Writer,
    id: Option<StaffId>,
    name: &str,
    role: Role,
    digits: Option<&str>,
) -> Result<StaffMember, StoreError> {
    let digest = digits.map(|digits| PinDigest::of(&pin(digits)).unwrap());
    Ok(writer.transact(at(1), "", |tx| tx.put_staff(id, name, role, digest.as_ref()))?.value)
}

/// `true`: right; `false`: wrong; or the seconds that are still to be waited.
fn attempt(writer: &mut Writer, id: StaffId, digits: &str, now: Timestamp) -> Result<bool, i64> {
    match writer.transact(now, "", |tx| tx.begin_pin(id)).unwrap().value {
        PinAttempt::Wait(wait) => Err(wait.as_secs()),
        PinAttempt::Try { digest, .. } => {
            let right = digest.is_of(&pin(digits)).unwrap();
            if right {
                writer.transact(now, "", |tx| tx.pin_was_right(id)).unwrap();
            }
            Ok(right)
        }
    }
}

#[test]
fn the_wait_grows_with_each_wrong_pin_outlives_a_restart_and_ends_with_the_right_one() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let lead = put(&mut writer, None, "Lone Krag", Role::Lead, Some("4711")).unwrap().id;
    let other = put(&mut writer, None, "Jakob Vinter", Role::Desk, Some("123456")).unwrap();
    assert_eq!(other.digits, 6);
    assert_eq!(attempt(&mut writer, lead, "4711", at(10)), Ok(true));
    for round in 0..3 {
        assert_eq!(attempt(&mut writer, lead, "0000", at(20 + round)), Ok(false), "round {round}");
    }
    assert_eq!(attempt(&mut writer, lead, "4711", at(30)), Err(4), "even the right one has to wait, 5 seconds");
    assert_eq!(attempt(&mut writer, other.id, "123456", at(30)), Ok(true), "others do not");
    writer.close().unwrap();
    let mut writer = bench.open("event.ankomst").unwrap();
    assert_eq!(attempt(&mut writer, lead, "4711", at(2_000)), Err(3), "after a restart it is waited on");
    assert_eq!(attempt(&mut writer, lead, "0000", at(6_000)), Ok(false), "then the next one is looked at");
    assert_eq!(attempt(&mut writer, lead, "4711", at(14_000)), Err(2), "and the wait has doubled");
    assert_eq!(attempt(&mut writer, lead, "4711", at(-3_600_000)), Err(10), "setting the clock back helps nobody");
    assert_eq!(attempt(&mut writer, lead, "4711", at(17_000)), Ok(true));
    assert_eq!(attempt(&mut writer, lead, "0000", at(17_001)), Ok(false), "the count begins anew");
    assert_eq!(attempt(&mut writer, lead, "4711", at(17_002)), Ok(true));
}

#[test]
fn an_attempt_that_is_broken_off_counts_as_wrong() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let lead = put(&mut writer, None, "Lone Krag", Role::Lead, Some("4711")).unwrap().id;
    for _ in 0..3 {
        writer.transact(at(10), "", |tx| tx.begin_pin(lead).map(|_| ())).unwrap();
    }
    crate::identity::kill(writer);
    let mut writer = bench.open("event.ankomst").unwrap();
    assert_eq!(attempt(&mut writer, lead, "4711", at(11)), Err(4), "killing the program gives no further attempt");
}

#[test]
fn there_is_always_a_lead_and_every_name_is_one_persons() {
    let bench = Bench::new();
    let mut writer = bench.create("event.ankomst");
    let nobody = put(&mut writer, None, "Jakob", Role::Desk, Some("1234"));
    assert!(matches!(nobody, Err(StoreError::NoLead)), "the first one is the lead: {nobody:?}");
    assert_eq!(writer.view().staff().unwrap(), [], "nothing is kept of it");
    let lead = put(&mut writer, None, "Ærtha", Role::Lead, Some("1234")).unwrap().id;
    let again = put(&mut writer, None, "ÆRTHA", Role::Desk, Some("1234"));
    assert!(matches!(again, Err(StoreError::NameTaken)), "{again:?}");
    let desk = put(&mut writer, None, "Jakob", Role::Desk, Some("1234")).unwrap().id;
    assert!(matches!(put(&mut writer, Some(lead), "Ærtha", Role::Desk, None), Err(StoreError::NoLead)));
    assert!(matches!(writer.transact(at(1), "", |tx| tx.remove_staff(lead)), Err(StoreError::NoLead)));
    put(&mut writer, Some(desk), "Jakob Vinter", Role::Lead, None).unwrap();
    assert_eq!(attempt(&mut writer, desk, "1234", at(5)), Ok(true), "a change without a PIN keeps it");
    writer.transact(at(1), "", |tx| tx.remove_staff(lead)).unwrap();
    let left: Vec<String> = writer.view().staff().unwrap().into_iter().map(|member| member.name).collect();
    assert_eq!(left, ["Jakob Vinter"]);
    writer.close().unwrap();
    assert_eq!(faults(&bench.path("event.ankomst")), [], "none of it is the journal's");
    let digits = files(&bench.path("")).iter().any(|(_, bytes)| bytes.0.windows(4).any(|window| window == b"1234"));
    assert!(!digits, "no PIN is in any file");
}
