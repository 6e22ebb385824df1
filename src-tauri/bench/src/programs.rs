//! Other programs that are measured beside ours.
#![expect(clippy::disallowed_methods, reason = "the bench starts what it measures; nothing in the product does")]

use std::ffi::OsStr;
use std::process::{Command, Stdio};

/// A command with nothing to read.
pub(crate) fn command(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.stdin(Stdio::null());
    command
}

/// Runs a program to its end and gives what it wrote.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("`{name}` does not start: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let last: Vec<&str> = said.trim().lines().rev().take(3).collect();
        return Err(format!("`{name}` ended with {}: {}", output.status, last.join(" / ")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a command of this name is installed.
pub(crate) fn installed(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

/// Lets a file be started as a program.
pub(crate) fn make_executable(path: &std::path::Path) -> Result<(), String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let all = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(path, all).map_err(|error| format!("{}: {error}", path.display()))
    }
    #[cfg(not(unix))]
    Err(format!("{} cannot be started here", path.display()))
}
