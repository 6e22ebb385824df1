//! What the package must say and hold.

/// Files that everybody who installs it gets.
const HOLDS: [&str; 11] = [
    "/usr/bin/ankomst",
    "/usr/share/applications/Ankomst.desktop",
    "/usr/share/icons/hicolor/32x32/apps/ankomst.png",
    "/usr/share/icons/hicolor/128x128/apps/ankomst.png",
    "/usr/share/icons/hicolor/scalable/apps/ankomst.svg",
    "/usr/share/doc/ankomst/copyright",
    "/usr/share/doc/ankomst/LICENSE-MIT",
    "/usr/share/doc/ankomst/LICENSE-APACHE",
    "/usr/share/doc/ankomst/OFL.txt",
    "/usr/share/doc/ankomst/sbom.cdx.json",
    "/usr/share/doc/ankomst/third-party.txt",
];

/// What the window is made of; whatever else it needs comes with these.
const DEPENDS: [&str; 3] = ["libwebkit2gtk-4.1-0", "libgtk-3-0", "libc6"];

/// What is wrong with a package, by what `dpkg-deb --info` and `dpkg-deb --contents` say of it.
pub(crate) fn faults(info: &str, contents: &str) -> Vec<String> {
    let field =
        |name: &str| info.lines().find_map(|line| line.trim().strip_prefix(name)?.strip_prefix(':')).map(str::trim);
    let mut faults = Vec::new();
    if field("Package") != Some("ankomst") {
        faults.push("it is not called ankomst".to_owned());
    }
    for name in ["Version", "Architecture", "Maintainer", "Description"] {
        if field(name).is_none_or(str::is_empty) {
            faults.push(format!("it says no {name}"));
        }
    }
    let depends: Vec<&str> =
        field("Depends").unwrap_or_default().split(", ").filter_map(|one| one.split(' ').next()).collect();
    let missing = DEPENDS.iter().filter(|name| !depends.contains(name));
    faults.extend(missing.map(|name| format!("it does not depend on {name}")));
    // `-rw-r--r-- 0/0 1234 2026-11-26 08:00 ./usr/bin/ankomst`
    let held = |path: &str| {
        contents
            .lines()
            .find(|line| line.ends_with(&format!(" .{path}")) || line.ends_with(&format!(" {}", &path[1..])))
    };
    for path in HOLDS {
        let mode = held(path).map(|line| line.get(..10).unwrap_or_default());
        let wanted = if path.contains("/bin/") { "-rwxr-xr-x" } else { "-rw-r--r--" };
        match mode {
            None => faults.push(format!("{path} is not in it")),
            Some(mode) if mode != wanted => faults.push(format!("{path} is {mode}, not {wanted}")),
            Some(_) => {}
        }
    }
    faults
}

/// The newest version of the C library that a program asks for, such as `2.34`: the version of each function stands as a text in
/// the program.
pub(crate) fn glibc(program: &[u8]) -> Option<String> {
    const MARK: &[u8] = b"GLIBC_2.";
    let minors =
        program.windows(MARK.len()).enumerate().filter(|(_, window)| *window == MARK).filter_map(|(place, _)| {
            let digits = program[place + MARK.len()..].iter().take(3).take_while(|byte| byte.is_ascii_digit());
            String::from_utf8(digits.copied().collect()).ok()?.parse::<u32>().ok()
        });
    minors.max().map(|minor| format!("2.{minor}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const INFO: &str = " new Debian package, version 2.0.\n Package: ankomst\n Version: 0.1.0\n Architecture: amd64\n \
        Maintainer: us\n Depends: libc6 (>= 2.34), libwebkit2gtk-4.1-0, libgtk-3-0\n Description: x\n";

    fn contents() -> String {
        let line = |path: &&str| {
            let mode = if path.contains("/bin/") { "-rwxr-xr-x" } else { "-rw-r--r--" };
            format!("{mode} 0/0            1234 2027-01-01 08:00 .{path}\n")
        };
        HOLDS.iter().map(line).collect()
    }

    #[test]
    fn a_package_that_lacks_something_is_found() {
        assert_eq!(faults(INFO, &contents()), Vec::<String>::new(), "a good one passes");
        let without_dot = contents().replace(" ./usr", " usr");
        assert_eq!(faults(INFO, &without_dot), Vec::<String>::new(), "however the paths begin");
        for path in HOLDS {
            let lacks: String =
                contents().lines().filter(|line| !line.ends_with(path)).map(|line| format!("{line}\n")).collect();
            assert_eq!(faults(INFO, &lacks), [format!("{path} is not in it")]);
        }
        let closed = contents().replace("-rwxr-xr-x", "-rw-r--r--");
        assert_eq!(faults(INFO, &closed).len(), 1, "a program that nobody can start");
        for (from, to) in [
            ("Depends: libc6", "Depends: libc7"),
            ("libgtk-3-0", "libgtk-4-1"),
            ("Package: ankomst", "Package: app"),
            ("Maintainer: us", "Maintainer:"),
        ] {
            assert_eq!(faults(&INFO.replace(from, to), &contents()).len(), 1, "{to}");
        }
        assert!(faults("", "").len() > HOLDS.len(), "nothing is no package");
    }

    #[test]
    fn the_newest_c_library_asked_for_is_found() {
        assert_eq!(glibc(b"\0GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_2.9\0").as_deref(), Some("2.34"));
        assert_eq!(glibc(b"GLIBC_PRIVATE and GLIBC_2."), None, "no version");
    }
}
