//! The files and folders that the page may name in a call: those that a person chose in this window's own dialogs, and those that the
//! kiosk named for a person to choose from. A page that went wrong reads and writes no others. Whoever makes the calls by
//! `ankomstctl rpc` has the computer's files anyway.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use kiosk::KioskError;
use serde_json::Value;

/// What was chosen since the program began.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paths {
    read: BTreeSet<PathBuf>,
    write: BTreeSet<PathBuf>,
}

impl Paths {
    /// A person chose this file to be read, or this folder.
    pub(crate) fn chosen_to_read(&mut self, chosen: Option<&Path>) {
        self.read.extend(chosen.map(Path::to_owned));
    }

    /// A person chose where a file is saved.
    pub(crate) fn chosen_to_write(&mut self, chosen: Option<&Path>) {
        self.write.extend(chosen.map(Path::to_owned));
    }

    /// The kiosk has named backups and sticks to choose from.
    pub(crate) fn named_by(&mut self, call: &str, answer: &Value) {
        if !["backups", "chooseMedium"].contains(&call) {
            return;
        }
        let each = |list: Option<&Value>, name: &str| -> Vec<PathBuf> {
            let list = list.and_then(Value::as_array).into_iter().flatten();
            list.filter_map(|one| one.get(name)?.as_str()).map(PathBuf::from).collect()
        };
        self.read.extend(each(answer.get("backups"), "path"));
        self.read.extend(each(answer.pointer("/medium/sticks"), "folder"));
    }

    /// Whether this one may be read.
    ///
    /// # Errors
    /// [`KioskError::Parameter`] with the name of the parameter.
    pub(crate) fn may_read(&self, parameter: &str, path: &Path) -> Result<(), KioskError> {
        if self.read.contains(path) { Ok(()) } else { Err(not_chosen(parameter)) }
    }

    /// Whether a call of the kiosk names only such ones: a list or a template as `path`, a list as `list.path`, pictures as
    /// `edits[].path`, a medium as `folder`, and where something is saved as `out`.
    ///
    /// # Errors
    /// As [`may_read`](Self::may_read).
    pub(crate) fn admit(&self, params: &Value) -> Result<(), KioskError> {
        let edits = params.get("edits").and_then(Value::as_array).into_iter().flatten();
        let named = [
            ("path", params.get("path")),
            ("list.path", params.pointer("/list/path")),
            ("folder", params.get("folder")),
        ];
        let pictures = edits.map(|edit| ("edits.path", edit.get("path")));
        for (parameter, path) in named.into_iter().chain(pictures) {
            if let Some(path) = path.and_then(Value::as_str) {
                self.may_read(parameter, Path::new(path))?;
            }
        }
        match params.get("out").and_then(Value::as_str) {
            Some(out) if !self.write.contains(Path::new(out)) => Err(not_chosen("out")),
            _ => Ok(()),
        }
    }
}

fn not_chosen(parameter: &str) -> KioskError {
    KioskError::parameter(parameter, "was not chosen in this window")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    const WIRE: &str = include_str!("../../ui/types/wire.d.ts");

    #[test]
    fn only_what_was_chosen_here_is_read_and_written() {
        let mut paths = Paths::default();
        let reads = [
            json!({"path": "/a/list.csv"}),
            json!({"list": {"path": "/a/list.csv"}, "lines": [1]}),
            json!({"folder": "/a/list.csv"}),
            json!({"template": "card", "edits": [{"edit": "remove", "part": 1}, {"edit": "add", "path": "/a/list.csv"}]}),
        ];
        let out = json!({"attendee": "x", "out": "/a/out.svg"});
        for params in reads.iter().chain([&out]) {
            assert!(paths.admit(params).is_err(), "{params}");
        }
        paths.chosen_to_read(Some(Path::new("/a/list.csv")));
        for params in &reads {
            assert!(paths.admit(params).is_ok(), "{params}");
        }
        assert!(paths.admit(&json!({"out": "/a/list.csv"})).is_err(), "a list that is read is not written over");
        assert!(paths.admit(&json!({"path": "/a/../a/list.csv"})).is_err(), "nor is another way there taken");
        paths.chosen_to_write(Some(Path::new("/a/out.svg")));
        assert!(paths.admit(&out).is_ok());
        assert!(paths.admit(&json!({"path": "/a/out.svg"})).is_err());
        assert!(
            paths.admit(&json!({"path": null, "folder": null, "text": "a;b"})).is_ok(),
            "what names none is let through"
        );
    }

    #[test]
    fn backups_and_sticks_that_the_kiosk_names_may_be_chosen() {
        let mut paths = Paths::default();
        let answer = json!({"backups": [{"path": "/b/1.ankomst"}], "medium": {"folder": "/own", "sticks": [{"folder": "/stick"}]}});
        paths.named_by("getAttendee", &answer);
        assert!(paths.may_read("path", Path::new("/b/1.ankomst")).is_err(), "no other call's answer counts");
        paths.named_by("backups", &answer);
        assert!(paths.may_read("path", Path::new("/b/1.ankomst")).is_ok());
        assert!(paths.admit(&json!({"folder": "/stick", "inClear": true})).is_ok());
        assert!(paths.admit(&json!({"folder": "/own"})).is_err());
    }

    /// Members of parameters that are paths lie where [`Paths::admit`] looks for them.
    #[test]
    fn no_parameter_of_another_name_is_a_path() {
        let sources = [
            include_str!("../crates/kiosk/src/api/lists.rs"),
            include_str!("../crates/kiosk/src/api/list_rows.rs"),
            include_str!("../crates/kiosk/src/api/templates.rs"),
            include_str!("../crates/kiosk/src/api/design.rs"),
            include_str!("../crates/kiosk/src/api/backups.rs"),
        ];
        let members = sources.iter().flat_map(|text| text.lines()).filter_map(|line| {
            let (name, kind) = line.trim().trim_start_matches("pub ").split_once(": ")?;
            (kind.contains("PathBuf>") && kind.ends_with(',') && !name.contains(' ')).then_some(name)
        });
        for name in members {
            assert!(["path", "out", "folder"].contains(&name), "{name} is a path too: look for it in `admit`");
        }
        assert!(WIRE.contains("out?: string"), "where something is saved is called `out`");
    }
}
