//! The program itself: started through WebKit's driver, ended as a person or a power cut would.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;

use crate::display::{Display, Size};
use crate::program::{self, Running};
use crate::webdriver::{self, Session};
use crate::{Done, PATIENCE, must, until};

/// How long the driver and the window may take to come up; the first start on a busy machine is slow.
const COMES_UP: Duration = Duration::from_secs(60);

/// How long the program may take to end: it waits for the last badge on its way.
const ENDS: Duration = Duration::from_secs(20);

/// What to start.
#[derive(Clone, Debug)]
pub struct AppOptions {
    /// The program; in tests of its package `env!("CARGO_BIN_EXE_ankomst")`.
    pub binary: PathBuf,
    /// The event to open (`--event`); without one the program chooses.
    pub event: Option<PathBuf>,
    /// The user's folder (`ANKOMST_HOME`).
    pub home: PathBuf,
    /// More arguments.
    pub args: Vec<String>,
}

impl AppOptions {
    /// The program with a user's folder, and whatever event it chooses.
    #[must_use]
    pub fn new(binary: &Path, home: &Path) -> Self {
        Self { binary: binary.to_owned(), event: None, home: home.to_owned(), args: Vec::new() }
    }

    /// With this event.
    #[must_use]
    pub fn event(mut self, event: &Path) -> Self {
        self.event = Some(event.to_owned());
        self
    }

    fn arguments(&self) -> Vec<String> {
        let event = self.event.iter().flat_map(|event| ["--event".to_owned(), event.to_string_lossy().into_owned()]);
        event.chain(self.args.iter().cloned()).collect()
    }
}

/// The program in its window. Dropped, it is killed; [`App::close`] ends it as a person does.
#[derive(Debug)]
pub struct App {
    pub(crate) session: Session,
    /// Of the program's window, as X numbers it.
    pub(crate) window: String,
    process: u32,
    options: AppOptions,
    // Fields are dropped in this order: the screen must outlive the driver.
    driver: Running,
    second: Option<Running>,
    pub(crate) display: Display,
}

impl App {
    /// Starts the program and waits until its page is there and its window has the keys.
    #[must_use]
    #[track_caller]
    pub fn start(display: &Display, options: AppOptions) -> Self {
        must(Self::try_start(display, options))
    }

    fn try_start(display: &Display, options: AppOptions) -> Done<Self> {
        if !options.binary.is_file() {
            return Err(format!("{} is not built", options.binary.display()));
        }
        let log = display.file("driver.log");
        let port = webdriver::free_port()?;
        let mut command = display.command("WebKitWebDriver");
        command.args(["--host=127.0.0.1", &format!("--port={port}")]);
        command.env("TAURI_WEBVIEW_AUTOMATION", "true").env("ANKOMST_HOME", &options.home).env_remove("ANKOMST_EVENT");
        let driver = Running::start(&mut command, &log)?;
        until(COMES_UP, || webdriver::is_ready(port).then_some(())).ok_or("WebKitWebDriver does not come up")?;
        let arguments = options.arguments();
        let session = Session::start(port, &options.binary, &arguments);
        let session =
            session.map_err(|why| format!("{} does not start: {why}\n{}", options.binary.display(), end_of(&log)))?;
        let (process, _) = *program::children(driver.id()).first().ok_or("the program has ended at once")?;
        let loaded = || session.script("return document.readyState === 'complete'", &[]);
        until(COMES_UP, || loaded().is_ok_and(|loaded| loaded == true).then_some(()))
            .ok_or("the page does not load")?;
        let window =
            until(COMES_UP, || active_window(display).filter(|(_, of)| *of == process).map(|(window, _)| window));
        let window = window.ok_or("the program's window does not come to the front")?;
        Ok(Self { session, window, process, options, driver, second: None, display: display.clone() })
    }

    /// Ends the program as a person does, by closing its window, and waits until it is gone. A page that has thrown fails
    /// the test here.
    #[track_caller]
    pub fn close(self) -> Stopped {
        let errors = self.errors();
        assert!(errors.is_empty(), "the page has thrown: {errors:#?}");
        self.activate();
        must(self.display.xdotool(&["key", "alt+F4"]));
        let ended = until(ENDS, || (!program::runs(self.process)).then_some(()));
        must(ended.ok_or_else(|| "the program does not end when its window is closed".to_owned()));
        self.stopped()
    }

    /// Ends the program at once, as a power cut would.
    pub fn kill(self) -> Stopped {
        program::send("KILL", self.process);
        // Its lock on the event goes with the last of its threads, not the first.
        let threads = || std::fs::read_dir(format!("/proc/{}/task", self.process)).into_iter().flatten().count();
        let _ = until(ENDS, || (!program::runs(self.process) && threads() <= 1).then_some(()));
        self.stopped()
    }

    /// Closes the program and starts it again.
    #[must_use]
    #[track_caller]
    pub fn restart(self) -> Self {
        self.close().start()
    }

    /// Ends the process behind the page, as a fault in WebKit would, and looks at what the program makes of it: a page
    /// that is there again.
    #[must_use]
    #[track_caller]
    pub fn kill_page(self) -> Self {
        self.page_comes_again(|app| {
            if let Some((process, _)) = app.page() {
                program::send("KILL", process);
            }
        })
    }

