//! Which keyboards there are, as `/sys` tells everybody: no device is opened, and none that may not be read is missing.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::{DeviceId, GrabError, InputDevice};

/// Devices that are looked at.
const MAX_DEVICES: usize = 1_024;
/// Bytes of a file; the longest, which keys it has, takes some 200.
const MAX_BYTES: u64 = 4_096;

/// Enter, and the letters from Q to P, A to L and Z to M.
const KEYS: [std::ops::RangeInclusive<usize>; 4] = [28..=28, 16..=25, 30..=38, 44..=50];

/// The devices that have letters and Enter: scanners, and the keyboards of people. In the order of their numbers.
///
/// # Errors
///
/// [`GrabError::Unlisted`] if the system does not say. A computer without input devices has an empty list.
pub fn devices() -> Result<Vec<InputDevice>, GrabError> {
    devices_of(Path::new("/sys/class/input"))
}

fn devices_of(class: &Path) -> Result<Vec<InputDevice>, GrabError> {
    let entries = match class.read_dir() {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(_) => return Err(GrabError::Unlisted),
    };
    let numbers = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.strip_prefix("event")?.parse().ok());
    let mut numbers: Vec<u32> = numbers.take(MAX_DEVICES).collect();
    numbers.sort_unstable();
    // What cannot be read was unplugged meanwhile.
    Ok(numbers.into_iter().filter_map(|number| device(class, number)).collect())
}

fn device(class: &Path, number: u32) -> Option<InputDevice> {
    let file = format!("event{number}");
    let about = class.join(&file).join("device");
    let text = |name: &str| read(&about.join(name));
    if !is_keyboard(&text("capabilities/key")?, usize::BITS) {
        return None;
    }
    let number = |name: &str| u16::from_str_radix(text(name)?.trim(), 16).ok();
    let (vendor, product) = (number("id/vendor")?, number("id/product")?);
    let [place, name] = ["phys", "name"].map(|name| text(name).unwrap_or_default());
    Some(InputDevice { path: Path::new("/dev/input").join(file), id: DeviceId::new(vendor, product, &place, &name) })
}

fn read(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Linux writes which keys there are as words in hexadecimal, each of `bits` bits, the highest first.
fn is_keyboard(words: &str, bits: u32) -> bool {
    let words: Option<Vec<u64>> =
        words.split_whitespace().rev().map(|word| u64::from_str_radix(word, 16).ok()).collect();
    let (Some(words), Ok(bits)) = (words, usize::try_from(bits)) else { return false };
    let has = |key: usize| words.get(key / bits).is_some_and(|word| word >> (key % bits) & 1 == 1);
    KEYS.into_iter().flatten().all(has)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A keyboard with 105 keys, and a mouse, as 64-bit Linux writes them.
    const KEYBOARD: &str = "1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe\n";
    const MOUSE: &str = "1f0000 0 0 0 0\n";
    /// The lowest 64 keys, in words of 32 bits.
    const SHORT: &str = "ffffffff fffffffe";

    fn plug_in(class: &Path, event: &str, keys: &str, id: [&str; 2], phys: Option<&str>, name: &str) {
        let about = class.join(event).join("device");
        for folder in ["capabilities", "id"] {
            fs::create_dir_all(about.join(folder)).unwrap();
        }
        let files = [("capabilities/key", keys), ("id/vendor", id[0]), ("id/product", id[1]), ("name", name)];
        for (file, text) in files.into_iter().chain(phys.map(|phys| ("phys", phys))) {
            fs::write(about.join(file), text).unwrap();
        }
    }

    #[test]
    fn keyboards_are_listed_in_the_order_of_their_numbers() {
        let class = tempfile::tempdir().unwrap();
        let class = class.path();
        let (scanner, none) = (["05e0\n", "1200\n"], ["0001", "0001"]);
        plug_in(class, "event10", KEYBOARD, scanner, Some("usb-0000:00:14.0-2/input0\n"), "Symbol  Bar Code\n");
        plug_in(class, "event2", KEYBOARD, none, None, "AT Translated Set 2 keyboard\n");
        plug_in(class, "event3", MOUSE, none, Some("usb-0000:00:14.0-3/input0\n"), "Mouse\n");
        plug_in(class, "event4", "not hexadecimal", none, None, "Broken");
        plug_in(class, "event5", KEYBOARD, ["", "0001"], None, "No number");
        plug_in(class, "mouse0", KEYBOARD, none, None, "Another kind of file");
        fs::create_dir(class.join("event6")).unwrap();
        let found = devices_of(class).unwrap();
        let found: Vec<_> = found.iter().map(|device| format!("{} {}", device.path.display(), device.id)).collect();
        assert_eq!(
            found,
            [
                "/dev/input/event2 0001:0001 - AT Translated Set 2 keyboard",
                "/dev/input/event10 05e0:1200 usb-0000:00:14.0-2/input0 Symbol Bar Code",
            ]
        );
    }

    #[test]
    fn a_computer_without_input_devices_has_none() {
        let class = tempfile::tempdir().unwrap();
        assert_eq!(devices_of(&class.path().join("missing")), Ok(Vec::new()));
        let file = class.path().join("file");
        fs::write(&file, "").unwrap();
        assert_eq!(devices_of(&file), Err(GrabError::Unlisted), "something else is there");
        assert!(devices().is_ok(), "this computer's can be listed");
    }

    #[test]
    fn a_keyboard_has_all_letters_and_enter() {
        assert!(is_keyboard(KEYBOARD, 64));
        assert!(is_keyboard(SHORT, 32));
        assert!(!is_keyboard(SHORT, 64), "half of it is elsewhere then");
        assert!(!is_keyboard(MOUSE, 64));
        assert!(!is_keyboard("", 64));
        assert!(!is_keyboard("fffffffffffffffff", 64), "too long for a word");
        for key in KEYS.into_iter().flatten() {
            assert!(!is_keyboard(&format!("{:x}", u64::MAX ^ 1 << key), 64), "key {key} is missing");
        }
    }
}
