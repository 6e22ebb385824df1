//! Starting other programs, and ending them again.
#![expect(clippy::disallowed_methods, reason = "tests start programs; nothing in the product does")]

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::{Done, until};

/// The programs that are used, and the Debian package of each.
const PACKAGES: [(&str, &str); 10] = [
    ("Xvfb", "xvfb"),
    ("openbox", "openbox"),
    ("dbus-daemon", "dbus"),
    ("setxkbmap", "x11-xkb-utils"),
    ("xdotool", "xdotool"),
    ("import", "imagemagick"),
    ("WebKitWebDriver", "webkit2gtk-driver"),
    ("ippeveprinter", "cups-ipp-utils"),
    ("cupsd", "cups"),
    ("avahi-daemon", "avahi-daemon"),
];

/// Starts another program with another precedence.
const NICE: &str = "nice";

/// How long a program that was asked to end may take before it is killed.
const FAREWELL: Duration = Duration::from_secs(2);

/// A command with nothing to read.
pub(crate) fn command(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.stdin(Stdio::null());
    command
}

/// A command that does not wait for its turn, where we may say so: keyboard and scanner are devices, and their letters
/// come however busy the processor is. Where we may not, `nice` says so and starts it all the same.
pub(crate) fn at_once(name: &str) -> Command {
    let places = std::env::var_os("PATH").unwrap_or_default();
    // One that is not there says so itself, and in its own name.
    if !std::env::split_paths(&places).any(|place| place.join(name).is_file()) {
        return command(name);
    }
    let mut first = command(NICE);
    first.args(["-n", "-10", name]);
    first
}

/// A program that runs until this is dropped.
#[derive(Debug)]
pub(crate) struct Running(Child);

impl Running {
    /// Starts it. What it says goes into `log`.
    pub(crate) fn start(command: &mut Command, log: &Path) -> Done<Self> {
        let file = || File::options().create(true).append(true).open(log);
        let (out, err) =
            file().and_then(|out| Ok((out, file()?))).map_err(|error| format!("{}: {error}", log.display()))?;
        command.stdout(out).stderr(err);
        command.spawn().map(Self).map_err(|error| does_not_start(command, &error))
    }

    /// Starts it and gives the first line that it writes, such as the address where it can be found.
    pub(crate) fn start_and_listen(command: &mut Command, limit: Duration) -> Done<(Self, String)> {
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| does_not_start(command, &error))?;
        let out = child.stdout.take();
        let running = Self(child);
        let (to, from) = mpsc::channel();
        // The thread ends with the program, which `running` ends.
        std::thread::spawn(move || {
            let mut line = String::new();
            if let Some(out) = out {
                let mut out = BufReader::new(out);
                let _ = out.read_line(&mut line);
                let _ = to.send(line);
                // The pipe stays open, or the program would trip over its next line.
                let _ = std::io::copy(&mut out, &mut std::io::sink());
            }
        });
        match from.recv_timeout(limit) {
            Ok(line) if !line.trim().is_empty() => Ok((running, line.trim().to_owned())),
            _ => Err(format!("`{}` has not come up within {} s", name_of(command), limit.as_secs())),
        }
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// Whether it runs no more.
    pub(crate) fn has_ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.has_ended() {
            return;
        }
        // Asked to end, Xvfb takes its lock file away.
        send("TERM", self.id());
        if until(FAREWELL, || self.has_ended().then_some(())).is_none() {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
}

/// Runs a program to its end and gives what it wrote.
pub(crate) fn output(command: &mut Command) -> Done<String> {
    let output = command.output().map_err(|error| does_not_start(command, &error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`{}` ended with {}: {}", name_of(command), output.status, said.trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Sends a signal to a process that may be gone.
pub(crate) fn send(signal: &str, process: u32) {
    // `kill` is built into every shell; the program of that name is not on every machine.
    let _ = command("sh").args(["-c", &format!("kill -{signal} {process}")]).stderr(Stdio::null()).status();
}

/// The processes that this one started and that still run, with the beginning of each name.
#[must_use]
pub fn children(parent: u32) -> Vec<(u32, String)> {
    let child = |id: u32| {
        let status = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // `123 (name) S 45 …`; the name may hold brackets and blanks itself.
        let (name, rest) = status.split_once('(')?.1.rsplit_once(") ")?;
        let mut rest = rest.split(' ');
        let (state, of) = (rest.next()?, rest.next()?);
        (of.parse() == Ok(parent) && state != "Z").then(|| (id, name.to_owned()))
    };
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    all.filter_map(|entry| child(entry.file_name().to_str()?.parse().ok()?)).collect()
}

/// How long a process's first thread has had a processor; zero once it is gone.
#[must_use]
pub fn computed(process: u32) -> Duration {
    let status = std::fs::read_to_string(format!("/proc/{process}/task/{process}/stat")).unwrap_or_default();
    let rest = status.rsplit_once(") ").map_or("", |(_, rest)| rest);
    // `utime` and `stime`, in hundredths of a second (proc_pid_stat(5)).
    let ticks = rest.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>();
    Duration::from_millis(ticks * 10)
}

/// A variable that a process was started with.
pub(crate) fn variable(process: u32, name: &str) -> Option<String> {
    let all = std::fs::read_to_string(format!("/proc/{process}/environ")).ok()?;
    all.split('\0').find_map(|variable| Some(variable.strip_prefix(name)?.strip_prefix('=')?.to_owned()))
}

/// Whether a process of this number runs.
pub(crate) fn runs(process: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    status.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

fn name_of(command: &Command) -> String {
    let started = match command.get_program() {
        first if first == NICE => command.get_args().nth(2).unwrap_or(first),
        program => program,
    };
    let name = Path::new(started).file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn does_not_start(command: &Command, error: &std::io::Error) -> String {
    let name = name_of(command);
    let package = PACKAGES.iter().find(|(program, _)| *program == name);
    match package {
        Some((_, package)) if error.kind() == ErrorKind::NotFound => {
            format!("`{name}` is not installed: `cargo xtask setup` does it, or `apt-get install {package}`")
        }
        _ => format!("`{name}` does not start: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_is_named_with_its_package() {
        let why = does_not_start(&command("elsewhere/xdotool"), &ErrorKind::NotFound.into());
        assert!(why.contains("`xdotool`") && why.contains("apt-get install xdotool"), "{why}");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_program_that_goes_first_keeps_its_name() {
        let why = output(at_once("sh").args(["-c", "exit 3"])).unwrap_err();
        assert!(why.contains("`sh` ended with"), "{why}");
        let why = output(&mut at_once("no-such-program")).unwrap_err();
        assert!(why.contains("`no-such-program` does not start"), "{why}");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_program_ends_with_its_value_and_its_first_line_is_heard() {
        let (running, line) =
            Running::start_and_listen(command("sh").args(["-c", "echo here; sleep 600"]), Duration::from_secs(20))
                .unwrap();
        assert_eq!(line, "here");
        let process = running.id();
        assert!(runs(process) && !children(process).is_empty() || runs(process), "it runs");
        drop(running);
        assert!(!runs(process), "nothing is left of it");
        let silent = Running::start_and_listen(command("sh").args(["-c", "exit 3"]), Duration::from_secs(20));
        assert!(silent.is_err(), "one that says nothing has not come up");
    }
}
