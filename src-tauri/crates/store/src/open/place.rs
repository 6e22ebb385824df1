//! Where an event file may lie, and what lies beside it.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::beside;
use crate::error::StoreError;

/// An event's file and folder: `NAME.ankomst` and `NAME.ankomst-files/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The event file, with all symbolic links followed.
    pub file: PathBuf,
    /// The folder beside it.
    pub folder: PathBuf,
}

impl Place {
    /// The place of an event file, whether or not it exists.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if the folder that shall hold it does not exist.
    pub fn of(path: &Path) -> Result<Self, StoreError> {
        let file = match path.canonicalize() {
            Ok(file) => file,
            Err(_) => {
                let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
                let parent = parent.canonicalize().map_err(|_| StoreError::missing(parent))?;
                parent.join(path.file_name().ok_or_else(|| StoreError::missing(path))?)
            }
        };
        let mut folder = file.clone().into_os_string();
        folder.push("-files");
        Ok(Self { file, folder: folder.into() })
    }

    /// The folder of badges that went to no printer.
    #[must_use]
    pub fn badges(&self) -> PathBuf {
        self.folder.join("badges")
    }

    /// The folder of lists that were saved on paper.
    #[must_use]
    pub fn reports(&self) -> PathBuf {
        self.folder.join("reports")
    }

    /// The folder of backups.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.folder.join("backups")
    }

    /// By what the key of a passphrase is known: a salt, and a digest that gives nothing away that the event file does not.
    #[must_use]
    pub(crate) fn key_check(&self) -> PathBuf {
        self.folder.join("passphrase-check")
    }

    /// The lock file. It stays; what counts is the operating system's lock on it.
    #[must_use]
    pub(crate) fn lock(&self) -> PathBuf {
        self.folder.join("lock")
    }

    /// Bytes that can still be written where the event lies; `None` if the system does not say.
    #[must_use]
    pub fn free_bytes(&self) -> Option<u64> {
        free_bytes(self.file.parent()?)
    }

    /// The backups with the time in their name, oldest first.
    #[must_use]
    pub fn backup_times(&self) -> Vec<(Timestamp, PathBuf)> {
        backups_in(&self.backups())
    }

    /// The newest backup, by its name, which begins with the time at which it was made (a file's own time changes when it is
    /// copied); where none says that, another one.
    #[must_use]
    pub fn newest_backup(&self) -> Option<PathBuf> {
        let is_whole = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "ankomst");
        let timed = self.backup_times().pop().map(|(_, path)| path);
        timed.or_else(|| entries_of(&self.backups()).into_iter().filter(is_whole).max())
    }

    /// Files that hold what the event held, and are left to a person: damaged or replaced ones that were put aside beside it, and
    /// copies that somebody put among the backups. They are never deleted by themselves.
    #[must_use]
    pub fn set_aside(&self) -> Vec<PathBuf> {
        let stem = self.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_aside = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let rest = name.strip_prefix(stem.as_str()).and_then(|rest| rest.strip_prefix('.'));
            rest.is_some_and(|rest| ["damaged-", "replaced-", "left-"].iter().any(|why| rest.starts_with(why)))
        };
        let is_own = |path: &PathBuf| is_event_file(path) && !is_copy_of_ours(path);
        let next_to_it = self.file.parent().map(entries_of).unwrap_or_default();
        let mut found: Vec<_> = next_to_it.into_iter().filter(is_aside).collect();
        found.sort();
        let mut own: Vec<_> = entries_of(&self.backups()).into_iter().filter(is_own).collect();
        own.sort();
        found.extend(own);
        found
    }

    /// What was left half-done by a program that was killed: the event written anew or put back, a damaged file's copy, a backup.
    #[must_use]
    pub fn leftovers(&self) -> Vec<PathBuf> {
        let mut name = self.file.clone().into_os_string();
        name.push(".writing");
        let anew = PathBuf::from(name);
        let mut found = ["-journal", "-wal", "-shm"].map(|ending| beside(&anew, ending)).to_vec();
        found.extend([anew, self.folder.join("rescue")]);
        found.retain(|path| path.symlink_metadata().is_ok());
        let is_half = |path: &PathBuf| path.to_string_lossy().contains(".ankomst.writing");
        found.extend(copies_in(&self.backups()).into_iter().filter(is_half));
        found
    }

    /// Removes the [`leftovers`](Self::leftovers), as far as that can be done. Only for whoever keeps others from writing to the
    /// event: what somebody is writing looks the same.
    pub fn clear_leftovers(&self) {
        for path in self.leftovers() {
            // What stays is found again.
            let _ = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        }
    }

    /// Refuses folders in which a write-ahead log is not safe: SQLite's needs memory shared between processes of one
    /// machine, and a synchronising service copies its files one by one, at different times.
    /// Source: sqlite.org/wal.html, "All processes using a database must be on the same host computer".
    ///
    /// # Errors
    /// [`StoreError::SharedFolder`].
    pub fn refuse_shared(&self) -> Result<(), StoreError> {
        // Other systems have no such table; there only the folders' names tell.
        let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        match shared_by(&self.file, &mounts) {
            Some(service) => Err(StoreError::SharedFolder { service }),
            None => Ok(()),
        }
    }
}

