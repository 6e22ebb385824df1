//! A scanned text and what it means.

use checkin::EventId;
use scan::{CodeKey, ScannedCode, badge_code, calibration, command_code, interpret, layout};
use uuid::Uuid;

/// What was scanned has exactly one meaning; nothing is ours but what we would write for that very number or command.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (key, event) = (key(), event());
    let scanned = interpret(&text, &key, event);
    let was_scanned = |code: &str| scanned.candidates().iter().any(|text| text.eq_ignore_ascii_case(code));
    match &scanned {
        ScannedCode::Ours(number, _) => assert!(was_scanned(badge_code(&key, event, *number).as_str()), "not signed"),
        ScannedCode::Command(command, _) => assert!(was_scanned(&command_code(&key, event, *command)), "not signed"),
        ScannedCode::Damaged(_) | ScannedCode::OtherEvent(_) | ScannedCode::Forged(_) | ScannedCode::Other(_) => {}
    }
    let candidates = scanned.candidates();
    assert!(text.contains(candidates[0].as_str()), "the first is what was scanned");
    assert!(scanned.search().chars().count() <= 200, "a search has an end");
    for (n, candidate) in candidates.iter().enumerate() {
        assert!(n == 0 || !candidate.is_empty(), "an empty text would be everybody's code");
        assert!(!candidates[..n].contains(candidate), "nothing is compared twice");
    }
    // What another keyboard may have made of it, and what a calibration says of it.
    for crossed in layout::uncross(&text) {
        assert_ne!(crossed.text, text, "another keyboard made another text");
    }
    if calibration::is_test(&text) {
        let _ = calibration::agreement(&text);
    }
    let letters = calibration::arrived(&text).iter().map(|arrived| arrived.meant).collect::<String>();
    assert_eq!(letters, calibration::TEST_CODE, "each letter of the test code has its place");
}

/// The event and key of the saved inputs.
fn event() -> EventId {
    EventId::from_uuid(Uuid::from_u128(0x0190_b5c0_7c1d_7cc3_98c4_dc0c_0c07_398f))
}

/// The bytes 0, 1, 2 … 31.
fn key() -> CodeKey {
    CodeKey::from_bytes(std::array::from_fn(|place| u8::try_from(place).unwrap()))
}
