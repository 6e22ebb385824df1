//! The calls that only a window needs; who may make each says the table in `calls.rs`. They are not in `ankomstctl rpc`:
//!
//! - `opening`: there is no event yet to ask; a script is told when it opens one itself.
//! - `restoreBackup`: `ankomstctl restore` names both files; the window may only put back the backup that opening found.
//! - `keepWindow`: language, theme and size belong to this window.
//! - `computer`: whether this computer has power and stays awake; a script runs on another's.
//! - `keepScreen`: what the page shows, so that it can go on after its process has died.
//!
//! in `scanner_calls.rs`:
//!
//! - `keepScanners`, `pluggedIn`, `scannerNews`: scanners belong to this computer and not to the event.
//! - `readFrame`: a camera's frames are bytes, not JSON; `ankomstctl read` reads pictures.
//!
//! and, in `start_calls.rs`:
//!
//! - `chooseList`, `openEvent`, `chooseTemplate`, `choosePicture`, `chooseTemplateFile`: a person chooses the file in the system's dialog; a script knows its path.
//! - `startSample`, `startEvent`: `ankomstctl sample` and `create` make event files; the window makes the one it opens.
//!
//! in `sign_calls.rs`:
//!
//! - `unlock`: a script says the passphrase when it opens the event.
//! - `changePassphrase`: the event is closed for it, and only the window opens it again; `ankomstctl passphrase` does the same.
//! - `signIn`, `leave`, `leadWord`: who stands at this window; whoever runs `ankomstctl` has the file itself.
//!
//! in `backup_calls.rs`:
//!
//! - `chooseFolder`, `chooseBackup`: a person chooses in the system's dialog; a script knows its path.
//! - `bringBack`, `openBackup`: the event is closed for it, or there is none yet; `ankomstctl restore` does the same.
//!
//! in `kiosk_calls.rs`:
//!
//! - `setKiosk`, `leaveKiosk`: whether this window may be left.
#![expect(non_snake_case, reason = "a command has the name of its function, and the page calls it so")]

use kiosk::Problem;
use kiosk::event_files::RescuedWire;
use serde::Serialize;
use serde_json::Value;
use tauri::async_runtime::spawn_blocking;
use tauri::{AppHandle, Manager, State, WebviewWindow};

use crate::desk::{Desk, Opening};
use crate::kiosk_mode::KioskState;
use crate::power::Computer;
use crate::scanner_settings::ScannerSettings;
use crate::sign_calls::SignedIn;
use crate::waiting::Guest;
use crate::window_settings::WindowSettings;

/// The longest state of a screen that is kept, in bytes of JSON: a form with every field full is far below it.
const MAX_SCREEN: usize = 64 * 1024;

/// How opening the event ended.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Opened {
    /// What keeps the event from being open.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
    /// Whether no event is known yet.
    first: bool,
    /// Whether something drives the window: a test.
    test: bool,
    /// Whether there is a backup that can be put back.
    backup: bool,
    settings: WindowSettings,
    /// Whether only the lead lets anybody out of the window.
    kiosk: KioskState,
    scanners: ScannerSettings,
    /// What the page showed before its process died; null at a start.
    screen: Value,
    /// Who waited when the program ended.
    waiting: Vec<Guest>,
    /// Who has signed in at this window.
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_in: Option<SignedIn>,
}

/// Waits until the event is open or cannot be opened.
#[tauri::command]
pub(crate) async fn opening(window: WebviewWindow, desk: State<'_, Desk>) -> Result<Opened, Problem> {
    let settings = desk.settings();
    // A window that refuses a size is still a window.
    let _ = window.set_zoom(settings.zoom.factor());
    let opening = desk.opened().await;
    let first = matches!(opening, Opening::Nothing);
    let failed = match opening {
        Opening::Failed(error) => Some(error),
        _ => None,
    };
    Ok(Opened {
        first,
        test: crate::driven::is_driven(),
        problem: failed.as_ref().map(|error| error.problem(settings.language())),
        backup: failed.is_some_and(|error| error.backup().is_some()),
        settings,
        kiosk: desk.kiosk_mode.state(),
        scanners: desk.scanners(),
        screen: desk.screen(),
        waiting: desk.waiting(),
        signed_in: desk.signed_in().as_ref().map(SignedIn::new),
    })
}

/// Puts the newest good backup in the place of an event file that was damaged, with what that one still gives, and opens it.
/// Returns what was saved.
#[tauri::command]
pub(crate) async fn restoreBackup(app: AppHandle) -> Result<Option<RescuedWire>, Problem> {
    let language = app.state::<Desk>().caller().language;
    let Opening::Failed(error) = app.state::<Desk>().opened().await else { return Ok(None) };
    let Some(aside) = error.aside().map(ToOwned::to_owned) else { return Err(error.problem(language)) };
    let restored = spawn_blocking(move || app.state::<Desk>().rescue(&aside).map(Some)).await;
    restored.unwrap_or(Err(kiosk::KioskError::NoAnswer)).map_err(|error| error.problem(language))
}

/// Whether the computer has power, and stays awake.
#[tauri::command]
pub(crate) async fn computer(app: AppHandle) -> Result<Computer, Problem> {
    let now = spawn_blocking(move || Computer::now(&app.state::<Desk>().awake)).await;
    now.map_err(|_| kiosk::KioskError::NoAnswer.problem(kiosk::Language::default()))
}

/// Takes over how the window looks and writes it down.
#[tauri::command]
pub(crate) async fn keepWindow(app: AppHandle, window: WebviewWindow, params: WindowSettings) -> Result<(), Problem> {
    let _ = window.set_zoom(params.zoom.factor());
    let kept = spawn_blocking(move || app.state::<Desk>().keep_settings(params)).await;
    kept.unwrap_or(Err(kiosk::KioskError::NoAnswer)).map_err(|error| error.problem(params.language()))
}

/// Remembers what the page shows. Too much is not kept: the page then begins anew, which loses no check-in.
#[tauri::command]
pub(crate) async fn keepScreen(app: AppHandle, params: Value) -> Result<(), Problem> {
    if params.to_string().len() <= MAX_SCREEN {
        let kept = spawn_blocking(move || app.state::<Desk>().keep_screen(params)).await;
        kept.map_err(|_| kiosk::KioskError::NoAnswer.problem(kiosk::Language::default()))?;
    }
    Ok(())
}
