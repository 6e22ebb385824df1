//! Real software: CUPS' `ippeveprinter`, a driverless printer without paper, and a CUPS server with a queue. Each test has its
//! own message bus, so that nothing of the machine is used or changed.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use crate::program::{Running, command};
use crate::{must, until};

/// How long a program may take to come up on a busy machine.
const COMES_UP: Duration = Duration::from_secs(30);

/// `ippeveprinter` at a free port, keeping what it prints.
pub struct IppPrinterProgram {
    port: u16,
    folder: TempDir,
    /// In this order they end.
    _programs: Vec<Running>,
}

/// A bus of the system's kind that anybody may use.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=BUS</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_destination="*"/><allow receive_type="method_call"/><allow receive_sender="*"/></policy></busconfig>
"#;

/// Avahi that is heard on this computer only.
const AVAHI: &str = "[server]\nuse-ipv6=no\nallow-interfaces=lo\nenable-dbus=yes\ndisallow-other-stacks=no\n\
    [wide-area]\nenable-wide-area=no\n[publish]\n";

impl IppPrinterProgram {
    /// Starts one that takes documents of these formats, such as `application/pdf`.
    #[must_use]
    #[track_caller]
    pub fn start(formats: &str) -> Self {
        must(Self::try_start(formats, &[]))
    }

    /// The same, and each sheet is out at once: by itself it takes its time as a printer does.
    #[must_use]
    #[track_caller]
    pub fn start_quick(formats: &str) -> Self {
        must(Self::try_start(formats, &["-c", "/bin/true"]))
    }

    fn try_start(formats: &str, more: &[&str]) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let path = |name: &str| folder.path().join(name);
        let write = |name: &str, text: &str| std::fs::write(path(name), text).map_err(|error| error.to_string());
        let bus = path("bus").display().to_string();
        write("bus.conf", &BUS.replace("path=BUS", &format!("path={bus}")))?;
        write("avahi.conf", AVAHI)?;
        for name in ["out", "keys"] {
            std::fs::create_dir(path(name)).map_err(|error| error.to_string())?;
        }
        let address = format!("unix:path={bus}");
        let log = path("log");
        let mut daemon = command("dbus-daemon");
        daemon.arg(format!("--config-file={}", path("bus.conf").display())).args(["--nofork", "--nopidfile"]);
        let dbus = Running::start(&mut daemon, &log)?;
        until(COMES_UP, || path("bus").exists().then_some(())).ok_or("dbus-daemon has not come up")?;
        let mut avahi = command("avahi-daemon");
        avahi
            .args(["--no-drop-root", "--no-chroot", "--no-rlimits", "-f"])
            .arg(path("avahi.conf"))
            .env("DBUS_SYSTEM_BUS_ADDRESS", &address);
        let avahi = Running::start(&mut avahi, &log)?;
        let port = free_port()?;
        let mut programs = Vec::new();
        // The printer ends at once while Avahi is not up yet.
        let answers = until(COMES_UP, || {
            programs.retain_mut(|running: &mut Running| !running.has_ended());
            if programs.is_empty() {
                let mut printer = command("ippeveprinter");
                printer
                    .args(["-p", &port.to_string(), "-r", "off", "-k", "-f", formats, "-d"])
                    .arg(path("out"))
                    .arg("-K")
                    .arg(path("keys"))
                    .args(more)
                    .arg("Badges")
                    .env("DBUS_SYSTEM_BUS_ADDRESS", &address);
                programs.push(Running::start(&mut printer, &log).ok()?);
            }
            std::thread::sleep(Duration::from_millis(100));
            TcpStream::connect(("127.0.0.1", port)).ok().map(|_| ())
        });
        if answers.is_none() {
            let said = std::fs::read_to_string(&log).unwrap_or_default();
            return Err(format!(
                "`ippeveprinter` has not come up (packages cups-ipp-utils, avahi-daemon, dbus): {said}"
            ));
        }
        programs.extend([avahi, dbus]);
        Ok(Self { port, folder, _programs: programs })
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// So many sheets lie in its trays now: its own simulated fault, which it takes from its page *Media*. Without paper it holds
    /// the next job back and says so.
    #[track_caller]
    pub fn paper(&self, sheets: u32) {
        must(self.try_paper(sheets));
    }

    fn try_paper(&self, sheets: u32) -> Result<(), String> {
        // All trays are named: one that is not counts as empty.
        let trays = format!(
            "size1=na_letter_8.5x11in&type1=stationery&level1={sheets}&size3=iso_a4_210x297mm&type3=stationery&level3={}",
            sheets.min(25)
        );
        self.page(&format!("/media?{trays}")).map(|_| ())
    }

