//! Finding printers: what announces itself in the network (DNS-SD), what CUPS on this computer knows, label printers on cables.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use mdns_sd::{Receiver, ServiceDaemon, ServiceEvent};

use crate::http::Connection;
use crate::ipp::IppAddress;
use crate::ipp::codec::{self, Operation, Request, Value};
use crate::{Patience, shown};

/// The most printers that are named.
pub const MOST_FOUND: usize = 64;
/// What printers announce themselves as.
const KINDS: [(&str, FoundKind); 3] = [
    ("_ipps._tcp.local.", FoundKind::Ipps),
    ("_ipp._tcp.local.", FoundKind::Ipp),
    ("_pdl-datastream._tcp.local.", FoundKind::Raw),
];

/// How a printer that was found is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoundKind {
    /// IPP over an encrypted connection.
    Ipps,
    /// IPP.
    Ipp,
    /// A queue of the CUPS on this computer.
    Queue,
    /// A port that takes a printer's own language, such as ZPL.
    Raw,
    /// A device file of a USB cable.
    Device,
}

/// A printer that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How it is spoken to.
    pub kind: FoundKind,
    /// What it calls itself.
    pub name: String,
    /// `ipp://…`, `host:port` or a path.
    pub address: String,
    /// What it is, if it says.
    pub model: String,
}

