//! Packages as the rules see them: a small part of `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, PackageId};

/// A package of the workspace or from outside.
#[derive(Clone, Debug, Default)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// Whether it is a member of our workspace.
    pub(crate) ours: bool,
    /// Its manifest, if it is ours.
    pub(crate) manifest: String,
    pub(crate) license: Option<String>,
    /// The native library it links, if it says so.
    pub(crate) links: bool,
    /// Features that are switched on.
    pub(crate) features: Vec<String>,
    pub(crate) dependencies: Vec<Dependency>,
}

/// One line of a manifest's dependencies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// What a dependency is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The product itself, or building it.
    Product,
    /// Tests only.
    Tests,
}

/// All packages of `metadata`.
pub(crate) fn all(metadata: &Metadata) -> Vec<Package> {
    let ours: BTreeSet<&PackageId> = metadata.workspace_members.iter().collect();
    let features: BTreeMap<&PackageId, Vec<String>> = metadata
        .resolve
        .iter()
        .flat_map(|resolve| &resolve.nodes)
        .map(|node| (&node.id, node.features.iter().map(ToString::to_string).collect()))
        .collect();
    let package = |package: &cargo_metadata::Package| {
        let ours = ours.contains(&package.id);
        Package {
            name: package.name.to_string(),
            version: package.version.to_string(),
            ours,
            manifest: if ours {
                std::fs::read_to_string(&package.manifest_path).unwrap_or_default()
            } else {
                String::new()
            },
            license: package.license.clone(),
            links: package.links.is_some(),
            features: features.get(&package.id).cloned().unwrap_or_default(),
            dependencies: package.dependencies.iter().map(dependency).collect(),
        }
    };
    metadata.packages.iter().map(package).collect()
}

/// The packages that the default members need, tests included.
pub(crate) fn behind_default_members(metadata: &Metadata) -> Vec<Package> {
    let edges: BTreeMap<&PackageId, &[PackageId]> = metadata
        .resolve
        .iter()
        .flat_map(|resolve| &resolve.nodes)
        .map(|node| (&node.id, node.dependencies.as_slice()))
        .collect();
    let mut open: Vec<&PackageId> = metadata.workspace_default_members.iter().collect();
    let mut reached: BTreeSet<&PackageId> = open.iter().copied().collect();
    while let Some(id) = open.pop() {
        open.extend(edges.get(id).copied().unwrap_or_default().iter().filter(|next| reached.insert(next)));
    }
    let all = all(metadata).into_iter().zip(&metadata.packages);
    all.filter(|(_, package)| reached.contains(&package.id)).map(|(package, _)| package).collect()
}

fn dependency(dependency: &cargo_metadata::Dependency) -> Dependency {
    let kind = if dependency.kind == DependencyKind::Development { Kind::Tests } else { Kind::Product };
    Dependency { name: dependency.name.clone(), kind }
}
