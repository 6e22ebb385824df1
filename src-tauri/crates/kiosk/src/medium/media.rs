//! Which sticks are in this computer, as far as the system tells.

use std::path::{Path, PathBuf};

use store::Mount;

/// Where desktops mount what somebody plugs in (udisks; `file-hierarchy(7)`).
const PLUGGED_IN: [&str; 2] = ["/media", "/run/media"];
/// Where the kernel tells of block devices.
const BLOCK_DEVICES: &str = "/sys/class/block";
/// No more are listed.
const MOST: usize = 12;

/// A medium that can be taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stick {
    /// Its top folder.
    pub(crate) folder: PathBuf,
    /// Bytes that can still be written.
    pub(crate) free: Option<u64>,
}

/// What is plugged in and can be written.
pub(crate) fn sticks() -> Vec<Stick> {
    sticks_of(store::mounts(), Path::new(BLOCK_DEVICES))
}

fn sticks_of(mounts: Vec<Mount>, devices: &Path) -> Vec<Stick> {
    let found = mounts.into_iter().filter(|mount| mount.writes && mount.device.starts_with("/dev/"));
    let found = found.filter(|mount| {
        PLUGGED_IN.iter().any(|top| mount.point.starts_with(top)) || is_removable(devices, &mount.device)
    });
    found.take(MOST).map(|mount| Stick { free: store::free_bytes(&mount.point), folder: mount.point }).collect()
}

/// Whether the kernel calls the device, or the one that a partition lies on, removable.
fn is_removable(devices: &Path, device: &str) -> bool {
    let Some(name) = device.strip_prefix("/dev/").filter(|name| !name.contains('/')) else { return false };
    // A partition is a link into the folder of its device.
    let Ok(own) = devices.join(name).canonicalize() else { return false };
    let says = |folder: &Path| std::fs::read_to_string(folder.join("removable")).is_ok_and(|text| text.trim() == "1");
    says(&own) || own.parent().is_some_and(says)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_can_be_taken_out_is_told_from_the_computers_own_disks() {
        let devices = tempfile::tempdir().unwrap();
        for (device, removable) in [("sda/sda1", "0"), ("sdb/sdb1", "1")] {
            std::fs::create_dir_all(devices.path().join(device)).unwrap();
            let whole = device.split('/').next().unwrap();
            std::fs::write(devices.path().join(whole).join("removable"), format!("{removable}\n")).unwrap();
            #[cfg(unix)]
            std::os::unix::fs::symlink(
                devices.path().join(device),
                devices.path().join(device.split('/').nth(1).unwrap()),
            )
            .unwrap();
        }
        let mount = |point: &str, device: &str, writes| Mount {
            point: point.into(),
            kind: "vfat".to_owned(),
            device: device.to_owned(),
            writes,
        };
        let found = sticks_of(
            vec![
                mount("/", "/dev/sda1", true),
                mount("/mnt/stick", "/dev/sdb1", true),
                mount("/media/lone/KOPIER", "/dev/sdc1", true),
                mount("/media/lone/CD", "/dev/sr0", false),
                mount("/run/media/lone/x", "tmpfs", true),
                mount("/mediatek", "/dev/sda2", true),
            ],
            devices.path(),
        );
        let folders: Vec<_> = found.iter().map(|stick| stick.folder.to_str().unwrap()).collect();
        assert_eq!(folders, ["/mnt/stick", "/media/lone/KOPIER"]);
    }
}