/// Bytes that can still be written in a folder; `None` if the system does not say.
#[must_use]
pub fn free_bytes(folder: &Path) -> Option<u64> {
    fs4::available_space(folder).ok()
}

/// The backups in a folder that have the time in their name, oldest first.
#[must_use]
pub fn backups_in(folder: &Path) -> Vec<(Timestamp, PathBuf)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut backups: Vec<_> = entries
        .map(|entry| entry.path())
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.strip_suffix(".ankomst")?;
            let time = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%S%.fZ", name.split(' ').next()?).ok()?;
            Some((jiff::tz::TimeZone::UTC.to_timestamp(time).ok()?, path))
        })
        .collect();
    backups.sort();
    backups
}

/// The copies in a folder that bear the time at which they were made, and what was left of one that was broken off. Others are
/// a person's own.
#[must_use]
pub fn copies_in(folder: &Path) -> Vec<PathBuf> {
    entries_of(folder).into_iter().filter(|path| is_copy_of_ours(path)).collect()
}

fn is_copy_of_ours(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    is_event_file(path) && name.starts_with(|letter: char| letter.is_ascii_digit()) && name.contains("Z ")
}

/// By its name: one that is being written, or what SQLite puts beside one, too.
fn is_event_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().contains(".ankomst"))
}

fn entries_of(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

/// A file system that is mounted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// Where.
    pub point: PathBuf,
    /// Which kind, such as `vfat`.
    pub kind: String,
    /// Which device, such as `/dev/sdb1`.
    pub device: String,
    /// Whether it may be written.
    pub writes: bool,
}

/// What is mounted, in the words of `/proc/self/mountinfo`; nothing where the system has no such table.
#[must_use]
pub fn mounts() -> Vec<Mount> {
    let text = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    text.lines().filter_map(mount).collect()
}

/// Kinds of file system that lie on another machine.
const NETWORK: [&str; 20] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "smb2",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "davfs",
    "ncpfs",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.davfs2",
    "fuse.gvfsd-fuse",
    "fuse.glusterfs",
    "fuse.cephfs",
    "fuse.s3fs",
];

/// Folder names of synchronising services, in small letters; a folder whose name begins so is theirs.
const SYNCHRONISED: [&str; 9] = [
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "my drive",
    "icloud drive",
    "mobile documents",
    "nextcloud",
    "pcloud drive",
];

/// What keeps the folder of `file`, if it is not this machine alone. `mounts` is the content of
/// `/proc/self/mountinfo` (proc_pid_mountinfo(5)).
fn shared_by(file: &Path, mounts: &str) -> Option<String> {
    let parent = file.parent()?;
    for part in parent.components() {
        let name = part.as_os_str().to_string_lossy();
        let folded = name.to_lowercase();
        if SYNCHRONISED.iter().any(|service| folded.starts_with(service)) {
            return Some(name.into_owned());
        }
    }
    let kind = mounts
        .lines()
        .filter_map(mount)
        .filter(|mount| parent.starts_with(&mount.point))
        // The last of equal mount points hides the others.
        .max_by_key(|mount| mount.point.components().count())?
        .kind;
    NETWORK.contains(&kind.as_str()).then_some(kind)
}

/// One line (proc_pid_mountinfo(5)): `36 35 98:0 /root /mnt options … - ext4 /dev/sda rw`.
fn mount(line: &str) -> Option<Mount> {
    let plain = |text: &str| text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    let (before, after) = line.split_once(" - ")?;
    let mut before = before.split(' ').skip(4);
    let (point, options) = (plain(before.next()?), before.next().unwrap_or_default());
    let mut after = after.split(' ');
    let (kind, device) = (after.next()?.to_owned(), plain(after.next().unwrap_or_default()));
    let writes = options.split(',').any(|option| option == "rw");
    Some(Mount { point: point.into(), kind, device, writes })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
36 21 0:33 / /mnt/hotel rw - cifs //server/share rw
37 21 0:34 / /mnt/hotel/local\\040disk rw - ext4 /dev/sdb1 rw
38 21 0:35 / /srv rw - nfs4 server:/srv rw
";

    #[test]
    fn folders_on_the_network_or_in_the_cloud_are_told_apart() {
        let check = |file: &str, wanted: Option<&str>| {
            assert_eq!(shared_by(Path::new(file), MOUNTS).as_deref(), wanted, "for {file}");
        };
        check("/home/kiosk/event.ankomst", None);
        check("/srv/event.ankomst", Some("nfs4"));
        check("/srv/deep/down/event.ankomst", Some("nfs4"));
        check("/srvother/event.ankomst", None);
        check("/mnt/hotel/event.ankomst", Some("cifs"));
        check("/mnt/hotel/local disk/event.ankomst", None);
        check("/home/kiosk/Dropbox/event.ankomst", Some("Dropbox"));
        check("/home/kiosk/OneDrive - Hotel/event.ankomst", Some("OneDrive - Hotel"));
        check("/home/kiosk/dropbox-notes.ankomst", None);
    }
}