    /// How many jobs it has ended as done.
    #[must_use]
    #[track_caller]
    pub fn completed(&self) -> usize {
        must(self.page("/")).matches("Completed at").count()
    }

    /// Whether it has nothing in its hand.
    #[must_use]
    #[track_caller]
    pub fn is_idle(&self) -> bool {
        must(self.page("/")).contains("<p>Idle,")
    }

    fn page(&self, path: &str) -> Result<String, String> {
        let ask = || -> std::io::Result<String> {
            let mut line = TcpStream::connect(("127.0.0.1", self.port))?;
            line.set_read_timeout(Some(COMES_UP))?;
            write!(line, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
            // It keeps the connection open after the page.
            let (mut page, mut piece) = (Vec::new(), [0; 4096]);
            while !page.windows(7).any(|seven| seven == b"</html>") {
                match line.read(&mut piece)? {
                    0 => break,
                    read => page.extend(&piece[..read]),
                }
            }
            Ok(String::from_utf8_lossy(&page).into_owned())
        };
        let page = ask().map_err(|error| format!("the printer's page {path}: {error}"))?;
        if page.lines().next().is_some_and(|first| first.contains(" 200 ")) {
            Ok(page)
        } else {
            Err(format!("the printer's page {path}: {page}"))
        }
    }

    /// The documents that it got, in order.
    #[must_use]
    pub fn documents(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.folder.path().join("out")).into_iter().flatten().flatten();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        files.sort_by_key(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let number: String = name.chars().take_while(char::is_ascii_digit).collect();
            (number.parse().unwrap_or(0_u32), name)
        });
        files
    }
}

/// A CUPS server of its own with one queue, `badges`.
pub struct CupsServer {
    port: u16,
    _folder: TempDir,
    _program: Running,
}

impl CupsServer {
    /// Starts one whose queue prints at this address.
    #[must_use]
    #[track_caller]
    pub fn start(device: &str) -> Self {
        must(Self::try_start(device))
    }

    fn try_start(device: &str) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let top = folder.path();
        for name in ["root", "run", "cache", "spool", "tmp", "log"] {
            std::fs::create_dir(top.join(name)).map_err(|error| error.to_string())?;
        }
        let at = |name: &str| top.join(name).display().to_string();
        let port = free_port()?;
        write_private(
            &top.join("files.conf"),
            &format!(
                "ServerRoot {}\nStateDir {}\nCacheDir {}\nRequestRoot {}\nTempDir {}\nErrorLog {}/error\nAccessLog {}/access\n\
                 PageLog {}/page\n",
                at("root"),
                at("run"),
                at("cache"),
                at("spool"),
                at("tmp"),
                at("log"),
                at("log"),
                at("log")
            ),
        )?;
        write_private(
            &top.join("root/cupsd.conf"),
            &format!(
                "LogLevel warn\nListen 127.0.0.1:{port}\nBrowsing Off\nWebInterface No\nDefaultAuthType None\n\
                 <Location />\nOrder allow,deny\nAllow all\n</Location>\n\
                 <Policy default>\nJobPrivateAccess default\nJobPrivateValues none\nSubscriptionPrivateAccess default\n\
                 SubscriptionPrivateValues none\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n"
            ),
        )?;
        write_private(
            &top.join("root/printers.conf"),
            &format!(
                "<Printer badges>\nInfo Badges\nDeviceURI {device}\nState Idle\nAccepting Yes\nShared No\n\
                 ErrorPolicy retry-job\n</Printer>\n"
            ),
        )?;
        let mut server = command("cupsd");
        server.args(["-f", "-c"]).arg(top.join("root/cupsd.conf")).arg("-s").arg(top.join("files.conf"));
        // Debian keeps it where only root looks.
        server.env("PATH", format!("{}:/usr/sbin", std::env::var("PATH").unwrap_or_default()));
        let program = Running::start(&mut server, &top.join("log/said"))?;
        until(COMES_UP, || TcpStream::connect(("127.0.0.1", port)).ok()).ok_or_else(|| {
            let said = std::fs::read_to_string(top.join("log/said")).unwrap_or_default();
            format!("`cupsd` has not come up (package cups): {said}")
        })?;
        Ok(Self { port, _folder: folder, _program: program })
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
}

fn write_private(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| error.to_string())?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o640)).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn free_port() -> Result<u16, String> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).map_err(|error| error.to_string())?;
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}
