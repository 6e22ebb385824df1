//! What the rules look at: files, packages, lock file and policy.

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand};

use super::packages::{self, Package};
use super::supply::Policy;
use crate::{Workspace, process};

/// The repository, read once. A rule's test builds a small one by hand.
#[derive(Default)]
pub(crate) struct Repository {
    /// Every text file that git knows, or would if it were added.
    pub(crate) files: Vec<TextFile>,
    /// Every package that some build could use.
    pub(crate) packages: Vec<Package>,
    /// Of these, what plain `cargo test` builds on Linux.
    pub(crate) default_packages: Vec<Package>,
    /// Every `(package, source)` of the lock file that is not ours.
    pub(crate) sources: Vec<(String, String)>,
    pub(crate) policy: Policy,
}

/// A text file.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextFile {
    /// From the top folder, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl TextFile {
    /// The ending after the last dot, or nothing.
    pub(crate) fn ending(&self) -> &str {
        self.path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ending)| ending)
    }
}

impl Repository {
    pub(crate) fn load(workspace: &Workspace) -> Result<Self> {
        let everything = metadata(workspace, &["--all-features"])?;
        // One platform, so that the answer is the same on every machine.
        let on_linux = metadata(workspace, &["--filter-platform", "x86_64-unknown-linux-gnu"])?;
        let read = |name: &str| {
            std::fs::read_to_string(workspace.root.join(name)).with_context(|| format!("{name} cannot be read"))
        };
        Ok(Self {
            files: files(workspace)?,
            packages: packages::all(&everything),
            default_packages: packages::behind_default_members(&on_linux),
            sources: sources(&read("Cargo.lock")?)?,
            policy: Policy::parse(&read("deny.toml")?)?,
        })
    }

    /// Our own packages only: quick, and never touches the network.
    #[cfg(test)]
    pub(crate) fn load_shape(workspace: &Workspace) -> Result<Self> {
        let shape = metadata(workspace, &["--no-deps", "--offline"])?;
        Ok(Self { packages: packages::all(&shape), ..Self::default() })
    }
}

fn metadata(workspace: &Workspace, flags: &[&str]) -> Result<Metadata> {
    let mut command = process::cargo(workspace, &[&["metadata", "--format-version", "1"], flags].concat());
    Ok(MetadataCommand::parse(process::read(&mut command)?)?)
}

fn files(workspace: &Workspace) -> Result<Vec<TextFile>> {
    let mut git = process::program(workspace, "git");
    let list = process::read(git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
    let file = |path: &str| {
        // Pictures, samples in old encodings and files just deleted are no text to check.
        let text = std::fs::read_to_string(workspace.root.join(path)).ok()?;
        Some(TextFile { path: path.to_owned(), text })
    };
    Ok(list.split('\0').filter(|path| !path.is_empty()).filter_map(file).collect())
}

fn sources(lock: &str) -> Result<Vec<(String, String)>> {
    let lock: toml::Table = lock.parse().context("Cargo.lock is no TOML")?;
    let packages = lock.get("package").and_then(toml::Value::as_array).context("Cargo.lock has no packages")?;
    let text = |package: &toml::Value, key: &str| Some(package.get(key)?.as_str()?.to_owned());
    Ok(packages.iter().filter_map(|package| Some((text(package, "name")?, text(package, "source")?))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_gives_the_sources_of_what_is_not_ours() {
        let lock =
            "[[package]]\nname = \"ours\"\n[[package]]\nname = \"theirs\"\nsource = \"git+https://example.org\"\n";
        assert_eq!(sources(lock).unwrap(), [("theirs".to_owned(), "git+https://example.org".to_owned())]);
        assert!(sources("version = 4").is_err(), "a lock file without packages was not understood");
    }
}