    /// The page's process.
    fn page(&self) -> Option<(u32, String)> {
        // The kernel keeps fifteen letters of a name.
        program::children(self.process).into_iter().find(|(_, name)| name.starts_with("WebKitWebProces"))
    }

    /// The number of the page's process.
    #[must_use]
    #[track_caller]
    pub fn page_process(&self) -> u32 {
        must(self.page().ok_or_else(|| "the page has no process".to_owned())).0
    }

    /// Sends a signal (`STOP`, `CONT`, `KILL`) to a process of the program's: its own or that of the page.
    pub fn signal(&self, signal: &str, process: u32) {
        program::send(signal, process);
    }

    /// Does something that the page's process does not outlive, and waits until there is another one.
    #[must_use]
    #[track_caller]
    pub fn page_comes_again(mut self, end: impl FnOnce(&Self)) -> Self {
        let before = self.page();
        end(&self);
        let again = until(COMES_UP, || self.page().filter(|page| Some(page) != before.as_ref()));
        must(again.ok_or_else(|| "the page does not come back".to_owned()));
        must(self.look_again());
        self
    }

    /// The driver's session ends with the page's process; another driver gets at the program where the first one told it
    /// to listen.
    fn look_again(&mut self) -> Done<()> {
        let listens = program::variable(self.process, "WEBKIT_INSPECTOR_SERVER");
        let listens = listens.ok_or("the program listens to no driver")?;
        let port = webdriver::free_port()?;
        let mut command = self.display.command("WebKitWebDriver");
        command.args(["--host=127.0.0.1", &format!("--port={port}"), &format!("--target={listens}")]);
        self.second = Some(Running::start(&mut command, &self.display.file("driver.log"))?);
        until(COMES_UP, || webdriver::is_ready(port).then_some(())).ok_or("WebKitWebDriver does not come up")?;
        self.session = Session::start(port, &self.options.binary, &[])?;
        Ok(())
    }

    /// The program's process, for whoever looks at it from outside.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.process
    }

    /// Whether the program still runs.
    #[must_use]
    pub fn runs(&self) -> bool {
        program::runs(self.process)
    }

    /// Whether its window has the keys.
    #[must_use]
    pub fn is_active(&self) -> bool {
        active_window(&self.display).is_some_and(|(window, _)| window == self.window)
    }

    /// Brings its window to the front, where it gets the keys.
    #[track_caller]
    pub fn activate(&self) {
        if !self.is_active() {
            must(self.display.xdotool(&["windowactivate", &self.window]));
            must(
                until(PATIENCE, || self.is_active().then_some(())).ok_or_else(|| "the window stays behind".to_owned()),
            );
        }
    }

    /// What the desktop knows of the window: `_NET_WM_STATE_FULLSCREEN` and the like (specifications.freedesktop.org/wm-spec).
    #[must_use]
    #[track_caller]
    pub fn window_states(&self) -> String {
        let told = program::output(self.display.command("obxprop").args(["--id", &self.window]));
        let told = must(told);
        told.lines().find(|line| line.starts_with("_NET_WM_STATE(")).unwrap_or_default().to_owned()
    }

    /// How many windows can be seen on the screen, the program's own among them.
    #[must_use]
    #[track_caller]
    pub fn windows(&self) -> usize {
        must(self.display.xdotool(&["search", "--onlyvisible", "--name", ".+"])).lines().count()
    }

    /// Lets mouse and keys do what `xdotool` is told.
    #[track_caller]
    pub fn xdotool(&self, words: &[&str]) {
        must(self.display.xdotool(words));
    }

    /// The number of the window, as X has it.
    #[must_use]
    pub fn window(&self) -> &str {
        &self.window
    }

    /// Gives the window a size. Where it cannot be so small, it is as small as it can be.
    #[track_caller]
    pub fn resize(&self, size: Size) {
        // A maximised window only stops being maximised at the first asking.
        for _ in 0..2 {
            must(self.session.resize(size));
            must(self.settle());
        }
        let wanted = json!([size.width, size.height]);
        let shape = || self.js("return [outerWidth, outerHeight]", &[]);
        // One that has a smallest size never gets there.
        let _ = until(Duration::from_secs(1), || (shape() == wanted).then_some(()));
        must(self.settle());
    }

    /// The screen that it is on.
    #[must_use]
    pub fn display(&self) -> &Display {
        &self.display
    }

    fn stopped(self) -> Stopped {
        Stopped { display: self.display.clone(), options: self.options.clone() }
    }
}

impl Drop for App {
    fn drop(&mut self) {
        // The driver's own children are ours for sure: a number that was given to another process meanwhile is not among
        // them. The processes behind the page go with the program.
        for (process, _) in program::children(self.driver.id()) {
            program::send("KILL", process);
        }
    }
}

/// A program that has ended, and can be started again on the same screen.
#[derive(Debug)]
pub struct Stopped {
    display: Display,
    options: AppOptions,
}

impl Stopped {
    /// Starts it again with the same event and folder.
    #[must_use]
    #[track_caller]
    pub fn start(self) -> App {
        App::start(&self.display, self.options)
    }
}

/// The window with the keys, and the process it belongs to.
fn active_window(display: &Display) -> Option<(String, u32)> {
    let both = display.xdotool(&["getactivewindow", "getwindowpid", "getactivewindow"]).ok()?;
    let (process, window) = both.split_once('\n')?;
    Some((window.trim().to_owned(), process.trim().parse().ok()?))
}

fn end_of(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}
