//! Manifests: what the workspace says once, no crate says for itself.

use super::repository::Repository;

const INHERITED: [&str; 5] = ["version", "edition", "rust-version", "license", "publish"];

/// Every crate takes lints and package fields from the workspace.
pub(crate) fn inherit(repository: &Repository) -> Vec<String> {
    let ours = repository.packages.iter().filter(|package| package.ours);
    ours.flat_map(|package| faults(&package.name, &package.manifest)).collect()
}

fn faults(name: &str, manifest: &str) -> Vec<String> {
    let Ok(manifest) = manifest.parse::<toml::Table>() else {
        return vec![format!("{name}: the manifest cannot be read")];
    };
    let inherits = |table: Option<&toml::Value>| {
        table.and_then(|table| table.get("workspace")).and_then(toml::Value::as_bool) == Some(true)
    };
    let mut faults = Vec::new();
    if !inherits(manifest.get("lints")) {
        faults.push(format!("{name}: [lints] needs workspace = true"));
    }
    for field in INHERITED {
        if !inherits(manifest.get("package").and_then(|package| package.get(field))) {
            faults.push(format!("{name}: needs {field}.workspace = true"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[package]\nname = \"x\"\nversion.workspace = true\nedition.workspace = true\n\
        rust-version.workspace = true\nlicense.workspace = true\npublish.workspace = true\n[lints]\nworkspace = true\n";

    #[test]
    fn a_crate_that_goes_its_own_way_is_found() {
        assert_eq!(faults("x", GOOD), Vec::<String>::new(), "a proper manifest passes");
        let check = |from: &str, to: &str| {
            assert_eq!(faults("x", &GOOD.replace(from, to)).len(), 1, "{to:?} for {from:?} is a fault");
        };
        check("[lints]\nworkspace = true\n", "");
        check("[lints]\nworkspace = true\n", "[lints.rust]\nunsafe_code = \"allow\"\n");
        check("edition.workspace = true", "edition = \"2021\"");
        check("license.workspace = true\n", "");
        assert_eq!(faults("x", "not toml").len(), 1, "a broken manifest is a fault, not silence");
    }
}