/// Looks for printers in the network for so long. What cannot be looked for is left out: an address always does.
#[must_use]
pub fn in_network(time: Duration) -> Vec<Found> {
    let Ok(daemon) = ServiceDaemon::new() else { return Vec::new() };
    let mut browsing: Vec<(FoundKind, Receiver<ServiceEvent>)> = Vec::new();
    for (name, kind) in KINDS {
        browsing.extend(daemon.browse(name).map(|events| (kind, events)));
    }
    let until = Instant::now() + time;
    let mut found: BTreeMap<(FoundKind, String), Found> = BTreeMap::new();
    while Instant::now() < until && found.len() < MOST_FOUND {
        for (kind, events) in &browsing {
            while let Ok(event) = events.try_recv() {
                if let ServiceEvent::ServiceResolved(service) = event {
                    let text = |key: &str| service.get_property_val_str(key).unwrap_or_default().to_owned();
                    let addresses = service.get_addresses().iter().map(ToString::to_string);
                    if let Some(one) =
                        announced(*kind, &service.fullname, addresses, service.port, &text("rp"), &text("ty"))
                    {
                        found.insert((*kind, one.name.clone()), one);
                    }
                }
                if found.len() >= MOST_FOUND {
                    break;
                }
            }
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    // Nobody listens any more; a thread that is ending already needs no telling.
    let _ = daemon.shutdown();
    found.into_values().collect()
}

/// What an announcement says; `None` if it says nothing that can be spoken to.
fn announced(
    kind: FoundKind,
    full_name: &str,
    addresses: impl Iterator<Item = String>,
    port: u16,
    path: &str,
    model: &str,
) -> Option<Found> {
    let name = full_name.split("._").next().unwrap_or_default().replace("\\032", " ");
    let mut addresses: Vec<String> = addresses.collect();
    // One that every network knows first, and always the same.
    addresses.sort_by_key(|address| (address.contains(':'), address.clone()));
    let host = addresses.into_iter().next()?;
    let host = if host.contains(':') { format!("[{host}]") } else { host };
    let address = match kind {
        FoundKind::Raw => format!("{host}:{port}"),
        _ => {
            let scheme = if kind == FoundKind::Ipps { "ipps" } else { "ipp" };
            let text = format!("{scheme}://{host}:{port}/{}", path.trim_start_matches('/'));
            text.parse::<IppAddress>().ok()?.to_string()
        }
    };
    Some(Found { kind, name: shown(&name), address, model: shown(model) })
}

/// The queues of the CUPS that listens at a port of this computer.
#[must_use]
pub fn queues(host: &str, port: u16, patience: Patience) -> Vec<Found> {
    let Ok(server) = format!("ipp://{host}:{port}/").parse::<IppAddress>() else { return Vec::new() };
    let target = server.target(None);
    let request = Request::new(Operation::CupsPrinters, "")
        .keywords("requested-attributes", &["printer-name", "printer-info", "printer-make-and-model"])
        .bytes();
    let Ok(mut connection) = Connection::open(&target, patience) else { return Vec::new() };
    let Ok(reply) = connection.post(&target, &request, &[]) else { return Vec::new() };
    let Some(reply) = Some(reply).filter(|reply| reply.status == 200).and_then(|reply| codec::read(&reply.body).ok())
    else {
        return Vec::new();
    };
    let mut found: Vec<Found> = Vec::new();
    for (_, attribute) in &reply.attributes {
        let Some(Value::Text(text)) = attribute.values.first() else { continue };
        match attribute.name.as_str() {
            // The name of a queue begins the next one, whatever the order of the others.
            "printer-name" if found.len() < MOST_FOUND && is_queue(text) => found.push(Found {
                kind: FoundKind::Queue,
                name: shown(text),
                address: IppAddress::of_queue(host, port, text).to_string(),
                model: String::new(),
            }),
            "printer-make-and-model" => {
                if let Some(last) = found.last_mut() {
                    last.model = shown(text);
                }
            }
            _ => {}
        }
    }
    found
}

/// The names that CUPS allows, so that one is never more than a name in an address.
fn is_queue(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 127
        && name.bytes().all(|byte| byte.is_ascii_graphic() && !b"/#?\\%".contains(&byte))
}

/// Printers on USB cables, by their device files in this folder (`/dev/usb` on Linux).
#[must_use]
pub fn devices(folder: &Path) -> Vec<Found> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.strip_prefix("lp").is_some_and(|number| number.parse::<u8>().is_ok()))
        .take(MOST_FOUND)
        .collect();
    names.sort();
    let found = names.into_iter().map(|name| Found {
        kind: FoundKind::Device,
        address: folder.join(&name).display().to_string(),
        name,
        model: String::new(),
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_announcement_becomes_an_address() {
        let of = |kind, addresses: &[&str], path| {
            let addresses = addresses.iter().map(|address| (*address).to_owned());
            announced(kind, "Office\\0322nd floor._ipp._tcp.local.", addresses, 631, path, "X\u{7}Y")
                .map(|found| found.address)
        };
        assert_eq!(
            of(FoundKind::Ipp, &["fe80::1", "10.0.0.7"], "ipp/print").as_deref(),
            Some("ipp://10.0.0.7:631/ipp/print")
        );
        assert_eq!(of(FoundKind::Ipps, &["fe80::1"], "/ipp").as_deref(), Some("ipps://[fe80::1]:631/ipp"));
        assert_eq!(of(FoundKind::Raw, &["10.0.0.7"], "").as_deref(), Some("10.0.0.7:631"));
        assert_eq!(of(FoundKind::Ipp, &[], "x"), None, "nowhere to go");
        assert_eq!(of(FoundKind::Ipp, &["10.0.0.7"], "a b\r\nX"), None, "nothing that would be another request");
        let found = announced(
            FoundKind::Ipp,
            "Office\\0322nd floor._ipp._tcp.local.",
            ["::1".to_owned()].into_iter(),
            1,
            "x",
            "X\u{7}Y",
        );
        let found = found.unwrap();
        assert_eq!((found.name.as_str(), found.model.as_str()), ("Office 2nd floor", "XY"));
    }

    #[test]
    fn device_files_of_printers_are_found() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["lp1", "lp0", "hiddev0", "lpx"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let names: Vec<String> = devices(folder.path()).into_iter().map(|found| found.name).collect();
        assert_eq!(names, ["lp0", "lp1"]);
        assert_eq!(devices(&folder.path().join("nothing")), []);
    }

    #[test]
    fn only_names_of_queues_are_taken() {
        assert!(is_queue("Brother_QL-820NWB"));
        for bad in ["", "a/b", "a b", "a?b", "\r\nX", "æ"] {
            assert!(!is_queue(bad), "{bad:?}");
        }
    }
}
