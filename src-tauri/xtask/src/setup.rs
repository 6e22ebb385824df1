//! `cargo xtask setup`: what the build and the tests need from the system.

use std::process::Stdio;

use anyhow::{Result, bail};

use crate::{Workspace, process};

/// Something needed from the system. A later need is one more row of [`NEEDS`].
struct Need {
    sign: Sign,
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

/// By what one sees that a need is met.
#[derive(Clone, Copy)]
enum Sign {
    /// A command of this name, on every system.
    Command(&'static str),
    /// A command that only Linux needs: the window is another one elsewhere.
    LinuxCommand(&'static str),
    /// A library, by its name for `pkg-config`; only Linux needs those.
    LinuxLibrary(&'static str),
}

const NEEDS: [Need; 19] = [
    Need {
        sign: Sign::Command("cc"),
        debian: "build-essential",
        fedora: "gcc gcc-c++",
        arch: "base-devel",
        purpose: "compile SQLCipher and link every program",
        for_build: true,
    },
    Need {
        sign: Sign::Command("make"),
        debian: "make",
        fedora: "make",
        arch: "make",
        purpose: "build the OpenSSL that SQLCipher encrypts with",
        for_build: true,
    },
    Need {
        sign: Sign::Command("perl"),
        debian: "perl",
        fedora: "perl-core",
        arch: "perl",
        purpose: "configure that OpenSSL",
        for_build: true,
    },
    Need {
        sign: Sign::LinuxCommand("pkg-config"),
        debian: "pkg-config",
        fedora: "pkgconf-pkg-config",
        arch: "pkgconf",
        purpose: "find the libraries of the window",
        for_build: true,
    },
    Need {
        sign: Sign::LinuxLibrary("webkit2gtk-4.1"),
        debian: "libwebkit2gtk-4.1-dev",
        fedora: "webkit2gtk4.1-devel",
        arch: "webkit2gtk-4.1",
        purpose: "build the window",
        for_build: true,
    },
    Need {
        sign: Sign::Command("git"),
        debian: "git",
        fedora: "git",
        arch: "git",
        purpose: "list the files that `cargo xtask lint` looks at",
        for_build: false,
    },
    Need {
        sign: Sign::Command("node"),
        debian: "nodejs",
        fedora: "nodejs",
        arch: "nodejs",
        purpose: "test the page's own code",
        for_build: false,
    },
    Need {
        sign: Sign::Command("npm"),
        debian: "npm",
        fedora: "nodejs-npm",
        arch: "npm",
        purpose: "fetch what checks the page's types and its rules for people with disabilities",
        for_build: false,
    },
    Need {
        sign: Sign::LinuxCommand("WebKitWebDriver"),
        debian: "webkit2gtk-driver",
        fedora: "webkitgtk6.0",
        arch: "webkitgtk-6.0",
        purpose: "look into the window in tests",
        for_build: false,
    },
    Need {
        sign: Sign::LinuxCommand("Xvfb"),
        debian: "xvfb",
        fedora: "xorg-x11-server-Xvfb",
        arch: "xorg-server-xvfb",
        purpose: "open the window of a test on a screen that nobody sees",
        for_build: false,
    },
    Need {
        sign: Sign::LinuxCommand("openbox"),
        debian: "openbox",
        fedora: "openbox",
        arch: "openbox",
        purpose: "manage the windows of that screen",
        for_build: false,
    },
    Need {
        sign: Sign::LinuxCommand("setxkbmap"),
        debian: "x11-xkb-utils",
        fedora: "setxkbmap",
        arch: "xorg-setxkbmap",
        purpose: "give that screen a Danish keyboard",
        for_build: false,
    },
    Need {
        sign: Sign::LinuxCommand("xdotool"),
        debian: "xdotool",
        fedora: "xdotool",
        arch: "xdotool",
        purpose: "press its keys and move its mouse",
        for_build: false,
    },
    Need {
        sign: Sign::LinuxCommand("dbus-daemon"),
        debian: "dbus",
        fedora: "dbus-daemon",
        arch: "dbus",
        purpose: "give each test a message bus of its own",
        for_build: false,
    },
    Need {
        sign: Sign::LinuxCommand("import"),
        debian: "imagemagick",
        fedora: "ImageMagick",
        arch: "imagemagick",
        purpose: "take pictures of that screen",
        for_build: false,
    },
    Need {
        sign: Sign::Command("pdftoppm"),
        debian: "poppler-utils",
        fedora: "poppler-utils",
        arch: "poppler",
        purpose: "let the tests look at printed pages",
        for_build: false,
    },
    Need {
        sign: Sign::LinuxCommand("ippeveprinter"),
        debian: "cups-ipp-utils",
        fedora: "cups-printerapp",
        arch: "cups",
        purpose: "print on a driverless printer without paper in tests",
        for_build: false,
    },
    Need {
        sign: Sign::LinuxCommand("cupsd"),
        debian: "cups",
        fedora: "cups",
        arch: "cups",
        purpose: "print through a queue in tests",
        for_build: false,
    },
    Need {
        sign: Sign::LinuxCommand("avahi-daemon"),
        debian: "avahi-daemon",
        fedora: "avahi",
        arch: "avahi",
        purpose: "let that driverless printer announce itself",
        for_build: false,
    },
];

/// Looks for everything needed and installs what is missing, where it knows how.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    look_for(workspace, |_| true)
}

/// The same for what building and starting the app needs, and nothing that only tests need.
pub(crate) fn for_build(workspace: &Workspace) -> Result<()> {
    look_for(workspace, |need| need.for_build)
}

fn look_for(workspace: &Workspace, wanted: fn(&Need) -> bool) -> Result<()> {
    let missing = missing(workspace, wanted);
    if missing.is_empty() {
        let all: Vec<&str> = NEEDS.iter().filter(|need| wanted(need)).map(Need::name).collect();
        println!("setup: everything needed is there ({})", all.join(", "));
        return Ok(());
    }
    for need in &missing {
        println!("setup: `{}` is missing; it is needed to {}", need.name(), need.purpose);
    }
    if !process::installed("apt-get") {
        bail!("{}", advice(&missing));
    }
    install(workspace, &missing);
    report_what_is_still_missing(workspace, wanted)
}

fn missing(workspace: &Workspace, wanted: fn(&Need) -> bool) -> Vec<&'static Need> {
    NEEDS.iter().filter(|need| wanted(need) && !need.is_met(workspace)).collect()
}

impl Need {
    /// What a person would call it.
    const fn name(&self) -> &'static str {
        match self.sign {
            Sign::Command(name) | Sign::LinuxCommand(name) | Sign::LinuxLibrary(name) => name,
        }
    }

