//! The list of parts (software bill of materials) of the programs, in the form of CycloneDX 1.6
//! (<https://cyclonedx.org/docs/1.6/json/>): each crate with version, licence and the digest that the lock file holds it to.
//! The same lock file gives the same bytes: no time and no random number is in it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, Package, PackageId};
use serde_json::{Value, json};

use super::inside;
use crate::Workspace;

/// The programs that are given away.
const PROGRAMS: [&str; 2] = ["ankomst", "cli"];

/// The whole list as JSON.
pub(crate) fn document(workspace: &Workspace) -> Result<String> {
    let metadata = inside::metadata(workspace)?;
    let lock = std::fs::read_to_string(workspace.root.join("Cargo.lock")).context("there is no Cargo.lock")?;
    let digests = digests(&lock)?;
    let document = list(&metadata, &digests);
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

/// The SHA-256 of each crate from outside, by name and version.
fn digests(lock: &str) -> Result<BTreeMap<(String, String), String>> {
    let lock: toml::Table = lock.parse().context("Cargo.lock cannot be read")?;
    let packages = lock.get("package").and_then(toml::Value::as_array).into_iter().flatten();
    let text = |package: &toml::Value, key: &str| package.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    Ok(packages.filter_map(|one| Some(((text(one, "name")?, text(one, "version")?), text(one, "checksum")?))).collect())
}

fn list(metadata: &Metadata, digests: &BTreeMap<(String, String), String>) -> Value {
    let edges = inside::edges(metadata, &PROGRAMS);
    let packages: BTreeMap<&PackageId, &Package> = metadata.packages.iter().map(|one| (&one.id, one)).collect();
    let named = |id: &&PackageId| packages.get(*id).map(|package| purl(package));
    let mut inside: Vec<&Package> = edges.keys().filter_map(|id| packages.get(*id).copied()).collect();
    inside.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    let components: Vec<Value> = inside.iter().map(|package| component(package, digests)).collect();
    let dependencies: Vec<Value> = inside
        .iter()
        .map(|package| {
            let mut on: Vec<String> = edges.get(&package.id).into_iter().flatten().filter_map(named).collect();
            on.sort();
            on.dedup();
            json!({ "ref": purl(package), "dependsOn": on })
        })
        .collect();
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": { "type": "application", "name": "ankomst", "version": version(&inside) } },
        "components": components,
        "dependencies": dependencies,
    })
}

fn version(inside: &[&Package]) -> String {
    inside
        .iter()
        .find(|package| package.name.as_str() == "ankomst")
        .map(|app| app.version.to_string())
        .unwrap_or_default()
}

fn component(package: &Package, digests: &BTreeMap<(String, String), String>) -> Value {
    let mut component = json!({
        "type": if package.source.is_some() { "library" } else { "application" },
        "bom-ref": purl(package),
        "name": package.name.as_str(),
        "version": package.version.to_string(),
        "purl": purl(package),
    });
    if let Some(licence) = &package.license {
        // The old way of writing OR, which CycloneDX does not know.
        component["licenses"] = json!([{ "expression": licence.replace('/', " OR ") }]);
    }
    if let Some(digest) = digests.get(&(package.name.to_string(), package.version.to_string())) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": digest }]);
    }
    component
}

fn purl(package: &Package) -> String {
    format!("pkg:cargo/{}@{}", package.name, package.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_the_programs_is_listed_with_its_digest_and_no_part_of_the_tests() {
        let workspace = Workspace::find().expect("this repository");
        let text = document(&workspace).expect("a list");
        assert_eq!(text, document(&workspace).expect("a list"), "the same bytes again");
        let list: Value = serde_json::from_str(&text).expect("JSON");
        let components = list["components"].as_array().expect("components");
        let find = |name: &str| components.iter().find(|one| one["name"] == name);
        for name in ["tauri", "rusqlite", "qrcode", "image", "serde", "ankomst", "clap"] {
            assert!(find(name).is_some(), "{name} is in a program");
        }
        for name in ["thirtyfour", "proptest", "rqrr", "xtask"] {
            assert!(find(name).is_none(), "{name} is for tests or the workshop");
        }
        for one in components.iter().filter(|one| one["type"] == "library") {
            let digest = one["hashes"][0]["content"].as_str().unwrap_or_default();
            assert_eq!(digest.len(), 64, "{one}");
            assert!(one["licenses"][0]["expression"].is_string(), "{one}");
        }
        let names: Vec<&str> = components.iter().filter_map(|one| one["bom-ref"].as_str()).collect();
        for edge in list["dependencies"].as_array().expect("dependencies") {
            for to in edge["dependsOn"].as_array().expect("a list") {
                assert!(names.contains(&to.as_str().expect("a name")), "{to} is listed itself");
            }
        }
    }
}
