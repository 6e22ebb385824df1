//! A screen of its own: X server, window manager, keyboard layout and message bus.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tempfile::TempDir;

use crate::program::{self, Running};
use crate::{Done, must, until};

/// How long each program of the screen may take to come up; a busy machine is slow.
const COMES_UP: Duration = Duration::from_secs(30);

/// Two windows at once on two cores are slow enough to look like scanners that type by hand. nextest runs each test in a
/// process of its own and keeps them apart by its settings; this is for plain `cargo test`.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

thread_local! {
    /// Whether the test of this thread has a screen: a second one would wait for the first for ever.
    static HAS_A_SCREEN: Cell<bool> = const { Cell::new(false) };
}

/// Windows without frames, so that a maximised one fills the screen, and no keys of its own but the one that closes a
/// window and the one that takes it out of full screen: every other key is the program's.
const WINDOW_MANAGER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew></focus>
  <theme><keepBorder>no</keepBorder></theme>
  <desktops><number>1</number></desktops>
  <keyboard>
    <keybind key="A-F4"><action name="Close"/></keybind>
    <keybind key="W-F11"><action name="ToggleFullscreen"/></keybind>
  </keyboard>
  <applications><application class="*"><decor>no</decor></application></applications>
</openbox_config>
"#;

/// A bus that starts no services: a test meets the program and nothing of the machine it runs on.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=FOLDER</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A size in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

impl Size {
    /// So many pixels wide and high.
    #[must_use]
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }
}

/// A screen. Clones are the same one; it ends with the last of them and with the last [`App`](crate::App) on it.
#[derive(Clone, Debug)]
pub struct Display(Rc<Screen>);

/// In the order in which they end: whoever needs another goes first.
#[derive(Debug)]
struct Screen {
    _window_manager: Running,
    _bus: Running,
    _server: Running,
    variables: Vec<(&'static str, String)>,
    folder: TempDir,
    _one_at_a_time: MutexGuard<'static, ()>,
}

impl Display {
    /// Starts a screen of this size with a keyboard of this layout, such as `dk` or `us`. A test has one at a time, and
    /// waits here until another test has given its own back.
    #[must_use]
    #[track_caller]
    pub fn start(size: Size, keyboard: &str) -> Self {
        must(Self::try_start(size, keyboard))
    }

    fn try_start(size: Size, keyboard: &str) -> Done<Self> {
        if HAS_A_SCREEN.get() {
            return Err("a test has one screen at a time: start several programs on one `Display`".to_owned());
        }
        // A test that failed has nothing to say about this one.
        let one_at_a_time = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = TempDir::new().map_err(|error| format!("no folder for the screen: {error}"))?;
        let written = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).map(|()| path).map_err(|error| format!("{name}: {error}"))
        };
        let screen = format!("{}x{}x24", size.width, size.height);
        let (server, number) = Running::start_and_listen(
            // Without -noreset the layout is forgotten with the first program that goes.
            program::at_once("Xvfb").args(["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp", "-noreset"]),
            COMES_UP,
        )?;
        let bus_file = written("bus.conf", &BUS.replace("FOLDER", &folder.path().to_string_lossy()))?;
        let (bus, bus_address) = Running::start_and_listen(
            program::command("dbus-daemon").arg("--config-file").arg(bus_file).args(["--nofork", "--print-address=1"]),
            COMES_UP,
        )?;
        let variables = variables(&format!(":{number}"), bus_address, folder.path())?;
        let started = |name: &str| {
            let mut command = program::command(name);
            in_screen(&mut command, &variables);
            command
        };
        program::output(started("setxkbmap").args(["-layout", keyboard]))?;
        let manager_file = written("rc.xml", WINDOW_MANAGER)?;
        let log = folder.path().join("openbox.log");
        let window_manager = Running::start(started("openbox").arg("--config-file").arg(manager_file), &log)?;
        until(COMES_UP, || program::output(started("xdotool").arg("get_num_desktops")).ok())
            .ok_or("the window manager does not come up")?;
        HAS_A_SCREEN.set(true);
        Ok(Self(Rc::new(Screen {
            _window_manager: window_manager,
            _bus: bus,
            _server: server,
            variables,
            folder,
            _one_at_a_time: one_at_a_time,
        })))
    }

    /// A command that runs on this screen, for programs that are not an [`App`](crate::App).
    #[must_use]
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = program::command(program.as_ref());
        in_screen(&mut command, &self.0.variables);
        command
    }

    /// A picture of the whole screen, as a PNG.
    #[track_caller]
    pub fn screenshot(&self, path: &Path) {
        must(self.try_screenshot(path));
    }

    pub(crate) fn try_screenshot(&self, path: &Path) -> Done<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        let mut import = self.command("import");
        program::output(import.args(["-window", "root"]).arg(path)).map(|_| ())
    }

    /// Runs `xdotool`, which moves mouse and keys.
    pub(crate) fn xdotool<S: AsRef<str>>(&self, arguments: &[S]) -> Done<String> {
        let mut hands = program::at_once("xdotool");
        in_screen(&mut hands, &self.0.variables);
        program::output(hands.args(arguments.iter().map(AsRef::as_ref)))
    }

    /// A file of this screen that ends with it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.folder.path().join(name)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        HAS_A_SCREEN.set(false);
    }
}

fn in_screen(command: &mut Command, variables: &[(&'static str, String)]) {
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    // On a desktop GTK would go there instead.
    command.env_remove("WAYLAND_DISPLAY").env_remove("GTK_THEME").env_remove("GTK_MODULES");
}

/// What tells programs where they are. None of WebKit's own variables: without its usual renderer pictures of the screen
/// hang.
fn variables(display: &str, bus: String, folder: &Path) -> Done<Vec<(&'static str, String)>> {
    let mut all = vec![
        ("DISPLAY", display.to_owned()),
        ("DBUS_SESSION_BUS_ADDRESS", bus),
        ("GDK_BACKEND", "x11".to_owned()),
        ("GSETTINGS_BACKEND", "memory".to_owned()),
        ("NO_AT_BRIDGE", "1".to_owned()),
    ];
    for name in ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"] {
        let place = folder.join(name);
        std::fs::create_dir(&place).map_err(|error| format!("{name}: {error}"))?;
        all.push((name, place.to_string_lossy().into_owned()));
    }
    Ok(all)
}
