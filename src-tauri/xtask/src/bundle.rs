//! `cargo xtask bundle`: the Debian package, looked at and, if wished, tried on a clean Debian.

mod inside;
mod licences;
mod package;
mod sbom;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::{Workspace, process, release, setup};

/// With this, the package is also installed on a clean Debian in a folder, and started there.
const TRY: &str = "--try";

/// What packs, with its versions pinned: `npm ci` in here brings Tauri's command line.
const TOOLS: &str = "src-tauri/bundle";
/// Where what is made on the way lies.
const WORK: &str = "target/bundle";
/// Where Tauri puts the package.
const PACKAGES: &str = "target/release/bundle/deb";

pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    if let Some(other) = arguments.iter().find(|argument| *argument != TRY) {
        bail!("`bundle` knows {TRY}, but not `{other}`");
    }
    if !cfg!(target_os = "linux") {
        bail!("the package is one for Debian, and is made on Linux");
    }
    setup::run(workspace)?;
    release::app(workspace, release::SHIPPED)?;
    let package = pack(workspace)?;
    check(workspace, &package)?;
    if !arguments.is_empty() {
        try_it(workspace, &package)?;
    }
    println!("bundle: {}", package.display());
    Ok(())
}

/// `cargo xtask sbom`: the list of everything that the programs are made of, without building them.
pub(crate) fn sbom(workspace: &Workspace) -> Result<()> {
    let file = workspace.root.join(WORK).join("sbom.cdx.json");
    std::fs::create_dir_all(workspace.root.join(WORK)).with_context(|| format!("{WORK} cannot be made"))?;
    std::fs::write(&file, sbom::document(workspace)?).context("the list of parts cannot be written")?;
    println!("sbom: {}", file.display());
    Ok(())
}

/// Lets Tauri pack the program that is there.
fn pack(workspace: &Workspace) -> Result<PathBuf> {
    let work = workspace.root.join(WORK);
    std::fs::create_dir_all(&work).with_context(|| format!("{WORK} cannot be made"))?;
    let third_party = work.join("third-party.txt");
    std::fs::write(&third_party, licences::texts(workspace)?).context("the licences cannot be written")?;
    let program = std::fs::read(workspace.root.join(release::APP)).context("the program cannot be read")?;
    let parts = work.join("sbom.cdx.json");
    std::fs::write(&parts, sbom::document(workspace)?).context("the list of parts cannot be written")?;
    // What only the build knows: the C library that the program wants, and files that are made.
    let known = json!({ "bundle": { "linux": { "deb": {
        "depends": [format!("libc6 (>= {})", package::glibc(&program).context("no version of the C library in the program")?)],
        "files": { "/usr/share/doc/ankomst/third-party.txt": third_party, "/usr/share/doc/ankomst/sbom.cdx.json": parts },
    } } } });
    // An older package would be taken for this one.
    let packages = workspace.root.join(PACKAGES);
    if packages.exists() {
        std::fs::remove_dir_all(&packages).with_context(|| format!("{PACKAGES} cannot be emptied"))?;
    }
    let tools = workspace.root.join(TOOLS);
    process::run(process::program(workspace, "npm").current_dir(&tools).args(["ci", "--no-audit", "--no-fund"]))?;
    let mut tauri = process::program(workspace, tools.join("node_modules/.bin/tauri"));
    tauri.current_dir(workspace.root.join("src-tauri"));
    process::run(tauri.args(["bundle", "--ci", "--bundles", "deb", "--config", &known.to_string()]))?;
    let made = packages.read_dir().with_context(|| format!("no {PACKAGES}"))?.flatten().map(|file| file.path());
    made.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "deb")).context("no package was made")
}

/// Looks into the package without installing it.
fn check(workspace: &Workspace, package: &Path) -> Result<()> {
    let ask = |question: &str| process::read(process::program(workspace, "dpkg-deb").arg(question).arg(package));
    let (info, contents) = (ask("--info")?, ask("--contents")?);
    println!("{info}\n{contents}");
    let faults = package::faults(&info, &contents);
    for fault in &faults {
        println!("bundle: {fault}");
    }
    if !faults.is_empty() {
        bail!("the package is not as it should be");
    }
    let size = package.metadata()?.len();
    println!("bundle: {}.{} MB, with everything that belongs into it", size / 1_000_000, size / 100_000 % 10);
    Ok(())
}

/// Installs and starts it where nothing else is.
fn try_it(workspace: &Workspace, package: &Path) -> Result<()> {
    for (name, from) in [
        ("debootstrap", "debootstrap"),
        ("unshare", "util-linux"),
        ("Xvfb", "xvfb"),
        ("xdotool", "xdotool"),
        ("import", "imagemagick"),
    ] {
        if !process::installed(name) {
            bail!("{TRY} needs `{name}`: apt-get install {from}");
        }
    }
    if process::read(process::program(workspace, "id").arg("-u"))?.trim() != "0" {
        bail!("{TRY} makes a Debian in {WORK}, which only root can");
    }
    let script = workspace.root.join(TOOLS).join("try.sh");
    let mut own_mounts = process::program(workspace, "unshare");
    process::run(own_mounts.args(["--mount", "sh"]).arg(script).arg(workspace.root.join(WORK)).arg(package))
}
