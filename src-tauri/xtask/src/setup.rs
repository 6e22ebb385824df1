//! `cargo xtask setup`: what the build and the tests need from the system.

use std::process::Stdio;

use anyhow::{Result, bail};

use crate::{Workspace, process};

/// Something needed from the system. A later need is one more row of [`NEEDS`].
struct Need {
    /// The command that is there when the need is met.
    command: &'static str,
    /// The package with it, per system.
    debian: &'static str,
    fedora: &'static str,
    arch: &'static str,
    /// What it is for, as the end of "needed to …".
    purpose: &'static str,
    /// Without it nothing builds. What only some tests need is installed too, but its lack lets those tests fail and
    /// stops nothing else.
    for_build: bool,
}

const NEEDS: [Need; 4] = [
    Need {
        command: "cc",
        debian: "build-essential",
        fedora: "gcc gcc-c++",
        arch: "base-devel",
        purpose: "compile SQLCipher and link every program",
        for_build: true,
    },
    Need {
        command: "make",
        debian: "make",
        fedora: "make",
        arch: "make",
        purpose: "build the OpenSSL that SQLCipher encrypts with",
        for_build: true,
    },
    Need {
        command: "perl",
        debian: "perl",
        fedora: "perl-core",
        arch: "perl",
        purpose: "configure that OpenSSL",
        for_build: true,
    },
    Need {
        command: "git",
        debian: "git",
        fedora: "git",
        arch: "git",
        purpose: "list the files that `cargo xtask lint` looks at",
        for_build: false,
    },
];

/// Looks for everything needed and installs what is missing, where it knows how.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let missing = missing();
    if missing.is_empty() {
        println!("setup: everything needed is there ({})", NEEDS.map(|need| need.command).join(", "));
        return Ok(());
    }
    for need in &missing {
        println!("setup: `{}` is missing; it is needed to {}", need.command, need.purpose);
    }
    if !process::installed("apt-get") {
        bail!("{}", advice(&missing));
    }
    install(workspace, &missing);
    report_what_is_still_missing()
}

fn missing() -> Vec<&'static Need> {
    NEEDS.iter().filter(|need| !is_met(need)).collect()
}

fn is_met(need: &Need) -> bool {
    // On Windows the linker is found without `PATH`, and this program could not have been built without one; OpenSSL
    // is made by nmake, which comes with it.
    (cfg!(windows) && matches!(need.command, "cc" | "make")) || process::installed(need.command)
}

fn install(workspace: &Workspace, missing: &[&Need]) {
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.debian.split(' ')).collect();
    println!("setup: installing {} with apt-get; this takes a minute", packages.join(", "));
    if let Err(error) = apt_get(workspace, &["update"]) {
        // Old package lists are often good enough.
        println!("setup: the package lists could not be renewed: {error:#}");
    }
    if apt_get(workspace, &[&["install", "--yes", "--no-install-recommends"], packages.as_slice()].concat()).is_ok() {
        return;
    }
    // One package that is not to be had must not keep the others away.
    for package in packages {
        if let Err(error) = apt_get(workspace, &["install", "--yes", "--no-install-recommends", package]) {
            println!("setup: {package} could not be installed: {error:#}");
        }
    }
}

fn apt_get(workspace: &Workspace, arguments: &[&str]) -> Result<()> {
    let [first, rest @ ..] = as_root(workspace)? else { bail!("no way to become root") };
    let mut command = process::program(workspace, first);
    command.args(rest).args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]).args(arguments);
    if *first == "sudo" {
        // The only one that may ask, and only for a password at a terminal.
        command.stdin(Stdio::inherit());
    }
    process::run(&mut command)
}

/// How to run something as root; it ends with `env`, so that variables can follow.
fn as_root(workspace: &Workspace) -> Result<&'static [&'static str]> {
    let is_root = process::read(process::program(workspace, "id").arg("-u"))?.trim() == "0";
    if is_root {
        return Ok(&["env"]);
    }
    let without_password = process::read(process::program(workspace, "sudo").args(["-n", "true"])).is_ok();
    if without_password {
        return Ok(&["sudo", "-n", "env"]);
    }
    if workspace.ci || !process::installed("sudo") {
        bail!("neither root nor sudo without a password");
    }
    Ok(&["sudo", "env"])
}

fn report_what_is_still_missing() -> Result<()> {
    let still = missing();
    let (build, tests): (Vec<&Need>, Vec<&Need>) = still.into_iter().partition(|need| need.for_build);
    for need in tests {
        println!("setup: going on without `{}`; what needs it will fail: {}", need.command, need.purpose);
    }
    if !build.is_empty() {
        bail!("{}", advice(&build));
    }
    Ok(())
}

fn advice(missing: &[&Need]) -> String {
    let packages = |of: fn(&Need) -> &'static str| missing.iter().map(|need| of(need)).collect::<Vec<_>>().join(" ");
    format!(
        "install what is missing by hand and try again:\n  \
         Debian, Ubuntu  sudo apt-get install {}\n  \
         Fedora          sudo dnf install {}\n  \
         Arch            sudo pacman -S --needed {}\n  \
         macOS           xcode-select --install\n  \
         Windows         winget install StrawberryPerl.StrawberryPerl Git.Git, and Visual Studio's C++ build tools",
        packages(|need| need.debian),
        packages(|need| need.fedora),
        packages(|need| need.arch),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_advice_names_every_missing_package_on_every_system() {
        let all: Vec<&Need> = NEEDS.iter().collect();
        let advice = advice(&all);
        for need in &NEEDS {
            for package in [need.debian, need.fedora, need.arch] {
                assert!(advice.contains(package), "{package} is missing in the advice");
            }
        }
        assert!(advice.contains("macOS") && advice.contains("Windows"), "other systems are told too");
    }

    #[test]
    fn a_command_that_nobody_has_is_missing() {
        let need = Need { command: "no-such-command-anywhere", ..NEEDS[3] };
        assert!(!is_met(&need), "or setup would never install anything");
    }
}
