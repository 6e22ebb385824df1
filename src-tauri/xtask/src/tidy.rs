//! Our own rules: each is a function from the repository to its faults, with a test that it finds a planted one.

mod crates;
mod manifests;
mod packages;
mod repository;
mod spdx;
mod supply;
mod text;
mod words;

use anyhow::{Result, bail};

use crate::Workspace;
use repository::Repository;

/// A rule: the faults it finds, one line each. None: all is well.
type Rule = fn(&Repository) -> Vec<String>;

const RULES: [(&str, Rule); 13] = [
    ("directions of dependencies", crates::directions),
    ("one home for each outside thing", crates::homes),
    ("sockets only in printing", crates::sockets),
    ("manifests inherit from the workspace", manifests::inherit),
    ("no system package behind plain cargo test", supply::system_packages),
    ("licences", supply::licences),
    ("sources", supply::sources),
    ("no paths of somebody's machine", text::machine_paths),
    ("no registry hosts", text::registry_hosts),
    ("nothing unfinished", text::unfinished),
    ("no markup out of text in the page", text::markup_in_the_page),
    ("no file too long", text::long_files),
    ("words in both languages", words::both_languages),
];

/// Holds every rule against the working tree, new files included.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let repository = Repository::load(workspace)?;
    let mut faults = 0;
    for (name, rule) in RULES {
        for fault in rule(&repository) {
            println!("{name}: {fault}");
            faults += 1;
        }
    }
    if faults > 0 {
        bail!("{faults} against our own rules");
    }
    println!(
        "{} own rules hold over {} files and {} crates",
        RULES.len(),
        repository.files.len(),
        repository.packages.len()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So that plain `cargo test` holds the shape of the workspace too, and not only `cargo xtask lint`.
    #[test]
    fn the_workspace_keeps_its_shape() {
        let repository = Repository::load_shape(&Workspace::find().unwrap()).unwrap();
        assert!(repository.packages.iter().any(|package| package.name == "checkin"), "our crates are seen");
        for rule in [crates::directions, crates::homes, manifests::inherit] {
            assert_eq!(rule(&repository), Vec::<String>::new(), "the design's directions hold");
        }
    }
}
