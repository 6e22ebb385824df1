//! Which crates a program of ours is made of.

use std::collections::BTreeMap;

use anyhow::Result;
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};

use crate::{Workspace, process};

/// Everything known of the crates that the package for Debian is made of.
pub(crate) fn metadata(workspace: &Workspace) -> Result<Metadata> {
    let flags = ["metadata", "--format-version", "1", "--filter-platform", "x86_64-unknown-linux-gnu"];
    Ok(MetadataCommand::parse(process::read(&mut process::cargo(workspace, &flags))?)?)
}

/// What is linked into these programs, each with what it links itself: no tests, and nothing that only helps to build.
pub(crate) fn edges<'a>(metadata: &'a Metadata, programs: &[&str]) -> BTreeMap<&'a PackageId, Vec<&'a PackageId>> {
    let nodes = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes);
    let all: BTreeMap<&PackageId, Vec<&PackageId>> = nodes
        .map(|node| {
            let linked =
                node.deps.iter().filter(|to| to.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal));
            (&node.id, linked.map(|to| &to.pkg).collect())
        })
        .collect();
    let mut open: Vec<&PackageId> =
        metadata.packages.iter().filter(|one| programs.contains(&one.name.as_str())).map(|one| &one.id).collect();
    let mut inside: BTreeMap<&PackageId, Vec<&PackageId>> = BTreeMap::new();
    while let Some(id) = open.pop() {
        let links = all.get(id).cloned().unwrap_or_default();
        open.extend(links.iter().filter(|next| !inside.contains_key(*next)));
        inside.insert(id, links);
    }
    inside
}
