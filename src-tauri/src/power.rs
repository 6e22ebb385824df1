//! The computer under the desk: while the window is open it does not fall asleep and its screen does not go dark, and
//! whether it has power is told.

use std::path::Path;

use serde::Serialize;

use crate::event::Shared;

/// Where Linux tells of mains and batteries.
const SUPPLIES: &str = "/sys/class/power_supply";
/// A computer has no more than this; what else is listed is not looked at.
const MOST_SUPPLIES: usize = 32;

/// How the computer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Computer {
    /// Whether it is on mains; absent: it does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    mains: Option<bool>,
    /// How full its fullest battery is, 0 to 100; absent: it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    percent: Option<u8>,
    /// Whether the system has promised not to sleep.
    awake: bool,
    /// Whether it has promised to leave the screen on.
    bright: bool,
}

impl Computer {
    /// As it is now.
    pub(crate) fn now(awake: &Awake) -> Self {
        Self { awake: awake.0.get().sleep, bright: awake.0.get().screen, ..supplies(Path::new(SUPPLIES)) }
    }
}

/// Reads mains and batteries. A battery of something else, such as a scanner or a mouse, is none of the computer's.
fn supplies(folder: &Path) -> Computer {
    let mut computer = Computer::default();
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().take(MOST_SUPPLIES);
    for supply in entries {
        let read = |name: &str| std::fs::read_to_string(supply.path().join(name)).unwrap_or_default().trim().to_owned();
        match (read("type").as_str(), read("scope").as_str()) {
            ("Mains" | "USB", scope) if scope != "Device" => {
                let online = read("online");
                if !online.is_empty() {
                    computer.mains = Some(computer.mains == Some(true) || online == "1");
                }
            }
            ("Battery", scope) if scope != "Device" => {
                if let Ok(percent) = read("capacity").parse::<u8>() {
                    computer.percent = computer.percent.max(Some(percent.min(100)));
                }
            }
            _ => {}
        }
    }
    computer
}

/// How often it is asked whether a promise still holds; one that is lost is asked for again.
#[cfg(target_os = "linux")]
const ASK_AGAIN: std::time::Duration = std::time::Duration::from_secs(30);

/// What the system has promised, for as long as the program runs.
#[derive(Clone, Debug, Default)]
struct Promised {
    screen: bool,
    sleep: bool,
}

/// Keeps the computer awake.
#[derive(Default)]
pub(crate) struct Awake(std::sync::Arc<Shared<Promised>>);

#[cfg(not(target_os = "linux"))]
impl Awake {
    /// Not done on this system: its own settings decide, and the page says so.
    pub(crate) fn begin(&self) {}
}

#[cfg(target_os = "linux")]
impl Awake {
    /// Asks the desktop and the system; in the background, because a bus may take its time.
    pub(crate) fn begin(&self) {
        let promised = std::sync::Arc::clone(&self.0);
        let started = std::thread::Builder::new().name("awake".to_owned()).spawn(move || {
            // What is promised holds as long as these do: until the program ends, or the service does.
            let (mut screen, mut sleep) = (None, None);
            loop {
                screen = screen.filter(bus::Screen::holds).or_else(|| bus::Screen::keep(bus::session().ok()?).ok());
                sleep = sleep.filter(bus::Sleep::holds).or_else(|| bus::Sleep::keep(bus::system().ok()?).ok());
                promised.set(Promised { screen: screen.is_some(), sleep: sleep.is_some() });
                std::thread::sleep(ASK_AGAIN);
            }
        });
        // A computer that has no room for a thread sleeps as it is set up to.
        drop(started);
    }
}

/// The two services, each by its own specification.
#[cfg(target_os = "linux")]
mod bus {
    use std::time::Duration;

    use zbus::blocking::Connection;
    use zbus::blocking::connection::Builder;
    use zbus::zvariant::OwnedFd;

    /// How long a service may take.
    const PATIENCE: Duration = Duration::from_secs(5);
    const WHO: &str = "Ankomst";
    const WHY: &str = "Guests are being checked in";

    pub(super) fn session() -> zbus::Result<Connection> {
        Builder::session()?.method_timeout(PATIENCE).build()
    }

    pub(super) fn system() -> zbus::Result<Connection> {
        Builder::system()?.method_timeout(PATIENCE).build()
    }

    /// A service as it was when it was asked; one that was started anew knows of nothing.
    struct Asked {
        bus: Connection,
        service: &'static str,
        owner: String,
    }

    impl Asked {
        fn ask(bus: Connection, service: &'static str) -> zbus::Result<Self> {
            let owner = owner(&bus, service)?;
            Ok(Self { bus, service, owner })
        }

        fn is_there(&self) -> bool {
            owner(&self.bus, self.service).is_ok_and(|owner| owner == self.owner)
        }
    }

    /// Who answers for a service now.
    fn owner(bus: &Connection, service: &str) -> zbus::Result<String> {
        let (broker, path) = ("org.freedesktop.DBus", "/org/freedesktop/DBus");
        bus.call_method(Some(broker), path, Some(broker), "GetNameOwner", &service)?.body().deserialize()
    }

    /// The desktop's promise to leave the screen on (specifications.freedesktop.org/idle-inhibit-spec).
    pub(super) struct Screen(Asked);

