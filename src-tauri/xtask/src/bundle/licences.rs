//! The licences of everything from outside that is in the program, each text once.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use cargo_metadata::Package;

use super::inside;
use crate::Workspace;

/// How the files begin that a licence asks to be passed on.
const FILES: [&str; 5] = ["license", "licence", "copying", "copyright", "notice"];

/// A text with each crate of the app, its version and licence, and below, the texts that came with them.
pub(crate) fn texts(workspace: &Workspace) -> Result<String> {
    let metadata = inside::metadata(workspace)?;
    let inside = inside::edges(&metadata, &["ankomst"]);
    let theirs =
        metadata.packages.iter().filter(|package| inside.contains_key(&package.id) && package.source.is_some());
    let crates: Vec<Crate> = theirs.map(Crate::read).collect();
    Ok(page(&crates))
}

/// A crate from outside, and what it asks to be passed on.
struct Crate {
    name: String,
    licence: String,
    /// Texts of its licence.
    texts: Vec<String>,
}

impl Crate {
    fn read(package: &Package) -> Self {
        let folder = package.manifest_path.parent().map(|folder| folder.as_std_path());
        Self {
            name: format!("{} {}", package.name, package.version),
            licence: package.license.clone().unwrap_or_default(),
            texts: folder.map(licence_texts).unwrap_or_default(),
        }
    }
}

/// The licence files of a crate, also one folder below: code in C and typefaces bring their own.
fn licence_texts(folder: &Path) -> Vec<String> {
    let files = |folder: &Path| {
        let mut files: Vec<_> = folder.read_dir().into_iter().flatten().flatten().map(|file| file.path()).collect();
        files.sort();
        files
    };
    let top = files(folder);
    let below: Vec<_> = top.iter().filter(|path| path.is_dir()).flat_map(|path| files(path)).collect();
    let is_licence = |path: &&std::path::PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        path.is_file() && FILES.iter().any(|start| name.starts_with(start))
    };
    let read = |path: &std::path::PathBuf| std::fs::read_to_string(path).ok();
    top.iter()
        .chain(&below)
        .filter(is_licence)
        .filter_map(read)
        .map(|text| text.replace("\r\n", "\n").trim().to_owned())
        .collect()
}

fn page(crates: &[Crate]) -> String {
    let mut page = "What others have made and is part of Ankomst, each under its own licence.\n\n".to_owned();
    let mut by_text: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in crates {
        page += &format!("{}: {}\n", one.name, one.licence);
        for text in &one.texts {
            by_text.entry(text).or_default().push(&one.name);
        }
    }
    let rule = "-".repeat(80);
    for (text, mut names) in by_text {
        names.dedup();
        page += &format!("\n{rule}\n{}\n{rule}\n\n{text}\n", names.join(", "));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_crate_is_named_and_each_text_stands_once() {
        let one = |name: &str, texts: &[&str]| Crate {
            name: name.into(),
            licence: "MIT".into(),
            texts: texts.iter().map(|&text| text.to_owned()).collect(),
        };
        let page =
            page(&[one("a 1.0.0", &["text of A"]), one("b 2.0.0", &["text of A", "text of B"]), one("c 3.0.0", &[])]);
        for name in ["a 1.0.0: MIT\n", "b 2.0.0: MIT\n", "c 3.0.0: MIT\n"] {
            assert!(page.contains(name), "{name} in {page}");
        }
        assert_eq!(page.matches("text of A").count(), 1);
        assert!(page.contains("\na 1.0.0, b 2.0.0\n"), "under the names of both: {page}");
        assert!(page.contains("\nb 2.0.0\n"), "{page}");
    }
}
