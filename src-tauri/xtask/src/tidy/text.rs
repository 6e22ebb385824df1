//! Rules about the text of files. This file names what it forbids, so it alone is not looked at.

use super::repository::{Repository, TextFile};

const THIS_FILE: &str = "src-tauri/xtask/src/tidy/text.rs";

/// Longer files of code, each with the reason why it is still one thing.
const LONG_FILES: [(&str, &str); 0] = [];
const MOST_LINES: usize = 500;

/// No path that exists on one machine only.
pub(crate) fn machine_paths(repository: &Repository) -> Vec<String> {
    lines(repository, |_, line| names_a_machine(line))
}

fn names_a_machine(line: &str) -> bool {
    const PLACES: [&str; 6] = ["/root/", "/home/", "/tmp/", "/work/", "/Users/", ":\\Users\\"];
    // Kiosks have a user of this name, and a placeholder is nobody's.
    const NOBODY: [&str; 3] = ["kiosk", "USER", "..."];
    PLACES.iter().any(|place| {
        line.match_indices(place).any(|(start, _)| {
            let before = line[..start].chars().next_back();
            let after = &line[start + place.len()..];
            // `ui/src/home/x.js` and `example.org/work/x` go on from something; a path of a machine begins.
            let begins =
                before.is_none_or(|c| !(c.is_alphanumeric() || "._-~})*".contains(c))) || place.starts_with(':');
            begins
                && after.starts_with(|c: char| c.is_alphanumeric() || "._-".contains(c))
                && !NOBODY.iter().any(|nobody| after.starts_with(nobody))
        })
    })
}

/// No host of a registry or mirror: where packages come from is the machine's business.
pub(crate) fn registry_hosts(repository: &Repository) -> Vec<String> {
    const INDEX: &str = "registry+https://github.com/rust-lang/crates.io-index";
    const HOSTS: [&str; 9] = [
        "index.crates.io",
        "static.crates.io",
        "registry.npmjs.org",
        "sparse+http",
        "registry+http",
        "replace-with",
        "[registries",
        "registry=",
        "artifactory",
    ];
    lines(repository, |file, line| {
        // npm's lock file names its public registry on every line, as Cargo's names its index.
        let own = file.path.ends_with("package-lock.json") && line.contains("\"https://registry.npmjs.org/");
        let other_npm = file.path.ends_with("package-lock.json") && line.contains("\"resolved\": \"http") && !own;
        let line = line.replace(INDEX, "");
        other_npm || (!own && HOSTS.iter().any(|host| line.contains(host)))
    })
}

/// Nothing is left for later in the code: what is missing is an issue.
pub(crate) fn unfinished(repository: &Repository) -> Vec<String> {
    const CODE: [&str; 12] = ["rs", "js", "mjs", "ts", "css", "html", "sql", "toml", "sh", "svg", "md", ""];
    const MARKS: [&str; 5] = ["TODO", "FIXME", "todo!(", "unimplemented!(", "#[ignore"];
    lines(repository, |file, line| {
        CODE.contains(&file.ending()) && MARKS.iter().any(|mark| is_there_as_a_word(mark, line))
    })
}

fn is_there_as_a_word(mark: &str, line: &str) -> bool {
    let part_of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(mark).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + mark.len()..].chars().next();
        !(part_of_word(before) || mark.ends_with(char::is_alphanumeric) && part_of_word(after))
    })
}

/// Nothing in the page makes markup or code out of text: a guest's name is always a name.
pub(crate) fn markup_in_the_page(repository: &Repository) -> Vec<String> {
    lines(repository, |file, line| {
        file.path.starts_with("ui/src/") && ["js", "mjs", "html"].contains(&file.ending()) && makes_markup(line)
    })
}

fn makes_markup(line: &str) -> bool {
    const WAYS: [&str; 14] = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "setHTMLUnsafe",
        "createContextualFragment",
        "DOMParser",
        "document.write",
        "javascript:",
        "eval(",
        "new Function",
        "cssText",
        "srcdoc",
        "setAttribute('style'",
        "setAttribute(\"style\"",
    ];
    // `<p style="…">` and `<p onclick="…">`; an assignment in a script has blanks around its sign.
    let attribute = |word: &str| {
        let name = word.split_once("=\"").or_else(|| word.split_once("='")).map(|(name, _)| name);
        let handles = |name: &str| name.strip_prefix("on").is_some_and(|event| event.len() > 2);
        name.is_some_and(|name| name == "style" || handles(name) && name.chars().all(|c| c.is_ascii_lowercase()))
    };
    WAYS.iter().any(|way| is_there_as_a_word(way, line)) || line.split_whitespace().any(attribute)
}

/// A long file of code is one thing, or it is split.
pub(crate) fn long_files(repository: &Repository) -> Vec<String> {
    long(repository, &LONG_FILES)
}

