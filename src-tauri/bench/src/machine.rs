//! What the figures were measured on.

use std::path::Path;

use kiosk::clock::{Clock, SystemClock};

/// Day, processor, cores, kernel and disk. What the system does not tell is left out.
pub(crate) fn sentence(folder: &Path) -> String {
    let day = SystemClock.now().strftime("%-d %B %Y").to_string();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = field("/proc/meminfo", "MemTotal").and_then(|text| text.trim_end_matches(" kB").parse::<u64>().ok());
    let parts = [
        Some(day),
        field("/proc/cpuinfo", "model name"),
        (cores > 0).then(|| format!("{cores} cores")),
        memory.map(|kib| format!("{} GiB of memory", kib.div_ceil(1024 * 1024))),
        first_line("/proc/sys/kernel/osrelease").map(|release| format!("Linux {release}")),
        disk(folder),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The first value of `name` in a file of lines `name : value`.
fn field(file: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let value = text.lines().find_map(|line| line.split_once(':').filter(|(key, _)| key.trim() == name));
    value.map(|(_, value)| value.trim().to_owned())
}

fn first_line(file: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    text.lines().next().map(ToOwned::to_owned)
}

/// The file system that a folder lies on, and whether its disk turns.
fn disk(folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let mounts = std::fs::read_to_string("/proc/mounts").ok()?;
    let mounted = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ');
        Some((words.next()?, words.next()?, words.next()?))
    });
    let (device, _, kind) =
        mounted.filter(|(_, place, _)| folder.starts_with(place)).max_by_key(|(_, place, _)| place.len())?;
    let name = Path::new(device).file_name()?.to_string_lossy().into_owned();
    // A partition has no such file; its disk is named like it without the number.
    let turns = [name.as_str(), name.trim_end_matches(|c: char| c.is_ascii_digit())]
        .iter()
        .find_map(|name| first_line(&format!("/sys/block/{name}/queue/rotational")));
    let turning = match turns.as_deref() {
        Some("0") => " (says it does not turn)",
        Some("1") => " (says it turns)",
        _ => "",
    };
    Some(format!("{kind} on {name}{turning}"))
}