    impl Screen {
        pub(super) fn keep(bus: Connection) -> zbus::Result<Self> {
            let service = "org.freedesktop.ScreenSaver";
            let path = "/org/freedesktop/ScreenSaver";
            // Some desktops start the service when it is asked for the first time.
            bus.call_method(Some(service), path, Some(service), "Inhibit", &(WHO, WHY))?;
            Ok(Self(Asked::ask(bus, service)?))
        }

        pub(super) fn holds(&self) -> bool {
            self.0.is_there()
        }
    }

    /// The system's promise not to sleep (systemd.io/INHIBITOR_LOCKS): it holds while the descriptor is open.
    pub(super) struct Sleep(Asked, #[expect(dead_code, reason = "it is held, not read")] OwnedFd);

    impl Sleep {
        pub(super) fn keep(bus: Connection) -> zbus::Result<Self> {
            let (service, manager) = ("org.freedesktop.login1", "org.freedesktop.login1.Manager");
            let wanted = ("sleep:idle", WHO, WHY, "block");
            let reply = bus.call_method(Some(service), "/org/freedesktop/login1", Some(manager), "Inhibit", &wanted)?;
            let held = reply.body().deserialize()?;
            Ok(Self(Asked::ask(bus, service)?, held))
        }

        pub(super) fn holds(&self) -> bool {
            self.0.is_there()
        }
    }

    #[cfg(test)]
    mod tests {
        #![allow(clippy::unwrap_used, clippy::expect_used)]
        use std::io::{BufRead, BufReader};
        use std::process::{Child, Command, Stdio};
        use std::sync::mpsc::{Sender, channel};

        use super::*;

        /// A bus of its own, which ends with the test.
        struct Bus(Child, String);

        impl Bus {
            #[expect(clippy::disallowed_methods, reason = "a test starts a bus of its own")]
            fn start() -> Self {
                let mut daemon = Command::new("dbus-daemon");
                let daemon = daemon.args(["--session", "--nofork", "--print-address"]).stdout(Stdio::piped());
                let mut daemon = daemon.spawn().expect("dbus-daemon is installed by `cargo xtask setup`");
                let mut address = String::new();
                BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
                Self(daemon, address.trim().to_owned())
            }

            fn connect(&self) -> Connection {
                Builder::address(self.1.as_str()).unwrap().method_timeout(PATIENCE).build().unwrap()
            }
        }

        impl Drop for Bus {
            fn drop(&mut self) {
                let _ = self.0.kill();
                let _ = self.0.wait();
            }
        }

        struct ScreenSaver(Sender<(String, String)>);

        #[zbus::interface(name = "org.freedesktop.ScreenSaver")]
        impl ScreenSaver {
            fn inhibit(&self, who: String, why: String) -> u32 {
                self.0.send((who, why)).unwrap();
                7
            }
        }

        #[test]
        fn the_screen_saver_is_asked_by_name_and_a_promise_ends_with_who_gave_it() {
            let bus = Bus::start();
            assert!(Screen::keep(bus.connect()).is_err(), "nobody is there to promise it");
            let (told, asked) = channel();
            let saver = bus.connect();
            saver.object_server().at("/org/freedesktop/ScreenSaver", ScreenSaver(told.clone())).unwrap();
            saver.request_name("org.freedesktop.ScreenSaver").unwrap();
            let kept = Screen::keep(bus.connect()).unwrap();
            assert_eq!(asked.recv_timeout(PATIENCE).unwrap(), (WHO.to_owned(), WHY.to_owned()));
            assert!(kept.holds());
            saver.close().unwrap();
            let again = bus.connect();
            again.object_server().at("/org/freedesktop/ScreenSaver", ScreenSaver(told)).unwrap();
            again.request_name("org.freedesktop.ScreenSaver").unwrap();
            assert!(!kept.holds(), "another screen saver knows nothing of us");
            assert!(Sleep::keep(bus.connect()).is_err(), "this bus has nobody who keeps a computer from sleeping");
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn supply(folder: &Path, name: &str, files: &[(&str, &str)]) {
        std::fs::create_dir_all(folder.join(name)).unwrap();
        for (file, text) in files {
            std::fs::write(folder.join(name).join(file), format!("{text}\n")).unwrap();
        }
    }

    #[test]
    fn mains_and_batteries_are_read_and_those_of_a_mouse_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        assert_eq!(supplies(&folder.join("none")), Computer::default(), "a computer that does not say");
        supply(folder, "hidpp_battery_0", &[("type", "Battery"), ("scope", "Device"), ("capacity", "5")]);
        assert_eq!(supplies(folder), Computer::default());
        supply(folder, "BAT0", &[("type", "Battery"), ("capacity", "64")]);
        supply(folder, "BAT1", &[("type", "Battery"), ("capacity", "x")]);
        supply(folder, "AC", &[("type", "Mains"), ("online", "0")]);
        assert_eq!(supplies(folder), Computer { mains: Some(false), percent: Some(64), ..Computer::default() });
        supply(folder, "usbc", &[("type", "USB"), ("online", "1")]);
        assert_eq!(supplies(folder).mains, Some(true), "one of its cables is in");
    }
}
