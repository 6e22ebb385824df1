//! What comes from outside: licences, sources, and what it would want from the system.

use anyhow::{Context, Result};

use super::packages::Package;
use super::repository::Repository;
use super::spdx;

/// What is let in: the lists of `deny.toml`, so that cargo-deny and these rules cannot differ.
#[derive(Default)]
pub(crate) struct Policy {
    /// SPDX ids, with their `WITH` if they have one.
    licences: Vec<String>,
    /// `(crate, licence)` allowed beyond that.
    exceptions: Vec<(String, String)>,
    /// Registries by address.
    registries: Vec<String>,
}

impl Policy {
    pub(crate) fn parse(deny: &str) -> Result<Self> {
        let deny: toml::Table = deny.parse().context("deny.toml is no TOML")?;
        let licences = deny.get("licenses").context("deny.toml has no [licenses]")?;
        let sources = deny.get("sources").context("deny.toml has no [sources]")?;
        let exceptions = licences.get("exceptions").and_then(toml::Value::as_array);
        let exception = |row: &toml::Value| -> Vec<(String, String)> {
            let name = row.get("crate").and_then(toml::Value::as_str).unwrap_or_default();
            texts(row, "allow").into_iter().map(|licence| (name.to_owned(), licence)).collect()
        };
        Ok(Self {
            licences: texts(licences, "allow"),
            exceptions: exceptions.into_iter().flatten().flat_map(exception).collect(),
            registries: texts(sources, "allow-registry"),
        })
    }

    fn allows(&self, package: &str, licence: &str) -> bool {
        let excepted = || self.exceptions.iter().any(|(name, allowed)| name == package && allowed == licence);
        self.licences.iter().any(|allowed| allowed == licence) || excepted()
    }
}

fn texts(table: &toml::Value, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(toml::Value::as_array);
    list.into_iter().flatten().filter_map(|text| Some(text.as_str()?.to_owned())).collect()
}

/// Every package has a licence that we may ship.
pub(crate) fn licences(repository: &Repository) -> Vec<String> {
    let check = |package: &Package| {
        let Some(expression) = &package.license else {
            return Some(format!("{} {} names no licence", package.name, package.version));
        };
        match spdx::holds(expression, |licence| repository.policy.allows(&package.name, licence)) {
            Ok(true) => None,
            Ok(false) => Some(format!("{} {} is under `{expression}`", package.name, package.version)),
            Err(why) => Some(format!("{} {}: `{expression}` is no licence: {why}", package.name, package.version)),
        }
    };
    repository.packages.iter().filter_map(check).collect()
}

/// Every package of the lock file comes from a registry that we trust, and none from a repository.
pub(crate) fn sources(repository: &Repository) -> Vec<String> {
    let trusted = |source: &str| {
        source.strip_prefix("registry+").is_some_and(|from| repository.policy.registries.iter().any(|ok| ok == from))
    };
    let foreign = repository.sources.iter().filter(|(_, source)| !trusted(source));
    foreign.map(|(name, source)| format!("{name} comes from {source}")).collect()
}

/// Crates that link a native library which they bring along, and the feature that makes them do so (none: always).
const BROUGHT_ALONG: [(&str, Option<&str>); 2] =
    [("libsqlite3-sys", Some("bundled-sqlcipher-vendored-openssl")), ("openssl-sys", Some("vendored"))];

/// Crates that need a program beyond C compiler, make and perl while building.
const NEEDS_A_PROGRAM: [(&str, &str); 3] = [("cmake", "cmake"), ("bindgen", "libclang"), ("system-deps", "pkg-config")];

/// Plain `cargo test` needs a C compiler, make and perl, and nothing else from the system.
pub(crate) fn system_packages(repository: &Repository) -> Vec<String> {
    let check = |package: &Package| {
        if let Some((_, program)) = NEEDS_A_PROGRAM.iter().find(|(name, _)| *name == package.name) {
            return Some(format!("{} needs {program}", package.name));
        }
        let native = package.links && package.name.ends_with("-sys");
        let known = BROUGHT_ALONG.iter().find(|(name, _)| *name == package.name);
        match known {
            Some((name, Some(feature))) if !package.features.iter().any(|on| on == feature) => {
                Some(format!("{name} needs a system library without its feature {feature}"))
            }
            None if native => Some(format!("{} links a system library", package.name)),
            _ => None,
        }
    };
    repository.default_packages.iter().filter_map(check).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DENY: &str = r#"
        [licenses]
        allow = ["MIT", "Apache-2.0 WITH LLVM-exception"]
        exceptions = [{ allow = ["OFL-1.1"], crate = "notosans" }]
        [sources]
        allow-registry = ["https://example.org/index"]
    "#;

    fn package(name: &str, license: Option<&str>) -> Package {
        Package { name: name.to_owned(), license: license.map(str::to_owned), ..Package::default() }
    }

    #[test]
    fn a_licence_that_is_not_on_the_list_is_found() {
        let faults = |name: &str, license| {
            let policy = Policy::parse(DENY).unwrap();
            licences(&Repository { packages: vec![package(name, license)], policy, ..Repository::default() }).len()
        };
        assert_eq!(faults("a", Some("MIT")), 0, "on the list");
        assert_eq!(faults("a", Some("GPL-3.0 OR MIT")), 0, "one of two is enough");
        assert_eq!(faults("a", Some("GPL-3.0 AND MIT")), 1, "both are needed");
        assert_eq!(faults("a", Some("Apache-2.0 WITH LLVM-exception")), 0, "on the list with its exception");
        assert_eq!(faults("a", Some("Apache-2.0")), 1, "not on this list without it");
        assert_eq!(faults("notosans", Some("OFL-1.1")), 0, "an exception for this crate");
        assert_eq!(faults("others", Some("OFL-1.1")), 1, "and for no other");
        assert_eq!(faults("a", Some("MIT OR")), 1, "an expression that cannot be read is no licence");
        assert_eq!(faults("a", None), 1, "nor is none");
    }

    #[test]
    fn a_package_from_elsewhere_is_found() {
        let faults = |kind: &str, address: &str| {
            let policy = Policy::parse(DENY).unwrap();
            let sources_found = vec![("a".to_owned(), format!("{kind}+{address}"))];
            sources(&Repository { sources: sources_found, policy, ..Repository::default() }).len()
        };
        assert_eq!(faults("registry", "https://example.org/index"), 0, "trusted");
        assert_eq!(faults("registry", "https://example.com/index"), 1, "another registry");
        assert_eq!(faults("git", "https://example.org/index"), 1, "a repository");
    }

    #[test]
    fn a_system_library_behind_the_default_members_is_found() {
        let faults = |name: &str, features: &[&str]| {
            let features = features.iter().map(|&feature| feature.to_owned()).collect();
            let package = Package { links: true, features, ..package(name, None) };
            system_packages(&Repository { default_packages: vec![package], ..Repository::default() }).len()
        };
        assert_eq!(faults("libudev-sys", &[]), 1, "udev");
        assert_eq!(faults("gtk-sys", &[]), 1, "GTK");
        assert_eq!(faults("openssl-sys", &[]), 1, "the system's OpenSSL");
        assert_eq!(faults("openssl-sys", &["vendored"]), 0, "our own");
        assert_eq!(faults("libsqlite3-sys", &["pkg-config"]), 1, "the system's SQLite");
        assert_eq!(faults("rayon-core", &[]), 0, "links only to be there once");
        assert_eq!(faults("cmake", &[]), 1, "a program that a bare machine lacks");
    }
}
