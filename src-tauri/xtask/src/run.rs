//! `cargo xtask run`: the app on this screen.

use anyhow::{Result, bail};

use crate::{Workspace, process, setup};

const NO_SCREEN: &str = "there is no screen here to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set):\n  \
    at the machine   start it from a terminal of the desktop\n  \
    over ssh         ssh -X, and start it there\n  \
    without a screen xvfb-run cargo xtask run (nobody sees it), or ankomstctl, which needs none\n  \
    for pictures     cargo xtask tour";

/// Installs what the build needs, builds, and opens the event that was open last; at the first time the sample event,
/// which the app makes in the user's folder.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    // Before ten minutes of building.
    if !has_screen(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty())) {
        bail!("{NO_SCREEN}");
    }
    setup::for_build(workspace)?;
    println!("run: building the app; the first time takes some minutes");
    process::run(&mut process::cargo(workspace, &["build", "--package", "ankomst"]))?;
    println!("run: opening the event that was open last, or the sample event if there is none");
    process::run(&mut process::cargo(workspace, &["run", "--quiet", "--package", "ankomst", "--", "--sample"]))
}

fn has_screen(is_set: impl Fn(&str) -> bool) -> bool {
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn without_a_screen_nothing_is_built() {
        assert!(!has_screen(|_| false), "a bare terminal");
        assert!(has_screen(|name| name == "DISPLAY"), "X");
        assert!(has_screen(|name| name == "WAYLAND_DISPLAY"), "Wayland");
    }
}
