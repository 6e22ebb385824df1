//! Which serial ports there are.

use std::path::Path;

use serialport::{SerialPortInfo, SerialPortType};

use super::SerialError;

/// A serial port of this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SerialPort {
    /// What [`super::SerialScanner::open`] takes, such as `/dev/ttyACM0` or `COM3`.
    pub path: String,
    /// What a person knows it by: maker and product of a USB device, else the last part of the path. At most 100
    /// characters, never empty.
    pub name: String,
    /// Whether it is on USB, as nearly all scanners are.
    pub usb: bool,
}

/// Ports that are listed.
const MAX_PORTS: usize = 256;
/// Characters of a name.
const MAX_NAME: usize = 100;

/// The serial ports that are plugged in, those on USB first, then by path; at most 256. Ports that the system only reserves
/// numbers for are not among them.
///
/// # Errors
///
/// [`SerialError::Unlisted`] if the system does not say.
pub fn ports() -> Result<Vec<SerialPort>, SerialError> {
    // The crate panics where this is missing, as it is in some containers.
    if cfg!(target_os = "linux") && !Path::new(CLASS).is_dir() {
        return Ok(Vec::new());
    }
    let found = serialport::available_ports().map_err(|_| SerialError::Unlisted)?;
    Ok(listed(found, Path::new(CLASS)))
}

/// Where Linux lists them.
const CLASS: &str = "/sys/class/tty";

fn listed(found: Vec<SerialPortInfo>, class: &Path) -> Vec<SerialPort> {
    let mut ports: Vec<SerialPort> = found.into_iter().filter_map(|found| port(found, class)).collect();
    ports.sort_by(|a, b| (!a.usb, &a.path).cmp(&(!b.usb, &b.path)));
    ports.dedup_by(|a, b| a.path == b.path);
    ports.truncate(MAX_PORTS);
    ports
}

fn port(found: SerialPortInfo, class: &Path) -> Option<SerialPort> {
    let file = found.port_name.rsplit('/').next().unwrap_or_default();
    // macOS lists each port twice; the one under this name waits for a carrier, which a scanner does not send.
    if file.is_empty() || cfg!(target_os = "macos") && file.starts_with("tty.") {
        return None;
    }
    let (usb, name) = match &found.port_type {
        SerialPortType::UsbPort(usb) => (true, named(usb.manufacturer.as_deref(), usb.product.as_deref())),
        _ if is_only_a_number(file, class) => return None,
        _ => (false, None),
    };
    let name = name.unwrap_or_else(|| file.chars().take(MAX_NAME).collect());
    Some(SerialPort { name, usb, path: found.port_name })
}

/// Linux makes ttyS0 to ttyS31 for chips that most computers lack; its driver calls what it did not find type 0.
fn is_only_a_number(file: &str, class: &Path) -> bool {
    std::fs::read_to_string(class.join(file).join("type")).is_ok_and(|kind| kind.trim() == "0")
}

/// Maker and product, unless the product begins with its maker.
fn named(manufacturer: Option<&str>, product: Option<&str>) -> Option<String> {
    let [manufacturer, product] = [manufacturer, product].map(|name| clean(name.unwrap_or_default()));
    let name = match (manufacturer.as_str(), product.as_str()) {
        ("", name) | (name, "") => name.to_owned(),
        (manufacturer, product) if product.starts_with(manufacturer) => product.to_owned(),
        (manufacturer, product) => format!("{manufacturer} {product}"),
    };
    Some(name.chars().take(MAX_NAME).collect::<String>().trim_end().to_owned()).filter(|name| !name.is_empty())
}

/// Devices put control characters and runs of blanks into their names.
fn clean(name: &str) -> String {
    let words = name.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usb(path: &str, manufacturer: Option<&str>, product: Option<&str>) -> SerialPortInfo {
        let port_type = SerialPortType::UsbPort(serialport::UsbPortInfo {
            vid: 0x05f9,
            pid: 0x4204,
            serial_number: None,
            manufacturer: manufacturer.map(str::to_owned),
            product: product.map(str::to_owned),
        });
        SerialPortInfo { port_name: path.to_owned(), port_type }
    }

    fn other(path: &str) -> SerialPortInfo {
        SerialPortInfo { port_name: path.to_owned(), port_type: SerialPortType::Unknown }
    }

    #[test]
    fn usb_comes_first_and_reserved_numbers_do_not_come() {
        let class = tempfile::tempdir().unwrap();
        for (file, kind) in [("ttyS0", "4\n"), ("ttyS1", "0\n"), ("ttyUSB0", "0\n")] {
            std::fs::create_dir(class.path().join(file)).unwrap();
            std::fs::write(class.path().join(file).join("type"), kind).unwrap();
        }
        let found = vec![
            other("/dev/ttyS1"),
            other("/dev/ttyS0"),
            other("/dev/rfcomm0"),
            usb("/dev/ttyUSB0", None, None),
            usb("/dev/ttyACM0", Some("Datalogic ADC, Inc."), Some("Handheld  Barcode\u{0} Scanner ")),
            usb("/dev/ttyACM0", None, None),
            other(""),
        ];
        let listed = listed(found, class.path());
        let listed: Vec<_> = listed.iter().map(|port| (port.path.as_str(), port.name.as_str(), port.usb)).collect();
        assert_eq!(
            listed,
            [
                ("/dev/ttyACM0", "Datalogic ADC, Inc. Handheld Barcode Scanner", true),
                ("/dev/ttyUSB0", "ttyUSB0", true),
                ("/dev/rfcomm0", "rfcomm0", false),
                ("/dev/ttyS0", "ttyS0", false),
            ]
        );
    }

    #[test]
    fn a_port_is_named_after_its_device() {
        let check = |manufacturer, product, expected: Option<&str>| {
            assert_eq!(named(manufacturer, product).as_deref(), expected, "{manufacturer:?} {product:?}");
        };
        check(Some("Honeywell"), Some("Honeywell 1900"), Some("Honeywell 1900"));
        check(Some("Zebra"), Some("DS2208"), Some("Zebra DS2208"));
        check(Some("Zebra"), None, Some("Zebra"));
        check(None, Some("DS2208"), Some("DS2208"));
        check(Some(" \u{1b}"), Some(""), None);
        check(None, None, None);
        assert_eq!(named(None, Some(&"æ".repeat(500))), Some("æ".repeat(100)), "long names are cut");
    }

    #[test]
    fn listing_this_computer_does_not_fail() {
        assert!(ports().is_ok());
    }
}