    fn is_met(&self, workspace: &Workspace) -> bool {
        match self.sign {
            // On Windows the linker is found without `PATH`, and this program could not have been built without one;
            // OpenSSL is made by nmake, which comes with it.
            Sign::Command("cc" | "make") if cfg!(windows) => true,
            Sign::LinuxCommand(_) | Sign::LinuxLibrary(_) if !cfg!(target_os = "linux") => true,
            Sign::Command(name) | Sign::LinuxCommand(name) => process::installed(name),
            Sign::LinuxLibrary(name) => {
                process::read(process::program(workspace, "pkg-config").args(["--exists", name])).is_ok()
            }
        }
    }
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

fn report_what_is_still_missing(workspace: &Workspace, wanted: fn(&Need) -> bool) -> Result<()> {
    let still = missing(workspace, wanted);
    let (build, tests): (Vec<&Need>, Vec<&Need>) = still.into_iter().partition(|need| need.for_build);
    for need in tests {
        println!("setup: going on without `{}`; what needs it will fail: {}", need.name(), need.purpose);
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
         macOS           xcode-select --install, and for the tests brew install node\n  \
         Windows         winget install StrawberryPerl.StrawberryPerl Git.Git OpenJS.NodeJS.LTS, and Visual Studio's \
         C++ build tools",
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
    fn what_nobody_has_is_missing() {
        let workspace = Workspace { root: ".".into(), ci: false };
        let is_met = |sign| Need { sign, ..NEEDS[0] }.is_met(&workspace);
        assert!(!is_met(Sign::Command("no-such-command-anywhere")), "or setup would never install anything");
        assert_eq!(is_met(Sign::LinuxCommand("no-such-command")), !cfg!(target_os = "linux"), "others need none");
        assert_eq!(is_met(Sign::LinuxLibrary("no-such-library")), !cfg!(target_os = "linux"), "nor a library");
    }

    #[test]
    fn what_only_tests_need_is_not_asked_for_to_start_the_app() {
        let for_build = |name: &str| NEEDS.iter().find(|need| need.name() == name).unwrap().for_build;
        assert!(for_build("cc") && for_build("webkit2gtk-4.1"), "without these there is no app");
        for name in ["git", "npm", "Xvfb", "WebKitWebDriver", "import"] {
            assert!(!for_build(name), "{name} is for tests");
        }
    }
}