fn long(repository: &Repository, excused: &[(&str, &str)]) -> Vec<String> {
    const CODE: [&str; 4] = ["rs", "js", "mjs", "css"];
    let is_long = |file: &&TextFile| CODE.contains(&file.ending()) && file.text.lines().count() > MOST_LINES;
    let long: Vec<&str> = repository.files.iter().filter(is_long).map(|file| file.path.as_str()).collect();
    let too_long = long.iter().filter(|path| !excused.iter().any(|(excused, _)| excused == *path));
    let needless = excused.iter().filter(|(excused, _)| !long.contains(excused));
    too_long
        .map(|path| format!("{path} has more than {MOST_LINES} lines: split it, or give a reason in {THIS_FILE}"))
        .chain(needless.map(|(path, _)| format!("{path} is no longer that long: take it off the list in {THIS_FILE}")))
        .collect()
}

/// `path:line: text` of every line that `is_fault`.
fn lines(repository: &Repository, is_fault: impl Fn(&TextFile, &str) -> bool) -> Vec<String> {
    let mut faults = Vec::new();
    for file in repository.files.iter().filter(|file| file.path != THIS_FILE) {
        for (index, line) in file.text.lines().enumerate() {
            if is_fault(file, line) {
                let start: String = line.trim().chars().take(100).collect();
                faults.push(format!("{}:{}: {start}", file.path, index + 1));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(path: &str, text: &str) -> Repository {
        let file = TextFile { path: path.to_owned(), text: text.to_owned() };
        Repository { files: vec![file], ..Repository::default() }
    }

    #[test]
    fn a_path_of_somebodys_machine_is_found() {
        let faults = |line: &str| machine_paths(&with("a.rs", line)).len();
        for bad in ["\"/home/anna/x\"", "/root/.cargo", "see /work/main", "file:///tmp/a.pdf", r"C:\Users\anna"] {
            assert_eq!(faults(bad), 1, "{bad} is on one machine only");
        }
        for good in ["/home/kiosk/x", "/tmp/$name", "ui/src/home/x.js", "https://example.org/work/x", "/usr/bin/env"] {
            assert_eq!(faults(good), 0, "{good} is fine");
        }
        let fault = machine_paths(&with("a.rs", "fine\n/root/x\n"));
        assert_eq!(fault, ["a.rs:2: /root/x"], "the fault says where");
    }

    #[test]
    fn a_registry_is_found() {
        let faults = |path: &str, line: &str| registry_hosts(&with(path, line)).len();
        assert_eq!(faults("Cargo.lock", "source = \"registry+https://github.com/rust-lang/crates.io-index\""), 0);
        assert_eq!(faults("Cargo.lock", "source = \"registry+https://example.org/index\""), 1, "another registry");
        assert_eq!(faults(".cargo/config.toml", "replace-with = \"mirror\""), 1, "a mirror");
        assert_eq!(faults("package-lock.json", "\"resolved\": \"https://registry.npmjs.org/a\""), 0, "npm's own");
        assert_eq!(faults("package-lock.json", "\"resolved\": \"https://npm.example.org/a\""), 1, "a mirror of npm");
        assert_eq!(faults(".npmrc", "registry=https://npm.example.org"), 1, "a setting for one machine");
    }

    #[test]
    fn what_is_left_for_later_is_found() {
        let faults = |path: &str, line: &str| unfinished(&with(path, line)).len();
        for bad in ["// TODO later", "/* FIXME: */", "todo!()", "unimplemented!()", "#[ignore = \"slow\"]"] {
            assert_eq!(faults("a.rs", bad), 1, "{bad} is unfinished");
        }
        assert_eq!(faults("a.rs", "let METODOS = 1;"), 0, "part of a word");
        assert_eq!(faults("list.csv", "TODO"), 0, "a sample is no code");
    }

    #[test]
    fn markup_made_of_text_is_found() {
        let faults = |path: &str, line: &str| markup_in_the_page(&with(path, line)).len();
        for bad in [
            "element.innerHTML = name;",
            "list.insertAdjacentHTML('beforeend', row);",
            "<p style=\"color: red\">",
            "<button onclick=\"save()\">",
            "el('a', { href: 'javascript:void 0' })",
            "element.setAttribute('style', 'top: 0');",
            "const value = eval(text);",
        ] {
            assert_eq!(faults("ui/src/a.js", bad), 1, "{bad} makes markup or code out of text");
        }
        for good in ["element.textContent = name;", "const once = \"x\";", "const style = 'x';", "retrieval(text)"] {
            assert_eq!(faults("ui/src/a.js", good), 0, "{good} is fine");
        }
        assert_eq!(faults("ui/tests/a.js", "element.innerHTML = ''"), 0, "tests are not in the product");
    }

    #[test]
    fn a_long_file_needs_a_reason_and_a_reason_needs_a_long_file() {
        let long_text = "\n".repeat(MOST_LINES + 1);
        assert_eq!(long(&with("a.rs", &long_text), &[]).len(), 1, "too long");
        assert_eq!(long(&with("a.rs", &long_text), &[("a.rs", "a table")]).len(), 0, "excused");
        assert_eq!(long(&with("a.rs", "short"), &[("a.rs", "a table")]).len(), 1, "excused for nothing");
        assert_eq!(long(&with("a.css", &long_text), &[]).len(), 1, "a style sheet is code");
        assert_eq!(long(&with("a.json", &long_text), &[]).len(), 0, "only code is counted");
    }
}
