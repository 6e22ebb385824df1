//! A desk for tests: a folder of its own, a user's folder of its own, and the binary.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) struct Desk {
    folder: TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The JSON document that was printed.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("no JSON ({error}): {self:?}"))
    }

    /// The JSON error that was printed, which is one line.
    #[track_caller]
    pub(crate) fn problem(&self) -> Value {
        assert_eq!(self.err.trim_end().lines().count(), 1, "an error is one line: {self:?}");
        serde_json::from_str(&self.err).unwrap_or_else(|error| panic!("no JSON ({error}): {self:?}"))
    }

    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.status, 0, "done: {self:?}");
        self
    }
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder") }
    }

    /// A desk with the sample event.
    pub(crate) fn with_sample() -> Self {
        let desk = Self::new();
        desk.run(&["sample", "event.ankomst"]).ok();
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    #[expect(clippy::disallowed_methods, reason = "the binary is what is tested")]
    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ankomstctl"));
        command
            .current_dir(self.folder.path())
            .env("ANKOMST_HOME", self.path("home"))
            .env_remove("ANKOMST_EVENT")
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let Output { status, stdout, stderr } = self.command().args(arguments).output().expect("the binary runs");
        Ran {
            status: status.code().unwrap_or(-1),
            out: String::from_utf8(stdout).expect("UTF-8"),
            err: String::from_utf8(stderr).expect("UTF-8"),
        }
    }

    /// Runs with `--json` in English.
    pub(crate) fn json(&self, arguments: &[&str]) -> Ran {
        let mut all = vec!["--json", "--lang", "en"];
        all.extend(arguments);
        self.run(&all)
    }

    pub(crate) fn rpc(&self) -> Rpc {
        self.rpc_with(&["--lang", "en", "--desk", "Desk A", "rpc"])
    }

    pub(crate) fn rpc_with(&self, arguments: &[&str]) -> Rpc {
        Self::rpc_of(self.command().args(arguments))
    }

    /// With a run-time folder of its own.
    pub(crate) fn rpc_in(&self, run_time: &Path, arguments: &[&str]) -> Rpc {
        Self::rpc_of(self.command().env("XDG_RUNTIME_DIR", run_time).args(arguments))
    }

    fn rpc_of(command: &mut Command) -> Rpc {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("its output"));
        Rpc { child, input, output, id: 0 }
    }

    /// The id of the person whom `text` finds first.
    #[track_caller]
    pub(crate) fn find(&self, text: &str) -> String {
        let found = self.json(&["find", text]).ok().json();
        found["hits"][0]["attendee"]["id"].as_str().unwrap_or_else(|| panic!("{text} finds nobody: {found}")).to_owned()
    }
}

/// A session of `ankomstctl rpc`.
pub(crate) struct Rpc {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    id: u64,
}

impl Rpc {
    /// Sends a line as it is and reads one line.
    #[track_caller]
    pub(crate) fn line(&mut self, line: &[u8]) -> Value {
        self.send(line);
        self.read().expect("an answer")
    }

    pub(crate) fn send(&mut self, line: &[u8]) {
        let input = self.input.as_mut().expect("open");
        input.write_all(line).and_then(|()| input.write_all(b"\n")).and_then(|()| input.flush()).expect("sent");
    }

    /// The next answer; `None` at the end.
    pub(crate) fn read(&mut self) -> Option<Value> {
        let mut line = String::new();
        match self.output.read_line(&mut line) {
            Ok(0) | Err(_) => None,
            // A line that was cut by a kill is no answer.
            Ok(_) => serde_json::from_str(&line).ok(),
        }
    }

    /// Makes a call and gives the whole answer.
    #[track_caller]
    pub(crate) fn answer(&mut self, method: &str, params: &Value) -> Value {
        self.id += 1;
        let request = json!({"jsonrpc": "2.0", "id": self.id, "method": method, "params": params});
        let answer = self.line(request.to_string().as_bytes());
        assert_eq!(answer["id"], self.id, "answers come in order: {answer}");
        answer
    }

    /// Makes a call that works.
    #[track_caller]
    pub(crate) fn call(&mut self, method: &str, params: &Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{method} {params}: {answer}");
        answer["result"].clone()
    }

    /// Makes a call that breaks; gives the error's code word.
    #[track_caller]
    pub(crate) fn broken(&mut self, method: &str, params: &Value) -> String {
        let answer = self.answer(method, params);
        assert_eq!(answer["error"]["code"], -32000, "{method} {params} breaks: {answer}");
        answer["error"]["data"]["code"].as_str().expect("a code").to_owned()
    }

    /// The process, for whoever looks at it from outside.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends the input and waits for the end.
    pub(crate) fn close(mut self) -> i32 {
        drop(self.input.take());
        self.child.wait().expect("it ends").code().unwrap_or(-1)
    }

    /// Takes input and output apart, for talking and listening at once.
    pub(crate) fn apart(mut self) -> (Child, ChildStdin, BufReader<ChildStdout>) {
        let input = self.input.take().expect("open");
        (self.child, input, self.output)
    }
}

/// The shared folder beside the project, `None` (with a word) where it is missing; in CI that is a fault.
pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).expect("the workspace");
    let path = workspace.parent().expect("its parent").join("shared").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "in CI the folder {} must be there", path.display());
    eprintln!("skipped: the folder shared/{folder} beside the project is missing");
    None
}
