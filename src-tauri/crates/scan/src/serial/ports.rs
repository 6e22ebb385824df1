//! Which serial ports there are.

use std::path::Path;

use serialport::{SerialPortInfo, SerialPortType, UsbPortInfo};

use super::SerialError;

/// A serial port of this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SerialPort {
    /// What [`super::SerialScanner::open`] takes, such as `/dev/ttyACM0` or `COM3`; another one may get it next time.
    pub path: String,
    /// What settings remember it by: the numbers and the serial number of a device on USB, `usb:05f9:4204:S1234567`; else the path.
    /// It is the path too where two devices claim to be one.
    pub id: String,
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

/// Where the port lies that settings remember by this id: wherever its device is plugged in now, or the path that the id is.
///
/// # Errors
///
/// [`SerialError::Missing`] if the device is not there, or if nobody can tell which of two it is.
pub fn port_path(id: &str) -> Result<String, SerialError> {
    if id.starts_with(USB) { path_of(id, &ports()?) } else { Ok(id.to_owned()) }
}

fn path_of(id: &str, ports: &[SerialPort]) -> Result<String, SerialError> {
    ports.iter().find(|port| port.id == id).map(|port| port.path.clone()).ok_or(SerialError::Missing)
}

/// What the id of a device on USB begins with; no path does.
const USB: &str = "usb:";

/// A device's id, if it has a serial number: without one, two scanners of a kind are the same.
fn usb_id(usb: &UsbPortInfo) -> Option<String> {
    let serial = clean(usb.serial_number.as_deref()?);
    (!serial.is_empty()).then(|| {
        let serial: String = serial.chars().take(MAX_NAME).collect();
        format!("{USB}{:04x}:{:04x}:{serial}", usb.vid, usb.pid)
    })
}

/// Where Linux lists them.
const CLASS: &str = "/sys/class/tty";

fn listed(found: Vec<SerialPortInfo>, class: &Path) -> Vec<SerialPort> {
    let mut ports: Vec<SerialPort> = found.into_iter().filter_map(|found| port(found, class)).collect();
    ports.sort_by(|a, b| (!a.usb, &a.path).cmp(&(!b.usb, &b.path)));
    ports.dedup_by(|a, b| a.path == b.path);
    ports.truncate(MAX_PORTS);
    let ids: Vec<String> = ports.iter().map(|port| port.id.clone()).collect();
    for port in &mut ports {
        if ids.iter().filter(|id| **id == port.id).count() > 1 {
            port.id.clone_from(&port.path);
        }
    }
    ports
}

fn port(found: SerialPortInfo, class: &Path) -> Option<SerialPort> {
    let file = found.port_name.rsplit('/').next().unwrap_or_default();
    // macOS lists each port twice; the one under this name waits for a carrier, which a scanner does not send.
    if file.is_empty() || cfg!(target_os = "macos") && file.starts_with("tty.") {
        return None;
    }
    let (usb, name, id) = match &found.port_type {
        SerialPortType::UsbPort(usb) => (true, named(usb.manufacturer.as_deref(), usb.product.as_deref()), usb_id(usb)),
        _ if is_only_a_number(file, class) => return None,
        _ => (false, None, None),
    };
    let name = name.unwrap_or_else(|| file.chars().take(MAX_NAME).collect());
    let id = id.unwrap_or_else(|| found.port_name.clone());
    Some(SerialPort { id, name, usb, path: found.port_name })
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
        let port_type = SerialPortType::UsbPort(UsbPortInfo {
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

    fn with_serial(path: &str, serial: &str) -> SerialPortInfo {
        let mut info = usb(path, Some("Zebra"), None);
        if let SerialPortType::UsbPort(usb) = &mut info.port_type {
            usb.serial_number = Some(serial.to_owned());
        }
        info
    }

    #[test]
    fn a_scanner_is_found_wherever_it_is_plugged_in() {
        let class = tempfile::tempdir().unwrap();
        let here = |found| listed(found, class.path());
        let before = here(vec![with_serial("/dev/ttyACM0", "S1"), with_serial("/dev/ttyACM1", " S2\n")]);
        let ids: Vec<&str> = before.iter().map(|port| port.id.as_str()).collect();
        assert_eq!(ids, ["usb:05f9:4204:S1", "usb:05f9:4204:S2"]);
        // Plugged in the other way round, as after a new start.
        let after = here(vec![with_serial("/dev/ttyACM1", "S1"), with_serial("/dev/ttyACM0", "S2")]);
        assert_eq!(path_of("usb:05f9:4204:S1", &after).as_deref(), Ok("/dev/ttyACM1"));
        assert_eq!(path_of("usb:05f9:4204:S2", &after).as_deref(), Ok("/dev/ttyACM0"));
        assert_eq!(path_of("usb:05f9:4204:S3", &after), Err(SerialError::Missing), "another one is not taken for it");
    }

    #[test]
    fn ports_that_nobody_can_tell_apart_are_remembered_by_their_path() {
        let class = tempfile::tempdir().unwrap();
        let found = vec![
            with_serial("/dev/ttyACM0", "0001"),
            with_serial("/dev/ttyACM1", "0001"),
            with_serial("/dev/ttyACM2", " "),
            usb("/dev/ttyACM3", None, None),
            other("/dev/rfcomm0"),
        ];
        let ports = listed(found, class.path());
        assert!(ports.iter().all(|port| port.id == port.path), "{ports:?}");
        assert_eq!(path_of("usb:05f9:4204:0001", &ports), Err(SerialError::Missing), "two claim to be it");
        assert_eq!(port_path("/dev/ttyS7").as_deref(), Ok("/dev/ttyS7"), "a path is one, whatever is plugged in");
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
