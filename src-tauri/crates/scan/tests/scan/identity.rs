//! Which of the scanners that type is the one that settings name.

use std::path::PathBuf;

use proptest::prelude::*;
use scan::{DeviceId, InputDevice};

fn device(event: u32, place: &str, name: &str) -> InputDevice {
    let id = DeviceId::new(0x05e0, 0x1200, place, name);
    InputDevice { path: PathBuf::from(format!("/dev/input/event{event}")), id }
}

#[test]
fn a_scanner_is_found_again_after_it_was_plugged_in_anew() {
    let saved = device(5, "usb-0000:00:14.0-2/input0", "Symbol").id;
    let found = |devices: &[InputDevice]| saved.find(devices).map(|device| device.path.display().to_string());
    let (there, elsewhere) = ("usb-0000:00:14.0-2/input0", "usb-0000:00:14.0-7/input0");
    let check = |devices: &[InputDevice], expected: Option<&str>| assert_eq!(found(devices).as_deref(), expected);
    check(&[device(9, elsewhere, "Symbol"), device(7, there, "Symbol")], Some("/dev/input/event7"));
    check(&[device(8, elsewhere, "Symbol"), device(3, there, "Keyboard")], Some("/dev/input/event8"));
    // Its other keyboards, and one of the same make, are not it.
    check(&[device(8, "usb-0000:00:14.0-7/input1", "Symbol")], None);
    check(&[device(8, elsewhere, "Symbol"), device(9, "usb-0000:00:14.0-8/input0", "Symbol")], None);
    let other = InputDevice { id: DeviceId::new(0x05e0, 0x1201, elsewhere, "Symbol"), ..device(8, elsewhere, "") };
    check(&[other], None);
    check(&[], None);
}

#[test]
fn an_identity_is_its_text() {
    let id = DeviceId::new(0x05e0, 0x1200, "usb-0000:00:14.0-2/input0", " Symbol  Bar\u{0}Code Scanner\n");
    assert_eq!(id.to_string(), "05e0:1200 usb-0000:00:14.0-2/input0 Symbol Bar Code Scanner");
    assert_eq!(id.to_string().parse(), Ok(id.clone()));
    assert_eq!(id.name(), "Symbol Bar Code Scanner");
    assert_eq!(DeviceId::new(1, 2, "", "").to_string(), "0001:0002 - ");
    for text in ["", "05e0:1200", "05e0:1200 x", "5e0:1200 x y", "+5e0:1200 x y", "05E0:1200 x y", "05e0:1200 x  y"] {
        assert!(text.parse::<DeviceId>().is_err(), "{text:?} is none");
    }
}

proptest! {
    #[test]
    fn an_identity_comes_back(vendor: u16, product: u16, place in any::<String>(), name in any::<String>()) {
        let id = DeviceId::new(vendor, product, &place, &name);
        prop_assert_eq!(id.to_string().parse(), Ok(id));
        let _ = name.parse::<DeviceId>();
    }
}
