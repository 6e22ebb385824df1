//! Starting other programs: the one place of the workshop that does.
#![expect(clippy::disallowed_methods, reason = "the workshop is there to start programs; nothing in the product does")]

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::Workspace;

/// The program, in the top folder, with nothing to read: no task ever asks.
pub(crate) fn program(workspace: &Workspace, name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(&workspace.root).stdin(Stdio::null());
    if workspace.ci {
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}

/// `cargo` with a subcommand and its flags; in CI the lock file must be right already.
pub(crate) fn cargo(workspace: &Workspace, arguments: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = program(workspace, cargo);
    command.args(arguments);
    if workspace.ci && arguments.first() != Some(&"fmt") && arguments.first() != Some(&"deny") {
        command.arg("--locked");
    }
    command
}

/// Runs it before the user's eyes. Fails if it does.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", shown(command));
    let status = command.status().with_context(|| format!("`{}` does not start", shown(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}", shown(command));
    }
    Ok(())
}

/// Runs it unseen and gives what it wrote. Fails if it does, with its last words.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("`{}` does not start", shown(command)))?;
    if !output.status.success() {
        bail!("`{}`: {}", shown(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{}` wrote something that is no text", shown(command)))
}

/// What a program wrote while the user watched.
pub(crate) struct Seen {
    pub(crate) success: bool,
    /// Standard output and standard error, without colours.
    pub(crate) text: String,
}

/// Runs it before the user's eyes and keeps what it wrote.
pub(crate) fn watch(command: &mut Command) -> Result<Seen> {
    println!("$ {}", shown(command));
    if std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        // Behind a pipe programs stop colouring; what they write still ends on this terminal.
        command.env("CARGO_TERM_COLOR", "always");
    }
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{}` does not start", shown(command)))?;
    let out = child.stdout.take().context("no pipe from the program")?;
    let err = child.stderr.take().context("no pipe from the program")?;
    let (out, err) = thread::scope(|scope| {
        let out = scope.spawn(|| pass_on(out, std::io::stdout()));
        let err = scope.spawn(|| pass_on(err, std::io::stderr()));
        (out.join(), err.join())
    });
    let status = child.wait()?;
    let text = [out, err].into_iter().filter_map(Result::ok).collect::<String>();
    Ok(Seen { success: status.success(), text: without_colours(&text) })
}

/// Runs it, shows its standard error as it comes and keeps its standard output, whether it fails or not.
pub(crate) fn listen(command: &mut Command) -> Result<Seen> {
    println!("$ {}", shown(command));
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("`{}` does not start", shown(command)))?;
    Ok(Seen { success: output.status.success(), text: String::from_utf8_lossy(&output.stdout).into_owned() })
}

fn pass_on(from: impl Read, mut to: impl Write) -> String {
    let mut from = BufReader::new(from);
    let mut all = Vec::new();
    loop {
        let start = all.len();
        // Line by line, so that the two streams never mix within one.
        match from.read_until(b'\n', &mut all) {
            Ok(0) | Err(_) => break,
            // A closed terminal must not stop the program, whose verdict still counts.
            Ok(_) => _ = to.write_all(&all[start..]),
        }
    }
    String::from_utf8_lossy(&all).into_owned()
}

/// The text without terminal escapes such as `\x1b[1m`.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| {
        let end = part.find(|c: char| c.is_ascii_alphabetic()).map_or(part.len(), |end| end + 1);
        plain + &part[end..]
    })
}

fn shown(command: &Command) -> String {
    let name = PathBuf::from(command.get_program());
    let name = name.file_name().unwrap_or(command.get_program()).to_string_lossy();
    let words = command.get_args().map(OsStr::to_string_lossy);
    std::iter::once(name).chain(words).collect::<Vec<_>>().join(" ")
}

/// Whether a command of this name is installed.
pub(crate) fn installed(name: &str) -> bool {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_in = |folder: &Path| endings.iter().any(|ending| folder.join(format!("{name}{ending}")).is_file());
    std::env::split_paths(&path).any(|folder| is_in(&folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_out_and_text_stays() {
        assert_eq!(without_colours("\x1b[32;1m     Summary\x1b[0m [   0.1s]"), "     Summary [   0.1s]");
        assert_eq!(without_colours("plain"), "plain", "text without escapes is left as it is");
    }

    #[test]
    fn both_streams_and_the_verdict_are_kept() {
        let workspace = Workspace { root: ".".into(), ci: false };
        let seen = watch(&mut cargo(&workspace, &["--version"])).unwrap();
        assert!(seen.success && seen.text.starts_with("cargo "), "a program's output comes back");
        let seen = watch(&mut cargo(&workspace, &["no-such-subcommand"])).unwrap();
        assert!(!seen.success && seen.text.contains("no-such-subcommand"), "so do its failure and its complaint");
    }
}
