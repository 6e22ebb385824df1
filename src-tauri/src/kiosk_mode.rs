//! Kiosk mode: the window fills the screen, and only the lead's word lets anybody out of it.
//!
//! The setting belongs to this computer, so it lies in the user's folder; the switch `--kiosk` says the same for one run. Who
//! may leave is decided by `Need::WayOut` (`needs.rs`); here is only whether the mode is on, and what the window does about it.

use std::path::PathBuf;

use kiosk::KioskError;
use serde::Serialize;
use tauri::{Manager, WebviewWindow, Window, WindowEvent};

use crate::desk::Desk;
use crate::event::Shared;
use crate::window::STAFF;

/// What the page is told when somebody wants to close the window: it shows who may.
const CLOSE_ASKED: &str = "dispatchEvent(new Event('closeasked'))";

/// Whether the mode is on, and how it came to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct KioskState {
    /// The window fills the screen and does not close.
    pub(crate) on: bool,
    /// It is on again at the next start.
    pub(crate) kept: bool,
    /// The program was started with `--kiosk`, so that it is on at each start whatever the setting says.
    pub(crate) asked: bool,
    /// A lead has given their word that the program may end.
    #[serde(skip)]
    may_end: bool,
}

/// Kiosk mode of this window.
pub(crate) struct KioskMode {
    file: PathBuf,
    state: Shared<KioskState>,
}

impl KioskMode {
    /// As it was left, or as the switch wants it.
    pub(crate) fn new(home: &std::path::Path, asked: bool) -> Self {
        // A file that is there means on, whatever it holds: damage never opens a way out.
        let file = home.join("kiosk-mode");
        let kept = file.exists();
        Self { file, state: Shared::new(KioskState { on: kept || asked, kept, asked, may_end: false }) }
    }

    pub(crate) fn state(&self) -> KioskState {
        self.state.get()
    }

    /// Turns it on or off, now and at each start; blocks meanwhile.
    pub(crate) fn set(&self, on: bool) -> Result<KioskState, KioskError> {
        if on {
            kiosk::write_file(&self.file, b"on\n")?;
        } else if let Err(error) = std::fs::remove_file(&self.file)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            return Err(KioskError::file(&self.file, error));
        }
        let state = KioskState { on, kept: on, ..self.state.get() };
        self.state.set(state);
        Ok(state)
    }

    /// Lets somebody out until the next start: out of full screen, or (`end`) out of the program.
    pub(crate) fn leave(&self, end: bool) -> KioskState {
        let was = self.state.get();
        let state = if end { KioskState { may_end: true, ..was } } else { KioskState { on: false, ..was } };
        self.state.set(state);
        state
    }

    /// Whether the window stays: in front, over the whole screen, and open when the desktop wants to close it.
    fn holds(&self) -> bool {
        let state = self.state.get();
        state.on && !state.may_end
    }
}

/// What the desktop wants of the window. In kiosk mode it does not close; the page is told that somebody asked.
pub(crate) fn on_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    let app = window.app_handle();
    if !app.state::<Desk>().kiosk_mode.holds() {
        return;
    }
    api.prevent_close();
    if let Some(webview) = app.get_webview_window(STAFF) {
        // A page that hangs or has died shows nothing, and the window stays all the same; it comes back by itself.
        let _ = webview.eval(CLOSE_ASKED);
    }
}

/// Keeps the window over the whole screen while the mode is on: whatever of the desktop makes it small or puts it away, by a
/// key or from its own menus, is taken back at once.
#[cfg(target_os = "linux")]
pub(crate) fn hold(window: &WebviewWindow) -> tauri::Result<()> {
    use gtk::gdk::WindowState;
    use gtk::glib;
    use gtk::prelude::{GtkWindowExt, WidgetExt};

    let app = window.app_handle().clone();
    window.gtk_window()?.connect_window_state_event(move |window, event| {
        let state = event.new_window_state();
        let is_away = state.contains(WindowState::ICONIFIED) || !state.contains(WindowState::FULLSCREEN);
        // A window that is not shown yet, or is on its way out, is in none of these states.
        if is_away && !state.contains(WindowState::WITHDRAWN) {
            let (app, window) = (app.clone(), window.clone());
            // After the desktop is done with what it does now.
            glib::idle_add_local_once(move || {
                if app.state::<Desk>().kiosk_mode.holds() {
                    window.fullscreen();
                    window.present();
                }
            });
        }
        glib::Propagation::Proceed
    });
    Ok(())
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn hold(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_setting_holds_at_each_start_and_the_switch_for_one() {
        let home = tempfile::tempdir().unwrap();
        let start = |asked| KioskMode::new(home.path(), asked);
        assert!(!start(false).state().on, "nobody has turned it on");
        let asked = start(true);
        assert!(asked.state().on && !asked.state().kept && asked.holds());
        assert!(!start(false).state().on, "the switch is for one run");
        start(false).set(true).unwrap();
        assert!(start(false).holds());
        std::fs::write(home.path().join("kiosk-mode"), [0xff; 3]).unwrap();
        assert!(start(false).holds(), "damage opens no way out");
        start(false).set(false).unwrap();
        start(false).set(false).unwrap();
        assert!(!start(false).state().on);
    }

    #[test]
    fn who_leaves_does_so_until_the_next_start() {
        let home = tempfile::tempdir().unwrap();
        let mode = KioskMode::new(home.path(), false);
        mode.set(true).unwrap();
        assert_eq!(mode.leave(false), KioskState { on: false, kept: true, asked: false, may_end: false });
        assert!(!mode.holds());
        let again = KioskMode::new(home.path(), false);
        assert!(again.holds());
        again.leave(true);
        assert!(!again.holds(), "it may end");
    }
}
